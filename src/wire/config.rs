//! The configuration document: every key known, every value checked, every error with the path of the wrong field.

use super::fields::{as_instant, is_id};
use super::imports::{self, IMPORTS};
use super::json::Value as Raw;
use super::stream::Hint;
use crate::engine::business::BusinessHours;
use crate::engine::calendar::{Day, Zone, parse_day};
use crate::engine::dimensions::{self, DIMENSIONS};
use crate::engine::policy::{Policy, Preset, Scope, Start};
use crate::engine::query::{Filter, Period, Query};
use crate::engine::session::Clock;
use serde_json::{Map, Value};
use std::rc::Rc;

/// What is wrong, and where: `policy.idle_s`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    pub path: String,
    pub message: String,
}

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

type Result<T> = std::result::Result<T, ConfigError>;

/// The keys that decide numbers; the others are the page's.
const QUERY_KEYS: &[&str] = &[
    "tz",
    "now",
    "from",
    "to",
    "policy",
    "clock",
    "sla_resolution_s",
    "active_window_s",
    "activated_at",
    "business_hours",
    "bots_tz",
    "filters",
    "compare",
    "scope",
];
const PAGE_KEYS: &[&str] = &[
    "source",
    "token",
    "lang",
    "theme",
    "pages",
    "role",
    "allowed_roles",
    "account",
    "max_range_days",
    "limits",
    "host_origins",
    "ccai_csat_max",
];

/// What queries need of the machine they run on: zones, and which instant is now when nothing says so.
pub trait Machine {
    /// The zone of that IANA name, right at least between two instants in milliseconds.
    fn zone(&mut self, name: &str, from: i64, to: i64) -> Option<Rc<Zone>>;
    fn now(&self) -> i64;
}

/// Reads a document as a query; keys of the page are only checked for being known.
pub fn query(document: &Map<String, Value>, machine: &mut impl Machine) -> Result<Query> {
    known_keys("", document, &[QUERY_KEYS, PAGE_KEYS])?;
    if present(document, "ccai_csat_max").is_some_and(|value| !value.as_f64().is_some_and(|best| best > 1.0)) {
        return Err(expected("ccai_csat_max", "a number above 1"));
    }
    let now = match present(document, "now") {
        Some(value) => instant("now", value)?,
        None => machine.now(),
    };
    let days = [day(document, "from")?, day(document, "to")?];
    let mentioned = days.iter().flatten().map(|&day| i64::from(day) * crate::engine::instant::DAY).chain([now]);
    let (earliest, latest) = mentioned.fold((now, now), |(low, high), at| (low.min(at), high.max(at)));
    let (earliest, latest) = (earliest - (latest - earliest), latest);
    let mut zone = |key: &str| {
        let name = text(document, key)?.unwrap_or("UTC");
        machine.zone(name, earliest, latest).ok_or_else(|| error(key, format!("{name:?} is no known time zone")))
    };
    let (zone, bots_zone) = (zone("tz")?, zone("bots_tz")?);
    let period = period(days, zone.day(now))?;
    let clock = match text(document, "clock")? {
        None => Clock::Wall,
        Some(word) => Clock::from_word(word).ok_or_else(|| expected("clock", "wall or business"))?,
    };
    let business_hours = present(document, "business_hours").map(business_hours).transpose()?;
    if clock == Clock::Business && business_hours.is_none() {
        return Err(error("business_hours", "the business clock needs them".to_owned()));
    }
    let named = |key: &str| filters(key, document.get(key).unwrap_or(&Value::Null));
    let mut filters = named("scope")?;
    filters.extend(named("filters")?);
    Ok(Query {
        zone,
        bots_zone,
        now,
        period,
        policy: policy(document)?,
        clock,
        sla_ms: seconds(document, "sla_resolution_s", "sla_resolution_s")?.unwrap_or(86_400).saturating_mul(1000),
        active_window_ms: seconds(document, "active_window_s", "active_window_s")?
            .unwrap_or(86_400)
            .saturating_mul(1000),
        activated_at: present(document, "activated_at").map(|value| instant("activated_at", value)).transpose()?,
        business_hours: business_hours.unwrap_or_default(),
        filters,
        compare: flag("compare", document, "compare")?.unwrap_or(false),
    })
}

