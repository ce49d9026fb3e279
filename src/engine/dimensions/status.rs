//! A session's latest status.

use super::{Dimension, Values, accept_words};
use crate::engine::session::Status;

pub const DIMENSION: Dimension = Dimension {
    name: "status",
    values: Values::Words(Status::WORDS),
    key: |_, session, _| session.status as u32,
    accept: |_, values| accept_words(Status::WORDS, values),
    event: None,
};
