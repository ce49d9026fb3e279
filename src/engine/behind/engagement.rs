//! Behind the figures of `engagement`. Weekdays are 1 (Monday) to 7, as in filters.

use super::sessions::is_channel;
use super::{Found, Look, Metric, events, rows_of, sessions};
use crate::engine::calendar::LocalHour;
use crate::engine::event::{Kind, Outcome};
use crate::engine::sections::engagement::{bin_from_s, is_automated, path};
use crate::engine::session::{ResolvedBy, Session};

pub const METRICS: &[Metric] = &[
    events("engagement.transfers.succeeded", &[], |look, event, _| came_to(look, event, Outcome::Succeeded)),
    events("engagement.transfers.cancelled", &[], |look, event, _| came_to(look, event, Outcome::Cancelled)),
    events("engagement.transfers.disabled", &[], |look, event, _| came_to(look, event, Outcome::Disabled)),
    events("engagement.transfers.incomplete", &[], |look, event, _| came_to(look, event, Outcome::Incomplete)),
    events("engagement.transfers.by_channel.count", &["channel"], |look, event, _| {
        let store = look.view.store;
        let channel = look.view.derived.channels[store.context_number(event) as usize];
        store.kind(event) == Kind::Transfer && look.is_word(0, store.names.channels.text(channel))
    }),
    events("engagement.transfers.by_day.succeeded", &["day"], |l, e, at| came_on(l, e, at, Outcome::Succeeded)),
    events("engagement.transfers.by_day.cancelled", &["day"], |l, e, at| came_on(l, e, at, Outcome::Cancelled)),
    events("engagement.transfers.by_day.disabled", &["day"], |l, e, at| came_on(l, e, at, Outcome::Disabled)),
    events("engagement.transfers.by_day.incomplete", &["day"], |l, e, at| came_on(l, e, at, Outcome::Incomplete)),
    sessions("engagement.conversations", &[], |_, _, _| true),
    sessions("engagement.engaged", &[], |_, _, s| s.engaged),
    sessions("engagement.replied", &[], |_, _, s| s.agent_wrote()),
    sessions("engagement.closed_by_agent", &[], |_, _, s| s.resolved_by == Some(ResolvedBy::Agent)),
    rows_of("engagement.engaged_customers", &[], |look| {
        let engaged = look.view.sessions().filter(|(_, session)| is_engaged_with_bot(session));
        Found::customers(look, engaged.map(|(_, session)| session.customer))
    }),
    sessions("engagement.first_response", &[], |look, _, s| look.view.measure.first_response(s).is_some()),
    sessions("engagement.first_response.histogram.count", &["from_s"], |look, _, s| {
        let length = look.view.measure.first_response(s);
        length.is_some_and(|length| look.is_number(0, bin_from_s(length)))
    }),
    sessions("engagement.bot_duration", &[], |_, _, s| {
        is_engaged_with_bot(s) && (s.taken_over_at.is_some() || s.chatted_at.is_some())
    }),
    sessions("engagement.by_channel.count", &["channel"], |look, _, s| is_channel(look, s)),
    sessions("engagement.by_channel.engaged", &["channel"], |look, _, s| s.engaged && is_channel(look, s)),
    sessions("engagement.by_support.count", &["support"], |look, _, s| look.is_word(0, s.support.word())),
    sessions("engagement.by_support.engaged", &["support"], |look, _, s| {
        s.engaged && look.is_word(0, s.support.word())
    }),
    sessions("engagement.closed_by_team.count", &["team_id"], |look, _, s| {
        s.resolved_by == Some(ResolvedBy::Agent) && look.is(0, look.view.store.names.teams.text_opt(s.team))
    }),
    sessions("engagement.heatmap.engaged", &["weekday", "hour"], |look, i, s| {
        is_engaged_with_bot(s) && is_hour(look, look.view.hours[i])
    }),
    events("engagement.heatmap.transfers", &["weekday", "hour"], |look, event, at| {
        look.view.store.kind(event) == Kind::Transfer && is_hour(look, look.view.zone().hour(at))
    }),
    sessions("engagement.automation.involved", &[], |_, _, s| s.bot_wrote()),
    sessions("engagement.automation.involvement_rate", &[], |_, _, _| true),
    sessions("engagement.automation.resolved", &[], |_, _, s| is_automated(s)),
    sessions("engagement.automation.resolution_rate", &[], |_, _, s| s.bot_wrote()),
    sessions("engagement.automation.automation_rate", &[], |_, _, _| true),
    sessions("engagement.paths.count", &["first", "transfer", "taken_over", "end"], |look, _, s| {
        let (first, transfer, taken_over, end) = path(s);
        look.is(0, first)
            && look.is(1, transfer)
            && look.is_word(2, if taken_over { "true" } else { "false" })
            && look.is_word(3, end)
    }),
    events("engagement.sales.orders", &[], |look, event, _| look.view.store.kind(event) == Kind::Order),
    events("engagement.sales.by_currency.amount", &["currency"], |look, event, _| {
        let store = look.view.store;
        let currency = || store.orders[store.payload(event) as usize].currency;
        store.kind(event) == Kind::Order && look.is_word(0, &String::from_utf8_lossy(&currency()))
    }),
];

fn came_to(look: Look, event: usize, outcome: Outcome) -> bool {
    let store = look.view.store;
    store.kind(event) == Kind::Transfer && store.sub(event) == outcome as u8
}

fn came_on(look: Look, event: usize, at: i64, outcome: Outcome) -> bool {
    came_to(look, event, outcome) && look.is_day(0, look.day_of(at))
}

fn is_engaged_with_bot(session: &Session) -> bool {
    session.bot_wrote() && session.engaged
}

fn is_hour(look: Look, hour: LocalHour) -> bool {
    look.is_number(0, hour.weekday() as u64 + 1) && look.is_number(1, hour.hour() as u64)
}
