//! A foreign object, its values taken as generously as its writer wrote them. Numbers may be texts, ids numbers,
//! instants ISO 8601 or seconds since 1970; empty texts are absent.

use crate::engine::instant;
use crate::wire::fields::is_id;
use crate::wire::json::{self, Broken, Fault};
use crate::wire::numeral;
use crate::wire::reader::Reader;
use std::cell::RefCell;

/// A value; numbers, lists and objects are shown as their text.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Absent, or null, which is the same.
    #[default]
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(String),
    Object(String),
}

impl Value {
    /// Null, or a text with nothing in it.
    fn is_absent(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

impl From<json::Value<'_>> for Value {
    fn from(value: json::Value) -> Value {
        match value {
            json::Value::Null => Value::Null,
            json::Value::Bool(flag) => Value::Bool(flag),
            json::Value::Number(text) => Value::Number(text.to_owned()),
            json::Value::Text(text) => Value::Text(text.to_owned()),
            json::Value::List(text) => Value::List(text.to_owned()),
            json::Value::Object(text) => Value::Object(text.to_owned()),
        }
    }
}

/// The members of one object. What it holds that cannot be read as asked for is noted in `faults`.
#[derive(Debug, Default)]
pub struct Object {
    members: Vec<(String, Value)>,
    faults: RefCell<Vec<String>>,
}

/// More do not tell a person more.
const FAULTS_KEPT: usize = 20;

const ABSENT: &Value = &Value::Null;

/// The elements of the one list that `text` is.
pub fn elements(text: &str) -> Option<Vec<Value>> {
    json::elements(text).ok().map(|elements| elements.iter().map(Value::from).collect())
}

impl Object {
    pub fn read(text: &str) -> Result<Object, Fault> {
        let (mut beside, mut slots) = (String::new(), Vec::new());
        let mut reader = Reader::new(text, &mut beside);
        let mut all = || {
            let mut is_more = reader.open()?;
            while is_more {
                let key = reader.key()?;
                let key = reader.text(key).to_owned();
                slots.push((key, reader.value()?));
                is_more = reader.goes_on()?;
            }
            reader.end()
        };
        if let Err(Broken) = all() {
            return Err(reader.fault());
        }
        let members = slots.into_iter().map(|(key, slot)| (key, slot.value(text, &beside).into())).collect();
        Ok(Object { members, faults: RefCell::default() })
    }

    /// The member's value; null when it is absent.
    pub fn value(&self, key: &str) -> &Value {
        self.members.iter().rev().find(|(name, _)| name == key).map_or(ABSENT, |(_, value)| value)
    }

    pub fn has(&self, key: &str) -> bool {
        !self.value(key).is_absent()
    }

