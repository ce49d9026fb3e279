//! What is asked of every event, in one word.

use crate::engine::event::{By, Kind, Sender};

const AT_SHIFT: u32 = 22;
const ACTOR_SHIFT: u32 = 10;
const PRIVATE: u64 = 1 << 9;
const SUB_SHIFT: u32 = 5;
const KIND: u64 = (1 << SUB_SHIFT) - 1;

/// The actor's number is in a column of its own. Few streams have so many actors.
pub const ACTOR_APART: u32 = (1 << (AT_SHIFT - ACTOR_SHIFT)) - 1;

/// `at << 22 | actor << 10 | private << 9 | sub << 5 | kind`.
#[derive(Debug, Clone, Copy)]
pub struct Head(pub(super) u64);

impl Head {
    pub(super) fn new(at: i64, actor: u32, private: bool, sub: u8, kind: Kind) -> Head {
        Head(
            (at as u64) << AT_SHIFT
                | u64::from(actor.min(ACTOR_APART)) << ACTOR_SHIFT
                | if private { PRIVATE } else { 0 }
                | u64::from(sub) << SUB_SHIFT
                | kind as u64,
        )
    }

    /// Milliseconds since 1970.
    pub fn at(self) -> i64 {
        (self.0 >> AT_SHIFT) as i64
    }

    pub fn kind(self) -> Kind {
        Kind::from_code((self.0 & KIND) as u8)
    }

    /// The number of the event's own word: sender, outcome, who resolved …
    pub fn sub(self) -> u8 {
        (self.0 >> SUB_SHIFT & 15) as u8
    }

    pub fn is_private(self) -> bool {
        self.0 & PRIVATE != 0
    }

    /// The sender, if it is a message that is not private.
    pub fn sender(self) -> Option<Sender> {
        (self.0 & (PRIVATE | KIND) == Kind::Message as u64).then(|| Sender::from_code(self.sub()))
    }

    pub fn by(self) -> By {
        By::from_code(self.sub())
    }

    /// The actor's number, or [`ACTOR_APART`].
    pub(super) fn actor(self) -> u32 {
        (self.0 >> ACTOR_SHIFT) as u32 & ACTOR_APART
    }
}
