//! Programs without the places of panics in libraries: nobody is told them (of ours, the engine's are), and names of source files
//! with the line and column of every check are 2 KB of the first download.

use anyhow::{Context, Result};
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};
use wasmparser::{DataKind, Operator, Parser, Payload};

/// A place as the compiler writes it: address and length of the file's name, line, column.
const PLACE: usize = 16;

/// How the names of the standard library's files begin, and those of other crates (`--remap-path-prefix`).
const LIBRARIES: [&[u8]; 2] = [b"/rustc/", b"crates/"];

/// Makes all these places the same: line 0 of a file without a name. Everything stays where it is.
pub fn forget_places(wasm: &mut [u8]) -> Result<()> {
    let segments = segments(wasm)?;
    let names: HashMap<(u32, usize), Range<usize>> =
        segments.iter().flat_map(|segment| file_names(wasm, segment)).collect();
    let mut told = HashSet::new();
    for Segment { bytes, .. } in &segments {
        for at in bytes.clone().take_while(|at| at + PLACE <= bytes.end) {
            let word = |i: usize| wasm[at + 4 * i..][..4].try_into().map_or(0, u32::from_le_bytes);
            let name = (word(0), word(1) as usize);
            if names.contains_key(&name) {
                wasm[at + PLACE / 2..at + PLACE].fill(0);
                told.insert(name);
            }
        }
    }
    for bytes in told.iter().filter_map(|name| names.get(name)) {
        wasm[bytes.clone()].fill(0);
    }
    Ok(())
}

struct Segment {
    /// Where it lies in memory.
    address: u32,
    /// Where it stands in the file.
    bytes: Range<usize>,
}

fn segments(wasm: &[u8]) -> Result<Vec<Segment>> {
    let mut segments = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::DataSection(section) = payload? else { continue };
        for data in section {
            let data = data.context("a data segment")?;
            let DataKind::Active { offset_expr, .. } = data.kind else { continue };
            let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else { continue };
            let end = usize::try_from(data.range.end)?;
            segments.push(Segment { address: value.cast_unsigned(), bytes: end - data.data.len()..end });
        }
    }
    Ok(segments)
}

/// What may be the name of a library's file, by where it lies in memory and its length. Constants stand one beside the other:
/// several may begin at the same place.
fn file_names(wasm: &[u8], segment: &Segment) -> Vec<((u32, usize), Range<usize>)> {
    const END: &[u8] = b".rs";
    let is_of_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"/._-".contains(byte);
    let mut names = Vec::new();
    for at in segment.bytes.clone() {
        let rest = &wasm[at..segment.bytes.end];
        if !LIBRARIES.iter().any(|library| rest.starts_with(library)) {
            continue;
        }
        let run = &rest[..rest.iter().take_while(is_of_name).count()];
        let address = segment.address + (at - segment.bytes.start) as u32;
        let ends = run.windows(END.len()).enumerate().filter(|(_, text)| *text == END);
        names.extend(ends.map(|(i, _)| ((address, i + END.len()), at..at + i + END.len())));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ConstExpr, DataSection, MemorySection, MemoryType, Module};

    #[test]
    fn places_in_libraries_are_forgotten_and_all_else_stays() {
        let (library, own, like) = ("/rustc/abc/library/core/src/a.rs", "src/b.rs", "crates/c-1/src/lib.rs");
        let mut data = [library, own, like].concat().into_bytes();
        let starts = [1024, 1024 + library.len(), 1024 + library.len() + own.len()];
        let places = data.len();
        // The last name is not one of a place: somebody may show it.
        for (start, name) in [(starts[0], library), (starts[1], own)] {
            for word in [start, name.len(), 7, 9] {
                data.extend((word as u32).to_le_bytes());
            }
        }
        let mut module = Module::new();
        let memory = MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
        let (mut memories, mut section) = (MemorySection::new(), DataSection::new());
        memories.memory(memory);
        section.active(0, &ConstExpr::i32_const(1024), data.iter().copied());
        let mut wasm = module.section(&memories).section(&section).clone().finish();
        let before = wasm.len();
        forget_places(&mut wasm).expect("a module");
        assert_eq!(wasm.len(), before);
        let after = &wasm[before - data.len()..];
        assert!(after[..library.len()].iter().all(|byte| *byte == 0));
        assert_eq!(&after[library.len()..places], [own, like].concat().as_bytes());
        assert_eq!(after[places + 8..places + 16], [0; 8]);
        assert_eq!(after[places + 16..], data[places + 16..]);
    }
}
