//! Answers as files: the report of a page, the Session List, the mapping of bot sessions, or the rows behind a figure,
//! with the filters in force. A file says what it is of: period, time zone, policy, filters.

use super::behind::Figure;
use super::{Engine, Response, sort_of};
use crate::engine::behind;
use crate::engine::calendar::day_text;
use crate::engine::dimensions::DIMENSIONS;
use crate::engine::instant;
use crate::engine::list::{self, Page};
use crate::engine::mapping;
use crate::engine::query::Query;
use crate::wire::config::ConfigError;
use crate::wire::export::{Cell, Tree, Writer, cells, tables};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What to export, and as what.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Export {
    pub query: Value,
    /// `report`, `sessions`, `mapping` or `rows`.
    pub of: String,
    /// `csv`, `json` or `xlsx`.
    pub format: String,
    /// What the file is called after; else after `of`.
    pub name: Option<String>,
    /// Sections of the report; all, when none are named.
    pub sections: Option<Vec<String>>,
    /// Order and search of the sessions.
    pub sort: String,
    pub search: String,
    /// The figure whose rows are meant.
    pub metric: String,
    pub part: Vec<Value>,
}

/// A row of any kind as JSON text.
type Text = Result<String, serde_json::Error>;

/// Where rows go to: each is given as its JSON text.
enum Out {
    Json(String),
    Table { writer: Writer, name: String, has_head: bool },
}

impl Out {
    fn row(&mut self, text: Text) {
        let Ok(text) = text else { return };
        match self {
            Out::Json(out) => {
                out.push_str(if out.ends_with('[') { "\n" } else { ",\n" });
                out.push_str(&text);
            }
            Out::Table { writer, name, has_head } => {
                let Ok(tree) = serde_json::from_str::<Tree>(&text) else { return };
                let (columns, row): (Vec<String>, Vec<Cell>) = cells(&tree).into_iter().unzip();
                if !std::mem::replace(has_head, true) {
                    writer.table(name, &columns);
                }
                writer.row(&row);
            }
        }
    }
}

impl Engine {
    pub(super) fn export(&mut self, export: &Export) -> Result<Response, ConfigError> {
        let error = |path: &str, message: &str| ConfigError { path: path.to_owned(), message: message.to_owned() };
        let (mime, is_text) = match export.format.as_str() {
            "csv" => ("text/csv;charset=utf-8", true),
            "json" => ("application/json", true),
            "xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false),
            _ => return Err(error("format", "expected one of csv, json, xlsx")),
        };
        let query = self.query(&export.query)?;
        let about = about(&query, export);
        let as_json = || Value::Object(about.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect());
        let begin = |rows: &str| match export.format.as_str() {
            "json" => Out::Json(format!("{{\"export\":{},\n\"{rows}\":[", as_json())),
            format => {
                let about: Vec<(&str, Cell)> = about.iter().map(|(name, value)| (*name, meta(value))).collect();
                let writer = if format == "csv" { Writer::csv(&about) } else { Writer::xlsx(&about) };
                Out::Table { writer, name: export.of.clone(), has_head: false }
            }
        };
        let bytes = match export.of.as_str() {
            "report" => {
                let asked =
                    |section: &str| export.sections.as_ref().is_none_or(|list| list.iter().any(|name| name == section));
                let report = self.desk.report(&query, asked);
                match begin("report") {
                    Out::Json(_) => {
                        let report = serde_json::to_string(&report).unwrap_or_default();
                        format!("{{\"export\":{},\n\"report\":{report}}}\n", as_json()).into_bytes()
                    }
                    Out::Table { mut writer, .. } => {
                        let previous = report.previous.as_ref().map(|previous| &previous.sections);
                        let named = [("", Some(&report.sections)), ("previous.", previous)];
                        for (prefix, sections) in named.iter().filter_map(|(name, sections)| Some((name, (*sections)?)))
                        {
                            let text = serde_json::to_string(sections).unwrap_or_default();
                            let tree = serde_json::from_str(&text).unwrap_or(Tree::Null);
                            for table in tables(&tree).iter().filter(|table| !table.rows.is_empty()) {
                                writer.table(&format!("{prefix}{}", table.name), &table.columns);
                                table.rows.iter().for_each(|row| writer.row(row));
                            }
                        }
                        writer.finish()
                    }
                }
            }
            "sessions" => {
                let mut out = begin("rows");
                let page =
                    Page { page: 1, per_page: usize::MAX, sort: sort_of(&export.sort)?, search: export.search.clone() };
                let prepared = self.desk.prepare(&query);
                let view = prepared.view(query.period);
                let events = view.derived.by_session();
                for i in list::page(&view, &page).1 {
                    out.row(serde_json::to_string(&list::row(&view, i, events.events(i))));
                }
                finish(out)
            }
            "mapping" => {
                let mut out = begin("rows");
                let prepared = self.desk.prepare(&query);
                let rows = mapping::rows(&prepared.view(query.period));
                rows.iter().for_each(|row| out.row(serde_json::to_string(row)));
                finish(out)
            }
            "rows" => {
                let figure = Figure::new(&export.metric, &export.part)?;
                let mut out = begin("rows");
                let prepared = self.desk.prepare(&query);
                figure.look(&prepared, &query, |view, found| {
                    for i in 0..found.len() {
                        let rows = behind::rows(view, found, i..i + 1);
                        rows.iter().for_each(|row| out.row(serde_json::to_string(row)));
                    }
                });
                finish(out)
            }
            _ => return Err(error("of", "expected one of report, sessions, mapping, rows")),
        };
        Ok(Response::Exported {
            name: file_name(&query, export),
            mime: mime.to_owned(),
            base64: !is_text,
            body: if is_text { String::from_utf8_lossy(&bytes).into_owned() } else { base64(&bytes) },
        })
    }
}

