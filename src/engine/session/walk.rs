//! Walks one timeline in order and splits it into sessions. This is the one place where the rules of a policy are applied.

use super::{EndedBy, Lists, Outbound, ResolvedBy, Session, Status};
use crate::engine::event::{By, Cleared, Kind, Outcome, Sender};
use crate::engine::facts::Field;
use crate::engine::ids::{NONE, Pool};
use crate::engine::instant::MaybeInstant;
use crate::engine::policy::{Policy, Start};
use crate::engine::store::Store;

/// The session that an event belongs or is attached to, in the order of derivation.
pub const SESSION: u32 = (1 << 29) - 1;
/// In the place of a session: the event is outside any.
pub const OUTSIDE: u32 = SESSION;
/// The event is attached: it counts for the session and moves none of its times.
pub const ATTACHED: u32 = 1 << 31;
/// The `assigned` event gave the session, or the timeline outside one, another agent.
pub const AGENT_CHANGED: u32 = 1 << 30;
/// As [`AGENT_CHANGED`], another team.
pub const TEAM_CHANGED: u32 = 1 << 29;

/// What all timelines write to.
#[derive(Debug, Default)]
pub struct Output {
    /// Those of the present group, and how many there were before it.
    pub sessions: Vec<Session>,
    pub before: u32,
    /// By event: a session number with the flags above.
    pub session_of: Vec<u32>,
    pub lists: Lists,
    /// (bot, version) pairs that took part; lists of their numbers are in `lists`.
    pub bots: Pool<(u32, u32)>,
}

impl Output {
    /// The number of the session that is written next.
    fn next_session(&self) -> u32 {
        self.before + self.sessions.len() as u32
    }
}

/// The walk along one timeline after the other; `open` is reused so that a session costs no allocation.
#[derive(Debug)]
pub struct Walk<'a> {
    store: &'a Store,
    policy: &'a Policy,
    now: i64,
    /// The channel of each context.
    channels: &'a [u32],
    /// The number of the pair of bot and version of each actor; [`NONE`] until it is met.
    bots: Vec<u32>,
    starts: [bool; 5],
    open: Open,
    standing_agent: u32,
    standing_team: u32,
    n: u32,
    /// The customer of the timeline's first event.
    customer: u32,
}

/// The session that is current, or the last one of the timeline.
#[derive(Debug, Default)]
struct Open {
    exists: bool,
    ended: Option<(EndedBy, i64)>,
    first_event: usize,
    started_at: i64,
    last_public_at: i64,
    last_activity_at: i64,
    resolved_at: Option<i64>,
    resolved_word: Option<By>,
    taken_over_before_resolving: bool,
    bot_before_resolving: bool,
    taken_over_at: Option<i64>,
    first_bot_at: Option<i64>,
    bot_came_first: bool,
    asked_at: Option<i64>,
    replied_at: Option<i64>,
    chatted_at: Option<i64>,
    assignee: u32,
    team: u32,
    last_writer: u32,
    labels: Vec<u32>,
    channels: Vec<u32>,
    bots: Vec<u32>,
    writers: Vec<u32>,
    rating: u32,
    transfer: Option<Outcome>,
    first_outbound: Option<Outbound>,
    agent_wrote: bool,
    pending: bool,
    answered_bot: bool,
    reopened: bool,
    human_came: bool,
    has_facts: bool,
    /// Entries of the store's table, in order: later ones win, field by field.
    facts: Vec<u32>,
}

impl<'a> Walk<'a> {
    pub fn new(store: &'a Store, policy: &'a Policy, now: i64, channels: &'a [u32]) -> Self {
        let starts = [Start::CustomerMessage, Start::Opened, Start::BotMessage, Start::AgentMessage, Start::Any]
            .map(|start| policy.starts_on(start));
        Walk {
            store,
            policy,
            now,
            channels,
            bots: vec![NONE; store.actors.items().len()],
            starts,
            open: Open::default(),
            standing_agent: NONE,
            standing_team: NONE,
            n: 0,
            customer: NONE,
        }
    }

    /// Splits one timeline, given as its events in order; those after `now` are passed over.
    pub fn timeline(&mut self, events: impl Iterator<Item = usize>, out: &mut Output) {
        self.open.exists = false;
        (self.n, self.customer) = (0, NONE);
        (self.standing_agent, self.standing_team) = (NONE, NONE);
        for event in events {
            if self.store.at(event) <= self.now {
                if self.customer == NONE {
                    self.customer = self.store.context(event).customer;
                }
                out.session_of[event] = self.place(event, out);
            }
        }
        self.close(out);
    }

