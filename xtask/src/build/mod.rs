//! `cargo xtask build`: Trunk makes dist/, then what Trunk leaves is finished.

mod compress;
mod finish;
mod join;
mod names;
mod order;
mod places;
mod profile;
mod sizes;
mod split;
mod twice;

pub use profile::command as profile;
pub use sizes::shipped;

use crate::{
    args::Args,
    run::run,
    say,
    tools::{self, Tools, WasmOpt},
    workspace,
};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

pub fn command(mut args: Args) -> Result<()> {
    let wasm_opt = if args.flag("--no-wasm-opt") { WasmOpt::No } else { WasmOpt::Required };
    let is_checked = args.flag("--twice");
    args.finish()?;
    build(wasm_opt)?;
    if is_checked { twice::twice() } else { Ok(()) }
}

pub fn build(wasm_opt: WasmOpt) -> Result<Tools> {
    let tools = assemble(wasm_opt, None)?;
    let sizes = shipped(&workspace::dist())?;
    sizes::print(&sizes);
    Ok(tools)
}

/// Everything of dist/; with `watch`, programs that note what of them has run, and their like in that folder.
fn assemble(wasm_opt: WasmOpt, watch: Option<&Path>) -> Result<Tools> {
    say("looking for the build tools");
    let tools = tools::for_build(wasm_opt)?;
    let root = workspace::root();
    // Trunk itself runs offline, so that it never fetches tools of its own choice; the crates come first.
    say("fetching the crates of Cargo.lock");
    run(tools.command("cargo").args(["fetch", "--locked"]).current_dir(&root))?;
    say("building with Trunk into dist/");
    // Trunk reads NO_COLOR as a yes or no, and stops at any other value.
    let mut trunk = tools.command("trunk");
    trunk.args(["build", "--release", "--offline", "--skip-version-check"]).env_remove("NO_COLOR");
    if let Some(flags) = nowhere() {
        trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    }
    run(trunk.current_dir(&root)).context("the build")?;
    let dist = workspace::dist();
    finish::finish(&tools, &dist, watch)?;
    let files = names::give(&tools, &dist)?;
    compress::compress(&dist)?;
    names::manifest(&dist, &files, &shipped(&dist)?)?;
    Ok(tools)
}

/// What makes the programs forget where the crates lie on this machine: messages of panics name files. Cargo adds these flags
/// to those of .cargo/config.toml; a path with a space in it could not be told from two flags.
fn nowhere() -> Option<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| {
        Some(PathBuf::from(std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"))?).join(".cargo"))
    })?;
    let crates = home.join("registry").join("src");
    let crates = crates.to_str().filter(|path| !path.contains(char::is_whitespace))?;
    Some(format!("--remap-path-prefix={crates}=crates"))
}
