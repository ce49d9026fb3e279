//! The columns of the Session List, in order. Their titles are in the texts of the language.

use crate::i18n::{duration, fill};
use crate::state::report::{Row, Thousandths};
use crate::views::badge::{badge, tone_of_sla, tone_of_status};
use crate::views::leaf::{nothing, word};
use crate::views::ui::Ui;
use leptos::prelude::*;

#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The field to sort by; empty when there is none.
    pub sort: &'static str,
    pub is_number: bool,
    pub cell: fn(Ui, &Row) -> AnyView,
}

const fn column(sort: &'static str, cell: fn(Ui, &Row) -> AnyView) -> Column {
    Column { sort, is_number: false, cell }
}

const fn number(sort: &'static str, cell: fn(Ui, &Row) -> AnyView) -> Column {
    Column { sort, is_number: true, cell }
}

pub const COLUMNS: &[Column] = &[
    column("customer_name", |_, row| word("sa-strong sa-clip", row.customer_name.clone())),
    column("channel", |ui, row| optional(Some(ui.value("channel", &row.channel)))),
    column("inbox_name", |_, row| optional(row.inbox_name.clone())),
    column("customer_phone", |_, row| optional(row.customer_phone.clone())),
    column("number", |ui, row| nth(ui, row).into_any()),
    column("status", |ui, row| {
        badge(tone_of_status(row.status), ui.lang.value("status", row.status.word())).into_any()
    }),
    column("agent_name", |_, row| optional(row.agent_name.clone())),
    column("started_at", |ui, row| ui.instant_short(&row.started_at).into_any()),
    column("taken_over_at", |ui, row| optional(row.taken_over_at.as_deref().map(|at| ui.instant_short(at)))),
    column("resolved_at", |ui, row| optional(row.resolved_at.as_deref().map(|at| ui.instant_short(at)))),
    number("ai_duration_s", |ui, row| length(ui, row.ai_duration_s)),
    number("agent_duration_s", |ui, row| length(ui, row.agent_duration_s)),
    column("sla", |ui, row| badge(tone_of_sla(row.sla), ui.lang.value("sla", row.sla.word())).into_any()),
    // The way into the session, which is there whatever the row.
    column("", |_, _| ().into_any()),
];

fn optional(text: Option<String>) -> AnyView {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => word("sa-clip", text),
        None => nothing(),
    }
}

fn length(ui: Ui, value: Option<Thousandths>) -> AnyView {
    optional(value.map(|seconds| duration(ui.lang, seconds.as_f64())))
}

/// Which session of its customer it is.
pub fn nth(ui: Ui, row: &Row) -> String {
    match row.number {
        1 => ui.t.nth_first.to_owned(),
        n => fill(ui.t.nth, &[("n", &ui.number(n))]),
    }
}
