//! One conversation while it is being written: its own clock, and the fields that all its events share.

use super::{
    calendar::{self, Calendar},
    cast::{INBOXES, Inbox, TOPICS, Topic, agent_id},
    people::Customer,
    phrases::Phrases,
    record::{Record, Zone},
    rng::Rng,
    stream::Stream,
};
use std::io::Write;

/// What conversations share.
pub struct World<W> {
    pub rng: Rng,
    pub phrases: Phrases,
    pub calendar: Calendar,
    pub stream: Stream<W>,
}

pub struct Talk<'w, W> {
    pub world: &'w mut World<W>,
    pub customer: &'w Customer,
    pub inbox: &'static Inbox,
    pub topic: &'static Topic,
    pub conversation: String,
    /// The conversation's clock.
    pub at_ms: i64,
    pub zone: Zone,
}

impl<'w, W: Write> Talk<'w, W> {
    pub fn new(world: &'w mut World<W>, customer: &'w Customer, number: usize, at_ms: i64) -> Self {
        let inbox = customer.inbox(&mut world.rng);
        let shares = TOPICS.each_ref().map(|topic| topic.share);
        let bad = world.calendar.is_bad(at_ms) && world.rng.chance(0.75);
        let topic = if bad { super::cast::TECHNICAL } else { world.rng.weighted(&shares) };
        let zone = if inbox.channel == "voice" { Zone::Local } else { Zone::Utc };
        Self {
            world,
            customer,
            inbox,
            topic: &TOPICS[topic],
            conversation: format!("cv-{}", 40_000 + number),
            at_ms,
            zone,
        }
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.world.rng.chance(probability)
    }

    /// Lets about that many seconds pass.
    pub fn wait(&mut self, median_s: f64) {
        let waited_s = self.world.rng.log_normal(median_s, 0.7).clamp(0.05, 12.0 * 86_400.0);
        self.at_ms += (waited_s * 1000.0) as i64 + 1;
    }

    /// The same for somebody at work: slower on busy mornings and the bad day, and not before the doors open.
    pub fn wait_for_staff(&mut self, median_s: f64) {
        let slowness = self.world.calendar.slowness(self.at_ms);
        self.wait(median_s * slowness);
        let opening = calendar::next_opening(self.at_ms);
        if opening > self.at_ms {
            self.at_ms = opening;
            self.wait(1800.0);
        }
    }

    /// An event of now, with the fields that all events have.
    pub fn event(&mut self, kind: &str) -> Record {
        let id = event_id(&mut self.world.rng, self.at_ms);
        Record::new(kind)
            .text("id", &id)
            .instant("at", self.at_ms, self.zone)
            .text("conversation_id", &self.conversation)
            .text("customer_id", &self.customer.id)
            .text("inbox_id", self.inbox.id)
            .text("channel", self.inbox.channel)
    }

    pub fn push(&mut self, record: Record) {
        self.world.stream.push(self.at_ms, record.end());
    }

    pub fn plain(&mut self, kind: &str) {
        let record = self.event(kind);
        self.push(record);
    }

    pub fn customer_says(&mut self, section: &str) {
        let text = self.phrase(section);
        let record = self.event("message").text("from", "customer").text("text", &text);
        self.push(record);
    }

    pub fn bot_says(&mut self, section: &str) {
        let text = self.phrase(section);
        let record = self.event("message").text("from", "bot").text("text", &text);
        let record = self.with_bot(record);
        self.push(record);
    }

    pub fn agent_says(&mut self, agent: usize, text: &str) {
        let record = self.event("message").text("from", "agent").text("agent_id", &agent_id(agent)).text("text", text);
        self.push(record);
    }

    /// The bot of the inbox and the version it had then.
    pub fn with_bot(&self, record: Record) -> Record {
        let Some(bot) = self.inbox.bot else { return record };
        let last = bot.versions.len() - 1;
        let index = (self.world.calendar.progress(self.at_ms) * bot.versions.len() as f64) as usize;
        record.text("bot_id", bot.id).text("bot_version", bot.versions[index.min(last)])
    }

    pub fn phrase(&mut self, section: &str) -> String {
        self.world.phrases.say(&mut self.world.rng, self.customer.language, section, self.customer.name.as_deref())
    }

    /// `ask`, `bot` or `agent`, on what this conversation is about.
    pub fn on_topic(&self, who: &str) -> String {
        format!("{} {who}", self.topic.label)
    }

    /// Calls are answered by the voice desk, all else by the team of the topic.
    pub fn team(&self) -> usize {
        if self.inbox.id == INBOXES[6].id { 4 } else { self.topic.team }
    }
}

/// 26 letters and digits that begin with the time, as many backends make them.
pub fn event_id(rng: &mut Rng, at_ms: i64) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let letter = |bits: u64| char::from(ALPHABET[(bits & 31) as usize]);
    let (time, high, low) = (at_ms as u64, rng.next(), rng.next());
    let times = (0..10).rev().map(|i| letter(time >> (5 * i)));
    let rest = (0..8).map(|i| letter(high >> (5 * i))).chain((0..8).map(|i| letter(low >> (5 * i))));
    times.chain(rest).collect()
}
