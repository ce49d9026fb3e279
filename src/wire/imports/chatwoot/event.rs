//! Reporting events: when a conversation was resolved, taken up again, handed over by its bot. They name it by the row
//! in the database, which no other answer shows; the moment it began tells which it is.

use super::{Chatwoot, Known, Object, Output};
use std::collections::HashSet;

/// Those that begin when their conversation began.
const FROM_THE_BEGINNING: [&str; 4] =
    ["conversation_resolved", "conversation_bot_resolved", "conversation_bot_handoff", "first_response"];

/// Those that say nothing that messages and the other events don't say.
const MEASURES: [&str; 3] = ["first_response", "reply_time", "conversation_bot_resolved"];

/// An event that waits for its conversation.
#[derive(Debug)]
pub struct Held {
    id: String,
    name: String,
    row: String,
    inbox: String,
    agent: Option<String>,
    started_at: Option<i64>,
    at: i64,
    /// Seconds since it was resolved, when it was taken up again.
    value: f64,
    text: String,
}

impl Chatwoot {
    pub fn event(&mut self, object: &Object, text: &str) -> Option<()> {
        let id = object.required("id", object.id("id").filter(|id| id.len() <= 64))?;
        let name = object.required("name", object.text("name"))?;
        let row = object.required("conversation_id", object.id("conversation_id"))?;
        let times = ["event_end_time", "created_at", "event_start_time"];
        let at = object.required("event_end_time", times.iter().find_map(|key| object.instant(key)))?;
        // A page of one conversation's events says by its address which one that is.
        if let Some(conversation) = self.place().map(str::to_owned) {
            self.rows.insert(row.clone(), conversation);
        }
        self.held.push(Held {
            id,
            name,
            row,
            inbox: object.id("inbox_id").unwrap_or_default(),
            agent: object.id("user_id"),
            started_at: object.instant("event_start_time"),
            at,
            value: object.number("value").unwrap_or(0.0),
            text: text.to_owned(),
        });
        Some(())
    }

    /// Tells what happened to conversations that are known by now.
    pub fn settle(&mut self, out: &mut dyn Output) {
        if self.held.is_empty() {
            return;
        }
        for held in self.held.iter().filter(|held| FROM_THE_BEGINNING.contains(&held.name.as_str())) {
            let begun = held.started_at.map(|at| (held.inbox.clone(), at / 1000));
            if let Some(Some(conversation)) = begun.and_then(|begun| self.beginnings.get(&begun)) {
                self.rows.entry(held.row.clone()).or_insert_with(|| conversation.clone());
            }
        }
        let held = std::mem::take(&mut self.held);
        // A bot's resolving is told twice, at the same time.
        let by_bots = held.iter().filter(|held| held.name == "conversation_bot_resolved");
        let by_bots: HashSet<(String, i64)> = by_bots.map(|held| (held.row.clone(), held.at / 1000)).collect();
        for held in held {
            let conversation = self.rows.get(&held.row).cloned();
            match conversation.and_then(|id| Some((self.conversations.get_mut(&id)?, id))) {
                Some((known, id)) => {
                    happened(known, &id, &held, by_bots.contains(&(held.row.clone(), held.at / 1000)), out)
                }
                None => self.held.push(held),
            }
        }
    }

    /// Nothing more will come. In an account alone on its server both numbers are often the same.
    pub fn give_up(&mut self, out: &mut dyn Output) {
        let matched: HashSet<String> = self.rows.values().cloned().collect();
        for held in &self.held {
            let same = self.conversations.get(&held.row).filter(|known| known.inbox.as_deref() == Some(&held.inbox));
            if same.is_some() && !matched.contains(&held.row) {
                self.rows.insert(held.row.clone(), held.row.clone());
            }
        }
        self.settle(out);
        for held in std::mem::take(&mut self.held) {
            let reason = format!("conversation_id: no conversation is known that is row {} of the database", held.row);
            out.reject(reason, held.text.as_bytes());
        }
    }
}

fn happened(known: &mut Known, conversation: &str, held: &Held, by_bot: bool, out: &mut dyn Output) {
    known.has_events = true;
    let id = format!("reporting_event/{}", held.id);
    let record = |kind: &str| known.record(kind, &id, held.at, conversation);
    let json = match held.name.as_str() {
        "conversation_resolved" => {
            if held.agent.is_some() && known.told_agent != held.agent {
                let made = known.record("assigned", &format!("{id}/assigned"), held.at, conversation);
                out.record(&made.maybe("agent_id", held.agent.as_deref()).json());
            }
            record("resolved").maybe("by", by_bot.then_some("bot")).json()
        }
        // The first opening is the beginning, of which the messages tell.
        "conversation_opened" if held.value == 0.0 => return,
        "conversation_opened" => record("reopened").json(),
        "conversation_bot_handoff" => record("transfer").text("outcome", "succeeded").json(),
        name if MEASURES.contains(&name) => return,
        // Of a kind that came later: counted as such.
        name => record(&format!("chatwoot {name}")).json(),
    };
    out.record(&json);
    if held.name == "conversation_resolved" && held.agent.is_some() {
        known.told_agent.clone_from(&held.agent);
    }
}
