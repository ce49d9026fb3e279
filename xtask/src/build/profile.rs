//! `cargo xtask profile`: which functions the first figures do without. Measured by all tests of the page, in which the rest
//! comes late: what has not run in any of them before it came may wait.

use super::split::{SPLIT, idle};
use crate::{args::Args, say, test, tools::WasmOpt, workspace};
use anyhow::{Context, Result, bail};
use std::{
    collections::{HashMap, HashSet},
    fs,
};

pub fn command(args: Args) -> Result<()> {
    args.finish()?;
    let folder = workspace::scratch().join("profile");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let notes = folder.join("ran.ndjson");
    fs::write(&notes, "").with_context(|| format!("writing {}", notes.display()))?;
    let tools = super::assemble(WasmOpt::No, Some(&folder))?;
    test::noted(&tools, &notes)?;
    let mut ran: HashMap<String, HashSet<u32>> = HashMap::new();
    for line in fs::read_to_string(&notes)?.lines() {
        let (program, functions): (String, Vec<u32>) = serde_json::from_str(line).context("what has run")?;
        ran.entry(program).or_default().extend(functions);
    }
    for (program, waits) in SPLIT {
        let Some(ran) = ran.get(program) else { bail!("nothing of {program} has run") };
        let names = idle(&fs::read(folder.join(format!("{program}.wasm")))?, &waits, ran)?;
        let path = workspace::root().join("xtask/src/build/split/idle").join(format!("{program}.txt"));
        let text: String = names.iter().flat_map(|name| [name, "\n"]).collect();
        fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        say(&format!("{}: {} functions wait", path.display(), names.len()));
    }
    say("dist/ is of no use now: `cargo xtask build` makes it anew, in parts by these lists");
    Ok(())
}
