//! Local days, hours and months of a time zone, from a table of UTC offsets that somebody else provides.

use super::instant::{self, DAY, HOUR};

/// A local calendar day: days since 1970-01-01.
pub type Day = i32;

/// A time zone as a table: from each instant on (UTC milliseconds) the local clock is ahead by that many milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    pub name: String,
    /// Ascending by instant; the first holds since ever.
    transitions: Vec<(i64, i64)>,
}

impl Zone {
    /// `transitions`: `(instant, offset in ms)`, ascending; the first one's instant is taken as "since ever". An empty
    /// table is UTC.
    pub fn new(name: &str, transitions: Vec<(i64, i64)>) -> Zone {
        let mut transitions = if transitions.is_empty() { vec![(i64::MIN, 0)] } else { transitions };
        transitions[0].0 = i64::MIN;
        Zone { name: name.to_owned(), transitions }
    }

    pub fn utc() -> Zone {
        Zone::new("UTC", Vec::new())
    }

    /// Local milliseconds: what a clock on the wall shows, as if it were UTC.
    pub fn local(&self, at: i64) -> i64 {
        at + self.transitions[self.segment(at)].1
    }

    pub fn day(&self, at: i64) -> Day {
        self.local(at).div_euclid(DAY) as Day
    }

    /// Local hours since 1970-01-01T00:00: day and hour in one number.
    pub fn hour(&self, at: i64) -> LocalHour {
        LocalHour(self.local(at).div_euclid(HOUR) as i32)
    }

    /// The first instant whose local date is `day` or later: a day that was skipped starts where the next one does.
    pub fn day_start(&self, day: Day) -> i64 {
        let midnight = i64::from(day) * DAY;
        let first = self.segment(midnight - 2 * DAY);
        for (i, &(from, offset)) in self.transitions.iter().enumerate().skip(first) {
            let start = from.max(midnight - offset);
            if self.transitions.get(i + 1).is_none_or(|&(until, _)| start < until) {
                return start;
            }
        }
        unreachable!("the last segment has no end")
    }

    /// The stretches of constant offset between two instants: `(local from, local to)` in milliseconds.
    pub fn stretches(&self, from: i64, to: i64) -> impl Iterator<Item = (i64, i64)> {
        let first = self.segment(from);
        self.transitions[first..].iter().enumerate().take_while(move |&(i, &(start, _))| i == 0 || start < to).map(
            move |(i, &(start, offset))| {
                let end = self.transitions.get(first + i + 1).map_or(to, |&(end, _)| end.min(to));
                (start.max(from) + offset, end + offset)
            },
        )
    }

    fn segment(&self, at: i64) -> usize {
        self.transitions.partition_point(|&(from, _)| from <= at).max(1) - 1
    }
}

/// Local hours since 1970-01-01T00:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalHour(pub i32);

impl LocalHour {
    pub fn day(self) -> Day {
        self.0.div_euclid(24)
    }
    /// 0–23.
    pub fn hour(self) -> usize {
        self.0.rem_euclid(24) as usize
    }
    /// 0 = Monday … 6 = Sunday.
    pub fn weekday(self) -> usize {
        (self.day() + 3).rem_euclid(7) as usize
    }
}

/// `2026-01-05`.
pub fn day_text(day: Day) -> String {
    let (year, month, day) = instant::civil_from_days(day.into());
    format!("{year:04}-{month:02}-{day:02}")
}

/// `2026-01`.
pub fn month_text(month: Month) -> String {
    format!("{:04}-{:02}", month.0.div_euclid(12), month.0.rem_euclid(12) + 1)
}

/// A calendar month: months since year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(pub i32);

pub fn month_of(day: Day) -> Month {
    let (year, month, _) = instant::civil_from_days(day.into());
    Month(year as i32 * 12 + month as i32 - 1)
}

/// Reads `YYYY-MM-DD`.
pub fn parse_day(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    let is_date = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, byte)| match i {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    let (year, month, day) = is_date.then(|| (number(0..4), number(5..7), number(8..10)))?;
    let date = chrono::NaiveDate::from_ymd_opt(i32::try_from(year?).ok()?, month?, day?)?;
    Some(instant::days_from_civil(chrono::Datelike::year(&date).into(), month?, day?) as Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> Zone {
        // One hour ahead, two hours in between; the second change repeats local 23:00–24:00 of day 10.
        Zone::new("Test", vec![(0, HOUR), (5 * DAY, 2 * HOUR), (11 * DAY - 2 * HOUR, HOUR)])
    }

    #[test]
    fn days_have_23_24_or_25_hours() {
        let zone = zone();
        let length = |day| (zone.day_start(day + 1) - zone.day_start(day)) / HOUR;
        assert_eq!([length(4), length(5), length(6), length(10), length(11)], [24, 23, 24, 25, 24]);
        assert_eq!(zone.day(zone.day_start(5)), 5);
        assert_eq!(zone.day(zone.day_start(11) - 1), 10);
    }

    #[test]
    fn a_skipped_day_has_no_length() {
        let zone = Zone::new("Test", vec![(0, -10 * HOUR), (10 * DAY + 10 * HOUR, 14 * HOUR)]);
        assert_eq!(zone.day_start(10), zone.day_start(11));
        assert_eq!(zone.day(zone.day_start(11)), 11);
        assert_eq!(zone.day(zone.day_start(11) - 1), 9);
    }

    #[test]
    fn text_forms() {
        assert_eq!(day_text(parse_day("2026-01-05").unwrap()), "2026-01-05");
        assert_eq!(parse_day("2026-1-5"), None);
        assert_eq!(parse_day("2026-02-30"), None);
        assert_eq!(month_text(month_of(parse_day("2026-12-31").unwrap())), "2026-12");
        assert_eq!(Zone::utc().hour(0).weekday(), 3);
    }

    #[test]
    fn stretches_cover_the_whole() {
        let zone = zone();
        let sum: i64 = zone.stretches(DAY, 20 * DAY).map(|(from, to)| to - from).sum();
        assert_eq!(sum, 19 * DAY);
        assert_eq!(zone.stretches(DAY, 20 * DAY).count(), 3);
        assert_eq!(zone.stretches(6 * DAY, 6 * DAY + 1).count(), 1);
    }
}
