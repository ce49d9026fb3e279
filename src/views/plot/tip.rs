//! The tooltip: what is under the pointer or has the focus.

use super::super::beside;
use super::super::metric::raw;
use super::{Cell, Plot};
use crate::views::live::live;
use leptos::prelude::*;

pub(super) fn tip(plot: Plot) -> AnyView {
    live(move || {
        let index = plot.active.get()?;
        plot.chart.with(|chart| {
            let chart = chart.as_ref()?;
            let hit = chart.hits.get(index)?.clone();
            let figures = if beside::is_asked(plot.ui) { plot.figures(&hit) } else { Vec::new() };
            let of_line = |label: &str| figures.iter().find(|(head, _)| !label.is_empty() && head == label);
            let is_alone = figures.len() == 1;
            let alone = beside_it(plot, figures.first().filter(|_| is_alone));
            // Towards the middle, so that it never leaves the chart.
            let place = match hit.anchor.0 / chart.width.max(1.0) {
                ..0.3 => "start",
                0.7.. => "end",
                _ => "middle",
            };
            let row = |row: crate::charts::Row| {
                // Without a label the value follows its colour; else values stand in a column at the end.
                let value_class = if row.label.is_empty() { "sa-tip__only" } else { "sa-tip__value" };
                let difference = beside_it(plot, of_line(&row.label).filter(|_| !is_alone));
                view! {
                    <div class="sa-tip__row">
                        <span class={format!("sa-swatch sa-swatch--{}", row.color)}></span>
                        {(!row.label.is_empty()).then(|| view! { <span class="sa-tip__label">{row.label}</span> }.into_any())}
                        <span class={value_class}>{row.value}{difference}</span>
                    </div>
                }.into_any()
            };
            Some(view! {
                <div
                    class={format!("sa-tip sa-tip--{place}")}
                    aria-hidden="true"
                    style:left={plot.px(hit.anchor.0)}
                    style:top={plot.px(hit.anchor.1)}
                >
                    <div class="sa-tip__title">{hit.label}</div>
                    {hit.rows.into_iter().map(row).collect_view()}
                    {alone}
                </div>
            }.into_any())
        })
    }).into_any()
}

/// What the part is compared with; of a series each line, after its value.
fn beside_it(plot: Plot, figure: Option<&(String, Cell)>) -> Option<AnyView> {
    let (_, cell) = figure?;
    beside::difference(plot.ui, &cell.metric, cell.key.as_deref().unwrap_or_default(), &raw(&cell.value))
}
