//! What waits in each program. A module that is named here must not be needed for the first page's figures, nor by what
//! js/connection.js sends before the rest has come; the page tests open the first page without it.

use super::Waits;

pub const SPLIT: [(&str, Waits); 2] = [("app", APP), ("worker", WORKER)];

/// All that is seen only after somebody has pressed something, the pages that are not the first, and decimals as the
/// standard library writes them, which nothing on the first page does.
const APP: Waits = Waits {
    words: &[
        "views::detail",
        "views::behind",
        "views::checks",
        "views::quality",
        "views::toolbar::rules",
        "views::toolbar::saved",
        "views::toolbar::export",
        "views::toolbar::period",
        "views::toolbar::inbox",
        "views::toolbar::zone",
        "views::toolbar::policy",
        "views::pages",
        "views::overview",
        "views::board::paths",
        "views::board::table",
        "charts::heatmap",
        "charts::lanes",
        "charts::paths",
        "charts::histogram",
        "embed::calls",
        "wasm_streams",
        "engine::story",
        "core::fmt::float",
        "core::num::flt2dec",
        "core::num::bignum",
        "<str>::to_uppercase",
    ],
    but: &[
        "views::behind::dialog",
        "views::quality::button",
        "views::quality::panel",
        "views::quality::hint",
        "views::checks::panel",
        "views::toolbar::rules::asked",
        "views::toolbar::period::name",
        "views::toolbar::inbox::picker",
        "views::toolbar::policy::picker",
        "views::toolbar::zone::picker",
    ],
};

/// The sections of the other pages, exports, imports, and what is asked of single sessions.
const WORKER: Waits = Waits {
    words: &[
        "wire::imports",
        "wire::export",
        "protocol::export",
        "protocol::Export",
        "protocol::checks",
        "protocol::behind",
        "<session_analytics::protocol::Engine>::export",
        "<session_analytics::protocol::Engine>::checks",
        "<session_analytics::protocol::Engine>::behind",
        "engine::behind",
        "engine::story",
        "engine::mapping",
        "sections::agents",
        "sections::teams",
        "sections::engagement",
        "sections::bots",
        "sections::interactions",
        "sections::flows",
        "sections::credits",
        "sections::ai_tools",
        "sections::conversations",
        "sections::messages",
        "sections::contacts",
        "sections::overview",
        "core::fmt::float",
        "core::num::flt2dec",
        "core::num::bignum",
        "Rc<worker::Service>>::drop_slow",
    ],
    but: &[],
};
