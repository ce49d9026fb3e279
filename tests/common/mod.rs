//! Shared by the native tests: an engine over given bytes, and what it answers.
#![allow(dead_code, reason = "no test uses all of it")]

use serde_json::Value;
use session_analytics::engine::list;
use session_analytics::engine::query::Query;
use session_analytics::native;
use session_analytics::protocol::{Engine, Host, Reject};
use session_analytics::wire::imports::{self, Foreign, Writer};

/// An engine with a fixed clock, configured.
pub fn engine(config: &Value) -> Engine {
    let mut engine = Engine::new(Host { zone: native::zone, now: || 1_800_000_000_000 });
    engine.configure(config).expect("the config is right");
    engine
}

/// Loads one file in chunks of the given size.
pub fn load(engine: &mut Engine, name: &str, bytes: &[u8], chunk: usize) {
    load_as(engine, name, bytes, chunk, None);
}

/// The same in a format, and all there is: a pass over its only source. Gives the address to go on with.
pub fn load_as(engine: &mut Engine, name: &str, bytes: &[u8], chunk: usize, format: Option<&str>) -> Option<String> {
    engine.begin_pass();
    let next = page(engine, name, bytes, chunk, format);
    engine.end_pass();
    next
}

/// One page of several.
pub fn page(engine: &mut Engine, name: &str, bytes: &[u8], chunk: usize, format: Option<&str>) -> Option<String> {
    engine.open_as(name, None, format);
    bytes.chunks(chunk.max(1)).for_each(|chunk| _ = engine.chunk(chunk));
    engine.close().expect("the file is whole")
}

/// The records that an import makes of a file.
pub fn records(config: &Value, format: &str, bytes: &[u8]) -> (Vec<Value>, Vec<Reject>) {
    let format = imports::find(format).expect("an import");
    let import = format.begin(config.as_object().expect("an object"));
    let mut out = Writer::new(Vec::new());
    let mut foreign = Foreign::new(import.clone());
    foreign.push(bytes, &mut out);
    foreign.finish(&mut out);
    import.borrow_mut().end(&mut out);
    let lines = String::from_utf8(out.out).expect("UTF-8");
    (lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect(), out.rejects)
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
