//! One session told whole: its row, its events in order, its facts, why it began and ended, and its customer's others.

use super::entities::named;
use super::event::{Cleared, Kind, Outcome, Sender, Tool};
use super::facts::{Facts, Field, Participant, Value};
use super::ids::NONE;
use super::instant;
use super::list::{self, Row};
use super::numbers::{Money, Thousandths};
use super::session::{self, Derived};
use super::store::Store;
use super::view::View;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Story {
    pub row: Row,
    pub events: Vec<Told>,
    /// Merged facts of an interaction, by field.
    pub facts: Vec<Fact>,
    /// Who was there from when to when, of an interaction's participants: kind, name or id, the two instants. Empty where
    /// one is not known.
    pub legs: Vec<[String; 4]>,
    /// Other sessions of the customer, the latest first, at most [`OTHERS`].
    pub others: Vec<Row>,
    /// The type of the event that started it, and who wrote when it is a message.
    pub started_by: String,
}

/// How many other sessions of the customer are told.
pub const OTHERS: usize = 50;

/// One event in words; absent is null.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub at: String,
    #[serde(rename = "type")]
    pub kind: Kind,
    pub from: Option<Sender>,
    pub private: bool,
    /// Counts for the session and moves none of its times.
    pub attached: bool,
    pub text: Option<String>,
    pub agent: Option<String>,
    pub agent_name: Option<String>,
    pub team: Option<String>,
    pub team_name: Option<String>,
    pub bot: Option<String>,
    pub bot_name: Option<String>,
    pub conversation: String,
    pub channel: String,
    /// The kind's own word or value: who resolved, the label, the outcome, the amount …
    pub detail: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    pub field: String,
    pub value: String,
}

/// The number of the session with that id, if there is one.
#[inline(never)]
pub fn find(view: &View, id: &str) -> Option<usize> {
    let (_, n) = session::parse_id(id)?;
    let is_it = |&i: &usize| {
        let session = &view.derived.sessions[i];
        session.n == n && session::id(view.store, &view.query.policy, session) == id
    };
    (0..view.derived.sessions.len()).find(is_it)
}

#[inline(never)]
pub fn story(view: &View, i: usize) -> Story {
    let derived: &Derived = view.derived;
    let events: Vec<usize> = derived.events(view.store, i).collect();
    let session = &derived.sessions[i];
    let mut facts = Facts::default();
    for &event in events.iter().filter(|&&event| view.store.kind(event) == Kind::Interaction) {
        facts.merge(&view.store.facts[view.store.payload(event) as usize]);
    }
    let others =
        (0..derived.sessions.len()).rev().filter(|&j| j != i && derived.sessions[j].customer == session.customer);
    let first = session.first_event as usize;
    let started_by = match view.store.sender(first) {
        Some(sender) => format!("{}_message", sender.word()),
        None => view.store.kind(first).word().to_owned(),
    };
    Story {
        row: list::row(view, i, events.iter().copied()),
        others: others.take(OTHERS).map(|j| list::row(view, j, derived.events(view.store, j))).collect(),
        events: events.into_iter().map(|event| tell(view, event)).collect(),
        legs: legs(&facts),
        facts: facts.iter().map(|(field, value)| Fact { field: field.to_owned(), value: fact_text(value) }).collect(),
        started_by,
    }
}

/// One event in words.
pub(super) fn tell(view: &View, event: usize) -> Told {
    let (store, names) = (view.store, &view.store.names);
    let (kind, actor) = (store.kind(event), store.actor(event));
    let is_message = kind == Kind::Message;
    let owned = |ids: &super::ids::Ids, id: u32| ids.text_opt(id).map(str::to_owned);
    Told {
        at: instant::format(store.at(event)),
        kind,
        from: is_message.then(|| Sender::from_code(store.sub(event))),
        private: store.is_private(event),
        attached: view.derived.place(event).is_attached(),
        text: text(view, event).map(str::to_owned),
        agent: owned(&names.agents, actor.agent),
        agent_name: agent_name(store, actor.agent).map(str::to_owned),
        team: owned(&names.teams, actor.team),
        team_name: (actor.team != NONE).then(|| named(&store.entities.teams, &names.teams, actor.team).to_owned()),
        bot: owned(&names.bots, actor.bot),
        bot_name: list::bot_name(view, actor.bot).map(str::to_owned),
        conversation: names.conversations.text(store.context(event).conversation).to_owned(),
        channel: names.channels.text(view.derived.channels[store.context_number(event) as usize]).to_owned(),
        detail: detail(view, event),
    }
}

