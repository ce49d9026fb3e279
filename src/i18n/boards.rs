//! Texts of the pages that are data, but for their names: Team, Automation, Bots, Interactions, Conversations.

#[cfg(any(test, not(target_arch = "wasm32")))]
pub mod en;
#[cfg(any(test, not(target_arch = "wasm32")))]
pub mod fr;
#[cfg(any(test, not(target_arch = "wasm32")))]
pub mod id;

use super::said::said;
use super::text::{Explain, Plural};

said! {
    #[derive(Debug)]
    pub struct Boards {
        // Shared.
        pub open: &'static str,
        pub open_row: &'static str,
        pub open_session: &'static str,
        pub chart_previous: &'static str,
        pub chart_next: &'static str,
        pub sum: &'static str,
        pub number: &'static str,
        pub amount: &'static str,
        pub left_without: &'static str,
        pub left_not_engaged: &'static str,
        pub left_unanswered: &'static str,
        pub left_no_bot: &'static str,
        pub left_no_facts: &'static str,
        pub left_older: &'static str,
        pub n_conversations: Plural,
        pub n_uses: Plural,
        pub n_orders: Plural,
        pub n_requests: Plural,
        pub n_ratings: Plural,

        // Team.
        pub agents: Explain,
        pub teams: Explain,
        pub all_teams: &'static str,
        pub search_agents: &'static str,
        pub search_agents_name: &'static str,
        pub search_teams: &'static str,
        pub search_teams_name: &'static str,
        pub active: &'static str,
        pub assigned_7d: &'static str,
        pub sent_7d: &'static str,
        pub response_mean: &'static str,
        pub response_p50: &'static str,
        pub response_p90: &'static str,
        pub replies: &'static str,
        pub assigned_by_day: &'static str,
        pub sent_by_day: &'static str,
        pub response_by_day: &'static str,

        // Automation.
        pub flows: Explain,
        pub flows_triggered: &'static str,
        pub flows_distinct: &'static str,
        pub ai_tools: Explain,
        pub ai_tools_left: &'static str,
        pub uses: &'static str,
        pub accuracy: &'static str,
        pub credits_used: Explain,
        pub credits_balance: Explain,
        pub credits_by_day: Explain,
        pub credits_based: &'static str,
        pub credits_used_based: &'static str,
        pub left_notes: &'static str,
        pub left_reached: &'static str,
        pub left_known: &'static str,
        pub left_no_bot_wrote: &'static str,
        /// Smart actions: verifications, photos, videos, texts.
        pub actions: [&'static str; 4],
        pub credits_total: &'static str,
        pub credits_left: &'static str,

        // Bots.
        pub bot_sessions: Explain,
        pub bot_conversations: Explain,
        pub bot_days: Explain,
        pub bot_months: Explain,
        pub bot_versions: Explain,
        pub bot_channels: Explain,
        pub bots_zone: &'static str,
        pub bots_overlap: &'static str,
        pub mapping: Explain,
        pub search_mapping: &'static str,
        pub search_mapping_name: &'static str,
        pub session: &'static str,
        pub conversation: &'static str,
        pub session_started: &'static str,
        pub first_event: &'static str,
        pub last_event: &'static str,

        // Interactions.
        pub interactions: Explain,
        pub no_calls: &'static str,
        pub no_calls_hint: &'static str,
        pub no_facts: &'static str,
        pub no_facts_hint: &'static str,
        pub transferred: Explain,
        pub virtual_agent: Explain,
        pub csat: Explain,
        pub lengths: Explain,
        pub queue: &'static str,
        pub handle: &'static str,
        pub hold: &'static str,
        pub wrap_up: &'static str,
        pub by_type: Explain,
        pub by_direction: Explain,
        pub by_answered: Explain,
        pub by_queue: Explain,
        pub by_disposition: Explain,
        pub by_deflection: Explain,
        pub va_assigned: &'static str,
        pub va_connected: &'static str,
        pub va_contained: &'static str,
        pub va_rate: &'static str,
        pub csat_mean: &'static str,
        pub csat_n: &'static str,

        // Conversations.
        pub totals: Explain,
        pub all: &'static str,
        pub engaged: &'static str,
        pub replied: &'static str,
        pub closed: &'static str,
        pub engaged_customers: Explain,
        pub automation: Explain,
        pub automation_rate: &'static str,
        pub involved: &'static str,
        pub automated: &'static str,
        pub transfers: Explain,
        pub transfer_channels: Explain,
        pub waits: Explain,
        pub first_response: &'static str,
        pub bot_duration: &'static str,
        pub histogram: Explain,
        pub by_channel: Explain,
        pub by_support: Explain,
        pub by_team: Explain,
        pub heatmap: Explain,
        pub engaged_sessions: &'static str,
        pub requests: &'static str,
        pub paths: Explain,
        /// First reply, request for an agent, taken over, resolved by.
        pub stages: [&'static str; 4],
        pub path_nobody: &'static str,
        pub path_ongoing: &'static str,
        pub sales: Explain,
        pub orders: &'static str,

        // Names of values.
        /// `marketing`, `utility`, `authentication`, `other`.
        pub credit: [&'static str; 4],
        /// `ai_writer`, `doc_reply`.
        pub tool: [&'static str; 2],
        /// `inbound`, `outbound`.
        pub direction: [&'static str; 2],
        /// `human`, `virtual_agent`.
        pub answered: [&'static str; 2],
    }
}
