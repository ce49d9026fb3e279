//! Names that change with the content, so that caches may keep a file for ever; and the list of them for hosts.

use super::{join, sizes::Shipped};
use crate::tools::Tools;
use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use sha2::{Digest, Sha384};
use std::{fs, io::Write, path::Path, process::Stdio};

/// Trunk's output: `app.js`, `app_bg.wasm`, and so on.
const PROGRAMS: [&str; 3] = ["app", "worker", "xlsx"];

/// A file that `session-analytics.js` loads.
#[derive(Debug)]
pub struct Named {
    /// What it is called in js/: `app.wasm`.
    pub role: String,
    /// What it is called in dist/: `app-1f0c22a4e5.wasm`.
    pub name: String,
    pub bytes: u64,
    pub integrity: String,
}

/// Gives the programs their names and writes the script that knows them.
pub fn give(tools: &Tools, dist: &Path) -> Result<Vec<Named>> {
    let mut files = Vec::new();
    for program in PROGRAMS {
        let loaded = format!("{program}_bg.wasm");
        let wasm = rename(dist, &loaded, program, "wasm", Ok)?;
        // Who starts the program without saying where it is finds it as well.
        let glue = rename(dist, &format!("{program}.js"), program, "js", |bytes| {
            let text = String::from_utf8(bytes).context("the glue is no text")?;
            small(tools, &join::glue(program, &text.replace(&loaded, &wasm.name))?)
        })?;
        files.extend([glue, wasm]);
        let rest = format!("{program}-rest");
        if dist.join(format!("{rest}_bg.wasm")).exists() {
            files.push(rename(dist, &format!("{rest}_bg.wasm"), &rest, "wasm", Ok)?);
        }
    }
    for lang in &session_analytics::i18n::LANGS {
        for (stem, lines) in [("text", lang.lines()), ("text-rest", lang.later_lines())] {
            let stem = format!("{stem}-{}", lang.code);
            let role = format!("{stem}.txt");
            fs::write(dist.join(&role), lines).with_context(|| format!("writing {role}"))?;
            files.push(rename(dist, &role, &stem, "txt", Ok)?);
        }
    }
    let entry = dist.join("session-analytics.js");
    fs::write(&entry, small(tools, &join::entry(&files)?)?).with_context(|| format!("writing {}", entry.display()))?;
    files.push(named(dist, "session-analytics.js".to_owned(), "session-analytics.js".to_owned())?);
    Ok(files)
}

/// `manifest.json`: what there is, what it weighs, and what its bytes must hash to.
pub fn manifest(dist: &Path, files: &[Named], shipped: &[Shipped]) -> Result<()> {
    let mut rows = Vec::new();
    for file in files {
        let Some(size) = shipped.iter().find(|size| size.name == file.name) else {
            bail!("{} is not in dist/", file.name);
        };
        rows.push(json!({
            "role": file.role,
            "name": file.name,
            "bytes": file.bytes,
            "brotli_bytes": size.brotli,
            "integrity": file.integrity,
        }));
    }
    let path = dist.join(MANIFEST);
    let text = serde_json::to_string_pretty(&json!({ "version": env!("CARGO_PKG_VERSION"), "files": rows }))?;
    fs::write(&path, text + "\n").with_context(|| format!("writing {}", path.display()))
}

/// For hosts alone: the page never asks for it.
pub const MANIFEST: &str = "manifest.json";

/// A script without what only its readers need. Notes to bundlers stay.
fn small(tools: &Tools, script: &str) -> Result<Vec<u8>> {
    if !tools.smaller {
        return Ok(script.into());
    }
    let kept = "/vite-ignore|webpackIgnore/";
    // By these two names tests get at a program to break it.
    let mangle = "reserved=[wasm,Handle]";
    let mut terser = tools.command("terser");
    terser
        .args(["--module", "--compress", "--mangle", mangle, "--comments", kept])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut terser = terser.spawn().context("starting terser")?;
    terser.stdin.take().context("terser hears nothing")?.write_all(script.as_bytes())?;
    let output = terser.wait_with_output()?;
    if !output.status.success() {
        bail!("terser failed: {}", output.status);
    }
    Ok(output.stdout)
}

fn rename(
    dist: &Path,
    old: &str,
    stem: &str,
    extension: &str,
    change: impl FnOnce(Vec<u8>) -> Result<Vec<u8>>,
) -> Result<Named> {
    let path = dist.join(old);
    let bytes = change(fs::read(&path).with_context(|| format!("reading {}", path.display()))?)?;
    let hash: String = Sha384::digest(&bytes).iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    let name = format!("{stem}-{hash}.{extension}");
    fs::write(dist.join(&name), bytes).with_context(|| format!("writing {name}"))?;
    fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
    named(dist, format!("{stem}.{extension}"), name)
}

fn named(dist: &Path, role: String, name: String) -> Result<Named> {
    let bytes = fs::read(dist.join(&name)).with_context(|| format!("reading {name}"))?;
    let integrity = format!("sha384-{}", STANDARD.encode(Sha384::digest(&bytes)));
    Ok(Named { role, name, bytes: bytes.len() as u64, integrity })
}
