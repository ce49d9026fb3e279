//! Any bot that took part in a session.

use super::{Dimension, Values, accept_lists};

pub const DIMENSION: Dimension = Dimension {
    name: "bot",
    values: Values::Ids,
    key: |_, session, _| session.bots,
    accept: |source, values| {
        accept_lists(source.derived, &source.store.names.bots, values, |pair| source.derived.bot_pair(pair).0)
    },
    event: None,
};
