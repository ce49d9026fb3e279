//! What stands in the place of figures, or above them: loading, stopped, partly loaded, failed, denied, empty.

use super::icon::{Icon, icon};
use super::toolbar::period_name;
use super::ui::Ui;
use crate::charts::num;
use crate::i18n::{bytes, date, fill};
use crate::state::{Failure, Filters, Load, Period, Progress, Route, Span, day_of, instant_ms};
use crate::views::live::live;
use chrono::{Days, NaiveDate};
use leptos::prelude::*;

/// Above the page: how far loading is, or why it is not whole.
pub fn banner(ui: Ui) -> AnyView {
    let load = Memo::new(move |_| ui.app.load.get());
    live(move || match load.get() {
        Load::Starting => Some(loading(ui, ui.t.starting).into_any()),
        Load::Loading => Some(loading(ui, ui.t.reading).into_any()),
        Load::Stopped => {
            let hint = move || fill(ui.t.stopped_hint, &[("records", &records(ui))]);
            Some(notice(ui, ui.t.stopped, hint, None).into_any())
        }
        Load::Partly(failure) => {
            let told = details(ui, &failure);
            let hint =
                move || fill(ui.t.partly_hint, &[("records", &records(ui)), ("reason", &sentence(ui, &failure))]);
            Some(notice(ui, ui.t.partly, hint, told).into_any())
        }
        Load::Done => trouble(ui),
        Load::Failed(_) => None,
    })
    .into_any()
}

/// In the place of the page when there is nothing to show at all.
pub fn blocked(ui: Ui, load: &Load) -> Option<AnyView> {
    match load {
        Load::Failed(failure) if failure.code == "E_ROLE" => Some(denied(ui).into_any()),
        Load::Failed(failure) => Some(failed(ui, failure).into_any()),
        _ => None,
    }
}

pub fn records(ui: Ui) -> String {
    let arrived = ui.app.answers.status.with(|status| status.as_ref().map(|status| status.sum("diagnostics.seen")));
    ui.lang.count(ui.t.read_records, arrived.unwrap_or_else(|| ui.app.progress.get().records))
}

/// What failed and what to do, in the reader's language where the code is known.
fn sentence(ui: Ui, failure: &Failure) -> String {
    let (message, hint) = (happened(ui, failure), advice(ui, failure));
    match hint.is_empty() {
        true => message,
        false => format!("{}. {hint}", message.trim_end_matches('.')),
    }
}

/// In the reader's language; a mistake in the config says more in its own words.
fn happened(ui: Ui, failure: &Failure) -> String {
    let is_general = failure.path.as_deref().is_none_or(str::is_empty);
    let known = ui.lang.happened(&failure.code).filter(|_| is_general);
    known.map_or_else(|| told(failure), str::to_owned)
}

/// The engine's own words with their details, below those of another language.
fn details(ui: Ui, failure: &Failure) -> Option<AnyView> {
    let told = told(failure);
    (told != happened(ui, failure)).then(|| view! { <p class="sa-state__code" lang="en">{told}</p> }.into_any())
}

/// The engine's own hints are in English.
fn advice(ui: Ui, failure: &Failure) -> String {
    let known = ui.lang.fault(&failure.code).map(str::to_owned);
    let own = || failure.hint.as_deref().filter(|_| ui.lang.code == "en").map(capital);
    known.or_else(own).unwrap_or_default()
}

/// The message, and where in the config the mistake is.
fn told(failure: &Failure) -> String {
    match failure.path.as_deref().filter(|path| !path.is_empty()) {
        Some(path) if !failure.message.starts_with(path) => format!("{path}: {}", failure.message),
        Some(_) => failure.message.clone(),
        None => capital(&failure.message),
    }
}

/// A sentence begins with a capital; an address stays as it is.
fn capital(text: &str) -> String {
    if text.split(' ').next().is_some_and(|word| word.contains([':', '/', '.', '_'])) {
        return text.to_owned();
    }
    crate::i18n::capital(text)
}

