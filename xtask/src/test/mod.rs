//! `cargo xtask test`: all that must hold, cheapest first, stopping at the first failure.

mod count;
mod crates;
mod examples;
mod page;
mod steps;
mod zones;

pub use page::{NOW_MS, noted, packages};

use crate::{args::Args, say};
use anyhow::{Result, bail};
use count::Count;
use std::time::Instant;
use steps::STEPS;

pub fn command(mut args: Args) -> Result<()> {
    let only = args.many("--only")?;
    let skip = args.many("--skip")?;
    args.finish()?;
    let known = |name: &String| STEPS.iter().any(|(step, _)| step == name);
    if let Some(unknown) = only.iter().chain(&skip).find(|name| !known(name)) {
        bail!("no step `{unknown}`; there are: {}", STEPS.map(|(name, _)| name).join(", "));
    }
    let wanted = |name: &str| (only.is_empty() || only.iter().any(|n| n == name)) && !skip.iter().any(|n| n == name);

    let mut rows = Vec::new();
    let mut total = Count::default();
    let mut failure = None;
    for (name, step) in STEPS {
        if failure.is_some() || !wanted(name) {
            rows.push(format!("  {name:<14} not run"));
            continue;
        }
        eprintln!();
        say(name);
        let started = Instant::now();
        let mut count = Count::default();
        let result = step(&mut count);
        let seconds = started.elapsed().as_secs_f64();
        if result.is_err() && count.failed == 0 {
            count.failed = 1;
        } else if count.passed + count.failed == 0 {
            // A check without tests of its own counts as one.
            count.passed = 1;
        }
        total.add(&count);
        let verdict = if result.is_ok() { "ok" } else { "FAILED" };
        rows.push(format!(
            "  {name:<14} {verdict:<7} {seconds:>7.1} s {:>6} passed {:>4} failed",
            count.passed, count.failed
        ));
        failure = result.err().map(|error| (name, error));
    }
    println!("\n{}", rows.join("\n"));
    if let Some((name, error)) = &failure {
        println!("\n{name} failed: {error:#}");
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if failure.is_some() { std::process::exit(1) } else { Ok(()) }
}
