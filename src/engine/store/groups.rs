//! Events in their final order: those of customers who share a conversation together, by time.

use super::Store;
use super::head::Head;
use std::ops::Range;

impl Store {
    /// Orders the events by group of customers, then time, then arrival. Cheap when nothing is new.
    pub fn settle(&mut self) {
        if self.settled == self.heads.len() {
            return;
        }
        self.shrink();
        let order = self.order();
        self.heads.settle(&order);
        self.context_of.settle(&order);
        if self.actor_of.len() > 0 {
            self.actor_of.settle(&order);
        }
        self.payload_of.settle_into(order);
        self.settled = self.heads.len();
    }

    /// Gives back the room in tables for what is to come: the rows in order need it.
    fn shrink(&mut self) {
        self.names.shrink();
        self.contexts.shrink();
        self.entities.customers.shrink_to_fit();
        self.credits.shrink_to_fit();
        self.assists.shrink_to_fit();
        self.ratings.shrink_to_fit();
        self.orders.shrink_to_fit();
        self.facts.shrink_to_fit();
        self.parents.shrink_to_fit();
        self.context_of_conversation.shrink_to_fit();
    }

    /// Ranges of events whose customers share no conversation with those of another range.
    pub fn groups(&self) -> impl Iterator<Item = Range<usize>> {
        self.groups.windows(2).map(|pair| pair[0] as usize..pair[1] as usize)
    }

    /// Where the group that event `i` is in ends.
    pub fn group_end(&self, i: usize) -> usize {
        self.groups[self.groups.partition_point(|&start| start as usize <= i)] as usize
    }

    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b) as usize] = a.min(b);
    }

    fn root(&mut self, customer: u32) -> u32 {
        while self.parents.len() <= customer as usize {
            self.parents.push(self.parents.len() as u32);
        }
        let mut at = customer;
        while self.parents[at as usize] != at {
            self.parents[at as usize] = self.parents[self.parents[at as usize] as usize];
            at = self.parents[at as usize];
        }
        at
    }

    /// The events in their final order, and the groups: a counting sort by group, then by time where needed.
    fn order(&mut self) -> Vec<u32> {
        let customers = self.names.customers.len();
        let roots: Vec<u32> = (0..customers as u32).map(|customer| self.root(customer)).collect();
        let group_of: Vec<u32> = self.contexts.items().iter().map(|context| roots[context.customer as usize]).collect();
        drop(roots);
        let mut starts = vec![0_u32; customers + 1];
        for context in self.context_of.iter() {
            starts[group_of[context as usize] as usize + 1] += 1;
        }
        for group in 0..customers {
            starts[group + 1] += starts[group];
        }
        self.groups.clear();
        self.groups.extend(starts.windows(2).filter(|pair| pair[0] < pair[1]).map(|pair| pair[0]));
        self.groups.push(self.heads.len() as u32);
        self.groups.shrink_to_fit();
        let mut order = vec![0_u32; self.heads.len()];
        for (i, context) in self.context_of.iter().enumerate() {
            let next = &mut starts[group_of[context as usize] as usize];
            order[*next as usize] = i as u32;
            *next += 1;
        }
        let mut timed: Vec<(u64, u32)> = Vec::new();
        for group in self.groups.windows(2) {
            let group = &mut order[group[0] as usize..group[1] as usize];
            let at = |&i: &u32| Head(self.heads.get(i as usize)).at();
            if !group.is_sorted_by_key(at) {
                // By arrival within an instant; as pairs, like timelines, so that one sort is downloaded for both.
                timed.clear();
                timed.extend(group.iter().map(|i| (at(i) as u64, *i)));
                timed.sort_unstable();
                group.iter_mut().zip(&timed).for_each(|(place, (_, i))| *place = *i);
            }
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::event::{Event, What};
    use crate::engine::store::{ACTOR_APART, Store};

    #[test]
    fn every_event_keeps_its_actor_however_many_there_are() {
        let mut store = Store::default();
        let count = ACTOR_APART as usize + 500;
        // As many again, in an order in which the early actors come after the column was made.
        for round in 0..2 {
            for i in 0..count {
                let (id, agent) = (format!("{round}-{i}"), format!("a{i}"));
                let event = Event {
                    id: &id,
                    at: (count * 2 - i) as i64,
                    conversation: Some("conversation"),
                    customer: Some("customer"),
                    inbox: None,
                    channel: None,
                    bot: None,
                    bot_version: None,
                    agent: Some(&agent),
                    team: None,
                    what: &What::Opened,
                };
                store.push(&event);
            }
            store.settle();
            assert_eq!(store.len(), count * (round + 1));
            for event in 0..store.len() {
                let expected = format!("a{}", count * 2 - store.at(event) as usize);
                assert_eq!(store.names.agents.text(store.actor(event).agent), expected);
            }
        }
    }
}
