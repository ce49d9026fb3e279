//! The command line under the clock: a whole program a run, reading the file included. Finer native measurements of
//! single parts belong in `benches/`, on the library's own interface.

use super::{FROM, NOW, Stream, TO, ZONE};
use crate::{run::run, say, workspace};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// What is run, and the arguments that differ.
const RUNS: [(&str, &[&str]); 3] = [
    ("report", &["report"]),
    ("report_window_24h", &["report", "--policy", "window_24h"]),
    ("sessions", &["sessions"]),
];

pub fn measure(streams: &[Stream], rounds: usize) -> Result<Value> {
    let program = program()?;
    let mut rows = Vec::new();
    for stream in streams {
        say(&format!("native, {} ({} records)", stream.name, stream.records));
        let mut samples = serde_json::Map::new();
        for _ in 0..rounds {
            for (name, args) in RUNS {
                let (ms, peak) = once(&program, args, &stream.file)?;
                let list = samples.entry(name).or_insert_with(|| json!([]));
                if let Some(list) = list.as_array_mut() {
                    list.push(json!({ "ms": ms, "peak_bytes": peak }));
                }
            }
        }
        rows.push(json!({ "name": stream.name, "records": stream.records, "bytes": stream.bytes, "samples": samples }));
    }
    Ok(json!({ "results": rows }))
}

fn program() -> Result<PathBuf> {
    say("building the command line for release");
    let mut cargo = Command::new("cargo");
    cargo.args([
        "build",
        "--release",
        "--no-default-features",
        "-p",
        "session-analytics",
        "--bin",
        "session-analytics",
    ]);
    run(cargo.current_dir(workspace::root()))?;
    Ok(workspace::target().join("release").join(format!("session-analytics{}", std::env::consts::EXE_SUFFIX)))
}

fn once(program: &Path, args: &[&str], file: &Path) -> Result<(f64, Option<u64>)> {
    let started = Instant::now();
    let mut command = Command::new(program);
    command.args(args).args(["--tz", ZONE, "--now", NOW, "--from", FROM, "--to", TO]).arg(file);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("starting the command line")?;
    let (mut peak, mut status) = (None, None);
    while status.is_none() {
        peak = peak.max(peak_bytes(&child));
        std::thread::sleep(Duration::from_millis(2));
        status = child.try_wait()?;
    }
    if !status.is_some_and(|status| status.success()) {
        bail!("session-analytics {} failed on {}", args.join(" "), file.display());
    }
    Ok((started.elapsed().as_secs_f64() * 1000.0, peak))
}

/// The most memory the program had in use so far, where the system says (Linux).
fn peak_bytes(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}
