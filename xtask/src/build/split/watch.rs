//! A program that notes which of its functions have run: each sets a global of its own, which is exported.

use super::{Waits, plan, plan::Plan, read::Program};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeSet, HashSet};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, Function, GlobalSection, GlobalType, Instruction, Module,
    ValType,
};
use wasmparser::{FunctionBody, GlobalSectionReader, Parser, Payload};

/// The script that tells what a program has noted until the rest was put to it.
pub const NOTE: &str = include_str!("note.js");

/// In the place of the rest: the watched program is whole.
pub fn nothing() -> Vec<u8> {
    Module::new().finish()
}

/// `ran:3` is the global of the fourth function that is not imported.
pub fn watched(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut count = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::CodeSectionStart { count: functions, .. } = payload? {
            count = functions;
        }
    }
    let mut module = Module::new();
    Watch { count, own: 0, next: 0 }
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .context("watching a program")?;
    Ok(module.finish())
}

struct Watch {
    count: u32,
    /// How many globals the program has by itself.
    own: u32,
    next: u32,
}

impl Reencode for Watch {
    type Error = std::convert::Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_global_section(self, globals, section)?;
        self.own = globals.len();
        let of = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        for _ in 0..self.count {
            globals.global(of, &ConstExpr::i32_const(0));
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_export_section(self, exports, section)?;
        for i in 0..self.count {
            exports.export(&format!("ran:{i}"), ExportKind::Global, self.own + i);
        }
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let mut function: Function = utils::new_function_with_parsed_locals(self, &body)?;
        function.instruction(&Instruction::I32Const(1)).instruction(&Instruction::GlobalSet(self.own + self.next));
        self.next += 1;
        for operator in body.get_operators_reader()? {
            function.instruction(&self.instruction(operator?)?);
        }
        code.function(&function);
        Ok(())
    }
}

/// The names of functions that are in the first part and have not run, nor has any other of that name.
pub fn idle(wasm: &[u8], waits: &Waits, ran: &HashSet<u32>) -> Result<BTreeSet<String>> {
    let program = Program::read(wasm)?;
    let known = Plan::new(&program, &Waits { idle: "", ..*waits });
    let all = || (0..program.bodies.len() as u32).map(|i| (i, program.imported + i));
    let early: Vec<&str> = all()
        .filter(|(i, function)| ran.contains(i) && known.waits(*function))
        .map(|(_, function)| program.name(function))
        .collect();
    if !early.is_empty() {
        bail!("these have run, but wait by the words in lists.rs:\n{}", early.join("\n"));
    }
    let busy: HashSet<String> =
        all().filter(|(i, _)| ran.contains(i)).map(|(_, function)| plan::plain(program.name(function))).collect();
    Ok(all()
        .filter(|(i, function)| !ran.contains(i) && !known.waits(*function) && program.size(*function) >= plan::WORTH)
        .map(|(_, function)| plan::plain(program.name(function)))
        .filter(|name| !busy.contains(name) && !waits.by_records.iter().any(|word| name.contains(word)))
        .collect())
}
