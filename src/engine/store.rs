//! Every accepted record, as columns. Events of customers who share a conversation lie together, ordered by time.

mod groups;
mod head;
mod tables;

use super::column::Column;
use super::entities::Entities;
use super::event::{Assist, By, Entity, Event, Kind, Sender, What};
use super::facts::Facts;
use super::ids::{NONE, Pool};
use super::seen::IdSet;
use super::text::Texts;

use head::ACTOR_APART;
pub use head::Head;
pub use tables::{Actor, Context, Counts, Credit, Names, Order, Rating};

/// What became of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    Accepted,
    Duplicate,
}

/// Columns of events and tables of what they refer to. 16 bytes an event, apart from ids and texts.
#[derive(Debug)]
pub struct Store {
    pub names: Names,
    pub contexts: Pool<Context>,
    pub actors: Pool<Actor>,
    pub entities: Entities,
    pub credits: Vec<Credit>,
    pub assists: Vec<Assist>,
    pub ratings: Vec<Rating>,
    pub orders: Vec<Order>,
    pub facts: Vec<Facts>,
    pub texts: Texts,
    pub counts: Counts,
    /// Grows with every change, so that what was derived from the store knows when it is stale.
    pub version: u64,
    /// The latest instant of an accepted event.
    pub latest_at: Option<i64>,
    /// The earliest instant of an accepted event.
    pub earliest_at: Option<i64>,
    seen: IdSet,
    /// See [`Head`].
    heads: Column<u64>,
    context_of: Column<u32>,
    /// Without rows until an actor's number is [`ACTOR_APART`] or above; then with one for each event.
    actor_of: Column<u32>,
    payload_of: Column<u32>,
    /// Where each group of customers begins; one more entry ends the last. Empty until [`Store::settle`].
    groups: Vec<u32>,
    settled: usize,
    /// Union-find: customers who share a conversation, by customer.
    parents: Vec<u32>,
    /// The latest context of each conversation.
    context_of_conversation: Vec<u32>,
    /// The latest actor with bot or without, with agent or without, with team or without: often the next one too.
    last_actors: [u32; 8],
}

/// The number of the channel `unknown`: what an event has when neither it nor its inbox names one.
pub const UNKNOWN_CHANNEL: u32 = 0;

impl Default for Store {
    fn default() -> Self {
        let mut names = Names::default();
        assert_eq!(names.channels.intern("unknown"), UNKNOWN_CHANNEL);
        Store {
            names,
            contexts: Pool::default(),
            actors: Pool::default(),
            entities: Entities::default(),
            credits: Vec::new(),
            assists: Vec::new(),
            ratings: Vec::new(),
            orders: Vec::new(),
            facts: Vec::new(),
            texts: Texts::default(),
            counts: Counts::default(),
            version: 0,
            latest_at: None,
            earliest_at: None,
            seen: IdSet::default(),
            heads: Column::default(),
            context_of: Column::default(),
            actor_of: Column::default(),
            payload_of: Column::default(),
            groups: Vec::new(),
            settled: 0,
            parents: Vec::new(),
            context_of_conversation: Vec::new(),
            last_actors: [NONE; 8],
        }
    }
}

impl Store {
    /// Takes an event, unless one with its id was taken before.
    pub fn push(&mut self, event: &Event) -> Taken {
        if !self.seen.insert(event.id.as_bytes()) {
            self.counts.duplicate += 1;
            return Taken::Duplicate;
        }
        self.counts.accepted += 1;
        self.version += 1;
        self.latest_at = self.latest_at.max(Some(event.at));
        self.earliest_at = Some(self.earliest_at.map_or(event.at, |earliest| earliest.min(event.at)));
        let actor = self.intern_actor(event);
        let (kind, sub, payload) = match event.what {
            What::Message { from, text, .. } => (Kind::Message, *from as u8, self.texts.keep_opt(*text)),
            _ => match self.keep(event, actor) {
                Some(kept) => kept,
                None => return Taken::Accepted,
            },
        };
        let private = matches!(event.what, What::Message { private: true, .. });
        let context = self.intern_context(event);
        self.heads.push(Head::new(event.at, actor, private, sub, kind).0);
        self.context_of.push(context);
        if actor >= ACTOR_APART || self.actor_of.len() > 0 {
            self.keep_apart(actor);
        }
        self.payload_of.push(payload);
        Taken::Accepted
    }

