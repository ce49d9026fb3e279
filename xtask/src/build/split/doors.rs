//! How the second part comes by the functions that it needs of the first. Exports would do, and each costs a name: a slot of the
//! table costs half as much. Last of all, because the slots are in the order of the functions, which compresses best.

use super::write::{DOOR, FIRST};
use anyhow::{Context, Result};
use std::{collections::HashMap, fmt};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    ConstExpr, ElementSection, Elements, EntityType, ExportSection, ImportSection, Module, TableSection, TableType,
};
use wasmparser::{ElementSectionReader, Export, ExternalKind, ImportSectionReader, Parser, Payload, Table, Validator};

/// Both parts with slots instead of exports; the second imports functions by the numbers of their slots.
pub fn doors(first: &[u8], rest: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut doors: Vec<(u32, &str)> = Vec::new();
    let mut before = None;
    for payload in Parser::new(0).parse_all(first) {
        match payload? {
            Payload::TableSection(tables) => {
                before = tables.into_iter().next().transpose()?.map(|table| table.ty.initial);
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if is_door(&export) {
                        doors.push((export.index, export.name));
                    }
                }
            }
            _ => {}
        }
    }
    let before = before.context("the first part has no table")?;
    doors.sort_unstable();
    let mut through = Through {
        before,
        whole: before + doors.len() as u64,
        functions: doors.iter().map(|(function, _)| *function).collect(),
        slots: doors.iter().zip(before..).map(|((_, name), slot)| (*name, slot)).collect(),
        tables: 0,
    };
    Ok((through.part(first)?, through.part(rest)?))
}

fn is_door(export: &Export) -> bool {
    export.kind == ExternalKind::Func && export.name.starts_with(DOOR)
}

/// A function that the second part asks for by this name, and the first does not give.
#[derive(Debug)]
struct Shut(String);

impl std::error::Error for Shut {}

impl fmt::Display for Shut {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "the first part has no {}", self.0)
    }
}

struct Through<'a> {
    /// How many slots there were before, and how many there are.
    before: u64,
    whole: u64,
    /// What the new ones get.
    functions: Vec<u32>,
    /// By the names that stood for them.
    slots: HashMap<&'a str, u64>,
    /// How many tables have been seen in this part.
    tables: u32,
}

impl Through<'_> {
    fn part(&mut self, part: &[u8]) -> Result<Vec<u8>> {
        self.tables = 0;
        let mut module = Module::new();
        self.parse_core_module(&mut module, Parser::new(0), part).context("writing a part")?;
        let bytes = module.finish();
        Validator::new().validate_all(&bytes).context("checking a part")?;
        Ok(bytes)
    }

    /// The first table has the slots. Who imports it takes a larger one than it asks for, up to the most.
    fn with_slots(&mut self, mut of: TableType, is_imported: bool) -> TableType {
        if self.tables == 0 {
            of.maximum = of.maximum.map(|most| most.max(self.whole));
            if !is_imported {
                of.minimum = self.whole;
            }
        }
        self.tables += 1;
        of
    }
}

impl Reencode for Through<'_> {
    type Error = Shut;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in section.into_imports() {
            let import = import?;
            let mut of = self.entity_type(import.ty)?;
            if let EntityType::Table(table) = &mut of {
                *table = self.with_slots(*table, true);
            }
            if import.name.starts_with(DOOR) {
                let slot = self.slots.get(import.name).ok_or_else(|| Error::UserError(Shut(import.name.to_owned())))?;
                imports.import(FIRST, &slot.to_string(), of);
            } else {
                imports.import(import.module, import.name, of);
            }
        }
        Ok(())
    }

    fn parse_table(&mut self, tables: &mut TableSection, table: Table<'_>) -> Result<(), Error<Self::Error>> {
        let of = self.table_type(table.ty)?;
        tables.table(self.with_slots(of, false));
        Ok(())
    }

    fn parse_export(&mut self, exports: &mut ExportSection, export: Export<'_>) -> Result<(), Error<Self::Error>> {
        if is_door(&export) { Ok(()) } else { utils::parse_export(self, exports, export) }
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        section: ElementSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_element_section(self, elements, section)?;
        // Those of the first part: it comes first.
        let functions = std::mem::take(&mut self.functions);
        if !functions.is_empty() {
            elements.active(None, &ConstExpr::i32_const(self.before as i32), Elements::Functions(functions.into()));
        }
        Ok(())
    }
}
