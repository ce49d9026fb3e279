//! The program of the views: what `session-analytics.js` calls. Exports alone; everything else is in `embed`.

use js_sys::{Array, JSON, Promise};
use serde_json::Value;
use session_analytics::embed::{Around, Problem, Widget};
use session_analytics::worker::Connection;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{Element, ShadowRoot};

fn main() {}

/// Shows the widget in `shadow_root`, the shadow root of `host`; `is_whole` says whether all of the program is there, `around`
/// what the page says of the element's place, as [`Around`].
#[wasm_bindgen]
pub fn mount(
    shadow_root: ShadowRoot,
    host: Element,
    config: JsValue,
    connection: Connection,
    is_whole: bool,
    around: JsValue,
) -> Result<Handle, JsValue> {
    let config = json(&config).ok_or_else(|| Problem::new("E_CONFIG", "the configuration is no JSON document"))?;
    let around = Around::read(&json(&around).unwrap_or_default());
    let widget = Widget::mount(&shadow_root, host, config, connection, is_whole, around)?;
    Ok(Handle { widget: RefCell::new(Some(widget)) })
}

/// Texts of a language as the build wrote them; a widget speaks what has been learnt before it is shown.
#[wasm_bindgen]
pub fn learn(lines: String) {
    session_analytics::i18n::learn(lines);
}

/// What of a learnt language comes with the rest of the program.
#[wasm_bindgen]
pub fn learn_later(lines: String) {
    session_analytics::i18n::learn_later(lines);
}

/// A mounted widget as the element holds it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Handle {
    widget: RefCell<Option<Widget>>,
}

#[wasm_bindgen]
impl Handle {
    /// The rest of the program has come.
    pub fn complete(&self) {
        if let Some(widget) = self.widget.borrow().as_ref() {
            widget.complete();
        }
    }

    /// An attribute or property has changed; throws when it is wrong, and gives false when it takes a new start.
    pub fn set(&self, name: &str, value: JsValue) -> Result<bool, JsValue> {
        match (self.widget.borrow().as_ref(), json(&value)) {
            (Some(widget), Some(value)) => Ok(widget.set(name, &value)?),
            _ => Ok(true),
        }
    }

    /// `{filters, period, policy}` in force.
    pub fn view(&self) -> JsValue {
        self.widget.borrow().as_ref().map_or(JsValue::UNDEFINED, Widget::view)
    }

    pub fn report(&self, query: JsValue) -> Promise {
        self.promise(|widget| widget.report(&json(&query).unwrap_or_default()))
    }

    pub fn sessions(&self, options: JsValue) -> Promise {
        self.promise(|widget| widget.sessions(&json(&options).unwrap_or_default()))
    }

    /// Records as an array of objects, or as NDJSON text.
    pub fn append(&self, records: JsValue) -> Promise {
        let text = match records.as_string() {
            Some(text) => text,
            None => {
                let line = |record: JsValue| JSON::stringify(&record).ok().and_then(|text| text.as_string());
                Array::from(&records).iter().filter_map(line).collect::<Vec<_>>().join("\n")
            }
        };
        self.promise(|widget| widget.append(text))
    }

    pub fn refresh(&self) -> Promise {
        self.promise(Widget::refresh)
    }

    pub fn export(&self, format: &str, what: JsValue) -> Promise {
        self.promise(|widget| widget.export(format, &json(&what).unwrap_or_default()))
    }

    /// Frees the views and the engine.
    pub fn destroy(&self) {
        drop(self.widget.take());
    }

    fn promise<F>(&self, call: impl FnOnce(&Widget) -> F) -> Promise
    where
        F: Future<Output = Result<JsValue, Problem>> + 'static,
    {
        match self.widget.borrow().as_ref() {
            Some(widget) => {
                let answer = call(widget);
                future_to_promise(async move { answer.await.map_err(JsValue::from) })
            }
            None => Promise::reject(&Problem::new("E_CLOSED", "the widget was destroyed").into()),
        }
    }
}

/// A value of the host as JSON; functions and what else JSON has no word for are left out.
fn json(value: &JsValue) -> Option<Value> {
    if value.is_undefined() || value.is_null() {
        return Some(Value::Null);
    }
    let text = JSON::stringify(value).ok()?.as_string()?;
    serde_json::from_str(&text).ok()
}
