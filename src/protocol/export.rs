//! Answers as files: the report of a page, the Session List, the mapping of bot sessions, or the rows behind a figure,
//! with the filters in force. A file says what it is of: period, time zone, policy, filters.

use super::behind::Figure;
use super::{Engine, Request, Response, sort_of};
use crate::engine::behind;
use crate::engine::calendar::day_text;
use crate::engine::dimensions::DIMENSIONS;
use crate::engine::instant;
use crate::engine::list::{self, Page};
use crate::engine::mapping;
use crate::engine::query::Query;
use crate::wire::config::ConfigError;
use crate::wire::export::{Cell, Tree, Writer, cells, tables};
use serde::Serialize;
use serde_json::{Map, Value};

/// What to export, and as what.
#[derive(Debug, Clone, Default, Serialize)]
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
    /// Order and search of the rows, if they are no report's.
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
    fn new(query: &Query, export: &Export) -> Out {
        let about = about(query, export);
        if export.format == "json" {
            let about = about.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            return Out::Json(format!("{{\"export\":{},\n\"rows\":[", Value::Object(about)));
        }
        let about: Vec<(&str, Cell)> = about.iter().map(|(name, value)| (*name, meta(value))).collect();
        let writer = if export.format == "csv" { Writer::csv(&about) } else { Writer::sheets(&about) };
        Out::Table { writer, name: export.of.clone(), has_head: false }
    }

    fn finish(self) -> String {
        match self {
            Out::Json(text) => text + "\n]}\n",
            Out::Table { writer, .. } => writer.finish(),
        }
    }

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
    #[inline(never)]
    pub(super) fn export(&mut self, export: Export) -> Result<Response, ConfigError> {
        let error = |path: &str, message: &str| ConfigError { path: path.to_owned(), message: message.to_owned() };
        let mime = match export.format.as_str() {
            "csv" => "text/csv;charset=utf-8",
            "json" => "application/json",
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => return Err(error("format", "expected one of csv, json, xlsx")),
        };
        let query = self.query(&export.query)?;
        let out = Out::new(&query, &export);
        let body = match export.of.as_str() {
            "report" => {
                let request = Request::Report { query: export.query.clone(), sections: export.sections.clone() };
                report(out, &self.answer(request)?.write())
            }
            "sessions" => self.export_sessions(out, &query, &export)?,
            "mapping" => self.export_mapping(out, &query, &export),
            "rows" => {
                let figure = Figure::new(&export.metric, &export.part)?;
                self.export_rows(out, &query, &figure.arranged(export.sort.clone(), export.search.clone()))?
            }
            _ => return Err(error("of", "expected one of report, sessions, mapping, rows")),
        };
        Ok(Response::Exported { name: file_name(&query, &export), mime: mime.to_owned(), body })
    }

    fn export_sessions(&mut self, mut out: Out, query: &Query, export: &Export) -> Result<String, ConfigError> {
        let sort = sort_of(&export.sort)?;
        let page = Page { page: 1, per_page: usize::MAX, sort, search: export.search.clone() };
        let prepared = self.desk.prepare(query);
        let view = prepared.view(query.period);
        let events = view.derived.by_session();
        for i in list::page(&view, &page).1 {
            out.row(serde_json::to_string(&list::row(&view, i, events.events(i))));
        }
        Ok(out.finish())
    }

    fn export_mapping(&mut self, mut out: Out, query: &Query, export: &Export) -> String {
        let prepared = self.desk.prepare(query);
        let all = mapping::Page { page: 1, per_page: None, sort: export.sort.clone(), search: export.search.clone() };
        let view = prepared.view(query.period);
        for row in mapping::page(view.store, mapping::rows(&view), &all).1 {
            out.row(serde_json::to_string(&row));
        }
        out.finish()
    }

    fn export_rows(&mut self, mut out: Out, query: &Query, figure: &Figure) -> Result<String, ConfigError> {
        let prepared = self.desk.prepare(query);
        figure.look(&prepared, query, &mut |view, found| {
            for i in 0..found.len() {
                for row in behind::rows(view, found, i..i + 1) {
                    out.row(serde_json::to_string(&row));
                }
            }
        })?;
        Ok(out.finish())
    }
}

/// The report out of its answer: as it is, or as tables, those of the previous period after the others.
fn report(out: Out, answer: &str) -> String {
    let text = answer.strip_prefix("{\"op\":\"report\",\"report\":").and_then(|rest| rest.strip_suffix('}'));
    let text = text.unwrap_or("{}");
    match out {
        Out::Json(about) => format!("{}\"report\":{text}}}\n", about.trim_end_matches("\"rows\":[")),
        Out::Table { mut writer, .. } => {
            let Ok(Tree::Object(mut fields)) = serde_json::from_str::<Tree>(text) else { return writer.finish() };
            let previous = fields.iter().position(|(name, _)| name == "previous").map(|at| fields.remove(at).1);
            write_tables(&mut writer, "", fields);
            if let Some(Tree::Object(fields)) = previous {
                write_tables(&mut writer, "previous.", fields);
            }
            writer.finish()
        }
    }
}

/// What of a report is about it, and stands in the file already.
const ABOUT: &[&str] = &["range", "policy", "diagnostics"];

fn write_tables(writer: &mut Writer, prefix: &str, mut fields: Vec<(String, Tree)>) {
    fields.retain(|(name, _)| !ABOUT.contains(&name.as_str()));
    for table in tables(&Tree::Object(fields)).iter().filter(|table| !table.rows.is_empty()) {
        writer.table(&format!("{prefix}{}", table.name), &table.columns);
        table.rows.iter().for_each(|row| writer.row(row));
    }
}

/// What the file is of, by the keys of a configuration.
fn about(query: &Query, export: &Export) -> Vec<(&'static str, Value)> {
    let mut filters = Map::new();
    for filter in &query.filters {
        let values = filters.entry(DIMENSIONS[filter.dimension].name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values {
            values.extend(filter.values.iter().map(|value| Value::from(value.as_str())));
        }
    }
    let mut about = vec![
        ("of", Value::from(export.of.clone())),
        ("from", day_text(query.period.from).into()),
        ("to", day_text(query.period.to).into()),
        ("tz", Value::from(query.zone.name.clone())),
        ("bots_tz", Value::from(query.bots_zone.name.clone())),
        ("now", instant::format(query.now).into()),
        ("policy", serde_json::to_string(&query.policy).map_or(Value::Null, |text| from_text(&text))),
        ("clock", query.clock.word().into()),
        ("sla_resolution_s", (query.sla_ms / 1000).into()),
        ("filters", filters.into()),
    ];
    if !export.search.is_empty() {
        about.push(("search", Value::from(export.search.clone())));
    }
    if !export.metric.is_empty() {
        about.extend([("metric", Value::from(export.metric.clone())), ("part", Value::from(export.part.clone()))]);
    }
    about
}

fn from_text(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
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
