//! A word with a tone. The tone repeats what the word says; it never says it alone.

use crate::state::report::{Sla, Status};
use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Quiet,
    Info,
    Good,
    Warn,
    Bad,
}

pub fn badge(tone: Tone, text: String) -> AnyView {
    let tone = match tone {
        Tone::Quiet => "quiet",
        Tone::Info => "info",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
    };
    view! { <span class={format!("sa-badge sa-badge--{tone}")}>{text}</span> }.into_any()
}

pub fn tone_of_status(status: Status) -> Tone {
    match status {
        Status::Open => Tone::Info,
        Status::Pending => Tone::Warn,
        Status::Assigned => Tone::Info,
        Status::Resolved => Tone::Good,
        Status::Expired => Tone::Quiet,
    }
}

pub fn tone_of_sla(sla: Sla) -> Tone {
    match sla {
        Sla::In => Tone::Good,
        Sla::Out => Tone::Bad,
        Sla::Pending => Tone::Quiet,
    }
}
