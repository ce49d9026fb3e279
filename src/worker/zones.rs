//! Time zones from the browser's own tables. `Temporal` tells when a zone's offset changes. Browsers without it have `Intl`,
//! which takes them tens of milliseconds to start: it is asked for the clock at many instants, and where two differ the change
//! is searched for between them.

use crate::engine::calendar::Zone;
use crate::engine::instant::{DAY, days_from_civil};
use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// No zone has left an offset and come back to it in less than a week since 1970; a week it was in Brazil in 2000.
const STEP_MS: i64 = 6 * DAY;
const OPTIONS: &str = r#"{"calendar": "gregory", "numberingSystem": "latn", "hourCycle": "h23", "year": "numeric",
    "month": "2-digit", "day": "2-digit", "hour": "2-digit", "minute": "2-digit", "second": "2-digit"}"#;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Temporal)]
    type Instant;
    #[wasm_bindgen(catch, static_method_of = Instant, js_namespace = Temporal, js_name = fromEpochMilliseconds)]
    fn at(at_ms: f64) -> Result<Instant, JsValue>;
    #[wasm_bindgen(method, catch, js_name = toZonedDateTimeISO)]
    fn zoned(this: &Instant, zone: &str) -> Result<Zoned, JsValue>;

    type Zoned;
    #[wasm_bindgen(method, getter, js_name = timeZoneId)]
    fn zone_id(this: &Zoned) -> String;
    #[wasm_bindgen(method, getter, js_name = epochMilliseconds)]
    fn at_ms(this: &Zoned) -> f64;
    #[wasm_bindgen(method, getter, js_name = offsetNanoseconds)]
    fn offset_ns(this: &Zoned) -> f64;
    #[wasm_bindgen(method, catch, js_name = getTimeZoneTransition)]
    fn transition(this: &Zoned, direction: &str) -> Result<Option<Zoned>, JsValue>;

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

/// The table of an IANA zone, right between the two instants at least. None for a name the browser does not know. With `Intl`
/// it takes some microseconds for each week between them: worth keeping.
///
/// Browsers also take offsets and any case; the command line does not, and the same config has to work in both.
pub fn zone(name: &str, from_ms: i64, to_ms: i64) -> Option<Zone> {
    if name.starts_with(['+', '-']) {
        return None;
    }
    let table = changes(name, from_ms, to_ms).or_else(|| Some(transitions(&clock(name)?, from_ms, to_ms)))?;
    Some(Zone::new(name, table))
}

/// `(UTC ms, offset in ms)`, the first at `from_ms`; None where there is no `Temporal`, or for another reason to ask `Intl`.
fn changes(name: &str, from_ms: i64, to_ms: i64) -> Option<Vec<(i64, i64)>> {
    let mut at = Instant::at(from_ms as f64).ok()?.zoned(name).ok()?;
    let mut table = Vec::new();
    // It also takes the zone out of a whole date.
    while at.zone_id() == name {
        table.push((at.at_ms() as i64, (at.offset_ns() / 1e6) as i64));
        match at.transition("next").ok()?.filter(|next| next.at_ms() <= to_ms as f64) {
            Some(next) => at = next,
            None => return Some(table),
        }
    }
    None
}

fn clock(name: &str) -> Option<impl Fn(i64) -> i64> {
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

    #[cfg(target_arch = "wasm32")]
    #[wasm_bindgen_test::wasm_bindgen_test]
    fn both_ways_give_the_same_table() {
        const RARE: [&str; 5] = ["Asia/Calcutta", "EST5EDT", "Etc/GMT+5", "US/Pacific", "UTC"];
        let intl = js_sys::Reflect::get(&js_sys::global(), &"Intl".into()).expect("Intl");
        let list: js_sys::Function =
            wasm_bindgen::JsCast::unchecked_into(Reflect::get(&intl, &"supportedValuesOf".into()).expect("a function"));
        let zones = list.call1(&intl, &"timeZone".into()).expect("a list");
        let zones = js_sys::Array::from(&zones).into_iter().filter_map(|zone| zone.as_string());
        let (from, to) = (-STEP_MS, days_from_civil(2042, 1, 1) * DAY);
        let mut compared = 0;
        for name in RARE.map(str::to_owned).into_iter().chain(zones) {
            // Some browsers have no Temporal.
            if let Some(table) = changes(&name, from, to) {
                assert_eq!(table, transitions(&clock(&name).expect("a zone"), from, to), "{name}");
                compared += 1;
            }
        }
        let has_temporal = Instant::at(0.0).is_ok();
        assert!(compared > if has_temporal { 400 } else { -1 });
        for name in
            ["utc", "asia/jakarta", "2026-01-01T00:00Z", "2026-01-01T00:00+07:00[Asia/Jakarta]", "Mars/Phobos", ""]
        {
            assert!(changes(name, from, to).is_none() && zone(name, 0, 1).is_none(), "{name}");
        }
    }

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
