//! Which inboxes: any number of them, none chosen meaning all.

use crate::views::icon::Icon;
use crate::views::live::live;
use crate::views::popover::popover;
use crate::views::ui::Ui;
use leptos::prelude::*;

pub(super) fn picker(ui: Ui) -> AnyView {
    let value = |ui: Ui| match ui.app.filters().of("inbox") {
        [] => ui.t.all_inboxes.to_owned(),
        [one] => ui.value("inbox", one),
        some => ui.lang.count(ui.t.inboxes, some.len() as u64),
    };
    popover(ui, "inbox", Icon::Inbox, ui.t.inbox, value, panel)
}

fn panel(ui: Ui) -> AnyView {
    let choice = move |value: String, name: String| {
        let chosen = value.clone();
        view! {
            <label class="sa-choice">
                <input
                    type="checkbox"
                    prop:checked={move || ui.app.filters().has("inbox", &chosen)}
                    on:change={move |_| ui.app.toggle("inbox", &value)}
                />
                <span>{name}</span>
            </label>
        }
        .into_any()
    };
    let all = move || {
        let mut filters = untrack(|| ui.app.filters());
        filters.set("inbox", Vec::new());
        ui.app.set_filters(filters);
    };
    let choices = live(move || {
        let names = ui.app.answers.named("inbox");
        let known =
            names.map(|names| names.iter().map(|named| (named.value.clone(), named.name.clone())).collect::<Vec<_>>());
        known.unwrap_or_default().into_iter().map(|(value, name)| choice(value, name)).collect_view()
    });
    view! {
        <label class="sa-choice">
            <input type="checkbox" prop:checked={move || ui.app.filters().of("inbox").is_empty()} on:change={move |_| all()} />
            <span>{ui.t.all_inboxes}</span>
        </label>
        <div class="sa-choices">{choices}</div>
    }.into_any()
}
