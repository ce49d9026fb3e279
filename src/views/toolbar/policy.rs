//! What counts as one session.

use crate::i18n::PolicyText;
use crate::state::report::Preset;
use crate::views::icon::Icon;
use crate::views::popover::popover;
use crate::views::ui::Ui;
use leptos::prelude::*;

pub(super) fn picker(ui: Ui) -> AnyView {
    popover(ui, "policy", Icon::Split, ui.t.policy, |ui| ui.policy_name(&ui.app.policy()), panel)
}

fn panel(ui: Ui) -> AnyView {
    let option = move |(preset, text): (&'static str, PolicyText)| {
        let choose = move |_| {
            ui.app.set_policy(preset);
            ui.open.set(None);
        };
        view! {
            <button
                type="button"
                class="sa-option sa-option--tall"
                aria-pressed={move || (ui.app.policy() == preset).to_string()}
                on:click={choose}
            >
                <span class="sa-strong">{text.name}</span>
                <span class="sa-option__note">{text.rule}</span>
            </button>
        }
        .into_any()
    };
    let options = Preset::WORDS.iter().copied().zip(ui.t.policies).map(option).collect_view();
    view! {
        <p class="sa-options__note">{ui.t.policy_intro}</p>
        <div class="sa-options">{options}</div>
        {super::rules::form(ui)}
    }
    .into_any()
}
