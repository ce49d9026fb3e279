//! `engagement`: chatbot and hand-over.

use super::Finish;
use crate::engine::bits::Bits;
use crate::engine::calendar::day_text;
use crate::engine::event::{Kind, Outcome};
use crate::engine::ids::NONE;
use crate::engine::numbers::{Money, Thousandths};
use crate::engine::order::ordered;
use crate::engine::session::{Outbound, ResolvedBy, Session, Status, Support};
use crate::engine::tally::{Counter, Merge, Sample, Stat, Tally, mergeable, ranked};
use crate::engine::view::View;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub transfers: Transfers,
    pub conversations: u64,
    pub engaged: u64,
    pub replied: u64,
    pub closed_by_agent: u64,
    pub engaged_customers: u64,
    pub first_response: FirstResponse,
    pub bot_duration: Stat,
    pub by_channel: Vec<ChannelRow>,
    pub by_support: Vec<SupportRow>,
    pub closed_by_team: Vec<TeamRow>,
    /// `[weekday, Monday first][hour]`.
    pub heatmap: Vec<Vec<Cell>>,
    pub automation: Automation,
    pub paths: Vec<PathRow>,
    pub sales: Sales,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transfers {
    pub succeeded: u64,
    pub cancelled: u64,
    pub disabled: u64,
    pub incomplete: u64,
    pub by_channel: Vec<TransferChannelRow>,
    pub by_day: Vec<TransferDayRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransferChannelRow {
    pub channel: String,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransferDayRow {
    pub day: String,
    pub succeeded: u64,
    pub cancelled: u64,
    pub disabled: u64,
    pub incomplete: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FirstResponse {
    pub n: u64,
    pub mean_s: Option<Thousandths>,
    pub p50_s: Option<Thousandths>,
    pub p90_s: Option<Thousandths>,
    pub histogram: Vec<Bin>,
}

/// `[from_s, to_s)`; the last has no end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    pub from_s: u64,
    pub to_s: Option<u64>,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelRow {
    pub channel: String,
    pub count: u64,
    pub engaged: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SupportRow {
    pub support: Support,
    pub count: u64,
    pub engaged: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TeamRow {
    pub team_id: Option<String>,
    pub count: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub engaged: u64,
    pub transfers: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Automation {
    pub involved: u64,
    pub involvement_rate: Option<Thousandths>,
    pub resolved: u64,
    pub resolution_rate: Option<Thousandths>,
    pub automation_rate: Option<Thousandths>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PathRow {
    pub first: Option<Outbound>,
    pub transfer: Option<Outcome>,
    pub taken_over: bool,
    pub end: String,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sales {
    pub orders: u64,
    pub by_currency: Vec<CurrencyRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CurrencyRow {
    pub currency: String,
    pub amount: Money,
}

/// Edges of the first-response histogram, in seconds; the last bin is open.
const EDGES_S: [u64; 7] = [0, 60, 300, 900, 3_600, 14_400, 86_400];

/// First outbound, transfer, taken over, end: as the words by which paths are ordered.
pub(crate) type Path = (Option<&'static str>, Option<&'static str>, bool, &'static str);

mergeable! {
    pub struct Partial {
        /// By day and [`Outcome`].
        pub transfers: Vec<[u64; 4]>,
        pub transfer_channels: Tally,
        pub replied: u64,
        pub closed_by_agent: u64,
        pub engaged_customers: u64,
        pub first_response: Sample,
        pub bot_duration: Sample,
        /// All, engaged.
        pub channels: BTreeMap<String, [u64; 2]>,
        /// By [`Support`]: all, engaged.
        pub supports: [[u64; 2]; 4],
        pub teams: Tally,
        /// By weekday and hour: engaged, transfers.
        pub heatmap: Vec<[u64; 2]>,
        pub involved: u64,
        pub automated: u64,
        pub paths: BTreeMap<Path, u64>,
        pub orders: u64,
        pub currencies: BTreeMap<String, Money>,
    }
}

pub fn compute(view: &View) -> Partial {
    let mut partial = Partial {
        transfers: vec![[0; 4]; view.period.days().len()],
        heatmap: vec![[0; 2]; 7 * 24],
        ..Partial::default()
    };
    partial.add_sessions(view);
    partial.add_events(view);
    partial
}

impl Partial {
    fn add_sessions(&mut self, view: &View) {
        let names = &view.store.names;
        let (mut channels, mut engaged_channels, mut teams) =
            (Counter::default(), Counter::default(), Counter::default());
        let mut customers = Bits::new(names.customers.len());
        for (i, session) in view.sessions() {
            let engaged = u64::from(session.engaged);
            channels.add(session.channel, 1);
            engaged_channels.add(session.channel, engaged);
            let support = &mut self.supports[session.support as usize];
            support[0] += 1;
            support[1] += engaged;
            self.replied += u64::from(session.agent_wrote());
            if session.resolved_by == Some(ResolvedBy::Agent) {
                self.closed_by_agent += 1;
                if session.team == NONE {
                    self.teams.add(None, 1);
                } else {
                    teams.add(session.team, 1);
                }
            }
            if let Some(length) = view.measure.first_response(session) {
                self.first_response.add(length);
            }
            if session.bot_wrote() && session.engaged {
                self.engaged_customers += u64::from(customers.insert(session.customer as usize));
                self.heatmap[view.hours[i].weekday() * 24 + view.hours[i].hour()][0] += 1;
                if let Some(end) = session.taken_over_at.get().or(session.chatted_at.get()) {
                    self.bot_duration.add((end - session.started_at).max(0));
                }
            }
            self.involved += u64::from(session.bot_wrote());
            self.automated += u64::from(is_automated(session));
            *self.paths.entry(path(session)).or_default() += 1;
        }
        self.teams.merge(teams.tally(|team| names.teams.text(team)));
        for (channel, count) in channels.iter() {
            self.channels.insert(names.channels.text(channel).to_owned(), [count, 0]);
        }
        for (channel, engaged) in engaged_channels.iter() {
            self.channels.entry(names.channels.text(channel).to_owned()).or_default()[1] = engaged;
        }
    }

    fn add_events(&mut self, view: &View) {
        let (store, zone) = (view.store, view.zone());
        let mut channels = Counter::default();
        for (event, at) in view.events_in_period() {
            match store.kind(event) {
                Kind::Transfer => {
                    self.transfers[view.day_index(zone.day(at))][store.sub(event) as usize] += 1;
                    channels.add(view.derived.channels[store.context_number(event) as usize], 1);
                    let hour = zone.hour(at);
                    self.heatmap[hour.weekday() * 24 + hour.hour()][1] += 1;
                }
                Kind::Order => {
                    let order = &store.orders[store.payload(event) as usize];
                    self.orders += 1;
                    let currency = String::from_utf8_lossy(&order.currency).into_owned();
                    self.currencies.entry(currency).or_default().add(order.amount);
                }
                _ => {}
            }
        }
        self.transfer_channels = channels.tally(|channel| store.names.channels.text(channel));
    }
}

/// A bot wrote, AI resolved it, and no agent ever took it over.
pub(crate) fn is_automated(session: &Session) -> bool {
    session.bot_wrote() && session.resolved_by == Some(ResolvedBy::Ai) && !session.taken_over_at.is_some()
}

pub(crate) fn path(session: &Session) -> Path {
    let end = match (session.resolved_by, session.status) {
        (Some(by), _) => by.word(),
        (None, Status::Expired) => "expired",
        (None, _) => "ongoing",
    };
    let transfer = session.transfer.map(Outcome::word);
    (session.first_outbound.map(Outbound::word), transfer, session.taken_over_at.is_some(), end)
}

pub fn finish(partial: Partial, finish: &Finish) -> Report {
    let outcomes = |outcome: Outcome| partial.transfers.iter().map(|day| day[outcome as usize]).sum();
    let all: u64 = partial.supports.iter().map(|support| support[0]).sum();
    let channels: Vec<ChannelRow> = partial
        .channels
        .iter()
        .map(|(channel, &[count, engaged])| ChannelRow { channel: channel.clone(), count, engaged })
        .collect();
    let channels = ordered(channels, |a, b| b.count.cmp(&a.count));
    Report {
        transfers: Transfers {
            succeeded: outcomes(Outcome::Succeeded),
            cancelled: outcomes(Outcome::Cancelled),
            disabled: outcomes(Outcome::Disabled),
            incomplete: outcomes(Outcome::Incomplete),
            by_channel: ranked(partial.transfer_channels)
                .into_iter()
                .map(|(channel, count)| TransferChannelRow { channel: channel.unwrap_or_default(), count })
                .collect(),
            by_day: std::iter::zip(finish.period.days(), &partial.transfers)
                .map(|(day, &[succeeded, cancelled, disabled, incomplete])| TransferDayRow {
                    day: day_text(day),
                    succeeded,
                    cancelled,
                    disabled,
                    incomplete,
                })
                .collect(),
        },
        conversations: all,
        engaged: partial.supports.iter().map(|support| support[1]).sum(),
        replied: partial.replied,
        closed_by_agent: partial.closed_by_agent,
        engaged_customers: partial.engaged_customers,
        first_response: first_response(partial.first_response),
        bot_duration: partial.bot_duration.stat(),
        by_channel: channels,
        by_support: std::iter::zip(Support::ALL, partial.supports)
            .map(|(&support, [count, engaged])| SupportRow { support, count, engaged })
            .collect(),
        closed_by_team: ranked(partial.teams).into_iter().map(|(team_id, count)| TeamRow { team_id, count }).collect(),
        heatmap: partial
            .heatmap
            .chunks(24)
            .map(|day| day.iter().map(|&[engaged, transfers]| Cell { engaged, transfers }).collect())
            .collect(),
        automation: Automation {
            involved: partial.involved,
            involvement_rate: Thousandths::rate(partial.involved, all),
            resolved: partial.automated,
            resolution_rate: Thousandths::rate(partial.automated, partial.involved),
            automation_rate: Thousandths::rate(partial.automated, all),
        },
        paths: ranked(partial.paths)
            .into_iter()
            .map(|((first, transfer, taken_over, end), count)| PathRow {
                first: first.and_then(Outbound::from_word),
                transfer: transfer.and_then(Outcome::from_word),
                taken_over,
                end: end.to_owned(),
                count,
            })
            .collect(),
        sales: Sales {
            orders: partial.orders,
            by_currency: partial
                .currencies
                .into_iter()
                .map(|(currency, amount)| CurrencyRow { currency, amount })
                .collect(),
        },
    }
}

/// Where the bin of a length of time begins, in seconds.
pub(crate) fn bin_from_s(length_ms: i64) -> u64 {
    EDGES_S[bin(length_ms)]
}

fn bin(length_ms: i64) -> usize {
    EDGES_S.partition_point(|&edge| edge as i64 * 1000 <= length_ms) - 1
}

fn first_response(sample: Sample) -> FirstResponse {
    let mut histogram: Vec<Bin> = EDGES_S
        .iter()
        .enumerate()
        .map(|(i, &from_s)| Bin { from_s, to_s: EDGES_S.get(i + 1).copied(), count: 0 })
        .collect();
    for &length in sample.values() {
        histogram[bin(length)].count += 1;
    }
    let Stat { n, mean_s, p50_s, p90_s } = sample.stat();
    FirstResponse { n, mean_s, p50_s, p90_s, histogram }
}
