//! The company of the generated stream: its inboxes, bots, teams, agents, flows and what people write about. Invented.

use super::record::Record;

#[derive(Debug)]
pub struct Inbox {
    pub id: &'static str,
    pub name: &'static str,
    pub channel: &'static str,
    pub bot: Option<&'static Bot>,
}

#[derive(Debug)]
pub struct Bot {
    pub id: &'static str,
    pub name: &'static str,
    /// In order of release; each lives for an equal part of the stream.
    pub versions: &'static [&'static str],
}

#[derive(Debug)]
pub struct Team {
    pub id: &'static str,
    pub name: &'static str,
    pub agents: &'static [usize],
}

/// What a customer wants; its label, the team it goes to, how often a bot alone settles it, and its share of all.
#[derive(Debug)]
pub struct Topic {
    pub label: &'static str,
    pub team: usize,
    pub bot_solves: f64,
    pub share: f64,
}

pub static ARIA: Bot = Bot { id: "bot-aria", name: "Aria", versions: &["3.1", "3.2", "4.0"] };
pub static MILO: Bot = Bot { id: "bot-milo", name: "Milo", versions: &["1.8", "2.0"] };
pub static VERA: Bot = Bot { id: "bot-vera", name: "Vera (voice)", versions: &["2.4"] };
pub static BOTS: [&Bot; 3] = [&ARIA, &MILO, &VERA];

pub static INBOXES: [Inbox; 9] = [
    Inbox { id: "inbox-wa-jakarta", name: "WhatsApp Jakarta", channel: "whatsapp", bot: Some(&ARIA) },
    Inbox { id: "inbox-wa-paris", name: "WhatsApp Paris", channel: "whatsapp", bot: Some(&ARIA) },
    Inbox { id: "inbox-instagram", name: "Instagram @rimba.living", channel: "instagram", bot: Some(&ARIA) },
    Inbox { id: "inbox-web", name: "Website chat", channel: "live_chat", bot: Some(&MILO) },
    Inbox { id: "inbox-messenger", name: "Messenger", channel: "messenger", bot: Some(&MILO) },
    Inbox { id: "inbox-email", name: "care@rimba.example", channel: "email", bot: None },
    Inbox { id: "inbox-voice", name: "Care line", channel: "voice", bot: Some(&VERA) },
    Inbox { id: "inbox-telegram", name: "Telegram", channel: "telegram", bot: Some(&ARIA) },
    Inbox { id: "inbox-sms", name: "SMS", channel: "sms", bot: None },
];

pub static TEAMS: [Team; 5] = [
    Team { id: "team-care", name: "Customer care", agents: &[0, 1, 2, 3, 4, 5, 6, 7] },
    Team { id: "team-billing", name: "Billing", agents: &[8, 9, 10, 11, 3] },
    Team { id: "team-technical", name: "Technical", agents: &[12, 13, 14, 15, 16] },
    Team { id: "team-sales", name: "Sales", agents: &[17, 18, 19, 5] },
    Team { id: "team-voice", name: "Voice desk", agents: &[20, 21, 22, 23, 7] },
];

pub static AGENTS: [&str; 24] = [
    "Ayu Lestari",
    "Budi Santoso",
    "Citra Dewi",
    "Dimas Pratama",
    "Emma Clarke",
    "Farhan Hidayat",
    "Gita Permata",
    "Hugo Lambert",
    "Intan Maharani",
    "Joko Susilo",
    "Kirana Putri",
    "Louis Bernard",
    "Maya Anggraini",
    "Nadia Rahman",
    "Oliver Hughes",
    "Putu Wirawan",
    "Queenie Tan",
    "Rizky Ramadhan",
    "Sari Wulandari",
    "Thomas Girard",
    "Utami Handayani",
    "Vincent Moreau",
    "Wahyu Nugroho",
    "Yasmine Haddad",
];

pub static TOPICS: [Topic; 9] = [
    Topic { label: "order-status", team: 0, bot_solves: 0.78, share: 24.0 },
    Topic { label: "shipping", team: 0, bot_solves: 0.55, share: 16.0 },
    Topic { label: "product-question", team: 3, bot_solves: 0.52, share: 16.0 },
    Topic { label: "billing", team: 1, bot_solves: 0.38, share: 11.0 },
    Topic { label: "account", team: 2, bot_solves: 0.50, share: 10.0 },
    Topic { label: "refund", team: 1, bot_solves: 0.25, share: 9.0 },
    Topic { label: "technical", team: 2, bot_solves: 0.28, share: 7.0 },
    Topic { label: "cancellation", team: 0, bot_solves: 0.32, share: 4.0 },
    Topic { label: "complaint", team: 0, bot_solves: 0.06, share: 3.0 },
];

/// Index in `TOPICS` of what everybody asks about on the bad day.
pub const TECHNICAL: usize = 6;

pub static FLOWS: [(&str, &str); 8] = [
    ("flow-welcome", "Welcome menu"),
    ("flow-track", "Track my order"),
    ("flow-return", "Start a return"),
    ("flow-invoice", "Send my invoice"),
    ("flow-password", "Reset my password"),
    ("flow-catalogue", "Browse the catalogue"),
    ("flow-hours", "Opening hours"),
    ("flow-survey", "How did we do?"),
];

/// The entity lines that stand at the beginning of the stream.
pub fn entities() -> Vec<String> {
    let inboxes = INBOXES.iter().map(|i| entity("inbox", i.id, i.name).text("channel", i.channel).end());
    let teams = TEAMS.iter().map(|t| entity("team", t.id, t.name).end());
    let agents = AGENTS.iter().enumerate().map(|(index, name)| {
        let teams: Vec<_> =
            TEAMS.iter().filter(|t| t.agents.contains(&index)).map(|t| format!("\"{}\"", t.id)).collect();
        entity("agent", &agent_id(index), name).raw("team_ids", format!("[{}]", teams.join(","))).end()
    });
    let bots = BOTS.iter().map(|b| entity("bot", b.id, b.name).end());
    let flows = FLOWS.iter().map(|(id, name)| entity("flow", id, name).end());
    inboxes.chain(teams).chain(agents).chain(bots).chain(flows).collect()
}

/// `agent-07-gita`: readable where a name is missing.
pub fn agent_id(index: usize) -> String {
    let first = AGENTS[index].split(' ').next().unwrap_or_default().to_lowercase();
    format!("agent-{:02}-{first}", index + 1)
}

fn entity(kind: &str, id: &str, name: &str) -> Record {
    Record::new(kind).text("id", id).text("name", name)
}
