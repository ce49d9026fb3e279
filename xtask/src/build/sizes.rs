//! What is shipped and what it weighs.

use super::{compress, names::MANIFEST};
use anyhow::{Context, Result};
use std::{fs, path::Path};

#[derive(Debug)]
pub struct Shipped {
    /// Relative to dist/.
    pub name: String,
    pub raw: u64,
    pub brotli: u64,
}

/// By name. Needs the `.br` files that a build writes.
pub fn shipped(dist: &Path) -> Result<Vec<Shipped>> {
    let size = |path: &Path| fs::metadata(path).map(|m| m.len()).with_context(|| format!("reading {}", path.display()));
    let mut rows = Vec::new();
    for file in compress::files(dist)? {
        let name = file.strip_prefix(dist).unwrap_or(&file).to_string_lossy().into_owned();
        if name == MANIFEST {
            continue;
        }
        let brotli = size(&dist.join(format!("{name}.br")))?;
        rows.push(Shipped { name, raw: size(&file)?, brotli });
    }
    Ok(rows)
}

pub fn print(rows: &[Shipped]) {
    println!("{:<32} {:>12} {:>12}", "dist/", "bytes", "brotli");
    for row in rows {
        println!("{:<32} {:>12} {:>12}", row.name, row.raw, row.brotli);
    }
    let (raw, brotli) = rows.iter().fold((0, 0), |(raw, brotli), row| (raw + row.raw, brotli + row.brotli));
    println!("{:<32} {raw:>12} {brotli:>12}", "all");
}
