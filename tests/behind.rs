//! The law of opening a figure: the list behind it is exactly as long as it says. It is asked of every figure of the
//! report, so a figure without rows fails here.

mod common;
#[path = "common/stream.rs"]
mod stream;

use proptest::prelude::*;
use serde_json::{Value, json};
use session_analytics::engine::behind;
use session_analytics::protocol::{Engine, Request, handle};
use std::fs;
use stream::{config, records, step, text};

/// Sections whose values are no figures.
const NO_FIGURES: &[&str] = &["range", "policy", "diagnostics"];

/// A figure on its way down the report: its id, and the rows of lists around it.
struct Way<'a> {
    id: String,
    rows: Vec<&'a Value>,
    /// Positions in a list of lists: weekday and hour.
    positions: Vec<usize>,
}

fn walk<'a>(way: &mut Way<'a>, value: &'a Value, visit: &mut impl FnMut(&Way<'a>, &'a Value)) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let len = way.id.len();
                way.id += if len == 0 || way.id.ends_with('.') { "" } else { "." };
                way.id += name;
                walk(way, value, visit);
                way.id.truncate(len);
            }
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                way.rows.push(item);
                way.positions.push(i);
                walk(way, item, visit);
                way.rows.pop();
                way.positions.pop();
            }
        }
        _ => visit(way, value),
    }
}

/// The keys that tell the figure apart, from the rows around it.
fn part(way: &Way, keys: &[&str]) -> Vec<Value> {
    let key = |key: &&str| match *key {
        "weekday" => json!(way.positions[0] + 1),
        "hour" => json!(way.positions[1]),
        key => way.rows.iter().rev().find_map(|row| row.get(key)).cloned().expect("the key is in a row around"),
    };
    keys.iter().map(key).collect()
}

fn ask(engine: &mut Engine, request: Value) -> Value {
    let request = Request::read(&request.to_string()).expect("a request");
    serde_json::to_value(handle(engine, request)).expect("JSON")
}

fn micros(amount: &Value) -> i128 {
    let text = amount.as_str().expect("money is a string");
    let (whole, fraction) = text.split_once('.').expect("money has places");
    let digits: i128 = format!("{whole}{fraction:0<6}").parse().expect("money is digits");
    digits
}

/// Checks every figure of the report of `engine`, and says how many there were.
fn check(engine: &mut Engine) -> usize {
    let report: Value = serde_json::from_str(&common::report(engine)).expect("JSON");
    let mut figures = Vec::new();
    for (section, value) in report.as_object().expect("an object") {
        let (previous, sections) = match section.as_str() {
            "previous" => (true, value.clone()),
            _ => (false, json!({ section.as_str(): value })),
        };
        let sections = sections.as_object().expect("an object").clone();
        for (section, value) in sections.iter().filter(|(section, _)| !NO_FIGURES.contains(&section.as_str())) {
            let prefix = if previous { "previous." } else { "" };
            let mut way = Way { id: format!("{prefix}{section}"), rows: Vec::new(), positions: Vec::new() };
            walk(&mut way, value, &mut |way, value| {
                // What names a row is no figure.
                let name = way.id.rsplit('.').next().expect("a name");
                let is_key = behind::METRICS.iter().copied().flatten().any(|metric| {
                    let list = way.id.trim_start_matches("previous.").rsplit_once('.').expect("a path").0;
                    metric.keys.contains(&name) && metric.path.rsplit_once('.').is_some_and(|(of, _)| of == list)
                });
                if !is_key && name != "to_s" {
                    let (metric, _) = behind::find(&way.id).unwrap_or_else(|| panic!("{} has no rows", way.id));
                    figures.push((way.id.clone(), part(way, metric.keys), value.clone()));
                }
            });
        }
    }
    let checked = figures.len();
    for (metric, part, value) in figures {
        let answer = ask(engine, json!({"op": "rows", "metric": metric, "part": part, "per_page": 1000}));
        let name = format!("{metric} {part:?}: {answer}");
        let rows = answer["rows"].as_array().expect(&name);
        assert_eq!(answer["total"].as_u64(), Some(rows.len() as u64), "{name}");
        let last = metric.rsplit('.').next().expect("a name");
        if last.ends_with("_s") || last.ends_with("rate") || ["mean", "accuracy"].contains(&last) {
            // A mean or a rate is null over nothing, and only then.
            if last != "total_s" {
                assert_eq!(value.is_null(), rows.is_empty(), "{name} of {value}");
            }
        } else if let Some(count) = value.as_u64() {
            assert_eq!(count, rows.len() as u64, "{name}");
        } else {
            let amount = |row: &Value| match row["event"]["detail"].as_str() {
                // An order tells its amount and currency in one.
                Some(text) => micros(&json!(text.split(' ').next().expect("an amount"))),
                None => micros(&row["amount"]) * if row["type"] == "credit_used" && last == "balance" { -1 } else { 1 },
            };
            assert_eq!(micros(&value), rows.iter().map(amount).sum::<i128>(), "{name}");
        }
    }
    // What stands outside any session is no part of the report, and is counted by type and reason.
    let outside = ask(engine, json!({"op": "outside"}));
    for reason in outside["by_type"].as_array().expect("a list") {
        let part = json!([reason["type"], reason["why"]]);
        let answer = ask(engine, json!({"op": "rows", "metric": "outside.by_type", "part": part}));
        assert_eq!(answer["total"], reason["count"], "{part}: {answer}");
    }
    checked
}

