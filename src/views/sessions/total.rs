//! How many sessions there are, and how many were taken up again: the headline of the page.

use crate::i18n::date_range;
use crate::views::card::Rows;
use crate::views::explain::{Basis, explain};
use crate::views::live::live;
use crate::views::metric::{Format, metric};
use crate::views::ui::Ui;
use leptos::prelude::*;

pub(super) fn part(ui: Ui) -> AnyView {
    let t = ui.t;
    let has_rate = move || ui.with_value("sessions.reopened.rate", |rate| !rate.is_null()).unwrap_or(false);
    let rate = move || metric(ui, "", "sessions.reopened.rate", Format::Rate, None);
    let days = live(move || {
        let span = ui.app.span();
        date_range(ui.lang, span.from, span.last())
    });
    let based_on = move || Some(ui.lang.count(t.n_sessions, ui.value_at("sessions.total")?.as_u64()?));
    let basis = move || {
        let outside = ui.app.answers.outside.get();
        Some(Basis {
            based_on: based_on()?,
            left_out: outside.filter(|outside| outside.answer.outside > 0).map(|outside| {
                crate::i18n::fill(t.left_outside, &[("n", &ui.lang.count(t.n_events, outside.answer.outside))])
            }),
        })
    };
    view! {
        <div class="sa-headline">
            <h2 class="sa-headline__title">
                {metric(ui, "sa-headline__figure", "sessions.total", Format::Count, Some(Rows::All))}
                " "
                <span class="sa-headline__unit">{t.sessions_total.title}</span>
            </h2>
            {explain(ui, t.sessions_total, basis)}
            <p class="sa-headline__days">{days}" · "{live(move || ui.app.tz())}</p>
            <p class="sa-headline__side">
                {t.reopened.title}" "
                {metric(ui, "sa-strong", "sessions.reopened.count", Format::Count, None)}
                {live(move || has_rate().then(|| view! { " "<span class="sa-muted">"("{rate()}")"</span> }.into_any()))}
            </p>
            {explain(ui, t.reopened, move || Some(Basis { based_on: based_on()?, left_out: None }))}
        </div>
    }
    .into_any()
}
