//! What requests and responses are written as can be read again, unchanged.
#![cfg(not(target_arch = "wasm32"))]

use session_analytics::native;
use session_analytics::protocol::{Engine, Host, Request, Response, handle};

#[test]
fn what_is_written_can_be_read() {
    let mut engine = Engine::new(Host { zone: native::zone, now: || 1_800_000_000_000 });
    let record =
        r#"{"type":"message","from":"customer","id":"e","at":1799999000000,"conversation_id":"v","customer_id":"c"}"#;
    for request in [
        r#"{"op":"configure","config":{"compare":true}}"#.to_owned(),
        serde_json::json!({"op": "append", "records": record}).to_string(),
        r#"{"op":"status"}"#.to_owned(),
        r#"{"op":"load","days":{"zones":["UTC","Asia/Jakarta"],"from":"2026-01-05","to":"2026-01-12"},"is_more":true}"#
            .to_owned(),
        r#"{"op":"report"}"#.to_owned(),
        r#"{"op":"report","query":{"tz":"Asia/Jakarta"},"sections":["sessions"]}"#.to_owned(),
        r#"{"op":"sessions","sort":"-duration_s"}"#.to_owned(),
        r#"{"op":"session","id":"c/#1"}"#.to_owned(),
        r#"{"op":"mapping","per_page":25,"sort":"-bot_name"}"#.to_owned(),
        r#"{"op":"outside"}"#.to_owned(),
        r#"{"op":"rows","metric":"sessions.by_day.first","part":["2027-01-15"]}"#.to_owned(),
        r#"{"op":"export","of":"report","format":"csv"}"#.to_owned(),
        r#"{"op":"checks"}"#.to_owned(),
        r#"{"op":"export","of":"rows","metric":"messages.received","format":"xlsx"}"#.to_owned(),
        r#"{"op":"values","dimension":"channel"}"#.to_owned(),
        r#"{"op":"values","dimension":"flow"}"#.to_owned(),
        r#"{"op":"memory"}"#.to_owned(),
        r#"{"op":"report","query":{"tz":"Nowhere"}}"#.to_owned(),
    ] {
        let request = Request::read(&request).expect("a request");
        let again = serde_json::to_string(&request).expect("JSON");
        assert_eq!(serde_json::to_string(&Request::read(&again).expect("a request")).expect("JSON"), again);
        let text = serde_json::to_string(&handle(&mut engine, request)).expect("JSON");
        let read = Response::read(&text).expect(&text);
        assert_eq!(serde_json::to_string(&read).expect("JSON"), text);
    }
    assert!(Request::read(r#"{"op":"dance"}"#).is_err() && Request::read("{}").is_err());
}
