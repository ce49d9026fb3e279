//! Reads requests and responses in two passes, first the tag and then what it stands for. Derived readers of tagged and
//! flattened types keep everything in between and weigh several times as much in the page's download.

use super::{Check, Configured, Days, Export, Memory, Named, Request, Response, Status, Trouble};
use crate::engine::behind::Grain;
use crate::engine::list::Row;
use crate::engine::report::{Diagnostics, Previous, Range, Report};
use crate::engine::sections::Sections;
use crate::engine::story::Story;
use crate::engine::{mapping, policy::Policy};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::value::RawValue;
use serde_json::{Error, Value, from_str};
use std::rc::Rc;

/// The fields of one operation, read from the whole text.
macro_rules! fields {
    ($text:expr, { $($field:ident: $type:ty),+ } => $made:expr) => {{
        #[derive(Deserialize)]
        struct Fields { $($field: $type),+ }
        let Fields { $($field),+ } = from_str($text)?;
        $made
    }};
}

impl Request {
    /// Reads a request; the error says what was expected.
    pub fn read(text: &str) -> Result<Request, Error> {
        let op = tag(text)?;
        Ok(match op.as_str() {
            "configure" => fields!(text, { config: Value } => Request::Configure { config }),
            "status" => Request::Status,
            "report" => fields!(text, { query: Option<Value>, sections: Option<Vec<String>> } => Request::Report {
                query: query.unwrap_or_default(),
                sections,
            }),
            "load" => {
                let of = from_str::<Value>(text)?;
                Request::Load { days: days(&of["days"]), is_more: of["is_more"] == true }
            }
            "cancel" => Request::Cancel,
            _ => Request::read_later(&op, text)?,
        })
    }

    /// What nobody asks for before the first figures are on screen.
    #[inline(never)]
    fn read_later(op: &str, text: &str) -> Result<Request, Error> {
        Ok(match op {
            "open" => {
                fields!(text, { name: String, content_type: Option<String>, format: Option<String> } => Request::Open {
                    name,
                    content_type,
                    format,
                })
            }
            "close" => fields!(text, { fault: Option<String> } => Request::Close { fault }),
            "append" => fields!(text, { records: String } => Request::Append { records }),
            "sessions" => fields!(text, {
                query: Option<Value>, page: Option<u64>, per_page: Option<u64>, sort: Option<String>, search: Option<String>
            } => Request::Sessions {
                query: query.unwrap_or_default(),
                page: page.unwrap_or(1),
                per_page: per_page.unwrap_or(25),
                sort: sort.unwrap_or_default(),
                search: search.unwrap_or_default(),
            }),
            "session" => fields!(text, { query: Option<Value>, id: String } => Request::Session {
                query: query.unwrap_or_default(),
                id,
            }),
            "mapping" => {
                fields!(text, {
                    query: Option<Value>, page: Option<u64>, per_page: Option<u64>, sort: Option<String>, search: Option<String>
                } => Request::Mapping {
                    query: query.unwrap_or_default(),
                    page: page.unwrap_or(1),
                    per_page,
                    sort: sort.unwrap_or_default(),
                    search: search.unwrap_or_default(),
                })
            }
            "rows" => {
                let of = from_str::<Value>(text)?;
                Request::Rows {
                    query: of["query"].clone(),
                    metric: word(&of["metric"]),
                    part: of["part"].as_array().cloned().unwrap_or_default(),
                    page: of["page"].as_u64().unwrap_or(1),
                    per_page: of["per_page"].as_u64().unwrap_or(25),
                    sort: word(&of["sort"]),
                    search: word(&of["search"]),
                }
            }
            "export" => {
                let of = from_str::<Value>(text)?;
                Request::Export(Box::new(Export {
                    query: of["query"].clone(),
                    of: word(&of["of"]),
                    format: word(&of["format"]),
                    name: of["name"].as_str().map(str::to_owned),
                    sections: of["sections"].as_array().map(|list| list.iter().map(word).collect()),
                    sort: word(&of["sort"]),
                    search: word(&of["search"]),
                    metric: word(&of["metric"]),
                    part: of["part"].as_array().cloned().unwrap_or_default(),
                }))
            }
            "checks" => {
                fields!(text, { query: Option<Value> } => Request::Checks { query: query.unwrap_or_default() })
            }
            "outside" => {
                fields!(text, { query: Option<Value> } => Request::Outside { query: query.unwrap_or_default() })
            }
            "values" => fields!(text, { dimension: String } => Request::Values { dimension }),
            "memory" => Request::Memory,
            unknown => return Err(Error::custom(format!("unknown op {unknown:?}"))),
        })
    }
}

