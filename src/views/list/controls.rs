//! Search, sorting and paging of the Session List.

use super::columns::{COLUMNS, Column};
use crate::i18n::fill;
use crate::state::PER_PAGE;
use crate::views::icon::{Icon, icon};
use crate::views::live::live;
use crate::views::ui::Ui;
use leptos::html;
use leptos::prelude::*;

pub(super) fn search(ui: Ui) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let apply = move || {
        let text = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        ui.app.adjust(|route| {
            route.list.search = text.trim().to_owned();
            route.list.page = 1;
        });
    };
    view! {
        <div class="sa-search" role="search">
            {icon(Icon::Search)}
            <input
                type="search"
                class="sa-input"
                node_ref={input}
                maxlength="256"
                placeholder={ui.t.search_sessions}
                aria-label={ui.t.search_button}
                prop:value={move || ui.app.route.with(|route| route.list.search.clone())}
                on:input={move |_| apply()}
            />
        </div>
    }
    .into_any()
}

/// Sorting where columns have no heads to press: narrow screens show cards.
pub(super) fn sorting(ui: Ui) -> AnyView {
    let sort = move || ui.app.route.with(|route| route.list.sort.clone());
    let change = move |event| {
        let name: String = event_target_value(&event);
        ui.app.go(|route| route.list.sort = name);
    };
    let option = move |(i, column): (usize, &'static Column)| {
        [("-", "↓"), ("", "↑")].map(|(sign, arrow)| {
            let value = format!("{sign}{}", column.sort);
            let chosen = value.clone();
            view! { <option value={value} selected={move || sort() == chosen}>{format!("{} {arrow}", ui.t.columns[i])}</option> }.into_any()
        })
    };
    let sortable = COLUMNS.iter().enumerate().filter(|(_, column)| !column.sort.is_empty());
    view! {
        <label class="sa-list__sorting">
            <span>{ui.t.sort_by}</span>
            <select class="sa-select" on:change={change}>{sortable.map(option).collect_view()}</select>
        </label>
    }
    .into_any()
}

/// The column pressed again turns around. Names begin at A, instants and lengths at the latest and longest.
pub(super) fn sort_by(ui: Ui, column: &'static Column) {
    let (up, down) = (column.sort.to_owned(), format!("-{}", column.sort));
    let is_large_first = column.is_number || column.sort.ends_with("_at");
    ui.app.go(|route| {
        route.list.sort = match route.list.sort == up || (route.list.sort != down && is_large_first) {
            true => down,
            false => up,
        };
        route.list.page = 1;
    });
}

pub(super) fn pager(ui: Ui) -> AnyView {
    let t = ui.t;
    let view_of = move || ui.app.route.with(|route| route.list.clone());
    let total = move || ui.app.answers.list.with(|list| list.as_ref().map_or(0, |list| list.total));
    let pages = move || total().div_ceil(view_of().per_page.into()).max(1);
    let range = live(move || {
        let (view, total) = (view_of(), total());
        let from = (u64::from(view.page - 1) * u64::from(view.per_page) + 1).min(total);
        let to = (u64::from(view.page) * u64::from(view.per_page)).min(total);
        fill(t.rows_of, &[("from", &ui.number(from)), ("to", &ui.number(to)), ("total", &ui.number(total))])
    });
    let turn = move |by: i64| {
        ui.app.go(|route| {
            let page = i64::from(route.list.page) + by;
            route.list.page = u32::try_from(page.max(1)).unwrap_or(1);
        });
    };
    let resize = move |event| {
        let rows: u32 = event_target_value(&event).parse().unwrap_or(PER_PAGE[0]);
        ui.app.go(|route| {
            route.list.per_page = rows;
            route.list.page = 1;
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
