//! Session analytics for helpdesks: events in, exact and self-explaining figures out. The rooms in the order in which
//! data flows through them; ARCHITECTURE.md is the map.

#[cfg(feature = "ui")]
pub mod charts;
#[cfg(feature = "ui")]
pub mod embed;
pub mod engine;
#[cfg(any(feature = "ui", not(target_arch = "wasm32")))]
pub mod i18n;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
pub mod protocol;
#[cfg(feature = "web")]
pub mod sources;
#[cfg(feature = "ui")]
pub mod state;
#[cfg(feature = "ui")]
pub mod views;
pub mod wire;
#[cfg(feature = "web")]
pub mod worker;
