//! Derives all sessions of the store under a policy, numbers them and puts them in order of their start.

use super::key::{id, timeline_key};
use super::walk::{self, OUTSIDE, Output, SESSION, Walk};
use super::{Lists, Session};
use crate::engine::column::Blocks;
use crate::engine::ids::{NONE, Pool};
use crate::engine::order::{ordered, sort};
use crate::engine::policy::{Policy, Scope};
use crate::engine::store::Store;
use std::ops::Range;

/// The sessions of a store at an instant, ascending by start; of equal starts the greater id comes first, so that
/// reading backwards gives the order of the Session List.
#[derive(Debug)]
pub struct Derived {
    pub sessions: Blocks<Session>,
    pub lists: Lists,
    /// (bot, version) pairs.
    pub bots: Pool<(u32, u32)>,
    /// The channel of each context of the store.
    pub channels: Vec<u32>,
    /// In blocks: they fit where rows lay before they were in order.
    session_of: Blocks<u32>,
}

/// How an event stands to the sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(u32);

impl Place {
    /// The session the event belongs or is attached to.
    pub fn session(self) -> Option<usize> {
        Some((self.0 & SESSION) as usize).filter(|&session| session != OUTSIDE as usize)
    }
    pub fn is_attached(self) -> bool {
        self.0 & walk::ATTACHED != 0
    }
    /// An `assigned` that gave the session, or the timeline outside one, another agent.
    pub fn changed_agent(self) -> bool {
        self.0 & walk::AGENT_CHANGED != 0
    }
    pub fn changed_team(self) -> bool {
        self.0 & walk::TEAM_CHANGED != 0
    }
}

/// Events by session, in the store's order.
#[derive(Debug)]
pub struct BySession {
    starts: Vec<u32>,
    events: Vec<u32>,
}

impl BySession {
    pub fn events(&self, session: usize) -> impl Iterator<Item = usize> {
        let range = self.starts[session] as usize..self.starts[session + 1] as usize;
        self.events[range].iter().map(|&event| event as usize)
    }
}

impl Derived {
    pub fn place(&self, event: usize) -> Place {
        Place(self.session_of[event])
    }

    /// The (bot, version) of an entry of a list of bots; none of either for entries of other lists.
    pub fn bot_pair(&self, entry: u32) -> (u32, u32) {
        self.bots.items().get(entry as usize).copied().unwrap_or((NONE, NONE))
    }

    /// The events that belong or are attached to a session, in order.
    pub fn events(&self, store: &Store, session: usize) -> impl Iterator<Item = usize> {
        let first = self.sessions[session].first_event as usize;
        (first..store.group_end(first)).filter(move |&event| self.place(event).session() == Some(session))
    }

    /// The events of every session at once: for whole lists, where asking one by one would read a group many times.
    pub fn by_session(&self) -> BySession {
        let mut starts = vec![0_u32; self.sessions.len() + 1];
        let sessions = || (0..self.session_of.len()).filter_map(|event| Some((event, self.place(event).session()?)));
        for (_, session) in sessions() {
            starts[session + 1] += 1;
        }
        for session in 0..self.sessions.len() {
            starts[session + 1] += starts[session];
        }
        let mut next = starts.clone();
        let mut events = vec![0_u32; starts[self.sessions.len()] as usize];
        for (event, session) in sessions() {
            events[next[session] as usize] = event as u32;
            next[session] += 1;
        }
        BySession { starts, events }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.sessions.bytes() + self.session_of.bytes() + self.channels.capacity() * 4
    }
}

/// Splits every timeline of the settled `store`. Events after `now` take no part; sessions that started before
/// `activated_at` are left out.
///
/// What is done for each group or block is a function of its own: browsers make a function fast once it was called often,
/// not while it runs.
pub fn derive(store: &Store, policy: &Policy, now: i64, activated_at: Option<i64>) -> Derived {
    let channels = store.channels();
    let mut out = Output { session_of: Blocks::filled(OUTSIDE, store.len()), ..Output::default() };
    let mut walk = Walk::new(store, policy, now, &channels);
    let mut keyed = Vec::new();
    for group in store.groups() {
        let first = out.sessions.len();
        timelines(store, policy.scope, group, &mut keyed, |events| walk.timeline(events, &mut out));
        number(store, policy, activated_at, &mut out.sessions, first);
    }
    let Output { mut sessions, mut session_of, lists, bots, .. } = out;
    let order = order(store, policy, &sessions, activated_at);
    let mut new_number = vec![OUTSIDE; sessions.len()];
    for (new, &old) in order.iter().enumerate() {
        new_number[old as usize] = new as u32;
    }
    session_of.blocks_mut().for_each(|places| renumber(places, &new_number));
    drop(new_number);
    sessions.reorder(order);
    Derived { sessions, lists, bots, channels, session_of }
}

