//! Overview: what is going on now, messages, conversations and contacts at a glance.

use super::card::{Figure, card, figure};
use super::days::days;
use super::explain::Basis;
use super::metric::{Format, metric};
use super::page::Page;
use super::plot::{Cell, Hidden, LegendEntry, Pick, Spec, Table, plot};
use super::ui::Ui;
use crate::charts::series::{Line, Series, Style, draw};
use crate::charts::{Frame, Part, bars, donut};
use crate::i18n::{Explain, Plural};
use crate::state::Listed;
use crate::state::report::{Report, messages};
use leptos::prelude::*;

pub const PAGE: Page = Page {
    id: "overview",
    title: |t| t.page_overview,
    view,
    sections: &["overview", "messages", "conversations", "contacts"],
    facets: &[],
    list: Listed::Nothing,
};

fn view(ui: Ui) -> AnyView {
    let t = ui.t;
    view! {
        <div class="sa-overview">
            <h2 class="sa-visually-hidden">{t.page_overview}</h2>
            <div class="sa-grid-12">
                {now(ui, t.active_sessions, "overview.active_sessions", t.n_sessions)}
                {now(ui, t.contacts, "overview.contacts", t.n_customers)}
                {now(ui, t.sent_7d, "overview.messages_sent_7d", t.n_messages)}
                {now(ui, t.received_7d, "overview.messages_received_7d", t.n_messages)}
                {senders(ui)}
                {active(ui)}
                {new_sessions(ui)}
                {contacts(ui)}
            </div>
        </div>
    }
    .into_any()
}

fn of<T>(ui: Ui, pick: impl Fn(&Report) -> Option<T>) -> Option<T> {
    ui.app.answers.report.with(|report| pick(report.as_ref()?))
}

/// One figure that is of now.
fn now(ui: Ui, about: Explain, path: &'static str, unit: Plural) -> AnyView {
    let count = move || ui.value_at(path)?.as_u64();
    let basis = move || count().map(|value| Basis { based_on: ui.lang.count(unit, value), left_out: None });
    card(ui, path, "sa-span-3", about, basis, metric(ui, "sa-card__figure", path, Format::Count, None))
}

/// Id of the figures, label, colour, the period's count and a day's.
type Sent = (&'static str, &'static str, u8, fn(&messages::Report) -> u64, fn(&messages::DayRow) -> u64);

const SENT: [Sent; 4] = [
    ("customer", "messages.received", 2, |m| m.received, |day| day.received),
    ("agent", "messages.agent_sent", 1, |m| m.agent_sent, |day| day.agent_sent),
    ("bot", "messages.bot_sent", 5, |m| m.bot_sent, |day| day.bot_sent),
    ("broadcast", "messages.broadcast_sent", 3, |m| m.broadcast_sent, |day| day.broadcast_sent),
];

const SENT_BY_DAY: [&str; 4] = [
    "messages.by_day.received",
    "messages.by_day.agent_sent",
    "messages.by_day.bot_sent",
    "messages.by_day.broadcast_sent",
];

fn senders(ui: Ui) -> AnyView {
    let t = ui.t;
    let messages = |report: &Report| report.messages.clone();
    let name = move |sender: &str| ui.lang.value("sender", sender);
    let draw = move |frame: &Frame<'_>, hidden: &Hidden| {
        of(ui, messages).map(|report| {
            let line = |&(sender, _, color, _, count): &Sent| Line {
                key: sender.to_owned(),
                label: name(sender),
                color,
                values: report.by_day.iter().map(|day| count(day) as f64).collect(),
                selected: false,
            };
            let lines = SENT.iter().filter(|(sender, ..)| !hidden.contains(sender)).map(line).collect();
            let days = days(ui, report.by_day.iter().map(|day| day.day.as_str()));
            draw(&Series { style: Style::Bars, days, lines, ..Series::default() }, frame)
        })
    };
    let table = move || {
        of(ui, messages).map(|report| Table {
            head: std::iter::once(t.day.to_owned()).chain(SENT.iter().map(|(sender, ..)| name(sender))).collect(),
            rows: (report.by_day.iter())
                .map(|day| {
                    let cell = |(metric, sent): (&&'static str, &Sent)| Cell::new(metric, &day.day, (sent.4)(day));
                    (day.day.clone(), SENT_BY_DAY.iter().zip(&SENT).map(cell).collect())
                })
                .collect(),
        })
    };
    let basis = move || {
        of(ui, messages).map(|report| Basis {
            based_on: ui.lang.count(t.n_messages, SENT.iter().map(|(_, _, _, count, _)| count(&report)).sum()),
            left_out: None,
        })
    };
    let entry = |&(key, metric, color, count, _): &Sent| LegendEntry {
        key,
        label: name(key),
        color,
        figure: Signal::derive(move || of(ui, messages).map(|report| Figure::count(ui, metric, count(&report)))),
    };
    let legend = SENT.iter().map(entry).collect();
    let spec = Spec { title: t.messages.title, height: 260.0, pick: Pick::Days, legend };
    card(ui, "messages", "sa-span-8", t.messages, basis, plot(ui, spec, draw, table))
}

