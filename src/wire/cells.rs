//! How a table's cell becomes a field's value: text as it is, instants from digits or text, the rest read as JSON.

use super::json::{self, Value};
use crate::engine::facts::{FIELDS, Shape};
use std::borrow::Cow;

enum Cell {
    Text,
    Instant,
    Json,
}

/// The value of the field `key` in a table; an empty cell is an absent field.
pub fn value<'a>(key: &str, cell: &'a str) -> Value<'a> {
    if cell.is_empty() {
        return Value::Null;
    }
    let text = || Value::Text(Cow::Borrowed(cell));
    match kind(key) {
        Cell::Text => text(),
        Cell::Instant if cell.bytes().all(|byte| byte.is_ascii_digit()) => Value::Number(cell),
        Cell::Instant => text(),
        Cell::Json => json::value(cell).unwrap_or_else(|_| text()),
    }
}

fn kind(key: &str) -> Cell {
    match key {
        "at" => Cell::Instant,
        "private" | "translated" | "rating" | "scale_max" | "amount" | "sessions_before" | "team_ids" => Cell::Json,
        _ => match FIELDS.iter().find(|(_, name, _)| *name == key).map(|(_, _, shape)| shape) {
            None | Some(Shape::Text | Shape::Word(_)) => Cell::Text,
            Some(Shape::Instant) => Cell::Instant,
            Some(_) => Cell::Json,
        },
    }
}
