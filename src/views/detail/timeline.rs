//! A session in time: lanes for bot, agent and waiting, with its messages as points, and one for what else happened.

use crate::charts::Frame;
use crate::charts::lanes::{Lane, Lanes, Point, Span, draw};
use crate::i18n::{day_month, duration, time};
use crate::state::report::{Kind, Sender, Story, Told};
use crate::state::{Shared, day_of, instant_ms};
use crate::views::metric::Format;
use crate::views::plot::{Hidden, Pick, Spec, plot};
use crate::views::ui::Ui;
use leptos::prelude::*;

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

pub(super) fn timeline(ui: Ui, story: Shared<Story>) -> AnyView {
    let facts = Times::of(ui, &story);
    let draw = move |_: Ui, frame: &Frame<'_>, _: &Hidden| {
        let lang = ui.lang;
        // Ticks say the day when they are days apart, else the time of day, with seconds where a minute has several.
        let write = |at: i64, step: i64| {
            let local = untrack(|| ui.app.local(at));
            match step {
                DAY_MS.. => day_month(lang, day_of(local)),
                MINUTE_MS.. => time(lang, local),
                _ => format!("{}{}{:02}", time(lang, local), lang.style.clock, local.rem_euclid(MINUTE_MS) / 1000),
            }
        };
        let lanes = facts.lanes(ui, &story);
        let data = Lanes { from_ms: facts.from, to_ms: facts.to, offset_ms: facts.offset_ms, time: &write, lanes };
        Some(draw(&data, frame))
    };
    let spec =
        Spec { title: ui.t.timeline, height: 200.0, format: Format::Count, pick: Pick::Nothing, legend: Vec::new() };
    view! {
        <section class="sa-card" part="card" aria-labelledby="sa-title-timeline">
            <h3 class="sa-card__title" id="sa-title-timeline">{ui.t.timeline}</h3>
            {plot(ui, spec, draw, |_| None)}
        </section>
    }
    .into_any()
}

/// The instants that decide the lanes, in milliseconds.
#[derive(Debug, Clone, Copy)]
struct Times {
    from: i64,
    to: i64,
    offset_ms: i64,
    taken_over: Option<i64>,
    finish: i64,
}

impl Times {
    fn of(ui: Ui, story: &Story) -> Times {
        let row = &story.row;
        let ms = |text: &Option<String>| text.as_deref().and_then(instant_ms);
        let from = instant_ms(&row.started_at).unwrap_or_default();
        let left = story.legs.iter().map(|[.., left_at]| left_at);
        let last = story.events.iter().map(|event| &event.at).chain(left).filter_map(|at| instant_ms(at)).max();
        let last = last.unwrap_or(from);
        let finish = [ms(&row.resolved_at), ms(&row.ended_at)].into_iter().flatten().min().unwrap_or(last);
        Times {
            from,
            to: last.max(finish).max(from + MINUTE_MS),
            offset_ms: untrack(|| ui.app.local(from)) - from,
            taken_over: ms(&row.taken_over_at),
            finish,
        }
    }