#[test]
fn every_golden_figure_is_as_long_as_its_list() {
    let mut checked = 0;
    for (folder, mut engine) in goldens() {
        checked += check(&mut engine);
        let list = ask(&mut engine, json!({"op": "rows", "metric": "sessions.total", "per_page": 1000}));
        let ids = list["rows"].as_array().expect("rows").iter().map(|row| row["id"].clone());
        let listed = common::sessions(&mut engine);
        let listed = listed.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")["id"].clone());
        assert!(ids.eq(listed), "{folder}");
    }
    assert!(checked > 5000, "only {checked} figures");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_is_as_long_as_its_list(steps in prop::collection::vec(step(), 1..60), config in config()) {
        let mut engine = common::engine(&config);
        let entities = "{\"type\":\"agent\",\"id\":\"a1\",\"team_ids\":[\"t0\",\"t7\"]}\n{\"type\":\"team\",\"id\":\"t7\"}\n";
        common::load(&mut engine, "stream.ndjson", (entities.to_owned() + &text(&records(&steps))).as_bytes(), 1 << 20);
        check(&mut engine);
    }
}

/// The golden streams, each loaded.
fn goldens() -> impl Iterator<Item = (String, Engine)> {
    fs::read_dir("tests/golden").expect("the folder is there").map(|folder| {
        let folder = folder.expect("a folder").path();
        let config: Value =
            serde_json::from_str(&fs::read_to_string(folder.join("config.json")).expect("a config")).expect("JSON");
        let mut engine = common::engine(&config);
        let stream = ["ndjson", "csv", "json"].iter().map(|ending| folder.join(format!("stream.{ending}")));
        let stream = stream.into_iter().find(|path| path.exists()).expect("a stream");
        common::load(&mut engine, &stream.to_string_lossy(), &fs::read(&stream).expect("a stream"), 1 << 16);
        (folder.display().to_string(), engine)
    })
}

fn rows_of(engine: &mut Engine, metric: &str, sort: &str, search: &str) -> Vec<Value> {
    let asked = json!({"op": "rows", "metric": metric, "per_page": 1000, "sort": sort, "search": search});
    let answer = ask(engine, asked);
    let rows = answer["rows"].as_array().unwrap_or_else(|| panic!("{metric} {sort} {search}: {answer}"));
    assert_eq!(answer["total"], json!(rows.len()), "{metric}");
    rows.clone()
}

/// What the field of a row is sorted by: amounts as numbers, messages by who wrote them; absent last.
fn sort_key(row: &Value, field: &str) -> Option<(i128, String)> {
    let value = row.pointer(&format!("/{}", field.replace('.', "/"))).expect("a field of the row");
    match (field, value) {
        (_, Value::Null) => None,
        ("amount", value) => Some((micros(value), String::new())),
        ("event.type", Value::String(word)) => Some((0, row["event"]["from"].as_str().unwrap_or(word).to_owned())),
        (_, Value::Number(number)) => Some((number.as_i64().expect("a whole number").into(), String::new())),
        (_, value) => Some((0, value.as_str().expect("a text").to_owned())),
    }
}

#[test]
fn rows_are_sorted_by_any_field_and_ties_keep_their_order() {
    let mut sorted = std::collections::BTreeMap::new();
    for (folder, mut engine) in goldens() {
        for metric in behind::METRICS.iter().copied().flatten() {
            let plain = rows_of(&mut engine, metric.path, "", "");
            let grain = ask(&mut engine, json!({"op": "rows", "metric": metric.path}))["grain"].clone();
            // The Session List's own order has a test, and is the same.
            let fields: &[&str] = match grain.as_str().expect("a grain") {
                "events" => {
                    &["event.at", "event.type", "customer_name", "event.agent_name", "event.channel", "event.text"]
                }
                "credits" => &["at", "type", "category", "amount"],
                "customers" => &["customer_name", "customer_phone"],
                "conversations" => &["conversation", "customer_name", "channel"],
                "flows" => &["flow_name", "count"],
                _ => &[],
            };
            for field in fields {
                for sign in ["", "-"] {
                    let mut expected = plain.clone();
                    expected.sort_by(|a, b| match (sort_key(a, field), sort_key(b, field)) {
                        (Some(a), Some(b)) if sign == "-" => b.cmp(&a),
                        (Some(a), Some(b)) => a.cmp(&b),
                        (a, b) => b.is_some().cmp(&a.is_some()),
                    });
                    let found = rows_of(&mut engine, metric.path, &format!("{sign}{field}"), "");
                    assert_eq!(found, expected, "{folder}: {} by {sign}{field}", metric.path);
                }
                *sorted.entry(format!("{grain} {field}")).or_insert(0) += usize::from(plain.len() > 1);
            }
        }
        let listed = ask(&mut engine, json!({"op": "sessions", "sort": "-duration_s", "per_page": 1000}));
        assert_eq!(json!(rows_of(&mut engine, "sessions.total", "-duration_s", "")), listed["rows"], "{folder}");
    }
    assert!(sorted.len() == 17 && sorted.values().all(|&tried| tried > 0), "{sorted:?}");
}

