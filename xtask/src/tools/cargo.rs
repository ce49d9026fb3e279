//! The wasm target, and tools that cargo installs.

use super::{Tools, folder, in_folder};
use crate::{
    run::{find, output, run},
    say, workspace,
};
use anyhow::{Context, Result, bail};
use std::{path::Path, process::Command};

const TARGET: &str = "wasm32-unknown-unknown";

pub fn wasm_target() -> Result<()> {
    let libraries = output(
        Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).current_dir(workspace::root()),
    )
    .context("rustc is needed: install Rust from https://rustup.rs")?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    if find("rustup", &std::env::var_os("PATH").unwrap_or_default()).is_none() {
        bail!(
            "this Rust has no {TARGET} target and there is no rustup: install Rust from https://rustup.rs, or your system's package of that target"
        );
    }
    say(&format!("installing the {TARGET} target"));
    run(Command::new("rustup").args(["target", "add", TARGET]).current_dir(workspace::root()))
}

/// A program of a crate, in exactly that version.
pub fn install(tools: &Tools, name: &str, program: &str, version: &str) -> Result<()> {
    if tools.has(program, version) {
        return Ok(());
    }
    let root = folder()?;
    say(&format!("installing {} {version}; this takes some minutes, once", in_folder(name, &root)));
    let mut cargo = Command::new("cargo");
    cargo.args(["install", "--locked", "--force", "--version", version, "--root"]).arg(&root).arg(name);
    // Its own folder: neither this project's flags nor its target folder.
    std::fs::create_dir_all(&root).with_context(|| format!("creating {}", root.display()))?;
    run(cargo.current_dir(&root).env_remove("CARGO_TARGET_DIR"))
        .with_context(|| format!("{name} {version} is needed"))?;
    if !tools.has(program, version) {
        bail!("{name} {version} was installed, but `{program} --version` says something else");
    }
    Ok(())
}
