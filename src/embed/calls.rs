//! The methods of the element: questions to the widget's own engine, answered as plain objects.

use super::Widget;
use super::host::told;
use crate::protocol::{Export, Request};
use crate::state::{App, Failure, ListView, Listed, Load, Period, Span, date, reply};
use crate::wire::config::ConfigError;
use js_sys::{JSON, Reflect};
use leptos::prelude::{GetUntracked, With, untrack};
use serde_json::Value;
use wasm_bindgen::prelude::*;

/// A failure as hosts get it: an `Error` with `code`, `path` and `hint`.
#[derive(Debug, Clone)]
pub struct Problem {
    code: String,
    message: String,
    path: Option<String>,
    hint: Option<String>,
}

impl Problem {
    pub fn new(code: &str, message: impl Into<String>) -> Problem {
        Problem { code: code.to_owned(), message: message.into(), path: None, hint: None }
    }

    /// A field of the configuration is wrong.
    pub fn at(path: impl Into<String>, expected: &str) -> Problem {
        let path = path.into();
        Problem { message: format!("{path}: expected {expected}"), path: Some(path), ..Problem::new("E_CONFIG", "") }
    }
}

impl From<ConfigError> for Problem {
    fn from(error: ConfigError) -> Problem {
        Problem { message: error.to_string(), path: Some(error.path), ..Problem::new("E_CONFIG", "") }
    }
}

impl From<Failure> for Problem {
    fn from(Failure { code, message, path, hint }: Failure) -> Problem {
        Problem { code, message, path, hint }
    }
}

impl From<Problem> for JsValue {
    fn from(problem: Problem) -> JsValue {
        let error = js_sys::Error::new(&problem.message);
        error.set_name("SessionAnalyticsError");
        for (name, value) in [("code", Some(problem.code)), ("path", problem.path), ("hint", problem.hint)] {
            _ = Reflect::set(&error, &name.into(), &value.map_or(JsValue::NULL, JsValue::from));
        }
        error.into()
    }
}

impl Widget {
    /// `{filters, period, policy}` in force.
    pub fn view(&self) -> JsValue {
        told(self.app.view_in_force()).1
    }

    /// The report of 3.11 for the view on screen, with overrides.
    pub fn report(&self, query: &Value) -> impl Future<Output = Result<JsValue, Problem>> + use<> {
        let (app, query) = (self.app, self.query(query));
        let sections = query["sections"]
            .as_array()
            .map(|names| names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect());
        let query = without(query, &["sections"]);
        async move { field(&ask(app, Request::Report { query, sections }).await?, "report") }
    }

    /// `{page, per_page, sort, search}` → `{total, rows}`.
    pub fn sessions(&self, options: &Value) -> impl Future<Output = Result<JsValue, Problem>> + use<> {
        let text = |name: &str, default: &str| options[name].as_str().unwrap_or(default).to_owned();
        let request = Request::Sessions {
            query: self.query(&options["query"]),
            page: options["page"].as_u64().unwrap_or(1),
            per_page: options["per_page"].as_u64().unwrap_or(25),
            sort: text("sort", "-started_at"),
            search: text("search", ""),
        };
        let app = self.app;
        async move { ask(app, request).await }
    }

