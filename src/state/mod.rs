//! The state of one widget: what is looked at, what has arrived, what the engine answered. Signals and memos; no DOM.
//!
//! All signals are made once, under the widget's root, and live as long as it does. Answers that come later than that
//! are dropped by the `try_` calls.

mod answers;
mod ask;
mod contact;
mod cover;
mod filters;
mod host;
mod load;
mod period;
pub mod reply;
pub mod report;
mod route;
mod settings;
mod shared;

pub use answers::{Answers, Detail, Figures, List, OutsideAnswer};
pub use ask::{Figure, JOINT};
pub use filters::Filters;
pub use host::{Entry, Host, HostEvent};
pub use load::{Failure, Load, Progress};
pub use period::{Period, Span, date};
pub use route::{ListView, PER_PAGE, Route};
pub use settings::{Settings, Theme};
pub use shared::Shared;

use crate::engine::instant;
use crate::i18n::Lang;
use crate::protocol::Request;
use crate::worker::Client;
use chrono::NaiveDate;
use contact::addressed;
use leptos::prelude::*;
use serde_json::{Map, Value};
use std::rc::Rc;

/// What the page on screen needs of the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    pub page: &'static str,
    /// Sections of the report.
    pub sections: &'static [&'static str],
    /// Dimensions that its charts show: each keeps all of its values while it is filtered. A chart of two, such as
    /// `weekday+hour`, keeps those of both.
    pub facets: &'static [&'static str],
    pub list: Listed,
    /// The last days that it shows where nobody has chosen any.
    pub days: u32,
}

/// The list that is on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    Nothing,
    Sessions,
    /// Bot sessions and their conversations.
    Mapping,
}

/// What a session is and how it is measured, as far as a person chose it; the rest is as configured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// A preset's word, or rules written out as JSON.
    pub policy: Option<String>,
    /// SLA, clock and business hours as a JSON object.
    pub what_if: Option<String>,
}

impl Rules {
    fn of(route: &Route) -> Rules {
        Rules { policy: route.policy.clone(), what_if: route.rules.clone() }
    }

    fn insert_into(&self, query: &mut Map<String, Value>) {
        let what_if = self.what_if.as_ref().and_then(|text| serde_json::from_str::<Map<String, Value>>(text).ok());
        query.extend(what_if.into_iter().flatten());
        if let Some(policy) = &self.policy {
            let rules = policy.starts_with('{').then(|| serde_json::from_str(policy).ok()).flatten();
            query.insert("policy".to_owned(), rules.unwrap_or_else(|| policy.as_str().into()));
        }
    }
}

/// One widget. Copy: it is handles to signals.
#[derive(Clone, Copy)]
pub struct App {
    pub settings: RwSignal<Settings>,
    pub route: RwSignal<Route>,
    pub load: RwSignal<Load>,
    pub progress: RwSignal<Progress>,
    pub answers: Answers,
    /// The period before the last zoom into a chart, to go back to.
    pub zoomed_from: RwSignal<Option<Period>>,
    /// The rules before the change that is being asked about.
    pub before: RwSignal<Option<Rules>>,
    /// Views by name where the browser keeps none: as long as the widget is there.
    pub unkept_views: StoredValue<Map<String, Value>>,
    /// Goes up with every change of the data.
    pub version: RwSignal<u32>,
    /// Whether the whole program is there: what needs its second part, charts and lists, is neither asked for nor shown before.
    pub is_whole: RwSignal<bool>,
    needs_of: fn(&Route, &Settings) -> Needs,
    host: StoredValue<Rc<dyn Host>, LocalStorage>,
    client: StoredValue<Option<Rc<Client>>, LocalStorage>,
    config: StoredValue<Value>,
    is_configured: StoredValue<bool>,
    /// The days that have been asked for, and the zones that they were meant in.
    asked: StoredValue<Vec<(Vec<String>, Span)>>,
    /// Who is open in the helpdesk around the page.
    contact: StoredValue<Option<String>>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

impl App {
    /// `contact`: who is open in the helpdesk around the page.
    pub fn new(host: Rc<dyn Host>, contact: Option<String>, needs_of: fn(&Route, &Settings) -> Needs) -> App {
        let route = addressed(&host.prefix(), &host.fragment(), contact.as_deref());
        App {
            settings: RwSignal::new(Settings::default()),
            route: RwSignal::new(route),
            load: RwSignal::new(Load::Starting),
            progress: RwSignal::new(Progress::default()),
            answers: Answers::new(),
            zoomed_from: RwSignal::new(None),
            before: RwSignal::new(None),
            unkept_views: StoredValue::new(Map::new()),
            version: RwSignal::new(0),
            is_whole: RwSignal::new(false),
            needs_of,
            host: StoredValue::new_local(host),
            client: StoredValue::new_local(None),
            config: StoredValue::new(Value::Null),
            is_configured: StoredValue::new(false),
            asked: StoredValue::default(),
            contact: StoredValue::new(contact),
        }
    }

    /// The language, tracked.
    pub fn lang(self) -> &'static Lang {
        self.settings.with(|settings| settings.lang)
    }

