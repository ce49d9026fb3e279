//! Which constants and statics wait with the functions that alone need them. The linker says who refers to what
//! (`--emit-relocs`), and only in the program as it left the linker: functions are found again by their names.

use super::{
    plan::{Plan, plain},
    read::{Program, Segment},
};
use anyhow::{Context, Result, bail};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    ops::Range,
};
use wasmparser::{KnownCustom, Linking, Name, Parser, Payload, RelocAddendKind, RelocationEntry, SymbolInfo};

/// Shorter pieces, in bytes, are not worth a segment.
const WORTH: usize = 16;

/// The addresses of what only waiting functions refer to, in order.
pub fn waiting(program: &Program, plan: &Plan, linked: &[u8]) -> Result<Vec<Range<u32>>> {
    let linked = Linked::read(linked).context("reading what the linker made")?;
    if !linked.segments.iter().map(Segment::content).eq(program.segments.iter().map(Segment::content)) {
        bail!("the data is not as the linker made it");
    }
    let mut next: Vec<u32> = Vec::new();
    let all = 0..program.bodies.len() as u32;
    for function in all.map(|i| program.imported + i).filter(|function| !plan.waits(*function)) {
        let name = program.name(function);
        match linked.referred.get(&plain(unmarked(name))) {
            Some(symbols) => next.extend(symbols),
            None if is_made_later(name) => {}
            None => bail!("{name} is not in what the linker made"),
        }
    }
    let mut kept: HashSet<u32> = HashSet::new();
    while let Some(symbol) = next.pop() {
        if kept.insert(symbol)
            && let Some(range) = linked.symbols.get(&symbol)
        {
            next.extend(linked.inner.range(at(range.start)..at(range.end)).map(|(_, to)| *to));
        }
    }
    let (stays, waits): (Vec<_>, Vec<_>) = linked.symbols.iter().partition(|(symbol, _)| kept.contains(symbol));
    let mut stays: Vec<Range<u32>> = stays.into_iter().map(|(_, range)| range.clone()).collect();
    let mut waits: Vec<Range<u32>> = waits.into_iter().map(|(_, range)| range.clone()).collect();
    stays.sort_unstable_by_key(|range| range.start);
    waits.sort_unstable_by_key(|range| range.start);
    Ok(without(joined(waits), &joined(stays)))
}

/// Whether it is wasm-bindgen that makes it; none of these refers to data.
fn is_made_later(name: &str) -> bool {
    name.is_empty() || name.ends_with(" shim") || name.starts_with("__wbindgen_")
}

/// As wasm-bindgen writes names.
fn said(name: &str) -> String {
    plain(unmarked(&rustc_demangle::demangle(name).to_string()))
}

/// Exports have another name until wasm-bindgen has seen them: `serve_9ad2e04876f9aee1`.
fn unmarked(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((name, mark)) if mark.len() == 16 && mark.bytes().all(|byte| byte.is_ascii_hexdigit()) => name,
        _ => name,
    }
}

/// Where a reference may begin at that address.
fn at(address: u32) -> (u32, u32) {
    (address, 0)
}

