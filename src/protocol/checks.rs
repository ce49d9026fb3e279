//! The report checked by itself: parts add up to wholes, the list behind a figure is as long as it says, and an export
//! says what the screen does. Each check names both numbers, so that a person can see what was compared.

use super::behind::Figure;
use super::{Engine, Export, Request, Response};
use crate::engine::behind::METRICS;
use crate::engine::event::words;
use crate::wire::config::ConfigError;
use serde::{Deserialize, Serialize};
use serde_json::Value;

words! {
    /// What is compared with a figure.
    CheckKind { Parts = "parts", List = "list", Export = "export" }
}

/// One comparison: the figure, and what was found in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub kind: CheckKind,
    /// The figure's id; a list of parts behind it for parts.
    pub metric: String,
    pub parts: String,
    pub figure: String,
    pub found: String,
    pub holds: bool,
}

/// Figures, and the parts that add up to them. `[]` stands for each row of a list.
const WHOLES: &[(&str, &[&str])] = &[
    ("sessions.total", &["sessions.first_customer", "sessions.returning_customer"]),
    ("sessions.total", &["sessions.by_day[].total"]),
    ("sessions.total", &["sessions.by_source[].count"]),
    (
        "sessions.total",
        &[
            "sessions.resolution.ai",
            "sessions.resolution.agent",
            "sessions.resolution.other",
            "sessions.resolution.unresolved",
        ],
    ),
    (
        "sessions.total",
        &[
            "sessions.by_status.open",
            "sessions.by_status.pending",
            "sessions.by_status.assigned",
            "sessions.by_status.resolved",
            "sessions.by_status.expired",
        ],
    ),
    (
        "sessions.total",
        &["sessions.performance.sla.in", "sessions.performance.sla.out", "sessions.performance.sla.pending"],
    ),
    ("sessions.first_customer", &["sessions.by_day[].first"]),
    ("sessions.returning_customer", &["sessions.by_day[].returning"]),
    ("sessions.total", &["conversations.new_sessions"]),
    ("conversations.new_sessions", &["conversations.by_day[].count"]),
    (
        "overview.active_sessions",
        &["conversations.active.unassigned", "conversations.active.assigned", "conversations.active.resolved"],
    ),
    ("messages.received", &["messages.by_day[].received"]),
    ("messages.agent_sent", &["messages.by_day[].agent_sent"]),
    ("messages.bot_sent", &["messages.by_day[].bot_sent"]),
    ("messages.broadcast_sent", &["messages.by_day[].broadcast_sent"]),
    ("flows.triggered", &["flows.popular[].count"]),
    ("credits.total_used", &["credits.used[].amount"]),
    ("credits.total_used", &["credits.by_day[].amount"]),
    ("bots.sessions", &["bots.by_day[].count"]),
    ("bots.sessions", &["bots.by_month[].count"]),
    ("sessions.total", &["engagement.conversations"]),
    ("engagement.conversations", &["engagement.by_channel[].count"]),
    ("engagement.conversations", &["engagement.by_support[].count"]),
    ("engagement.conversations", &["engagement.paths[].count"]),
    ("engagement.engaged", &["engagement.by_channel[].engaged"]),
    ("engagement.engaged", &["engagement.by_support[].engaged"]),
    ("engagement.closed_by_agent", &["engagement.closed_by_team[].count"]),
    ("engagement.first_response.n", &["engagement.first_response.histogram[].count"]),
    ("engagement.transfers.succeeded", &["engagement.transfers.by_day[].succeeded"]),
    ("engagement.transfers.cancelled", &["engagement.transfers.by_day[].cancelled"]),
    ("engagement.transfers.disabled", &["engagement.transfers.by_day[].disabled"]),
    ("engagement.transfers.incomplete", &["engagement.transfers.by_day[].incomplete"]),
    RECORDS,
];

/// What becomes of all records that were seen.
pub const RECORDS: (&str, &[&str]) = (
    "diagnostics.seen",
    &[
        "diagnostics.accepted",
        "diagnostics.duplicate",
        "diagnostics.unknown_type",
        "diagnostics.future",
        "diagnostics.rejected",
    ],
);

