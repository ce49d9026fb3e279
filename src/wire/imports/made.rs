//! A record on its way to text: members in the order in which they were given, absent ones left out.

use crate::engine::instant;
use std::fmt::Display;

/// One JSON object.
#[derive(Debug, Clone)]
pub struct Made {
    json: String,
}

impl Made {
    pub fn record(kind: &str) -> Made {
        Made::part().text("type", kind)
    }

    /// An object inside a record.
    pub fn part() -> Made {
        Made { json: "{".to_owned() }
    }

    pub fn text(self, key: &str, text: &str) -> Made {
        // A text always has a JSON form.
        self.raw(key, serde_json::to_string(text).unwrap_or_default())
    }

    pub fn maybe(self, key: &str, text: Option<&str>) -> Made {
        match text {
            Some(text) => self.text(key, text),
            None => self,
        }
    }

    /// Milliseconds since 1970.
    pub fn instant(self, key: &str, at: Option<i64>) -> Made {
        self.maybe(key, at.map(instant::format).as_deref())
    }

    /// A number, a truth value, or what is JSON already.
    pub fn raw(mut self, key: &str, json: impl Display) -> Made {
        use std::fmt::Write;
        let comma = if self.json.len() > 1 { "," } else { "" };
        // Writing to a text does not fail.
        let _ = write!(self.json, "{comma}\"{key}\":{json}");
        self
    }

    pub fn maybe_raw(self, key: &str, json: Option<impl Display>) -> Made {
        match json {
            Some(json) => self.raw(key, json),
            None => self,
        }
    }

    /// A list, when it has anything in it.
    pub fn list(self, key: &str, parts: Vec<String>) -> Made {
        if parts.is_empty() { self } else { self.raw(key, format!("[{}]", parts.join(","))) }
    }

    pub fn is_empty(&self) -> bool {
        self.json.len() == 1
    }

    pub fn json(self) -> String {
        self.json + "}"
    }
}
