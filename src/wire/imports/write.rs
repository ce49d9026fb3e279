//! Records of an import as NDJSON: each is checked as the engine would check it, and a bad one is set aside.

use super::Output;
use crate::wire::fields::Fields;
use crate::wire::intake::{Reject, reject};
use crate::wire::json;
use crate::wire::record::record;
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
}

impl<W: Write> Writer<W> {
    pub fn new(out: W) -> Writer<W> {
        Writer { out, written: 0, rejected: 0, rejects: Vec::new(), broken: None }
    }
}

impl<W: Write> Output for Writer<W> {
    fn record(&mut self, json: &str) {
        let mut fields = Fields::default();
        let read = json::object(json, |key, value| fields.set(key, value)).map_err(|fault| fault.what.to_owned());
        if let Err(reason) = read.and_then(|()| record(&fields).map(drop)) {
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
