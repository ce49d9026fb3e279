//! What every view is given: the state, the language, and which panel is open.

use super::follow::Unseen;
use super::later::Turns;
use crate::i18n::{AskText, Lang, Later, Text};
use crate::state::{App, Figure, Figures, Filters, Shared};
use leptos::prelude::*;
use serde_json::Value;

#[derive(Debug, Clone, Copy)]
pub struct Ui {
    pub app: App,
    pub lang: &'static Lang,
    /// Shorthand for `lang.text`.
    pub t: &'static Text,
    /// Shorthand for `lang.ask`.
    pub ask: &'static Later<AskText>,
    /// The panel that is open: at most one.
    pub open: RwSignal<Option<&'static str>>,
    /// Asks the Session List to come into view, once.
    pub reveal: RwSignal<bool>,
    /// The figure whose rows are shown.
    pub behind: RwSignal<Option<Figure>>,
    /// What this part of the page shows; none while there is no answer.
    pub figures: RwSignal<Option<Shared<Figures>>>,
    pub turns: Turns,
    pub unseen: Unseen,
}

impl Ui {
    /// The value of a metric such as `engagement.transfers.succeeded` in the report; none while there is no report.
    pub fn value_at(self, path: &str) -> Option<Value> {
        self.with_value(path, Value::clone)
    }

    /// The same without copying it: for lists.
    pub fn with_value<T>(self, path: &str, read: impl FnOnce(&Value) -> T) -> Option<T> {
        self.figures.with(|figures| Some(read(figures.as_ref()?.report.at(path))))
    }

    /// The same of the report in which `dimension` is not filtered, so that a chart of it keeps all its values.
    pub fn with_facet<T>(self, dimension: &str, path: &str, read: impl FnOnce(&Value) -> T) -> Option<T> {
        self.figures.with(|figures| Some(read(figures.as_ref()?.facet(dimension).at(path))))
    }

    /// What the figures are filtered by.
    pub fn filters(self) -> Filters {
        self.figures.with(|figures| figures.as_ref().map(|figures| figures.filters.clone())).unwrap_or_default()
    }

    /// The name of a value of a dimension: a person's name, a word of the language, or the value itself.
    pub fn value(self, dimension: &str, value: &str) -> String {
        self.app.answers.name(dimension, value).unwrap_or_else(|| self.lang.value(dimension, value))
    }

    /// Day and minute in the reporting zone; empty for what is no instant.
    pub fn instant(self, text: &str) -> String {
        crate::state::instant_ms(text)
            .map_or_else(String::new, |at| crate::i18n::instant(self.lang, self.app.local(at)))
    }

    /// The same for lists: without the year when it is this one.
    pub fn instant_short(self, text: &str) -> String {
        let year = chrono::Datelike::year(&self.app.today());
        crate::state::instant_ms(text)
            .map_or_else(String::new, |at| crate::i18n::instant_short(self.lang, self.app.local(at), year))
    }

    pub fn number(self, value: u64) -> String {
        crate::i18n::number(self.lang, value as f64, 0)
    }

    /// The name of a policy as it stands in the address: a preset's word, or the rules written out.
    pub fn policy_name(self, policy: &str) -> String {
        match policy.starts_with('{') {
            true => self.t.policy_custom.to_owned(),
            false => self.lang.policy(policy).to_owned(),
        }
    }
}
