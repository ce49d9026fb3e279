//! Sessions by the channel they came in through.

use super::{facet, of};
use crate::charts::donut::{Donut, draw};
use crate::charts::{Frame, Part};
use crate::views::card::card;
use crate::views::explain::Basis;
use crate::views::plot::{Cell, Hidden, Pick, Spec, Table, plot};
use crate::views::ui::Ui;
use leptos::prelude::*;

pub(super) fn part(ui: Ui) -> AnyView {
    let t = ui.t;
    let draw = move |frame: &Frame<'_>, _: &Hidden| {
        let filters = ui.app.filters();
        facet(ui, "channel", |report| {
            // Colours by rank: they stay while filtering, because this report knows all channels.
            let part = |(rank, row): (usize, &crate::state::report::sessions::SourceRow)| Part {
                selected: filters.has("channel", &row.channel),
                ..Part::new(
                    &row.channel,
                    &ui.value("channel", &row.channel),
                    row.count as f64,
                    if rank < 8 { rank as u8 + 1 } else { 0 },
                )
            };
            let parts = report.by_source.iter().enumerate().map(part).collect();
            draw(&Donut { parts, unit: t.count.to_lowercase() }, frame)
        })
    };
    let table = move || {
        of(ui, |report| Table {
            head: vec![t.by_source.title.to_owned(), t.count.to_owned()],
            rows: (report.by_source.iter())
                .map(|row| {
                    (ui.value("channel", &row.channel), vec![Cell::new("sessions.by_source", &row.channel, row.count)])
                })
                .collect(),
        })
    };
    let basis = move || of(ui, |report| Basis { based_on: ui.lang.count(t.n_sessions, report.total), left_out: None });
    let spec = Spec { title: t.by_source.title, height: 208.0, pick: Pick::Filter("channel"), legend: Vec::new() };
    card(ui, "source", "sa-span-4", t.by_source, basis, plot(ui, spec, draw, table))
}
