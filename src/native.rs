//! What native programs give the engine: IANA zones from a compiled-in database. The browser has its own.

use crate::engine::calendar::Zone;
use crate::engine::instant::DAY;
use chrono::{DateTime, Offset, TimeZone};

/// The names of all zones, older ones that are other names of the same included.
pub fn zones() -> impl Iterator<Item = &'static str> {
    chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
}

/// The zone of an IANA name, with every change of its offset between two instants in milliseconds.
pub fn zone(name: &str, from: i64, to: i64) -> Option<Zone> {
    let zone: chrono_tz::Tz = name.parse().ok()?;
    let offset = |at: i64| {
        let time = DateTime::from_timestamp_millis(at).unwrap_or_default().naive_utc();
        i64::from(zone.offset_from_utc_datetime(&time).fix().local_minus_utc()) * 1000
    };
    let mut transitions = vec![(from, offset(from))];
    let mut at = from;
    while at < to {
        let next = at + DAY;
        let (before, after) = (offset(at), offset(next));
        if before != after {
            transitions.push((change(at, next, before, offset), after));
        }
        at = next;
    }
    Some(Zone::new(name, transitions))
}

/// The first instant after `from` with another offset than `before`.
fn change(from: i64, to: i64, before: i64, offset: impl Fn(i64) -> i64) -> i64 {
    let (mut low, mut high) = (from, to);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if offset(middle) == before { low = middle } else { high = middle }
    }
    high
}
