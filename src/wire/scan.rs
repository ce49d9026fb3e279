//! Finds where the values of a JSON text begin and end, byte by byte, so that a text can arrive in any chunks. It checks
//! the grammar; what strings hold is for the reader of a record to judge.

/// Follows one JSON text.
#[derive(Debug)]
pub struct Scanner {
    open: Vec<u8>,
    state: State,
    /// In which string state a key is told from a value.
    in_key: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A value must come; after `[` the list may also end.
    Value {
        may_end: bool,
    },
    /// A key must come; after `{` the object may also end.
    Key {
        may_end: bool,
    },
    Colon,
    /// `,` or the end of what is open.
    Next,
    Text,
    Escape,
    Hex(u8),
    Literal(&'static [u8]),
    Number(Digits),
    /// The whole text has been read.
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    Sign,
    Zero,
    Whole,
    Point,
    Fraction,
    Exponent,
    PowerSign,
    Power,
}

/// What a byte did, told of values that lie `depth` deep: 0 is the whole text, 1 its elements or members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Nothing,
    /// A value begins with this byte.
    Begins {
        depth: usize,
    },
    /// A value ends with this byte.
    Ends {
        depth: usize,
    },
    /// A value ended before this byte, which may also have ended the one around it.
    EndedBefore {
        depth: usize,
        ends_around: bool,
    },
    /// A key begins with this byte (its quote).
    Key {
        depth: usize,
    },
}

impl Step {
    /// A value `depth` deep ends with this byte.
    pub fn ends_with(self, depth: usize) -> bool {
        match self {
            Step::Ends { depth: ended } => ended == depth,
            Step::EndedBefore { depth: ended, ends_around } => ends_around && ended == depth + 1,
            _ => false,
        }
    }

    /// A value `depth` deep ended before this byte.
    pub fn ended_before(self, depth: usize) -> bool {
        matches!(self, Step::EndedBefore { depth: ended, .. } if ended == depth)
    }
}

/// The text is not JSON from here on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotJson;

impl Default for Scanner {
    fn default() -> Self {
        Scanner { open: Vec::new(), state: State::Value { may_end: false }, in_key: false }
    }
}

impl Scanner {
    pub fn is_done(&self) -> bool {
        self.state == State::Done
    }

    /// A key has just ended.
    pub fn is_before_colon(&self) -> bool {
        self.state == State::Colon
    }

    pub fn step(&mut self, byte: u8) -> Result<Step, NotJson> {
        let depth = self.open.len();
        let is_space = matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        match self.state {
            State::Text => return self.text(byte),
            State::Escape => {
                self.state = match byte {
                    b'u' => State::Hex(4),
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => State::Text,
                    _ => return Err(NotJson),
                };
            }
            State::Hex(left) => {
                if !byte.is_ascii_hexdigit() {
                    return Err(NotJson);
                }
                self.state = if left == 1 { State::Text } else { State::Hex(left - 1) };
            }
            State::Literal(rest) => {
                if rest.first() != Some(&byte) {
                    return Err(NotJson);
                }
                if rest.len() > 1 {
                    self.state = State::Literal(&rest[1..]);
                } else {
                    return Ok(self.value_ended());
                }
            }
            State::Number(digits) => return self.number(digits, byte),
            _ if is_space => {}
            State::Value { may_end } => return self.begin(byte, may_end),
            State::Key { may_end } => match byte {
                b'"' => {
                    (self.state, self.in_key) = (State::Text, true);
                    return Ok(Step::Key { depth });
                }
                b'}' if may_end => return Ok(self.close()),
                _ => return Err(NotJson),
            },
            State::Colon if byte == b':' => self.state = State::Value { may_end: false },
            State::Next => match (byte, self.open.last()) {
                (b',', Some(b'{')) => self.state = State::Key { may_end: false },
                (b',', Some(b'[')) => self.state = State::Value { may_end: false },
                (b'}', Some(b'{')) | (b']', Some(b'[')) => return Ok(self.close()),
                _ => return Err(NotJson),
            },
            State::Colon | State::Done => return Err(NotJson),
        }
        Ok(Step::Nothing)
    }

