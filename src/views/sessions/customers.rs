//! First-customer and returning-customer sessions: a figure and its days.

use super::{facet, of};
use crate::charts::Frame;
use crate::charts::series::{Line, Series, Style, draw};
use crate::i18n::Explain;
use crate::state::report::sessions::DayRow;
use crate::views::card::{Figure, Rows, card, figure};
use crate::views::days::days;
use crate::views::explain::Basis;
use crate::views::plot::{Cell, Hidden, Pick, Spec, Table, plot};
use crate::views::ui::Ui;
use leptos::prelude::*;

pub(super) fn first(ui: Ui) -> AnyView {
    let kind = Kind { id: "first", metric: "sessions.first_customer", color: 1, count: |day| day.first };
    part(ui, kind, ui.t.first_customer)
}

pub(super) fn returning(ui: Ui) -> AnyView {
    let kind = Kind { id: "returning", metric: "sessions.returning_customer", color: 2, count: |day| day.returning };
    part(ui, kind, ui.t.returning_customer)
}

#[derive(Clone, Copy)]
struct Kind {
    /// The value of the dimension `number`.
    id: &'static str,
    metric: &'static str,
    color: u8,
    count: fn(&DayRow) -> u64,
}

fn part(ui: Ui, kind: Kind, about: Explain) -> AnyView {
    // The figure follows every filter, its own too; the chart keeps all its values beside it.
    let sum = move || of(ui, |report| report.by_day.iter().map(kind.count).sum::<u64>());
    let basis = move || Some(Basis { based_on: ui.lang.count(ui.t.n_sessions, sum()?), left_out: None });
    let value = move || sum().map(|sum| Figure::count(ui, kind.metric, sum).rows(Rows::Of("number", vec![kind.id])));
    let draw = move |frame: &Frame<'_>, _: &Hidden| {
        let is_off = ui.app.filters().of("number").iter().all(|chosen| chosen != kind.id)
            && !ui.app.filters().of("number").is_empty();
        facet(ui, "number", |report| {
            let line = Line {
                key: kind.id.to_owned(),
                label: about.title.to_owned(),
                color: if is_off { 0 } else { kind.color },
                values: report.by_day.iter().map(|day| (kind.count)(day) as f64).collect(),
                selected: false,
            };
            let days = days(ui, report.by_day.iter().map(|day| day.day.as_str()));
            draw(&Series { style: Style::Bars, days, lines: vec![line], ..Series::default() }, frame)
        })
    };
    let table = move || {
        of(ui, |report| Table {
            head: vec![ui.t.day.to_owned(), about.title.to_owned()],
            rows: (report.by_day.iter())
                .map(|day| {
                    let metric = if kind.id == "first" { "sessions.by_day.first" } else { "sessions.by_day.returning" };
                    (day.day.clone(), vec![Cell::new(metric, &day.day, (kind.count)(day))])
                })
                .collect(),
        })
    };
    let spec = Spec { title: about.title, height: 168.0, pick: Pick::Days, legend: Vec::new() };
    let body = view! {
        {figure(ui, "sa-card__figure", value)}
        {plot(ui, spec, draw, table)}
    }
    .into_any();
    card(ui, kind.id, "sa-span-6", about, basis, body)
}
