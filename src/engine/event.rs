//! What a record may be once it has been read and found good: an event or an entity, borrowing its text.

use super::facts::Facts;
use std::cell::RefCell;

/// One event of the stream. Ids are 1 to 256 bytes; `at` is in milliseconds since 1970.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    pub id: &'a str,
    pub at: i64,
    /// Both are there for every kind but credits.
    pub conversation: Option<&'a str>,
    pub customer: Option<&'a str>,
    pub inbox: Option<&'a str>,
    pub channel: Option<&'a str>,
    pub bot: Option<&'a str>,
    pub bot_version: Option<&'a str>,
    pub agent: Option<&'a str>,
    pub team: Option<&'a str>,
    pub what: &'a What<'a>,
}

/// What happened, with the fields that only this kind has. The store takes an interaction's facts out of it.
#[derive(Debug, Clone)]
pub enum What<'a> {
    Message { from: Sender, private: bool, text: Option<&'a str> },
    Opened,
    Assigned,
    Unassigned(Cleared),
    Pending,
    Resolved(By),
    Reopened(By),
    LabelAdded(&'a str),
    LabelRemoved(&'a str),
    Transfer(Outcome),
    FlowTriggered(&'a str),
    AiAssist(Assist),
    Csat { score: Score, comment: Option<&'a str> },
    Order { amount: Micros, currency: [u8; 3] },
    CreditUsed { category: Category, amount: Micros },
    CreditAdded { amount: Micros },
    Interaction(RefCell<Facts>),
}

/// Money in millionths: below 10¹⁸ in size.
pub type Micros = i64;

/// A name for an id. The last one received for an id wins, whole.
#[derive(Debug, Clone)]
pub enum Entity<'a> {
    Customer { id: &'a str, name: Option<&'a str>, phone: Option<&'a str>, sessions_before: u64 },
    Inbox { id: &'a str, name: Option<&'a str>, channel: Option<&'a str>, phone: Option<&'a str> },
    Agent { id: &'a str, name: Option<&'a str>, teams: Vec<String> },
    Team { id: &'a str, name: Option<&'a str> },
    Bot { id: &'a str, name: Option<&'a str> },
    Flow { id: &'a str, name: Option<&'a str> },
}

/// A closed set of words, in the order of the event format; each has a number for the columns.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            pub fn word(self) -> &'static str {
                Self::WORDS[self as usize]
            }

            pub fn from_word(word: &str) -> Option<Self> {
                Self::WORDS.iter().position(|known| $crate::engine::hash::same(known.as_bytes(), word.as_bytes())).map(|i| Self::ALL[i])
            }

            /// The inverse of `self as u8`.
            pub fn from_code(code: u8) -> Self {
                Self::ALL[code as usize]
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = String::deserialize(deserializer)?;
                Self::from_word(&word)
                    .ok_or_else(|| serde::de::Error::custom(format!("expected one of {}, found {word:?}", Self::WORDS.join(", "))))
            }
        }
    };
}
pub(crate) use words;

words! {
    /// The event types. Credits come last: they belong to no timeline and have a list of their own.
    Kind {
        Message = "message", Opened = "opened", Assigned = "assigned", Unassigned = "unassigned", Pending = "pending",
        Resolved = "resolved", Reopened = "reopened", LabelAdded = "label_added", LabelRemoved = "label_removed",
        Transfer = "transfer", FlowTriggered = "flow_triggered", AiAssist = "ai_assist", Csat = "csat", Order = "order",
        Interaction = "interaction", CreditUsed = "credit_used", CreditAdded = "credit_added",
    }
}

words! {
    /// Who wrote a message. Customers are inbound, the others outbound.
    Sender { Customer = "customer", Agent = "agent", Bot = "bot", Broadcast = "broadcast" }
}

words! {
    /// Who resolved or reopened; `None` when a `resolved` does not say.
    By { Agent = "agent", Bot = "bot", Customer = "customer", System = "system", None = "none" }
}

words! {
    /// What an `unassigned` clears.
    Cleared { Agent = "agent", Team = "team", Both = "both" }
}

words! {
    /// What came of asking the bot for a human.
    Outcome { Succeeded = "succeeded", Cancelled = "cancelled", Disabled = "disabled", Incomplete = "incomplete" }
}

words! {
    /// What a template message was sent for.
    Category { Marketing = "marketing", Utility = "utility", Authentication = "authentication", Other = "other" }
}

words! {
    /// An AI tool that agents use.
    Tool { AiWriter = "ai_writer", DocReply = "doc_reply" }
}

/// One use of an AI tool. The texts themselves are not kept: what counts is how far they are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assist {
    pub tool: Tool,
    /// Edit distance of suggestion and sent text, and the length of the longer one, in Unicode scalar values; none
    /// when accuracy is not defined (a text is missing, translated, or both are empty).
    pub edits: Option<(u32, u32)>,
}

/// A rating scaled to 0–1 as an exact fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    pub numerator: u64,
    pub denominator: u64,
}
