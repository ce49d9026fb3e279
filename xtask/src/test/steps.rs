//! The steps in their order.

use super::{count::Count, crates, examples, page};
use crate::{build, tools, tools::WasmOpt, workspace};
use anyhow::{Context, Result};
use serde_json::json;
use std::{fs, process::Command};

pub type Step = fn(&mut Count) -> Result<()>;

pub const STEPS: [(&str, Step); 11] = [
    ("format", |c| cargo(c, "fmt --all -- --check").context("`cargo fmt --all` mends it")),
    ("crates", crates::crates),
    ("clippy", |c| cargo(c, "clippy --workspace --all-targets -- -D warnings")),
    ("clippy cli", |c| {
        cargo(c, "clippy -p session-analytics --no-default-features --lib --bin session-analytics -- -D warnings")
    }),
    ("clippy page", |c| {
        wasm_cargo(c, "clippy -p session-analytics --lib --bin app --target wasm32-unknown-unknown -- -D warnings")
    }),
    ("clippy worker", |c| {
        let lib = "--no-default-features --features web --lib --bin xlsx";
        wasm_cargo(c, &format!("clippy -p session-analytics {lib} --target wasm32-unknown-unknown -- -D warnings"))?;
        wasm_cargo(c, "clippy -p session-analytics-worker --target wasm32-unknown-unknown -- -D warnings")
    }),
    ("native", |c| cargo(c, "test --workspace")),
    ("wasm", wasm),
    ("build", |_| build::build(WasmOpt::Required).map(drop)),
    ("page", page::page),
    ("examples", examples::examples),
];

fn cargo(count: &mut Count, line: &str) -> Result<()> {
    count.run(Command::new("cargo").args(line.split(' ')).current_dir(workspace::root()))
}

fn wasm_cargo(count: &mut Count, line: &str) -> Result<()> {
    let tools = tools::for_build(WasmOpt::No)?;
    count.run(tools.command("cargo").args(line.split(' ')).current_dir(workspace::root()))
}

/// The library's own wasm tests, and every `tests/wasm*.rs`, inside headless Chromium.
fn wasm(count: &mut Count) -> Result<()> {
    let tools = tools::for_build(WasmOpt::No)?;
    let chromium = tools::chromium()?;
    let driver = tools::chromedriver()?;
    let options = workspace::scratch().join("webdriver.json");
    fs::create_dir_all(workspace::scratch())?;
    let mut flags = vec!["--disable-dev-shm-usage"];
    if tools::is_root() {
        flags.push("--no-sandbox");
    }
    fs::write(&options, json!({ "goog:chromeOptions": { "binary": chromium, "args": flags } }).to_string())?;

    let mut command = tools.command("cargo");
    command.args(["test", "-p", "session-analytics", "--target", "wasm32-unknown-unknown", "--lib"]);
    for test in wasm_tests()? {
        command.args(["--test", &test]);
    }
    let runner = tools
        .find("wasm-bindgen-test-runner")
        .context("wasm-bindgen-test-runner comes with wasm-bindgen-cli; it is not there")?;
    command
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", options)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env("CHROMEDRIVER", driver);
    count.run(command.current_dir(workspace::root()))
}

fn wasm_tests() -> Result<Vec<String>> {
    let folder = workspace::root().join("tests");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|e| e == "rs") && stem.starts_with("wasm") {
            names.push(stem);
        }
    }
    names.sort();
    Ok(names)
}
