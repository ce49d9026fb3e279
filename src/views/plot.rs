//! A chart on the page: its picture, what can be pointed at, tooltip, brush, legend, and a data table for screen readers.

mod brush;
mod paint;
mod table;
mod tip;

pub use table::{Cell, Table};

use super::card::{Figure, plain_figure};
use super::follow::follow;
use super::icon::{Icon, icon};
use super::metric::Format;
use super::observe::{Size, on_screen, size_of};
use super::ui::Ui;
use super::{behind, beside};
use crate::charts::{Chart, Frame, Hit, Reading, State, num};
use crate::i18n::{fill, number, percent};
pub use crate::state::JOINT;
use crate::state::{Filters, Span, date};
use crate::views::live::live;
use chrono::{Days, Months, NaiveDate};
use leptos::html;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What choosing something in a chart does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    Nothing,
    /// Opens the rows that the figure is made of.
    Rows,
    /// Toggles the filter of that dimension; of several, joined by `+`, sets all of them. Keys are joined by [`JOINT`].
    Filter(&'static str),
    /// Toggles the filter that the key names: `resolved_by=ai`.
    Named,
    /// Sets the period; keys are days.
    Days,
    /// Sets the period; keys are months.
    Months,
}

impl Pick {
    /// The dimension, or several joined by `+`; none where it is the key that names one.
    pub fn dimension(self) -> Option<&'static str> {
        match self {
            Pick::Filter(dimension) => Some(dimension),
            _ => None,
        }
    }

    /// The values of dimensions that a key stands for. Keys of "none" are empty: nothing filters by them, and of several
    /// dimensions that one is left open.
    fn filters(self, key: &str) -> Vec<(&str, &str)> {
        let pairs: Vec<(&str, &str)> = match self {
            Pick::Filter(dimensions) => dimensions.split('+').zip(key.split(JOINT)).collect(),
            Pick::Named => key.split_once('=').into_iter().collect(),
            _ => Vec::new(),
        };
        if pairs.iter().all(|(_, value)| value.is_empty()) { Vec::new() } else { pairs }
    }

    /// Whether that part is chosen.
    pub fn is_chosen(self, filters: &Filters, key: &str) -> bool {
        let pairs = self.filters(key);
        let is_so = |(dimension, value): &(&str, &str)| match value.is_empty() {
            true => filters.of(dimension).is_empty(),
            false => filters.has(dimension, value),
        };
        !pairs.is_empty() && pairs.iter().all(is_so)
    }

    /// Whether that part can be chosen.
    fn is_choice(self, key: &str) -> bool {
        self == Pick::Rows || !self.filters(key).is_empty()
    }

    /// Whether choosing sets the period.
    fn is_time(self) -> bool {
        matches!(self, Pick::Days | Pick::Months)
    }
}

/// An entry above the chart. With a dimension it filters, without it hides its series.
#[derive(Debug, Clone)]
pub struct LegendEntry {
    pub key: &'static str,
    pub label: String,
    pub color: u8,
    /// The sum of its series.
    pub figure: Signal<Option<Figure>>,
}

#[derive(Debug, Clone)]
pub struct Spec {
    pub title: &'static str,
    pub height: f64,
    /// How its figures are said.
    pub format: Format,
    pub pick: Pick,
    pub legend: Vec<LegendEntry>,
}

/// The height of a label's text in a chart's own units.
const LABEL: f64 = 12.0;

pub type Hidden = BTreeSet<&'static str>;

/// The signals of one chart. Copy: it is handles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plot {
    ui: Ui,
    title: &'static str,
    format: Format,
    pick: Pick,
    /// In units of its own: a label's text is 12 of them high.
    chart: Memo<Option<Chart>>,
    size: RwSignal<Size>,
    /// The hit that the tooltip is about.
    active: RwSignal<Option<usize>>,
    /// First and last band of a drag under way.
    drag: RwSignal<Option<(usize, usize)>>,
    svg: NodeRef<leptos::svg::Svg>,
    table: StoredValue<TableOf>,
}

/// `draw` gets the frame and the hidden series, and gives nothing while there is no data yet; `table` has the same figures.
/// Both read them from what they are given, which follows later where nobody sees it.
pub fn plot(
    ui: Ui,
    spec: Spec,
    draw: impl Fn(Ui, &Frame, &Hidden) -> Option<Chart> + Send + Sync + 'static,
    table: impl Fn(Ui) -> Option<Table> + Send + Sync + 'static,
) -> AnyView {
    boxed(ui, spec, Box::new(draw), Arc::new(table))
}

type Draw = Box<dyn Fn(Ui, &Frame, &Hidden) -> Option<Chart> + Send + Sync>;
type TableOf = Arc<dyn Fn(Ui) -> Option<Table> + Send + Sync>;

