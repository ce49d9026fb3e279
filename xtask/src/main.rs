//! `cargo xtask`: everything around the code. Each command says what it does; a missing thing says how to get it.

#![allow(clippy::disallowed_methods, reason = "a program is where the clock is read")]

mod args;
mod backend;
mod bench;
mod build;
mod demo;
mod generate;
mod package;
mod run;
mod serve;
mod test;
mod tools;
mod workspace;

use anyhow::{Result, bail};
use args::Args;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  build     the shipped files into dist/                    [--no-wasm-opt] [--twice]
  profile   which functions the first figures do without, for the split of programs
  package   the npm package, dist/npm and packed           [--no-build]
  demo      build, make a 120-day stream, serve, open       [--data FILE…] [--events N] [--seed S] [--port N] [--policy P] [--tz ZONE]
            or serve your own files                         [--now INSTANT] [--from DATE] [--to DATE] [--trusted-types] [--no-open]
            --backend: on the example backend
  generate  a believable support stream                     [--events N] [--seed S] [--days D] [--until-ms T] [--out FILE]
  test      format, lints, native, wasm and page tests      [--only STEP…] [--skip STEP…]
  bench     load, report, filters, memory, sizes, a visit   [--events 100k,300k,1m,3m] [--rounds N] [--native-only|--browser-only] [--no-build]
";

fn main() -> ExitCode {
    let mut raw: Vec<String> = std::env::args().skip(1).collect();
    let command = if raw.is_empty() { "help".to_owned() } else { raw.remove(0) };
    match dispatch(&command, Args::new(raw)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask {command}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, args: Args) -> Result<()> {
    match command {
        "build" => build::command(args),
        "package" => package::command(args),
        "profile" => build::profile(args),
        "demo" => demo::command(args),
        "generate" => generate::command(args),
        "test" => test::command(args),
        "bench" => bench::command(args),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        unknown => bail!("no such command: {unknown}\n\n{USAGE}"),
    }
}

/// One line on what happens now. On standard error, so that results can be piped.
fn say(line: &str) {
    eprintln!("▸ {line}");
}
