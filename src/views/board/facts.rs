//! Figures that need no picture: one large, a few in a row, lengths of time, short lists.

use super::{Figure, Label, Rows};
use crate::state::report;
use crate::views::behind;
use crate::views::live::live;
use crate::views::metric::{Format, metric, metric_of, raw};
use crate::views::ui::Ui;
use leptos::prelude::*;
use serde_json::Value;

fn figure(ui: Ui, class: &'static str, of: Figure) -> AnyView {
    metric(ui, class, of.path, of.format, of.rows)
}

pub(super) fn lead(ui: Ui, of: Figure, label: &'static str) -> AnyView {
    view! { <p class="sa-card__lead">{figure(ui, "sa-card__figure", of)}" "<span class="sa-muted">{label}</span></p> }
        .into_any()
}

pub(super) fn aside(ui: Ui, label: &'static str, of: Figure) -> AnyView {
    view! { <p class="sa-card__aside">{label}" "{figure(ui, "sa-strong", of)}</p> }.into_any()
}

pub(super) fn facts(ui: Ui, facts: &'static [(Label, &'static [Figure])]) -> AnyView {
    let fact = |(label, figures): &'static (Label, &'static [Figure])| {
        // The first is the figure, the others stand small behind it.
        let figures = figures.iter().enumerate().map(|(i, of)| {
            let class = if i == 0 { "sa-facts__figure" } else { "sa-muted" };
            view! { " "{figure(ui, class, *of)} }.into_any()
        });
        view! {
            <div>
                <dt>{label(ui.t)}</dt>
                <dd>{figures.collect_view()}</dd>
            </div>
        }
        .into_any()
    };
    view! { <dl class="sa-facts-row">{facts.iter().map(fact).collect_view()}</dl> }.into_any()
}

pub(super) fn lengths(ui: Ui, rows: &'static [(Label, [&'static str; 5])]) -> AnyView {
    let t = ui.t;
    let has_sum = rows.iter().any(|(_, paths)| !paths[4].is_empty());
    let row = move |(label, [mean, p50, p90, n, sum]): &'static (Label, [&'static str; 5])| {
        let length = move |path: &'static str| metric(ui, "", path, Format::Seconds, None);
        view! {
            <tr>
                <th scope="row">{label(t)}</th>
                <td class="sa-strong">{length(mean)}</td>
                <td>{length(p50)}</td>
                <td>{length(p90)}</td>
                {has_sum.then(|| view! { <td>{length(sum)}</td> }.into_any())}
                <td class="sa-muted">{metric(ui, "", n, Format::Count, None)}</td>
            </tr>
        }
        .into_any()
    };
    let heads = ["", t.mean, t.p50, t.p90].into_iter().chain(has_sum.then(|| t.boards.sum)).chain([t.count]);
    small("sa-stats", heads.map(str::to_owned).collect(), rows.iter().map(row).collect_view().into_any())
}

pub(super) fn rows(ui: Ui, of: &'static Rows) -> AnyView {
    let cell = move |row: &Value, key: &str, &(_, field, format): &(Label, &str, Format)| {
        let value = report::at(row, field);
        let (id, raw) = (metric_of(of.path, field), raw(value));
        let shown = behind::figure(ui, &id, key, &raw, format.text(ui, value));
        view! { <td data-metric={id} data-key={key.to_owned()} data-value={raw}>{shown}</td> }.into_any()
    };
    let row = move |row: &Value| {
        let key = raw(report::at(row, of.key));
        let cells = of.columns.iter().map(|column| cell(row, &key, column)).collect_view();
        view! {
            <tr>
                <th scope="row">{ui.value(of.names, &key)}</th>
                {cells}
            </tr>
        }
        .into_any()
    };
    let list = move || ui.value_at(of.path).and_then(|list| list.as_array().cloned());
    let body = live(move || list().map(|rows| rows.iter().map(row).collect_view().into_any()));
    let is_empty = move || list().is_some_and(|rows| rows.is_empty());
    let heads = std::iter::once("").chain(of.columns.iter().map(|(label, ..)| label(ui.t)));
    view! {
        {small("sa-stats sa-stats--whole", heads.map(str::to_owned).collect(), body.into_any())}
        {live(move || is_empty().then(|| view! { <p class="sa-plot__none">{ui.t.no_data}</p> }.into_any()))}
    }
    .into_any()
}

fn small(class: &'static str, heads: Vec<String>, body: AnyView) -> AnyView {
    let head = |head: String| match head.is_empty() {
        true => view! { <td></td> }.into_any(),
        false => view! { <th scope="col">{head}</th> }.into_any(),
    };
    view! {
        <table class={class}>
            <thead>
                <tr>{heads.into_iter().map(head).collect_view()}</tr>
            </thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}
