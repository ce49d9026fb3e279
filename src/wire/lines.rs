//! NDJSON as it arrives: one record a line, blank lines aside.

use super::intake::{Intake, LONGEST, TOO_LONG};

/// Cuts chunks into lines; only a line that spans chunks is copied.
#[derive(Debug, Default)]
pub struct Lines {
    begun: Vec<u8>,
    /// The line that has begun is longer than a record may be: it is told of, and read past.
    is_long: bool,
}

impl Lines {
    pub fn push(&mut self, mut bytes: &[u8], intake: &mut Intake) {
        if self.is_long || !self.begun.is_empty() {
            let Some(end) = memchr::memchr(b'\n', bytes) else { return self.hold(bytes, intake) };
            if !std::mem::take(&mut self.is_long) {
                self.begun.extend_from_slice(&bytes[..end]);
                line(&self.begun, intake);
            }
            self.begun.clear();
            bytes = &bytes[end + 1..];
        }
        let (whole, begun) = bytes.split_at(memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1));
        lines(whole, intake);
        self.hold(begun, intake);
    }

    // What is not for every line is apart: browsers make a small function fast much sooner than a large one.

    #[inline(never)]
    fn hold(&mut self, bytes: &[u8], intake: &mut Intake) {
        if self.is_long {
            return;
        }
        self.begun.extend_from_slice(bytes);
        if self.begun.len() > LONGEST {
            intake.reject(TOO_LONG.to_owned(), &self.begun);
            (self.begun, self.is_long) = (Vec::new(), true);
        }
    }

    /// The text has ended: the last line may have no end.
    pub fn finish(&mut self, intake: &mut Intake) {
        line(&self.begun, intake);
        self.begun.clear();
    }
}

/// The first of several lines; gives how long it is with its end.
#[inline(never)]
fn by_itself(lines: &[u8], intake: &mut Intake) -> usize {
    let end = memchr::memchr(b'\n', lines).unwrap_or(lines.len());
    line(&lines[..end], intake);
    lines.len().min(end + 1)
}

/// Lines with their ends. A good record says itself where its line ends; any other is cut out to be read by itself.
#[inline(never)]
fn lines(bytes: &[u8], intake: &mut Intake) {
    let (mut from, mut text) = (0, beginning(bytes));
    let mut at = 0;
    while at < bytes.len() {
        if let Some(read) = text.get(at - from..).and_then(|lines| intake.line(lines)) {
            at += read;
            continue;
        }
        at += by_itself(&bytes[at..], intake);
        if at > from + text.len() {
            (from, text) = (at, beginning(&bytes[at..]));
        }
    }
}

/// As much as is UTF-8.
#[inline(never)]
fn beginning(bytes: &[u8]) -> &str {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}

#[inline(never)]
fn line(line: &[u8], intake: &mut Intake) {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if !line.iter().all(is_blank) {
        intake.json(line);
    }
}
