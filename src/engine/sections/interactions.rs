//! `interactions`: voice and chat, over the sessions of the period that have interaction facts.

use super::Finish;
use crate::engine::event::Kind;
use crate::engine::facts::{Facts, Field, Value};
use crate::engine::fractions::Fractions;
use crate::engine::ids::NONE;
use crate::engine::numbers::{LargeThousandths, Thousandths, round_div};
use crate::engine::session::Session;
use crate::engine::tally::{Sample, Tally, mergeable, ranked};
use crate::engine::view::View;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub count: u64,
    pub by_type: Vec<KeyRow>,
    pub by_queue: Vec<KeyRow>,
    pub by_direction: Vec<KeyRow>,
    pub by_disposition: Vec<KeyRow>,
    pub by_deflection: Vec<KeyRow>,
    pub by_answered: Vec<KeyRow>,
    pub handle: Total,
    pub hold: Total,
    pub queue: Total,
    pub wrap_up: Total,
    pub transferred: u64,
    pub virtual_agent: VirtualAgent,
    pub csat: Csat,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyRow {
    pub key: String,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Total {
    pub n: u64,
    pub mean_s: Option<LargeThousandths>,
    pub p50_s: Option<LargeThousandths>,
    pub p90_s: Option<LargeThousandths>,
    pub total_s: LargeThousandths,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VirtualAgent {
    pub assigned: u64,
    pub connected: u64,
    pub contained: u64,
    /// contained / assigned.
    pub containment_rate: Option<Thousandths>,
}

/// Mean of ratings scaled to 0–1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Csat {
    pub n: u64,
    pub mean: Option<Thousandths>,
}

/// The fields that are counted by value, in the order of the report.
const KEYS: [Field; 6] =
    [Field::SessionType, Field::Queue, Field::Direction, Field::DispositionCode, Field::Deflection, Field::AnsweredBy];
const LENGTHS: [Field; 4] = [Field::HandleSeconds, Field::HoldSeconds, Field::QueueSeconds, Field::WrapUpSeconds];

mergeable! {
    pub struct Partial {
        pub count: u64,
        /// By [`KEYS`].
        pub by: [Tally; 6],
        /// By [`LENGTHS`], in seconds.
        pub lengths: [Sample; 4],
        pub transferred: u64,
        pub assigned: u64,
        pub connected: u64,
        pub contained: u64,
        pub rated: u64,
        pub ratings: Fractions,
    }
}

pub fn compute(view: &View) -> Partial {
    let mut partial = Partial::default();
    let facts = facts_of(view);
    for (i, session) in view.sessions().filter(|(_, session)| session.has_facts) {
        if let Some(facts) = facts.get(&i) {
            partial.add(view, session, facts);
        }
    }
    partial
}

/// The merged facts of each session that has some and is in the period.
pub(crate) fn facts_of(view: &View) -> HashMap<usize, Facts> {
    let mut facts: HashMap<usize, Facts> = HashMap::new();
    for event in (0..view.store.len()).filter(|&event| view.store.kind(event) == Kind::Interaction) {
        if let Some(session) = view.derived.place(event).session()
            && (view.from..view.to).contains(&view.derived.sessions[session].started_at)
        {
            facts.entry(session).or_default().merge(&view.store.facts[view.store.payload(event) as usize]);
        }
    }
    facts
}

impl Partial {
    fn add(&mut self, view: &View, session: &Session, facts: &Facts) {
        self.count += 1;
        for (tally, field) in self.by.iter_mut().zip(KEYS) {
            if let Some(text) = facts.text(field) {
                tally.add(Some(text.to_owned()), 1);
            }
        }
        for (sample, field) in self.lengths.iter_mut().zip(LENGTHS) {
            if let Some(seconds) = facts.integer(field) {
                sample.add(seconds);
            }
        }
        let has_transfers = matches!(facts.value(Field::Transfers), Some(Value::Transfers(list)) if !list.is_empty());
        self.transferred += u64::from(has_transfers);
        let is_assigned = facts.flag(Field::VirtualAgentAssigned);
        self.assigned += u64::from(is_assigned);
        self.connected += u64::from(facts.flag(Field::VirtualAgentConnected));
        let is_human = facts.text(Field::AnsweredBy) == Some("human");
        self.contained += u64::from(is_assigned && !session.human_came && !is_human);
        if session.rating != NONE {
            let score = view.store.ratings[session.rating as usize].score;
            self.rated += 1;
            self.ratings.add(score.numerator, score.denominator);
        }
    }
}

pub fn finish(partial: Partial, _: &Finish) -> Report {
    let [by_type, by_queue, by_direction, by_disposition, by_deflection, by_answered] = partial.by.map(|tally| {
        ranked(tally).into_iter().map(|(key, count)| KeyRow { key: key.unwrap_or_default(), count }).collect()
    });
    let [handle, hold, queue, wrap_up] = partial.lengths.map(|mut sample| {
        let (n, total_s) = (sample.len(), LargeThousandths(sample.total() * 1000));
        let mean_s = (n > 0).then(|| LargeThousandths(round_div(total_s.0, n as i128)));
        let seconds = |length: i64| LargeThousandths(i128::from(length) * 1000);
        let [p50_s, p90_s] = sample.median_and_p90().map(|length| length.map(seconds));
        Total { n: n as u64, mean_s, p50_s, p90_s, total_s }
    });
    Report {
        count: partial.count,
        by_type,
        by_queue,
        by_direction,
        by_disposition,
        by_deflection,
        by_answered,
        handle,
        hold,
        queue,
        wrap_up,
        transferred: partial.transferred,
        virtual_agent: VirtualAgent {
            assigned: partial.assigned,
            connected: partial.connected,
            contained: partial.contained,
            containment_rate: Thousandths::rate(partial.contained, partial.assigned),
        },
        csat: Csat { n: partial.rated, mean: partial.ratings.mean(partial.rated, false) },
    }
}
