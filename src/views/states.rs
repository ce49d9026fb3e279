//! What stands in the place of figures, or above them: loading, stopped, partly loaded, failed, denied, empty.

use super::icon::{Icon, icon};
use super::toolbar::period_name;
use super::ui::Ui;
use crate::i18n::{bytes, date, fill};
use crate::state::{Failure, Filters, Load, Period, Progress, Route, Span, day_of, instant_ms};
use leptos::prelude::*;

/// Above the page: how far loading is, or why it is not whole.
pub fn banner(ui: Ui) -> impl IntoView {
    let load = Memo::new(move |_| ui.app.load.get());
    move || match load.get() {
        Load::Starting => Some(loading(ui, ui.t.starting).into_any()),
        Load::Loading => Some(loading(ui, ui.t.reading).into_any()),
        Load::Stopped => {
            let hint = move || fill(ui.t.stopped_hint, &[("records", &records(ui))]);
            Some(notice(ui, ui.t.stopped, hint).into_any())
        }
        Load::Partly(failure) => {
            let hint = move || fill(ui.t.partly_hint, &[("records", &records(ui)), ("reason", &sentence(&failure))]);
            Some(notice(ui, ui.t.partly, hint).into_any())
        }
        Load::Done => trouble(ui),
        Load::Failed(_) | Load::Denied => None,
    }
}

/// In the place of the page when there is nothing to show at all.
pub fn blocked(ui: Ui, load: &Load) -> Option<AnyView> {
    match load {
        Load::Failed(failure) => Some(failed(ui, failure).into_any()),
        Load::Denied => Some(denied(ui).into_any()),
        _ => None,
    }
}

fn records(ui: Ui) -> String {
    let arrived = ui.app.answers.status.with(|status| status.as_ref().map(|status| status.diagnostics.seen));
    ui.lang.count(ui.t.read_records, arrived.unwrap_or_else(|| ui.app.progress.get().records))
}

fn sentence(failure: &Failure) -> String {
    let mut text = failure.message.clone();
    if let Some(hint) = failure.hint.as_ref().filter(|hint| !hint.is_empty()) {
        text.push_str(" – ");
        text.push_str(hint);
    }
    text
}

fn loading(ui: Ui, title: &'static str) -> impl IntoView {
    let t = ui.t;
    let size = move || {
        let Progress { bytes: done, total_bytes, .. } = ui.app.progress.get();
        match total_bytes {
            Some(total) => fill(t.read_bytes_of, &[("bytes", &bytes(ui.lang, done)), ("total", &bytes(ui.lang, total))]),
            None => fill(t.read_bytes, &[("bytes", &bytes(ui.lang, done))]),
        }
    };
    let share = move || {
        let progress = ui.app.progress.get();
        progress.total_bytes.filter(|total| *total > 0).map(|total| (progress.bytes as f64 / total as f64).min(1.0))
    };
    view! {
        <div class="sa-progress" role="status">
            <div class="sa-progress__text">
                <span class="sa-strong">{title}</span>
                <span>{move || records(ui)}" · "{size}</span>
                <span class="sa-muted sa-progress__hint">{t.filling_in}</span>
            </div>
            <button type="button" class="sa-button" on:click={move |_| ui.app.cancel()}>{t.cancel}</button>
            <div class="sa-progress__track" aria-hidden="true">
                <div
                    class="sa-progress__bar"
                    class:sa-progress__bar--unknown={move || share().is_none()}
                    style:width={move || share().map(|share| format!("{:.1}%", share * 100.0))}
                ></div>
            </div>
        </div>
    }
}

fn notice(ui: Ui, title: &'static str, hint: impl Fn() -> String + Send + Sync + 'static) -> impl IntoView {
    view! {
        <div class="sa-notice sa-notice--warn" role="alert">
            {icon(Icon::Warning)}
            <div>
                <p class="sa-strong">{title}</p>
                <p>{hint}</p>
            </div>
            <button type="button" class="sa-button" on:click={move |_| ui.app.reload()}>{ui.t.retry}</button>
        </div>
    }
}

