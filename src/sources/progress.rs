//! How far a load has come.

use super::Fault;
use serde::{Deserialize, Serialize};

/// Sent now and then while loading, and once at its end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Of the whole stream, bad ones included.
    pub records: u64,
    /// As they arrived, of this load.
    pub bytes: u64,
    /// When it is known how much there is.
    pub total_bytes: Option<u64>,
    pub done: bool,
    /// Waiting before another attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_in_ms: Option<u64>,
    /// What ended the load before its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Fault>,
}
