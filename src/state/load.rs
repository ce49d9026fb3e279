//! Starting, loading, stopping: how records come to the engine, and what is said when they do not.

use super::reply;
use super::report::{Report, Trouble};
use super::{App, HostEvent, Period, Settings, Shared, Span, date};
use crate::protocol::{Days, Request};
use crate::worker::{Client, Event};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Load {
    Starting,
    Loading,
    /// All that the source has is here.
    Done,
    /// Stopped by a person; what had arrived stays.
    Stopped,
    /// Ended early; what had arrived stays.
    Partly(Failure),
    /// Nothing can be shown.
    Failed(Failure),
}

/// What went wrong, in the words of the part that noticed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failure {
    pub code: String,
    pub message: String,
    /// The field of the config or the query that is wrong.
    pub path: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Failure {
    /// An error as the engine answers it.
    pub fn read(of: &Value) -> Failure {
        let text = |name: &str| of[name].as_str().map(str::to_owned);
        Failure {
            code: text("code").unwrap_or_default(),
            message: text("message").unwrap_or_default(),
            path: text("path"),
            hint: text("hint"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    pub records: u64,
    pub bytes: u64,
    pub total_bytes: Option<u64>,
}

/// The server says no: access was never there, or is lost.
const FORBIDDEN: &str = "E_FORBIDDEN";

/// A person has stopped it.
const CANCELLED: &str = "E_CANCELLED";

/// Figures fill in this often while records arrive.
const FILL_IN_MS: i64 = 500;

impl Load {
    /// Whether there may be figures.
    pub fn has_data(&self) -> bool {
        !matches!(self, Load::Starting | Load::Failed(_))
    }

    fn is_over(&self) -> bool {
        !matches!(self, Load::Starting | Load::Loading)
    }
}

impl App {
    /// Reads the config, configures the engine and loads. `page_lang` is the language of the host page.
    pub fn start(self, config: Value, page_lang: &str, connect: impl FnOnce(Box<dyn Fn(Event)>) -> Client) {
        let mut settings = Settings::read(&config, page_lang);
        if let Some(contact) = self.contact.get_value() {
            settings.filters.set("customer", vec![contact]);
        }
        self.settings.set(settings);
        let filled_in_at = StoredValue::new(0);
        let client = connect(Box::new(move |event| self.heard(event, filled_in_at)));
        self.client.set_value(Some(Rc::new(client)));
        self.config.set_value(config);
        spawn_local(self.begin());
    }

    /// Ends the engine.
    pub fn stop(self) {
        if let Some(Some(client)) = self.client.try_update_value(Option::take) {
            client.close();
        }
    }

    /// Loads again, after an error or to get what is new; not while something loads.
    pub fn reload(self) {
        if self.load.try_with_untracked(Load::is_over) == Some(true) {
            spawn_local(self.begin());
        }
    }

    /// The same, until it is done; a load that goes on is waited for. Gives what is wrong with what has come.
    pub async fn refresh(self) -> Result<(), Failure> {
        match self.load.try_with_untracked(Load::is_over) {
            Some(true) => self.begin().await,
            _ => self.until(Load::is_over).await,
        }
        match self.load.try_get_untracked() {
            Some(Load::Failed(failure) | Load::Partly(failure)) => Err(failure),
            Some(Load::Stopped) => Err(Failure {
                code: CANCELLED.to_owned(),
                message: "loading was cancelled".to_owned(),
                ..Failure::default()
            }),
            _ => Ok(()),
        }
    }

    /// Stops loading; what had arrived stays.
    pub fn cancel(self) {
        let Some(client) = self.client() else { return };
        // The load ends, and says why.
        spawn_local(async move { drop(client.text(&Request::Cancel).await) });
    }

    /// Waits until the load is like that.
    pub async fn until(self, is_so: fn(&Load) -> bool) {
        let waiting = Rc::new(RefCell::new(None::<Waker>));
        let waker = Rc::clone(&waiting);
        let _watch = RenderEffect::new(move |_| {
            self.load.try_with(|_| ());
            waker.take().into_iter().for_each(Waker::wake);
        });
        poll_fn(|context| match self.load.try_with_untracked(is_so) {
            Some(false) => {
                waiting.replace(Some(context.waker().clone()));
                Poll::Pending
            }
            _ => Poll::Ready(()),
        })
        .await;
    }

    async fn begin(self) {
        if self.is_configured.try_get_value() != Some(true) {
            _ = self.load.try_set(Load::Starting);
            if !self.configure().await {
                return;
            }
        }
        self.fetch(false).await;
    }

    /// Whether the engine took the config.
    async fn configure(self) -> bool {
        let Some(config) = self.config.try_get_value() else { return false };
        let has_period = ["from", "to"].iter().any(|key| config.get(key).is_some_and(|value| !value.is_null()));
        let Some(client) = self.client() else { return false };
        match reply::tree(&client, &Request::Configure { config }).await {
            Ok(configured) => {
                let text = |name: &str| configured[name].as_str().unwrap_or_default();
                _ = self.settings.try_update(|settings| {
                    settings.tz = text("tz").to_owned();
                    let span = date(text("from")).zip(date(text("to"))).map(|(from, to)| Span { from, to });
                    settings.period = span.filter(|_| has_period).map(Period::Custom);
                });
                self.is_configured.try_set_value(true);
                true
            }
            Err(failure) => {
                self.fail(failure);
                false
            }
        }
    }

    /// Loads all that has been asked for and the days on screen, or what is missing of these.
    pub(super) async fn fetch(self, is_more: bool) {
        let Some(client) = self.client() else { return };
        let (zones, span) = untrack(|| self.needed());
        let days = Some(Days { zones: zones.clone(), from: span.from.to_string(), to: span.to.to_string() });
        let asked = (zones, span);
        self.asked.update_value(|known| {
            if known.last() != Some(&asked) {
                known.push(asked);
            }
        });
        _ = self.progress.try_set(Progress::default());
        _ = self.load.try_set(Load::Loading);
        let mut loaded = match reply::tree(&client, &Request::Load { days, is_more }).await {
            Ok(loaded) => loaded,
            Err(failure) => return self.fail(failure),
        };
        let (status, error) = (Report(loaded["status"].take()), Trouble::read(&loaded["error"]));
        let records = status.sum("diagnostics.seen");
        _ = self.answers.status.try_set(Some(Shared::new(status)));
        match error.map(of_trouble) {
            Some(failure) if failure.code == CANCELLED => _ = self.load.try_set(Load::Stopped),
            Some(failure) if records == 0 => return self.fail(failure),
            Some(failure) => self.tell_error(failure, Load::Partly),
            None => _ = self.load.try_set(Load::Done),
        }
        _ = self.version.try_update(|version| *version += 1);
        if let Some(host) = self.host() {
            _ = self.answers.updated_at.try_set(Some(host.now()));
            host.tell(HostEvent::Ready { records });
        }
    }

    fn heard(self, event: Event, filled_in_at: StoredValue<i64>) {
        match event {
            Event::Progress { records, bytes, total_bytes } => {
                self.progressed(Progress { records, bytes, total_bytes }, filled_in_at);
            }
            Event::Polled { error: None, added } => {
                // What an earlier pass could not get is here now.
                if self.load.with_untracked(|load| matches!(load, Load::Partly(_) | Load::Failed(_))) {
                    _ = self.load.try_set(Load::Done);
                }
                self.arrived(added > 0);
            }
            Event::Restarted { error: None } => {
                // The other engine has what was asked for last.
                self.asked.set_value(Vec::new());
                self.arrived(true);
            }
            Event::Polled { error: Some(trouble), .. } | Event::Restarted { error: Some(trouble) } => {
                let failure = of_trouble(trouble);
                match self.load.get_untracked() {
                    // The same again is no news.
                    Load::Partly(known) | Load::Failed(known) if known == failure => {}
                    load if load.has_data() && failure.code != FORBIDDEN => self.tell_error(failure, Load::Partly),
                    _ => self.fail(failure),
                }
            }
        }
    }

    /// New records are in the engine, without a load that was asked for here.
    pub fn arrived(self, is_new: bool) {
        let (Some(host), Some(client)) = (self.host(), self.client()) else { return };
        _ = self.answers.updated_at.try_set(Some(host.now()));
        if !is_new {
            return;
        }
        _ = self.version.try_update(|version| *version += 1);
        spawn_local(async move {
            if let Ok(status) = reply::tree(&client, &Request::Status).await {
                _ = self.answers.status.try_set(Some(Shared::new(Report(status))));
            }
        });
    }

    fn progressed(self, progress: Progress, filled_in_at: StoredValue<i64>) {
        let Some(host) = self.host() else { return };
        _ = self.progress.try_set(progress);
        host.tell(HostEvent::Progress {
            records: progress.records,
            bytes: progress.bytes,
            total_bytes: progress.total_bytes,
        });
        let (now, before) = (host.now(), filled_in_at.try_get_value().unwrap_or_default());
        let is_idle = self.answers.busy.try_get_untracked() == Some(false);
        if now - before >= FILL_IN_MS && is_idle && progress.records > 0 {
            filled_in_at.try_set_value(now);
            _ = self.version.try_update(|version| *version += 1);
        }
    }

    fn fail(self, failure: Failure) {
        if failure.code == FORBIDDEN {
            // The engine has forgotten the records; what they came to is not left on the screen either.
            self.answers.clear();
        }
        self.tell_error(failure, Load::Failed);
    }

    fn tell_error(self, failure: Failure, load: fn(Failure) -> Load) {
        if let Some(host) = self.host() {
            host.tell(HostEvent::Error(failure.clone()));
        }
        _ = self.load.try_set(load(failure));
    }
}

fn of_trouble(trouble: Trouble) -> Failure {
    Failure { code: trouble.code, message: trouble.message, path: trouble.path, hint: Some(trouble.hint) }
}
