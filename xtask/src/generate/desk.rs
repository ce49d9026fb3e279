//! What people at the desk do: take a conversation, answer, pass it on, wait, finish, be rated.

use super::{
    cast::{TEAMS, agent_id},
    chat::label,
    talk::Talk,
};
use std::io::Write;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    Chat,
    Email,
}

/// From the queue to the end.
pub fn serve<W: Write>(talk: &mut Talk<'_, W>, pace: Pace) {
    let (queue_s, read_s, think_s, customer_s) = match pace {
        Pace::Chat => (70.0, 35.0, 55.0, 60.0),
        Pace::Email => (1500.0, 3600.0, 5400.0, 14_400.0),
    };
    let mut team = talk.team();
    let mut agent = pick_agent(talk, team);
    let record = talk.event("assigned").text("team_id", TEAMS[team].id);
    talk.push(record);
    talk.wait_for_staff(queue_s);
    assign(talk, team, agent);
    if talk.chance(0.1) {
        talk.wait(20.0);
        note(talk, agent);
    }
    if talk.chance(0.08) {
        // The wrong desk: given back, and taken by somebody else.
        talk.wait_for_staff(queue_s);
        let record = talk.event("unassigned").text("what", "agent");
        talk.push(record);
        team = if talk.chance(0.5) { team } else { (team + 1) % 4 };
        agent = pick_agent(talk, team);
        talk.wait_for_staff(queue_s * 2.0);
        assign(talk, team, agent);
    }
    talk.wait_for_staff(read_s * skill(agent));
    let hello = talk.phrase("any greet");
    talk.agent_says(agent, &hello);
    rounds(talk, agent, think_s, customer_s, 1, 4);
    label(talk, 0.85);
    order(talk, if team == 3 { 0.3 } else { 0.03 });
    if talk.chance(0.07) {
        talk.wait(30.0);
        talk.plain("pending");
        talk.wait(30_000.0);
        talk.customer_says("any more");
        rounds(talk, agent, think_s, customer_s, 1, 2);
    }
    finish(talk, agent, think_s, customer_s);
}

/// Nobody answers any more. Most are closed by a rule after some days; the others stay.
pub fn left_open<W: Write>(talk: &mut Talk<'_, W>) {
    label(talk, 0.25);
    if talk.chance(0.7) {
        talk.wait(150_000.0);
        let record = talk.event("resolved").text("by", "system");
        talk.push(record);
    }
}

/// People are rated by how long they let one wait, and by the day.
pub fn rate<W: Write>(talk: &mut Talk<'_, W>, probability: f64, scale: usize, happy: f64) {
    if !talk.chance(probability) {
        return;
    }
    talk.wait(120.0);
    let happy = if talk.world.calendar.is_bad(talk.at_ms) { happy * 0.4 } else { happy };
    let below_best = if talk.chance(happy) { talk.world.rng.below(2) } else { talk.world.rng.below(scale) };
    let mut record = talk.event("csat").raw("rating", scale - below_best).raw("scale_max", scale);
    if talk.chance(0.2) {
        record = record.text("comment", &talk.phrase("any comment"));
    }
    talk.push(record);
}

pub fn order<W: Write>(talk: &mut Talk<'_, W>, probability: f64) {
    if !talk.chance(probability) {
        return;
    }
    talk.wait(90.0);
    let id = format!("RL-{:06}", talk.world.rng.below(1_000_000));
    let value = talk.world.rng.log_normal(60.0, 0.8).max(5.0);
    let (currency, amount) = match talk.customer.language as usize {
        0 => ("IDR", format!("{}000", (value * 15.0) as u64)),
        1 => ("USD", format!("\"{value:.2}\"")),
        _ => ("EUR", format!("{value:.2}")),
    };
    let record = talk.event("order").raw("amount", amount).text("currency", currency).text("order_id", &id);
    talk.push(record);
}

