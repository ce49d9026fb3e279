//! C36: the same sources, in another folder and with nothing built before, make the same programs to the byte.

use crate::{
    run::{output, run},
    say, workspace,
};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Builds once more and holds it against what is in dist/. Takes as long as a first build does.
pub fn twice() -> Result<()> {
    let (here, there) = (workspace::root(), elsewhere()?);
    say(&format!("the same once more, from nothing, in {}", there.display()));
    copy(&here, &there)?;
    let mut cargo = Command::new("cargo");
    cargo.args(["xtask", "build"]).current_dir(&there).env_remove("CARGO_TARGET_DIR");
    run(&mut cargo)?;
    let (first, second) = (programs(&workspace::dist())?, programs(&there.join("dist"))?);
    let other: Vec<_> = first.iter().filter(|(role, file)| second.get(*role) != Some(*file)).collect();
    if !other.is_empty() || first.len() != second.len() {
        bail!("not the same; what was built is in {}:\n{other:#?}\n{second:#?}", there.display());
    }
    fs::remove_dir_all(&there).with_context(|| format!("removing {}", there.display()))?;
    println!("\n{} files, the same twice", first.len());
    Ok(())
}

/// Not below this repository, whose settings Cargo would add to the copy's own.
fn elsewhere() -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("session-analytics-{}", std::process::id())).join("once-more");
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    Ok(folder)
}

/// Everything that would be committed.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let mut git = Command::new("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
    for name in output(git.current_dir(from))?.split('\0').filter(|name| !name.is_empty()) {
        let (source, target) = (from.join(name), to.join(name));
        // One that was removed is still listed until it is committed.
        if !source.is_file() {
            continue;
        }
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        }
        fs::copy(&source, &target).with_context(|| format!("copying {}", source.display()))?;
    }
    Ok(())
}

/// Name, size and integrity by role.
fn programs(dist: &Path) -> Result<BTreeMap<String, Value>> {
    let path = dist.join("manifest.json");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let manifest: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    let files = manifest["files"].as_array().context("manifest.json has no files")?;
    Ok(files.iter().map(|file| (file["role"].to_string(), file.clone())).collect())
}
