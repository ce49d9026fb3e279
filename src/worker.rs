//! The engine in its worker, as the page's thread sees it: requests out, answers and news in. And what the worker asks
//! of the browser: time zones.

mod client;
mod zones;

pub use client::{Client, Connection, Event};
pub use zones::zone;
