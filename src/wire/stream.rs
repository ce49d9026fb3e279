//! Bytes of one file or page, in chunks as they arrive: unpacks gzip, finds out the form, and hands over the records.

use super::gunzip::Gunzip;
use super::imports::{Foreign, Shared};
use super::intake::{Intake, LONGEST};
use super::lines::Lines;
use super::page::page_records;
use super::scan::{Scanner, Step};
use super::table::Table;

/// What is known of the form before the first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    Ndjson,
    Csv,
    /// Records, a list or a page, but no table.
    Json,
    /// The first byte that is not blank decides.
    Content,
}

impl Hint {
    /// From a format that somebody has named.
    pub fn named(format: &str) -> Option<Hint> {
        match format {
            "ndjson" => Some(Hint::Ndjson),
            "json" => Some(Hint::Json),
            "csv" => Some(Hint::Csv),
            _ => None,
        }
    }

    /// From a content type or, failing that, from the ending of a file's name or an address (`.gz` aside).
    pub fn new(content_type: Option<&str>, name: &str) -> Hint {
        let media_type = content_type.unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        // A file's own name may have these characters.
        let is_address = name.split_once(':').is_some_and(|(_, rest)| rest.starts_with("//"));
        let end = if is_address { name.find(['?', '#']) } else { None };
        let path = name[..end.unwrap_or(name.len())].to_ascii_lowercase();
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
    packed: Option<Box<Gunzip>>,
    /// What the bytes are for, until the form is decided.
    import: Option<Shared>,
    form: Form,
    /// Set once nothing more can be read.
    broken: Option<Broken>,
    /// How many bytes there were, unpacked.
    plain_bytes: u64,
}

/// What is wrong with a file as a whole; what came before counts all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// `E_TRUNCATED`, `E_FORMAT`, `E_HTML` or `E_PAGING`.
    pub code: &'static str,
    pub what: String,
}

impl Broken {
    fn new(code: &'static str, what: impl Into<String>) -> Option<Broken> {
        Some(Broken { code, what: what.into() })
    }
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Broken {}

#[derive(Debug)]
enum Form {
    /// Not even the first two bytes are there.
    Packing,
    /// Unpacked, but the first byte that counts is not there.
    Unknown,
    Lines(Lines),
    Table(Box<Table>),
    Foreign(Box<Foreign>),
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
        Stream { hint, held: Vec::new(), packed: None, import: None, form: Form::Packing, broken: None, plain_bytes: 0 }
    }

    /// How many bytes there were so far, unpacked.
    pub fn plain_bytes(&self) -> u64 {
        self.plain_bytes
    }

    /// Bytes of a foreign format.
    pub fn foreign(import: Shared) -> Stream {
        Stream { import: Some(import), ..Stream::new(Hint::Content) }
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
        self.chunk(bytes, intake);
    }

    /// The bytes have ended. `Ok` holds the `next` of a page; `Err` says what is wrong with the file as a whole.
    pub fn finish(mut self, intake: &mut Intake) -> Result<Option<String>, Broken> {
        if let Form::Packing = self.form {
            let held = std::mem::take(&mut self.held);
            self.start(&held, intake);
        }
        if let Form::Unknown = self.form
            && self.broken.is_none()
        {
            self.decide(true, intake);
        }
        if self.broken.is_none() && self.packed.as_ref().is_some_and(|packed| !packed.is_whole()) {
            self.broken = Broken::new("E_TRUNCATED", "the gzip data ends too early");
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
            self.packed = Some(Box::default());
        }
        self.chunk(bytes, intake);
    }

    fn chunk(&mut self, bytes: &[u8], intake: &mut Intake) {
        if self.packed.is_some() { self.unpack(bytes, intake) } else { self.plain(bytes, intake) }
    }

    /// Apart from what plain bytes need: there are many chunks of them, and browsers make fast whatever is called often.
    #[inline(never)]
    fn unpack(&mut self, bytes: &[u8], intake: &mut Intake) {
        let Some(mut packed) = self.packed.take() else { return };
        if self.broken.is_none()
            && let Err(what) = packed.push(bytes, &mut |plain| self.plain(plain, intake))
        {
            self.broken = self.broken.take().or(Broken::new("E_FORMAT", format!("the gzip data is broken: {what}")));
        }
        self.packed = Some(packed);
    }

    fn plain(&mut self, bytes: &[u8], intake: &mut Intake) {
        self.plain_bytes += bytes.len() as u64;
        self.take(bytes, intake);
    }

    fn take(&mut self, bytes: &[u8], intake: &mut Intake) {
        if self.broken.is_some() {
            return;
        }
        match &mut self.form {
            Form::Packing | Form::Unknown => {
                self.held.extend_from_slice(bytes);
                self.decide(false, intake);
            }
            Form::Lines(lines) => lines.push(bytes, intake),
            Form::Table(table) => table.push(bytes, intake),
            Form::Foreign(foreign) => foreign.push(bytes, intake),
            Form::List { .. } => self.list(bytes, intake),
            Form::Page { .. } => {
                self.held.extend_from_slice(bytes);
                self.page(intake);
            }
        }
    }

    // The forms that are held, and what finds out the form, are apart as well.

