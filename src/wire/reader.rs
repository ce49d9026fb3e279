//! Reads JSON where it lies. Everything is checked, what nobody wants too. Written by hand because it decides how fast a
//! stream loads.

mod escape;

use super::json::{Broken, Fault, Kind, Slot};
use super::lanes;
use super::names::{self, Head};

/// A place in a text, and what was found wrong there.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    pub at: usize,
    beside: &'a mut String,
    what: &'static str,
    /// What a line ends with is space, unless the text is lines.
    line_end: u8,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str, beside: &'a mut String) -> Reader<'a> {
        if u32::try_from(text.len()).is_err() {
            return Reader { text: "", bytes: b"", at: 0, beside, what: "4 GiB or more", line_end: b'\n' };
        }
        Reader { text, bytes: text.as_bytes(), at: 0, beside, what: "", line_end: b'\n' }
    }

    /// Reads the first of several lines.
    pub fn line(text: &'a str, beside: &'a mut String) -> Reader<'a> {
        Reader { line_end: b' ', ..Reader::new(text, beside) }
    }

    pub fn fault(&self) -> Fault {
        Fault { at: self.at, what: self.what }
    }

    /// The text of a string that was read here.
    pub fn text(&self, slot: Slot) -> &str {
        slot.text(self.text, self.beside)
    }

    /// Goes into an object that begins with a key, without space, as most do; else does nothing.
    #[inline(always)]
    pub fn open_plain(&mut self) -> bool {
        let is_plain = self.bytes.get(self.at..self.at + 2) == Some(br#"{""#);
        self.at += usize::from(is_plain);
        is_plain
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

    /// A key and its colon.
    pub fn key(&mut self) -> Result<Slot, Broken> {
        let key = self.string()?;
        self.space();
        self.expect(b':', "expected :")?;
        Ok(key)
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

    pub fn list(&mut self, slots: &mut Vec<Slot>) -> Result<(), Broken> {
        self.expect(b'[', "expected a list")?;
        self.space();
        if self.peek() == b']' {
            return Ok(());
        }
        loop {
            slots.push(self.value()?);
            self.space();
            match self.next() {
                b',' => {}
                b']' => return Ok(()),
                _ => return self.broken("expected , or ]"),
            }
        }
    }

    /// The one value that the text is.
    pub fn whole(&mut self) -> Result<Slot, Broken> {
        let value = self.value()?;
        self.end()?;
        Ok(value)
    }

    #[inline]
    pub fn value(&mut self) -> Result<Slot, Broken> {
        self.space();
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
                        self.key_inside(opening)?;
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
                        self.key_inside(inner)?;
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

    fn key_inside(&mut self, inside: u8) -> Result<(), Broken> {
        if inside == b'{' {
            self.space();
            self.key()?;
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
        self.at = plain(self.bytes, self.at);
    }

    /// The bytes from a place on, to be compared with keys; none near the end.
    #[inline]
    pub fn head(&self, at: usize) -> Option<Head> {
        self.bytes.get(at..)?.first_chunk().map(names::head)
    }

    /// A value that is a plain string, which most are, where the text goes on after it, and whether with another key. None,
    /// and nothing passed over, where anything else is.
    #[inline]
    pub fn plain_value(&self, at: usize) -> Option<(Slot, usize, bool)> {
        let quote = if self.byte(at) == b'"' { at } else { self.after_space(at) };
        let end = plain(self.bytes, quote + 1);
        if self.byte(quote) != b'"' || self.byte(end) != b'"' {
            return None;
        }
        let value = Slot::new(Kind::Text, quote + 1, end);
        if let Some(br#"",""#) = self.bytes.get(end..end + 3) {
            return Some((value, end + 2, true));
        }
        let next = self.after_space(end + 1);
        match self.byte(next) {
            b',' => Some((value, self.after_space(next + 1), true)),
            b'}' => Some((value, next + 1, false)),
            _ => None,
        }
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

    /// Nothing but space follows.
    pub fn end(&mut self) -> Result<(), Broken> {
        self.space();
        if self.at == self.bytes.len() { Ok(()) } else { self.broken("more text after the value") }
    }

    /// Where the line ends, if nothing but space comes before that.
    pub fn end_of_line(&self) -> Option<usize> {
        let end = self.after_space(self.at);
        (self.byte(end) == b'\n').then_some(end)
    }

    #[inline]
    fn space(&mut self) {
        self.at = self.after_space(self.at);
    }

    #[inline]
    fn after_space(&self, mut at: usize) -> usize {
        while self.byte(at) <= b' ' && self.is_space(at) {
            at += 1;
        }
        at
    }

    fn is_space(&self, at: usize) -> bool {
        matches!(self.byte(at), b' ' | b'\t' | b'\r') || self.byte(at) == self.line_end
    }

    #[inline]
    fn peek(&self) -> u8 {
        self.byte(self.at)
    }

    /// A byte; 0, which is nowhere allowed, at the end.
    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
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

/// Where the bytes that stand for themselves in a string end.
#[inline]
fn plain(bytes: &[u8], mut at: usize) -> usize {
    while let Some(lanes) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        if let Some(special) = lanes::special(lanes) {
            return at + special;
        }
        // Not by what was found: the next bytes are fetched without waiting for it.
        at += lanes.len();
    }
    while bytes.get(at).is_some_and(|&byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
        at += 1;
    }
    at
}
