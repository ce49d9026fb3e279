//! The Session List: one row a session, sorted, searched and paged.

use super::entities::named;
use super::event::Outcome;
use super::ids::NONE;
use super::instant;
use super::numbers::Thousandths;
use super::order::ordered;
use super::session::{self, EndedBy, ResolvedBy, Session, Sla, Status, Support};
use super::store::Store;
use super::story;
use super::view::View;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// One row; absent is null. Instants are RFC 3339, lengths in seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub id: String,
    pub customer_id: String,
    pub customer_name: String,
    pub customer_phone: Option<String>,
    pub inbox_id: Option<String>,
    pub inbox_name: Option<String>,
    pub channel: String,
    pub channels: Vec<String>,
    pub conversation_ids: Vec<String>,
    pub bot_ids: Vec<String>,
    pub number: u64,
    pub started_at: String,
    pub ended_at: Option<String>,
    pub ended_by: Option<EndedBy>,
    pub resolved_at: Option<String>,
    pub resolved_by: Option<ResolvedBy>,
    pub taken_over_at: Option<String>,
    pub assignee: Option<String>,
    pub team: Option<String>,
    pub agent: Option<String>,
    pub agent_name: Option<String>,
    pub status: Status,
    pub labels: Vec<String>,
    pub duration_s: Option<Thousandths>,
    pub ai_duration_s: Option<Thousandths>,
    pub agent_duration_s: Option<Thousandths>,
    pub first_response_s: Option<Thousandths>,
    pub sla: Sla,
    pub engaged: bool,
    pub support: Support,
    pub transfer: Option<Outcome>,
    pub reopened: bool,
    pub csat: Option<Thousandths>,
}

/// Which rows of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// From 1.
    pub page: usize,
    pub per_page: usize,
    pub sort: Sort,
    /// Text that the customer's id, name or phone, or the session's id, holds; in any case of letters.
    pub search: String,
}

/// A column and a direction. Ties keep the order of the list; absent values come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// Index in [`COLUMNS`].
    pub column: usize,
    pub descending: bool,
}

/// A column to sort by: its name in a row, and its value.
#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    value: fn(&View, &Session) -> Option<SortKey>,
}

/// What a row is sorted by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SortKey {
    Number(i64),
    Text(String),
}

const fn column(name: &'static str, value: fn(&View, &Session) -> Option<SortKey>) -> Column {
    Column { name, value }
}

/// Every column that the list can be sorted by. The first is the order without a choice.
pub const COLUMNS: &[Column] = &[
    column("started_at", |_, session| number(Some(session.started_at))),
    column("customer_name", |view, session| text(view.store.customer_name(session.customer))),
    column("customer_phone", |view, session| text(view.store.customer_phone(session.customer)?)),
    column("channel", |view, session| text(view.store.names.channels.text(session.channel))),
    column("inbox_name", |view, session| text(inbox_name(view, session)?)),
    column("number", |view, session| number(Some(session.number(view.store) as i64))),
    column("status", |_, session| number(Some(session.status as i64))),
    column("agent_name", |view, session| text(story::agent_name(view.store, session.agent)?)),
    column("taken_over_at", |_, session| number(session.taken_over_at.get())),
    column("resolved_at", |_, session| number(session.resolved_at.get())),
    column("ended_at", |_, session| number(session.ended_at.get())),
    column("resolved_by", |_, session| number(session.resolved_by.map(|by| by as i64))),
    column("duration_s", |view, session| number(view.measure.lengths(session).duration)),
    column("ai_duration_s", |view, session| number(view.measure.lengths(session).ai)),
    column("agent_duration_s", |view, session| number(view.measure.lengths(session).agent)),
    column("first_response_s", |view, session| number(view.measure.first_response(session))),
    column("sla", |view, session| number(Some(view.measure.sla(session) as i64))),
    column("support", |_, session| number(Some(session.support as i64))),
    column("csat", |view, session| number(csat(view, session).map(|csat| csat.0))),
];

/// Numbers of the sessions on a page, and how many there are on all.
#[inline(never)]
pub fn page(view: &View, page: &Page) -> (usize, Vec<usize>) {
    let first = (page.page.max(1) - 1).saturating_mul(page.per_page);
    let is_natural = page.sort == (Sort { column: 0, descending: true });
    if is_natural && page.search.is_empty() {
        let sessions: Vec<usize> = view.selected().rev().skip(first).take(page.per_page).collect();
        return (view.selected().count(), sessions);
    }
    let needle = page.search.trim().to_lowercase();
    let mut found: Vec<usize> =
        view.selected().rev().filter(|&i| needle.is_empty() || matches(view, i, &needle)).collect();
    if !is_natural {
        sort(view, &mut found, page.sort);
    }
    (found.len(), found.into_iter().skip(first).take(page.per_page).collect())
}