fn loading(ui: Ui, title: &'static str) -> AnyView {
    let t = ui.t;
    let size = live(move || {
        let Progress { bytes: done, total_bytes, .. } = ui.app.progress.get();
        match total_bytes {
            Some(total) => {
                fill(t.read_bytes_of, &[("bytes", &bytes(ui.lang, done)), ("total", &bytes(ui.lang, total))])
            }
            None => fill(t.read_bytes, &[("bytes", &bytes(ui.lang, done))]),
        }
    });
    let share = move || {
        let progress = ui.app.progress.get();
        progress.total_bytes.filter(|total| *total > 0).map(|total| (progress.bytes as f64 / total as f64).min(1.0))
    };
    view! {
        <div class="sa-progress" role="status">
            <div class="sa-progress__text">
                <span class="sa-strong">{title}</span>
                <span>{live(move || records(ui))}" · "{size}</span>
                <span class="sa-muted sa-progress__hint">{t.filling_in}</span>
            </div>
            <button type="button" class="sa-button" on:click={move |_| ui.app.cancel()}>{t.cancel}</button>
            <div class="sa-progress__track" aria-hidden="true">
                <div
                    class="sa-progress__bar"
                    class:sa-progress__bar--unknown={move || share().is_none()}
                    style:width={move || share().map(|share| format!("{}%", num(share * 100.0)))}
                ></div>
            </div>
        </div>
    }
    .into_any()
}

fn notice(
    ui: Ui,
    title: &'static str,
    hint: impl Fn() -> String + Send + Sync + 'static,
    told: Option<AnyView>,
) -> AnyView {
    view! {
        <div class="sa-notice sa-notice--warn" role="alert">
            {icon(Icon::Warning)}
            <div>
                <p class="sa-strong">{title}</p>
                <p>{hint}</p>
                {told}
            </div>
            <button type="button" class="sa-button" on:click={move |_| ui.app.reload()}>{ui.t.retry}</button>
        </div>
    }
    .into_any()
}

/// The view asks for something that cannot be answered: a zone that does not exist, a filter without such a value.
fn trouble(ui: Ui) -> Option<AnyView> {
    let failure = ui.app.answers.trouble.get()?;
    let reset = move |_| ui.app.go(|route| *route = Route { page: route.page.clone(), ..Route::default() });
    // What is wrong where is told in English; other languages say first what it is about.
    let known = ui.lang.happened(&failure.code).map(|known| view! { <p>{known}</p> }.into_any());
    Some(
        view! {
            <div class="sa-notice sa-notice--warn" role="alert">
                {icon(Icon::Warning)}
                <div>
                    <p class="sa-strong">{fill(ui.t.failed_code, &[("code", &failure.code)])}</p>
                    {known}
                    <p lang="en">{told(&failure)}</p>
                </div>
                <button type="button" class="sa-button" on:click={reset}>{ui.t.reset_view}</button>
            </div>
        }
        .into_any(),
    )
}

/// In the place of an answer that did not come; `again` asks once more.
pub fn unanswered(ui: Ui, failure: &Failure, again: impl Fn() + 'static) -> AnyView {
    view! {
        <div role="alert">
            <p class="sa-form__error">{sentence(ui, failure)}</p>
            <button type="button" class="sa-button" on:click={move |_| again()}>{ui.t.retry}</button>
        </div>
    }
    .into_any()
}

fn failed(ui: Ui, failure: &Failure) -> AnyView {
    let t = ui.t;
    let (title, sign, tone) = match failure.code.as_str() {
        "E_CONFIG" => (t.config_wrong, Icon::Warning, "sa-state__sign sa-state__sign--bad"),
        "E_FORBIDDEN" => (t.denied, Icon::Shield, "sa-state__sign"),
        _ => (t.failed, Icon::Warning, "sa-state__sign sa-state__sign--bad"),
    };
    let hint = Some(advice(ui, failure)).filter(|hint| !hint.is_empty()).unwrap_or_else(|| t.failed_hint.to_owned());
    view! {
        <div class="sa-state" role="alert">
            <span class={tone}>{icon(sign)}</span>
            <h2 class="sa-state__title">{title}</h2>
            <p class="sa-state__text">{happened(ui, failure)}</p>
            <p class="sa-state__hint">{hint}</p>
            <button type="button" class="sa-button sa-button--main" on:click={move |_| ui.app.reload()}>{t.retry}</button>
            {details(ui, failure)}
            <p class="sa-state__code">{fill(t.failed_code, &[("code", &failure.code)])}</p>
        </div>
    }.into_any()
}

fn denied(ui: Ui) -> AnyView {
    let roles = ui.app.settings.with_untracked(|settings| settings.allowed_roles.join(", "));
    view! {
        <div class="sa-state" role="alert">
            <span class="sa-state__sign">{icon(Icon::Shield)}</span>
            <h2 class="sa-state__title">{ui.t.denied}</h2>
            <p class="sa-state__hint">{fill(ui.t.denied_hint, &[("roles", &roles)])}</p>
        </div>
    }
    .into_any()
}

