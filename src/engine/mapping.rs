//! Which conversations each bot session spans: the rows of the session–conversation mapping.

use super::event::Sender;
use super::ids::NONE;
use super::instant;
use super::list::{bot_name, conversations};
use super::sections::bots::is_bot_session;
use super::session;
use super::view::View;
use serde::{Deserialize, Serialize};

/// One row a bot session and conversation. Bot and version are those of the session's first bot message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub session_id: String,
    pub conversation_id: String,
    pub bot_id: Option<String>,
    pub bot_version: Option<String>,
    pub bot_name: Option<String>,
    pub channel: String,
    pub customer_id: String,
    pub session_started_at: String,
    /// First and last event of the conversation up to `now`, private messages aside.
    pub conversation_created_at: Option<String>,
    pub conversation_updated_at: Option<String>,
}

/// The rows of the bot sessions of the period, by start descending, id, and appearance of the conversation.
pub fn rows(view: &View) -> Vec<Row> {
    let (store, names) = (view.store, &view.store.names);
    let spans = spans(view);
    let events_of = view.derived.by_session();
    let mut rows = Vec::new();
    for i in view.selected().rev().filter(|&i| is_bot_session(&view.derived.sessions[i])) {
        let session = &view.derived.sessions[i];
        let events = || events_of.events(i);
        let first = events().find(|&event| store.sender(event) == Some(Sender::Bot));
        let (bot, version) =
            first.map_or((NONE, NONE), |event| (store.actor(event).bot, store.actor(event).bot_version));
        for conversation in conversations(view, events()) {
            let span = spans[conversation as usize];
            rows.push(Row {
                session_id: session::id(store, &view.query.policy, session),
                conversation_id: names.conversations.text(conversation).to_owned(),
                bot_id: names.bots.text_opt(bot).map(str::to_owned),
                bot_version: names.bot_versions.text_opt(version).map(str::to_owned),
                bot_name: bot_name(view, bot).map(str::to_owned),
                channel: names.channels.text(session.channel).to_owned(),
                customer_id: names.customers.text(session.customer).to_owned(),
                session_started_at: instant::format(session.started_at),
                conversation_created_at: span.map(|(first, _)| instant::format(first)),
                conversation_updated_at: span.map(|(_, last)| instant::format(last)),
            });
        }
    }
    rows
}

/// First and last public event of every conversation.
fn spans(view: &View) -> Vec<Option<(i64, i64)>> {
    let store = view.store;
    let mut spans: Vec<Option<(i64, i64)>> = vec![None; store.names.conversations.len()];
    for event in (0..store.len()).filter(|&event| !store.is_private(event) && store.at(event) <= view.query.now) {
        let at = store.at(event);
        let span = &mut spans[store.context(event).conversation as usize];
        *span = Some(span.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
    }
    spans
}
