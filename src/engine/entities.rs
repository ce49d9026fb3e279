//! Names and other facts of ids, by the id's number. The last one received for an id wins, whole.

use super::event::Entity;
use super::ids::Ids;
use super::order::sort;
use super::store::Names;
use super::text::Texts;
use std::cmp::Ordering;

/// What entities say, by the id's number; none, or nothing of it, where an id occurs without an entity.
#[derive(Debug, Default)]
pub struct Entities {
    pub customers: Vec<Customer>,
    pub inboxes: Vec<Option<Inbox>>,
    pub agents: Vec<Option<Agent>>,
    pub teams: Vec<Option<Named>>,
    pub bots: Vec<Option<Named>>,
    pub flows: Vec<Option<Named>>,
}

/// There are many: `name` and `phone` refer to the store's texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Customer {
    pub name: u32,
    pub phone: u32,
    pub sessions_before: u64,
}

#[derive(Debug, Clone)]
pub struct Inbox {
    pub name: Option<Box<str>>,
    /// A number of [`Names::channels`], or [`NONE`].
    pub channel: u32,
    pub phone: Option<Box<str>>,
}

#[derive(Debug, Clone)]
pub struct Agent {
    pub name: Option<Box<str>>,
    /// Numbers of [`Names::teams`].
    pub teams: Vec<u32>,
}

#[derive(Debug, Clone)]
pub struct Named {
    pub name: Option<Box<str>>,
}

impl Entities {
    pub(super) fn place(&mut self, names: &mut Names, texts: &mut Texts, entity: &Entity) {
        let owned = |text: &Option<&str>| text.map(Box::from);
        match entity {
            Entity::Customer { id, name, phone, sessions_before } => {
                let id = names.customers.intern(id) as usize;
                if self.customers.len() <= id {
                    self.customers.resize(id + 1, Customer::default());
                }
                let customer = &mut self.customers[id];
                for (kept, text) in [(&mut customer.name, *name), (&mut customer.phone, *phone)] {
                    // The same again, as every refresh may bring it, needs no more room.
                    if texts.text(*kept) != text {
                        *kept = texts.keep_opt(text);
                    }
                }
                customer.sessions_before = *sessions_before;
            }
            Entity::Inbox { id, name, channel, phone } => {
                let inbox =
                    Inbox { name: owned(name), channel: names.channels.intern_opt(*channel), phone: owned(phone) };
                put(&mut self.inboxes, names.inboxes.intern(id), inbox);
            }
            Entity::Agent { id, name, teams } => {
                let mut teams: Vec<u32> = teams.iter().map(|team| names.teams.intern(team)).collect();
                // By the sort that is downloaded anyway.
                sort(&mut teams, &|_, _| Ordering::Equal);
                teams.dedup();
                put(&mut self.agents, names.agents.intern(id), Agent { name: owned(name), teams });
            }
            Entity::Team { id, name } => put(&mut self.teams, names.teams.intern(id), Named { name: owned(name) }),
            Entity::Bot { id, name } => put(&mut self.bots, names.bots.intern(id), Named { name: owned(name) }),
            Entity::Flow { id, name } => put(&mut self.flows, names.flows.intern(id), Named { name: owned(name) }),
        }
    }

    pub fn customer(&self, customer: u32) -> Customer {
        self.customers.get(customer as usize).copied().unwrap_or_default()
    }

    pub fn inbox(&self, inbox: u32) -> Option<&Inbox> {
        self.inboxes.get(inbox as usize)?.as_ref()
    }

    pub fn agent(&self, agent: u32) -> Option<&Agent> {
        self.agents.get(agent as usize)?.as_ref()
    }

    /// How many sessions the customer had before the stream begins.
    pub fn sessions_before(&self, customer: u32) -> u64 {
        self.customer(customer).sessions_before
    }
}

/// The name of an id of one of the kinds that have nothing else; the id itself when it has no name.
pub fn named<'a>(entities: &'a [Option<Named>], ids: &'a Ids, id: u32) -> &'a str {
    let name = entities.get(id as usize).and_then(Option::as_ref).and_then(|entity| entity.name.as_deref());
    name.unwrap_or_else(|| ids.text(id))
}

fn put<T>(table: &mut Vec<Option<T>>, id: u32, entity: T) {
    while table.len() <= id as usize {
        table.push(None);
    }
    table[id as usize] = Some(entity);
}
