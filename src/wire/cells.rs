//! How a table's cell becomes a field's value: text as it is, instants from digits or text, the rest read as JSON.

use super::json::{self, Value};
use super::names::Name;
use super::slots::Slots;
use crate::engine::facts::{FIELDS, Shape};

enum Cell {
    Text,
    Instant,
    Json,
}

/// Sets the field `name` to what its cell says; an empty cell is an absent field.
pub fn set(slots: &mut Slots, name: Name, cell: &str) {
    let mut unescaped = String::new();
    let value = match kind(name.word()) {
        _ if cell.is_empty() => Value::Null,
        Cell::Text => Value::Text(cell),
        Cell::Instant if cell.bytes().all(|byte| byte.is_ascii_digit()) => Value::Number(cell),
        Cell::Instant => Value::Text(cell),
        Cell::Json => match json::value(cell, &mut unescaped) {
            Ok(slot) => slot.value(cell, &unescaped),
            Err(_) => Value::Text(cell),
        },
    };
    slots.set(name, value);
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