fn finish(out: Out) -> Vec<u8> {
    match out {
        Out::Json(text) => (text + "\n]}\n").into_bytes(),
        Out::Table { writer, .. } => writer.finish(),
    }
}

/// What the file is of, by the keys of a configuration.
fn about(query: &Query, export: &Export) -> Vec<(&'static str, Value)> {
    let mut filters: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for filter in &query.filters {
        filters.entry(DIMENSIONS[filter.dimension].name).or_default().extend(&filter.values);
    }
    let mut about = vec![
        ("of", json!(export.of)),
        ("from", json!(day_text(query.period.from))),
        ("to", json!(day_text(query.period.to))),
        ("tz", json!(query.zone.name)),
        ("bots_tz", json!(query.bots_zone.name)),
        ("now", json!(instant::format(query.now))),
        ("policy", json!(query.policy)),
        ("clock", json!(query.clock)),
        ("sla_resolution_s", json!(query.sla_ms / 1000)),
        ("filters", json!(filters)),
    ];
    if !export.search.is_empty() {
        about.push(("search", json!(export.search)));
    }
    if !export.metric.is_empty() {
        about.extend([("metric", json!(export.metric)), ("part", json!(export.part))]);
    }
    about
}

fn meta(value: &Value) -> Cell {
    match value {
        Value::String(text) => Cell::text(text.as_str()),
        Value::Number(number) => Cell::Number(number.to_string()),
        value => Cell::Text(value.to_string()),
    }
}

/// `session-analytics_sessions_2026-01-05_2026-01-11_Asia-Jakarta.csv`: the last day is included.
fn file_name(query: &Query, export: &Export) -> String {
    let what = export.name.as_deref().unwrap_or(&export.of);
    let days = [query.period.from, query.period.to - 1].map(day_text);
    let name = ["session-analytics", what, &days[0], &days[1], &query.zone.name].join("_");
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_+.".contains(c) { c } else { '-' };
    format!("{}.{}", name.chars().map(plain).collect::<String>(), export.format)
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for i in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * i)) as usize & 63];
            text.push(if i <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_rfc_4648() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
