//! The contract of the endpoints, asked of the router itself.

use crate::{
    api::{self, App, now},
    store::Store,
    token::{Claims, Key},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use serde_json::Value;
use tower::ServiceExt;

const KEY: &[u8] = b"for tests";

/// Ten messages of two customers, a minute apart, and their names.
fn router() -> Router {
    let mut store = Store::open(None).expect("a store in memory");
    let mut lines =
        String::from("{\"type\":\"customer\",\"id\":\"a\",\"name\":\"Ayu\"}\n{\"type\":\"customer\",\"id\":\"b\"}\n");
    lines += "{\"type\":\"inbox\",\"id\":\"i\"}\n";
    for n in 0..10 {
        let customer = if n % 2 == 0 { "a" } else { "b" };
        lines += &format!(
            "{{\"type\":\"message\",\"id\":\"e{n}\",\"at\":\"2026-01-05T0{n}:00:00+07:00\",\"conversation_id\":\"{customer}\",\
             \"customer_id\":\"{customer}\",\"from\":\"customer\",\"text\":\"a, \\\"b\\\"\"}}\n"
        );
    }
    assert_eq!(store.take_over(&lines), Ok((13, Vec::new())));
    api::router(App::new(store, Key::new(KEY)), &["https://desk.example".to_owned()], true).expect("origins")
}

fn token(role: &str, customer: Option<&str>, lives_s: i64) -> String {
    let exp = now().as_secs().saturating_add_signed(lives_s);
    let (sub, jti, customer) = ("u1".to_owned(), "1".to_owned(), customer.map(str::to_owned));
    Key::new(KEY).sign(&Claims { sub, jti, role: role.to_owned(), customer, exp })
}

async fn ask(router: &Router, request: Request<Body>) -> (StatusCode, header::HeaderMap, String) {
    let response = router.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    (parts.status, parts.headers, String::from_utf8_lossy(&body).into_owned())
}

fn get(path: &str, token: &str) -> Request<Body> {
    let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    request.body(Body::empty()).expect("a request")
}

fn ids(page: &str) -> Vec<String> {
    let page: Value = serde_json::from_str(page).expect("JSON");
    let ids = |list: &str| {
        page[list].as_array().expect("a list").iter().map(|one| one["id"].as_str().unwrap_or("").to_owned()).collect()
    };
    let (mut entities, events): (Vec<String>, Vec<String>) = (ids("entities"), ids("events"));
    entities.extend(events);
    entities
}

#[tokio::test]
async fn pages_lead_to_each_other_and_hold_everything_once() {
    let (router, token) = (router(), token("admin", None, 60));
    let (mut path, mut all, mut pages) = ("/events?limit=4".to_owned(), Vec::new(), 0);
    loop {
        let (status, _, body) = ask(&router, get(&path, &token)).await;
        assert_eq!(status, StatusCode::OK);
        all.extend(ids(&body));
        pages += 1;
        let page: Value = serde_json::from_str(&body).expect("JSON");
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/events?limit=4&cursor={next}");
    }
    assert_eq!((pages, all.len()), (4, 13));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 13);
}

#[tokio::test]
async fn a_period_and_what_is_new_since() {
    let (router, token) = (router(), token("owner", None, 60));
    let (_, _, body) = ask(&router, get("/events?from=2026-01-04T18:00:00.000Z&to=2026-01-04T20:00:00Z", &token)).await;
    assert_eq!(ids(&body), ["a", "b", "i", "e1", "e2"]);
    let (_, _, body) = ask(&router, get("/events?since=2026-01-05T02:00:00Z", &token)).await;
    assert_eq!(ids(&body), ["e9"]);
    // What happened long ago and comes now is new.
    let late = "{\"type\":\"message\",\"id\":\"late\",\"at\":1,\"conversation_id\":\"a\",\"customer_id\":\"a\",\"from\":\"customer\"}";
    let post = Request::post("/events").header(header::AUTHORIZATION, format!("Bearer {token}")).body(late.into());
    let (status, _, body) = ask(&router, post.expect("a request")).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "{\"stored\":1}"));
    let wrong = late.replace("\"at\":1", "\"at\":\"yesterday\"").replace("late", "later");
    let post = Request::post("/events").header(header::AUTHORIZATION, format!("Bearer {token}")).body(wrong.into());
    assert_eq!(ask(&router, post.expect("a request")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, _, body) = ask(&router, get("/events?since=2026-01-05T02:00:00Z", &token)).await;
    assert_eq!(ids(&body), ["e9", "late"]);
}

