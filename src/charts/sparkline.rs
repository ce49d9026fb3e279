//! A line as small as a word: no axis, no text, a dot at its end.

use super::model::{Chart, Frame, Rect, Summary, finite};
use super::pen::Ink;
use super::picture::{Picture, put};
use super::series::runs;
use plotters::element::Circle;
use plotters::prelude::{AreaSeries, Color, LineSeries};

#[derive(Clone, Debug, Default)]
pub struct Sparkline {
    /// In order; NaN is a gap.
    pub values: Vec<f64>,
    /// 1 to 8, the number of the class.
    pub color: u8,
}

pub fn draw(data: &Sparkline, frame: &Frame) -> Chart {
    let mut picture = Picture::new(frame);
    let known = || data.values.iter().filter_map(|v| finite(*v));
    if known().next().is_none() {
        return picture.no_data("sparkline");
    }
    let (low, high) = (known().fold(0.0, f64::min), known().fold(0.0, f64::max));
    let high = if high - low > 1e-290 { high } else { low + 1.0 };
    let plot = Rect { x: 4.0, y: 4.0, width: picture.width - 8.0, height: picture.height - 8.0 };
    // From the middle of the first to the middle of the last, so that the line fills the width.
    let last = data.values.len() as f64 - 0.5;
    let plane = picture.plane(plot, if last > 0.5 { 0.5..last } else { 0.0..1.0 }, low..high);
    let ink = Ink::series(data.color);
    let runs = runs(&data.values, plot.width);
    for run in &runs {
        AreaSeries::new(run.iter().copied(), low.max(0.0), ink).for_each(|area| put(&plane, &area));
        LineSeries::new(run.iter().copied(), ink).for_each(|line| put(&plane, &line));
    }
    if let Some(end) = runs.last().and_then(|run| run.last()) {
        put(&plane, &Circle::new(*end, 30, ink.filled()));
    }
    drop(plane);
    picture.finish("sparkline", plot, Summary::of(data.values.iter().map(|v| ("", *v))))
}

pub(super) fn of_numbers(values: &[f64], frame: &Frame) -> Chart {
    draw(&Sparkline { values: values.to_vec(), color: 1 }, frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_its_width() {
        let chart = of_numbers(&[0.0, 10.0, 5.0], &Frame::new(108.0, 28.0));
        let line = chart.nodes.iter().find(|n| n.attrs[0].1 == "sa-s1 sa-line").expect("a line");
        assert_eq!(line.attrs[1].1, "M4 24L54 4L104 14");
    }
}
