//! Columns over bins (how long, how many), each with its figure on top where there is room, else with an axis.

use super::axis::Axis;
use super::measure::Font;
use super::model::{Bands, Chart, Frame, Part, Rect, Row, Summary, finite, length};
use super::pen::{Corners, Ink};
use super::picture::{Anchor, Picture, put};
use plotters::element::Rectangle;
use plotters::prelude::Color;

#[derive(Clone, Debug, Default)]
pub struct Histogram {
    /// The bins in order; one that is not finite stays empty.
    pub bins: Vec<Part>,
}

pub fn draw(data: &Histogram, frame: &Frame) -> Chart {
    let mut picture = Picture::new(frame);
    let bins = &data.bins;
    if !bins.iter().any(|bin| finite(bin.value).is_some()) {
        return picture.no_data("histogram");
    }
    let highest = bins.iter().map(|bin| length(bin.value)).fold(0.0, f64::max);
    let whole = bins.iter().filter_map(|bin| finite(bin.value)).all(|v| v.fract() == 0.0);
    let mut axis = Axis::new(&picture, frame, 0.0, highest, whole);
    let figures: Vec<String> =
        bins.iter().map(|bin| finite(bin.value).map_or(String::new(), |v| (frame.number)(v))).collect();
    let full = (picture.width - 4.0) / bins.len() as f64;
    let direct = figures.iter().all(|figure| Font::Value.width(figure) + 4.0 <= full);
    if direct {
        // Figures on the columns make the axis needless; the columns get its place, and the figures some above.
        axis.plot = Rect { x: 2.0, y: 24.0, width: picture.width - 4.0, height: (axis.plot.height - 14.0).max(1.0) };
        axis.ticks = vec![0.0, if highest > 0.0 { highest } else { 1.0 }];
    } else {
        axis.draw(&mut picture, frame);
    }

    let any_selected = bins.iter().any(|bin| bin.selected);
    let band = axis.plot.width / bins.len() as f64;
    let width = if band < 3.0 { 1.0 } else { ((band - 4.0).max(band * 0.6) / band).min(72.0 / band) };
    let margin = (1.0 - width) / 2.0;
    let plane = picture.plane(axis.plot, 0.0..bins.len() as f64, axis.low()..axis.high());
    if direct {
        let base = plotters::element::PathElement::new(vec![(0.0, 0.0), (bins.len() as f64, 0.0)], Ink::AXIS);
        put(&plane, &base);
    }
    for (i, bin) in bins.iter().enumerate().filter(|(_, bin)| length(bin.value) > 0.0) {
        let ink = Ink::series(bin.color).dim(any_selected && !bin.selected).round(Corners::Top, (band / 6.0).min(4.0));
        let x = i as f64;
        let height = length(bin.value).max(axis.units(1.5));
        put(&plane, &Rectangle::new([(x + margin, 0.0), (x + 1.0 - margin, height)], ink.filled()));
    }
    drop(plane);

    let bands = Bands { plot: axis.plot, count: bins.len(), reading: Default::default() };
    for (i, (bin, figure)) in bins.iter().zip(&figures).enumerate() {
        let rect = bands.span(i, i);
        if direct {
            let y = axis.y(length(bin.value)) - 10.0;
            picture.text((rect.x + rect.width / 2.0, y), Anchor::Middle, Font::Value, figure, rect.width);
        }
        let rows = vec![Row { color: bin.color, label: String::new(), value: figure.clone() }];
        picture.hit(rect, &bin.key, &bin.label, rows, bin.selected);
    }
    axis.labels(&mut picture, &bins.iter().map(|bin| bin.label.as_str()).collect::<Vec<_>>());
    let chart =
        picture.finish("histogram", axis.plot, Summary::of(bins.iter().map(|bin| (bin.label.as_str(), bin.value))));
    let bands = Bands { plot: chart.plot, count: bins.len(), reading: frame.reading };
    Chart { bands: Some(bands), ..chart }
}

pub(super) fn of_numbers(values: &[f64], frame: &Frame) -> Chart {
    draw(&Histogram { bins: Part::of_numbers(values) }, frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_on_columns_when_they_fit() {
        let texts = |chart: &Chart| chart.nodes.iter().filter_map(|n| n.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&of_numbers(&[4.0, 2.0], &Frame::new(304.0, 120.0))), ["4", "2", "#1", "#2"]);
        let many = of_numbers(&[1000.0; 40], &Frame::new(304.0, 160.0));
        assert_eq!(texts(&many)[..3], ["0", "500", "1000"], "an axis instead");
    }
}
