//! What every answer says about itself: its type, its freshness, and what the page may do.

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::{self, Next},
    response::Response,
};
use tower_http::set_header::{SetResponseHeader, SetResponseHeaderLayer};

/// The strictest policy that the widget promises to run under.
pub const STRICT: (&str, &str) = (
    "content-security-policy",
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; worker-src 'self'",
);
/// The same with Trusted Types enforced.
pub const TRUSTED_TYPES: (&str, &str) = (
    "content-security-policy",
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; worker-src 'self'; \
     require-trusted-types-for 'script'",
);
/// Lets the page measure its memory.
pub const ISOLATED: [(&str, &str); 2] =
    [("cross-origin-opener-policy", "same-origin"), ("cross-origin-embedder-policy", "require-corp")];

/// Types by extension; the system's own list is not asked, it differs from machine to machine.
const TYPES: [(&str, &str); 11] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("json", "application/json"),
    ("ndjson", "application/x-ndjson"),
    ("jsonl", "application/x-ndjson"),
    ("csv", "text/csv; charset=utf-8"),
    ("gz", "application/gzip"),
    ("svg", "image/svg+xml"),
];

pub fn add(router: Router, more: Vec<(&'static str, &'static str)>) -> Router {
    let always = [("x-content-type-options", "nosniff")];
    let router = router.layer(middleware::from_fn(typed));
    let fresh = HeaderValue::from_static("no-cache");
    let router = router.layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, fresh));
    always.into_iter().chain(more).fold(router, |router, (name, value)| {
        let (name, value) = (HeaderName::from_static(name), HeaderValue::from_static(value));
        router.layer(SetResponseHeaderLayer::overriding(name, value))
    })
}

/// For records: no copy of them stays in the browser, and Chromium reads them with less work.
pub fn unkept<S>(records: S) -> SetResponseHeader<S, HeaderValue> {
    SetResponseHeader::overriding(records, header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

async fn typed(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    let known = TYPES.iter().find(|(known, _)| Some(*known) == extension).map(|(_, kind)| *kind);
    let mut response = next.run(request).await;
    if let Some(kind) = known.filter(|_| response.status().is_success()) {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    response
}
