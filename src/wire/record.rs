//! Makes a record of fields: an event, an entity, an unknown type, or a reason why it is bad.

use super::facts::facts;
use super::fields::{Fields, Reason, expected, is_id, missing};
use super::json::{self, Value};
use super::names::Name;
use super::numeral;
use crate::engine::event::{Assist, By, Category, Cleared, Entity, Event, Kind, Outcome, Score, Sender, Tool, What};
use std::cell::RefCell;

/// What a good record is.
#[derive(Debug)]
pub enum Record<'a> {
    Event(&'a Event<'a>),
    Entity(&'a Entity<'a>),
    /// Of a type that this version does not know.
    Unknown,
}

/// Checks the fields of one record and shows `take` what it is; only then is it good. (An event is shown where it was
/// made, because it is large and there are many.)
#[inline]
pub fn record(fields: Fields, take: impl FnOnce(Record)) -> Result<(), Reason> {
    let word = fields.text_inlined(Name::Type)?.ok_or("type: is missing")?;
    let Some(kind) = Kind::from_word(word) else {
        match entity(fields, word)? {
            Some(entity) => take(Record::Entity(&entity)),
            None => take(Record::Unknown),
        }
        return Ok(());
    };
    let id = fields.required_id_inlined(Name::Id)?;
    let at = fields.instant_inlined(Name::At)?.ok_or("at: is missing")?;
    // Filled where it lies: to move it about is what would cost most here.
    let mut event = Event {
        id,
        at,
        conversation: None,
        customer: None,
        inbox: None,
        channel: None,
        bot: None,
        bot_version: None,
        agent: None,
        team: None,
        what: &What::Opened,
    };
    let place = [
        (Name::ConversationId, &mut event.conversation),
        (Name::CustomerId, &mut event.customer),
        (Name::InboxId, &mut event.inbox),
        (Name::Channel, &mut event.channel),
        (Name::BotId, &mut event.bot),
        (Name::BotVersion, &mut event.bot_version),
        (Name::AgentId, &mut event.agent),
        (Name::TeamId, &mut event.team),
    ];
    fields.ids(place, if matches!(kind, Kind::CreditUsed | Kind::CreditAdded) { 0 } else { 2 })?;
    let what = what(fields, kind, event.agent, event.team);
    event.what = match &what {
        Ok(what) => what,
        Err(reason) => return Err(reason.clone()),
    };
    take(Record::Event(&event));
    Ok(())
}

fn what<'a>(fields: Fields<'a>, kind: Kind, agent: Option<&str>, team: Option<&str>) -> Result<What<'a>, Reason> {
    Ok(match kind {
        Kind::Message => {
            let from = Sender::from_code(required(fields, Name::From, Sender::WORDS)?);
            if from == Sender::Agent && agent.is_none() {
                return Err("agent_id: a message from an agent needs one".to_owned());
            }
            What::Message {
                from,
                private: fields.flag(Name::Private)?.unwrap_or(false),
                text: fields.text_inlined(Name::Text)?,
            }
        }
        Kind::Opened => What::Opened,
        Kind::Assigned => {
            if agent.is_none() && team.is_none() {
                return Err("agent_id, team_id: an assignment needs one of them".to_owned());
            }
            What::Assigned
        }
        Kind::Unassigned => {
            let cleared = fields.word(Name::What, &Cleared::WORDS[..2])?;
            What::Unassigned(cleared.map_or(Cleared::Both, Cleared::from_code))
        }
        Kind::Pending => What::Pending,
        Kind::Resolved => What::Resolved(by(fields)?.unwrap_or(By::None)),
        Kind::Reopened => What::Reopened(by(fields)?.unwrap_or(By::System)),
        Kind::LabelAdded => What::LabelAdded(fields.required_id(Name::Label)?),
        Kind::LabelRemoved => What::LabelRemoved(fields.required_id(Name::Label)?),
        Kind::Transfer => What::Transfer(Outcome::from_code(required(fields, Name::Outcome, Outcome::WORDS)?)),
        Kind::FlowTriggered => What::FlowTriggered(fields.required_id(Name::FlowId)?),
        Kind::AiAssist => What::AiAssist(assist(fields)?),
        Kind::Csat => csat(fields)?,
        Kind::Order => order(fields)?,
        Kind::CreditUsed => credit_used(fields)?,
        Kind::CreditAdded => What::CreditAdded { amount: fields.micros(Name::Amount)? },
        Kind::Interaction => What::Interaction(RefCell::new(facts(fields)?)),
    })
}

fn by(fields: Fields) -> Result<Option<By>, Reason> {
    Ok(fields.word(Name::By, &By::WORDS[..4])?.map(By::from_code))
}

