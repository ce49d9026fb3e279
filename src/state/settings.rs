//! What the config says about the view. The engine has its own copy and checks it; this reads what the page needs.

use super::filters::Filters;
use super::instant_ms;
use super::period::{Period, Span, date};
use crate::i18n::{self, Lang};
use serde_json::{Value, json};

#[derive(Debug, Clone)]
pub struct Settings {
    pub lang: &'static Lang,
    pub theme: Theme,
    pub tz: String,
    /// The zone of the bot figures' days and months.
    pub bots_tz: String,
    /// A preset's name, or `custom`.
    pub policy: String,
    /// The policy, SLA, clock, business hours and active window as the config has them.
    pub rules: Value,
    pub compare: bool,
    pub period: Option<Period>,
    pub filters: Filters,
    /// Filters that hold whatever a person chooses.
    pub scope: Filters,
    /// Milliseconds since 1970; none: the clock.
    pub now: Option<i64>,
    /// The page that stands first, when the address names none.
    pub page: Option<String>,
    /// Ids in order; none: all.
    pub pages: Option<Vec<String>>,
    pub max_range_days: Option<u32>,
    pub allowed_roles: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub fn from_word(word: &str) -> Theme {
        match word {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings::read(&Value::Null, "en")
    }
}

/// What decides what a session is and how it is measured.
const RULES: &[&str] = &["policy", "sla_resolution_s", "clock", "business_hours", "active_window_s"];

impl Settings {
    /// `page_lang` is used when the config names no language.
    pub fn read(config: &Value, page_lang: &str) -> Settings {
        let text = |name: &str| config[name].as_str();
        let texts = |name: &str| -> Option<Vec<String>> {
            Some(config[name].as_array()?.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect())
        };
        // Not collected: that would be the page's only sort of such pairs, 2 KB of the first download.
        let mut rules = json!({});
        for name in RULES {
            rules[*name] = config[*name].clone();
        }
        Settings {
            lang: i18n::lang(text("lang").unwrap_or(page_lang)),
            theme: Theme::from_word(text("theme").unwrap_or_default()),
            tz: text("tz").unwrap_or("UTC").to_owned(),
            bots_tz: text("bots_tz").unwrap_or("UTC").to_owned(),
            policy: match &config["policy"] {
                Value::String(preset) => preset.clone(),
                Value::Object(fields) => match fields.get("preset").and_then(Value::as_str) {
                    Some(preset) if fields.len() == 1 => preset.to_owned(),
                    _ => "custom".to_owned(),
                },
                _ => "resolution".to_owned(),
            },
            rules,
            compare: config["compare"] == true,
            period: text("from")
                .and_then(date)
                .zip(text("to").and_then(date))
                .map(|(from, to)| Period::Custom(Span { from, to })),
            filters: Filters::from_json(&config["filters"]),
            scope: Filters::from_json(&config["scope"]),
            now: match &config["now"] {
                Value::String(at) => instant_ms(at),
                Value::Number(at) => at.as_i64(),
                _ => None,
            },
            page: None,
            pages: texts("pages"),
            max_range_days: match &config["max_range_days"] {
                Value::Null if config.get("max_range_days").is_some() => None,
                limit => Some(limit.as_u64().map_or(90, |days| days.min(u32::MAX.into()) as u32)),
            },
            allowed_roles: texts("allowed_roles").unwrap_or_else(|| vec!["owner".to_owned(), "admin".to_owned()]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_said_is_the_default() {
        let settings = Settings::default();
        assert_eq!(
            (settings.tz.as_str(), settings.policy.as_str(), settings.max_range_days),
            ("UTC", "resolution", Some(90))
        );
    }

    #[test]
    fn a_policy_with_overrides_is_custom() {
        let policy = |value| Settings::read(&json!({ "policy": value }), "en").policy;
        assert_eq!(policy(json!("window_24h")), "window_24h");
        assert_eq!(policy(json!({"preset": "window_24h"})), "window_24h");
        assert_eq!(policy(json!({"grace_s": 60})), "custom");
    }

    #[test]
    fn limits_and_languages() {
        let settings = Settings::read(&json!({"max_range_days": null, "lang": "id-ID"}), "fr");
        assert_eq!((settings.max_range_days, settings.lang.code), (None, "id"));
    }
}
