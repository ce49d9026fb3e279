//! A chat as it usually goes: the customer asks, a bot tries, and a person takes over where it must.

use super::{calendar, cast::FLOWS, desk, desk::Pace, talk::Talk};
use std::io::Write;

pub fn chat<W: Write>(talk: &mut Talk<'_, W>) {
    let opens = if talk.inbox.channel == "live_chat" { 0.65 } else { 0.1 };
    if talk.chance(opens) {
        talk.plain("opened");
        talk.wait(14.0);
        // Some only look.
        if talk.chance(0.06) {
            return;
        }
    }
    let ask = talk.on_topic("ask");
    talk.customer_says(&ask);
    if talk.inbox.bot.is_none() {
        return desk::serve(talk, Pace::Chat);
    }
    bot_tries(talk);
    let bad = talk.world.calendar.is_bad(talk.at_ms);
    let solves = if bad { talk.topic.bot_solves * 0.5 } else { talk.topic.bot_solves };
    if talk.chance(solves) {
        solved_by_bot(talk);
    } else if talk.chance(0.16) {
        desk::left_open(talk);
    } else {
        hand_over(talk);
    }
}

fn bot_tries<W: Write>(talk: &mut Talk<'_, W>) {
    if talk.chance(0.45) {
        let flow = FLOWS[talk.world.rng.weighted(&[30.0, 25.0, 9.0, 8.0, 7.0, 12.0, 5.0, 4.0])].0;
        talk.wait(0.6);
        let record = talk.event("flow_triggered").text("flow_id", flow);
        let record = talk.with_bot(record);
        talk.push(record);
    }
    let answer = talk.on_topic("bot");
    talk.wait(2.0);
    talk.bot_says(&answer);
    for _ in 0..talk.world.rng.below(4) {
        talk.wait(40.0);
        talk.customer_says("any more");
        talk.wait(2.0);
        talk.bot_says(&answer);
    }
}

fn solved_by_bot<W: Write>(talk: &mut Talk<'_, W>) {
    if talk.chance(0.55) {
        talk.wait(50.0);
        talk.customer_says("any thanks");
    }
    label(talk, 0.5);
    desk::order(talk, 0.06);
    talk.wait(240.0);
    let by = if talk.chance(0.94) { "bot" } else { "customer" };
    let record = talk.event("resolved").text("by", by);
    let record = talk.with_bot(record);
    talk.push(record);
    desk::rate(talk, 0.16, 5, 0.78);
}

/// The customer asks for a person; what comes of it depends on the hour and the day.
fn hand_over<W: Write>(talk: &mut Talk<'_, W>) {
    const OUTCOMES: [&str; 4] = ["succeeded", "cancelled", "disabled", "incomplete"];
    let weights = match (calendar::is_open(talk.at_ms), talk.world.calendar.is_bad(talk.at_ms)) {
        (_, true) => [58.0, 17.0, 2.0, 23.0],
        (true, false) => [86.0, 6.0, 2.0, 6.0],
        (false, false) => [4.0, 10.0, 68.0, 18.0],
    };
    let outcome = talk.world.rng.weighted(&weights);
    talk.wait(25.0);
    let record = talk.event("transfer").text("outcome", OUTCOMES[outcome]);
    let record = talk.with_bot(record);
    talk.push(record);
    match outcome {
        0 => desk::serve(talk, Pace::Chat),
        1 => desk::left_open(talk),
        2 => {
            talk.wait(1.5);
            talk.bot_says("any away");
            if talk.chance(0.7) { desk::serve(talk, Pace::Chat) } else { desk::left_open(talk) }
        }
        _ => {
            talk.wait(2400.0);
            if talk.chance(0.6) { desk::serve(talk, Pace::Chat) } else { desk::left_open(talk) }
        }
    }
}

pub fn label<W: Write>(talk: &mut Talk<'_, W>, probability: f64) {
    if talk.chance(probability) {
        talk.wait(3.0);
        let record = talk.event("label_added").text("label", talk.topic.label);
        talk.push(record);
    }
    let outage = talk.world.calendar.is_bad(talk.at_ms) && talk.chance(0.6);
    for (extra, wanted) in
        [("outage", outage), ("vip", talk.customer.sessions_before > 3), ("urgent", talk.chance(0.03))]
    {
        if wanted {
            talk.wait(2.0);
            let record = talk.event("label_added").text("label", extra);
            talk.push(record);
        }
    }
}
