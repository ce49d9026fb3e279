//! The reporting time zone, found by typing a part of its name.

use crate::i18n::small;
use crate::views::icon::{Icon, icon};
use crate::views::live::live;
use crate::views::popover::popover;
use crate::views::ui::Ui;
use leptos::prelude::*;

/// So many are listed at once.
const SHOWN: usize = 40;

pub(super) fn picker(ui: Ui) -> AnyView {
    popover(ui, "zone", Icon::Globe, ui.t.tz, |ui| ui.app.tz().replace('_', " "), panel)
}

fn panel(ui: Ui) -> AnyView {
    let typed = RwSignal::new(String::new());
    let zones = StoredValue::new(ui.app.zones());
    let option = move |zone: String| {
        let (name, chosen) = (zone.replace('_', " "), zone.clone());
        let choose = move |_| {
            ui.app.go(|route| route.tz = Some(zone.clone()));
            ui.open.set(None);
        };
        view! {
            <button type="button" class="sa-option" aria-pressed={move || (ui.app.tz() == chosen).to_string()} on:click={choose}>
                {name}
            </button>
        }.into_any()
    };
    let options = live(move || {
        let needle = small(typed.get().trim()).replace(' ', "_");
        let current = untrack(|| ui.app.tz());
        let mut found: Vec<String> =
            zones.with_value(|zones| zones.iter().filter(|zone| small(zone).contains(&needle)).cloned().collect());
        // What is in use stands first, so that it is seen.
        if let Some(place) = found.iter().position(|zone| *zone == current) {
            found[..=place].rotate_right(1);
        }
        let rest = found.len().saturating_sub(SHOWN);
        found.truncate(SHOWN);
        let is_empty = found.is_empty();
        view! {
            {found.into_iter().map(option).collect_view()}
            {(rest > 0).then(|| view! { <p class="sa-options__note">{ui.lang.count(ui.t.more_matches, rest as u64)}</p> }.into_any())}
            {is_empty.then(|| view! { <p class="sa-options__note">{ui.t.no_match}</p> }.into_any())}
        }.into_any()
    });
    view! {
        <div class="sa-search">
            {icon(Icon::Search)}
            <input
                type="search"
                class="sa-input"
                placeholder={ui.t.search}
                aria-label={ui.t.tz}
                on:input={move |event| typed.set(event_target_value(&event))}
            />
        </div>
        <div class="sa-options sa-options--long">{options}</div>
    }
    .into_any()
}