    /// Finds or starts the session of `event`, and gives its number with flags.
    fn place(&mut self, event: usize, out: &mut Output) -> u32 {
        let at = self.store.at(event);
        if self.policy.is_interaction() {
            if !self.open.exists {
                self.start(event, out);
            }
            return self.belong(event, out);
        }
        if self.open.exists && self.open.ended.is_none() {
            self.open.ended = self.open.end_by(self.policy, at);
        }
        if self.open.exists && self.open.ended.is_none() {
            return self.belong(event, out);
        }
        let kind = self.store.kind(event);
        if self.may_start(event, kind) {
            self.start(event, out);
            return self.belong(event, out);
        }
        if self.open.exists {
            let (ended_by, _) = self.open.ended.expect("a session that is not current has ended");
            if kind == Kind::Reopened && ended_by == EndedBy::Resolution {
                self.open.ended = None;
                return self.belong(event, out);
            }
            if kind == Kind::Resolved && ended_by != EndedBy::Resolution && self.open.resolved_at.is_none() {
                self.open.resolve(at, self.store.by(event));
                return self.attach(event, out);
            }
            if is_attachable(kind) {
                return self.attach(event, out);
            }
        }
        self.stand(event, kind)
    }

    fn may_start(&self, event: usize, kind: Kind) -> bool {
        if self.store.is_private(event) {
            return false;
        }
        let [customer_message, opened, bot_message, agent_message, any] = self.starts;
        any || match kind {
            Kind::Message => match self.store.sender(event) {
                Some(Sender::Customer) => customer_message,
                Some(Sender::Bot) => bot_message,
                Some(Sender::Agent) => agent_message,
                _ => false,
            },
            Kind::Opened => opened,
            Kind::Reopened => self.store.by(event) == By::Customer,
            _ => false,
        }
    }

    fn start(&mut self, event: usize, out: &mut Output) {
        self.close(out);
        self.n += 1;
        let at = self.store.at(event);
        self.open.restart(event, at, self.standing_agent, self.standing_team);
        (self.standing_agent, self.standing_team) = (NONE, NONE);
    }

    /// `event` is part of the current session.
    fn belong(&mut self, event: usize, out: &mut Output) -> u32 {
        let at = self.store.at(event);
        let mut flags = 0;
        let open = &mut self.open;
        if !self.store.is_private(event) {
            open.last_public_at = at;
        }
        match self.store.kind(event) {
            Kind::Message => {
                if let Some(sender) = self.store.sender(event) {
                    open.hear(sender, at, self.store.actor(event).agent);
                }
            }
            Kind::Opened => {
                open.last_activity_at = at;
                open.take_up();
            }
            Kind::Assigned => {
                let actor = self.store.actor(event);
                flags = changes(&mut open.assignee, &mut open.team, actor.agent, actor.team);
                if actor.agent != NONE {
                    open.taken_over_at = open.taken_over_at.or(Some(at));
                    open.pending = false;
                }
            }
            Kind::Unassigned => clear(&mut open.assignee, &mut open.team, self.store.sub(event)),
            Kind::Pending => open.pending = true,
            Kind::Resolved => open.resolve(at, self.store.by(event)),
            Kind::Reopened => {
                open.last_activity_at = at;
                open.pending = false;
                open.take_up();
            }
            _ => {}
        }
        self.take_part(event, out);
        out.next_session() | flags
    }

    fn attach(&mut self, event: usize, out: &mut Output) -> u32 {
        self.take_part(event, out);
        out.next_session() | ATTACHED
    }

    /// What counts for a session whether an event belongs or is attached to it.
    fn take_part(&mut self, event: usize, out: &mut Output) {
        let (store, open) = (self.store, &mut self.open);
        if store.is_private(event) {
            return;
        }
        let channel = self.channels[store.context_number(event) as usize];
        if !open.channels.contains(&channel) {
            open.channels.push(channel);
        }
        let actor = store.actor(event);
        if actor.bot != NONE || actor.bot_version != NONE {
            let bot = &mut self.bots[store.actor_number(event) as usize];
            if *bot == NONE {
                *bot = out.bots.intern(&(actor.bot, actor.bot_version));
            }
            if !open.bots.contains(bot) {
                open.bots.push(*bot);
            }
        }
        match store.kind(event) {
            Kind::LabelAdded => {
                if let Err(at) = open.labels.binary_search(&store.payload(event)) {
                    open.labels.insert(at, store.payload(event));
                }
            }
            Kind::LabelRemoved => open.labels.retain(|&label| label != store.payload(event)),
            Kind::Csat => open.rating = store.payload(event),
            Kind::Transfer => open.transfer = Some(Outcome::from_code(store.sub(event))),
            Kind::Interaction => {
                open.facts.push(store.payload(event));
                open.has_facts |= !store.facts[store.payload(event) as usize].is_empty();
            }
            _ => {}
        }
    }

