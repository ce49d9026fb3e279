//! Pages that were taken whole, by the marks (ETags) of the server: what has not changed is not sent again.

use super::Address;
use crate::engine::ids::Ids;
use std::cell::RefCell;

/// More pages than this are asked for in full.
const MOST: usize = 10_000;

#[derive(Debug, Default)]
pub struct Known(RefCell<Pages>);

#[derive(Debug, Default)]
struct Pages {
    addresses: Ids,
    /// By the number of its address.
    pages: Vec<Page>,
}

#[derive(Debug, Clone)]
struct Page {
    mark: String,
    next: Option<String>,
}

impl Known {
    pub fn mark(&self, at: &Address) -> Option<String> {
        self.page(at).map(|page| page.mark)
    }

    /// Where the page led, whose mark still holds.
    pub fn next(&self, at: &Address) -> Option<String> {
        self.page(at)?.next
    }

    fn page(&self, at: &Address) -> Option<Page> {
        let Pages { addresses, pages } = &*self.0.borrow();
        Some(pages[addresses.find(&at.url)? as usize].clone())
    }

    pub fn keep(&self, at: &Address, mark: String, next: Option<&str>) {
        let Pages { addresses, pages } = &mut *self.0.borrow_mut();
        let page = Page { mark, next: next.map(str::to_owned) };
        match addresses.find(&at.url) {
            Some(number) => pages[number as usize] = page,
            None if pages.len() < MOST => {
                addresses.intern(&at.url);
                pages.push(page);
            }
            None => {}
        }
    }

    pub fn forget(&self) {
        self.0.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_mark_of_a_page_counts_and_so_many_are_kept() {
        let known = Known::default();
        let page = |number: usize| Address { url: format!("https://x.test/{number}") };
        (0..=MOST).for_each(|number| known.keep(&page(number), number.to_string(), None));
        assert_eq!((known.mark(&page(MOST - 1)), known.mark(&page(MOST))), (Some((MOST - 1).to_string()), None));
        known.keep(&page(7), "new".to_owned(), Some("on"));
        assert_eq!((known.mark(&page(7)), known.next(&page(7))), (Some("new".to_owned()), Some("on".to_owned())));
        assert_eq!(known.next(&page(8)), None);
        known.forget();
        assert_eq!(known.mark(&page(7)), None);
    }
}
