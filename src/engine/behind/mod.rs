//! What stands behind a number: for every figure of the report, the sessions, events, credits, customers or
//! conversations that it is made of. A section's figures are a file and a line in [`METRICS`]; the law that a list is as
//! long as its figure is kept by `tests/behind.rs`.

mod automation;
mod bots;
mod engagement;
mod interactions;
mod now;
mod order;
mod people;
mod row;
mod sessions;

pub use order::fields;
pub use row::{Row, rows};

use super::bits::Bits;
use super::calendar::{Day, Month, month_text, parse_day};
use super::event::words;
use super::sections;
use super::session::Session;
use super::view::View;

/// A figure of the report and the rows that it is made of. Behind a rate stand the rows of its whole, behind a mean or a
/// sum of money those that have the value.
#[derive(Debug)]
pub struct Metric {
    /// Its id: the path in the report without the positions in lists, `sessions.by_day.first`.
    pub path: &'static str,
    /// The fields that name the rows of the lists on the way, from outside in.
    pub keys: &'static [&'static str],
    of: Of,
}

impl Metric {
    /// Never unrolled: over a constant list that is a comparison written out for each figure.
    #[inline(never)]
    fn is(&self, path: &str) -> bool {
        self.path == path
    }
}

/// Where the rows come from. Sessions: those that started in the period, or all at now. Events: those in the period, or
/// all up to now. Filters hold for each.
#[derive(Debug, Clone, Copy)]
enum Of {
    Sessions(fn(Look, usize, &Session) -> bool),
    SessionsAtNow(fn(Look, usize, &Session) -> bool),
    Events(fn(Look, usize, i64) -> bool),
    EventsAtNow(fn(Look, usize, i64) -> bool),
    Rows(fn(Look) -> Found),
}

