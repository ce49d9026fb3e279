//! Interactions: calls and chats by what their facts say.

use super::{by, count, lengths, line, rate};
use crate::state::Listed;
use crate::views::board::{Based, Card, Kind, LeftOut, Line, Part, board};
use crate::views::page::Page;

pub const PAGE: Page = Page {
    id: "interactions",
    title: |t| t.page_interactions,
    view: |ui| board(ui, |t| t.page_interactions, CARDS),
    sections: &["interactions"],
    facets: &[],
    list: Listed::Nothing,
    days: 7,
};

const COUNT: &[Line] = &[line("count", |t| t.count, 1)];

const CARDS: &[Card] = &[
    Card {
        id: "interactions",
        class: "sa-span-3",
        about: |t| t.boards.interactions,
        based: Based::On("interactions.count", |t| t.n_sessions),
        left_out: LeftOut::Said(|t| t.boards.left_no_facts),
        body: &[Part::Figure(count("interactions.count"), |_| "")],
    },
    Card {
        id: "transferred",
        class: "sa-span-3",
        about: |t| t.boards.transferred,
        based: Based::On("interactions.count", |t| t.n_sessions),
        left_out: LeftOut::Said(|t| t.boards.left_no_facts),
        body: &[Part::Figure(count("interactions.transferred"), |_| "")],
    },
    Card {
        id: "virtual-agent",
        class: "sa-span-3",
        about: |t| t.boards.virtual_agent,
        based: Based::On("interactions.virtual_agent.assigned", |t| t.n_sessions),
        left_out: LeftOut::Rest("interactions.count", "interactions.virtual_agent.assigned", |t| t.boards.left_without),
        body: &[
            Part::Figure(rate("interactions.virtual_agent.containment_rate"), |t| t.boards.va_rate),
            Part::Facts(&[
                (|t| t.boards.va_assigned, &[count("interactions.virtual_agent.assigned")]),
                (|t| t.boards.va_connected, &[count("interactions.virtual_agent.connected")]),
                (|t| t.boards.va_contained, &[count("interactions.virtual_agent.contained")]),
            ]),
        ],
    },
    Card {
        id: "csat",
        class: "sa-span-3",
        about: |t| t.boards.csat,
        based: Based::On("interactions.csat.n", |t| t.boards.n_ratings),
        left_out: LeftOut::Rest("interactions.count", "interactions.csat.n", |t| t.boards.left_without),
        body: &[
            Part::Figure(rate("interactions.csat.mean"), |t| t.boards.csat_mean),
            Part::Facts(&[(|t| t.boards.csat_n, &[count("interactions.csat.n")])]),
        ],
    },
    Card {
        id: "lengths",
        class: "sa-span-12",
        about: |t| t.boards.lengths,
        based: Based::On("interactions.count", |t| t.n_sessions),
        left_out: LeftOut::Said(|t| t.boards.left_no_facts),
        body: &[Part::Lengths(&[
            (|t| t.boards.queue, lengths!("interactions.queue", total)),
            (|t| t.boards.handle, lengths!("interactions.handle", total)),
            (|t| t.boards.hold, lengths!("interactions.hold", total)),
            (|t| t.boards.wrap_up, lengths!("interactions.wrap_up", total)),
        ])],
    },
    Card {
        id: "by-type",
        class: "sa-span-4",
        about: |t| t.boards.by_type,
        based: Based::On("interactions.by_type[].count", |t| t.n_sessions),
        left_out: LeftOut::Rest("interactions.count", "interactions.by_type[].count", |t| t.boards.left_without),
        body: &[Part::Chart(by(Kind::Bars, "interactions.by_type", "key", "channel", COUNT))],
    },
    Card {
        id: "by-direction",
        class: "sa-span-4",
        about: |t| t.boards.by_direction,
        based: Based::On("interactions.by_direction[].count", |t| t.n_sessions),
        left_out: LeftOut::Rest("interactions.count", "interactions.by_direction[].count", |t| t.boards.left_without),
        body: &[Part::Chart(by(Kind::Share, "interactions.by_direction", "key", "direction", COUNT))],
    },
    Card {
        id: "by-answered",
        class: "sa-span-4",
        about: |t| t.boards.by_answered,
        based: Based::On("interactions.by_answered[].count", |t| t.n_sessions),
        left_out: LeftOut::Rest("interactions.count", "interactions.by_answered[].count", |t| t.boards.left_without),
        body: &[Part::Chart(by(Kind::Share, "interactions.by_answered", "key", "answered", COUNT))],
    },
    Card {
        id: "by-queue",
        class: "sa-span-4",
        about: |t| t.boards.by_queue,
        based: Based::On("interactions.by_queue[].count", |t| t.n_sessions),
        left_out: LeftOut::Rest("interactions.count", "interactions.by_queue[].count", |t| t.boards.left_without),
        body: &[Part::Chart(by(Kind::Bars, "interactions.by_queue", "key", "", COUNT))],
    },
    Card {
        id: "by-disposition",
        class: "sa-span-4",
        about: |t| t.boards.by_disposition,
        based: Based::On("interactions.by_disposition[].count", |t| t.n_sessions),
        left_out: LeftOut::Rest("interactions.count", "interactions.by_disposition[].count", |t| t.boards.left_without),
        body: &[Part::Chart(by(Kind::Bars, "interactions.by_disposition", "key", "", COUNT))],
    },
    Card {
        id: "by-deflection",
        class: "sa-span-4",
        about: |t| t.boards.by_deflection,
        based: Based::On("interactions.by_deflection[].count", |t| t.n_sessions),
        left_out: LeftOut::Rest("interactions.count", "interactions.by_deflection[].count", |t| t.boards.left_without),
        body: &[Part::Chart(by(Kind::Bars, "interactions.by_deflection", "key", "", COUNT))],
    },
];
