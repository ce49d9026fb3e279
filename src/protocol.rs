//! Requests to the engine and its responses: the one door for worker, page, command line and tests.

mod behind;
mod checks;
mod clockwork;
mod export;
mod foreign;
mod message;
mod read;
mod values;

pub use checks::{Check, RECORDS};
pub use export::Export;
pub use message::{Configured, Days, Memory, Named, Request, Response, Status, Trouble};

use crate::engine::calendar::{Zone, day_text};
use crate::engine::instant;
use crate::engine::list::{self, COLUMNS, Page, Sort};
use crate::engine::query::Query;
use crate::engine::report::Diagnostics;
use crate::engine::story;
use crate::engine::{Desk, mapping, outside};
use crate::wire::config::{self, ConfigError};
use crate::wire::imports;
use crate::wire::intake::Intake;
pub use crate::wire::intake::Reject;
use crate::wire::slots::Slots;
use crate::wire::stream::{Broken, Hint, Stream};
use clockwork::Clockwork;
use serde_json::{Map, Value};
use std::rc::Rc;

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
        let clock = Clockwork { host, now: (host.now)(), span: None, zones: Vec::new() };
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
            Request::Status | Request::Load { .. } | Request::Cancel => self.status()?,
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
                    Some(i) => Response::Session { detail: Rc::new(story::story(&view, i)) },
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
                let view = prepared.view(query.period);
                let (total, rows) = mapping::page(view.store, mapping::rows(&view), &page);
                Response::Mapping { total, rows: rows.into() }
            }
            Request::Rows { query, metric, part, page, per_page, sort, search } => {
                let figure = behind::Figure::new(&metric, &part)?.arranged(sort, search);
                self.behind(&query, &figure, page, per_page)?
            }
            Request::Export(export) => self.export(*export)?,
            Request::Checks { query } => Response::Checks { checks: self.checks(&query)?.into() },
            Request::Outside { query } => {
                let query = self.query(&query)?;
                let prepared = self.desk.prepare(&query);
                Response::Outside(Rc::new(outside::outside(&prepared.view(query.period))))
            }
            Request::Values { dimension } => Response::Values { values: self.values(&dimension)?.into() },
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
            | Request::Load { .. }
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
