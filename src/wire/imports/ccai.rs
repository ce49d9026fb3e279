//! The session metadata of a contact-centre platform: one object for each call or chat, written at its end and again a
//! quarter of an hour later.

mod facts;
mod people;

use self::people::People;
use super::made::Made;
use super::{Format, Import, Object, Output};
use serde_json::{Map, Value};

pub const FORMAT: Format = Format { name: "ccai", import };

fn import(config: &Map<String, Value>) -> Box<dyn Import> {
    let csat_max =
        config.get("ccai_csat_max").filter(|value| value.is_number()).map_or("5".to_owned(), Value::to_string);
    Box::new(Ccai { csat_max })
}

#[derive(Debug)]
struct Ccai {
    /// The best rating, as a number's text.
    csat_max: String,
}

impl Import for Ccai {
    fn object(&mut self, object: &Object, text: &str, out: &mut dyn Output) {
        let Some(session) = Session::read(object) else {
            let reason = object.faults().unwrap_or_default();
            return out.reject(reason, text.as_bytes());
        };
        session.records(&self.csat_max, &mut |made| out.record(&made.json()));
        // What could not be read is left out of the records, and told.
        if let Some(reason) = object.faults() {
            out.reject(format!("{}: left out: {reason}", session.conversation), text.as_bytes());
        }
    }
}

/// The longest conversation id that leaves room for the ids made from it.
const LONGEST: usize = 200;

/// A call or chat, and what all its records share.
struct Session<'o> {
    object: &'o Object,
    conversation: String,
    created_at: i64,
    customer: String,
    kind: Option<String>,
    channel: String,
    inbox: Option<String>,
    /// A name, also where the source has the vendor's number.
    status: Option<String>,
    people: People,
}

