//! Pages as data: a page is a list of cards, a card a list of parts, a part says which figures of the report it shows and
//! how. This folder turns such lists into views; a new page needs no code of its own.

mod chart;
mod facts;
mod items;
mod paths;
pub mod table;

pub use chart::{Chart, Kind, Line};

use super::card::card;
use super::explain::Basis;
use super::later::{below, later};
use super::metric::Format;
use super::plot::JOINT;
use super::ui::Ui;
use crate::i18n::{Explain, Plural, Text, fill};
use crate::state::report;
use crate::views::live::live;
use leptos::prelude::*;
use serde_json::Value;

/// Room for a part whose height nobody knows, in pixels.
const ROOM: u32 = 160;

/// A text of the language.
pub type Label = fn(&Text) -> &'static str;

#[derive(Debug)]
pub struct Card {
    pub id: &'static str,
    /// Its place in the grid.
    pub class: &'static str,
    pub about: fn(&Text) -> Explain,
    pub based: Based,
    pub left_out: LeftOut,
    pub body: &'static [Part],
}

/// What stands behind the figures of a card.
#[derive(Debug, Clone, Copy)]
pub enum Based {
    /// So many, as [`crate::state::report::Report::sum`] adds them up.
    On(&'static str, fn(&Text) -> Plural),
    Said(Label),
}

#[derive(Debug, Clone, Copy)]
pub enum LeftOut {
    Nothing,
    Said(Label),
    /// What is in the first sum and not in the second; the text has `{n}`.
    Rest(&'static str, &'static str, Label),
}

#[derive(Debug)]
pub enum Part {
    /// The figure of the card, with words behind it.
    Figure(Figure, Label),
    /// A small figure in the corner of the card, with words before it.
    Aside(Label, Figure),
    /// Named figures in a row.
    Facts(&'static [(Label, &'static [Figure])]),
    /// Lengths of time: name, then mean, median, p90, number and, where there is one, the sum.
    Lengths(&'static [(Label, [&'static str; 5])]),
    /// The rows of a short list.
    Rows(Rows),
    Chart(Chart),
    /// The same seen in several ways, one at a time.
    Views(Turning, &'static [(Label, &'static [Part])]),
    Note(fn(Ui) -> String),
    View(fn(Ui) -> AnyView),
}

#[derive(Debug, Clone, Copy)]
pub struct Figure {
    pub path: &'static str,
    pub format: Format,
    /// What it opens.
    pub rows: Option<super::card::Rows>,
}

/// How one view follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turning {
    /// By their names.
    Names,
    /// By arrows.
    Arrows,
}

/// A list of the report as a table.
#[derive(Debug)]
pub struct Rows {
    pub path: &'static str,
    /// The field that says which row it is, and what names it.
    pub key: &'static str,
    pub names: &'static str,
    pub columns: &'static [(Label, &'static str, Format)],
}

/// Where in the report the paths of parts begin: at its top, or in one element of a list.
#[derive(Debug, Clone, Copy)]
pub struct Root {
    /// `agents`; empty at the top.
    pub list: &'static str,
    /// Which element; empty for the one without an id.
    pub id: Signal<String>,
}

impl Root {
    pub fn top() -> Root {
        Root { list: "", id: Signal::stored(String::new()) }
    }

    /// The path in the report that `ui` shows, tracked.
    fn path(self, ui: Ui, path: &str) -> String {
        if self.list.is_empty() {
            return path.to_owned();
        }
        let id = self.id.get();
        let is_it = |row: &Value| report::at(row, "id").as_str().unwrap_or_default() == id;
        let place = ui.with_value(self.list, |rows| rows.as_array().into_iter().flatten().position(is_it)).flatten();
        format!("{}.{}.{path}", self.list, place.map_or(String::new(), |place| place.to_string()))
    }

    /// The keys of a figure: those of the element before its own.
    fn key(self, key: &str) -> String {
        if self.list.is_empty() { key.to_owned() } else { format!("{}{JOINT}{key}", self.id.get()) }
    }

    /// The id of the metric.
    fn metric(self, path: &str) -> String {
        if self.list.is_empty() { path.to_owned() } else { format!("{}.{path}", self.list) }
    }
}

/// A page of cards.
pub fn board(ui: Ui, title: Label, cards: &'static [Card]) -> AnyView {
    view! {
        <div class="sa-board">
            <h2 class="sa-visually-hidden">{title(ui.t)}</h2>
            {grid(ui, cards)}
        </div>
    }
    .into_any()
}

/// So many cards are on screen at first, if it is large.
const SEEN: usize = 5;

/// The cards alone. Those that are seen first come first.
pub fn grid(ui: Ui, cards: &'static [Card]) -> AnyView {
    let some = move |cards: &'static [Card]| cards.iter().map(|of| one(ui, of)).collect_view();
    let (seen, rest) = cards.split_at(SEEN.min(cards.len()));
    view! {
        <div class="sa-grid-12">
            {some(seen)}
            {(!rest.is_empty()).then(|| below(ui, Box::new(move || some(rest).into_any())))}
        </div>
    }
    .into_any()
}

