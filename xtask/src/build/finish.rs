//! After Trunk: programs in two parts, smaller wasm, and no strays.

use super::order::by_likeness;
use super::places::forget_places;
use super::split::{NOTE, Parts, SPLIT, doors, nothing, plain, split, watched};
use crate::{run::run, say, tools::Tools, workspace};
use anyhow::{Context, Result, bail};
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

/// What is kept apart in the sources, because it is rare, stays apart, though it has one caller alone: a browser takes far longer
/// to make one large function fast than several small ones, and until then it runs slowly.
const APART: &str = "--one-caller-inline-max-function-size=100";

/// `watch`: a folder that gets the programs as they were; in `dist` each notes what of it has run.
pub fn finish(tools: &Tools, dist: &Path, watch: Option<&Path>) -> Result<()> {
    let stage = dist.join(".stage");
    if stage.exists() {
        fs::remove_dir_all(&stage).with_context(|| format!("removing {}", stage.display()))?;
    }
    tidy_page(&dist.join("index.html"))?;
    for (program, waits) in SPLIT {
        say(&format!("splitting {program}"));
        let path = dist.join(format!("{program}_bg.wasm"));
        let mut wasm = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let mut linked = linked(program)?;
        for whole in [&mut wasm, &mut linked] {
            forget_places(whole).with_context(|| format!("the data of {}", path.display()))?;
        }
        let Parts { mut first, mut rest, imports } =
            split(&wasm, &linked, &waits).with_context(|| format!("splitting {}", path.display()))?;
        if let Some(folder) = watch {
            first = watched(&wasm)?;
            rest = nothing();
            fs::write(folder.join(format!("{program}.wasm")), &wasm).context("keeping the program")?;
            tell(program, &dist.join(format!("{program}.js")))?;
        } else {
            rename(&dist.join(format!("{program}.js")), &imports)?;
        }
        for (path, part) in [(&path, first), (&dist.join(format!("{program}-rest_bg.wasm")), rest)] {
            fs::write(path, part).with_context(|| format!("writing {}", path.display()))?;
        }
    }
    for wasm in with_extension(dist, "wasm")? {
        let whole = fs::read(&wasm).with_context(|| format!("reading {}", wasm.display()))?;
        fs::write(&wasm, plain(&whole)?).with_context(|| format!("writing {}", wasm.display()))?;
        if tools.smaller && watch.is_none() {
            optimise(tools, &wasm)?;
            let small = fs::read(&wasm).with_context(|| format!("reading {}", wasm.display()))?;
            fs::write(&wasm, by_likeness(&small)?).with_context(|| format!("writing {}", wasm.display()))?;
        }
    }
    for (program, _) in SPLIT {
        let [first, rest] = ["", "-rest"].map(|part| dist.join(format!("{program}{part}_bg.wasm")));
        let read = |path: &Path| fs::read(path).with_context(|| format!("reading {}", path.display()));
        let parts = doors(&read(&first)?, &read(&rest)?).with_context(|| format!("joining {program}"))?;
        for (path, part) in [(first, parts.0), (rest, parts.1)] {
            fs::write(&path, part).with_context(|| format!("writing {}", path.display()))?;
        }
    }
    Ok(())
}

/// Gives the imports their names in the glue, too.
fn rename(glue: &Path, imports: &[(String, String)]) -> Result<()> {
    let mut text = fs::read_to_string(glue).with_context(|| format!("reading {}", glue.display()))?;
    for (old, new) in imports {
        let (old, new) = (format!("{old}: function("), format!("{new}: function("));
        if text.matches(&old).count() != 1 {
            bail!("{} does not have {old}", glue.display());
        }
        text = text.replace(&old, &new);
    }
    fs::write(glue, text).with_context(|| format!("writing {}", glue.display()))
}

/// The program as the linker made it: Trunk's profile for it is in index.html.
fn linked(program: &str) -> Result<Vec<u8>> {
    let profile = if program == "app" { "page" } else { "engine" };
    let path = workspace::target().join(format!("wasm32-unknown-unknown/{profile}/{program}.wasm"));
    fs::read(&path).with_context(|| format!("reading {}", path.display()))
}

/// Lets tests hear what a program notes.
fn tell(program: &str, glue: &Path) -> Result<()> {
    const STARTED: &str = "wasm = instance.exports;";
    let text = fs::read_to_string(glue).with_context(|| format!("reading {}", glue.display()))?;
    let told = format!("{STARTED} note({program:?}, wasm);");
    fs::write(glue, text.replace(STARTED, &told) + NOTE).with_context(|| format!("writing {}", glue.display()))
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
    let is_page = wasm.file_stem().is_some_and(|stem| stem.to_string_lossy().starts_with("app"));
    let how: &[&str] = if is_page { &["-Oz", "--one-caller-inline-max-function-size=0"] } else { &["-O3", APART] };
    run(command.args(how).args(FEATURES).arg(wasm).arg("-o").arg(&smaller))?;
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
