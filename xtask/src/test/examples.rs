//! The examples and the documentation as their readers use them: the packed package installed, every example built and
//! opened in the browser, every snippet run.

use super::{
    count::Count,
    page::{self, packages},
};
use crate::{
    package,
    run::run,
    say,
    serve::{STRICT, Site},
    tools::{self, Tools, WasmOpt},
    workspace,
};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A CDN's: other origins may read its files, and caches may keep them.
const CDN: [(&str, &str); 2] = [("access-control-allow-origin", "*"), ("cross-origin-resource-policy", "cross-origin")];

pub fn examples(count: &mut Count) -> Result<()> {
    let tools = tools::for_build(WasmOpt::No)?;
    packages(&tools)?;
    let packed = package::package(&tools)?;
    let home = workspace::scratch().join("consumer");
    install(&tools, &packed, &home)?;
    say("building the examples");
    let mut npm = tools.command("npm");
    npm.args(["run", "build", "--workspaces", "--if-present", "--loglevel=error"]);
    run(npm.current_dir(home.join("examples")))?;

    let examples = Site { root: home.join("examples"), headers: vec![STRICT], ..Site::default() }.start(0)?;
    let cdn = Site { root: workspace::dist(), headers: CDN.to_vec(), ..Site::default() }.start(0)?;
    page::playwright(count, &tools, &["examples"], |playwright| {
        playwright
            .env("EXAMPLES", home.join("examples"))
            .env("EXAMPLES_URL", examples.url())
            .env("CDN_URL", cdn.url())
            .env("COMMAND_LINE", command_line()?);
        Ok(())
    })
}

/// The examples in a folder of their own, with nothing around them but the packed file that they name.
fn install(tools: &Tools, packed: &Path, home: &Path) -> Result<()> {
    let examples = home.join("examples");
    let file = home.join("dist").join("session-analytics.tgz");
    let installed = examples.join("node_modules").join(".installed-lock");
    let lock = fs::read(workspace::root().join("examples/package-lock.json")).context("examples/package-lock.json")?;
    let bytes = fs::read(packed).with_context(|| format!("reading {}", packed.display()))?;
    let is_same =
        fs::read(&installed).is_ok_and(|kept| kept == lock) && fs::read(&file).is_ok_and(|kept| kept == bytes);
    if examples.exists() {
        clear(&examples)?;
    }
    copy(&workspace::root().join("examples"), &examples)?;
    if is_same {
        return Ok(());
    }
    fs::create_dir_all(home.join("dist"))?;
    fs::write(&file, bytes).with_context(|| format!("writing {}", file.display()))?;
    let mut npm: Command = tools.command("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]);
    run(npm.current_dir(&examples))?;
    fs::write(&installed, lock).with_context(|| format!("writing {}", installed.display()))
}

/// What npm installed stays.
fn clear(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "node_modules") {
            fs::remove_dir_all(&path).with_context(|| format!("removing {}", path.display()))?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("creating {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        if name == "node_modules" || name == "dist" || name == "backend" {
            continue;
        }
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name)).with_context(|| format!("copying {}", path.display()))?;
        }
    }
    Ok(())
}

/// The native program, whose figures those in the browser have to equal.
pub fn command_line() -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--no-default-features", "-p", "session-analytics", "--bin", "session-analytics"]);
    run(cargo.current_dir(workspace::root()))?;
    Ok(workspace::target().join("debug").join(format!("session-analytics{}", std::env::consts::EXE_SUFFIX)))
}
