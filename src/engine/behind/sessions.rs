//! Behind the figures of `sessions`.

use super::{Found, Look, Metric, rows_of, sessions};
use crate::engine::calendar::month_of;
use crate::engine::session::{ResolvedBy, Session, Sla, Status};

pub const METRICS: &[Metric] = &[
    sessions("sessions.total", &[], |_, _, _| true),
    sessions("sessions.first_customer", &[], |_, _, s| !s.is_returning),
    sessions("sessions.returning_customer", &[], |_, _, s| s.is_returning),
    sessions("sessions.by_day.total", &["day"], |look, i, _| look.is_day(0, look.day_of_session(i))),
    sessions("sessions.by_day.first", &["day"], |look, i, s| !s.is_returning && look.is_day(0, look.day_of_session(i))),
    sessions("sessions.by_day.returning", &["day"], |look, i, s| {
        s.is_returning && look.is_day(0, look.day_of_session(i))
    }),
    sessions("sessions.by_source.count", &["channel"], |look, _, s| is_channel(look, s)),
    sessions("sessions.resolution.ai", &[], |_, _, s| s.resolved_by == Some(ResolvedBy::Ai)),
    sessions("sessions.resolution.agent", &[], |_, _, s| s.resolved_by == Some(ResolvedBy::Agent)),
    sessions("sessions.resolution.other", &[], |_, _, s| s.resolved_by == Some(ResolvedBy::Other)),
    sessions("sessions.resolution.unresolved", &[], |_, _, s| s.resolved_by.is_none()),
    sessions("sessions.resolution.ai_rate", &[], |_, _, s| {
        matches!(s.resolved_by, Some(ResolvedBy::Ai | ResolvedBy::Agent))
    }),
    sessions("sessions.by_label.count", &["label"], |look, _, s| {
        let names = &look.view.store.names.labels;
        look.view.derived.lists.list(s.labels).iter().any(|&label| look.is_word(0, names.text(label)))
    }),
    sessions("sessions.performance.duration", &[], |look, _, s| {
        s.resolved_at.is_some() && look.view.measure.lengths(s).duration.is_some()
    }),
    sessions("sessions.performance.ai", &[], |look, _, s| {
        s.resolved_at.is_some() && look.view.measure.lengths(s).ai.is_some()
    }),
    sessions("sessions.performance.agent", &[], |look, _, s| {
        s.resolved_at.is_some() && look.view.measure.lengths(s).agent.is_some()
    }),
    sessions("sessions.performance.sla.in", &[], |look, _, s| look.view.measure.sla(s) == Sla::In),
    sessions("sessions.performance.sla.out", &[], |look, _, s| look.view.measure.sla(s) == Sla::Out),
    sessions("sessions.performance.sla.pending", &[], |look, _, s| look.view.measure.sla(s) == Sla::Pending),
    sessions("sessions.performance.sla.in_rate", &[], |look, _, s| look.view.measure.sla(s) != Sla::Pending),
    sessions("sessions.performance.sla.out_rate", &[], |look, _, s| look.view.measure.sla(s) != Sla::Pending),
    rows_of("sessions.mau.unique", &[], |look| {
        Found::customers(look, look.view.sessions().map(|(_, session)| session.customer))
    }),
    rows_of("sessions.mau.by_month.customers", &["month"], |look| {
        let in_month = look.view.sessions().filter(|&(i, _)| look.is_month(0, month_of(look.day_of_session(i))));
        Found::customers(look, in_month.map(|(_, session)| session.customer))
    }),
    sessions("sessions.by_status.open", &[], |_, _, s| s.status == Status::Open),
    sessions("sessions.by_status.pending", &[], |_, _, s| s.status == Status::Pending),
    sessions("sessions.by_status.assigned", &[], |_, _, s| s.status == Status::Assigned),
    sessions("sessions.by_status.resolved", &[], |_, _, s| s.status == Status::Resolved),
    sessions("sessions.by_status.expired", &[], |_, _, s| s.status == Status::Expired),
    sessions("sessions.reopened.count", &[], |_, _, s| s.reopened),
    sessions("sessions.reopened.rate", &[], |_, _, s| s.reopened || s.resolved_at.is_some()),
];

/// The channel of the session's first event is the one meant.
pub(super) fn is_channel(look: Look, session: &Session) -> bool {
    look.is_word(0, look.view.store.names.channels.text(session.channel))
}
