//! Numbers, dates and lengths of time as text. Local time comes in as milliseconds of the wall clock.

use super::said::said;
use super::{Lang, fill};
use chrono::{DateTime, Datelike, NaiveDate, Timelike};

said! {
    /// How a language writes them.
    #[derive(Debug)]
    pub struct Style {
        pub thousands: &'static str,
        pub decimal: &'static str,
        /// Before the percent sign.
        pub percent: &'static str,
        pub months: [&'static str; 12],
        pub months_short: [&'static str; 12],
        /// With `{d}`, `{m}`, `{y}`.
        pub date: &'static str,
        pub day_month: &'static str,
        pub month_year: &'static str,
        /// Between hour and minute.
        pub clock: &'static str,
        /// Day, hour, minute, second, millisecond.
        pub units: [&'static str; 5],
        /// The whole numbers that take the singular: `0 1`.
        pub ones: &'static str,
    }
}

/// With at most `places` decimals, no zeros at the end, halves away from zero.
pub fn number(lang: &Lang, value: f64, places: usize) -> String {
    if value.abs() >= 1e15 {
        // Past what doubles hold to the unit.
        return serde_json::to_string(&value).unwrap_or_default();
    }
    // In whole numbers: the standard library's decimals of doubles would weigh more in the download than all formats here.
    let scale = 10u64.pow(places as u32);
    let parts = (value.abs() * scale as f64).round() as u64;
    let (whole, decimals) = ((parts / scale).to_string(), format!("{:0places$}", parts % scale));
    let decimals = if places == 0 { "" } else { decimals.trim_end_matches('0') };
    let mut out = String::new();
    if value < 0.0 && parts > 0 {
        out.push('\u{2212}');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push_str(lang.style.thousands);
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push_str(lang.style.decimal);
        out.push_str(decimals);
    }
    out
}

/// A rate of 0–1. What is not nothing is never said to be nothing, nor what is not all to be all.
pub fn percent(lang: &Lang, rate: f64) -> String {
    let (sign, shown) = match rate {
        0.9995..1.0 => (">", 0.999),
        0.0..0.0005 if rate > 0.0 => ("<", 0.001),
        _ => ("", rate),
    };
    format!("{sign}{}{}%", number(lang, shown * 100.0, 1), lang.style.percent)
}

/// The two largest units: `2 h 5 min`.
pub fn duration(lang: &Lang, seconds: f64) -> String {
    let [day, hour, minute, second, milli] = lang.style.units;
    if seconds.abs() < 1.0 && seconds != 0.0 {
        return format!("{}\u{a0}{milli}", number(lang, seconds * 1000.0, 0));
    }
    let total = seconds.round().max(0.0) as u64;
    let steps = [(86_400, day, 3_600, hour), (3_600, hour, 60, minute), (60, minute, 1, second)];
    for (size, unit, small, small_unit) in steps {
        if total >= size {
            // Rounding to the smaller unit may carry into the larger one.
            let parts = (total + small / 2) / small;
            let (big, rest) = (parts / (size / small), parts % (size / small));
            let head = format!("{}\u{a0}{unit}", number(lang, big as f64, 0));
            return if rest == 0 { head } else { format!("{head} {rest}\u{a0}{small_unit}") };
        }
    }
    format!("{total}\u{a0}{second}")
}

/// Decimal units, as file managers do.
pub fn bytes(lang: &Lang, bytes: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 999.5 && unit < units.len() - 1 {
        value /= 1000.0;
        unit += 1;
    }
    format!("{}\u{a0}{}", number(lang, value, usize::from(unit > 1 && value < 100.0)), units[unit])
}

pub fn date(lang: &Lang, day: NaiveDate) -> String {
    write(lang, lang.style.date, day)
}

pub fn day_month(lang: &Lang, day: NaiveDate) -> String {
    write(lang, lang.style.day_month, day)
}

/// A month given by any of its days.
pub fn month(lang: &Lang, day: NaiveDate) -> String {
    let name = lang.style.months[day.month0() as usize];
    fill(lang.style.month_year, &[("m", name), ("y", &day.year().to_string())])
}

/// Both days included; what they share is said once.
pub fn date_range(lang: &Lang, from: NaiveDate, last: NaiveDate) -> String {
    if from == last {
        date(lang, from)
    } else if from.year() == last.year() {
        format!("{} – {}", day_month(lang, from), date(lang, last))
    } else {
        format!("{} – {}", date(lang, from), date(lang, last))
    }
}

/// Day and minute of a local instant in milliseconds.
pub fn instant(lang: &Lang, local_ms: i64) -> String {
    match DateTime::from_timestamp_millis(local_ms) {
        Some(at) => format!("{}, {}", date(lang, at.date_naive()), time(lang, local_ms)),
        None => String::new(),
    }
}

/// The same in a list, where the year is said only when it is not `year`.
pub fn instant_short(lang: &Lang, local_ms: i64, year: i32) -> String {
    match DateTime::from_timestamp_millis(local_ms) {
        Some(at) if at.year() == year => format!("{}, {}", day_month(lang, at.date_naive()), time(lang, local_ms)),
        _ => instant(lang, local_ms),
    }
}

/// The minute of a local instant in milliseconds.
pub fn time(lang: &Lang, local_ms: i64) -> String {
    match DateTime::from_timestamp_millis(local_ms) {
        Some(at) => format!("{:02}{}{:02}", at.hour(), lang.style.clock, at.minute()),
        None => String::new(),
    }
}

fn write(lang: &Lang, pattern: &str, day: NaiveDate) -> String {
    let name = lang.style.months_short[day.month0() as usize];
    fill(pattern, &[("d", &day.day().to_string()), ("m", name), ("y", &day.year().to_string())])
}

#[cfg(test)]
mod tests {
    use super::super::lang;
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        for (tag, value, places, expected) in [
            ("en", 1234567.0, 0, "1,234,567"),
            ("id", 1234.5, 1, "1.234,5"),
            ("fr", 1234.25, 1, "1\u{202f}234,3"),
            ("en", -0.04, 1, "0"),
            ("en", -1234.0, 2, "\u{2212}1,234"),
            ("en", 999.96, 1, "1,000"),
        ] {
            assert_eq!(number(lang(tag), value, places), expected);
        }
    }

    #[test]
    fn only_nothing_is_nothing_and_only_all_is_all() {
        for (tag, rate, expected) in [
            ("fr", 0.1234, "12,3\u{a0}%"),
            ("en", 0.0, "0%"),
            ("en", 0.0001, "<0.1%"),
            ("en", 0.0005, "0.1%"),
            ("en", 0.9994, "99.9%"),
            ("en", 4820.0 / 4821.0, ">99.9%"),
            ("en", 1.0, "100%"),
        ] {
            assert_eq!(percent(lang(tag), rate), expected, "{rate}");
        }
    }

    #[test]
    fn lengths_have_two_units_at_most() {
        for (seconds, expected) in [
            (0.0, "0 s"),
            (0.25, "250 ms"),
            (59.4, "59 s"),
            (60.0, "1 min"),
            (7_500.0, "2 h 5 min"),
            (7_199.0, "2 h"),
            (90_000.0, "1 d 1 h"),
            (172_799.0, "2 d"),
        ] {
            assert_eq!(duration(lang("en"), seconds).replace('\u{a0}', " "), expected);
        }
        assert_eq!(duration(lang("fr"), 90_000.0).replace('\u{a0}', " "), "1 j 1 h");
    }

    #[test]
    fn dates_follow_the_language() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a date");
        assert_eq!(date(lang("en"), day("2026-01-05")), "5 Jan 2026");
        assert_eq!(date_range(lang("id"), day("2026-08-01"), day("2026-08-31")), "1 Agu – 31 Agu 2026");
        assert_eq!(date_range(lang("fr"), day("2025-12-20"), day("2026-01-02")), "20 déc. 2025 – 2 janv. 2026");
        assert_eq!(instant(lang("en"), 1_767_600_000_000), "5 Jan 2026, 08:00");
    }
}
