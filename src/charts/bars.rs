//! Categories as horizontal bars, each with its name and figure. The number of rows decides the height.

use super::measure::Font;
use super::model::{Chart, Frame, Part, Rect, Row, Summary, finite, length};
use super::pen::{Corners, Ink};
use super::picture::{Anchor, Picture, put};
use plotters::element::Rectangle;
use plotters::prelude::Color;

#[derive(Clone, Debug, Default)]
pub struct Bars {
    pub parts: Vec<Part>,
}

/// From this width on names stand beside the bars instead of above them.
const WIDE: f64 = 480.0;
const THICK: f64 = 10.0;

pub fn draw(data: &Bars, frame: &Frame) -> Chart {
    let parts: Vec<&Part> = data.parts.iter().filter(|part| finite(part.value).is_some()).collect();
    let wide = frame.width >= WIDE;
    let row_height = if wide { 32.0 } else { 42.0 };
    let mut picture = Picture::new(&Frame { height: 16.0, ..*frame });
    // Not limited like the height of a frame: a long list scrolls.
    picture.height = parts.len().max(1) as f64 * row_height;
    if parts.is_empty() {
        return picture.no_data("bars");
    }
    let (width, height) = (picture.width, picture.height);
    let highest = parts.iter().map(|part| length(part.value)).fold(0.0, f64::max);
    let values: Vec<String> = parts.iter().map(|part| (frame.number)(part.value)).collect();
    let widest =
        |font: Font, texts: &mut dyn Iterator<Item = &str>| texts.map(|text| font.width(text)).fold(0.0, f64::max);
    let value_width = widest(Font::Value, &mut values.iter().map(String::as_str)).min(width * 0.4);
    let name_width = widest(Font::Label, &mut parts.iter().map(|part| part.label.as_str())).min(width * 0.3);
    let plot = if wide {
        let x = 8.0 + name_width + 16.0;
        Rect { x, y: 0.0, width: width - x - value_width - 24.0, height }
    } else {
        Rect { x: 8.0, y: 0.0, width: width - 16.0, height }
    };

    let any_selected = parts.iter().any(|part| part.selected);
    let middle = |row: usize| row as f64 * row_height + if wide { row_height / 2.0 } else { row_height - 13.0 };
    let bar = |row: usize, share: f64| {
        let thick = if wide { THICK } else { THICK - 2.0 };
        let (top, bottom) = (middle(row) - thick / 2.0, middle(row) + thick / 2.0);
        [(0.0, height - top), (share, height - bottom)]
    };
    let plane = picture.plane(plot, 0.0..1.0, 0.0..height);
    for row in 0..parts.len() {
        put(&plane, &Rectangle::new(bar(row, 1.0), Ink::TRACK.round(Corners::All, THICK).filled()));
    }
    for (row, part) in parts.iter().enumerate().filter(|(_, part)| part.value > 0.0) {
        let ink = Ink::series(part.color).dim(any_selected && !part.selected).round(Corners::All, THICK);
        // What is not nothing is seen, however small.
        let share = (length(part.value) / highest).max(4.0 / plot.width.max(8.0));
        put(&plane, &Rectangle::new(bar(row, share), ink.filled()));
    }
    drop(plane);

    for (row, (part, value)) in parts.iter().zip(&values).enumerate() {
        let top = row as f64 * row_height;
        let y = if wide { middle(row) } else { top + 15.0 };
        let shown = Font::Value.width(value).min(value_width);
        let room = if wide { name_width } else { width - 16.0 - shown - 12.0 };
        picture.text((8.0, y), Anchor::Start, Font::Label, &part.label, room);
        picture.text((width - 8.0, y), Anchor::End, Font::Value, value, value_width);
        let rows = vec![Row { color: part.color, label: String::new(), value: value.clone() }];
        picture.hit(Rect { x: 0.0, y: top, width, height: row_height }, &part.key, &part.label, rows, part.selected);
    }
    picture.finish("bars", plot, Summary::of(parts.iter().map(|part| (part.label.as_str(), part.value))))
}

pub(super) fn of_numbers(values: &[f64], frame: &Frame) -> Chart {
    draw(&Bars { parts: Part::of_numbers(values) }, frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_kept_in_the_hit() {
        let long = "A name that goes on and on until it has left every screen";
        for width in [300.0, 800.0] {
            let chart = draw(&Bars { parts: vec![Part::new("a", long, 5.0, 1)] }, &Frame::new(width, 0.0));
            let shown = chart.nodes.iter().find_map(|n| n.text.as_deref()).unwrap_or_default();
            assert!(shown.ends_with('…') && shown.len() > 20, "{shown}");
            assert_eq!(chart.hits[0].label, long);
        }
    }

    #[test]
    fn the_longest_fills_the_track() {
        let chart = of_numbers(&[10.0, 5.0, 0.0], &Frame::new(320.0, 0.0));
        assert_eq!((chart.height, chart.plot.width), (126.0, 304.0));
        let bar = |color: &str| chart.nodes.iter().find(|n| n.attrs[0].1 == color).map(|n| n.attrs[1].1.clone());
        assert_eq!(
            bar("sa-s1 sa-fill").as_deref(),
            Some("M12 25h296a4 4 0 0 1 4 4v0a4 4 0 0 1 -4 4h-296a4 4 0 0 1 -4 -4v0a4 4 0 0 1 4 -4Z")
        );
        assert_eq!(bar("sa-s3 sa-fill"), None);
    }
}
