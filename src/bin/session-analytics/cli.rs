//! Arguments, files, answers and exit status of the native program.

#[path = "import.rs"]
mod import;

use serde_json::{Map, Value};
use session_analytics::engine::list;
use session_analytics::engine::mapping;
use session_analytics::native;
use session_analytics::protocol::{Engine, Host, Reject};
use session_analytics::wire::imports;
use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: session-analytics report|sessions|mapping|import FORMAT [--config FILE] [--policy PRESET] [--tz ZONE] \
[--now INSTANT] [--from DATE] [--to DATE] [--filter NAME=VALUE[,VALUE…]] [--compare] [--rejects FILE] FILE…";

/// How the program ends when it does not end well: status and one line.
enum Failure {
    /// 2: bad usage or configuration.
    Usage(String),
    /// 1: a file that cannot be read or written.
    File(String),
}

#[derive(Debug, Default)]
struct Arguments {
    command: String,
    /// What `import` reads.
    format: Option<&'static imports::Format>,
    config: Option<PathBuf>,
    /// Keys that override the configuration.
    overrides: Map<String, Value>,
    filters: Map<String, Value>,
    rejects: Option<PathBuf>,
    files: Vec<PathBuf>,
}

pub fn main() -> ExitCode {
    let (status, message) = match run(std::env::args_os().skip(1)) {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => (2, message),
        Err(Failure::File(message)) => (1, message),
    };
    say(format_args!("session-analytics: {message}"));
    ExitCode::from(status)
}

/// A line for the person who waits. Where it cannot be written nobody does, and the answer is the same.
fn say(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn run(arguments: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    let arguments = parse(arguments)?;
    let mut engine = Engine::new(Host { zone: native::zone, now });
    let config = Value::Object(document(&arguments)?);
    // Checked before a large file is read for nothing.
    engine.configure(&config).map_err(|error| Failure::Usage(error.to_string()))?;
    if let Some(format) = arguments.format {
        return import::run(&arguments, format, &config);
    }
    for file in &arguments.files {
        load(&mut engine, file).map_err(|error| unusable(file, error))?;
    }
    let query = engine.query(&Value::Null).map_err(|error| Failure::Usage(error.to_string()))?;
    write_rejects(&arguments, engine.rejects())?;
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match arguments.command.as_str() {
        "report" => write_line(&mut out, &engine.desk.report(&query, |_| true)),
        "sessions" => {
            let prepared = engine.desk.prepare(&query);
            let view = prepared.view(query.period);
            let events = view.derived.by_session();
            view.selected().rev().try_for_each(|i| write_line(&mut out, &list::row(&view, i, events.events(i))))
        }
        _ => {
            let prepared = engine.desk.prepare(&query);
            mapping::rows(&prepared.view(query.period)).iter().try_for_each(|row| write_line(&mut out, row))
        }
    };
    written_out(written.and_then(|()| out.flush()))?;
    let d = engine.diagnostics(query.now);
    say(format_args!(
        "{} records seen: {} accepted, {} duplicate, {} of unknown type, {} in the future, {} rejected",
        d.seen, d.accepted, d.duplicate, d.unknown_type, d.future, d.rejected
    ));
    Ok(())
}

fn write_rejects(arguments: &Arguments, rejects: &[Reject]) -> Result<(), Failure> {
    let Some(path) = &arguments.rejects else { return Ok(()) };
    let lines = rejects.iter().map(|reject| serde_json::to_string(reject).unwrap_or_default() + "\n");
    std::fs::write(path, lines.collect::<String>()).map_err(|error| unusable(path, error))
}

fn unusable(file: &Path, error: io::Error) -> Failure {
    Failure::File(format!("{}: {error}", file.display()))
}

fn written_out(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::File(format!("output: {error}"))),
        _ => Ok(()),
    }
}

