//! The "?" beside a title: what the figure is, what places it in time, what stands behind it and what was left out.

use super::ui::Ui;
use crate::i18n::{Explain, duration, fill};
use crate::views::live::live;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// How many stand behind a figure, and what was left out; in words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Basis {
    pub based_on: String,
    pub left_out: Option<String>,
}

/// What definitions name of the configuration: the active window and the SLA's target.
fn measured(ui: Ui) -> [(&'static str, String); 2] {
    let [_, hour, ..] = ui.lang.style.units;
    let length = |field: &str| match ui.app.rules()[field].as_u64().unwrap_or(DAY_S) {
        // A day is more often called 24 hours.
        seconds if seconds.is_multiple_of(HOUR_S) && seconds <= 3 * DAY_S => {
            format!("{}\u{a0}{hour}", seconds / HOUR_S)
        }
        seconds => duration(ui.lang, seconds as f64),
    };
    [("window", length("active_window_s")), ("sla", length("sla_resolution_s"))]
}

const HOUR_S: u64 = 3_600;
/// What both are where nothing is configured.
const DAY_S: u64 = 24 * HOUR_S;

/// Opens on hover and focus, stays open after a press, closes by Escape.
pub fn explain(ui: Ui, about: Explain, basis: impl Fn() -> Option<Basis> + Send + Sync + 'static) -> AnyView {
    boxed(ui, about, Box::new(basis))
}

type BasisOf = Box<dyn Fn() -> Option<Basis> + Send + Sync>;

fn boxed(ui: Ui, about: Explain, basis: BasisOf) -> AnyView {
    let (is_hovered, is_pinned) = (RwSignal::new(false), RwSignal::new(false));
    let is_open = move || is_hovered.get() || is_pinned.get();
    let close = move || {
        is_hovered.set(false);
        is_pinned.set(false);
    };
    let keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" && (is_hovered.get_untracked() || is_pinned.get_untracked()) {
            event.stop_propagation();
            close();
        }
    };
    let basis = StoredValue::new(basis);
    let body: Box<dyn Fn() -> AnyView + Send> = Box::new(move || {
        let facts = basis.with_value(|basis| basis());
        let left_out =
            facts.as_ref().map(|facts| facts.left_out.clone().unwrap_or_else(|| ui.t.left_nothing.to_owned()));
        view! {
            <div class="sa-explain__body" role="tooltip">
                <p>{fill(about.definition, &measured(ui).each_ref().map(|(name, text)| (*name, text.as_str())))}</p>
                <dl>
                    <div>
                        <dt>{ui.t.explain_placed}</dt>
                        <dd>{about.placed_by}</dd>
                    </div>
                    {facts.map(|facts| view! {
                        <div>
                            <dt>{ui.t.explain_based}</dt>
                            <dd>{facts.based_on}</dd>
                        </div>
                    }.into_any())}
                    {left_out.map(|text| view! {
                        <div>
                            <dt>{ui.t.explain_left_out}</dt>
                            <dd>{text}</dd>
                        </div>
                    }.into_any())}
                </dl>
            </div>
        }
        .into_any()
    });
    view! {
        <div
            class="sa-explain"
            on:mouseenter={move |_| is_hovered.set(true)}
            on:mouseleave={move |_| is_hovered.set(false)}
            on:keydown={keydown}
            on:focusout={move |_| close()}
        >
            <button
                type="button"
                class="sa-explain__button"
                aria-label={fill(ui.t.explain, &[("title", about.title)])}
                aria-expanded={move || is_open().to_string()}
                on:focus={move |_| is_hovered.set(true)}
                on:click={move |_| if is_pinned.get_untracked() { close() } else { is_pinned.set(true) }}
            >
                "?"
            </button>
            <div aria-live="polite">{live(move || is_open().then(&*body))}</div>
        </div>
    }
    .into_any()
}
