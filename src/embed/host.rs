//! The host page: its address, its clock, its time zones, and the events it hears.

use crate::engine::calendar::Zone;
use crate::engine::hash::hash;
use crate::engine::instant::DAY;
use crate::state::{Entry, Failure, Filters, Host, HostEvent};
use crate::worker;
use js_sys::{Array, Date, Function, Object, Reflect};
use serde::Serialize;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, Element, Url};

/// A table of a zone reaches so far to both sides of what it is asked for: a browser that has just started takes a third of a
/// millisecond for a year of it.
const ROOM_MS: i64 = 400 * DAY;

#[derive(Debug)]
pub struct Page {
    element: Element,
    prefix: String,
    /// Whose saved views these are: see [`whose`].
    whose: Value,
    /// With the instants from and to which each is right.
    zones: RefCell<Vec<(String, i64, i64, Zone)>>,
}

/// What the names under which saved views are kept begin with, in all widgets of the page's origin.
const KEPT: &str = "session-analytics.views.";

impl Page {
    pub fn new(element: Element, prefix: String, config: &Value) -> Page {
        Page { whose: whose(&element, config), element, prefix, zones: RefCell::default() }
    }

    /// Names of views are a person's words, and their filters have ids: nobody else's page lists them, and the name under
    /// which they lie tells nothing either.
    fn kept_under(&self) -> String {
        format!("{KEPT}{:016x}", hash(self.whose.to_string().as_bytes()))
    }
}

/// The account as the host names it; else the records, where they come from, and to whom they are shown.
fn whose(element: &Element, config: &Value) -> Value {
    if config["account"].is_string() {
        return config["account"].clone();
    }
    let base = element.base_uri().ok().flatten().unwrap_or_default();
    let absolute = |url: &Value| Url::new_with_base(url.as_str()?, &base).ok().map(|url| url.href());
    let urls: Vec<_> = match &config["source"]["url"] {
        Value::Array(urls) => urls.iter().map(absolute).collect(),
        url => vec![absolute(url)],
    };
    json!([urls, config["scope"], config["role"]])
}

impl Host for Page {
    fn fragment(&self) -> String {
        let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
        hash.trim_start_matches('#').to_owned()
    }

    fn set_fragment(&self, fragment: &str, entry: Entry) {
        let Some(window) = web_sys::window() else { return };
        let (Ok(path), Ok(query), Ok(history)) =
            (window.location().pathname(), window.location().search(), window.history())
        else {
            return;
        };
        // Path and query stay the host's; so does the state of its entry.
        let url = if fragment.is_empty() { format!("{path}{query}") } else { format!("{path}{query}#{fragment}") };
        let state = history.state().unwrap_or(JsValue::NULL);
        // Refused in a sandboxed frame: the view then lives in this page alone.
        _ = match entry {
            Entry::New => history.push_state_with_url(&state, "", Some(&url)),
            Entry::Same => history.replace_state_with_url(&state, "", Some(&url)),
        };
    }

    fn prefix(&self) -> String {
        self.prefix.clone()
    }

    fn now(&self) -> i64 {
        Date::now() as i64
    }

    fn offset(&self, zone: &str, at: i64) -> i64 {
        let mut zones = self.zones.borrow_mut();
        let known = zones.iter().position(|(name, ..)| name == zone);
        let (from, to) = known.map_or((i64::MAX, i64::MIN), |known| (zones[known].1, zones[known].2));
        if let Some(known) = known.filter(|_| (from..=to).contains(&at)) {
            return zones[known].3.local(at) - at;
        }
        let (from, to) = (from.min(at.saturating_sub(ROOM_MS)), to.max(at.saturating_add(ROOM_MS)));
        let table = worker::zone(zone, from, to).unwrap_or_else(Zone::utc);
        let offset = table.local(at) - at;
        zones.retain(|(name, ..)| name != zone);
        zones.push((zone.to_owned(), from, to, table));
        offset
    }

    fn zones(&self) -> Vec<String> {
        let mut zones = vec!["UTC".to_owned()];
        zones.extend(supported_zones().into_iter().filter(|zone| zone != "UTC"));
        zones
    }

    fn kept(&self) -> Option<String> {
        // Asking is refused where storage is blocked.
        let storage = web_sys::window()?.local_storage().ok()??;
        Some(storage.get_item(&self.kept_under()).ok()?.unwrap_or_default())
    }

    fn keep(&self, text: &str) -> bool {
        let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
        storage.is_some_and(|storage| storage.set_item(&self.kept_under(), text).is_ok())
    }

    fn link(&self, fragment: &str) -> String {
        let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
        format!("{}#{fragment}", href.split('#').next().unwrap_or_default())
    }

    fn tell(&self, event: HostEvent) {
        let (name, detail) = told(event);
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        init.set_detail(&detail);
        if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
            _ = self.element.dispatch_event(&event);
        }
    }
}

/// An event's name and detail.
pub fn told(event: HostEvent) -> (&'static str, JsValue) {
    match event {
        HostEvent::Ready { records } => ("sa-ready", detail(&Records { records })),
        HostEvent::Progress { records, bytes, total_bytes } => {
            ("sa-progress", detail(&Arriving { records, bytes, total_bytes }))
        }
        HostEvent::Change { filters, period, policy } => {
            let period = period.map(|span| Days { from: span.from.to_string(), to: span.to.to_string() });
            ("sa-change", detail(&Change { filters: plain(&filters), period, policy }))
        }
        HostEvent::Session { id } => ("sa-session", detail(&Opened { id })),
        HostEvent::Error(Failure { code, message, path, hint }) => {
            ("sa-error", detail(&Failed { code, message, path, hint }))
        }
    }
}

#[derive(Serialize)]
struct Records {
    records: u64,
}

#[derive(Serialize)]
struct Arriving {
    records: u64,
    bytes: u64,
    total_bytes: Option<u64>,
}

#[derive(Serialize)]
struct Change {
    filters: HashMap<String, Vec<String>>,
    period: Option<Days>,
    policy: Option<String>,
}

#[derive(Serialize)]
struct Days {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct Opened {
    id: String,
}

#[derive(Serialize)]
struct Failed {
    code: String,
    message: String,
    path: Option<String>,
    hint: Option<String>,
}

fn plain(filters: &Filters) -> HashMap<String, Vec<String>> {
    filters.iter().map(|(dimension, values)| (dimension.to_owned(), values.to_vec())).collect()
}

/// A plain object, as hosts expect, not a `Map`.
fn detail(value: &impl Serialize) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// The browser's names of time zones; none where it cannot list them.
fn supported_zones() -> Vec<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).unwrap_or_else(|_| Object::new().into());
    let list = Reflect::get(&intl, &"supportedValuesOf".into())
        .and_then(|found| found.dyn_into::<Function>())
        .and_then(|function| function.call1(&intl, &"timeZone".into()));
    match list {
        Ok(list) => Array::from(&list).iter().filter_map(|zone| zone.as_string()).collect(),
        Err(_) => Vec::new(),
    }
}
