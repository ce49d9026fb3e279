//! The example backend (examples/backend) as a program beside the site: built, started on a free port, ended with us.

use crate::{
    run::{run, shown},
    say,
    serve::Site,
    workspace,
};
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

/// Runs until it is dropped.
#[derive(Debug)]
pub struct Backend {
    pub url: String,
    child: Child,
}

impl Backend {
    /// With these records, for pages of any origin in `origins`.
    pub fn start(records: &[&Path], origins: &[String]) -> Result<Backend> {
        say("building the example backend (the first time with SQLite, which takes a minute)");
        run(Command::new("cargo").args(["build", "-p", "session-analytics-backend"]).current_dir(workspace::root()))?;
        let program = workspace::target().join("debug").join("session-analytics-backend");
        let mut command = Command::new(program.with_extension(std::env::consts::EXE_EXTENSION));
        command
            .args(["--demo", "--until-eof", "--port", "0", "--data"])
            .args(records)
            .arg("--allow-origin")
            .args(origins);
        eprintln!("  $ {}", shown(&command));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("starting the backend")?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line).context("starting the backend")?;
        }
        match line.trim().strip_prefix("listening on ") {
            Some(url) => Ok(Backend { url: url.to_owned(), child }),
            None => bail!("the backend did not start"),
        }
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Adds the example's page to a site, and lets it ask the backend.
pub fn add_page(site: &mut Site, backend: &str, config: &Map<String, Value>) -> Result<()> {
    let page = workspace::root().join("examples").join("backend").join("page");
    for (path, file) in
        [("/backend.html", "index.html"), ("/backend.mjs", "backend.mjs"), ("/backend.css", "backend.css")]
    {
        site.files.push((path.to_owned(), page.join(file)));
    }
    let mut settings = config.clone();
    settings.remove("source");
    settings.insert("backend".to_owned(), backend.into());
    site.texts.push(("/backend.json".to_owned(), serde_json::to_string_pretty(&settings)?));
    for (name, value) in &mut site.headers {
        if *name == "content-security-policy" {
            // Headers live as long as the program.
            *value = value.replace("connect-src 'self'", &format!("connect-src 'self' {backend}")).leak();
        }
    }
    Ok(())
}