/// Which of two comes first: absent values come last in both directions.
pub(super) fn in_order<T: Ord>(a: &Option<T>, b: &Option<T>, descending: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

pub(super) fn sort(view: &View, sessions: &mut [usize], sort: Sort) {
    let value = COLUMNS[sort.column].value;
    let keyed = sessions.iter().map(|&i| (value(view, &view.derived.sessions[i]), i)).collect();
    let keyed = ordered(keyed, |(a, _): &(Option<SortKey>, usize), (b, _)| in_order(a, b, sort.descending));
    for (place, (_, i)) in sessions.iter_mut().zip(keyed) {
        *place = i;
    }
}

fn matches(view: &View, i: usize, needle: &str) -> bool {
    let session = &view.derived.sessions[i];
    let holds = |text: &str| text.to_lowercase().contains(needle);
    is_customer(view.store, session.customer, &holds) || holds(&session::id(view.store, &view.query.policy, session))
}

/// Whether a customer's id, name or phone is as asked.
pub(super) fn is_customer(store: &Store, customer: u32, is: &dyn Fn(&str) -> bool) -> bool {
    is(store.names.customers.text(customer))
        || is(store.customer_name(customer))
        || store.customer_phone(customer).is_some_and(is)
}

/// The row of session `i`, whose events are `events`.
pub fn row(view: &View, i: usize, events: impl Iterator<Item = usize>) -> Row {
    let session = &view.derived.sessions[i];
    let (store, names) = (view.store, &view.store.names);
    let at = |instant: Option<i64>| instant.map(instant::format);
    let lengths = view.measure.lengths(session);
    let list = |list: u32| view.derived.lists.list(list);
    let mut labels: Vec<String> =
        list(session.labels).iter().map(|&label| names.labels.text(label).to_owned()).collect();
    labels.sort_unstable();
    let mut bots: Vec<u32> = Vec::new();
    for bot in list(session.bots).iter().map(|&pair| view.derived.bots[pair].0) {
        if bot != NONE && !bots.contains(&bot) {
            bots.push(bot);
        }
    }
    let owned = |ids: &super::ids::Ids, id: u32| ids.text_opt(id).map(str::to_owned);
    Row {
        id: session::id(store, &view.query.policy, session),
        customer_id: names.customers.text(session.customer).to_owned(),
        customer_name: view.store.customer_name(session.customer).to_owned(),
        customer_phone: view.store.customer_phone(session.customer).map(str::to_owned),
        inbox_id: owned(&names.inboxes, session.inbox(view.store)),
        inbox_name: inbox_name(view, session).map(str::to_owned),
        channel: names.channels.text(session.channel).to_owned(),
        channels: list(session.channels).iter().map(|&channel| names.channels.text(channel).to_owned()).collect(),
        conversation_ids: conversations(view, events)
            .into_iter()
            .map(|id| names.conversations.text(id).to_owned())
            .collect(),
        bot_ids: bots.into_iter().map(|bot| names.bots.text(bot).to_owned()).collect(),
        number: session.number(store),
        started_at: instant::format(session.started_at),
        ended_at: at(session.ended_at.get()),
        ended_by: session.ended_by,
        resolved_at: at(session.resolved_at.get()),
        resolved_by: session.resolved_by,
        taken_over_at: at(session.taken_over_at.get()),
        assignee: owned(&names.agents, session.assignee()),
        team: owned(&names.teams, session.team),
        agent: owned(&names.agents, session.agent),
        agent_name: story::agent_name(view.store, session.agent).map(str::to_owned),
        status: session.status,
        labels,
        duration_s: lengths.duration.map(Thousandths),
        ai_duration_s: lengths.ai.map(Thousandths),
        agent_duration_s: lengths.agent.map(Thousandths),
        first_response_s: view.measure.first_response(session).map(Thousandths),
        sla: view.measure.sla(session),
        engaged: session.engaged,
        support: session.support,
        transfer: session.transfer,
        reopened: session.reopened,
        csat: csat(view, session),
    }
}

/// The conversations that took part, in order of appearance; private messages aside.
pub fn conversations(view: &View, events: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut conversations = Vec::new();
    for event in events.filter(|&event| !view.store.is_private(event)) {
        let conversation = view.store.context(event).conversation;
        if !conversations.contains(&conversation) {
            conversations.push(conversation);
        }
    }
    conversations
}

pub(super) fn number(value: Option<i64>) -> Option<SortKey> {
    value.map(SortKey::Number)
}

pub(super) fn text(value: &str) -> Option<SortKey> {
    Some(SortKey::Text(value.to_owned()))
}

fn inbox_name<'a>(view: &View<'a>, session: &Session) -> Option<&'a str> {
    let id = view.store.names.inboxes.text_opt(session.inbox(view.store))?;
    Some(view.store.entities.inbox(session.inbox(view.store)).and_then(|inbox| inbox.name.as_deref()).unwrap_or(id))
}

fn csat(view: &View, session: &Session) -> Option<Thousandths> {
    let rating = view.store.ratings.get(session.rating as usize)?;
    Thousandths::ratio(rating.score.numerator.into(), rating.score.denominator.into())
}

/// The name of a bot, its id without one.
pub fn bot_name<'a>(view: &View<'a>, bot: u32) -> Option<&'a str> {
    (bot != NONE).then(|| named(&view.store.entities.bots, &view.store.names.bots, bot))
}
