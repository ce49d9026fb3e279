//! Where it arrived: the inbox of a session's first event, or an event's own.

use super::{Dimension, OfEvent, Values, accept_ids, key_of};

pub const DIMENSION: Dimension = Dimension {
    name: "inbox",
    values: Values::Ids,
    key: |source, session, _| key_of(session.inbox(source.store)),
    accept: |source, values| accept_ids(&source.store.names.inboxes, values),
    event: Some(OfEvent {
        key: |source, event| key_of(source.store.context(event).inbox),
        accept: |source, values| accept_ids(&source.store.names.inboxes, values),
    }),
};
