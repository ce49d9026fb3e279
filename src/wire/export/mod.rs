//! Answers as files to take along: tables as CSV or XLSX. Numbers stay raw, and no cell can become a formula. A workbook is
//! made of its sheets by a program of its own, which is loaded when one is asked for.

mod csv;
mod sheets;
mod tree;
mod xlsx;

pub use tree::{Tree, cells, tables};
pub use xlsx::workbook;

use csv::Csv;
use sheets::Sheets;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Empty,
    Text(String),
    /// As its digits, exact.
    Number(String),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }
}

/// A table of a report: its name is the path of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// A file that is being written, table after table and row after row: a long list is never held twice.
#[derive(Debug)]
pub enum Writer {
    Csv(Csv),
    Sheets(Sheets),
}

impl Writer {
    /// `about`: what the file is of, by name: period, time zone, filters …
    pub fn csv(about: &[(&str, Cell)]) -> Writer {
        Writer::Csv(Csv::new(about))
    }

    /// What [`workbook`] makes a file of.
    pub fn sheets(about: &[(&str, Cell)]) -> Writer {
        Writer::Sheets(Sheets::new(about))
    }

    /// Begins a table.
    pub fn table(&mut self, name: &str, columns: &[String]) {
        match self {
            Writer::Csv(csv) => csv.table(name, columns),
            Writer::Sheets(sheets) => sheets.table(name, columns),
        }
    }

    pub fn row(&mut self, cells: &[Cell]) {
        match self {
            Writer::Csv(csv) => csv.row(cells),
            Writer::Sheets(sheets) => sheets.row(cells),
        }
    }

    pub fn finish(self) -> String {
        match self {
            Writer::Csv(csv) => csv.finish(),
            Writer::Sheets(sheets) => sheets.finish(),
        }
    }
}

/// Whether a spreadsheet could take the text for a formula.
fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}
