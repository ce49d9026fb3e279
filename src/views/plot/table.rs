//! The figures of a chart as a table for those who cannot see it. Here stand the ids and raw values of charted figures.

use super::super::metric::{Format, raw};
use super::super::ui::Ui;
use super::JOINT;
use crate::i18n::fill;
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
    pub metric: String,
    /// Which one of a list: a day, a channel, nothing for "none"; several keys joined by [`JOINT`]. None for a figure that is no list.
    pub key: Option<String>,
    pub value: Value,
    pub format: Format,
}

pub(super) fn hidden_table(ui: Ui, title: &'static str, table: super::TableOf) -> AnyView {
    let cell = move |cell: Cell| {
        view! { <td data-metric={cell.metric} data-key={cell.key.map(|key| key.replace(JOINT, "/"))} data-value={raw(&cell.value)}>{cell.format.text(ui, &cell.value)}</td> }.into_any()
    };
    let row = move |(name, cells): (String, Vec<Cell>)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                {cells.into_iter().map(cell).collect_view()}
            </tr>
        }
        .into_any()
    };
    live(move || {
        table().map(|table| {
            view! {
                <div class="sa-visually-hidden">
                    <table>
                        <caption>{fill(ui.t.chart_table, &[("title", title)])}</caption>
                        <thead>
                            <tr>{table.head.into_iter().map(|head| view! { <th scope="col">{head}</th> }.into_any()).collect_view()}</tr>
                        </thead>
                        <tbody>{table.rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }.into_any()
        })
    }).into_any()
}
