//! The row of pickers above every page.

mod export;
mod inbox;
mod period;
mod policy;
mod rules;
mod saved;
mod zone;

pub use export::printed;
pub use period::name as period_name;
pub use rules::asked;

use super::icon::{Icon, icon};
use super::ui::Ui;
use leptos::prelude::*;

pub fn toolbar(ui: Ui) -> AnyView {
    view! {
        <div class="sa-toolbar" role="group" aria-label={ui.t.view}>
            {inbox::picker(ui)}
            {period::picker(ui)}
            {zone::picker(ui)}
            {policy::picker(ui)}
            {compare(ui)}
            {saved::picker(ui)}
            {export::picker(ui)}
        </div>
    }
    .into_any()
}

/// Whether every figure stands beside that of the previous period.
fn compare(ui: Ui) -> AnyView {
    let is_on = move || ui.app.compares();
    view! {
        <button
            type="button"
            class="sa-picker"
            aria-pressed={move || is_on().to_string()}
            on:click={move |_| {
                let turned = !untrack(is_on);
                ui.app.go(|route| route.compare = Some(turned));
            }}
        >
            {icon(Icon::Compare)}
            <span class="sa-picker__value">{ui.t.compare}</span>
        </button>
    }
    .into_any()
}
