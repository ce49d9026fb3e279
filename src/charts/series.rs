//! Figures by day: stacked bars, lines or areas over a shared axis, with the previous period behind them if there is one.

use super::axis::Axis;
use super::model::{Bands, Chart, Frame, Legend, Rect, Row, Summary, finite, length};
use super::pen::{Corners, Ink};
use super::picture::{Picture, Plane, put};
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::prelude::{AreaSeries, Color, LineSeries};

#[derive(Clone, Debug, Default)]
pub struct Series {
    pub style: Style,
    pub days: Vec<Day>,
    pub lines: Vec<Line>,
    /// The period before, day by day; drawn as a dashed line of its totals.
    pub previous: Option<Previous>,
    /// First and last selected day, both included; the others step back.
    pub selected: Option<(usize, usize)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Stacked, so that the height of a day is its total.
    #[default]
    Bars,
    Lines,
    Areas,
}

#[derive(Clone, Debug, Default)]
pub struct Day {
    pub key: String,
    /// Short, for the axis: "3 Mar".
    pub tick: String,
    /// In full, for the tooltip: "Monday, 3 March 2025".
    pub label: String,
}

/// One named series; `values` has a figure a day, NaN where there is none.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub key: String,
    pub label: String,
    /// 1 to 8, the number of the class.
    pub color: u8,
    pub values: Vec<f64>,
    pub selected: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Previous {
    pub label: String,
    pub values: Vec<f64>,
}

pub fn draw(data: &Series, frame: &Frame) -> Chart {
    if let (None, Some(previous)) = (&data.previous, frame.previous) {
        return draw(&Series { previous: Some(previous.clone()), ..data.clone() }, frame);
    }
    let mut picture = Picture::new(frame);
    let days = data.days.len();
    let known = |line: &Line| line.values.iter().take(days).any(|v| finite(*v).is_some());
    if !data.lines.iter().any(known) {
        return Chart { legend: legend(data), ..picture.no_data("series") };
    }
    let (low, high, whole) = extent(data);
    let axis = Axis::new(&picture, frame, low, high, whole);
    if let Some((first, last)) = data.selected {
        let bands = Bands { plot: axis.plot, count: days, reading: Default::default() };
        picture.block(bands.span(first, last), Ink::BAND);
    }
    axis.draw(&mut picture, frame);
    let plane = picture.plane(axis.plot, 0.0..days as f64, axis.low()..axis.high());
    match data.style {
        Style::Bars => bars(&plane, &axis, data),
        Style::Lines | Style::Areas => lines(&plane, &axis, data),
    }
    if let Some(previous) = &data.previous {
        let values: Vec<f64> = previous.values.iter().take(days).copied().collect();
        for run in runs(&values, axis.plot.width) {
            put(&plane, &PathElement::new(run, Ink::PREVIOUS));
        }
    }
    drop(plane);
    axis.labels(&mut picture, &data.days.iter().map(|day| day.tick.as_str()).collect::<Vec<_>>());
    hits(&mut picture, &axis, data, frame);
    let totals = data.days.iter().enumerate().map(|(i, day)| (day.tick.as_str(), total(data, i)));
    let chart = picture.finish("series", axis.plot, Summary::of(totals));
    let bands = Bands { plot: chart.plot, count: days, reading: frame.reading };
    Chart { legend: legend(data), bands: Some(bands), ..chart }
}

/// The sum of a day, NaN when none of its figures is known.
fn total(data: &Series, day: usize) -> f64 {
    let known = |line: &Line| line.values.get(day).copied().and_then(finite);
    data.lines.iter().filter_map(known).reduce(|a, b| a + b).unwrap_or(f64::NAN)
}

fn extent(data: &Series) -> (f64, f64, bool) {
    let stacked = |day: usize| data.lines.iter().map(|line| line.values.get(day).map_or(0.0, |v| length(*v))).sum();
    let all = data.lines.iter().map(|line| &line.values).chain(data.previous.as_ref().map(|p| &p.values));
    let singles = || all.clone().flatten().filter_map(|v| finite(*v));
    let bars = data.style == Style::Bars;
    let highest = singles().fold(0.0, f64::max);
    let high = if bars { (0..data.days.len()).map(stacked).fold(highest, f64::max) } else { highest };
    let low = if bars { 0.0 } else { singles().fold(0.0, f64::min) };
    (low, high, singles().all(|v| v.fract() == 0.0))
}

