//! Team: what agents and teams have now and did in the last week, each with its days.

use super::{by, line};
use crate::i18n::{fill, small};
use crate::state::{ListView, Listed, report};
use crate::views::board::table::{Column, Detail, Kind as Cell, Opening, Table, sorted, table};
use crate::views::board::{Based, Card, Chart, Kind, Label, LeftOut, Line, Part, Root, Turning, board, turn};
use crate::views::list::{Listing, controls};
use crate::views::live::live;
use crate::views::metric::Format;
use crate::views::page::Page;
use crate::views::plot::Pick;
use crate::views::ui::Ui;
use leptos::prelude::*;
use serde_json::Value;

pub const PAGE: Page = Page {
    id: "team",
    title: |t| t.page_team,
    view: |ui| board(ui, |t| t.page_team, CARDS),
    sections: &["agents", "teams"],
    facets: &[],
    list: Listed::Nothing,
    days: 7,
};

const CARDS: &[Card] = &[
    Card {
        id: "agents",
        class: "sa-span-12 sa-list",
        about: |t| t.boards.agents,
        based: Based::On("agents[].messages_sent_7d", |t| t.n_messages),
        left_out: LeftOut::Said(|t| t.boards.left_older),
        body: &[Part::View(agents)],
    },
    Card {
        id: "teams",
        class: "sa-span-12 sa-list",
        about: |t| t.boards.teams,
        based: Based::On("agents[].messages_sent_7d", |t| t.n_messages),
        left_out: LeftOut::Said(|t| t.boards.left_older),
        body: &[Part::View(teams)],
    },
];

const AGENTS: &[Column] = &[
    Column { field: "id", title: |t| t.dimensions[2], kind: Cell::Name("agent") },
    Column { field: "active_sessions", title: |t| t.boards.active, kind: Cell::Figure(Format::Count) },
    Column { field: "times_assigned_7d", title: |t| t.boards.assigned_7d, kind: Cell::Figure(Format::Count) },
    Column { field: "messages_sent_7d", title: |t| t.boards.sent_7d, kind: Cell::Figure(Format::Count) },
    Column { field: "response_7d.mean_s", title: |t| t.boards.response_mean, kind: Cell::Figure(Format::Seconds) },
    Column { field: "response_7d.p50_s", title: |t| t.boards.response_p50, kind: Cell::Figure(Format::Seconds) },
    Column { field: "response_7d.p90_s", title: |t| t.boards.response_p90, kind: Cell::Figure(Format::Seconds) },
    Column { field: "response_7d.n", title: |t| t.boards.replies, kind: Cell::Figure(Format::Count) },
];

const TEAMS: &[Column] = &[
    Column { field: "id", title: |t| t.dimensions[3], kind: Cell::Name("team") },
    Column { field: "active_sessions", title: |t| t.boards.active, kind: Cell::Figure(Format::Count) },
    Column { field: "times_assigned_7d", title: |t| t.boards.assigned_7d, kind: Cell::Figure(Format::Count) },
    Column { field: "messages_sent_7d", title: |t| t.boards.sent_7d, kind: Cell::Figure(Format::Count) },
];

/// The days of one agent; a team has all but the last.
const DAYS: &[(Label, &[Part])] = &[
    (
        |t| t.boards.sent_by_day,
        &[Part::Chart(days(Format::Count, &[line("messages_sent", |t| t.boards.sent_by_day, 1)]))],
    ),
    (
        |t| t.boards.assigned_by_day,
        &[Part::Chart(days(Format::Count, &[line("times_assigned", |t| t.boards.assigned_by_day, 2)]))],
    ),
    (
        |t| t.boards.response_by_day,
        &[Part::Chart(days(Format::Seconds, &[line("response_mean_s", |t| t.boards.response_by_day, 5)]))],
    ),
];

const fn days(format: Format, lines: &'static [Line]) -> Chart {
    Chart { format, pick: Pick::Days, ..by(Kind::Sparse, "by_day", "day", "day", lines) }
}

/// One of the two tables.
#[derive(Clone, Copy)]
struct Who {
    list: &'static str,
    /// What names the rows, and filters by them.
    dimension: &'static str,
    columns: &'static [Column],
    detail: Detail,
    open: fn(Ui, &str),
}

