//! Backends on a bad day: what the page must survive with a clear message.

use axum::{
    Router,
    body::Body,
    extract::Query,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse},
    routing::get,
};
use bytes::Bytes;
use std::{
    collections::HashMap,
    io,
    io::Write,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::Duration,
};
use tokio_stream::{Stream, StreamExt};

/// `records` is a good stream, which these routes send badly.
pub fn routes(records: &str) -> Router {
    let lines: Vec<Bytes> = records.lines().map(|line| Bytes::from(format!("{line}\n"))).collect();
    let (dropped, slow) = (lines.clone(), lines);
    let gzip = truncated_gzip(records.as_bytes());
    Router::new()
        .route("/500", get(|| async { (StatusCode::INTERNAL_SERVER_ERROR, "internal error") }))
        .route("/missing", get(|| async { (StatusCode::NOT_FOUND, "not found") }))
        .route("/401", get(|| async { (StatusCode::UNAUTHORIZED, "who are you?") }))
        .route(
            "/html",
            get(|| async { Html("<!doctype html><title>Sign in</title><h1>Please sign in</h1><form></form>") }),
        )
        .route("/truncated.ndjson.gz", get(move || async move { gzip.clone() }))
        .route("/drop", get(move || async move { ndjson(broken_off(dropped.clone())) }))
        .route("/slow", get(move |query| async move { ndjson(slowly(slow.clone(), query)) }))
        .route("/never", get(std::future::pending::<StatusCode>))
        .merge(large())
}

/// More than anybody should take, and how much of it was: `/endless?mb=1024&key=k` and `/sent?key=k`, `/bomb?mb=10240`.
fn large() -> Router {
    let sent: Sent = Sent::default();
    let counted = Arc::clone(&sent);
    Router::new()
        .route(
            "/endless",
            get(move |Query(query): Query<HashMap<String, String>>| async move { ndjson(endless(&query, sent)) }),
        )
        .route(
            "/sent",
            get(move |Query(query): Query<HashMap<String, String>>| async move {
                let sent = counted.lock().unwrap_or_else(PoisonError::into_inner);
                query.get("key").and_then(|key| sent.get(key)).copied().unwrap_or_default().to_string()
            }),
        )
        .route("/bomb", get(|Query(query): Query<HashMap<String, String>>| async move { bomb(&query) }))
}

/// Bytes by the key of who asked.
type Sent = Arc<Mutex<HashMap<String, u64>>>;

fn megabytes(query: &HashMap<String, String>) -> u64 {
    query.get("mb").and_then(|mb| mb.parse().ok()).unwrap_or(1024)
}

fn endless(query: &HashMap<String, String>, sent: Sent) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
    let key = query.get("key").cloned().unwrap_or_default();
    let pieces = (0..megabytes(query) * 4).map(move |piece| {
        let lines: String = (0..1024)
            .map(|line| {
                format!(
                    "{{\"type\":\"message\",\"id\":\"m{piece}-{line}\",\"at\":{},\"conversation_id\":\"c{piece}\",\"customer_id\":\"u{piece}\",\"from\":\"customer\",\"text\":\"{:0>110}\"}}\n",
                    1_769_000_000_000_u64 + piece * 1000,
                    line
                )
            })
            .collect();
        *sent.lock().unwrap_or_else(PoisonError::into_inner).entry(key.clone()).or_default() += lines.len() as u64;
        Ok(Bytes::from(lines))
    });
    tokio_stream::iter(pieces)
}

/// So many megabytes of blank lines, packed a thousandfold: members of 64 MB each.
fn bomb(query: &HashMap<String, String>) -> impl IntoResponse + use<> {
    static MEMBER: LazyLock<Bytes> = LazyLock::new(|| gzip(&vec![b'\n'; 64 << 20]));
    let members = (0..megabytes(query) / 64).map(|_| Ok(MEMBER.clone()));
    ndjson(tokio_stream::iter(members.collect::<Vec<io::Result<Bytes>>>()))
}

fn ndjson(stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> impl IntoResponse {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    (headers, Body::from_stream(stream))
}

/// Half of the records, then the connection ends without saying so. The pauses let the first half get out.
fn broken_off(lines: Vec<Bytes>) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let half = lines.len() / 2;
    let first: Vec<_> = lines.into_iter().take(half).collect();
    let all = first.concat();
    let parts = [Ok(Bytes::from(all)), Err(io::Error::other("the backend went away"))];
    tokio_stream::iter(parts).throttle(Duration::from_millis(300))
}

/// A batch every `every_ms` (200), of `lines` (20) lines.
fn slowly(
    lines: Vec<Bytes>,
    Query(query): Query<HashMap<String, usize>>,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let number = |name: &str, default| query.get(name).copied().unwrap_or(default).max(1);
    let batches: Vec<_> = lines.chunks(number("lines", 20)).map(|batch| Ok(Bytes::from(batch.concat()))).collect();
    tokio_stream::iter(batches).throttle(Duration::from_millis(number("every_ms", 200) as u64))
}

fn truncated_gzip(bytes: &[u8]) -> Bytes {
    let whole = gzip(bytes);
    whole.slice(..whole.len() * 6 / 10)
}

fn gzip(bytes: &[u8]) -> Bytes {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing to memory cannot fail.
    let _ = gzip.write_all(bytes);
    Bytes::from(gzip.finish().unwrap_or_default())
}
