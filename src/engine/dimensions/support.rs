//! Of bot and agent, who wrote in a session.

use super::{Dimension, Values, accept_words};
use crate::engine::session::Support;

pub const DIMENSION: Dimension = Dimension {
    name: "support",
    values: Values::Words(Support::WORDS),
    key: |_, session, _| session.support as u32,
    accept: |_, values| accept_words(Support::WORDS, values),
    event: None,
};
