//! Events outside any session: how many, of what kind, and which policy would leave out fewer.

use super::event::{Kind, words};
use super::order::ordered;
use super::policy::{Policy, Preset, Scope, Start};
use super::session::derive;
use super::view::View;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outside {
    /// Events of timelines up to `now` that pass the filters.
    pub events: u64,
    pub outside: u64,
    /// By type and reason, most first.
    pub by_type: Vec<Reason>,
    /// Other policies with what they would leave out, best first; only filled when most events are outside.
    pub fits: Vec<Fit>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    #[serde(rename = "type")]
    pub kind: Kind,
    pub why: Why,
    pub count: u64,
}

words! {
    /// Why an event is outside.
    Why { Private = "private", NotAStart = "not_a_start", BeforeActivation = "before_activation" }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    pub policy: Policy,
    pub outside: u64,
    pub sessions: u64,
}

/// Why an event is outside; none where it is not.
pub fn why(view: &View, event: usize) -> Option<Why> {
    if view.derived.place(event).session().is_some() {
        return None;
    }
    Some(if view.store.is_private(event) {
        Why::Private
    } else if view.query.activated_at.is_some_and(|at| view.store.at(event) < at) {
        Why::BeforeActivation
    } else {
        Why::NotAStart
    })
}

pub fn outside(view: &View) -> Outside {
    let mut counts = [[0_u64; 3]; Kind::ALL.len()];
    let mut events = 0;
    for (event, _) in view.events() {
        events += 1;
        if let Some(why) = why(view, event) {
            counts[view.store.kind(event) as usize][why as usize] += 1;
        }
    }
    let mut by_type: Vec<Reason> = Vec::new();
    for (&kind, counts) in Kind::ALL.iter().zip(&counts) {
        let reasons = Why::ALL.iter().zip(counts).filter(|&(_, &count)| count > 0);
        by_type.extend(reasons.map(|(&why, &count)| Reason { kind, why, count }));
    }
    let by_type = ordered(by_type, |a, b| b.count.cmp(&a.count));
    let outside = by_type.iter().map(|reason| reason.count).sum();
    let fits = if outside * 2 > events { fits(view, outside) } else { Vec::new() };
    Outside { events, outside, by_type, fits }
}

/// Policies worth trying: the presets, and the resolution ones on conversations that begin with `opened`.
fn candidates() -> Vec<Policy> {
    let presets =
        [Preset::Resolution, Preset::Resolution24h, Preset::Window24h, Preset::Inactivity10m, Preset::Interaction];
    let mut candidates: Vec<Policy> = presets.map(Policy::preset).to_vec();
    candidates.push(Policy {
        scope: Scope::Conversation,
        starts_on: vec![Start::CustomerMessage, Start::Opened],
        ..Policy::preset(Preset::Resolution24h)
    });
    candidates
}

fn fits(view: &View, outside: u64) -> Vec<Fit> {
    let (store, query) = (view.store, view.query);
    let fits: Vec<Fit> = candidates()
        .into_iter()
        .filter(|policy| *policy != query.policy)
        .map(|policy| {
            let derived = derive(store, &policy, query.now, query.activated_at);
            let outside = view.events().filter(|&(event, _)| derived.place(event).session().is_none()).count() as u64;
            Fit { policy, outside, sessions: derived.sessions.len() as u64 }
        })
        .filter(|fit| fit.outside < outside)
        .collect();
    ordered(fits, |a, b| a.outside.cmp(&b.outside))
}
