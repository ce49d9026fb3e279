//! Tools that npm installs, and Node itself.

use super::{BINARYEN, Tools, apt, folder, in_folder};
use crate::{run::run, say};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Where npm puts programs below `tools`.
pub fn bin(tools: &Path) -> PathBuf {
    tools.join("npm").join("node_modules").join(".bin")
}

pub fn wasm_opt(tools: &Tools) -> Result<()> {
    if tools.has("wasm-opt", BINARYEN) {
        return Ok(());
    }
    node(tools).with_context(|| format!("wasm-opt is needed, which comes as the npm package binaryen@{BINARYEN}"))?;
    let root = folder()?;
    say(&format!("installing {}", in_folder(&format!("binaryen {BINARYEN}"), &root)));
    let prefix = root.join("npm");
    std::fs::create_dir_all(&prefix).with_context(|| format!("creating {}", prefix.display()))?;
    let mut npm = tools.command("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]).arg(&prefix);
    run(npm.arg(format!("binaryen@{BINARYEN}")))?;
    if !tools.has("wasm-opt", BINARYEN) {
        bail!("binaryen {BINARYEN} was installed, but `wasm-opt --version` says something else");
    }
    Ok(())
}

/// Node and npm, or how to get them.
pub fn node(tools: &Tools) -> Result<()> {
    if tools.find("node").is_some() && tools.find("npm").is_some() {
        return Ok(());
    }
    if apt::install(&["nodejs", "npm"])? && tools.find("npm").is_some() {
        return Ok(());
    }
    bail!(
        "Node is missing: install Node 20 or later with npm (https://nodejs.org, `brew install node`, `apt install nodejs npm`) and run this again"
    );
}
