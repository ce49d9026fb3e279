//! When people write: busy mornings, quiet Sundays, slow growth, a holiday, sales campaigns, and one bad day.

use super::{record::LOCAL_OFFSET_MS, rng::Rng};

pub const DAY_MS: i64 = 86_400_000;
pub const HOUR_MS: i64 = 3_600_000;

#[derive(Debug)]
pub struct Calendar {
    seed: u64,
    /// Local days since 1970-01-01.
    first_day: i64,
    days: i64,
    pub until_ms: i64,
    bad_day: i64,
    holiday: i64,
}

/// Conversations that start within an hour of the day, relative to the others.
const HOURS: [f64; 24] = [
    0.4, 0.25, 0.15, 0.1, 0.15, 0.4, 1.2, 3.0, 6.5, 9.5, 10.0, 8.5, 5.5, 5.5, 7.0, 6.5, 5.5, 4.5, 4.0, 4.5, 4.0, 3.0,
    1.8, 0.9,
];
/// The same for weekdays, Monday first.
const WEEKDAYS: [f64; 7] = [1.3, 1.12, 1.05, 1.0, 0.98, 0.55, 0.22];

impl Calendar {
    /// The last day is the local one of `until_ms`, and a partial one.
    pub fn new(seed: u64, days: i64, until_ms: i64) -> Self {
        let last_day = (until_ms + LOCAL_OFFSET_MS).div_euclid(DAY_MS);
        let tuesday_before = |day: i64| day - (weekday(day) + 6) % 7;
        Self {
            seed,
            first_day: last_day - days + 1,
            days,
            until_ms,
            bad_day: tuesday_before(last_day - 9),
            holiday: tuesday_before(last_day - 40) + 2,
        }
    }

    pub fn start_ms(&self) -> i64 {
        self.first_day * DAY_MS - LOCAL_OFFSET_MS
    }

    /// The start of each hour and its share of all conversations; shares sum to about 1.
    pub fn hours(&self) -> Vec<(i64, f64)> {
        let starts =
            (0..self.days * 24).map(|hour| self.start_ms() + hour * HOUR_MS).take_while(|start| *start < self.until_ms);
        let weights: Vec<_> = starts.map(|start| (start, self.weight(start))).collect();
        let total: f64 = weights.iter().map(|(_, weight)| weight).sum();
        weights.into_iter().map(|(start, weight)| (start, weight / total)).collect()
    }

    /// Sales campaigns go out every other Friday at ten.
    pub fn is_campaign(&self, hour_start_ms: i64) -> bool {
        let day = local_day(hour_start_ms);
        weekday(day) == 4 && day.div_euclid(7) % 2 == 0 && hour_of(hour_start_ms) == 10
    }

    /// How far through the stream an instant is, 0 to 1.
    pub fn progress(&self, at_ms: i64) -> f64 {
        ((at_ms - self.start_ms()) as f64 / (self.until_ms - self.start_ms()).max(1) as f64).clamp(0.0, 1.0)
    }

    /// Payments fail, everybody writes, and answers take hours.
    pub fn is_bad(&self, at_ms: i64) -> bool {
        local_day(at_ms) == self.bad_day && (8..22).contains(&hour_of(at_ms))
    }

    /// How much longer than usual people wait for an agent.
    pub fn slowness(&self, at_ms: i64) -> f64 {
        if self.is_bad(at_ms) {
            return 9.0;
        }
        if (9..12).contains(&hour_of(at_ms)) { 1.5 } else { 1.0 }
    }

    fn weight(&self, start_ms: i64) -> f64 {
        let day = local_day(start_ms);
        let mut of_day = Rng::new(self.seed, 0x000d_a4f0 ^ day as u64);
        let growth = 0.8 + 0.4 * self.progress(start_ms);
        let event = match day {
            day if day == self.bad_day => 3.0,
            day if day == self.holiday => 0.3,
            _ => 1.0,
        };
        HOURS[hour_of(start_ms)] * WEEKDAYS[weekday(day) as usize] * growth * event * of_day.between(0.88, 1.12)
    }
}

/// Agents work Monday to Saturday, 7 to 22.
pub fn is_open(at_ms: i64) -> bool {
    weekday(local_day(at_ms)) < 6 && (7..22).contains(&hour_of(at_ms))
}

/// `at_ms` itself while open, else when work begins again.
pub fn next_opening(at_ms: i64) -> i64 {
    if is_open(at_ms) {
        return at_ms;
    }
    let opening = |day: i64| day * DAY_MS - LOCAL_OFFSET_MS + 7 * HOUR_MS;
    let today = local_day(at_ms);
    (today..today + 3).map(opening).find(|start| *start >= at_ms && is_open(*start)).unwrap_or(at_ms)
}

fn local_day(at_ms: i64) -> i64 {
    (at_ms + LOCAL_OFFSET_MS).div_euclid(DAY_MS)
}

fn hour_of(at_ms: i64) -> usize {
    ((at_ms + LOCAL_OFFSET_MS).rem_euclid(DAY_MS) / HOUR_MS) as usize
}

/// 0 is Monday.
fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-31T12:00:00Z, a Saturday.
    const UNTIL: i64 = 1_769_860_800_000;

    #[test]
    fn shares_are_whole_and_the_bad_day_is_a_tuesday() {
        let calendar = Calendar::new(1, 120, UNTIL);
        let total: f64 = calendar.hours().iter().map(|(_, share)| share).sum();
        assert!((total - 1.0).abs() < 1e-9);
        assert_eq!((weekday(calendar.bad_day), calendar.hours().len()), (1, 119 * 24 + 19));
    }

    #[test]
    fn after_saturday_night_comes_monday_morning() {
        let saturday_23h_local = UNTIL + 4 * HOUR_MS;
        assert!(!is_open(saturday_23h_local));
        assert_eq!(next_opening(saturday_23h_local), saturday_23h_local + 32 * HOUR_MS);
    }
}
