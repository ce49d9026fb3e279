//! Sessions: the nine parts of Session Analytics. A part is a card in [`CARDS`].

mod performance;
mod total;

use super::board::{Based, Card, Chart, Figure, Kind, LeftOut, Line, Part, grid};
use super::card::Rows;
use super::later::{below, later};
use super::list;
use super::page::Page;
use super::pages::{by, count, lengths, line, picking, rate};
use super::plot::Pick;
use super::ui::Ui;
use crate::state::Listed;
use leptos::prelude::*;

pub const PAGE: Page = Page {
    id: "sessions",
    title: |t| t.page_sessions,
    view,
    sections: &["sessions"],
    facets: &["channel", "resolved_by", "label", "status", "sla"],
    list: Listed::Sessions,
    days: 7,
};

fn view(ui: Ui) -> AnyView {
    view! {
        <div class="sa-sessions">
            {total::part(ui)}
            {grid(ui, CARDS)}
            {below(ui, Box::new(move || later(ui, 640, Box::new(move || list::list(ui)))))}
        </div>
    }
    .into_any()
}

/// A figure that opens the sessions with that value.
const fn opening(path: &'static str, dimension: &'static str, values: &'static [&'static str]) -> Figure {
    Figure { rows: Some(Rows::Of(dimension, values)), ..count(path) }
}

const RESOLUTION: &[Line] = &[
    line("ai", |t| t.words.resolved_by[0], 5),
    line("agent", |t| t.words.resolved_by[1], 1),
    line("other", |t| t.words.resolved_by[2], 6),
    Line { key: "none", ..line("unresolved", |t| t.words.resolved_by[3], 0) },
];

const STATUS: &[Line] = &[
    line("open", |t| t.words.status[0], 6),
    line("pending", |t| t.words.status[1], 3),
    line("assigned", |t| t.words.status[2], 1),
    line("resolved", |t| t.words.status[3], 2),
    line("expired", |t| t.words.status[4], 0),
];

const CARDS: &[Card] = &[
    Card {
        id: "first",
        class: "sa-span-6",
        about: |t| t.first_customer,
        based: Based::On("sessions.first_customer", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[
            Part::Figure(opening("sessions.first_customer", "number", &["first"]), |_| ""),
            Part::Chart(Chart {
                pick: Pick::Days,
                height: 168.0,
                ..by(Kind::Series, "sessions.by_day", "day", "day", &[line("first", |t| t.first_customer.title, 1)])
            }),
        ],
    },
    Card {
        id: "returning",
        class: "sa-span-6",
        about: |t| t.returning_customer,
        based: Based::On("sessions.returning_customer", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[
            Part::Figure(opening("sessions.returning_customer", "number", &["returning"]), |_| ""),
            Part::Chart(Chart {
                pick: Pick::Days,
                height: 168.0,
                ..by(
                    Kind::Series,
                    "sessions.by_day",
                    "day",
                    "day",
                    &[line("returning", |t| t.returning_customer.title, 2)],
                )
            }),
        ],
    },
    Card {
        id: "source",
        class: "sa-span-4",
        about: |t| t.by_source,
        based: Based::On("sessions.total", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[picking(
            by(Kind::Donut, "sessions.by_source", "channel", "channel", &[line("count", |t| t.count, 1)]),
            "channel",
        )],
    },
    Card {
        id: "resolution",
        class: "sa-span-4",
        about: |t| t.resolution,
        based: Based::On("sessions.resolution.ai+sessions.resolution.agent+sessions.resolution.other", |t| {
            t.n_sessions
        }),
        left_out: LeftOut::Rest("sessions.resolution.unresolved", "", |t| t.left_unresolved),
        body: &[
            Part::Aside(|t| t.ai_rate, rate("sessions.resolution.ai_rate")),
            picking(by(Kind::Donut, "sessions.resolution", "", "", RESOLUTION), "resolved_by"),
        ],
    },
    Card {
        id: "labels",
        class: "sa-span-4",
        about: |t| t.by_label,
        based: Based::On("sessions.total", |t| t.n_sessions),
        left_out: LeftOut::Said(|t| t.left_unlabelled),
        body: &[
            picking(by(Kind::Bars, "sessions.by_label", "label", "label", &[line("count", |t| t.count, 1)]), "label"),
            Part::Note(|ui| ui.t.labels_overlap.to_owned()),
        ],
    },
    Card {
        id: "performance",
        class: "sa-span-6",
        about: |t| t.performance,
        based: Based::On("sessions.performance.duration.n", |t| t.n_sessions),
        left_out: LeftOut::Rest("sessions.total", "sessions.performance.duration.n", |t| t.left_unresolved),
        body: &[
            Part::Lengths(&[
                (|t| t.duration_all, lengths!("sessions.performance.duration")),
                (|t| t.duration_ai, lengths!("sessions.performance.ai")),
                (|t| t.duration_agent, lengths!("sessions.performance.agent")),
            ]),
            Part::View(performance::shares),
        ],
    },
    Card {
        id: "status",
        class: "sa-span-3",
        about: |t| t.by_status,
        based: Based::On("sessions.total", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[picking(by(Kind::Bars, "sessions.by_status", "", "", STATUS), "status")],
    },
    Card {
        id: "mau",
        class: "sa-span-3",
        about: |t| t.mau,
        based: Based::On("sessions.total", |t| t.n_sessions),
        left_out: LeftOut::Nothing,
        body: &[
            Part::Figure(count("sessions.mau.unique"), |t| t.mau_unique),
            Part::Chart(Chart {
                pick: Pick::Months,
                height: 160.0,
                ..by(Kind::Series, "sessions.mau.by_month", "month", "month", &[line("customers", |t| t.mau.title, 5)])
            }),
        ],
    },
];
