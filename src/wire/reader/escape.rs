//! Strings in which something does not stand for itself: seldom, so not where the rest has to be fast.

use super::Reader;
use crate::wire::json::{Broken, Kind, Slot};

impl Reader<'_> {
    /// The rest of a string in which something does not stand for itself; it unescapes to the text beside.
    pub(super) fn escaped(&mut self, start: usize) -> Result<Slot, Broken> {
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
}
