//! The frame of a figure: title, "?", body. Figures themselves carry their id and raw value for hosts and tests.

use super::explain::{Basis, explain};
use super::ui::Ui;
use crate::i18n::Explain;
use crate::views::live::live;
use leptos::prelude::*;

/// A card with its title. `class` adds its place in the grid.
pub fn card(
    ui: Ui,
    id: &'static str,
    class: &'static str,
    about: Explain,
    basis: impl Fn() -> Option<Basis> + Send + Sync + 'static,
    body: AnyView,
) -> AnyView {
    let title_id = format!("sa-title-{id}");
    let labelled_by = title_id.clone();
    view! {
        <section class={format!("sa-card {class}")} part="card" aria-labelledby={labelled_by}>
            <div class="sa-card__head">
                <h3 class="sa-card__title" id={title_id}>{about.title}</h3>
                {explain(ui, about, basis)}
            </div>
            {body}
        </section>
    }
    .into_any()
}

/// A figure and the filter that shows exactly the rows behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// As in the report: `sessions.performance.sla.in`.
    pub metric: &'static str,
    pub text: String,
    /// The value as JSON.
    pub raw: String,
    pub rows: Option<Rows>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rows {
    /// All that the filters in force leave.
    All,
    /// Those with one of these values of a dimension.
    Of(&'static str, &'static [&'static str]),
}

/// The figure; a placeholder while there is none yet.
pub fn figure(ui: Ui, class: &'static str, value: impl Fn() -> Option<Figure> + Send + 'static) -> AnyView {
    boxed(ui, class, Box::new(value))
}

fn boxed(ui: Ui, class: &'static str, value: Box<dyn Fn() -> Option<Figure> + Send>) -> AnyView {
    live(move || match value() {
        None => {
            let class = format!("sa-skeleton {class}");
            view! { <span class={class} aria-hidden="true">{"\u{2007}\u{2007}\u{2007}"}</span> }.into_any()
        }
        Some(Figure { metric, text, raw, rows: None }) => {
            view! { <span class={class} data-metric={metric} data-value={raw}>{text}</span> }.into_any()
        }
        Some(Figure { metric, text, raw, rows: Some(rows) }) => {
            let class = format!("sa-figure {class}");
            view! {
                <button type="button" class={class} data-metric={metric} data-value={raw} on:click={move |_| show_rows(ui, &rows)}>
                    {text}
                </button>
            }
            .into_any()
        }
    })
    .into_any()
}

fn show_rows(ui: Ui, rows: &Rows) {
    if let Rows::Of(dimension, values) = rows {
        let mut filters = untrack(|| ui.app.filters());
        filters.set(dimension, values.iter().map(|value| (*value).to_owned()).collect());
        ui.app.set_filters(filters);
    }
    ui.reveal.set(true);
}