    pub fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.has(key))
    }

    /// A text, or a number's digits.
    pub fn text(&self, key: &str) -> Option<String> {
        self.take(key, "a text", as_text)
    }

    /// The first of these that is there.
    pub fn first_text(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.text(key))
    }

    /// A whole number or a text of 1 to 256 bytes.
    pub fn id(&self, key: &str) -> Option<String> {
        self.take(key, "a whole number, or a text of at most 256 bytes", as_id)
    }

    /// Seconds, or a number of things: at least 0, rounded to a whole number.
    pub fn count(&self, key: &str) -> Option<i64> {
        self.take(key, "a number of at least 0", as_count)
    }

    pub fn integer(&self, key: &str) -> Option<i64> {
        self.take(key, "a whole number", |value| digits(value)?.parse().ok())
    }

    pub fn number(&self, key: &str) -> Option<f64> {
        self.take(key, "a number", as_number)
    }

    /// Milliseconds since 1970. 0 stands for none.
    pub fn instant(&self, key: &str) -> Option<i64> {
        match self.value(key) {
            value if digits(value).is_some_and(|digits| digits == "0") => None,
            _ => self.take(key, "an instant, ISO 8601 or in seconds since 1970, before 2100", as_instant),
        }
    }

    pub fn flag(&self, key: &str) -> Option<bool> {
        self.take(key, "true or false", |value| match value {
            Value::Bool(flag) => Some(*flag),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        })
    }

    /// The object under a key; an empty one when there is none.
    pub fn object(&self, key: &str) -> Object {
        self.take(key, "an object", |value| match value {
            Value::Object(text) => Object::read(text).ok(),
            _ => None,
        })
        .unwrap_or_default()
    }

    /// The elements of the list under a key.
    pub fn list(&self, key: &str) -> Vec<Value> {
        self.take(key, "a list", |value| match value {
            Value::List(text) => elements(text),
            _ => None,
        })
        .unwrap_or_default()
    }

    /// What there is under a key: the elements of a list, or one value.
    pub fn one_or_more(&self, key: &str) -> Vec<Value> {
        let found = match self.value(key) {
            Value::List(_) => self.list(key),
            one => vec![one.clone()],
        };
        found.into_iter().filter(|value| !value.is_absent()).collect()
    }

    /// The objects in the list under a key, each with what it was read from; nulls are passed over.
    pub fn objects(&self, key: &str) -> Vec<(Object, String)> {
        let read = |element: Value| match element {
            Value::Null => None,
            Value::Object(text) => Object::read(&text).ok().map(|object| (object, text)),
            other => {
                self.fault(expected(key, "a list of objects", &other));
                None
            }
        };
        self.list(key).into_iter().filter_map(read).collect()
    }

    /// Notes what is wrong with a part of this object.
    pub fn fault(&self, what: String) {
        let mut faults = self.faults.borrow_mut();
        // A member may be looked at more than once, and a long list may be wrong throughout.
        if faults.len() < FAULTS_KEPT && !faults.contains(&what) {
            faults.push(what);
        }
    }

    /// What must be there; when nothing else is known to be wrong, it is missing.
    pub fn required<T>(&self, key: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && self.faults.borrow().is_empty() {
            self.fault(format!("{key}: is missing"));
        }
        value
    }

    /// Takes over what was found wrong with an object inside this one.
    pub fn adopt(&self, key: &str, inner: &Object) {
        inner.faults.take().into_iter().for_each(|fault| self.fault(format!("{key}.{fault}")));
    }

    /// What was found wrong so far, as one reason.
    pub fn faults(&self) -> Option<String> {
        let faults = self.faults.take();
        (!faults.is_empty()).then(|| faults.join("; "))
    }

    fn take<T>(&self, key: &str, what: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let value = self.value(key);
        if value.is_absent() {
            return None;
        }
        let read = read(value);
        if read.is_none() {
            self.fault(expected(key, what, value));
        }
        read
    }
}

fn expected(key: &str, what: &str, found: &Value) -> String {
    let found = match found {
        Value::Null => "nothing".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(text) | Value::List(text) | Value::Object(text) => short(text).to_owned(),
        Value::Text(text) => format!("{:?}", short(text)),
    };
    format!("{key}: expected {what}, found {found}")
}

/// So much of a text that a person knows it again.
pub fn short(text: &str) -> &str {
    text.char_indices().nth(60).map_or(text, |(end, _)| &text[..end])
}

pub fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.clone()),
        _ => None,
    }
}

fn as_id(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) if number.bytes().any(|byte| !byte.is_ascii_digit()) => None,
        value => as_text(value).filter(|text| is_id(text)),
    }
}

fn as_count(value: &Value) -> Option<i64> {
    let number = as_number(value)?;
    (0.0..9e15).contains(&number).then(|| number.round() as i64)
}

fn as_number(value: &Value) -> Option<f64> {
    numeral::double(digits(value)?).filter(|number| number.is_finite())
}

