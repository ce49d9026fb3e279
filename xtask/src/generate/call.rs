//! Phone calls: a voice menu, perhaps a virtual agent, a queue, a person, and the facts a contact centre keeps.

use super::{
    calendar::is_open,
    cast::{AGENTS, TEAMS, agent_id},
    desk,
    record::{Record, Zone, write_instant},
    talk::Talk,
};
use std::io::Write;

const QUEUES: [&str; 4] = ["Orders", "Billing", "Technical help", "Sales"];
const DISPOSITIONS: [&str; 6] =
    ["solved", "follow-up needed", "refund granted", "wrong number", "sold", "complaint noted"];

pub fn call<W: Write>(talk: &mut Talk<'_, W>) {
    let started_ms = talk.at_ms;
    let outbound = talk.chance(0.15);
    if !outbound {
        talk.plain("opened");
    }
    let virtual_agent = !outbound && talk.chance(0.55);
    if virtual_agent {
        talk.wait(4.0);
        talk.bot_says("any greet");
    }
    let bad = talk.world.calendar.is_bad(talk.at_ms);
    let solved = virtual_agent && talk.chance(if bad { 0.15 } else { 0.42 });
    let gives_up = !solved && !outbound && talk.chance(if bad { 0.35 } else { 0.08 });
    talk.wait(35.0);
    let queued_ms = talk.at_ms;
    let mut facts = Facts { started_ms, queued_ms, ..Facts::default() };
    if solved {
        talk.wait(110.0);
        facts.handle_s = seconds(queued_ms, talk.at_ms);
    } else if gives_up || !is_open(talk.at_ms) {
        talk.wait(150.0);
    } else {
        with_agent(talk, &mut facts);
    }
    let record = facts_record(talk, &facts, virtual_agent, solved, outbound);
    talk.push(record);
    if solved || facts.agent.is_some() {
        let record = talk.event("resolved").text("by", if solved { "bot" } else { "agent" });
        talk.push(record);
        desk::rate(talk, 0.35, 4, 0.75);
    } else {
        desk::left_open(talk);
    }
}

#[derive(Debug, Default)]
struct Facts {
    started_ms: i64,
    queued_ms: i64,
    assigned_ms: Option<i64>,
    agent: Option<usize>,
    queue_s: i64,
    handle_s: i64,
    hold_s: i64,
    wrap_up_s: i64,
    transferred: bool,
}

fn with_agent<W: Write>(talk: &mut Talk<'_, W>, facts: &mut Facts) {
    let team = talk.team();
    let agent = desk::pick_agent(talk, team);
    talk.wait_for_staff(40.0);
    facts.queue_s = seconds(facts.queued_ms, talk.at_ms);
    facts.assigned_ms = Some(talk.at_ms);
    facts.agent = Some(agent);
    let record = talk.event("assigned").text("agent_id", &agent_id(agent)).text("team_id", TEAMS[team].id);
    talk.push(record);
    super::chat::label(talk, 0.6);
    talk.wait(260.0);
    facts.transferred = talk.chance(0.12);
    facts.handle_s = seconds(facts.assigned_ms.unwrap_or(talk.at_ms), talk.at_ms);
    facts.hold_s = if talk.chance(0.3) { facts.handle_s / 6 } else { 0 };
    facts.wrap_up_s = 15 + talk.world.rng.below(90) as i64;
}

fn facts_record<W: Write>(
    talk: &mut Talk<'_, W>,
    facts: &Facts,
    virtual_agent: bool,
    solved: bool,
    outbound: bool,
) -> Record {
    let queue = talk.topic.team.min(3);
    let disposition = talk.world.rng.weighted(&[60.0, 14.0, 8.0, 4.0, 8.0, 6.0]);
    let mut record = talk
        .event("interaction")
        .text("session_type", if outbound { "Voice Outbound" } else { "Voice Inbound" })
        .text("direction", if outbound { "outbound" } else { "inbound" })
        .text("lang", ["id", "en", "fr"][talk.customer.language as usize])
        .text("status", if facts.agent.is_some() || solved { "finished" } else { "abandoned" })
        .text("queue", QUEUES[queue])
        .instant("queued_at", facts.queued_ms, Zone::Local)
        .instant("ended_at", talk.at_ms, Zone::Local)
        .raw("queue_seconds", facts.queue_s)
        .raw("handle_seconds", facts.handle_s)
        .raw("hold_seconds", facts.hold_s)
        .raw("wrap_up_seconds", facts.wrap_up_s)
        .raw("virtual_agent_assigned", virtual_agent);
    if let (Some(agent), Some(assigned_ms)) = (facts.agent, facts.assigned_ms) {
        record = record.text("answered_by", "human").instant("assigned_at", assigned_ms, Zone::Local);
        record = record.text("disposition_code", DISPOSITIONS[disposition]);
        if facts.transferred {
            let to = agent_id((agent + 5) % AGENTS.len());
            let mut at = String::new();
            write_instant(&mut at, (assigned_ms + talk.at_ms) / 2, Zone::Local);
            let from = agent_id(agent);
            record = record
                .raw("transfers", format!("[{{\"at\":{at},\"from\":\"{from}\",\"to\":\"{to}\",\"kind\":\"warm\"}}]"));
        }
    } else if solved {
        record = record.text("answered_by", "virtual_agent").raw("virtual_agent_connected", true);
        record = record.text("deflection", "virtual_agent");
    } else if talk.chance(0.3) {
        record = record.text("deflection", if talk.chance(0.5) { "voicemail" } else { "sms_link" });
    }
    let waited_s = seconds(facts.started_ms, talk.at_ms);
    record.raw(
        "queues",
        format!("[{{\"queue\":\"{}\",\"seconds\":{},\"in_sla\":{}}}]", QUEUES[queue], facts.queue_s, waited_s < 600),
    )
}

fn seconds(from_ms: i64, to_ms: i64) -> i64 {
    ((to_ms - from_ms) / 1000).max(0)
}
