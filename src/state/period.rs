//! The period a person chooses: presets that move with today, or two dates. Pure; knows neither clock nor zone.

use crate::engine::calendar;
use chrono::{Datelike, Days, Months, NaiveDate};

/// A choice, as it stands in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// That many whole local days, today the last of them.
    Last(u32),
    ThisMonth,
    LastMonth,
    Custom(Span),
}

/// Local days `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    pub const PRESETS: &'static [Period] =
        &[Period::Last(7), Period::Last(15), Period::Last(30), Period::ThisMonth, Period::LastMonth];

    /// The days it stands for, seen from `today`. A month that is not over ends with today.
    pub fn span(self, today: NaiveDate) -> Span {
        let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
        let month = today.with_day(1).unwrap_or(today);
        match self {
            Period::Last(days) => {
                Span { from: tomorrow.checked_sub_days(Days::new(days.into())).unwrap_or(today), to: tomorrow }
            }
            Period::ThisMonth => Span { from: month, to: tomorrow },
            Period::LastMonth => Span { from: month.checked_sub_months(Months::new(1)).unwrap_or(month), to: month },
            Period::Custom(span) => span,
        }
    }

    /// How the address says it; the last day of a custom period is included.
    pub fn key(self) -> String {
        match self {
            Period::Last(days) => format!("{days}d"),
            Period::ThisMonth => "this-month".to_owned(),
            Period::LastMonth => "last-month".to_owned(),
            Period::Custom(span) => format!("{}..{}", span.from, span.last()),
        }
    }

    pub fn from_key(key: &str) -> Option<Period> {
        match key {
            "this-month" => Some(Period::ThisMonth),
            "last-month" => Some(Period::LastMonth),
            _ => match key.strip_suffix('d') {
                Some(days) => Period::PRESETS.iter().copied().find(|p| *p == Period::Last(days.parse().unwrap_or(0))),
                None => {
                    let (from, last) = key.split_once("..")?;
                    Span::through(date(from)?, date(last)?).map(Period::Custom)
                }
            },
        }
    }
}

impl Span {
    /// From `from` to `last`, both included; none when they are the wrong way round.
    pub fn through(from: NaiveDate, last: NaiveDate) -> Option<Span> {
        let to = last.checked_add_days(Days::new(1))?;
        (from < to).then_some(Span { from, to })
    }

    pub fn last(self) -> NaiveDate {
        self.to.checked_sub_days(Days::new(1)).unwrap_or(self.to)
    }

    pub fn days(self) -> i64 {
        (self.to - self.from).num_days()
    }
}

/// A date as `2026-01-05`.
pub fn date(text: &str) -> Option<NaiveDate> {
    calendar::parse_day(text).and_then(NaiveDate::from_epoch_days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, today: &str, from: &str, to: &str) {
        let period = Period::from_key(key).expect(key);
        let span = period.span(date(today).expect(today));
        assert_eq!((span.from.to_string().as_str(), span.to.to_string().as_str()), (from, to), "{key}");
        assert_eq!(period.key(), key);
    }

    #[test]
    fn presets_end_with_today() {
        check("7d", "2026-03-02", "2026-02-24", "2026-03-03");
        check("30d", "2026-01-31", "2026-01-02", "2026-02-01");
        check("this-month", "2026-03-01", "2026-03-01", "2026-03-02");
        check("last-month", "2026-01-31", "2025-12-01", "2026-01-01");
        check("2026-01-05..2026-01-05", "2026-03-02", "2026-01-05", "2026-01-06");
    }

    #[test]
    fn nonsense_is_no_period() {
        for key in ["", "d", "8d", "2026-01-05..2026-01-03", "2026-13-01..2026-13-02", "x..y"] {
            assert_eq!(Period::from_key(key), None, "{key}");
        }
    }
}
