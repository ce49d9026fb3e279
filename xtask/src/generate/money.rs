//! Template messages that cost money, the top-ups that pay for them, and the sales campaigns.

use super::{
    record::{Record, Zone},
    talk::{Talk, World, event_id},
};
use std::io::Write;

/// Reminders and codes that were sent within an hour, in proportion to the conversations of that hour.
pub fn templates<W: Write>(world: &mut World<W>, hour_ms: i64, conversations: usize) {
    for _ in 0..conversations {
        if !world.rng.chance(0.22) {
            continue;
        }
        let (category, price) =
            [("utility", 0.0147), ("authentication", 0.0062), ("other", 0.0201)][world.rng.weighted(&[6.0, 3.0, 0.6])];
        let at_ms = hour_ms + world.rng.below(3_600_000) as i64;
        let batch = 1 + world.rng.below(6);
        used(world, at_ms, category, price * batch as f64);
    }
}

/// Money is added now and then.
pub fn top_up<W: Write>(world: &mut World<W>, at_ms: i64, amount: u64) {
    let id = event_id(&mut world.rng, at_ms);
    let record = Record::new("credit_added").text("id", &id).instant("at", at_ms, Zone::Utc).raw("amount", amount);
    world.stream.push(at_ms, record.end());
}

/// A broadcast to the customer of a conversation; whether they answer.
pub fn broadcast<W: Write>(talk: &mut Talk<'_, W>) -> bool {
    used(talk.world, talk.at_ms, "marketing", 0.0411);
    let text = talk.phrase("any broadcast");
    let record = talk.event("message").text("from", "broadcast").text("text", &text);
    talk.push(record);
    talk.chance(0.07)
}

fn used<W: Write>(world: &mut World<W>, at_ms: i64, category: &str, amount: f64) {
    let id = event_id(&mut world.rng, at_ms);
    let record = Record::new("credit_used").text("id", &id).instant("at", at_ms, Zone::Utc).text("category", category);
    world.stream.push(at_ms, record.raw("amount", format!("\"{amount:.4}\"")).end());
}
