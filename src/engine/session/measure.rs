//! Lengths of time of a session, by wall clock or by business hours. All in milliseconds, none negative.

use super::Session;
use crate::engine::business::BusinessHours;
use crate::engine::calendar::Zone;
use crate::engine::event::words;
use crate::engine::query::Query;

words! {
    /// What time counts.
    Clock { Wall = "wall", Business = "business" }
}

words! {
    /// How a session stands to the target of resolution time.
    Sla { In = "in", Out = "out", Pending = "pending" }
}

/// How lengths are measured.
#[derive(Debug, Clone, Copy)]
pub struct Measure<'a> {
    pub clock: Clock,
    pub zone: &'a Zone,
    pub business_hours: &'a BusinessHours,
    pub sla_ms: i64,
    pub now: i64,
}

/// The lengths of one session; absent where an end of one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lengths {
    pub duration: Option<i64>,
    pub ai: Option<i64>,
    pub agent: Option<i64>,
}

impl<'a> Measure<'a> {
    pub fn of(query: &'a Query) -> Measure<'a> {
        Measure {
            clock: query.clock,
            zone: &query.zone,
            business_hours: &query.business_hours,
            sla_ms: query.sla_ms,
            now: query.now,
        }
    }

    /// From one instant to another, 0 when the second is not later.
    pub fn between(&self, from: i64, to: i64) -> i64 {
        match self.clock {
            _ if to <= from => 0,
            Clock::Wall => to - from,
            Clock::Business => self.business_hours.between(self.zone, from, to),
        }
    }

    pub fn lengths(&self, session: &Session) -> Lengths {
        let finish = session.finish();
        let duration = finish.map(|finish| self.between(session.started_at, finish));
        let taken_over = session.taken_over_at.get();
        let ai = (session.bot_came_first)
            .then(|| taken_over.or(finish))
            .flatten()
            .map(|end| self.between(session.started_at, end))
            .map(|length| duration.map_or(length, |duration| length.min(duration)));
        let agent = taken_over.zip(finish).map(|(taken_over, finish)| self.between(taken_over, finish));
        Lengths { duration, ai, agent }
    }

    pub fn first_response(&self, session: &Session) -> Option<i64> {
        session.asked_at.get().zip(session.replied_at.get()).map(|(asked, replied)| self.between(asked, replied))
    }

    pub fn sla(&self, session: &Session) -> Sla {
        match session.resolved_at.get() {
            Some(resolved) if self.between(session.started_at, resolved) <= self.sla_ms => Sla::In,
            Some(_) => Sla::Out,
            None if self.between(session.started_at, self.now) > self.sla_ms => Sla::Out,
            None => Sla::Pending,
        }
    }
}
