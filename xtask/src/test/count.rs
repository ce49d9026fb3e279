//! Running a test program, showing what it says and counting the tests it reports.

use crate::run::shown;
use anyhow::{Context, Result, bail};
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

#[derive(Debug, Default)]
pub struct Count {
    pub passed: u64,
    pub failed: u64,
}

impl Count {
    pub fn add(&mut self, other: &Count) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// `test result: ok. 3 passed; 1 failed; …` of Rust, `  3 passed (2.1s)` and `  1 failed` of Playwright.
    fn read(&mut self, line: &str) {
        let line = line.trim();
        let summary = match line.strip_prefix("test result: ") {
            Some(rest) => rest.split_once(". ").map_or("", |(_, counts)| counts),
            None => line,
        };
        for part in summary.split(';') {
            let mut words = part.split_whitespace();
            let number = words.next().and_then(|word| word.parse::<u64>().ok());
            match (number, words.next(), words.next()) {
                (Some(n), Some("passed"), None) => self.passed += n,
                (Some(n), Some("passed"), Some(time)) if time.starts_with('(') => self.passed += n,
                (Some(n), Some("failed"), None) => self.failed += n,
                _ => {}
            }
        }
    }

    /// Standard output passes through here; errors go where they always go.
    pub fn run(&mut self, command: &mut Command) -> Result<()> {
        eprintln!("  $ {}", shown(command));
        let mut child =
            command.stdout(Stdio::piped()).spawn().with_context(|| format!("starting {}", shown(command)))?;
        if let Some(stdout) = child.stdout.take() {
            let mut lines = BufReader::new(stdout);
            let mut line = Vec::new();
            while lines.read_until(b'\n', &mut line)? > 0 {
                let text = String::from_utf8_lossy(&line);
                print!("{text}");
                self.read(&text);
                line.clear();
            }
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("`{}` failed ({status})", shown(command));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_summary_are_read() {
        let mut count = Count::default();
        for line in [
            "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 2 filtered out; finished in 0.33s\n",
            "  1 failed\n",
            "    [desktop] › smoke.spec.mjs:3:1 › the page has the element\n",
            "  2 passed (3.4s)\n",
            "test engine::five passed values ... ok\n",
        ] {
            count.read(line);
        }
        assert_eq!((count.passed, count.failed), (5, 2));
    }
}
