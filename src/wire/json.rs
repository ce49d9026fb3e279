//! Reads JSON without building it: a value is where it lies in the text. Everything is checked, what nobody wants too.
//! Written by hand because it decides how fast a stream loads.

use super::lanes;

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
    kind: Kind,
    is_beside: bool,
    start: u32,
    end: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
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

    fn new(kind: Kind, start: usize, end: usize) -> Slot {
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

/// A key in its quotes, ready to be compared with a text at once.
#[derive(Debug)]
pub struct Key {
    words: [u64; 3],
    masks: [u64; 3],
    len: usize,
}

impl Key {
    const LONGEST: usize = 24;

    /// A key too long to be compared at once is never found.
    pub const fn new(quoted: &str) -> Key {
        let (bytes, mut words, mut masks) = (quoted.as_bytes(), [0; 3], [0; 3]);
        let mut i = 0;
        while i < bytes.len() && i < Self::LONGEST {
            words[i / 8] |= (bytes[i] as u64) << (i % 8 * 8);
            masks[i / 8] |= 0xff << (i % 8 * 8);
            i += 1;
        }
        if bytes.len() > Self::LONGEST {
            (words, masks) = ([1; 3], [0; 3]);
        }
        Key { words, masks, len: bytes.len() }
    }

    #[inline]
    fn is_at(&self, bytes: &[u8; Self::LONGEST]) -> bool {
        let word = |at: usize| {
            let mut word = [0; 8];
            word.copy_from_slice(&bytes[at..at + 8]);
            u64::from_le_bytes(word)
        };
        word(0) & self.masks[0] == self.words[0]
            && word(8) & self.masks[1] == self.words[1]
            && word(16) & self.masks[2] == self.words[2]
    }
}

/// What is wrong, and at which byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    pub at: usize,
    pub what: &'static str,
}

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

/// The text is not what it should be; the reader knows what and where.
#[derive(Debug, Clone, Copy)]
pub struct Broken;

