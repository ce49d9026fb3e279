//! Chromium and its driver: where they usually are, or how to get them.

use super::apt;
use crate::run::find;
use anyhow::{Result, bail};
use std::path::PathBuf;

const BROWSERS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// `CHROME_PATH`, else the first of the usual names.
pub fn chromium() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("CHROME_PATH") {
        let given = PathBuf::from(given);
        if given.is_file() {
            return Ok(given);
        }
        bail!("CHROME_PATH names no file: {}", given.display());
    }
    let look = || on_path(&BROWSERS).or_else(|| MAC.map(PathBuf::from).into_iter().find(|app| app.is_file()));
    if let Some(found) = look() {
        return Ok(found);
    }
    if apt::install(&["chromium"])?
        && let Some(found) = look()
    {
        return Ok(found);
    }
    bail!(
        "no browser found: install Chromium or Chrome (`apt install chromium`, `dnf install chromium`, `brew install --cask chromium`, \
         https://www.google.com/chrome), or set CHROME_PATH to its program"
    );
}

/// `CHROMEDRIVER`, else the one on `PATH`.
pub fn chromedriver() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("CHROMEDRIVER") {
        return Ok(PathBuf::from(given));
    }
    if let Some(found) = on_path(&["chromedriver"]) {
        return Ok(found);
    }
    if apt::install(&["chromium-driver"])?
        && let Some(found) = on_path(&["chromedriver"])
    {
        return Ok(found);
    }
    bail!(
        "no chromedriver found: install the one of your browser's version (`apt install chromium-driver`, `brew install chromedriver`, \
         https://googlechromelabs.github.io/chrome-for-testing), or set CHROMEDRIVER to it"
    );
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    names.iter().find_map(|name| find(name, &path))
}
