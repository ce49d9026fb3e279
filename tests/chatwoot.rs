//! Chatwoot's API as a server answers it: pages of 25 conversations by last activity, of 100 messages by number, of 25
//! reporting events. What is asked for, what becomes of it, and what a second pass adds.

mod common;

use serde_json::{Value, json};
use session_analytics::protocol::Engine;
use std::collections::HashSet;

const API: &str = "https://chat.test/api/v1/accounts/1";

/// An account, as its server holds it.
#[derive(Default)]
struct Server {
    conversations: Vec<Value>,
    messages: Vec<Value>,
    events: Vec<Value>,
    asked: Vec<String>,
}

impl Server {
    fn answer(&mut self, url: &str) -> String {
        let path = url.strip_prefix(API).expect("an address of this account");
        self.asked.push(path.to_owned());
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let number = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).and_then(|(_, value)| value.parse::<u64>().ok())
        };
        let page = number("page").unwrap_or(1) as usize;
        let cut =
            |list: &[Value], size: usize| list.iter().skip((page - 1) * size).take(size).cloned().collect::<Vec<_>>();
        let answer = match path.split('/').collect::<Vec<_>>()[1..] {
            ["conversations"] => {
                self.conversations
                    .sort_by_key(|conversation| -conversation["last_activity_at"].as_i64().expect("seconds"));
                json!({"data": {"meta": {"all_count": self.conversations.len()}, "payload": cut(&self.conversations, 25)}})
            }
            ["conversations", id, "messages"] => {
                let after = number("after").expect("messages are asked for by number");
                let own = self.messages.iter().filter(|message| message["conversation_id"].as_u64() == id.parse().ok());
                let later: Vec<&Value> = own.filter(|message| message["id"].as_u64() > Some(after)).take(100).collect();
                json!({"meta": {"labels": [], "contact": {"id": 70}}, "payload": later})
            }
            ["reporting_events"] => {
                let since = number("since").unwrap_or(0);
                let events: Vec<Value> =
                    self.events.iter().filter(|event| event["seconds"].as_u64() >= Some(since)).cloned().collect();
                let pages = events.len().div_ceil(25);
                json!({"payload": cut(&events, 25), "meta": {"count": events.len(), "current_page": page, "total_pages": pages}})
            }
            _ => panic!("nobody should ask for {path}"),
        };
        answer.to_string()
    }

    /// One pass over the sources, as the widget makes it.
    fn pass(&mut self, engine: &mut Engine, starts: &[&str]) -> (u64, u64) {
        let before = engine.desk.store.counts;
        engine.begin_pass();
        let mut visited = HashSet::new();
        for start in starts {
            let mut next = Some(format!("{API}/{start}"));
            while let Some(url) = next {
                assert!(visited.insert(url.clone()), "{url} is asked for twice");
                let answer = self.answer(&url);
                next = common::page(engine, &url, answer.as_bytes(), 1 << 14, Some("chatwoot"));
            }
        }
        engine.end_pass();
        let after = engine.desk.store.counts;
        (after.accepted - before.accepted, after.duplicate - before.duplicate)
    }

    fn conversation(&mut self, id: u64, at: u64, fields: Value) {
        let mut conversation = json!({
            "id": id, "account_id": 1, "inbox_id": 3, "status": "open", "created_at": at, "last_activity_at": at, "timestamp": at,
            "waiting_since": 0, "first_reply_created_at": 0, "agent_last_seen_at": 0, "snoozed_until": null, "labels": [], "messages": [],
            "meta": {"sender": {"id": 70, "name": "Sari", "phone_number": "+62811", "email": null, "type": "contact"},
                     "channel": "Channel::Whatsapp", "assignee": null, "team": null, "hmac_verified": false},
        });
        merge(&mut conversation, fields);
        self.conversations.retain(|known| known["id"] != id);
        self.conversations.push(conversation);
    }

    fn message(&mut self, id: u64, conversation: u64, at: Value, fields: Value) {
        let mut message = json!({
            "id": id, "conversation_id": conversation, "inbox_id": 3, "content": "hello", "message_type": 0, "content_type": "text",
            "created_at": at, "private": false, "source_id": null, "content_attributes": {},
        });
        merge(&mut message, fields);
        self.messages.push(message);
    }
}

fn merge(into: &mut Value, fields: Value) {
    for (key, value) in fields.as_object().expect("an object") {
        match value {
            Value::Object(_) if into[key].is_object() => merge(&mut into[key], value.clone()),
            _ => into[key] = value.clone(),
        }
    }
}

fn engine(urls: &[&str]) -> Engine {
    let urls: Vec<String> = urls.iter().map(|url| format!("{API}/{url}")).collect();
    common::engine(
        &json!({"source": {"url": urls, "format": "chatwoot"}, "now": "2026-01-06T00:00:00Z", "policy": "resolution"}),
    )
}

