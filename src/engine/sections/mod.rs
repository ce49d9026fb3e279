//! The sections of a report. A section is a file and a line in the list below; each counts what passes the view into a
//! mergeable partial, and writes that down once everything has been merged.

pub mod agents;
pub mod ai_tools;
pub mod bots;
pub mod contacts;
pub mod conversations;
pub mod credits;
pub mod engagement;
pub mod flows;
pub mod interactions;
pub mod messages;
pub mod overview;
pub mod sessions;
pub mod teams;

use super::calendar::Zone;
use super::query::Period;
use super::tally::{Merge, mergeable};
use super::view::View;
use serde::{Deserialize, Serialize, Serializer};
use std::rc::Rc;

/// What writing down needs beside the counts: no store, so that merged shards can be written anywhere.
#[derive(Debug, Clone, Copy)]
pub struct Finish<'a> {
    pub period: Period,
    /// The period as instants.
    pub from: i64,
    pub to: i64,
    pub bots_zone: &'a Zone,
}

macro_rules! sections {
    ($($name:ident: $compared:literal),+ $(,)?) => {
        /// The names of all sections, in the order of the report.
        pub const SECTIONS: &[&str] = &[$(stringify!($name)),+];

        mergeable! {
            /// The counts of the sections that were asked for.
            pub struct Partial { $(pub $name: Asked<$name::Partial>),+ }
        }

        /// The sections that were asked for.
        #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
        pub struct Sections {
            $(
                #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "apart")]
                pub $name: Option<Rc<$name::Report>>
            ),+
        }

        /// Counts the sections for which `asked` is true.
        pub fn compute(view: &View, asked: impl Fn(&str) -> bool) -> Partial {
            Partial { $($name: Asked(asked(stringify!($name)).then(|| count(view, $name::compute)))),+ }
        }

        /// Writes them down.
        pub fn finish(partial: Partial, finish: &Finish) -> Sections {
            Sections { $($name: partial.$name.0.map(|partial| write_down(partial, finish, $name::finish))),+ }
        }

        /// Whether a section has a figure for the previous period.
        pub fn is_compared(section: &str) -> bool {
            $((section == stringify!($name) && $compared))||+
        }
    };
}

sections! {
    sessions: true,
    overview: false,
    messages: true,
    conversations: true,
    contacts: true,
    agents: false,
    teams: false,
    flows: true,
    credits: true,
    ai_tools: true,
    bots: true,
    interactions: true,
    engagement: true,
}

// Each section stays functions of its own: the browser loads those that the first page does not show later. `Rc` is for the
// one that drops it.

#[inline(never)]
fn count<P>(view: &View, compute: fn(&View) -> P) -> P {
    compute(view)
}

#[inline(never)]
fn write_down<P, R>(partial: P, finish: &Finish, write: fn(P, &Finish) -> R) -> Rc<R> {
    Rc::new(write(partial, finish))
}

#[inline(never)]
fn apart<R: Serialize, S: Serializer>(report: &R, serializer: S) -> Result<S::Ok, S::Error> {
    report.serialize(serializer)
}

/// A partial that may not have been asked for.
#[derive(Debug, Clone)]
pub struct Asked<T>(pub Option<T>);

impl<T> Default for Asked<T> {
    fn default() -> Self {
        Asked(None)
    }
}

impl<T: Merge> Merge for Asked<T> {
    fn merge(&mut self, other: Self) {
        match (&mut self.0, other.0) {
            (Some(mine), Some(theirs)) => mine.merge(theirs),
            (mine @ None, theirs) => *mine = theirs,
            (Some(_), None) => {}
        }
    }
}
