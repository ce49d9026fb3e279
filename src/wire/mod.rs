//! Bytes to records: NDJSON, lists, pages, CSV, gzip; and configs. The only room that knows JSON texts.

pub mod config;
pub mod export;
pub mod fields;
pub mod intake;
pub mod stream;

mod cells;
mod facts;
mod json;
mod lanes;
mod lines;
mod numeral;
mod record;
mod scan;
mod table;
