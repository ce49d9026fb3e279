//! Values of JSON that are not built: a value is where it lies in the text.

use super::reader::Reader;

/// A value; numbers, lists and objects are shown as their text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Value<'a> {
    /// Absent, or null, which is the same.
    #[default]
    Null,
    Bool(bool),
    Number(&'a str),
    Text(&'a str),
    List(&'a str),
    Object(&'a str),
}

/// Where a value lies: in the text that was read or, if it had escapes, in a text beside it.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    pub kind: Kind,
    pub is_beside: bool,
    pub start: u32,
    pub end: u32,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Null,
    False,
    True,
    Number,
    Text,
    List,
    Object,
}

impl Slot {
    pub const NULL: Slot = Slot { kind: Kind::Null, is_beside: false, start: 0, end: 0 };

    #[inline]
    pub fn new(kind: Kind, start: usize, end: usize) -> Slot {
        // A `Reader` takes no text whose length does not fit.
        Slot { kind, is_beside: false, start: start as u32, end: end as u32 }
    }

    /// Copies `value` to the end of the text beside.
    pub fn beside(value: Value, beside: &mut String) -> Slot {
        let (kind, text) = match value {
            Value::Null => return Slot::NULL,
            Value::Bool(flag) => return Slot { kind: if flag { Kind::True } else { Kind::False }, ..Slot::NULL },
            Value::Number(text) => (Kind::Number, text),
            Value::Text(text) => (Kind::Text, text),
            Value::List(text) => (Kind::List, text),
            Value::Object(text) => (Kind::Object, text),
        };
        let start = beside.len();
        beside.push_str(text);
        Slot { is_beside: true, ..Slot::new(kind, start, beside.len()) }
    }

    #[inline]
    pub fn text<'a>(self, text: &'a str, beside: &'a str) -> &'a str {
        &(if self.is_beside { beside } else { text })[self.start as usize..self.end as usize]
    }

    #[inline]
    pub fn value<'a>(self, text: &'a str, beside: &'a str) -> Value<'a> {
        match self.kind {
            Kind::Text => Value::Text(self.text(text, beside)),
            Kind::Null => Value::Null,
            Kind::False => Value::Bool(false),
            Kind::True => Value::Bool(true),
            Kind::Number => Value::Number(self.text(text, beside)),
            Kind::List => Value::List(self.text(text, beside)),
            Kind::Object => Value::Object(self.text(text, beside)),
        }
    }
}

/// What is wrong, and at which byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    pub at: usize,
    pub what: &'static str,
}

/// The text is not what it should be; the reader knows what and where.
#[derive(Debug, Clone, Copy)]
pub struct Broken;

/// The elements of a list.
#[derive(Debug)]
pub struct Elements<'a> {
    text: &'a str,
    beside: String,
    slots: Vec<Slot>,
}

impl Elements<'_> {
    pub fn iter(&self) -> impl Iterator<Item = Value<'_>> {
        self.slots.iter().map(|slot| slot.value(self.text, &self.beside))
    }
}

/// The elements of the one list that `text` is.
pub fn elements(text: &str) -> Result<Elements<'_>, Fault> {
    let (mut beside, mut slots) = (String::new(), Vec::new());
    let mut reader = Reader::new(text, &mut beside);
    match reader.list(&mut slots) {
        Ok(()) => Ok(Elements { text, beside, slots }),
        Err(Broken) => Err(reader.fault()),
    }
}

/// The one value that `text` is; `beside` takes what it unescapes to.
pub fn value(text: &str, beside: &mut String) -> Result<Slot, Fault> {
    let mut reader = Reader::new(text, beside);
    reader.whole().map_err(|Broken| reader.fault())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks every field of an object, and shows the values to `each`.
    fn object(text: &str, mut each: impl FnMut(Value)) -> Result<(), Fault> {
        let mut beside = String::new();
        let mut reader = Reader::new(text, &mut beside);
        let mut slots = Vec::new();
        let mut all = || {
            let mut is_more = reader.open()?;
            while is_more {
                reader.key()?;
                slots.push(reader.value()?);
                is_more = reader.goes_on()?;
            }
            reader.end()
        };
        all().map_err(|Broken| reader.fault())?;
        slots.iter().for_each(|slot| each(slot.value(text, &beside)));
        Ok(())
    }

    #[test]
    fn agrees_with_serde_json_on_what_is_an_object() {
        for text in [
            "{}",
            " { } ",
            "{\"a\":1}",
            "{\"a\":-0.5e+3 ,\"b\" : [1,[],{\"c\":[{}]}]}",
            "{\"a\":\"\\u00e9\\ud83d\\ude00\\n\"}",
            "{\"long plain text, more than eight bytes\":\"é… and a \\\" quote\"}",
            "",
            "{",
            "[]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\":01}",
            "{\"a\":1.}",
            "{\"a\":.5}",
            "{\"a\":+1}",
            "{\"a\":1e}",
            "{\"a\":tru}",
            "{\"a\":\"\u{1}\"}",
            "{\"a\":\"\\x\"}",
            "{\"a\":[1,]}",
            "{\"a\":[1}",
            "{\"a\":{\"b\"]}",
            "{\"a\":1}{",
            "{\"a\":1} x",
            "{a:1}",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":\"\\udc00\"}",
            "{\"a\":\"\\ud800\\u0041\"}",
            "{\"a\":\"abc",
            "{\"a\":\"abcdefgh\u{7}\"}",
            "{\"a\":[[\"\\q\"]]}",
            "nul",
            "{\"a\":nulll}",
        ] {
            let theirs = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text);
            assert_eq!(object(text, |_| ()).is_ok(), theirs.is_ok(), "{text}");
        }
    }

    #[test]
    fn shows_values_as_they_are() {
        let text = r#"{"a":"x\ty","b":1.50,"c":[1, 2],"d":{"e":null},"f":true,"g":null}"#;
        let mut values = Vec::new();
        object(text, |value| values.push(format!("{value:?}"))).unwrap();
        let expected = [
            Value::Text("x\ty"),
            Value::Number("1.50"),
            Value::List("[1, 2]"),
            Value::Object("{\"e\":null}"),
            Value::Bool(true),
            Value::Null,
        ];
        assert_eq!(values, expected.map(|value| format!("{value:?}")));
        let elements = elements(r#"[1, "\u0041b"]"#).unwrap();
        assert_eq!(elements.iter().collect::<Vec<_>>(), [Value::Number("1"), Value::Text("Ab")]);
    }

    #[test]
    fn depth_has_no_limit() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(object(&deep, |_| ()).is_ok());
    }
}
