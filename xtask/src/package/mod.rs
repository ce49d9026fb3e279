//! `cargo xtask package`: the npm package as a folder, dist/npm, and packed, dist/session-analytics.tgz.

mod licences;

pub use licences::choice;

use crate::{
    args::Args,
    build,
    run::{output, run},
    say,
    tools::{self, Tools, WasmOpt},
    workspace,
};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Our own files, by where they are and what they are called in the package. The others are the build's.
const WRITTEN: [(&str, &str); 8] = [
    ("LICENSE", "LICENSE"),
    ("docs/embedding.md", "embedding.md"),
    ("js/npm/README.md", "README.md"),
    ("js/session-analytics.d.ts", "session-analytics.d.ts"),
    ("js/types/config.d.ts", "types/config.d.ts"),
    ("js/types/report.d.ts", "types/report.d.ts"),
    ("js/types/react.d.ts", "types/react.d.ts"),
    ("js/types/vue.d.ts", "types/vue.d.ts"),
];

const THIRD_PARTY: &str = "THIRD-PARTY.txt";

pub fn command(mut args: Args) -> Result<()> {
    let no_build = args.flag("--no-build");
    args.finish()?;
    let tools = if no_build { tools::for_build(WasmOpt::No)? } else { build::build(WasmOpt::Required)? };
    let packed = package(&tools)?;
    println!("{}", packed.display());
    Ok(())
}

/// Of what was built; gives the packed file.
pub fn package(tools: &Tools) -> Result<PathBuf> {
    tools::node(tools)?;
    let dist = workspace::dist();
    let folder = dist.join("npm");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    let mut names = built(&dist)?;
    for name in &names {
        copy(&dist.join(name), &folder.join(name))?;
    }
    names.insert(bundled(&dist, &folder)?);
    for (from, to) in WRITTEN {
        copy(&workspace::root().join(from), &folder.join(to))?;
        names.insert(to.to_owned());
    }
    fs::write(folder.join(THIRD_PARTY), licences::text(tools)?).context("writing the licences")?;
    names.insert(THIRD_PARTY.to_owned());
    let about = fs::read_to_string(workspace::root().join("js/npm/package.json")).context("js/npm/package.json")?;
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    fs::write(folder.join("package.json"), about.replace("\"version\": \"0.0.0\"", &version))?;
    names.insert("package.json".to_owned());
    pack(tools, &dist, &folder, &names)
}

fn manifest(dist: &Path) -> Result<Value> {
    let file = dist.join("manifest.json");
    let text = fs::read_to_string(file).context("dist/manifest.json is not there: `cargo xtask build` first")?;
    serde_json::from_str(&text).context("dist/manifest.json")
}

/// What the manifest lists, and the manifest. Prepared copies (`.br`, `.gz`) are for servers, who make their own of a package.
fn built(dist: &Path) -> Result<BTreeSet<String>> {
    let manifest = manifest(dist)?;
    let files = manifest["files"].as_array().context("dist/manifest.json lists no files")?;
    let names = files.iter().filter_map(|file| file["name"].as_str().map(str::to_owned));
    Ok(names.chain(["manifest.json".to_owned()]).collect())
}

/// The module as bundlers get it: they rewrite scripts, whose integrity then cannot hold. That of the programs still does.
fn bundled(dist: &Path, folder: &Path) -> Result<String> {
    let mut module = fs::read_to_string(dist.join("session-analytics.js")).context("dist/session-analytics.js")?;
    for file in manifest(dist)?["files"].as_array().into_iter().flatten() {
        let [role, integrity] = ["role", "integrity"].map(|key| file[key].as_str().unwrap_or_default());
        if role.ends_with(".js") {
            module = module.replace(integrity, "");
        }
    }
    let name = "index.js".to_owned();
    fs::write(folder.join(&name), module).context("writing index.js")?;
    Ok(name)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    }
    fs::copy(from, to).map(drop).with_context(|| format!("copying {}", from.display()))
}

/// npm decides by `files` in package.json what is in: that has to be what was meant, no more and no less.
fn pack(tools: &Tools, dist: &Path, folder: &Path, names: &BTreeSet<String>) -> Result<PathBuf> {
    let mut list = tools.command("npm");
    list.args(["pack", "--dry-run", "--json", "--ignore-scripts"]).current_dir(folder);
    let said: Value = serde_json::from_str(&output(&mut list)?).context("what npm would pack")?;
    // A list of packages, or an object of them by name: that depends on npm's age.
    let said = said.get(0).or_else(|| said.as_object()?.values().next()).unwrap_or(&said);
    let files = said["files"].as_array().context("npm says nothing of files")?;
    let packed: BTreeSet<_> = files.iter().filter_map(|file| file["path"].as_str().map(str::to_owned)).collect();
    if packed != *names {
        bail!("npm would pack other files than meant: {:?}", packed.symmetric_difference(names).collect::<Vec<_>>());
    }
    let mut npm = tools.command("npm");
    npm.args(["pack", "--silent", "--ignore-scripts", "--pack-destination"]).arg(dist);
    run(npm.current_dir(folder))?;
    // The examples name the file, and not its version.
    let file = dist.join("session-analytics.tgz");
    let named = dist.join(format!("session-analytics-{}.tgz", env!("CARGO_PKG_VERSION")));
    fs::rename(&named, &file).with_context(|| format!("renaming {}", named.display()))?;
    say(&format!("packed {} files, {} KB", names.len(), fs::metadata(&file)?.len() / 1000));
    Ok(file)
}
