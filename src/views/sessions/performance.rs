//! How long sessions took, how the time was shared between AI and agents, and how that compares with the SLA.

use super::{facet, of};
use crate::charts::share::{Share, draw};
use crate::charts::{Frame, Part};
use crate::i18n::{duration, fill};
use crate::state::report::Stat;
use crate::state::report::Thousandths;
use crate::state::report::sessions::SlaCounts;
use crate::views::card::{Rows, card};
use crate::views::explain::Basis;
use crate::views::metric::{Format, metric};
use crate::views::plot::{Cell, Hidden, Pick, Spec, Table, plot};
use crate::views::ui::Ui;
use leptos::prelude::*;

pub(super) fn part(ui: Ui) -> AnyView {
    let t = ui.t;
    let basis = move || {
        of(ui, |report| {
            let (n, without) = (report.performance.duration.n, report.total - report.performance.duration.n);
            Basis {
                based_on: ui.lang.count(t.n_sessions, n),
                left_out: (without > 0).then(|| fill(t.left_unresolved, &[("n", &ui.number(without))])),
            }
        })
    };
    let body = view! {
        <div class="sa-performance">
            {stats(ui)}
            <div class="sa-performance__side">
                <div>{time_share(ui)}</div>
                <div>{sla(ui)}</div>
            </div>
        </div>
    }
    .into_any();
    card(ui, "performance", "sa-span-6", t.performance, basis, body)
}

/// Ids of a row's figures: mean, median, p90, number.
const LINES: [[&str; 4]; 3] = [
    [
        "sessions.performance.duration.mean_s",
        "sessions.performance.duration.p50_s",
        "sessions.performance.duration.p90_s",
        "sessions.performance.duration.n",
    ],
    [
        "sessions.performance.ai.mean_s",
        "sessions.performance.ai.p50_s",
        "sessions.performance.ai.p90_s",
        "sessions.performance.ai.n",
    ],
    [
        "sessions.performance.agent.mean_s",
        "sessions.performance.agent.p50_s",
        "sessions.performance.agent.p90_s",
        "sessions.performance.agent.n",
    ],
];

fn stats(ui: Ui) -> AnyView {
    let t = ui.t;
    let row = move |([mean, p50, p90, n], name): ([&'static str; 4], &'static str)| {
        let length = move |path: &'static str| metric(ui, "", path, Format::Seconds, None);
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="sa-strong">{length(mean)}</td>
                <td>{length(p50)}</td>
                <td>{length(p90)}</td>
                <td class="sa-muted">{metric(ui, "", n, Format::Count, None)}</td>
            </tr>
        }
        .into_any()
    };
    let names = [t.duration_all, t.duration_ai, t.duration_agent];
    let heads = ["", t.mean, t.p50, t.p90, t.count];
    view! {
        <table class="sa-stats">
            <thead>
                <tr>{heads.map(|head| view! { <th scope="col">{head}</th> }.into_any()).collect_view()}</tr>
            </thead>
            <tbody>{LINES.into_iter().zip(names).map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// Of the time that resolved sessions took, how much was the AI's and how much the agents'.
fn time_share(ui: Ui) -> AnyView {
    let t = ui.t;
    let total = |stat: Stat| stat.n as f64 * stat.mean_s.map_or(0.0, Thousandths::as_f64);
    let draw = move |frame: &Frame<'_>, _: &Hidden| {
        of(ui, |report| {
            let parts = vec![
                Part::new("ai", t.share_ai, total(report.performance.ai), 5),
                Part::new("agent", t.share_agent, total(report.performance.agent), 1),
            ];
            let write = |seconds: f64| duration(ui.lang, seconds);
            draw(&Share { parts }, &Frame { number: &write, ..*frame })
        })
    };
    let spec = Spec { title: t.time_share, height: 64.0, pick: Pick::Nothing, legend: Vec::new() };
    view! {
        <h4 class="sa-card__subtitle">{t.time_share}</h4>
        {plot(ui, spec, draw, || None)}
    }
    .into_any()
}

/// Value of `sla`, id of the figure, colour, count.
type Sla = (&'static str, &'static str, u8, fn(&SlaCounts) -> u64);

const SLA: [Sla; 3] = [
    ("in", "sessions.performance.sla.in", 2, |sla| sla.inside),
    ("out", "sessions.performance.sla.out", 4, |sla| sla.out),
    ("pending", "sessions.performance.sla.pending", 0, |sla| sla.pending),
];

fn sla(ui: Ui) -> AnyView {
    let t = ui.t;
    let draw = move |frame: &Frame<'_>, _: &Hidden| {
        let filters = ui.app.filters();
        facet(ui, "sla", |report| {
            let part = |&(value, _, color, count): &Sla| Part {
                selected: filters.has("sla", value),
                ..Part::new(value, &ui.value("sla", value), count(&report.performance.sla) as f64, color)
            };
            draw(&Share { parts: SLA.iter().map(part).collect() }, frame)
        })
    };
    let table = move || {
        of(ui, |report| Table {
            head: vec![t.sla.to_owned(), t.count.to_owned()],
            rows: (SLA.iter())
                .map(|&(value, metric, _, count)| {
                    (ui.value("sla", value), vec![Cell::new(metric, "", count(&report.performance.sla))])
                })
                .collect(),
        })
    };
    let rate = move |path: &'static str, value: &'static str| {
        metric(ui, "sa-strong", path, Format::Rate, Some(Rows::Of("sla", vec![value])))
    };
    let spec = Spec { title: t.sla, height: 64.0, pick: Pick::Filter("sla"), legend: Vec::new() };
    view! {
        <h4 class="sa-card__subtitle">
            {t.sla}
            <span class="sa-card__rates">
                {t.sla_in_rate}" "{rate("sessions.performance.sla.in_rate", "in")}" · "
                {t.sla_out_rate}" "{rate("sessions.performance.sla.out_rate", "out")}
            </span>
        </h4>
        {plot(ui, spec, draw, table)}
    }
    .into_any()
}
