//! Laws of the engine on generated streams: order of arrival, chunks, appending and shards change nothing, and parts
//! sum to wholes.

mod common;

use proptest::prelude::*;
use serde_json::{Value, json};
use session_analytics::engine::merge;

/// What happens at one step of a stream, as small numbers that are turned into a record.
#[derive(Debug, Clone)]
struct Step {
    customer: u8,
    conversation: u8,
    inbox: Option<u8>,
    agent: u8,
    kind: u8,
    detail: u8,
    gap_ms: u64,
}

fn step() -> impl Strategy<Value = Step> {
    let gap = prop_oneof![1..2_000_u64, 599_000..601_000_u64, 3_600_000..90_000_000_u64];
    (0..5_u8, 0..3_u8, prop::option::of(0..3_u8), 0..3_u8, 0..16_u8, 0..4_u8, gap).prop_map(
        |(customer, conversation, inbox, agent, kind, detail, gap_ms)| Step {
            customer,
            conversation,
            inbox,
            agent,
            kind,
            detail,
            gap_ms,
        },
    )
}

/// Records at distinct instants: their order of arrival must not matter. A conversation has one customer.
fn records(steps: &[Step]) -> Vec<String> {
    let mut at = 1_767_225_600_000_u64;
    let record = |(i, step): (usize, &Step)| {
        at += step.gap_ms;
        let mut record = json!({
            "id": format!("e{i}"), "at": at, "customer_id": format!("c{}", step.customer),
            "conversation_id": format!("v{}/{}", step.customer, step.conversation),
            "inbox_id": step.inbox.map(|inbox| format!("i{inbox}")), "channel": if step.detail % 2 == 0 { "whatsapp" } else { "email" },
            "agent_id": format!("a{}", step.agent), "team_id": format!("t{}", step.agent % 2),
        });
        let by = ["agent", "bot", "customer", "system"][step.detail as usize];
        let outcome = ["succeeded", "cancelled", "disabled", "incomplete"][step.detail as usize];
        let own = match step.kind {
            0..4 => json!({"type": "message", "from": "customer", "text": "é\n\"hello\""}),
            4 | 5 => json!({"type": "message", "from": "agent", "private": step.detail == 3}),
            6 | 7 => json!({"type": "message", "from": "bot", "bot_id": format!("b{}", step.agent)}),
            8 => json!({"type": "assigned"}),
            9 | 10 => json!({"type": "resolved", "by": by}),
            11 => json!({"type": "reopened", "by": by}),
            12 => json!({"type": "label_added", "label": format!("l{}", step.detail)}),
            13 => json!({"type": "csat", "rating": step.detail + 1}),
            14 => json!({"type": "transfer", "outcome": outcome}),
            _ => json!({"type": "opened"}),
        };
        for (key, value) in own.as_object().expect("an object") {
            record[key] = value.clone();
        }
        record.to_string()
    };
    steps.iter().enumerate().map(record).collect()
}

fn config() -> impl Strategy<Value = Value> {
    let presets = ["resolution", "resolution_24h", "window_24h", "inactivity_10m", "interaction"];
    let scopes = ["customer", "inbox", "conversation"];
    (0..5_usize, prop::option::of(0..3_usize), prop::bool::ANY).prop_map(move |(preset, scope, filtered)| {
        let mut policy = json!({"preset": presets[preset]});
        if let Some(scope) = scope {
            policy["scope"] = json!(scopes[scope]);
        }
        let filters = if filtered { json!({"channel": ["whatsapp"]}) } else { json!({}) };
        json!({"now": 1_769_000_000_000_u64, "from": "2026-01-01", "to": "2026-01-20", "tz": "America/New_York",
               "policy": policy, "filters": filters, "compare": true})
    })
}