/// Above the figures when all of them are zero, or instead of them: no events, none in the period, none that pass.
pub fn empty(ui: Ui) -> AnyView {
    let t = ui.t;
    let why = Memo::new(move |_| why_empty(ui));
    live(move || match why.get()? {
        Empty::NoEvents => {
            let again = view! {
                <button type="button" class="sa-button" on:click={move |_| ui.app.reload()}>{t.refresh}</button>
            }.into_any();
            Some(state(true, t.empty, t.empty_hint.to_owned(), again.into_any()))
        }
        Empty::Calls => {
            let policy = ui.policy_name(&ui.app.policy());
            let better = ui.lang.policy("interaction");
            let hint = fill(t.boards.no_calls_hint, &[("policy", &policy), ("better", better)]);
            let change = view! {
                <button type="button" class="sa-button sa-button--main" on:click={move |_| ui.app.set_policy("interaction")}>
                    {fill(t.use_policy, &[("policy", better)])}
                </button>
            }.into_any();
            Some(state(false, t.boards.no_calls, hint, change))
        }
        Empty::Facts => Some(state(false, t.boards.no_facts, t.boards.no_facts_hint.to_owned(), ().into_any())),
        Empty::Filters => {
            let clear = view! {
                <button type="button" class="sa-button sa-button--main" on:click={move |_| ui.app.set_filters(Filters::default())}>
                    {t.filters_clear}
                </button>
            }.into_any();
            Some(state(false, t.empty_filters, t.empty_filters_hint.to_owned(), clear.into_any()))
        }
        Empty::Period { first, last } => {
            // The last month of the data: a sure way to see something.
            let from = last.checked_sub_days(Days::new(29)).map_or(first, |from| from.max(first));
            let period = Period::Custom(Span::through(from, last)?);
            let hint = fill(t.empty_period_hint, &[("from", &date(ui.lang, first)), ("to", &date(ui.lang, last))]);
            let go = view! {
                <button type="button" class="sa-button sa-button--main" on:click={move |_| ui.app.set_period(period)}>
                    {fill(t.show_period, &[("period", &period_name(ui, period))])}
                </button>
            }.into_any();
            Some(state(true, t.empty_period, hint, go.into_any()))
        }
    }).into_any()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Empty {
    NoEvents,
    /// Calls start sessions under one policy alone.
    Calls,
    /// Sessions there may be, but none is known to be a call or chat.
    Facts,
    Filters,
    /// The days of the data, where the period is elsewhere.
    Period {
        first: NaiveDate,
        last: NaiveDate,
    },
}

fn why_empty(ui: Ui) -> Option<Empty> {
    if ui.app.load.with(|load| *load == Load::Loading) {
        return None;
    }
    let status = ui.app.answers.status.get()?;
    let day = |name: &str| status.at(name).as_str().and_then(instant_ms).map(|at| day_of(ui.app.local(at)));
    let Some((first, last)) = day("earliest_at").zip(day("latest_at")) else {
        return Some(Empty::NoEvents);
    };
    let figures = ui.figures.get()?;
    let report = &figures.report;
    // A page whose figures are of now is never empty.
    let count = ["sessions.total", "engagement.conversations", "bots.sessions", "interactions.count"]
        .into_iter()
        .find_map(|path| report.at(path).as_u64())?;
    if count > 0 {
        return None;
    }
    if !ui.app.filters().is_empty() {
        return Some(Empty::Filters);
    }
    let is_of_calls = report.at("interactions.count").is_u64();
    if is_of_calls && ui.app.policy() != "interaction" {
        return Some(Empty::Calls);
    }
    let span = ui.app.span();
    if last < span.from || first >= span.to {
        return Some(Empty::Period { first, last });
    }
    // Where events are no sessions the hint about the policy says so already.
    is_of_calls.then_some(Empty::Facts)
}

fn state(is_alone: bool, title: &'static str, hint: String, action: AnyView) -> AnyView {
    view! {
        <div class="sa-state" class:sa-state--alone={is_alone} role="status">
            <span class="sa-state__sign">{icon(Icon::Inbox)}</span>
            <h2 class="sa-state__title">{title}</h2>
            <p class="sa-state__hint">{hint}</p>
            {action}
        </div>
    }
    .into_any()
}
