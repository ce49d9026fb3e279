//! Zones and the present, as queries need them of the machine they run on.

use super::Host;
use crate::engine::calendar::Zone;
use crate::engine::instant::{DAY, END_OF_TIME};
use crate::wire::config::Machine;
use std::rc::Rc;

/// Zones once made, and the instant that counts as now until the next load.
#[derive(Debug)]
pub(super) struct Clockwork {
    pub host: Host,
    pub now: i64,
    /// The stretch of time that records span.
    pub span: Option<(i64, i64)>,
    /// With the instants from and to which each is right.
    pub zones: Vec<(i64, i64, Rc<Zone>)>,
}

impl Machine for Clockwork {
    fn zone(&mut self, name: &str, from: i64, to: i64) -> Option<Rc<Zone>> {
        let (first, last) = self.span.unwrap_or((from, to));
        // Zones reach as far as records. Beyond, machines tell different offsets, and all have to give the same answer.
        let within = |at: i64| at.clamp(0, END_OF_TIME);
        let (from, to) = (within(from.min(first)), within(to.max(last)));
        let fits = |(first, last, zone): &&(i64, i64, Rc<Zone>)| zone.name == name && *first <= from && to <= *last;
        if let Some((_, _, zone)) = self.zones.iter().find(fits) {
            return Some(Rc::clone(zone));
        }
        // With room on both sides, so that a longer period seldom needs a new table.
        let (from, to) = (within(from - 800 * DAY), within(to + 800 * DAY));
        let zone = Rc::new((self.host.zone)(name, from, to)?);
        self.zones.retain(|(_, _, known)| known.name != name);
        self.zones.push((from, to, Rc::clone(&zone)));
        Some(zone)
    }

    fn now(&self) -> i64 {
        self.now
    }
}
