//! Shared by the native tests: an engine over given bytes, and what it answers.

use serde_json::Value;
use session_analytics::engine::list;
use session_analytics::engine::query::Query;
use session_analytics::native;
use session_analytics::protocol::{Engine, Host};

/// An engine with a fixed clock, configured.
pub fn engine(config: &Value) -> Engine {
    let mut engine = Engine::new(Host { zone: native::zone, now: || 1_800_000_000_000 });
    engine.configure(config).expect("the config is right");
    engine
}

/// Loads one file in chunks of the given size.
pub fn load(engine: &mut Engine, name: &str, bytes: &[u8], chunk: usize) {
    engine.open(name, None);
    bytes.chunks(chunk.max(1)).for_each(|chunk| engine.chunk(chunk));
    engine.close().expect("the file is whole");
}

pub fn query(engine: &mut Engine) -> Query {
    engine.query(&Value::Null).expect("the config is right")
}

/// The whole report as the bytes that are written.
pub fn report(engine: &mut Engine) -> String {
    let query = query(engine);
    serde_json::to_string(&engine.desk.report(&query, |_| true)).expect("a report is JSON")
}

/// The Session List as NDJSON.
pub fn sessions(engine: &mut Engine) -> String {
    let query = query(engine);
    let prepared = engine.desk.prepare(&query);
    let view = prepared.view(query.period);
    let rows = view.selected().rev().map(|i| list::row(&view, i, view.derived.events(view.store, i)));
    rows.map(|row| serde_json::to_string(&row).expect("a row is JSON") + "\n").collect()
}
