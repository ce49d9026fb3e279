//! What events refer to: ids, places, people, and what few kinds of events say.

use crate::engine::event::{Category, Micros, Score};
use crate::engine::ids::Ids;
use crate::engine::tally::Merge;

/// The interners, one a kind of id.
#[derive(Debug, Default)]
pub struct Names {
    pub customers: Ids,
    pub conversations: Ids,
    pub inboxes: Ids,
    pub channels: Ids,
    pub bots: Ids,
    pub bot_versions: Ids,
    pub agents: Ids,
    pub teams: Ids,
    pub labels: Ids,
    pub flows: Ids,
}

impl Names {
    /// Gives back the room in the tables that have grown large.
    pub(super) fn shrink(&mut self) {
        self.customers.shrink();
        self.conversations.shrink();
    }
}

/// Where an event took place. `inbox` and `channel` may be [`NONE`](crate::engine::ids::NONE).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Context {
    pub conversation: u32,
    pub customer: u32,
    pub inbox: u32,
    /// As the event says it; see [`super::Store::channels`].
    pub channel: u32,
}

/// Who was concerned; each may be [`NONE`](crate::engine::ids::NONE).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Actor {
    pub bot: u32,
    pub bot_version: u32,
    pub agent: u32,
    pub team: u32,
}

/// A credit event; `category` is none for a top-up.
#[derive(Debug, Clone, Copy)]
pub struct Credit {
    pub at: i64,
    pub category: Option<Category>,
    pub amount: Micros,
    pub actor: u32,
}

/// `comment` refers to [`super::Store::texts`].
#[derive(Debug, Clone, Copy)]
pub struct Rating {
    pub score: Score,
    pub comment: u32,
}

#[derive(Debug, Clone, Copy)]
pub struct Order {
    pub amount: Micros,
    pub currency: [u8; 3],
}

/// How many records came to what. `accepted` counts entities and events, those later than `now` too.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub seen: u64,
    pub accepted: u64,
    pub duplicate: u64,
    pub unknown_type: u64,
    pub rejected: u64,
}

impl Merge for Counts {
    fn merge(&mut self, other: Self) {
        self.seen += other.seen;
        self.accepted += other.accepted;
        self.duplicate += other.duplicate;
        self.unknown_type += other.unknown_type;
        self.rejected += other.rejected;
    }
}
