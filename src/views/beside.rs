//! What a figure is compared with: the same of the previous period, or by the rules before a change. Every figure and
//! every series finds its own by its metric, so that nobody who shows one has to think of it.

use super::metric::{decimal, magnitude, plain, raw};
use super::plot::{Hidden, JOINT, LegendEntry, Table};
use super::ui::Ui;
use crate::charts::series::Previous;
use crate::i18n::{duration, fill, number, percent};
use crate::state::Figures;
use crate::state::report::Report;
use leptos::prelude::*;
use serde_json::Value;

/// The report to compare with, and what the paths of its figures begin with. A change of rules goes before a period.
fn other(ui: Ui, figures: &Figures) -> Option<(&Report, &'static str)> {
    if ui.app.before.with(Option::is_some) {
        return figures.before.as_ref().map(|report| (report, ""));
    }
    ui.app.compares().then_some((&figures.report, "previous."))
}

/// What the figure was; `key` says which one of a list. Nothing where there is nothing to compare with.
fn was(ui: Ui, metric: &str, key: &str) -> Option<f64> {
    let figures = ui.figures.get()?;
    let (report, prefix) = other(ui, &figures)?;
    if key.is_empty() {
        return magnitude(report.at(&format!("{prefix}{metric}")));
    }
    // A list stands for its counts.
    let is_list = report.at(&format!("{prefix}{metric}")).is_array();
    let (list, field) =
        if is_list { (metric, None) } else { metric.rsplit_once('.').map(|(list, field)| (list, Some(field)))? };
    let (list, key) = inside(report, prefix, list, key);
    let list = list.as_str();
    let rows = report.at(&format!("{prefix}{list}")).as_array()?;
    let has = |row: &Value, part: &str| {
        let is = |value: &Value| if part.is_empty() { value.is_null() } else { raw(value) == part };
        row.as_object().is_some_and(|row| row.values().any(is))
    };
    let is_named = |row: &Value| key.split(JOINT).all(|part| has(row, part));
    if rows.first()?.is_array() {
        // Weekday, counted from one, and hour.
        let (row, cell) = key.split_once(JOINT)?;
        let (row, cell) = (row.parse::<usize>().ok()?.checked_sub(1)?, cell.parse::<usize>().ok()?);
        return magnitude(&rows.get(row)?.get(cell)?[field?]);
    }
    let row = match rows.first()?.get("day").or_else(|| rows.first()?.get("month")) {
        // Days and months of another period are told by their place.
        Some(_) if !prefix.is_empty() => rows.get(figures.report.at(list).as_array()?.iter().position(is_named)?)?,
        _ => match rows.iter().find(|row| is_named(row)) {
            Some(row) => row,
            // What was not there counted nothing; a length or a share of nothing is none.
            None => return field.is_none_or(|field| !field.ends_with("_s") && !is_share(field)).then_some(0.0),
        },
    };
    match field {
        Some(field) => magnitude(&row[field]),
        None => ["count", "amount", "customers"].iter().find_map(|name| magnitude(&row[*name])),
    }
}

/// A list in a row of another one, such as an agent's days: the first part of the key says in which.
fn inside<'a>(report: &Report, prefix: &str, list: &str, key: &'a str) -> (String, &'a str) {
    let found = || {
        let (outer, inner) = list.split_once('.')?;
        let (id, key) = key.split_once(JOINT)?;
        let is_it = |row: &Value| if id.is_empty() { row["id"].is_null() } else { raw(&row["id"]) == id };
        let place = report.at(&format!("{prefix}{outer}")).as_array()?.iter().position(is_it)?;
        Some((format!("{outer}.{place}.{inner}"), key))
    };
    found().unwrap_or_else(|| (list.to_owned(), key))
}

/// How a figure of that name is written, without its sign.
fn written(ui: Ui, metric: &str, value: f64) -> String {
    let name = metric.rsplit('.').next().unwrap_or(metric);
    match name {
        _ if name.ends_with("_s") => duration(ui.lang, value),
        _ if is_share(name) => fill(ui.ask.points, &[("n", &number(ui.lang, value * 100.0, 1))]),
        _ => number(ui.lang, value, 6),
    }
}

fn is_share(name: &str) -> bool {
    name.ends_with("rate") || name == "accuracy" || name == "mean"
}

/// The difference, and per cent where there is something to divide by; nothing while nothing is compared. `raw` is the
/// figure's unformatted value.
pub fn difference(ui: Ui, metric: &str, key: &str, raw: &str) -> Option<AnyView> {
    let (was, now) = (was(ui, metric, key)?, decimal(raw)?);
    // Sums of thousandths and of millionths stay what they are.
    let difference = ((now - was) * 1e6).round() / 1e6;
    let signed = |text: String| match difference {
        0.0 => "±0".to_owned(),
        ..0.0 => format!("\u{2212}{text}"),
        _ => format!("+{text}"),
    };
    let mut text = signed(written(ui, metric, difference.abs()));
    let share = (was != 0.0).then(|| difference / was.abs());
    let is_relative = difference != 0.0 && !is_share(metric.rsplit('.').next().unwrap_or(metric));
    if let Some(share) = share.filter(|_| is_relative) {
        // After a sign of its own it is no bound.
        let share = percent(ui.lang, share.abs());
        text = format!("{text} ({})", signed(share.trim_start_matches(['<', '>']).to_owned()));
    }
    let by_rules = ui.app.before.with(Option::is_some);
    let told = fill(if by_rules { ui.ask.was_by_rules } else { ui.ask.was }, &[("value", &written(ui, metric, was))]);
    let json = |value: Option<f64>| value.map_or_else(|| "null".to_owned(), plain);
    Some(
        view! {
            " "
            <span
                class="sa-delta"
                title={told.clone()}
                data-difference-of={metric.to_owned()}
                data-was={plain(was)}
                data-difference={plain(difference)}
                data-share={json(share)}
            >
                {text}
                <span class="sa-visually-hidden">" – "{told.clone()}</span>
            </span>
        }
        .into_any(),
    )
}

/// The sums of a table's rows as they were: what a series is drawn before. Hidden ones are left out.
pub fn series(ui: Ui, table: &Table, legend: &[LegendEntry], hidden: &Hidden) -> Option<Previous> {
    other(ui, &*ui.figures.get()?)?;
    let is_shown = |i: usize| legend.get(i).is_none_or(|entry| !hidden.contains(entry.key));
    let sum = |cells: &[super::plot::Cell]| {
        let shown = cells.iter().enumerate().filter(|(i, _)| is_shown(*i));
        shown
            .filter_map(|(_, cell)| was(ui, &cell.metric, cell.key.as_deref().unwrap_or_default()))
            .reduce(|a, b| a + b)
            .unwrap_or(f64::NAN)
    };
    let by_rules = ui.app.before.with(Option::is_some);
    Some(Previous {
        label: if by_rules { ui.ask.rules_before } else { ui.ask.previous_period }.to_owned(),
        values: table.rows.iter().map(|(_, cells)| sum(cells)).collect(),
    })
}
