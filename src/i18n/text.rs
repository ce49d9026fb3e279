//! The list of all texts. A language that lacks one does not compile. `{…}` are filled in by the views.

use super::boards::Boards;
use super::said::{Later, said};

said! {
    /// Singular and plural with `{n}`; languages without the difference repeat the text.
    #[derive(Debug, Clone, Copy)]
    pub struct Plural {
        pub one: &'static str,
        pub other: &'static str,
    }
}

said! {
    /// What a "?" says: the title of the figure, what it is, and which instant places it in the period.
    #[derive(Debug, Clone, Copy)]
    pub struct Explain {
        pub title: &'static str,
        pub definition: &'static str,
        pub placed_by: &'static str,
    }
}

said! {
    #[derive(Debug, Clone, Copy)]
    pub struct PolicyText {
        pub name: &'static str,
        /// When a session starts and ends.
        pub rule: &'static str,
    }
}

said! {
    /// Names of the closed sets of values, in the order of the event format.
    #[derive(Debug)]
    pub struct Words {
        pub status: [&'static str; 5],
        pub resolved_by: [&'static str; 4],
        pub support: [&'static str; 4],
        pub sla: [&'static str; 3],
        pub number: [&'static str; 2],
        pub weekday: [&'static str; 7],
        pub hours: [&'static str; 3],
        pub transfer: [&'static str; 4],
        pub sender: [&'static str; 4],
        /// `live_chat`, `email`, `voice`, `unknown`: the channels that are no brand.
        pub channel: [&'static str; 4],
        /// Event types in the order of the event format.
        pub event: [&'static str; 17],
        /// Facts of an interaction in the order of the event format.
        pub fact: [&'static str; 39],
        /// `inbound`, `outbound`, `human`, `virtual_agent`.
        pub handling: [&'static str; 4],
        /// `seen`, `accepted`, `duplicate`, `unknown_type`, `future`, `rejected`.
        pub diagnostics: [&'static str; 6],
    }
}

said! {
    #[derive(Debug)]
    pub struct Text {
        // The frame.
        pub app: &'static str,
        pub pages: &'static str,
        pub page_sessions: &'static str,
        pub page_overview: &'static str,
        pub page_team: &'static str,
        pub page_automation: &'static str,
        pub page_bots: &'static str,
        pub page_interactions: &'static str,
        pub page_conversations: &'static str,

        // What is asked of figures, as far as it is seen with the first of them.
        pub compare: &'static str,
        pub previous_period: &'static str,
        /// `{value}` of the previous period; by the rules before.
        pub was: &'static str,
        pub was_by_rules: &'static str,
        pub rules_before: &'static str,
        /// `{n}` hundredths of a share.
        pub points: &'static str,
        pub open_rows: &'static str,
        pub export: &'static str,
        pub views: &'static str,
        pub checks: &'static str,

        pub updated: &'static str,
        pub refresh: &'static str,
        pub view: &'static str,
        pub close: &'static str,
        pub cancel: &'static str,
        pub apply: &'static str,
        pub clear: &'static str,
        pub search: &'static str,
        pub no_match: &'static str,
        pub more_matches: Plural,
        pub none: &'static str,
        pub unknown: &'static str,

        // Pickers.
        pub inbox: &'static str,
        pub all_inboxes: &'static str,
        pub inboxes: Plural,
        pub period: &'static str,
        pub last_days: &'static str,
        pub this_month: &'static str,
        pub last_month: &'static str,
        pub custom: &'static str,
        pub first_day: &'static str,
        pub last_day: &'static str,
        pub dates_wrong: &'static str,
        pub dates_long: &'static str,
        pub show_anyway: &'static str,
        pub zoomed: &'static str,
        pub zoom_back: &'static str,
        pub tz: &'static str,
        pub policy: &'static str,
        pub policy_intro: &'static str,
        pub policy_custom: &'static str,
        pub policy_per_conversation: &'static str,
        pub policies: [PolicyText; 5],
        pub filters: &'static str,
        pub filters_clear: &'static str,
        pub filter_remove: &'static str,
        pub filter_locked: &'static str,

        // Names of dimensions, in the engine's order.
        pub dimensions: [&'static str; 16],
        pub words: Words,

        // Loading and what can go wrong.
        pub starting: &'static str,
        pub reading: &'static str,
        pub read_records: Plural,
        pub read_bytes: &'static str,
        pub read_bytes_of: &'static str,
        pub filling_in: &'static str,
        pub stopped: &'static str,
        pub stopped_hint: &'static str,
        pub partly: &'static str,
        pub partly_hint: &'static str,
        pub failed: &'static str,
        pub failed_hint: &'static str,
        pub failed_code: &'static str,
        /// What to do, by code, in the order of [`super::value`]'s list.
        pub faults: [&'static str; 16],
        pub retry: &'static str,
        pub reset_view: &'static str,
        pub denied: &'static str,
        pub denied_hint: &'static str,
        pub empty: &'static str,
        pub empty_hint: &'static str,
        pub empty_period: &'static str,
        pub empty_period_hint: &'static str,
        pub empty_filters: &'static str,
        pub empty_filters_hint: &'static str,
        pub show_period: &'static str,
        pub no_data: &'static str,
        pub mostly_outside: &'static str,
        pub mostly_outside_hint: &'static str,
        pub use_policy: &'static str,
        pub config_wrong: &'static str,

        // "?" and charts.
        pub explain: &'static str,
        pub explain_placed: &'static str,
        pub explain_based: &'static str,
        pub explain_left_out: &'static str,
        pub at_now: &'static str,
        pub n_sessions: Plural,
        pub n_events: Plural,
        pub n_messages: Plural,
        pub n_customers: Plural,
        pub left_unresolved: &'static str,
        pub left_unlabelled: &'static str,
        pub left_outside: &'static str,
        pub left_nothing: &'static str,
        pub chart_hint: &'static str,
        pub chart_time_hint: &'static str,
        pub chart_table: &'static str,
        pub chart_summary: &'static str,
        pub legend: &'static str,
        pub day: &'static str,
        pub month: &'static str,
        pub value: &'static str,
        pub share: &'static str,
        pub of_total: &'static str,
        pub filter_by: &'static str,
        pub unfilter_by: &'static str,

        // Sessions page.
        pub sessions_total: Explain,
        pub first_customer: Explain,
        pub returning_customer: Explain,
        pub by_source: Explain,
        pub resolution: Explain,
        pub by_label: Explain,
        pub performance: Explain,
        pub mau: Explain,
        pub by_status: Explain,
        pub session_list: Explain,
        pub resolved_rate: &'static str,
        pub ai_rate: &'static str,
        pub unresolved: &'static str,
        pub reopened: Explain,
        pub labels_overlap: &'static str,
        pub duration_all: &'static str,
        pub duration_ai: &'static str,
        pub duration_agent: &'static str,
        pub mean: &'static str,
        pub p50: &'static str,
        pub p90: &'static str,
        pub count: &'static str,
        pub share_ai: &'static str,
        pub share_agent: &'static str,
        pub sla: &'static str,
        pub sla_in_rate: &'static str,
        pub sla_out_rate: &'static str,
        pub mau_unique: &'static str,

        // Overview page.
        pub active_sessions: Explain,
        pub contacts: Explain,
        pub sent_7d: Explain,
        pub received_7d: Explain,
        pub messages: Explain,
        pub active_buckets: Explain,
        pub new_sessions: Explain,
        pub contact_kinds: Explain,
        pub received: &'static str,
        pub unassigned: &'static str,
        pub assigned: &'static str,
        pub resolved: &'static str,
        pub contacts_new: &'static str,
        pub contacts_active: &'static str,
        pub contacts_idle: &'static str,

        // Session List: columns in order.
        pub columns: [&'static str; 14],
        pub open_session: &'static str,
        pub search_sessions: &'static str,
        pub search_button: &'static str,
        pub sort_by: &'static str,
        pub sort_ascending: &'static str,
        pub rows_per_page: &'static str,
        pub rows_of: &'static str,
        pub previous: &'static str,
        pub next: &'static str,
        pub list_empty: &'static str,
        pub nth_first: &'static str,
        pub nth: &'static str,

        // Session detail.
        pub back: &'static str,
        pub session_of: &'static str,
        pub facts: &'static str,
        pub timeline: &'static str,
        pub lane_bot: &'static str,
        pub lane_agent: &'static str,
        pub lane_waiting: &'static str,
        pub lane_customer: &'static str,
        pub lane_others: &'static str,
        pub events: &'static str,
        pub more_events: &'static str,
        pub less: &'static str,
        pub time_share: &'static str,
        pub note: &'static str,
        pub attached: &'static str,
        pub no_text: &'static str,
        pub others: &'static str,
        pub others_none: &'static str,
        pub missing_session: &'static str,
        pub missing_session_hint: &'static str,
        pub why: &'static str,
        pub began: [&'static str; 6],
        pub ended: [&'static str; 4],
        pub ended_interaction: &'static str,
        pub goes_on: &'static str,
        pub goes_on_resolved: &'static str,
        pub fact_customer: &'static str,
        pub fact_phone: &'static str,
        pub fact_started: &'static str,
        pub fact_ended: &'static str,
        pub fact_resolved: &'static str,
        pub fact_taken_over: &'static str,
        pub fact_team: &'static str,
        pub fact_labels: &'static str,
        pub fact_first_response: &'static str,
        pub fact_engaged: &'static str,
        pub fact_reopened: &'static str,
        pub fact_transfer: &'static str,
        pub fact_csat: &'static str,
        pub fact_conversations: &'static str,
        pub yes: &'static str,
        pub no: &'static str,
        pub by: &'static str,

        // Data quality.
        pub quality: &'static str,
        pub quality_good: &'static str,
        pub quality_issues: Plural,
        pub quality_records: &'static str,
        pub quality_notes: [&'static str; 6],
        pub rejects: &'static str,
        pub rejects_shown: &'static str,
        pub reject_record: &'static str,
        pub reject_reason: &'static str,
        pub reject_excerpt: &'static str,
        pub outside: &'static str,
        pub outside_some: &'static str,
        pub outside_none: &'static str,
        /// An internal note; nothing that starts a session; before sessions were activated.
        pub outside_reasons: [&'static str; 3],
        pub fits: &'static str,
        pub fits_row: &'static str,
        pub current: &'static str,

        pub boards: Later<Boards>,
    }
}
