//! Time zones from the browser's own tables: `Intl` is asked for the clock at many instants, and where two differ the
//! change is searched for between them.

use crate::engine::calendar::Zone;
use crate::engine::instant::{DAY, END_OF_TIME, days_from_civil};
use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// No zone has left an offset and come back to it in less than a week since 1970; a week it was in Brazil in 2000.
const STEP_MS: i64 = 6 * DAY;
const OPTIONS: &str = r#"{"calendar": "gregory", "numberingSystem": "latn", "hourCycle": "h23", "year": "numeric",
    "month": "2-digit", "day": "2-digit", "hour": "2-digit", "minute": "2-digit", "second": "2-digit"}"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    type Format;
    #[wasm_bindgen(constructor, catch, js_namespace = Intl, js_class = "DateTimeFormat")]
    fn new(locale: &str, options: &JsValue) -> Result<Format, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &Format, at_ms: f64) -> String;
    #[wasm_bindgen(method, js_name = resolvedOptions)]
    fn resolved(this: &Format) -> Resolved;

    type Resolved;
    #[wasm_bindgen(method, getter, js_name = timeZone)]
    fn zone(this: &Resolved) -> String;
}

/// The table of an IANA zone, right between the two instants at least. None for a name the browser does not know. Some
/// microseconds for each week between them: worth keeping.
pub fn zone(name: &str, from_ms: i64, to_ms: i64) -> Option<Zone> {
    let (from_ms, to_ms) = (from_ms.clamp(0, END_OF_TIME), to_ms.clamp(0, END_OF_TIME));
    Some(Zone::new(name, transitions(&clock(name)?, from_ms - STEP_MS, to_ms + STEP_MS)))
}

/// Browsers also take offsets and any case; the command line does not, and the same config has to work in both.
fn clock(name: &str) -> Option<impl Fn(i64) -> i64> {
    if name.starts_with(['+', '-']) {
        return None;
    }
    let options = JSON::parse(OPTIONS).ok()?;
    Reflect::set(&options, &"timeZone".into(), &name.into()).ok()?;
    let format = Format::new("en-US", &options).ok()?;
    let known = format.resolved().zone();
    if known != name && known.eq_ignore_ascii_case(name) {
        return None;
    }
    Some(move |second: i64| local_second(&format.format((second * 1000) as f64)) - second)
}

/// `(UTC ms, offset in ms)`, the first at `from_ms`.
fn transitions(offset: &impl Fn(i64) -> i64, from_ms: i64, to_ms: i64) -> Vec<(i64, i64)> {
    let (mut at, end) = (from_ms.div_euclid(1000), to_ms.div_euclid(1000) + 1);
    let mut current = offset(at);
    let mut table = vec![(at * 1000, current * 1000)];
    while at < end {
        let next = at + STEP_MS / 1000;
        let there = offset(next);
        // There may be two changes in one step: each search finds one that the rest of the step starts with.
        while current != there {
            (at, current) = change(offset, at, next, current);
            table.push((at * 1000, current * 1000));
        }
        at = next;
    }
    table
}

/// A second with another offset than the one before it, after `low` and not after `high`; and that offset.
fn change(offset: &impl Fn(i64) -> i64, mut low: i64, mut high: i64, current: i64) -> (i64, i64) {
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if offset(middle) == current {
            low = middle;
        } else {
            high = middle;
        }
    }
    (high, offset(high))
}

/// Reads `01/05/2026, 15:00:00` as if it were UTC.
fn local_second(text: &str) -> i64 {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse::<i64>().ok());
    let mut next = || numbers.next().unwrap_or_default();
    let (month, day, year) = (next(), next(), next());
    let (hour, minute, second) = (next(), next(), next());
    days_from_civil(year, month as u32, day as u32) * (DAY / 1000) + hour * 3600 + minute * 60 + second
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_found_to_the_second() {
        // One hour more from 1000 on, two from 2000 on (the same step), and back to none after 30 days.
        let offset = |second: i64| match second {
            ..1000 => 0,
            1000..2000 => 3600,
            2000..2_592_000 => 7200,
            _ => 0,
        };
        let table = transitions(&offset, 0, 60 * DAY);
        let expected = [(0, 0), (1_000, 3600), (2_000, 7200), (2_592_000, 0)].map(|(at, by)| (at * 1000, by * 1000));
        assert_eq!(table, expected);
    }

    #[test]
    fn the_clock_is_read() {
        assert_eq!(local_second("01/05/2026, 15:00:01"), 1_767_625_201);
        assert_eq!(local_second("12/31/1969, 23:59:59"), -1);
    }
}