    /// Keeps what only this kind of event says: gives the kind, the number of its own word, and its payload. None for a credit,
    /// which is in no timeline. Apart from what every event needs, and from messages, which most events are.
    #[inline(never)]
    fn keep(&mut self, event: &Event, actor: u32) -> Option<(Kind, u8, u32)> {
        Some(match event.what {
            What::CreditUsed { category, amount } => {
                add(&mut self.credits, Credit { at: event.at, category: Some(*category), amount: *amount, actor });
                return None;
            }
            What::CreditAdded { amount } => {
                add(&mut self.credits, Credit { at: event.at, category: None, amount: *amount, actor });
                return None;
            }
            What::Message { from, text, .. } => (Kind::Message, *from as u8, self.texts.keep_opt(*text)),
            What::Opened => (Kind::Opened, 0, 0),
            What::Assigned => (Kind::Assigned, 0, 0),
            What::Unassigned(cleared) => (Kind::Unassigned, *cleared as u8, 0),
            What::Pending => (Kind::Pending, 0, 0),
            What::Resolved(by) => (Kind::Resolved, *by as u8, 0),
            What::Reopened(by) => (Kind::Reopened, *by as u8, 0),
            What::LabelAdded(label) => (Kind::LabelAdded, 0, self.names.labels.intern(label)),
            What::LabelRemoved(label) => (Kind::LabelRemoved, 0, self.names.labels.intern(label)),
            What::Transfer(outcome) => (Kind::Transfer, *outcome as u8, 0),
            What::FlowTriggered(flow) => (Kind::FlowTriggered, 0, self.names.flows.intern(flow)),
            What::AiAssist(assist) => (Kind::AiAssist, assist.tool as u8, add(&mut self.assists, *assist)),
            What::Csat { score, comment } => {
                let rating = Rating { score: *score, comment: self.texts.keep_opt(*comment) };
                (Kind::Csat, 0, add(&mut self.ratings, rating))
            }
            What::Order { amount, currency } => {
                (Kind::Order, 0, add(&mut self.orders, Order { amount: *amount, currency: *currency }))
            }
            What::Interaction(facts) => (Kind::Interaction, 0, add(&mut self.facts, facts.take())),
        })
    }

    /// Takes an entity; it replaces an earlier one of the same id.
    pub fn push_entity(&mut self, entity: &Entity) {
        self.counts.accepted += 1;
        self.version += 1;
        self.entities.place(&mut self.names, &mut self.texts, entity);
    }

    /// Events in a timeline (credits are apart), settled ones.
    pub fn len(&self) -> usize {
        self.settled
    }

    pub fn is_empty(&self) -> bool {
        self.settled == 0
    }

    /// How many accepted events, credits too, are later than an instant; settled or not.
    pub fn later_than(&self, now: i64) -> u64 {
        if self.latest_at.is_none_or(|latest| latest <= now) {
            return 0;
        }
        let events = self.instants().filter(|&at| at > now).count();
        (events + self.credits.iter().filter(|credit| credit.at > now).count()) as u64
    }

    /// The last instant of an accepted event that is not later than `now`; settled or not.
    pub fn latest_until(&self, now: i64) -> Option<i64> {
        let latest = self.latest_at?;
        if latest <= now {
            return Some(latest);
        }
        self.instants().chain(self.credits.iter().map(|credit| credit.at)).filter(|at| *at <= now).max()
    }

    /// The instants of all events, settled or not.
    pub fn instants(&self) -> impl Iterator<Item = i64> {
        self.heads.iter().map(|head| Head(head).at())
    }

    pub fn head(&self, i: usize) -> Head {
        Head(self.heads.settled()[i])
    }

    /// Milliseconds since 1970.
    pub fn at(&self, i: usize) -> i64 {
        self.head(i).at()
    }

    pub fn kind(&self, i: usize) -> Kind {
        self.head(i).kind()
    }

    /// The number of the event's own word: sender, outcome, who resolved …
    pub fn sub(&self, i: usize) -> u8 {
        self.head(i).sub()
    }

    pub fn is_private(&self, i: usize) -> bool {
        self.head(i).is_private()
    }

    /// The sender, if event `i` is a message that is not private.
    pub fn sender(&self, i: usize) -> Option<Sender> {
        self.head(i).sender()
    }

    pub fn by(&self, i: usize) -> By {
        self.head(i).by()
    }

    pub fn context_number(&self, i: usize) -> u32 {
        self.context_of.settled()[i]
    }

    pub fn context(&self, i: usize) -> &Context {
        &self.contexts[self.context_of.settled()[i]]
    }

    pub fn actor_number(&self, i: usize) -> u32 {
        match self.head(i).actor() {
            ACTOR_APART => self.actor_of.settled()[i],
            actor => actor,
        }
    }

    pub fn actor(&self, i: usize) -> &Actor {
        &self.actors[self.actor_number(i)]
    }

    /// What the kind refers to: a text, label, flow, or an entry of the table of its kind.
    pub fn payload(&self, i: usize) -> u32 {
        self.payload_of.settled()[i]
    }

