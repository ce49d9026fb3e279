//! The Session List: what is on screen is in the DOM, and nothing else.

mod columns;
pub mod controls;

use super::explain::Basis;
use super::explain::explain;
use super::follow::follow;
use super::observe::on_screen;
use super::ui::Ui;
use crate::i18n::fill;
use crate::state::report::Row;
use crate::state::{List, ListView, Shared};
use crate::views::live::live;
pub use columns::nth as nth_of;
use columns::{COLUMNS, Column};
use leptos::ev::FocusEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// Where a list keeps its page, size and order.
#[derive(Debug, Clone, Copy)]
pub enum Listing {
    /// In the address: one list a page. With its order where the address says nothing.
    Route(&'static str),
    /// In the list alone; with its order where nothing was chosen.
    Local(RwSignal<ListView>, &'static str),
}

impl Listing {
    /// Tracked.
    pub fn view(self, ui: Ui) -> ListView {
        match self {
            Listing::Route(order) => {
                let mut view = ui.app.route.with(|route| route.list.clone());
                if view.sort == ListView::default().sort {
                    view.sort = order.to_owned();
                }
                view
            }
            Listing::Local(view, order) => {
                let mut view = view.get();
                if view.sort.is_empty() {
                    view.sort = order.to_owned();
                }
                view
            }
        }
    }

    fn change(self, ui: Ui, change: impl FnOnce(&mut ListView)) {
        let mut view = untrack(|| self.view(ui));
        change(&mut view);
        match self {
            Listing::Route(_) => ui.app.go(|route| route.list = view),
            Listing::Local(signal, _) => signal.set(view),
        }
    }

    /// Every letter counts, and none is a step back.
    fn search(self, ui: Ui, text: &str) {
        let change = |view: &mut ListView| {
            text.clone_into(&mut view.search);
            view.page = 1;
        };
        match self {
            Listing::Route(_) => ui.app.adjust(|route| change(&mut route.list)),
            Listing::Local(signal, _) => signal.update(change),
        }
    }
}

/// The Session List: the latest first.
const SESSIONS: Listing = Listing::Route("-started_at");

pub fn list(ui: Ui) -> AnyView {
    let t = ui.t;
    let section = NodeRef::<html::Section>::new();
    Effect::new(move |_| {
        if let Some(section) = section.get().filter(|_| ui.reveal.get()) {
            section.scroll_into_view();
            _ = section.focus();
            ui.reveal.set(false);
        }
    });
    let rows = follow(ui.unseen, on_screen(section), ui.app.answers.list);
    let answer = move || rows.get();
    let basis =
        move || answer().map(|list| Basis { based_on: ui.lang.count(t.n_sessions, list.total), left_out: None });
    let total = Signal::derive(move || answer().map_or(0, |list| list.total));
    let sortable = COLUMNS.iter().enumerate().map(|(i, column)| (t.columns[i].to_owned(), column.sort)).collect();
    let head = |(i, column): (usize, &'static Column)| {
        let is_large_first = column.is_number || controls::is_instant(column.sort);
        controls::head(ui, SESSIONS, t.columns[i], column.sort, is_large_first)
    };
    let is_empty = move || answer().is_some_and(|list| list.rows.is_empty());
    let count = Memo::new(move |_| answer().map(|list| list.rows.len()));
    let (body, held) = follow_row("data-session", Box::new(move || answer().is_some()));
    view! {
        <section class="sa-card sa-list" part="card" node_ref={section} tabindex="-1" aria-labelledby="sa-title-list">
            <div class="sa-card__head">
                <h3 class="sa-card__title" id="sa-title-list">{t.session_list.title}</h3>
                {explain(ui, t.session_list, basis)}
                {controls::search(ui, SESSIONS, t.search_sessions, t.search_button)}
            </div>
            {controls::sorting(ui, SESSIONS, sortable)}
            <div class="sa-list__scroll" tabindex="0" role="region" aria-label={t.session_list.title}>
                <table class="sa-table" part="table" role="table" aria-labelledby="sa-title-list">
                    <thead role="rowgroup">
                        <tr role="row">{COLUMNS.iter().enumerate().map(head).collect_view()}</tr>
                    </thead>
                    <tbody
                        role="rowgroup"
                        node_ref={body}
                        on:focusin={move |event| held.hold(&event)}
                        on:focusout={move |_| held.release()}
                    >
                        {controls::rows(count, COLUMNS.len(), move |place| row_view(ui, rows, place))}
                    </tbody>
                </table>
                {live(move || is_empty().then(|| view! { <p class="sa-list__none">{t.list_empty}</p> }.into_any()))}
            </div>
            {controls::pager(ui, SESSIONS, total)}
        </section>
    }
    .into_any()
}

/// The row in which something has the focus, by the attribute that names it.
#[derive(Clone, Copy)]
pub struct Held {
    name: &'static str,
    row: StoredValue<Option<String>>,
}

impl Held {
    pub fn hold(self, event: &FocusEvent) {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let row = element.and_then(|element| element.closest(&format!("[{}]", self.name)).ok().flatten());
        self.row.set_value(row.and_then(|row| row.get_attribute(self.name)));
    }

    pub fn release(self) {
        self.row.set_value(None);
    }
}

/// Rows are shown in place: when others come above it, the focus goes along with the row that it was on. `has_rows` is
/// tracked, and runs whenever there may be others.
pub fn follow_row(name: &'static str, has_rows: Box<dyn Fn() -> bool + Send + Sync>) -> (NodeRef<html::Tbody>, Held) {
    let (body, held) = (NodeRef::<html::Tbody>::new(), Held { name, row: StoredValue::new(None) });
    Effect::new(move |_| {
        if !has_rows() || held.row.get_value().is_none() {
            return;
        }
        request_animation_frame(move || {
            let (Some(Some(id)), Some(body)) = (held.row.try_get_value(), body.try_get_untracked().flatten()) else {
                return;
            };
            let mut rows = std::iter::successors(body.first_element_child(), Element::next_element_sibling);
            let row = rows.find(|row| row.get_attribute(name).as_deref() == Some(id.as_str()));
            if let Some(Ok(Some(button))) = row.map(|row| row.query_selector("button")) {
                _ = button.unchecked_ref::<HtmlElement>().focus();
            }
        });
    });
    (body, held)
}

/// The row at a place of the list: it opens the session's detail wherever it is pressed; the button in it is for keys and
/// readers. Other rows change what is in the cells and leave these and the button as they are: attributes that are made anew are
/// removed and set again, three of each cell and thirteen of each button.
fn row_view(ui: Ui, rows: RwSignal<Option<Shared<List>>>, place: usize) -> AnyView {
    let at = move |of: fn(&Row) -> &String| rows.with(|list| Some(of(list.as_ref()?.rows.get(place)?).clone()));
    let id = move || at(|row| &row.id);
    let open = move || {
        if let Some(id) = untrack(id) {
            ui.app.open_session(&id);
        }
    };
    let label = move || {
        let customer = at(|row| &row.customer_name)?;
        Some(fill(ui.t.open_session, &[("customer", &customer)]))
    };
    let way_in = view! {
        <button
            type="button"
            class="sa-icon-button"
            aria-label={label}
            on:click={move |event| {
                event.stop_propagation();
                open();
            }}
        >
            {super::icon::icon(super::icon::Icon::Next)}
        </button>
    };
    let mut way_in = Some(way_in.into_any());
    let cells = (COLUMNS.iter().enumerate())
        .map(|(i, column)| {
            let inner = if column.sort.is_empty() {
                way_in.take().into_any()
            } else {
                live(move || rows.with(|list| Some((column.cell)(ui, list.as_ref()?.rows.get(place)?)))).into_any()
            };
            view! {
                <td role="cell" data-label={ui.t.columns[i]} class:sa-table__number={column.is_number}>{inner}</td>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <tr role="row" class="sa-table__row" data-session={id} on:click={move |_| open()}>{cells}</tr>
    }
    .into_any()
}
