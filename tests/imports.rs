//! Foreign formats with what their writers do wrong: nothing panics, nothing is lost in silence.

mod common;

use common::records;
use serde_json::{Value, json};
use session_analytics::protocol::{Request, handle};

/// Types of the records, and reasons of what was set aside.
fn ccai(text: &str) -> (Vec<Value>, Vec<String>) {
    let (records, rejects) = records(&json!({}), "ccai", text.as_bytes());
    (records, rejects.into_iter().map(|reject| reject.reason).collect())
}

fn facts(object: Value) -> Value {
    let (records, rejects) = ccai(&object.to_string());
    assert_eq!(rejects, Vec::<String>::new());
    records.into_iter().find(|record| record["type"] == "interaction").expect("facts")
}

fn call(fields: Value) -> Value {
    let mut call = json!({"id": 1, "created_at": 1_767_600_000, "call_type": "Voice Inbound (IVR)"});
    for (key, value) in fields.as_object().expect("an object") {
        call[key] = value.clone();
    }
    call
}

#[test]
fn what_a_call_must_have() {
    for (text, reason) in [
        ("{}", "id: is missing"),
        (r#"{"id":1}"#, "created_at: is missing"),
        (r#"{"id":null,"created_at":1}"#, "id: is missing"),
        (r#"{"id":1.5,"created_at":1}"#, "id: expected a whole number, or a text of at most 256 bytes, found 1.5"),
        (r#"{"id":1,"created_at":0}"#, "created_at: is missing"),
        (r#"{"id":1,"created_at":"99999-01-01"}"#, "created_at: expected an instant"),
        (r#"{"id":1,"created_at":1e400}"#, "created_at: expected an instant"),
        (r#"{"id":[1],"created_at":1}"#, "id: expected"),
        ("[1]", "expected an object at byte"),
        ("[{\"id\":1", "the list has no end"),
        ("{\"id\":1,", "the object has no end"),
        ("nonsense", "expected an object"),
        ("{\"id\":\"\\ud800\"}", "a lone surrogate at byte"),
    ] {
        let (records, reasons) = ccai(text);
        assert!(records.is_empty() && reasons.len() == 1 && reasons[0].starts_with(reason), "{text}: {reasons:?}");
    }
    let long = format!(r#"{{"id":"{}","created_at":1}}"#, "x".repeat(250));
    assert_eq!(ccai(&long).1, ["id: expected at most 200 bytes"]);
}

#[test]
fn what_cannot_be_read_is_left_out_and_told() {
    let object = call(
        json!({"queue_duration": "soon", "hold_duration": -1, "ends_at": {}, "agent_info": 5, "participants": [7, null],
        "verified": "maybe", "handle_durations": [{"call_duration": "long"}], "transfers": [{"status": "lost"}], "disposition_codes": [{"colour": "red"}], "rating": 9, "lang": "id"}),
    );
    let (records, reasons) = ccai(&object.to_string());
    assert_eq!(records.iter().map(|record| &record["type"]).collect::<Vec<_>>(), ["opened", "interaction"]);
    assert_eq!((&records[1]["lang"], &records[1]["queue_seconds"]), (&json!("id"), &Value::Null));
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    assert!(reasons[0].starts_with("rating: expected 1 <= rating"), "{reasons:?}");
    for field in [
        "queue_duration",
        "hold_duration",
        "ends_at",
        "agent_info",
        "participants",
        "verified",
        "handle_durations.call_duration",
        "transfers",
        "disposition_codes",
    ] {
        let is_told =
            reasons[1].split("; ").any(|reason| reason.trim_start_matches("call-1: left out: ").starts_with(field));
        assert!(is_told || field == "hold_duration", "{field}: {reasons:?}");
    }
    assert_eq!(
        ccai(&call(json!({"comment": "good"})).to_string()).1,
        ["call-1: left out: comment: came without a rating"]
    );
}

#[test]
fn nothing_and_null_are_absent() {
    let facts = facts(call(
        json!({"fail_reason": "nothing", "subStatus": "no_reason", "disconnected_by": "", "rating": 0, "deflection": "no_deflection",
        "end_user": null, "agent_info": null, "participants": null, "queue_durations": [], "photos": null, "status": null, "menu_path": {"name": null}}),
    ));
    let keys = [
        "fail_reason",
        "sub_status",
        "disconnected_by",
        "deflection",
        "answered_by",
        "participants",
        "queues",
        "smart_actions",
        "status",
        "menu_path",
    ];
    assert!(keys.iter().all(|key| facts[key].is_null()), "{facts}");
    assert_eq!((&facts["customer_id"], &facts["channel"]), (&json!("anonymous-call-1"), &json!("voice")));
}

#[test]
fn types_tell_channel_and_direction() {
    for (kind, channel, direction) in [
        ("Voice Callback (Web)", "voice", "outbound"),
        ("voice campaign", "voice", "outbound"),
        ("Messaging (Whatsapp)", "whatsapp", "inbound"),
        ("Messaging Outbound (SMS by API)", "sms", "outbound"),
        ("Messaging (Web)", "live_chat", "inbound"),
        ("Messaging Inbound (Mobile Chat)", "in_app", "inbound"),
        ("Messaging Inbound (App Chat)", "in_app", "inbound"),
        ("Messaging (Apple Messages)", "chat", "inbound"),
        ("é", "chat", "inbound"),
    ] {
        let facts = facts(json!({"id": "a", "created_at": "2026-01-05T08:00:00Z", "chat_type": kind}));
        assert_eq!((&facts["channel"], &facts["direction"]), (&json!(channel), &json!(direction)), "{kind}");
        assert_eq!(facts["conversation_id"], "chat-a");
    }
}

#[test]
fn who_answered() {
    let agent = json!({"id": 1, "type": "agent", "user_id": 7, "connected_at": 1_767_600_050});
    let bot = json!({"id": 2, "type": "virtual_agent", "connected_at": 1_767_600_001});
    let absent =
        |kind: &str, connected_at: Value| json!({"id": 1, "type": kind, "user_id": 7, "connected_at": connected_at});
    for (info, participants, expected) in [
        (json!({"id": 7, "email": "a@x.test"}), json!([bot]), json!(["human", "7", null, true])),
        (json!({"id": 7, "agent_number": 12}), json!(null), json!(["human", "7", null, null])),
        (json!({"id": 3, "va_alias": "helper"}), json!([]), json!(["virtual_agent", null, "3", true])),
        (
            json!({"id": 3, "email": "", "agent_number": " ", "va_alias": "helper"}),
            json!([]),
            json!(["virtual_agent", null, "3", true]),
        ),
        (
            json!({"id": 3, "first_name": "Help", "last_name": "Bot", "va_alias": "helper"}),
            json!([]),
            json!(["virtual_agent", null, "3", true]),
        ),
        (json!({"id": 7, "first_name": "Ayu", "va_alias": ""}), json!([]), json!(["human", "7", null, null])),
        (json!(null), json!([absent("agent", json!(0))]), json!([null, null, null, null])),
        (json!(null), json!([absent("virtual_agent", json!(""))]), json!([null, null, null, null])),
        (json!(null), json!([bot, agent]), json!(["human", "7", null, true])),
        (json!(null), json!([bot]), json!(["virtual_agent", null, null, true])),
        (json!(null), json!([{"id": 1, "type": "agent", "user_id": 7}]), json!([null, null, null, null])),
        (json!({"id": 7, "name": "Ayu"}), json!([agent]), json!(["human", "7", null, null])),
    ] {
        let facts = facts(call(json!({"agent_info": info, "participants": participants})));
        let found = json!([facts["answered_by"], facts["agent_id"], facts["bot_id"], facts["virtual_agent_connected"]]);
        assert_eq!(found, expected, "{info} {participants}");
    }
    for info in [json!({"id": 7, "name": "Ayu"}), json!({"id": 7, "va_alias": ""})] {
        let (_, reasons) = ccai(&call(json!({"agent_info": info})).to_string());
        assert_eq!(reasons, ["call-1: left out: agent_info: nothing says whether 7 is a human"]);
    }
    let virtual_agent = json!({"agent_info": {"id": 3, "email": "", "va_alias": "a"}, "assigned_at": 1_767_600_050});
    let (records, _) = ccai(&call(virtual_agent).to_string());
    assert!(records.iter().all(|record| record["type"] != "assigned"), "{records:?}");
    for (started_at, connected) in [(json!(0), Value::Null), (json!(1_767_600_001), json!(true))] {
        let legs = json!([{"virtual_agent": {"id": 3}, "started_at": started_at}]);
        let facts = facts(call(json!({"virtual_agent_handle_durations": legs})));
        assert_eq!((&facts["virtual_agent_assigned"], &facts["virtual_agent_connected"]), (&json!(true), &connected));
    }
}

#[test]
fn a_key_with_nothing_under_it_hides_no_other() {
    for nothing in [json!(null), json!(""), json!([]), json!([null, " "])] {
        let kind = if nothing.is_array() { &Value::Null } else { &nothing };
        let object = json!({"id": 1, "created_at": 1_767_600_000, "call_type": kind, "chat_type": "Messaging (Web)",
            "disposition_codes": nothing, "disposition_code": "SALE", "escalations": nothing, "escalation_status": "escalated"});
        let (records, reasons) = ccai(&object.to_string());
        assert_eq!(reasons, Vec::<String>::new());
        let types: Vec<&Value> = records.iter().map(|record| &record["type"]).collect();
        assert_eq!(types, ["opened", "interaction", "transfer"], "{nothing}");
        assert_eq!((&records[1]["disposition_code"], &records[1]["channel"]), (&json!("SALE"), &json!("live_chat")));
        assert_eq!((&records[2]["id"], &records[2]["outcome"]), (&json!("chat-1/escalation-1"), &json!("succeeded")));
    }
    let (records, reasons) = ccai(&call(json!({"escalation_status": ""})).to_string());
    assert_eq!((records.len(), reasons.len()), (2, 0));
    let details = json!([{"type": "no_deflection"}, {"type": "after_hours"}]);
    assert_eq!(facts(call(json!({"deflection_details": details})))["deflection"], "after_hours");
}

#[test]
fn who_transferred_to_whom_may_be_ids() {
    let transfer = json!({"created_at": 1_767_600_300, "from_agent": 7, "to_agent": "8", "status": "transferred"});
    let facts = facts(call(json!({"transfers": [transfer]})));
    assert_eq!((&facts["transfers"][0]["from"], &facts["transfers"][0]["to"]), (&json!("7"), &json!("8")));
}

#[test]
fn escalations_of_one_object_are_different_ones() {
    let list = json!([{"id": 2, "status": "escalated"}, {"status": "deflected"}, {"id": "2+", "status": "canceled"}]);
    let (records, _) = ccai(&call(json!({"escalations": list})).to_string());
    let ids: Vec<&str> = records[2..].iter().filter_map(|record| record["id"].as_str()).collect();
    assert_eq!(ids, ["call-1/escalation-2", "call-1/escalation-2++", "call-1/escalation-2+"]);
}

#[test]
fn numbers_of_a_status_have_names() {
    for (status, name) in [
        (json!(0), "scheduled"),
        (json!("8"), "finished"),
        (json!(14), "va_connected"),
        (json!(19), "requeued"),
        (json!(20), "20"),
        (json!("odd"), "odd"),
    ] {
        assert_eq!(facts(call(json!({"status": status})))["status"], name);
    }
}

#[test]
fn the_same_again_is_a_duplicate_and_a_later_version_adds() {
    let first = call(json!({"updated_at": 1_767_600_100, "lang": "en", "support_number": "+1"}));
    let second = call(json!({"updated_at": 1_767_601_000, "lang": "fr", "rating": 5, "ends_at": 1_767_600_900}));
    let mut engine = common::engine(&json!({"policy": "interaction", "now": 1_767_700_000_000_u64}));
    for object in [&first, &first, &second, &second] {
        common::load_as(&mut engine, "metadata.json", object.to_string().as_bytes(), 1 << 20, Some("ccai"));
    }
    let counts = engine.desk.store.counts;
    assert_eq!((counts.accepted, counts.duplicate, counts.rejected), (4, 6, 0));
    let report: Value = serde_json::from_str(&common::report(&mut engine)).expect("JSON");
    assert_eq!((&report["interactions"]["count"], &report["interactions"]["csat"]["n"]), (&json!(1), &json!(1)));
}

#[test]
fn lengths_of_any_size_add_up() {
    let fact = |id: &str, seconds: i64| {
        json!({"type": "interaction", "id": id, "at": 1000, "conversation_id": id, "customer_id": "c", "handle_seconds": seconds})
            .to_string()
    };
    let handle = |seconds: [i64; 2]| {
        let config =
            json!({"policy": "interaction", "from": "1970-01-01", "to": "1970-01-03", "now": "1970-01-03T00:00:00Z"});
        let mut engine = common::engine(&config);
        let lines = [fact("a", seconds[0]), fact("b", seconds[1])].join("\n");
        common::load(&mut engine, "e.ndjson", lines.as_bytes(), 1 << 20);
        let report: Value = serde_json::from_str(&common::report(&mut engine)).expect("JSON");
        report["interactions"]["handle"].clone()
    };
    let (year, large) = (31_536_000_i64, 5_000_000_000_000_000_i64);
    assert_eq!(handle([0, year]), json!({"n": 2, "mean_s": year / 2, "p50_s": 0, "p90_s": year, "total_s": year}));
    let total = 2 * large;
    assert_eq!(handle([large; 2]), json!({"n": 2, "mean_s": large, "p50_s": large, "p90_s": large, "total_s": total}));
    let nanoseconds = 1_700_000_000_000_000_000_i64;
    assert_eq!(handle([nanoseconds; 2])["total_s"], json!(2 * nanoseconds));
}

#[test]
fn all_facts_reach_the_detail_of_the_session() {
    let object = call(
        json!({"ends_at": 1_767_600_600, "status": "finished", "rating": 4, "comment": "très bien", "disposition_notes": "two\nlines",
        "recording_url": "https://files.test/1", "agent_info": {"id": 7, "name": "Ayu", "email": "a@x.test"},
        "transfers": [{"created_at": 1_767_600_300, "from_agent": {"name": "Ayu"}, "to_menu_path": {"name": "Sales"}, "status": "transferred"}],
        "queue_durations": [{"queue_duration": 40, "menu_path": "Billing", "service_level_event": "in_sla"}, {"queue_duration": 9, "menu_path": "Sales"}],
        "participants": [{"id": 1, "type": "agent", "user_id": 7, "connected_at": 1_767_600_060, "ended_at": 1_767_600_300},
                         {"id": 2, "type": "agent", "user_id": 7, "connected_at": 1_767_600_500}, {"id": 3, "type": "end_user"}]}),
    );
    let mut engine = common::engine(&json!({"policy": "interaction", "now": "2026-01-06T00:00:00Z"}));
    common::load_as(&mut engine, "metadata.json", object.to_string().as_bytes(), 9, Some("ccai"));
    let request = Request::Session { query: json!({}), id: "call-1#1".to_owned() };
    let answer = serde_json::to_value(handle(&mut engine, request)).expect("JSON");
    let detail = &answer["detail"];
    let fact = |field: &str| {
        let facts = detail["facts"].as_array().expect("a list");
        facts.iter().find(|fact| fact["field"] == field).expect(field)["value"].as_str().expect("a text")
    };
    assert_eq!(
        fact("participants"),
        "Ayu · agent · 2026-01-05T08:01:00.000Z – 2026-01-05T08:05:00.000Z\nAyu · agent · 2026-01-05T08:08:20.000Z\n3 · end_user"
    );
    assert_eq!(fact("transfers"), "2026-01-05T08:05:00.000Z · Ayu → Sales · transferred");
    assert_eq!(fact("queues"), "Billing · 40 s · in_sla\nSales · 9 s");
    assert_eq!((fact("disposition_note"), fact("recording_url")), ("two\nlines", "https://files.test/1"));
    assert_eq!(detail["legs"][1], json!(["agent", "Ayu", "2026-01-05T08:08:20.000Z", ""]));
    let csat =
        detail["events"].as_array().expect("a list").iter().find(|event| event["type"] == "csat").expect("a rating");
    assert_eq!((&csat["detail"], &csat["text"]), (&json!("0.75"), &json!("très bien")));
}

#[test]
fn pages_of_the_event_format_may_wrap_a_foreign_one() {
    let page = format!(r#"{{"events":[{},{}],"next":"c2"}}"#, call(json!({})), call(json!({"id": 2})));
    let mut engine = common::engine(&json!({}));
    let next = common::load_as(&mut engine, "/calls", page.as_bytes(), 7, Some("ccai"));
    assert_eq!((next.as_deref(), engine.desk.store.counts.accepted), (Some("c2"), 4));
}

#[test]
fn a_format_overrides_what_content_and_name_say() {
    let record = r#"{"type":"opened","id":"e","at":1,"conversation_id":"v","customer_id":"c"}"#;
    let check = |name: &str, format: &str, text: &str, accepted: u64, rejected: u64| {
        let mut engine = common::engine(&json!({}));
        common::load_as(&mut engine, name, text.as_bytes(), 5, Some(format));
        let counts = engine.desk.store.counts;
        assert_eq!((counts.accepted, counts.rejected), (accepted, rejected), "{name} as {format}");
    };
    check("x.csv", "ndjson", &format!("{record}\n"), 1, 0);
    check("x.ndjson", "json", &format!("[{record}]"), 1, 0);
    check("x.ndjson", "json", "type,id\nopened,e\n", 0, 2);
    check("x.json", "csv", "type,id,at,conversation_id,customer_id\nopened,e,1,v,c\n", 1, 0);
    check("x.json", "ccai", &format!("\u{feff}{}", call(json!({}))), 2, 0);
}
