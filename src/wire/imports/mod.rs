//! Foreign formats: what another product writes, object by object, as records of the event format. An import knows the
//! other product's words and nothing of bytes, files or the engine.

mod ccai;
mod chatwoot;
mod cut;
mod foreign;
mod made;
mod object;
mod write;

pub use foreign::Foreign;
pub use write::Writer;

use self::object::Object;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// Every import: a file of its own, and a line here.
pub const IMPORTS: &[Format] = &[ccai::FORMAT, chatwoot::FORMAT];

/// A foreign format: its word in `source.format`, and how to begin with a configuration.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    pub name: &'static str,
    pub import: fn(&Map<String, Value>) -> Box<dyn Import>,
}

/// What is kept of a format from one page to the next.
pub type Shared = Rc<RefCell<Box<dyn Import>>>;

impl Format {
    /// Begins with a configuration.
    pub fn begin(&self, config: &Map<String, Value>) -> Shared {
        Rc::new(RefCell::new((self.import)(config)))
    }
}

pub fn find(name: &str) -> Option<&'static Format> {
    IMPORTS.iter().find(|format| format.name == name)
}

/// Says no more: what an import remembers would have to be written by code that is downloaded and never runs.
impl fmt::Debug for dyn Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Import")
    }
}

/// Makes records of foreign objects. Where the answer to a page names no next one, an import may know the way itself.
pub trait Import {
    /// One object; `text` is what it was read from.
    fn object(&mut self, object: &Object, text: &str, out: &mut dyn Output);

    /// A pass over all sources begins.
    fn begin(&mut self) {}

    /// A page from this address begins.
    fn open(&mut self, _address: &str) {}

    /// The page has ended; gives the address to go on with.
    fn close(&mut self, _out: &mut dyn Output) -> Option<String> {
        None
    }

    /// The pass has ended: nothing will follow that could explain what is still held.
    fn end(&mut self, _out: &mut dyn Output) {}
}

/// Where records go: into the engine, or to a file.
pub trait Output {
    /// A record as JSON text.
    fn record(&mut self, json: &str);
    /// Something that cannot become a record, and why.
    fn reject(&mut self, reason: String, text: &[u8]);
}
