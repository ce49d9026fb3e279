//! The session that a walk is at: what its events have said so far, and what it comes to in the end.

use super::walk::Output;
use super::{EndedBy, Outbound, ResolvedBy, Session, Status, Support};
use crate::engine::event::{By, Outcome, Sender};
use crate::engine::facts::Field;
use crate::engine::ids::NONE;
use crate::engine::instant::MaybeInstant;
use crate::engine::policy::Policy;
use crate::engine::store::Store;

/// The session that is current, or the last one of the timeline.
#[derive(Debug, Default)]
pub struct Open {
    pub exists: bool,
    pub ended: Option<(EndedBy, i64)>,
    pub first_event: usize,
    pub started_at: i64,
    pub last_public_at: i64,
    pub last_activity_at: i64,
    pub resolved_at: Option<i64>,
    pub resolved_word: Option<By>,
    pub taken_over_before_resolving: bool,
    pub bot_before_resolving: bool,
    pub taken_over_at: Option<i64>,
    pub first_bot_at: Option<i64>,
    pub bot_came_first: bool,
    pub asked_at: Option<i64>,
    pub replied_at: Option<i64>,
    pub chatted_at: Option<i64>,
    pub assignee: u32,
    pub team: u32,
    pub last_writer: u32,
    /// Context and actor of the last event that took part: what they say is in the lists below.
    pub known_context: u32,
    pub known_actor: u32,
    pub labels: Vec<u32>,
    pub channels: Vec<u32>,
    pub bots: Vec<u32>,
    pub writers: Vec<u32>,
    pub rating: u32,
    pub transfer: Option<Outcome>,
    pub first_outbound: Option<Outbound>,
    pub agent_wrote: bool,
    pub pending: bool,
    pub answered_bot: bool,
    pub reopened: bool,
    pub human_came: bool,
    pub has_facts: bool,
    /// Entries of the store's table, in order: later ones win, field by field.
    pub facts: Vec<u32>,
}

impl Open {
    pub fn restart(&mut self, event: usize, at: i64, agent: u32, team: u32) {
        let lists = [&mut self.labels, &mut self.channels, &mut self.bots, &mut self.writers, &mut self.facts];
        let [labels, channels, bots, writers, facts] = lists.map(|list| {
            list.clear();
            std::mem::take(list)
        });
        *self = Open {
            exists: true,
            first_event: event,
            started_at: at,
            last_public_at: at,
            last_activity_at: at,
            taken_over_at: (agent != NONE).then_some(at),
            assignee: agent,
            team,
            last_writer: NONE,
            known_context: NONE,
            known_actor: NONE,
            rating: NONE,
            labels,
            channels,
            bots,
            writers,
            facts,
            ..Open::default()
        };
    }

    /// Whether, and how, the session has ended by `at`: the earliest deadline decides, in ties the first of window,
    /// inactivity, resolution.
    pub fn end_by(&self, policy: &Policy, at: i64) -> Option<(EndedBy, i64)> {
        let mut earliest: Option<(i64, EndedBy, i64)> = None;
        let mut consider = |deadline: i64, ended_by, ended_at| {
            if deadline <= at && earliest.is_none_or(|(other, ..)| deadline < other) {
                earliest = Some((deadline, ended_by, ended_at));
            }
        };
        if let Some(window_s) = policy.window_s {
            consider(after(self.started_at, window_s), EndedBy::Window, self.last_public_at);
        }
        if let Some(idle_s) = policy.idle_s
            && self.resolved_at.is_none()
            && self.taken_over_at.is_none()
        {
            consider(after(self.last_activity_at, idle_s), EndedBy::Inactivity, self.last_activity_at);
        }
        if let Some(resolved_at) = self.resolved_at
            && policy.ends_on_resolve
        {
            consider(after(resolved_at, policy.grace_s), EndedBy::Resolution, resolved_at);
        }
        earliest.map(|(_, ended_by, ended_at)| (ended_by, ended_at))
    }

    pub fn hear(&mut self, sender: Sender, at: i64, agent: u32) {
        if sender == Sender::Broadcast {
            return;
        }
        self.last_activity_at = at;
        match sender {
            Sender::Customer => {
                self.take_up();
                self.asked_at = self.asked_at.or(Some(at));
                self.answered_bot |= self.first_bot_at.is_some();
                self.chatted_at = Some(at);
            }
            Sender::Agent => {
                self.agent_wrote = true;
                self.taken_over_at = self.taken_over_at.or(Some(at));
                self.replied_at = self.replied_at.or(self.asked_at.map(|_| at));
                self.answered_bot |= self.first_bot_at.is_some();
                self.first_outbound = self.first_outbound.or(Some(Outbound::Agent));
                self.last_writer = agent;
                if !self.writers.contains(&agent) {
                    self.writers.push(agent);
                }
            }
            _ => {
                self.bot_came_first |= self.taken_over_at.is_none();
                self.first_bot_at = self.first_bot_at.or(Some(at));
                self.first_outbound = self.first_outbound.or(Some(Outbound::Bot));
                self.chatted_at = Some(at);
            }
        }
    }

