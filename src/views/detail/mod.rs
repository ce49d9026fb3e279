//! Session detail: one session told whole. It takes the page's place while it is open.

mod events;
mod facts;
mod others;
mod timeline;

pub use events::told;

use super::icon::{Icon, icon};
use super::list::nth_of;
use super::ui::Ui;
use crate::i18n::{apart, fill};
use crate::state::report::Story;
use crate::state::{Detail, Shared};
use crate::views::live::live;
use leptos::html;
use leptos::prelude::*;

pub fn detail(ui: Ui) -> AnyView {
    let t = ui.t;
    let root = NodeRef::<html::Article>::new();
    // Whoever opens a session by keys shall go on from its top.
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            root.scroll_into_view();
            _ = root.focus();
        }
    });
    view! {
        <article class="sa-detail" part="detail" node_ref={root} tabindex="-1">
            <button type="button" class="sa-button sa-button--quiet" on:click={move |_| ui.app.go(|route| route.session = None)}>
                {icon(Icon::Back)}
                {t.back}
            </button>
            {live(move || match ui.app.answers.detail.get() {
                Detail::Waiting => waiting().into_any(),
                Detail::Missing => view! {
                    <div class="sa-state" role="alert">
                        <h2 class="sa-state__title">{t.missing_session}</h2>
                        <p class="sa-state__hint">{t.missing_session_hint}</p>
                    </div>
                }
                .into_any(),
                Detail::Found(story) => whole(ui, story).into_any(),
            })}
        </article>
    }.into_any()
}

fn whole(ui: Ui, story: Shared<Story>) -> AnyView {
    let row = &story.row;
    let title = fill(ui.t.session_of, &[("n", &ui.number(row.number)), ("customer", &apart(&row.customer_name))]);
    view! {
        <header class="sa-detail__head" data-session={row.id.clone()}>
            <h2 class="sa-detail__title">{title}</h2>
            <p class="sa-detail__id">{row.id.clone()}</p>
        </header>
        <div class="sa-detail__grid">
            <div class="sa-detail__main">
                {timeline::timeline(ui, story.clone())}
                {events::events(ui, story.clone())}
            </div>
            <div class="sa-detail__side">
                {facts::why(ui, &story)}
                {facts::facts(ui, &story)}
                {others::others(ui, &story)}
            </div>
        </div>
    }
    .into_any()
}

fn waiting() -> AnyView {
    let line = |_| view! { <p><span class={"sa-skeleton sa-skeleton--line"}>{"\u{2007}"}</span></p> }.into_any();
    view! { <div class="sa-card" aria-hidden="true">{(0..8).map(line).collect_view()}</div> }.into_any()
}

/// Which session of its customer a row is.
fn rank(ui: Ui, row: &crate::state::report::Row) -> String {
    nth_of(ui, row)
}
