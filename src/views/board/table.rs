//! Lists of the report, or of another answer, as tables: sorted by any column, a page at a time, each row with a way in.

use super::Label;
use crate::i18n::fill;
use crate::state::{PER_PAGE, report};
use crate::views::behind;
use crate::views::icon::{Icon, icon};
use crate::views::leaf::{self, named, nothing, word};
use crate::views::list::{Listing, controls, follow_row};
use crate::views::live::live;
use crate::views::metric::{Format, raw};
use crate::views::ui::Ui;
use leptos::prelude::*;
use serde_json::Value;
use std::cmp::Ordering;

#[derive(Debug)]
pub struct Column {
    /// The path in a row; what it is sorted by.
    pub field: &'static str,
    pub title: Label,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An id, shown by what names it.
    Name(&'static str),
    Text,
    Instant,
    /// A figure: its id is the table's metric and the field.
    Figure(Format),
}

/// Shows what a row opens, by its id and the number of the view that is seen of it.
pub type Detail = fn(Ui, String, RwSignal<usize>) -> AnyView;

/// What opens under a row, or elsewhere.
#[derive(Clone, Copy)]
pub struct Opening {
    /// The id that stands for a row.
    pub id: fn(&Value) -> String,
    /// What its button says, with `{name}`.
    pub label: &'static str,
    pub open: fn(Ui, &str),
    /// The row that is open.
    pub opened: Signal<Option<String>>,
    /// What is shown under the open row, if anything is; the number of the chart that is seen there outlives the row.
    pub detail: Option<Detail>,
    /// The attribute that names a session.
    pub is_session: bool,
}

/// One table. Copy: it is handles.
#[derive(Clone, Copy)]
pub struct Table {
    pub title: &'static str,
    /// The list's path in the report, before the ids of figures.
    pub metric: &'static str,
    pub columns: &'static [Column],
    pub listing: Listing,
    /// The rows on screen, and how many there are in all; none while they are awaited.
    pub rows: Memo<Option<(u64, Vec<Value>)>>,
    /// The name of a row for its button.
    pub name: fn(Ui, &Value) -> String,
    /// What stands for a name that is null.
    pub none: &'static str,
    pub opening: Opening,
}

impl Table {
    /// Of the row at a place, tracked.
    fn at<T>(&self, place: usize, read: impl FnOnce(&Value) -> T) -> Option<T> {
        self.rows.with(|rows| Some(read(rows.as_ref()?.1.get(place)?)))
    }
}

pub fn table(ui: Ui, of: Table) -> AnyView {
    let t = ui.t;
    let total = Signal::derive(move || of.rows.with(|rows| rows.as_ref().map_or(0, |(total, _)| *total)));
    let has_pages = Memo::new(move |_| total.get() > u64::from(PER_PAGE[0]));
    let is_empty = move || of.rows.with(|rows| rows.as_ref().is_some_and(|(_, rows)| rows.is_empty()));
    let columns = of.columns.iter().map(|column| ((column.title)(t).to_owned(), column.field)).collect();
    let seen = RwSignal::new(0);
    let count = Memo::new(move |_| of.rows.with(|rows| rows.as_ref().map(|(_, rows)| rows.len())));
    let body = controls::rows(count, of.columns.len() + 1, move |place| row(ui, of, place, seen));
    let (rows, held) = follow_row("data-row", Box::new(move || of.rows.with(Option::is_some)));
    let head = |column: &'static Column| {
        let is_number = matches!(column.kind, Kind::Figure(_));
        controls::head(ui, of.listing, (column.title)(t), column.field, is_number || column.kind == Kind::Instant)
    };
    view! {
        {controls::sorting(ui, of.listing, columns)}
        <div class="sa-list__scroll" tabindex="0" role="region" aria-label={of.title}>
            <table class="sa-table" part="table" role="table" aria-label={of.title}>
                <thead role="rowgroup">
                    <tr role="row">
                        {of.columns.iter().map(head).collect_view()}
                        <th role="columnheader" scope="col"><span class="sa-visually-hidden">{t.boards.open}</span></th>
                    </tr>
                </thead>
                <tbody
                    role="rowgroup"
                    node_ref={rows}
                    on:focusin={move |event| held.hold(&event)}
                    on:focusout={move |_| held.release()}
                >
                    {body}
                </tbody>
            </table>
            {live(move || is_empty().then(|| view! { <p class="sa-list__none">{t.no_data}</p> }.into_any()))}
        </div>
        {live(move || has_pages.get().then(|| controls::pager(ui, of.listing, total)))}
    }
    .into_any()
}

