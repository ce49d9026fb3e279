//! A store with what was derived from it last: asking a slightly different question costs only the difference.

use super::bits::Bits;
use super::calendar::LocalHour;
use super::dimensions::Source;
use super::policy::Policy;
use super::query::{Filter, Period, Query};
use super::report::{Diagnostics, Previous, Range, Report};
use super::sections::{self, Finish, Partial};
use super::session::{Derived, derive};
use super::store::{Counts, Store};
use super::tally::Merge;
use super::view::{EventTest, Keys, View, local_hours, session_bits, session_keys, split_for_events};
use std::rc::Rc;

/// One shard: no customer and no conversation of it is in another.
#[derive(Debug, Default)]
pub struct Desk {
    pub store: Store,
    derived: Option<(DerivedFrom, Rc<Derived>)>,
    located: Option<Located>,
}

#[derive(Debug, PartialEq)]
struct DerivedFrom {
    version: u64,
    policy: Policy,
    now: i64,
    activated_at: Option<i64>,
}

/// What depends on zone and measure: local hours, what the dimensions that were asked for say of each session, and a mask
/// for each filter.
#[derive(Debug)]
struct Located {
    query: Query,
    hours: Rc<Vec<LocalHour>>,
    /// With the number of the dimension.
    keys: Vec<(usize, Keys)>,
    masks: Vec<(Filter, Rc<Bits>)>,
}

/// Dimensions kept: the next filter is mostly one of those before, and people go back and forth between half a dozen.
const KEYS_KEPT: usize = 8;
/// Masks kept before the memory of earlier questions is dropped.
const MASKS_KEPT: usize = 64;

/// Everything that views of one query share.
#[derive(Debug)]
pub struct Prepared<'a> {
    store: &'a Store,
    query: &'a Query,
    pub derived: Rc<Derived>,
    hours: Rc<Vec<LocalHour>>,
    mask: Option<Bits>,
    event_mask: Option<Bits>,
    event_tests: Vec<EventTest>,
}

impl Desk {
    /// Derives what the query needs and is not there yet.
    pub fn prepare<'a>(&'a mut self, query: &'a Query) -> Prepared<'a> {
        self.store.settle();
        let derived = self.derive(query);
        let store = &self.store;
        let source = Source { store, derived: &derived, query };
        let located = match &mut self.located {
            Some(located) if is_located_for(&located.query, query) => located,
            stale => {
                let hours = Rc::new(local_hours(&derived, &query.zone));
                stale.insert(Located { query: query.clone(), hours, keys: Vec::new(), masks: Vec::new() })
            }
        };
        if located.masks.len() > MASKS_KEPT {
            located.masks.clear();
        }
        let Located { hours, keys, masks, .. } = located;
        let mut mask_of = |filter: &Filter| {
            if let Some((_, mask)) = masks.iter().find(|(known, _)| known == filter) {
                return Rc::clone(mask);
            }
            let place = keys.iter().position(|(dimension, _)| *dimension == filter.dimension).unwrap_or_else(|| {
                if keys.len() == KEYS_KEPT {
                    keys.clear();
                }
                keys.push((filter.dimension, session_keys(source, hours, filter.dimension)));
                keys.len() - 1
            });
            let mask = Rc::new(session_bits(source, &keys[place].1, filter));
            masks.push((filter.clone(), Rc::clone(&mask)));
            mask
        };
        let mut masks = |filters: &mut dyn Iterator<Item = &Filter>| {
            filters.map(&mut mask_of).fold(None, |all: Option<Bits>, mask| match all {
                None => Some((*mask).clone()),
                Some(mut all) => {
                    all.intersect(&mask);
                    Some(all)
                }
            })
        };
        let (event_tests, looked_up) = split_for_events(source, &query.filters);
        let mask = masks(&mut query.filters.iter());
        let event_mask = masks(&mut looked_up.into_iter());
        let hours = Rc::clone(hours);
        Prepared { store, query, derived, hours, mask, event_mask, event_tests }
    }

