//! Reads interaction facts by the engine's table of fields.

use super::fields::{Fields, Reason, as_instant, as_integer, expected, is_id};
use super::json::{self, Value};
use crate::engine::facts::{Actions, FIELDS, Facts, Participant, Queue, Shape, Transfer, Value as Fact};

pub fn facts(fields: &Fields) -> Result<Facts, Reason> {
    let mut facts = Facts::default();
    for &(field, name, shape) in FIELDS {
        let value = fields.value(name);
        if *value != Value::Null {
            let fact = fact(value, shape).ok_or_else(|| expected(name, says(shape), value))?;
            facts.set(field, fact);
        }
    }
    Ok(facts)
}

fn fact(value: &Value, shape: Shape) -> Option<Fact> {
    Some(match (shape, value) {
        (Shape::Text, Value::Text(text)) => Fact::Text(text.as_ref().into()),
        (Shape::Word(words), Value::Text(text)) if words.contains(&text.as_ref()) => Fact::Text(text.as_ref().into()),
        (Shape::Count, value) => Fact::Integer(as_integer(value).filter(|&number| number >= 0)?),
        (Shape::Integer, value) => Fact::Integer(as_integer(value)?),
        (Shape::Instant, value) => Fact::Instant(as_instant(value)?),
        (Shape::Flag, Value::Bool(flag)) => Fact::Flag(*flag),
        (Shape::Transfers, value) => Fact::Transfers(list(value, transfer)?),
        (Shape::Participants, value) => Fact::Participants(list(value, participant)?),
        (Shape::Queues, value) => Fact::Queues(list(value, queue)?),
        (Shape::Actions, value) => Fact::Actions(actions(&part(value)?)?),
        _ => return None,
    })
}

fn list<T>(value: &Value, read: impl Fn(&Fields) -> Option<T>) -> Option<Vec<T>> {
    let Value::List(text) = value else { return None };
    json::elements(text).ok()?.iter().map(|element| read(&part(element)?)).collect()
}

/// The fields of an object inside a record.
fn part<'a>(value: &Value<'a>) -> Option<Fields<'a>> {
    let Value::Object(text) = *value else { return None };
    let mut fields = Fields::default();
    json::object(text, |key, value| fields.set(key, value)).ok()?;
    Some(fields)
}

fn text(fields: &Fields, key: &str) -> Option<String> {
    fields.text(key).ok()?.map(str::to_owned)
}

fn transfer(fields: &Fields) -> Option<Transfer> {
    Some(Transfer {
        at: fields.instant("at").ok()??,
        from: text(fields, "from")?,
        to: text(fields, "to")?,
        kind: text(fields, "kind")?,
    })
}

fn participant(fields: &Fields) -> Option<Participant> {
    Some(Participant {
        id: text(fields, "id").filter(|id| is_id(id))?,
        kind: text(fields, "kind")?,
        name: fields.text("name").ok()?.map(str::to_owned),
        joined_at: fields.instant("joined_at").ok()?,
        left_at: fields.instant("left_at").ok()?,
    })
}

fn queue(fields: &Fields) -> Option<Queue> {
    Some(Queue {
        queue: text(fields, "queue")?,
        seconds: fields.integer("seconds", 0).ok()??.unsigned_abs(),
        in_sla: fields.flag("in_sla").ok()?,
    })
}

fn actions(fields: &Fields) -> Option<Actions> {
    let count = |key| Some(fields.integer(key, 0).ok()?.map(i64::unsigned_abs));
    Some(Actions {
        verification: count("verification")?,
        photos: count("photos")?,
        videos: count("videos")?,
        texts: count("texts")?,
    })
}

fn says(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "a string",
        Shape::Count => "a whole number of at least 0",
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
