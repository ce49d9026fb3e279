//! A button with a panel below it. One is open at a time; Escape, a click elsewhere or leaving it by Tab closes it.

use super::icon::{Icon, icon};
use super::ui::Ui;
use crate::views::live::live;
use leptos::ev::{FocusEvent, KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Node, ShadowRoot};

/// `label` names what is chosen, `value` says what the choice is now. The panel is made each time it opens.
pub fn popover(
    ui: Ui,
    id: &'static str,
    sign: Icon,
    label: &'static str,
    value: fn(Ui) -> String,
    panel: fn(Ui) -> AnyView,
) -> AnyView {
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let is_open = move || ui.open.with(|open| *open == Some(id));
    let toggle = move |_| ui.open.update(|open| *open = if *open == Some(id) { None } else { Some(id) });
    let keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" && ui.open.get_untracked() == Some(id) {
            event.stop_propagation();
            ui.open.set(None);
            if let Some(button) = button.get_untracked() {
                _ = button.focus();
            }
        }
    };
    // The widget closes whatever is open on a press; one inside stays here.
    let press = move |event: PointerEvent| event.stop_propagation();
    let leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let is_inside = root.get_untracked().is_some_and(|root| to.is_none() || root.contains(to.as_ref()));
        if !is_inside && ui.open.get_untracked() == Some(id) {
            ui.open.set(None);
        }
    };
    // Whoever chose something in the panel goes on at the button, not at the top of the page.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = is_open();
        if was_open == Some(true) && !is_open {
            let shadow = root.get_untracked().and_then(|root| root.get_root_node().dyn_into::<ShadowRoot>().ok());
            if let Some(button) =
                button.get_untracked().filter(|_| shadow.is_some_and(|shadow| shadow.active_element().is_none()))
            {
                _ = button.focus();
            }
        }
        is_open
    });
    let panel_id = format!("sa-panel-{id}");
    let controls = panel_id.clone();
    view! {
        <div class="sa-popover" node_ref={root} on:keydown={keydown} on:pointerdown={press} on:focusout={leave}>
            <button
                type="button"
                class="sa-picker"
                node_ref={button}
                aria-expanded={move || is_open().to_string()}
                aria-controls={move || is_open().then(|| controls.clone())}
                on:click={toggle}
            >
                {icon(sign)}
                <span class="sa-visually-hidden">{label}": "</span>
                <span class="sa-picker__value" title={label}>{live(move || value(ui))}</span>
                {icon(Icon::Chevron)}
            </button>
            {live(move || {
                is_open().then(|| {
                    view! {
                        <div class="sa-popover__panel" id={panel_id.clone()} role="group" aria-label={label}>
                            {panel(ui)}
                        </div>
                    }.into_any()
                })
            })}
        </div>
    }
    .into_any()
}
