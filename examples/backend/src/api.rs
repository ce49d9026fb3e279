//! The routes: who asks, what of it they may have, and the answer. A refusal is a status and a sentence.

use crate::{
    faults::{Fault, Faults},
    forms::{self, Form},
    store::{Row, Store, Wanted},
    token::{Claims, Key},
};
use axum::{
    Json, Router,
    body::Body,
    extract::{DefaultBodyLimit, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tower_http::{compression::CompressionLayer, cors::CorsLayer};

/// Records on a page, unless asked otherwise.
const PAGE: usize = 2_000;
const LARGEST_PAGE: usize = 20_000;
const LARGEST_POST: usize = 64 << 20;

#[derive(Debug)]
pub struct App {
    store: Mutex<Store>,
    key: Key,
    faults: Faults,
}

type Shared = State<Arc<App>>;

impl App {
    pub fn new(store: Store, key: Key) -> App {
        App { store: Mutex::new(store), key, faults: Faults::default() }
    }

    /// A page takes a millisecond or two; a busier server has several connections and a thread pool for them.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn router(app: App, origins: &[String], demo: bool) -> Result<Router, String> {
    let origins: Vec<HeaderValue> = origins
        .iter()
        .map(|origin| origin.parse().map_err(|_| format!("{origin} is no origin")))
        .collect::<Result<_, _>>()?;
    let cors = CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST])
        // What the widget sends beside what every page may send …
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_NONE_MATCH])
        // … and what it reads: whether a page is known already, and how long to wait (by this server's clock).
        .expose_headers([header::ETAG, header::RETRY_AFTER, header::DATE])
        .max_age(Duration::from_secs(600));
    let mut router = Router::new().route("/events", get(read).post(write));
    if demo {
        router = router.route("/demo/token", post(give_token)).route("/events/{fault}", get(read_badly));
    }
    Ok(router
        .layer(CompressionLayer::new())
        .layer(cors)
        .layer(DefaultBodyLimit::max(LARGEST_POST))
        .with_state(Arc::new(app)))
}

/// What may be asked of `GET /events`. Instants are RFC 3339.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    from: Option<String>,
    to: Option<String>,
    since: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
    customer: Option<String>,
    format: Option<String>,
}

async fn read(State(app): Shared, Query(asked): Query<Asked>, headers: HeaderMap) -> Result<Response, Refusal> {
    answer(&app, asked, &headers, |_, _| None)
}

/// `GET /events/429@7`: the same, but it fails as the path says (see `faults.rs`).
async fn read_badly(
    State(app): Shared,
    axum::extract::Path(fault): axum::extract::Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let plan = crate::faults::Plan::read(&fault).ok_or(Refusal::Unclear("no such fault"))?;
    let mut spoiled = None;
    let response = answer(&app, asked, &headers, |who, page| {
        spoiled = app.faults.due(&plan, who, page);
        spoiled
    })?;
    Ok(match spoiled {
        Some(fault) => fault.spoil(response).await,
        None => response,
    })
}

/// `fault` is asked what is to go wrong for that person on that page.
fn answer(
    app: &Arc<App>,
    asked: Asked,
    headers: &HeaderMap,
    fault: impl FnOnce(&str, u64) -> Option<Fault>,
) -> Result<Response, Refusal> {
    let claims = claims(app, headers)?;
    let customer = scope(&claims, asked.customer)?;
    let form = Form::named(asked.format.as_deref()).ok_or(Refusal::Unclear("format: json, ndjson, list or csv"))?;
    let (page, after) = match &asked.cursor {
        Some(cursor) => cursor_of(cursor).ok_or(Refusal::Unclear("cursor: not one of ours"))?,
        None => (1, 0),
    };
    let fault = fault(&claims.sub, page);
    if let Some(response) = fault.as_ref().and_then(Fault::refusal) {
        return Ok(response);
    }
    let most = asked.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
    let (from, to, since) = (asked.from, asked.to, asked.since);
    let wanted = Wanted { after, from, to, since, customer, most };
    if form != Form::Page {
        return Ok(whole(Arc::clone(app), wanted, form));
    }
    // One more than asked for tells whether there is another page.
    let mut rows = app.store().page(&Wanted { most: most + 1, ..wanted }).map_err(|_| Refusal::Broken)?;
    let more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| more).map(|row| BASE64.encode(format!("{}.{}", page + 1, row.seq)));
    if let Some(fault) = fault {
        rows = fault.rows(rows, |first| {
            let before =
                Wanted { after: (first - most as i64 * 3 / 10).max(1) - 1, most: most * 3 / 10, ..Wanted::default() };
            app.store().page(&before).unwrap_or_default()
        });
    }
    let body = forms::page(rows, next);
    let tag = format!("W/\"{}\"", BASE64.encode(&Sha256::digest(&body)[..12]));
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    // Whose it is decides what is in it: a shared cache must not keep it, and the browser's asks every time.
    let about =
        [(header::ETAG, tag.as_str()), (header::CACHE_CONTROL, "private, no-cache"), (header::VARY, "authorization")];
    Ok(match known {
        true => (StatusCode::NOT_MODIFIED, about).into_response(),
        false => (about, [(header::CONTENT_TYPE, "application/json")], body).into_response(),
    })
}