const fn sessions(path: &'static str, keys: &'static [&'static str], of: fn(Look, usize, &Session) -> bool) -> Metric {
    Metric { path, keys, of: Of::Sessions(of) }
}

const fn at_now(path: &'static str, keys: &'static [&'static str], of: fn(Look, usize, &Session) -> bool) -> Metric {
    Metric { path, keys, of: Of::SessionsAtNow(of) }
}

const fn events(path: &'static str, keys: &'static [&'static str], of: fn(Look, usize, i64) -> bool) -> Metric {
    Metric { path, keys, of: Of::Events(of) }
}

const fn events_at_now(path: &'static str, keys: &'static [&'static str], of: fn(Look, usize, i64) -> bool) -> Metric {
    Metric { path, keys, of: Of::EventsAtNow(of) }
}

const fn rows_of(path: &'static str, keys: &'static [&'static str], of: fn(Look) -> Found) -> Metric {
    Metric { path, keys, of: Of::Rows(of) }
}

/// The figures of all sections. Those of a Stat (`n`, `mean_s` …) share one line.
pub const METRICS: &[&[Metric]] = &[
    sessions::METRICS,
    now::METRICS,
    people::METRICS,
    automation::METRICS,
    bots::METRICS,
    interactions::METRICS,
    engagement::METRICS,
];

/// The figures that a Stat has.
const OF_A_STAT: &[&str] = &["n", "mean", "mean_s", "p50_s", "p90_s", "total_s"];

/// What the figures of the previous period begin with.
const PREVIOUS: &str = "previous.";

words! {
    /// What one row is.
    Grain {
        Sessions = "sessions", Events = "events", Credits = "credits", Customers = "customers",
        Conversations = "conversations", Flows = "flows",
    }
}

/// The rows behind a figure, in the order in which they are shown: by numbers of the store and of the derived sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Sessions(Vec<usize>),
    Events(Vec<usize>),
    Credits(Vec<usize>),
    Customers(Vec<u32>),
    /// An event of each.
    Conversations(Vec<usize>),
    /// With how often each ran.
    Flows(Vec<(u32, u64)>),
}

impl Found {
    pub fn grain(&self) -> Grain {
        match self {
            Found::Sessions(_) => Grain::Sessions,
            Found::Events(_) => Grain::Events,
            Found::Credits(_) => Grain::Credits,
            Found::Customers(_) => Grain::Customers,
            Found::Conversations(_) => Grain::Conversations,
            Found::Flows(_) => Grain::Flows,
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Found::Sessions(list) | Found::Events(list) | Found::Credits(list) | Found::Conversations(list) => {
                list.len()
            }
            Found::Customers(list) => list.len(),
            Found::Flows(list) => list.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each once.
    fn customers(look: Look, customers: impl Iterator<Item = u32>) -> Found {
        let mut seen = Bits::new(look.view.store.names.customers.len());
        Found::Customers(customers.filter(|&customer| seen.insert(customer as usize)).collect())
    }
}

/// A view and the part of a figure that is meant: the values of its [`Metric::keys`], none for null. A key that is left
/// out means any.
#[derive(Debug, Clone, Copy)]
struct Look<'a> {
    view: &'a View<'a>,
    part: &'a [Option<String>],
}

impl Look<'_> {
    #[inline(never)]
    fn is(self, key: usize, value: Option<&str>) -> bool {
        self.part.get(key).is_none_or(|wanted| wanted.as_deref() == value)
    }

    #[inline(never)]
    fn is_word(self, key: usize, word: &str) -> bool {
        self.is(key, Some(word))
    }

    #[inline(never)]
    fn is_number(self, key: usize, number: u64) -> bool {
        key >= self.part.len() || self.is(key, Some(&number.to_string()))
    }

    #[inline(never)]
    fn is_day(self, key: usize, day: Day) -> bool {
        self.part.get(key).is_none_or(|wanted| wanted.as_deref().and_then(parse_day) == Some(day))
    }

    #[inline(never)]
    fn is_month(self, key: usize, month: Month) -> bool {
        key >= self.part.len() || self.is_word(key, &month_text(month))
    }

    /// The day of the period that a session started on.
    #[inline(never)]
    fn day_of_session(self, i: usize) -> Day {
        self.view.period.from + self.view.day_index(self.view.hours[i].day()) as Day
    }

    /// The day of the period that an instant lies in.
    #[inline(never)]
    fn day_of(self, at: i64) -> Day {
        self.view.period.from + self.view.day_index(self.view.zone().day(at)) as Day
    }
}

/// The figure of that id, and whether the previous period's is meant. A list stands for its counts.
pub fn find(id: &str) -> Option<(&'static Metric, bool)> {
    let (path, is_previous) = id.strip_prefix(PREVIOUS).map_or((id, false), |path| (path, true));
    let section = path.split('.').next().unwrap_or_default();
    let exact = |path: &str| METRICS.iter().copied().flatten().find(|metric| metric.is(path));
    let of_stat =
        || path.rsplit_once('.').filter(|(_, figure)| OF_A_STAT.contains(figure)).and_then(|(stat, _)| exact(stat));
    let of_list = || ["count", "amount", "customers"].iter().find_map(|field| exact(&format!("{path}.{field}")));
    let metric = exact(path).or_else(of_stat).or_else(of_list)?;
    (!is_previous || sections::is_compared(section)).then_some((metric, is_previous))
}

/// The rows of a figure: sessions as in the Session List, events and credits the latest first, the rest as they
/// appear.
pub fn found(view: &View, metric: &Metric, part: &[Option<String>]) -> Found {
    let look = Look { view, part };
    let derived = view.derived;
    let mut found = match metric.of {
        Of::Sessions(test) => {
            Found::Sessions(view.selected().rev().filter(|&i| test(look, i, &derived.sessions[i])).collect())
        }
        Of::SessionsAtNow(test) => {
            let mut sessions: Vec<usize> =
                view.sessions_at_now().filter(|&(i, session)| test(look, i, session)).map(|(i, _)| i).collect();
            sessions.reverse();
            Found::Sessions(sessions)
        }
        Of::Events(test) => Found::Events(
            view.events_in_period().filter(|&(event, at)| test(look, event, at)).map(|(event, _)| event).collect(),
        ),
        Of::EventsAtNow(test) => {
            Found::Events(view.events().filter(|&(event, at)| test(look, event, at)).map(|(event, _)| event).collect())
        }
        Of::Rows(rows) => rows(look),
    };
    match &mut found {
        Found::Events(events) => latest_first(events, &|event| view.store.at(event)),
        Found::Credits(credits) => latest_first(credits, &|credit| view.store.credits[credit].at),
        _ => {}
    }
    found
}

/// Not by a key of their own: a sort of other things weighs as much in the download as a section.
fn latest_first(events: &mut [usize], at: &dyn Fn(usize) -> i64) {
    let mut keyed: Vec<(i64, u32)> = events.iter().map(|&event| (-at(event), event as u32)).collect();
    keyed.sort_unstable();
    for (event, (_, sorted)) in events.iter_mut().zip(keyed) {
        *event = sorted as usize;
    }
}
