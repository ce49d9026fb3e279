//! Views by name, kept in this browser, and the link to the present one.

use crate::i18n::fill;
use crate::views::icon::{Icon, icon};
use crate::views::live::live;
use crate::views::popover::popover;
use crate::views::ui::Ui;
use leptos::html;
use leptos::prelude::*;
use serde_json::{Map, Value};

pub(super) fn picker(ui: Ui) -> AnyView {
    popover(ui, "saved", Icon::Save, ui.t.view, |ui| ui.t.views.to_owned(), panel)
}

fn panel(ui: Ui) -> AnyView {
    let kept = ui.app.kept_views();
    let is_blocked = RwSignal::new(kept.is_none());
    let views = RwSignal::new(kept.unwrap_or_else(|| ui.app.unkept_views.get_value()));
    let name = NodeRef::<html::Input>::new();
    let change = move |change: &mut dyn FnMut(&mut Map<String, Value>)| {
        // Another tab may have saved one meanwhile.
        let mut now = ui.app.kept_views().unwrap_or_else(|| views.get_untracked());
        change(&mut now);
        is_blocked.set(!ui.app.keep_views(&now));
        ui.app.unkept_views.set_value(now.clone());
        views.set(now);
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = name.get_untracked() else { return };
        let (given, view) = (input.value().trim().to_owned(), untrack(|| ui.app.view_text()));
        if !given.is_empty() {
            change(&mut |views| drop(views.insert(given.clone(), view.clone().into())));
            input.set_value("");
        }
    };
    let entry = move |(name, view): (String, Value)| {
        let (gone, view) = (name.clone(), view.as_str().unwrap_or_default().to_owned());
        view! {
            <li class="sa-saved">
                <button type="button" class="sa-option" on:click={move |_| {
                    ui.app.recall(&view);
                    ui.open.set(None);
                }}>
                    {name.clone()}
                </button>
                <button
                    type="button"
                    class="sa-icon-button"
                    aria-label={fill(ui.ask.view_delete, &[("name", &name)])}
                    on:click={move |_| change(&mut |views| drop(views.remove(&gone)))}
                >
                    {icon(Icon::Close)}
                </button>
            </li>
        }
        .into_any()
    };
    let list = live(move || {
        let all = views.get();
        match all.is_empty() {
            true => view! { <p class="sa-options__note">{ui.ask.views_none}</p> }.into_any(),
            false => view! { <ul>{all.into_iter().map(entry).collect_view()}</ul> }.into_any(),
        }
    });
    let link = Memo::new(move |_| ui.app.link());
    view! {
        {list}
        <form class="sa-form" on:submit={save}>
            <div class="sa-saved">
                <input type="text" class="sa-input" maxlength="80" required=true node_ref={name} placeholder={ui.ask.view_name} aria-label={ui.ask.view_name} />
                <button type="submit" class="sa-button sa-button--main">{ui.ask.view_save}</button>
            </div>
            <p class="sa-options__note" role="status">
                {move || if is_blocked.get() { ui.ask.views_blocked } else { ui.ask.views_note }}
            </p>
            <div class="sa-saved">
                <input type="text" class="sa-input" readonly=true aria-label={ui.ask.view_link} prop:value={link} />
                <button type="button" class="sa-button" data-take="copy" data-text={link}>{ui.ask.copy}</button>
            </div>
        </form>
    }
    .into_any()
}
