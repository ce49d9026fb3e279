//! The two files.

use super::{
    plan::Plan,
    read::{Program, Segment},
};
use anyhow::{Context, Result};
use std::{collections::HashMap, fmt, ops::Range};
use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, GlobalSection, ImportSection, Instruction, MemorySection, Module, NameMap, NameSection,
    RawSection, TableSection, TypeSection,
};
use wasmparser::{Export, ExternalKind, Operator, Parser, Validator};

/// Under this name the second part imports what the first one exports.
pub const FIRST: &str = "first";

/// So the names of functions begin that the second part needs, until it has them by their slots: `doors`.
pub const DOOR: &str = "f:";

pub fn first(program: &Program, plan: &Plan) -> Result<Vec<u8>> {
    let mut map = Map::default();
    let kept = || (0..program.functions.len() as u32).filter(|function| !plan.waits(*function));
    for (index, function) in kept().enumerate() {
        map.numbers.insert(function, index as u32);
    }
    // In the slots of those that wait: a call that comes too early is a trap, as a missing program is.
    let absent = map.numbers.len() as u32;
    map.slots =
        plan.slots.iter().map(|(function, slot)| (*function, (*slot, program.functions[*function as usize]))).collect();

    let mut module = Module::new();
    let mut types = types(program)?;
    let nothing = types.len();
    types.ty().function([], []);
    module.section(&types);

    let mut imports = ImportSection::new();
    for (i, import) in program.imports.iter().enumerate() {
        imports.import(import.module, &import_name(i), RoundtripReencoder.entity_type(import.ty)?);
    }
    module.section(&imports);

    let mut functions = FunctionSection::new();
    kept().skip(program.imported as usize).for_each(|function| {
        functions.function(program.functions[function as usize]);
    });
    functions.function(nothing);
    module.section(&functions);

    let mut tables = TableSection::new();
    for (i, table) in program.tables.iter().enumerate() {
        let mut of = RoundtripReencoder.table_type(table.ty)?;
        if i == 0 {
            of.maximum = of.maximum.map(|most| most.max(plan.size));
            of.minimum = plan.size;
        }
        tables.table(of);
    }
    module.section(&tables);

    let mut memories = MemorySection::new();
    if let Some(section) = program.memories.clone() {
        RoundtripReencoder.parse_memory_section(&mut memories, section)?;
    }
    module.section(&memories);

    let mut globals = GlobalSection::new();
    if let Some(section) = program.globals.clone() {
        RoundtripReencoder.parse_global_section(&mut globals, section)?;
    }
    let global_count = globals.len();
    module.section(&globals);

    let mut exports = ExportSection::new();
    for export in program.exports.iter().filter(|export| !is_late(export, plan)) {
        map.parse_export(&mut exports, *export)?;
    }
    for (kind, letter, count) in shared(program, global_count) {
        (0..count).for_each(|i| {
            exports.export(&short(letter, i), kind, i);
        });
    }
    for (i, function) in needed(program, plan).into_iter().enumerate() {
        exports.export(&door(i), ExportKind::Func, map.function_index(function)?);
    }
    module.section(&exports);

    let mut elements = ElementSection::new();
    for (start, run) in runs(program.slots.iter().map(|(slot, function)| (*slot, *function))) {
        let run: Vec<_> = run.iter().map(|function| map.numbers.get(function).copied().unwrap_or(absent)).collect();
        elements.active(None, &ConstExpr::i32_const(start as i32), Elements::Functions(run.into()));
    }
    module.section(&elements);

    let mut code = CodeSection::new();
    bodies(program, &mut map, &mut code, |function| !plan.waits(function))?;
    let mut trap = Function::new([]);
    trap.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
    code.function(&trap);
    module.section(&code);

    let mut data = DataSection::new();
    for segment in &program.segments {
        let mut bytes = segment.bytes.to_vec();
        for piece in plan.data.iter().filter_map(|range| piece(segment, range)) {
            bytes[piece].fill(0);
        }
        data.active(0, &ConstExpr::i32_const(segment.address as i32), bytes);
    }
    module.section(&data);
    module.section(&names(program, &map));
    checked(module)
}

