//! How the time of sessions was shared between AI and agents, and how it compares with the SLA.

use crate::charts::share::{Share, draw};
use crate::charts::{Frame, Part as Segment};
use crate::i18n::duration;
use crate::views::board::{Kind, Line, Part, Root, parts};
use crate::views::card::Rows;
use crate::views::metric::{Format, metric};
use crate::views::pages::{by, line, picking};
use crate::views::plot::{Cell, Hidden, Pick, Spec, Table, plot};
use crate::views::ui::Ui;
use leptos::prelude::*;

const SLA: &[Line] =
    &[line("in", |t| t.words.sla[0], 2), line("out", |t| t.words.sla[1], 4), line("pending", |t| t.words.sla[2], 0)];

const SLA_CHART: &[Part] = &[picking(by(Kind::Share, "sessions.performance.sla", "", "", SLA), "sla")];

pub(super) fn shares(ui: Ui) -> AnyView {
    let t = ui.t;
    let rate = move |path: &'static str, values: &'static [&'static str]| {
        metric(ui, "sa-strong", path, Format::Rate, Some(Rows::Of("sla", values)))
    };
    view! {
        <div class="sa-performance__side">
            <div>
                <h4 class="sa-card__subtitle">{t.time_share}</h4>
                {time_share(ui)}
            </div>
            <div>
                <h4 class="sa-card__subtitle">
                    {t.sla}
                    <span class="sa-card__rates">
                        {t.sla_in_rate}" "{rate("sessions.performance.sla.in_rate", &["in"])}" · "
                        {t.sla_out_rate}" "{rate("sessions.performance.sla.out_rate", &["out"])}
                    </span>
                </h4>
                {parts(ui, t.sla, SLA_CHART, Root::top())}
            </div>
        </div>
    }
    .into_any()
}

/// Of the time that resolved sessions took, how much was the AI's and how much the agents'.
fn time_share(ui: Ui) -> AnyView {
    let t = ui.t;
    let total = |ui: Ui, stat: &str| {
        let figure = |name: &str| ui.value_at(&format!("sessions.performance.{stat}.{name}"));
        Some(figure("n")?.as_f64().unwrap_or(0.0) * figure("mean_s")?.as_f64().unwrap_or(0.0))
    };
    let draw = move |ui: Ui, frame: &Frame<'_>, _: &Hidden| {
        let parts = vec![
            Segment::new("ai", t.share_ai, total(ui, "ai")?, 5),
            Segment::new("agent", t.share_agent, total(ui, "agent")?, 1),
        ];
        let write = |seconds: f64| duration(ui.lang, seconds);
        Some(draw(&Share { parts }, &Frame { number: &write, ..*frame }))
    };
    let spec =
        Spec { title: t.time_share, height: 64.0, format: Format::Seconds, pick: Pick::Nothing, legend: Vec::new() };
    let table = move |ui: Ui| {
        let row = |stat: &str, name: &str| {
            // Sums of a Stat have no id of their own.
            let cell =
                Cell { metric: String::new(), key: None, value: total(ui, stat)?.into(), format: Format::Seconds };
            Some((name.to_owned(), vec![cell]))
        };
        Some(Table {
            head: vec![t.time_share.to_owned(), t.boards.sum.to_owned()],
            rows: vec![row("ai", t.share_ai)?, row("agent", t.share_agent)?],
        })
    };
    plot(ui, spec, draw, table)
}
