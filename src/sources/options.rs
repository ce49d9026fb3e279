//! The part of the configuration that says where records come from (the checked document of chapter 4.1).

use super::address::asks;
use serde_json::{Map, Value};

#[derive(Debug, Clone)]
pub struct Options {
    pub urls: Vec<String>,
    /// The word of `source.format`.
    pub format: Option<String>,
    /// Of texts.
    pub headers: Map<String, Value>,
    pub credentials: Credentials,
    pub poll_s: Option<f64>,
    /// Where loading stops.
    pub max_records: u64,
    /// Of records as text: after they were unpacked, so that a small file cannot become a large one.
    pub max_bytes: Option<u64>,
    role: Option<String>,
    allowed_roles: Option<Vec<String>>,
}

/// As in fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    Omit,
    SameOrigin,
    Include,
}

/// Those of a document that says nothing.
impl Default for Options {
    fn default() -> Self {
        Options::read(&Value::Null)
    }
}

impl Options {
    /// Of a document that the engine has taken: it is right. (Read by hand: derived readers would be more to download.)
    pub fn read(config: &Value) -> Options {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let (source, limits) = (&config["source"], &config["limits"]);
        Options {
            urls: match &source["url"] {
                Value::Array(urls) => urls.iter().filter_map(text).collect(),
                url => text(url).into_iter().collect(),
            },
            format: text(&source["format"]),
            headers: source["headers"].as_object().cloned().unwrap_or_default(),
            credentials: match source["credentials"].as_str() {
                Some("omit") => Credentials::Omit,
                Some("include") => Credentials::Include,
                _ => Credentials::SameOrigin,
            },
            poll_s: source["poll_s"].as_f64(),
            max_records: limits["records"].as_u64().unwrap_or(20_000_000),
            max_bytes: limits["bytes"].as_u64(),
            role: text(&config["role"]),
            allowed_roles: config["allowed_roles"].as_array().map(|roles| roles.iter().filter_map(text).collect()),
        }
    }

    /// Whether a role is named that may not see the data. A courtesy: only the backend can enforce it.
    pub fn is_refused(&self) -> bool {
        let Some(role) = &self.role else { return false };
        match &self.allowed_roles {
            Some(allowed) => !allowed.contains(role),
            None => !["owner", "admin"].contains(&role.as_str()),
        }
    }

    /// Whether the records are another product's.
    pub fn is_import(&self) -> bool {
        self.format.as_ref().is_some_and(|format| !["ndjson", "json", "csv"].contains(&format.as_str()))
    }

    /// Whether the addresses say which days are meant.
    pub fn has_days(&self) -> bool {
        self.urls.iter().any(|url| asks(url, "from") || asks(url, "to"))
    }
}