    /// What is on screen as a file: `page`, `list`, `mapping`, or the figure whose rows are meant.
    pub fn export(&self, format: &str, what: &Value) -> impl Future<Output = Result<JsValue, Problem>> + use<> {
        let app = self.app;
        let (needs, mut query, list) =
            untrack(|| (app.needs(), self.query(&Value::Null), app.route.with(|route| route.list.clone())));
        query["compare"] = untrack(|| app.compares()).into();
        let texts = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
        let mut export = Export { query, format: format.to_owned(), ..Export::default() };
        match what.as_str() {
            Some(of @ ("list" | "mapping")) => {
                let (listed, of, name) = match of {
                    "list" => (Listed::Sessions, "sessions", "session-list"),
                    _ => (Listed::Mapping, of, of),
                };
                // Another list of the page has columns of its own.
                let list = if needs.list == listed { list } else { ListView::default() };
                (export.of, export.name) = (of.to_owned(), Some(name.to_owned()));
                (export.sort, export.search) = (list.sort, list.search);
            }
            Some("page") | None if !what.is_object() => {
                "report".clone_into(&mut export.of);
                (export.name, export.sections) = (Some(needs.page.to_owned()), texts(needs.sections));
            }
            Some(of) => of.clone_into(&mut export.of),
            None => {
                "rows".clone_into(&mut export.of);
                what["metric"].as_str().unwrap_or_default().clone_into(&mut export.metric);
                export.query["filters"] = app.query_behind(&export.metric)["filters"].take();
                export.part = what["part"].as_array().cloned().unwrap_or_default();
                let text = |name: &str| what[name].as_str().unwrap_or_default().to_owned();
                (export.sort, export.search) = (text("sort"), text("search"));
                export.name = Some(export.metric.clone());
            }
        }
        async move { ask(app, Request::Export(Box::new(export))).await }
    }

    /// Adds records: NDJSON text.
    pub fn append(&self, records: String) -> impl Future<Output = Result<JsValue, Problem>> + use<> {
        let app = self.app;
        async move {
            let answer = ask(app, Request::Append { records }).await?;
            app.arrived(true);
            Ok(answer)
        }
    }

    /// Fetches what is new.
    pub fn refresh(&self) -> impl Future<Output = Result<JsValue, Problem>> + use<> {
        let app = self.app;
        async move {
            app.refresh().await?;
            Ok(JsValue::UNDEFINED)
        }
    }

    /// The view's query with overrides.
    fn query(&self, overrides: &Value) -> Value {
        let app = self.app;
        let mut query = untrack(|| app.query(&app.filters()));
        for (name, value) in overrides.as_object().into_iter().flatten() {
            query[name.as_str()] = value.clone();
        }
        query
    }
}

/// A period as a host gives it: `{from, to}` with `to` excluded, or the address's word for a preset.
pub(super) fn period(value: &Value) -> Option<Period> {
    match value {
        Value::String(key) => Period::from_key(key),
        _ => {
            let day = |name: &str| value[name].as_str().and_then(date);
            let (from, to) = day("from").zip(day("to"))?;
            (from < to).then_some(Period::Custom(Span { from, to }))
        }
    }
}

/// The answer as a plain object, through the very text that the engine wrote.
async fn ask(app: App, request: Request) -> Result<JsValue, Problem> {
    app.until(|load| *load != Load::Starting).await;
    let client = app.client().ok_or_else(|| Problem::new("E_CLOSED", "the widget was destroyed"))?;
    let text = reply::text(&client, &request).await?;
    // An engine that was refused the config, or knows that the role may not look, has answers of no meaning.
    if let Some(Load::Failed(failure)) = app.load.try_get_untracked()
        && ["E_CONFIG", "E_ROLE"].contains(&failure.code.as_str())
    {
        return Err(failure.into());
    }
    let answer = JSON::parse(&text).map_err(|_| unreadable())?;
    // Which operation it answers is no news to who asked.
    _ = Reflect::delete_property(answer.unchecked_ref::<js_sys::Object>(), &"op".into());
    Ok(answer)
}

fn field(answer: &JsValue, name: &str) -> Result<JsValue, Problem> {
    Reflect::get(answer, &name.into()).map_err(|_| unreadable())
}

fn unreadable() -> Problem {
    Problem::new("E_PROTOCOL", "the answer could not be read")
}

fn without(mut query: Value, names: &[&str]) -> Value {
    if let Some(fields) = query.as_object_mut() {
        fields.retain(|name, _| !names.contains(&name.as_str()));
    }
    query
}