fn digits(value: &Value) -> Option<&str> {
    match value {
        Value::Number(number) => Some(number),
        Value::Text(text) => Some(text.trim()).filter(|text| text.ends_with(|end: char| end.is_ascii_digit())),
        _ => None,
    }
}

/// ISO 8601 in its usual spellings, or seconds since 1970; a number too large for seconds before 2100 is milliseconds.
pub fn as_instant(value: &Value) -> Option<i64> {
    if let Some(number) = as_number(value) {
        let ms = if number < (instant::END_OF_TIME / 1000) as f64 { (number * 1000.0).round() } else { number };
        return instant::in_range(ms.clamp(-1.0, 1e15) as i64);
    }
    match value {
        Value::Text(text) => iso(text.trim()),
        _ => None,
    }
}

/// RFC 3339, and what ISO 8601 allows beside it: no seconds, a comma, an offset without colon or minutes, or none,
/// which is taken as UTC.
fn iso(text: &str) -> Option<i64> {
    if let Some(at) = instant::parse(text.as_bytes()) {
        return Some(at);
    }
    if !text.is_ascii() || text.len() < 16 {
        return None;
    }
    let (date, rest) = text.split_at(10);
    let (separator, rest) = rest.split_at(1);
    let rest = rest.strip_suffix("UTC").unwrap_or(rest).trim_end();
    let end = rest.find(['Z', 'z', '+', '-', ' ']).unwrap_or(rest.len());
    let (time, offset) = rest.split_at(end);
    let seconds = if time.len() == 5 { ":00" } else { "" };
    let offset = match offset.trim().split_at_checked(3) {
        _ if offset.trim().is_empty() => "Z".to_owned(),
        Some((hours, "")) => format!("{hours}:00"),
        Some((hours, minutes)) if !minutes.starts_with(':') => format!("{hours}:{minutes}"),
        _ => offset.trim().to_owned(),
    };
    let time = time.replace(',', ".");
    instant::parse(format!("{date}{separator}{time}{seconds}{offset}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_in_many_spellings() {
        let at = 1_767_600_000_000;
        for (text, expected) in [
            ("1767600000", Some(at)),
            ("\"1767600000\"", Some(at)),
            ("1767600000.25", Some(at + 250)),
            ("1767600000000", Some(at)),
            ("\"2026-01-05T08:00:00Z\"", Some(at)),
            ("\"2026-01-05T08:00:00\"", Some(at)),
            ("\"2026-01-05 08:00:00 UTC\"", Some(at)),
            ("\"2026-01-05T15:00:00+0700\"", Some(at)),
            ("\"2026-01-05T15:00+07\"", Some(at)),
            ("\"2026-01-05 15:00:00 +0700\"", Some(at)),
            ("\"2026-01-05T08:00:00,250Z\"", Some(at + 250)),
            ("\"2026-01-05\"", None),
            ("\"yesterday\"", None),
            ("\"é26-01-05T08:00:00\"", None),
            ("-5", None),
            ("1e300", None),
            ("true", None),
            ("{}", None),
        ] {
            let value = elements(&format!("[{text}]")).unwrap().remove(0);
            assert_eq!(as_instant(&value), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_noted() {
        let text = r#"{"a":"x","b":-1,"c":"","d":null,"e":"12.6","f":0,"g":[1],"h":7,"i":1.5}"#;
        let object = Object::read(text).unwrap();
        assert_eq!((object.count("a"), object.count("b"), object.count("e")), (None, None, Some(13)));
        assert_eq!((object.text("c"), object.text("d"), object.instant("f")), (None, None, None));
        assert_eq!((object.objects("g").len(), object.id("h"), object.id("i")), (0, Some("7".to_owned()), None));
        let faults = object.faults().unwrap();
        assert_eq!(faults.split("; ").count(), 4, "{faults}");
        assert!(faults.starts_with("a: expected a number of at least 0, found \"x\""), "{faults}");
        assert_eq!(object.faults(), None);
    }
}
