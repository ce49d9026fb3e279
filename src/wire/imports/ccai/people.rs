//! Who took part in a call or chat: the human or virtual agent who handled it, participants, and escalations between
//! the two.

use super::super::made::Made;
use super::super::object::{Object, Value, as_text, short};

/// An agent or bot.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: String,
    pub name: Option<String>,
}

/// Who handled the session. A virtual agent may have handed over to a human: then there are both.
#[derive(Debug, Default)]
pub struct People {
    pub agent: Option<Person>,
    pub bot: Option<Person>,
    is_human: bool,
    is_virtual: bool,
    /// The session was given to a virtual agent; it answered.
    pub bot_assigned: bool,
    pub bot_connected: bool,
}

impl People {
    pub fn read(object: &Object, status: Option<&str>) -> People {
        let mut people = People {
            bot_assigned: matches!(status, Some("va_assigned" | "va_connected")),
            bot_connected: status == Some("va_connected"),
            ..People::default()
        };
        let unclear = people.handler(object);
        people.participants(object, unclear.as_ref());
        if let Some(unclear) = unclear
            && people.agent.as_ref().is_none_or(|agent| agent.id != unclear.id)
        {
            object.fault(format!("agent_info: nothing says whether {} is a human", short(&unclear.id)));
        }
        for (leg, _) in object.objects("virtual_agent_handle_durations") {
            people.bot_assigned = true;
            people.bot_connected |= leg.instant("started_at").is_some();
            if people.bot.is_none() {
                people.bot = person(&leg.object("virtual_agent"), &["name", "va_alias"]);
            }
            object.adopt("virtual_agent_handle_durations", &leg);
        }
        people.bot_assigned |= people.bot_connected;
        people
    }

    /// `human` or `virtual_agent`.
    pub fn answered_by(&self) -> Option<&'static str> {
        match (self.is_human, self.is_virtual) {
            (true, _) => Some("human"),
            (false, true) => Some("virtual_agent"),
            (false, false) => None,
        }
    }

    /// Who handled it; gives back somebody of whom it is not said whether they are human.
    fn handler(&mut self, object: &Object) -> Option<Person> {
        let handler = object.object("agent_info");
        let is_known_human = handler.has_any(&["email", "agent_number"]);
        if handler.has("va_alias") && !is_known_human {
            (self.is_virtual, self.bot_connected) = (true, true);
            self.bot = person(&handler, &["name", "va_alias"]).or_else(|| {
                let id = handler.id("va_alias")?;
                Some(Person { id: id.clone(), name: handler.text("name").or(Some(id)) })
            });
        } else if is_known_human || handler.has_any(&["first_name", "last_name"]) {
            self.is_human = true;
            let whole = [handler.text("first_name"), handler.text("last_name")];
            let whole = whole.into_iter().flatten().collect::<Vec<_>>().join(" ");
            self.agent = person(&handler, &["name"]).or_else(|| {
                let id = handler.id("email").or_else(|| handler.id("agent_number"))?;
                Some(Person { id, name: handler.text("name") })
            });
            if let Some(agent) = &mut self.agent {
                agent.name = agent.name.take().or(Some(whole).filter(|name| !name.is_empty()));
            }
        }
        object.adopt("agent_info", &handler);
        person(&handler, &["name"]).filter(|_| !self.is_human && !self.is_virtual)
    }

    /// `agent_info` is absent when a virtual agent handed over to a human: then the participants know who answered.
    fn participants(&mut self, object: &Object, handler: Option<&Person>) {
        let is_told = self.is_human || self.is_virtual;
        for (participant, _) in object.objects("participants") {
            let has_answered = participant.instant("connected_at").is_some();
            match kind(&participant).as_str() {
                "virtual_agent" => {
                    self.bot_assigned = true;
                    self.bot_connected |= has_answered;
                    self.is_virtual |= has_answered && !is_told;
                }
                "agent" if has_answered && !is_told => {
                    self.is_human = true;
                    // The last one who was there is who handled it.
                    if let Some(id) = participant.id("user_id") {
                        let known = handler.filter(|handler| handler.id == id).and_then(|handler| handler.name.clone());
                        self.agent = Some(Person { id, name: participant.text("name").or(known) });
                    }
                }
                _ => {}
            }
        }
    }
}