fn agents(ui: Ui) -> AnyView {
    let who = Who {
        list: "agents",
        dimension: "agent",
        columns: AGENTS,
        detail: |ui, id, seen| detail(ui, "agents", "agent", id, seen),
        open: |ui, id| open(ui, "agents", id),
    };
    let listing = Listing::Route("id");
    view! {
        {controls::search(ui, listing, ui.t.boards.search_agents, ui.t.boards.search_agents_name)}
        {people(ui, ui.t.boards.agents.title, who, listing)}
    }
    .into_any()
}

fn teams(ui: Ui) -> AnyView {
    let who = Who {
        list: "teams",
        dimension: "team",
        columns: TEAMS,
        detail: |ui, id, seen| detail(ui, "teams", "team", id, seen),
        open: |ui, id| open(ui, "teams", id),
    };
    let listing = Listing::Local(RwSignal::new(ListView::natural()), "id");
    view! {
        {controls::search(ui, listing, ui.t.boards.search_teams, ui.t.boards.search_teams_name)}
        {people(ui, ui.t.boards.teams.title, who, listing)}
    }
    .into_any()
}

fn people(ui: Ui, title: &'static str, who: Who, listing: Listing) -> AnyView {
    let rows = Memo::new(move |_| {
        let view = listing.view(ui);
        let needle = small(view.search.trim());
        let matches = |row: &Value| small(&name(ui, who.dimension, &id(row))).contains(&needle);
        ui.with_value(who.list, |rows| {
            let rows = rows.as_array().into_iter().flatten();
            let found = rows.filter(|row| needle.is_empty() || matches(row) || small(&id(row)).contains(&needle));
            let found = sorted(ui, who.columns, &view.sort, found.collect());
            let per_page = view.per_page as usize;
            let first = (view.page as usize).saturating_sub(1).saturating_mul(per_page);
            (found.len() as u64, found.into_iter().skip(first).take(per_page).map(without_days).collect())
        })
    });
    let opened = Signal::derive(move || {
        let row = ui.app.route.with(|route| route.row.clone())?;
        Some(row.strip_prefix(who.list)?.strip_prefix(':')?.to_owned())
    });
    let opening = Opening {
        id,
        label: ui.t.boards.open_row,
        open: who.open,
        opened,
        detail: Some(who.detail),
        is_session: false,
    };
    let names: fn(Ui, &Value) -> String = match who.dimension {
        "team" => |ui, row| name(ui, "team", &id(row)),
        _ => |ui, row| name(ui, "agent", &id(row)),
    };
    table(
        ui,
        Table {
            title,
            metric: who.list,
            columns: who.columns,
            listing,
            rows,
            name: names,
            none: ui.t.boards.all_teams,
            opening,
        },
    )
}

/// Those are in the detail, which finds them by itself.
fn without_days(row: &Value) -> Value {
    let fields = row.as_object().into_iter().flatten().filter(|(_, value)| !value.is_array());
    fields.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Empty for all teams together.
fn id(row: &Value) -> String {
    report::at(row, "id").as_str().unwrap_or_default().to_owned()
}

fn name(ui: Ui, dimension: &str, id: &str) -> String {
    if id.is_empty() { ui.t.boards.all_teams.to_owned() } else { ui.value(dimension, id) }
}

/// Opens the row, or closes it when it is open.
fn open(ui: Ui, list: &str, id: &str) {
    let row = format!("{list}:{id}");
    ui.app.go(|route| route.row = Some(row).filter(|row| route.row.as_ref() != Some(row)));
}

fn detail(ui: Ui, list: &'static str, dimension: &'static str, of: String, seen: RwSignal<usize>) -> AnyView {
    let views = if list == "teams" { &DAYS[..2] } else { DAYS };
    let root = Root { list, id: Signal::stored(of.clone()) };
    let charts = turn(ui, Turning::Arrows, "", views, root, seen);
    let is_chosen = {
        let of = of.clone();
        move || ui.app.filters().has(dimension, &of)
    };
    let filter = (!of.is_empty()).then(|| {
        let shown = name(ui, dimension, &of);
        let text = live(move || {
            let text = if is_chosen() { ui.t.unfilter_by } else { ui.t.filter_by };
            fill(text, &[("value", &shown)])
        });
        view! {
            <button type="button" class="sa-link" on:click={move |_| ui.app.toggle(dimension, &of)}>{text}</button>
        }
        .into_any()
    });
    view! {
        <div class="sa-opened">
            {charts}
            {filter}
        </div>
    }
    .into_any()
}
