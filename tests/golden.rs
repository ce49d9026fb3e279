//! Streams with their configuration and the exact answers: a folder each in tests/golden. The answers were checked
//! against a second, independent implementation of the event format and the metrics.

mod common;

use serde_json::Value;
use session_analytics::engine::mapping;
use std::fs;
use std::path::Path;

#[test]
fn every_folder_gives_its_answers() {
    let mut checked = 0;
    for entry in fs::read_dir("tests/golden").expect("the folder is there") {
        check(&entry.expect("a folder").path());
        checked += 1;
    }
    assert!(checked >= 8, "only {checked} folders");
}

fn check(folder: &Path) {
    let text = |name: &str| fs::read_to_string(folder.join(name)).expect(name);
    let config: Value = serde_json::from_str(&text("config.json")).expect("JSON");
    let stream = ["ndjson", "csv", "json"].iter().map(|ending| folder.join(format!("stream.{ending}")));
    let stream = stream.into_iter().find(|path| path.exists()).expect("a stream");
    let mut engine = common::engine(&config);
    let (bytes, format) = (fs::read(&stream).expect("a stream"), config["source"]["format"].as_str());
    common::load_as(&mut engine, &stream.to_string_lossy(), &bytes, 1 << 16, format);
    assert_eq!(common::report(&mut engine) + "\n", text("report.json"), "{}", folder.display());
    assert_eq!(common::sessions(&mut engine), text("sessions.ndjson"), "{}", folder.display());
    let query = common::query(&mut engine);
    let prepared = engine.desk.prepare(&query);
    let rows = mapping::rows(&prepared.view(query.period));
    let lines: String = rows.iter().map(|row| serde_json::to_string(row).expect("JSON") + "\n").collect();
    assert_eq!(lines, text("mapping.ndjson"), "{}", folder.display());
    // What an import makes of the stream on the way there.
    if let Some(format) = format.filter(|_| folder.join("records.ndjson").exists()) {
        let expected = text("records.ndjson");
        let expected: Vec<Value> = expected.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let (records, _) = common::records(&config, format, &bytes);
        for (record, expected) in records.iter().zip(&expected) {
            assert_eq!(record, expected, "{}", folder.display());
        }
        assert_eq!(records.len(), expected.len(), "{}", folder.display());
    }
}
