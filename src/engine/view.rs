//! The store seen through one query: which sessions and events pass its filters, and where they lie in local time.

use super::bits::Bits;
use super::calendar::{Day, LocalHour, Zone};
use super::dimensions::{DIMENSIONS, Dimension, EventKey, Source, Values};
use super::event::Kind;
use super::query::{Filter, Period, Query};
use super::session::{Derived, Measure, Session};
use super::store::{Actor, Store};
use std::cell::OnceCell;
use std::ops::Range;

/// Everything a section needs to count.
#[derive(Debug)]
pub struct View<'a> {
    pub store: &'a Store,
    pub derived: &'a Derived,
    pub query: &'a Query,
    /// Local hour of each session's start in the reporting zone.
    pub hours: &'a [LocalHour],
    /// Sessions that pass every filter; none when there is no filter.
    pub mask: Option<&'a Bits>,
    /// For events: the filters looked up in their session, and those on their own fields.
    pub event_mask: Option<&'a Bits>,
    pub event_tests: &'a [EventTest],
    pub period: Period,
    pub measure: Measure<'a>,
    pub from: i64,
    pub to: i64,
    /// Events in the period that pass the filters: most sections look at them. A bit each, for there are many.
    in_period: OnceCell<Bits>,
}

/// A filter on an event's own field: the field's value must be one of these.
#[derive(Debug)]
pub struct EventTest {
    key: EventKey,
    accepted: Bits,
}

impl<'a> View<'a> {
    pub fn new(
        source: Source<'a>,
        hours: &'a [LocalHour],
        mask: Option<&'a Bits>,
        event_mask: Option<&'a Bits>,
        event_tests: &'a [EventTest],
        period: Period,
    ) -> View<'a> {
        let Source { store, derived, query } = source;
        let measure = Measure::of(query);
        let (from, to) = (query.zone.day_start(period.from), query.zone.day_start(period.to));
        View {
            store,
            derived,
            query,
            hours,
            mask,
            event_mask,
            event_tests,
            period,
            measure,
            from,
            to,
            in_period: OnceCell::new(),
        }
    }

    /// Numbers of the sessions that pass the filters and started in the period, ascending.
    pub fn selected(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.session_range().filter(|&session| self.passes(session))
    }

    /// The sessions that pass the filters and started in the period.
    pub fn sessions(&self) -> impl Iterator<Item = (usize, &'a Session)> {
        let sessions = &self.derived.sessions;
        self.selected().map(move |i| (i, &sessions[i]))
    }

    /// All sessions that pass the filters, whenever they started.
    pub fn sessions_at_now(&self) -> impl Iterator<Item = (usize, &'a Session)> {
        self.derived.sessions.iter().enumerate().filter(|&(i, _)| self.passes(i))
    }

    pub fn passes(&self, session: usize) -> bool {
        self.mask.is_none_or(|mask| mask.contains(session))
    }

    pub fn is_active(&self, session: &Session) -> bool {
        session.is_active(self.query.now, self.query.active_window_ms)
    }

    /// Events up to `now` that pass the filters, with their instants, in the store's order.
    pub fn events(&self) -> impl Iterator<Item = (usize, i64)> {
        self.events_between(i64::MIN, i64::MAX)
    }

    /// Events in the period that pass the filters.
    pub fn events_in_period(&self) -> impl Iterator<Item = (usize, i64)> {
        let chosen = self.in_period.get_or_init(|| {
            let mut chosen = Bits::new(self.store.len());
            self.events_between(self.from, self.to).for_each(|(event, _)| _ = chosen.insert(event));
            chosen
        });
        chosen.members().map(|event| (event, self.store.at(event)))
    }

    /// Events with `from <= at < to`, none later than `now`, that pass the filters.
    pub fn events_between(&self, from: i64, to: i64) -> impl Iterator<Item = (usize, i64)> {
        let to = to.min(self.query.now + 1);
        let is_filtered = self.event_mask.is_some() || !self.event_tests.is_empty();
        (0..self.store.len())
            .map(|event| (event, self.store.at(event)))
            .filter(move |&(event, at)| from <= at && at < to && (!is_filtered || self.event_passes(event)))
    }

    /// Events of one kind in the period that pass the filters.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (usize, i64)> {
        self.events_in_period().filter(move |&(event, _)| self.store.kind(event) == kind)
    }

    pub fn event_passes(&self, event: usize) -> bool {
        let looked_up = || match self.event_mask {
            None => true,
            Some(mask) => self.derived.place(event).session().is_some_and(|session| mask.contains(session)),
        };
        let source = Source { store: self.store, derived: self.derived, query: self.query };
        self.event_tests.iter().all(|test| test.accepted.contains((test.key)(source, event) as usize)) && looked_up()
    }

    /// Who is concerned in events up to `now`, filters or not; each at least once.
    pub fn actors(&self) -> Vec<Actor> {
        let (store, now) = (self.store, self.query.now);
        if store.latest_at.is_none_or(|latest| latest <= now) {
            return store.actors.items().to_vec();
        }
        let of_events = (0..store.len()).filter(|&event| store.at(event) <= now).map(|event| store.actor_number(event));
        let of_credits = store.credits.iter().filter(|credit| credit.at <= now).map(|credit| credit.actor);
        let mut numbers = Bits::new(store.actors.items().len());
        of_events.chain(of_credits).for_each(|number| _ = numbers.insert(number as usize));
        numbers.members().map(|number| store.actors.items()[number]).collect()
    }

    pub fn zone(&self) -> &Zone {
        &self.query.zone
    }

    /// The place of an instant of the period among its days. (Where a clock goes back over midnight, the date of an
    /// instant may lie outside; it then counts for the nearest day, so that days sum to the whole.)
    pub fn day_index(&self, day: Day) -> usize {
        (day.clamp(self.period.from, self.period.to - 1) - self.period.from) as usize
    }

    fn session_range(&self) -> Range<usize> {
        let started_before = |at: i64| self.derived.sessions.partition_point(|session| session.started_at < at);
        started_before(self.from)..started_before(self.to)
    }
}

