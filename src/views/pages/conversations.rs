//! Conversations: who engages, how long they wait, what the bot can do alone, and how work goes from bot to human.

use super::{by, count, lengths, line, picking, rate, series};
use crate::state::Listed;
use crate::views::board::{Based, Card, Chart, Kind, LeftOut, Line, Part, Rows, Turning, board};
use crate::views::metric::Format;
use crate::views::page::Page;
use crate::views::plot::Pick;

pub const PAGE: Page = Page {
    id: "conversations",
    title: |t| t.page_conversations,
    view: |ui| board(ui, |t| t.page_conversations, CARDS),
    sections: &["engagement"],
    facets: &["channel", "support", "team", "weekday+hour"],
    list: Listed::Nothing,
    days: 7,
};

const ALL: &[Line] = &[line("count", |t| t.count, 1)];
const ENGAGED: &[Line] = &[line("engaged", |t| t.boards.engaged, 1)];

const OUTCOMES: &[Line] = &[
    series("succeeded", |t| t.words.transfer[0], 2, "engagement.transfers.succeeded"),
    series("cancelled", |t| t.words.transfer[1], 3, "engagement.transfers.cancelled"),
    series("disabled", |t| t.words.transfer[2], 6, "engagement.transfers.disabled"),
    series("incomplete", |t| t.words.transfer[3], 4, "engagement.transfers.incomplete"),
];

