//! The texts of questions: comparing, opening what stands behind a figure, other rules, checks, saved views, exports.

#[cfg(any(test, not(target_arch = "wasm32")))]
pub mod en;
#[cfg(any(test, not(target_arch = "wasm32")))]
pub mod fr;
#[cfg(any(test, not(target_arch = "wasm32")))]
pub mod id;

use super::Plural;
use super::said::said;

said! {
    #[derive(Debug)]
    pub struct AskText {
        // What stands behind a figure.
        pub behind: &'static str,
        pub data_of: &'static str,
        pub at: &'static str,
        pub event: &'static str,
        pub text: &'static str,
        pub category: &'static str,
        pub amount: &'static str,
        pub conversation: &'static str,
        pub flow: &'static str,
        /// What an event's word says: by the system itself, both agent and team.
        pub system: &'static str,
        /// Sessions, events, credits, customers, conversations, flows.
        pub grains: [Plural; 6],

        // Exports.
        pub export_page: &'static str,
        pub export_list: &'static str,
        pub print: &'static str,

        // Other rules.
        pub rules: &'static str,
        pub rules_changed: &'static str,
        pub dismiss: &'static str,
        pub back_to: &'static str,
        pub what_if: &'static str,
        pub reset: &'static str,
        pub scope: &'static str,
        /// Customer, inbox, conversation.
        pub scopes: [&'static str; 3],
        pub grace: &'static str,
        pub idle: &'static str,
        pub window: &'static str,
        pub never: &'static str,
        pub at_once: &'static str,
        /// A question about rules of measuring alone, for `rules_changed`.
        pub measured_before: &'static str,
        pub ends_on_resolve: &'static str,
        pub starts_on: &'static str,
        /// In the order of the policy's list.
        pub starts: [&'static str; 5],
        pub sla: &'static str,
        pub clock: &'static str,
        /// Wall, business.
        pub clocks: [&'static str; 2],
        pub hours: &'static str,
        pub from: &'static str,
        pub to: &'static str,
        /// Why rules make no sense: nothing starts, nothing ends, a grace without resolving, idle longer than the window,
        /// a window of no length, interactions are never split, a business clock without hours.
        pub nonsense: [&'static str; 7],

        // Checks.
        pub checks_fine: Plural,
        pub checks_wrong: Plural,
        pub checking: &'static str,
        pub check: &'static str,
        pub figure: &'static str,
        pub found: &'static str,
        pub outcome: &'static str,
        pub holds: &'static str,
        pub differs: &'static str,
        /// Parts sum to the whole, the list is as long as the figure, the exported figure is the one on screen.
        pub kinds: [&'static str; 3],

        // Saved views.
        pub views_note: &'static str,
        pub views_none: &'static str,
        pub views_blocked: &'static str,
        pub view_name: &'static str,
        pub view_save: &'static str,
        pub view_delete: &'static str,
        pub view_link: &'static str,
        pub copy: &'static str,
    }
}
