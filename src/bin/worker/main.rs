//! The engine's thread: hears requests, answers them, and loads the source beside answering. It has the clock, the
//! network and the browser's time zones; what the figures are is the engine's to know.

mod load;

use js_sys::{Date, Function, Object, Reflect};
use serde::Serialize;
use session_analytics::engine::{calendar, instant};
use session_analytics::protocol::{Days, Engine, Host, Request, Response, handle};
use session_analytics::sources::{Fault, Known, Options, Span, Stop, Token};
use session_analytics::worker::zone;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen]
extern "C" {
    /// A worker's own scope, or one end of a channel.
    #[derive(Clone)]
    pub type Port;
    #[wasm_bindgen(method, js_name = postMessage)]
    fn post(this: &Port, message: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_onmessage(this: &Port, listener: &JsValue);

    type MessageEvent;
    #[wasm_bindgen(method, getter)]
    fn data(this: &MessageEvent) -> Message;

    /// A request, or the answer to `need_token`.
    type Message;
    #[wasm_bindgen(method, getter)]
    fn seq(this: &Message) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn request(this: &Message) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn base(this: &Message) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn tokens(this: &Message) -> Option<bool>;
    /// The page has closed the connection.
    #[wasm_bindgen(method, getter)]
    fn closed(this: &Message) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn id(this: &Message) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn token(this: &Message) -> JsValue;

    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(text: &str);
}

fn main() {
    std::panic::set_hook(Box::new(|panic| {
        console_error(&format!("session-analytics: the engine failed: {panic}"));
    }));
}

/// Serves one engine on a port, for as long as the port lives. Who calls into the program hears of its panics (js/glue.js).
#[wasm_bindgen]
pub fn serve(port: Port) {
    let service = Rc::new(Service::new(port.clone()));
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| hear(&service, &event.data()));
    port.set_onmessage(&hear.into_js_value());
}

/// One engine and what goes on around it.
struct Service {
    port: Port,
    engine: RefCell<Engine>,
    plan: RefCell<Plan>,
    token: Rc<Token>,
    /// Questions for a token that the page has not answered yet.
    questions: RefCell<Vec<(u32, Function)>>,
    asked: Cell<u32>,
    known: Rc<Known>,
    /// From when to when everything was loaded: there what is new is enough.
    covered: Cell<Option<Span>>,
    /// Today was in it, or was to be, when it was asked for: it goes on to the end of each day that comes.
    is_until_today: Cell<bool>,
    /// Up to when the source had told all, before the page itself, or a load of other days, began to add records: these say
    /// nothing about it.
    told_until: Cell<Option<Option<i64>>>,
    /// Stops the load or the polling that goes on.
    stop: RefCell<Rc<Stop>>,
    loading: Cell<bool>,
}

/// What the configuration says about loading.
#[derive(Debug, Clone, Default)]
struct Plan {
    options: Rc<Options>,
    /// The configured period, or that which is looked at.
    days: Days,
    /// The instant that the configuration says is now.
    now: Option<i64>,
}

impl Service {
    fn new(port: Port) -> Service {
        let host = Host { zone, now };
        Service {
            port,
            engine: RefCell::new(Engine::new(host)),
            plan: RefCell::default(),
            token: Rc::default(),
            questions: RefCell::default(),
            asked: Cell::new(0),
            known: Rc::default(),
            covered: Cell::default(),
            is_until_today: Cell::default(),
            told_until: Cell::default(),
            stop: RefCell::default(),
            loading: Cell::new(false),
        }
    }

    /// The engine is never held across an `await`.
    fn handle(&self, request: Request) -> Response {
        handle(&mut self.engine.borrow_mut(), request)
    }

    fn status(&self) -> Response {
        self.handle(Request::Status)
    }

    /// What loading ended with. What had arrived counts, whatever ended it.
    fn loaded(&self, seq: f64, error: Option<&Fault>) {
        let (status, error) = (self.status().write(), to_text(&error));
        self.answer(seq, &format!("{{\"op\":\"loaded\",\"status\":{status},\"error\":{error}}}"));
    }

    fn seen(&self) -> u64 {
        self.engine.borrow().desk.store.counts.seen
    }

    fn accepted(&self) -> u64 {
        self.engine.borrow().desk.store.counts.accepted
    }

    /// The instant from which on records of the source are new.
    fn told_until(&self) -> Option<i64> {
        self.told_until.get().unwrap_or_else(|| self.engine.borrow_mut().newest())
    }

    /// What the source has told is known by now: what others add says nothing about it.
    fn hold_told_until(&self) {
        self.told_until.set(Some(self.told_until()));
    }