fn steps_back(data: &Series, line: &Line, day: usize) -> bool {
    let other_line = !line.selected && data.lines.iter().any(|line| line.selected);
    let outside = data.selected.is_some_and(|(a, b)| day < a.min(b) || day > a.max(b));
    other_line || outside
}

fn bars(plane: &Plane, axis: &Axis, data: &Series) {
    let band = axis.plot.width / data.days.len().max(1) as f64;
    let width = if band < 3.0 { band } else { (band * 0.7).min(40.0) };
    let margin = (1.0 - width / band) / 2.0;
    let radius = if width >= 4.0 { (width / 4.0).clamp(1.0, 4.0) } else { 0.0 };
    let value = |line: &Line, day: usize| line.values.get(day).map_or(0.0, |v| length(*v));
    let mut heights = vec![0.0; data.days.len()];
    for (at, line) in data.lines.iter().enumerate() {
        // The days that are selected first, then the others: neighbours of one ink become one node.
        for dim in [false, true] {
            for (day, base) in heights.iter_mut().enumerate().filter(|(day, _)| steps_back(data, line, *day) == dim) {
                let (low, high) = (*base, *base + value(line, day));
                *base = high;
                if high <= low {
                    continue;
                }
                let gap = if low > 0.0 && band >= 4.0 && axis.units(3.0) < high - low { axis.units(1.0) } else { 0.0 };
                let on_top = data.lines[at + 1..].iter().all(|above| value(above, day) <= 0.0);
                let ink = Ink::series(line.color).dim(dim);
                let ink = if on_top { ink.round(Corners::Top, radius) } else { ink };
                let x = day as f64;
                put(plane, &Rectangle::new([(x + margin, low + gap), (x + 1.0 - margin, high)], ink.filled()));
            }
        }
    }
}

fn lines(plane: &Plane, axis: &Axis, data: &Series) {
    let any_selected = data.lines.iter().any(|line| line.selected);
    for line in &data.lines {
        let ink = Ink::series(line.color).dim(any_selected && !line.selected);
        let values: Vec<f64> = line.values.iter().take(data.days.len()).copied().collect();
        let runs = runs(&values, axis.plot.width);
        for run in &runs {
            if data.style == Style::Areas {
                AreaSeries::new(run.iter().copied(), 0.0, ink).for_each(|area| put(plane, &area));
            }
            match run.as_slice() {
                [alone] => put(plane, &Circle::new(*alone, 30, ink.filled())),
                points => LineSeries::new(points.iter().copied(), ink).for_each(|line| put(plane, &line)),
            }
        }
        if let Some(end) = runs.last().and_then(|run| run.last()) {
            put(plane, &Circle::new(*end, 35, ink.filled()));
        }
    }
}

/// The stretches of known figures, at the middle of their days; with many days to a pixel only the lowest and highest of
/// each pixel are kept, which draws the same line.
pub(super) fn runs(values: &[f64], pixels: f64) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for (day, value) in values.iter().enumerate() {
        match (finite(*value), runs.last_mut()) {
            (Some(value), Some(run)) => run.push((day as f64 + 0.5, value)),
            (None, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
            _ => {}
        }
    }
    runs.retain(|run| !run.is_empty());
    let per_pixel = values.len() as f64 / pixels.max(1.0);
    if per_pixel > 2.0 {
        for run in &mut runs {
            *run = run.chunks(per_pixel as usize * 2).flat_map(extremes).collect();
        }
    }
    runs
}

fn extremes(chunk: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let by_value = |a: &&(f64, f64), b: &&(f64, f64)| a.1.total_cmp(&b.1);
    match (chunk.iter().min_by(by_value), chunk.iter().max_by(by_value)) {
        (Some(low), Some(high)) if low.0 < high.0 => vec![*low, *high],
        (Some(low), Some(high)) if low.0 > high.0 => vec![*high, *low],
        (Some(only), _) => vec![*only],
        _ => Vec::new(),
    }
}

fn hits(picture: &mut Picture, axis: &Axis, data: &Series, frame: &Frame) {
    let bands = Bands { plot: axis.plot, count: data.days.len(), reading: Default::default() };
    for (i, day) in data.days.iter().enumerate() {
        let row = |line: &Line| {
            let value = finite(*line.values.get(i)?)?;
            let label = if data.lines.len() == 1 { String::new() } else { line.label.clone() };
            Some(Row { color: line.color, label, value: (frame.number)(value) })
        };
        let mut rows: Vec<Row> = data.lines.iter().filter_map(row).collect();
        if let Some((previous, value)) = data.previous.as_ref().and_then(|p| Some((p, finite(*p.values.get(i)?)?))) {
            rows.push(Row { color: 0, label: previous.label.clone(), value: (frame.number)(value) });
        }
        let selected = data.selected.is_some_and(|(a, b)| (a.min(b)..=a.max(b)).contains(&i));
        let rect: Rect = bands.span(i, i);
        picture.hit(rect, &day.key, &day.label, rows, selected);
    }
}

