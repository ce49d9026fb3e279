//! The whole report: sections, what they are about, and what was left out.

use super::calendar::day_text;
use super::instant;
use super::policy::Policy;
use super::query::{Period, Query};
use super::sections::Sections;
use super::store::Counts;
use serde::{Deserialize, Serialize};

/// One JSON object; sections that were not asked for are absent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    pub range: Range,
    pub policy: Policy,
    pub diagnostics: Diagnostics,
    #[serde(flatten)]
    pub sections: Sections,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<Previous>,
}

/// The same for the previous period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Previous {
    pub range: Range,
    #[serde(flatten)]
    pub sections: Sections,
}

/// Local days `[from, to)` of `tz`, and the instant the report is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    pub from: String,
    pub to: String,
    pub tz: String,
    pub now: String,
}

impl Range {
    pub fn new(query: &Query, period: Period) -> Range {
        Range {
            from: day_text(period.from),
            to: day_text(period.to),
            tz: query.zone.name.clone(),
            now: instant::format(query.now),
        }
    }
}

/// What became of every record: `accepted + duplicate + unknown_type + future + rejected = seen`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Diagnostics {
    pub seen: u64,
    pub accepted: u64,
    pub duplicate: u64,
    pub unknown_type: u64,
    pub future: u64,
    pub rejected: u64,
}

impl Diagnostics {
    /// `future`: how many of the accepted events are later than `now`.
    pub fn new(counts: &Counts, future: u64) -> Diagnostics {
        Diagnostics {
            seen: counts.seen,
            accepted: counts.accepted - future,
            duplicate: counts.duplicate,
            unknown_type: counts.unknown_type,
            future,
            rejected: counts.rejected,
        }
    }
}
