//! Generated streams: records of every type, and configurations to ask about them.

use proptest::prelude::*;
use serde_json::{Value, json};

/// What happens at one step of a stream, as small numbers that are turned into a record.
#[derive(Debug, Clone)]
pub struct Step {
    pub customer: u8,
    conversation: u8,
    inbox: Option<u8>,
    agent: u8,
    kind: u8,
    detail: u8,
    gap_ms: u64,
}

pub fn step() -> impl Strategy<Value = Step> {
    let gap = prop_oneof![1..2_000_u64, 599_000..601_000_u64, 3_600_000..90_000_000_u64];
    (0..5_u8, 0..3_u8, prop::option::of(0..3_u8), 0..3_u8, 0..24_u8, 0..4_u8, gap).prop_map(
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
pub fn records(steps: &[Step]) -> Vec<String> {
    let mut at = 1_767_225_600_000_u64;
    let record = |(i, step): (usize, &Step)| {
        at += step.gap_ms;
        let mut record = json!({
            "id": format!("e{i}"), "at": at, "customer_id": format!("c{}", step.customer),
            "conversation_id": format!("v{}/{}", step.customer, step.conversation),
            "inbox_id": step.inbox.map(|inbox| format!("i{inbox}")), "channel": if step.detail % 2 == 0 { "whatsapp" } else { "email" },
            "agent_id": format!("a{}", step.agent), "team_id": format!("t{}", step.agent % 2),
        });
        let (detail, odd) = (step.detail as usize, step.detail as usize % 2);
        let by = ["agent", "bot", "customer", "system"][detail];
        let outcome = ["succeeded", "cancelled", "disabled", "incomplete"][detail];
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
            15 => json!({"type": "flow_triggered", "flow_id": format!("f{}", step.detail)}),
            16 => json!({"type": "ai_assist", "tool": (["ai_writer", "doc_reply"][odd]),
                         "suggestion": "kitten", "sent": (["sitting", "kitten"].get(detail))}),
            17 => json!({"type": "order", "amount": "12.5", "currency": (["IDR", "USD"][odd])}),
            18 => json!({"type": "credit_used", "category": (["marketing", "other"][odd]), "amount": 0.0147}),
            19 => json!({"type": "credit_added", "amount": step.detail}),
            20 => {
                json!({"type": "interaction", "queue": format!("q{}", step.detail), "handle_seconds": step.gap_ms / 1000,
                         "virtual_agent_assigned": step.detail % 2 == 0, "answered_by": (["human", "virtual_agent"].get(detail)),
                         "transfers": (vec![json!({"at": at, "from": "a", "to": "b", "kind": "warm"}); odd])})
            }
            21 => json!({"type": "message", "from": "broadcast"}),
            22 => json!({"type": "unassigned"}),
            _ => json!({"type": "opened"}),
        };
        for (key, value) in own.as_object().expect("an object") {
            record[key] = value.clone();
        }
        record.to_string()
    };
    steps.iter().enumerate().map(record).collect()
}

pub fn config() -> impl Strategy<Value = Value> {
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

pub fn text(records: &[String]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}
