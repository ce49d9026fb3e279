//! Questions beside those of the page on screen: the rows behind a figure, checks, and views that are kept by name.

use super::contact::addressed;
use super::{App, Failure, Filters, ListView};
use crate::protocol::Request;
use leptos::prelude::*;
use serde_json::{Map, Value};

/// A figure of the report: its metric, and which row of a list is meant. Empty keys are those without an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub metric: String,
    pub part: Vec<Value>,
    /// As the page calls it.
    pub title: String,
}

/// Between the keys of a part of several: no id has it.
pub const JOINT: char = '\u{1f}';

impl Figure {
    /// `key` as tables have it; of a figure that is no list it is empty.
    pub fn new(metric: &str, key: &str, title: String) -> Figure {
        let value = |key: &str| if key.is_empty() { Value::Null } else { key.into() };
        Figure { metric: metric.to_owned(), part: key.split(JOINT).map(value).collect(), title }
    }
}

impl App {
    /// `{grain, total, rows}` of what stands behind a figure, under the filters in force.
    pub async fn rows(self, figure: Figure, view: ListView) -> Result<Value, Failure> {
        let query = self.query_behind(&figure.metric);
        let (Figure { metric, part, .. }, ListView { page, per_page, sort, search }) = (figure, view);
        let (page, per_page) = (page.into(), per_page.into());
        self.ask(Request::Rows { query, metric, part, page, per_page, sort, search }).await
    }

    /// What stands outside any session is counted whatever is filtered by: few filters hold for it.
    pub fn query_behind(self, metric: &str) -> Value {
        let is_outside = metric.starts_with("outside");
        untrack(|| self.query(&if is_outside { Filters::default() } else { self.filters() }))
    }

    /// `{checks}` of the figures by each other.
    pub async fn checks(self) -> Result<Value, Failure> {
        let query = untrack(|| self.query(&self.filters()));
        self.ask(Request::Checks { query }).await
    }

    /// Views by name; none where the browser keeps nothing.
    pub fn kept_views(self) -> Option<Map<String, Value>> {
        let text = self.host()?.kept()?;
        Some(serde_json::from_str(&text).unwrap_or_default())
    }

    /// Whether the browser took them.
    pub fn keep_views(self, views: &Map<String, Value>) -> bool {
        self.host().is_some_and(|host| host.keep(&Value::Object(views.clone()).to_string()))
    }

    /// The present view as text, and the address that leads to it.
    pub fn view_text(self) -> String {
        self.route.with(|route| route.write("", ""))
    }

    pub fn link(self) -> String {
        let Some(host) = self.host() else { return String::new() };
        let fragment = self.route.with(|route| route.write(&host.prefix(), ""));
        host.link(&fragment)
    }

    pub fn recall(self, view: &str) {
        _ = self.before.try_set(None);
        _ = self.zoomed_from.try_set(None);
        let contact = self.contact.try_get_value().flatten();
        self.go(|route| *route = addressed("", view, contact.as_deref()));
    }

    /// What files of this view are called after: its days and zone.
    pub fn file_stem(self) -> String {
        let span = self.span();
        format!("{}_{}_{}", span.from, span.last(), self.tz().replace('/', "-"))
    }
}
