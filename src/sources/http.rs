//! Pages over HTTP: headers, credentials, token, time-outs, and what each status means.

use super::body::{self, Head, within};
use super::options::{Credentials, Options};
use super::{Address, Fault, Retry, Sink, Source, Stop, Token};
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
    pub stop: Rc<Stop>,
}

impl Source for Http {
    async fn page(&self, at: &Address, sink: &mut dyn Sink) -> Result<(), Fault> {
        // However this ends, an answer that is still arriving is not wanted any more.
        let abort = Abort(AbortController::new().map_err(|_| Fault::network(at.name()))?);
        let mut token = self.token.current().await?;
        let mut answer = self.ask(at, token.as_deref(), &abort).await?;
        if answer.status() == 401 && self.token.renewed(token.as_deref()).await? {
            token = self.token.current().await?;
            answer = self.ask(at, token.as_deref(), &abort).await?;
        }
        let head = self.head(at, &answer)?;
        match answer.body() {
            Some(stream) => body::send(stream, &head, sink, &self.stop).await,
            None => Ok(()),
        }
    }
}

impl Http {
    async fn ask(&self, at: &Address, token: Option<&str>, abort: &Abort) -> Result<Response, Fault> {
        let headers = self.headers(token)?;
        let init = RequestInit::new();
        init.set_headers(&headers);
        init.set_signal(Some(&abort.0.signal()));
        init.set_credentials(
            match self.options.source.as_ref().and_then(|source| source.credentials).unwrap_or_default() {
                Credentials::Omit => RequestCredentials::Omit,
                Credentials::SameOrigin => RequestCredentials::SameOrigin,
                Credentials::Include => RequestCredentials::Include,
            },
        );
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
        for (name, value) in self.options.source.iter().flat_map(|source| source.headers.iter().flatten()) {
            headers
                .set(name, value)
                .map_err(|_| Fault::config(&format!("source.headers.{name}"), "expected a header's name and value"))?;
        }
        Ok(headers)
    }

    fn head<'a>(&self, at: &'a Address, answer: &Response) -> Result<Head<'a>, Fault> {
        let header = |name| answer.headers().get(name);
        if !answer.ok() {
            let retry = match answer.status() {
                429 | 502 | 503 | 504 => header("retry-after").as_deref().map_or(Retry::Soon, retry_after),
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

/// Seconds, or a date.
fn retry_after(value: &str) -> Retry {
    if let Ok(seconds) = value.trim().parse::<u64>() {
        return Retry::AfterMs(seconds.saturating_mul(1000));
    }
    let wait = Date::parse(value) - Date::now();
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
