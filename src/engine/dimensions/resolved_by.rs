//! Who resolved a session: AI, agent, other, or nobody.

use super::{Dimension, Values, accept_words};

const WORDS: &[&str] = &["ai", "agent", "other", "none"];

pub const DIMENSION: Dimension = Dimension {
    name: "resolved_by",
    values: Values::Words(WORDS),
    key: |_, session, _| session.resolved_by.map_or(3, |by| by as u32),
    accept: |_, values| accept_words(WORDS, values),
    event: None,
};
