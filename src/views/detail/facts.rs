//! The facts of a session in words, and why it began and ended.

use super::rank;
use crate::i18n::{duration, fill, joined, percent, time};
use crate::state::report::{EndedBy, Fact, Row, Story, Thousandths};
use crate::state::{day_of, instant_ms};
use crate::views::badge::{badge, tone_of_sla, tone_of_status};
use crate::views::live::live;
use crate::views::metric::decimal;
use crate::views::ui::Ui;
use chrono::NaiveDate;
use leptos::prelude::*;

/// Between the parts of a fact.
const POINT: &str = " · ";

/// Smart actions, in the order of the texts.
const ACTIONS: [&str; 4] = ["verification", "photos", "videos", "texts"];

/// What may start a session, in the order of the texts.
const BEGINNINGS: [&str; 4] = ["customer_message", "opened", "bot_message", "agent_message"];

pub(super) fn why(ui: Ui, story: &Story) -> AnyView {
    let began = match story.started_by.as_str() {
        "reopened" => 5,
        started_by => BEGINNINGS.iter().position(|known| *known == started_by).unwrap_or(4),
    };
    let row = story.row.clone();
    view! {
        <section class="sa-card" part="card" aria-labelledby="sa-title-why">
            <h3 class="sa-card__title" id="sa-title-why">{ui.t.why}</h3>
            <p class="sa-why">{ui.t.began[began]}</p>
            <p class="sa-why">{live(move || ending(ui, &row))}</p>
        </section>
    }
    .into_any()
}

fn ending(ui: Ui, row: &Row) -> String {
    let t = ui.t;
    let rules = ui.figures.with(|figures| figures.as_ref().map(|figures| figures.report.at("policy").clone()));
    let rules = rules.unwrap_or_default();
    let has_grace = rules["ends_on_resolve"] == true && rules["grace_s"].as_u64() > Some(0);
    match row.ended_by {
        // A missed call is over, though nobody resolved anything.
        Some(EndedBy::Resolution) if rules["preset"] == "interaction" => t.ended_interaction.to_owned(),
        Some(EndedBy::Window) => t.ended[0].to_owned(),
        Some(EndedBy::Inactivity) => t.ended[1].to_owned(),
        Some(EndedBy::Resolution) => match row.resolved_by {
            Some(by) => fill(t.ended[2], &[("who", &ui.lang.value("resolved_by", by.word()))]),
            None => t.ended[3].to_owned(),
        },
        None if row.resolved_at.is_some() && has_grace => t.goes_on_resolved.to_owned(),
        None => t.goes_on.to_owned(),
    }
}

