//! The same streams in Chromium, through `xtask/bench/driver.mjs`.

use super::{FROM, NOW, Stream, TO, ZONE};
use crate::{
    run::shown,
    say,
    serve::{ISOLATED, Site},
    test,
    tools::{self, Tools},
    workspace,
};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::process::Stdio;

pub fn measure(tools: &Tools, streams: &[Stream], first: &Stream, rounds: usize) -> Result<Value> {
    test::packages(tools)?;
    let chromium = tools::chromium()?;
    let scripts = workspace::root().join("xtask").join("bench");
    let url = |stream: &Stream| format!("/streams/{}.ndjson", stream.name);
    // The page itself asks about a stream of its own address: it may be one of the others.
    const FIRST: &str = "/streams/first/events.ndjson";
    let visited = [(FIRST.to_owned(), first.file.clone())];
    let config = json!({ "source": { "url": FIRST }, "tz": ZONE, "now": NOW, "from": FROM, "to": TO });
    let site = Site {
        root: workspace::dist(),
        folders: vec![("/bench".to_owned(), scripts.clone())],
        files: streams.iter().map(|stream| (url(stream), stream.file.clone())).chain(visited).collect(),
        texts: vec![("/demo.json".to_owned(), config.to_string())],
        headers: ISOLATED.to_vec(),
        ..Site::default()
    };
    let server = site.start(0)?;
    let listed =
        streams.iter().map(|s| json!({ "name": s.name, "url": url(s), "records": s.records, "bytes": s.bytes }));
    let job = json!({
        "base": server.url(),
        "chromium": chromium,
        "no_sandbox": tools::is_root(),
        "packages": workspace::e2e().join("package.json"),
        "rounds": rounds,
        "first": { "url": FIRST, "records": first.records, "bytes": first.bytes },
        "streams": listed.collect::<Vec<_>>(),
        "engine": { "tz": ZONE, "now": NOW, "from": FROM, "to": TO, "page": 1000 },
    });
    say("Chromium: reading alone, JSON.parse of every line, the engine");
    let mut node = tools.command("node");
    node.arg(scripts.join("driver.mjs")).arg(job.to_string()).stdout(Stdio::piped());
    let done = node.spawn().and_then(std::process::Child::wait_with_output).context("starting node")?;
    if !done.status.success() {
        bail!("the benchmark in Chromium failed: `{}`", shown(&node).chars().take(60).collect::<String>());
    }
    serde_json::from_slice(&done.stdout).context("the results from Chromium")
}
