//! Where things are.

use std::path::PathBuf;

/// The repository's folder: as Cargo says now, because a checkout may have moved since this was built.
pub fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    xtask.parent().unwrap_or(&xtask).to_owned()
}

/// What a CDN gets.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The end-to-end tests and their Node packages.
pub fn e2e() -> PathBuf {
    root().join("tests").join("e2e")
}

/// Cargo's folder for everything that can be made again.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Ours in it: generated streams, results.
pub fn scratch() -> PathBuf {
    target().join("xtask")
}
