//! Whatever JSON comes as a foreign format: no import stops at it, and none loses anything in silence.

mod common;

use proptest::prelude::*;
use serde_json::{Value, json};

/// Keys that an import looks at, so that odd values land where they hurt.
const KEYS: &[&str] = &[
    "id",
    "created_at",
    "call_type",
    "chat_type",
    "status",
    "end_user",
    "agent_info",
    "participants",
    "transfers",
    "queue_durations",
    "handle_durations",
    "queued_at",
    "ends_at",
    "assigned_at",
    "rating",
    "comment",
    "menu_path",
    "name",
    "escalations",
    "photos",
    "type",
    "user_id",
    "disposition_codes",
    "message_type",
    "conversation_id",
    "sender",
    "meta",
    "payload",
    "data",
    "labels",
    "inbox_id",
    "messages",
    "event_end_time",
    "event_start_time",
    "value",
    "updated_at",
    "last_activity_at",
    "assignee",
    "team",
    "content_attributes",
    "events",
    "next",
    "current_page",
    "total_pages",
    "email",
    "va_alias",
    "channel",
    "channel_type",
    "verified",
];

fn any_json() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "",
        "8",
        "finished",
        "2026-01-05T08:00:00Z",
        "1767600000",
        "escalated",
        "resolved",
        "é\u{0}😀",
        "-1e999",
        "Voice",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0..4_u8).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words.prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(KEYS), inner), 0..12).prop_map(|members| Value::Object(
                members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            )),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_json_stops_an_import(values in prop::collection::vec(any_json(), 1..4), chunk in 1..50_usize, cut in 0..400_usize, format in 0..2_usize) {
        let format = ["ccai", "chatwoot"][format];
        let mut text: Vec<u8> = values.iter().flat_map(|value| format!("{value}\n").into_bytes()).collect();
        text.truncate(text.len().saturating_sub(cut).max(1));
        let load = |chunk: usize| {
            let mut engine = common::engine(&json!({"now": 4_000_000_000_000_u64, "policy": "interaction"}));
            common::load_as(&mut engine, "https://x.test/api/v1/accounts/1/conversations", &text, chunk, Some(format));
            let counts = engine.desk.store.counts;
            let parts = counts.accepted + counts.duplicate + counts.unknown_type + counts.rejected;
            assert_eq!(parts, counts.seen);
            common::report(&mut engine)
        };
        prop_assert_eq!(load(chunk), load(1 << 20));
    }

    #[test]
    fn whatever_an_object_holds_it_is_told_of(value in any_json()) {
        let object = json!({"id": 5, "created_at": 1_767_600_000, "extra": value, "end_user": value, "agent_info": value, "queue_durations": value});
        let (records, rejects) = common::records(&json!({}), "ccai", object.to_string().as_bytes());
        prop_assert!(records.iter().any(|record| record["type"] == "interaction"), "{rejects:?}");
    }
}