    /// Chooses the form as soon as the bytes that tell are there, or all are.
    #[inline(never)]
    fn decide(&mut self, are_all: bool, intake: &mut Intake) {
        const MARK: &[u8] = &[0xEF, 0xBB, 0xBF];
        if !are_all && self.held.len() < MARK.len() && MARK.starts_with(&self.held) {
            return;
        }
        let start = if self.held.starts_with(MARK) { MARK.len() } else { 0 };
        self.broken = not_text(&self.held);
        if self.broken.is_some() {
            return;
        }
        match is_web_page(&self.held[start..], self.hint) {
            None if !are_all => return,
            Some(true) => {
                self.broken = Broken::new("E_HTML", "an HTML page, not records");
                return;
            }
            _ => {}
        }
        let first = self.held[start..].iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).copied();
        if let Some(import) = self.import.take() {
            self.form = Form::Foreign(Box::new(Foreign::new(import)));
            let held = self.held.split_off(start);
            self.held.clear();
            return self.take(&held, intake);
        }
        self.form = match (self.hint, first) {
            (Hint::Ndjson, _) => Form::Lines(Lines::default()),
            (Hint::Csv, _) => Form::Table(Box::default()),
            (Hint::Content | Hint::Json, None) => return,
            (Hint::Content | Hint::Json, Some(b'[')) => {
                Form::List { scanner: Scanner::default(), element: Vec::new(), in_element: false, done: false }
            }
            (Hint::Content | Hint::Json, Some(b'{')) => Form::Page {
                scanner: Scanner::default(),
                scanned: 0,
                key: Vec::new(),
                in_key: false,
                has_events: false,
            },
            (Hint::Content, Some(_)) => Form::Table(Box::default()),
            (Hint::Json, Some(_)) => Form::Lines(Lines::default()),
        };
        let held = self.held.split_off(start);
        self.held.clear();
        self.take(&held, intake);
    }

    #[inline(never)]
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
            // What is too long to be a record is not kept whole to find that out.
            if *in_element && element.len() <= LONGEST {
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
    #[inline(never)]
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
                Ok(Step::Begins { depth: 1 }) => {
                    *has_events |= key == b"events" && byte == b'[';
                    // What has a type is a record; null is none.
                    is_page = key != b"type" || byte == b'n';
                }
                Ok(_) => {}
                Err(_) => is_page = false,
            }
            if *in_key {
                if byte == b'"' && scanner.is_before_colon() {
                    *in_key = false;
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
            self.take(&held, intake);
        }
    }

    fn end(&mut self, intake: &mut Intake) -> Option<String> {
        let form = match std::mem::replace(&mut self.form, Form::Packing) {
            Form::Foreign(foreign) => return foreign.finish(intake),
            form => form,
        };
        match form {
            // An empty page may lead on, too.
            Form::Packing | Form::Unknown => self.import.take().and_then(|import| Foreign::new(import).finish(intake)),
            Form::Foreign(_) => None,
            Form::Lines(mut lines) => {
                lines.finish(intake);
                None
            }
            Form::Table(mut table) => {
                table.finish(intake);
                if table.is_foreign() && self.broken.is_none() {
                    let what = "neither JSON nor a table with a column named \"type\"";
                    self.broken = Broken::new("E_FORMAT", what);
                }
                None
            }
            Form::List { scanner, element, done, .. } => {
                if !done && !scanner.is_done() {
                    intake.reject("the list has no end".to_owned(), &element);
                }
                None
            }
            Form::Page { scanner, .. } if scanner.is_done() => page_records(&self.held, intake).unwrap_or_else(|| {
                self.broken = Broken::new("E_PAGING", "its `next` is neither a text nor a number");
                None
            }),
            Form::Page { .. } => {
                let mut lines = Lines::default();
                lines.push(&self.held, intake);
                lines.finish(intake);
                None
            }
        }
    }
}

/// What the first bytes tell of a file that nobody can have meant as text.
fn not_text(bytes: &[u8]) -> Option<Broken> {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, _, ..] | [_, 0, ..] => {
            Broken::new("E_FORMAT", "UTF-16 text or binary data; expected UTF-8")
        }
        _ => None,
    }
}

/// Whether somebody sent a page to look at. What is said to be lines or a table has to begin as such a page does: a first
/// line that is merely bad is one bad record. None when more bytes have to tell.
fn is_web_page(bytes: &[u8], hint: Hint) -> Option<bool> {
    const STARTS: [&[u8]; 2] = [b"<!doctype", b"<html"];
    /// Blanks beyond are not waited for.
    const FAR: usize = 1024;
    if matches!(hint, Hint::Content | Hint::Json) {
        return Some(bytes.trim_ascii_start().starts_with(b"<"));
    }
    let text = bytes[..bytes.len().min(FAR)].trim_ascii_start();
    let begins = |start: &&&[u8]| text.iter().zip(**start).all(|(byte, expected)| byte.eq_ignore_ascii_case(expected));
    match STARTS.iter().find(begins) {
        Some(start) if text.len() < start.len() => (bytes.len() >= FAR).then_some(false),
        found => Some(found.is_some()),
    }
}