#[test]
fn rows_are_searched_by_customer_phone_or_id() {
    let mut found = std::collections::BTreeMap::new();
    for (folder, mut engine) in goldens() {
        for metric in behind::METRICS.iter().copied().flatten() {
            let rows = rows_of(&mut engine, metric.path, "", "");
            for field in ["customer_name", "session_id", "id", "conversation", "flow_name"] {
                let Some(text) = rows.last().and_then(|row| row[field].as_str()) else { continue };
                let needle = text.to_uppercase();
                let holds = |value: &Value| value.as_str().is_some_and(|text| text.to_uppercase().contains(&needle));
                let is_found = |row: &&Value| {
                    let own = ["customer_id", "customer_name", "customer_phone", "session_id", "id", "conversation"];
                    own.iter().chain(&["flow_id", "flow_name"]).any(|name| holds(&row[*name]))
                        || holds(&row["event"]["conversation"])
                };
                let expected: Vec<Value> = rows.iter().filter(is_found).cloned().collect();
                let searched = rows_of(&mut engine, metric.path, "", &format!(" {needle} "));
                assert_eq!(searched, expected, "{folder}: {} with {needle}", metric.path);
                *found.entry(field).or_insert(0) += usize::from(expected.len() < rows.len());
            }
        }
        assert!(rows_of(&mut engine, "sessions.total", "", "nobody is called so").is_empty());
    }
    assert!(found.len() == 5 && found.values().all(|&fewer| fewer > 0), "{found:?}");
}

#[test]
fn what_is_no_figure_is_refused_with_its_path() {
    let mut engine = common::engine(&json!({}));
    for (request, path) in [
        (json!({"op": "rows", "metric": "sessions.nothing"}), "metric"),
        (json!({"op": "rows", "metric": "previous.overview.contacts"}), "metric"),
        (json!({"op": "rows", "metric": "sessions.total", "part": ["x"]}), "part"),
        (json!({"op": "rows", "metric": "sessions.total", "sort": "-nothing"}), "sort"),
        (json!({"op": "rows", "metric": "messages.received", "sort": "started_at"}), "sort"),
        (json!({"op": "rows", "metric": "sessions.by_day", "part": [{}]}), "metric"),
        (json!({"op": "rows", "metric": "sessions.by_day.first", "part": [{}]}), "part"),
        (json!({"op": "rows", "metric": "sessions.total", "query": {"policy": {"idle_s": -1}}}), "policy.idle_s"),
    ] {
        let answer = ask(&mut engine, request.clone());
        assert_eq!((&answer["op"], &answer["path"]), (&json!("error"), &json!(path)), "{request}");
    }
}

#[test]
fn rows_come_in_pages_the_latest_first() {
    let mut engine = common::engine(&json!({"from": "2026-01-01", "to": "2026-01-02", "now": "2026-01-03T00:00:00Z"}));
    let at = |hour: u32| format!("2026-01-01T{hour:02}:00:00Z");
    let line = |hour: u32| {
        json!({"type": "message", "from": "customer", "id": hour.to_string(), "at": at(hour), "customer_id": "c",
               "conversation_id": "v", "text": format!("t{hour}")})
        .to_string()
            + "\n"
    };
    common::load(&mut engine, "x.ndjson", (0..5).map(line).collect::<String>().as_bytes(), 1 << 20);
    let answer = ask(&mut engine, json!({"op": "rows", "metric": "messages.received", "page": 2, "per_page": 2}));
    let texts: Vec<&Value> = answer["rows"].as_array().expect("rows").iter().map(|row| &row["event"]["text"]).collect();
    assert_eq!(
        (&answer["grain"], &answer["total"], texts),
        (&json!("events"), &json!(5), vec![&json!("t2"), &json!("t1")])
    );
    assert_eq!(answer["rows"][0]["session_id"], json!("c/#1"));
}

#[test]
fn the_report_holds_against_itself() {
    for (folder, mut engine) in goldens() {
        let answer = ask(&mut engine, json!({"op": "checks"}));
        let checks = answer["checks"].as_array().expect("checks");
        let count = |kind: &str| checks.iter().filter(|check| check["kind"] == kind).count();
        assert!(count("parts") >= 30 && count("list") >= 50 && count("export") >= 90, "{answer}");
        let wrong: Vec<&Value> = checks.iter().filter(|check| check["holds"] != true).collect();
        assert!(wrong.is_empty(), "{folder}: {wrong:?}");
    }
}