fn rounds<W: Write>(talk: &mut Talk<'_, W>, agent: usize, think_s: f64, customer_s: f64, least: usize, more: usize) {
    for _ in 0..least + talk.world.rng.below(more) {
        if talk.chance(0.85) {
            talk.wait(customer_s);
            talk.customer_says("any more");
        }
        talk.wait_for_staff(think_s * skill(agent));
        let section = if talk.chance(0.5) { "any followup".to_owned() } else { talk.on_topic("agent") };
        let text = talk.phrase(&section);
        if talk.chance(0.16) {
            assist(talk, agent, &text);
        }
        talk.agent_says(agent, &text);
    }
}

/// An AI tool drafts, the agent sends it as it is or with changes.
fn assist<W: Write>(talk: &mut Talk<'_, W>, agent: usize, sent: &str) {
    let suggestion = match talk.world.rng.below(4) {
        0 => sent.to_owned(),
        1 => sent.replace(", ", ". "),
        2 => sent.split_once(". ").map_or(sent, |(first, _)| first).to_owned(),
        _ => talk.phrase("any followup"),
    };
    let tool = if talk.chance(0.6) { "ai_writer" } else { "doc_reply" };
    let mut record = talk.event("ai_assist").text("agent_id", &agent_id(agent)).text("tool", tool);
    record = record.text("suggestion", &suggestion).text("sent", sent);
    if talk.chance(0.1) {
        record = record.raw("translated", true);
    }
    talk.push(record);
    talk.wait(4.0);
}

fn finish<W: Write>(talk: &mut Talk<'_, W>, agent: usize, think_s: f64, customer_s: f64) {
    if talk.chance(0.05) {
        return left_open(talk);
    }
    let by = ["agent", "customer", "system"][talk.world.rng.weighted(&[90.0, 5.0, 5.0])];
    resolve(talk, agent, by);
    if talk.chance(0.05) {
        talk.wait(9000.0);
        let who = if talk.chance(0.6) { "customer" } else { "agent" };
        let record = talk.event("reopened").text("by", who);
        talk.push(record);
        rounds(talk, agent, think_s, customer_s, 1, 2);
        if talk.chance(0.3) {
            let record = talk.event("label_removed").text("label", talk.topic.label);
            talk.push(record);
        }
        resolve(talk, agent, "agent");
    }
    rate(talk, 0.28, 5, 0.82);
    if talk.chance(0.04) {
        talk.wait(600.0);
        talk.customer_says("any thanks");
        talk.wait(3600.0);
        resolve(talk, agent, "system");
    }
}

fn resolve<W: Write>(talk: &mut Talk<'_, W>, agent: usize, by: &str) {
    talk.wait(120.0);
    let mut record = talk.event("resolved").text("by", by);
    if by == "agent" {
        record = record.text("agent_id", &agent_id(agent));
    }
    talk.push(record);
}

fn note<W: Write>(talk: &mut Talk<'_, W>, agent: usize) {
    let text = talk.phrase("any note");
    let record = talk.event("message").text("from", "agent").text("agent_id", &agent_id(agent));
    let record = record.text("text", &text).raw("private", true);
    talk.push(record);
}

fn assign<W: Write>(talk: &mut Talk<'_, W>, team: usize, agent: usize) {
    let record = talk.event("assigned").text("agent_id", &agent_id(agent)).text("team_id", TEAMS[team].id);
    talk.push(record);
}

/// Some take twice as many as others.
pub fn pick_agent<W: Write>(talk: &mut Talk<'_, W>, team: usize) -> usize {
    let weights: Vec<_> = TEAMS[team].agents.iter().map(|agent| 0.6 + (agent * 7 % 10) as f64 / 10.0).collect();
    TEAMS[team].agents[talk.world.rng.weighted(&weights)]
}

/// And some are twice as fast.
fn skill(agent: usize) -> f64 {
    0.65 + (agent * 13 % 11) as f64 / 12.0
}
