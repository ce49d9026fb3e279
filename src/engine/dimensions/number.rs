//! A customer's first session, or a returning one.

use super::{Dimension, Values, accept_words};

const WORDS: &[&str] = &["first", "returning"];

pub const DIMENSION: Dimension = Dimension {
    name: "number",
    values: Values::Words(WORDS),
    key: |_, session, _| u32::from(session.is_returning),
    accept: |_, values| accept_words(WORDS, values),
    event: None,
};
