//! C36: every crate of Cargo.lock, tests' and tools' own included, is under a licence of deny.toml, from the one registry, and
//! none that is banned there. Known weaknesses need a database from elsewhere: CONTRIBUTING.md says how.

use super::count::Count;
use crate::{package::choice, run::output, tools, tools::WasmOpt, workspace};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;

pub fn crates(_: &mut Count) -> Result<()> {
    let rules = fs::read_to_string(workspace::root().join("deny.toml")).context("deny.toml")?;
    let tools = tools::for_build(WasmOpt::No)?;
    let mut cargo = tools.command("cargo");
    cargo.args(["metadata", "--format-version=1", "--locked", "--all-features"]);
    let metadata: Value =
        serde_json::from_str(&output(cargo.current_dir(workspace::root()))?).context("cargo metadata")?;
    let packages = metadata["packages"].as_array().context("cargo metadata: packages")?;
    let wrong: Vec<String> = packages.iter().filter_map(|package| fault(package, &rules)).collect();
    println!("{} crates, {} not as deny.toml says", packages.len(), wrong.len());
    if wrong.is_empty() { Ok(()) } else { bail!("{}", wrong.join("\n")) }
}

fn fault(package: &Value, rules: &str) -> Option<String> {
    let field = |key: &str| package[key].as_str().unwrap_or_default();
    let name = format!("{} {}", field("name"), field("version"));
    if choice(field("license"), &list(rules, "allow")).is_none() {
        return Some(format!("{name} is under `{}`", field("license")));
    }
    let is_known = |source: &str| {
        let registry = source.strip_prefix("registry+");
        registry.is_some_and(|registry| list(rules, "allow-registry").contains(&registry))
    };
    // Without a source it lies in this repository.
    if package["source"].as_str().is_some_and(|source| !is_known(source)) {
        return Some(format!("{name} is from {}", field("source")));
    }
    list(rules, "deny").contains(&field("name")).then(|| format!("{name} is banned"))
}

/// The strings of a list in deny.toml.
fn list<'a>(rules: &'a str, key: &str) -> Vec<&'a str> {
    let head = format!("\n{key} = [");
    let found = rules.split_once(&head).and_then(|(_, rest)| rest.split_once(']'));
    let inner = found.map_or("", |(inner, _)| inner);
    inner.split('"').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const RULES: &str = "[licenses]\nallow = [\n    \"MIT\",\n    \"A WITH B\",\n]\n[bans]\ndeny = [\"evil\"]\n\
        [sources]\nallow-registry = [\"https://here\"]\n";

    #[test]
    fn a_crate_is_held_against_the_lists() {
        let of = |name: &str, license: &str, source: Option<&str>| {
            fault(&json!({"name": name, "version": "1.0.0", "license": license, "source": source}), RULES)
        };
        assert_eq!(of("ours", "MIT", None), None);
        assert_eq!(of("good", "GPL-3.0-only OR MIT", Some("registry+https://here")), None);
        assert_eq!(of("good", "A WITH B", Some("registry+https://here")), None);
        assert_eq!(of("evil", "MIT", None).as_deref(), Some("evil 1.0.0 is banned"));
        assert_eq!(of("far", "MIT", Some("git+https://there")).as_deref(), Some("far 1.0.0 is from git+https://there"));
        assert_eq!(of("theirs", "GPL-3.0-only", None).as_deref(), Some("theirs 1.0.0 is under `GPL-3.0-only`"));
        assert_eq!(of("nobody's", "", None).as_deref(), Some("nobody's 1.0.0 is under ``"));
    }
}