fn boxed(ui: Ui, spec: Spec, draw: Draw, table: TableOf) -> AnyView {
    let root = NodeRef::<html::Div>::new();
    let size = size_of(root);
    let shown = Ui { figures: follow(ui.unseen, on_screen(root), ui.figures), ..ui };
    let hidden = RwSignal::new(Hidden::new());
    let lang = ui.lang;
    let (pick, entries, figures) = (spec.pick, spec.legend.clone(), Arc::clone(&table));
    let is_open = RwSignal::new(false);
    let chart = Memo::new(move |_| {
        let width = size.with(|size| size.width / scale(size));
        if width < 1.0 {
            return None;
        }
        let write = |value: f64| number(lang, value, 2);
        let write_percent = |share: f64| percent(lang, share);
        hidden.with(|hidden| {
            let previous = pick.is_time().then(|| beside::series(shown, &figures(shown)?, &entries, hidden)).flatten();
            // A chart is read in the direction of the page around it.
            let is_mirrored = root.get_untracked().is_some_and(|root| root.matches(":dir(rtl)").unwrap_or(false));
            let frame = Frame {
                reading: if is_mirrored { Reading::RightToLeft } else { Reading::LeftToRight },
                number: &write,
                percent: &write_percent,
                previous: previous.as_ref(),
                ..Frame::new(width, spec.height)
            };
            draw(shown, &frame, hidden)
        })
    });
    let plot = Plot {
        ui: shown,
        title: spec.title,
        format: spec.format,
        pick: spec.pick,
        chart,
        size,
        active: RwSignal::new(None),
        drag: RwSignal::new(None),
        svg: NodeRef::new(),
        table: StoredValue::new(Arc::clone(&table)),
    };
    let is_empty = move || chart.with(|chart| chart.as_ref().is_some_and(|chart| chart.state == State::NoData));
    let kind = move || chart.with(|chart| chart.as_ref().map(|chart| chart.kind));
    let previous = Memo::new(move |_| {
        let label = |chart: &Chart| Some(chart.legend.iter().find(|entry| entry.color.is_none())?.label.clone());
        chart.with(|chart| chart.as_ref().and_then(label))
    });
    let dashed = move || {
        let label = previous.get()?;
        Some(
            view! { <p class="sa-plot__previous"><span class="sa-swatch sa-swatch--previous"></span>{label}</p> }
                .into_any(),
        )
    };
    let is_waiting = move || chart.with(Option::is_none);
    view! {
        <div class="sa-plot" part="chart" role="group" aria-label={move || plot.summary()}>
            {(!spec.legend.is_empty()).then(|| legend(ui, spec.pick, spec.legend.clone(), hidden))}
            {live(dashed)}
            <div class="sa-plot__stage" node_ref={root} data-kind={kind} class:sa-plot__stage--waiting={is_waiting}>
                {paint::picture(plot)}
                {live(move || is_empty().then(|| view! { <p class="sa-plot__none">{ui.t.no_data}</p> }.into_any()))}
                {brush::overlay(plot)}
                {tip::tip(plot)}
            </div>
            <button
                type="button"
                class="sa-icon-button sa-plot__more"
                aria-label={fill(ui.ask.data_of, &[("title", spec.title)])}
                aria-expanded={move || is_open.get().to_string()}
                on:click={move |_| is_open.update(|open| *open = !*open)}
            >
                {icon(Icon::More)}
            </button>
            {table::table(ui, spec.title, table, is_open)}
        </div>
    }
    .into_any()
}

fn legend(ui: Ui, pick: Pick, entries: Vec<LegendEntry>, hidden: RwSignal<Hidden>) -> AnyView {
    let entry = move |entry: LegendEntry| {
        let key = entry.key;
        let is_on = move || match pick {
            Pick::Filter(dimension) => ui.app.filters().has(dimension, key),
            _ => hidden.with(|hidden| !hidden.contains(key)),
        };
        let toggle = move |_| match pick {
            Pick::Filter(dimension) => ui.app.toggle(dimension, key),
            _ => hidden.update(|hidden| {
                if !hidden.remove(key) {
                    hidden.insert(key);
                }
            }),
        };
        view! {
            <li>
                <button type="button" class="sa-legend__entry" aria-pressed={move || is_on().to_string()} on:click={toggle}>
                    <span class={format!("sa-swatch sa-swatch--{}", entry.color)}></span>
                    {entry.label}
                    {plain_figure(ui, "sa-strong", move || entry.figure.get())}
                </button>
            </li>
        }.into_any()
    };
    view! { <ul class="sa-legend" aria-label={ui.t.legend}>{entries.into_iter().map(entry).collect_view()}</ul> }
        .into_any()
}

