//! The golden streams in the browser, with the browser's own time zones: the same bytes as natively.
#![cfg(all(target_arch = "wasm32", feature = "web"))]

use serde_json::Value;
use session_analytics::engine::list;
use session_analytics::protocol::{Engine, Host};
use session_analytics::worker::zone;
use wasm_bindgen_test::wasm_bindgen_test;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

macro_rules! golden {
    ($($test:ident $folder:literal $stream:literal),+ $(,)?) => {
        $(#[wasm_bindgen_test]
        fn $test() {
            check(
                include_str!(concat!("golden/", $folder, "/config.json")),
                $stream,
                include_bytes!(concat!("golden/", $folder, "/", $stream)),
                include_str!(concat!("golden/", $folder, "/report.json")),
                include_str!(concat!("golden/", $folder, "/sessions.ndjson")),
            );
        })+
    };
}

golden! {
    havana_resolution "resolution_wall_ndjson" "stream.ndjson",
    new_york_interaction "interaction_wall_ndjson" "stream.ndjson",
    troll_business_table "resolution_24h_business_csv" "stream.csv",
    lord_howe_window_table "window_24h_wall_csv" "stream.csv",
    paris_inactivity "inactivity_10m_business_ndjson" "stream.ndjson",
    sao_paulo_list "interaction_business_json" "stream.json",
    apia_resolution "resolution_business_ndjson" "stream.ndjson",
    jakarta_contact_centre "ccai_interaction_lines" "stream.json",
    paris_contact_centre "ccai_window_24h_list" "stream.json",
}

fn check(config: &str, name: &str, stream: &[u8], report: &str, sessions: &str) {
    let config: Value = serde_json::from_str(config).expect("JSON");
    let mut engine = Engine::new(Host { zone, now: || 1_800_000_000_000 });
    engine.configure(&config).expect("the config is right");
    engine.open_as(name, None, config["source"]["format"].as_str());
    stream.chunks(1009).for_each(|chunk| _ = engine.chunk(chunk));
    engine.close().expect("the file is whole");
    let query = engine.query(&Value::Null).expect("the config is right");
    let bytes = serde_json::to_string(&engine.desk.report(&query, |_| true)).expect("JSON") + "\n";
    assert!(bytes == report, "{bytes}\n{report}");
    let prepared = engine.desk.prepare(&query);
    let view = prepared.view(query.period);
    let rows = view.selected().rev().map(|i| list::row(&view, i, view.derived.events(view.store, i)));
    let lines: String = rows.map(|row| serde_json::to_string(&row).expect("JSON") + "\n").collect();
    assert!(lines == sessions);
}
