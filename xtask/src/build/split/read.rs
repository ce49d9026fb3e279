//! A program as far as splitting it needs: its sections, and who calls whom.

use anyhow::{Result, bail};
use std::{collections::HashMap, ops::Range};
use wasmparser::{
    BinaryReaderError, ConstExpr, Data, DataKind, Element, ElementItems, ElementKind, Export, ExternalKind,
    FunctionBody, GlobalSectionReader, Import, KnownCustom, MemorySectionReader, Name, Operator, Parser, Payload,
    Table, TypeRef, TypeSectionReader,
};

#[derive(Debug, Default)]
pub struct Program<'a> {
    pub types: Option<TypeSectionReader<'a>>,
    pub imports: Vec<Import<'a>>,
    pub memories: Option<MemorySectionReader<'a>>,
    pub globals: Option<GlobalSectionReader<'a>>,
    pub segments: Vec<Segment<'a>>,
    pub tables: Vec<Table<'a>>,
    pub exports: Vec<Export<'a>>,
    /// The type of each function, the imported ones first.
    pub functions: Vec<u32>,
    /// How many functions are imported.
    pub imported: u32,
    pub bodies: Vec<Body<'a>>,
    /// What the table of functions holds from the start, by slot.
    pub slots: HashMap<u32, u32>,
    names: HashMap<u32, &'a str>,
}

/// Bytes that are in memory from the start.
#[derive(Debug)]
pub struct Segment<'a> {
    pub address: u32,
    pub bytes: &'a [u8],
    /// Where they lie in the file.
    pub place: Range<usize>,
}

impl<'a> Segment<'a> {
    pub fn read(data: Result<Data<'a>, BinaryReaderError>) -> Result<Self> {
        let data = data?;
        let DataKind::Active { memory_index: 0, offset_expr } = data.kind else {
            bail!("only data with a place is expected")
        };
        let end = data.range.end as usize;
        Ok(Segment { address: constant(&offset_expr)?, bytes: data.data, place: end - data.data.len()..end })
    }

    pub fn content(&self) -> (u32, &'a [u8]) {
        (self.address, self.bytes)
    }
}

#[derive(Debug)]
pub struct Body<'a> {
    pub code: FunctionBody<'a>,
    /// Each function that is called by name, once.
    pub calls: Vec<u32>,
    /// Its numbers; some are addresses.
    numbers: Vec<u32>,
}

impl<'a> Body<'a> {
    fn read(code: FunctionBody<'a>) -> Result<Self> {
        let (mut calls, mut numbers) = (Vec::new(), Vec::new());
        for operator in code.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } => calls.push(function_index),
                Operator::I32Const { value } => numbers.push(value as u32),
                other @ (Operator::RefFunc { .. } | Operator::ReturnCall { .. }) => bail!("{other:?} is not expected"),
                _ => {}
            }
        }
        calls.sort_unstable();
        calls.dedup();
        Ok(Self { code, calls, numbers })
    }
}

impl<'a> Program<'a> {
    pub fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut program = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::TypeSection(types) => program.types = Some(types),
                Payload::ImportSection(imports) => {
                    program.imports = imports.into_imports().collect::<Result<_, _>>()?;
                    for import in &program.imports {
                        match import.ty {
                            TypeRef::Func(of) => program.functions.push(of),
                            other => bail!("only functions may be imported, not {other:?}"),
                        }
                    }
                    program.imported = program.functions.len() as u32;
                }
                Payload::FunctionSection(functions) => {
                    for of in functions {
                        program.functions.push(of?);
                    }
                }
                Payload::TableSection(tables) => program.tables = tables.into_iter().collect::<Result<_, _>>()?,
                Payload::MemorySection(memories) => program.memories = Some(memories),
                Payload::GlobalSection(globals) => program.globals = Some(globals),
                Payload::ExportSection(exports) => {
                    program.exports = exports.into_iter().filter(is_used).collect::<Result<_, _>>()?
                }
                Payload::ElementSection(elements) => {
                    for element in elements {
                        program.fill(element?)?;
                    }
                }
                Payload::CodeSectionStart { .. } | Payload::DataCountSection { .. } => {}
                Payload::CodeSectionEntry(code) => program.bodies.push(Body::read(code)?),
                Payload::DataSection(data) => {
                    program.segments = data.into_iter().map(Segment::read).collect::<Result<_>>()?;
                }
                Payload::CustomSection(custom) => {
                    if let KnownCustom::Name(names) = custom.as_known() {
                        for part in names {
                            if let Name::Function(functions) = part? {
                                for naming in functions {
                                    let naming = naming?;
                                    program.names.insert(naming.index, naming.name);
                                }
                            }
                        }
                    }
                }
                Payload::Version { .. } | Payload::End(_) => {}
                other => bail!("a section that is not expected: {other:?}"),
            }
        }
        if program.names.is_empty() {
            bail!("the functions have no names");
        }
        Ok(program)
    }

    pub fn name(&self, function: u32) -> &'a str {
        self.names.get(&function).copied().unwrap_or("")
    }

    /// Bytes of code.
    pub fn size(&self, function: u32) -> usize {
        self.bodies.get((function - self.imported) as usize).map_or(0, |body| {
            let code = body.code.range();
            (code.end - code.start) as usize
        })
    }

    /// Whether it refers to a constant or static.
    pub fn has_data(&self, function: u32) -> bool {
        let is_address = |number: &u32| {
            let is_in = |segment: &Segment| number.wrapping_sub(segment.address) < segment.bytes.len() as u32;
            self.segments.iter().any(is_in)
        };
        let body = self.bodies.get((function - self.imported) as usize);
        body.is_some_and(|body| body.numbers.iter().any(is_address))
    }

    pub fn exported(&self) -> impl Iterator<Item = u32> {
        self.exports.iter().filter(|export| export.kind == ExternalKind::Func).map(|export| export.index)
    }

    fn fill(&mut self, element: Element<'a>) -> Result<()> {
        let ElementKind::Active { table_index, offset_expr } = element.kind else {
            bail!("only elements with a place are expected");
        };
        if table_index.unwrap_or(0) != 0 {
            bail!("only the first table may hold functions");
        }
        let ElementItems::Functions(functions) = element.items else { bail!("elements must be functions") };
        let start = constant(&offset_expr)?;
        for (i, function) in functions.into_iter().enumerate() {
            self.slots.insert(start + i as u32, function?);
        }
        Ok(())
    }
}

/// A library of ours exports classes to JavaScript that nobody makes; what is not exported is left out by wasm-opt.
fn is_used(export: &Result<Export, BinaryReaderError>) -> bool {
    !export.as_ref().is_ok_and(|export| export.name.contains("intounderlying"))
}

fn constant(expression: &ConstExpr) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value as u32),
        other => bail!("a place must be a number, not {other:?}"),
    }
}
