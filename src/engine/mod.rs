//! Events in, report out. No network, clock, JSON or browser in here; it cannot fail on data.

pub mod behind;
pub mod bits;
pub mod business;
pub mod calendar;
pub mod dimensions;
pub mod entities;
pub mod event;
pub mod facts;
pub mod fractions;
pub mod hash;
pub mod ids;
pub mod instant;
pub mod list;
pub mod mapping;
pub mod numbers;
pub mod order;
pub mod outside;
pub mod policy;
pub mod query;
pub mod report;
pub mod sections;
pub mod seen;
pub mod session;
pub mod store;
pub mod story;
pub mod tally;
pub mod text;
pub mod view;

mod column;
mod desk;
pub use desk::{Answer, Desk, Prepared, merge};
