//! Automation: chat flows, the agents' AI tools, and what template messages cost.

use super::{by, count, line};
use crate::state::Listed;
use crate::views::board::{Based, Card, Chart, Figure, Kind, LeftOut, Part, Rows, board};
use crate::views::metric::Format;
use crate::views::page::Page;
use crate::views::plot::Pick;

pub const PAGE: Page = Page {
    id: "automation",
    title: |t| t.page_automation,
    view: |ui| board(ui, |t| t.page_automation, CARDS),
    sections: &["flows", "credits", "ai_tools"],
    facets: &[],
    list: Listed::Nothing,
    days: 7,
};

const USD: Format = Format::Money("USD");

const CARDS: &[Card] = &[
    Card {
        id: "flows",
        class: "sa-span-6 sa-tall",
        about: |t| t.boards.flows,
        based: Based::On("flows.triggered", |t| t.n_events),
        left_out: LeftOut::Nothing,
        body: &[
            Part::Figure(count("flows.triggered"), |t| t.boards.flows_triggered),
            Part::Facts(&[(|t| t.boards.flows_distinct, &[count("flows.distinct")])]),
            Part::Chart(by(Kind::Bars, "flows.popular", "flow_id", "flow", &[line("count", |t| t.boards.number, 5)])),
        ],
    },
    Card {
        id: "ai-tools",
        class: "sa-span-6",
        about: |t| t.boards.ai_tools,
        based: Based::On("ai_tools[].count", |t| t.boards.n_uses),
        left_out: LeftOut::Said(|t| t.boards.ai_tools_left),
        body: &[Part::Rows(Rows {
            path: "ai_tools",
            key: "tool",
            names: "tool",
            columns: &[(|t| t.boards.uses, "count", Format::Count), (|t| t.boards.accuracy, "accuracy", Format::Rate)],
        })],
    },
    Card {
        id: "credits-balance",
        class: "sa-span-6",
        about: |t| t.boards.credits_balance,
        based: Based::Said(|t| t.boards.credits_based),
        left_out: LeftOut::Nothing,
        body: &[Part::Figure(Figure { path: "credits.balance", format: USD, rows: None }, |t| t.boards.credits_left)],
    },
    Card {
        id: "credits-used",
        class: "sa-span-4",
        about: |t| t.boards.credits_used,
        based: Based::Said(|t| t.boards.credits_used_based),
        left_out: LeftOut::Nothing,
        body: &[
            Part::Figure(Figure { path: "credits.total_used", format: USD, rows: None }, |t| t.boards.credits_total),
            Part::Chart(Chart {
                format: USD,
                unit: |_| "USD",
                ..by(Kind::Donut, "credits.used", "category", "credit", &[line("amount", |t| t.boards.amount, 1)])
            }),
        ],
    },
    Card {
        id: "credits-by-day",
        class: "sa-span-8",
        about: |t| t.boards.credits_by_day,
        based: Based::Said(|t| t.boards.credits_used_based),
        left_out: LeftOut::Nothing,
        body: &[Part::Chart(Chart {
            format: USD,
            pick: Pick::Days,
            height: 330.0,
            ..by(Kind::Series, "credits.by_day", "day", "day", &[line("amount", |t| t.boards.amount, 3)])
        })],
    },
];
