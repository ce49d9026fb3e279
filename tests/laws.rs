//! Laws of the engine on generated streams: order of arrival, chunks, appending and shards change nothing, and parts
//! sum to wholes.

mod common;
#[path = "common/stream.rs"]
mod stream;

use proptest::prelude::*;
use serde_json::Value;
use session_analytics::engine::merge;
use stream::{config, records, step, text};

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
