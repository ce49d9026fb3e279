//! The latest status of the period's sessions.

use super::{facet, of};
use crate::charts::bars::{Bars, draw};
use crate::charts::{Frame, Part};
use crate::state::report::sessions::ByStatus;
use crate::views::card::card;
use crate::views::explain::Basis;
use crate::views::plot::{Cell, Hidden, Pick, Spec, Table, plot};
use crate::views::ui::Ui;
use leptos::prelude::*;

/// Status, id of the figure, colour, count.
type Kind = (&'static str, &'static str, u8, fn(&ByStatus) -> u64);

const KINDS: [Kind; 5] = [
    ("open", "sessions.by_status.open", 6, |by| by.open),
    ("pending", "sessions.by_status.pending", 3, |by| by.pending),
    ("assigned", "sessions.by_status.assigned", 1, |by| by.assigned),
    ("resolved", "sessions.by_status.resolved", 2, |by| by.resolved),
    ("expired", "sessions.by_status.expired", 0, |by| by.expired),
];

pub(super) fn part(ui: Ui) -> AnyView {
    let t = ui.t;
    let draw = move |frame: &Frame<'_>, _: &Hidden| {
        let filters = ui.app.filters();
        facet(ui, "status", |report| {
            let part = |&(value, _, color, count): &Kind| Part {
                selected: filters.has("status", value),
                ..Part::new(value, &ui.value("status", value), count(&report.by_status) as f64, color)
            };
            draw(&Bars { parts: KINDS.iter().map(part).collect() }, frame)
        })
    };
    let table = move || {
        of(ui, |report| Table {
            head: vec![t.by_status.title.to_owned(), t.count.to_owned()],
            rows: (KINDS.iter())
                .map(|&(value, metric, _, count)| {
                    (ui.value("status", value), vec![Cell::new(metric, "", count(&report.by_status))])
                })
                .collect(),
        })
    };
    let basis = move || of(ui, |report| Basis { based_on: ui.lang.count(t.n_sessions, report.total), left_out: None });
    let spec = Spec { title: t.by_status.title, height: 208.0, pick: Pick::Filter("status"), legend: Vec::new() };
    card(ui, "status", "sa-span-3", t.by_status, basis, plot(ui, spec, draw, table))
}
