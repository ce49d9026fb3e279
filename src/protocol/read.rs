//! Reads requests and responses in two passes, first the tag and then what it stands for. Derived readers of tagged and
//! flattened types keep everything in between and weigh several times as much in the page's download.

use super::{Check, Configured, Export, Memory, Named, Request, Response, Status, Trouble};
use crate::engine::behind::Grain;
use crate::engine::list::Row;
use crate::engine::outside::Outside;
use crate::engine::report::{Diagnostics, Previous, Range, Report};
use crate::engine::sections::Sections;
use crate::engine::story::Story;
use crate::engine::{mapping, policy::Policy};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::value::RawValue;
use serde_json::{Error, Value, from_str};

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
        Ok(match tag(text)?.as_str() {
            "configure" => fields!(text, { config: Value } => Request::Configure { config }),
            "open" => {
                fields!(text, { name: String, content_type: Option<String> } => Request::Open { name, content_type })
            }
            "close" => fields!(text, { fault: Option<String> } => Request::Close { fault }),
            "append" => fields!(text, { records: String } => Request::Append { records }),
            "status" => Request::Status,
            "report" => fields!(text, { query: Option<Value>, sections: Option<Vec<String>> } => Request::Report {
                query: query.unwrap_or_default(),
                sections,
            }),
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
                fields!(text, { query: Option<Value> } => Request::Mapping { query: query.unwrap_or_default() })
            }
            "rows" => {
                let of = from_str::<Value>(text)?;
                Request::Rows {
                    query: of["query"].clone(),
                    metric: word(&of["metric"]),
                    part: of["part"].as_array().cloned().unwrap_or_default(),
                    page: of["page"].as_u64().unwrap_or(1),
                    per_page: of["per_page"].as_u64().unwrap_or(25),
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
            "load" => Request::Load,
            "cancel" => Request::Cancel,
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
            "sessions" => fields!(text, { total: u64, rows: Vec<Row> } => Response::Sessions { total, rows }),
            "session" => fields!(text, { detail: Box<Story> } => Response::Session { detail }),
            "mapping" => fields!(text, { rows: Vec<mapping::Row> } => Response::Mapping { rows }),
            "checks" => fields!(text, { checks: Vec<Check> } => Response::Checks { checks }),
            "rows" => fields!(text, { grain: Grain, total: u64, rows: Vec<Box<RawValue>> } => Response::Rows {
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
            "outside" => Response::Outside(from_str::<Outside>(text)?),
            "values" => fields!(text, { values: Vec<Named> } => Response::Values { values }),
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::protocol::{Engine, Host, handle};

    #[test]
    fn what_is_written_can_be_read() {
        let mut engine = Engine::new(Host { zone: crate::native::zone, now: || 1_800_000_000_000 });
        let record = r#"{"type":"message","from":"customer","id":"e","at":1799999000000,"conversation_id":"v","customer_id":"c"}"#;
        for request in [
            r#"{"op":"configure","config":{"compare":true}}"#.to_owned(),
            serde_json::json!({"op": "append", "records": record}).to_string(),
            r#"{"op":"status"}"#.to_owned(),
            r#"{"op":"report"}"#.to_owned(),
            r#"{"op":"report","query":{"tz":"Asia/Jakarta"},"sections":["sessions"]}"#.to_owned(),
            r#"{"op":"sessions","sort":"-duration_s"}"#.to_owned(),
            r#"{"op":"session","id":"c/#1"}"#.to_owned(),
            r#"{"op":"outside"}"#.to_owned(),
            r#"{"op":"rows","metric":"sessions.by_day.first","part":["2027-01-15"]}"#.to_owned(),
            r#"{"op":"export","of":"report","format":"csv"}"#.to_owned(),
            r#"{"op":"checks"}"#.to_owned(),
            r#"{"op":"export","of":"rows","metric":"messages.received","format":"xlsx"}"#.to_owned(),
            r#"{"op":"values","dimension":"channel"}"#.to_owned(),
            r#"{"op":"memory"}"#.to_owned(),
            r#"{"op":"report","query":{"tz":"Nowhere"}}"#.to_owned(),
        ] {
            let request = Request::read(&request).expect("a request");
            let again = serde_json::to_string(&request).expect("JSON");
            assert_eq!(serde_json::to_string(&Request::read(&again).expect("a request")).expect("JSON"), again);
            let text = serde_json::to_string(&handle(&mut engine, request)).expect("JSON");
            let read = Response::read(&text).expect(&text);
            assert_eq!(serde_json::to_string(&read).expect("JSON"), text);
        }
        assert!(Request::read(r#"{"op":"dance"}"#).is_err() && Request::read("{}").is_err());
    }
}
