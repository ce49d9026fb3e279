//! `agents`: one row an agent, now, in the last seven days, and by day of the period.

use super::Finish;
use crate::engine::bits::Bits;
use crate::engine::calendar::{Day, day_text};
use crate::engine::event::{Kind, Sender};
use crate::engine::ids::{Mix, NONE};
use crate::engine::instant::DAY;
use crate::engine::numbers::Thousandths;
use crate::engine::tally::{Sample, Stat, mergeable};
use crate::engine::view::View;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

pub type Report = Vec<AgentRow>;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgentRow {
    pub id: String,
    pub active_sessions: u64,
    pub times_assigned_7d: u64,
    pub messages_sent_7d: u64,
    pub response_7d: Stat,
    pub by_day: Vec<DayRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayRow {
    pub day: String,
    pub times_assigned: u64,
    pub messages_sent: u64,
    pub response_mean_s: Option<Thousandths>,
}

mergeable! {
    pub struct Partial {
        pub agents: BTreeMap<String, Agent>,
    }
}

mergeable! {
    pub struct Agent {
        pub active_sessions: u64,
        pub times_assigned_7d: u64,
        pub messages_sent_7d: u64,
        pub response_7d: Sample,
        pub by_day: BTreeMap<Day, AgentDay>,
    }
}

mergeable! {
    pub struct AgentDay {
        pub times_assigned: u64,
        pub messages_sent: u64,
        pub response: Sample,
    }
}

pub fn compute(view: &View) -> Partial {
    let names = &view.store.names.agents;
    let mut rows: Vec<Option<Agent>> = vec![None; names.len()];
    for agent in occurring(view).iter(0..names.len()) {
        rows[agent] = Some(Agent::default());
    }
    let mut row = |agent: u32, add: &mut dyn FnMut(&mut Agent)| {
        if agent != NONE {
            add(rows[agent as usize].get_or_insert_default());
        }
    };
    for (_, session) in view.sessions_at_now().filter(|(_, session)| view.is_active(session)) {
        row(session.assignee(), &mut |agent| agent.active_sessions += 1);
    }
    let week_ago = view.query.now - 7 * DAY;
    for (event, at) in view.events_between(view.from.min(week_ago + 1), i64::MAX) {
        let is_assignment = view.store.kind(event) == Kind::Assigned && view.derived.place(event).changed_agent();
        let is_message = view.store.sender(event) == Some(Sender::Agent);
        if !is_assignment && !is_message {
            continue;
        }
        row(view.store.actor(event).agent, &mut |agent| {
            agent.times_assigned_7d += u64::from(is_assignment && at > week_ago);
            agent.messages_sent_7d += u64::from(is_message && at > week_ago);
            if let Some(day) = day_of(view, at) {
                let day = agent.by_day.entry(day).or_default();
                day.times_assigned += u64::from(is_assignment);
                day.messages_sent += u64::from(is_message);
            }
        });
    }
    responses(view, &mut |event, length| {
        let at = view.store.at(event);
        row(view.store.actor(event).agent, &mut |agent| {
            if at > week_ago {
                agent.response_7d.add(length);
            }
            if let Some(day) = day_of(view, at) {
                agent.by_day.entry(day).or_default().response.add(length);
            }
        });
    });
    let agents = rows.into_iter().enumerate();
    Partial { agents: agents.filter_map(|(i, row)| Some((names.text(i as u32).to_owned(), row?))).collect() }
}

/// The day of the period that an instant lies in.
pub(super) fn day_of(view: &View, at: i64) -> Option<Day> {
    (view.from..view.to).contains(&at).then(|| view.period.from + view.day_index(view.zone().day(at)) as Day)
}

/// Agents who have an entity or occur in an event up to `now`.
fn occurring(view: &View) -> Bits {
    let store = view.store;
    let mut occurring = Bits::from_fn(store.names.agents.len(), |agent| store.entities.agent(agent as u32).is_some());
    for actor in view.actors().iter().filter(|actor| actor.agent != NONE) {
        occurring.insert(actor.agent as usize);
    }
    occurring
}

/// The first message of each agent in each session, when it answers a customer, with how long it took since the later
/// of the customer's first message and the last assignment to the agent before. Only messages that pass the filters.
pub(crate) fn responses(view: &View, found: &mut dyn FnMut(usize, i64)) {
    #[derive(Default)]
    struct Waiting {
        asked_at: Option<i64>,
        /// By agent: the last assignment, and whether they wrote.
        agents: Vec<(u32, Option<i64>, bool)>,
    }
    let store = view.store;
    let mut sessions: HashMap<usize, Waiting, Mix> = HashMap::default();
    for group in store.groups() {
        sessions.clear();
        for event in group.filter(|&event| store.at(event) <= view.query.now) {
            let Some(session) = view.derived.place(event).session() else { continue };
            let (sender, kind, agent) = (store.sender(event), store.kind(event), store.actor(event).agent);
            let is_assignment = kind == Kind::Assigned && agent != NONE;
            if !is_assignment && !matches!(sender, Some(Sender::Agent | Sender::Customer)) {
                continue;
            }
            let at = store.at(event);
            let waiting = sessions.entry(session).or_default();
            if sender == Some(Sender::Customer) {
                waiting.asked_at = waiting.asked_at.or(Some(at));
                continue;
            }
            let i = waiting.agents.iter().position(|entry| entry.0 == agent).unwrap_or_else(|| {
                waiting.agents.push((agent, None, false));
                waiting.agents.len() - 1
            });
            let entry = &mut waiting.agents[i];
            if is_assignment {
                entry.1 = Some(at);
            } else if !std::mem::replace(&mut entry.2, true)
                && let Some(asked_at) = waiting.asked_at
                && view.event_passes(event)
            {
                let since = entry.1.map_or(asked_at, |assigned_at| assigned_at.max(asked_at));
                found(event, view.measure.between(since, at));
            }
        }
    }
}

pub fn finish(partial: Partial, _: &Finish) -> Report {
    let row = |(id, agent): (String, Agent)| AgentRow {
        id,
        active_sessions: agent.active_sessions,
        times_assigned_7d: agent.times_assigned_7d,
        messages_sent_7d: agent.messages_sent_7d,
        response_7d: agent.response_7d.stat(),
        by_day: agent.by_day.into_iter().map(day_row).collect(),
    };
    partial.agents.into_iter().map(row).collect()
}

fn day_row((day, counts): (Day, AgentDay)) -> DayRow {
    DayRow {
        day: day_text(day),
        times_assigned: counts.times_assigned,
        messages_sent: counts.messages_sent,
        response_mean_s: counts.response.stat().mean_s,
    }
}
