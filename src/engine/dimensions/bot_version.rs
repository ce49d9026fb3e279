//! Any version of a bot that took part in a session.

use super::{Dimension, Values, accept_lists};

pub const DIMENSION: Dimension = Dimension {
    name: "bot_version",
    values: Values::Ids,
    key: |_, session, _| session.bots,
    accept: |source, values| {
        accept_lists(source.derived, &source.store.names.bot_versions, values, |pair| source.derived.bot_pair(pair).1)
    },
    event: None,
};
