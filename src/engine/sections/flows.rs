//! `flows`: chat flows that ran in the period.

use super::Finish;
use crate::engine::event::Kind;
use crate::engine::tally::{Counter, Tally, mergeable, ranked};
use crate::engine::view::View;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub distinct: u64,
    pub triggered: u64,
    pub popular: Vec<FlowRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlowRow {
    pub flow_id: String,
    pub count: u64,
}

mergeable! {
    pub struct Partial {
        pub flows: Tally,
    }
}

pub fn compute(view: &View) -> Partial {
    let mut flows = Counter::default();
    for (event, _) in view.of_kind(Kind::FlowTriggered) {
        flows.add(view.store.payload(event), 1);
    }
    Partial { flows: flows.tally(|flow| view.store.names.flows.text(flow)) }
}

pub fn finish(partial: Partial, _: &Finish) -> Report {
    let popular: Vec<FlowRow> = ranked(partial.flows)
        .into_iter()
        .map(|(flow_id, count)| FlowRow { flow_id: flow_id.unwrap_or_default(), count })
        .collect();
    Report { distinct: popular.len() as u64, triggered: popular.iter().map(|flow| flow.count).sum(), popular }
}
