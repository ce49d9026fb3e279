//! What a server does on a bad day, on demand: `GET /events/<what>[@page][x<times>]`, several joined by `+`. Each is
//! counted by whose token it is (`sub`), so that every test has bad days of its own. For tests and demonstrations only.

use crate::{api::now, store::Row};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use std::{
    collections::HashMap,
    io,
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};
use tokio_stream::{Stream, StreamExt};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A status, and when to come back.
    Status(u16, Option<Back>),
    /// A sign-in page with status 200.
    Html,
    /// The answer comes in pieces.
    Slow,
    /// Half of the answer, then the connection ends.
    Cut,
    /// No answer at all.
    Hang,
    /// Each page begins with the last third of the page before, holds records twice, and newer versions of known ones.
    Overlap,
}

/// How `Retry-After` says two seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Back {
    Seconds,
    Date,
}

/// What is to go wrong, on which page and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan(Vec<(Fault, Option<u64>, u64)>);

impl Plan {
    pub fn read(text: &str) -> Option<Plan> {
        text.split('+').map(step).collect::<Option<Vec<_>>>().map(Plan)
    }
}

/// `429@7x2`: on page 7, twice. Without a page on every one; once where a page is named, else always.
fn step(text: &str) -> Option<(Fault, Option<u64>, u64)> {
    let (text, times) = match text.rsplit_once('x') {
        Some((rest, times)) => (rest, Some(times.parse().ok()?)),
        None => (text, None),
    };
    let (name, page) = match text.split_once('@') {
        Some((name, page)) => (name, Some(page.parse().ok()?)),
        None => (text, None),
    };
    let fault = match name {
        "html" => Fault::Html,
        "slow" => Fault::Slow,
        "cut" => Fault::Cut,
        "hang" => Fault::Hang,
        "overlap" => Fault::Overlap,
        "429-date" => Fault::Status(429, Some(Back::Date)),
        "429" => Fault::Status(429, Some(Back::Seconds)),
        status => Fault::Status(status.parse().ok().filter(|status| (400..600).contains(status))?, None),
    };
    Some((fault, page, times.unwrap_or(if page.is_some() { 1 } else { u64::MAX })))
}

/// How often each has happened, to whom and on which page.
#[derive(Debug, Default)]
pub struct Faults(Mutex<HashMap<(Fault, String, u64), u64>>);

impl Faults {
    /// The one whose time it is.
    pub fn due(&self, plan: &Plan, who: &str, page: u64) -> Option<Fault> {
        let mut happened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        plan.0.iter().find_map(|&(fault, at, times)| {
            if at.is_some_and(|at| at != page) {
                return None;
            }
            let count = happened.entry((fault, who.to_owned(), page)).or_default();
            *count += 1;
            (*count <= times).then_some(fault)
        })
    }
}

impl Fault {
    /// The answer in place of a page.
    pub fn refusal(&self) -> Option<Response> {
        match *self {
            Fault::Status(code, back) => {
                let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let mut response = (status, "out of order").into_response();
                let after = back.map(|back| match back {
                    Back::Seconds => "2".to_owned(),
                    // A date has whole seconds: two of them have passed at the next but one.
                    Back::Date => {
                        httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(now().as_secs() + 3))
                    }
                });
                if let Some(after) = after.and_then(|after| HeaderValue::from_str(&after).ok()) {
                    response.headers_mut().insert(header::RETRY_AFTER, after);
                }
                Some(response)
            }
            Fault::Html => Some(Html("<!doctype html><title>Sign in</title><form></form>").into_response()),
            Fault::Hang => Some(Body::from_stream(tokio_stream::pending::<io::Result<Vec<u8>>>()).into_response()),
            Fault::Slow | Fault::Cut | Fault::Overlap => None,
        }
    }

    /// The records of the page; `before` gives those that come just before a place.
    pub fn rows(&self, rows: Vec<Row>, before: impl FnOnce(i64) -> Vec<Row>) -> Vec<Row> {
        if *self != Fault::Overlap {
            return rows;
        }
        let first = rows.first().map_or(1, |row| row.seq);
        let twice = rows.iter().filter(|row| row.seq % 5 == 0 && !row.is_entity).cloned();
        let newer = rows.iter().filter(|row| row.seq % 7 == 0 && !row.is_entity).map(newer_version);
        before(first).into_iter().chain(rows.iter().cloned()).chain(twice).chain(newer).collect()
    }
}

/// The same event as it was known later: with another text.
fn newer_version(row: &Row) -> Row {
    let json = row.json.replacen("\"text\":\"", "\"text\":\"(edited) ", 1);
    Row { json, ..row.clone() }
}

impl Fault {
    /// What is done to an answer on its way out.
    pub async fn spoil(self, response: Response) -> Response {
        if !matches!(self, Fault::Slow | Fault::Cut) {
            return response;
        }
        let (parts, body) = response.into_parts();
        let Ok(bytes) = to_bytes(body, usize::MAX).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let pieces = pieces(&bytes, self);
        let mut spoilt = Response::from_parts(parts, Body::from_stream(pieces));
        // Packed it would be held back until it is whole.
        spoilt.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
        spoilt
    }
}

/// Ten pieces with pauses; half of them and no end.
fn pieces(bytes: &[u8], fault: Fault) -> impl Stream<Item = io::Result<Vec<u8>>> + Send + use<> {
    let all: Vec<_> = bytes.chunks(bytes.len() / 10 + 1).map(|piece| Ok(piece.to_vec())).collect();
    let mut sent = all;
    if fault == Fault::Cut {
        sent.truncate(5);
        sent.push(Err(io::Error::other("the server went away")));
    }
    tokio_stream::iter(sent).throttle(Duration::from_millis(50))
}