/// The agent's name, or id without one.
pub(super) fn agent_name(store: &Store, agent: u32) -> Option<&str> {
    let id = store.names.agents.text_opt(agent)?;
    Some(store.entities.agent(agent).and_then(|agent| agent.name.as_deref()).unwrap_or(id))
}

pub(super) fn text<'a>(view: &View<'a>, event: usize) -> Option<&'a str> {
    let payload = view.store.payload(event);
    match view.store.kind(event) {
        Kind::Message => view.store.texts.text(payload),
        Kind::Csat => view.store.texts.text(view.store.ratings[payload as usize].comment),
        _ => None,
    }
}

fn detail(view: &View, event: usize) -> Option<String> {
    let store = view.store;
    let payload = store.payload(event);
    Some(match store.kind(event) {
        Kind::Resolved | Kind::Reopened => store.by(event).word().to_owned(),
        Kind::Unassigned => Cleared::from_code(store.sub(event)).word().to_owned(),
        Kind::LabelAdded | Kind::LabelRemoved => store.names.labels.text(payload).to_owned(),
        Kind::Transfer => Outcome::from_code(store.sub(event)).word().to_owned(),
        Kind::FlowTriggered => named(&store.entities.flows, &store.names.flows, payload).to_owned(),
        Kind::AiAssist => Tool::from_code(store.sub(event)).word().to_owned(),
        Kind::Csat => {
            let score = store.ratings[payload as usize].score;
            Thousandths::ratio(score.numerator.into(), score.denominator.into())?.as_f64().to_string()
        }
        Kind::Order => {
            let order = &store.orders[payload as usize];
            format!("{} {}", Money(order.amount.into()), String::from_utf8_lossy(&order.currency))
        }
        _ => return None,
    })
}

fn legs(facts: &Facts) -> Vec<[String; 4]> {
    let Some(Value::Participants(list)) = facts.value(Field::Participants) else { return Vec::new() };
    let at = |at: Option<i64>| at.map(instant::format).unwrap_or_default();
    let leg =
        |p: &Participant| [p.kind.clone(), p.name.as_ref().unwrap_or(&p.id).clone(), at(p.joined_at), at(p.left_at)];
    list.iter().map(leg).collect()
}

/// A fact as text: entries of a list one a line, their parts between points, instants as everywhere.
fn fact_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Instant(at) => instant::format(*at),
        Value::Flag(flag) => flag.to_string(),
        Value::Transfers(list) => {
            lines(list, |t| format!("{}{POINT}{} → {}{POINT}{}", instant::format(t.at), t.from, t.to, t.kind))
        }
        Value::Actions(actions) => {
            let counts = [actions.verification, actions.photos, actions.videos, actions.texts];
            let named = ["verification", "photos", "videos", "texts"].iter().zip(counts);
            named.filter_map(|(name, count)| Some(format!("{name} {}", count?))).collect::<Vec<_>>().join(", ")
        }
        Value::Participants(list) => lines(list, |p| {
            let name = p.name.as_ref().unwrap_or(&p.id);
            let times: Vec<String> = [p.joined_at, p.left_at].into_iter().flatten().map(instant::format).collect();
            let when = if times.is_empty() { String::new() } else { format!("{POINT}{}", times.join(" – ")) };
            format!("{name}{POINT}{}{when}", p.kind)
        }),
        Value::Queues(list) => lines(list, |q| {
            let sla =
                q.in_sla.map_or(String::new(), |is| format!("{POINT}{}", if is { "in_sla" } else { "not_in_sla" }));
            format!("{}{POINT}{} s{sla}", q.queue, q.seconds)
        }),
    }
}

const POINT: &str = " · ";

fn lines<T>(list: &[T], line: impl Fn(&T) -> String) -> String {
    list.iter().map(line).collect::<Vec<_>>().join("\n")
}
