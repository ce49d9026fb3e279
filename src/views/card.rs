//! The frame of a figure: title, "?", body. Figures themselves carry their id and raw value for hosts and tests.

use super::behind;
use super::beside;
use super::explain::{Basis, explain};
use super::ui::Ui;
use crate::i18n::Explain;
use crate::state::Filters;
use crate::views::leaf::figure_button;
use crate::views::live::live;
use leptos::ev::MouseEvent;
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

/// The figure, which opens the rows behind it, and beside it what it was; a placeholder while there is none yet.
pub fn figure(ui: Ui, class: &'static str, value: impl Fn() -> Option<Figure> + Send + 'static) -> AnyView {
    boxed(ui, class, true, Box::new(value))
}

/// The same where it is part of a button.
pub fn plain_figure(ui: Ui, class: &'static str, value: impl Fn() -> Option<Figure> + Send + 'static) -> AnyView {
    boxed(ui, class, false, Box::new(value))
}

fn boxed(ui: Ui, class: &'static str, opens: bool, value: Box<dyn Fn() -> Option<Figure> + Send>) -> AnyView {
    live(move || {
        let Some(Figure { metric, text, raw, rows }) = value() else {
            let class = format!("sa-skeleton {class}");
            return view! { <span class={class} aria-hidden="true">{"\u{2007}\u{2007}\u{2007}"}</span> }.into_any();
        };
        let difference = beside::difference(ui, metric, "", &raw);
        // What is not defined has nothing behind it.
        let shown = if !opens || raw == "null" {
            view! { <span class={class} data-metric={metric} data-value={raw}>{text}</span> }.into_any()
        } else {
            let show = move |event: MouseEvent| match rows.and_then(|rows| listed(ui, rows)) {
                Some(filters) => {
                    ui.app.show_rows(filters);
                    ui.reveal.set(true);
                }
                None => behind::open(ui, metric, "", &event),
            };
            figure_button(format!("sa-figure {class}"), ui.t.open_rows, Some((metric, raw)), text, show)
        };
        view! {
            {shown}
            {difference}
        }
        .into_any()
    })
    .into_any()
}

/// The filters that leave exactly those rows in the Session List; none where the filters in force leave none of them, which no
/// filter says.
fn listed(ui: Ui, rows: Rows) -> Option<Filters> {
    let mut filters = untrack(|| ui.app.filters());
    if let Rows::Of(dimension, values) = rows {
        let chosen = filters.of(dimension);
        let is_left = |value: &&&str| chosen.is_empty() || chosen.iter().any(|chosen| chosen == **value);
        let left: Vec<String> = values.iter().filter(is_left).map(|value| (*value).to_owned()).collect();
        if left.is_empty() {
            return None;
        }
        filters.set(dimension, left);
    }
    Some(filters)
}