/// The facts' list of participants.
pub fn participants(object: &Object, people: &People) -> Vec<String> {
    let customer = object.object("end_user").text("identifier");
    let one = |(participant, text): &(Object, String)| {
        let kind = kind(participant);
        let id = ["user_id", "end_user_id", "id"].iter().find_map(|key| participant.id(key));
        let known = match kind.as_str() {
            "agent" => {
                let known = people.agent.as_ref().filter(|agent| Some(&agent.id) == id.as_ref());
                known.and_then(|agent| agent.name.clone())
            }
            "end_user" => customer.clone(),
            "virtual_agent" => people.bot.as_ref().and_then(|bot| bot.name.clone()),
            _ => None,
        };
        let (joined_at, left_at) = (participant.instant("connected_at"), participant.instant("ended_at"));
        let name = participant.text("name").or(known);
        object.adopt("participants", participant);
        let Some(id) = id else {
            object.fault(format!("participants: one without id: {}", short(text)));
            return None;
        };
        let made = Made::part().text("id", &id).text("kind", &kind).maybe("name", name.as_deref());
        Some(made.instant("joined_at", joined_at).instant("left_at", left_at).json())
    };
    object.objects("participants").iter().filter_map(one).collect()
}

/// A request for a human, and what came of it.
#[derive(Debug)]
pub struct Escalation {
    pub id: Option<String>,
    pub at: Option<i64>,
    pub outcome: &'static str,
}

/// The vendor's words, by the vendor's numbers, and the outcomes of the event format.
const ESCALATIONS: [(&str, &str); 5] = [
    ("escalating", "incomplete"),
    ("escalated", "succeeded"),
    ("canceled", "cancelled"),
    ("deflecting", "incomplete"),
    ("deflected", "disabled"),
];

pub fn escalations(object: &Object) -> Vec<Escalation> {
    const KEYS: [&str; 6] = [
        "escalations",
        "escalation",
        "virtual_agent_escalation",
        "virtual_agent_escalations",
        "escalation_status",
        "virtual_agent_escalation_status",
    ];
    let under = |key: &&str| {
        let found = object.one_or_more(key);
        let found: Vec<Escalation> = found.iter().filter_map(|element| escalation(object, key, element)).collect();
        Some(found).filter(|found| !found.is_empty())
    };
    KEYS.iter().find_map(under).unwrap_or_default()
}

fn escalation(object: &Object, key: &str, element: &Value) -> Option<Escalation> {
    let (id, at, status) = match element {
        Value::Object(text) => {
            let escalation = Object::read(text).ok()?;
            let at = ["created_at", "escalated_at", "started_at"].iter().find_map(|key| escalation.instant(key));
            let found = (escalation.id("id").filter(|id| id.len() < 50), at, escalation.text("status"));
            object.adopt(key, &escalation);
            found
        }
        other => (None, None, as_text(other)),
    };
    let status = status.unwrap_or_default().to_lowercase().replace("cancelled", "canceled");
    let by_number = || status.parse::<usize>().ok().and_then(|number| ESCALATIONS.get(number));
    let known = ESCALATIONS.iter().find(|(word, _)| *word == status).or_else(by_number);
    if known.is_none() {
        object.fault(format!("{key}: unknown status {:?}", short(&status)));
    }
    known.map(|(_, outcome)| Escalation { id, at, outcome })
}

fn person(object: &Object, names: &[&str]) -> Option<Person> {
    Some(Person { id: object.id("id")?, name: object.first_text(names) })
}

fn kind(participant: &Object) -> String {
    match participant.text("type") {
        Some(kind) => kind.to_lowercase(),
        None if participant.has("user_id") => "agent".to_owned(),
        None if participant.has("end_user_id") => "end_user".to_owned(),
        None => "unknown".to_owned(),
    }
}