/// All that is wanted as one stream: read from the store as fast as it is taken.
fn whole(app: Arc<App>, wanted: Wanted, form: Form) -> Response {
    let (mut after, mut ended) = (Some(wanted.after), false);
    let mut begun = false;
    let pieces = std::iter::from_fn(move || {
        let Some(from) = after else {
            return (!std::mem::replace(&mut ended, true)).then(|| Ok::<_, String>(form.end().to_owned()));
        };
        let rows: Vec<Row> = match app.store().page(&Wanted { after: from, ..wanted.clone() }) {
            Ok(rows) => rows,
            Err(error) => return Some(Err(error.to_string())),
        };
        after = rows.last().map(|row| row.seq);
        let is_first = !std::mem::replace(&mut begun, true);
        Some(Ok(form.write(&rows, is_first)))
    });
    let body = Body::from_stream(tokio_stream::iter(pieces));
    ([(header::CONTENT_TYPE, form.content_type()), (header::CACHE_CONTROL, "private, no-store")], body).into_response()
}

/// Stores NDJSON, or a JSON list of records.
async fn write(State(app): Shared, headers: HeaderMap, body: String) -> Result<Response, Refusal> {
    let claims = claims(&app, &headers)?;
    if !["owner", "admin", "writer"].contains(&claims.role.as_str()) {
        return Err(Refusal::Forbidden);
    }
    let lines = match body.trim_start().starts_with('[') {
        true => forms::lines(&body).ok_or(Refusal::Unclear("expected a list of records"))?,
        false => body,
    };
    match app.store().add(&lines, now().as_millis() as i64) {
        Ok(stored) => Ok(Json(json!({ "stored": stored })).into_response()),
        Err(what) => Err(Refusal::Bad(what)),
    }
}

#[derive(Debug, Deserialize)]
struct Login {
    sub: Option<String>,
    role: String,
    customer: Option<String>,
    lives_s: Option<u64>,
}

/// Stands for your product's own session: whoever is signed in there gets a token for what they may see.
async fn give_token(State(app): Shared, Json(login): Json<Login>) -> Response {
    let (exp, jti) = (now().as_secs() + login.lives_s.unwrap_or(300), format!("{:x}", now().as_nanos()));
    let sub = login.sub.unwrap_or_else(|| "somebody".to_owned());
    let claims = Claims { sub, jti, role: login.role, customer: login.customer, exp };
    Json(json!({ "token": app.key.sign(&claims) })).into_response()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

fn claims(app: &App, headers: &HeaderMap) -> Result<Claims, Refusal> {
    bearer(headers).and_then(|token| app.key.check(token, now().as_secs())).ok_or(Refusal::Unknown)
}

/// Whose records this bearer gets: everybody's or one customer's. What the page was told to show decides nothing here.
fn scope(claims: &Claims, asked: Option<String>) -> Result<Option<String>, Refusal> {
    let own = match (claims.role.as_str(), &claims.customer) {
        ("owner" | "admin", own) => own.clone(),
        ("customer", Some(own)) => Some(own.clone()),
        _ => return Err(Refusal::Forbidden),
    };
    match (own, asked) {
        (Some(own), Some(asked)) if own != asked => Err(Refusal::Forbidden),
        (own, asked) => Ok(own.or(asked)),
    }
}

/// The number of the page, and the last record before it.
fn cursor_of(cursor: &str) -> Option<(u64, i64)> {
    let text = String::from_utf8(BASE64.decode(cursor).ok()?).ok()?;
    let (page, after) = text.split_once('.')?;
    Some((page.parse().ok()?, after.parse().ok()?))
}

pub fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[derive(Debug)]
pub enum Refusal {
    /// No token, or none that counts any more.
    Unknown,
    Forbidden,
    Unclear(&'static str),
    Bad(String),
    Broken,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, what) = match self {
            Refusal::Unknown => (StatusCode::UNAUTHORIZED, "no valid token".to_owned()),
            Refusal::Forbidden => (StatusCode::FORBIDDEN, "not with this role".to_owned()),
            Refusal::Unclear(what) => (StatusCode::BAD_REQUEST, what.to_owned()),
            Refusal::Bad(what) => (StatusCode::UNPROCESSABLE_ENTITY, what),
            Refusal::Broken => (StatusCode::INTERNAL_SERVER_ERROR, "the store failed".to_owned()),
        };
        let challenge = (status == StatusCode::UNAUTHORIZED).then_some([(header::WWW_AUTHENTICATE, "Bearer")]);
        (status, challenge.map_or_else(HeaderMap::new, headers_of), Json(json!({ "error": what }))).into_response()
    }
}

fn headers_of<const N: usize>(headers: [(HeaderName, &'static str); N]) -> HeaderMap {
    headers.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
}
