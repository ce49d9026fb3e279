//! The local weekday, Monday = 1, of a session's start or an event.

use super::{Dimension, OfEvent, Values, accept_numbers};

pub const DIMENSION: Dimension = Dimension {
    name: "weekday",
    values: Values::Range(1, 7),
    key: |_, _, hour| hour.weekday() as u32 + 1,
    accept: |_, values| accept_numbers(values),
    event: Some(OfEvent {
        key: |source, event| source.query.zone.hour(source.store.at(event)).weekday() as u32 + 1,
        accept: |_, values| accept_numbers(values),
    }),
};
