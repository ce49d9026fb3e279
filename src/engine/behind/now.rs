//! Behind the figures of `overview`, `messages`, `conversations` and `contacts`, and behind events outside any session.

use super::{Found, Look, Metric, at_now, events, events_at_now, rows_of, sessions};
use crate::engine::bits::Bits;
use crate::engine::event::{Kind, Sender};
use crate::engine::ids::NONE;
use crate::engine::instant::DAY;
use crate::engine::outside::{Why, why};
use crate::engine::sections::contacts::is_contact;
use crate::engine::session::Session;

pub const METRICS: &[Metric] = &[
    at_now("overview.active_sessions", &[], |look, _, s| look.view.is_active(s)),
    rows_of("overview.contacts", &[], |look| {
        let store = look.view.store;
        let counts = |event: usize| match store.sender(event) {
            None => store.kind(event) != Kind::Message,
            Some(sender) => sender != Sender::Broadcast,
        };
        let events = look.view.events().filter(|&(event, _)| counts(event));
        Found::customers(look, events.map(|(event, _)| store.context(event).customer))
    }),
    events_at_now("overview.messages_sent_7d", &[], |look, event, at| {
        let sender = look.view.store.sender(event);
        is_of_week(look, at) && sender.is_some_and(|sender| sender != Sender::Customer)
    }),
    events_at_now("overview.messages_received_7d", &[], |look, event, at| {
        is_of_week(look, at) && look.view.store.sender(event) == Some(Sender::Customer)
    }),
    events("messages.agent_sent", &[], |look, event, _| is_from(look, event, Sender::Agent)),
    events("messages.bot_sent", &[], |look, event, _| is_from(look, event, Sender::Bot)),
    events("messages.broadcast_sent", &[], |look, event, _| is_from(look, event, Sender::Broadcast)),
    events("messages.received", &[], |look, event, _| is_from(look, event, Sender::Customer)),
    events("messages.by_day.agent_sent", &["day"], |look, event, at| is_on_day(look, event, at, Sender::Agent)),
    events("messages.by_day.bot_sent", &["day"], |look, event, at| is_on_day(look, event, at, Sender::Bot)),
    events("messages.by_day.broadcast_sent", &["day"], |look, event, at| is_on_day(look, event, at, Sender::Broadcast)),
    events("messages.by_day.received", &["day"], |look, event, at| is_on_day(look, event, at, Sender::Customer)),
    at_now("conversations.active.unassigned", &[], |look, _, s| is_active(look, s) && !has_somebody(s)),
    at_now("conversations.active.assigned", &[], |look, _, s| is_active(look, s) && has_somebody(s)),
    at_now("conversations.active.resolved", &[], |look, _, s| look.view.is_active(s) && s.resolved_at.is_some()),
    sessions("conversations.new_sessions", &[], |_, _, _| true),
    sessions("conversations.by_day.count", &["day"], |look, i, _| look.is_day(0, look.day_of_session(i))),
    events_at_now("outside.by_type.count", &["type", "why"], |look, event, _| {
        let is_why = |why: Why| look.is_word(1, why.word());
        look.is_word(0, look.view.store.kind(event).word()) && why(look.view, event).is_some_and(is_why)
    }),
    rows_of("contacts.new", &[], new_contacts),
    rows_of("contacts.active", &[], |look| Found::customers(look, active_customers(look))),
    rows_of("contacts.idle", &[], |look| {
        let store = look.view.store;
        let mut active = Bits::new(store.names.customers.len());
        for customer in active_customers(look) {
            active.insert(customer as usize);
        }
        let came = look.view.events().filter(|&(event, _)| is_contact(store, event));
        let customers = came.map(|(event, _)| store.context(event).customer);
        Found::customers(look, customers.filter(|&customer| !active.contains(customer as usize)))
    }),
];

/// Within the last seven days; no event is later than now.
pub(super) fn is_of_week(look: Look, at: i64) -> bool {
    at > look.view.query.now - 7 * DAY
}

fn is_from(look: Look, event: usize, sender: Sender) -> bool {
    look.view.store.sender(event) == Some(sender)
}

fn is_on_day(look: Look, event: usize, at: i64, sender: Sender) -> bool {
    is_from(look, event, sender) && look.is_day(0, look.day_of(at))
}

fn is_active(look: Look, session: &Session) -> bool {
    look.view.is_active(session) && !session.resolved_at.is_some()
}

fn has_somebody(session: &Session) -> bool {
    session.is_assigned || session.team != NONE
}

fn active_customers(look: Look) -> impl Iterator<Item = u32> {
    let active = look.view.sessions_at_now().filter(move |(_, session)| look.view.is_active(session));
    active.map(|(_, session)| session.customer)
}

/// Customers whose first contact ever lies in the period and passes the filters.
fn new_contacts(look: Look) -> Found {
    let (view, store) = (look.view, look.view.store);
    let mut came = Bits::new(store.names.customers.len());
    let first = (0..store.len()).filter(|&event| {
        let is_first = is_contact(store, event)
            && store.at(event) <= view.query.now
            && came.insert(store.context(event).customer as usize);
        is_first && (view.from..view.to).contains(&store.at(event)) && view.event_passes(event)
    });
    let customers = first.map(|event| store.context(event).customer);
    Found::customers(look, customers.filter(|&customer| store.entities.sessions_before(customer) == 0))
}