const CARDS: &[Card] = &[
    Card {
        id: "totals",
        class: "sa-span-6",
        about: |t| t.boards.totals,
        based: Based::On("engagement.conversations", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[Part::Chart(by(
            Kind::Bars,
            "engagement",
            "",
            "",
            &[
                line("conversations", |t| t.boards.all, 0),
                line("engaged", |t| t.boards.engaged, 5),
                line("replied", |t| t.boards.replied, 1),
                line("closed_by_agent", |t| t.boards.closed, 2),
            ],
        ))],
    },
    Card {
        id: "engaged-customers",
        class: "sa-span-3",
        about: |t| t.boards.engaged_customers,
        based: Based::On("engagement.engaged_customers", |t| t.n_customers),
        left_out: LeftOut::Said(|t| t.boards.left_no_bot_wrote),
        body: &[Part::Figure(count("engagement.engaged_customers"), |_| "")],
    },
    Card {
        id: "automation",
        class: "sa-span-3",
        about: |t| t.boards.automation,
        based: Based::On("engagement.conversations", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[
            Part::Figure(rate("engagement.automation.automation_rate"), |t| t.boards.automation_rate),
            Part::Facts(&[
                (
                    |t| t.boards.involved,
                    &[count("engagement.automation.involved"), rate("engagement.automation.involvement_rate")],
                ),
                (
                    |t| t.boards.automated,
                    &[count("engagement.automation.resolved"), rate("engagement.automation.resolution_rate")],
                ),
            ]),
        ],
    },
    Card {
        id: "transfers",
        class: "sa-span-8",
        about: |t| t.boards.transfers,
        based: Based::On("engagement.transfers.by_channel[].count", |t| t.boards.n_requests),
        left_out: LeftOut::Nothing,
        body: &[Part::Chart(Chart {
            pick: Pick::Days,
            height: 220.0,
            ..by(Kind::Series, "engagement.transfers.by_day", "day", "day", OUTCOMES)
        })],
    },
    Card {
        id: "transfer-channels",
        class: "sa-span-4",
        about: |t| t.boards.transfer_channels,
        based: Based::On("engagement.transfers.by_channel[].count", |t| t.boards.n_requests),
        left_out: LeftOut::Nothing,
        body: &[picking(
            by(
                Kind::Bars,
                "engagement.transfers.by_channel",
                "channel",
                "channel",
                &[line("count", |t| t.boards.requests, 1)],
            ),
            "channel",
        )],
    },
    Card {
        id: "waits",
        class: "sa-span-6",
        about: |t| t.boards.waits,
        based: Based::On("engagement.conversations", |t| t.n_sessions),
        left_out: LeftOut::Rest("engagement.conversations", "engagement.bot_duration.n", |t| t.boards.left_not_engaged),
        body: &[Part::Lengths(&[
            (|t| t.boards.first_response, lengths!("engagement.first_response")),
            (|t| t.boards.bot_duration, lengths!("engagement.bot_duration")),
        ])],
    },
    Card {
        id: "histogram",
        class: "sa-span-6",
        about: |t| t.boards.histogram,
        based: Based::On("engagement.first_response.n", |t| t.n_sessions),
        left_out: LeftOut::Rest("engagement.conversations", "engagement.first_response.n", |t| {
            t.boards.left_unanswered
        }),
        body: &[Part::Chart(by(Kind::Histogram, "engagement.first_response.histogram", "from_s", "lengths", ALL))],
    },
    Card {
        id: "by-channel",
        class: "sa-span-4",
        about: |t| t.boards.by_channel,
        based: Based::On("engagement.conversations", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[Part::Views(
            Turning::Names,
            &[
                (
                    |t| t.boards.all,
                    &[picking(by(Kind::Donut, "engagement.by_channel", "channel", "channel", ALL), "channel")],
                ),
                (
                    |t| t.boards.engaged,
                    &[picking(by(Kind::Donut, "engagement.by_channel", "channel", "channel", ENGAGED), "channel")],
                ),
            ],
        )],
    },
    Card {
        id: "by-support",
        class: "sa-span-4",
        about: |t| t.boards.by_support,
        based: Based::On("engagement.conversations", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[Part::Views(
            Turning::Names,
            &[
                (
                    |t| t.boards.all,
                    &[picking(by(Kind::Donut, "engagement.by_support", "support", "support", ALL), "support")],
                ),
                (
                    |t| t.boards.engaged,
                    &[picking(by(Kind::Donut, "engagement.by_support", "support", "support", ENGAGED), "support")],
                ),
            ],
        )],
    },
    Card {
        id: "by-team",
        class: "sa-span-4",
        about: |t| t.boards.by_team,
        based: Based::On("engagement.closed_by_agent", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[picking(by(Kind::Bars, "engagement.closed_by_team", "team_id", "team", ALL), "team")],
    },
    Card {
        id: "heatmap",
        class: "sa-span-12",
        about: |t| t.boards.heatmap,
        based: Based::On("engagement.heatmap[][].engaged+engagement.heatmap[][].transfers", |t| t.n_events),
        left_out: LeftOut::Said(|t| t.boards.left_no_bot),
        body: &[Part::Views(
            Turning::Names,
            &[
                (|t| t.boards.engaged_sessions, &[picking(HEAT, "weekday+hour")]),
                (
                    |t| t.boards.requests,
                    &[picking(Chart { lines: &[line("transfers", |t| t.boards.requests, 1)], ..HEAT }, "weekday+hour")],
                ),
            ],
        )],
    },
    Card {
        id: "paths",
        class: "sa-span-8",
        about: |t| t.boards.paths,
        based: Based::On("engagement.paths[].count", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[Part::Chart(Chart {
            pick: Pick::Named,
            height: 320.0,
            ..by(Kind::Paths, "engagement.paths", "end", "", ALL)
        })],
    },
    Card {
        id: "sales",
        class: "sa-span-4",
        about: |t| t.boards.sales,
        based: Based::On("engagement.sales.orders", |t| t.boards.n_orders),
        left_out: LeftOut::Nothing,
        body: &[
            Part::Figure(count("engagement.sales.orders"), |t| t.boards.orders),
            Part::Rows(Rows {
                path: "engagement.sales.by_currency",
                key: "currency",
                names: "",
                columns: &[(|t| t.boards.amount, "amount", Format::Money(""))],
            }),
        ],
    },
];

const HEAT: Chart = Chart {
    height: 260.0,
    ..by(Kind::Heat, "engagement.heatmap", "weekday", "hour", &[line("engaged", |t| t.boards.engaged, 1)])
};
