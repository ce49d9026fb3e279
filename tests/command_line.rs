//! The native program as a shell runs it: arguments, exit status, and what it says.
#![cfg(unix)]

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const LINES: &str =
    "oops\n{\"type\":\"opened\",\"id\":\"e1\",\"at\":1,\"conversation_id\":\"c\",\"customer_id\":\"u\"}\n";

/// A folder of its own, with a file of records.
fn file(test: &str, name: &OsStr) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    fs::write(&path, LINES).expect("a file");
    path
}

fn program(arguments: &[&OsStr]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_session-analytics"));
    command.args(arguments).stdin(Stdio::null());
    command
}

/// The exit status, and the last line said.
fn run(arguments: &[&OsStr]) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = program(arguments).output().expect("a program");
    let said = String::from_utf8(stderr).expect("UTF-8");
    (status.code(), said.lines().last().unwrap_or_default().to_owned())
}

#[test]
fn names_of_files_need_not_be_utf8() {
    for name in ["data#1.ndjson".into(), OsString::from("what?.ndjson"), OsStr::from_bytes(b"x\xff.ndjson").to_owned()]
    {
        let path = file("names", &name);
        let rejects = path.with_extension("rejects");
        let (status, said) =
            run(&["report".as_ref(), "--rejects".as_ref(), rejects.as_ref(), "--".as_ref(), path.as_ref()]);
        assert_eq!(status, Some(0), "{said}");
        assert!(said.starts_with("2 records seen: 1 accepted") && said.ends_with(" 1 rejected"), "{name:?}: {said}");
        assert_eq!(fs::read_to_string(&rejects).expect("rejects").lines().count(), 1);
    }
}

#[test]
fn what_is_no_option_is_said() {
    let path = file("options", "e.ndjson".as_ref());
    let odd = OsStr::from_bytes(b"--tz\xff");
    for (arguments, expected) in [
        (vec!["--compare=no".as_ref()], "--compare takes no value"),
        (vec!["--compare=".as_ref()], "--compare takes no value"),
        (vec!["-v".as_ref()], "unknown option -v"),
        (vec!["--odd=1".as_ref()], "unknown option --odd"),
        (vec![odd], "is not UTF-8"),
        (vec!["--tz".as_ref(), OsStr::from_bytes(b"\xff")], "is not UTF-8"),
    ] {
        let arguments = [vec!["report".as_ref(), path.as_ref()], arguments].concat();
        let (status, said) = run(&arguments);
        assert!(status == Some(2) && said.contains(expected), "{arguments:?}: {status:?} {said}");
    }
    assert_eq!(run(&["report".as_ref(), "--compare".as_ref(), "--tz=UTC".as_ref(), path.as_ref()]).0, Some(0));
    assert_eq!(run(&["report".as_ref(), "-".as_ref()]).0, Some(0));
    // After two dashes there are only files.
    let (status, said) = run(&["report".as_ref(), "--".as_ref(), "--compare=no".as_ref()]);
    assert!(status == Some(1) && said.contains("--compare=no: "), "{said}");
}

#[test]
#[cfg(target_os = "linux")]
fn what_nobody_can_read_changes_no_answer() {
    let path = file("full", "e.ndjson".as_ref());
    for (name, expected) in [(path.as_os_str(), 0), ("/nowhere.ndjson".as_ref(), 1)] {
        let full = File::options().write(true).open("/dev/full").expect("a device");
        let output = program(&["sessions".as_ref(), name]).stderr(full).output().expect("a program");
        assert_eq!(output.status.code(), Some(expected));
    }
}
