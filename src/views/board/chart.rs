//! Charts of figures in the report: one description, one interpreter, whatever they show.

use super::items::{Item, items};
use super::{Label, Root, paths};
use crate::charts::series::{Line as Drawn, Previous, Series, Style};
use crate::charts::{self, Frame, Part, bars, donut, heatmap, histogram, series, share};
use crate::i18n::{fill, small};
use crate::state::report;
use crate::views::card::Figure;
use crate::views::days::{days, months};
use crate::views::live::live;
use crate::views::metric::{Format, magnitude, metric_of, raw};
use crate::views::plot::{Cell, Hidden, JOINT, LegendEntry, Pick, Spec, Table, plot};
use crate::views::ui::Ui;
use leptos::prelude::*;
use serde_json::Value;

#[derive(Debug)]
pub struct Chart {
    pub kind: Kind,
    /// A list of the report, or an object whose fields are the parts.
    pub path: &'static str,
    /// The fields of a row that say which one it is, joined by `+`.
    pub key: &'static str,
    /// What names the keys: a dimension, `day`, `month`, `lengths`; joined by `+` as they are.
    pub names: &'static str,
    pub lines: &'static [Line],
    pub format: Format,
    pub pick: Pick,
    pub height: f64,
    /// What is counted, for the middle of a donut and the head of the table.
    pub unit: Label,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Bars,
    Donut,
    Share,
    Histogram,
    /// Stacked bars by day or month.
    Series,
    /// Lines by day of the period; days that the list leaves out are gaps.
    Sparse,
    /// Weekday × hour.
    Heat,
    Paths,
}

#[derive(Debug)]
pub struct Line {
    pub field: &'static str,
    /// The value that the field's part is filtered by, where it is not the field's name.
    pub key: &'static str,
    pub label: Label,
    pub color: u8,
    /// The path of its figure in the legend; empty: none.
    pub total: &'static str,
}

/// So many bars are shown at first.
const SHORT: usize = 8;

pub(super) fn chart(ui: Ui, title: &'static str, of: &'static Chart, root: Root) -> AnyView {
    let is_long = RwSignal::new(false);
    let dimension = of.pick.dimension().unwrap_or_default();
    let draw = move |ui: Ui, frame: &Frame<'_>, hidden: &Hidden| {
        let limit = if is_long.get() || of.kind != Kind::Bars { usize::MAX } else { SHORT };
        ui.with_facet(dimension, &root.path(ui, of.path), |value| draw(ui, of, value, frame, hidden, limit))
    };
    let table = move |ui: Ui| ui.with_value(&root.path(ui, of.path), |value| table(ui, title, of, root, value));
    let spec = Spec { title, height: of.height, format: of.format, pick: of.pick, legend: legend(ui, of) };
    let rest = move || {
        let count = |value: &Value| value.as_array().map_or(0, Vec::len).saturating_sub(SHORT);
        ui.with_facet(dimension, &root.path(ui, of.path), count).filter(|rest| *rest > 0 && of.kind == Kind::Bars)
    };
    let more = live(move || {
        rest().map(|rest| {
            let text = move || match is_long.get() {
                true => ui.t.less.to_owned(),
                false => fill(ui.t.more_events, &[("n", &ui.number(rest as u64))]),
            };
            view! {
                <button type="button" class="sa-link" on:click={move |_| is_long.update(|long| *long = !*long)}>{text}</button>
            }
            .into_any()
        })
    });
    view! {
        {plot(ui, spec, draw, table)}
        {more}
    }
    .into_any()
}

