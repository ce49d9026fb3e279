//! Pages that were taken whole, by the marks (ETags) of the server: what has not changed is not sent again.

use super::Address;
use std::cell::RefCell;
use std::collections::HashMap;

/// More pages than this are asked for in full.
const MOST: usize = 10_000;

/// Mark and `next` by address.
#[derive(Debug, Default)]
pub struct Known(RefCell<HashMap<String, (String, Option<String>)>>);

impl Known {
    pub fn mark(&self, at: &Address) -> Option<String> {
        self.0.borrow().get(&at.url).map(|(mark, _)| mark.clone())
    }

    /// Where the page led, whose mark still holds.
    pub fn next(&self, at: &Address) -> Option<String> {
        self.0.borrow().get(&at.url).and_then(|(_, next)| next.clone())
    }

    pub fn keep(&self, at: &Address, mark: String, next: Option<&str>) {
        let mut pages = self.0.borrow_mut();
        if pages.len() < MOST {
            pages.insert(at.url.clone(), (mark, next.map(str::to_owned)));
        }
    }

    pub fn forget(&self) {
        self.0.borrow_mut().clear();
    }
}
