//! Loading beside answering: the source's pages into the engine, progress to the page, and polling for what is new.

use super::{Service, tell};
use js_sys::{Date, Math, Promise};
use serde::Serialize;
use session_analytics::engine::instant;
use session_analytics::sources::{
    self, Address, AskToken, Fault, First, Http, Options, Progress, Sink, Stop, first, sleep,
};
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;

/// How often a person is told.
const PROGRESS_MS: f64 = 100.0;

/// How many bytes are read before the limits are looked at; fewer where bytes are limited, for packed ones may become a
/// thousand times as many.
const STEP: usize = 1 << 17;
const SMALL_STEP: usize = 1 << 13;

/// Chatwoot writes its reporting events a little after what they tell of.
const CHATWOOT_OVERLAP_S: i64 = 600;

/// Answers `load` when it ends, and goes on polling if the source says so.
pub async fn load(service: Rc<Service>, seq: f64, base: String) {
    let stop = Rc::new(Stop::default());
    service.stop.replace(stop.clone()).stop();
    // The one that was stopped has to let go of its page first.
    while service.loading.get() {
        sleep(1).await;
    }
    let plan = service.plan.borrow().clone();
    let (token, known) = (service.token.clone(), service.known.clone());
    let http = Http { options: plan.options, token, known, stop: stop.clone() };
    let starts = starts(&http.options, &plan.span, &base);
    let result = match &starts {
        Ok(starts) => run(&service, &http, starts, Tell::Page).await.1,
        Err(fault) => Err(fault.clone()),
    };
    service.loaded(seq, result.as_ref().err());
    let poll_s = http.options.source.as_ref().and_then(|source| source.poll_s);
    if let (Ok(starts), Some(poll_s)) = (starts, poll_s) {
        // What failed for good does not get better by asking again.
        let lasting = |fault: &Fault| ["E_LIMIT", "E_TOKEN", "E_FORBIDDEN", "E_CONFIG"].contains(&fault.code.as_str());
        let mut failed = result.err();
        while !stop.is_stopped() && !failed.as_ref().is_some_and(lasting) {
            if pause(&stop, (poll_s * 1000.0) as u64).await.is_err() {
                return;
            }
            let (added, result) = run(&service, &http, &starts, Tell::Nobody).await;
            failed = result.err().filter(|_| !stop.is_stopped());
            service.event(&Polled { event: "polled", added, error: failed.as_ref() });
        }
    }
}

/// Where a pass begins: at the beginning, until all was there once. Then what is new is enough, if the source is one
/// that is polled: any other may not know `since`, and is asked for all that has changed by its pages' marks.
fn passes(service: &Service, options: &Options, starts: &[Address]) -> Vec<Address> {
    let is_polled = options.source.as_ref().is_some_and(|source| source.poll_s.is_some());
    let is_complete = *service.complete.borrow() == starts;
    let newest = if is_polled && is_complete { service.told_until() } else { None };
    let since = |start: &Address| match (newest, options.format()) {
        (None, _) => start.clone(),
        (Some(at), Some("chatwoot")) => start.since_seconds((at / 1000 - CHATWOOT_OVERLAP_S).max(1)),
        (Some(at), _) => start.since(&instant::format(at)),
    };
    starts.iter().map(since).collect()
}

/// The first page of each source; nothing for a role that may not see it.
fn starts(options: &Options, span: &sources::Span, base: &str) -> Result<Vec<Address>, Fault> {
    if options.is_refused() {
        return Err(Fault::new("E_ROLE", "this role may not see the data", "ask an owner or admin"));
    }
    let source = options.source.as_ref().ok_or_else(|| Fault::config("source.url", "expected a URL to load from"))?;
    source.url.as_slice().iter().map(|url| Address::start(url, span, base, sources::join)).collect()
}

/// One pass over all pages: how many records were accepted, and what ended it early.
async fn run(service: &Rc<Service>, http: &Http, starts: &[Address], told: Tell) -> (u64, Result<(), Fault>) {
    service.loading.set(true);
    service.engine.borrow_mut().begin_pass();
    let before = service.accepted();
    let mut sink = Feed::new(service, http, starts.len(), told);
    let wait = async |ms| pause(&http.stop, ms).await;
    let (pages, told_until) = (passes(service, &http.options, starts), service.told_until.get());
    let result = sources::load(&pages, sources::join, http, &mut sink, wait, Math::random).await;
    match &result {
        Ok(()) => {
            service.engine.borrow_mut().end_pass();
            service.complete.replace(starts.to_vec());
            // What the page added before this pass is in it by now.
            if service.told_until.get() == told_until {
                service.told_until.set(None);
            }
        }
        // Who may not see the data any more does not keep it either.
        Err(fault) if fault.code == "E_FORBIDDEN" => service.forget(),
        Err(_) => {}
    }
    let error = result.as_ref().err().cloned();
    sink.tell(Progress { done: true, error, ..sink.progress() });
    service.loading.set(false);
    (service.accepted().saturating_sub(before), result)
}

async fn pause(stop: &Stop, ms: u64) -> Result<(), Fault> {
    match first(sleep(ms), stop.wait()).await {
        First::Left(()) => Ok(()),
        First::Right(()) => Err(Fault::cancelled()),
    }
}

