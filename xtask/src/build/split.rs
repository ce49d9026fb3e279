//! One program in two files: what the first answers need, and the rest, which is loaded after them. Both share memory and
//! tables; a function that waits is called through the table, in which the second file puts it.
//!
//! Toolchains split programs before their glue is made, or come as tools that no package registry has for every system;
//! this runs last, on whatever was built, and knows nothing but the names of functions.

mod data;
mod doors;
mod lists;
mod plan;
mod read;
mod watch;
mod write;

pub use doors::doors;
pub use lists::SPLIT;
pub use plan::Waits;
pub use watch::{NOTE, idle, nothing, watched};
pub use write::plain;

use anyhow::{Context, Result};
use plan::Plan;
use read::Program;

#[derive(Debug)]
pub struct Parts {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
    /// What the first part imports, and under which name it does so.
    pub imports: Vec<(String, String)>,
}

/// `wasm`, which has to have its names, in two parts; `linked` is the program before wasm-bindgen.
pub fn split(wasm: &[u8], linked: &[u8], waits: &Waits) -> Result<Parts> {
    let program = Program::read(wasm).context("reading the program")?;
    let mut plan = Plan::new(&program, waits);
    plan.data = data::waiting(&program, &plan, linked)?;
    let imports = program.imports.iter().enumerate();
    Ok(Parts {
        first: write::first(&program, &plan)?,
        rest: write::rest(&program, &plan)?,
        imports: imports.map(|(i, import)| (import.name.to_owned(), write::import_name(i))).collect(),
    })
}
