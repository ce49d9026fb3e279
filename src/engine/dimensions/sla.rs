//! How a session stands to the target of resolution time.

use super::{Dimension, Values, accept_words};
use crate::engine::session::{Measure, Sla};

pub const DIMENSION: Dimension = Dimension {
    name: "sla",
    values: Values::Words(Sla::WORDS),
    key: |source, session, _| Measure::of(source.query).sla(session) as u32,
    accept: |_, values| accept_words(Sla::WORDS, values),
    event: None,
};