/// A host that makes text larger gets the whole picture larger: what fits beside what is reckoned by the text.
fn scale(size: &Size) -> f64 {
    if size.text > 0.0 { (size.text / LABEL).clamp(0.5, 4.0) } else { 1.0 }
}

impl Plot {
    /// CSS pixels a unit of the chart.
    fn scale(self) -> f64 {
        self.size.with(scale)
    }

    /// A length of the chart as styles have it.
    fn px(self, length: f64) -> String {
        format!("{}px", num(length * self.scale()))
    }

    /// The chart in one sentence.
    fn summary(self) -> String {
        let text = self.chart.with(|chart| {
            let summary = &chart.as_ref()?.summary;
            let figure = |value: f64| self.format.tick(self.ui, value);
            let named =
                |end: &Option<(String, f64)>| end.as_ref().map(|(label, value)| format!("{label}, {}", figure(*value)));
            let (high, low) = (named(&summary.high)?, named(&summary.low)?);
            let count = number(self.ui.lang, summary.count as f64, 0);
            Some(fill(
                self.ui.t.chart_summary,
                &[("n", &count), ("total", &figure(summary.total)), ("high", &high), ("low", &low)],
            ))
        });
        let hint = match self.pick {
            Pick::Nothing => "",
            Pick::Rows => self.ui.t.open_rows,
            Pick::Filter(_) | Pick::Named => self.ui.t.chart_hint,
            Pick::Days | Pick::Months => self.ui.t.chart_time_hint,
        };
        format!("{}. {} {hint}", self.title, text.unwrap_or_default())
    }

    /// The figures that a hit shows, each after the head of its column.
    fn figures(self, hit: &Hit) -> Vec<(String, Cell)> {
        let Some(Table { head, rows }) = self.table.with_value(|table| table(self.ui)) else { return Vec::new() };
        let is_it = |name: &str, cell: &Cell| match &cell.key {
            // A list in a row of another one has that row's key in front.
            Some(key) => *key == hit.key || key.split_once(JOINT).is_some_and(|(_, key)| key == hit.key),
            None => name == hit.label,
        };
        let heads = || head.iter().skip(1).cloned();
        (rows.into_iter())
            .flat_map(|(name, cells)| heads().zip(cells).filter(|(_, cell)| is_it(&name, cell)).collect::<Vec<_>>())
            .collect()
    }

    /// Chooses the hit: filters by it, zooms into its day or month, or opens its rows.
    fn choose(self, index: usize) {
        match self.pick {
            Pick::Nothing => {}
            Pick::Rows => {
                let hit = self.chart.with_untracked(|chart| chart.as_ref()?.hits.get(index).cloned());
                let figures = hit.map(|hit| untrack(|| self.figures(&hit))).unwrap_or_default();
                if let [(_, Cell { metric, key, .. })] = figures.as_slice() {
                    behind::of(self.ui, metric, key.as_deref().unwrap_or_default(), self.title.to_owned());
                }
            }
            Pick::Filter(_) | Pick::Named => {
                let key = self.chart.with_untracked(|chart| Some(chart.as_ref()?.hits.get(index)?.key.clone()));
                if let Some(key) = key {
                    self.ui.app.choose(&self.pick.filters(&key));
                }
            }
            Pick::Days | Pick::Months => self.choose_span(index, index),
        }
    }

    /// Zooms into the bands between two hits, both included.
    fn choose_span(self, first: usize, last: usize) {
        let (first, last) = (first.min(last), first.max(last));
        let key = |index: usize| {
            self.chart.with_untracked(|chart| Some(chart.as_ref()?.hits.get(index)?.key.clone())).unwrap_or_default()
        };
        let span = match self.pick {
            Pick::Days => date(&key(first)).zip(date(&key(last))).and_then(|(from, last)| Span::through(from, last)),
            Pick::Months => months(&key(first), &key(last)).map(|span| self.within_period(span)),
            _ => None,
        };
        if let Some(span) = span {
            self.ui.app.zoom(span);
        }
    }

    /// A month at the edge of the period counts only as far as the period goes.
    fn within_period(self, span: Span) -> Span {
        let period = untrack(|| self.ui.app.span());
        let cut = Span { from: span.from.max(period.from), to: span.to.min(period.to) };
        if cut.from < cut.to { cut } else { span }
    }
}

fn months(first: &str, last: &str) -> Option<Span> {
    let (from, last): (NaiveDate, NaiveDate) = (date(&format!("{first}-01"))?, date(&format!("{last}-01"))?);
    let end = last.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))?;
    Span::through(from, end)
}