/// The view asks for something that cannot be answered: a zone that does not exist, a filter without such a value.
fn trouble(ui: Ui) -> Option<AnyView> {
    let failure = ui.app.answers.trouble.get()?;
    let reset = move |_| ui.app.go(|route| *route = Route { page: route.page.clone(), ..Route::default() });
    Some(
        view! {
            <div class="sa-notice sa-notice--warn" role="alert">
                {icon(Icon::Warning)}
                <div>
                    <p class="sa-strong">{fill(ui.t.failed_code, &[("code", &failure.code)])}</p>
                    <p>{failure.message}</p>
                </div>
                <button type="button" class="sa-button" on:click={reset}>{ui.t.reset_view}</button>
            </div>
        }
        .into_any(),
    )
}

fn failed(ui: Ui, failure: &Failure) -> impl IntoView + use<> {
    let t = ui.t;
    let title = if failure.code == "E_CONFIG" { t.config_wrong } else { t.failed };
    let hint = failure.hint.clone().unwrap_or_else(|| t.failed_hint.to_owned());
    view! {
        <div class="sa-state" role="alert">
            <span class="sa-state__sign sa-state__sign--bad">{icon(Icon::Warning)}</span>
            <h2 class="sa-state__title">{title}</h2>
            <p class="sa-state__text">{failure.message.clone()}</p>
            <p class="sa-state__hint">{hint}</p>
            <button type="button" class="sa-button sa-button--main" on:click={move |_| ui.app.reload()}>{t.retry}</button>
            <p class="sa-state__code">{fill(t.failed_code, &[("code", &failure.code)])}</p>
        </div>
    }
}

fn denied(ui: Ui) -> impl IntoView {
    let roles = ui.app.settings.with_untracked(|settings| settings.allowed_roles.join(", "));
    view! {
        <div class="sa-state" role="alert">
            <span class="sa-state__sign">{icon(Icon::Shield)}</span>
            <h2 class="sa-state__title">{ui.t.denied}</h2>
            <p class="sa-state__hint">{fill(ui.t.denied_hint, &[("roles", &roles)])}</p>
        </div>
    }
}

/// Above the figures when all of them are zero: no events, none in the period, or none that pass the filters.
pub fn empty(ui: Ui) -> impl IntoView {
    let t = ui.t;
    move || {
        let report = ui.app.answers.report.get()?;
        let is_empty = report.sections.sessions.as_ref().is_some_and(|sessions| sessions.total == 0);
        let status = ui.app.answers.status.get().filter(|_| is_empty && ui.app.load.with(|load| *load != Load::Loading))?;
        if !ui.app.filters().is_empty() {
            let clear = move |_| ui.app.set_filters(Filters::default());
            return Some(state(t.empty_filters, t.empty_filters_hint.to_owned(), view! {
                <button type="button" class="sa-button sa-button--main" on:click={clear}>{t.filters_clear}</button>
            }
            .into_any()));
        }
        let day = |at: &Option<String>| at.as_deref().and_then(instant_ms).map(|at| day_of(ui.app.local(at)));
        let Some((first, last)) = day(&status.earliest_at).zip(day(&status.latest_at)) else {
            let again = move |_| ui.app.reload();
            return Some(state(t.empty, t.empty_hint.to_owned(), view! {
                <button type="button" class="sa-button" on:click={again}>{t.refresh}</button>
            }
            .into_any()));
        };
        // The last month of the data: a sure way to see something.
        let from = last.checked_sub_days(chrono::Days::new(29)).map_or(first, |from| from.max(first));
        let period = Period::Custom(Span::through(from, last)?);
        let hint = fill(t.empty_period_hint, &[("from", &date(ui.lang, first)), ("to", &date(ui.lang, last))]);
        let go = fill(t.show_period, &[("period", &period_name(ui, period))]);
        Some(state(t.empty_period, hint, view! {
            <button type="button" class="sa-button sa-button--main" on:click={move |_| ui.app.set_period(period)}>{go}</button>
        }
        .into_any()))
    }
}

fn state(title: &'static str, hint: String, action: AnyView) -> impl IntoView {
    view! {
        <div class="sa-state" role="status">
            <span class="sa-state__sign">{icon(Icon::Inbox)}</span>
            <h2 class="sa-state__title">{title}</h2>
            <p class="sa-state__hint">{hint}</p>
            {action}
        </div>
    }
}
