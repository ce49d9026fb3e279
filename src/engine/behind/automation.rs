//! Behind the figures of `flows`, `credits` and `ai_tools`.

use super::{Found, Look, Metric, events, rows_of};
use crate::engine::event::{Category, Kind, Tool};
use crate::engine::store::Credit;
use crate::engine::tally::Counter;

pub const METRICS: &[Metric] = &[
    rows_of("flows.distinct", &[], |look| {
        let store = look.view.store;
        let mut flows = Counter::default();
        for (event, _) in look.view.of_kind(Kind::FlowTriggered) {
            flows.add(store.payload(event), 1);
        }
        Found::Flows(flows.iter().collect())
    }),
    events("flows.triggered", &[], |look, event, _| look.view.store.kind(event) == Kind::FlowTriggered),
    events("flows.popular.count", &["flow_id"], |look, event, _| {
        let store = look.view.store;
        store.kind(event) == Kind::FlowTriggered && look.is_word(0, store.names.flows.text(store.payload(event)))
    }),
    rows_of("credits.used.amount", &["category"], |look| {
        used(look, |credit| look.is(0, credit.category.map(Category::word)))
    }),
    rows_of("credits.total_used", &[], |look| used(look, |_| true)),
    rows_of("credits.balance", &[], |look| credits(look, |_| true)),
    rows_of("credits.by_day.amount", &["day"], |look| used(look, |credit| look.is_day(0, look.day_of(credit.at)))),
    events("ai_tools.count", &["tool"], is_tool),
    events("ai_tools.accuracy", &["tool"], |look, event, at| {
        let store = look.view.store;
        is_tool(look, event, at) && store.assists[store.payload(event) as usize].edits.is_some()
    }),
];

fn is_tool(look: Look, event: usize, _: i64) -> bool {
    let store = look.view.store;
    store.kind(event) == Kind::AiAssist && look.is_word(0, Tool::from_code(store.sub(event)).word())
}

/// Credits up to now; filters play no part.
fn credits(look: Look, test: impl Fn(&Credit) -> bool) -> Found {
    let (all, now) = (&look.view.store.credits, look.view.query.now);
    Found::Credits((0..all.len()).filter(|&i| all[i].at <= now && test(&all[i])).collect())
}

/// Those used in the period.
fn used(look: Look, test: impl Fn(&Credit) -> bool) -> Found {
    let period = look.view.from..look.view.to;
    credits(look, |credit| credit.category.is_some() && period.contains(&credit.at) && test(credit))
}
