//! A session's assignee, or any agent who wrote a message in it.

use super::{Dimension, Values, accept_lists};

pub const DIMENSION: Dimension = Dimension {
    name: "agent",
    values: Values::Ids,
    key: |_, session, _| session.agents,
    accept: |source, values| accept_lists(source.derived, &source.store.names.agents, values, |agent| agent),
    event: None,
};
