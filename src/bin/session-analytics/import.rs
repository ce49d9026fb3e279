//! `import`: files of a foreign format as NDJSON records.

use super::{Arguments, Failure, input, say, unusable, write_rejects, written_out};
use flate2::bufread::MultiGzDecoder;
use serde_json::Value;
use session_analytics::wire::imports::{Foreign, Format, Shared, Writer};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::rc::Rc;

pub fn run(arguments: &Arguments, format: &Format, config: &Value) -> Result<(), Failure> {
    let import = format.begin(config.as_object().unwrap_or(&serde_json::Map::new()));
    let mut out = Writer::new(BufWriter::new(io::stdout().lock()));
    for file in &arguments.files {
        read(&import, file, &mut out).map_err(|error| unusable(file, error))?;
    }
    import.borrow_mut().end(&mut out);
    write_rejects(arguments, &out.rejects)?;
    written_out(out.broken.take().map_or_else(|| out.out.flush(), Err))?;
    say(format_args!("{} records written, {} rejected", out.written, out.rejected));
    Ok(())
}

fn read(import: &Shared, file: &Path, out: &mut Writer<impl Write>) -> io::Result<()> {
    let mut packed = BufReader::with_capacity(1 << 18, input(file)?);
    let mut plain: Box<dyn BufRead> = match packed.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        true => Box::new(BufReader::with_capacity(1 << 18, MultiGzDecoder::new(packed))),
        false => Box::new(packed),
    };
    const MARK: &[u8] = &[0xEF, 0xBB, 0xBF];
    if plain.fill_buf()?.starts_with(MARK) {
        plain.consume(MARK.len());
    }
    import.borrow_mut().open(&file.to_string_lossy());
    let mut foreign = Foreign::new(Rc::clone(import));
    loop {
        let chunk = plain.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        foreign.push(chunk, out);
        let length = chunk.len();
        plain.consume(length);
    }
    // A file is followed by the next one that was named.
    foreign.finish(out);
    Ok(())
}
