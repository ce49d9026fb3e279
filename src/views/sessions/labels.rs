//! Sessions by label. The most frequent ones; the others on demand.

use super::{facet, of};
use crate::charts::bars::{Bars, draw};
use crate::charts::{Frame, Part};
use crate::i18n::fill;
use crate::views::card::card;
use crate::views::explain::Basis;
use crate::views::live::live;
use crate::views::plot::{Cell, Hidden, Pick, Spec, Table, plot};
use crate::views::ui::Ui;
use leptos::prelude::*;

/// So many are shown at first.
const SHORT: usize = 8;

pub(super) fn part(ui: Ui) -> AnyView {
    let t = ui.t;
    let is_long = RwSignal::new(false);
    let draw = move |frame: &Frame<'_>, _: &Hidden| {
        let filters = ui.app.filters();
        let limit = if is_long.get() { usize::MAX } else { SHORT };
        facet(ui, "label", |report| {
            let part = |row: &crate::state::report::sessions::LabelRow| Part {
                selected: filters.has("label", &row.label),
                ..Part::new(&row.label, &row.label, row.count as f64, 1)
            };
            draw(&Bars { parts: report.by_label.iter().take(limit).map(part).collect() }, frame)
        })
    };
    let table = move || {
        of(ui, |report| Table {
            head: vec![t.by_label.title.to_owned(), t.count.to_owned()],
            rows: (report.by_label.iter())
                .map(|row| (row.label.clone(), vec![Cell::new("sessions.by_label", &row.label, row.count)]))
                .collect(),
        })
    };
    let basis = move || {
        of(ui, |report| Basis {
            based_on: ui.lang.count(t.n_sessions, report.total),
            left_out: Some(t.left_unlabelled.to_owned()),
        })
    };
    let rest =
        move || facet(ui, "label", |report| report.by_label.len().saturating_sub(SHORT)).filter(|rest| *rest > 0);
    let more = live(move || {
        rest().map(|rest| {
            let text = move || {
                if is_long.get() { t.less.to_owned() } else { fill(t.more_events, &[("n", &ui.number(rest as u64))]) }
            };
            view! {
                <button type="button" class="sa-link" on:click={move |_| is_long.update(|long| *long = !*long)}>{text}</button>
            }.into_any()
        })
    });
    let spec = Spec { title: t.by_label.title, height: 208.0, pick: Pick::Filter("label"), legend: Vec::new() };
    let body = view! {
        {plot(ui, spec, draw, table)}
        {more}
        <p class="sa-card__note">{t.labels_overlap}</p>
    }
    .into_any();
    card(ui, "labels", "sa-span-4", t.by_label, basis, body)
}
