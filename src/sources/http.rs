//! Pages over HTTP: headers, credentials, token, time-outs, and what each status means.

use super::body::{self, Head, within};
use super::options::{Credentials, Options};
use super::{Address, Fault, Known, Page, Retry, Sink, Source, Step, Stop, Token};
use gloo_net::http::{Request, Response};
use js_sys::Date;
use std::rc::Rc;
use web_sys::{AbortController, Headers, RequestCredentials, RequestInit};

/// How long the server may think before it answers.
const ANSWER_S: u32 = 30;
const ACCEPT: &str = "application/x-ndjson, application/json, text/csv;q=0.9, */*;q=0.5";

#[derive(Debug, Clone)]
pub struct Http {
    pub options: Rc<Options>,
    pub token: Rc<Token>,
    pub known: Rc<Known>,
    pub stop: Rc<Stop>,
}

impl Source for Http {
    async fn page(&self, at: &Address, sink: &mut dyn Sink) -> Result<Page, Fault> {
        // However this ends, an answer that is still arriving is not wanted any more.
        let abort = Abort(AbortController::new().map_err(|_| Fault::network(at.name()))?);
        let mut token = self.token.current(&self.stop).await?;
        let mut answer = self.ask(at, token.as_deref(), &abort).await?;
        if answer.status() == 401 && self.token.renewed(token.as_deref(), &self.stop).await? {
            token = self.token.current(&self.stop).await?;
            answer = self.ask(at, token.as_deref(), &abort).await?;
        }
        if answer.status() == 304 {
            return Ok(Page::Known { next: self.known.next(at) });
        }
        let head = self.head(at, &answer)?;
        if let Some(stream) = answer.body() {
            let sent: Step<Result<(), Fault>> = Box::pin(body::send(stream, &head, sink, &self.stop));
            sent.await?;
        }
        // What an import has read decides where it goes on: it has to read the page again.
        let mark = answer.headers().get("etag").filter(|_| !self.options.is_import());
        Ok(Page::Sent(mark))
    }

    fn taken(&self, at: &Address, mark: String, next: Option<&str>) {
        self.known.keep(at, mark, next);
    }
}

impl Http {
    async fn ask(&self, at: &Address, token: Option<&str>, abort: &Abort) -> Result<Response, Fault> {
        let headers = self.headers(token)?;
        if let Some(mark) = self.known.mark(at) {
            // A server of another origin that lets its marks be read takes them back, too.
            let _ = headers.set("if-none-match", &mark);
        }
        let init = RequestInit::new();
        init.set_headers(&headers);
        init.set_signal(Some(&abort.0.signal()));
        init.set_credentials(match self.options.credentials {
            Credentials::Omit => RequestCredentials::Omit,
            Credentials::SameOrigin => RequestCredentials::SameOrigin,
            Credentials::Include => RequestCredentials::Include,
        });
        let request = web_sys::Request::new_with_str_and_init(&at.url, &init)
            .map_err(|_| Fault::config("source.url", "expected a URL without user name and password"))?;
        let sent = Request::from(request).send();
        within(sent, ANSWER_S, at.name(), &self.stop).await?.map_err(|_| Fault::network(at.name()))
    }

    fn headers(&self, token: Option<&str>) -> Result<Headers, Fault> {
        let headers = Headers::new().map_err(|_| Fault::config("source.headers", "cannot be made here"))?;
        // Setting these two fails only for a token that no header can carry; it must not be shown.
        let _ = headers.set("accept", ACCEPT);
        if let Some(token) = token {
            let unfit = |_| Fault::token("the page's token call-back gave what no header can carry");
            headers.set("authorization", &format!("Bearer {token}")).map_err(unfit)?;
        }
        for (name, value) in &self.options.headers {
            headers
                .set(name, value.as_str().unwrap_or_default())
                .map_err(|_| Fault::config(&format!("source.headers.{name}"), "expected a header's name and value"))?;
        }
        Ok(headers)
    }

    fn head<'a>(&self, at: &'a Address, answer: &Response) -> Result<Head<'a>, Fault> {
        let header = |name| answer.headers().get(name);
        if !answer.ok() {
            let retry = match answer.status() {
                429 | 502 | 503 | 504 => {
                    let now = header("date").map_or(f64::NAN, |date| Date::parse(&date));
                    let now = if now.is_nan() { Date::now() } else { now };
                    header("retry-after").map_or(Retry::Soon, |after| retry_after(&after, now))
                }
                _ => Retry::Never,
            };
            return Err(Fault::status(at.name(), answer.status(), retry));
        }
        let said = header("content-type");
        if said.as_deref().is_some_and(|kind| kind.starts_with("text/html") || kind.starts_with("application/xhtml")) {
            return Err(Fault::html(at.name()));
        }
        // The length of a packed body says nothing about the bytes that fetch hands out.
        let length = match header("content-encoding") {
            None => header("content-length").and_then(|length| length.parse().ok()),
            Some(_) => None,
        };
        Ok(Head { page: at, content_type: said, length })
    }
}

/// Seconds, or a date; `now` is the server's, where it says so.
fn retry_after(value: &str, now: f64) -> Retry {
    if let Ok(seconds) = value.trim().parse::<u64>() {
        return Retry::AfterMs(seconds.saturating_mul(1000));
    }
    let wait = Date::parse(value) - now;
    if wait.is_nan() { Retry::Soon } else { Retry::AfterMs(wait.max(0.0) as u64) }
}

/// The first made absolute with the second, as the browser does it.
pub fn join(url: &str, base: &str) -> Option<String> {
    web_sys::Url::new_with_base(url, base).ok().map(|url| url.href())
}

struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}
