//! Search, sorting and paging of the Session List.

use super::Listing;
use crate::i18n::fill;
use crate::state::PER_PAGE;
use crate::views::icon::{Icon, icon};
use crate::views::later::soon;
use crate::views::live::{Live, live};
use crate::views::ui::Ui;
use leptos::html;
use leptos::prelude::*;

/// Searches a list.
pub fn search(ui: Ui, listing: Listing, placeholder: &'static str, name: &'static str) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let apply = move || {
        let text = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        // As it stands: a blank that ends it may be followed by more.
        listing.search(ui, &text);
    };
    view! {
        <div class="sa-search" role="search">
            {icon(Icon::Search)}
            <input
                type="search"
                class="sa-input"
                node_ref={input}
                maxlength="256"
                placeholder={placeholder}
                aria-label={name}
                prop:value={move || listing.view(ui).search}
                on:input={move |_| apply()}
            />
        </div>
    }
    .into_any()
}

/// Sorting where columns have no heads to press: narrow screens show cards. `columns` are titles and what they sort by.
pub fn sorting(ui: Ui, listing: Listing, columns: Vec<(String, &'static str)>) -> AnyView {
    let change = move |event| {
        let name: String = event_target_value(&event);
        listing.change(ui, |view| view.sort = name);
    };
    let option = move |(title, field): (String, &'static str)| {
        [("-", "↓"), ("", "↑")].map(|(sign, arrow)| {
            let value = format!("{sign}{field}");
            let chosen = value.clone();
            let is_chosen = move || listing.view(ui).sort == chosen;
            view! { <option value={value} selected={is_chosen}>{format!("{title} {arrow}")}</option> }.into_any()
        })
    };
    let sortable = columns.into_iter().filter(|(_, field)| !field.is_empty());
    view! {
        <label class="sa-list__sorting">
            <span>{ui.t.sort_by}</span>
            <select class="sa-select" on:change={change}>{sortable.map(option).collect_view()}</select>
        </label>
    }
    .into_any()
}

/// The head of a column, with a button to sort by it if it has a field.
pub fn head(ui: Ui, listing: Listing, title: &'static str, field: &'static str, is_large_first: bool) -> AnyView {
    let sort = Memo::new(move |_| listing.view(ui).sort);
    let direction = move || match sort.get().strip_prefix('-') {
        Some(name) if name == field => "descending",
        None if sort.get() == field => "ascending",
        _ => "none",
    };
    if field.is_empty() {
        return view! { <th role="columnheader" scope="col"><span class="sa-visually-hidden">{title}</span></th> }
            .into_any();
    }
    view! {
        <th role="columnheader" scope="col" aria-sort={direction} class:sa-table__number={is_large_first && !is_instant(field)}>
            <button type="button" class="sa-table__sort" on:click={move |_| sort_by(ui, listing, field, is_large_first)}>
                {title}
                <span class="sa-table__arrow" aria-hidden="true">
                    {live(move || match direction() { "descending" => "↓", "ascending" => "↑", _ => "" })}
                </span>
            </button>
        </th>
    }
    .into_any()
}

/// By the names that fields of instants have.
pub fn is_instant(field: &str) -> bool {
    field.ends_with("_at") || field == "at" || field.ends_with(".at")
}

/// The rows of a table by their place, or those of `columns` cells that are awaited while nobody knows how many there are. The
/// first ones are made a few a task: a page of them at once would hold up whoever presses something meanwhile.
pub fn rows(
    count: Memo<Option<usize>>,
    columns: usize,
    row: impl Fn(usize) -> AnyView + Copy + Send + Sync + 'static,
) -> Live {
    let is_first = StoredValue::new(true);
    live(move || match count.get() {
        None => (0..6).map(|_| waiting(columns)).collect_view(),
        Some(count) if is_first.get_value() => {
            is_first.set_value(false);
            let few =
                |from: usize| soon(Box::new(move || (from..count.min(from + 8)).map(row).collect_view().into_any()));
            (0..count).step_by(8).map(few).collect_view()
        }
        Some(count) => (0..count).map(row).collect_view(),
    })
}

/// A row that is awaited.
fn waiting(columns: usize) -> AnyView {
    let cell = |_| {
        view! { <td role="cell"><span class={"sa-skeleton"}>{"\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}"}</span></td> }
            .into_any()
    };
    view! { <tr role="row" aria-hidden="true">{(0..columns).map(cell).collect_view()}</tr> }.into_any()
}

/// The column pressed again turns around. Names begin at A, instants and figures at the latest and largest.
fn sort_by(ui: Ui, listing: Listing, field: &'static str, is_large_first: bool) {
    let (up, down) = (field.to_owned(), format!("-{field}"));
    listing.change(ui, |view| {
        view.sort = match view.sort == up || (view.sort != down && is_large_first) {
            true => down,
            false => up,
        };
        view.page = 1;
    });
}

pub fn pager(ui: Ui, listing: Listing, total: Signal<u64>) -> AnyView {
    let t = ui.t;
    let view_of = move || listing.view(ui);
    let total = move || total.get();
    let pages = move || total().div_ceil(view_of().per_page.into()).max(1);
    let range = live(move || {
        let (view, total) = (view_of(), total());
        let from = (u64::from(view.page - 1) * u64::from(view.per_page) + 1).min(total);
        let to = (u64::from(view.page) * u64::from(view.per_page)).min(total);
        fill(t.rows_of, &[("from", &ui.number(from)), ("to", &ui.number(to)), ("total", &ui.number(total))])
    });
    let turn = move |by: i64| {
        listing.change(ui, |view| {
            let page = i64::from(view.page) + by;
            view.page = u32::try_from(page.max(1)).unwrap_or(1);
        });
    };
    let resize = move |event| {
        let rows: u32 = event_target_value(&event).parse().unwrap_or(PER_PAGE[0]);
        listing.change(ui, |view| {
            view.per_page = rows;
            view.page = 1;
        });
    };
    let option = move |rows: &u32| {
        let rows = *rows;
        view! { <option value={rows.to_string()} selected={move || view_of().per_page == rows}>{rows}</option> }
            .into_any()
    };
    view! {
        <div class="sa-pager">
            <label class="sa-pager__size">
                <span>{t.rows_per_page}</span>
                <select class="sa-select" on:change={resize}>{PER_PAGE.iter().map(option).collect_view()}</select>
            </label>
            <span class="sa-pager__range" role="status">{range}</span>
            <button
                type="button"
                class="sa-icon-button"
                aria-label={t.previous}
                disabled={move || view_of().page <= 1}
                on:click={move |_| turn(-1)}
            >
                {icon(Icon::Previous)}
            </button>
            <button
                type="button"
                class="sa-icon-button"
                aria-label={t.next}
                disabled={move || u64::from(view_of().page) >= pages()}
                on:click={move |_| turn(1)}
            >
                {icon(Icon::Next)}
            </button>
        </div>
    }
    .into_any()
}
