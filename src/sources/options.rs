//! The part of the configuration that says where records come from (the checked document of chapter 4.1).

use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Options {
    pub source: Option<Source>,
    pub limits: Option<Limits>,
    pub role: Option<String>,
    pub allowed_roles: Option<Vec<String>>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Source {
    pub url: Urls,
    #[serde(default)]
    pub format: Option<String>,
    #[serde(default)]
    pub headers: Option<BTreeMap<String, String>>,
    #[serde(default)]
    pub credentials: Option<Credentials>,
    #[serde(default)]
    pub poll_s: Option<f64>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Urls {
    One(String),
    Several(Vec<String>),
}

impl Urls {
    pub fn as_slice(&self) -> &[String] {
        match self {
            Urls::One(url) => std::slice::from_ref(url),
            Urls::Several(urls) => urls,
        }
    }
}

/// As in fetch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credentials {
    Omit,
    #[default]
    SameOrigin,
    Include,
}

/// Where loading stops.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct Limits {
    records: Option<u64>,
    /// Of records as text: after they were unpacked, so that a small file cannot become a large one.
    pub bytes: Option<u64>,
}

impl Limits {
    pub fn records(self) -> u64 {
        self.records.unwrap_or(20_000_000)
    }
}

impl Options {
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
        self.format().is_some_and(|format| !["ndjson", "json", "csv"].contains(&format))
    }

    pub fn urls(&self) -> &[String] {
        self.source.as_ref().map_or(&[], |source| source.url.as_slice())
    }

    /// Whether the addresses say which days are meant.
    pub fn has_days(&self) -> bool {
        self.urls().iter().any(|url| url.contains("{from}") || url.contains("{to}"))
    }

    /// The word of `source.format`.
    pub fn format(&self) -> Option<&str> {
        self.source.as_ref()?.format.as_deref()
    }
}