/// Whether anybody waits for this pass.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tell {
    Page,
    Nobody,
}

#[derive(Serialize)]
struct Polled<'a> {
    event: &'static str,
    added: u64,
    error: Option<&'a Fault>,
}

#[derive(Serialize)]
struct Progressed {
    event: &'static str,
    #[serde(flatten)]
    progress: Progress,
}

/// Pages into the engine, within the limits.
struct Feed<'a> {
    service: &'a Service,
    options: &'a Options,
    told: Tell,
    told_at: f64,
    /// Known lengths add up to a total only when there is one page.
    single: bool,
    open: bool,
    /// When the page was opened.
    seen_before: u64,
    name: String,
    bytes: u64,
    /// Unpacked: of the pages before, and of this one.
    plain_before: u64,
    plain: u64,
    total_bytes: Option<u64>,
    room: Room,
}

/// Linear memory grows in steps: growing it for every small need costs more than the reading.
#[derive(Debug, Default)]
struct Room {
    /// Bytes of the stream for which there is room.
    left: usize,
}

impl Room {
    const STEP: usize = 2 << 20;

    fn take(&mut self, bytes: usize) {
        if self.left < bytes {
            // Given back at once, so that the allocator has it. A record takes about half of its text.
            drop(std::hint::black_box(Vec::<u8>::with_capacity(Self::STEP)));
            self.left = bytes.max(2 * Self::STEP);
        }
        self.left -= bytes;
    }
}

impl<'a> Feed<'a> {
    fn new(service: &'a Service, http: &'a Http, sources: usize, told: Tell) -> Feed<'a> {
        Feed {
            service,
            options: &http.options,
            told,
            told_at: 0.0,
            single: sources == 1,
            open: false,
            seen_before: 0,
            name: String::new(),
            bytes: 0,
            plain_before: 0,
            plain: 0,
            total_bytes: None,
            room: Room::default(),
        }
    }

    fn progress(&self) -> Progress {
        let total_bytes = self.total_bytes.filter(|&total| total >= self.bytes);
        Progress { records: self.service.seen(), bytes: self.bytes, total_bytes, ..Progress::default() }
    }

    fn tell(&self, progress: Progress) {
        if self.told == Tell::Page {
            self.service.event(&Progressed { event: "progress", progress });
        }
    }
}

impl Sink for Feed<'_> {
    fn open(&mut self, at: &Address, content_type: Option<&str>, length: Option<u64>) {
        self.service.engine.borrow_mut().open_as(&at.url, content_type, self.options.format());
        self.total_bytes = length.filter(|_| self.single && self.bytes == 0);
        self.seen_before = self.service.seen();
        self.name = at.name().to_owned();
        self.plain_before += std::mem::take(&mut self.plain);
        self.open = true;
    }

    fn chunk(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.room.take(bytes.len());
        self.bytes += bytes.len() as u64;
        let limits = self.options.limits.unwrap_or_default();
        let most = limits.records();
        for piece in bytes.chunks(if limits.bytes.is_some() { SMALL_STEP } else { STEP }) {
            self.plain = self.service.engine.borrow_mut().chunk(piece);
            if self.service.seen() >= most {
                return Err(Fault::limit(format!("loading stopped at the limit of {most} records (limits.records)")));
            }
            if let Some(most) = limits.bytes.filter(|&most| self.plain_before + self.plain >= most) {
                return Err(Fault::limit(format!("loading stopped at the limit of {most} bytes (limits.bytes)")));
            }
        }
        if Date::now() - self.told_at >= PROGRESS_MS {
            self.told_at = Date::now();
            self.tell(self.progress());
        }
        Ok(())
    }

    fn close(&mut self, fault: Option<&Fault>) -> Result<Option<String>, Fault> {
        if !std::mem::take(&mut self.open) {
            return Ok(None);
        }
        let closed = self.service.engine.borrow_mut().close();
        // What the engine finds wrong with a page that broke off follows from that.
        closed.map_err(|broken| fault.cloned().unwrap_or_else(|| Fault::broken(&self.name, broken.code, &broken.what)))
    }

    fn waiting(&mut self, ms: u64) {
        self.tell(Progress { retry_in_ms: Some(ms), ..self.progress() });
    }

    fn discard(&mut self) -> bool {
        // A page of JSON is held until its end; opening the next one drops it.
        let nothing_taken = !self.open || self.service.seen() == self.seen_before;
        self.open &= !nothing_taken;
        nothing_taken
    }
}

/// Asks the host page for a token and waits for its answer.
pub fn ask_page(service: &Rc<Service>) -> AskToken {
    let service = Rc::downgrade(service);
    Box::new(move |reason| {
        let answer = service.upgrade().map(|service| {
            let id = service.asked.get() + 1;
            service.asked.set(id);
            tell(&service.port, &[("need_token", reason.into()), ("id", id.into())]);
            JsFuture::from(Promise::new(&mut |resolve, _| service.questions.borrow_mut().push((id, resolve))))
        });
        Box::pin(async move {
            let token: JsValue = answer?.await.ok()?;
            token.as_string()
        })
    })
}
