//! Loading beside answering: the source's pages into the engine, progress to the page, and polling for what is new.

use super::{Plan, Service, day_end, now, span, tell};
use js_sys::{Date, Math, Promise};
use serde::Serialize;
use session_analytics::engine::instant;
use session_analytics::protocol::Days;
use session_analytics::sources::{
    self, Address, AskToken, Fault, First, Http, Options, Progress, Sink, Span, Step, Stop, first, sleep,
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
pub async fn load(service: Rc<Service>, seq: f64, base: String, days: Option<Days>, is_more: bool) {
    let stop = Rc::new(Stop::default());
    service.stop.replace(stop.clone()).stop();
    // The one that was stopped has to let go of its page first.
    while service.loading.get() {
        sleep(1).await;
    }
    let mut plan = service.plan.borrow().clone();
    // Any other source gives all that it has, whatever days are looked at.
    if let Some(days) = days.filter(|days| plan.options.has_days() && span(days).is_some()) {
        plan.days = days;
    }
    let (token, known) = (service.token.clone(), service.known.clone());
    let http = Http { options: plan.options.clone(), token, known, stop: stop.clone() };
    if service.covered.get().is_none() {
        service.is_until_today.set(false);
    }
    let result = run(&service, &http, &plan, &base, is_more, Tell::Page).await.1;
    service.loaded(seq, result.as_ref().err());
    if let Some(poll_s) = http.options.poll_s {
        // What failed for good does not get better by asking again.
        let lasting =
            |fault: &Fault| ["E_LIMIT", "E_TOKEN", "E_FORBIDDEN", "E_CONFIG", "E_ROLE"].contains(&fault.code.as_str());
        let mut failed = result.err();
        while !stop.is_stopped() && !failed.as_ref().is_some_and(lasting) {
            if pause(&stop, (poll_s * 1000.0) as u64).await.is_err() {
                return;
            }
            let (added, result) = run(&service, &http, &plan, &base, false, Tell::Nobody).await;
            failed = result.err().filter(|_| !stop.is_stopped());
            service.event(&Polled { event: "polled", added, error: failed.as_ref() });
        }
    }
}

/// From when to when records are asked for, and the first page of each source for them.
type Pass = (Span, Vec<Address>);

/// What has to be asked for; nothing for a role that may not see it.
fn passes(service: &Service, plan: &Plan, base: &str, is_more: bool) -> Result<Vec<Pass>, Fault> {
    let options = &plan.options;
    if options.is_refused() {
        return Err(Fault::new("E_ROLE", "this role may not see the data", "ask an owner or admin"));
    }
    if options.urls.is_empty() {
        return Err(Fault::config("source.url", "expected a URL to load from"));
    }
    let (wanted, covered) = (span(&plan.days).unwrap_or_default(), service.covered.get());
    let mut whole = covered.map_or(wanted, |covered| covered.with(wanted));
    let tz = plan.days.zones.first().map_or("", String::as_str);
    let today = day_end(tz, plan.now.unwrap_or_else(now)).unwrap_or(whole.to);
    service.is_until_today.set(service.is_until_today.get() || whole.to >= today);
    if let Some(covered) = covered.filter(|_| is_more) {
        return missing(options, base, covered, whole);
    }
    if service.is_until_today.get() {
        whole.to = whole.to.max(today);
    }
    let mut starts = starts(options, base, whole, None)?;
    // All, until all was there once. Then what is new is enough, if the source is one that is polled: any other may not know
    // `since`, and is asked for all that has changed by its pages' marks.
    let is_polled = options.poll_s.is_some();
    let is_told = is_polled && covered.is_some_and(|covered| covered.from == whole.from);
    if let Some(at) = if is_told { service.told_until() } else { None } {
        for start in &mut starts {
            *start = match options.format.as_deref() {
                Some("chatwoot") => start.since_seconds((at / 1000 - CHATWOOT_OVERLAP_S).max(1)),
                _ => start.since(&instant::format(at)),
            };
        }
    }
    Ok(vec![(whole, starts)])
}

/// What of the whole lies before what is covered, and after it, of the sources that can be asked for it.
fn missing(options: &Options, base: &str, covered: Span, whole: Span) -> Result<Vec<Pass>, Fault> {
    let mut passes = Vec::new();
    for (span, name) in [(Span { to: covered.from, ..whole }, "from"), (Span { from: covered.to, ..whole }, "to")] {
        if span.from < span.to {
            passes.push((span, starts(options, base, span, Some(name))?));
        }
    }
    Ok(passes)
}

/// The first page of each source, or of those alone whose address asks for this.
fn starts(options: &Options, base: &str, span: Span, name: Option<&str>) -> Result<Vec<Address>, Fault> {
    let urls = options.urls.iter().filter(|url| name.is_none_or(|name| sources::asks(url, name)));
    urls.map(|url| Address::start(url, &span, base, sources::join)).collect()
}

/// Passes over all pages: how many records were accepted, and what ended it early.
async fn run(
    service: &Rc<Service>,
    http: &Http,
    plan: &Plan,
    base: &str,
    is_more: bool,
    told: Tell,
) -> (u64, Result<(), Fault>) {
    let is_more = is_more && service.covered.get().is_some();
    let passes = match passes(service, plan, base, is_more) {
        Ok(passes) => passes,
        Err(fault) => return (0, Err(fault)),
    };
    service.loading.set(true);
    if is_more {
        service.hold_told_until();
    }
    let (before, told_until) = (service.accepted(), service.told_until.get());
    let mut sink = Feed::new(service, http, passes.iter().map(|(_, starts)| starts.len()).sum(), told);
    let wait = async |ms| pause(&http.stop, ms).await;
    let mut result = Ok(());
    for (span, starts) in passes {
        service.engine.borrow_mut().begin_pass();
        let load: Step<_> = Box::pin(sources::load(&starts, sources::join, http, &mut sink, wait, Math::random));
        result = load.await;
        if result.is_err() {
            break;
        }
        service.engine.borrow_mut().end_pass();
        service.covered.set(Some(service.covered.get().map_or(span, |covered| covered.with(span))));
    }
    match &result {
        // What the page added before this pass is in it by now.
        Ok(()) if !is_more && service.told_until.get() == told_until => service.told_until.set(None),
        // Who may not see the data any more does not keep it either.
        Err(fault) if fault.code == "E_FORBIDDEN" => service.forget(),
        _ => {}
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

    /// The limit is for the memory: it counts what the engine holds. Just as many are not too many.
    fn room_for_records(&self) -> Result<(), Fault> {
        let most = self.options.max_records;
        if self.service.accepted() <= most {
            return Ok(());
        }
        Err(Fault::limit(format!("loading stopped at the limit of {most} records (limits.records)")))
    }

    fn tell(&self, progress: Progress) {
        if self.told == Tell::Page {
            self.service.event(&Progressed { event: "progress", progress });
        }
    }
}

impl Sink for Feed<'_> {
    fn open(&mut self, at: &Address, content_type: Option<&str>, length: Option<u64>) {
        self.service.engine.borrow_mut().open_as(&at.url, content_type, self.options.format.as_deref());
        self.total_bytes = length.filter(|_| self.single && self.bytes == 0);
        self.seen_before = self.service.seen();
        self.name = at.name().to_owned();
        self.plain_before += std::mem::take(&mut self.plain);
        self.open = true;
    }

    fn chunk(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.room.take(bytes.len());
        self.bytes += bytes.len() as u64;
        for piece in bytes.chunks(if self.options.max_bytes.is_some() { SMALL_STEP } else { STEP }) {
            self.plain = self.service.engine.borrow_mut().chunk(piece);
            self.room_for_records()?;
            if let Some(most) = self.options.max_bytes.filter(|&most| self.plain_before + self.plain >= most) {
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
        let next = closed
            .map_err(|broken| fault.cloned().unwrap_or_else(|| Fault::broken(&self.name, broken.code, &broken.what)))?;
        // A page of JSON has given its records only now.
        self.room_for_records()?;
        Ok(next)
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
