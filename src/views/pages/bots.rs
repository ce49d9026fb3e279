//! Bots: how much bots are used, and which conversations their sessions held.

use super::{by, count, line, picking};
use crate::i18n::fill;
use crate::state::{Listed, report};
use crate::views::board::table::{Column, Kind as Cell, Opening, Table, table};
use crate::views::board::{Based, Card, Chart, Kind, LeftOut, Part, board};
use crate::views::list::{Listing, controls};
use crate::views::page::Page;
use crate::views::plot::Pick;
use crate::views::ui::Ui;
use leptos::prelude::*;

pub const PAGE: Page = Page {
    id: "bots",
    title: |t| t.page_bots,
    view: |ui| board(ui, |t| t.page_bots, CARDS),
    sections: &["bots"],
    facets: &["bot+bot_version", "channel"],
    list: Listed::Mapping,
    days: 30,
};

const CARDS: &[Card] = &[
    Card {
        id: "bot-sessions",
        class: "sa-span-3",
        about: |t| t.boards.bot_sessions,
        based: Based::On("bots.sessions", |t| t.n_sessions),
        left_out: LeftOut::Said(|t| t.boards.left_no_bot),
        body: &[Part::Figure(count("bots.sessions"), |_| "")],
    },
    Card {
        id: "bot-conversations",
        class: "sa-span-3",
        about: |t| t.boards.bot_conversations,
        based: Based::On("bots.conversations", |t| t.boards.n_conversations),
        left_out: LeftOut::Said(|t| t.boards.left_no_bot),
        body: &[Part::Figure(count("bots.conversations"), |_| "")],
    },
    Card {
        id: "bot-months",
        class: "sa-span-6",
        about: |t| t.boards.bot_months,
        based: Based::On("bots.sessions", |t| t.n_sessions),
        left_out: LeftOut::Said(|t| t.boards.left_no_bot),
        body: &[Part::Chart(Chart {
            pick: Pick::Months,
            height: 120.0,
            ..by(Kind::Series, "bots.by_month", "month", "month", &[line("count", |t| t.boards.bot_sessions.title, 5)])
        })],
    },
    Card {
        id: "bot-days",
        class: "sa-span-12",
        about: |t| t.boards.bot_days,
        based: Based::On("bots.sessions", |t| t.n_sessions),
        left_out: LeftOut::Said(|t| t.boards.left_no_bot),
        body: &[
            Part::Chart(Chart {
                pick: Pick::Days,
                ..by(Kind::Series, "bots.by_day", "day", "day", &[line("count", |t| t.boards.bot_sessions.title, 5)])
            }),
            Part::Note(|ui| {
                let zone = ui.app.settings.with(|settings| settings.bots_tz.clone());
                fill(ui.t.boards.bots_zone, &[("tz", &zone), ("period_tz", &ui.app.tz())])
            }),
        ],
    },
    Card {
        id: "bot-versions",
        class: "sa-span-6",
        about: |t| t.boards.bot_versions,
        based: Based::On("bots.sessions", |t| t.n_sessions),
        left_out: LeftOut::Said(|t| t.boards.left_no_bot),
        body: &[
            picking(
                by(
                    Kind::Bars,
                    "bots.by_bot",
                    "bot_id+bot_version",
                    "bot+bot_version",
                    &[line("count", |t| t.count, 5)],
                ),
                "bot+bot_version",
            ),
            Part::Note(|ui| ui.t.boards.bots_overlap.to_owned()),
        ],
    },
    Card {
        id: "bot-channels",
        class: "sa-span-6",
        about: |t| t.boards.bot_channels,
        based: Based::On("bots.sessions", |t| t.n_sessions),
        left_out: LeftOut::Said(|t| t.boards.left_no_bot),
        body: &[
            picking(
                by(Kind::Bars, "bots.by_channel", "channel", "channel", &[line("count", |t| t.count, 1)]),
                "channel",
            ),
            Part::Note(|ui| ui.t.boards.bots_overlap.to_owned()),
        ],
    },
    Card {
        id: "mapping",
        class: "sa-span-12 sa-list",
        about: |t| t.boards.mapping,
        based: Based::On("bots.sessions", |t| t.n_sessions),
        left_out: LeftOut::Said(|t| t.boards.left_no_bot),
        body: &[Part::View(mapping)],
    },
];

const COLUMNS: &[Column] = &[
    Column { field: "customer_id", title: |t| t.dimensions[11], kind: Cell::Text },
    Column { field: "session_id", title: |t| t.boards.session, kind: Cell::Text },
    Column { field: "conversation_id", title: |t| t.boards.conversation, kind: Cell::Text },
    Column { field: "bot_name", title: |t| t.dimensions[4], kind: Cell::Text },
    Column { field: "bot_version", title: |t| t.dimensions[5], kind: Cell::Text },
    Column { field: "channel", title: |t| t.dimensions[1], kind: Cell::Name("channel") },
    Column { field: "session_started_at", title: |t| t.boards.session_started, kind: Cell::Instant },
    Column { field: "conversation_created_at", title: |t| t.boards.first_event, kind: Cell::Instant },
    Column { field: "conversation_updated_at", title: |t| t.boards.last_event, kind: Cell::Instant },
];

const MAPPING: Listing = Listing::Route("-session_started_at");

/// The rows of the mapping: pages come from the engine, which may hold very many.
fn mapping(ui: Ui) -> AnyView {
    let rows = Memo::new(move |_| {
        let answer = ui.app.answers.mapping.get()?;
        let rows = report::at(&answer, "rows").as_array().cloned().unwrap_or_default();
        Some((report::at(&answer, "total").as_u64().unwrap_or(0), rows))
    });
    let opening = Opening {
        id: |row| report::at(row, "session_id").as_str().unwrap_or_default().to_owned(),
        label: ui.t.boards.open_session,
        open: |ui, id| ui.app.open_session(id),
        opened: Signal::stored(None),
        detail: None,
        is_session: true,
    };
    let of = Table {
        title: ui.t.boards.mapping.title,
        metric: "mapping",
        columns: COLUMNS,
        listing: MAPPING,
        rows,
        name: |_, row| report::at(row, "session_id").as_str().unwrap_or_default().to_owned(),
        none: "",
        opening,
    };
    view! {
        {controls::search(ui, MAPPING, ui.t.boards.search_mapping, ui.t.boards.search_mapping_name)}
        {table(ui, of)}
    }
    .into_any()
}
