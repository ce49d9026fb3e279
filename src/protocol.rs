//! Requests to the engine and its responses: the one door for worker, page, command line and tests.

mod behind;
mod checks;
mod clockwork;
mod export;
mod foreign;
mod read;
mod values;

pub use checks::Check;
pub use export::Export;

use crate::engine::behind::Grain;
use crate::engine::calendar::{Zone, day_text};
use crate::engine::instant;
use crate::engine::list::{self, COLUMNS, Page, Sort};
use crate::engine::policy::Policy;
use crate::engine::query::Query;
use crate::engine::report::{Diagnostics, Report};
use crate::engine::story::{self, Story};
use crate::engine::{Desk, mapping, outside};
use crate::wire::config::{self, ConfigError};
use crate::wire::imports;
use crate::wire::intake::Intake;
pub use crate::wire::intake::Reject;
use crate::wire::slots::Slots;
use crate::wire::stream::{Broken, Hint, Stream};
use clockwork::Clockwork;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::HashMap;

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
    Load,
    /// For the worker: stops loading; what had arrived stays.
    Cancel,
}

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
        rows: Vec<list::Row>,
    },
    Session {
        detail: Box<Story>,
    },
    Mapping {
        total: u64,
        rows: Vec<mapping::Row>,
    },
    Checks {
        checks: Vec<Check>,
    },
    /// Rows of one kind, as they are written.
    Rows {
        grain: Grain,
        total: u64,
        rows: Vec<Box<RawValue>>,
    },
    /// A file and its text; for a workbook, the sheets that `wire::export::workbook` makes one of.
    Exported {
        name: String,
        mime: String,
        body: String,
    },
    Outside(outside::Outside),
    Values {
        values: Vec<Named>,
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
}

