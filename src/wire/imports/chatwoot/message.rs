//! A message, who wrote it, and the rating that a customer may have given in it.

use super::conversation::Telling;
use super::{Chatwoot, Known, Made, Object, Output};

/// Kinds of messages, by their number.
const KINDS: [&str; 4] = ["incoming", "outgoing", "activity", "template"];

impl Chatwoot {
    pub fn message(&mut self, object: &Object, meta: &Object, out: &mut dyn Output) -> Option<()> {
        let id = object.required("id", object.id("id").filter(|id| id.len() <= 64))?;
        let conversation = self.place().map(str::to_owned).or_else(|| object.id("conversation_id"));
        let conversation = object.required("conversation_id", conversation)?;
        let kind = object.required("message_type", object.text("message_type"))?;
        let known = KINDS.iter().position(|known| *known == kind).or_else(|| kind.parse().ok());
        let Some(&kind) = known.and_then(|number: usize| KINDS.get(number)) else {
            object.fault(format!("message_type: expected one of {} or 0 to 3, found {kind:?}", KINDS.join(", ")));
            return None;
        };
        self.walk.message(&conversation, &id);
        // What Chatwoot notes of itself: nobody wrote that.
        if kind == "activity" {
            return Some(());
        }
        let at = object.required("created_at", object.instant("created_at"))?;
        let sender = object.object("sender");
        let is_incoming = kind == "incoming";
        self.contact(&meta.object("contact"), Telling::InPassing, out);
        if !self.conversations.contains_key(&conversation) {
            let contact = meta.object("contact").id("id").or_else(|| meta.id("contact_id"));
            let Some(customer) = contact.or_else(|| sender.id("id").filter(|_| is_incoming)) else {
                object.fault(format!("conversation_id: nothing says whose conversation {conversation} is"));
                return None;
            };
            let known = Known { customer, inbox: object.id("inbox_id"), ..Known::default() };
            self.conversations.insert(conversation.clone(), known);
        }
        let from = from(object, &sender, kind);
        match from {
            "customer" => self.contact(&sender, Telling::InPassing, out),
            "broadcast" => {}
            kind => self.named(kind, &sender, out),
        }
        let known = self.conversations.get(&conversation)?;
        let made = known.record("message", &format!("message/{id}"), at, &conversation).text("from", from);
        let key = if from == "agent" { "agent_id" } else { "bot_id" };
        let author = sender.id("id").filter(|_| matches!(from, "agent" | "bot"));
        let made = made.maybe(key, author.as_deref()).maybe_raw("private", object.flag("private").filter(|&is| is));
        out.record(&made.maybe("text", object.text("content").as_deref()).json());
        if object.text("content_type").as_deref() == Some("input_csat") {
            let answer = object.object("content_attributes").object("submitted_values").object("csat_survey_response");
            let at = object.instant("updated_at").unwrap_or(at);
            if let Some(rating) = answer.number("rating") {
                out.record(&rated(known, &conversation, &id, at, rating, answer.text("feedback_message")));
            }
        }
        object.adopt("sender", &sender);
        Some(())
    }

    /// An entry of the list of survey responses.
    pub fn rating(&mut self, object: &Object, out: &mut dyn Output) -> Option<()> {
        let conversation = object.required("conversation_id", object.id("conversation_id"))?;
        let message = object.id("message_id").or_else(|| object.id("id").map(|id| format!("response-{id}")));
        let message = object.required("message_id", message.filter(|id| id.len() <= 64))?;
        let at = object.required("created_at", object.instant("created_at"))?;
        let rating = object.required("rating", object.number("rating"))?;
        let contact = object.object("contact");
        self.contact(&contact, Telling::InPassing, out);
        if !self.conversations.contains_key(&conversation) {
            let customer = object.required("contact.id", contact.id("id"))?;
            self.conversations.insert(conversation.clone(), Known { customer, ..Known::default() });
        }
        let known = self.conversations.get(&conversation)?;
        out.record(&rated(known, &conversation, &message, at, rating, object.text("feedback_message")));
        Some(())
    }
}

fn rated(known: &Known, conversation: &str, message: &str, at: i64, rating: f64, comment: Option<String>) -> String {
    let made: Made = known.record("csat", &format!("message/{message}/csat"), at, conversation);
    made.raw("rating", rating).raw("scale_max", 5).maybe("comment", comment.as_deref()).json()
}

fn from(object: &Object, sender: &Object, kind: &str) -> &'static str {
    if kind == "incoming" {
        return "customer";
    }
    let has_campaign = |key| object.object(key).has("campaign_id");
    if has_campaign("additional_attributes") || has_campaign("content_attributes") {
        return "broadcast";
    }
    let author = sender.text("type").or_else(|| object.text("sender_type")).unwrap_or_default().to_lowercase();
    match author.as_str() {
        "user" if sender.has("id") => "agent",
        // A greeting, an out-of-office note or a survey is sent by the inbox itself and is no bot's work.
        "" if kind == "template" => "broadcast",
        _ => "bot",
    }
}
