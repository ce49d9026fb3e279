//! Reads interaction facts by the engine's table of fields.

use super::fields::{COUNT, Fields, Reason, as_instant, as_integer, expected, is_id};
use super::json::{self, Kind, Value};
use super::names::Name;
use super::slots::Slots;
use crate::engine::facts::{Actions, FIELDS, Facts, Field, Participant, Queue, Shape, Transfer, Value as Fact};

#[inline(never)]
pub fn facts(fields: Fields) -> Result<Facts, Reason> {
    let stated = || FIELDS.iter().zip(names()).filter(|(_, name)| fields.slots.slot(**name).kind != Kind::Null);
    let mut facts = Facts::with_capacity(stated().count());
    for (field, name) in stated() {
        state(&mut facts, field, fields.value(*name))?;
    }
    Ok(facts)
}

// What is not for every field is apart: browsers make a small function fast much sooner than a large one.

#[inline(never)]
fn state(facts: &mut Facts, &(field, word, shape): &(Field, &str, Shape), value: Value) -> Result<(), Reason> {
    facts.set(field, fact(value, shape).ok_or_else(|| expected(word, says(shape), value))?);
    Ok(())
}

/// The names of the engine's fields, in their order.
fn names() -> &'static [Name] {
    &Name::ALL[Name::SessionType as usize..]
}

fn fact(value: Value, shape: Shape) -> Option<Fact> {
    Some(match (shape, value) {
        (Shape::Text, Value::Text(text)) => Fact::Text(text.into()),
        (Shape::Word(words), Value::Text(text)) if words.contains(&text) => Fact::Text(text.into()),
        (Shape::Count, value) => Fact::Integer(as_integer(value).filter(|&number| number >= 0)?),
        (Shape::Integer, value) => Fact::Integer(as_integer(value)?),
        (Shape::Instant, value) => Fact::Instant(as_instant(value)?),
        (Shape::Flag, Value::Bool(flag)) => Fact::Flag(flag),
        (Shape::Transfers | Shape::Participants | Shape::Queues | Shape::Actions, value) => parts(value, shape)?,
        _ => return None,
    })
}

/// What has parts of its own.
#[inline(never)]
fn parts(value: Value, shape: Shape) -> Option<Fact> {
    Some(match shape {
        Shape::Transfers => Fact::Transfers(list(value, transfer)?),
        Shape::Participants => Fact::Participants(list(value, participant)?),
        Shape::Queues => Fact::Queues(list(value, queue)?),
        Shape::Actions => Fact::Actions(Box::new(part(value, actions)?)),
        _ => return None,
    })
}

fn list<T>(value: Value, read: impl Fn(Fields) -> Option<T>) -> Option<Vec<T>> {
    let Value::List(text) = value else { return None };
    json::elements(text).ok()?.iter().map(|element| part(element, &read)).collect()
}

/// Reads an object inside a record.
fn part<T>(value: Value, read: impl Fn(Fields) -> Option<T>) -> Option<T> {
    let Value::Object(text) = value else { return None };
    read(Slots::default().read(text).ok()?)
}

fn text(fields: Fields, name: Name) -> Option<String> {
    fields.text(name).ok()?.map(str::to_owned)
}

fn transfer(fields: Fields) -> Option<Transfer> {
    Some(Transfer {
        at: fields.instant(Name::At).ok()??,
        from: text(fields, Name::From)?,
        to: text(fields, Name::To)?,
        kind: text(fields, Name::Kind)?,
    })
}

fn participant(fields: Fields) -> Option<Participant> {
    Some(Participant {
        id: text(fields, Name::Id).filter(|id| is_id(id))?,
        kind: text(fields, Name::Kind)?,
        name: fields.text(Name::Name).ok()?.map(str::to_owned),
        joined_at: fields.instant(Name::JoinedAt).ok()?,
        left_at: fields.instant(Name::LeftAt).ok()?,
    })
}

fn queue(fields: Fields) -> Option<Queue> {
    Some(Queue {
        queue: text(fields, Name::Queue)?,
        seconds: fields.integer(Name::Seconds, 0).ok()??.unsigned_abs(),
        in_sla: fields.flag(Name::InSla).ok()?,
    })
}

fn actions(fields: Fields) -> Option<Actions> {
    let count = |name| Some(fields.integer(name, 0).ok()?.map(i64::unsigned_abs));
    Some(Actions {
        verification: count(Name::Verification)?,
        photos: count(Name::Photos)?,
        videos: count(Name::Videos)?,
        texts: count(Name::Texts)?,
    })
}

fn says(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "a string",
        Shape::Count => COUNT,
        Shape::Integer => "a whole number",
        Shape::Instant => "an instant",
        Shape::Flag => "true or false",
        Shape::Word(_) => "one of the words this field may have",
        Shape::Transfers => "a list of {at, from, to, kind}",
        Shape::Actions => "an object of counts",
        Shape::Participants => "a list of {id, kind, name?, joined_at?, left_at?}",
        Shape::Queues => "a list of {queue, seconds, in_sla?}",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_in_the_order_of_the_fields() {
        assert!(names().len() >= FIELDS.len());
        assert!(FIELDS.iter().zip(names()).all(|((_, word, _), name)| name.word() == *word));
    }
}