pub fn rest(program: &Program, plan: &Plan) -> Result<Vec<u8>> {
    let mut module = Module::new();
    module.section(&types(program)?);

    let mut map = Map::default();
    let mut imports = ImportSection::new();
    let mut global_count = 0;
    for (i, table) in program.tables.iter().enumerate() {
        let mut of = RoundtripReencoder.table_type(table.ty)?;
        // The first part's table may have grown before this part came.
        if i == 0 {
            of.maximum = of.maximum.map(|most| most.max(plan.size));
            of.minimum = plan.size;
        }
        imports.import(FIRST, &short('t', i as u32), EntityType::Table(of));
    }
    for memory in program.memories.clone().into_iter().flatten() {
        imports.import(FIRST, &short('m', 0), EntityType::Memory(RoundtripReencoder.memory_type(memory?)?));
    }
    for global in program.globals.clone().into_iter().flatten() {
        let of = RoundtripReencoder.global_type(global?.ty)?;
        imports.import(FIRST, &short('g', global_count), EntityType::Global(of));
        global_count += 1;
    }
    for (i, function) in needed(program, plan).into_iter().enumerate() {
        map.numbers.insert(function, map.numbers.len() as u32);
        imports.import(FIRST, &door(i), EntityType::Function(program.functions[function as usize]));
    }
    module.section(&imports);

    let mut functions = FunctionSection::new();
    for function in (0..program.functions.len() as u32).filter(|function| plan.waits(*function)) {
        map.numbers.insert(function, map.numbers.len() as u32);
        functions.function(program.functions[function as usize]);
    }
    module.section(&functions);

    let mut exports = ExportSection::new();
    for export in program.exports.iter().filter(|export| is_late(export, plan)) {
        map.parse_export(&mut exports, *export)?;
    }
    module.section(&exports);

    let mut elements = ElementSection::new();
    for (start, run) in runs(plan.slots.iter().map(|(function, slot)| (*slot, *function))) {
        let run: Vec<_> = run.iter().map(|function| map.numbers[function]).collect();
        elements.active(None, &ConstExpr::i32_const(start as i32), Elements::Functions(run.into()));
    }
    module.section(&elements);

    let mut code = CodeSection::new();
    bodies(program, &mut map, &mut code, |function| plan.waits(function))?;
    module.section(&code);

    let mut data = DataSection::new();
    for range in &plan.data {
        let found = program.segments.iter().find_map(|segment| Some((segment, piece(segment, range)?)));
        let (segment, piece) = found.context("waiting data lies in no segment")?;
        data.active(0, &ConstExpr::i32_const(range.start as i32), segment.bytes[piece].iter().copied());
    }
    module.section(&data);
    module.section(&names(program, &map));
    checked(module)
}

/// Where in the segment these addresses are.
fn piece(segment: &Segment, range: &Range<u32>) -> Option<Range<usize>> {
    let start = range.start.checked_sub(segment.address)? as usize;
    let end = start + range.len();
    (end <= segment.bytes.len()).then_some(start..end)
}

/// The new number of each function; calls of those that have none go through their slot.
#[derive(Default)]
struct Map {
    numbers: HashMap<u32, u32>,
    /// Slot and type.
    slots: HashMap<u32, (u32, u32)>,
}

/// A function that is neither in this part nor in the table.
#[derive(Debug)]
struct Absent(u32);

impl std::error::Error for Absent {}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "function {} is in the other part", self.0)
    }
}

