//! Behind the figures of `agents` and `teams`.

use super::now::is_of_week;
use super::{Found, Look, Metric, at_now, events, events_at_now, rows_of};
use crate::engine::event::{Kind, Sender};
use crate::engine::ids::NONE;
use crate::engine::sections::agents::responses;

pub const METRICS: &[Metric] = &[
    at_now("agents.active_sessions", &["id"], |look, _, s| look.view.is_active(s) && is_agent(look, s.assignee())),
    events_at_now("agents.times_assigned_7d", &["id"], |look, event, at| {
        is_of_week(look, at) && is_assigned_agent(look, event)
    }),
    events_at_now("agents.messages_sent_7d", &["id"], |look, event, at| {
        is_of_week(look, at) && is_agent_message(look, event)
    }),
    rows_of("agents.response_7d", &["id"], |look| answers(look, |_, at| is_of_week(look, at))),
    events("agents.by_day.times_assigned", &["id", "day"], |look, event, at| {
        look.is_day(1, look.day_of(at)) && is_assigned_agent(look, event)
    }),
    events("agents.by_day.messages_sent", &["id", "day"], |look, event, at| {
        look.is_day(1, look.day_of(at)) && is_agent_message(look, event)
    }),
    rows_of("agents.by_day.response_mean_s", &["id", "day"], |look| {
        let view = look.view;
        answers(look, |_, at| (view.from..view.to).contains(&at) && look.is_day(1, look.day_of(at)))
    }),
    at_now("teams.active_sessions", &["id"], |look, _, s| look.view.is_active(s) && is_team(look, &[s.team])),
    events_at_now("teams.times_assigned_7d", &["id"], |look, event, at| {
        is_of_week(look, at) && is_assigned_team(look, event)
    }),
    events_at_now("teams.messages_sent_7d", &["id"], |look, event, at| {
        is_of_week(look, at) && is_team_message(look, event)
    }),
    events("teams.by_day.times_assigned", &["id", "day"], |look, event, at| {
        look.is_day(1, look.day_of(at)) && is_assigned_team(look, event)
    }),
    events("teams.by_day.messages_sent", &["id", "day"], |look, event, at| {
        look.is_day(1, look.day_of(at)) && is_team_message(look, event)
    }),
];

fn is_agent(look: Look, agent: u32) -> bool {
    agent != NONE && look.is(0, look.view.store.names.agents.text_opt(agent))
}

fn is_agent_message(look: Look, event: usize) -> bool {
    let store = look.view.store;
    store.sender(event) == Some(Sender::Agent) && is_agent(look, store.actor(event).agent)
}

fn is_assigned_agent(look: Look, event: usize) -> bool {
    let store = look.view.store;
    store.kind(event) == Kind::Assigned
        && look.view.derived.place(event).changed_agent()
        && is_agent(look, store.actor(event).agent)
}

/// The answers of agents that are timed.
fn answers(look: Look, test: impl Fn(usize, i64) -> bool) -> Found {
    let store = look.view.store;
    let mut answers = Vec::new();
    responses(look.view, &mut |event, _| {
        if test(event, store.at(event)) && is_agent(look, store.actor(event).agent) {
            answers.push(event);
        }
    });
    Found::Events(answers)
}

/// One of the teams is the one meant; all teams together, when that is none.
fn is_team(look: Look, teams: &[u32]) -> bool {
    let names = &look.view.store.names.teams;
    let is_meant =
        |team: u32| look.part.first().is_none_or(|meant| meant.as_deref().is_none_or(|id| id == names.text(team)));
    teams.iter().any(|&team| team != NONE && is_meant(team))
}

fn is_assigned_team(look: Look, event: usize) -> bool {
    let store = look.view.store;
    store.kind(event) == Kind::Assigned
        && look.view.derived.place(event).changed_team()
        && is_team(look, &[store.actor(event).team])
}

fn is_team_message(look: Look, event: usize) -> bool {
    let store = look.view.store;
    let is_of_team = || store.entities.agent(store.actor(event).agent).is_some_and(|agent| is_team(look, &agent.teams));
    store.sender(event) == Some(Sender::Agent) && is_of_team()
}