    /// Counts the asked sections for the query's period, and for the previous one when it compares.
    pub fn partials(&mut self, query: &Query, asked: impl Fn(&str) -> bool + Copy) -> Answer {
        let prepared = self.prepare(query);
        let period = sections::compute(&prepared.view(query.period), asked);
        let previous = query.compare.then(|| {
            let view = prepared.view(query.period.previous());
            sections::compute(&view, |section| asked(section) && sections::is_compared(section))
        });
        let future = self.store.later_than(query.now);
        Answer { counts: self.store.counts, future, period, previous }
    }

    /// The report of this shard alone.
    pub fn report(&mut self, query: &Query, asked: impl Fn(&str) -> bool + Copy) -> Report {
        self.partials(query, asked).finish(query)
    }

    /// Bytes held beside message texts.
    pub fn bytes(&self) -> usize {
        self.store.bytes().iter().sum::<usize>() + self.derived.as_ref().map_or(0, |(_, derived)| derived.bytes())
    }

    fn derive(&mut self, query: &Query) -> Rc<Derived> {
        let from = DerivedFrom {
            version: self.store.version,
            policy: query.policy.clone(),
            now: query.now,
            activated_at: query.activated_at,
        };
        if let Some((known, derived)) = &self.derived
            && *known == from
        {
            return Rc::clone(derived);
        }
        // The old sessions go before the new ones come: memory holds one set.
        (self.derived, self.located) = (None, None);
        let derived = Rc::new(derive(&self.store, &query.policy, query.now, query.activated_at));
        self.derived = Some((from, Rc::clone(&derived)));
        derived
    }
}

impl Prepared<'_> {
    pub fn view(&self, period: Period) -> View<'_> {
        let source = Source { store: self.store, derived: &self.derived, query: self.query };
        View::new(source, &self.hours, self.mask.as_ref(), self.event_mask.as_ref(), &self.event_tests, period)
    }
}

/// The counts of one shard; merged with those of others it gives the counts of both.
#[derive(Debug, Clone)]
pub struct Answer {
    counts: Counts,
    future: u64,
    period: Partial,
    previous: Option<Partial>,
}

impl Answer {
    /// Writes the report of everything merged so far.
    pub fn finish(self, query: &Query) -> Report {
        let previous = self.previous.map(|partial| {
            let period = query.period.previous();
            Previous { range: Range::new(query, period), sections: write(partial, query, period) }
        });
        Report {
            range: Range::new(query, query.period),
            policy: query.policy.clone(),
            diagnostics: Diagnostics::new(&self.counts, self.future),
            sections: write(self.period, query, query.period),
            previous,
        }
    }
}

impl Merge for Answer {
    fn merge(&mut self, other: Self) {
        self.counts.merge(other.counts);
        self.future += other.future;
        self.period.merge(other.period);
        match (&mut self.previous, other.previous) {
            (Some(mine), Some(theirs)) => mine.merge(theirs),
            (mine @ None, theirs) => *mine = theirs,
            (Some(_), None) => {}
        }
    }
}

/// The answer of several shards together; none of no shards.
pub fn merge(answers: impl IntoIterator<Item = Answer>) -> Option<Answer> {
    answers.into_iter().reduce(|mut all, answer| {
        all.merge(answer);
        all
    })
}

fn write(partial: Partial, query: &Query, period: Period) -> sections::Sections {
    let (from, to) = (query.zone.day_start(period.from), query.zone.day_start(period.to));
    sections::finish(partial, &Finish { period, from, to, bots_zone: &query.bots_zone })
}

/// Whether local hours and masks made for one query hold for the other.
fn is_located_for(a: &Query, b: &Query) -> bool {
    a.zone == b.zone && a.clock == b.clock && a.sla_ms == b.sla_ms && a.business_hours == b.business_hours
}
