//! What goes into a chart beside its data, and what comes out. Plain structs; knows nothing of drawing.

use super::picture::num;
use super::series::Previous;
use std::fmt;

/// A drawn chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The name in [`super::CHARTS`].
    pub kind: &'static str,
    pub state: State,
    /// In CSS pixels. The height is the one that was asked for, except where the number of rows decides it (bars, lanes,
    /// share) and where heads stand above it (paths).
    pub width: f64,
    pub height: f64,
    /// SVG elements in painting order, without nesting.
    pub nodes: Vec<Node>,
    /// What can be pointed at, in reading order.
    pub hits: Vec<Hit>,
    /// Series to be listed beside the picture; empty where the picture names its parts itself.
    pub legend: Vec<Legend>,
    /// The area between the axes.
    pub plot: Rect,
    /// The days on the x axis, for brushing; `None` where x is not a list of days or bins.
    pub bands: Option<Bands>,
    pub reading: Reading,
    pub summary: Summary,
}

impl Chart {
    /// The mark that a key leads to from another one; none where the key is no way. Where marks lie in rows and columns
    /// arrows go where they point, else along the list, in the direction in which it is read.
    pub fn next(&self, from: usize, key: &str) -> Option<usize> {
        let last = self.hits.len().checked_sub(1)?;
        let (x, y) = match key {
            "ArrowRight" => (1.0, 0.0),
            "ArrowLeft" => (-1.0, 0.0),
            "ArrowDown" => (0.0, 1.0),
            "ArrowUp" => (0.0, -1.0),
            "Home" => return Some(0),
            "End" => return Some(last),
            _ => return None,
        };
        if !matches!(self.kind, "heatmap" | "paths") {
            let on = if self.reading == Reading::RightToLeft { y - x } else { y + x };
            return Some(if on > 0.0 { (from + 1).min(last) } else { from.saturating_sub(1) });
        }
        let at = self.hits.get(from)?.anchor;
        // Sideways to the next column, and there to what is nearest; up and down within a column.
        let way = |hit: &Hit| {
            let (dx, dy) = (hit.anchor.0 - at.0, hit.anchor.1 - at.1);
            let along = (dx * x + dy * y).round();
            (along > 0.0 && (x != 0.0 || dx.abs() < 1.0)).then_some((along, (dx * y + dy * x).abs()))
        };
        let ways = self.hits.iter().enumerate().filter_map(|(i, hit)| Some((i, way(hit)?)));
        let nearest = ways.min_by(|(_, a), (_, b)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        Some(nearest.map_or(from, |(i, _)| i))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Drawn,
    /// There was no finite figure: show the view's empty state; `nodes` and `hits` are empty.
    NoData,
}

/// One SVG element: name, attributes (`class` among them), text. Views create it by `createElementNS`, never by markup.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub name: &'static str,
    pub attrs: Vec<(&'static str, String)>,
    pub text: Option<String>,
}

impl Node {
    /// The value of an attribute, if it has it.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
    }
}

/// Something to point at: a day, a slice, a cell. In the coordinates of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What a click filters by.
    pub key: String,
    /// The full name, however short the picture had to make it.
    pub label: String,
    /// Figures as one text, for the accessible name.
    pub value: String,
    /// The same figures with their colours, for the tooltip.
    pub rows: Vec<Row>,
    /// What is focused, and the middle of which answers to a click.
    pub shape: Shape,
    /// Where else it can be pointed at: the slice of a list's row.
    pub also: Option<Shape>,
    /// Where a tooltip points to.
    pub anchor: (f64, f64),
    pub selected: bool,
}

/// A line of a tooltip; the label is empty where the hit's own label says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub color: u8,
    pub label: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Rect(Rect),
    /// The `d` of a path.
    Path(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    pub key: String,
    pub label: String,
    /// `None` for the previous period (class `sa-previous`), else the number of the class `sa-sN`.
    pub color: Option<u8>,
    pub selected: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// Equal bands along x, one a day or bin, as they appear (mirrored when the reading direction is).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bands {
    pub plot: Rect,
    pub count: usize,
    pub reading: Reading,
}

impl Bands {
    /// The band under `x`; positions outside the plot count as the nearest band, so that a drag may leave it.
    pub fn at(&self, x: f64) -> usize {
        let along = ((x - self.plot.x) / self.plot.width.max(1.0)).clamp(0.0, 1.0);
        let along = if self.reading == Reading::RightToLeft { 1.0 - along } else { along };
        ((along * self.count as f64) as usize).min(self.count.saturating_sub(1))
    }

    /// The rectangle that covers the bands `first` to `last`, both included, in either order.
    pub fn span(&self, first: usize, last: usize) -> Rect {
        let band = self.plot.width / self.count.max(1) as f64;
        let (low, high) = (first.min(last).min(self.count), (first.max(last) + 1).min(self.count));
        let (start, end) = (low as f64 * band, high as f64 * band);
        let x = if self.reading == Reading::RightToLeft { self.plot.width - end } else { start };
        Rect { x: self.plot.x + x, width: end - start, ..self.plot }
    }
}

