//! Which conversations each bot session spans: the rows of the session–conversation mapping.

use super::event::Sender;
use super::ids::NONE;
use super::instant;
use super::list::{bot_name, conversations, in_order, is_customer};
use super::sections::bots::is_bot_session;
use super::session;
use super::store::Store;
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
#[inline(never)]
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

/// Which of the rows: all where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// From 1.
    pub page: u64,
    /// None: all.
    pub per_page: Option<u64>,
    /// A field of a row, with `-` in front for descending. Any other text keeps the order of [`rows`].
    pub sort: String,
    /// Part of an id, of the bot's name, or of the customer's name or phone.
    pub search: String,
}

/// How many rows match, and those of the page.
#[inline(never)]
pub fn page(store: &Store, mut rows: Vec<Row>, page: &Page) -> (u64, Vec<Row>) {
    let needle = page.search.trim().to_lowercase();
    if !needle.is_empty() {
        let holds = |text: &str| text.to_lowercase().contains(&needle);
        let is_of = |customer: u32| is_customer(store, customer, &holds);
        rows.retain(|row| {
            ["session_id", "conversation_id", "bot_id", "bot_name"]
                .iter()
                .any(|name| field(row, name).is_some_and(holds))
                || store.names.customers.find(&row.customer_id).is_some_and(is_of)
        });
    }
    let (name, descending) = page.sort.strip_prefix('-').map_or((page.sort.as_str(), false), |name| (name, true));
    // Ties keep their order.
    rows.sort_by(|a, b| in_order(&field(a, name), &field(b, name), descending));
    let total = rows.len() as u64;
    if let Some(per_page) = page.per_page {
        let first = page.page.max(1).saturating_sub(1).saturating_mul(per_page);
        let first = usize::try_from(first).unwrap_or(usize::MAX).min(rows.len());
        rows.drain(..first);
        rows.truncate(usize::try_from(per_page).unwrap_or(usize::MAX));
    }
    (total, rows)
}

fn field<'a>(row: &'a Row, name: &str) -> Option<&'a str> {
    match name {
        "session_id" => Some(&row.session_id),
        "conversation_id" => Some(&row.conversation_id),
        "bot_id" => row.bot_id.as_deref(),
        "bot_version" => row.bot_version.as_deref(),
        "bot_name" => row.bot_name.as_deref(),
        "channel" => Some(&row.channel),
        "customer_id" => Some(&row.customer_id),
        "session_started_at" => Some(&row.session_started_at),
        "conversation_created_at" => row.conversation_created_at.as_deref(),
        "conversation_updated_at" => row.conversation_updated_at.as_deref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        let row = |session: &str, bot: Option<&str>, at: &str| Row {
            session_id: session.to_owned(),
            conversation_id: format!("conv-{session}"),
            bot_id: bot.map(str::to_owned),
            bot_version: None,
            bot_name: bot.map(str::to_uppercase),
            channel: "whatsapp".to_owned(),
            customer_id: "c1".to_owned(),
            session_started_at: at.to_owned(),
            conversation_created_at: None,
            conversation_updated_at: None,
        };
        vec![row("s3", None, "2026-01-03"), row("s2", Some("b"), "2026-01-02"), row("s1", Some("a"), "2026-01-01")]
    }

    #[test]
    fn pages_are_parts_of_the_whole() {
        let ids = |of: Page| {
            let (total, rows) = page(&Store::default(), rows(), &of);
            (total, rows.into_iter().map(|row| row.session_id).collect::<Vec<_>>().join(" "))
        };
        let plain = Page::default();
        assert_eq!(ids(plain.clone()), (3, "s3 s2 s1".to_owned()));
        assert_eq!(ids(Page { sort: "bot_name".to_owned(), ..plain.clone() }), (3, "s1 s2 s3".to_owned()));
        assert_eq!(ids(Page { sort: "-bot_name".to_owned(), ..plain.clone() }), (3, "s2 s1 s3".to_owned()));
        assert_eq!(ids(Page { page: 2, per_page: Some(2), ..plain.clone() }), (3, "s1".to_owned()));
        assert_eq!(ids(Page { page: 9, per_page: Some(2), ..plain.clone() }), (3, String::new()));
        assert_eq!(ids(Page { search: "CONV-S2".to_owned(), ..plain }), (1, "s2".to_owned()));
    }
}
