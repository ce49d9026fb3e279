//! A session's public id: `<timeline key>#<n>`.

use super::Session;
use crate::engine::policy::{Policy, Scope};
use crate::engine::store::Store;

/// The session's id under `policy`.
pub fn id(store: &Store, policy: &Policy, session: &Session) -> String {
    format!("{}#{}", timeline_key(store, policy, session), session.n)
}

/// The ids of the timeline's key joined by `/`, with `%`, `/` and `#` percent-encoded; an absent inbox is empty.
pub fn timeline_key(store: &Store, policy: &Policy, session: &Session) -> String {
    let names = &store.names;
    let mut key = String::new();
    match policy.scope {
        Scope::Customer => escape(&mut key, names.customers.text(session.customer)),
        Scope::Conversation => escape(&mut key, names.conversations.text(store.contexts[session.context].conversation)),
        Scope::Inbox => {
            escape(&mut key, names.customers.text(session.customer));
            key.push('/');
            escape(&mut key, names.inboxes.text_opt(session.inbox(store)).unwrap_or(""));
        }
    }
    key
}

/// Splits an id into the ids of its key, decoded, and n.
pub fn parse_id(id: &str) -> Option<(Vec<String>, u32)> {
    let (key, n) = id.rsplit_once('#')?;
    let parts = key.split('/').map(|part| part.replace("%2F", "/").replace("%23", "#").replace("%25", "%"));
    Some((parts.collect(), n.parse().ok()?))
}

fn escape(key: &mut String, id: &str) {
    for character in id.chars() {
        match character {
            '%' => key.push_str("%25"),
            '/' => key.push_str("%2F"),
            '#' => key.push_str("%23"),
            _ => key.push(character),
        }
    }
}
