//! The fields of one record, found by name, and their values read as what the event format says they are.

use super::json::Value;
use super::numeral;
use crate::engine::event::Micros;
use crate::engine::instant;
use std::borrow::Cow;

/// Fields by name. Those of nearly every event have a place of their own, the others are few and searched.
#[derive(Debug, Default)]
pub struct Fields<'a> {
    common: [Value<'a>; COMMON.len()],
    rest: Vec<(Cow<'a, str>, Value<'a>)>,
}

const COMMON: [&str; 13] = [
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
];

/// Why a record is bad, for a person to read.
pub type Reason = String;

impl<'a> Fields<'a> {
    pub fn clear(&mut self) {
        self.common.fill(Value::Null);
        self.rest.clear();
    }

    pub fn set(&mut self, key: Cow<'a, str>, value: Value<'a>) {
        match place(&key) {
            Some(place) => self.common[place] = value,
            None if value == Value::Null => {}
            None => self.rest.push((key, value)),
        }
    }

    /// The field's value; null when it is absent.
    pub fn value(&self, key: &str) -> &Value<'a> {
        match place(key) {
            Some(place) => &self.common[place],
            None => self.rest.iter().find(|(name, _)| name == key).map_or(&Value::Null, |(_, value)| value),
        }
    }

    /// A string of any length.
    pub fn text(&self, key: &str) -> Result<Option<&str>, Reason> {
        match self.value(key) {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            other => Err(expected(key, "a string", other)),
        }
    }

    /// An id or name: 1 to 256 bytes.
    pub fn id(&self, key: &str) -> Result<Option<&str>, Reason> {
        match self.value(key) {
            Value::Null => Ok(None),
            Value::Text(text) if is_id(text) => Ok(Some(text)),
            other => Err(expected(key, "a string of 1 to 256 bytes", other)),
        }
    }

    pub fn required_id(&self, key: &str) -> Result<&str, Reason> {
        self.id(key)?.ok_or_else(|| format!("{key}: is missing"))
    }

    pub fn flag(&self, key: &str) -> Result<Option<bool>, Reason> {
        match self.value(key) {
            Value::Null => Ok(None),
            Value::Bool(flag) => Ok(Some(*flag)),
            other => Err(expected(key, "true or false", other)),
        }
    }

    pub fn instant(&self, key: &str) -> Result<Option<i64>, Reason> {
        match self.value(key) {
            Value::Null => Ok(None),
            value => as_instant(value).map(Some).ok_or_else(|| {
                expected(key, "an RFC 3339 instant with offset, or whole milliseconds, from 1970 to 2099", value)
            }),
        }
    }

    /// A whole number of at least `least`.
    pub fn integer(&self, key: &str, least: i64) -> Result<Option<i64>, Reason> {
        match self.value(key) {
            Value::Null => Ok(None),
            value => as_integer(value)
                .filter(|&number| number >= least)
                .map(Some)
                .ok_or_else(|| expected(key, "a whole number of at least 0", value)),
        }
    }

    pub fn micros(&self, key: &str) -> Result<Micros, Reason> {
        let value = self.value(key);
        let micros = match value {
            Value::Number(text) => numeral::micros(text),
            Value::Text(text) if numeral::is_plain_decimal(text) => numeral::micros(text),
            _ => None,
        };
        micros.ok_or_else(|| expected(key, "a decimal below 10^12 with at most six places", value))
    }

    /// One of a closed set of words.
    pub fn word<T>(
        &self,
        key: &str,
        words: &[&str],
        from_word: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Reason> {
        match self.value(key) {
            Value::Null => Ok(None),
            Value::Text(text) if let Some(word) = from_word(text) => Ok(Some(word)),
            other => Err(expected(key, &format!("one of {}", words.join(", ")), other)),
        }
    }
}

pub fn is_id(text: &str) -> bool {
    (1..=256).contains(&text.len())
}

pub fn as_instant(value: &Value) -> Option<i64> {
    match value {
        Value::Text(text) => instant::parse(text.as_bytes()),
        value => as_integer(value).and_then(instant::in_range),
    }
}

/// A number written without fraction and exponent.
pub fn as_integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

pub fn expected(key: &str, what: &str, found: &Value) -> Reason {
    let found = match found {
        Value::Null => "nothing".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(text) | Value::List(text) | Value::Object(text) => short(text),
        Value::Text(text) => format!("{:?}", short(text)),
    };
    format!("{key}: expected {what}, found {found}")
}

fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn place(key: &str) -> Option<usize> {
    Some(match key {
        "type" => 0,
        "id" => 1,
        "at" => 2,
        "conversation_id" => 3,
        "customer_id" => 4,
        "inbox_id" => 5,
        "channel" => 6,
        "bot_id" => 7,
        "bot_version" => 8,
        "agent_id" => 9,
        "team_id" => 10,
        "from" => 11,
        "text" => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_list() {
        assert!(COMMON.iter().enumerate().all(|(i, key)| place(key) == Some(i)));
    }
}
