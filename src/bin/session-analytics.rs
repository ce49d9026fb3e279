//! The engine as a native program: a nightly report, a check of what the page shows, a file too large to open.

#[cfg(not(target_arch = "wasm32"))]
#[path = "session-analytics/cli.rs"]
mod cli;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    cli::main()
}

/// Tests for the browser build every program; there is no command line there.
#[cfg(target_arch = "wasm32")]
fn main() {}
