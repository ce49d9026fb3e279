//! Inside or outside business hours: a session's start, or an event.

use super::{Dimension, OfEvent, Source, Values};
use crate::engine::bits::Bits;

const WORDS: &[&str] = &["all", "business", "outside"];

pub const DIMENSION: Dimension = Dimension {
    name: "hours",
    values: Values::Words(WORDS),
    key: |source, session, _| key(source, session.started_at),
    accept: |_, values| accept(values),
    event: Some(OfEvent {
        key: |source, event| key(source, source.store.at(event)),
        accept: |_, values| accept(values),
    }),
};

fn key(source: Source, at: i64) -> u32 {
    u32::from(!source.query.business_hours.contains(source.query.zone.local(at)))
}

fn accept(values: &[String]) -> Bits {
    Bits::from_fn(2, |i| values.iter().any(|value| value == "all" || value == WORDS[i + 1]))
}