/// Rows of the Session List.
fn rows(engine: &mut Engine) -> Vec<Value> {
    common::sessions(engine).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

const AT: u64 = 1_767_600_000;
const LIST: &str = "conversations?status=all";

/// Who may write, as the API shows them.
fn user() -> Value {
    json!({"message_type": 1, "sender": {"id": 5, "name": "Ayu", "type": "user"}})
}

fn bot() -> Value {
    json!({"message_type": "outgoing", "sender": {"id": 9, "name": "Helper", "type": "agent_bot"}})
}

#[test]
fn every_page_and_every_message_is_read_once() {
    let mut server = Server::default();
    for id in 1..=60 {
        server.conversation(id, AT + id * 60, json!({"meta": {"sender": {"id": 70 + id}}}));
        server.message(1000 + id, id, json!(AT + id * 60), json!({}));
    }
    (0..230).for_each(|i| server.message(5000 + i, 7, json!(AT + 420 + i), json!({})));
    let mut engine = engine(&[LIST]);
    server.pass(&mut engine, &[LIST]);
    let messages = common::report(&mut engine);
    let report: Value = serde_json::from_str(&messages).expect("JSON");
    assert_eq!(report["messages"]["received"], 290);
    // Four pages of conversations, the last one empty; messages of each, four pages of the long one.
    let pages = server.asked.iter().filter(|path| path.starts_with("/conversations?")).count();
    assert_eq!((pages, server.asked.len()), (4, 4 + 59 + 4));
    // Again: nothing is new, one look is enough.
    server.asked.clear();
    assert_eq!((server.pass(&mut engine, &[LIST]), server.asked.len()), ((0, 0), 1));
    // One more message: one conversation is read on from where it was left.
    server.conversation(7, AT + 9000, json!({"created_at": AT + 420, "meta": {"sender": {"id": 77}}}));
    server.message(9000, 7, json!(AT + 9000), json!({}));
    server.asked.clear();
    assert_eq!(server.pass(&mut engine, &[LIST]), (1, 0));
    assert_eq!(server.asked[1], "/conversations/7/messages?after=5229");
}

#[test]
fn a_conversation_with_its_messages_becomes_a_session() {
    let mut server = Server::default();
    let done = json!({"status": "resolved", "first_reply_created_at": AT + 300, "last_activity_at": AT + 900, "labels": ["billing"],
        "meta": {"assignee": {"id": 5, "name": "Ayu"}, "team": {"id": 2, "name": "Support"}}});
    server.conversation(12, AT, done);
    server.message(1, 12, json!(AT), json!({"sender": {"id": 70, "name": "Sari", "type": "contact"}}));
    server.message(2, 12, json!("2026-01-05T08:01:00.000Z"), bot());
    server.message(3, 12, json!(AT + 90), json!({"message_type": 2, "content": "Assigned to Ayu by Budi"}));
    server.message(
        4,
        12,
        json!(AT + 200),
        json!({"message_type": 1, "private": true, "sender": {"id": 5, "type": "user"}}),
    );
    server.message(5, 12, json!(AT + 300), user());
    server.message(6, 12, json!(AT + 310), json!({"message_type": "template", "content": "We are open 9 to 5"}));
    let rating = json!({"message_type": 3, "content_type": "input_csat", "updated_at": "2026-01-05T08:10:00Z",
        "content_attributes": {"submitted_values": {"csat_survey_response": {"rating": 4, "feedback_message": "good"}}}});
    server.message(7, 12, json!(AT + 500), rating);
    let mut engine = engine(&[LIST]);
    server.pass(&mut engine, &[LIST]);
    assert_eq!(engine.rejects(), []);
    let rows = rows(&mut engine);
    assert_eq!(rows.len(), 1);
    let expected = json!({"customer_id": "70", "customer_name": "Sari", "customer_phone": "+62811", "inbox_id": "3", "channel": "whatsapp",
        "conversation_ids": ["12"], "bot_ids": ["9"], "started_at": "2026-01-05T08:00:00.000Z", "taken_over_at": "2026-01-05T08:05:00.000Z",
        "resolved_at": "2026-01-05T08:15:00.001Z", "resolved_by": "agent", "assignee": "5", "agent_name": "Ayu", "team": "2", "labels": ["billing"],
        "support": "hybrid", "first_response_s": 300, "csat": 0.75, "status": "resolved"});
    for (key, value) in expected.as_object().expect("an object") {
        assert_eq!(rows[0][key], *value, "{key}");
    }
    // Read anew by an engine that remembers nothing of the first reading, all is known.
    let (accepted, _) = server.pass(&mut engine, &[LIST]);
    assert_eq!(accepted, 0);
    let events = engine.desk.store.counts.accepted - 4;
    engine
        .configure(&json!({"source": {"url": "x", "format": "chatwoot"}, "now": "2026-01-06T00:00:00Z"}))
        .expect("a configuration");
    // Four entities are told again; every event is a duplicate.
    assert_eq!(server.pass(&mut engine, &[LIST]), (4, events));
}

#[test]
fn what_changes_between_passes_is_told() {
    let mut server = Server::default();
    server.conversation(12, AT, json!({"status": "pending"}));
    server.message(1, 12, json!(AT), json!({}));
    let mut engine = engine(&[LIST]);
    let mut look = |server: &mut Server, fields: Value, expected: [&str; 3]| {
        if fields != Value::Null {
            server.conversation(12, AT, fields);
        }
        server.pass(&mut engine, &[LIST]);
        let rows = rows(&mut engine);
        let text = |key: &str| rows[0][key].as_str().unwrap_or("-").to_owned();
        let labels: Vec<&str> =
            rows[0]["labels"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        assert_eq!([text("status"), text("assignee"), labels.join(",")], expected, "{rows:?}");
    };
    look(&mut server, Value::Null, ["pending", "-", ""]);
    look(&mut server, json!({"last_activity_at": AT + 60}), ["open", "-", ""]);
    let ayu = json!({"id": 5, "name": "Ayu"});
    look(
        &mut server,
        json!({"last_activity_at": AT + 90, "labels": ["a", "b"], "meta": {"assignee": ayu}}),
        ["assigned", "5", "a,b"],
    );
    look(
        &mut server,
        json!({"last_activity_at": AT + 95, "labels": ["b"], "meta": {"assignee": {"id": 6}}}),
        ["assigned", "6", "b"],
    );
    look(
        &mut server,
        json!({"last_activity_at": AT + 99, "labels": ["a", "b"], "meta": {"assignee": ayu}}),
        ["assigned", "5", "a,b"],
    );
    look(&mut server, json!({"last_activity_at": AT + 120}), ["open", "-", ""]);
    look(&mut server, json!({"last_activity_at": AT + 180, "status": "resolved"}), ["resolved", "-", ""]);
    look(&mut server, json!({"last_activity_at": AT + 240, "status": "open"}), ["open", "-", ""]);
}

#[test]
fn an_agent_goes_without_the_team_and_a_team_without_the_agent() {
    let mut import = Vec::new();
    let list =
        [(Some(5), Some(2)), (None, Some(2)), (Some(5), Some(2)), (Some(6), None), (Some(6), Some(3)), (None, None)];
    let who = |id: Option<u64>| id.map_or(Value::Null, |id| json!({"id": id}));
    for (i, (agent, team)) in list.into_iter().enumerate() {
        let mut server = Server::default();
        let meta = json!({"assignee": who(agent), "team": who(team)});
        server.conversation(12, AT, json!({"last_activity_at": AT + i as u64, "meta": meta}));
        import.push(server.conversations.remove(0).to_string());
    }
    // What is read twice counts once.
    let (records, rejects) = common::records(&json!({}), "chatwoot", import.join("\n").as_bytes());
    assert_eq!(rejects, []);
    let told = records.iter().filter(|record| record["type"] != "customer").map(|record| {
        let text = |key: &str| record[key].as_str().unwrap_or("-").to_owned();
        assert!(text("id").contains('@') || text("at").contains(":00:00"), "{record}");
        [text("type"), text("agent_id"), text("team_id"), text("what"), text("at")[17..19].to_owned()].join(" ")
    });
    let expected = [
        "assigned 5 2 - 00",
        "unassigned - - agent 01",
        "assigned 5 2 - 02",
        "assigned 6 - - 03",
        "unassigned - - team 03",
        "assigned 6 3 - 04",
        "unassigned - - - 05",
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    let ids: HashSet<&str> = records.iter().filter_map(|record| record["id"].as_str()).collect();
    assert_eq!(ids.len(), records.len());
}

#[test]
fn reporting_events_find_their_conversation() {
    const EVENTS: &str = "reporting_events";
    let mut server = Server::default();
    let mut engine = engine(&[LIST, EVENTS]);
    let event = |id: u64, row: u64, name: &str, start: u64, end: u64, value: u64| {
        let iso = |seconds: u64| {
            format!(
                "2026-01-05T{:02}:{:02}:{:02}.500Z",
                8 + (seconds - AT) / 3600,
                (seconds - AT) / 60 % 60,
                (seconds - AT) % 60
            )
        };
        json!({"id": id, "name": name, "value": value, "value_in_business_hours": 0, "event_start_time": iso(start), "event_end_time": iso(end),
               "account_id": 1, "inbox_id": 3, "user_id": 5, "conversation_id": row, "created_at": iso(end), "seconds": end})
    };
    // The rows' numbers run ahead of those that people see, so that they would name the wrong one.
    for (id, at) in [(1, AT), (2, AT + 60), (3, AT + 120)] {
        let resolved =
            json!({"status": "resolved", "last_activity_at": AT + 2000, "meta": {"sender": {"id": 70 + id}}});
        server.conversation(id, at, resolved);
        server.message(10 + id, id, json!(at), json!({}));
        server.message(20 + id, id, json!(at + 1), bot());
    }
    server.events = vec![
        event(106, 3, "reply_time", AT + 60, AT + 90, 30),
        event(105, 3, "conversation_opened", AT + 660, AT + 1000, 340),
        event(104, 4, "conversation_bot_handoff", AT + 120, AT + 200, 80),
        event(103, 3, "conversation_resolved", AT + 60, AT + 660, 600),
        event(102, 2, "conversation_bot_resolved", AT, AT + 300, 300),
        event(101, 2, "conversation_resolved", AT, AT + 300, 300),
        event(107, 99, "conversation_resolved", AT + 5, AT + 9, 4),
    ];
    server.pass(&mut engine, &[LIST, EVENTS]);
    let reasons: Vec<&str> = engine.rejects().iter().map(|reject| reject.reason.as_str()).collect();
    assert_eq!(reasons, ["conversation_id: no conversation is known that is row 99 of the database"]);
    let rows = rows(&mut engine);
    let row =
        |conversation: &str| rows.iter().find(|row| row["conversation_ids"][0] == conversation).expect("a session");
    assert_eq!(
        (&row("1")["resolved_at"], &row("1")["resolved_by"]),
        (&json!("2026-01-05T08:05:00.500Z"), &json!("ai"))
    );
    assert_eq!((&row("2")["resolved_at"], &row("2")["reopened"]), (&Value::Null, &json!(true)));
    assert_eq!((&row("3")["resolved_at"], &row("3")["transfer"]), (&Value::Null, &json!("succeeded")));
    // The next pass asks for what is newer, and what it gets again counts once.
    let (accepted, duplicate) = server.pass(&mut engine, &[LIST, "reporting_events?since=1767600650&until=4102444800"]);
    assert_eq!((accepted, duplicate), (0, 2));
}

#[test]
fn files_of_what_the_api_said_need_no_addresses() {
    let mut server = Server::default();
    server.conversation(12, AT, json!({"status": "resolved", "last_activity_at": AT + 60}));
    server.message(1, 12, json!(AT), json!({}));
    let message = server.messages[0].clone();
    let mut conversation = server.conversations[0].clone();
    conversation["messages"] = json!([message]);
    conversation["last_non_activity_message"] = message;
    let inbox = json!({"payload": [{"id": 3, "name": "Shop", "channel_type": "Channel::WebWidget"}]});
    let later = json!([{"id": 9, "rating": 5, "message_id": 2, "conversation_id": 12, "contact": {"id": 70}, "created_at": AT + 70}, {"error": "no"}]);
    let text = format!("{conversation}\n{inbox}\n{later}\n");
    let (records, rejects) = common::records(&json!({}), "chatwoot", text.as_bytes());
    let types: Vec<&str> = records.iter().filter_map(|record| record["type"].as_str()).collect();
    assert_eq!(types, ["customer", "message", "message", "inbox", "csat", "resolved"]);
    assert_eq!((&records[1], &records[3]["channel"]), (&records[2], &json!("live_chat")));
    assert_eq!(rejects.len(), 1);
    assert!(rejects[0].reason.starts_with("expected a conversation, message"), "{rejects:?}");
}

#[test]
fn odd_messages() {
    for (fields, expected) in [
        (json!({"message_type": 7}), "message_type: expected one of incoming, outgoing, activity, template or 0 to 3"),
        (json!({"message_type": "shout"}), "message_type: expected"),
        (json!({"message_type": 0, "created_at": 0}), "created_at: is missing"),
        (json!({"message_type": 0, "id": null}), "id: is missing"),
        (json!({"message_type": 0, "conversation_id": null}), "conversation_id: is missing"),
        (json!({"message_type": 1, "sender": null}), "conversation_id: nothing says whose conversation 12 is"),
        (json!({"message_type": 0, "private": "yes"}), "left out: private: expected true or false"),
        (json!({"message_type": 0, "sender": 5}), "conversation_id: nothing says"),
    ] {
        let mut message =
            json!({"id": 1, "conversation_id": 12, "created_at": AT, "sender": {"id": 70, "type": "contact"}});
        merge(&mut message, fields);
        let (_, rejects) = common::records(&json!({}), "chatwoot", message.to_string().as_bytes());
        assert!(rejects.len() == 1 && rejects[0].reason.contains(expected), "{message}: {rejects:?}");
    }
}
