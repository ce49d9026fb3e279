//! Options after the command. Each is taken out by its name; what nobody took is an error.

use anyhow::{Result, anyhow, bail};
use std::str::FromStr;

#[derive(Debug)]
pub struct Args {
    left: Vec<String>,
}

impl Args {
    pub fn new(raw: Vec<String>) -> Self {
        // `--name=value` is `--name value`.
        let split = |arg: String| match arg.split_once('=') {
            Some((name, value)) if name.starts_with("--") => vec![name.to_owned(), value.to_owned()],
            _ => vec![arg],
        };
        Self { left: raw.into_iter().flat_map(split).collect() }
    }

    pub fn flag(&mut self, name: &str) -> bool {
        let place = self.left.iter().position(|arg| arg == name);
        place.map(|at| self.left.remove(at)).is_some()
    }

    pub fn value(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.left.iter().position(|arg| arg == name) else { return Ok(None) };
        if self.left.get(at + 1).is_none_or(|value| value.starts_with("--")) {
            bail!("{name} needs a value");
        }
        self.left.remove(at);
        Ok(Some(self.left.remove(at)))
    }

    pub fn parsed<T: FromStr>(&mut self, name: &str, default: T) -> Result<T> {
        let Some(text) = self.value(name)? else { return Ok(default) };
        text.parse().map_err(|_| anyhow!("{name}: `{text}` is not a valid value"))
    }

    /// All values up to the next option.
    pub fn many(&mut self, name: &str) -> Result<Vec<String>> {
        let mut values = Vec::new();
        while let Some(at) = self.left.iter().position(|arg| arg == name) {
            let end = self.left[at + 1..]
                .iter()
                .position(|arg| arg.starts_with("--"))
                .map_or(self.left.len(), |n| at + 1 + n);
            values.extend(self.left.drain(at..end).skip(1));
            if values.is_empty() {
                bail!("{name} needs a value");
            }
        }
        Ok(values)
    }

    pub fn finish(self) -> Result<()> {
        match self.left.first() {
            Some(unknown) => bail!("unknown option `{unknown}`; `cargo xtask help` lists all"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_taken_by_name() {
        let mut args = Args::new(["--data", "a", "b", "--port=8080", "--no-open"].map(str::to_owned).to_vec());
        assert_eq!(args.many("--data").expect("values"), ["a", "b"]);
        assert_eq!(args.parsed("--port", 0u16).expect("a number"), 8080);
        assert!(args.flag("--no-open") && args.finish().is_ok());
    }

    #[test]
    fn a_wrong_option_is_named() {
        assert!(Args::new(vec!["--prot".to_owned()]).finish().is_err_and(|e| e.to_string().contains("--prot")));
        assert!(Args::new(vec!["--port".to_owned()]).value("--port").is_err());
    }
}