/// A place in a text, and what was found wrong there.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    beside: &'a mut String,
    what: &'static str,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str, beside: &'a mut String) -> Reader<'a> {
        if u32::try_from(text.len()).is_err() {
            return Reader { text: "", bytes: b"", at: 0, beside, what: "4 GiB or more" };
        }
        Reader { text, bytes: text.as_bytes(), at: 0, beside, what: "" }
    }

    pub fn fault(&self) -> Fault {
        Fault { at: self.at, what: self.what }
    }

    /// The text of a string that was read here.
    pub fn text(&self, slot: Slot) -> &str {
        slot.text(self.text, self.beside)
    }

    /// Goes into the one object that the text is. False when it is empty, and then passed over.
    pub fn open(&mut self) -> Result<bool, Broken> {
        self.space();
        if self.peek() != b'{' {
            let what = if self.value().is_ok() { "expected an object" } else { "not JSON" };
            return self.broken(what);
        }
        self.at += 1;
        self.space();
        let is_empty = self.peek() == b'}';
        self.at += usize::from(is_empty);
        Ok(!is_empty)
    }

    /// Passes over a key if it is the one that is expected here.
    #[inline]
    pub fn is_key(&mut self, key: &Key) -> bool {
        let Some(bytes) = self.bytes[self.at..].first_chunk() else { return false };
        let is_here = key.is_at(bytes);
        self.at += if is_here { key.len } else { 0 };
        is_here
    }

    /// What a key stands for: its value, after the colon.
    #[inline]
    pub fn of_key(&mut self) -> Result<Slot, Broken> {
        self.space();
        self.expect(b':', "expected :")?;
        self.space();
        self.value()
    }

    /// After a value of an object: whether another key follows.
    #[inline]
    pub fn goes_on(&mut self) -> Result<bool, Broken> {
        self.space();
        match self.next() {
            b',' => {
                self.space();
                Ok(true)
            }
            b'}' => Ok(false),
            _ => self.broken("expected , or }"),
        }
    }

    fn list(&mut self, slots: &mut Vec<Slot>) -> Result<(), Broken> {
        self.expect(b'[', "expected a list")?;
        self.space();
        if self.peek() == b']' {
            return Ok(());
        }
        loop {
            self.space();
            slots.push(self.value()?);
            self.space();
            match self.next() {
                b',' => {}
                b']' => return Ok(()),
                _ => return self.broken("expected , or ]"),
            }
        }
    }

    fn whole(&mut self) -> Result<Slot, Broken> {
        self.space();
        let value = self.value()?;
        self.end()?;
        Ok(value)
    }

    #[inline]
    fn value(&mut self) -> Result<Slot, Broken> {
        if self.peek() == b'"' { self.string() } else { self.other() }
    }

    /// A value that is no string.
    fn other(&mut self) -> Result<Slot, Broken> {
        let start = self.at;
        match self.peek() {
            opening @ (b'{' | b'[') => {
                let kept = self.beside.len();
                self.nested()?;
                // What is inside is shown as its text.
                self.beside.truncate(kept);
                let kind = if opening == b'{' { Kind::Object } else { Kind::List };
                Ok(Slot::new(kind, start, self.at))
            }
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.literal("true", Kind::True),
            b'f' => self.literal("false", Kind::False),
            b'n' => self.literal("null", Kind::Null),
            _ => self.broken("expected a value"),
        }
    }

    /// Passes over a list or object of any depth, checking it.
    fn nested(&mut self) -> Result<(), Broken> {
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
                    _ => return self.broken("expected , or an end"),
                }
            }
        }
    }

    fn key(&mut self, inside: u8) -> Result<(), Broken> {
        if inside == b'{' {
            self.space();
            self.string()?;
            self.space();
            self.expect(b':', "expected :")?;
        }
        Ok(())
    }

    #[inline]
    pub fn string(&mut self) -> Result<Slot, Broken> {
        self.expect(b'"', "expected a string")?;
        let start = self.at;
        self.plain();
        let end = self.at;
        if self.peek() == b'"' {
            self.at += 1;
            return Ok(Slot::new(Kind::Text, start, end));
        }
        self.escaped(start)
    }

    /// Passes over bytes that stand for themselves.
    #[inline]
    fn plain(&mut self) {
        while let Some(bytes) = self.bytes[self.at..].first_chunk() {
            let plain = lanes::plain(bytes);
            self.at += plain;
            if plain < bytes.len() {
                return;
            }
        }
        while self.bytes.get(self.at).is_some_and(|&byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
            self.at += 1;
        }
    }

    /// The rest of a string in which something does not stand for itself; it unescapes to the text beside.
    fn escaped(&mut self, start: usize) -> Result<Slot, Broken> {
        let begin = self.beside.len();
        let mut from = start;
        loop {
            match self.peek() {
                b'"' | b'\\' => {
                    self.beside.push_str(&self.text[from..self.at]);
                    if self.next() == b'"' {
                        break;
                    }
                    let character = self.escape()?;
                    self.beside.push(character);
                    from = self.at;
                }
                _ if self.at == self.bytes.len() => return self.broken("a string without end"),
                byte if byte < 0x20 => return self.broken("a control character in a string"),
                _ => self.plain(),
            }
        }
        Ok(Slot { is_beside: true, ..Slot::new(Kind::Text, begin, self.beside.len()) })
    }

    fn escape(&mut self) -> Result<char, Broken> {
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
                            return self.broken("a lone surrogate");
                        }
                        let low = self.unit()?;
                        if !(0xDC00..=0xDFFF).contains(&low) {
                            return self.broken("a lone surrogate");
                        }
                        char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)).unwrap_or('\u{FFFD}')
                    }
                    _ => match char::from_u32(unit) {
                        Some(character) => character,
                        None => return self.broken("a lone surrogate"),
                    },
                }
            }
            _ => return self.broken("an unknown escape"),
        })
    }

    fn unit(&mut self) -> Result<u32, Broken> {
        let mut unit = 0;
        for _ in 0..4 {
            match char::from(self.next()).to_digit(16) {
                Some(digit) => unit = unit << 4 | digit,
                None => return self.broken("expected four hexadecimal digits"),
            }
        }
        Ok(unit)
    }

    fn number(&mut self) -> Result<Slot, Broken> {
        let start = self.at;
        self.at += usize::from(self.peek() == b'-');
        match self.next() {
            b'0' => {}
            b'1'..=b'9' => {
                self.digits();
            }
            _ => return self.broken("not a number"),
        }
        if self.peek() == b'.' {
            self.at += 1;
            if self.digits() == 0 {
                return self.broken("not a number");
            }
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), b'+' | b'-'));
            if self.digits() == 0 {
                return self.broken("not a number");
            }
        }
        Ok(Slot::new(Kind::Number, start, self.at))
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        self.at - start
    }

    fn literal(&mut self, word: &str, kind: Kind) -> Result<Slot, Broken> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(Slot { kind, ..Slot::NULL })
        } else {
            self.broken("expected a value")
        }
    }

    pub fn end(&mut self) -> Result<(), Broken> {
        self.space();
        if self.at == self.bytes.len() { Ok(()) } else { self.broken("more text after the value") }
    }

    #[inline]
    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    /// The byte here; 0, which is nowhere allowed, at the end.
    #[inline]
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    #[inline]
    fn next(&mut self) -> u8 {
        let byte = self.peek();
        self.at += usize::from(self.at < self.bytes.len());
        byte
    }

    #[inline]
    fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), Broken> {
        if self.peek() == byte {
            self.at += 1;
            Ok(())
        } else {
            self.broken(what)
        }
    }

    #[cold]
    fn broken<T>(&mut self, what: &'static str) -> Result<T, Broken> {
        if self.what.is_empty() {
            self.what = what;
        }
        Err(Broken)
    }
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
                reader.string()?;
                slots.push(reader.of_key()?);
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