fn write_line(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

fn input(file: &Path) -> io::Result<Box<dyn Read>> {
    Ok(if file == Path::new("-") { Box::new(io::stdin().lock()) } else { Box::new(std::fs::File::open(file)?) })
}

fn load(engine: &mut Engine, file: &Path) -> io::Result<()> {
    let mut input = input(file)?;
    engine.open(&file.to_string_lossy(), None);
    let mut chunk = vec![0; 1 << 18];
    loop {
        match input.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => _ = engine.chunk(&chunk[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    engine.close().map(drop).map_err(io::Error::other)
}

fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Arguments, Failure> {
    let usage = |message: String| Failure::Usage(format!("{message}; {USAGE}"));
    let text = |argument: OsString| argument.into_string().map_err(|bad| usage(format!("{bad:?} is not UTF-8")));
    let command = text(arguments.next().ok_or_else(|| usage("no command".to_owned()))?)?;
    if command == "--help" || command == "-h" {
        return Err(Failure::Usage(USAGE.to_owned()));
    }
    if !["report", "sessions", "mapping", "import"].contains(&command.as_str()) {
        return Err(usage(format!("unknown command {command:?}")));
    }
    let mut parsed = Arguments { command, ..Arguments::default() };
    if parsed.command == "import" {
        let names = imports::IMPORTS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
        let name = text(arguments.next().unwrap_or_default())?;
        let unknown = || usage(format!("import expects one of {names}, found {name:?}"));
        parsed.format = Some(imports::find(&name).ok_or_else(unknown)?);
    }
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            parsed.files.extend(arguments.by_ref().map(PathBuf::from));
            break;
        }
        if argument == "-" || !argument.as_encoded_bytes().starts_with(b"-") {
            parsed.files.push(argument.into());
            continue;
        }
        let argument = text(argument)?;
        let (option, mut given) = match argument.split_once('=') {
            Some((option, value)) => (option, Some(OsString::from(value))),
            None => (argument.as_str(), None),
        };
        let mut value =
            || given.take().or_else(|| arguments.next()).ok_or_else(|| usage(format!("{option} needs a value")));
        match option {
            "--compare" => drop(parsed.overrides.insert("compare".to_owned(), Value::Bool(true))),
            "--config" => parsed.config = Some(value()?.into()),
            "--rejects" => parsed.rejects = Some(value()?.into()),
            "--policy" | "--tz" | "--from" | "--to" => {
                drop(parsed.overrides.insert(option[2..].to_owned(), Value::String(text(value()?)?)));
            }
            "--now" => {
                let text = text(value()?)?;
                let number = text.parse::<i64>().map(Value::from);
                drop(parsed.overrides.insert("now".to_owned(), number.unwrap_or(Value::String(text))));
            }
            "--filter" => {
                let text = text(value()?)?;
                let (name, values) = text
                    .split_once('=')
                    .ok_or_else(|| usage(format!("--filter expects NAME=VALUE, found {text:?}")))?;
                let list = parsed.filters.entry(name).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    list.extend(values.split(',').filter(|value| !value.is_empty()).map(Value::from));
                }
            }
            _ => return Err(usage(format!("unknown option {option}"))),
        }
        if given.is_some() {
            return Err(usage(format!("{option} takes no value")));
        }
    }
    if parsed.files.is_empty() {
        return Err(usage("no file".to_owned()));
    }
    Ok(parsed)
}

/// The configuration file with the options laid over it.
fn document(arguments: &Arguments) -> Result<Map<String, Value>, Failure> {
    let mut document = match &arguments.config {
        None => Map::new(),
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|error| unusable(path, error))?;
            let path = path.display();
            match serde_json::from_slice(&bytes) {
                Ok(Value::Object(document)) => document,
                Ok(_) => return Err(Failure::Usage(format!("{path}: expected an object"))),
                Err(error) => return Err(Failure::Usage(format!("{path}: {error}"))),
            }
        }
    };
    document.extend(arguments.overrides.clone());
    if !arguments.filters.is_empty() {
        let filters = document.entry("filters").or_insert(Value::Null);
        if filters.is_null() {
            *filters = Value::Object(Map::new());
        }
        match filters {
            Value::Object(filters) => filters.extend(arguments.filters.clone()),
            _ => return Err(Failure::Usage("filters: expected an object".to_owned())),
        }
    }
    Ok(document)
}

#[expect(clippy::disallowed_methods, reason = "a program is where the clock is read")]
fn now() -> i64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |time| time.as_millis() as i64)
}
