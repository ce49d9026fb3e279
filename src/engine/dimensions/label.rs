//! Labels that a session has.

use super::{Dimension, Values, accept_lists};

pub const DIMENSION: Dimension = Dimension {
    name: "label",
    values: Values::Ids,
    key: |_, session, _| session.labels,
    accept: |source, values| accept_lists(source.derived, &source.store.names.labels, values, |label| label),
    event: None,
};
