//! The ways of sessions from the first reply to their end, as a flow picture.

use crate::charts::paths::{Flow, Paths, draw as picture};
use crate::charts::{Chart, Frame, Part};
use crate::state::report;
use crate::views::metric::{Format, raw};
use crate::views::plot::{Cell, JOINT, Pick, Table};
use crate::views::ui::Ui;
use serde_json::Value;

/// The stages, as fields of a row.
const STAGES: [&str; 4] = ["first", "transfer", "taken_over", "end"];

pub(super) fn draw(ui: Ui, rows: &Value, frame: &Frame<'_>) -> Chart {
    let filters = ui.filters();
    let mut stages: Vec<Vec<Part>> = vec![Vec::new(); STAGES.len()];
    let mut flows: Vec<Flow> = Vec::new();
    for row in rows.as_array().into_iter().flatten() {
        let count = report::at(row, "count").as_f64().unwrap_or(0.0);
        let mut before = None;
        for (stage, (field, parts)) in STAGES.iter().zip(&mut stages).enumerate() {
            let word = report::at(row, field);
            let key = key(field, word);
            let at = parts.iter().position(|part| part.key == key).unwrap_or_else(|| {
                let (label, color) = look(ui, field, word);
                let selected = Pick::Named.is_chosen(&filters, &key);
                parts.push(Part { selected, ..Part::new(&key, &label, 0.0, color) });
                parts.len() - 1
            });
            if let Some(part) = parts.get_mut(at) {
                part.value += count;
            }
            if let Some(from) = before {
                let same = |flow: &&mut Flow| (flow.stage + 1, flow.from, flow.to) == (stage, from, at);
                match flows.iter_mut().find(same) {
                    Some(flow) => flow.value += count,
                    None => flows.push(Flow { stage: stage - 1, from, to: at, value: count }),
                }
            }
            before = Some(at);
        }
    }
    // Flows leave and enter a block in the order of the blocks at their other end, so that they cross as little as can be.
    flows.sort_by_key(|flow| (flow.stage, flow.from, flow.to));
    let heads = ui.t.boards.stages.map(str::to_owned).to_vec();
    picture(&Paths { heads, stages, flows }, frame)
}

/// The filter that a part stands for, or a key of its own.
fn key(field: &str, word: &Value) -> String {
    match (field, word.as_str()) {
        ("end", Some(word @ ("ai" | "agent" | "other"))) => format!("resolved_by={word}"),
        ("end", Some("expired")) => "status=expired".to_owned(),
        _ => format!("{field}:{}", raw(word)),
    }
}

/// Name and colour of a part.
fn look(ui: Ui, field: &str, word: &Value) -> (String, u8) {
    let t = &ui.t.boards;
    match (field, word.as_str()) {
        ("first", Some(word)) => (ui.value("sender", word), if word == "bot" { 5 } else { 1 }),
        ("first", None) => (t.path_nobody.to_owned(), 0),
        ("transfer", Some(word)) => {
            let color = match word {
                "succeeded" => 2,
                "cancelled" => 3,
                "disabled" => 6,
                _ => 4,
            };
            (ui.value("transfer", word), color)
        }
        ("transfer", None) => (ui.t.none.to_owned(), 0),
        ("taken_over", _) if word == &Value::Bool(true) => (ui.t.yes.to_owned(), 1),
        ("taken_over", _) => (ui.t.no.to_owned(), 0),
        ("end", Some("expired")) => (ui.value("status", "expired"), 4),
        ("end", Some("ongoing")) => (t.path_ongoing.to_owned(), 0),
        (_, word) => {
            let word = word.unwrap_or_default();
            let color = match word {
                "ai" => 5,
                "agent" => 1,
                _ => 6,
            };
            (ui.value("resolved_by", word), color)
        }
    }
}

pub(super) fn table(ui: Ui, path: &str, rows: &Value) -> Table {
    let row = |row: &Value| {
        let of = |read: &dyn Fn(&str, &Value) -> String| STAGES.map(|field| read(field, report::at(row, field)));
        let cell = Cell {
            metric: path.to_owned(),
            key: Some(of(&|_, word| if word.is_null() { String::new() } else { raw(word) }).join(&JOINT.to_string())),
            value: report::at(row, "count").clone(),
            format: Format::Count,
        };
        (of(&|field, word| look(ui, field, word).0).join(" → "), vec![cell])
    };
    Table {
        head: vec![ui.t.boards.stages.join(" → "), ui.t.count.to_owned()],
        rows: rows.as_array().into_iter().flatten().map(row).collect(),
    }
}
