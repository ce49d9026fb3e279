//! The rows behind a figure in another order, and those of them that hold a text.

use super::{Found, Grain};
use crate::engine::bits::Bits;
use crate::engine::entities::named;
use crate::engine::event::{Kind, Sender};
use crate::engine::list::{self, COLUMNS, Sort, SortKey, in_order, number, text};
use crate::engine::order::order;
use crate::engine::session;
use crate::engine::store::Store;
use crate::engine::story;
use crate::engine::view::View;

/// What rows of a kind can be sorted by: names of their fields.
pub fn fields(grain: Grain) -> Vec<&'static str> {
    match grain {
        Grain::Sessions => COLUMNS.iter().map(|column| column.name).collect(),
        Grain::Events => {
            vec!["event.at", "event.type", "customer_name", "event.agent_name", "event.channel", "event.text"]
        }
        Grain::Credits => vec!["at", "type", "category", "amount"],
        Grain::Customers => vec!["customer_name", "customer_phone"],
        Grain::Conversations => vec!["conversation", "customer_name", "channel"],
        Grain::Flows => vec!["flow_name", "count"],
    }
}

impl Found {
    /// The rows that hold a text in an id or name of theirs, or in the customer's phone; in any case of letters. Blank: all.
    pub fn holding(self, view: &View, search: &str) -> Found {
        let needle = search.trim().to_lowercase();
        if needle.is_empty() {
            return self;
        }
        let has = |text: &str| text.to_lowercase().contains(&needle);
        let holding = Holding::new(view, &has);
        let rows: Vec<u32> = (0..self.len()).filter(|&i| holding.row(&self, i)).map(|i| i as u32).collect();
        self.pick(&rows)
    }

    /// By a field of [`fields`]: ties keep their order, absent values come last.
    pub fn sorted(mut self, view: &View, field: &str, descending: bool) -> Found {
        if let Found::Sessions(sessions) = &mut self {
            if let Some(column) = COLUMNS.iter().position(|column| column.name == field) {
                list::sort(view, sessions, Sort { column, descending });
            }
            return self;
        }
        let keys: Vec<Option<SortKey>> = (0..self.len()).map(|i| key(view, &self, i, field)).collect();
        let rows = order(keys.len(), &|a, b| in_order(&keys[a as usize], &keys[b as usize], descending));
        self.pick(&rows)
    }

    fn pick(&self, rows: &[u32]) -> Found {
        fn of<T: Copy>(list: &[T], rows: &[u32]) -> Vec<T> {
            rows.iter().map(|&i| list[i as usize]).collect()
        }
        match self {
            Found::Sessions(list) => Found::Sessions(of(list, rows)),
            Found::Events(list) => Found::Events(of(list, rows)),
            Found::Credits(list) => Found::Credits(of(list, rows)),
            Found::Customers(list) => Found::Customers(of(list, rows)),
            Found::Conversations(list) => Found::Conversations(of(list, rows)),
            Found::Flows(list) => Found::Flows(of(list, rows)),
        }
    }
}

/// What a text was found in: each customer, conversation and session is looked at once, however many events it has.
struct Holding<'a> {
    view: &'a View<'a>,
    has: &'a dyn Fn(&str) -> bool,
    customers: Bits,
    conversations: Bits,
    sessions: Bits,
}

impl<'a> Holding<'a> {
    fn new(view: &'a View<'a>, has: &'a dyn Fn(&str) -> bool) -> Self {
        let (store, names, sessions) = (view.store, &view.store.names, &view.derived.sessions);
        Holding {
            view,
            has,
            customers: Bits::from_fn(names.customers.len(), |i| list::is_customer(store, i as u32, has)),
            conversations: Bits::from_fn(names.conversations.len(), |i| has(names.conversations.text(i as u32))),
            sessions: Bits::from_fn(sessions.len(), |i| has(&session::id(store, &view.query.policy, &sessions[i]))),
        }
    }

    fn row(&self, found: &Found, i: usize) -> bool {
        let store = self.view.store;
        let of_session = |i: usize| {
            self.sessions.contains(i) || self.customers.contains(self.view.derived.sessions[i].customer as usize)
        };
        match found {
            Found::Sessions(list) => of_session(list[i]),
            Found::Events(list) | Found::Conversations(list) => {
                let context = store.context(list[i]);
                self.customers.contains(context.customer as usize)
                    || self.conversations.contains(context.conversation as usize)
                    || self.view.derived.place(list[i]).session().is_some_and(|i| self.sessions.contains(i))
            }
            Found::Customers(list) => self.customers.contains(list[i] as usize),
            Found::Flows(list) => {
                (self.has)(store.names.flows.text(list[i].0)) || (self.has)(flow_name(store, list[i].0))
            }
            Found::Credits(_) => false,
        }
    }
}

fn flow_name(store: &Store, flow: u32) -> &str {
    named(&store.entities.flows, &store.names.flows, flow)
}

/// What a row is sorted by.
fn key(view: &View, found: &Found, i: usize, field: &str) -> Option<SortKey> {
    let store = view.store;
    let of_event = |event: usize| {
        let context = store.context(event);
        match field {
            "event.at" => number(Some(store.at(event))),
            // As it is shown: a message by who wrote it.
            "event.type" => text(match store.kind(event) {
                Kind::Message => Sender::from_code(store.sub(event)).word(),
                kind => kind.word(),
            }),
            "customer_name" => text(store.customer_name(context.customer)),
            "event.agent_name" => text(story::agent_name(store, store.actor(event).agent)?),
            "event.text" => text(story::text(view, event)?),
            "conversation" => text(store.names.conversations.text(context.conversation)),
            "event.channel" | "channel" => {
                text(store.names.channels.text(view.derived.channels[store.context_number(event) as usize]))
            }
            _ => None,
        }
    };
    match found {
        Found::Sessions(_) => None,
        Found::Events(list) | Found::Conversations(list) => of_event(list[i]),
        Found::Credits(list) => {
            let credit = &store.credits[list[i]];
            let kind = if credit.category.is_some() { Kind::CreditUsed } else { Kind::CreditAdded };
            match field {
                "at" => number(Some(credit.at)),
                "type" => text(kind.word()),
                "category" => text(credit.category?.word()),
                _ => number(Some(credit.amount)),
            }
        }
        Found::Customers(list) => match field {
            "customer_name" => text(store.customer_name(list[i])),
            _ => text(store.customer_phone(list[i])?),
        },
        Found::Flows(list) => match field {
            "flow_name" => text(flow_name(store, list[i].0)),
            _ => number(Some(list[i].1 as i64)),
        },
    }
}
