//! The rows behind a figure: which figure and which part of it is meant, and a page of its rows.

use super::{Engine, Response};
use crate::engine::Prepared;
use crate::engine::behind::{self, Found, Grain, Metric};
use crate::engine::query::Query;
use crate::engine::view::View;
use crate::wire::config::ConfigError;
use serde_json::Value;
use serde_json::value::RawValue;

/// A figure of the report, checked.
#[derive(Debug)]
pub(super) struct Figure {
    metric: &'static Metric,
    is_previous: bool,
    part: Vec<Option<String>>,
    /// A field of its rows, with `-` in front for descending. Empty: as they are found.
    sort: String,
    search: String,
}

impl Figure {
    /// `part`: values of the figure's keys, from outside in; what is left out means any.
    pub(super) fn new(metric: &str, part: &[Value]) -> Result<Figure, ConfigError> {
        let error = |path: &str, message: String| ConfigError { path: path.to_owned(), message };
        let (metric, is_previous) =
            behind::find(metric).ok_or_else(|| error("metric", format!("{metric:?} is no figure of the report")))?;
        // A figure that is no list has no part: none is the same as null.
        let part = if metric.keys.is_empty() && part == [Value::Null] { &[] } else { part };
        if part.len() > metric.keys.len() {
            let keys = if metric.keys.is_empty() { "nothing".to_owned() } else { metric.keys.join(", ") };
            return Err(error("part", format!("{} is told apart by {keys}", metric.path)));
        }
        let key = |value: &Value| match value {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text.clone())),
            Value::Bool(_) | Value::Number(_) => Ok(Some(value.to_string())),
            _ => Err(error("part", "expected strings, numbers, true, false or null".to_owned())),
        };
        let part = part.iter().map(key).collect::<Result<_, _>>()?;
        Ok(Figure { metric, is_previous, part, sort: String::new(), search: String::new() })
    }

    /// Those of its rows that hold a text, in an order.
    pub(super) fn arranged(self, sort: String, search: String) -> Figure {
        Figure { sort, search, ..self }
    }

    /// Gives the rows behind the figure to `found`.
    pub(super) fn look(
        &self,
        prepared: &Prepared,
        query: &Query,
        found: &mut dyn FnMut(&View, &Found),
    ) -> Result<(), ConfigError> {
        let view = prepared.view(if self.is_previous { query.period.previous() } else { query.period });
        let mut rows = behind::found(&view, self.metric, &self.part).holding(&view, &self.search);
        if !self.sort.is_empty() {
            let (field, descending) = self.sort.strip_prefix('-').map_or((&*self.sort, false), |field| (field, true));
            let fields = behind::fields(rows.grain());
            if !fields.contains(&field) {
                let message = format!("expected one of {}", fields.join(", "));
                return Err(ConfigError { path: "sort".to_owned(), message });
            }
            rows = rows.sorted(&view, field, descending);
        }
        found(&view, &rows);
        Ok(())
    }
}

impl Engine {
    /// A page of the rows; pages count from 1.
    #[inline(never)]
    pub(super) fn behind(
        &mut self,
        query: &Value,
        figure: &Figure,
        page: u64,
        per_page: u64,
    ) -> Result<Response, ConfigError> {
        let query = self.query(query)?;
        let prepared = self.desk.prepare(&query);
        let per_page = per_page.clamp(1, 1000) as usize;
        let first = (page.max(1) as usize - 1).saturating_mul(per_page);
        let (mut grain, mut total, mut rows) = (Grain::Sessions, 0, Vec::new());
        figure.look(&prepared, &query, &mut |view, found| {
            (grain, total) = (found.grain(), found.len() as u64);
            rows = behind::rows(view, found, first..first.saturating_add(per_page));
        })?;
        let text = |row| serde_json::to_string(row).and_then(RawValue::from_string).ok();
        Ok(Response::Rows { grain, total, rows: rows.iter().filter_map(text).collect() })
    }
}
