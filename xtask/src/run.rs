//! Starting other programs: each is shown before it runs, and its failure names it.

use anyhow::{Context, Result, bail};
use std::{
    ffi::OsStr,
    path::PathBuf,
    process::{Command, Stdio},
};

pub fn run(command: &mut Command) -> Result<()> {
    eprintln!("  $ {}", shown(command));
    let status = command.status().with_context(|| format!("starting {}", shown(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Standard output of a program that succeeds; nothing is shown.
pub fn output(command: &mut Command) -> Result<String> {
    let done = command.stderr(Stdio::null()).output().with_context(|| format!("starting {}", shown(command)))?;
    if !done.status.success() {
        bail!("`{}` failed ({})", shown(command), done.status);
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// The first program of that name in the folders of a `PATH`.
pub fn find(program: &str, path: &OsStr) -> Option<PathBuf> {
    let names: &[String] = &if cfg!(windows) {
        ["exe", "cmd", "bat"].map(|extension| format!("{program}.{extension}")).to_vec()
    } else {
        vec![program.to_owned()]
    };
    std::env::split_paths(path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|file| file.is_file())
}

/// The command as somebody would type it, without the environment.
pub fn shown(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let args = command.get_args().map(|arg| arg.to_string_lossy().into_owned());
    std::iter::once(name).chain(args).collect::<Vec<_>>().join(" ")
}
