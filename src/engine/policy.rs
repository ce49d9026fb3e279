//! What a session is: the rules by which a timeline is split, and the five presets.

use super::event::words;

words! {
    /// What one timeline spans.
    Scope { Customer = "customer", Inbox = "inbox", Conversation = "conversation" }
}

words! {
    /// What may start a session.
    Start {
        CustomerMessage = "customer_message", Opened = "opened", BotMessage = "bot_message",
        AgentMessage = "agent_message", Any = "any",
    }
}

words! {
    /// A named set of rules that overrides start from.
    Preset {
        Resolution = "resolution", Resolution24h = "resolution_24h", Window24h = "window_24h",
        Inactivity10m = "inactivity_10m", Interaction = "interaction",
    }
}

/// Lengths are in seconds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Policy {
    pub preset: Preset,
    pub scope: Scope,
    pub grace_s: i64,
    pub idle_s: Option<i64>,
    pub window_s: Option<i64>,
    pub ends_on_resolve: bool,
    /// In the order of [`Start`], each once.
    pub starts_on: Vec<Start>,
}

impl Policy {
    pub fn preset(preset: Preset) -> Policy {
        let base = Policy {
            preset,
            scope: Scope::Inbox,
            grace_s: 0,
            idle_s: None,
            window_s: None,
            ends_on_resolve: true,
            starts_on: vec![Start::CustomerMessage],
        };
        match preset {
            Preset::Resolution => base,
            Preset::Resolution24h => Policy { grace_s: 86_400, ..base },
            Preset::Window24h => Policy {
                scope: Scope::Customer,
                window_s: Some(86_400),
                ends_on_resolve: false,
                starts_on: vec![Start::CustomerMessage, Start::Opened, Start::BotMessage],
                ..base
            },
            Preset::Inactivity10m => {
                Policy { idle_s: Some(600), starts_on: vec![Start::CustomerMessage, Start::Opened], ..base }
            }
            Preset::Interaction => Policy { scope: Scope::Conversation, starts_on: vec![Start::Any], ..base },
        }
    }

    /// One conversation is one session, whatever the other fields say.
    pub fn is_interaction(&self) -> bool {
        self.preset == Preset::Interaction
    }

    pub fn starts_on(&self, start: Start) -> bool {
        self.starts_on.contains(&start)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Policy::preset(Preset::Resolution)
    }
}