    pub fn needs(self) -> Needs {
        self.route.with(|route| self.settings.with(|settings| (self.needs_of)(route, settings)))
    }

    /// The reporting zone.
    pub fn tz(self) -> String {
        self.route.with(|route| route.tz.clone()).unwrap_or_else(|| self.settings.with(|settings| settings.tz.clone()))
    }

    pub fn policy(self) -> String {
        let chosen = self.route.with(|route| route.policy.clone());
        chosen.unwrap_or_else(|| self.settings.with(|settings| settings.policy.clone()))
    }

    pub fn filters(self) -> Filters {
        let chosen = self.route.with(|route| route.filters.clone());
        chosen.unwrap_or_else(|| self.settings.with(|settings| settings.filters.clone()))
    }

    /// What the config says `now` is, else the clock.
    pub fn now(self) -> i64 {
        let configured = self.settings.with(|settings| settings.now);
        configured.unwrap_or_else(|| self.host.with_value(|host| host.now()))
    }

    /// What a clock in the reporting zone shows at that instant, in milliseconds.
    pub fn local(self, at: i64) -> i64 {
        let tz = self.tz();
        at + self.host.with_value(|host| host.offset(&tz, at))
    }

    pub fn today(self) -> NaiveDate {
        day_of(self.local(self.now()))
    }

    /// The period in force: chosen, else configured, else as many days as the page is meant for.
    pub fn period(self) -> Period {
        let chosen = self.route.with(|route| route.period);
        let configured = || self.settings.with(|settings| settings.period);
        chosen.or_else(configured).unwrap_or_else(|| Period::Last(self.needs().days))
    }

    pub fn span(self) -> Span {
        self.period().span(self.today())
    }

    pub fn zones(self) -> Vec<String> {
        self.host.with_value(|host| host.zones())
    }

    pub(crate) fn host(self) -> Option<Rc<dyn Host>> {
        self.host.try_with_value(Rc::clone)
    }

    pub(crate) fn client(self) -> Option<Rc<Client>> {
        self.client.try_with_value(Clone::clone).flatten()
    }

    /// The overrides of the config that the view stands for.
    pub fn query(self, filters: &Filters) -> Value {
        let mut query = self.unruled(filters);
        query.as_object_mut().into_iter().for_each(|query| self.route.with(Rules::of).insert_into(query));
        query
    }

    /// The same by the config's rules.
    fn unruled(self, filters: &Filters) -> Value {
        let span = self.span();
        let mut query = Map::new();
        query.insert("tz".to_owned(), self.tz().into());
        query.insert("from".to_owned(), span.from.to_string().into());
        query.insert("to".to_owned(), span.to.to_string().into());
        query.insert("filters".to_owned(), filters.to_json());
        Value::Object(query)
    }

    /// Whether figures stand beside those of the previous period.
    pub fn compares(self) -> bool {
        let chosen = self.route.with(|route| route.compare);
        chosen.unwrap_or_else(|| self.settings.with(|settings| settings.compare))
    }

    /// The rules in force: what was chosen, over the config's.
    pub fn rules(self) -> Value {
        let mut rules = self.settings.with(|settings| settings.rules.clone());
        if let Some(fields) = rules.as_object_mut() {
            self.route.with(Rules::of).insert_into(fields);
        }
        rules
    }

    /// Other rules: figures show the difference to those before until they are dismissed.
    pub fn set_rules(self, rules: Rules) {
        let before = self.route.with_untracked(Rules::of);
        if rules == before {
            return;
        }
        // Who goes back to where the question began has no question any more.
        let origin = self.before.try_get_untracked().flatten().unwrap_or(before);
        _ = self.before.try_set((origin != rules).then_some(origin));
        self.go(|route| {
            (route.policy, route.rules) = (rules.policy, rules.what_if);
            route.list.page = 1;
            route.session = None;
        });
    }

    /// Changes the view as a new entry of the history, and tells the host what has changed.
    pub fn go(self, change: impl FnOnce(&mut Route)) {
        self.change(Entry::New, self.view_in_force(), change);
    }

    /// Changes the view in the place of the current entry.
    pub fn adjust(self, change: impl FnOnce(&mut Route)) {
        self.change(Entry::Same, self.view_in_force(), change);
    }

    /// Takes over what the address says, after back, forward or an edit.
    pub fn restore(self) {
        let Some(host) = self.host() else { return };
        let Some(contact) = self.contact.try_get_value() else { return };
        let route = addressed(&host.prefix(), &host.fragment(), contact.as_deref());
        // Back at the rules that others were held against: nothing is asked any more.
        if self.before.try_get_untracked().flatten() == Some(Rules::of(&route)) {
            _ = self.before.try_set(None);
        }
        if self.route.try_with_untracked(|old| route.period != old.period) == Some(true) {
            _ = self.zoomed_from.try_set(None);
        }
        self.enter(route, self.view_in_force());
    }

    fn change(self, entry: Entry, before: HostEvent, change: impl FnOnce(&mut Route)) {
        let (Some(old), Some(host)) = (self.route.try_get_untracked(), self.host()) else { return };
        let mut new = old.clone();
        change(&mut new);
        if new != old {
            let fragment = new.write(&host.prefix(), &host.fragment());
            host.set_fragment(&fragment, entry);
        }
        self.enter(new, before);
    }

