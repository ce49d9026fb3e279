//! `conversations`: active sessions now, and new ones in the period.

use super::Finish;
use crate::engine::calendar::day_text;
use crate::engine::ids::NONE;
use crate::engine::tally::mergeable;
use crate::engine::view::View;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub active: Active,
    pub new_sessions: u64,
    pub by_day: Vec<DayRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Active {
    pub unassigned: u64,
    pub assigned: u64,
    pub resolved: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayRow {
    pub day: String,
    pub count: u64,
}

mergeable! {
    pub struct Partial {
        /// Unassigned, assigned, resolved.
        pub active: [u64; 3],
        pub days: Vec<u64>,
    }
}

pub fn compute(view: &View) -> Partial {
    let mut partial = Partial { days: vec![0; view.period.days().len()], ..Partial::default() };
    for (_, session) in view.sessions_at_now().filter(|(_, session)| view.is_active(session)) {
        let has_somebody = session.is_assigned || session.team != NONE;
        partial.active[if session.resolved_at.is_some() { 2 } else { usize::from(has_somebody) }] += 1;
    }
    for session in view.selected() {
        partial.days[view.day_index(view.hours[session].day())] += 1;
    }
    partial
}

pub fn finish(partial: Partial, finish: &Finish) -> Report {
    let [unassigned, assigned, resolved] = partial.active;
    Report {
        active: Active { unassigned, assigned, resolved },
        new_sessions: partial.days.iter().sum(),
        by_day: by_day(finish, &partial.days),
    }
}

/// Counts as rows of days.
pub(super) fn by_day(finish: &Finish, days: &[u64]) -> Vec<DayRow> {
    std::iter::zip(finish.period.days(), days).map(|(day, &count)| DayRow { day: day_text(day), count }).collect()
}
