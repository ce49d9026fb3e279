//! Which days: presets, or two dates. Many days are asked about once more.

use crate::i18n::{date_range, fill};
use crate::state::{Period, Span, date};
use crate::views::icon::Icon;
use crate::views::live::live;
use crate::views::popover::popover;
use crate::views::ui::Ui;
use leptos::html;
use leptos::prelude::*;

pub(super) fn picker(ui: Ui) -> AnyView {
    popover(ui, "period", Icon::Calendar, ui.t.period, |ui| name(ui, ui.app.period()), panel)
}

/// A period in words.
pub fn name(ui: Ui, period: Period) -> String {
    match period {
        Period::Last(days) => fill(ui.t.last_days, &[("n", &ui.number(days.into()))]),
        Period::ThisMonth => ui.t.this_month.to_owned(),
        Period::LastMonth => ui.t.last_month.to_owned(),
        Period::Custom(span) => date_range(ui.lang, span.from, span.last()),
    }
}

fn panel(ui: Ui) -> AnyView {
    let preset = move |period: &Period| {
        let period = *period;
        let choose = move |_| {
            ui.app.set_period(period);
            ui.open.set(None);
        };
        let is_chosen = move || ui.app.period() == period;
        view! {
            <button type="button" class="sa-option" aria-pressed={move || is_chosen().to_string()} on:click={choose}>
                <span>{name(ui, period)}</span>
                <span class="sa-option__note">
                    {live(move || {
                        let span = period.span(ui.app.today());
                        date_range(ui.lang, span.from, span.last())
                    })}
                </span>
            </button>
        }
        .into_any()
    };
    view! {
        <div class="sa-options">{Period::PRESETS.iter().map(preset).collect_view()}</div>
        {custom(ui)}
    }
    .into_any()
}

/// What came of "apply".
#[derive(Debug, Clone, Copy, PartialEq)]
enum Asked {
    Nothing,
    Wrong,
    Long(Span, u32),
}

fn custom(ui: Ui) -> AnyView {
    let t = ui.t;
    let (first, last) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let asked = RwSignal::new(Asked::Nothing);
    let now = untrack(|| ui.app.span());
    let take = move |span: Span| {
        ui.app.set_period(Period::Custom(span));
        ui.open.set(None);
    };
    let apply = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let day = |input: NodeRef<html::Input>| input.get_untracked().and_then(|input| date(&input.value()));
        let span = day(first).zip(day(last)).and_then(|(from, last)| Span::through(from, last));
        let limit = ui.app.settings.with_untracked(|settings| settings.max_range_days);
        match (span, limit) {
            (None, _) => asked.set(Asked::Wrong),
            (Some(span), Some(limit)) if span.days() > limit.into() => asked.set(Asked::Long(span, limit)),
            (Some(span), _) => take(span),
        }
    };
    let answer = live(move || match asked.get() {
        Asked::Nothing => None,
        Asked::Wrong => Some(view! { <p class="sa-form__error">{t.dates_wrong}</p> }.into_any()),
        Asked::Long(span, limit) => {
            let days = ui.number(span.days().unsigned_abs());
            let text = fill(t.dates_long, &[("n", &days), ("max", &ui.number(limit.into()))]);
            Some(
                view! {
                    <p class="sa-form__error">{text}</p>
                    <button type="button" class="sa-button" on:click={move |_| take(span)}>
                        {fill(t.show_anyway, &[("n", &days)])}
                    </button>
                }
                .into_any(),
            )
        }
    });
    let field = move |label: &'static str, node: NodeRef<html::Input>, value: String| {
        view! {
            <label class="sa-field">
                <span>{label}</span>
                <input type="date" class="sa-input" node_ref={node} value={value} required=true />
            </label>
        }
        .into_any()
    };
    view! {
        <form class="sa-form" on:submit={apply} aria-label={t.custom}>
            <div class="sa-form__row">
                {field(t.first_day, first, now.from.to_string())}
                {field(t.last_day, last, now.last().to_string())}
            </div>
            <div role="alert">{answer}</div>
            <button type="submit" class="sa-button sa-button--main">{t.apply}</button>
        </form>
    }
    .into_any()
}