fn draw(ui: Ui, of: &'static Chart, value: &Value, frame: &Frame<'_>, hidden: &Hidden, limit: usize) -> charts::Chart {
    let write = move |value: f64| of.format.tick(ui, value);
    let frame = &Frame { number: &write, ..*frame };
    let items = || items(ui, of, value);
    match of.kind {
        Kind::Bars => bars::draw(&bars::Bars { parts: parts(ui, of, items(), limit) }, frame),
        Kind::Share => share::draw(&share::Share { parts: parts(ui, of, items(), limit) }, frame),
        Kind::Donut => {
            let unit = (of.unit)(ui.t);
            // A currency is written as it is.
            let unit = if matches!(of.format, Format::Money(_)) { unit.to_owned() } else { small(unit) };
            donut::draw(&donut::Donut { parts: parts(ui, of, items(), limit), unit }, frame)
        }
        Kind::Histogram => histogram::draw(&histogram::Histogram { bins: parts(ui, of, items(), limit) }, frame),
        Kind::Series | Kind::Sparse => by_day(ui, of, items(), frame, hidden),
        Kind::Heat => heat(ui, of, value, frame),
        Kind::Paths => paths::draw(ui, value, frame),
    }
}

/// The first figure of each item. Colours go by rank where every part has its own: they stay while a filter is on,
/// because the report without that filter is the one that is drawn.
fn parts(ui: Ui, of: &'static Chart, items: Vec<Item>, limit: usize) -> Vec<Part> {
    let filters = ui.filters();
    let color = |rank: usize| match (of.key.is_empty(), of.kind) {
        (true, _) => of.lines.get(rank).map_or(0, |line| line.color),
        (false, Kind::Donut | Kind::Share) => u8::try_from(rank + 1).ok().filter(|color| *color <= 8).unwrap_or(0),
        _ => of.lines.first().map_or(1, |line| line.color),
    };
    let part = |(rank, item): (usize, Item)| Part {
        selected: of.pick.is_chosen(&filters, &item.key),
        value: item.values.first().and_then(magnitude).unwrap_or(f64::NAN),
        color: color(rank),
        key: item.key,
        label: item.label,
    };
    items.into_iter().enumerate().take(limit).map(part).collect()
}

fn by_day(ui: Ui, of: &'static Chart, items: Vec<Item>, frame: &Frame<'_>, hidden: &Hidden) -> charts::Chart {
    let figure = |item: &Item, line: usize| magnitude(item.values.get(line)?);
    // Lengths of time are drawn in hours or minutes where they are long, so that the axis stands at round ones.
    let all = || items.iter().flat_map(|item| (0..of.lines.len()).filter_map(move |line| figure(item, line)));
    let size = match all().fold(0.0, f64::max) {
        _ if of.format != Format::Seconds => 1.0,
        7_200.0.. => 3_600.0,
        120.0.. => 60.0,
        _ => 1.0,
    };
    let write = move |value: f64| of.format.tick(ui, value * size);
    let previous = frame.previous.map(|previous| Previous {
        label: previous.label.clone(),
        values: previous.values.iter().map(|value| value / size).collect(),
    });
    let frame = &Frame { number: &write, previous: previous.as_ref(), ..*frame };
    let line = |(i, line): (usize, &'static Line)| Drawn {
        key: line.field.to_owned(),
        label: (line.label)(ui.t).to_owned(),
        color: line.color,
        values: items.iter().map(|item| figure(item, i).map_or(f64::NAN, |value| value / size)).collect(),
        selected: false,
    };
    let lines = of.lines.iter().enumerate().filter(|(_, line)| !hidden.contains(line.field)).map(line).collect();
    let texts = items.iter().map(|item| item.key.as_str());
    let days = if of.names == "month" { months(ui, texts) } else { days(ui, texts) };
    let style = if of.format == Format::Seconds { Style::Lines } else { Style::Bars };
    let mut chart = series::draw(&Series { style, days, lines, ..Series::default() }, frame);
    let summary = &mut chart.summary;
    summary.total *= size;
    for (_, value) in [&mut summary.low, &mut summary.high].into_iter().flatten() {
        *value *= size;
    }
    chart
}

