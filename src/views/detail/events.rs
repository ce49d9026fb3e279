//! Messages and events of a session in order. Text is the customer's: it only ever becomes text nodes.

use crate::i18n::{apart, date, fill, joined, percent, time};
use crate::state::report::{Kind, Sender, Story, Told};
use crate::state::{Shared, day_of, instant_ms};
use crate::views::live::live;
use crate::views::metric::{decimal, money};
use crate::views::ui::Ui;
use leptos::prelude::*;

/// So many are shown at once: a conversation may have thousands.
const PAGE: usize = 100;

pub(super) fn events(ui: Ui, story: Shared<Story>) -> AnyView {
    let shown = RwSignal::new(PAGE);
    let total = story.events.len();
    let items = live(move || {
        let mut day = None;
        (story.events.iter().take(shown.get()))
            .map(|event| {
                let local = instant_ms(&event.at).map_or(0, |at| ui.app.local(at));
                let today = day_of(local);
                let is_new_day = day.replace(today) != Some(today);
                view! {
                    {is_new_day.then(|| view! { <li class="sa-events__day">{date(ui.lang, today)}</li> }.into_any())}
                    {item(ui, event, time(ui.lang, local))}
                }
                .into_any()
            })
            .collect_view()
    });
    let more = live(move || {
        let rest = total.saturating_sub(shown.get());
        (rest > 0).then(|| {
            let text = fill(ui.t.more_events, &[("n", &ui.number(rest.min(PAGE) as u64))]);
            view! { <button type="button" class="sa-link" on:click={move |_| shown.update(|n| *n += PAGE)}>{text}</button> }.into_any()
        })
    });
    view! {
        <section class="sa-card" part="card" aria-labelledby="sa-title-events">
            <h3 class="sa-card__title" id="sa-title-events">{ui.t.events}</h3>
            <ol class="sa-events">{items}</ol>
            {more}
        </section>
    }
    .into_any()
}

fn item(ui: Ui, event: &Told, time: String) -> AnyView {
    match (event.kind, event.from) {
        (Kind::Message, Some(from)) => message(ui, event, from, time).into_any(),
        _ => happening(ui, event, time).into_any(),
    }
}

fn message(ui: Ui, event: &Told, from: Sender, time: String) -> AnyView {
    let name = match from {
        Sender::Agent => event.agent_name.clone(),
        Sender::Bot => event.bot_name.clone(),
        _ => None,
    };
    let role = ui.lang.value("sender", from.word());
    let who = name.map_or_else(|| role.clone(), |name| format!("{} · {role}", apart(&name)));
    let note = event.private.then(|| view! { <span class="sa-badge sa-badge--warn">{ui.t.note}</span> }.into_any());
    let text = match event.text.clone() {
        Some(text) => view! { <p class="sa-message__text" dir="auto">{text}</p> }.into_any(),
        None => view! { <p class="sa-message__text sa-muted">{ui.t.no_text}</p> }.into_any(),
    };
    let class =
        format!("sa-message sa-message--{}{}", from.word(), if event.private { " sa-message--note" } else { "" });
    view! {
        <li class={class}>
            <div class="sa-message__head">
                <span class="sa-strong">{who}</span>
                {note}
                {attached(ui, event)}
                <time datetime={event.at.clone()}>{time}</time>
            </div>
            {text}
        </li>
    }
    .into_any()
}

fn happening(ui: Ui, event: &Told, time: String) -> AnyView {
    let detail = event.detail.as_deref().filter(|detail| *detail != "none");
    let detail = detail.map(|detail| told(ui, event.kind.word(), detail));
    let parts = [detail, event.agent_name.clone(), event.team_name.clone(), event.text.clone()];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    view! {
        <li class="sa-happening">
            <span class="sa-happening__what">{ui.lang.value("event", event.kind.word())}</span>
            <span class="sa-happening__detail" dir="auto">{joined(&parts, " · ")}</span>
            {attached(ui, event)}
            <time datetime={event.at.clone()}>{time}</time>
        </li>
    }
    .into_any()
}

/// What an event of a kind says beside its text: who, to what end, how much.
pub fn told(ui: Ui, kind: &str, detail: &str) -> String {
    let text = || detail.to_owned();
    match (kind, detail) {
        ("transfer", _) => ui.lang.value("transfer", detail),
        ("resolved" | "reopened", "system") => ui.ask.system.to_owned(),
        ("resolved" | "reopened", _) => ui.lang.value("sender", detail),
        ("unassigned", "both") => joined(&["agent", "team"].map(|name| ui.lang.dimension(name)), ", "),
        ("unassigned", _) => ui.lang.dimension(detail),
        ("ai_assist", _) => ui.lang.value("tool", detail),
        ("csat", _) => decimal(detail).map_or_else(text, |rate| percent(ui.lang, rate)),
        ("order", _) => detail.split_once(' ').map_or_else(text, |(amount, currency)| money(ui, amount, currency)),
        _ => text(),
    }
}

fn attached(ui: Ui, event: &Told) -> Option<AnyView> {
    event.attached.then(|| view! { <span class="sa-badge sa-badge--quiet">{ui.t.attached}</span> }.into_any())
}
