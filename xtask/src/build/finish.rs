//! After Trunk: smaller wasm and no strays.

use crate::{run::run, tools::Tools};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What the Rust target and the glue use; named, because wasm-opt knows no target.
const FEATURES: [&str; 8] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

pub fn finish(tools: &Tools, dist: &Path) -> Result<()> {
    let stage = dist.join(".stage");
    if stage.exists() {
        fs::remove_dir_all(&stage).with_context(|| format!("removing {}", stage.display()))?;
    }
    tidy_page(&dist.join("index.html"))?;
    for wasm in with_extension(dist, "wasm")? {
        if tools.wasm_opt {
            optimise(tools, &wasm)?;
        }
    }
    Ok(())
}

/// Trunk leaves the link of a program whose script it does not inject, and the gaps of the others.
fn tidy_page(page: &Path) -> Result<()> {
    let text = fs::read_to_string(page).with_context(|| format!("reading {}", page.display()))?;
    let ours =
        |line: &&str| !line.trim().is_empty() && !line.contains("data-trunk") && !line.trim().starts_with("<!--");
    let kept: Vec<_> = text.lines().filter(ours).collect();
    fs::write(page, kept.join("\n") + "\n").with_context(|| format!("writing {}", page.display()))
}

fn optimise(tools: &Tools, wasm: &Path) -> Result<()> {
    let smaller = wasm.with_extension("opt");
    let mut command = tools.command("wasm-opt");
    // The page's program is built small, the engine's fast: see the profiles in Cargo.toml.
    let is_page = wasm.file_stem().is_some_and(|stem| stem == "app_bg");
    run(command.arg(if is_page { "-Oz" } else { "-O3" }).args(FEATURES).arg(wasm).arg("-o").arg(&smaller))?;
    fs::rename(&smaller, wasm).with_context(|| format!("replacing {}", wasm.display()))
}

/// Files directly in a folder, by name.
fn with_extension(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    files.sort();
    Ok(files)
}
