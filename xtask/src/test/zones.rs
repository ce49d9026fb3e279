//! The clock changes of every zone as native programs know them: the browser's own are held against these.

use serde_json::{Map, Value, json};
use session_analytics::native;

/// 2024-12-30 to 2027-01-03, both at midnight UTC.
const FROM_MS: i64 = 1_735_516_800_000;
const TO_MS: i64 = 1_798_934_400_000;

/// By name of the zone, `[instant, offset]` in milliseconds: the first from the beginning, the others at each change.
pub fn changes() -> String {
    let entry = |name: &str| {
        let zone = native::zone(name, FROM_MS, TO_MS)?;
        let mut at = FROM_MS;
        let table: Vec<Value> = zone
            .stretches(FROM_MS, TO_MS)
            .map(|(from, to)| {
                let change = json!([at, from - at]);
                at += to - from;
                change
            })
            .collect();
        Some((name.to_owned(), table.into()))
    };
    Value::Object(native::zones().filter_map(entry).collect::<Map<_, _>>()).to_string()
}
