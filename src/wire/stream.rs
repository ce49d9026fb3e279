//! Bytes of one file or page, in chunks as they arrive: unpacks gzip, finds out the form, and hands over the records.

use super::intake::Intake;
use super::json::{self, Value};
use super::lines::Lines;
use super::scan::{Scanner, Step};
use super::table::Table;
use std::io::Write;

/// What is known of the form before the first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    Ndjson,
    Csv,
    /// The first byte that is not blank decides.
    Content,
}

impl Hint {
    /// From a content type or, failing that, from the ending of a name (`.gz` aside).
    pub fn new(content_type: Option<&str>, name: &str) -> Hint {
        let media_type = content_type.unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        let path = name.split(['?', '#']).next().unwrap_or("").to_ascii_lowercase();
        let path = path.strip_suffix(".gz").unwrap_or(&path);
        match media_type.as_str() {
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" => Hint::Ndjson,
            "text/csv" => Hint::Csv,
            _ if path.ends_with(".ndjson") || path.ends_with(".jsonl") => Hint::Ndjson,
            _ if path.ends_with(".csv") => Hint::Csv,
            _ => Hint::Content,
        }
    }
}

/// One file or page on its way in.
#[derive(Debug)]
pub struct Stream {
    hint: Hint,
    /// Bytes whose meaning is not decided yet: the first two, a byte-order mark, a page.
    held: Vec<u8>,
    packed: Option<flate2::write::MultiGzDecoder<Vec<u8>>>,
    form: Form,
    /// Set once gzip is broken: nothing more can be read.
    broken: Option<String>,
}

#[derive(Debug)]
enum Form {
    /// Not even the first two bytes are there.
    Packing,
    /// Unpacked, but the first byte that counts is not there.
    Unknown,
    Lines(Lines),
    Table(Box<Table>),
    List {
        scanner: Scanner,
        element: Vec<u8>,
        in_element: bool,
        done: bool,
    },
    /// One object that may turn out to be a page, held until its end.
    Page {
        scanner: Scanner,
        scanned: usize,
        key: Vec<u8>,
        in_key: bool,
        has_events: bool,
    },
}

impl Stream {
    pub fn new(hint: Hint) -> Stream {
        Stream { hint, held: Vec::new(), packed: None, form: Form::Packing, broken: None }
    }

    pub fn push(&mut self, bytes: &[u8], intake: &mut Intake) {
        if let Form::Packing = self.form {
            self.held.extend_from_slice(bytes);
            if self.held.len() < 2 {
                return;
            }
            let held = std::mem::take(&mut self.held);
            self.start(&held, intake);
            return;
        }
        self.unpack(bytes, intake);
    }

    /// The bytes have ended. `Ok` holds the `next` of a page; `Err` says what is wrong with the file as a whole.
    pub fn finish(mut self, intake: &mut Intake) -> Result<Option<String>, String> {
        if let Form::Packing = self.form {
            let held = std::mem::take(&mut self.held);
            self.start(&held, intake);
        }
        if let Some(mut packed) = self.packed.take()
            && self.broken.is_none()
        {
            if packed.try_finish().is_err() {
                self.broken = Some("the gzip data ends too early".to_owned());
            }
            let rest = std::mem::take(packed.get_mut());
            self.plain(&rest, intake);
        }
        let next = self.end(intake);
        match self.broken {
            Some(fault) => Err(fault),
            None => Ok(next),
        }
    }

    fn start(&mut self, bytes: &[u8], intake: &mut Intake) {
        self.form = Form::Unknown;
        if bytes.starts_with(&[0x1f, 0x8b]) {
            self.packed = Some(flate2::write::MultiGzDecoder::new(Vec::new()));
        }
        self.unpack(bytes, intake);
    }

    fn unpack(&mut self, bytes: &[u8], intake: &mut Intake) {
        let Some(mut packed) = self.packed.take() else { return self.plain(bytes, intake) };
        // In pieces, so that what is unpacked never piles up.
        for piece in bytes.chunks(1 << 16) {
            if self.broken.is_some() {
                break;
            }
            let result = packed.write_all(piece).and_then(|()| packed.flush());
            let unpacked = std::mem::take(packed.get_mut());
            self.plain(&unpacked, intake);
            if let Err(error) = result {
                self.broken = Some(format!("the gzip data is broken: {error}"));
            }
        }
        self.packed = Some(packed);
    }

    fn plain(&mut self, bytes: &[u8], intake: &mut Intake) {
        match &mut self.form {
            Form::Packing | Form::Unknown => {
                self.held.extend_from_slice(bytes);
                self.decide(intake);
            }
            Form::Lines(lines) => lines.push(bytes, intake),
            Form::Table(table) => table.push(bytes, intake),
            Form::List { .. } => self.list(bytes, intake),
            Form::Page { .. } => {
                self.held.extend_from_slice(bytes);
                self.page(intake);
            }
        }
    }

