//! The fields of one record: their values read as what the event format says they are.

use super::json::{Kind, Value};
use super::names::Name;
use super::numeral;
use super::slots::Slots;
use crate::engine::event::Micros;
use crate::engine::hash::same;
use crate::engine::instant;

/// The fields of one record.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    pub text: &'a str,
    pub slots: &'a Slots,
}

/// What a length or a number of things is, for a person to read.
pub const COUNT: &str = "a whole number from 0 to 2^63 - 1";

/// Why a record is bad, for a person to read.
pub type Reason = String;

impl<'a> Fields<'a> {
    /// The field's value; null when it is absent.
    #[inline]
    pub fn value(self, name: Name) -> Value<'a> {
        self.slots.slot(name).value(self.text, &self.slots.beside)
    }

    /// A string of any length.
    pub fn text(self, name: Name) -> Result<Option<&'a str>, Reason> {
        self.text_inlined(name)
    }

    // What every record has is read where it is wanted: in browsers a call costs about as much as what is done here.

    #[inline(always)]
    pub fn text_inlined(self, name: Name) -> Result<Option<&'a str>, Reason> {
        self.string(name).map_err(|other| expected(name.word(), "a string", other))
    }

    #[inline(always)]
    pub fn required_id_inlined(self, name: Name) -> Result<&'a str, Reason> {
        let mut id = None;
        self.ids([(name, &mut id)], 1)?;
        id.ok_or_else(|| missing(name))
    }

    #[inline(always)]
    pub fn instant_inlined(self, name: Name) -> Result<Option<i64>, Reason> {
        match self.string(name) {
            Ok(None) => Ok(None),
            Ok(Some(text)) => {
                instant::parse(text.as_bytes()).map(Some).ok_or_else(|| no_instant(name, Value::Text(text)))
            }
            Err(value) => as_instant(value).map(Some).ok_or_else(|| no_instant(name, value)),
        }
    }

    /// What is a string, as most values are; else what else it is.
    #[inline(always)]
    fn string(self, name: Name) -> Result<Option<&'a str>, Value<'a>> {
        let slot = self.slots.slot(name);
        match slot.kind {
            Kind::Null => Ok(None),
            Kind::Text => Ok(Some(slot.text(self.text, &self.slots.beside))),
            _ => Err(self.value(name)),
        }
    }

    /// An id or name: 1 to 256 bytes.
    pub fn id(self, name: Name) -> Result<Option<&'a str>, Reason> {
        let mut id = None;
        self.ids([(name, &mut id)], 0).map(|()| id)
    }

    pub fn required_id(self, name: Name) -> Result<&'a str, Reason> {
        self.required_id_inlined(name)
    }

    /// Puts several ids where they belong, those that are there. The first `required` have to be.
    pub fn ids<const N: usize>(self, ids: [(Name, &mut Option<&'a str>); N], required: usize) -> Result<(), Reason> {
        for (i, (name, id)) in ids.into_iter().enumerate() {
            let slot = self.slots.slot(name);
            if slot.kind == Kind::Text && (1..=256).contains(&(slot.end - slot.start)) {
                *id = Some(slot.text(self.text, &self.slots.beside));
            } else if slot.kind != Kind::Null || i < required {
                return Err(self.no_id(name));
            }
        }
        Ok(())
    }

    #[cold]
    fn no_id(self, name: Name) -> Reason {
        match self.value(name) {
            Value::Null => missing(name),
            other => expected(name.word(), "a string of 1 to 256 bytes", other),
        }
    }

    pub fn flag(self, name: Name) -> Result<Option<bool>, Reason> {
        match self.value(name) {
            Value::Null => Ok(None),
            Value::Bool(flag) => Ok(Some(flag)),
            other => Err(expected(name.word(), "true or false", other)),
        }
    }

    pub fn instant(self, name: Name) -> Result<Option<i64>, Reason> {
        self.instant_inlined(name)
    }

    /// A whole number of at least `least`.
    pub fn integer(self, name: Name, least: i64) -> Result<Option<i64>, Reason> {
        match self.value(name) {
            Value::Null => Ok(None),
            value => as_integer(value)
                .filter(|&number| number >= least)
                .map(Some)
                .ok_or_else(|| expected(name.word(), COUNT, value)),
        }
    }

    pub fn micros(self, name: Name) -> Result<Micros, Reason> {
        let value = self.value(name);
        let micros = match value {
            Value::Number(text) => numeral::micros(text),
            Value::Text(text) if numeral::is_plain_decimal(text) => numeral::micros(text),
            _ => None,
        };
        micros.ok_or_else(|| expected(name.word(), "a decimal below 10^12 with at most six places", value))
    }

    /// Which one of a closed set of words.
    pub fn word(self, name: Name, words: &[&str]) -> Result<Option<u8>, Reason> {
        let found = match self.string(name) {
            Ok(None) => return Ok(None),
            Ok(Some(text)) => match words.iter().position(|word| same(word.as_bytes(), text.as_bytes())) {
                Some(which) => return Ok(Some(which as u8)),
                None => Value::Text(text),
            },
            Err(other) => other,
        };
        Err(expected(name.word(), &format!("one of {}", words.join(", ")), found))
    }
}

pub fn is_id(text: &str) -> bool {
    (1..=256).contains(&text.len())
}

pub fn as_instant(value: Value) -> Option<i64> {
    match value {
        Value::Text(text) => instant::parse(text.as_bytes()),
        value => as_integer(value).and_then(instant::in_range),
    }
}

/// A number written without fraction and exponent.
pub fn as_integer(value: Value) -> Option<i64> {
    match value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

#[cold]
fn no_instant(name: Name, found: Value) -> Reason {
    expected(name.word(), "an RFC 3339 instant with offset, or whole milliseconds, from 1970 to 2099", found)
}

#[cold]
pub fn missing(name: Name) -> Reason {
    format!("{}: is missing", name.word())
}

#[cold]
pub fn expected(key: &str, what: &str, found: Value) -> Reason {
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
