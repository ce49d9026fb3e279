//! NDJSON as it arrives: one record a line, blank lines aside.

use super::intake::Intake;

/// Cuts chunks into lines; only a line that spans chunks is copied.
#[derive(Debug, Default)]
pub struct Lines {
    begun: Vec<u8>,
}

impl Lines {
    pub fn push(&mut self, bytes: &[u8], intake: &mut Intake) {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            if self.begun.is_empty() {
                line(&bytes[start..end], intake);
            } else {
                self.begun.extend_from_slice(&bytes[start..end]);
                line(&self.begun, intake);
                self.begun.clear();
            }
            start = end + 1;
        }
        self.begun.extend_from_slice(&bytes[start..]);
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