    /// `event` is outside any session; an assignment is kept for the next one.
    fn stand(&mut self, event: usize, kind: Kind) -> u32 {
        let flags = match kind {
            Kind::Assigned => {
                let actor = self.store.actor(event);
                changes(&mut self.standing_agent, &mut self.standing_team, actor.agent, actor.team)
            }
            Kind::Unassigned => {
                clear(&mut self.standing_agent, &mut self.standing_team, self.store.sub(event));
                0
            }
            _ => 0,
        };
        OUTSIDE | flags
    }

    /// Writes the open session down, if there is one.
    fn close(&mut self, out: &mut Output) {
        if !self.open.exists {
            return;
        }
        self.open.human_came = self.open.taken_over_at.is_some();
        if self.policy.is_interaction() {
            self.open.state_facts(self.store, self.now);
            self.open.ended = self.open.resolved_at.map(|at| (EndedBy::Resolution, at));
        } else if self.open.ended.is_none() {
            self.open.ended = self.open.end_by(self.policy, self.now);
        }
        let session = self.open.session(self.store, self.channels, self.n, out);
        let session = Session { customer: self.customer, ..session };
        out.sessions.push(session);
        self.open.exists = false;
    }
}

impl Open {
    fn restart(&mut self, event: usize, at: i64, agent: u32, team: u32) {
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
    fn end_by(&self, policy: &Policy, at: i64) -> Option<(EndedBy, i64)> {
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

    fn hear(&mut self, sender: Sender, at: i64, agent: u32) {
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

    fn resolve(&mut self, at: i64, by: By) {
        self.resolved_at = Some(at);
        self.resolved_word = Some(by);
        self.taken_over_before_resolving = self.taken_over_at.is_some();
        self.bot_before_resolving = self.first_bot_at.is_some();
    }

    /// A resolved session is taken up again.
    fn take_up(&mut self) {
        if self.resolved_at.take().is_some() {
            self.resolved_word = None;
            self.reopened = true;
            self.pending = false;
        }
    }

    /// Under one session a conversation, its facts have the last word on when it was resolved and taken over.
    fn state_facts(&mut self, store: &Store, now: i64) {
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

    fn session(&mut self, store: &Store, channels: &[u32], n: u32, out: &mut Output) -> Session {
        let context = store.context(self.first_event);
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
        let agent = if self.assignee == NONE { self.last_writer } else { self.assignee };
        if self.assignee != NONE && !self.writers.contains(&self.assignee) {
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
            number: 0,
            customer: context.customer,
            inbox: context.inbox,
            channel: channels[store.context_number(self.first_event) as usize],
            conversation: context.conversation,
            assignee: self.assignee,
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
            bot_wrote,
            agent_wrote: self.agent_wrote,
            bot_came_first: self.bot_came_first,
            engaged: if bot_wrote { self.answered_bot } else { self.asked_at.is_some() },
            reopened: self.reopened,
            human_came: self.human_came,
            has_facts: self.has_facts,
        }
    }
}

fn is_attachable(kind: Kind) -> bool {
    use Kind::*;
    matches!(kind, LabelAdded | LabelRemoved | Csat | AiAssist | Interaction | Order | Transfer | FlowTriggered)
}

/// Sets who is assigned; the flags say what another value came for.
fn changes(assignee: &mut u32, team: &mut u32, new_agent: u32, new_team: u32) -> u32 {
    let mut flags = 0;
    for (current, new, flag) in [(assignee, new_agent, AGENT_CHANGED), (team, new_team, TEAM_CHANGED)] {
        if new != NONE {
            if *current != new {
                flags |= flag;
            }
            *current = new;
        }
    }
    flags
}

fn clear(assignee: &mut u32, team: &mut u32, what: u8) {
    let what = Cleared::from_code(what);
    if what != Cleared::Team {
        *assignee = NONE;
    }
    if what != Cleared::Agent {
        *team = NONE;
    }
}

fn after(at: i64, seconds: i64) -> i64 {
    at.saturating_add(seconds.saturating_mul(1000))
}