fn required(fields: Fields, name: Name, words: &[&str]) -> Result<u8, Reason> {
    fields.word(name, words)?.ok_or_else(|| missing(name))
}

// The kinds that are few, or have much to them, are apart: browsers make a small function fast much sooner than a large one.

#[inline(never)]
fn assist(fields: Fields) -> Result<Assist, Reason> {
    let tool = Tool::from_code(required(fields, Name::Tool, Tool::WORDS)?);
    let (suggestion, sent) = (fields.text(Name::Suggestion)?, fields.text(Name::Sent)?);
    let is_translated = fields.flag(Name::Translated)?.unwrap_or(false);
    let edits = suggestion.zip(sent).filter(|_| !is_translated).and_then(|(suggestion, sent)| {
        let longer = suggestion.chars().count().max(sent.chars().count());
        let edits = rapidfuzz::distance::levenshtein::distance(suggestion.chars(), sent.chars());
        (longer > 0).then_some((edits as u32, longer as u32))
    });
    Ok(Assist { tool, edits })
}

#[inline(never)]
fn csat(fields: Fields) -> Result<What, Reason> {
    Ok(What::Csat { score: score(fields)?, comment: fields.text(Name::Comment)? })
}

fn score(fields: Fields) -> Result<Score, Reason> {
    let number = |name: Name| match fields.value(name) {
        Value::Null => Ok(None),
        Value::Number(text) => Ok(Some(text)),
        other => Err(expected(name.word(), "a number", other)),
    };
    let rating = number(Name::Rating)?.ok_or("rating: is missing")?;
    let scale_max = number(Name::ScaleMax)?.unwrap_or("5");
    numeral::score(rating, scale_max).ok_or_else(|| {
        format!("rating: expected 1 <= rating <= scale_max and scale_max > 1, found {rating} of {scale_max}")
    })
}

#[inline(never)]
fn order(fields: Fields) -> Result<What, Reason> {
    fields.id(Name::OrderId)?;
    Ok(What::Order { amount: fields.micros(Name::Amount)?, currency: currency(fields)? })
}

#[inline(never)]
fn credit_used(fields: Fields) -> Result<What, Reason> {
    let category = Category::from_code(required(fields, Name::Category, Category::WORDS)?);
    Ok(What::CreditUsed { category, amount: fields.micros(Name::Amount)? })
}

fn currency(fields: Fields) -> Result<[u8; 3], Reason> {
    match fields.value(Name::Currency) {
        Value::Text(text) if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            let bytes = text.as_bytes();
            Ok([bytes[0], bytes[1], bytes[2]])
        }
        other => Err(expected("currency", "three capitals", other)),
    }
}

#[inline(never)]
fn entity<'a>(fields: Fields<'a>, kind: &str) -> Result<Option<Entity<'a>>, Reason> {
    Ok(Some(match kind {
        "customer" => {
            // Nothing shows it, but it has to be right.
            fields.text(Name::Email)?;
            Entity::Customer {
                id: fields.required_id(Name::Id)?,
                name: fields.text(Name::Name)?,
                phone: fields.text(Name::Phone)?,
                sessions_before: fields.integer(Name::SessionsBefore, 0)?.unwrap_or(0).unsigned_abs(),
            }
        }
        "inbox" => Entity::Inbox {
            id: fields.required_id(Name::Id)?,
            name: fields.text(Name::Name)?,
            channel: fields.id(Name::Channel)?,
            phone: fields.text(Name::Phone)?,
        },
        "agent" => Entity::Agent {
            id: fields.required_id(Name::Id)?,
            name: fields.text(Name::Name)?,
            teams: team_ids(fields)?,
        },
        "team" => Entity::Team { id: fields.required_id(Name::Id)?, name: fields.text(Name::Name)? },
        "bot" => Entity::Bot { id: fields.required_id(Name::Id)?, name: fields.text(Name::Name)? },
        "flow" => Entity::Flow { id: fields.required_id(Name::Id)?, name: fields.text(Name::Name)? },
        _ => return Ok(None),
    }))
}

fn team_ids(fields: Fields) -> Result<Vec<String>, Reason> {
    let value = fields.value(Name::TeamIds);
    let bad = || expected("team_ids", "a list of ids", value);
    match value {
        Value::Null => Ok(Vec::new()),
        Value::List(text) => json::elements(text)
            .map_err(|_| bad())?
            .iter()
            .map(|element| match element {
                Value::Text(id) if is_id(id) => Ok(id.to_owned()),
                _ => Err(bad()),
            })
            .collect(),
        _ => Err(bad()),
    }
}
