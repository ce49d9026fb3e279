//! One page of a foreign format on its way in: cut into objects, which go to the import one by one.

use super::cut::{Cutter, Piece};
use super::object::{Object, Value};
use super::{Import, Output, Shared};
use crate::wire::intake::Intake;

impl Output for Intake<'_> {
    fn record(&mut self, json: &str) {
        self.json(json.as_bytes());
    }

    fn reject(&mut self, reason: String, text: &[u8]) {
        Intake::reject(self, reason, text);
    }
}

#[derive(Debug)]
pub struct Foreign {
    import: Shared,
    cutter: Cutter,
    /// Where a page with a list `events` says to go on.
    next: Option<String>,
}

impl Foreign {
    pub fn new(import: Shared) -> Foreign {
        Foreign { import, cutter: Cutter::default(), next: None }
    }

    pub fn push(&mut self, bytes: &[u8], out: &mut dyn Output) {
        let Foreign { import, cutter, next } = self;
        let mut import = import.borrow_mut();
        cutter.push(bytes, &mut |piece| take(&mut **import, piece, next, out));
    }

    pub fn finish(mut self, out: &mut dyn Output) -> Option<String> {
        let mut import = self.import.borrow_mut();
        self.cutter.finish(&mut |piece| take(&mut **import, piece, &mut self.next, out));
        import.close(out).or(self.next)
    }
}

fn take(import: &mut dyn Import, piece: Piece, next: &mut Option<String>, out: &mut dyn Output) {
    let bytes = match piece {
        Piece::Object(bytes) => bytes,
        Piece::Broken(what, bytes) => return out.reject(what.to_owned(), bytes),
    };
    let Ok(text) = std::str::from_utf8(bytes) else { return out.reject("not UTF-8".to_owned(), bytes) };
    let object = match Object::read(text) {
        Ok(object) => object,
        Err(fault) => return out.reject(format!("{} at byte {}", fault.what, fault.at + 1), bytes),
    };
    // A backend of one's own may wrap what the other product wrote in pages of the event format.
    if object.has("id") || !matches!(object.value("events"), Value::List(_)) {
        return import.object(&object, text, out);
    }
    for key in ["entities", "events"] {
        object.objects(key).iter().for_each(|(element, text)| import.object(element, text, out));
    }
    *next = object.text("next").or(next.take());
    if let Some(reason) = object.faults() {
        out.reject(reason, bytes);
    }
}