fn legend(data: &Series) -> Vec<Legend> {
    let of = |line: &Line| Legend {
        key: line.key.clone(),
        label: line.label.clone(),
        color: Some(line.color),
        selected: line.selected,
    };
    let previous = data.previous.as_ref().map(|p| Legend {
        key: String::new(),
        label: p.label.clone(),
        color: None,
        selected: false,
    });
    data.lines.iter().map(of).chain(previous).collect()
}

/// An even count of numbers as bars, an odd one as areas, so that both styles meet hostile input.
pub(super) fn of_numbers(values: &[f64], frame: &Frame) -> Chart {
    let day = |i: usize| Day { key: i.to_string(), tick: (i + 1).to_string(), label: format!("#{}", i + 1) };
    let line = Line { key: "a".to_owned(), label: "A".to_owned(), color: 1, values: values.to_vec(), selected: false };
    let previous = Some(Previous { label: "B".to_owned(), values: values.to_vec() });
    let style = if values.len().is_multiple_of(2) { Style::Bars } else { Style::Areas };
    draw(
        &Series { style, days: (0..values.len()).map(day).collect(), lines: vec![line], previous, selected: None },
        frame,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three_days(style: Style) -> Series {
        let day =
            |i: usize| Day { key: format!("2025-03-0{i}"), tick: format!("{i} Mar"), label: format!("{i} March") };
        let line = |key: &str, color: u8, values: [f64; 3]| Line {
            key: key.to_owned(),
            label: key.to_uppercase(),
            color,
            values: values.to_vec(),
            selected: false,
        };
        let lines = vec![line("new", 1, [10.0, 20.0, 0.0]), line("back", 2, [10.0, 20.0, 5.0])];
        Series { style, days: (1..=3).map(day).collect(), lines, previous: None, selected: None }
    }

    #[test]
    fn bars_stack_and_only_the_top_is_round() {
        let chart = draw(&three_days(Style::Bars), &Frame::new(330.0, 134.0));
        let paths: Vec<&str> = chart.nodes.iter().filter(|n| n.name == "path").map(|n| n.attrs[1].1.as_str()).collect();
        let bars: Vec<&&str> = paths.iter().filter(|d| d.contains('v')).collect();
        assert_eq!(bars.len(), 2, "one node a series: {paths:?}");
        assert!(!bars[0].contains('a') && bars[1].contains('a'), "{bars:?}");
        assert_eq!(chart.hits[0].value, "NEW 10 · BACK 10");
        assert_eq!(chart.summary.high, Some(("2 Mar".to_owned(), 40.0)));
        assert_eq!((chart.summary.count, chart.summary.total), (3, 65.0));
    }

    #[test]
    fn bands_answer_the_brush_in_both_directions() {
        for reading in [super::super::Reading::LeftToRight, super::super::Reading::RightToLeft] {
            let chart = draw(&three_days(Style::Lines), &Frame { reading, ..Frame::new(330.0, 134.0) });
            let bands = chart.bands.expect("a series has bands");
            for (i, hit) in chart.hits.iter().enumerate() {
                assert_eq!(bands.at(hit.anchor.0), i, "{reading:?}");
                assert_eq!(super::super::Shape::Rect(bands.span(i, i)), hit.shape);
            }
            assert_eq!(bands.span(2, 0).width, chart.plot.width);
            assert_eq!(bands.at(-50.0), if reading == super::super::Reading::LeftToRight { 0 } else { 2 });
        }
    }

    #[test]
    fn gaps_break_the_line_and_many_days_are_thinned() {
        let nan = f64::NAN;
        assert_eq!(runs(&[1.0, 2.0, nan, nan, 3.0], 100.0), [vec![(0.5, 1.0), (1.5, 2.0)], vec![(4.5, 3.0)]]);
        let many: Vec<f64> = (0..10_000).map(|i| f64::from(i % 100)).collect();
        let points: usize = runs(&many, 300.0).iter().map(Vec::len).sum();
        assert!(points <= 600, "{points}");
    }
}
