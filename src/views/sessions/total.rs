//! How many sessions there are, and how many were taken up again: the headline of the page.

use super::of;
use crate::i18n::{date_range, percent};
use crate::views::card::{Figure, Rows, figure};
use crate::views::explain::{Basis, explain};
use crate::views::live::live;
use crate::views::ui::Ui;
use leptos::prelude::*;

pub(super) fn part(ui: Ui) -> AnyView {
    let t = ui.t;
    let total = move || of(ui, |report| Figure::count(ui, "sessions.total", report.total).rows(Rows::All));
    let reopened = move || of(ui, |report| Figure::count(ui, "sessions.reopened.count", report.reopened.count));
    let rate = move || {
        of(ui, |report| report.reopened.rate)
            .flatten()
            .map(|rate| Figure::new("sessions.reopened.rate", percent(ui.lang, rate.as_f64()), rate.as_f64()))
    };
    let has_rate = move || rate().is_some();
    let days = live(move || {
        let span = ui.app.span();
        date_range(ui.lang, span.from, span.last())
    });
    let basis = move || {
        let (total, outside) = (of(ui, |report| report.total)?, ui.app.answers.outside.get());
        Some(Basis {
            based_on: ui.lang.count(t.n_sessions, total),
            left_out: outside.filter(|outside| outside.answer.outside > 0).map(|outside| {
                crate::i18n::fill(t.left_outside, &[("n", &ui.lang.count(t.n_events, outside.answer.outside))])
            }),
        })
    };
    view! {
        <div class="sa-headline">
            <h2 class="sa-headline__title">
                {figure(ui, "sa-headline__figure", total)}
                " "
                <span class="sa-headline__unit">{t.sessions_total.title}</span>
            </h2>
            {explain(ui, t.sessions_total, basis)}
            <p class="sa-headline__days">{days}" · "{live(move || ui.app.tz())}</p>
            <p class="sa-headline__side">
                {t.reopened.title}" "
                {figure(ui, "sa-strong", reopened)}
                {live(move || has_rate().then(|| view! { <span class="sa-muted">" ("{figure(ui, "", rate)}")"</span> }.into_any()))}
            </p>
            {explain(ui, t.reopened, move || of(ui, |report| Basis {
                based_on: ui.lang.count(t.n_sessions, report.total),
                left_out: None,
            }))}
        </div>
    }.into_any()
}