    /// Shows a view, and tells the host what is other than `before`.
    fn enter(self, new: Route, before: HostEvent) {
        let (Some(old), Some(host)) = (self.route.try_get_untracked(), self.host()) else { return };
        let (is_other, is_opened) = (is_other_question(&new, &old), new.session != old.session);
        if new != old {
            _ = self.route.try_set(new);
        }
        if is_opened {
            self.tell_session();
        }
        // Another page may be meant for other days.
        let view = self.view_in_force();
        if is_other || view != before {
            host.tell(view);
        }
    }

    /// Tells the host which session is open, if one is.
    pub fn tell_session(self) {
        let id = self.route.try_with_untracked(|route| route.session.clone()).flatten();
        if let (Some(id), Some(host)) = (id, self.host()) {
            host.tell(HostEvent::Session { id });
        }
    }

    /// The view in force, as hosts are told of it when it changes.
    pub fn view_in_force(self) -> HostEvent {
        untrack(|| HostEvent::Change {
            filters: self.filters(),
            period: Some(self.span()),
            policy: Some(self.policy()),
        })
    }

    /// Chooses a value of a dimension, or takes it back; lists start over at their first page.
    pub fn toggle(self, dimension: &str, value: &str) {
        let mut filters = untrack(|| self.filters());
        filters.toggle(dimension, value);
        self.set_filters(filters);
    }

    /// Chooses the values of several dimensions together, instead of others of theirs, or takes them back. An empty one is any.
    pub fn choose(self, pairs: &[(&str, &str)]) {
        let mut filters = untrack(|| self.filters());
        match pairs {
            [] => return,
            [(dimension, value)] => filters.toggle(dimension, value),
            _ => {
                let wanted = |value: &str| if value.is_empty() { Vec::new() } else { vec![value.to_owned()] };
                let is_chosen = pairs.iter().all(|(dimension, value)| filters.of(dimension) == wanted(value));
                for (dimension, value) in pairs {
                    filters.set(dimension, if is_chosen { Vec::new() } else { wanted(value) });
                }
            }
        }
        self.set_filters(filters);
    }

    pub fn set_filters(self, filters: Filters) {
        self.set_listed(filters, |_| {});
    }

    /// The same, with nothing searched for in the list: it is as long as the figure that leads to it.
    pub fn show_rows(self, filters: Filters) {
        self.set_listed(filters, |list| list.search.clear());
    }

    fn set_listed(self, filters: Filters, change: fn(&mut ListView)) {
        let is_as_configured = self.settings.with_untracked(|settings| settings.filters == filters);
        self.go(|route| {
            route.filters = (!is_as_configured).then_some(filters);
            route.list.page = 1;
            change(&mut route.list);
        });
    }

    pub fn set_period(self, period: Period) {
        _ = self.zoomed_from.try_set(None);
        self.go(|route| {
            route.period = Some(period);
            route.list.page = 1;
        });
    }

    /// Splits sessions by another policy: a preset's word, or rules written out as JSON.
    pub fn set_policy(self, policy: &str) {
        let what_if = self.route.with_untracked(|route| route.rules.clone());
        self.set_rules(Rules { policy: Some(policy.to_owned()), what_if });
    }

    /// The answer to any request as a tree, for what no other view shares.
    pub async fn ask(self, request: Request) -> Result<Value, Failure> {
        let client = self.client().ok_or_else(Failure::default)?;
        let text = reply::text(&client, &request).await?;
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }

    /// Zooms into days of a chart; the same days again go back to where the zooming began.
    pub fn zoom(self, span: Span) {
        let (before, current) = untrack(|| (self.period(), self.span()));
        let origin = self.zoomed_from.try_get_untracked().flatten();
        if span == current {
            return match origin {
                Some(origin) => self.set_period(origin),
                // A shared link may begin with these days.
                None => self.go(|route| route.period = None),
            };
        }
        self.set_period(Period::Custom(span));
        _ = self.zoomed_from.try_set(origin.or(Some(before)));
    }

    pub fn open_session(self, id: &str) {
        self.go(|route| route.session = Some(id.to_owned()));
    }
}

/// Whether the figures are others.
fn is_other_question(new: &Route, old: &Route) -> bool {
    (&new.period, &new.filters, &new.policy, &new.rules) != (&old.period, &old.filters, &old.policy, &old.rules)
}

/// The day of a local instant in milliseconds.
pub fn day_of(local_ms: i64) -> NaiveDate {
    chrono::DateTime::from_timestamp_millis(local_ms).map(|at| at.date_naive()).unwrap_or_default()
}

/// An instant as RFC 3339 in milliseconds since 1970.
pub fn instant_ms(text: &str) -> Option<i64> {
    instant::parse(text.as_bytes())
}

/// Rules written out, as the address keeps a policy that is no preset.
pub fn policy_text(policy: &report::Policy) -> String {
    serde_json::to_string(policy).unwrap_or_default()
}
