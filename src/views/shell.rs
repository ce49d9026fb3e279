//! The frame of the widget: head with pages, toolbar, chips, notices, and the page or the open session.

use super::follow::Unseen;
use super::icon::{Icon, icon};
use super::later::{Turns, once_whole, soon};
use super::page::{allowed, current};
use super::ui::Ui;
use super::{behind, checks, chips, detail, quality, states, toolbar};
use crate::i18n::{fill, time};
use crate::state::{App, ListView, Load};
use crate::views::live::live;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// The widget. Another language makes all of it anew.
pub fn shell(app: App) -> AnyView {
    let code = Memo::new(move |_| app.lang().code);
    let (open, reveal, behind) = (RwSignal::new(None), RwSignal::new(false), RwSignal::new(None));
    let (turns, unseen) = (Turns::new(app), Unseen::new(app.answers.busy));
    live(move || {
        let lang = crate::i18n::lang(code.get());
        frame(Ui {
            app,
            lang,
            t: &lang.text,
            ask: &lang.ask,
            open,
            reveal,
            behind,
            figures: app.answers.figures,
            turns,
            unseen,
        })
    })
    .into_any()
}

fn frame(ui: Ui) -> AnyView {
    let (quality, checks) = (RwSignal::new(false), RwSignal::new(false));
    let load = Memo::new(move |_| ui.app.load.get());
    let is_blocked = Memo::new(move |_| load.with(|load| matches!(load, Load::Failed(_))));
    let theme = move || ui.app.settings.with(|settings| settings.theme.word());
    view! {
        <div
            class="sa-root"
            lang={ui.lang.code}
            data-theme={theme}
            aria-busy={move || (ui.app.answers.busy.get() || ui.unseen.is_waiting()).to_string()}
            on:pointerdown={move |_| ui.open.set(None)}
        >
            {head(ui, quality, checks, is_blocked)}
            {live(move || match is_blocked.get() {
                true => load.with(|load| states::blocked(ui, load)),
                false => Some(soon(Box::new(move || body(ui, quality, checks)))),
            })}
        </div>
    }
    .into_any()
}

fn head(ui: Ui, quality: RwSignal<bool>, checks: RwSignal<bool>, is_blocked: Memo<bool>) -> AnyView {
    let updated = move || {
        let at = ui.app.answers.updated_at.get()?;
        Some(fill(ui.t.updated, &[("time", &time(ui.lang, ui.app.local(at)))]))
    };
    let side = live(move || {
        (!is_blocked.get()).then(|| {
            view! {
                <div class="sa-head__side">
                    <span class="sa-muted sa-head__updated">{live(updated)}</span>
                    <button type="button" class="sa-icon-button" aria-label={ui.t.refresh} on:click={move |_| ui.app.reload()}>
                        {icon(Icon::Refresh)}
                    </button>
                    <button
                        type="button"
                        class="sa-icon-button"
                        aria-label={ui.t.checks}
                        title={ui.t.checks}
                        aria-expanded={move || checks.get().to_string()}
                        on:click={move |_| checks.update(|open| *open = !*open)}
                    >
                        {icon(Icon::Check)}
                    </button>
                    {quality::button(ui, quality)}
                </div>
            }.into_any()
        })
    });
    view! {
        <header class="sa-head" part="header">
            <p class="sa-head__title">{ui.t.app}</p>
            {tabs(ui)}
            {side}
        </header>
    }
    .into_any()
}

fn tabs(ui: Ui) -> AnyView {
    let shown =
        Memo::new(move |_| ui.app.route.with(|route| ui.app.settings.with(|settings| current(route, settings).id)));
    let pages = ui.app.settings.with_untracked(allowed);
    // Where the tabs do not all fit, the one of the page is seen.
    let row = NodeRef::<html::Nav>::new();
    Effect::new(move |_| {
        shown.track();
        if let Some(row) = row.get()
            && let Ok(Some(tab)) = row.query_selector("[aria-current]")
        {
            let tab: HtmlElement = tab.unchecked_into();
            // In a frame of its own: asking for places lays out all that has just been made.
            request_animation_frame(move || {
                row.set_scroll_left(
                    tab.offset_left() - row.offset_left() - (row.client_width() - tab.offset_width()) / 2,
                );
            });
        }
    });
    let tab = |page: &&'static super::page::Page| {
        let page: &'static super::page::Page = page;
        let choose = move |_| {
            ui.app.go(|route| {
                route.page = Some(page.id.to_owned());
                route.session = None;
                // Another page has other lists.
                route.row = None;
                route.list = ListView::default();
            });
        };
        view! {
            <button
                type="button"
                class="sa-tab"
                aria-current={move || (shown.get() == page.id).then_some("page")}
                on:click={choose}
            >
                {(page.title)(ui.t)}
            </button>
        }
        .into_any()
    };
    view! { <nav class="sa-tabs" node_ref={row} aria-label={ui.t.pages}>{pages.iter().map(tab).collect_view()}</nav> }
        .into_any()
}

fn body(ui: Ui, quality: RwSignal<bool>, checks: RwSignal<bool>) -> AnyView {
    let session = Memo::new(move |_| ui.app.route.with(|route| route.session.clone()));
    let page =
        Memo::new(move |_| ui.app.route.with(|route| ui.app.settings.with(|settings| current(route, settings).id)));
    let main = soon(Box::new(move || {
        live(move || match session.get() {
            Some(_) => detail::detail(ui).into_any(),
            None => {
                let page = super::page::PAGES.iter().find(|known| known.id == page.get());
                let page = page.map(|page| (page.view)(ui));
                view! {
                    {states::empty(ui)}
                    {page}
                }
                .into_any()
            }
        })
        .into_any()
    }));
    view! {
        {toolbar::toolbar(ui)}
        {once_whole(ui, Box::new(move || chips::chips(ui)))}
        <div class="sa-notices">
            {states::banner(ui)}
            {once_whole(ui, Box::new(move || {
                view! {
                    {toolbar::asked(ui)}
                    {quality::hint(ui)}
                    {quality::panel(ui, quality)}
                    {checks::panel(ui, checks)}
                }.into_any()
            }))}
        </div>
        {once_whole(ui, Box::new(move || toolbar::printed(ui)))}
        <div class="sa-page">{main}</div>
        {once_whole(ui, Box::new(move || behind::dialog(ui)))}
    }
    .into_any()
}
