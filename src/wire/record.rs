//! Makes a record of fields: an event, an entity, an unknown type, or a reason why it is bad.

use super::facts::facts;
use super::fields::{Fields, Reason, expected, is_id};
use super::json::{self, Value};
use super::numeral;
use crate::engine::event::{Assist, By, Category, Cleared, Entity, Event, Kind, Outcome, Score, Sender, Tool, What};

/// What a good record is.
#[derive(Debug)]
pub enum Record<'a> {
    Event(Event<'a>),
    Entity(Entity<'a>),
    /// Of a type that this version does not know.
    Unknown,
}

/// Checks the fields of one record.
pub fn record<'a>(fields: &'a Fields) -> Result<Record<'a>, Reason> {
    let kind = fields.text("type")?.ok_or("type: is missing")?;
    match Kind::from_word(kind) {
        Some(kind) => event(fields, kind).map(Record::Event),
        None => Ok(entity(fields, kind)?.map_or(Record::Unknown, Record::Entity)),
    }
}

fn event<'a>(fields: &'a Fields, kind: Kind) -> Result<Event<'a>, Reason> {
    let is_credit = matches!(kind, Kind::CreditUsed | Kind::CreditAdded);
    let place = |key| if is_credit { fields.id(key) } else { fields.required_id(key).map(Some) };
    Ok(Event {
        id: fields.required_id("id")?,
        at: fields.instant("at")?.ok_or("at: is missing")?,
        conversation: place("conversation_id")?,
        customer: place("customer_id")?,
        inbox: fields.id("inbox_id")?,
        channel: fields.id("channel")?,
        bot: fields.id("bot_id")?,
        bot_version: fields.id("bot_version")?,
        agent: fields.id("agent_id")?,
        team: fields.id("team_id")?,
        what: what(fields, kind)?,
    })
}

fn what<'a>(fields: &'a Fields, kind: Kind) -> Result<What<'a>, Reason> {
    Ok(match kind {
        Kind::Message => {
            let from = required(fields, "from", Sender::WORDS, Sender::from_word)?;
            if from == Sender::Agent && fields.id("agent_id")?.is_none() {
                return Err("agent_id: a message from an agent needs one".to_owned());
            }
            What::Message { from, private: fields.flag("private")?.unwrap_or(false), text: fields.text("text")? }
        }
        Kind::Opened => What::Opened,
        Kind::Assigned => {
            if fields.id("agent_id")?.is_none() && fields.id("team_id")?.is_none() {
                return Err("agent_id, team_id: an assignment needs one of them".to_owned());
            }
            What::Assigned
        }
        Kind::Unassigned => {
            let words = &Cleared::WORDS[..2];
            let of_word = |word: &str| Cleared::from_word(word).filter(|&cleared| cleared != Cleared::Both);
            What::Unassigned(fields.word("what", words, of_word)?.unwrap_or(Cleared::Both))
        }
        Kind::Pending => What::Pending,
        Kind::Resolved => What::Resolved(by(fields)?.unwrap_or(By::None)),
        Kind::Reopened => What::Reopened(by(fields)?.unwrap_or(By::System)),
        Kind::LabelAdded => What::LabelAdded(fields.required_id("label")?),
        Kind::LabelRemoved => What::LabelRemoved(fields.required_id("label")?),
        Kind::Transfer => What::Transfer(required(fields, "outcome", Outcome::WORDS, Outcome::from_word)?),
        Kind::FlowTriggered => What::FlowTriggered(fields.required_id("flow_id")?),
        Kind::AiAssist => What::AiAssist(assist(fields)?),
        Kind::Csat => What::Csat { score: score(fields)?, comment: fields.text("comment")? },
        Kind::Order => {
            fields.id("order_id")?;
            What::Order { amount: fields.micros("amount")?, currency: currency(fields)? }
        }
        Kind::CreditUsed => What::CreditUsed {
            category: required(fields, "category", Category::WORDS, Category::from_word)?,
            amount: fields.micros("amount")?,
        },
        Kind::CreditAdded => What::CreditAdded { amount: fields.micros("amount")? },
        Kind::Interaction => What::Interaction(facts(fields)?),
    })
}

