//! One question to the engine: period, zone, policy, filters and what else decides the numbers. All checked.

use super::business::BusinessHours;
use super::calendar::{Day, Zone};
use super::policy::Policy;
use super::session::Clock;
use std::rc::Rc;

/// A checked query. Two equal queries on the same records give the same bytes.
#[derive(Debug, Clone)]
pub struct Query {
    pub zone: Rc<Zone>,
    /// The zone of the days and months of bot usage.
    pub bots_zone: Rc<Zone>,
    /// Milliseconds since 1970.
    pub now: i64,
    pub period: Period,
    pub policy: Policy,
    pub clock: Clock,
    pub sla_ms: i64,
    pub active_window_ms: i64,
    pub activated_at: Option<i64>,
    pub business_hours: BusinessHours,
    pub filters: Vec<Filter>,
    pub compare: bool,
}

/// Local days `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Day,
    pub to: Day,
}

impl Period {
    /// The same number of days, ending where this one starts.
    pub fn previous(self) -> Period {
        Period { from: self.from - (self.to - self.from), to: self.from }
    }

    pub fn days(self) -> impl ExactSizeIterator<Item = Day> {
        self.from..self.to
    }
}

/// Any of `values` of one dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Index in [`super::dimensions::DIMENSIONS`].
    pub dimension: usize,
    pub values: Vec<String>,
}
