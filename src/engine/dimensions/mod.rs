//! Dimensions: what sessions and events can be filtered by. A dimension is a file and a line in [`DIMENSIONS`].

mod agent;
mod bot;
mod bot_version;
mod channel;
mod customer;
mod hour;
mod hours;
mod inbox;
mod label;
mod number;
mod resolved_by;
mod sla;
mod status;
mod support;
mod team;
mod weekday;

use super::bits::Bits;
use super::calendar::LocalHour;
use super::ids::{Ids, NONE};
use super::query::Query;
use super::session::{Derived, Session};
use super::store::Store;

/// Every dimension, in the order in which they are listed to people.
pub const DIMENSIONS: &[Dimension] = &[
    inbox::DIMENSION,
    channel::DIMENSION,
    agent::DIMENSION,
    team::DIMENSION,
    bot::DIMENSION,
    bot_version::DIMENSION,
    label::DIMENSION,
    status::DIMENSION,
    resolved_by::DIMENSION,
    support::DIMENSION,
    sla::DIMENSION,
    customer::DIMENSION,
    number::DIMENSION,
    weekday::DIMENSION,
    hour::DIMENSION,
    hours::DIMENSION,
];

/// A filter: sessions have a small number each (`key`), the chosen values accept some of those numbers.
#[derive(Debug)]
pub struct Dimension {
    pub name: &'static str,
    pub values: Values,
    pub key: SessionKey,
    /// The keys that any of the values accepts. Ids that do not occur accept none.
    pub accept: Accept,
    /// For dimensions that are an event's own; the others are looked up in the event's session.
    pub event: Option<OfEvent>,
}

/// What a dimension's values may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// Ids or names: 1 to 256 bytes.
    Ids,
    Words(&'static [&'static str]),
    /// Whole numbers from the first to the second.
    Range(u32, u32),
}

#[derive(Debug)]
pub struct OfEvent {
    pub key: EventKey,
    pub accept: Accept,
}

pub type SessionKey = fn(Source, &Session, LocalHour) -> u32;
pub type EventKey = fn(Source, usize) -> u32;
pub type Accept = fn(Source, &[String]) -> Bits;

/// Where keys come from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub store: &'a Store,
    pub derived: &'a Derived,
    pub query: &'a Query,
}

/// The dimension of that name.
pub fn find(name: &str) -> Option<usize> {
    DIMENSIONS.iter().position(|dimension| dimension.name == name)
}

impl Values {
    /// Whether a filter may name `value`; the error says what was expected.
    pub fn check(self, value: &str) -> Result<(), String> {
        let is_fine = match self {
            Values::Ids => (1..=256).contains(&value.len()),
            Values::Words(words) => words.contains(&value),
            Values::Range(from, to) => (from..=to).any(|number| number.to_string() == value),
        };
        if is_fine { Ok(()) } else { Err(self.expected()) }
    }

    fn expected(self) -> String {
        match self {
            Values::Ids => "an id of 1 to 256 bytes".to_owned(),
            Values::Words(words) => format!("one of {}", words.join(", ")),
            Values::Range(from, to) => format!("a whole number from {from} to {to}"),
        }
    }
}

/// Accepts ids by their number plus one; 0 is "none".
fn accept_ids(ids: &Ids, values: &[String]) -> Bits {
    let mut accepted = Bits::new(ids.len() + 1);
    for id in values.iter().filter_map(|value| ids.find(value)) {
        accepted.insert(id as usize + 1);
    }
    accepted
}

/// The key of an id for [`accept_ids`].
fn key_of(id: u32) -> u32 {
    if id == NONE { 0 } else { id + 1 }
}

/// Accepts the lists that hold any of the named ids; `id_of` gives the id that an entry of a list stands for.
fn accept_lists(derived: &Derived, ids: &Ids, values: &[String], id_of: impl Fn(u32) -> u32) -> Bits {
    let accepted = accept_ids(ids, values);
    let holds = |list: usize| {
        derived.lists.list(list as u32).iter().any(|&entry| accepted.contains(key_of(id_of(entry)) as usize))
    };
    Bits::from_fn(derived.lists.len(), holds)
}

/// Accepts words by their place among all.
fn accept_words(words: &[&str], values: &[String]) -> Bits {
    Bits::from_fn(words.len(), |i| values.iter().any(|value| value == words[i]))
}

/// Accepts whole numbers by themselves.
fn accept_numbers(values: &[String]) -> Bits {
    Bits::from_fn(32, |i| values.iter().any(|value| value.parse() == Ok(i)))
}
