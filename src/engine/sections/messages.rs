//! `messages`: messages of the period by sender; private ones never count.

use super::Finish;
use crate::engine::calendar::day_text;
use crate::engine::event::Sender;
use crate::engine::tally::mergeable;
use crate::engine::view::View;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub agent_sent: u64,
    pub bot_sent: u64,
    pub broadcast_sent: u64,
    pub received: u64,
    pub by_day: Vec<DayRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayRow {
    pub day: String,
    pub agent_sent: u64,
    pub bot_sent: u64,
    pub broadcast_sent: u64,
    pub received: u64,
}

mergeable! {
    pub struct Partial {
        /// By day and [`Sender`].
        pub days: Vec<[u64; 4]>,
    }
}

pub fn compute(view: &View) -> Partial {
    let mut days = vec![[0; 4]; view.period.days().len()];
    for (event, at) in view.events_in_period() {
        if let Some(sender) = view.store.sender(event) {
            days[view.day_index(view.zone().day(at))][sender as usize] += 1;
        }
    }
    Partial { days }
}

pub fn finish(partial: Partial, finish: &Finish) -> Report {
    let sum = |sender: Sender| partial.days.iter().map(|day| day[sender as usize]).sum();
    Report {
        agent_sent: sum(Sender::Agent),
        bot_sent: sum(Sender::Bot),
        broadcast_sent: sum(Sender::Broadcast),
        received: sum(Sender::Customer),
        by_day: std::iter::zip(finish.period.days(), &partial.days)
            .map(|(day, &[received, agent_sent, bot_sent, broadcast_sent])| DayRow {
                day: day_text(day),
                agent_sent,
                bot_sent,
                broadcast_sent,
                received,
            })
            .collect(),
    }
}
