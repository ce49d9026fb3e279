//! Monthly active users: distinct customers, in the period and month by month.

use super::of;
use crate::charts::Frame;
use crate::charts::series::{Line, Series, Style, draw};
use crate::views::card::{Figure, card, figure};
use crate::views::days::months;
use crate::views::explain::Basis;
use crate::views::plot::{Cell, Hidden, Pick, Spec, Table, plot};
use crate::views::ui::Ui;
use leptos::prelude::*;

pub(super) fn part(ui: Ui) -> AnyView {
    let t = ui.t;
    let unique = move || of(ui, |report| Figure::count(ui, "sessions.mau.unique", report.mau.unique));
    let draw = move |frame: &Frame<'_>, _: &Hidden| {
        of(ui, |report| {
            let line = Line {
                key: "customers".to_owned(),
                label: t.mau.title.to_owned(),
                color: 5,
                values: report.mau.by_month.iter().map(|month| month.customers as f64).collect(),
                selected: false,
            };
            let days = months(ui, report.mau.by_month.iter().map(|month| month.month.as_str()));
            draw(&Series { style: Style::Bars, days, lines: vec![line], ..Series::default() }, frame)
        })
    };
    let table = move || {
        of(ui, |report| Table {
            head: vec![t.month.to_owned(), t.mau.title.to_owned()],
            rows: (report.mau.by_month.iter())
                .map(|month| {
                    (month.month.clone(), vec![Cell::new("sessions.mau.by_month", &month.month, month.customers)])
                })
                .collect(),
        })
    };
    let basis = move || of(ui, |report| Basis { based_on: ui.lang.count(t.n_sessions, report.total), left_out: None });
    let spec = Spec { title: t.mau.title, height: 160.0, pick: Pick::Months, legend: Vec::new() };
    let body = view! {
        <p class="sa-card__lead">{figure(ui, "sa-card__figure", unique)}" "<span class={"sa-muted"}>{t.mau_unique}</span></p>
        {plot(ui, spec, draw, table)}
    }.into_any();
    card(ui, "mau", "sa-span-3", t.mau, basis, body)
}
