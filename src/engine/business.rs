//! Business hours: a weekly pattern of local time, and how much of a stretch of time lies inside it.

use super::calendar::Zone;
use super::instant::DAY;
use super::order::ordered;

const WEEK: i64 = 7 * DAY;
/// 1970-01-01 was a Thursday: three days after a Monday.
const MONDAY_OFFSET: i64 = 3 * DAY;

/// Local spans of a week, Monday 00:00 = 0 ms: ascending, disjoint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BusinessHours {
    spans: Vec<(i64, i64)>,
}

impl BusinessHours {
    /// `spans`: `(weekday 0 = Monday, from, to)` in ms of the local day; `to <= from` runs past midnight; overlapping
    /// spans count once.
    pub fn new(spans: &[(usize, i64, i64)]) -> BusinessHours {
        let mut parts = Vec::new();
        for &(weekday, from, to) in spans {
            let start = weekday as i64 * DAY + from;
            let end = weekday as i64 * DAY + if to > from { to } else { to + DAY };
            parts.push((start, end.min(WEEK)));
            if end > WEEK {
                parts.push((0, end - WEEK));
            }
        }
        let parts = ordered(parts, |a: &(i64, i64), b| a.cmp(b));
        let mut merged: Vec<(i64, i64)> = Vec::new();
        for (from, to) in parts {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        BusinessHours { spans: merged }
    }

    /// Whether the local time (ms since 1970 on the wall clock) is inside.
    pub fn contains(&self, local: i64) -> bool {
        let in_week = (local + MONDAY_OFFSET).rem_euclid(WEEK);
        self.spans.iter().any(|&(from, to)| from <= in_week && in_week < to)
    }

    /// Milliseconds between two instants, `from <= to`, whose local time is inside.
    pub fn between(&self, zone: &Zone, from: i64, to: i64) -> i64 {
        zone.stretches(from, to).map(|(from, to)| self.up_to(to) - self.up_to(from)).sum()
    }

    fn up_to(&self, local: i64) -> i64 {
        let shifted = local + MONDAY_OFFSET;
        let (weeks, rest) = (shifted.div_euclid(WEEK), shifted.rem_euclid(WEEK));
        let whole: i64 = self.spans.iter().map(|(from, to)| to - from).sum();
        let part: i64 = self.spans.iter().map(|&(from, to)| rest.min(to).saturating_sub(from).max(0)).sum();
        weeks * whole + part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::instant::HOUR;

    #[test]
    fn counts_only_what_is_inside() {
        let week = BusinessHours::new(&[(0, 9 * HOUR, 17 * HOUR), (0, 16 * HOUR, 18 * HOUR), (6, 22 * HOUR, 2 * HOUR)]);
        let monday = -MONDAY_OFFSET;
        let zone = Zone::utc();
        assert_eq!(week.between(&zone, monday, monday + WEEK), 13 * HOUR);
        assert_eq!(week.between(&zone, monday, monday + DAY), 11 * HOUR);
        assert_eq!(week.between(&zone, monday + 10 * HOUR, monday + 10 * HOUR + 1), 1);
        assert_eq!(week.between(&zone, monday + 18 * HOUR, monday + 18 * HOUR + 1), 0);
        assert!(week.contains(monday + HOUR) && !week.contains(monday + 2 * HOUR));
        assert!(week.contains(monday + 6 * DAY + 23 * HOUR));
    }

    #[test]
    fn a_span_of_equal_ends_is_a_whole_day() {
        let day = BusinessHours::new(&[(2, 0, 0), (3, 0, DAY)]);
        assert_eq!(day.between(&Zone::utc(), 0, WEEK), 2 * DAY);
    }
}
