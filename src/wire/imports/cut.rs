//! Cuts a text that arrives in chunks into its objects: one object over many lines, one a line, or a list of them. A
//! broken one costs itself alone, as far as the text shows where the next begins.

use crate::wire::scan::{Scanner, Step};

/// What of a broken text is kept for a person to read.
const KEPT: usize = 4096;

/// A piece of the text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Whole, as far as its brackets tell.
    Object(&'a [u8]),
    /// No object, and why.
    Broken(&'static str, &'a [u8]),
}

#[derive(Debug, Default)]
pub struct Cutter {
    state: State,
    scanner: Scanner,
    /// The object so far.
    text: Vec<u8>,
    /// The last byte was a line's end, or there was none.
    at_line_start: bool,
    /// Objects have been found that lie on a line: where another line begins with one, the last is over.
    by_line: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between objects.
    #[default]
    Between,
    Object,
    List {
        in_element: bool,
    },
    /// After a fault: until a line begins with an object.
    Lost(&'static str),
}

impl Cutter {
    pub fn push(&mut self, bytes: &[u8], piece: &mut impl FnMut(Piece)) {
        for &byte in bytes {
            self.byte(byte, piece);
            self.at_line_start = byte == b'\n';
        }
    }

    /// The text has ended.
    pub fn finish(&mut self, piece: &mut impl FnMut(Piece)) {
        match self.state {
            State::Between => {}
            State::Object => piece(Piece::Broken("the object has no end", &self.text)),
            State::List { .. } => piece(Piece::Broken("the list has no end", &self.text)),
            State::Lost(what) => piece(Piece::Broken(what, &self.text)),
        }
        *self = Cutter::default();
    }

    fn byte(&mut self, byte: u8, piece: &mut impl FnMut(Piece)) {
        match self.state {
            State::Between => self.begin(byte),
            State::Object => {
                if byte == b'{' && self.at_line_start && self.by_line {
                    piece(Piece::Broken("the object has no end", &self.text));
                    return self.begin(byte);
                }
                let step = self.scanner.step(byte);
                if step.is_err() {
                    return self.lose("not JSON", byte, piece);
                }
                self.text.push(byte);
                if self.scanner.is_done() {
                    self.by_line |= !self.text.contains(&b'\n');
                    piece(Piece::Object(&self.text));
                    self.text.clear();
                    self.state = State::Between;
                }
            }
            State::List { in_element } => self.element(byte, in_element, piece),
            State::Lost(what) => {
                if byte == b'{' && self.at_line_start {
                    piece(Piece::Broken(what, &self.text));
                    return self.begin(byte);
                }
                if self.text.len() < KEPT {
                    self.text.push(byte);
                }
            }
        }
    }

    fn begin(&mut self, byte: u8) {
        self.text.clear();
        self.scanner = Scanner::default();
        self.state = match byte {
            b' ' | b'\t' | b'\n' | b'\r' => State::Between,
            b'{' | b'[' => {
                // An opening bracket is where any value may begin.
                let _ = self.scanner.step(byte);
                if byte == b'{' { State::Object } else { State::List { in_element: false } }
            }
            _ => State::Lost("expected an object"),
        };
        if matches!(self.state, State::Object | State::Lost(_)) {
            self.text.push(byte);
        }
    }

    fn element(&mut self, byte: u8, in_element: bool, piece: &mut impl FnMut(Piece)) {
        let Ok(step) = self.scanner.step(byte) else { return self.lose("the list is broken here", byte, piece) };
        let mut in_element = in_element;
        if step.ended_before(1) {
            in_element = false;
            piece(Piece::Object(&self.text));
            self.text.clear();
        }
        in_element |= step == Step::Begins { depth: 1 };
        if in_element {
            self.text.push(byte);
        }
        if step.ends_with(1) {
            in_element = false;
            piece(Piece::Object(&self.text));
            self.text.clear();
        }
        self.state = if self.scanner.is_done() { State::Between } else { State::List { in_element } };
    }

    fn lose(&mut self, what: &'static str, byte: u8, piece: &mut impl FnMut(Piece)) {
        if byte == b'{' && self.at_line_start {
            piece(Piece::Broken(what, &self.text));
            return self.begin(byte);
        }
        self.text.truncate(KEPT);
        self.text.push(byte);
        self.state = State::Lost(what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whole objects as they are, broken ones with a `!` before them, whatever the chunks.
    fn check(text: &str, expected: &[&str]) {
        for size in [1, 3, 1000] {
            let mut cutter = Cutter::default();
            let mut pieces = Vec::new();
            let mut take = |piece: Piece| {
                let (mark, text) = match piece {
                    Piece::Object(text) => ("", text),
                    Piece::Broken(_, text) => ("!", text),
                };
                pieces.push(format!("{mark}{}", String::from_utf8_lossy(text).trim_end()));
            };
            text.as_bytes().chunks(size).for_each(|chunk| cutter.push(chunk, &mut take));
            cutter.finish(&mut take);
            assert_eq!(pieces, expected, "{text:?} in chunks of {size}");
        }
    }

    #[test]
    fn objects_in_every_form() {
        check("", &[]);
        check("{}\n{\"a\":1}\r\n\n{\"b\":[{}]}", &["{}", "{\"a\":1}", "{\"b\":[{}]}"]);
        check("{\n  \"a\": {\n    \"b\": 1\n  }\n}\n", &["{\n  \"a\": {\n    \"b\": 1\n  }\n}"]);
        check(" [ {\"a\":1} ,{\"b\":2}, 3, \"x\"]\n", &["{\"a\":1}", "{\"b\":2}", "3", "\"x\""]);
        check("[]{\"a\":1}[{}]", &["{\"a\":1}", "{}"]);
    }

    #[test]
    fn a_broken_one_costs_itself() {
        check("{\"a\":1,\n{\"b\":2}\n{\"c\":3}", &["!{\"a\":1,", "{\"b\":2}", "{\"c\":3}"]);
        check("{\"a\":\"x\n{\"b\":2}", &["!{\"a\":\"x", "{\"b\":2}"]);
        check("{}\n{\"a\":\n{\"b\":2}\n{\"c\":3}", &["{}", "!{\"a\":", "{\"b\":2}", "{\"c\":3}"]);
        check("{\n \"a\": tru\n}\n{\n \"b\": 2\n}", &["!{\n \"a\": tru\n}", "{\n \"b\": 2\n}"]);
        check("hello\n{\"a\":1}\n", &["!hello", "{\"a\":1}"]);
        check("{\"a\":1", &["!{\"a\":1"]);
        check("[{\"a\":1},{\"b\":", &["{\"a\":1}", "!{\"b\":"]);
        check("[{\"a\":1},}", &["{\"a\":1}", "!}"]);
    }
}