    fn begin(&mut self, byte: u8, may_end: bool) -> Result<Step, NotJson> {
        let depth = self.open.len();
        self.state = match byte {
            b']' if may_end => return Ok(self.close()),
            b'{' | b'[' => {
                self.open.push(byte);
                if byte == b'{' { State::Key { may_end: true } } else { State::Value { may_end: true } }
            }
            b'"' => {
                self.in_key = false;
                State::Text
            }
            b't' => State::Literal(b"rue"),
            b'f' => State::Literal(b"alse"),
            b'n' => State::Literal(b"ull"),
            b'-' => State::Number(Digits::Sign),
            b'0' => State::Number(Digits::Zero),
            b'1'..=b'9' => State::Number(Digits::Whole),
            _ => return Err(NotJson),
        };
        Ok(Step::Begins { depth })
    }

    fn text(&mut self, byte: u8) -> Result<Step, NotJson> {
        match byte {
            b'"' if self.in_key => self.state = State::Colon,
            b'"' => return Ok(self.value_ended()),
            b'\\' => self.state = State::Escape,
            0..0x20 => return Err(NotJson),
            _ => {}
        }
        Ok(Step::Nothing)
    }

    fn number(&mut self, digits: Digits, byte: u8) -> Result<Step, NotJson> {
        use Digits::*;
        let next = match (digits, byte) {
            (Sign, b'0') => Zero,
            (Sign, b'1'..=b'9') | (Whole, b'0'..=b'9') => Whole,
            (Zero | Whole, b'.') => Point,
            (Point | Fraction, b'0'..=b'9') => Fraction,
            (Zero | Whole | Fraction, b'e' | b'E') => Exponent,
            (Exponent, b'+' | b'-') => PowerSign,
            (Exponent | PowerSign | Power, b'0'..=b'9') => Power,
            (Zero | Whole | Fraction | Power, _) => {
                let Step::Ends { depth } = self.value_ended() else { return Err(NotJson) };
                let ends_around = matches!(self.step(byte)?, Step::Ends { .. });
                return Ok(Step::EndedBefore { depth, ends_around });
            }
            _ => return Err(NotJson),
        };
        self.state = State::Number(next);
        Ok(Step::Nothing)
    }

    fn close(&mut self) -> Step {
        self.open.pop();
        self.value_ended()
    }

    fn value_ended(&mut self) -> Step {
        self.state = if self.open.is_empty() { State::Done } else { State::Next };
        Step::Ends { depth: self.open.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_json(text: &str) -> bool {
        let mut scanner = Scanner::default();
        text.bytes().all(|byte| scanner.step(byte).is_ok()) && scanner.is_done()
    }

    #[test]
    fn agrees_with_serde_json() {
        for text in [
            "[]",
            "{}",
            "[1, -0.5e+3, true, false, null, \"a\\u00e9\"]",
            "{\"a\": {\"b\": []}, \"c\": 0}",
            "[1",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":1,}",
            "{1:2}",
            "[01]",
            "[1.]",
            "[.5]",
            "[1e]",
            "[tru]",
            "[\"\\x\"]",
            "[\"\t\"]",
            "[1] 2",
            "[}",
            "{]",
            "[1 2]",
            "[nulll]",
            "[-]",
        ] {
            assert_eq!(is_json(text), serde_json::from_str::<serde_json::Value>(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn tells_where_elements_lie() {
        let mut scanner = Scanner::default();
        let steps: Vec<Step> = "[7,\"a\",{}]".bytes().map(|byte| scanner.step(byte).unwrap()).collect();
        assert_eq!(steps[1], Step::Begins { depth: 1 });
        assert_eq!(steps[2], Step::EndedBefore { depth: 1, ends_around: false });
        assert_eq!((steps[3], steps[5]), (Step::Begins { depth: 1 }, Step::Ends { depth: 1 }));
        assert_eq!(
            (steps[7], steps[8], steps[9]),
            (Step::Begins { depth: 1 }, Step::Ends { depth: 1 }, Step::Ends { depth: 0 })
        );
    }
}