fn heat(ui: Ui, of: &'static Chart, value: &Value, frame: &Frame<'_>) -> charts::Chart {
    let filters = ui.filters();
    let field = of.lines.first().map_or("", |line| line.field);
    let rows = value.as_array().into_iter().flatten();
    let cells = |row: &Value| -> Vec<f64> {
        row.as_array()
            .into_iter()
            .flatten()
            .map(|cell| magnitude(report::at(cell, field)).unwrap_or(f64::NAN))
            .collect()
    };
    let key = |row: usize, column: usize| format!("{}{JOINT}{column}", row + 1);
    let all = (0..7).flat_map(|row| (0..24).map(move |column| (row, column)));
    let data = heatmap::Heatmap {
        rows: ui.t.words.weekday.iter().map(|name| (*name).to_owned()).collect(),
        columns: (0..24).map(|hour| format!("{hour:02}")).collect(),
        values: rows.map(cells).collect(),
        selected: all.filter(|&(row, column)| of.pick.is_chosen(&filters, &key(row, column))).collect(),
    };
    let mut chart = heatmap::draw(&data, frame);
    for hit in &mut chart.hits {
        let at = hit.key.split_once(':').and_then(|(row, column)| Some((row.parse().ok()?, column.parse().ok()?)));
        if let Some((row, column)) = at {
            let weekday = ui.t.words.weekday.get(row).copied().unwrap_or_default();
            hit.label = format!("{weekday}, {}", ui.value("hour", &format!("{column}")));
            hit.key = key(row, column);
        }
    }
    chart
}

fn legend(ui: Ui, of: &'static Chart) -> Vec<LegendEntry> {
    let entry = |line: &'static Line| LegendEntry {
        key: line.field,
        label: (line.label)(ui.t).to_owned(),
        color: line.color,
        figure: Signal::derive(move || {
            ui.with_value(line.total, |value| Figure {
                metric: line.total,
                text: of.format.text(ui, value),
                raw: raw(value),
                rows: None,
            })
        }),
    };
    of.lines.iter().filter(|line| !line.total.is_empty()).map(entry).collect()
}

fn table(ui: Ui, title: &'static str, of: &'static Chart, root: Root, value: &Value) -> Table {
    if of.kind == Kind::Paths {
        return paths::table(ui, of.path, value);
    }
    if of.kind == Kind::Heat {
        return heat_table(ui, of, value);
    }
    let is_object = of.key.is_empty();
    let id = |field: &str| metric_of(&root.metric(of.path), field);
    let heads: Vec<String> = match of.lines {
        _ if is_object => vec![(of.unit)(ui.t).to_owned()],
        lines => lines.iter().map(|line| (line.label)(ui.t).to_owned()).collect(),
    };
    let first = match of.names {
        "day" => ui.t.day,
        "month" => ui.t.month,
        _ => title,
    };
    let row = |(i, item): (usize, Item)| {
        let cell = |(at, value): (usize, Value)| Cell {
            metric: id(of.lines.get(if is_object { i } else { at }).map_or("", |line| line.field)),
            key: (!is_object).then(|| root.key(&item.key)),
            value,
            format: of.format,
        };
        (item.label.clone(), item.values.clone().into_iter().enumerate().map(cell).collect())
    };
    Table {
        head: std::iter::once(first.to_owned()).chain(heads).collect(),
        rows: items(ui, of, value).into_iter().enumerate().map(row).collect(),
    }
}

fn heat_table(ui: Ui, of: &'static Chart, value: &Value) -> Table {
    let field = of.lines.first().map_or("", |line| line.field);
    let row = |(row, cells): (usize, &Value)| {
        let cell = |(hour, cell): (usize, &Value)| Cell {
            metric: format!("{}.{field}", of.path),
            key: Some(format!("{}{JOINT}{hour}", row + 1)),
            value: report::at(cell, field).clone(),
            format: of.format,
        };
        let cells = cells.as_array().into_iter().flatten().enumerate().map(cell).collect();
        (ui.t.words.weekday.get(row).copied().unwrap_or_default().to_owned(), cells)
    };
    Table {
        head: std::iter::once(ui.lang.dimension("weekday"))
            .chain((0..24).map(|hour| ui.value("hour", &format!("{hour}"))))
            .collect(),
        rows: value.as_array().into_iter().flatten().enumerate().map(row).collect(),
    }
}
