//! Who resolved the sessions: AI against agent.

use super::{facet, of};
use crate::charts::donut::{Donut, draw};
use crate::charts::{Frame, Part};
use crate::i18n::{fill, percent};
use crate::state::report::sessions::Resolution;
use crate::views::card::{Figure, card, figure};
use crate::views::explain::Basis;
use crate::views::plot::{Cell, Hidden, Pick, Spec, Table, plot};
use crate::views::ui::Ui;
use leptos::prelude::*;

/// Value of `resolved_by`, id of the figure, colour, count.
type Kind = (&'static str, &'static str, u8, fn(&Resolution) -> u64);

const KINDS: [Kind; 4] = [
    ("ai", "sessions.resolution.ai", 5, |by| by.ai),
    ("agent", "sessions.resolution.agent", 1, |by| by.agent),
    ("other", "sessions.resolution.other", 6, |by| by.other),
    ("none", "sessions.resolution.unresolved", 0, |by| by.unresolved),
];

pub(super) fn part(ui: Ui) -> AnyView {
    let t = ui.t;
    let draw = move |frame: &Frame<'_>, _: &Hidden| {
        let filters = ui.app.filters();
        facet(ui, "resolved_by", |report| {
            let part = |&(value, _, color, count): &Kind| Part {
                selected: filters.has("resolved_by", value),
                ..Part::new(value, &ui.value("resolved_by", value), count(&report.resolution) as f64, color)
            };
            // "Other" is rare: a row of nothing would only take room.
            let parts = KINDS
                .iter()
                .map(part)
                .filter(|part| part.key != "other" || part.value > 0.0 || part.selected)
                .collect();
            draw(&Donut { parts, unit: t.count.to_lowercase() }, frame)
        })
    };
    let table = move || {
        of(ui, |report| Table {
            head: vec![t.resolution.title.to_owned(), t.count.to_owned()],
            rows: (KINDS.iter())
                .map(|&(value, metric, _, count)| {
                    (ui.value("resolved_by", value), vec![Cell::new(metric, "", count(&report.resolution))])
                })
                .collect(),
        })
    };
    let rate = move || {
        of(ui, |report| match report.resolution.ai_rate {
            Some(rate) => Figure::new("sessions.resolution.ai_rate", percent(ui.lang, rate.as_f64()), rate.as_f64()),
            None => Figure::new("sessions.resolution.ai_rate", "–".to_owned(), "null"),
        })
    };
    let basis = move || {
        of(ui, |report| {
            let resolved = report.total - report.resolution.unresolved;
            let unresolved = ui.number(report.resolution.unresolved);
            Basis {
                based_on: ui.lang.count(t.n_sessions, resolved),
                left_out: (report.resolution.unresolved > 0).then(|| fill(t.left_unresolved, &[("n", &unresolved)])),
            }
        })
    };
    let spec = Spec { title: t.resolution.title, height: 208.0, pick: Pick::Filter("resolved_by"), legend: Vec::new() };
    let body = view! {
        <p class="sa-card__aside">{t.ai_rate}" "{figure(ui, "sa-strong", rate)}</p>
        {plot(ui, spec, draw, table)}
    }
    .into_any();
    card(ui, "resolution", "sa-span-4", t.resolution, basis, body)
}