fn by(fields: &Fields) -> Result<Option<By>, Reason> {
    let of_word = |word: &str| By::from_word(word).filter(|&by| by != By::None);
    fields.word("by", &By::WORDS[..4], of_word)
}

fn required<T>(fields: &Fields, key: &str, words: &[&str], from_word: impl Fn(&str) -> Option<T>) -> Result<T, Reason> {
    fields.word(key, words, from_word)?.ok_or_else(|| format!("{key}: is missing"))
}

fn assist(fields: &Fields) -> Result<Assist, Reason> {
    let tool = required(fields, "tool", Tool::WORDS, Tool::from_word)?;
    let (suggestion, sent) = (fields.text("suggestion")?, fields.text("sent")?);
    let is_translated = fields.flag("translated")?.unwrap_or(false);
    let edits = suggestion.zip(sent).filter(|_| !is_translated).and_then(|(suggestion, sent)| {
        let longer = suggestion.chars().count().max(sent.chars().count());
        let edits = rapidfuzz::distance::levenshtein::distance(suggestion.chars(), sent.chars());
        (longer > 0).then_some((edits as u32, longer as u32))
    });
    Ok(Assist { tool, edits })
}

fn score(fields: &Fields) -> Result<Score, Reason> {
    let number = |key| match fields.value(key) {
        Value::Null => Ok(None),
        Value::Number(text) => Ok(Some(*text)),
        other => Err(expected(key, "a number", other)),
    };
    let rating = number("rating")?.ok_or("rating: is missing")?;
    let scale_max = number("scale_max")?.unwrap_or("5");
    numeral::score(rating, scale_max).ok_or_else(|| {
        format!("rating: expected 1 <= rating <= scale_max and scale_max > 1, found {rating} of {scale_max}")
    })
}

fn currency(fields: &Fields) -> Result<[u8; 3], Reason> {
    match fields.value("currency") {
        Value::Text(text) if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            let bytes = text.as_bytes();
            Ok([bytes[0], bytes[1], bytes[2]])
        }
        other => Err(expected("currency", "three capitals", other)),
    }
}

fn entity<'a>(fields: &'a Fields, kind: &str) -> Result<Option<Entity<'a>>, Reason> {
    Ok(Some(match kind {
        "customer" => Entity::Customer {
            id: fields.required_id("id")?,
            name: fields.text("name")?,
            phone: fields.text("phone")?,
            email: fields.text("email")?,
            sessions_before: fields.integer("sessions_before", 0)?.unwrap_or(0).unsigned_abs(),
        },
        "inbox" => Entity::Inbox {
            id: fields.required_id("id")?,
            name: fields.text("name")?,
            channel: fields.id("channel")?,
            phone: fields.text("phone")?,
        },
        "agent" => {
            Entity::Agent { id: fields.required_id("id")?, name: fields.text("name")?, teams: team_ids(fields)? }
        }
        "team" => Entity::Team { id: fields.required_id("id")?, name: fields.text("name")? },
        "bot" => Entity::Bot { id: fields.required_id("id")?, name: fields.text("name")? },
        "flow" => Entity::Flow { id: fields.required_id("id")?, name: fields.text("name")? },
        _ => return Ok(None),
    }))
}

fn team_ids(fields: &Fields) -> Result<Vec<String>, Reason> {
    let value = fields.value("team_ids");
    let bad = || expected("team_ids", "a list of ids", value);
    match value {
        Value::Null => Ok(Vec::new()),
        Value::List(text) => json::elements(text)
            .map_err(|_| bad())?
            .into_iter()
            .map(|element| match element {
                Value::Text(id) if is_id(&id) => Ok(id.into_owned()),
                _ => Err(bad()),
            })
            .collect(),
        _ => Err(bad()),
    }
}
