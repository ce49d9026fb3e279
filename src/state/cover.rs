//! Which days records are needed of: a source whose address has `{from}` or `{to}` gives those it is asked for, and no others.

use super::{App, Load, Span};
use crate::sources::Options;
use leptos::prelude::*;
use leptos::task::spawn_local;

impl App {
    /// The days on screen, those that they are compared with included, and the zones that they are meant in.
    pub(super) fn needed(self) -> (Vec<String>, Span) {
        let Span { from, to } = self.span();
        let from = if self.compares() { from - (to - from) } else { from };
        let mut zones = vec![self.tz()];
        if self.needs().sections.contains(&"bots") {
            zones.push(self.settings.with(|settings| settings.bots_tz.clone()));
        }
        (zones, Span { from, to })
    }

    /// From now on asks for what is missing when other days are looked at.
    pub fn cover(self) {
        if !self.config.with_value(|config| Options::read(config).has_days()) {
            return;
        }
        Effect::new(move |_| {
            self.version.track();
            let (zones, span) = self.needed();
            let is_ready = self.load.with(|load| load.has_data() && *load != Load::Loading);
            // What failed is asked for again by who retries.
            let is_in = |(known, days): &(Vec<String>, Span)| {
                zones.iter().all(|zone| known.contains(zone)) && days.from <= span.from && span.to <= days.to
            };
            if is_ready && !self.asked.with_value(|asked| asked.iter().any(is_in)) {
                spawn_local(self.fetch(true));
            }
        });
    }
}
