//! What is asked and what is answered, and how it is written.

use super::{Check, Export};
use crate::engine::behind::Grain;
use crate::engine::list;
use crate::engine::policy::Policy;
use crate::engine::report::{Diagnostics, Report};
use crate::engine::story::Story;
use crate::engine::{mapping, outside};
use crate::wire::intake::Reject;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::rc::Rc;

/// What is asked. `query` overrides keys of the configuration.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Request {
    Configure {
        config: Value,
    },
    /// A file or page begins; its bytes come by [`Engine::chunk`].
    Open {
        name: String,
        content_type: Option<String>,
        /// A word of `source.format`, which overrides what name, content type and content say.
        format: Option<String>,
    },
    /// It ends; `fault` when it broke off.
    Close {
        fault: Option<String>,
    },
    /// NDJSON text.
    Append {
        records: String,
    },
    Status,
    Report {
        query: Value,
        sections: Option<Vec<String>>,
    },
    Sessions {
        query: Value,
        page: u64,
        per_page: u64,
        sort: String,
        search: String,
    },
    Session {
        query: Value,
        id: String,
    },
    /// The bot sessions and their conversations; a page of them if one is asked for.
    Mapping {
        query: Value,
        page: u64,
        per_page: Option<u64>,
        sort: String,
        search: String,
    },
    /// The rows behind a figure of the report; `part` names one row of a list, by the values of the figure's keys.
    Rows {
        query: Value,
        metric: String,
        part: Vec<Value>,
        page: u64,
        per_page: u64,
        sort: String,
        search: String,
    },
    Export(Box<Export>),
    /// Holds figures against each other, their rows and their export.
    Checks {
        query: Value,
    },
    Outside {
        query: Value,
    },
    /// What a dimension can be filtered by.
    Values {
        dimension: String,
    },
    Memory,
    /// For the worker, which fetches the source and answers `loaded`.
    Load {
        /// The days that `{from}` and `{to}` of a source's address stand for; none: those of the configuration.
        days: Option<Days>,
        /// Only what is missing of them is asked for.
        is_more: bool,
    },
    /// For the worker: stops loading; what had arrived stays.
    Cancel,
}

/// Local days `[from, to)` of each of the zones.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Days {
    pub zones: Vec<String>,
    pub from: String,
    pub to: String,
}

/// `Rc` is for what the first figures do without: it is dropped by functions of its own, which the browser loads later.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Response {
    Configured(Configured),
    Opened,
    /// `next` of a JSON page.
    Closed {
        next: Option<String>,
    },
    Status(Status),
    Report {
        report: Box<Report>,
    },
    Sessions {
        total: u64,
        rows: Rc<[list::Row]>,
    },
    Session {
        detail: Rc<Story>,
    },
    Mapping {
        total: u64,
        rows: Rc<[mapping::Row]>,
    },
    Checks {
        checks: Rc<[Check]>,
    },
    /// Rows of one kind, as they are written.
    Rows {
        grain: Grain,
        total: u64,
        rows: Rc<[Box<RawValue>]>,
    },
    /// A file and its text; for a workbook, the sheets that `wire::export::workbook` makes one of.
    Exported {
        name: String,
        mime: String,
        body: String,
    },
    Outside(Rc<outside::Outside>),
    Values {
        values: Rc<[Named]>,
    },
    Memory(Memory),
    Loaded {
        status: Status,
        error: Option<Trouble>,
    },
    Error {
        code: String,
        message: String,
        path: Option<String>,
    },
}

impl Response {
    /// As JSON. Written here alone: each program that does it by itself gets writers of its own.
    #[inline(never)]
    pub fn write(&self) -> String {
        #[derive(Serialize)]
        struct Reported<'a> {
            report: &'a Report,
        }
        #[derive(Serialize)]
        struct Failed<'a> {
            code: &'a str,
            message: &'a str,
            path: Option<&'a str>,
        }
        match self {
            Response::Configured(configured) => tagged("configured", configured),
            Response::Status(status) => tagged("status", status),
            Response::Report { report } => tagged("report", &Reported { report }),
            Response::Error { code, message, path } => {
                tagged("error", &Failed { code, message, path: path.as_deref() })
            }
            _ => self.write_later(),
        }
    }

    /// What is asked for before the first figures is written without this, which writes everything.
    #[inline(never)]
    fn write_later(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The fields with the tag before them, as the derived writer of a tagged type has it.
fn tagged(op: &str, fields: &impl Serialize) -> String {
    let fields = serde_json::to_string(fields).unwrap_or_default();
    format!("{{\"op\":\"{op}\",{}", fields.strip_prefix('{').unwrap_or_default())
}

/// What the configuration comes to. Days are local dates `[from, to)`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Configured {
    pub tz: String,
    pub now: String,
    pub from: String,
    pub to: String,
    pub policy: Policy,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Status {
    pub diagnostics: Diagnostics,
    /// The first bad records.
    pub rejects: Vec<Reject>,
    pub earliest_at: Option<String>,
    pub latest_at: Option<String>,
}

/// Why loading ended early: a code, what failed, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    pub code: String,
    pub message: String,
    pub hint: String,
    /// The field of the configuration that is to blame.
    #[serde(default)]
    pub path: Option<String>,
}

impl Trouble {
    /// What an answer has in its `error`, if anything.
    pub fn read(of: &Value) -> Option<Trouble> {
        let text = |name: &str| of[name].as_str().unwrap_or_default().to_owned();
        let path = || of["path"].as_str().map(str::to_owned);
        of.is_object().then(|| Trouble {
            code: text("code"),
            message: text("message"),
            hint: text("hint"),
            path: path(),
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub value: String,
    pub name: String,
}

/// Bytes held by the engine; `text_bytes` are message texts, which `live_bytes` leaves out.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Memory {
    pub live_bytes: u64,
    pub text_bytes: u64,
    pub events: u64,
}
