//! Reads one JSON object without building it: each field is shown once, borrowing from the text. Everything is checked,
//! fields that nobody wants too. Written by hand because it decides how fast a stream loads.

use std::borrow::Cow;

/// A field's value; numbers, lists and objects are shown as their text.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value<'a> {
    /// Absent, or null, which is the same.
    #[default]
    Null,
    Bool(bool),
    Number(&'a str),
    Text(Cow<'a, str>),
    List(&'a str),
    Object(&'a str),
}

/// What is wrong, and at which byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    pub at: usize,
    pub what: &'static str,
}

/// Shows every field of the one object that `text` is.
pub fn object<'a>(text: &'a str, mut field: impl FnMut(Cow<'a, str>, Value<'a>)) -> Result<(), Fault> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    reader.space();
    if reader.peek() != b'{' {
        let what = if reader.value().is_ok() { "expected an object" } else { "not JSON" };
        return Err(Fault { at: reader.at, what });
    }
    reader.members(&mut field)?;
    reader.end()
}

/// The texts of the elements of the one list that `text` is.
pub fn elements(text: &str) -> Result<Vec<Value<'_>>, Fault> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    let mut elements = Vec::new();
    reader.expect(b'[', "expected a list")?;
    reader.space();
    if reader.peek() == b']' {
        return Ok(elements);
    }
    loop {
        reader.space();
        elements.push(reader.value()?);
        reader.space();
        match reader.next() {
            b',' => {}
            b']' => return Ok(elements),
            _ => return reader.fault("expected , or ]"),
        }
    }
}