/// Gives the sessions of events their new numbers.
#[inline(never)]
fn renumber(places: &mut [u32], new_number: &[u32]) {
    for place in places.iter_mut().filter(|place| **place & SESSION != OUTSIDE) {
        *place = *place & !SESSION | new_number[(*place & SESSION) as usize];
    }
}

/// The events of one timeline, in order.
#[derive(Debug)]
enum Events<'a> {
    All(Range<usize>),
    Some(std::slice::Iter<'a, (u64, u32)>),
}

impl Iterator for Events<'_> {
    type Item = usize;
    #[inline]
    fn next(&mut self) -> Option<usize> {
        match self {
            Events::All(range) => range.next(),
            Events::Some(keyed) => keyed.next().map(|&(_, event)| event as usize),
        }
    }
}

/// Calls `walk` with the events of each timeline of a group.
#[inline(never)]
fn timelines(
    store: &Store,
    scope: Scope,
    group: Range<usize>,
    keyed: &mut Vec<(u64, u32)>,
    mut walk: impl FnMut(Events),
) {
    let key = |event: usize| {
        let context = store.context(event);
        match scope {
            Scope::Customer => u64::from(context.customer),
            Scope::Conversation => u64::from(context.conversation),
            Scope::Inbox => u64::from(context.customer) << 32 | u64::from(context.inbox),
        }
    };
    let (first, mut last) = (key(group.start), store.context_number(group.start));
    let is_first = |event: usize| {
        let context = store.context_number(event);
        context == last || {
            last = context;
            key(event) == first
        }
    };
    if group.clone().all(is_first) {
        return walk(Events::All(group));
    }
    keyed.clear();
    keyed.extend(group.map(|event| (key(event), event as u32)));
    keyed.sort_unstable();
    for timeline in keyed.chunk_by(|a, b| a.0 == b.0) {
        walk(Events::Some(timeline.iter()));
    }
}

/// Ranks the sessions of each customer of a group by start: those from `first` on.
#[inline(never)]
fn number(store: &Store, policy: &Policy, activated_at: Option<i64>, sessions: &mut Blocks<Session>, first: usize) {
    let group = first..sessions.len();
    let exists = |session: &Session| activated_at.is_none_or(|at| session.started_at >= at);
    let mut previous = None;
    let mut rank = |session: &mut Session| {
        session.rank = match previous {
            Some((customer, rank)) if customer == session.customer => rank + 1,
            _ => 1,
        };
        session.is_returning = session.rank > 1 || store.entities.sessions_before(session.customer) > 0;
        previous = Some((session.customer, session.rank));
    };
    let place = |session: &Session| (session.customer, session.started_at);
    // Nearly always they are in order, for most groups are one timeline.
    if group.clone().is_sorted_by(|&i, &j| place(&sessions[i]) < place(&sessions[j])) {
        for i in group {
            let session = &mut sessions[i];
            if exists(session) {
                rank(session);
            }
        }
        return;
    }
    let mut order: Vec<u32> = group.filter(|&i| exists(&sessions[i])).map(|i| i as u32).collect();
    sort(&mut order, &|i, j| {
        let (a, b) = (&sessions[i as usize], &sessions[j as usize]);
        place(a)
            .cmp(&place(b))
            .then_with(|| timeline_key(store, policy, a).cmp(&timeline_key(store, policy, b)))
            .then(a.n.cmp(&b.n))
    });
    order.into_iter().for_each(|i| rank(&mut sessions[i as usize]));
}

fn order(store: &Store, policy: &Policy, sessions: &Blocks<Session>, activated_at: Option<i64>) -> Vec<u32> {
    // Pairs as timelines are sorted by, so that one sort is downloaded for both; no instant is before 1970.
    let mut order: Vec<(u64, u32)> = Vec::with_capacity(sessions.len());
    let existing = |(_, session): &(usize, &Session)| activated_at.is_none_or(|at| session.started_at >= at);
    let numbered = sessions.iter().enumerate().filter(existing);
    order.extend(numbered.map(|(i, session)| (session.started_at as u64, i as u32)));
    order.sort_unstable();
    for ties in order.chunk_by_mut(|a, b| a.0 == b.0).filter(|ties| ties.len() > 1) {
        let id_of = |&(_, i): &(u64, u32)| id(store, policy, &sessions[i as usize]);
        let sorted = ordered(ties.iter().map(|tie| (id_of(tie), *tie)).collect(), |a, b| b.0.cmp(&a.0));
        for (place, (_, tie)) in ties.iter_mut().zip(sorted) {
            *place = tie;
        }
    }
    order.into_iter().map(|(_, i)| i).collect()
}
