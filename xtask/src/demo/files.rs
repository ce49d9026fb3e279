//! A person's own files: are they there, and under which address.

use super::period::{self, Seen};
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

pub fn check(file: &str) -> Result<PathBuf> {
    let path = std::path::absolute(file).with_context(|| format!("--data {file}"))?;
    if !path.is_file() {
        bail!("--data {file}: there is no such file ({})", path.display());
    }
    Ok(path)
}

/// Address and file of each. For files of long ago, now and the period are theirs, unless something else was asked for.
pub fn offer(data: Vec<PathBuf>, config: &mut Map<String, Value>) -> Result<Vec<(String, PathBuf)>> {
    let mut seen = Seen::default();
    for file in &data {
        seen.read(file)?;
    }
    if !["now", "from", "to"].iter().any(|key| config.contains_key(*key)) {
        period::choose(&seen, config);
    }
    let address = |index: usize, file: &Path| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let safe: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
        format!("/data/{index}-{safe}")
    };
    Ok(data.into_iter().enumerate().map(|(index, file)| (address(index, &file), file)).collect())
}
