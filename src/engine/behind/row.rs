//! The rows behind a figure as they are shown.

use super::Found;
use crate::engine::entities::named;
use crate::engine::event::{Category, Kind};
use crate::engine::instant;
use crate::engine::list;
use crate::engine::numbers::Money;
use crate::engine::session;
use crate::engine::story::{self, Told};
use crate::engine::view::View;
use serde::Serialize;
use std::ops::Range;

/// One row; which kind it is says [`super::Grain`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Row {
    Session(Box<list::Row>),
    Event(Box<EventRow>),
    Credit(CreditRow),
    Customer(CustomerRow),
    Conversation(ConversationRow),
    Flow(FlowRow),
}

/// An event with its session (absent outside any) and customer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventRow {
    pub session_id: Option<String>,
    pub customer_id: String,
    pub customer_name: String,
    pub event: Told,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CreditRow {
    pub at: String,
    #[serde(rename = "type")]
    pub kind: Kind,
    pub category: Option<Category>,
    pub amount: Money,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CustomerRow {
    pub customer_id: String,
    pub customer_name: String,
    pub customer_phone: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConversationRow {
    pub conversation: String,
    pub session_id: Option<String>,
    pub customer_id: String,
    pub customer_name: String,
    pub channel: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowRow {
    pub flow_id: String,
    pub flow_name: String,
    pub count: u64,
}

/// Some of the rows that were found, by their places.
pub fn rows(view: &View, found: &Found, range: Range<usize>) -> Vec<Row> {
    let range = range.start.min(found.len())..range.end.min(found.len());
    let (store, names) = (view.store, &view.store.names);
    match found {
        Found::Sessions(list) => {
            let row = |&i: &usize| Row::Session(Box::new(list::row(view, i, view.derived.events(store, i))));
            list[range].iter().map(row).collect()
        }
        Found::Events(list) => list[range].iter().map(|&event| Row::Event(Box::new(event_row(view, event)))).collect(),
        Found::Credits(list) => list[range].iter().map(|&credit| Row::Credit(credit_row(view, credit))).collect(),
        Found::Customers(list) => {
            let row = |&customer: &u32| {
                Row::Customer(CustomerRow {
                    customer_id: names.customers.text(customer).to_owned(),
                    customer_name: view.store.customer_name(customer).to_owned(),
                    customer_phone: view.store.customer_phone(customer).map(str::to_owned),
                })
            };
            list[range].iter().map(row).collect()
        }
        Found::Conversations(list) => {
            let row = |&event: &usize| {
                let context = store.context(event);
                Row::Conversation(ConversationRow {
                    conversation: names.conversations.text(context.conversation).to_owned(),
                    session_id: session_id(view, event),
                    customer_id: names.customers.text(context.customer).to_owned(),
                    customer_name: view.store.customer_name(context.customer).to_owned(),
                    channel: names
                        .channels
                        .text(view.derived.channels[store.context_number(event) as usize])
                        .to_owned(),
                })
            };
            list[range].iter().map(row).collect()
        }
        Found::Flows(list) => {
            let row = |&(flow, count): &(u32, u64)| {
                Row::Flow(FlowRow {
                    flow_id: names.flows.text(flow).to_owned(),
                    flow_name: named(&store.entities.flows, &names.flows, flow).to_owned(),
                    count,
                })
            };
            list[range].iter().map(row).collect()
        }
    }
}

fn event_row(view: &View, event: usize) -> EventRow {
    let customer = view.store.context(event).customer;
    EventRow {
        session_id: session_id(view, event),
        customer_id: view.store.names.customers.text(customer).to_owned(),
        customer_name: view.store.customer_name(customer).to_owned(),
        event: story::tell(view, event),
    }
}

fn credit_row(view: &View, credit: usize) -> CreditRow {
    let credit = &view.store.credits[credit];
    CreditRow {
        at: instant::format(credit.at),
        kind: if credit.category.is_some() { Kind::CreditUsed } else { Kind::CreditAdded },
        category: credit.category,
        amount: Money(credit.amount.into()),
    }
}

fn session_id(view: &View, event: usize) -> Option<String> {
    let session = view.derived.place(event).session()?;
    Some(session::id(view.store, &view.query.policy, &view.derived.sessions[session]))
}
