//! `cargo xtask generate`: the stream into a file, compressed when the name ends in `.gz`.

use super::{Plan, Written, write};
use crate::{args::Args, say};
use anyhow::{Context, Result};
use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

pub fn command(mut args: Args) -> Result<()> {
    let plan = Plan {
        records: args.parsed("--events", 200_000)?,
        seed: args.parsed("--seed", 1)?,
        days: args.parsed("--days", 120)?,
        until_ms: args.parsed("--until-ms", now_ms())?,
    };
    let out = args.value("--out")?.unwrap_or_else(|| "events.ndjson".to_owned());
    args.finish()?;
    if out == "-" {
        write(&plan, BufWriter::new(std::io::stdout().lock())).context("standard output")?;
        return Ok(());
    }
    to_file(&plan, &PathBuf::from(out)).map(drop)
}

/// Writes beside the place first, so that a broken-off run leaves no half file.
pub fn to_file(plan: &Plan, path: &Path) -> Result<Written> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    }
    let partial = path.with_extension("partial");
    let file = BufWriter::with_capacity(
        1 << 20,
        File::create(&partial).with_context(|| format!("creating {}", partial.display()))?,
    );
    let written = if path.extension().is_some_and(|e| e == "gz") {
        let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::new(6));
        let written = write(plan, &mut gzip).context("writing the stream")?;
        gzip.finish().and_then(|mut file| file.flush()).context("writing the stream")?;
        written
    } else {
        write(plan, file).context("writing the stream")?
    };
    fs::rename(&partial, path).with_context(|| format!("renaming to {}", path.display()))?;
    let average = written.bytes / written.records.max(1);
    say(&format!(
        "{}: {} records, {} MB, {average} bytes a record",
        path.display(),
        written.records,
        written.bytes / 1_000_000
    ));
    Ok(written)
}

pub fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}
