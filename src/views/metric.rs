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
}

impl Format {
    /// As text in the language; a dash for what is not defined.
    pub fn text(self, ui: Ui, value: &Value) -> String {
        let written = |value: f64| match self {
            Format::Count => number(ui.lang, value, 0),
            Format::Rate => percent(ui.lang, value),
            Format::Seconds => duration(ui.lang, value),
        };
        value.as_f64().map_or_else(|| "–".to_owned(), written)
    }
}

/// The value for hosts and tests: strings as they are, all else as JSON.
pub fn raw(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The figure at `path`; a placeholder while there is no report.
pub fn metric(ui: Ui, class: &'static str, path: &'static str, format: Format, rows: Option<Rows>) -> AnyView {
    figure(ui, class, move || {
        ui.with_value(path, |value| Figure {
            metric: path,
            text: format.text(ui, value),
            raw: raw(value),
            rows: rows.clone(),
        })
    })
}
