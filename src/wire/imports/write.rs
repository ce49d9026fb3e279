//! Records of an import as NDJSON: each is checked as the engine would check it, and a bad one is set aside.

use super::Output;
use crate::wire::intake::{Reject, reject};
use crate::wire::record::record;
use crate::wire::slots::Slots;
use std::io::{self, Write};

/// Writes good records and keeps the first bad ones.
#[derive(Debug)]
pub struct Writer<W> {
    pub out: W,
    pub written: u64,
    pub rejected: u64,
    pub rejects: Vec<Reject>,
    /// The first thing that went wrong with writing; nothing is written after it.
    pub broken: Option<io::Error>,
    slots: Box<Slots>,
}

impl<W: Write> Writer<W> {
    pub fn new(out: W) -> Writer<W> {
        Writer { out, written: 0, rejected: 0, rejects: Vec::new(), broken: None, slots: Box::default() }
    }
}

impl<W: Write> Output for Writer<W> {
    fn record(&mut self, json: &str) {
        let checked = match self.slots.read(json) {
            Ok(fields) => record(fields, |_| ()),
            Err(fault) => Err(fault.what.to_owned()),
        };
        if let Err(reason) = checked {
            return self.reject(reason, json.as_bytes());
        }
        self.written += 1;
        if self.broken.is_none() {
            self.broken = writeln!(self.out, "{json}").err();
        }
    }

    fn reject(&mut self, reason: String, text: &[u8]) {
        self.rejected += 1;
        reject(&mut self.rejects, self.written + self.rejected, reason, text);
    }
}
