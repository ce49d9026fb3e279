//! Session analytics for helpdesks: events in, exact and self-explaining figures out. The rooms in the order in which
//! data flows through them; ARCHITECTURE.md is the map.

pub mod engine;
pub mod wire;
pub mod protocol;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
#[cfg(feature = "web")]
pub mod sources;
#[cfg(feature = "web")]
pub mod worker;
#[cfg(feature = "ui")]
pub mod state;
#[cfg(feature = "ui")]
pub mod charts;
#[cfg(feature = "ui")]
pub mod i18n;
#[cfg(feature = "ui")]
pub mod views;
#[cfg(feature = "ui")]
pub mod embed;