    pub fn resolve(&mut self, at: i64, by: By) {
        self.resolved_at = Some(at);
        self.resolved_word = Some(by);
        self.taken_over_before_resolving = self.taken_over_at.is_some();
        self.bot_before_resolving = self.first_bot_at.is_some();
    }

    /// A resolved session is taken up again.
    pub fn take_up(&mut self) {
        if self.resolved_at.take().is_some() {
            self.resolved_word = None;
            self.reopened = true;
            self.pending = false;
        }
    }

    /// Under one session a conversation, its facts have the last word on when it was resolved and taken over.
    pub fn state_facts(&mut self, store: &Store, now: i64) {
        let stated = |field: Field| {
            let mut latest_first = self.facts.iter().rev().map(|&entry| &store.facts[entry as usize]);
            latest_first.find(|facts| facts.value(field).is_some())
        };
        let answered_by = stated(Field::AnsweredBy).and_then(|facts| facts.text(Field::AnsweredBy));
        let instant = |field: Field| stated(field)?.instant(field);
        let (assigned_at, ended_at) = (instant(Field::AssignedAt), instant(Field::EndedAt));
        if self.taken_over_at.is_none() && answered_by != Some("virtual_agent") {
            self.taken_over_at = assigned_at.filter(|&at| self.started_at <= at && at <= now);
            self.bot_came_first =
                self.first_bot_at.is_some_and(|bot| self.taken_over_at.is_none_or(|taken_over| bot <= taken_over));
            let before = |at: Option<i64>, end: Option<i64>| at.is_some_and(|at| end.is_some_and(|end| at <= end));
            self.taken_over_before_resolving |= before(self.taken_over_at, self.resolved_at);
        }
        if let Some(ended_at) = ended_at.filter(|&at| at <= now) {
            self.resolved_at = Some(ended_at);
            self.taken_over_before_resolving = self.taken_over_at.is_some_and(|at| at <= ended_at);
            self.bot_before_resolving = self.first_bot_at.is_some_and(|at| at <= ended_at);
            self.resolved_word = match answered_by {
                Some("virtual_agent") => Some(By::Bot),
                Some("human") => Some(By::Agent),
                _ => self.resolved_word.or(Some(By::None)),
            };
        }
    }

    pub fn session(&mut self, store: &Store, channels: &[u32], customer: u32, n: u32, out: &mut Output) -> Session {
        let context = store.context_number(self.first_event);
        let resolved_by = self.resolved_word.filter(|_| self.resolved_at.is_some()).map(|by| match by {
            By::Bot => ResolvedBy::Ai,
            By::Agent => ResolvedBy::Agent,
            _ if self.taken_over_before_resolving => ResolvedBy::Agent,
            _ if self.bot_before_resolving => ResolvedBy::Ai,
            _ => ResolvedBy::Other,
        });
        let status = match self.ended {
            _ if self.resolved_at.is_some() => Status::Resolved,
            Some((EndedBy::Inactivity | EndedBy::Window, _)) => Status::Expired,
            _ if self.pending => Status::Pending,
            _ if self.assignee != NONE => Status::Assigned,
            _ => Status::Open,
        };
        let is_assigned = self.assignee != NONE;
        let agent = if is_assigned { self.assignee } else { self.last_writer };
        if is_assigned && !self.writers.contains(&self.assignee) {
            self.writers.push(self.assignee);
        }
        let bot_wrote = self.first_bot_at.is_some();
        Session {
            started_at: self.started_at,
            ended_at: MaybeInstant::from(self.ended.map(|(_, at)| at)),
            resolved_at: self.resolved_at.into(),
            taken_over_at: self.taken_over_at.into(),
            asked_at: self.asked_at.into(),
            replied_at: self.replied_at.into(),
            chatted_at: self.chatted_at.into(),
            first_event: self.first_event as u32,
            n,
            rank: 0,
            customer,
            context,
            channel: channels[context as usize],
            team: self.team,
            agent,
            labels: out.lists.intern(&self.labels),
            channels: out.lists.intern(&self.channels),
            agents: out.lists.intern(&self.writers),
            bots: out.lists.intern(&self.bots),
            rating: self.rating,
            ended_by: self.ended.map(|(ended_by, _)| ended_by),
            resolved_by,
            status,
            transfer: self.transfer,
            first_outbound: self.first_outbound,
            support: match (bot_wrote, self.agent_wrote) {
                (true, false) => Support::Automated,
                (false, true) => Support::Human,
                (true, true) => Support::Hybrid,
                (false, false) => Support::None,
            },
            is_assigned,
            is_returning: false,
            bot_came_first: self.bot_came_first,
            engaged: if bot_wrote { self.answered_bot } else { self.asked_at.is_some() },
            reopened: self.reopened,
            human_came: self.human_came,
            has_facts: self.has_facts,
        }
    }
}

fn after(at: i64, seconds: i64) -> i64 {
    at.saturating_add(seconds.saturating_mul(1000))
}
