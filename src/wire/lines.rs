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
    pub fn push(&mut self, bytes: &[u8], intake: &mut Intake) {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            if std::mem::take(&mut self.is_long) {
                self.begun.clear();
            } else if self.begun.is_empty() {
                line(&bytes[start..end], intake);
            } else {
                self.begun.extend_from_slice(&bytes[start..end]);
                line(&self.begun, intake);
                self.begun.clear();
            }
            start = end + 1;
        }
        if self.is_long {
            return;
        }
        self.begun.extend_from_slice(&bytes[start..]);
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

fn line(line: &[u8], intake: &mut Intake) {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if !line.iter().all(is_blank) {
        intake.json(line);
    }
}
