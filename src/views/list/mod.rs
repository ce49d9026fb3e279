//! The Session List: what is on screen is in the DOM, and nothing else.

mod columns;
pub mod controls;

use super::explain::Basis;
use super::explain::explain;
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
    Local(RwSignal<ListView>),
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
            Listing::Local(view) => view.get(),
        }
    }

    fn change(self, ui: Ui, change: impl FnOnce(&mut ListView)) {
        let mut view = untrack(|| self.view(ui));
        change(&mut view);
        match self {
            Listing::Route(_) => ui.app.go(|route| route.list = view),
            Listing::Local(signal) => signal.set(view),
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
    let answer = move || ui.app.answers.list.get();
    let basis =
        move || answer().map(|list| Basis { based_on: ui.lang.count(t.n_sessions, list.total), left_out: None });
    let total = Signal::derive(move || answer().map_or(0, |list| list.total));
    let sortable = COLUMNS.iter().enumerate().map(|(i, column)| (t.columns[i].to_owned(), column.sort)).collect();
    let head = |(i, column): (usize, &'static Column)| {
        let is_large_first = column.is_number || column.sort.ends_with("_at");
        controls::head(ui, SESSIONS, t.columns[i], column.sort, is_large_first)
    };
    let is_empty = move || answer().is_some_and(|list| list.rows.is_empty());
    let (body, held) = (NodeRef::<html::Tbody>::new(), StoredValue::new(None::<String>));
    follow_row(body, held, answer);
    view! {
        <section class="sa-card sa-list" part="card table" node_ref={section} tabindex="-1" aria-labelledby="sa-title-list">
            <div class="sa-card__head">
                <h3 class="sa-card__title" id="sa-title-list">{t.session_list.title}</h3>
                {explain(ui, t.session_list, basis)}
                {controls::search(ui, t.search_sessions, t.search_button)}
            </div>
            {controls::sorting(ui, SESSIONS, sortable)}
            <div class="sa-list__scroll" tabindex="0" role="region" aria-label={t.session_list.title}>
                <table class="sa-table" role="table" aria-labelledby="sa-title-list">
                    <thead role="rowgroup">
                        <tr role="row">{COLUMNS.iter().enumerate().map(head).collect_view()}</tr>
                    </thead>
                    <tbody
                        role="rowgroup"
                        node_ref={body}
                        on:focusin={move |event| held.set_value(row_of(&event))}
                        on:focusout={move |_| held.set_value(None)}
                    >
                        {live(move || match answer() {
                            Some(list) => rows(ui, &list.rows).into_any(),
                            None => (0..6).map(|_| controls::waiting(COLUMNS.len())).collect_view().into_any(),
                        })}
                    </tbody>
                </table>
                {live(move || is_empty().then(|| view! { <p class="sa-list__none">{t.list_empty}</p> }.into_any()))}
            </div>
            {controls::pager(ui, SESSIONS, total)}
        </section>
    }
    .into_any()
}

/// Rows are shown in place: when newer ones come above it, the focus goes along with the session that it was on.
fn follow_row(
    body: NodeRef<html::Tbody>,
    held: StoredValue<Option<String>>,
    answer: impl Fn() -> Option<Shared<List>> + 'static,
) {
    Effect::new(move |_| {
        if answer().is_none() || held.get_value().is_none() {
            return;
        }
        request_animation_frame(move || {
            let (Some(Some(id)), Some(body)) = (held.try_get_value(), body.try_get_untracked().flatten()) else {
                return;
            };
            let mut rows = std::iter::successors(body.first_element_child(), Element::next_element_sibling);
            let row = rows.find(|row| row.get_attribute("data-session").as_deref() == Some(id.as_str()));
            if let Some(Ok(Some(button))) = row.map(|row| row.query_selector("button")) {
                _ = button.unchecked_ref::<HtmlElement>().focus();
            }
        });
    });
}

/// The session of the row in which something has the focus.
fn row_of(event: &FocusEvent) -> Option<String> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    element.closest("[data-session]").ok()??.get_attribute("data-session")
}

fn rows(ui: Ui, rows: &[Row]) -> AnyView {
    rows.iter().map(|row| row_view(ui, Shared::new(row.clone()))).collect_view().into_any()
}

/// A row opens the session's detail wherever it is pressed; the button in it is for keys and readers.
fn row_view(ui: Ui, row: Shared<Row>) -> AnyView {
    let cells = (COLUMNS.iter().enumerate())
        .map(|(i, column)| {
            view! {
                <td role="cell" data-label={ui.t.columns[i]} class:sa-table__number={column.is_number}>
                    {(column.cell)(ui, &row)}
                </td>
            }
            .into_any()
        })
        .collect_view();
    let id = row.id.clone();
    view! {
        <tr role="row" class="sa-table__row" data-session={row.id.clone()} on:click={move |_| ui.app.open_session(&id)}>{cells}</tr>
    }.into_any()
}

/// The way into a session's detail.
fn open_button(ui: Ui, row: &Row) -> AnyView {
    let label = fill(ui.t.open_session, &[("customer", &row.customer_name)]);
    let id = row.id.clone();
    view! {
        <button
            type="button"
            class="sa-icon-button"
            aria-label={label}
            on:click={move |event| {
                event.stop_propagation();
                ui.app.open_session(&id);
            }}
        >
            {super::icon::icon(super::icon::Icon::Next)}
        </button>
    }
    .into_any()
}
