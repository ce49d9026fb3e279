//! Data quality: what became of every record, the rejected ones with reasons, and events outside any session.

use super::icon::{Icon, icon};
use super::ui::Ui;
use crate::i18n::{fill, percent};
use crate::state::report::{Fit, Policy, Preset, RECORDS, Why};
use crate::state::{Figure, JOINT, OutsideAnswer, Shared};
use crate::views::live::live;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use serde_json::Value;
use std::iter;

/// Events outside any session, by type and reason.
const OUTSIDE: &str = "outside.by_type";

/// What somebody should look at.
const ISSUES: &str = "diagnostics.rejected+diagnostics.unknown_type+diagnostics.future";

/// Opens the panel, and says already whether there is something to look at.
pub fn button(ui: Ui, is_open: RwSignal<bool>) -> AnyView {
    let issues = move || ui.app.answers.status.with(|status| status.as_ref().map(|status| status.sum(ISSUES)));
    let text = move || match issues() {
        Some(0) | None => ui.t.quality.to_owned(),
        Some(n) => ui.lang.count(ui.t.quality_issues, n),
    };
    let spoken = move || match issues() {
        Some(0) => ui.t.quality_good.to_owned(),
        Some(n) => ui.lang.count(ui.t.quality_issues, n),
        None => ui.t.starting.to_owned(),
    };
    let sign = live(move || match issues() {
        Some(0) | None => icon(Icon::Shield),
        Some(_) => icon(Icon::Warning),
    });
    view! {
        <button
            type="button"
            class="sa-button sa-button--quiet"
            class:sa-button--warn={move || issues().is_some_and(|n| n > 0)}
            aria-label={move || format!("{}: {}", ui.t.quality, spoken())}
            aria-expanded={move || is_open.get().to_string()}
            on:click={move |_| is_open.update(|open| *open = !*open)}
        >
            {sign}
            <span class="sa-quality__text">{text}</span>
        </button>
    }
    .into_any()
}

pub fn panel(ui: Ui, is_open: RwSignal<bool>) -> AnyView {
    live(move || {
        is_open.get().then(|| {
            view! {
                <section class="sa-card sa-quality" part="card" aria-labelledby="sa-title-quality">
                    <div class="sa-card__head">
                        <h3 class="sa-card__title" id="sa-title-quality">{ui.t.quality}</h3>
                        <button type="button" class="sa-icon-button" aria-label={ui.t.close} on:click={move |_| is_open.set(false)}>
                            {icon(Icon::Close)}
                        </button>
                    </div>
                    <div class="sa-quality__grid">
                        {records(ui)}
                        {outside(ui)}
                    </div>
                    {rejects(ui)}
                </section>
            }.into_any()
        })
    }).into_any()
}

fn records(ui: Ui) -> AnyView {
    let t = ui.t;
    let line = move |(i, metric, value): (usize, &'static str, u64)| {
        // Those that are kept stand below.
        let figure = match metric == "diagnostics.rejected" && value > 0 {
            true => opening(ui, metric, String::new(), value, Box::new(show_rejects)),
            false => {
                view! { <span data-metric={metric} data-value={value.to_string()}>{ui.number(value)}</span> }.into_any()
            }
        };
        view! {
            <div class="sa-fact">
                <dt>{t.words.diagnostics[i]}<span class="sa-fact__note">{t.quality_notes[i]}</span></dt>
                <dd>{figure}</dd>
            </div>
        }
        .into_any()
    };
    let lines = live(move || {
        ui.app.answers.status.get().map(|status| {
            let (seen, became) = RECORDS;
            let figures = iter::once(&seen).chain(became).enumerate();
            figures.map(|(i, metric)| line((i, metric, status.sum(metric)))).collect_view()
        })
    });
    view! {
        <div>
            <h4 class="sa-card__subtitle">{t.quality_records}</h4>
            <dl class="sa-facts">{lines}</dl>
        </div>
    }
    .into_any()
}

/// A figure that opens what it counts.
fn opening(ui: Ui, metric: &'static str, key: String, value: u64, open: Box<dyn Fn(MouseEvent)>) -> AnyView {
    view! {
        <button
            type="button"
            class="sa-figure"
            title={ui.t.open_rows}
            data-metric={metric}
            data-key={key}
            data-value={value.to_string()}
            on:click={open}
        >
            {ui.number(value)}
        </button>
    }
    .into_any()
}

fn show_rejects(event: MouseEvent) {
    let figure = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let panel = figure.and_then(|figure| figure.closest(".sa-quality").ok().flatten());
    if let Some(Ok(Some(list))) = panel.map(|panel| panel.query_selector(".sa-quality__rejects")) {
        list.scroll_into_view();
        _ = list.unchecked_ref::<HtmlElement>().focus();
    }
}

fn outside(ui: Ui) -> AnyView {
    let body = live(move || ui.app.answers.outside.get().map(|outside| outside_of(ui, &outside)));
    view! {
        <div>
            <h4 class="sa-card__subtitle">{ui.t.outside}</h4>
            {body}
        </div>
    }
    .into_any()
}

