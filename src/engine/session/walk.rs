//! Walks one timeline in order and splits it into sessions. This is the one place where the rules of a policy are applied.

use super::open::Open;
use super::{EndedBy, Lists, Session};
use crate::engine::column::Blocks;
use crate::engine::event::{By, Cleared, Kind, Outcome, Sender};
use crate::engine::ids::{NONE, Pool};
use crate::engine::policy::{Policy, Start};
use crate::engine::store::{Head, Store};

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
    /// In the order of derivation, `count` of them.
    pub sessions: Blocks<Session>,
    pub count: u32,
    /// By event: a session number with the flags above.
    pub session_of: Blocks<u32>,
    pub lists: Lists,
    /// (bot, version) pairs that took part; lists of their numbers are in `lists`.
    pub bots: Pool<(u32, u32)>,
}

impl Output {
    /// The number of the session that is written next.
    fn next_session(&self) -> u32 {
        self.count
    }

    fn write(&mut self, session: Session) {
        self.sessions.push(session);
        self.count += 1;
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
            let head = self.store.head(event);
            if head.at() <= self.now {
                if self.customer == NONE {
                    self.customer = self.store.context(event).customer;
                }
                out.session_of[event] = self.place(event, head, out);
            }
        }
        self.close(out);
    }

    /// Finds or starts the session of `event`, and gives its number with flags.
    fn place(&mut self, event: usize, head: Head, out: &mut Output) -> u32 {
        let at = head.at();
        if self.policy.is_interaction() {
            if !self.open.exists {
                self.start(event, at, out);
            }
            return self.belong(event, head, out);
        }
        if self.open.exists && self.open.ended.is_none() {
            self.open.ended = self.open.end_by(self.policy, at);
        }
        if self.open.exists && self.open.ended.is_none() {
            return self.belong(event, head, out);
        }
        let kind = head.kind();
        if self.may_start(head, kind) {
            self.start(event, at, out);
            return self.belong(event, head, out);
        }
        if self.open.exists {
            let (ended_by, _) = self.open.ended.expect("a session that is not current has ended");
            if kind == Kind::Reopened && ended_by == EndedBy::Resolution {
                self.open.ended = None;
                return self.belong(event, head, out);
            }
            if kind == Kind::Resolved && ended_by != EndedBy::Resolution && self.open.resolved_at.is_none() {
                self.open.resolve(at, head.by());
                return self.attach(event, head, out);
            }
            if is_attachable(kind) {
                return self.attach(event, head, out);
            }
        }
        self.stand(event, head)
    }

    fn may_start(&self, head: Head, kind: Kind) -> bool {
        if head.is_private() {
            return false;
        }
        let [customer_message, opened, bot_message, agent_message, any] = self.starts;
        any || match kind {
            Kind::Message => match head.sender() {
                Some(Sender::Customer) => customer_message,
                Some(Sender::Bot) => bot_message,
                Some(Sender::Agent) => agent_message,
                _ => false,
            },
            Kind::Opened => opened,
            Kind::Reopened => head.by() == By::Customer,
            _ => false,
        }
    }

    fn start(&mut self, event: usize, at: i64, out: &mut Output) {
        self.close(out);
        self.n += 1;
        self.open.restart(event, at, self.standing_agent, self.standing_team);
        (self.standing_agent, self.standing_team) = (NONE, NONE);
    }

    /// `event` is part of the current session.
    fn belong(&mut self, event: usize, head: Head, out: &mut Output) -> u32 {
        let at = head.at();
        let mut flags = 0;
        let open = &mut self.open;
        if !head.is_private() {
            open.last_public_at = at;
        }
        match head.kind() {
            Kind::Message => {
                if let Some(sender) = head.sender() {
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
            Kind::Unassigned => clear(&mut open.assignee, &mut open.team, head.sub()),
            Kind::Pending => open.pending = true,
            Kind::Resolved => open.resolve(at, head.by()),
            Kind::Reopened => {
                open.last_activity_at = at;
                open.pending = false;
                open.take_up();
            }
            _ => {}
        }
        self.take_part(event, head, out);
        out.next_session() | flags
    }

    fn attach(&mut self, event: usize, head: Head, out: &mut Output) -> u32 {
        self.take_part(event, head, out);
        out.next_session() | ATTACHED
    }

    /// What counts for a session whether an event belongs or is attached to it.
    fn take_part(&mut self, event: usize, head: Head, out: &mut Output) {
        let (store, open) = (self.store, &mut self.open);
        if head.is_private() {
            return;
        }
        let (context, number) = (store.context_number(event), store.actor_number(event));
        if context != open.known_context {
            open.known_context = context;
            let channel = self.channels[context as usize];
            if !open.channels.contains(&channel) {
                open.channels.push(channel);
            }
        }
        if number != open.known_actor {
            open.known_actor = number;
            let actor = &store.actors[number];
            if actor.bot != NONE || actor.bot_version != NONE {
                let bot = &mut self.bots[number as usize];
                if *bot == NONE {
                    *bot = out.bots.intern(&(actor.bot, actor.bot_version));
                }
                if !open.bots.contains(bot) {
                    open.bots.push(*bot);
                }
            }
        }
        match head.kind() {
            Kind::LabelAdded => {
                if let Err(at) = open.labels.binary_search(&store.payload(event)) {
                    open.labels.insert(at, store.payload(event));
                }
            }
            Kind::LabelRemoved => open.labels.retain(|&label| label != store.payload(event)),
            Kind::Csat => open.rating = store.payload(event),
            Kind::Transfer => open.transfer = Some(Outcome::from_code(head.sub())),
            Kind::Interaction => {
                open.facts.push(store.payload(event));
                open.has_facts |= !store.facts[store.payload(event) as usize].is_empty();
            }
            _ => {}
        }
    }

    /// `event` is outside any session; an assignment is kept for the next one.
    fn stand(&mut self, event: usize, head: Head) -> u32 {
        let flags = match head.kind() {
            Kind::Assigned => {
                let actor = self.store.actor(event);
                changes(&mut self.standing_agent, &mut self.standing_team, actor.agent, actor.team)
            }
            Kind::Unassigned => {
                clear(&mut self.standing_agent, &mut self.standing_team, head.sub());
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
        let session = self.open.session(self.store, self.channels, self.customer, self.n, out);
        out.write(session);
        self.open.exists = false;
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