impl<'o> Session<'o> {
    /// None without what every session must have; the object then knows why.
    fn read(object: &'o Object) -> Option<Session<'o>> {
        let id = object.required("id", object.id("id"))?;
        let created_at = object.required("created_at", object.instant("created_at"))?;
        let kind = object.first_text(&["session_type_v2", "session_type", "call_type", "chat_type"]);
        let prefix = if is_chat(object, kind.as_deref()) { "chat" } else { "call" };
        let conversation = format!("{prefix}-{id}");
        if conversation.len() > LONGEST {
            object.fault(format!("id: expected at most {LONGEST} bytes"));
            return None;
        }
        let user = object.object("end_user");
        let customer = user.id("id").or_else(|| user.id("identifier"));
        let customer = customer.unwrap_or_else(|| format!("anonymous-{conversation}"));
        object.adopt("end_user", &user);
        let status = object.text("status").map(facts::status);
        let channel = kind.as_deref().map_or(if prefix == "chat" { "chat" } else { "voice" }, channel).to_owned();
        let people = People::read(object, status.as_deref());
        let inbox = object.id("support_number").or_else(|| {
            let path = object.object("menu_path").text("name")?;
            facts::parts(&path).next().map(str::to_owned).filter(|part| part.len() <= 256)
        });
        Some(Session { object, conversation, created_at, customer, kind, channel, inbox, status, people })
    }

    fn records(&self, csat_max: &str, put: &mut impl FnMut(Made)) {
        let object = self.object;
        self.entities(put);
        put(self.event("opened", "opened", self.created_at));
        put(self.interaction());
        for made in self.escalations() {
            put(made);
        }
        let ends_at = object.instant("ends_at");
        let assigned_at = object.instant("assigned_at").filter(|_| self.people.agent.is_some());
        if let Some(assigned_at) = assigned_at {
            put(self.event("assigned", "assigned", assigned_at).maybe("agent_id", self.agent()));
        }
        if let Some(ended_at) = ends_at.filter(|_| self.status.as_deref() == Some("finished")) {
            let by = self.people.answered_by().map(|by| if by == "human" { "agent" } else { "bot" });
            let bot = self.people.bot.as_ref().filter(|_| by == Some("bot")).map(|bot| bot.id.as_str());
            let agent = self.agent().filter(|_| by == Some("agent"));
            let made = self.event("resolved", "resolved", ended_at).maybe("by", by);
            put(made.maybe("agent_id", agent).maybe("bot_id", bot));
        }
        let comment = object.text("comment");
        // A rating of 0 is how some versions say that nobody rated.
        match object.number("rating").filter(|&rating| rating != 0.0) {
            Some(rating) => {
                let at = ends_at.or_else(|| object.instant("updated_at")).unwrap_or(self.created_at);
                let made = self.event("csat", "csat", at).raw("rating", rating).raw("scale_max", csat_max);
                put(made.maybe("comment", comment.as_deref()).maybe("agent_id", self.agent()));
            }
            None if comment.is_some() => object.fault("comment: came without a rating".to_owned()),
            None => {}
        }
    }

    fn entities(&self, put: &mut impl FnMut(Made)) {
        // The last entity of an id replaces the others: one without a name would take a name away.
        if let Some(name) = self.object.object("end_user").text("identifier") {
            put(Made::record("customer").text("id", &self.customer).text("name", &name));
        }
        for (kind, person) in [("agent", &self.people.agent), ("bot", &self.people.bot)] {
            if let Some(person) = person
                && let Some(name) = &person.name
            {
                put(Made::record(kind).text("id", &person.id).text("name", name));
            }
        }
    }

    /// The facts. They have an id for each version of the object, so that a later one adds to an earlier.
    fn interaction(&self) -> Made {
        let version = self.object.instant("updated_at").map(|at| format!("@{at}")).unwrap_or_default();
        let made = self.event("interaction", &format!("interaction{version}"), self.created_at);
        let bot = self.people.bot.as_ref().map(|bot| bot.id.as_str());
        facts::write(self, made.maybe("agent_id", self.agent()).maybe("bot_id", bot))
    }

    /// What came of asking the virtual agent for a human.
    fn escalations(&self) -> Vec<Made> {
        let asked_at = self.object.instant("queued_at").unwrap_or(self.created_at).max(self.created_at);
        let escalations = people::escalations(self.object);
        let made = |(i, escalation): (usize, &people::Escalation)| {
            let id = escalation.id.clone().unwrap_or_else(|| {
                let mut place = (i + 1).to_string();
                while escalations.iter().any(|other| other.id.as_ref() == Some(&place)) {
                    place.push('+');
                }
                place
            });
            let bot = self.people.bot.as_ref().map(|bot| bot.id.as_str());
            let made = self.event("transfer", &format!("escalation-{id}"), escalation.at.unwrap_or(asked_at));
            made.text("outcome", escalation.outcome).maybe("bot_id", bot)
        };
        escalations.iter().enumerate().map(made).collect()
    }

    fn event(&self, kind: &str, what: &str, at: i64) -> Made {
        Made::record(kind)
            .text("id", &format!("{}/{what}", self.conversation))
            .instant("at", Some(at))
            .text("conversation_id", &self.conversation)
            .text("customer_id", &self.customer)
            .maybe("inbox_id", self.inbox.as_deref())
            .text("channel", &self.channel)
    }

    fn agent(&self) -> Option<&str> {
        self.people.agent.as_ref().map(|agent| agent.id.as_str())
    }
}

fn is_chat(object: &Object, kind: Option<&str>) -> bool {
    match kind {
        _ if object.has("call_type") => false,
        _ if object.has("chat_type") => true,
        Some(kind) => !is_voice(kind),
        None => object.has_any(&["chat_duration", "chat_uuid"]),
    }
}

fn is_voice(kind: &str) -> bool {
    kind.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("voice"))
}

/// The channel of a session's type.
fn channel(kind: &str) -> &'static str {
    const CHANNELS: [(&str, &str); 4] =
        [("whatsapp", "whatsapp"), ("sms", "sms"), ("web", "live_chat"), ("mobile", "in_app")];
    if is_voice(kind) {
        return "voice";
    }
    let kind = kind.to_lowercase();
    let is_app = kind.split(|c: char| !c.is_alphanumeric()).any(|word| word == "app");
    let named = CHANNELS.iter().find(|(word, _)| kind.contains(word)).map(|(_, channel)| *channel);
    named.unwrap_or(if is_app { "in_app" } else { "chat" })
}
