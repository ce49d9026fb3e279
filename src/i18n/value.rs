//! Names of the values of dimensions: the closed sets in each language, and brands as they write themselves.

use super::trouble::FAULTS;
use super::{Lang, capital, fill};
use crate::engine::facts::FIELDS;

const STATUS: &[&str] = &["open", "pending", "assigned", "resolved", "expired"];
const RESOLVED_BY: &[&str] = &["ai", "agent", "other", "none"];
const SUPPORT: &[&str] = &["automated", "human", "hybrid", "none"];
const SLA: &[&str] = &["in", "out", "pending"];
const NUMBER: &[&str] = &["first", "returning"];
const HOURS: &[&str] = &["all", "business", "outside"];
const WEEKDAY: &[&str] = &["1", "2", "3", "4", "5", "6", "7"];
const TRANSFER: &[&str] = &["succeeded", "cancelled", "disabled", "incomplete"];
const SENDER: &[&str] = &["customer", "agent", "bot", "broadcast"];
const CHANNEL: &[&str] = &["live_chat", "email", "voice", "unknown"];
const CREDIT: &[&str] = &["marketing", "utility", "authentication", "other"];
const TOOL: &[&str] = &["ai_writer", "doc_reply"];
const DIRECTION: &[&str] = &["inbound", "outbound"];
const ANSWERED: &[&str] = &["human", "virtual_agent"];
const EVENT: &[&str] = &[
    "message",
    "opened",
    "assigned",
    "unassigned",
    "pending",
    "resolved",
    "reopened",
    "label_added",
    "label_removed",
    "transfer",
    "flow_triggered",
    "ai_assist",
    "csat",
    "order",
    "interaction",
    "credit_used",
    "credit_added",
];
const HANDLING: &[&str] = &["inbound", "outbound", "human", "virtual_agent"];
const POLICY: &[&str] = &["resolution", "resolution_24h", "window_24h", "inactivity_10m", "interaction"];
const DIMENSIONS: &[&str] = &[
    "inbox",
    "channel",
    "agent",
    "team",
    "bot",
    "bot_version",
    "label",
    "status",
    "resolved_by",
    "support",
    "sla",
    "customer",
    "number",
    "weekday",
    "hour",
    "hours",
];
const BRANDS: &[(&str, &str)] = &[
    ("whatsapp", "WhatsApp"),
    ("instagram", "Instagram"),
    ("messenger", "Messenger"),
    ("facebook", "Facebook"),
    ("telegram", "Telegram"),
    ("line", "LINE"),
    ("sms", "SMS"),
    ("wechat", "WeChat"),
    ("viber", "Viber"),
    ("tiktok", "TikTok"),
    ("irc", "IRC"),
    ("api", "API"),
    ("web", "Web"),
    ("x", "X"),
];

impl Lang {
    /// The name of a value; of ids and unknown words, themselves.
    pub fn value(&self, dimension: &str, value: &str) -> String {
        let words = &self.text.words;
        let named = match dimension {
            "status" => pick(STATUS, &words.status, value),
            "resolved_by" => pick(RESOLVED_BY, &words.resolved_by, value),
            "support" => pick(SUPPORT, &words.support, value),
            "sla" => pick(SLA, &words.sla, value),
            "number" => pick(NUMBER, &words.number, value),
            "hours" => pick(HOURS, &words.hours, value),
            "weekday" => pick(WEEKDAY, &words.weekday, value),
            "transfer" => pick(TRANSFER, &words.transfer, value),
            "sender" => pick(SENDER, &words.sender, value),
            "event" => pick(EVENT, &words.event, value),
            "handling" => pick(HANDLING, &words.handling, value),
            "fact" => FIELDS.iter().position(|(_, name, _)| *name == value).map(|i| words.fact[i]),
            "credit" => pick(CREDIT, &self.text.boards.credit, value),
            "tool" => pick(TOOL, &self.text.boards.tool, value),
            "direction" => pick(DIRECTION, &self.text.boards.direction, value),
            "answered" => pick(ANSWERED, &self.text.boards.answered, value),
            "channel" => return self.channel(value),
            "hour" => return hour(self, value),
            _ => None,
        };
        named.unwrap_or(value).to_owned()
    }

    pub fn dimension(&self, name: &str) -> String {
        pick(DIMENSIONS, &self.text.dimensions, name).unwrap_or(name).to_owned()
    }

    /// The name of a policy's preset.
    pub fn policy(&self, preset: &str) -> &'static str {
        let known = POLICY.iter().position(|known| *known == preset);
        known.map_or(self.text.policy_custom, |i| self.text.policies[i].name)
    }

    /// What to do about a failure.
    pub fn fault(&self, code: &str) -> Option<&'static str> {
        pick(&FAULTS, &self.text.faults, code)
    }

    fn channel(&self, value: &str) -> String {
        if let Some(named) = pick(CHANNEL, &self.text.words.channel, value) {
            return named.to_owned();
        }
        if let Some((_, brand)) = BRANDS.iter().find(|(known, _)| *known == value) {
            return (*brand).to_owned();
        }
        capital(value).replace('_', " ")
    }
}

fn pick<const N: usize>(known: &[&str], names: &[&'static str; N], value: &str) -> Option<&'static str> {
    known.iter().position(|word| *word == value).and_then(|i| names.get(i).copied())
}

fn hour(lang: &Lang, value: &str) -> String {
    match value.parse::<u32>() {
        Ok(hour) => fill("{a}:00–{b}:00", &[("a", &format!("{hour:02}")), ("b", &format!("{:02}", hour + 1))])
            .replace(':', lang.style.clock),
        Err(_) => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::lang;

    #[test]
    fn values_have_names() {
        for (tag, dimension, value, expected) in [
            ("id", "status", "resolved", "Selesai"),
            ("fr", "number", "first", "Nouveau"),
            ("en", "channel", "live_chat", "Live chat"),
            ("en", "channel", "whatsapp", "WhatsApp"),
            ("en", "channel", "in_app", "In app"),
            ("en", "hour", "8", "08:00–09:00"),
            ("en", "label", "refund", "refund"),
            ("en", "weekday", "9", "9"),
            ("en", "fact", "queues", "Queues"),
            ("fr", "fact", "session_type", "Type de session"),
            ("id", "handling", "virtual_agent", "agen virtual"),
        ] {
            assert_eq!(lang(tag).value(dimension, value), expected);
        }
    }
}