impl Engine {
    #[inline(never)]
    pub(super) fn checks(&mut self, query: &Value) -> Result<Vec<Check>, ConfigError> {
        let answer = self.answer(Request::Report { query: query.clone(), sections: None })?.write();
        let report = serde_json::from_str::<Value>(&answer).unwrap_or_default()["report"].take();
        let mut checks: Vec<Check> = WHOLES.iter().map(|(whole, parts)| parts_of(&report, whole, parts)).collect();
        self.check_lists(query, &report, &mut checks)?;
        self.check_export(query, &report, &mut checks)?;
        Ok(checks)
    }

    /// The list behind every single count, and the Session List.
    fn check_lists(&mut self, query: &Value, report: &Value, checks: &mut Vec<Check>) -> Result<(), ConfigError> {
        for metric in
            METRICS.iter().copied().flatten().filter(|metric| metric.keys.is_empty() && !metric.path.ends_with("rate"))
        {
            // A Stat counts its own.
            let path = match at(report, metric.path).is_object() {
                true => format!("{}.n", metric.path),
                false => metric.path.to_owned(),
            };
            let Some(count) = at(report, &path).as_u64() else { continue };
            let figure = Figure::new(metric.path, &[])?;
            if let Response::Rows { total, .. } = self.behind(query, &figure, 1, 1)? {
                checks.push(check(CheckKind::List, &path, "", count.to_string(), total.to_string()));
            }
        }
        let list = Request::Sessions {
            query: query.clone(),
            page: 1,
            per_page: 1,
            sort: "-started_at".to_owned(),
            search: String::new(),
        };
        if let Response::Sessions { total, .. } = self.answer(list)? {
            let count = text(at(report, "sessions.total"));
            checks.push(check(CheckKind::List, "sessions.total", "sessions()", count, total.to_string()));
        }
        Ok(())
    }

    /// Every single figure as it stands in the exported table.
    fn check_export(&mut self, query: &Value, report: &Value, checks: &mut Vec<Check>) -> Result<(), ConfigError> {
        let export =
            Export { query: query.clone(), of: "report".to_owned(), format: "csv".to_owned(), ..Export::default() };
        let Response::Exported { body, .. } = self.export(export)? else { return Ok(()) };
        let lines = body.split("\r\n").skip_while(|line| *line != "metric,value").skip(1);
        for line in lines.take_while(|line| !line.is_empty()) {
            let Some((metric, found)) = line.split_once(',') else { continue };
            let figure = text(at(report, metric));
            checks.push(check(CheckKind::Export, metric, "", figure, found.to_owned()));
        }
        Ok(())
    }
}

fn parts_of(report: &Value, whole: &str, parts: &[&str]) -> Check {
    let figure = at(report, whole);
    let sum: i128 = parts.iter().map(|part| sum(report, part)).sum();
    let is_money = figure.is_string();
    let found = if is_money { crate::engine::numbers::Money(sum).to_string() } else { (sum / MICROS).to_string() };
    check(CheckKind::Parts, whole, &parts.join(" + "), text(figure), found)
}

fn check(kind: CheckKind, metric: &str, parts: &str, figure: String, found: String) -> Check {
    Check { kind, metric: metric.to_owned(), parts: parts.to_owned(), holds: figure == found, figure, found }
}

/// Counts and money add up in millionths.
const MICROS: i128 = 1_000_000;

fn sum(report: &Value, path: &str) -> i128 {
    match path.split_once("[].") {
        Some((list, field)) => {
            at(report, list).as_array().into_iter().flatten().map(|row| micros(at(row, field))).sum()
        }
        None => micros(at(report, path)),
    }
}

fn micros(value: &Value) -> i128 {
    match value {
        Value::String(text) => {
            let (digits, sign) = text.strip_prefix('-').map_or((text.as_str(), 1), |digits| (digits, -1));
            let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
            sign * format!("{whole}{fraction:0<6}").parse::<i128>().unwrap_or(0)
        }
        value => i128::from(value.as_u64().unwrap_or(0)) * MICROS,
    }
}

/// As it stands in a table: nothing for null.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

fn at<'a>(tree: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(tree, |value, step| &value[step])
}
