//! CSV as it arrives: header names are field names, a row is a record.

use super::cells;
use super::intake::{Intake, LONGEST, TOO_LONG};
use super::names::Name;
use csv_core::{ReadRecordResult, Reader};
use std::borrow::Cow;

/// Reads a table in chunks of any size.
#[derive(Debug)]
pub struct Table {
    reader: Reader,
    /// A name for each column; none for one that nobody reads.
    header: Option<Vec<Option<Name>>>,
    /// The row so far: its bytes, and where its cells end.
    bytes: Vec<u8>,
    written: usize,
    ends: Vec<usize>,
    cells: usize,
    /// The row is longer than a record may be.
    is_long: bool,
}

impl Default for Table {
    fn default() -> Self {
        let (bytes, ends) = (vec![0; 1024], vec![0; 64]);
        Table { reader: Reader::new(), header: None, bytes, written: 0, ends, cells: 0, is_long: false }
    }
}

impl Table {
    pub fn push(&mut self, mut input: &[u8], intake: &mut Intake) {
        while !input.is_empty() {
            let read = self.read(input, intake);
            input = &input[read..];
        }
    }

    /// The text has ended: the last row may have no line end, and none ends it within quotes.
    pub fn finish(&mut self, intake: &mut Intake) {
        self.push(b"\n", intake);
        if self.written == 0 && !self.is_long {
            return;
        }
        match self.header {
            Some(_) => intake.reject("a quote is never closed".to_owned(), &self.bytes[..self.written]),
            None => self.header = Some(Vec::new()),
        }
    }

    /// Whether no column says of what type a row is: then this is no table of records.
    pub fn is_foreign(&self) -> bool {
        self.header.as_ref().is_some_and(|names| !names.contains(&Some(Name::Type)))
    }

    /// Reads up to the end of a row, and says how much of `input` that took.
    fn read(&mut self, input: &[u8], intake: &mut Intake) -> usize {
        let mut read = 0;
        loop {
            let (result, used, written, cells) =
                self.reader.read_record(&input[read..], &mut self.bytes[self.written..], &mut self.ends[self.cells..]);
            read += used;
            self.written += written;
            self.cells += cells;
            match result {
                ReadRecordResult::OutputFull if self.bytes.len() >= LONGEST => {
                    // The rest of the row is read past.
                    (self.written, self.is_long) = (0, true);
                }
                ReadRecordResult::OutputFull => self.bytes.resize(self.bytes.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    match std::mem::take(&mut self.is_long) {
                        true => intake.reject(TOO_LONG.to_owned(), &self.bytes),
                        false => self.row(intake),
                    }
                    (self.written, self.cells) = (0, 0);
                    return read;
                }
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return read,
            }
        }
    }

    fn row(&mut self, intake: &mut Intake) {
        let mut start = 0;
        let cells: Vec<&[u8]> = self.ends[..self.cells]
            .iter()
            .map(|&end| {
                let cell = &self.bytes[start..end];
                start = end;
                cell
            })
            .collect();
        // A line of blanks is a blank line, where it cannot be the one cell that a row has.
        let has_one_column = self.header.as_ref().is_some_and(|header| header.len() == 1);
        if let [only] = cells[..]
            && !has_one_column
            && only.iter().all(|byte| matches!(byte, b' ' | b'\t'))
        {
            return;
        }
        let Some(header) = &self.header else {
            self.header = Some(cells.iter().map(|cell| Name::of(&String::from_utf8_lossy(cell))).collect());
            return;
        };
        let whole = || Cow::Owned(cells.join(&b','));
        if cells.len() > header.len() {
            return intake.reject(format!("{} cells under {} names", cells.len(), header.len()), &whole());
        }
        intake.slots.clear();
        for (name, cell) in header.iter().zip(&cells) {
            match (name, std::str::from_utf8(cell)) {
                (_, Err(_)) => return intake.reject("not UTF-8".to_owned(), &whole()),
                (Some(name), Ok(text)) => cells::set(intake.slots, *name, text),
                (None, Ok(_)) => {}
            }
        }
        intake.fields(whole);
    }
}
