//! `bots`: bot session usage. The days and months shown are those of the bots' own zone.

use super::Finish;
use crate::engine::bits::Bits;
use crate::engine::calendar::{day_text, month_of, month_text};
use crate::engine::event::Sender;
use crate::engine::session::Session;
use crate::engine::tally::{Counter, Tally, mergeable, ranked};
use crate::engine::view::View;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub sessions: u64,
    pub conversations: u64,
    pub by_day: Vec<DayRow>,
    pub by_month: Vec<MonthRow>,
    pub by_bot: Vec<BotRow>,
    pub by_channel: Vec<ChannelRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayRow {
    pub day: String,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthRow {
    pub month: String,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BotRow {
    pub bot_id: Option<String>,
    pub bot_version: Option<String>,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelRow {
    pub channel: String,
    pub count: u64,
}

mergeable! {
    pub struct Partial {
        pub sessions: u64,
        pub conversations: u64,
        pub days: Vec<u64>,
        pub bots: BTreeMap<(Option<String>, Option<String>), u64>,
        pub channels: Tally,
    }
}

pub fn compute(view: &View) -> Partial {
    let (store, derived) = (view.store, view.derived);
    let (first_day, days) = days(view.from, view.to, &view.query.bots_zone);
    let mut partial = Partial { days: vec![0; days], ..Partial::default() };
    let mut channels = Counter::default();
    let mut selected = Bits::new(derived.sessions.len());
    for (i, session) in view.sessions().filter(|(_, session)| is_bot_session(session)) {
        selected.insert(i);
        partial.sessions += 1;
        let day = view.query.bots_zone.day(session.started_at) - first_day;
        partial.days[day.clamp(0, days as i32 - 1) as usize] += 1;
        derived.lists.list(session.channels).iter().for_each(|&channel| channels.add(channel, 1));
    }
    partial.channels = channels.tally(|channel| store.names.channels.text(channel));
    let mut conversations = Bits::new(store.names.conversations.len());
    let mut wrote: HashSet<(usize, (u32, u32))> = HashSet::new();
    for event in 0..store.len() {
        let Some(session) = derived.place(event).session().filter(|&session| selected.contains(session)) else {
            continue;
        };
        if !store.is_private(event) {
            partial.conversations += u64::from(conversations.insert(store.context(event).conversation as usize));
        }
        if store.sender(event) == Some(Sender::Bot) {
            let actor = store.actor(event);
            wrote.insert((session, (actor.bot, actor.bot_version)));
        }
    }
    for (_, (bot, version)) in wrote {
        let bot = store.names.bots.text_opt(bot).map(str::to_owned);
        let version = store.names.bot_versions.text_opt(version).map(str::to_owned);
        *partial.bots.entry((bot, version)).or_default() += 1;
    }
    partial
}

/// A bot wrote in it.
pub(crate) fn is_bot_session(session: &Session) -> bool {
    session.bot_wrote()
}

/// The first local day that a stretch of time touches, and how many it touches.
fn days(from: i64, to: i64, zone: &crate::engine::calendar::Zone) -> (i32, usize) {
    if from >= to {
        return (0, 0);
    }
    let first = zone.day(from);
    (first, (zone.day(to - 1) - first + 1).max(1) as usize)
}

pub fn finish(partial: Partial, finish: &Finish) -> Report {
    let (first_day, _) = days(finish.from, finish.to, finish.bots_zone);
    let by_day = || (first_day..).zip(&partial.days);
    let mut months: BTreeMap<_, u64> = BTreeMap::new();
    for (day, &count) in by_day() {
        *months.entry(month_of(day)).or_default() += count;
    }
    Report {
        sessions: partial.sessions,
        conversations: partial.conversations,
        by_day: by_day().map(|(day, &count)| DayRow { day: day_text(day), count }).collect(),
        by_month: months.into_iter().map(|(month, count)| MonthRow { month: month_text(month), count }).collect(),
        by_bot: ranked(partial.bots)
            .into_iter()
            .map(|((bot_id, bot_version), count)| BotRow { bot_id, bot_version, count })
            .collect(),
        by_channel: ranked(partial.channels)
            .into_iter()
            .map(|(channel, count)| ChannelRow { channel: channel.unwrap_or_default(), count })
            .collect(),
    }
}
