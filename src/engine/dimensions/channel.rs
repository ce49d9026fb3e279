//! The platform: any channel that took part in a session, or an event's own.

use super::{Dimension, OfEvent, Values, accept_ids, accept_lists, key_of};

pub const DIMENSION: Dimension = Dimension {
    name: "channel",
    values: Values::Ids,
    key: |_, session, _| session.channels,
    accept: |source, values| accept_lists(source.derived, &source.store.names.channels, values, |channel| channel),
    event: Some(OfEvent {
        key: |source, event| key_of(source.derived.channels[source.store.context_number(event) as usize]),
        accept: |source, values| accept_ids(&source.store.names.channels, values),
    }),
};
