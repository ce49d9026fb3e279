//! The local hour, 0–23, of a session's start or an event.

use super::{Dimension, OfEvent, Values, accept_numbers};

pub const DIMENSION: Dimension = Dimension {
    name: "hour",
    values: Values::Range(0, 23),
    key: |_, _, hour| hour.hour() as u32,
    accept: |_, values| accept_numbers(values),
    event: Some(OfEvent {
        key: |source, event| source.query.zone.hour(source.store.at(event)).hour() as u32,
        accept: |_, values| accept_numbers(values),
    }),
};