/// Checks the keys of the page as well: what a widget is configured with.
pub fn check_page(document: &Map<String, Value>) -> Result<()> {
    let words = |key: &str, words: &[&str]| match text(document, key)? {
        Some(word) if !words.contains(&word) => Err(expected(key, &format!("one of {}", words.join(", ")))),
        _ => Ok(()),
    };
    words("lang", &["en", "id", "fr"])?;
    words("theme", &["auto", "light", "dark"])?;
    text(document, "role")?;
    text(document, "account")?;
    for key in ["pages", "allowed_roles", "host_origins"] {
        match present(document, key) {
            None => {}
            Some(Value::Array(list)) if list.is_empty() && key == "pages" => {
                return Err(expected(key, "at least one page"));
            }
            Some(Value::Array(list)) if list.iter().all(Value::is_string) => {}
            Some(_) => return Err(expected(key, "a list of strings")),
        }
    }
    seconds(document, "max_range_days", "max_range_days")?;
    if let Some(limits) = present(document, "limits") {
        let limits = object("limits", limits)?;
        known_keys("limits.", limits, &[&["records", "bytes"]])?;
        seconds(limits, "records", "limits.records")?;
        seconds(limits, "bytes", "limits.bytes")?;
    }
    if let Some(source) = present(document, "source") {
        let source = object("source", source)?;
        known_keys("source.", source, &[&["url", "format", "headers", "credentials", "poll_s"]])?;
        let is_url = |url: &Value| url.as_str().is_some_and(|url| !url.is_empty());
        match present(source, "url") {
            Some(Value::Array(urls)) if !urls.is_empty() && urls.iter().all(is_url) => {}
            Some(url) if is_url(url) => {}
            _ => return Err(expected("source.url", "a URL, or a list of URLs")),
        }
        let is_format = |format: &str| Hint::named(format).is_some() || imports::find(format).is_some();
        if present(source, "format").is_some_and(|format| !format.as_str().is_some_and(is_format)) {
            let foreign: Vec<&str> = IMPORTS.iter().map(|format| format.name).collect();
            return Err(expected("source.format", &format!("one of ndjson, json, csv, {}", foreign.join(", "))));
        }
        match present(source, "credentials").map(Value::as_str) {
            None | Some(Some("omit" | "same-origin" | "include")) => {}
            Some(_) => return Err(expected("source.credentials", "one of omit, same-origin, include")),
        }
        match present(source, "headers") {
            None => {}
            Some(Value::Object(headers)) if headers.values().all(Value::is_string) => {}
            Some(_) => return Err(expected("source.headers", "an object of strings")),
        }
        if present(source, "poll_s").is_some_and(|value| !value.as_f64().is_some_and(|seconds| seconds >= 1.0)) {
            return Err(expected("source.poll_s", "a number of at least 1"));
        }
    }
    Ok(())
}

fn period([from, to]: [Option<Day>; 2], today: Day) -> Result<Period> {
    let period = match (from, to) {
        (None, None) => Period { from: today - 6, to: today + 1 },
        (Some(from), None) => Period { from, to: today + 1 },
        (None, Some(to)) => Period { from: to - 7, to },
        (Some(from), Some(to)) => Period { from, to },
    };
    if period.from >= period.to {
        return Err(error("from", "must be before `to`".to_owned()));
    }
    Ok(period)
}

fn policy(document: &Map<String, Value>) -> Result<Policy> {
    match present(document, "policy") {
        None => Ok(Policy::default()),
        Some(Value::String(name)) => preset("policy", name).map(Policy::preset),
        Some(Value::Object(fields)) => overridden(fields),
        Some(_) => Err(expected("policy", "a preset's name, or an object")),
    }
}

