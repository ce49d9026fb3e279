//! The figures of a chart as a table for those who cannot see it. Here stand the ids and raw values of charted figures.

use super::super::behind;
use super::super::follow::follow;
use super::super::metric::{Format, raw};
use super::super::ui::Ui;
use super::JOINT;
use crate::i18n::fill;
use crate::views::leaf::{heading, named};
use crate::views::live::live;
use leptos::prelude::*;
use serde_json::Value;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    pub head: Vec<String>,
    /// A name and its figures.
    pub rows: Vec<(String, Vec<Cell>)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Empty for what is no figure of the report.
    pub metric: String,
    /// Which one of a list: a day, a channel, nothing for "none"; several keys joined by [`JOINT`]. None for a figure that is no list.
    pub key: Option<String>,
    pub value: Value,
    pub format: Format,
}

/// For readers always; for all once it is opened: then each figure opens its rows, and the chart can be taken along.
/// A closed one nobody sees: it follows what is seen.
pub(super) fn table(ui: Ui, title: &'static str, table: super::TableOf, is_open: RwSignal<bool>) -> AnyView {
    let ui = Ui { figures: follow(ui.unseen, is_open.into(), ui.figures), ..ui };
    let cell = move |cell: Cell| {
        let key = cell.key.as_ref().map(|key| key.replace(JOINT, "/"));
        let raw = raw(&cell.value);
        let text = cell.format.text(ui, &cell.value);
        if cell.metric.is_empty() {
            return view! { <td>{text}</td> }.into_any();
        }
        let shown = match is_open.get() {
            true => behind::figure(ui, &cell.metric, cell.key.as_deref().unwrap_or_default(), &raw, text),
            false => text.into_any(),
        };
        named("td", cell.metric, key, raw, shown)
    };
    let row = move |(name, cells): (String, Vec<Cell>)| {
        view! {
            <tr>
                {heading("row", name)}
                {cells.into_iter().map(cell).collect_view()}
            </tr>
        }
        .into_any()
    };
    let tools = move || {
        let name = format!("{title}_{}", ui.app.file_stem());
        ["svg", "png"].map(|kind| {
            let name = name.clone();
            view! { <button type="button" class="sa-button" data-take={kind} data-name={name}>{kind.to_ascii_uppercase()}</button> }
                .into_any()
        })
    };
    live(move || {
        let (class, caption) = match is_open.get() {
            true => ("sa-plot__table", "sa-visually-hidden"),
            false => ("sa-visually-hidden", ""),
        };
        let tools = is_open
            .get()
            .then(|| view! { <div class="sa-behind__tools">{tools().into_iter().collect_view()}</div> }.into_any());
        let title = fill(ui.t.chart_table, &[("title", title)]);
        // Some charts show what stands as figures beside them, and have no others.
        let figures = table(ui).map(|figures| {
            view! {
                <div class={class} tabindex={is_open.get().then_some("0")} role="region" aria-label={title.clone()}>
                    <table>
                        <caption><span class={caption}>{title.clone()}</span></caption>
                        <thead>
                            <tr>{figures.head.into_iter().map(|head| heading("col", head)).collect_view()}</tr>
                        </thead>
                        <tbody>{figures.rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        });
        (tools.is_some() || figures.is_some()).then(|| view! { {tools} {figures} }.into_any())
    })
    .into_any()
}
