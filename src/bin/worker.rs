//! The engine's thread: hears requests, answers them, and loads the source beside answering. It has the clock, the
//! network and the browser's time zones; what the figures are is the engine's to know.

#[path = "worker/load.rs"]
mod load;

use js_sys::{Date, Function, Object, Reflect};
use serde::{Deserialize, Serialize};
use session_analytics::engine::{calendar, instant};
use session_analytics::protocol::{Configured, Engine, Host, Request, Response, handle};
use session_analytics::sources::{Address, Fault, Known, Options, Span, Stop, Token};
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
    /// The sources of which everything was loaded: from then on what is new is enough.
    complete: RefCell<Vec<Address>>,
    /// Up to when the source had told all, before the page itself began to add records: these say nothing about it.
    told_until: Cell<Option<Option<i64>>>,
    /// Stops the load or the polling that goes on.
    stop: RefCell<Rc<Stop>>,
    loading: Cell<bool>,
}

/// What the configuration says about loading.
#[derive(Debug, Clone, Default)]
struct Plan {
    options: Rc<Options>,
    span: Span,
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
            complete: RefCell::default(),
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

    /// Nothing stays of what was loaded: not a record, nor the mark of a page.
    fn forget(&self) {
        self.engine.borrow_mut().forget();
        self.known.forget();
        self.complete.borrow_mut().clear();
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
        Request::Load => {
            let base = message.base().unwrap_or_default();
            if message.tokens() == Some(true) && service.token.ask.borrow().is_none() {
                service.token.ask.replace(Some(load::ask_page(service)));
            }
            return spawn_local(load::load(service.clone(), seq, base));
        }
        Request::Cancel => {
            service.stop.borrow().stop();
            service.handle(Request::Status)
        }
        Request::Configure { ref config } => {
            let options = Options::deserialize(config);
            match (service.handle(request), options) {
                (Response::Configured(configured), Ok(options)) => {
                    service.plan.replace(Plan { options: Rc::new(options), span: span(&configured) });
                    Response::Configured(configured)
                }
                (Response::Configured(_), Err(error)) => return service.answer(seq, &unreadable(&error)),
                (refused, _) => refused,
            }
        }
        Request::Append { .. } => {
            service.told_until.set(Some(service.told_until()));
            service.handle(request)
        }
        Request::Memory => return service.answer(seq, &memory(&service.handle(request))),
        request => service.handle(request),
    };
    service.answer(seq, &response.write());
}

/// The instants at which the configured period begins and ends.
fn span(period: &Configured) -> Span {
    let instant = |text: &str| {
        let day = calendar::parse_day(text)?;
        let midnight = i64::from(day) * instant::DAY;
        let zone = zone(&period.tz, midnight - 2 * instant::DAY, midnight + 2 * instant::DAY)?;
        Some(instant::format(zone.day_start(day)))
    };
    Span { from: instant(&period.from).unwrap_or_default(), to: instant(&period.to).unwrap_or_default() }
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
