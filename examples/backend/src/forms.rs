//! The forms in which records travel: pages, and the same as one stream of lines, a list or a table.

use crate::store::Row;
use serde_json::{Map, Value, value::RawValue};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `{"events": […], "entities": […], "next": "…"}`: the one that can be taken up again where it broke off.
    Page,
    Ndjson,
    List,
    Csv,
}

impl Form {
    pub fn named(name: Option<&str>) -> Option<Form> {
        match name {
            None | Some("json") => Some(Form::Page),
            Some("ndjson") => Some(Form::Ndjson),
            Some("list") => Some(Form::List),
            Some("csv") => Some(Form::Csv),
            Some(_) => None,
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Form::Page | Form::List => "application/json",
            Form::Ndjson => "application/x-ndjson",
            Form::Csv => "text/csv; charset=utf-8",
        }
    }

    /// Some records of a stream; what comes before the very first is the stream's beginning.
    pub fn write(self, rows: &[Row], is_first: bool) -> String {
        let records = rows.iter().map(|row| row.json.as_str());
        match self {
            Form::Page | Form::List => {
                let records = records.collect::<Vec<_>>().join(",\n");
                match (is_first, records.is_empty()) {
                    (true, _) => format!("[{records}"),
                    (false, true) => records,
                    (false, false) => format!(",\n{records}"),
                }
            }
            Form::Ndjson => records.flat_map(|record| [record, "\n"]).collect(),
            Form::Csv => {
                let head = if is_first { COLUMNS.join(",") + "\r\n" } else { String::new() };
                head + &records.map(cells).collect::<String>()
            }
        }
    }

    pub fn end(self) -> &'static str {
        if self == Form::List { "]\n" } else { "" }
    }
}

/// A page and where the next one is.
pub fn page(rows: Vec<Row>, next: Option<String>) -> String {
    let (entities, events): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.is_entity);
    let list = |rows: Vec<Row>| rows.into_iter().map(|row| row.json).collect::<Vec<_>>().join(",\n");
    let next = Value::from(next);
    format!("{{\"events\":[{}],\n\"entities\":[{}],\n\"next\":{next}}}", list(events), list(entities))
}

/// A list of records as lines.
pub fn lines(list: &str) -> Option<String> {
    let records: Vec<Box<RawValue>> = serde_json::from_str(list).ok()?;
    // A record may have been written over several lines; outside of strings they mean nothing, within there are none.
    Some(records.iter().map(|record| record.get().replace(['\n', '\r'], " ") + "\n").collect())
}

/// The columns of a table are known before its rows.
const COLUMNS: [&str; 34] = [
    "type",
    "id",
    "at",
    "conversation_id",
    "customer_id",
    "inbox_id",
    "channel",
    "bot_id",
    "bot_version",
    "agent_id",
    "team_id",
    "from",
    "text",
    "private",
    "what",
    "by",
    "label",
    "outcome",
    "flow_id",
    "tool",
    "suggestion",
    "sent",
    "rating",
    "scale_max",
    "comment",
    "order_id",
    "amount",
    "currency",
    "category",
    "name",
    "phone",
    "email",
    "team_ids",
    "sessions_before",
];

/// Text as it is, anything else as JSON.
fn cells(record: &str) -> String {
    let record: Map<String, Value> = serde_json::from_str(record).unwrap_or_default();
    let cell = |name: &&str| match record.get(*name) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => quoted(text),
        Some(other) => quoted(&other.to_string()),
    };
    COLUMNS.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}
