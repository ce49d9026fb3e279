//! The other sessions of the same customer.

use super::rank;
use crate::engine::story::OTHERS;
use crate::i18n::fill;
use crate::state::report::{Row, Story};
use crate::views::badge::{badge, tone_of_status};
use crate::views::ui::Ui;
use leptos::prelude::*;

pub(super) fn others(ui: Ui, story: &Story) -> AnyView {
    let entry = |row: &Row| {
        let id = row.id.clone();
        view! {
            <li data-session={row.id.clone()}>
                <button type="button" class="sa-other" on:click={move |_| ui.app.open_session(&id)}>
                    <span class="sa-strong">{rank(ui, row)}</span>
                    <span>{ui.instant(&row.started_at)}</span>
                    <span class="sa-muted">{ui.value("channel", &row.channel)}</span>
                    {badge(tone_of_status(row.status), ui.lang.value("status", row.status.word()))}
                </button>
            </li>
        }
        .into_any()
    };
    // The engine tells no more of them: the list has all.
    let more = (story.others.len() >= OTHERS).then(|| {
        let (customer, text) =
            (story.row.customer_id.clone(), fill(ui.t.filter_by, &[("value", &story.row.customer_name)]));
        let show = move |_| {
            let mut filters = untrack(|| ui.app.filters());
            filters.set("customer", vec![customer.clone()]);
            ui.app.go(|route| route.session = None);
            ui.app.show_rows(filters);
        };
        view! { <button type="button" class="sa-link" on:click={show}>{text}</button> }.into_any()
    });
    let list = match story.others.is_empty() {
        true => view! { <p class="sa-muted">{ui.t.others_none}</p> }.into_any(),
        false => view! { <ul class="sa-others">{story.others.iter().map(entry).collect_view()}</ul> }.into_any(),
    };
    view! {
        <section class="sa-card" part="card" aria-labelledby="sa-title-others">
            <h3 class="sa-card__title" id="sa-title-others">{ui.t.others}</h3>
            {list}
            {more}
        </section>
    }
    .into_any()
}
