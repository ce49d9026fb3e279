//! What the state asks of the page around it. The browser's side is in `embed`; tests have their own.

use super::filters::Filters;
use super::load::Failure;
use super::period::Span;

/// The page, as far as the state may touch it.
pub trait Host {
    /// The URL's fragment, without `#`.
    fn fragment(&self) -> String;
    /// Writes the fragment as a new entry of the history, or in the place of the current one.
    fn set_fragment(&self, fragment: &str, entry: Entry);
    /// What our keys in the fragment start with, so that two widgets on one page keep apart.
    fn prefix(&self) -> String;
    /// Milliseconds since 1970.
    fn now(&self) -> i64;
    /// How far the clocks of `zone` are ahead of UTC at that instant, in milliseconds.
    fn offset(&self, zone: &str, at: i64) -> i64;
    /// The names of all time zones, UTC among them.
    fn zones(&self) -> Vec<String>;
    /// What was kept in this browser; none where it keeps nothing.
    fn kept(&self) -> Option<String>;
    /// Keeps it in the place of what was kept before; false where that is refused.
    fn keep(&self, text: &str) -> bool;
    /// The address of the page with that fragment.
    fn link(&self, fragment: &str) -> String;
    fn tell(&self, event: HostEvent);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    New,
    Same,
}

/// What the host page is told.
#[derive(Debug, Clone, PartialEq)]
pub enum HostEvent {
    Ready { records: u64 },
    Progress { records: u64, bytes: u64, total_bytes: Option<u64> },
    Change { filters: Filters, period: Option<Span>, policy: Option<String> },
    Session { id: String },
    Error(Failure),
}