fn text(records: &[String]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

fn answers(config: &Value, files: &[String], chunk: usize) -> (String, String) {
    let mut engine = common::engine(config);
    files.iter().for_each(|file| common::load(&mut engine, "stream.ndjson", file.as_bytes(), chunk));
    (common::report(&mut engine), common::sessions(&mut engine))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_of_lines_and_files_plays_no_part(
        (steps, shuffled) in prop::collection::vec(step(), 1..80).prop_flat_map(|steps| {
            let order: Vec<usize> = (0..steps.len()).collect();
            (Just(steps), Just(order).prop_shuffle())
        }),
        config in config(),
        cut in 0..80_usize,
    ) {
        let records = records(&steps);
        let mixed: Vec<String> = shuffled.iter().map(|&i| records[i].clone()).collect();
        let (first, second) = mixed.split_at(cut.min(mixed.len()));
        prop_assert_eq!(answers(&config, &[text(&records)], 1 << 20), answers(&config, &[text(first), text(second)], 1 << 20));
    }

    #[test]
    fn chunks_play_no_part(
        steps in prop::collection::vec(step(), 1..60),
        config in config(),
        chunk in 1..97_usize,
        as_list in prop::bool::ANY,
    ) {
        let records = records(&steps);
        let file = if as_list { format!("[{}]", records.join(" ,\n")) } else { text(&records) };
        let whole = {
            let mut engine = common::engine(&config);
            common::load(&mut engine, "stream", file.as_bytes(), 1 << 20);
            (common::report(&mut engine), common::sessions(&mut engine))
        };
        let mut engine = common::engine(&config);
        common::load(&mut engine, "stream", file.as_bytes(), chunk);
        prop_assert_eq!((common::report(&mut engine), common::sessions(&mut engine)), whole);
    }

    #[test]
    fn appending_equals_loading_at_once(
        steps in prop::collection::vec(step(), 1..80),
        config in config(),
        cuts in prop::collection::vec(0..80_usize, 0..4),
    ) {
        let records = records(&steps);
        let mut engine = common::engine(&config);
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(records.len())).chain([0, records.len()]).collect();
        cuts.sort_unstable();
        for pair in cuts.windows(2) {
            common::load(&mut engine, "stream.ndjson", text(&records[pair[0]..pair[1]]).as_bytes(), 1 << 20);
            // Asking in between must not change what comes later.
            common::report(&mut engine);
        }
        let appended = (common::report(&mut engine), common::sessions(&mut engine));
        prop_assert_eq!(appended, answers(&config, &[text(&records)], 1 << 20));
    }

    #[test]
    fn the_merge_of_shards_is_the_answer_of_the_whole(
        steps in prop::collection::vec(step(), 1..80),
        config in config(),
        shards in 1..4_u8,
        order in 0..6_usize,
    ) {
        let records = records(&steps);
        let mut parts = Vec::new();
        for shard in 0..shards {
            let own = std::iter::zip(&steps, &records).filter(|(step, _)| step.customer % shards == shard);
            let own: Vec<String> = own.map(|(_, record)| record.clone()).collect();
            let mut engine = common::engine(&config);
            common::load(&mut engine, "stream.ndjson", text(&own).as_bytes(), 1 << 20);
            let query = common::query(&mut engine);
            parts.push((engine.desk.partials(&query, |_| true), query));
        }
        let turn = order % parts.len();
        parts.rotate_left(turn);
        let query = parts[0].1.clone();
        let merged = merge(parts.into_iter().map(|(answer, _)| answer)).expect("one shard at least");
        let report = serde_json::to_string(&merged.finish(&query)).expect("JSON");
        prop_assert_eq!(report, answers(&config, &[text(&records)], 1 << 20).0);
    }

    #[test]
    fn parts_sum_to_wholes(steps in prop::collection::vec(step(), 1..80), config in config()) {
        let (report, list) = answers(&config, &[text(&records(&steps))], 1 << 20);
        let report: Value = serde_json::from_str(&report).expect("JSON");
        let sessions = &report["sessions"];
        let sum = |rows: &Value, field: &str| -> u64 {
            rows.as_array().expect("a list").iter().map(|row| row[field].as_u64().expect("a count")).sum()
        };
        let total = sessions["total"].as_u64().expect("a count");
        prop_assert_eq!(list.lines().count() as u64, total);
        prop_assert_eq!(sum(&sessions["by_day"], "total"), total);
        prop_assert_eq!(sum(&sessions["by_source"], "count"), total);
        let fields = |of: &Value, names: &[&str]| -> u64 { names.iter().map(|name| of[name].as_u64().expect("a count")).sum() };
        prop_assert_eq!(fields(&sessions["resolution"], &["ai", "agent", "other", "unresolved"]), total);
        prop_assert_eq!(fields(&sessions["by_status"], &["open", "pending", "assigned", "resolved", "expired"]), total);
        prop_assert_eq!(fields(&sessions["performance"]["sla"], &["in", "out", "pending"]), total);
        prop_assert_eq!(sum(&report["engagement"]["paths"], "count"), total);
        prop_assert_eq!(sum(&report["engagement"]["by_support"], "count"), total);
        let d = &report["diagnostics"];
        let parts = fields(d, &["accepted", "duplicate", "unknown_type", "future", "rejected"]);
        prop_assert_eq!(parts, d["seen"].as_u64().expect("a count"));
    }
}
