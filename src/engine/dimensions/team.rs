//! A session's current team.

use super::{Dimension, Values, accept_ids, key_of};

pub const DIMENSION: Dimension = Dimension {
    name: "team",
    values: Values::Ids,
    key: |_, session, _| key_of(session.team),
    accept: |source, values| accept_ids(&source.store.names.teams, values),
    event: None,
};