fn preset(path: &str, name: &str) -> Result<Preset> {
    Preset::from_word(name).ok_or_else(|| expected(path, &format!("one of {}", Preset::WORDS.join(", "))))
}

fn overridden(fields: &Map<String, Value>) -> Result<Policy> {
    const KEYS: &[&str] = &["preset", "scope", "grace_s", "idle_s", "window_s", "ends_on_resolve", "starts_on"];
    known_keys("policy.", fields, &[KEYS])?;
    let preset = match present(fields, "preset") {
        None => Preset::Resolution,
        Some(Value::String(name)) => preset("policy.preset", name)?,
        Some(_) => return Err(expected("policy.preset", "a preset's name")),
    };
    let mut policy = Policy::preset(preset);
    if let Some(scope) = present(fields, "scope") {
        policy.scope = (scope.as_str().and_then(Scope::from_word))
            .ok_or_else(|| expected("policy.scope", "one of customer, inbox, conversation"))?;
    }
    if let Some(grace_s) = seconds(fields, "grace_s", "policy.grace_s")? {
        policy.grace_s = grace_s;
    }
    // Null unsets these two; absent leaves them.
    if fields.contains_key("idle_s") {
        policy.idle_s = seconds(fields, "idle_s", "policy.idle_s")?;
    }
    if fields.contains_key("window_s") {
        policy.window_s = seconds(fields, "window_s", "policy.window_s")?;
    }
    if let Some(ends) = flag("policy.ends_on_resolve", fields, "ends_on_resolve")? {
        policy.ends_on_resolve = ends;
    }
    if let Some(starts) = present(fields, "starts_on") {
        let bad = || expected("policy.starts_on", &format!("a list out of {}", Start::WORDS.join(", ")));
        let mut list = Vec::new();
        for start in starts.as_array().ok_or_else(bad)? {
            list.push(start.as_str().and_then(Start::from_word).ok_or_else(bad)?);
        }
        let ordered = Start::WORDS.iter().filter_map(|word| Start::from_word(word));
        policy.starts_on = ordered.filter(|start| list.contains(start)).collect();
    }
    // One conversation is one session there, whatever was overridden.
    Ok(if policy.is_interaction() { Policy::preset(Preset::Interaction) } else { policy })
}

/// Reads `{name: [values]}`, which stands at `key`; null are none.
pub fn filters(key: &str, value: &Value) -> Result<Vec<Filter>> {
    let mut filters = Vec::new();
    if value.is_null() {
        return Ok(filters);
    }
    for (name, values) in object(key, value)? {
        let path = format!("{key}.{name}");
        let dimension = dimensions::find(name).ok_or_else(|| {
            let known: Vec<&str> = DIMENSIONS.iter().map(|dimension| dimension.name).collect();
            error(&path, format!("is no filter; there are {}", known.join(", ")))
        })?;
        let Value::Array(list) = values else {
            if values.is_null() {
                continue;
            }
            return Err(expected(&path, "a list of values"));
        };
        let takes_numbers = matches!(DIMENSIONS[dimension].values, dimensions::Values::Range(..));
        let mut values = Vec::new();
        for (i, value) in list.iter().enumerate() {
            let bad = |what: &str| expected(&format!("{path}.{i}"), what);
            let value = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) if takes_numbers => number.to_string(),
                _ => return Err(bad("a string")),
            };
            DIMENSIONS[dimension].values.check(&value).map_err(|what| bad(&what))?;
            values.push(value);
        }
        if !values.is_empty() {
            filters.push(Filter { dimension, values });
        }
    }
    Ok(filters)
}