impl Response {
    /// Reads a response.
    pub fn read(text: &str) -> Result<Response, Error> {
        Ok(match tag(text)?.as_str() {
            "configured" => Response::Configured(from_str::<Configured>(text)?),
            "opened" => Response::Opened,
            "closed" => fields!(text, { next: Option<String> } => Response::Closed { next }),
            "status" => Response::Status(from_str::<Status>(text)?),
            "report" => {
                let whole: Raw = from_str(text)?;
                Response::Report { report: Box::new(report(whole.field("report")?)?) }
            }
            "sessions" => fields!(text, { total: u64, rows: Rc<[Row]> } => Response::Sessions { total, rows }),
            "session" => fields!(text, { detail: Rc<Story> } => Response::Session { detail }),
            "mapping" => fields!(text, { total: u64, rows: Rc<[mapping::Row]> } => Response::Mapping { total, rows }),
            "checks" => fields!(text, { checks: Rc<[Check]> } => Response::Checks { checks }),
            "rows" => fields!(text, { grain: Grain, total: u64, rows: Rc<[Box<RawValue>]> } => Response::Rows {
                grain,
                total,
                rows,
            }),
            "exported" => {
                fields!(text, { name: String, mime: String, body: String } => Response::Exported {
                    name,
                    mime,
                    body,
                })
            }
            "outside" => Response::Outside(from_str(text)?),
            "values" => fields!(text, { values: Rc<[Named]> } => Response::Values { values }),
            "memory" => Response::Memory(from_str::<Memory>(text)?),
            "loaded" => fields!(text, { status: Status, error: Option<Trouble> } => Response::Loaded { status, error }),
            "error" => fields!(text, { code: String, message: String, path: Option<String> } => Response::Error {
                code,
                message,
                path,
            }),
            unknown => return Err(Error::custom(format!("unknown op {unknown:?}"))),
        })
    }
}

fn days(of: &Value) -> Option<Days> {
    let zones = of["zones"].as_array()?.iter().map(word).collect();
    Some(Days { zones, from: word(&of["from"]), to: word(&of["to"]) })
}

/// The text of a value; none is the same as empty.
fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn tag(text: &str) -> Result<String, Error> {
    fields!(text, { op: String } => Ok(op))
}

/// The fields of an object as their texts.
#[derive(Deserialize)]
#[serde(transparent)]
struct Raw<'a> {
    #[serde(borrow)]
    fields: std::collections::BTreeMap<&'a str, &'a RawValue>,
}

impl<'a> Raw<'a> {
    fn field(&self, name: &str) -> Result<&'a str, Error> {
        self.fields.get(name).map(|value| value.get()).ok_or_else(|| Error::custom(format!("{name} is missing")))
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T, Error> {
        from_str(self.field(name)?)
    }
}

fn report(text: &str) -> Result<Report, Error> {
    let raw: Raw = from_str(text)?;
    let previous = raw.field("previous").ok().map(|text| {
        let raw: Raw = from_str(text)?;
        Ok::<_, Error>(Previous { range: raw.read("range")?, sections: from_str(text)? })
    });
    Ok(Report {
        range: raw.read::<Range>("range")?,
        policy: raw.read::<Policy>("policy")?,
        diagnostics: raw.read::<Diagnostics>("diagnostics")?,
        sections: from_str::<Sections>(text)?,
        previous: previous.transpose()?,
    })
}
