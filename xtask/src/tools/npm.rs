//! Tools that npm installs, and Node itself.

use super::{Tools, apt, folder, in_folder};
use crate::{run::run, say};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Where npm puts programs below `tools`.
pub fn bin(tools: &Path) -> PathBuf {
    tools.join("npm").join("node_modules").join(".bin")
}

/// A program of a package at a version.
pub fn install(tools: &Tools, package: &str, program: &str, version: &str) -> Result<()> {
    if tools.has(program, version) {
        return Ok(());
    }
    node(tools).with_context(|| format!("{program} is needed, which comes as the npm package {package}@{version}"))?;
    let root = folder()?;
    say(&format!("installing {}", in_folder(&format!("{package} {version}"), &root)));
    let prefix = root.join("npm");
    std::fs::create_dir_all(&prefix).with_context(|| format!("creating {}", prefix.display()))?;
    let mut npm = tools.command("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]).arg(&prefix);
    run(npm.arg(format!("{package}@{version}")))?;
    if !tools.has(program, version) {
        bail!("{package} {version} was installed, but `{program} --version` says something else");
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
