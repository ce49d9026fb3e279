//! The person.

use super::{Dimension, OfEvent, Values, accept_ids, key_of};

pub const DIMENSION: Dimension = Dimension {
    name: "customer",
    values: Values::Ids,
    key: |_, session, _| key_of(session.customer),
    accept: |source, values| accept_ids(&source.store.names.customers, values),
    event: Some(OfEvent {
        key: |source, event| key_of(source.store.context(event).customer),
        accept: |source, values| accept_ids(&source.store.names.customers, values),
    }),
};