/// Local hours of all sessions' starts.
pub fn local_hours(derived: &Derived, zone: &Zone) -> Vec<LocalHour> {
    derived.sessions.iter().map(|session| zone.hour(session.started_at)).collect()
}

/// What a dimension says of each session.
#[derive(Debug)]
pub enum Keys {
    /// Of words and small numbers.
    Bytes(Vec<u8>),
    /// Of ids and lists of them.
    Numbers(Vec<u32>),
}

pub fn session_keys(source: Source, hours: &[LocalHour], dimension: usize) -> Keys {
    let Dimension { key, values, .. } = &DIMENSIONS[dimension];
    let keys = std::iter::zip(source.derived.sessions.iter(), hours).map(|(session, &hour)| key(source, session, hour));
    match values {
        Values::Ids => Keys::Numbers(keys.collect()),
        Values::Words(_) | Values::Range(..) => Keys::Bytes(keys.map(|key| key as u8).collect()),
    }
}

/// The sessions that pass one filter; `keys` are those of its dimension.
pub fn session_bits(source: Source, keys: &Keys, filter: &Filter) -> Bits {
    let accepted = (DIMENSIONS[filter.dimension].accept)(source, &filter.values);
    match keys {
        Keys::Bytes(keys) => Bits::from_fn(keys.len(), |i| accepted.contains(keys[i].into())),
        Keys::Numbers(keys) => Bits::from_fn(keys.len(), |i| accepted.contains(keys[i] as usize)),
    }
}

/// The filters that events answer by their own fields, and those that their sessions answer.
pub fn split_for_events<'q>(source: Source, filters: &'q [Filter]) -> (Vec<EventTest>, Vec<&'q Filter>) {
    let mut tests = Vec::new();
    let mut looked_up = Vec::new();
    for filter in filters {
        match &DIMENSIONS[filter.dimension].event {
            Some(event) => tests.push(EventTest { key: event.key, accepted: (event.accept)(source, &filter.values) }),
            None => looked_up.push(filter),
        }
    }
    (tests, looked_up)
}