pub(super) fn facts(ui: Ui, story: &Story) -> AnyView {
    let (t, row) = (ui.t, &story.row);
    let at = |instant: &Option<String>| instant.as_deref().map(|at| ui.instant(at));
    let length = |value: Option<Thousandths>| value.map(|seconds| duration(ui.lang, seconds.as_f64()));
    let word = |is: bool| Some(if is { t.yes } else { t.no }.to_owned());
    let list = |dimension: &str, values: &[String]| {
        let named: Vec<String> = values.iter().map(|value| ui.value(dimension, value)).collect();
        (!named.is_empty()).then(|| joined(&named, ", "))
    };
    let resolved = at(&row.resolved_at).map(|at| match row.resolved_by {
        Some(by) => format!("{at} · {}", ui.lang.value("resolved_by", by.word())),
        None => at,
    });
    let lines: Vec<(&str, &'static str, Option<String>)> = vec![
        ("customer_name", t.fact_customer, Some(row.customer_name.clone())),
        ("customer_phone", t.fact_phone, row.customer_phone.clone()),
        ("number", t.columns[4], Some(rank(ui, row))),
        ("inbox_name", t.inbox, row.inbox_name.clone()),
        ("channels", t.columns[1], list("channel", &row.channels)),
        ("agent_name", t.columns[6], row.agent_name.clone()),
        ("team", t.fact_team, row.team.as_deref().map(|team| ui.value("team", team))),
        ("started_at", t.fact_started, at(&Some(row.started_at.clone()))),
        ("taken_over_at", t.fact_taken_over, at(&row.taken_over_at)),
        ("resolved_at", t.fact_resolved, resolved),
        ("ended_at", t.fact_ended, at(&row.ended_at)),
        ("duration_s", t.duration_all, length(row.duration_s)),
        ("ai_duration_s", t.duration_ai, length(row.ai_duration_s)),
        ("agent_duration_s", t.duration_agent, length(row.agent_duration_s)),
        ("first_response_s", t.fact_first_response, length(row.first_response_s)),
        ("support", t.dimensions[9], Some(ui.lang.value("support", row.support.word()))),
        ("engaged", t.fact_engaged, word(row.engaged)),
        ("reopened", t.fact_reopened, word(row.reopened)),
        ("transfer", t.fact_transfer, row.transfer.map(|outcome| ui.lang.value("transfer", outcome.word()))),
        ("csat", t.fact_csat, row.csat.map(|csat| percent(ui.lang, csat.as_f64()))),
        ("labels", t.fact_labels, list("label", &row.labels)),
        ("bot_ids", t.dimensions[4], list("bot", &row.bot_ids)),
        ("conversation_ids", t.fact_conversations, list("conversation", &row.conversation_ids)),
    ];
    let line = |(field, name, value): (&str, &'static str, Option<String>)| {
        value.filter(|value| !value.is_empty()).map(|value| {
            view! {
                <div class="sa-fact" data-fact={field.to_owned()}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            }
            .into_any()
        })
    };
    let told = |fact: &Fact| {
        view! {
            <div class="sa-fact" data-fact={fact.field.clone()}>
                <dt>{ui.lang.value("fact", &fact.field)}</dt>
                <dd>{interaction_fact(ui, row, fact)}</dd>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="sa-card" part="card" aria-labelledby="sa-title-facts">
            <div class="sa-card__head">
                <h3 class="sa-card__title" id="sa-title-facts">{t.facts}</h3>
                {badge(tone_of_status(row.status), ui.lang.value("status", row.status.word()))}
                {badge(tone_of_sla(row.sla), ui.lang.value("sla", row.sla.word()))}
            </div>
            <dl class="sa-facts">
                {lines.into_iter().map(line).collect_view()}
                {story.facts.iter().map(told).collect_view()}
            </dl>
        </section>
    }
    .into_any()
}

/// A fact that a contact centre tells of an interaction, by what its field holds.
fn interaction_fact(ui: Ui, row: &Row, fact: &Fact) -> AnyView {
    let (field, value) = (fact.field.as_str(), fact.value.as_str());
    // An address of a source is followed only where it says openly where it leads.
    if field.ends_with("_url") && value.starts_with("https://") {
        let (address, shown) = (value.to_owned(), value.to_owned());
        return view! { <a href={address} target="_blank" rel="noopener noreferrer">{shown}</a> }.into_any();
    }
    let text = match field {
        "direction" | "answered_by" => ui.lang.value("handling", value),
        _ if field.starts_with("virtual_agent_") => if value == "true" { ui.t.yes } else { ui.t.no }.to_owned(),
        _ if field.ends_with("_seconds") => {
            decimal(value).map_or_else(|| value.to_owned(), |seconds| duration(ui.lang, seconds))
        }
        "queues" => {
            // Name, seconds, whether it was in time.
            let part = |(place, part): (usize, &str)| match (place, part.strip_suffix(" s").and_then(decimal), part) {
                (0, ..) => part.to_owned(),
                (_, Some(seconds), _) => duration(ui.lang, seconds),
                (_, _, "in_sla") => ui.lang.value("sla", "in"),
                (_, _, "not_in_sla") => ui.lang.value("sla", "out"),
                _ => part.to_owned(),
            };
            let line = |line: &str| joined(&line.split(POINT).enumerate().map(part).collect::<Vec<_>>(), POINT);
            value.lines().map(line).collect::<Vec<_>>().join("\n")
        }
        "smart_actions" => {
            let part = |part: &str| match ACTIONS.iter().position(|name| part.starts_with(name)) {
                Some(i) => part.replacen(ACTIONS[i], ui.t.boards.actions[i], 1),
                None => part.to_owned(),
            };
            joined(&value.split(", ").map(part).collect::<Vec<_>>(), ", ")
        }
        "transfers" | "participants" => {
            let day = instant_ms(&row.started_at).map(|at| day_of(ui.app.local(at)));
            value.lines().map(|line| localised(ui, line, day)).collect::<Vec<_>>().join("\n")
        }
        _ if field.ends_with("_at") => ui.instant(value),
        _ => value.to_owned(),
    };
    text.into_any()
}

/// An entry of a list: kinds of participants as words, instants in the reporting zone and without `day`.
fn localised(ui: Ui, line: &str, day: Option<NaiveDate>) -> String {
    let instant = |part: &str| match instant_ms(part).map(|at| ui.app.local(at)) {
        Some(local) if Some(day_of(local)) == day => time(ui.lang, local),
        Some(_) => ui.instant(part),
        None => part.to_owned(),
    };
    let part = |part: &str| match part {
        "agent" => ui.lang.value("sender", "agent"),
        "end_user" => ui.lang.value("sender", "customer"),
        "virtual_agent" => ui.lang.value("sender", "bot"),
        other => {
            let way = |stop: &str| stop.split(" – ").map(instant).collect::<Vec<_>>().join(" – ");
            joined(&other.split(" → ").map(way).collect::<Vec<_>>(), " → ")
        }
    };
    joined(&line.split(POINT).map(part).collect::<Vec<_>>(), POINT)
}
