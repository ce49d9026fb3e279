//! Bytes to records: NDJSON, lists, pages, CSV, gzip, foreign formats; and configs. The only room that knows JSON texts.

pub mod config;
mod crc;
pub mod export;
pub mod fields;
pub mod imports;
pub mod intake;
pub mod names;
pub mod slots;
pub mod stream;

mod cells;
mod facts;
mod gunzip;
mod json;
mod lanes;
mod lines;
mod numeral;
mod page;
mod reader;
mod record;
mod scan;
mod table;
