//! The pinned tools. A right version on `PATH` is used as it is; else it is installed into a folder of the user's cache.

mod apt;
mod browser;
mod cargo;
mod npm;

pub use apt::is_root;
pub use browser::{chromedriver, chromium};
pub use npm::node;

use crate::run::{find, output};
use anyhow::{Result, bail};
use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::Command,
};

pub const TRUNK: &str = "0.21.14";
/// The same as in Cargo.toml.
pub const WASM_BINDGEN: &str = "0.2.129";
/// Debian's 108 breaks the output; never another one than this.
pub const BINARYEN: &str = "123";
/// Makes scripts smaller.
pub const TERSER: &str = "5.51.2";

/// The folders that children search, ours first.
#[derive(Debug, Clone)]
pub struct Tools {
    path: OsString,
    /// Whether wasm-opt and terser are there.
    pub smaller: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WasmOpt {
    Required,
    /// Without Node the build goes on, and is larger.
    IfPossible,
    No,
}

/// All that a build needs.
pub fn for_build(wasm_opt: WasmOpt) -> Result<Tools> {
    let mut tools = Tools { path: search_path()?, smaller: false };
    cargo::wasm_target()?;
    cargo::install(&tools, "trunk", "trunk", TRUNK)?;
    cargo::install(&tools, "wasm-bindgen-cli", "wasm-bindgen", WASM_BINDGEN)?;
    tools.smaller = match wasm_opt {
        WasmOpt::No => false,
        _ => match npm::install(&tools, "binaryen", "wasm-opt", BINARYEN)
            .and_then(|()| npm::install(&tools, "terser", "terser", TERSER))
        {
            Ok(()) => true,
            Err(error) if wasm_opt == WasmOpt::IfPossible => {
                crate::say(&format!("going on without wasm-opt and terser, the files will be larger: {error:#}"));
                false
            }
            Err(error) => bail!("{error:#}; or build without it, larger: cargo xtask build --no-wasm-opt"),
        },
    };
    Ok(tools)
}

impl Tools {
    /// A command that finds our tools before all others, and whose children do.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(find(program, &self.path).unwrap_or_else(|| PathBuf::from(program)));
        command.env("PATH", &self.path);
        command
    }

    pub fn find(&self, program: &str) -> Option<PathBuf> {
        find(program, &self.path)
    }

    /// Whether the program found first says that it is that version.
    fn has(&self, program: &str, version: &str) -> bool {
        let said = self.find(program).and_then(|file| output(Command::new(file).arg("--version")).ok());
        said.is_some_and(|said| said.split_whitespace().any(|word| word.trim_start_matches('v') == version))
    }
}

/// `tools` in the user's cache folder; `bin` in it is cargo's, `npm` npm's.
fn folder() -> Result<PathBuf> {
    let of = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || of("HOME").or_else(|| of("USERPROFILE"));
    let cache = of("XDG_CACHE_HOME").or_else(|| match std::env::consts::OS {
        "macos" => home().map(|home| home.join("Library/Caches")),
        "windows" => of("LOCALAPPDATA"),
        _ => home().map(|home| home.join(".cache")),
    });
    match cache {
        Some(cache) => Ok(cache.join("session-analytics").join("tools")),
        None => bail!("no cache folder: set XDG_CACHE_HOME or HOME"),
    }
}

fn search_path() -> Result<OsString> {
    let tools = folder()?;
    let ours = [tools.join("bin"), npm::bin(&tools)];
    let theirs = std::env::var_os("PATH").unwrap_or_default();
    Ok(std::env::join_paths(ours.into_iter().chain(std::env::split_paths(OsStr::new(&theirs))))?)
}

fn in_folder(name: &str, tools: &Path) -> String {
    format!("{name} (into {})", tools.display())
}