    /// Chooses the form as soon as the first byte that counts is there.
    fn decide(&mut self, intake: &mut Intake) {
        const MARK: &[u8] = &[0xEF, 0xBB, 0xBF];
        if self.held.len() < MARK.len() && MARK.starts_with(&self.held) {
            return;
        }
        let start = if self.held.starts_with(MARK) { MARK.len() } else { 0 };
        let first = self.held[start..].iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).copied();
        self.form = match (self.hint, first) {
            (Hint::Ndjson, _) => Form::Lines(Lines::default()),
            (Hint::Csv, _) => Form::Table(Box::default()),
            (Hint::Content, None) => return,
            (Hint::Content, Some(b'[')) => {
                Form::List { scanner: Scanner::default(), element: Vec::new(), in_element: false, done: false }
            }
            (Hint::Content, Some(b'{')) => Form::Page {
                scanner: Scanner::default(),
                scanned: 0,
                key: Vec::new(),
                in_key: false,
                has_events: false,
            },
            (Hint::Content, Some(_)) => Form::Table(Box::default()),
        };
        let held = self.held.split_off(start);
        self.held.clear();
        self.plain(&held, intake);
    }

    fn list(&mut self, bytes: &[u8], intake: &mut Intake) {
        let Form::List { scanner, element, in_element, done } = &mut self.form else { return };
        for &byte in bytes {
            if *done {
                return;
            }
            let Ok(step) = scanner.step(byte) else {
                let what = if scanner.is_done() { "more text after the list" } else { "the list is broken here" };
                element.push(byte);
                intake.reject(what.to_owned(), element);
                *done = true;
                return;
            };
            if step.ended_before(1) {
                *in_element = false;
                intake.json(element);
                element.clear();
            }
            *in_element |= step == Step::Begins { depth: 1 };
            if *in_element {
                element.push(byte);
            }
            if step.ends_with(1) {
                *in_element = false;
                intake.json(element);
                element.clear();
            }
        }
    }

    /// Looks at what is held of an object: lines as soon as it cannot be a page.
    fn page(&mut self, intake: &mut Intake) {
        let Form::Page { scanner, scanned, key, in_key, has_events } = &mut self.form else { return };
        let mut is_page = true;
        while *scanned < self.held.len() && is_page {
            let byte = self.held[*scanned];
            *scanned += 1;
            match scanner.step(byte) {
                Ok(Step::Key { depth: 1 }) => {
                    *in_key = true;
                    key.clear();
                    continue;
                }
                Ok(Step::Begins { depth: 1 }) => *has_events |= key == b"events" && byte == b'[',
                Ok(_) => {}
                Err(_) => is_page = false,
            }
            if *in_key {
                if byte == b'"' && scanner.is_before_colon() {
                    *in_key = false;
                    is_page = key != b"type";
                } else {
                    key.push(byte);
                }
            }
            if scanner.is_done() && !*has_events {
                is_page = false;
            }
        }
        if !is_page {
            self.form = Form::Lines(Lines::default());
            let held = std::mem::take(&mut self.held);
            self.plain(&held, intake);
        }
    }

    fn end(&mut self, intake: &mut Intake) -> Option<String> {
        match &mut self.form {
            Form::Packing | Form::Unknown => None,
            Form::Lines(lines) => {
                lines.finish(intake);
                None
            }
            Form::Table(table) => {
                table.finish(intake);
                None
            }
            Form::List { scanner, element, done, .. } => {
                if !*done && !scanner.is_done() {
                    intake.reject("the list has no end".to_owned(), element);
                }
                None
            }
            Form::Page { scanner, .. } if scanner.is_done() => page_records(&self.held, intake),
            Form::Page { .. } => {
                let mut lines = Lines::default();
                lines.push(&self.held, intake);
                lines.finish(intake);
                None
            }
        }
    }
}

/// The records of a whole page, in the order of the text, and its `next`.
fn page_records(bytes: &[u8], intake: &mut Intake) -> Option<String> {
    // A byte that is not UTF-8 must spoil its own record alone: the page is cut into elements as bytes.
    let mut next = None;
    for (key, value) in members(bytes) {
        match key {
            b"events" | b"entities" if value.starts_with(b"[") => {
                for element in parts(value) {
                    intake.json(element);
                }
            }
            b"events" | b"entities" if value != b"null" => {
                intake.reject(format!("{}: expected a list", String::from_utf8_lossy(key)), value);
            }
            b"next" => {
                let mut unescaped = String::new();
                next = std::str::from_utf8(value).ok().and_then(|text| {
                    match json::value(text, &mut unescaped).ok()?.value(text, &unescaped) {
                        Value::Text(next) if !next.is_empty() => Some(next.to_owned()),
                        _ => None,
                    }
                });
            }
            _ => {}
        }
    }
    next
}

/// Keys (between their quotes) and values of the object that `bytes` is.
fn members(bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
    let (mut scanner, mut members) = (Scanner::default(), Vec::new());
    let (mut key_start, mut key, mut start) = (0, &bytes[..0], 0);
    let mut in_key = false;
    for (i, &byte) in bytes.iter().enumerate() {
        let step = scanner.step(byte);
        if in_key && byte == b'"' && scanner.is_before_colon() {
            key = &bytes[key_start..i];
            in_key = false;
        }
        match step {
            Ok(Step::Key { depth: 1 }) => (key_start, in_key) = (i + 1, true),
            Ok(Step::Begins { depth: 1 }) => start = i,
            Ok(step) if step.ends_with(1) => members.push((key, &bytes[start..=i])),
            Ok(step) if step.ended_before(1) => members.push((key, &bytes[start..i])),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    members
}

/// The elements of the list that `bytes` is.
fn parts(bytes: &[u8]) -> Vec<&[u8]> {
    let (mut scanner, mut parts, mut start) = (Scanner::default(), Vec::new(), 0);
    for (i, &byte) in bytes.iter().enumerate() {
        match scanner.step(byte) {
            Ok(Step::Begins { depth: 1 }) => start = i,
            Ok(step) if step.ends_with(1) => parts.push(&bytes[start..=i]),
            Ok(step) if step.ended_before(1) => parts.push(&bytes[start..i]),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    parts
}
