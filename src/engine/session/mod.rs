//! Sessions: what a timeline splits into under a policy. Filters and periods are unknown here: they never change a session.

mod derive;
mod key;
mod measure;
mod open;
mod walk;

pub use derive::{BySession, Derived, Place, derive};
pub use key::{id, parse_id, timeline_key};
pub use measure::{Clock, Lengths, Measure, Sla};

use super::event::{Outcome, words};
use super::ids::{NONE, Pool};
use super::instant::MaybeInstant;
use super::store::Store;

/// One session. Ids are numbers of the store's interners; [`NONE`] where there is none.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    pub started_at: i64,
    pub ended_at: MaybeInstant,
    pub resolved_at: MaybeInstant,
    pub taken_over_at: MaybeInstant,
    /// The first message of the customer, and the first of an agent after it.
    pub asked_at: MaybeInstant,
    pub replied_at: MaybeInstant,
    /// The last message of customer or bot.
    pub chatted_at: MaybeInstant,
    /// The first event, in the store's order.
    pub first_event: u32,
    /// Rank among the sessions of its timeline, from 1.
    pub n: u32,
    /// Rank among the sessions of its customer in the stream, from 1; see [`Session::number`].
    pub rank: u32,
    pub customer: u32,
    /// Where its first event took place, a number of the store's contexts.
    pub context: u32,
    pub channel: u32,
    pub team: u32,
    /// The agent shown: the assignee, else the last who wrote.
    pub agent: u32,
    /// Numbers of lists in [`Derived::lists`]: labels (sorted by number), channels, agents (writers and assignee), and
    /// bots (each a number of a pair in [`Derived::bots`]).
    pub labels: u32,
    pub channels: u32,
    pub agents: u32,
    pub bots: u32,
    /// Its last rating, an entry of the store's table.
    pub rating: u32,
    pub ended_by: Option<EndedBy>,
    pub resolved_by: Option<ResolvedBy>,
    pub status: Status,
    pub transfer: Option<Outcome>,
    /// Who wrote the first message to the customer, broadcasts aside.
    pub first_outbound: Option<Outbound>,
    /// Of bot and agent, who wrote.
    pub support: Support,
    pub is_assigned: bool,
    /// Not the first of its customer; see [`Session::number`].
    pub is_returning: bool,
    /// A bot wrote before the taking over, or at all when there was none.
    pub bot_came_first: bool,
    pub engaged: bool,
    pub reopened: bool,
    /// An event, not only the facts of an interaction, says that an agent took over.
    pub human_came: bool,
    pub has_facts: bool,
}

words! { EndedBy { Window = "window", Inactivity = "inactivity", Resolution = "resolution" } }
words! { ResolvedBy { Ai = "ai", Agent = "agent", Other = "other" } }
words! { Status { Open = "open", Pending = "pending", Assigned = "assigned", Resolved = "resolved", Expired = "expired" } }
words! { Outbound { Bot = "bot", Agent = "agent" } }
words! {
    /// Of bot and agent, who wrote.
    Support { Automated = "automated", Human = "human", Hybrid = "hybrid", None = "none" }
}

impl Session {
    pub fn bot_wrote(&self) -> bool {
        matches!(self.support, Support::Automated | Support::Hybrid)
    }

    pub fn agent_wrote(&self) -> bool {
        matches!(self.support, Support::Human | Support::Hybrid)
    }

    /// The agent who is assigned.
    pub fn assignee(&self) -> u32 {
        if self.is_assigned { self.agent } else { NONE }
    }

    pub fn inbox(&self, store: &Store) -> u32 {
        store.contexts[self.context].inbox
    }

    /// Rank among the sessions of its customer, from 1, earlier ones counted that the stream does not show.
    pub fn number(&self, store: &Store) -> u64 {
        store.entities.sessions_before(self.customer) + u64::from(self.rank)
    }

    /// The earlier of resolving and end.
    pub fn finish(&self) -> Option<i64> {
        match (self.resolved_at.get(), self.ended_at.get()) {
            (Some(resolved), Some(ended)) => Some(resolved.min(ended)),
            (resolved, ended) => resolved.or(ended),
        }
    }

    /// Active at `now`: ongoing and not resolved, or resolved less than `window_ms` ago.
    pub fn is_active(&self, now: i64, window_ms: i64) -> bool {
        match self.resolved_at.get() {
            Some(resolved) => now - resolved < window_ms,
            None => !self.ended_at.is_some(),
        }
    }
}

/// Short lists of ids, each distinct list once.
#[derive(Debug)]
pub struct Lists {
    pool: Pool<Box<[u32]>>,
    singles: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Self {
        let mut pool = Pool::default();
        pool.intern(&Box::default());
        Lists { pool, singles: Vec::new() }
    }
}

impl Lists {
    /// The number of `list`; the empty one is 0.
    pub fn intern(&mut self, list: &[u32]) -> u32 {
        match *list {
            [] => 0,
            [one] => {
                if self.singles.len() <= one as usize {
                    self.singles.resize(one as usize + 1, NONE);
                }
                if self.singles[one as usize] == NONE {
                    self.singles[one as usize] = self.pool.intern(&Box::from(list));
                }
                self.singles[one as usize]
            }
            _ => self.pool.number(list).unwrap_or_else(|| self.pool.intern(&Box::from(list))),
        }
    }

    pub fn list(&self, number: u32) -> &[u32] {
        &self.pool[number]
    }

    /// How many distinct lists there are.
    pub fn len(&self) -> usize {
        self.pool.items().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
