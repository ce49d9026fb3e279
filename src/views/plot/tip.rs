//! The tooltip: what is under the pointer or has the focus.

use super::super::beside;
use super::super::metric::raw;
use super::{Cell, Plot};
use crate::charts::Hit;
use crate::views::live::live;
use leptos::prelude::*;

pub(super) fn tip(plot: Plot) -> AnyView {
    live(move || {
        let index = plot.active.get()?;
        plot.chart.with(|chart| {
            let chart = chart.as_ref()?;
            let hit = chart.hits.get(index)?.clone();
            let difference = difference(plot, &hit);
            // Towards the middle, so that it never leaves the chart.
            let place = match hit.anchor.0 / chart.width.max(1.0) {
                ..0.3 => "start",
                0.7.. => "end",
                _ => "middle",
            };
            let row = |row: crate::charts::Row| {
                // Without a label the value follows its colour; else values stand in a column at the end.
                let value_class = if row.label.is_empty() { "sa-tip__only" } else { "sa-tip__value" };
                view! {
                    <div class="sa-tip__row">
                        <span class={format!("sa-swatch sa-swatch--{}", row.color)}></span>
                        {(!row.label.is_empty()).then(|| view! { <span class="sa-tip__label">{row.label}</span> }.into_any())}
                        <span class={value_class}>{row.value}</span>
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
                    {difference}
                </div>
            }.into_any())
        })
    }).into_any()
}

/// What the part is compared with; days of a series have it among their rows.
fn difference(plot: Plot, hit: &Hit) -> Option<AnyView> {
    let is_series = plot.chart.with(|chart| chart.as_ref().is_some_and(|chart| chart.bands.is_some()));
    let table = plot.table.with_value(|table| table(plot.ui)).filter(|_| !is_series)?;
    let is_it = |(name, cells): &&(String, Vec<Cell>)| {
        *name == hit.label || cells.iter().any(|cell| cell.key.as_ref() == Some(&hit.key))
    };
    let (_, cells) = table.rows.iter().find(is_it)?;
    let cell = cells.first()?;
    beside::difference(plot.ui, &cell.metric, cell.key.as_deref().unwrap_or_default(), &raw(&cell.value))
}