/// The figures in short, for the sentence that describes the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many finite figures were drawn.
    pub count: usize,
    pub total: f64,
    /// Label and figure of the smallest and the largest; the first of equals.
    pub low: Option<(String, f64)>,
    pub high: Option<(String, f64)>,
}

impl Summary {
    pub fn of<'a>(figures: impl Iterator<Item = (&'a str, f64)>) -> Summary {
        let mut summary = Summary::default();
        for (label, value) in figures {
            let Some(value) = finite(value) else { continue };
            summary.count += 1;
            summary.total += value;
            if summary.low.as_ref().is_none_or(|low| value < low.1) {
                summary.low = Some((label.to_owned(), value));
            }
            if summary.high.as_ref().is_none_or(|high| value > high.1) {
                summary.high = Some((label.to_owned(), value));
            }
        }
        summary
    }
}

/// One category: a slice, a bar, a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    pub key: String,
    pub label: String,
    pub value: f64,
    /// 1 to 8, the number of the class; anything else is the neutral colour.
    pub color: u8,
    pub selected: bool,
}

impl Part {
    pub fn new(key: &str, label: &str, value: f64, color: u8) -> Part {
        Part { key: key.to_owned(), label: label.to_owned(), value, color, selected: false }
    }

    /// Parts "#1", "#2" … of any numbers.
    pub(super) fn of_numbers(values: &[f64]) -> Vec<Part> {
        let part = |(i, v): (usize, &f64)| Part::new(&i.to_string(), &format!("#{}", i + 1), *v, (i % 8) as u8 + 1);
        values.iter().enumerate().map(part).collect()
    }
}

/// Where the picture goes, and how figures are written there.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    pub width: f64,
    pub height: f64,
    pub reading: Reading,
    /// A figure as text, for axes, labels and tooltips.
    pub number: &'a dyn Fn(f64) -> String,
    /// A share (0 to 1) as text.
    pub percent: &'a dyn Fn(f64) -> String,
    /// The figures to stand beside those of a series that has none of its own.
    pub previous: Option<&'a Previous>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    #[default]
    LeftToRight,
    RightToLeft,
}

impl Frame<'_> {
    /// A frame with plain digits; views replace `number` and `percent` by those of the language.
    pub fn new(width: f64, height: f64) -> Frame<'static> {
        Frame {
            width,
            height,
            reading: Reading::LeftToRight,
            number: &plain_number,
            percent: &plain_percent,
            previous: None,
        }
    }
}

impl fmt::Debug for Frame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({} × {}, {:?})", self.width, self.height, self.reading)
    }
}

/// The figure if it can be drawn. Beyond 1e300 it is cut, so that sums of a stack stay finite.
pub(super) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then(|| value.clamp(-1e300, 1e300))
}

/// The figure as a length: never negative, 0 when it cannot be drawn.
pub(super) fn length(value: f64) -> f64 {
    finite(value).unwrap_or(0.0).max(0.0)
}

/// A share that is safe for a whole of 0.
pub(super) fn share(value: f64, whole: f64) -> f64 {
    if whole > 0.0 { (length(value) / whole).clamp(0.0, 1.0) } else { 0.0 }
}

fn plain_number(value: f64) -> String {
    num(value)
}

fn plain_percent(share: f64) -> String {
    format!("{}%", num((share * 100.0).round()))
}

#[cfg(test)]
mod tests {
    use super::super::{heatmap, share};
    use super::*;

    #[test]
    fn keys_go_where_they_point_in_rows_and_columns() {
        let chart = heatmap::of_numbers(&[1.0; 48], &Frame::new(600.0, 200.0));
        let next = |from: usize, key: &str| chart.next(from, key);
        assert_eq!(next(0, "ArrowRight"), Some(1));
        assert_eq!(next(1, "ArrowDown"), Some(25));
        assert_eq!(next(25, "ArrowUp"), Some(1));
        assert_eq!(next(24, "ArrowLeft"), Some(24), "there is no more on that side");
        assert_eq!((next(5, "Home"), next(5, "End"), next(5, "a")), (Some(0), Some(47), None));
    }

    #[test]
    fn keys_go_along_a_list_in_its_direction() {
        for (reading, on, back) in
            [(Reading::LeftToRight, "ArrowRight", "ArrowLeft"), (Reading::RightToLeft, "ArrowLeft", "ArrowRight")]
        {
            let chart = share::of_numbers(&[3.0, 2.0, 1.0], &Frame { reading, ..Frame::new(300.0, 20.0) });
            let next = |from: usize, key: &str| chart.next(from, key);
            assert_eq!((next(0, on), next(1, back), next(2, on)), (Some(1), Some(0), Some(2)), "{reading:?}");
            assert_eq!((next(0, "ArrowDown"), next(1, "ArrowUp")), (Some(1), Some(0)));
        }
    }
}
