//! Workbooks: a program of its own, so that only who asks for one loads what writes it.

use session_analytics::wire::export;
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// The bytes of a workbook of tables as the engine exports them.
#[wasm_bindgen]
pub fn workbook(sheets: &str) -> Option<Vec<u8>> {
    export::workbook(sheets)
}
