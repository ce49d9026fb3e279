//! `.br` and `.gz` beside each file that is worth it, for servers that send prepared ones.

use crate::say;
use anyhow::{Context, Result};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

const WORTH_IT: [&str; 8] = ["html", "js", "css", "wasm", "json", "svg", "map", "txt"];

pub fn compress(dist: &Path) -> Result<()> {
    say("compressing with brotli and gzip");
    for file in files(dist)? {
        let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        write(&file, "br", &brotli(&bytes)?)?;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&bytes)?;
        write(&file, "gz", &gzip.finish()?)?;
    }
    Ok(())
}

/// Every file below a folder that compresses, by name. The npm package is made of the same files.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name == "npm") {
                continue;
            }
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|e| WORTH_IT.iter().any(|known| e == *known)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
    Ok(out)
}

fn write(file: &Path, extension: &str, bytes: &[u8]) -> Result<()> {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{extension}"));
    fs::write(&name, bytes).with_context(|| format!("writing {}", Path::new(&name).display()))
}