impl Trouble {
    /// What an answer has in its `error`, if anything.
    pub fn read(of: &Value) -> Option<Trouble> {
        let text = |name: &str| of[name].as_str().unwrap_or_default().to_owned();
        of.is_object().then(|| Trouble { code: text("code"), message: text("message"), hint: text("hint") })
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

/// What the engine needs of the machine it runs on.
#[derive(Debug, Clone, Copy)]
pub struct Host {
    /// The zone of an IANA name, right at least between two instants in milliseconds.
    pub zone: fn(&str, i64, i64) -> Option<Zone>,
    /// Milliseconds since 1970.
    pub now: fn() -> i64,
}

/// Everything that is kept between requests.
#[derive(Debug)]
pub struct Engine {
    pub desk: Desk,
    rejects: Vec<Reject>,
    slots: Box<Slots>,
    stream: Option<Stream>,
    /// The import in use, by its format's name: it remembers from page to page.
    import: Option<(&'static str, imports::Shared)>,
    config: Map<String, Value>,
    clock: Clockwork,
}

/// Answers one request. It never fails: what is wrong is a response too.
pub fn handle(engine: &mut Engine, request: Request) -> Response {
    engine.answer(request).unwrap_or_else(|error| Response::Error {
        code: "E_CONFIG".to_owned(),
        message: error.to_string(),
        path: Some(error.path),
    })
}

impl Engine {
    pub fn new(host: Host) -> Engine {
        let clock = Clockwork { host, now: (host.now)(), span: None, zones: HashMap::new() };
        Engine {
            desk: Desk::default(),
            rejects: Vec::new(),
            slots: Box::default(),
            stream: None,
            import: None,
            config: Map::new(),
            clock,
        }
    }

    /// Bytes of the open file or page; gives how many it has had so far, unpacked.
    pub fn chunk(&mut self, bytes: &[u8]) -> u64 {
        let Some(stream) = &mut self.stream else { return 0 };
        stream.push(
            bytes,
            &mut Intake { store: &mut self.desk.store, rejects: &mut self.rejects, slots: &mut self.slots },
        );
        stream.plain_bytes()
    }

    /// A file or page ends: its `next`, or what is wrong with it as a whole.
    pub fn close(&mut self) -> Result<Option<String>, Broken> {
        let mut intake = Intake { store: &mut self.desk.store, rejects: &mut self.rejects, slots: &mut self.slots };
        let result = self.stream.take().map_or(Ok(None), |stream| stream.finish(&mut intake));
        self.clock.now = (self.clock.host.now)();
        result
    }

    /// The configuration with some keys overridden, checked.
    pub fn query(&mut self, overrides: &Value) -> Result<Query, ConfigError> {
        let mut document = self.config.clone();
        match overrides {
            Value::Null => {}
            Value::Object(fields) => {
                // What the host has locked stays locked.
                let unlocked = fields.iter().filter(|(key, _)| *key != "scope");
                document.extend(unlocked.map(|(key, value)| (key.clone(), value.clone())));
            }
            _ => return Err(ConfigError { path: "query".to_owned(), message: "expected an object".to_owned() }),
        }
        let store = &self.desk.store;
        self.clock.span = store.earliest_at.zip(store.latest_at);
        config::query(&document, &mut self.clock)
    }

    pub fn configure(&mut self, config: &Value) -> Result<Query, ConfigError> {
        let Value::Object(fields) = config else {
            return Err(ConfigError { path: "config".to_owned(), message: "expected an object".to_owned() });
        };
        self.clock.now = (self.clock.host.now)();
        let query = config::query(fields, &mut self.clock)?;
        let is_same = |key: &str| self.config.get(key) == fields.get(key);
        if !is_same("source") || !is_same("ccai_csat_max") {
            self.import = None;
        }
        self.config = fields.clone();
        Ok(query)
    }

    pub fn rejects(&self) -> &[Reject] {
        &self.rejects
    }

    pub fn diagnostics(&self, now: i64) -> Diagnostics {
        Diagnostics::new(&self.desk.store.counts, self.desk.store.later_than(now))
    }

    fn answer(&mut self, request: Request) -> Result<Response, ConfigError> {
        Ok(match request {
            Request::Configure { config } => {
                if let Some(fields) = config.as_object() {
                    config::check_page(fields)?;
                }
                let query = self.configure(&config)?;
                Response::Configured(Configured {
                    tz: query.zone.name.clone(),
                    now: instant::format(query.now),
                    from: day_text(query.period.from),
                    to: day_text(query.period.to),
                    policy: query.policy,
                })
            }
            Request::Open { name, content_type, format } => {
                self.open_as(&name, content_type.as_deref(), format.as_deref());
                Response::Opened
            }
            Request::Close { .. } => match self.close() {
                Ok(next) => Response::Closed { next },
                Err(Broken { code, what }) => Response::Error { code: code.to_owned(), message: what, path: None },
            },
            Request::Status | Request::Load | Request::Cancel => self.status()?,
            Request::Report { query, sections } => {
                let query = self.query(&query)?;
                let asked =
                    |section: &str| sections.as_ref().is_none_or(|list| list.iter().any(|name| name == section));
                Response::Report { report: Box::new(self.desk.report(&query, asked)) }
            }
            other => self.answer_later(other)?,
        })
    }

    /// What nobody asks for before the first figures are on screen.
    #[inline(never)]
    fn answer_later(&mut self, request: Request) -> Result<Response, ConfigError> {
        Ok(match request {
            Request::Append { records } => {
                let mut stream = Stream::new(Hint::Ndjson);
                let mut intake =
                    Intake { store: &mut self.desk.store, rejects: &mut self.rejects, slots: &mut self.slots };
                stream.push(records.as_bytes(), &mut intake);
                // NDJSON text has no form that could be broken as a whole.
                let _ = stream.finish(&mut intake);
                self.clock.now = (self.clock.host.now)();
                self.status()?
            }
            Request::Sessions { query, page, per_page, sort, search } => {
                let query = self.query(&query)?;
                let page = Page {
                    page: page as usize,
                    per_page: per_page.clamp(1, 1000) as usize,
                    sort: sort_of(&sort)?,
                    search,
                };
                let prepared = self.desk.prepare(&query);
                let view = prepared.view(query.period);
                let (total, found) = list::page(&view, &page);
                let rows = found.into_iter().map(|i| list::row(&view, i, view.derived.events(view.store, i))).collect();
                Response::Sessions { total: total as u64, rows }
            }
            Request::Session { query, id } => {
                let query = self.query(&query)?;
                let prepared = self.desk.prepare(&query);
                let view = prepared.view(query.period);
                match story::find(&view, &id) {
                    Some(i) => Response::Session { detail: Box::new(story::story(&view, i)) },
                    None => {
                        let message = format!("there is no session {id:?} under this policy");
                        Response::Error { code: "E_NO_SESSION".to_owned(), message, path: None }
                    }
                }
            }
            Request::Mapping { query, page, per_page, sort, search } => {
                let query = self.query(&query)?;
                let page = mapping::Page { page, per_page, sort, search };
                let prepared = self.desk.prepare(&query);
                let (total, rows) = mapping::page(mapping::rows(&prepared.view(query.period)), &page);
                Response::Mapping { total, rows }
            }
            Request::Rows { query, metric, part, page, per_page } => {
                self.behind(&query, &behind::Figure::new(&metric, &part)?, page, per_page)?
            }
            Request::Export(export) => self.export(*export)?,
            Request::Checks { query } => Response::Checks { checks: self.checks(&query)? },
            Request::Outside { query } => {
                let query = self.query(&query)?;
                let prepared = self.desk.prepare(&query);
                Response::Outside(outside::outside(&prepared.view(query.period)))
            }
            Request::Values { dimension } => Response::Values { values: self.values(&dimension)? },
            Request::Memory => Response::Memory(Memory {
                live_bytes: self.desk.bytes() as u64,
                text_bytes: self.desk.store.texts.bytes() as u64,
                events: self.desk.store.len() as u64,
            }),
            // Answered before.
            Request::Configure { .. }
            | Request::Open { .. }
            | Request::Close { .. }
            | Request::Status
            | Request::Load
            | Request::Cancel
            | Request::Report { .. } => self.status()?,
        })
    }

    fn status(&mut self) -> Result<Response, ConfigError> {
        let now = self.query(&Value::Null)?.now;
        let diagnostics = self.diagnostics(now);
        let store = &self.desk.store;
        Ok(Response::Status(Status {
            diagnostics,
            rejects: self.rejects.clone(),
            earliest_at: store.earliest_at.map(instant::format),
            latest_at: store.latest_at.map(instant::format),
        }))
    }
}

fn sort_of(text: &str) -> Result<Sort, ConfigError> {
    let text = if text.is_empty() { "-started_at" } else { text };
    let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
    let column = COLUMNS.iter().position(|column| column.name == name).ok_or_else(|| {
        let names: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
        ConfigError { path: "sort".to_owned(), message: format!("expected one of {}", names.join(", ")) }
    })?;
    Ok(Sort { column, descending })
}
