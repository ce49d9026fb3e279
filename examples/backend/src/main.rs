//! A backend for Session Analytics: events in SQLite, handed out in pages to those who may see them. Each file is one
//! concern; `faults.rs` is for tests and demonstrations, and is left out of a copy.

#![allow(clippy::disallowed_methods, reason = "a server is where the clock is read")]

mod api;
mod faults;
mod forms;
mod store;
#[cfg(test)]
mod tests;
mod token;

use api::App;
use std::{error::Error, fs, net::Ipv4Addr, process::ExitCode};
use store::Store;
use token::Key;

const USAGE: &str = "\
session-analytics-backend [--port N] [--db FILE] [--data FILE…] [--allow-origin ORIGIN…] [--demo] [--until-eof]

  --port          of 127.0.0.1; 0 is any free one                            [8020]
  --db            where the events are kept; without, in memory
  --data          NDJSON files whose records are stored on start
  --allow-origin  pages of these origins may ask (CORS): http://127.0.0.1:8017
  --until-eof     ends when its standard input does: with the program that started it
  --demo          gives a token to whoever asks, and misbehaves on demand: never on a real server

  TOKEN_SECRET in the environment signs the tokens; without, they end with the program.
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("session-analytics-backend: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(options) = Options::read(std::env::args().skip(1))? else {
        print!("{USAGE}");
        return Ok(());
    };
    let mut store = Store::open(options.db.as_deref())?;
    for file in &options.data {
        let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        let (stored, wrong) = store.take_over(&text).map_err(|error| format!("{file}: {error}"))?;
        eprintln!("{file}: {stored} records stored, {} left out", wrong.len());
        wrong.iter().take(5).for_each(|line| eprintln!("  {line}"));
    }
    let key = match std::env::var("TOKEN_SECRET") {
        Ok(secret) if secret.len() >= 32 => Key::new(secret.as_bytes()),
        Ok(_) => return Err("TOKEN_SECRET is too short: 32 characters at least".into()),
        Err(_) => Key::new(&store.random()?),
    };
    let router = api::router(App::new(store, key), &options.origins, options.demo)?;
    if options.until_eof {
        std::thread::spawn(|| {
            let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
            std::process::exit(0);
        });
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        // Read by `cargo xtask`, which lets the system choose the port.
        println!("listening on http://{}", listener.local_addr()?);
        axum::serve(listener, router).await
    })?;
    Ok(())
}

#[derive(Debug, Default)]
struct Options {
    port: u16,
    db: Option<String>,
    data: Vec<String>,
    origins: Vec<String>,
    demo: bool,
    until_eof: bool,
}

impl Options {
    /// None: somebody asks how.
    fn read(args: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
        let (mut options, mut name) = (Options { port: 8020, ..Options::default() }, String::new());
        for arg in args {
            if arg.starts_with("--") {
                match arg.as_str() {
                    "--help" => return Ok(None),
                    "--demo" => options.demo = true,
                    "--until-eof" => options.until_eof = true,
                    _ => {}
                }
                name = arg;
                continue;
            }
            match name.as_str() {
                "--port" => options.port = arg.parse().map_err(|_| format!("--port: `{arg}` is no port"))?,
                "--db" => options.db = Some(arg),
                "--data" => options.data.push(arg),
                "--allow-origin" => options.origins.push(arg),
                _ => return Err(format!("what is `{arg}`? --help lists all options")),
            }
        }
        Ok(Some(options))
    }
}