fn active(ui: Ui) -> AnyView {
    let t = ui.t;
    let parts = move || {
        of(ui, |report| {
            let active = &report.conversations.as_ref()?.active;
            Some([
                ("conversations.active.unassigned", t.unassigned, active.unassigned, 3),
                ("conversations.active.assigned", t.assigned, active.assigned, 1),
                ("conversations.active.resolved", t.resolved, active.resolved, 2),
            ])
        })
    };
    let draw = move |frame: &Frame<'_>, _: &Hidden| {
        parts().map(|parts| {
            let parts =
                parts.map(|(metric, label, count, color)| Part::new(metric, label, count as f64, color)).to_vec();
            donut::draw(&donut::Donut { parts, unit: t.count.to_lowercase() }, frame)
        })
    };
    let table = move || {
        parts().map(|parts| {
            single(t.active_buckets, t.count, &parts.map(|(metric, label, count, _)| (metric, label, count)))
        })
    };
    let basis = move || {
        parts().map(|parts| Basis {
            based_on: ui.lang.count(t.n_sessions, parts.iter().map(|(_, _, count, _)| count).sum()),
            left_out: None,
        })
    };
    let spec = Spec { title: t.active_buckets.title, height: 220.0, pick: Pick::Nothing, legend: Vec::new() };
    card(ui, "active", "sa-span-4", t.active_buckets, basis, plot(ui, spec, draw, table))
}

fn new_sessions(ui: Ui) -> AnyView {
    let t = ui.t;
    let conversations = |report: &Report| report.conversations.clone();
    let total = move || {
        of(ui, conversations).map(|report| Figure::count(ui, "conversations.new_sessions", report.new_sessions))
    };
    let draw = move |frame: &Frame<'_>, _: &Hidden| {
        of(ui, conversations).map(|report| {
            let line = Line {
                key: "count".to_owned(),
                label: t.new_sessions.title.to_owned(),
                color: 1,
                values: report.by_day.iter().map(|day| day.count as f64).collect(),
                selected: false,
            };
            let days = days(ui, report.by_day.iter().map(|day| day.day.as_str()));
            draw(&Series { style: Style::Bars, days, lines: vec![line], ..Series::default() }, frame)
        })
    };
    let table = move || {
        of(ui, conversations).map(|report| Table {
            head: vec![t.day.to_owned(), t.new_sessions.title.to_owned()],
            rows: (report.by_day.iter())
                .map(|day| (day.day.clone(), vec![Cell::new("conversations.by_day", &day.day, day.count)]))
                .collect(),
        })
    };
    let basis = move || {
        of(ui, conversations)
            .map(|report| Basis { based_on: ui.lang.count(t.n_sessions, report.new_sessions), left_out: None })
    };
    let spec = Spec { title: t.new_sessions.title, height: 168.0, pick: Pick::Days, legend: Vec::new() };
    let body = view! {
        {figure(ui, "sa-card__figure", total)}
        {plot(ui, spec, draw, table)}
    }
    .into_any();
    card(ui, "new-sessions", "sa-span-8", t.new_sessions, basis, body)
}

fn contacts(ui: Ui) -> AnyView {
    let t = ui.t;
    let parts = move || {
        of(ui, |report| {
            let contacts = report.contacts.as_ref()?;
            Some([
                ("contacts.new", t.contacts_new, contacts.new, 5),
                ("contacts.active", t.contacts_active, contacts.active, 2),
                ("contacts.idle", t.contacts_idle, contacts.idle, 0),
            ])
        })
    };
    let draw = move |frame: &Frame<'_>, _: &Hidden| {
        parts().map(|parts| {
            let parts =
                parts.map(|(metric, label, count, color)| Part::new(metric, label, count as f64, color)).to_vec();
            bars::draw(&bars::Bars { parts }, frame)
        })
    };
    let table = move || {
        parts().map(|parts| {
            single(t.contact_kinds, t.value, &parts.map(|(metric, label, count, _)| (metric, label, count)))
        })
    };
    let basis = move || {
        parts().map(|parts| Basis { based_on: ui.lang.count(t.n_customers, parts[1].2 + parts[2].2), left_out: None })
    };
    let spec = Spec { title: t.contact_kinds.title, height: 168.0, pick: Pick::Nothing, legend: Vec::new() };
    card(ui, "contact-kinds", "sa-span-4", t.contact_kinds, basis, plot(ui, spec, draw, table))
}

/// Figures that are no list.
fn single(about: Explain, head: &str, figures: &[(&'static str, &str, u64)]) -> Table {
    Table {
        head: vec![about.title.to_owned(), head.to_owned()],
        rows: figures
            .iter()
            .map(|(metric, label, value)| ((*label).to_owned(), vec![Cell::new(metric, "", *value)]))
            .collect(),
    }
}
