//! Files to take along: what is on screen, to the last row, with what it is of; raw numbers and no formulas.

mod common;

use serde_json::{Value, json};
use session_analytics::protocol::{Engine, Request, handle};
use session_analytics::wire::export::workbook;

fn engine() -> Engine {
    let mut engine = common::engine(&json!({
        "from": "2026-01-01", "to": "2026-01-08", "now": "2026-01-09T00:00:00Z", "tz": "Asia/Jakarta",
        "filters": {"channel": ["whatsapp"]}, "scope": {"customer": ["=c1", "c2"]}, "source": {"url": "/x"},
    }));
    let mut lines = vec![
        json!({"type": "customer", "id": "=c1", "name": "@SUM(1;2)\t\"x\"", "phone": "+62 811"}),
        json!({"type": "credit_used", "id": "u", "at": "2026-01-02T00:00:00Z", "category": "utility", "amount": "0.0147"}),
        json!({"type": "credit_added", "id": "a", "at": "2026-01-02T00:00:00Z", "amount": "-3"}),
    ];
    for (i, customer) in ["=c1", "c2", "c2", "c3"].iter().enumerate() {
        let at = format!("2026-01-0{}T08:00:00Z", i + 2);
        let event = |what: &str| {
            json!({"type": what, "id": format!("{what}{i}"), "at": at, "customer_id": customer, "conversation_id": i.to_string(),
                   "inbox_id": i.to_string(), "channel": "whatsapp", "from": "customer", "text": "-1", "by": "bot"})
        };
        lines.extend([event("message"), event("resolved")]);
    }
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    common::load(&mut engine, "x.ndjson", text.as_bytes(), 1 << 20);
    engine
}

fn export(engine: &mut Engine, export: Value) -> Value {
    let mut request = export;
    request["op"] = json!("export");
    let request = Request::read(&request.to_string()).expect("a request");
    serde_json::to_value(handle(engine, request)).expect("JSON")
}

fn body(answer: &Value) -> &str {
    answer["body"].as_str().expect("a body")
}

#[test]
fn a_csv_list_says_what_it_is_of_and_holds_every_row() {
    let answer = export(&mut engine(), json!({"of": "sessions", "format": "csv", "sort": "number", "search": "c"}));
    assert_eq!(answer["name"], "session-analytics_sessions_2026-01-01_2026-01-07_Asia-Jakarta.csv");
    let text = body(&answer);
    let (about, list) = text.split_once("\r\n\r\n").expect("two parts");
    for line in [
        "\u{FEFF}of,sessions",
        "clock,wall",
        "from,2026-01-01",
        "to,2026-01-08",
        "tz,Asia/Jakarta",
        "search,c",
        "sla_resolution_s,86400",
        "filters,\"{\"\"channel\"\":[\"\"whatsapp\"\"],\"\"customer\"\":[\"\"=c1\"\",\"\"c2\"\"]}\"",
    ] {
        assert!(about.contains(line), "{line} in {about}");
    }
    let lines: Vec<&str> = list.lines().collect();
    assert!(lines[1].starts_with("id,customer_id,customer_name,customer_phone,inbox_id,"), "{list}");
    assert_eq!(lines.len(), 2 + 3, "{list}");
    assert!(list.contains("'=c1,\"'@SUM(1;2)\t\"\"x\"\"\",'+62 811,"), "{list}");
}

#[test]
fn a_csv_page_has_every_figure_and_list() {
    let answer = export(
        &mut engine(),
        json!({"of": "report", "name": "automation", "format": "csv", "sections": ["credits", "sessions", "engagement"], "query": {"compare": true}}),
    );
    let text = body(&answer);
    for line in [
        "\r\nsessions.total,3\r\n",
        "\r\ncredits.total_used,0.0147\r\n",
        "\r\ncredits.balance,-3.0147\r\n",
        "\r\n\r\nsessions.by_source\r\nchannel,count\r\nwhatsapp,3\r\n",
        "\r\n\r\nengagement.heatmap\r\nweekday,hour,engaged,transfers\r\n1,0,0,0\r\n",
        "\r\n\r\nprevious.figures\r\nmetric,value\r\n",
        "\r\nsessions.performance.ai.mean_s,\r\n",
    ] {
        assert!(text.contains(line), "{line:?} in {text}");
    }
    assert_eq!(answer["name"], "session-analytics_automation_2026-01-01_2026-01-07_Asia-Jakarta.csv");
}

#[test]
fn json_holds_the_very_answers() {
    let mut engine = engine();
    let answer = export(&mut engine, json!({"of": "report", "format": "json"}));
    assert!(body(&answer).contains(&format!("\"report\":{}}}", common::report(&mut engine))));
    let list: Value =
        serde_json::from_str(body(&export(&mut engine, json!({"of": "sessions", "format": "json"})))).expect("JSON");
    let lines = common::sessions(&mut engine);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(list["rows"], json!(lines));
    assert_eq!(list["export"]["filters"]["channel"], json!(["whatsapp"]));
    let rows = export(&mut engine, json!({"of": "rows", "metric": "messages.received", "format": "json"}));
    let rows: Value = serde_json::from_str(body(&rows)).expect("JSON");
    assert_eq!(
        (rows["rows"].as_array().map(Vec::len), &rows["export"]["metric"]),
        (Some(3), &json!("messages.received"))
    );
    let none = export(&mut engine, json!({"of": "mapping", "format": "json"}));
    assert_eq!(serde_json::from_str::<Value>(body(&none)).expect("JSON")["rows"], json!([]));
}

#[test]
fn a_workbook_is_a_zip_of_parts() {
    let answer = export(&mut engine(), json!({"of": "report", "format": "xlsx"}));
    let file = workbook(body(&answer)).expect("sheets");
    assert!(file.starts_with(b"PK\x03\x04") && answer["name"].as_str().is_some_and(|name| name.ends_with(".xlsx")));
    if let Some(folder) = std::env::var_os("EXPORT_TO") {
        for of in ["report", "sessions", "mapping"] {
            let answer = export(&mut engine(), json!({"of": of, "format": "xlsx", "query": {"compare": true}}));
            std::fs::write(
                std::path::Path::new(&folder).join(format!("{of}.xlsx")),
                workbook(body(&answer)).expect("sheets"),
            )
            .expect("a folder");
        }
    }
}

#[test]
fn what_cannot_be_exported_is_refused_with_its_path() {
    for (request, path) in [
        (json!({"of": "report", "format": "pdf"}), "format"),
        (json!({"of": "everything", "format": "csv"}), "of"),
        (json!({"of": "rows", "metric": "x", "format": "csv"}), "metric"),
        (json!({"of": "sessions", "format": "csv", "query": {"filters": {"colour": ["red"]}}}), "filters.colour"),
    ] {
        let answer = export(&mut engine(), request.clone());
        assert_eq!((&answer["op"], &answer["path"]), (&json!("error"), &json!(path)), "{request}");
    }
}
