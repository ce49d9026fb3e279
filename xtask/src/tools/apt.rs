//! Debian packages, where this user may install them: in containers, mostly.

use crate::{
    run::{find, output, run},
    say,
};
use anyhow::Result;
use std::process::Command;

/// False where there is no apt or no right to use it.
pub fn install(packages: &[&str]) -> Result<bool> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if !is_root() || find("apt-get", &path).is_none() {
        return Ok(false);
    }
    say(&format!("installing Debian packages: {}", packages.join(", ")));
    run(Command::new("apt-get").args(["update", "-qq"]))?;
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-qq", "-y", "--no-install-recommends"]);
    run(apt.args(packages))?;
    Ok(true)
}

pub fn is_root() -> bool {
    cfg!(unix) && output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
