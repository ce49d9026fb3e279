//! What a person sees: functions from state to views, a file and a style sheet each. No network, no JSON text, no engine.

mod badge;
mod behind;
mod beside;
mod board;
mod card;
mod checks;
mod chips;
mod days;
mod detail;
mod explain;
mod follow;
mod icon;
mod later;
mod leaf;
mod list;
mod live;
mod metric;
mod observe;
mod overview;
mod page;
mod pages;
mod plot;
mod popover;
mod quality;
mod sessions;
mod shell;
mod states;
mod toolbar;
mod ui;

pub use page::{PAGES, Page, needs};
pub use shell::shell;