/// The row at a place of the table: other rows change what is in it, and leave it where it is.
fn row(ui: Ui, of: Table, place: usize, seen: RwSignal<usize>) -> AnyView {
    let opening = of.opening;
    let id = Memo::new(move |_| of.at(place, opening.id));
    let is_open = Memo::new(move |_| opening.opened.with(|opened| opened.is_some() && *opened == id.get()));
    let cells = live(move || {
        of.at(place, |row| {
            let id = (opening.id)(row);
            of.columns.iter().map(|column| cell(ui, of, &id, column, row)).collect_view()
        })
    });
    let label = move || of.at(place, |row| fill(opening.label, &[("name", &(of.name)(ui, row))]));
    let session = opening.is_session.then_some(move || id.get());
    let expanded = opening.detail.map(|_| move || is_open.get().to_string());
    let columns = (of.columns.len() + 1).to_string();
    let detail = live(move || {
        let detail = opening.detail.filter(|_| is_open.get())?;
        let detail = detail(ui, id.get()?, seen);
        Some(
            view! {
                <tr role="row" class="sa-table__detail">
                    <td role="cell" colspan={columns.clone()}>{detail}</td>
                </tr>
            }
            .into_any(),
        )
    });
    let open = move || {
        if let Some(id) = id.get_untracked() {
            (opening.open)(ui, &id);
        }
    };
    view! {
        <tr
            role="row"
            class="sa-table__row"
            class:sa-table__row--open={move || is_open.get()}
            data-row={move || of.at(place, |row| row_name(of, row))}
            data-session={session}
            on:click={move |_| open()}
        >
            {cells}
            <td role="cell">
                <button
                    type="button"
                    class="sa-icon-button"
                    aria-label={label}
                    aria-expanded={expanded}
                    on:click={move |event| {
                        event.stop_propagation();
                        open();
                    }}
                >
                    {icon(if opening.detail.is_some() { Icon::Chevron } else { Icon::Next })}
                </button>
            </td>
        </tr>
        {detail}
    }
    .into_any()
}

/// What a row is about, however its figures move. Ids alone may stand in several.
fn row_name(of: Table, row: &Value) -> String {
    let told = of.columns.iter().filter(|column| matches!(column.kind, Kind::Name(_) | Kind::Text));
    told.map(|column| raw(report::at(row, column.field))).collect::<Vec<_>>().join("\n")
}

fn cell(ui: Ui, of: Table, id: &str, column: &'static Column, row: &Value) -> AnyView {
    let value = report::at(row, column.field);
    let title = (column.title)(ui.t);
    if let Kind::Figure(format) = column.kind {
        let (metric, raw) = (format!("{}.{}", of.metric, column.field), raw(value));
        let shown = behind::figure(ui, &metric, id, &raw, format.text(ui, value));
        return leaf::cell(title, true, named("span", metric, Some(id.to_owned()), raw, shown));
    }
    let text = match (column.kind, value) {
        (Kind::Name(_), Value::Null) => of.none.to_owned(),
        _ => text(ui, column, value),
    };
    let inner = match text.is_empty() {
        true => nothing(),
        false => word("sa-clip", text),
    };
    leaf::cell(title, false, inner)
}

fn text(ui: Ui, column: &Column, value: &Value) -> String {
    match (column.kind, value.as_str()) {
        (Kind::Name(names), Some(id)) => ui.value(names, id),
        (Kind::Instant, Some(at)) => ui.instant_short(at),
        (_, Some(text)) => text.to_owned(),
        _ => String::new(),
    }
}

/// Sorts rows as the listing says, the first column upwards where it says nothing of them; what is absent comes last.
pub fn sorted<'a>(ui: Ui, columns: &'static [Column], sort: &str, mut rows: Vec<&'a Value>) -> Vec<&'a Value> {
    let (field, descending) = sort.strip_prefix('-').map_or((sort, false), |field| (field, true));
    let chosen = columns.iter().find(|column| column.field == field);
    let (column, descending) = chosen.map_or((columns.first(), false), |column| (Some(column), descending));
    let Some(column) = column else { return rows };
    let key = |row: &Value| {
        let value = report::at(row, column.field);
        match column.kind {
            Kind::Figure(_) => value.as_f64().map(|number| (number, String::new())),
            _ => value.as_str().map(|_| (0.0, crate::i18n::small(&text(ui, column, value)))),
        }
    };
    rows.sort_by(|a, b| match (key(a), key(b)) {
        (Some(a), Some(b)) => {
            let order = a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1));
            if descending { order.reverse() } else { order }
        }
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    rows
}