/// C15: what the page shows or hides decides nothing; a direct call with a wrong role is refused.
#[tokio::test]
async fn c15_the_server_enforces_role_and_scope() {
    let router = router();
    let status = async |path: &str, token: String| ask(&router, get(path, &token)).await.0.as_u16();
    assert_eq!(status("/events", token("agent", None, 60)).await, 403);
    assert_eq!(status("/events", token("writer", None, 60)).await, 403);
    assert_eq!(status("/events", token("customer", None, 60)).await, 403);
    assert_eq!(status("/events", token("admin", None, -1)).await, 401);
    assert_eq!(status("/events", "nonsense".to_owned()).await, 401);
    assert_eq!(status("/events?customer=b", token("customer", Some("a"), 60)).await, 403);
    let (_, _, body) = ask(&router, get("/events", &token("customer", Some("a"), 60))).await;
    assert_eq!(ids(&body), ["a", "i", "e0", "e2", "e4", "e6", "e8"]);
    let post =
        Request::post("/events").header(header::AUTHORIZATION, format!("Bearer {}", token("customer", Some("a"), 60)));
    assert_eq!(ask(&router, post.body(Body::empty()).expect("a request")).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_known_is_not_sent_again_and_the_rest_is_packed() {
    let (router, token) = (router(), token("admin", None, 60));
    let (_, headers, _) = ask(&router, get("/events", &token)).await;
    let mut again = get("/events", &token);
    again.headers_mut().insert(header::IF_NONE_MATCH, headers[header::ETAG].clone());
    let (status, _, body) = ask(&router, again).await;
    assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));
    let mut packed = get("/events", &token);
    packed.headers_mut().insert(header::ACCEPT_ENCODING, header::HeaderValue::from_static("gzip"));
    assert_eq!(ask(&router, packed).await.1[header::CONTENT_ENCODING], "gzip");
}

#[tokio::test]
async fn other_origins_are_told_what_they_may() {
    let router = router();
    let preflight = Request::options("/events")
        .header(header::ORIGIN, "https://desk.example")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "GET")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization,if-none-match");
    let (_, headers, _) = ask(&router, preflight.body(Body::empty()).expect("a request")).await;
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "https://desk.example");
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_HEADERS], "authorization,content-type,if-none-match");
    // A refusal can be read, too.
    let refused = Request::get("/events").header(header::ORIGIN, "https://desk.example").body(Body::empty());
    let (status, headers, _) = ask(&router, refused.expect("a request")).await;
    assert_eq!(
        (status.as_u16(), &headers[header::ACCESS_CONTROL_EXPOSE_HEADERS]),
        (401, &"etag,retry-after,date".parse().expect("a value"))
    );
    let other = Request::get("/events").header(header::ORIGIN, "https://evil.example").body(Body::empty());
    assert!(!ask(&router, other.expect("a request")).await.1.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
}

#[tokio::test]
async fn all_forms_hold_the_same() {
    let (router, token) = (router(), token("admin", None, 60));
    let form = async |form: &str| ask(&router, get(&format!("/events?limit=3&format={form}"), &token)).await.2;
    assert_eq!(form("ndjson").await.lines().count(), 13);
    assert_eq!(serde_json::from_str::<Vec<Value>>(&form("list").await).map(|list| list.len()).ok(), Some(13));
    let table = form("csv").await;
    assert_eq!(table.lines().count(), 14);
    assert!(table.contains(",\"a, \"\"b\"\"\","), "{table}");
    assert_eq!(ask(&router, get("/events?format=xml", &token)).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn bad_days_come_on_demand() {
    let (router, token) = (router(), token("admin", None, 60));
    let (status, headers, _) = ask(&router, get("/events/429@1", &token)).await;
    assert_eq!((status.as_u16(), &headers[header::RETRY_AFTER]), (429, &"2".parse().expect("a value")));
    assert_eq!(ask(&router, get("/events/429@1", &token)).await.0, StatusCode::OK);
    assert_eq!(ask(&router, get("/events/503@2", &token)).await.0, StatusCode::OK);
    let cut = router.clone().oneshot(get("/events/cut", &token)).await.expect("an answer");
    assert!(to_bytes(cut.into_body(), usize::MAX).await.is_err());
    let (_, _, body) = ask(&router, get("/events/overlap?limit=20", &token)).await;
    assert!(ids(&body).len() > 13);
}
