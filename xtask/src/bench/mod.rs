//! `cargo xtask bench`: the same streams through the native program and through Chromium, with the yardstick beside it.
//! Prints a table and writes everything measured to `bench.json` in cargo's target folder.

mod browser;
mod native;
mod table;

use crate::{
    args::Args,
    build,
    generate::{self, Plan},
    say,
    test::NOW_MS,
    tools::{self, WasmOpt},
    workspace,
};
use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

/// A generated stream, kept from run to run.
#[derive(Debug)]
pub struct Stream {
    pub name: String,
    pub file: PathBuf,
    /// Lines of the file.
    pub records: u64,
    pub bytes: u64,
}

/// The period of all questions: thirty days up to the end of the streams, 2026-01-31.
pub const NOW: &str = "2026-01-31T12:00:00Z";
pub const FROM: &str = "2026-01-02";
pub const TO: &str = "2026-02-01";
/// What a first visit meets.
const FIRST_VISIT: &str = "200k";
pub const ZONE: &str = "Asia/Jakarta";

pub fn command(mut args: Args) -> Result<()> {
    let sizes = args.value("--events")?.unwrap_or_else(|| "100k,300k,1m,3m".to_owned());
    let rounds = args.parsed("--rounds", 3)?;
    let native_only = args.flag("--native-only");
    let browser_only = args.flag("--browser-only");
    let no_build = args.flag("--no-build");
    args.finish()?;
    let streams = sizes.split(',').map(stream).collect::<Result<Vec<_>>>()?;

    let native = if browser_only { Value::Null } else { native::measure(&streams, rounds)? };
    let browser = if native_only {
        Value::Null
    } else {
        let tools = if no_build { tools::for_build(WasmOpt::No)? } else { build::build(WasmOpt::Required)? };
        browser::measure(&tools, &streams, &stream(FIRST_VISIT)?, rounds)?
    };
    let sizes = build::shipped(&workspace::dist()).unwrap_or_default();
    let sizes: Vec<_> = sizes.iter().map(|s| json!({ "file": s.name, "bytes": s.raw, "brotli": s.brotli })).collect();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let all = json!({ "machine": { "os": std::env::consts::OS, "arch": std::env::consts::ARCH, "cores": cores },
        "native": native, "chromium": browser, "shipped": sizes });
    table::print(&all);
    let out = workspace::target().join("bench.json");
    fs::write(&out, serde_json::to_string_pretty(&all)?).with_context(|| format!("writing {}", out.display()))?;
    say(&format!("all samples are in {}", out.display()));
    Ok(())
}

/// `300k`, `1m` or a plain number. A stream that is there from an earlier run, made by the same plan, is used again.
fn stream(name: &str) -> Result<Stream> {
    let lower = name.trim().to_lowercase();
    let (digits, unit) = match lower.strip_suffix('k') {
        Some(digits) => (digits, 1_000),
        None => lower.strip_suffix('m').map_or((lower.as_str(), 1), |digits| (digits, 1_000_000)),
    };
    let records =
        digits.parse::<u64>().map_err(|_| anyhow!("--events: `{name}` is not a number like 300k or 1m"))? * unit;
    let folder = workspace::scratch().join("bench");
    let (file, note) = (folder.join(format!("{lower}.ndjson")), folder.join(format!("{lower}.count")));
    // The generator itself may have changed: its own file's age decides.
    let fresh = newer(&note, &std::env::current_exe().unwrap_or_default());
    let kept =
        fs::read_to_string(&note).ok().filter(|_| fresh && file.is_file()).and_then(|count| count.trim().parse().ok());
    let records = match kept {
        Some(count) => count,
        None => {
            let plan = Plan { records, seed: 1, days: 120, until_ms: NOW_MS };
            let written = generate::to_file(&plan, &file)?;
            fs::write(&note, written.records.to_string()).with_context(|| format!("writing {}", note.display()))?;
            written.records
        }
    };
    let bytes = fs::metadata(&file).with_context(|| format!("reading {}", file.display()))?.len();
    Ok(Stream { name: lower, file, records, bytes })
}

fn newer(file: &PathBuf, than: &PathBuf) -> bool {
    let changed = |path: &PathBuf| fs::metadata(path).and_then(|m| m.modified()).ok();
    changed(file) > changed(than)
}