/// The one value that `text` is.
pub fn value(text: &str) -> Result<Value<'_>, Fault> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    reader.space();
    let value = reader.value()?;
    reader.end()?;
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn members(&mut self, field: &mut impl FnMut(Cow<'a, str>, Value<'a>)) -> Result<(), Fault> {
        self.expect(b'{', "expected an object")?;
        self.space();
        if self.peek() == b'}' {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.space();
            let key = self.string()?;
            self.space();
            self.expect(b':', "expected :")?;
            self.space();
            let value = self.value()?;
            field(key, value);
            self.space();
            match self.next() {
                b',' => {}
                b'}' => return Ok(()),
                _ => return self.fault("expected , or }"),
            }
        }
    }

    fn value(&mut self) -> Result<Value<'a>, Fault> {
        let start = self.at;
        match self.peek() {
            b'"' => Ok(Value::Text(self.string()?)),
            b'{' => {
                self.nested()?;
                Ok(Value::Object(&self.text[start..self.at]))
            }
            b'[' => {
                self.nested()?;
                Ok(Value::List(&self.text[start..self.at]))
            }
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.literal("true", Value::Bool(true)),
            b'f' => self.literal("false", Value::Bool(false)),
            b'n' => self.literal("null", Value::Null),
            _ => self.fault("expected a value"),
        }
    }

    /// Passes over a list or object of any depth, checking it.
    fn nested(&mut self) -> Result<(), Fault> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.space();
            match self.peek() {
                opening @ (b'{' | b'[') => {
                    self.at += 1;
                    open.push(opening);
                    self.space();
                    let closing = if opening == b'{' { b'}' } else { b']' };
                    if self.peek() != closing {
                        self.key(opening)?;
                        continue;
                    }
                    self.at += 1;
                    open.pop();
                }
                _ => {
                    self.value()?;
                }
            }
            loop {
                let Some(&inner) = open.last() else { return Ok(()) };
                self.space();
                match (self.next(), inner) {
                    (b',', _) => {
                        self.key(inner)?;
                        break;
                    }
                    (b'}', b'{') | (b']', b'[') => {
                        open.pop();
                    }
                    _ => return self.fault("expected , or an end"),
                }
            }
        }
    }

    fn key(&mut self, inside: u8) -> Result<(), Fault> {
        if inside == b'{' {
            self.space();
            self.string()?;
            self.space();
            self.expect(b':', "expected :")?;
        }
        Ok(())
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.expect(b'"', "expected a string")?;
        let start = self.at;
        self.plain();
        match self.peek() {
            b'"' => {
                self.at += 1;
                Ok(Cow::Borrowed(&self.text[start..self.at - 1]))
            }
            b'\\' => self.escaped(start).map(Cow::Owned),
            _ => self.fault(if self.at == self.bytes.len() {
                "a string without end"
            } else {
                "a control character in a string"
            }),
        }
    }

    /// Passes over bytes that stand for themselves, eight at a time.
    fn plain(&mut self) {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const HIGHS: u64 = 0x8080_8080_8080_8080;
        let zero_in = |word: u64| word.wrapping_sub(ONES) & !word;
        while let Some(chunk) = self.bytes.get(self.at..self.at + 8) {
            let word = u64::from_le_bytes(chunk.try_into().expect("eight bytes"));
            let quote = zero_in(word ^ (ONES * u64::from(b'"')));
            let backslash = zero_in(word ^ (ONES * u64::from(b'\\')));
            let control = word.wrapping_sub(ONES * 0x20) & !word;
            let found = (quote | backslash | control) & HIGHS;
            if found != 0 {
                self.at += (found.trailing_zeros() / 8) as usize;
                return;
            }
            self.at += 8;
        }
        while self.bytes.get(self.at).is_some_and(|&byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
            self.at += 1;
        }
    }

    fn escaped(&mut self, start: usize) -> Result<String, Fault> {
        let mut text = self.text[start..self.at].to_owned();
        loop {
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return Ok(text);
                }
                b'\\' => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                _ if self.at == self.bytes.len() => return self.fault("a string without end"),
                byte if byte < 0x20 => return self.fault("a control character in a string"),
                _ => {
                    let from = self.at;
                    self.plain();
                    text.push_str(&self.text[from..self.at]);
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        Ok(match self.next() {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                match unit {
                    0xD800..=0xDBFF => {
                        if self.next() != b'\\' || self.next() != b'u' {
                            return self.fault("a lone surrogate");
                        }
                        let low = self.unit()?;
                        if !(0xDC00..=0xDFFF).contains(&low) {
                            return self.fault("a lone surrogate");
                        }
                        char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)).unwrap_or('\u{FFFD}')
                    }
                    _ => match char::from_u32(unit) {
                        Some(character) => character,
                        None => return self.fault("a lone surrogate"),
                    },
                }
            }
            _ => return self.fault("an unknown escape"),
        })
    }

    fn unit(&mut self) -> Result<u32, Fault> {
        let mut unit = 0;
        for _ in 0..4 {
            match char::from(self.next()).to_digit(16) {
                Some(digit) => unit = unit << 4 | digit,
                None => return self.fault("expected four hexadecimal digits"),
            }
        }
        Ok(unit)
    }

    fn number(&mut self) -> Result<Value<'a>, Fault> {
        let start = self.at;
        self.at += usize::from(self.peek() == b'-');
        match self.next() {
            b'0' => {}
            b'1'..=b'9' => {
                self.digits();
            }
            _ => return self.fault("not a number"),
        }
        if self.peek() == b'.' {
            self.at += 1;
            if self.digits() == 0 {
                return self.fault("not a number");
            }
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), b'+' | b'-'));
            if self.digits() == 0 {
                return self.fault("not a number");
            }
        }
        Ok(Value::Number(&self.text[start..self.at]))
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        self.at - start
    }

    fn literal(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, Fault> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            self.fault("expected a value")
        }
    }

    fn end(&mut self) -> Result<(), Fault> {
        self.space();
        if self.at == self.bytes.len() { Ok(()) } else { self.fault("more text after the value") }
    }

    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    /// The byte here; 0, which is nowhere allowed, at the end.
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn next(&mut self) -> u8 {
        let byte = self.peek();
        self.at += usize::from(self.at < self.bytes.len());
        byte
    }

    fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), Fault> {
        if self.peek() == byte {
            self.at += 1;
            Ok(())
        } else {
            self.fault(what)
        }
    }

    fn fault<T>(&self, what: &'static str) -> Result<T, Fault> {
        Err(Fault { at: self.at, what })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Result<Vec<(String, Value<'_>)>, Fault> {
        let mut fields = Vec::new();
        object(text, |key, value| fields.push((key.into_owned(), value))).map(|()| fields)
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
            assert_eq!(fields(text).is_ok(), theirs.is_ok(), "{text}");
        }
    }

    #[test]
    fn shows_values_as_they_are() {
        let text = r#"{"a":"x\ty","b":1.50,"c":[1, 2],"d":{"e":null},"f":true,"g":null}"#;
        let values: Vec<Value> = fields(text).unwrap().into_iter().map(|(_, value)| value).collect();
        let expected = [
            Value::Text("x\ty".into()),
            Value::Number("1.50"),
            Value::List("[1, 2]"),
            Value::Object("{\"e\":null}"),
            Value::Bool(true),
            Value::Null,
        ];
        assert_eq!(values, expected);
        assert_eq!(elements("[1, 2]").unwrap(), [Value::Number("1"), Value::Number("2")]);
    }

    #[test]
    fn depth_has_no_limit() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(fields(&deep).is_ok());
    }
}