    fn lanes(&self, ui: Ui, story: &Story) -> Vec<Lane> {
        let t = ui.t;
        let messages = |from: Sender| {
            story
                .events
                .iter()
                .filter(move |event| event.kind == Kind::Message && event.from == Some(from) && !event.private)
        };
        let point = |event: &Told| {
            let at_ms = instant_ms(&event.at).unwrap_or_default();
            Point {
                key: event.at.clone(),
                at_ms,
                label: event.from.map_or_else(String::new, |from| ui.lang.value("sender", from.word())),
                value: time(ui.lang, untrack(|| ui.app.local(at_ms))),
            }
        };
        let points = |from: Sender| messages(from).map(point).collect::<Vec<_>>();
        let span = |key: &str, label: &str, start_ms: i64, end_ms: i64| Span {
            key: key.to_owned(),
            start_ms,
            end_ms,
            label: label.to_owned(),
            value: duration(ui.lang, (end_ms - start_ms) as f64 / 1000.0),
        };
        let bots = points(Sender::Bot);
        let bot_end = self.taken_over.unwrap_or(self.finish).max(self.from);
        let bot_spans = bots
            .first()
            .filter(|_| bot_end > self.from)
            .map(|first| span("bot", t.lane_bot, first.at_ms.min(bot_end), bot_end));
        let agent_spans = self
            .taken_over
            .filter(|start| *start < self.finish)
            .map(|start| span("agent", t.lane_agent, start, self.finish));
        // Where somebody has noted who was there when, that is what is drawn.
        let legs = |is_one: fn(&str) -> bool, otherwise: Option<Span>| -> Vec<Span> {
            let leg = |[kind, who, joined_at, left_at]: &[String; 4]| {
                let start = instant_ms(joined_at).filter(|_| is_one(kind))?;
                Some(span(joined_at, who, start, instant_ms(left_at).unwrap_or(self.finish).max(start)))
            };
            let legs: Vec<Span> = story.legs.iter().filter_map(leg).collect();
            if legs.is_empty() { otherwise.into_iter().collect() } else { legs }
        };
        // What happened beside the messages of these three.
        let is_other = |event: &&Told| {
            let speaks = matches!(event.from, Some(Sender::Customer | Sender::Bot | Sender::Agent));
            event.kind != Kind::Message || event.private || !speaks
        };
        let others: Vec<Point> = (story.events.iter().filter(is_other).enumerate())
            .map(|(i, event)| {
                let label = match event.kind {
                    Kind::Message if event.private => t.note.to_owned(),
                    Kind::Message => event.from.map_or_else(String::new, |from| ui.lang.value("sender", from.word())),
                    kind => ui.lang.value("event", kind.word()),
                };
                // Several may happen in one instant.
                Point { key: format!("{} {i}", event.at), label, ..point(event) }
            })
            .collect();
        let others = Lane { label: t.lane_others.to_owned(), color: 8, spans: Vec::new(), points: others };
        let mut lanes = vec![
            Lane {
                label: t.lane_customer.to_owned(),
                color: 6,
                spans: legs(|kind| kind == "end_user", None),
                points: points(Sender::Customer),
            },
            Lane {
                label: t.lane_bot.to_owned(),
                color: 5,
                spans: legs(|kind| kind == "virtual_agent", bot_spans),
                points: bots,
            },
            Lane {
                label: t.lane_agent.to_owned(),
                color: 1,
                spans: legs(|kind| !["end_user", "virtual_agent"].contains(&kind), agent_spans),
                points: points(Sender::Agent),
            },
            Lane {
                label: t.lane_waiting.to_owned(),
                color: 3,
                spans: self.waits(story, span, t.lane_waiting),
                points: Vec::new(),
            },
        ];
        lanes.extend(Some(others).filter(|lane| !lane.points.is_empty()));
        lanes
    }

    /// From a customer's message to the next message to them.
    fn waits(&self, story: &Story, span: impl Fn(&str, &str, i64, i64) -> Span, label: &str) -> Vec<Span> {
        let mut waits = Vec::new();
        let mut since = None;
        for event in story.events.iter().filter(|event| event.kind == Kind::Message && !event.private) {
            let Some(at) = instant_ms(&event.at) else { continue };
            match event.from {
                Some(Sender::Customer) => _ = since.get_or_insert(at),
                Some(Sender::Agent | Sender::Bot) => waits
                    .extend(since.take().filter(|start| *start < at).map(|start| span(&event.at, label, start, at))),
                _ => {}
            }
        }
        // A caller waits without a word.
        let fact =
            |field: &str| story.facts.iter().find(|fact| fact.field == field).and_then(|fact| instant_ms(&fact.value));
        let answered_at = fact("connected_at").or_else(|| fact("assigned_at")).unwrap_or(self.finish);
        let queued = fact("queued_at").filter(|start| waits.is_empty() && since.is_none() && *start < answered_at);
        waits.extend(queued.map(|start| span("queue", label, start, answered_at)));
        waits.extend(since.filter(|start| *start < self.finish).map(|start| span("open", label, start, self.finish)));
        waits
    }
}