fn outside_of(ui: Ui, answer: &Shared<OutsideAnswer>) -> AnyView {
    let (t, of) = (ui.t, &answer.answer);
    let policy = ui.policy_name(&answer.policy);
    let text = match of.outside {
        0 => fill(t.outside_none, &[("policy", &policy)]),
        n => fill(
            t.outside_some,
            &[
                ("n", &ui.number(n)),
                ("total", &ui.number(of.events)),
                ("share", &share(ui, n, of.events)),
                ("policy", &policy),
            ],
        ),
    };
    let reasons = (of.by_type.iter())
        .map(|reason| {
            let why = t.outside_reasons[match reason.why {
                Why::Private => 0,
                Why::NotAStart => 1,
                Why::BeforeActivation => 2,
            }];
            let kind = ui.lang.value("event", reason.kind.word());
            let key = format!("{}{JOINT}{}", reason.kind.word(), reason.why.word());
            let behind = Figure::new(OUTSIDE, &key, format!("{} · {kind}", t.outside));
            let open = move |_| ui.behind.set(Some(behind.clone()));
            view! {
                <div class="sa-fact">
                    <dt>{kind}<span class="sa-fact__note">{why}</span></dt>
                    <dd>{opening(ui, OUTSIDE, key, reason.count, Box::new(open))}</dd>
                </div>
            }
            .into_any()
        })
        .collect_view();
    let fits = (!of.fits.is_empty()).then(|| {
        let events = of.events;
        view! {
            <h4 class="sa-card__subtitle">{t.fits}</h4>
            <ul class="sa-fits">{of.fits.iter().map(|fit| fit_view(ui, fit, events)).collect_view()}</ul>
        }
        .into_any()
    });
    view! {
        <p class="sa-card__note">{text}</p>
        <dl class="sa-facts">{reasons}</dl>
        {fits}
    }
    .into_any()
}

fn fit_view(ui: Ui, fit: &Fit, events: u64) -> AnyView {
    let sessions = ui.lang.count(ui.t.n_sessions, fit.sessions);
    let text = fill(ui.t.fits_row, &[("share", &share(ui, fit.outside, events)), ("sessions", &sessions)]);
    let (name, word) = (fit_name(ui, &fit.policy), address(&fit.policy));
    view! {
        <li>
            <span class="sa-strong">{name.clone()}</span>
            <span class="sa-muted">{text}</span>
            <button type="button" class="sa-button" on:click={move |_| ui.app.set_policy(&word)}>
                {fill(ui.t.use_policy, &[("policy", &name)])}
            </button>
        </li>
    }
    .into_any()
}

/// What a hint about the policy says when most events are outside any session: how many, and what fits better.
pub fn hint(ui: Ui) -> AnyView {
    live(move || {
        let answer = ui.app.answers.outside.get()?;
        let best = answer.answer.fits.first()?;
        let (name, word) = (fit_name(ui, &best.policy), address(&best.policy));
        let values = [
            ("share", share(ui, answer.answer.outside, answer.answer.events)),
            ("policy", ui.policy_name(&answer.policy)),
            ("better", name.clone()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        Some(view! {
            <div class="sa-notice" role="status">
                {icon(Icon::Split)}
                <div>
                    <p class="sa-strong">{ui.t.mostly_outside}</p>
                    <p>{fill(ui.t.mostly_outside_hint, &values)}</p>
                </div>
                <button type="button" class="sa-button sa-button--main" on:click={move |_| ui.app.set_policy(&word)}>
                    {fill(ui.t.use_policy, &[("policy", &name)])}
                </button>
            </div>
        }.into_any())
    })
    .into_any()
}

fn share(ui: Ui, part: u64, whole: u64) -> String {
    percent(ui.lang, if whole == 0 { 0.0 } else { part as f64 / whole as f64 })
}

fn fit_name(ui: Ui, policy: &Policy) -> String {
    match *policy == Policy::preset(policy.preset) {
        true => ui.lang.policy(policy.preset.word()).to_owned(),
        false => ui.t.policy_per_conversation.to_owned(),
    }
}

/// The policy as the address says it: a preset's word, or its rules.
fn address(policy: &Policy) -> String {
    let preset: Preset = policy.preset;
    match *policy == Policy::preset(preset) {
        true => preset.word().to_owned(),
        false => crate::state::policy_text(policy),
    }
}

fn rejects(ui: Ui) -> AnyView {
    let t = ui.t;
    live(move || {
        let status = ui.app.answers.status.get()?;
        let rejects = status.at("rejects").as_array().filter(|rejects| !rejects.is_empty())?;
        let (shown, rejected) = (rejects.len() as u64, status.sum("diagnostics.rejected"));
        let title = match shown < rejected {
            true => fill(t.rejects_shown, &[("n", &ui.number(shown)), ("total", &ui.number(rejected))]),
            false => ui.number(shown),
        };
        let row = |reject: &Value| {
            let text = |name: &str| reject[name].as_str().unwrap_or_default().to_owned();
            view! {
                <tr>
                    <td class="sa-table__number">{ui.number(reject["record"].as_u64().unwrap_or_default())}</td>
                    <td>{ui.lang.reason(&text("reason"))}</td>
                    <td><code class="sa-code" dir="auto">{text("excerpt")}</code></td>
                </tr>
            }
            .into_any()
        };
        let heads = [t.reject_record, t.reject_reason, t.reject_excerpt];
        Some(
            view! {
                <h4 class="sa-card__subtitle">{t.rejects}" · "{title}</h4>
                <div class="sa-quality__rejects" tabindex="0" role="region" aria-label={t.rejects}>
                    <table class="sa-table">
                        <thead>
                            <tr>{heads.map(|head| view! { <th scope="col">{head}</th> }.into_any()).collect_view()}</tr>
                        </thead>
                        <tbody>{rejects.iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any(),
        )
    })
    .into_any()
}
