//! Which time the files tell of, so that the page does not open on an empty month.

use crate::{
    generate::{self, Zone, civil, write_instant},
    say,
};
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

const DAY_MS: i64 = 86_400_000;
const LENGTH_DAYS: i64 = 30;

/// Records a day (UTC), and the last instant; future ones aside.
#[derive(Debug, Default)]
pub struct Seen {
    days: BTreeMap<i64, u64>,
    last_ms: i64,
}

impl Seen {
    /// Streamed. Lines that name no instant as `"at"` tell nothing; a damaged file is the widget's to complain about.
    pub fn read(&mut self, file: &Path) -> Result<()> {
        let reading = || format!("reading {}", file.display());
        let now_ms = generate::now_ms();
        let mut bytes = BufReader::new(File::open(file).with_context(reading)?);
        let zipped = bytes.fill_buf().with_context(reading)?.starts_with(&[0x1f, 0x8b]);
        let plain: Box<dyn Read> =
            if zipped { Box::new(flate2::bufread::MultiGzDecoder::new(bytes)) } else { Box::new(bytes) };
        let mut lines = BufReader::with_capacity(1 << 18, plain);
        let mut line = Vec::new();
        // A file without line ends is read a megabyte at a time.
        while lines.by_ref().take(1 << 20).read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            if let Some(at_ms) = instant(&line).filter(|at_ms| *at_ms <= now_ms) {
                *self.days.entry(at_ms.div_euclid(DAY_MS)).or_default() += 1;
                self.last_ms = self.last_ms.max(at_ms);
            }
            line.clear();
        }
        Ok(())
    }

    /// The latest day that ends a month at least half as busy as the busiest one: not the thin tail of an old file.
    fn last_busy_day(&self) -> Option<i64> {
        let month = |day: i64| self.days.range(day - LENGTH_DAYS + 1..=day).map(|(_, count)| count).sum::<u64>();
        let busiest = self.days.keys().map(|day| month(*day)).max()?;
        self.days.keys().rev().copied().find(|day| month(*day) * 2 >= busiest)
    }
}

pub fn choose(seen: &Seen, config: &mut Map<String, Value>) {
    let Some(day) = seen.last_busy_day() else { return };
    if seen.last_ms < generate::now_ms() - 7 * DAY_MS {
        let mut now = String::new();
        write_instant(&mut now, seen.last_ms + 1, Zone::Utc);
        let now = now.trim_matches('"');
        say(&format!("the files end at {now}: taken as now"));
        config.insert("now".to_owned(), json!(now));
    }
    let (from, to) = (date(day - LENGTH_DAYS + 1), date(day + 1));
    say(&format!("showing {from} to {to} (choose with --now, --from, --to)"));
    config.insert("from".to_owned(), json!(from));
    config.insert("to".to_owned(), json!(to));
}

/// `from` so that the day of `now_ms` is the last of thirty.
pub fn last_30_days(config: &mut Map<String, Value>, now_ms: i64) {
    if !config.contains_key("from") && !config.contains_key("to") {
        config.insert("from".to_owned(), json!(date(now_ms.div_euclid(DAY_MS) - LENGTH_DAYS + 1)));
    }
}

fn date(day: i64) -> String {
    let (year, month, day) = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The `"at"` of a line, to the second and as if it were UTC: enough to find a month.
fn instant(line: &[u8]) -> Option<i64> {
    let key = line.windows(4).position(|window| window == b"\"at\"")?;
    let value = line[key + 4..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    if let Some(text) = value.strip_prefix(b"\"") {
        let number = |range: std::ops::Range<usize>| std::str::from_utf8(text.get(range)?).ok()?.parse::<i64>().ok();
        let days = days_from_civil(number(0..4)?, number(5..7)?, number(8..10)?);
        return Some(((days * 24 + number(11..13)?) * 60 + number(14..16)?) * 60_000 + number(17..19)? * 1000 + 999);
    }
    let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&value[..digits]).ok()?.parse().ok()
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_era = year.rem_euclid(400);
    year.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instant_of_a_line_is_found() {
        assert_eq!(instant(br#"{"type":"opened","at": "2016-02-29T01:16:00Z"}"#), Some(1_456_708_560_999));
        assert_eq!(instant(br#"{"at":1456708560000,"id":"a"}"#), Some(1_456_708_560_000));
        assert_eq!(instant(br#"{"type":"agent","id":"a"}"#), None);
    }

    #[test]
    fn a_thin_tail_is_not_the_period() {
        let days = (0..60).map(|day| (day, 100)).chain((60..300).map(|day| (day, 1))).collect();
        let last = Seen { days, last_ms: 0 }.last_busy_day();
        assert!(last.is_some_and(|day| (60..76).contains(&day)), "{last:?}");
    }
}
