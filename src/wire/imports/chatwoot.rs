//! Chatwoot's API: pages of conversations, their messages and reporting events. Conversations and messages are known by
//! the number that people see; reporting events by the number of the database's row, so that the two must be matched.

mod conversation;
mod event;
mod message;
mod walk;

use self::event::Held;
use self::walk::{Place, Walk};
use super::made::Made;
use super::object::{Value, elements};
use super::{Format, Import, Object, Output};
use serde_json::{Map, Value as Json};
use std::collections::HashMap;

pub const FORMAT: Format = Format { name: "chatwoot", import };

fn import(config: &Map<String, Json>) -> Box<dyn Import> {
    let urls = config.get("source").and_then(|source| source.get("url"));
    Box::new(Chatwoot {
        events_come: urls.map(|urls| urls.to_string().contains("reporting_events")),
        ..Chatwoot::default()
    })
}

#[derive(Debug, Default)]
struct Chatwoot {
    conversations: HashMap<String, Known>,
    /// The conversation that began in an inbox at a second; none when there were several.
    beginnings: HashMap<(String, i64), Option<String>>,
    /// Conversations by the number of their row in the database.
    rows: HashMap<String, String>,
    /// Reporting events whose conversation is not known yet.
    held: Vec<Held>,
    /// Whether reporting events are among the sources; none when that is known only at the end.
    events_come: Option<bool>,
    /// What conversations say of their status, by conversation: for when no reporting event does.
    statuses: Vec<(String, String)>,
    /// Entities as they were told.
    entities: HashMap<String, String>,
    walk: Walk,
}

/// What is kept of a conversation.
#[derive(Debug, Default)]
struct Known {
    customer: String,
    inbox: Option<String>,
    channel: Option<String>,
    agent: Option<String>,
    team: Option<String>,
    status: String,
    labels: Vec<String>,
    /// The agent of the last `assigned` that was told.
    told_agent: Option<String>,
    /// It was itself in a list, not only named by a message.
    is_listed: bool,
    /// A reporting event has told of it.
    has_events: bool,
}

impl Import for Chatwoot {
    fn object(&mut self, object: &Object, text: &str, out: &mut dyn Output) {
        let data = object.object("data");
        let page = if data.has("payload") { &data } else { object };
        match page.value("payload") {
            Value::List(list) => {
                let meta = page.object("meta");
                self.walk.meta(&meta);
                for element in elements(list).unwrap_or_default() {
                    match element {
                        Value::Object(text) => self.text(&text, &meta, out),
                        other => out.reject("expected an object".to_owned(), format!("{other:?}").as_bytes()),
                    }
                }
            }
            Value::Object(one) => self.text(one, &object.object("meta"), out),
            _ => self.element(object, text, &Object::default(), out),
        }
    }

    fn begin(&mut self) {
        self.walk.begin();
    }

    fn open(&mut self, address: &str) {
        self.walk.open(address);
    }

    fn close(&mut self, out: &mut dyn Output) -> Option<String> {
        self.settle(out);
        self.walk.next()
    }

    fn end(&mut self, out: &mut dyn Output) {
        self.settle(out);
        self.give_up(out);
        for (conversation, json) in std::mem::take(&mut self.statuses) {
            if self.conversations.get(&conversation).is_some_and(|known| !known.has_events) {
                out.record(&json);
            }
        }
    }
}

impl Chatwoot {
    fn text(&mut self, text: &str, meta: &Object, out: &mut dyn Output) {
        match Object::read(text) {
            Ok(object) => self.element(&object, text, meta, out),
            Err(fault) => out.reject(fault.what.to_owned(), text.as_bytes()),
        }
    }

    /// One conversation, message, reporting event, rating, inbox, agent or team, told by what only it has.
    fn element(&mut self, object: &Object, text: &str, meta: &Object, out: &mut dyn Output) {
        self.walk.count();
        let done = if object.has("message_type") {
            self.message(object, meta, out)
        } else if object.has("name") && object.has_any(&["event_end_time", "event_start_time"]) {
            self.event(object, text)
        } else if object.has("rating") && object.has_any(&["message_id", "conversation_id"]) {
            self.rating(object, out)
        } else if object.has("status") && object.has_any(&["inbox_id", "meta"]) {
            self.conversation(object, out)
        } else if let Some((key, made)) = entity(object) {
            self.entity(key, made, out);
            Some(())
        } else {
            let reason = "expected a conversation, message, reporting event, rating, inbox, agent or team of Chatwoot";
            return out.reject(reason.to_owned(), text.as_bytes());
        };
        match (done, object.faults()) {
            (Some(()), None) => {}
            (Some(()), Some(reason)) => out.reject(format!("left out: {reason}"), text.as_bytes()),
            (None, reason) => out.reject(reason.unwrap_or_default(), text.as_bytes()),
        }
    }

    /// The conversation that the page's address names.
    fn place(&self) -> Option<&str> {
        match &self.walk.place {
            Place::Messages { conversation } | Place::Events { conversation } => Some(conversation),
            Place::Other | Place::Conversations => None,
        }
    }
}

impl Known {
    /// An event of this conversation.
    fn record(&self, kind: &str, id: &str, at: i64, conversation: &str) -> Made {
        Made::record(kind)
            .text("id", id)
            .instant("at", Some(at))
            .text("conversation_id", conversation)
            .text("customer_id", &self.customer)
            .maybe("inbox_id", self.inbox.as_deref())
            .maybe("channel", self.channel.as_deref())
    }
}

/// An inbox, agent or team from a list of them.
fn entity(object: &Object) -> Option<(String, Made)> {
    let kind = match object {
        _ if object.has("channel_type") => "inbox",
        _ if object.has("availability_status") => "agent",
        _ if object.has("allow_auto_assign") => "team",
        _ => return None,
    };
    let id = object.id("id")?;
    let made = Made::record(kind).text("id", &id).maybe("name", object.text("name").as_deref());
    let channel = object.text("channel_type").map(|kind| channel(&kind));
    let phone = object.text("phone_number").filter(|_| kind == "inbox");
    Some((format!("{kind}/{id}"), made.maybe("channel", channel.as_deref()).maybe("phone", phone.as_deref())))
}

/// The platform of a `Channel::…`.
fn channel(kind: &str) -> String {
    const CHANNELS: [(&str, &str); 4] = [
        ("WebWidget", "live_chat"),
        ("FacebookPage", "messenger"),
        ("TwilioSms", "sms"),
        ("TwitterProfile", "twitter"),
    ];
    let kind = kind.rsplit("::").next().unwrap_or_default();
    let known = CHANNELS.iter().find(|(theirs, _)| *theirs == kind);
    known.map_or_else(|| kind.to_lowercase(), |(_, ours)| (*ours).to_owned())
}