fn one(ui: Ui, of: &'static Card) -> AnyView {
    let about = (of.about)(ui.t);
    let basis = move || basis(ui, of);
    let body = parts(ui, about.title, of.body, Root::top());
    card(ui, of.id, of.class, about, basis, body)
}

fn basis(ui: Ui, of: &'static Card) -> Option<Basis> {
    let sum = |paths: &str| ui.figures.with(|figures| Some(figures.as_ref()?.report.sum(paths)));
    let based_on = match of.based {
        Based::On(paths, unit) => ui.lang.count(unit(ui.t), sum(paths)?),
        Based::Said(label) => label(ui.t).to_owned(),
    };
    let left_out = match of.left_out {
        LeftOut::Nothing => None,
        LeftOut::Said(label) => Some(label(ui.t).to_owned()),
        LeftOut::Rest(of, in_it, label) => {
            let rest = sum(of)?.saturating_sub(sum(in_it)?);
            (rest > 0).then(|| fill(label(ui.t), &[("n", &ui.number(rest))]))
        }
    };
    Some(Basis { based_on, left_out })
}

/// The parts of a card, or of a view in it. `title` names its charts.
pub fn parts(ui: Ui, title: &'static str, parts: &'static [Part], root: Root) -> AnyView {
    parts.iter().map(|part| single(ui, title, part, root)).collect_view().into_any()
}

fn single(ui: Ui, title: &'static str, part: &'static Part, root: Root) -> AnyView {
    match part {
        Part::Figure(figure, label) => facts::lead(ui, *figure, label(ui.t)),
        Part::Aside(label, figure) => facts::aside(ui, label(ui.t), *figure),
        Part::Lengths(rows) => facts::lengths(ui, rows),
        Part::Note(text) => {
            let text = *text;
            view! { <p class="sa-card__note">{live(move || text(ui))}</p> }.into_any()
        }
        Part::Chart(of) => later(ui, of.height as u32, Box::new(move || pictured(ui, title, part, root))),
        Part::Facts(_) | Part::Rows(_) | Part::Views(..) | Part::View(_) => {
            later(ui, ROOM, Box::new(move || pictured(ui, title, part, root)))
        }
    }
}

/// What is more than figures in their places.
fn pictured(ui: Ui, title: &'static str, part: &'static Part, root: Root) -> AnyView {
    match part {
        Part::Facts(of) => facts::facts(ui, of),
        Part::Rows(of) => facts::rows(ui, of),
        Part::Chart(of) => chart::chart(ui, title, of, root),
        Part::Views(turning, views) => turn(ui, *turning, title, views, root, RwSignal::new(0)),
        Part::View(view) => view(ui),
        _ => ().into_any(),
    }
}

/// Several views, one at a time: which one is in `at`.
pub fn turn(
    ui: Ui,
    turning: Turning,
    title: &'static str,
    views: &'static [(Label, &'static [Part])],
    root: Root,
    at: RwSignal<usize>,
) -> AnyView {
    let name = move |index: usize| views.get(index).map_or("", |(label, _)| label(ui.t));
    let body = live(move || {
        let index = at.get();
        let title = if turning == Turning::Arrows { name(index) } else { title };
        views.get(index).map(|(_, of)| parts(ui, title, of, root))
    });
    let head = match turning {
        Turning::Names => {
            let button = move |index: usize| {
                view! {
                    <button
                        type="button"
                        class="sa-tab"
                        aria-pressed={move || (at.get() == index).to_string()}
                        on:click={move |_| at.set(index)}
                    >
                        {name(index)}
                    </button>
                }
                .into_any()
            };
            view! { <div class="sa-tabs sa-turn" role="group" aria-label={title}>{(0..views.len()).map(button).collect_view()}</div> }
                .into_any()
        }
        Turning::Arrows => arrows(ui, at, views.len(), live(move || name(at.get())).into_any()),
    };
    view! {
        {head}
        {body}
    }
    .into_any()
}

/// "‹ Messages sent by day, 2 / 3 ›": after the last comes the first.
fn arrows(ui: Ui, at: RwSignal<usize>, count: usize, name: AnyView) -> AnyView {
    use super::icon::{Icon, icon};
    let button = |label: &'static str, sign: Icon, step: usize| {
        view! {
            <button
                type="button"
                class="sa-icon-button"
                aria-label={label}
                on:click={move |_| at.update(|at| *at = (*at + step) % count.max(1))}
            >
                {icon(sign)}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="sa-turn sa-turn--arrows">
            {button(ui.t.boards.chart_previous, Icon::Previous, count.saturating_sub(1))}
            <span class="sa-turn__name" role="status">
                <span class="sa-strong">{name}</span>
                " "
                <span class="sa-muted">{live(move || format!("{} / {count}", at.get() + 1))}</span>
            </span>
            {button(ui.t.boards.chart_next, Icon::Next, 1)}
        </div>
    }
    .into_any()
}
