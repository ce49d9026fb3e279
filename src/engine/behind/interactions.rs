//! Behind the figures of `interactions`: sessions with facts.

use super::{Found, Look, Metric, rows_of};
use crate::engine::facts::{Facts, Field, Value};
use crate::engine::ids::NONE;
use crate::engine::sections::interactions::facts_of;
use crate::engine::session::Session;

pub const METRICS: &[Metric] = &[
    rows_of("interactions.count", &[], |look| with_facts(look, |_, _| true)),
    rows_of("interactions.by_type.count", &["key"], |look| keyed(look, Field::SessionType)),
    rows_of("interactions.by_queue.count", &["key"], |look| keyed(look, Field::Queue)),
    rows_of("interactions.by_direction.count", &["key"], |look| keyed(look, Field::Direction)),
    rows_of("interactions.by_disposition.count", &["key"], |look| keyed(look, Field::DispositionCode)),
    rows_of("interactions.by_deflection.count", &["key"], |look| keyed(look, Field::Deflection)),
    rows_of("interactions.by_answered.count", &["key"], |look| keyed(look, Field::AnsweredBy)),
    rows_of("interactions.handle", &[], |look| timed(look, Field::HandleSeconds)),
    rows_of("interactions.hold", &[], |look| timed(look, Field::HoldSeconds)),
    rows_of("interactions.queue", &[], |look| timed(look, Field::QueueSeconds)),
    rows_of("interactions.wrap_up", &[], |look| timed(look, Field::WrapUpSeconds)),
    rows_of("interactions.transferred", &[], |look| {
        with_facts(
            look,
            |_, facts| matches!(facts.value(Field::Transfers), Some(Value::Transfers(list)) if !list.is_empty()),
        )
    }),
    rows_of("interactions.virtual_agent.assigned", &[], assigned),
    rows_of("interactions.virtual_agent.connected", &[], |look| {
        with_facts(look, |_, facts| facts.flag(Field::VirtualAgentConnected))
    }),
    rows_of("interactions.virtual_agent.contained", &[], |look| {
        with_facts(look, |session, facts| {
            facts.flag(Field::VirtualAgentAssigned)
                && !session.human_came
                && facts.text(Field::AnsweredBy) != Some("human")
        })
    }),
    rows_of("interactions.virtual_agent.containment_rate", &[], assigned),
    rows_of("interactions.csat", &[], |look| with_facts(look, |session, _| session.rating != NONE)),
];

fn with_facts(look: Look, test: impl Fn(&Session, &Facts) -> bool) -> Found {
    let (facts, sessions) = (facts_of(look.view), &look.view.derived.sessions);
    let holds = |&i: &usize| sessions[i].has_facts && facts.get(&i).is_some_and(|facts| test(&sessions[i], facts));
    Found::Sessions(look.view.selected().rev().filter(holds).collect())
}

fn keyed(look: Look, field: Field) -> Found {
    with_facts(look, |_, facts| facts.text(field).is_some_and(|text| look.is_word(0, text)))
}

fn timed(look: Look, field: Field) -> Found {
    with_facts(look, |_, facts| facts.integer(field).is_some())
}

fn assigned(look: Look) -> Found {
    with_facts(look, |_, facts| facts.flag(Field::VirtualAgentAssigned))
}
