//! The built page under Playwright: served over real HTTP, at desktop and phone size.

use super::{count::Count, examples, zones};
use crate::{
    backend::{self, Backend},
    generate::{self, Plan},
    run::run,
    serve::{STRICT, Server, Site},
    tools::{self, Tools, WasmOpt},
    workspace,
};
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::{fs, path::Path, process::Command};

/// 2026-01-31T12:00:00Z: the tests' stream is the same on every day and every machine.
pub const NOW_MS: i64 = 1_769_860_800_000;

pub fn page(count: &mut Count) -> Result<()> {
    tests(count, &tools::for_build(WasmOpt::No)?, &["desktop", "mobile"], |_| {})
}

/// The same on programs that note what of them runs: lines of a program's name and functions.
pub fn noted(tools: &Tools, notes: &Path) -> Result<()> {
    // Some look at the programs themselves, which are not those that are shipped. A small screen runs what a large one does.
    tests(&mut Count::default(), tools, &["desktop"], |playwright| {
        playwright.args(["--retries=0", "--timeout=120000"]).env("RAN", notes);
    })
    .or_else(|error| if fs::metadata(notes)?.len() > 0 { Ok(()) } else { Err(error) })
}

fn tests(count: &mut Count, tools: &Tools, projects: &[&str], more: impl FnOnce(&mut Command)) -> Result<()> {
    packages(tools)?;
    let (backend, beside) = on_backend()?;
    playwright(count, tools, projects, |playwright| {
        playwright.env("BACKEND_URL", &backend.url).env("BACKEND_SITE", beside.url());
        playwright.env("COMMAND_LINE", examples::command_line()?);
        more(playwright);
        Ok(())
    })
}

/// The tests of some projects of `tests/e2e/playwright.config.mjs`, on the built page.
pub fn playwright(
    count: &mut Count,
    tools: &Tools,
    projects: &[&str],
    more: impl FnOnce(&mut Command) -> Result<()>,
) -> Result<()> {
    let chromium = tools::chromium()?;
    let server = site()?.start(0)?;
    let mut playwright = tools.command("node");
    playwright
        .arg(workspace::e2e().join("node_modules/@playwright/test/cli.js"))
        .arg("test")
        .args(projects.iter().map(|project| format!("--project={project}")))
        .current_dir(workspace::e2e())
        .env("BASE_URL", server.url())
        .env("CHROME_PATH", chromium)
        .env("NO_SANDBOX", if tools::is_root() { "1" } else { "" })
        .env("OUTPUT", workspace::scratch().join("e2e"))
        .env("STREAM", workspace::scratch().join("e2e-stream").join("events.ndjson"))
        .env("FORCE_COLOR", "0");
    more(&mut playwright)?;
    count.run(&mut playwright)
}

/// What the tests visit: `/` with the default policy, `/fixtures/…`, `/events.ndjson`, `/small.ndjson` and `/bad/…`.
pub fn site() -> Result<Site> {
    let dist = workspace::dist();
    if !dist.join("index.html").is_file() {
        bail!("dist/ is empty: `cargo xtask build` first");
    }
    let folder = workspace::scratch().join("e2e-stream");
    let (events, small) = (folder.join("events.ndjson"), folder.join("small.ndjson"));
    generate::to_file(&Plan { records: 20_000, seed: 7, days: 120, until_ms: NOW_MS }, &events)?;
    generate::to_file(&Plan { records: 2_000, seed: 8, days: 40, until_ms: NOW_MS }, &small)?;
    let bad = fs::read_to_string(&small).context("the stream for the bad routes")?;
    let config = json!({
        "source": { "url": "/events.ndjson" },
        "tz": "Asia/Jakarta",
        "now": "2026-01-31T12:00:00Z",
        "from": "2026-01-02",
    });
    Ok(Site {
        root: dist,
        folders: vec![("/fixtures".to_owned(), workspace::e2e().join("fixtures"))],
        files: vec![("/events.ndjson".to_owned(), events), ("/small.ndjson".to_owned(), small)],
        texts: vec![("/demo.json".to_owned(), config.to_string()), ("/zones.json".to_owned(), zones::changes())],
        headers: vec![STRICT],
        bad: Some(bad),
    })
}

/// The example backend with the small stream, and the site again, on an origin that may ask it.
fn on_backend() -> Result<(Backend, Server)> {
    let mut site = site()?;
    // The port has to be known before the backend allows it: it is taken by listening on it.
    let (listener, origin) = Site::listen(0)?;
    let small = site.files.iter().find(|(path, _)| path == "/small.ndjson").context("the small stream")?.1.clone();
    let backend = Backend::start(&[&small], &[origin])?;
    let settings = json!({ "tz": "Asia/Jakarta", "now": "2026-01-31T12:00:00Z", "from": "2026-01-02" });
    backend::add_page(&mut site, &backend.url, settings.as_object().context("settings")?)?;
    Ok((backend, site.start_on(listener)?))
}

/// Installed again only when the lock file changed.
pub fn packages(tools: &Tools) -> Result<()> {
    tools::node(tools)?;
    let folder = workspace::e2e();
    let lock = fs::read(folder.join("package-lock.json")).context("tests/e2e/package-lock.json")?;
    let stamp = folder.join("node_modules").join(".installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    npm_ci(tools, &folder)?;
    fs::write(&stamp, lock).with_context(|| format!("writing {}", stamp.display()))
}

fn npm_ci(tools: &Tools, folder: &Path) -> Result<()> {
    let mut npm: Command = tools.command("npm");
    // The browser is the system's own: none is downloaded.
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    run(npm.current_dir(folder))
}
