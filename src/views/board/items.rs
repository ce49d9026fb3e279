//! The rows of a list in the report, or the fields of an object, as what a chart shows: key, name and figures of each.

use super::chart::{Chart, Kind};
use crate::i18n::{duration, joined};
use crate::state::report;
use crate::views::metric::raw;
use crate::views::plot::JOINT;
use crate::views::ui::Ui;
use serde_json::Value;

#[derive(Debug, Clone)]
pub struct Item {
    /// What it is filtered by; empty for "none".
    pub key: String,
    pub label: String,
    /// One for each line of the chart; of an object's field, one.
    pub values: Vec<Value>,
}

/// `value` is what stands at the chart's path.
pub fn items(ui: Ui, of: &Chart, value: &Value) -> Vec<Item> {
    let field = |row: &Value, name: &str| report::at(row, name).clone();
    let items = match value {
        Value::Array(rows) => rows
            .iter()
            .map(|row| {
                let keys: Vec<String> = of.key.split('+').map(|name| key(report::at(row, name))).collect();
                Item {
                    label: label(ui, of, row, &keys),
                    key: keys.join(&JOINT.to_string()),
                    values: of.lines.iter().map(|line| field(row, line.field)).collect(),
                }
            })
            .collect(),
        Value::Object(_) => of
            .lines
            .iter()
            .map(|line| Item {
                key: if line.key.is_empty() { line.field } else { line.key }.to_owned(),
                label: (line.label)(ui.t).to_owned(),
                values: vec![field(value, line.field)],
            })
            .collect(),
        _ => Vec::new(),
    };
    if of.kind == Kind::Sparse { every_day(ui, of, &items) } else { items }
}

/// Days that the list leaves out are there without figures.
fn every_day(ui: Ui, of: &Chart, items: &[Item]) -> Vec<Item> {
    let span = ui.app.span();
    let item = |key: String| {
        items.iter().find(|item| item.key == key).cloned().unwrap_or_else(|| Item {
            label: label(ui, of, &Value::Null, std::slice::from_ref(&key)),
            values: vec![Value::Null; of.lines.len()],
            key,
        })
    };
    span.from.iter_days().take_while(|day| *day < span.to).map(|day| item(day.to_string())).collect()
}

fn key(value: &Value) -> String {
    if value.is_null() { String::new() } else { raw(value) }
}

fn label(ui: Ui, of: &Chart, row: &Value, keys: &[String]) -> String {
    if of.names == "lengths" {
        return between(ui, report::at(row, "from_s"), report::at(row, "to_s"));
    }
    let names = of.names.split('+').zip(keys).map(|(names, key)| match key.is_empty() {
        true => None,
        false => Some(ui.value(names, key)),
    });
    let names: Vec<String> = names.flatten().collect();
    if names.is_empty() { ui.t.none.to_owned() } else { joined(&names, " · ") }
}

/// "< 1 min", "1–5 min", "≥ 1 d": short, for there are many beside each other.
fn between(ui: Ui, from: &Value, to: &Value) -> String {
    let [_, hour, minute, ..] = ui.lang.style.units;
    let (size, unit) = if from.as_u64() < Some(3_600) { (60, minute) } else { (3_600, hour) };
    match (from.as_u64(), to.as_u64()) {
        (Some(0), Some(to)) => format!("< {}", duration(ui.lang, to as f64)),
        (Some(from), Some(to)) => format!("{}–{}\u{a0}{unit}", from / size, to / size),
        (Some(from), None) => format!("≥ {}", duration(ui.lang, from as f64)),
        _ => String::new(),
    }
}
