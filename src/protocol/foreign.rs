//! Files and pages whose format somebody has named, foreign ones among them.

use super::Engine;
use crate::wire::imports;
use crate::wire::intake::Intake;
use crate::wire::stream::{Hint, Stream};
use serde_json::Value;
use std::rc::Rc;

impl Engine {
    /// A file or page begins, in the form that its content type, name or content tell.
    pub fn open(&mut self, name: &str, content_type: Option<&str>) {
        self.open_as(name, content_type, None);
    }

    /// A file or page begins in a format, a word of `source.format`. `name` is its whole address where it has one: some
    /// imports find the way to the next page by it.
    pub fn open_as(&mut self, name: &str, content_type: Option<&str>, format: Option<&str>) {
        let stream = match format.and_then(|format| self.import(format)) {
            Some(import) => {
                import.borrow_mut().open(name);
                Stream::foreign(import)
            }
            None => Stream::new(format.and_then(Hint::named).unwrap_or_else(|| Hint::new(content_type, name))),
        };
        self.stream = Some(stream);
    }

    /// A pass over the sources begins.
    pub fn begin_pass(&mut self) {
        if let Some((_, import)) = &self.import {
            import.borrow_mut().begin();
        }
    }

    /// A pass has ended: what an import still holds is told now.
    pub fn end_pass(&mut self) {
        if let Some((_, import)) = &self.import {
            let mut intake = Intake { store: &mut self.desk.store, rejects: &mut self.rejects, slots: &mut self.slots };
            import.borrow_mut().end(&mut intake);
        }
    }

    /// Forgets every record, as if nothing had been loaded: who asks may not see them any more.
    pub fn forget(&mut self) {
        (self.desk, self.rejects, self.stream, self.import) = Default::default();
    }

    /// The last instant that lies not in the future: where what is new begins.
    pub fn newest(&mut self) -> Option<i64> {
        let now = self.query(&Value::Null).ok()?.now;
        self.desk.store.latest_until(now)
    }

    /// The import of a format; none when the format is one of our own.
    fn import(&mut self, name: &str) -> Option<imports::Shared> {
        let format = imports::find(name)?;
        match &self.import {
            Some((known, import)) if *known == format.name => Some(Rc::clone(import)),
            _ => {
                let import = format.begin(&self.config);
                self.import = Some((format.name, Rc::clone(&import)));
                Some(import)
            }
        }
    }
}
