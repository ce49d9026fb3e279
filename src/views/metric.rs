//! Figures by the path of their metric in the report: one component for all of them, so that what a figure can do (open
//! its rows, stand beside the previous period) every figure can.

use super::card::{Figure, Rows, figure};
use super::ui::Ui;
use crate::i18n::{duration, number, percent};
use leptos::prelude::*;
use serde_json::Value;

/// How a value of the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Count,
    /// 0–1, as per cent.
    Rate,
    /// A length of time.
    Seconds,
    /// A decimal string, kept to the digit; with a currency or unit behind it.
    Money(&'static str),
}

impl Format {
    /// As text in the language; a dash for what is not defined.
    pub fn text(self, ui: Ui, value: &Value) -> String {
        let text = match (self, value) {
            (Format::Money(unit), Value::String(text)) => Some(money(ui, text, unit)),
            (Format::Count | Format::Money(_), value) => value.as_f64().map(|count| number(ui.lang, count, 0)),
            (Format::Rate, value) => value.as_f64().map(|rate| percent(ui.lang, rate)),
            (Format::Seconds, value) => value.as_f64().map(|seconds| duration(ui.lang, seconds)),
        };
        text.unwrap_or_else(|| "–".to_owned())
    }

    /// As a number for axes.
    pub fn tick(self, ui: Ui, value: f64) -> String {
        match self {
            Format::Rate => percent(ui.lang, value),
            Format::Seconds => duration(ui.lang, value),
            Format::Count => number(ui.lang, value, 2),
            // As exact as the sums are.
            Format::Money(_) => number(ui.lang, value, 6),
        }
    }
}

/// The value for hosts and tests: strings as they are, all else as JSON.
pub fn raw(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

/// The id of a field of a list's rows: what a list is there to count needs no name of its own.
pub fn metric_of(list: &str, field: &str) -> String {
    match field {
        "count" | "amount" | "customers" => list.to_owned(),
        _ => format!("{list}.{field}"),
    }
}

/// The value as a number to be drawn; a decimal string too.
pub fn magnitude(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| decimal(value.as_str()?))
}

/// A number that is written as JSON writes it; the standard library's reader would come as well, with its tables.
pub fn decimal(text: &str) -> Option<f64> {
    serde_json::from_str::<Value>(text).ok()?.as_f64()
}

/// A number as JSON writes it, whole ones without decimals.
pub fn plain(value: f64) -> String {
    let whole = value as i64;
    if whole as f64 == value { whole.to_string() } else { serde_json::to_string(&value).unwrap_or_default() }
}

/// The figure at `path`; a placeholder while there is no report.
pub fn metric(ui: Ui, class: &'static str, path: &'static str, format: Format, rows: Option<Rows>) -> AnyView {
    figure(ui, class, move || {
        ui.with_value(path, |value| Figure { metric: path, text: format.text(ui, value), raw: raw(value), rows })
    })
}

/// A decimal in the language's digits, every place kept: a sum of money is never rounded on its way to the eye.
pub fn money(ui: Ui, text: &str, unit: &str) -> String {
    let (digits, sign) = text.strip_prefix('-').map_or((text, ""), |digits| (digits, "\u{2212}"));
    let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = sign.to_owned();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push_str(ui.lang.style.thousands);
        }
        out.push(digit);
    }
    if !places.is_empty() {
        out.push_str(ui.lang.style.decimal);
        out.push_str(places);
    }
    if !unit.is_empty() {
        out.push('\u{a0}');
        out.push_str(unit);
    }
    out
}
