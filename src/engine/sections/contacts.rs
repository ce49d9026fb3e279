//! `contacts`: new customers of the period; active and idle ones now.

use super::Finish;
use crate::engine::bits::Bits;
use crate::engine::event::{Kind, Sender};
use crate::engine::store::Store;
use crate::engine::tally::mergeable;
use crate::engine::view::View;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub new: u64,
    pub active: u64,
    pub idle: u64,
}

mergeable! {
    pub struct Partial {
        pub new: u64,
        pub active: u64,
        pub idle: u64,
    }
}

pub fn compute(view: &View) -> Partial {
    let store = view.store;
    let mut active = Bits::new(store.names.customers.len());
    let (mut came, mut idle) = (active.clone(), active.clone());
    for (_, session) in view.sessions_at_now().filter(|(_, session)| view.is_active(session)) {
        active.insert(session.customer as usize);
    }
    let mut partial = Partial { active: active.count() as u64, ..Partial::default() };
    for event in (0..store.len()).filter(|&event| is_contact(store, event) && store.at(event) <= view.query.now) {
        let customer = store.context(event).customer;
        let is_first = came.insert(customer as usize);
        if !view.event_passes(event) {
            continue;
        }
        let in_period = (view.from..view.to).contains(&store.at(event));
        partial.new += u64::from(is_first && in_period && store.entities.sessions_before(customer) == 0);
        partial.idle += u64::from(!active.contains(customer as usize) && idle.insert(customer as usize));
    }
    partial
}

/// The customer wrote, or opened the chat.
pub(crate) fn is_contact(store: &Store, event: usize) -> bool {
    store.kind(event) == Kind::Opened || store.sender(event) == Some(Sender::Customer)
}

pub fn finish(partial: Partial, _: &Finish) -> Report {
    Report { new: partial.new, active: partial.active, idle: partial.idle }
}
