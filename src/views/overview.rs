//! Overview: what is going on now, messages, conversations and contacts at a glance.

use super::board::{Based, Card, Chart, Kind, LeftOut, Line, Part, board};
use super::page::Page;
use super::pages::{by, count, line, series};
use super::plot::Pick;
use crate::state::Listed;

pub const PAGE: Page = Page {
    id: "overview",
    title: |t| t.page_overview,
    view: |ui| board(ui, |t| t.page_overview, CARDS),
    sections: &["overview", "messages", "conversations", "contacts"],
    facets: &[],
    list: Listed::Nothing,
    days: 7,
};

const SENT: &[Line] = &[
    series("received", |t| t.words.sender[0], 2, "messages.received"),
    series("agent_sent", |t| t.words.sender[1], 1, "messages.agent_sent"),
    series("bot_sent", |t| t.words.sender[2], 5, "messages.bot_sent"),
    series("broadcast_sent", |t| t.words.sender[3], 3, "messages.broadcast_sent"),
];

const ACTIVE: &[Line] = &[
    line("unassigned", |t| t.unassigned, 3),
    line("assigned", |t| t.assigned, 1),
    line("resolved", |t| t.resolved, 2),
];

const CARDS: &[Card] = &[
    Card {
        id: "active-sessions",
        class: "sa-span-3 sa-half",
        about: |t| t.active_sessions,
        based: Based::On("overview.active_sessions", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[Part::Figure(count("overview.active_sessions"), |_| "")],
    },
    Card {
        id: "contacts",
        class: "sa-span-3 sa-half",
        about: |t| t.contacts,
        based: Based::On("overview.contacts", |t| t.n_customers),
        left_out: LeftOut::Said(|t| t.boards.left_reached),
        body: &[Part::Figure(count("overview.contacts"), |_| "")],
    },
    Card {
        id: "sent-7d",
        class: "sa-span-3 sa-half",
        about: |t| t.sent_7d,
        based: Based::On("overview.messages_sent_7d", |t| t.n_messages),
        left_out: LeftOut::Said(|t| t.boards.left_notes),
        body: &[Part::Figure(count("overview.messages_sent_7d"), |_| "")],
    },
    Card {
        id: "received-7d",
        class: "sa-span-3 sa-half",
        about: |t| t.received_7d,
        based: Based::On("overview.messages_received_7d", |t| t.n_messages),
        left_out: LeftOut::Nothing,
        body: &[Part::Figure(count("overview.messages_received_7d"), |_| "")],
    },
    Card {
        id: "messages",
        class: "sa-span-8",
        about: |t| t.messages,
        based: Based::On("messages.received+messages.agent_sent+messages.bot_sent+messages.broadcast_sent", |t| {
            t.n_messages
        }),
        left_out: LeftOut::Said(|t| t.boards.left_notes),
        body: &[Part::Chart(Chart {
            pick: Pick::Days,
            height: 260.0,
            ..by(Kind::Series, "messages.by_day", "day", "day", SENT)
        })],
    },
    Card {
        id: "active",
        class: "sa-span-4",
        about: |t| t.active_buckets,
        based: Based::On(
            "conversations.active.unassigned+conversations.active.assigned+conversations.active.resolved",
            |t| t.n_sessions,
        ),
        left_out: LeftOut::Nothing,
        body: &[Part::Chart(Chart { height: 220.0, ..by(Kind::Donut, "conversations.active", "", "", ACTIVE) })],
    },
    Card {
        id: "new-sessions",
        class: "sa-span-8",
        about: |t| t.new_sessions,
        based: Based::On("conversations.new_sessions", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[
            Part::Figure(count("conversations.new_sessions"), |_| ""),
            Part::Chart(Chart {
                pick: Pick::Days,
                height: 168.0,
                ..by(Kind::Series, "conversations.by_day", "day", "day", &[line("count", |t| t.new_sessions.title, 1)])
            }),
        ],
    },
    Card {
        id: "contact-kinds",
        class: "sa-span-4",
        about: |t| t.contact_kinds,
        based: Based::On("contacts.active+contacts.idle", |t| t.n_customers),
        left_out: LeftOut::Said(|t| t.boards.left_known),
        body: &[Part::Chart(Chart {
            unit: |t| t.value,
            ..by(
                Kind::Bars,
                "contacts",
                "",
                "",
                &[
                    line("new", |t| t.contacts_new, 5),
                    line("active", |t| t.contacts_active, 2),
                    line("idle", |t| t.contacts_idle, 0),
                ],
            )
        })],
    },
];