fn business_hours(value: &Value) -> Result<BusinessHours> {
    let mut spans = Vec::new();
    for (weekday, list) in object("business_hours", value)? {
        let path = format!("business_hours.{weekday}");
        let number = (1..=7).find(|number: &usize| number.to_string() == *weekday);
        let number = number.ok_or_else(|| error(&path, "weekdays are 1 (Monday) to 7".to_owned()))?;
        let bad = || expected(&path, "a list of [\"09:00\", \"17:00\"]");
        if list.is_null() {
            continue;
        }
        for span in list.as_array().ok_or_else(bad)? {
            let [from, to] = span.as_array().ok_or_else(bad)?.as_slice() else { return Err(bad()) };
            let time = |value: &Value| value.as_str().and_then(time_of_day).ok_or_else(bad);
            let (from, to) = (time(from)?, time(to)?);
            if from == crate::engine::instant::DAY {
                return Err(bad());
            }
            spans.push((number - 1, from, to));
        }
    }
    Ok(BusinessHours::new(&spans))
}

/// `09:00`, or `24:00`, in milliseconds.
fn time_of_day(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let two =
        |part: &str| part.parse::<i64>().ok().filter(|_| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()));
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    let is_time = (hours < 24 && minutes < 60) || (hours == 24 && minutes == 0);
    is_time.then_some((hours * 60 + minutes) * 60_000)
}

fn instant(path: &str, value: &Value) -> Result<i64> {
    let text = value.to_string();
    let raw = match value {
        Value::String(text) => Raw::Text(text),
        _ => Raw::Number(&text),
    };
    as_instant(raw).ok_or_else(|| expected(path, "an RFC 3339 instant with offset, or whole milliseconds"))
}

fn day(document: &Map<String, Value>, key: &str) -> Result<Option<Day>> {
    let bad = || expected(key, "a date such as 2026-01-05");
    // A calendar has room beyond the stream's instants, not for every year a date can name.
    let in_reach = |day: &Day| (-40_000..80_000).contains(day);
    match present(document, key) {
        None => Ok(None),
        Some(Value::String(text)) => parse_day(text).filter(in_reach).map(Some).ok_or_else(bad),
        Some(_) => Err(bad()),
    }
}

fn seconds(fields: &Map<String, Value>, key: &str, path: &str) -> Result<Option<i64>> {
    match present(fields, key) {
        None => Ok(None),
        Some(value) => value
            .as_i64()
            .filter(|&seconds| (0..=1_000_000_000_000).contains(&seconds))
            .map(Some)
            .ok_or_else(|| expected(path, "a whole number of at least 0")),
    }
}

fn flag(path: &str, fields: &Map<String, Value>, key: &str) -> Result<Option<bool>> {
    match present(fields, key) {
        None => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(expected(path, "true or false")),
    }
}

fn text<'a>(document: &'a Map<String, Value>, key: &str) -> Result<Option<&'a str>> {
    match present(document, key) {
        None => Ok(None),
        Some(Value::String(text)) if is_id(text) => Ok(Some(text)),
        Some(_) => Err(expected(key, "a string")),
    }
}

fn object<'a>(path: &str, value: &'a Value) -> Result<&'a Map<String, Value>> {
    value.as_object().ok_or_else(|| expected(path, "an object"))
}

/// The value of a key; null is the same as absent.
fn present<'a>(fields: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    fields.get(key).filter(|value| !value.is_null())
}

fn known_keys(prefix: &str, fields: &Map<String, Value>, known: &[&[&str]]) -> Result<()> {
    match fields.keys().find(|key| !known.iter().any(|keys| keys.contains(&key.as_str()))) {
        None => Ok(()),
        Some(key) => {
            Err(error(&format!("{prefix}{key}"), format!("is no known key; there are {}", known.concat().join(", "))))
        }
    }
}

fn expected(path: &str, what: &str) -> ConfigError {
    error(path, format!("expected {what}"))
}

fn error(path: &str, message: String) -> ConfigError {
    ConfigError { path: path.to_owned(), message }
}
