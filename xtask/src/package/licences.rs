//! Whose work is in the programs, and under which terms: each crate that is linked into them, with its licence's text.
//! A licence that does not allow to pass the programs on as they are stops the packing.

use crate::{run::output, tools::Tools, workspace};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::Path,
};

/// What asks for no more than its text.
const PERMISSIVE: [&str; 8] = ["MIT", "Apache-2.0", "Zlib", "Unicode-3.0", "BSL-1.0", "0BSD", "CC0-1.0", "Unlicense"];

const HEAD: &str = "\
The programs of session-analytics contain work of others, listed here with its terms. Where a crate offers a choice of
licences, the first one that is named here is ours to take; a crate without a text of its own is under the text of its
licence at https://spdx.org/licenses, by the authors named. The standard library of Rust (https://www.rust-lang.org) is in
them as well, under MIT.
";

pub fn text(tools: &Tools) -> Result<String> {
    let mut cargo = tools.command("cargo");
    cargo.args(["metadata", "--format-version=1", "--locked", "--filter-platform=wasm32-unknown-unknown"]);
    let metadata: Value =
        serde_json::from_str(&output(cargo.current_dir(workspace::root()))?).context("cargo metadata")?;
    let mut text = HEAD.to_owned();
    // The same text is written once, under all that it is for.
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, package) in linked(&metadata)? {
        let field = |key: &str| package[key].as_str().unwrap_or_default();
        let Some(choice) = choice(field("license"), &PERMISSIVE) else {
            bail!("{name} is under `{}`, of which nothing is in the list of {}", field("license"), file!());
        };
        let authors: Vec<_> = package["authors"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        write!(text, "\n{name}: {choice}\n  {}\n", field("repository"))?;
        if !authors.is_empty() {
            writeln!(text, "  {}", authors.join(", "))?;
        }
        for found in files(Path::new(field("manifest_path")), &choice)? {
            texts.entry(found).or_default().push(name.clone());
        }
    }
    for (licence, names) in texts {
        write!(text, "\n{}\n{}\n\n{}\n", "-".repeat(80), names.join(", "), licence.trim())?;
    }
    Ok(text)
}

/// By name and version: what the library depends on, macros and build scripts aside, which run while it is built.
fn linked<'a>(metadata: &'a Value) -> Result<BTreeMap<String, &'a Value>> {
    let by_id = |list: &'static str, found: &'a Value| -> BTreeMap<Option<&'a str>, &'a Value> {
        found[list].as_array().into_iter().flatten().map(|one| (one["id"].as_str(), one)).collect()
    };
    let (packages, nodes) = (by_id("packages", metadata), by_id("nodes", &metadata["resolve"]));
    let ours = packages.values().find(|package| package["name"] == "session-analytics").context("cargo metadata")?;
    let mut linked = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut next = vec![ours["id"].as_str()];
    while let Some(id) = next.pop() {
        let Some(package) = packages.get(&id).filter(|_| seen.insert(id)) else { continue };
        let is = |kind: &str| {
            let targets = package["targets"].as_array().into_iter().flatten();
            targets.flat_map(|target| target["kind"].as_array().into_iter().flatten()).any(|found| found == kind)
        };
        if is("proc-macro") {
            continue;
        }
        if package["id"] != ours["id"] {
            let field = |key: &str| package[key].as_str().unwrap_or_default();
            linked.insert(format!("{} {}", field("name"), field("version")), *package);
        }
        for dep in nodes.get(&id).and_then(|node| node["deps"].as_array()).into_iter().flatten() {
            if dep["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"].is_null()) {
                next.push(dep["pkg"].as_str());
            }
        }
    }
    Ok(linked)
}

/// The first of the alternatives all of whose parts are allowed: `(MIT OR Apache-2.0) AND Unicode-3.0` has two.
pub fn choice(expression: &str, allowed: &[&str]) -> Option<String> {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    let parts = plain
        .split(" AND ")
        .map(|part| part.split(" OR ").map(str::trim).find(|name| allowed.contains(name)).map(str::to_owned));
    parts.collect::<Option<Vec<_>>>().map(|names| names.join(" and "))
}

/// The texts beside a manifest that belong to the licence chosen; all of them, when none is named after it.
fn files(manifest: &Path, choice: &str) -> Result<Vec<String>> {
    let folder = manifest.parent().context("a manifest without a folder")?;
    let mut named = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if path.is_file() && ["LICENSE", "LICENCE", "COPYING", "NOTICE"].iter().any(|start| name.starts_with(start)) {
            let text = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            named.insert(name, String::from_utf8_lossy(&text).replace('\r', ""));
        }
    }
    let words: Vec<_> =
        choice.split(" and ").map(|name| name.split('-').next().unwrap_or(name).to_uppercase()).collect();
    let ours = |name: &&String| name.starts_with("NOTICE") || words.iter().any(|word| name.contains(word.as_str()));
    let chosen: BTreeSet<_> = named.keys().filter(ours).cloned().collect();
    Ok(named.into_iter().filter(|(name, _)| chosen.is_empty() || chosen.contains(name)).map(|(_, text)| text).collect())
}

#[cfg(test)]
mod tests {
    use super::{PERMISSIVE, choice};

    #[test]
    fn a_licence_is_chosen_or_refused() {
        let choice = |expression| choice(expression, &PERMISSIVE);
        assert_eq!(choice("MIT/Apache-2.0").as_deref(), Some("MIT"));
        assert_eq!(choice("0BSD OR MIT").as_deref(), Some("0BSD"));
        assert_eq!(choice("(MIT OR Apache-2.0) AND Unicode-3.0").as_deref(), Some("MIT and Unicode-3.0"));
        assert_eq!(choice("GPL-3.0-only"), None);
        assert_eq!(choice("MIT AND GPL-3.0-only"), None);
        assert_eq!(choice(""), None);
    }
}