    /// Nothing stays of what was loaded: not a record, nor the mark of a page.
    fn forget(&self) {
        self.engine.borrow_mut().forget();
        self.known.forget();
        self.covered.take();
    }

    /// Nobody asks any more: no request, timer or record is left, though the thread may live on.
    fn end(&self) {
        self.stop.borrow().stop();
        self.questions.borrow_mut().clear();
        self.token.ask.take();
        self.forget();
    }

    fn event(&self, event: &impl Serialize) {
        tell(&self.port, &[("event", to_text(event).into())]);
    }

    fn answer(&self, seq: f64, response: &str) {
        tell(&self.port, &[("seq", seq.into()), ("response", response.into())]);
    }
}

fn now() -> i64 {
    Date::now() as i64
}

fn tell(port: &Port, fields: &[(&str, JsValue)]) {
    let message = Object::new();
    for (name, value) in fields {
        // A plain object takes any field.
        let _ = Reflect::set(&message, &JsValue::from_str(name), value);
    }
    port.post(&message);
}

fn hear(service: &Rc<Service>, message: &Message) {
    if message.closed() == Some(true) {
        return service.end();
    }
    let (Some(seq), Some(text)) = (message.seq(), message.request()) else {
        let mut questions = service.questions.borrow_mut();
        let place = questions.iter().position(|(id, _)| message.id() == Some(f64::from(*id)));
        let question = place.map(|place| questions.swap_remove(place));
        drop(questions);
        if let Some((_, resolve)) = question {
            let _ = resolve.call1(&JsValue::NULL, &message.token());
        }
        return;
    };
    let request = match Request::read(&text) {
        Ok(request) => request,
        Err(error) => return service.answer(seq, &unreadable(&error)),
    };
    let response = match request {
        Request::Load { days, is_more } => {
            let base = message.base().unwrap_or_default();
            if message.tokens() == Some(true) && service.token.ask.borrow().is_none() {
                service.token.ask.replace(Some(load::ask_page(service)));
            }
            return spawn_local(load::load(service.clone(), seq, base, days, is_more));
        }
        Request::Cancel => {
            service.stop.borrow().stop();
            service.handle(Request::Status)
        }
        Request::Configure { ref config } => {
            let options = Options::read(config);
            let has_now = !config["now"].is_null();
            match service.handle(request) {
                Response::Configured(configured) => {
                    let (from, to) = (configured.from.clone(), configured.to.clone());
                    let plan = Plan {
                        options: Rc::new(options),
                        days: Days { zones: vec![configured.tz.clone()], from, to },
                        now: instant::parse(configured.now.as_bytes()).filter(|_| has_now),
                    };
                    if service.plan.borrow().options.urls != plan.options.urls {
                        service.covered.take();
                    }
                    service.plan.replace(plan);
                    Response::Configured(configured)
                }
                refused => refused,
            }
        }
        Request::Append { .. } => {
            service.hold_told_until();
            service.handle(request)
        }
        Request::Memory => return service.answer(seq, &memory(&service.handle(request))),
        request => service.handle(request),
    };
    service.answer(seq, &response.write());
}

/// The instants between which the days lie.
fn span(days: &Days) -> Option<Span> {
    let instant = |tz: &str, text: &str| {
        let day = calendar::parse_day(text)?;
        Some(zone_around(tz, i64::from(day) * instant::DAY)?.day_start(day))
    };
    let of = |tz: &String| Some(Span { from: instant(tz, &days.from)?, to: instant(tz, &days.to)? });
    days.zones.iter().filter_map(of).reduce(Span::with)
}

/// When the day ends that it is in that zone.
fn day_end(tz: &str, at: i64) -> Option<i64> {
    let zone = zone_around(tz, at)?;
    Some(zone.day_start(zone.day(at) + 1))
}

fn zone_around(tz: &str, at: i64) -> Option<calendar::Zone> {
    zone(tz, at - 2 * instant::DAY, at + 2 * instant::DAY)
}

/// `memory`, with what only this thread knows: the size of its linear memory.
fn memory(response: &Response) -> String {
    let mut answer = serde_json::from_str::<serde_json::Value>(&response.write()).unwrap_or_default();
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    if let Some(fields) = answer.as_object_mut() {
        let bytes = memory.buffer().unchecked_into::<js_sys::ArrayBuffer>().byte_length();
        fields.insert("linear_bytes".to_owned(), bytes.into());
    }
    answer.to_string()
}

fn to_text(response: &impl Serialize) -> String {
    serde_json::to_string(response).unwrap_or_else(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> String {
    serde_json::json!({"op": "error", "code": "E_PROTOCOL", "message": error.to_string(), "path": null}).to_string()
}