/// Overlapping and touching ranges, in order, as one.
fn joined(ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    let mut out: Vec<Range<u32>> = Vec::new();
    for range in ranges.into_iter().filter(|range| !range.is_empty()) {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

/// The long pieces of `ranges` that none of `others` has a part in; both are in order.
fn without(ranges: Vec<Range<u32>>, others: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut out = Vec::new();
    for range in ranges {
        let mut start = range.start;
        let first = others.partition_point(|other| other.end <= range.start);
        for other in others[first..].iter().take_while(|other| other.start < range.end) {
            out.push(start..other.start.max(start));
            start = other.end;
        }
        out.push(start.min(range.end)..range.end);
    }
    out.retain(|range| range.len() >= WORTH);
    out
}

#[derive(Debug, Default)]
struct Linked<'a> {
    /// Addresses of data symbols, by number.
    symbols: HashMap<u32, Range<u32>>,
    /// The symbols that functions of a name refer to.
    referred: HashMap<String, BTreeSet<u32>>,
    /// The symbols that data refers to, with the address where it does so.
    inner: BTreeSet<(u32, u32)>,
    segments: Vec<Segment<'a>>,
}

impl<'a> Linked<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut linked = Self::default();
        let mut section = 0;
        let (mut code, mut data) = ((u32::MAX, 0), (u32::MAX, 0));
        let mut imported = 0;
        let mut bodies: Vec<Range<usize>> = Vec::new();
        let mut symbols: Vec<Option<(usize, u32, u32)>> = Vec::new();
        let mut references: Vec<(u32, RelocationEntry)> = Vec::new();
        let mut names: HashMap<u32, &str> = HashMap::new();
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            match &payload {
                Payload::ImportSection(imports) => imported = imports.clone().into_imports().count() as u32,
                Payload::CodeSectionStart { unchecked_range, .. } => {
                    code = (section, unchecked_range.start as usize);
                }
                Payload::CodeSectionEntry(body) => {
                    bodies.push(body.range().start as usize..body.range().end as usize);
                }
                Payload::DataSection(of) => {
                    data = (section, of.range().start as usize);
                    linked.segments = of.clone().into_iter().map(Segment::read).collect::<Result<_>>()?;
                }
                Payload::CustomSection(custom) => match custom.as_known() {
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            let Linking::SymbolTable(table) = part? else { continue };
                            for symbol in table {
                                symbols.push(match symbol? {
                                    SymbolInfo::Data { symbol: Some(of), .. } => {
                                        Some((of.index as usize, of.offset, of.size))
                                    }
                                    _ => None,
                                });
                            }
                        }
                    }
                    KnownCustom::Reloc(relocations) => {
                        for entry in relocations.entries() {
                            references.push((relocations.section_index(), entry?));
                        }
                    }
                    KnownCustom::Name(parts) => {
                        for part in parts {
                            if let Name::Function(functions) = part? {
                                for naming in functions {
                                    let naming = naming?;
                                    names.insert(naming.index, naming.name);
                                }
                            }
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
            if !matches!(payload, Payload::Version { .. } | Payload::CodeSectionEntry(_) | Payload::End(_)) {
                section += 1;
            }
        }
        if references.is_empty() {
            bail!("it has no relocations: .cargo/config.toml asks the linker for them");
        }
        for (number, symbol) in symbols.iter().enumerate() {
            // What begins as zeros has no segment.
            if let Some((index, offset, size)) = *symbol
                && let Some(segment) = linked.segments.get(index)
            {
                let start = segment.address + offset;
                linked.symbols.insert(number as u32, start..start + size);
            }
        }
        linked.referred.extend(names.values().map(|name| (said(name), BTreeSet::new())));
        // Only addresses in memory have something added to them.
        let is_address = |entry: &RelocationEntry| entry.ty.addend_kind() != RelocAddendKind::None;
        let is_data = |entry: &RelocationEntry| symbols.get(entry.index as usize).is_some_and(Option::is_some);
        for (of, entry) in references.into_iter().filter(|(_, entry)| is_address(entry) && is_data(entry)) {
            if of == code.0 {
                let place = code.1 + entry.offset as usize;
                let body = bodies.partition_point(|body| body.end <= place);
                let name = names.get(&(imported + body as u32)).context("a function has no name")?;
                linked.referred.entry(said(name)).or_default().insert(entry.index);
            } else if of == data.0 {
                let place = data.1 + entry.offset as usize;
                let segment = linked.segments.iter().find(|segment| segment.place.contains(&place));
                let segment = segment.context("a reference lies in no segment")?;
                let written =
                    wasm.get(place..place + 4).map(|bytes| bytes.iter().rev().fold(0, |n, b| n << 8 | u32::from(*b)));
                let meant =
                    linked.symbols.get(&entry.index).map(|symbol| symbol.start.wrapping_add(entry.addend as u32));
                if meant.is_some() && written != meant {
                    bail!("a reference does not stand where the linker says");
                }
                linked.inner.insert((segment.address + (place - segment.place.start) as u32, entry.index));
            }
        }
        Ok(linked)
    }
}
