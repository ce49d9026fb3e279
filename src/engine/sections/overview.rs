//! `overview`: what is going on now, whatever the period.

use super::Finish;
use crate::engine::bits::Bits;
use crate::engine::event::{Kind, Sender};
use crate::engine::instant::DAY;
use crate::engine::tally::mergeable;
use crate::engine::view::View;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub active_sessions: u64,
    pub contacts: u64,
    pub messages_sent_7d: u64,
    pub messages_received_7d: u64,
}

mergeable! {
    pub struct Partial {
        pub active_sessions: u64,
        pub contacts: u64,
        pub sent: u64,
        pub received: u64,
    }
}

pub fn compute(view: &View) -> Partial {
    let active_sessions = view.sessions_at_now().filter(|(_, session)| view.is_active(session)).count() as u64;
    let mut partial = Partial { active_sessions, ..Partial::default() };
    let week_ago = view.query.now - 7 * DAY;
    let mut contacts = Bits::new(view.store.names.customers.len());
    for (event, at) in view.events() {
        let sender = view.store.sender(event);
        if sender.is_none() && view.store.kind(event) == Kind::Message {
            continue;
        }
        if sender != Some(Sender::Broadcast) {
            partial.contacts += u64::from(contacts.insert(view.store.context(event).customer as usize));
        }
        if at > week_ago {
            match sender {
                Some(Sender::Customer) => partial.received += 1,
                Some(_) => partial.sent += 1,
                None => {}
            }
        }
    }
    partial
}

pub fn finish(partial: Partial, _: &Finish) -> Report {
    Report {
        active_sessions: partial.active_sessions,
        contacts: partial.contacts,
        messages_sent_7d: partial.sent,
        messages_received_7d: partial.received,
    }
}