impl Reencode for Map {
    type Error = Absent;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        self.numbers.get(&function).copied().ok_or(Error::UserError(Absent(function)))
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: wasmparser::FunctionBody<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let mut function = utils::new_function_with_parsed_locals(self, &body)?;
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } if !self.numbers.contains_key(&function_index) => {
                    let slot = self.slots.get(&function_index).copied();
                    let (slot, of) = slot.ok_or(Error::UserError(Absent(function_index)))?;
                    function.instruction(&Instruction::I32Const(slot as i32));
                    function.instruction(&Instruction::CallIndirect { type_index: of, table_index: 0 });
                }
                operator => {
                    function.instruction(&self.instruction(operator)?);
                }
            }
        }
        code.function(&function);
        Ok(())
    }
}

fn types(program: &Program) -> Result<TypeSection> {
    let mut types = TypeSection::new();
    if let Some(section) = program.types.clone() {
        RoundtripReencoder.parse_type_section(&mut types, section)?;
    }
    Ok(types)
}

/// For those who look into a part; wasm-opt leaves them out.
fn names(program: &Program, map: &Map) -> NameSection {
    let mut numbers: Vec<_> = map.numbers.iter().map(|(old, new)| (*new, *old)).collect();
    numbers.sort_unstable();
    let mut functions = NameMap::new();
    numbers.iter().for_each(|(new, old)| functions.append(*new, program.name(*old)));
    let mut names = NameSection::new();
    names.functions(&functions);
    names
}

fn bodies(program: &Program, map: &mut Map, code: &mut CodeSection, wanted: impl Fn(u32) -> bool) -> Result<()> {
    for (i, body) in program.bodies.iter().enumerate() {
        if wanted(program.imported + i as u32) {
            map.parse_function_body(code, body.code.clone())?;
        }
    }
    Ok(())
}

/// Whether it is the second part that exports this.
fn is_late(export: &Export, plan: &Plan) -> bool {
    export.kind == ExternalKind::Func && plan.waits(export.index)
}

/// What the first part has that the waiting functions call, by number.
fn needed(program: &Program, plan: &Plan) -> Vec<u32> {
    let mut needed: Vec<_> = (program.bodies.iter().enumerate())
        .filter(|(i, _)| plan.waits(program.imported + *i as u32))
        .flat_map(|(_, body)| body.calls.iter().copied())
        .filter(|called| !plan.waits(*called))
        .collect();
    needed.sort_unstable();
    needed.dedup();
    needed
}

/// What both parts use: all of it is exported by the first.
fn shared(program: &Program, globals: u32) -> [(ExportKind, char, u32); 3] {
    let memories = program.memories.as_ref().map_or(0, |section| section.count());
    [
        (ExportKind::Table, 't', program.tables.len() as u32),
        (ExportKind::Memory, 'm', memories),
        (ExportKind::Global, 'g', globals),
    ]
}

/// What wasm-bindgen calls imports is long, and says nothing to compressors: this stands for the import of that number, in the
/// glue as well.
pub fn import_name(number: usize) -> String {
    format!("i{number}")
}

fn door(number: usize) -> String {
    format!("{DOOR}{number}")
}

/// A name no program exports by itself.
fn short(letter: char, number: u32) -> String {
    format!("{letter}:{number:x}")
}

/// Slots that follow each other, with what is in them.
fn runs(slots: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, Vec<u32>)> {
    let mut slots: Vec<_> = slots.collect();
    slots.sort_unstable();
    let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
    for (slot, function) in slots {
        match runs.last_mut() {
            Some((start, run)) if *start + run.len() as u32 == slot => run.push(function),
            _ => runs.push((slot, vec![function])),
        }
    }
    runs
}

fn checked(module: Module) -> Result<Vec<u8>> {
    let bytes = module.finish();
    Validator::new().validate_all(&bytes).context("a part of the program is not valid")?;
    Ok(bytes)
}

/// The program without what is there for linkers and for those who look into it.
pub fn plain(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let section = payload?.as_section();
        if let Some((id, range)) = section.filter(|(id, _)| *id != CUSTOM) {
            let data = wasm.get(range.start as usize..range.end as usize).context("a section is cut short")?;
            module.section(&RawSection { id, data });
        }
    }
    checked(module)
}

/// The number of sections that only have names.
const CUSTOM: u8 = 0;
