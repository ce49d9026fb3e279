//! Where bytes come from: pages of records over HTTP, and the loop that fetches one after another. What is in them is
//! the engine's to know: a source sees bytes, a content type and the `next` of a page.

mod address;
mod fault;
mod known;
mod load;
mod options;
mod progress;
mod race;
mod retry;

mod body;
mod http;
mod token;
mod turn;

pub use address::{Address, Join, Span, asks};
pub use fault::{Fault, Retry};
pub use known::Known;
pub use load::{Step, load};
pub use options::{Credentials, Options};
pub use progress::Progress;
pub use race::{First, Stop, first};

pub use {
    http::{Http, join},
    token::{AskToken, Token},
    turn::sleep,
};

/// A place that pages of bytes come from.
pub trait Source {
    /// Sends the bytes of one page to `sink` as they arrive.
    fn page(&self, at: &Address, sink: &mut dyn Sink) -> impl Future<Output = Result<Page, Fault>>;
    /// The page was taken whole, and `next` is what it leads to: asked for by its mark, it need not be sent again.
    fn taken(&self, at: &Address, mark: String, next: Option<&str>);
}

/// What came of a page that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// Its bytes went to the sink; the server's mark of it, if it has one.
    Sent(Option<String>),
    /// It is the very one that was taken before.
    Known { next: Option<String> },
}

/// Where the bytes of pages go.
pub trait Sink {
    /// A page begins: its first byte is here. `length` is what will arrive, where the server said so.
    fn open(&mut self, at: &Address, content_type: Option<&str>, length: Option<u64>);
    /// Some bytes of the page. An error ends it: a limit was reached.
    fn chunk(&mut self, bytes: &[u8]) -> Result<(), Fault>;
    /// The page ends, whole or by a fault, if it was opened. Gives its `next`; an error when it was not whole after all.
    fn close(&mut self, fault: Option<&Fault>) -> Result<Option<String>, Fault>;
    /// Nothing is sent for a while, because the last attempt failed.
    fn waiting(&mut self, ms: u64);
    /// Forgets the page, if no record of it was taken yet: then it can be asked for again.
    fn discard(&mut self) -> bool;
}
