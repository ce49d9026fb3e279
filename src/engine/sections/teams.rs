//! `teams`: one row a team, and a last one for all together, in which whatever counts for any team counts once.

use super::Finish;
use super::agents::day_of;
use crate::engine::calendar::{Day, day_text};
use crate::engine::event::{Kind, Sender};
use crate::engine::ids::NONE;
use crate::engine::instant::DAY;
use crate::engine::tally::mergeable;
use crate::engine::view::View;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub type Report = Vec<TeamRow>;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TeamRow {
    /// None for all teams together.
    pub id: Option<String>,
    pub active_sessions: u64,
    pub times_assigned_7d: u64,
    pub messages_sent_7d: u64,
    pub by_day: Vec<DayRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayRow {
    pub day: String,
    pub times_assigned: u64,
    pub messages_sent: u64,
}

mergeable! {
    pub struct Partial {
        pub teams: BTreeMap<String, Team>,
        pub all: Team,
    }
}

mergeable! {
    pub struct Team {
        pub active_sessions: u64,
        pub times_assigned_7d: u64,
        pub messages_sent_7d: u64,
        /// By day: times assigned, messages sent.
        pub by_day: BTreeMap<Day, [u64; 2]>,
    }
}

pub fn compute(view: &View) -> Partial {
    let store = view.store;
    let mut rows: Vec<Option<Team>> = vec![None; store.names.teams.len()];
    for team in occurring(view) {
        rows[team as usize].get_or_insert_default();
    }
    let mut all = Team::default();
    let mut count = |teams: &[u32], add: &dyn Fn(&mut Team)| {
        for &team in teams {
            add(rows[team as usize].get_or_insert_default());
        }
        if !teams.is_empty() {
            add(&mut all);
        }
    };
    for (_, session) in view.sessions_at_now().filter(|(_, session)| view.is_active(session)) {
        count(known(&session.team), &|team| team.active_sessions += 1);
    }
    let week_ago = view.query.now - 7 * DAY;
    for (event, at) in view.events_between(view.from.min(week_ago + 1), i64::MAX) {
        let (teams, is_message) = if store.kind(event) == Kind::Assigned && view.derived.place(event).changed_team() {
            (known(&store.actor(event).team), false)
        } else if store.sender(event) == Some(Sender::Agent) {
            (store.entities.agent(store.actor(event).agent).map_or(&[][..], |agent| agent.teams.as_slice()), true)
        } else {
            continue;
        };
        let day = day_of(view, at);
        count(teams, &|team| {
            if at > week_ago {
                *(if is_message { &mut team.messages_sent_7d } else { &mut team.times_assigned_7d }) += 1;
            }
            if let Some(day) = day {
                team.by_day.entry(day).or_default()[usize::from(is_message)] += 1;
            }
        });
    }
    let teams = rows.into_iter().enumerate();
    Partial {
        teams: teams.filter_map(|(i, row)| Some((store.names.teams.text(i as u32).to_owned(), row?))).collect(),
        all,
    }
}

fn known(team: &u32) -> &[u32] {
    if *team == NONE { &[] } else { std::slice::from_ref(team) }
}

/// Teams that have an entity, occur in an event up to `now`, or are listed by an agent's entity.
fn occurring(view: &View) -> Vec<u32> {
    let store = view.store;
    let of_entities =
        (0..store.entities.teams.len() as u32).filter(|&team| store.entities.teams[team as usize].is_some());
    let of_agents = store.entities.agents.iter().flatten().flat_map(|agent| agent.teams.iter().copied());
    let of_events = view.actors().into_iter().map(|actor| actor.team);
    of_entities.chain(of_agents).chain(of_events).filter(|&team| team != NONE).collect()
}

pub fn finish(partial: Partial, _: &Finish) -> Report {
    let row = |(id, team): (Option<String>, Team)| TeamRow {
        id,
        active_sessions: team.active_sessions,
        times_assigned_7d: team.times_assigned_7d,
        messages_sent_7d: team.messages_sent_7d,
        by_day: team
            .by_day
            .into_iter()
            .map(|(day, [times_assigned, messages_sent])| DayRow { day: day_text(day), times_assigned, messages_sent })
            .collect(),
    };
    let teams = partial.teams.into_iter().map(|(id, team)| (Some(id), team));
    teams.chain([(None, partial.all)]).map(row).collect()
}
