//! What a figure is compared with: the same of the previous period, or by the rules before a change. Every figure and
//! every series finds its own by its metric, so that nobody who shows one has to think of it.

use super::metric::{decimal, magnitude, plain, raw};
use super::plot::{Hidden, JOINT, LegendEntry, Table};
use super::ui::Ui;
use crate::charts::series::Previous;
use crate::i18n::{duration, fill, number, percent};
use crate::state::Figures;
use crate::state::report::{self, Report};
use leptos::prelude::*;
use serde_json::Value;

/// Whether figures stand beside others.
pub fn is_asked(ui: Ui) -> bool {
    ui.app.before.with(Option::is_some) || ui.app.compares()
}

/// The report to compare with, and what the paths of its figures begin with. A change of rules goes before a period.
fn other(ui: Ui, figures: &Figures) -> Option<(&Report, &'static str)> {
    if ui.app.before.with(Option::is_some) {
        return figures.before.as_ref().map(|report| (report, ""));
    }
    ui.app.compares().then_some((&figures.report, "previous."))
}

/// The fields that say which row of a list is meant, in the order in which keys join them.
const NAMES: [&str; 19] = [
    "day",
    "month",
    "id",
    "channel",
    "label",
    "key",
    "flow_id",
    "bot_id",
    "bot_version",
    "category",
    "currency",
    "tool",
    "support",
    "team_id",
    "from_s",
    "first",
    "transfer",
    "taken_over",
    "end",
];

/// What the figure was; `key` says which one of a list. Nothing where there is nothing to compare with.
fn was(ui: Ui, metric: &str, key: &str) -> Option<f64> {
    let figures = ui.figures.get()?;
    let (report, prefix) = other(ui, &figures)?;
    let at = |path: &str| report.at(&format!("{prefix}{path}"));
    // The first list on the way to the figure.
    let ends = metric.match_indices('.').map(|(end, _)| end).chain([metric.len()]);
    let Some(list) = ends.map(|end| &metric[..end]).find(|path| at(path).is_array()) else {
        return magnitude(at(metric));
    };
    let (mut rows, mut field, mut key) = (at(list).as_array()?, metric[list.len()..].trim_start_matches('.'), key);
    if rows.first()?.is_array() {
        // Weekday, counted from one, and hour.
        let (row, cell) = key.split_once(JOINT)?;
        let (row, cell) = (row.parse::<usize>().ok()?.checked_sub(1)?, cell.parse::<usize>().ok()?);
        return magnitude(&rows.get(row)?.get(cell)?[field]);
    }
    // A list in a row of another one, such as an agent's days: the first part of the key says in which.
    if let (Some((id, rest)), Some((inner, name))) = (key.split_once(JOINT), field.split_once('.'))
        && let Some(found) = rows.iter().find(|row| is_named(row, id)).and_then(|row| row[inner].as_array())
    {
        (rows, field, key) = (found, name, rest);
    }
    let is_by_time = rows.first()?.get("day").or_else(|| rows.first()?.get("month")).is_some();
    let row = match is_by_time && !prefix.is_empty() {
        // Days and months of another period are told by their place.
        true => rows.get(figures.report.at(list).as_array()?.iter().position(|row| is_named(row, key))?)?,
        false => match rows.iter().find(|row| is_named(row, key)) {
            Some(row) => row,
            // What was not there counted nothing; a length or a share of nothing is none.
            None => return (!field.ends_with("_s") && !is_share(field)).then_some(0.0),
        },
    };
    match field {
        // A list stands for its counts.
        "" => ["count", "amount", "customers"].iter().find_map(|name| magnitude(&row[*name])),
        _ => magnitude(report::at(row, field)),
    }
}

/// Whether the row is the one that a key says: its parts are in the order of [`NAMES`], empty ones are null.
fn is_named(row: &Value, key: &str) -> bool {
    let names = NAMES.iter().filter_map(|name| row.get(*name));
    names.zip(key.split(JOINT)).all(|(name, part)| if part.is_empty() { name.is_null() } else { raw(name) == part })
}

/// How a figure of that name is written, without its sign.
fn written(ui: Ui, metric: &str, value: f64) -> String {
    let name = metric.rsplit('.').next().unwrap_or(metric);
    match name {
        _ if name.ends_with("_s") => duration(ui.lang, value),
        _ if is_share(name) => fill(ui.t.points, &[("n", &number(ui.lang, value * 100.0, 1))]),
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
    let told = fill(if by_rules { ui.t.was_by_rules } else { ui.t.was }, &[("value", &written(ui, metric, was))]);
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
        label: if by_rules { ui.t.rules_before } else { ui.t.previous_period }.to_owned(),
        values: table.rows.iter().map(|(_, cells)| sum(cells)).collect(),
    })
}
