//! Takes one record after the other into the store, and keeps the first bad ones for a person to read.

use super::fields::{Fields, Reason};
use super::record::{Record, record};
use super::slots::Slots;
use crate::engine::store::Store;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How many bad records are kept.
pub const REJECTS_KEPT: usize = 100;
/// Bytes of one record. What is longer is no record but a file without line ends, or an attack.
pub const LONGEST: usize = 16 << 20;
pub const TOO_LONG: &str = "longer than 16 MiB";
const EXCERPT_CHARACTERS: usize = 200;

/// A bad record: its number in the whole stream from 1, why it is bad, and how it begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    pub record: u64,
    pub reason: String,
    pub excerpt: String,
}

/// The store, the bad records beside it, and room for the fields of the record at hand.
#[derive(Debug)]
pub struct Intake<'a> {
    pub store: &'a mut Store,
    pub rejects: &'a mut Vec<Reject>,
    pub slots: &'a mut Slots,
}

impl Intake<'_> {
    /// The record that the first of several lines is, and how long that line is with its end. None, without taking anything,
    /// when it has to be looked at by itself.
    pub fn line(&mut self, lines: &str) -> Option<usize> {
        let (fields, end) = self.slots.line(lines).filter(|(_, end)| *end <= LONGEST)?;
        if let Err(reason) = take(fields, self.store) {
            let line = &lines.as_bytes()[..end];
            self.reject(reason, line.strip_suffix(b"\r").unwrap_or(line));
        }
        Some(end + 1)
    }

    /// A record as JSON text.
    pub fn json(&mut self, bytes: &[u8]) {
        if bytes.len() > LONGEST {
            return self.reject(TOO_LONG.to_owned(), bytes);
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return self.reject("not UTF-8".to_owned(), bytes);
        };
        let taken = match self.slots.read(text) {
            Ok(fields) => take(fields, self.store),
            Err(fault) => Err(format!("{} at byte {}", fault.what, fault.at + 1)),
        };
        if let Err(reason) = taken {
            self.reject(reason, bytes);
        }
    }

    /// A record as the fields that were set; `text` is what an excerpt is taken from.
    pub fn fields<'t>(&mut self, text: impl Fn() -> Cow<'t, [u8]>) {
        if let Err(reason) = take(self.slots.fields(), self.store) {
            self.reject(reason, &text());
        }
    }

    /// A bad record, or a fault in the text around the records, which counts as one.
    #[inline(never)]
    pub fn reject(&mut self, reason: Reason, bytes: &[u8]) {
        self.store.counts.seen += 1;
        self.store.counts.rejected += 1;
        self.store.version += 1;
        reject(self.rejects, self.store.counts.seen, reason, bytes);
    }
}

/// Keeps a bad record, if it is one of the first.
pub fn reject(rejects: &mut Vec<Reject>, record: u64, reason: Reason, bytes: &[u8]) {
    if rejects.len() < REJECTS_KEPT {
        // Four bytes a character at most: a long record is not read whole for its beginning.
        let head = &bytes[..bytes.len().min(EXCERPT_CHARACTERS * 4)];
        let excerpt = String::from_utf8_lossy(head).chars().take(EXCERPT_CHARACTERS).collect();
        rejects.push(Reject { record, reason, excerpt });
    }
}

fn take(fields: Fields, store: &mut Store) -> Result<(), Reason> {
    record(fields, |record| {
        store.counts.seen += 1;
        match record {
            Record::Event(event) => drop(store.push(event)),
            Record::Entity(entity) => store.push_entity(entity),
            Record::Unknown => store.counts.unknown_type += 1,
        }
    })
}
