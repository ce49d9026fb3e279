//! `sessions`: Session Analytics, the sessions that started in the period.

use super::Finish;
use crate::engine::bits::Bits;
use crate::engine::calendar::{day_text, month_of, month_text};
use crate::engine::numbers::Thousandths;

use crate::engine::store::Store;
use crate::engine::tally::{Counter, Sample, Stat, Tally, mergeable, ranked};
use crate::engine::view::View;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub total: u64,
    pub first_customer: u64,
    pub returning_customer: u64,
    pub by_day: Vec<DayRow>,
    pub by_source: Vec<SourceRow>,
    pub resolution: Resolution,
    pub by_label: Vec<LabelRow>,
    pub performance: Performance,
    pub mau: Mau,
    pub by_status: ByStatus,
    pub reopened: Reopened,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayRow {
    pub day: String,
    pub total: u64,
    pub first: u64,
    pub returning: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceRow {
    pub channel: String,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelRow {
    pub label: String,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    pub ai: u64,
    pub agent: u64,
    pub other: u64,
    pub unresolved: u64,
    /// ai / (ai + agent).
    pub ai_rate: Option<Thousandths>,
}

/// Lengths over sessions that are resolved; the SLA over all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Performance {
    pub duration: Stat,
    pub ai: Stat,
    pub agent: Stat,
    pub sla: SlaCounts,
}

/// Rates over in + out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SlaCounts {
    #[serde(rename = "in")]
    pub inside: u64,
    pub out: u64,
    pub pending: u64,
    pub in_rate: Option<Thousandths>,
    pub out_rate: Option<Thousandths>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mau {
    pub unique: u64,
    pub by_month: Vec<MonthRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthRow {
    pub month: String,
    pub customers: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ByStatus {
    pub open: u64,
    pub pending: u64,
    pub assigned: u64,
    pub resolved: u64,
    pub expired: u64,
}

/// Rate over sessions that are resolved or were reopened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reopened {
    pub count: u64,
    pub rate: Option<Thousandths>,
}

mergeable! {
    pub struct Partial {
        /// By day: first, returning.
        pub days: Vec<[u64; 2]>,
        pub sources: Tally,
        /// By [`crate::engine::session::ResolvedBy`], then unresolved.
        pub resolution: [u64; 4],
        pub labels: Tally,
        pub duration: Sample,
        pub ai: Sample,
        pub agent: Sample,
        /// By [`crate::engine::session::Sla`].
        pub sla: [u64; 3],
        pub unique: u64,
        /// By month of the period.
        pub months: Vec<u64>,
        /// By [`crate::engine::session::Status`].
        pub status: [u64; 5],
        pub reopened: u64,
        pub resolved_or_reopened: u64,
    }
}

pub fn compute(view: &View) -> Partial {
    let mut partial = Partial { days: vec![[0; 2]; view.period.days().len()], ..Partial::default() };
    let (mut sources, mut label_lists) = (Counter::default(), Counter::default());
    let first_month = month_of(view.period.from);
    let mut customers = Bits::new(view.store.names.customers.len());
    partial.months = vec![0; (month_of(view.period.to - 1).0 - first_month.0 + 1) as usize];
    let mut customers_by_month: Vec<Bits> = vec![customers.clone(); partial.months.len()];
    let month_of_day: Vec<usize> = view.period.days().map(|day| (month_of(day).0 - first_month.0) as usize).collect();
    for (i, session) in view.sessions() {
        let day = view.day_index(view.hours[i].day());
        partial.days[day][usize::from(session.is_returning)] += 1;
        sources.add(session.channel, 1);
        label_lists.add(session.labels, 1);
        partial.resolution[session.resolved_by.map_or(3, |by| by as usize)] += 1;
        let is_resolved = session.resolved_at.is_some();
        if is_resolved {
            let lengths = view.measure.lengths(session);
            for (sample, length) in [
                (&mut partial.duration, lengths.duration),
                (&mut partial.ai, lengths.ai),
                (&mut partial.agent, lengths.agent),
            ] {
                if let Some(length) = length {
                    sample.add(length);
                }
            }
        }
        partial.sla[view.measure.sla(session) as usize] += 1;
        partial.status[session.status as usize] += 1;
        partial.reopened += u64::from(session.reopened);
        partial.resolved_or_reopened += u64::from(session.reopened || is_resolved);
        partial.unique += u64::from(customers.insert(session.customer as usize));
        let month = month_of_day[day];
        partial.months[month] += u64::from(customers_by_month[month].insert(session.customer as usize));
    }
    partial.sources = sources.tally(|channel| view.store.names.channels.text(channel));
    partial.labels = labels(view.store, view, &label_lists);
    partial
}

fn labels(store: &Store, view: &View, lists: &Counter) -> Tally {
    let mut labels = Counter::default();
    for (list, count) in lists.iter() {
        for &label in view.derived.lists.list(list) {
            labels.add(label, count);
        }
    }
    labels.tally(|label| store.names.labels.text(label))
}

pub fn finish(partial: Partial, finish: &Finish) -> Report {
    let [first, returning] = partial.days.iter().fold([0; 2], |[a, b], day| [a + day[0], b + day[1]]);
    let [ai, agent, other, unresolved] = partial.resolution;
    let [inside, out, pending] = partial.sla;
    let [open, is_pending, assigned, resolved, expired] = partial.status;
    let first_month = month_of(finish.period.from);
    Report {
        total: first + returning,
        first_customer: first,
        returning_customer: returning,
        by_day: std::iter::zip(finish.period.days(), &partial.days)
            .map(|(day, &[first, returning])| DayRow { day: day_text(day), total: first + returning, first, returning })
            .collect(),
        by_source: ranked(partial.sources)
            .into_iter()
            .map(|(channel, count)| SourceRow { channel: channel.unwrap_or_default(), count })
            .collect(),
        resolution: Resolution { ai, agent, other, unresolved, ai_rate: Thousandths::rate(ai, ai + agent) },
        by_label: ranked(partial.labels)
            .into_iter()
            .map(|(label, count)| LabelRow { label: label.unwrap_or_default(), count })
            .collect(),
        performance: Performance {
            duration: partial.duration.stat(),
            ai: partial.ai.stat(),
            agent: partial.agent.stat(),
            sla: SlaCounts {
                inside,
                out,
                pending,
                in_rate: Thousandths::rate(inside, inside + out),
                out_rate: Thousandths::rate(out, inside + out),
            },
        },
        mau: Mau {
            unique: partial.unique,
            by_month: (first_month.0..)
                .zip(partial.months)
                .map(|(month, customers)| MonthRow {
                    month: month_text(crate::engine::calendar::Month(month)),
                    customers,
                })
                .collect(),
        },
        by_status: ByStatus { open, pending: is_pending, assigned, resolved, expired },
        reopened: Reopened {
            count: partial.reopened,
            rate: Thousandths::rate(partial.reopened, partial.resolved_or_reopened),
        },
    }
}
