//! The same question has the same answer on machines that know different things of times without records.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use serde_json::json;
use session_analytics::engine::calendar::Zone;
use session_analytics::engine::instant::END_OF_TIME;
use session_analytics::native;
use session_analytics::protocol::{Engine, Host};

/// A machine that knows no clock change before or after all records.
fn zone(name: &str, from: i64, to: i64) -> Option<Zone> {
    native::zone(name, from.clamp(0, END_OF_TIME), to.clamp(0, END_OF_TIME))
}

#[test]
fn zones_are_the_same_on_all_machines() {
    // The clocks of London were an hour ahead all through 1970, and not ten years before.
    for (from, to) in [("1960-01-01", "1960-01-03"), ("1969-12-30", "1970-01-03"), ("2120-06-01", "2120-06-03")] {
        let config = json!({"tz": "Europe/London", "from": from, "to": to, "now": "2026-01-05T00:00:00Z"});
        let [one, other] = [native::zone, zone].map(|zone: fn(&str, i64, i64) -> Option<Zone>| {
            let mut engine = Engine::new(Host { zone, now: || 0 });
            let query = engine.configure(&config).expect("the config is right");
            (query.zone.day_start(query.period.from), common::report(&mut engine))
        });
        assert_eq!(one, other, "{from}");
    }
}
