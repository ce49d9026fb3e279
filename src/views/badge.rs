//! A word with a tone. The tone repeats what the word says; it never says it alone.

use crate::state::report::{Sla, Status};
use crate::views::leaf::word;
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
    let class = match tone {
        Tone::Quiet => "sa-badge sa-badge--quiet",
        Tone::Info => "sa-badge sa-badge--info",
        Tone::Good => "sa-badge sa-badge--good",
        Tone::Warn => "sa-badge sa-badge--warn",
        Tone::Bad => "sa-badge sa-badge--bad",
    };
    word(class, text)
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