    /// The channel of each context: the event's own, else its inbox's, else [`UNKNOWN_CHANNEL`].
    pub fn channels(&self) -> Vec<u32> {
        let of_inbox =
            |inbox: u32| self.entities.inbox(inbox).map(|inbox| inbox.channel).filter(|&channel| channel != NONE);
        self.contexts
            .items()
            .iter()
            .map(|context| {
                if context.channel == NONE {
                    of_inbox(context.inbox).unwrap_or(UNKNOWN_CHANNEL)
                } else {
                    context.channel
                }
            })
            .collect()
    }

    /// The customer's name, or the id where there is none.
    pub fn customer_name(&self, customer: u32) -> &str {
        let name = self.texts.text(self.entities.customer(customer).name);
        name.unwrap_or_else(|| self.names.customers.text(customer))
    }

    pub fn customer_phone(&self, customer: u32) -> Option<&str> {
        self.texts.text(self.entities.customer(customer).phone)
    }

    /// Bytes held beside texts: `(events, ids and contexts, fingerprints, tables)`.
    pub fn bytes(&self) -> [usize; 4] {
        let names = &self.names;
        let ids =
            [&names.customers, &names.conversations, &names.inboxes, &names.channels, &names.agents, &names.labels];
        [
            self.heads.bytes()
                + [&self.context_of, &self.actor_of, &self.payload_of].map(Column::bytes).iter().sum::<usize>()
                + self.groups.capacity() * 4,
            ids.iter().map(|ids| ids.bytes()).sum::<usize>()
                + self.contexts.bytes()
                + self.actors.bytes()
                + (self.parents.capacity() + self.context_of_conversation.capacity()) * 4,
            self.seen.bytes(),
            held(&self.entities.customers)
                + held(&self.credits)
                + held(&self.assists)
                + held(&self.ratings)
                + held(&self.orders)
                + held(&self.facts)
                + self.facts.iter().map(Facts::bytes).sum::<usize>(),
        ]
    }

    fn intern_context(&mut self, event: &Event) -> u32 {
        let names = &mut self.names;
        let conversation = names.conversations.intern(event.conversation.expect("every event of a timeline has one"));
        self.context_of_conversation.resize(names.conversations.len(), NONE);
        let last = self.context_of_conversation[conversation as usize];
        if last != NONE {
            let context = &self.contexts[last];
            if names.customers.is(context.customer, event.customer)
                && names.inboxes.is(context.inbox, event.inbox)
                && names.channels.is(context.channel, event.channel)
            {
                return last;
            }
        }
        self.new_context(conversation, last, event)
    }

    #[inline(never)]
    fn new_context(&mut self, conversation: u32, last: u32, event: &Event) -> u32 {
        let names = &mut self.names;
        let context = Context {
            conversation,
            customer: names.customers.intern(event.customer.expect("every event of a timeline has one")),
            inbox: names.inboxes.intern_opt(event.inbox),
            channel: names.channels.intern_opt(event.channel),
        };
        // What cannot be known yet is not looked for: most conversations have one context for ever.
        let number = if last == NONE {
            self.contexts.add(&context)
        } else {
            self.join(self.contexts[last].customer, context.customer);
            self.contexts.remember(last);
            self.contexts.intern(&context)
        };
        self.context_of_conversation[conversation as usize] = number;
        number
    }

    /// Writes the actor of the event that was pushed last into the column, after those of all events before.
    #[cold]
    fn keep_apart(&mut self, actor: u32) {
        for row in self.actor_of.len()..self.heads.len() - 1 {
            self.actor_of.push(Head(self.heads.get(row)).actor());
        }
        self.actor_of.push(actor);
    }

    fn intern_actor(&mut self, event: &Event) -> u32 {
        let names = &mut self.names;
        let of = [event.bot.is_some(), event.agent.is_some(), event.team.is_some()];
        let last = &mut self.last_actors[of.iter().fold(0, |number, &is_some| number << 1 | usize::from(is_some))];
        if let Some(actor) = self.actors.items().get(*last as usize)
            && names.bots.is(actor.bot, event.bot)
            && names.bot_versions.is(actor.bot_version, event.bot_version)
            && names.agents.is(actor.agent, event.agent)
            && names.teams.is(actor.team, event.team)
        {
            return *last;
        }
        *last = new_actor(names, &mut self.actors, event);
        *last
    }
}

// What is not needed for most records is apart: browsers make a small function fast much sooner than a large one.

#[inline(never)]
fn new_actor(names: &mut Names, actors: &mut Pool<Actor>, event: &Event) -> u32 {
    actors.intern(&Actor {
        bot: names.bots.intern_opt(event.bot),
        bot_version: names.bot_versions.intern_opt(event.bot_version),
        agent: names.agents.intern_opt(event.agent),
        team: names.teams.intern_opt(event.team),
    })
}

fn held<T>(table: &Vec<T>) -> usize {
    table.capacity() * size_of::<T>()
}

#[inline(never)]
fn add<T>(table: &mut Vec<T>, item: T) -> u32 {
    table.push(item);
    (table.len() - 1) as u32
}
