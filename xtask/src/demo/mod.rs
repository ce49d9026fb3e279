//! `cargo xtask demo`: build, make a stream (or take the person's own files), serve, open.

mod files;
mod period;

use crate::{
    args::Args,
    backend::{self, Backend},
    build, generate, say,
    serve::{STRICT, Site, TRUSTED_TYPES},
    tools::WasmOpt,
    workspace,
};
use anyhow::Result;
use serde_json::{Map, Value, json};
use std::{io::IsTerminal, path::PathBuf, process::Command};

pub fn command(mut args: Args) -> Result<()> {
    let given = args.many("--data")?;
    let port = args.parsed("--port", 8017)?;
    let records = args.parsed("--events", 200_000)?;
    let seed = args.parsed("--seed", 1)?;
    let mut config = Map::new();
    for key in ["policy", "tz", "now", "from", "to", "lang"] {
        if let Some(value) = args.value(&format!("--{key}"))? {
            // A policy may be an object: {"preset": "resolution_24h", "scope": "conversation"}.
            let value = if value.starts_with('{') { serde_json::from_str(&value)? } else { Value::String(value) };
            config.insert(key.to_owned(), value);
        }
    }
    let no_open = args.flag("--no-open");
    let no_build = args.flag("--no-build");
    let on_backend = args.flag("--backend");
    let header = if args.flag("--trusted-types") { TRUSTED_TYPES } else { STRICT };
    args.finish()?;
    let data = given.iter().map(|file| files::check(file)).collect::<Result<Vec<_>>>()?;

    if !no_build {
        build::build(WasmOpt::IfPossible)?;
    }
    let served =
        if data.is_empty() { generated(records, seed, &mut config)? } else { files::offer(data, &mut config)? };
    let urls: Vec<_> = served.iter().map(|(url, _)| url.as_str()).collect();
    config.insert("source".to_owned(), json!({ "url": if urls.len() == 1 { json!(urls[0]) } else { json!(urls) } }));
    let mut site = Site {
        root: workspace::dist(),
        files: served,
        texts: vec![("/demo.json".to_owned(), serde_json::to_string_pretty(&config)?)],
        headers: vec![header],
        ..Site::default()
    };
    let origin = format!("http://127.0.0.1:{port}");
    let backend = match on_backend {
        true => {
            Some(Backend::start(&site.files.iter().map(|(_, file)| file.as_path()).collect::<Vec<_>>(), &[origin])?)
        }
        false => None,
    };
    if let Some(backend) = &backend {
        backend::add_page(&mut site, &backend.url, &config)?;
    }
    let server = site.start(port)?;
    let address = format!("{}/{}", server.url(), if on_backend { "backend.html" } else { "" });
    println!("\n  Session Analytics is at {address}\n  Stop it with Ctrl+C.\n");
    if !no_open && std::env::var_os("CI").is_none() && std::io::stdout().is_terminal() {
        open(&address);
    }
    server.wait();
    Ok(())
}

fn generated(records: u64, seed: u64, config: &mut Map<String, Value>) -> Result<Vec<(String, PathBuf)>> {
    let file = workspace::scratch().join("demo").join("events.ndjson");
    say(&format!("making a stream of 120 days that ends now, about {records} records (seed {seed})"));
    let until_ms = generate::now_ms();
    generate::to_file(&generate::Plan { records, seed, days: 120, until_ms }, &file)?;
    config.entry("tz").or_insert(json!("Asia/Jakarta"));
    period::last_30_days(config, until_ms);
    Ok(vec![("/events.ndjson".to_owned(), file)])
}

/// Where there is a browser that wants to be opened; nothing is lost where not.
fn open(url: &str) {
    let (program, before): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() => return,
        _ => ("xdg-open", &[]),
    };
    let _ = Command::new(program).args(before).arg(url).spawn();
}
