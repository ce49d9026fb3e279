//! One script from the modules below js/: a page asks for one file, and bundlers see one.

use super::names::Named;
use crate::workspace;
use anyhow::{Context, Result, bail};
use std::fs;

/// Each after those that it imports; the last one's exports are the file's.
const MODULES: [&str; 11] = [
    "refusals.js",
    "files.js",
    "config.js",
    "place.js",
    "boot.js",
    "helpdesk.js",
    "picture.js",
    "connection.js",
    "engine.js",
    "element.js",
    "session-analytics.js",
];

pub fn entry(files: &[Named]) -> Result<String> {
    let mut script = String::new();
    for (index, name) in MODULES.iter().enumerate() {
        let text = source(name)?;
        for line in text.lines().filter(|line| !is_import(line)) {
            let inner = line.strip_prefix("export ").filter(|_| index + 1 < MODULES.len());
            script.push_str(inner.unwrap_or(line));
            script.push('\n');
        }
        script.push('\n');
    }
    for file in files {
        for (said, meant) in [
            (format!("\"./{}\"", file.role), format!("\"./{}\"", file.name)),
            (format!("integrity:{}", file.role), file.integrity.clone()),
            (format!("\"bytes:{}\"", file.role), file.bytes.to_string()),
        ] {
            if !script.contains(&said) {
                bail!("js/files.js does not name {said}");
            }
            script = script.replace(&said, &meant);
        }
    }
    Ok(script.trim_end().to_owned() + "\n")
}

/// What wasm-bindgen wrote for a program, and what we add to it.
pub fn glue(program: &str, written: &str) -> Result<String> {
    // Where markup is set, it goes through the policy that Trusted Types ask for.
    const SET: &str = ".innerHTML = getStringFromWasm0(arg1, arg2)";
    if written.matches(SET).count() != written.matches(".innerHTML").count() {
        bail!("the glue of {program} sets markup in a way that js/glue.js does not know");
    }
    let mut text = written.replace(SET, ".innerHTML = markup(getStringFromWasm0(arg1, arg2))");
    if !text.contains("wasm = instance.exports;") {
        bail!("the glue of {program} does not keep its exports where js/glue.js looks for them");
    }
    text.push_str(&source("glue.js")?);
    if program == "worker" {
        text.push_str(&source("engine-worker.js")?);
    }
    Ok(text)
}

fn source(name: &str) -> Result<String> {
    let path = workspace::root().join("js").join(name);
    fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
}

fn is_import(line: &str) -> bool {
    line.starts_with("import ") && line.contains(" from \"./")
}
