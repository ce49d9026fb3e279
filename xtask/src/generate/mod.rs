//! A believable stream of a support team that does not exist: the same seed, length and end give the same bytes.
//! Written as it is made, so that its size does not matter.

mod calendar;
mod call;
mod cast;
mod chat;
mod command;
mod desk;
mod money;
mod people;
mod phrases;
mod record;
mod rng;
mod stream;
mod talk;

pub use command::{command, now_ms, to_file};
pub use record::{Zone, civil, write_instant};

use calendar::{Calendar, HOUR_MS};
use people::Customer;
use phrases::Phrases;
use rng::Rng;
use std::io::{self, Write};
use stream::Stream;
use talk::{Talk, World};

#[derive(Debug, Clone)]
pub struct Plan {
    /// About how many records; within a few per cent.
    pub records: u64,
    pub seed: u64,
    pub days: i64,
    /// The last instant of the stream.
    pub until_ms: i64,
}

#[derive(Debug, Clone, Copy)]
pub struct Written {
    pub records: u64,
    pub bytes: u64,
}

/// How many conversations make that many records is found by writing a few to nowhere first.
pub fn write(plan: &Plan, out: impl Write) -> io::Result<Written> {
    let pilot = (plan.records as usize / 20).clamp(40, 4000);
    let of_pilot = conversations(plan, pilot, io::sink())?;
    let fixed = cast::entities().len() as f64;
    let each = ((of_pilot.records as f64 - fixed) / pilot as f64).max(1.0);
    conversations(plan, ((plan.records as f64 - fixed) / each).max(1.0) as usize, out)
}

fn conversations<W: Write>(plan: &Plan, count: usize, out: W) -> io::Result<Written> {
    let mut world = World {
        rng: Rng::new(plan.seed, 1),
        phrases: Phrases::read(),
        calendar: Calendar::new(plan.seed, plan.days, plan.until_ms),
        stream: Stream::new(out, plan.seed, plan.until_ms),
    };
    for line in cast::entities() {
        world.stream.write(&line)?;
    }
    let mut crowd = Crowd::new(plan.seed, count);
    let mut number = 0;
    let mut owed = 0.0;
    for (index, (hour_ms, share)) in world.calendar.hours().into_iter().enumerate() {
        owed += share * count as f64;
        let here = owed as usize;
        owed -= here as f64;
        if index % (24 * 14) == 0 {
            money::top_up(&mut world, hour_ms, 20 + count as u64 / 100);
        }
        money::templates(&mut world, hour_ms, here);
        let length_ms = (plan.until_ms - hour_ms).min(HOUR_MS);
        let mut starts: Vec<_> = (0..here).map(|_| hour_ms + world.rng.below(length_ms as usize) as i64).collect();
        starts.sort_unstable();
        for at_ms in starts {
            world.stream.release(at_ms)?;
            let customer = crowd.next(&mut world, at_ms);
            number += 1;
            converse(&mut Talk::new(&mut world, &customer, number, at_ms));
        }
        if world.calendar.is_campaign(hour_ms) {
            campaign(&mut world, &mut crowd, &mut number, hour_ms, count / 100);
        }
    }
    skewed_clocks(&mut world, plan);
    let (records, bytes) = world.stream.finish()?;
    Ok(Written { records, bytes })
}

fn converse<W: Write>(talk: &mut Talk<'_, W>) {
    match talk.inbox.channel {
        "voice" => call::call(talk),
        "email" => {
            let ask = talk.on_topic("ask");
            talk.customer_says(&ask);
            desk::serve(talk, desk::Pace::Email);
        }
        _ => chat::chat(talk),
    }
}

fn campaign<W: Write>(world: &mut World<W>, crowd: &mut Crowd, number: &mut usize, hour_ms: i64, size: usize) {
    for place in 0..size {
        let at_ms = hour_ms + place as i64 * HOUR_MS / size as i64;
        let customer = crowd.known(world, at_ms);
        *number += 1;
        let mut talk = Talk::new(world, &customer, *number, at_ms);
        if money::broadcast(&mut talk) {
            talk.wait(1200.0);
            converse(&mut talk);
        }
    }
}

/// Three devices whose clocks run ahead: events of the future.
fn skewed_clocks<W: Write>(world: &mut World<W>, plan: &Plan) {
    let customer = Customer::nth(plan.seed, 0, true);
    for ahead in 1..=3 {
        let mut talk = Talk::new(world, &customer, 0, plan.until_ms + ahead * 2 * HOUR_MS);
        let line = talk.event("opened").end();
        talk.world.stream.push(plan.until_ms, line);
    }
}

/// Who writes next: somebody new, or, more often, somebody who was here lately.
struct Crowd {
    seed: u64,
    /// Customers of the time before the stream.
    before: usize,
    /// Whether the entity of each customer so far was sent.
    named: Vec<bool>,
}

impl Crowd {
    fn new(seed: u64, conversations: usize) -> Self {
        let before = conversations / 9 + 5;
        Self { seed, before, named: vec![false; before] }
    }

    fn next<W: Write>(&mut self, world: &mut World<W>, at_ms: i64) -> Customer {
        if world.rng.chance(0.46) {
            self.named.push(false);
            return self.arrive(world, self.named.len() - 1, at_ms);
        }
        self.known(world, at_ms)
    }

    fn known<W: Write>(&mut self, world: &mut World<W>, at_ms: i64) -> Customer {
        let ago = world.rng.unit().powf(1.7) * self.named.len() as f64;
        let index = self.named.len() - 1 - (ago as usize).min(self.named.len() - 1);
        self.arrive(world, index, at_ms)
    }

    fn arrive<W: Write>(&mut self, world: &mut World<W>, index: usize, at_ms: i64) -> Customer {
        let customer = Customer::nth(self.seed, index, index < self.before);
        if !std::mem::replace(&mut self.named[index], true)
            && let Some(line) = customer.entity()
        {
            world.stream.push(at_ms, line);
        }
        customer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(records: u64, seed: u64) -> Vec<String> {
        let mut out = Vec::new();
        let plan = Plan { records, seed, days: 120, until_ms: 1_769_860_800_000 };
        write(&plan, &mut out).expect("writing to memory");
        String::from_utf8(out).expect("UTF-8").lines().map(str::to_owned).collect()
    }

    #[test]
    fn one_seed_gives_one_stream_of_about_the_size() {
        let stream = lines(30_000, 7);
        assert!((28_000..32_000).contains(&stream.len()), "{} records", stream.len());
        assert_eq!(stream, lines(30_000, 7));
        assert_ne!(stream, lines(30_000, 8));
    }

    #[test]
    fn every_event_type_occurs_and_few_lines_are_broken() {
        let stream = lines(60_000, 7);
        let values: Vec<serde_json::Value> = stream.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
        assert!(stream.len() - values.len() < 60, "{} of {} are JSON", values.len(), stream.len());
        let types = [
            "message",
            "opened",
            "assigned",
            "unassigned",
            "pending",
            "resolved",
            "reopened",
            "label_added",
            "label_removed",
            "transfer",
            "flow_triggered",
            "ai_assist",
            "csat",
            "order",
            "credit_used",
            "credit_added",
            "interaction",
            "customer",
            "inbox",
            "agent",
            "team",
            "bot",
            "flow",
            "presence",
        ];
        for kind in types {
            assert!(values.iter().any(|value| value["type"] == kind), "no {kind}");
        }
    }
}
