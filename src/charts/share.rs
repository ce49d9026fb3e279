//! A whole in one line: a bar of segments (AI against agent, inside against outside the SLA) and its names below, flowing
//! over as many lines as the width needs.

use super::measure::Font;
use super::model::{Chart, Frame, Part, Rect, Row, Shape, Summary, finite, length, share};
use super::pen::{Corners, Ink};
use super::picture::{Anchor, Picture};

#[derive(Clone, Debug, Default)]
pub struct Share {
    pub parts: Vec<Part>,
}

const THICK: f64 = 14.0;
const LINE: f64 = 26.0;
const GAP: f64 = 2.0;

pub fn draw(data: &Share, frame: &Frame) -> Chart {
    let parts: Vec<&Part> = data.parts.iter().filter(|part| finite(part.value).is_some()).collect();
    let mut picture = Picture::new(&Frame { height: THICK + 8.0, ..*frame });
    if parts.is_empty() {
        return picture.no_data("share");
    }
    let total: f64 = parts.iter().map(|part| length(part.value)).sum();
    let any_selected = parts.iter().any(|part| part.selected);
    let plot = Rect { x: 2.0, y: 2.0, width: picture.width - 4.0, height: THICK };
    if total <= 0.0 {
        picture.block(plot, Ink::TRACK.round(Corners::All, 4.0));
    }
    let mut start = plot.x;
    let (mut x, mut line) = (plot.x, 0.0);
    for part in &parts {
        let ink = Ink::series(part.color).dim(any_selected && !part.selected);
        let width = plot.width * share(part.value, total);
        let segment = Rect { x: start, width: (width - GAP).max(1.0), ..plot };
        if width > 0.0 {
            picture.block(segment, ink.round(Corners::All, 4.0));
            start += width;
        }
        let value = (frame.percent)(share(part.value, total));
        let figure = Font::Value.width(&value).min(plot.width * 0.4);
        let name = Font::Label.width(&part.label).min(plot.width - figure - 32.0).max(0.0);
        let entry = 16.0 + name + 6.0 + figure + 20.0;
        if x > plot.x && x + entry - 20.0 > plot.x + plot.width {
            (x, line) = (plot.x, line + 1.0);
        }
        let y = plot.y + THICK + 10.0 + (line + 0.5) * LINE;
        picture.block(Rect { x, y: y - 4.0, width: 8.0, height: 8.0 }, ink.round(Corners::All, 2.0));
        picture.text((x + 16.0, y), Anchor::Start, Font::Label, &part.label, name + 0.1);
        picture.text((x + 16.0 + name + 6.0, y), Anchor::Start, Font::Value, &value, figure + 0.1);
        let rows = vec![Row {
            color: part.color,
            label: String::new(),
            value: format!("{} · {value}", (frame.number)(part.value)),
        }];
        picture.hit(
            Rect { x: x - 2.0, y: y - LINE / 2.0, width: entry - 14.0, height: LINE },
            &part.key,
            &part.label,
            rows,
            part.selected,
        );
        if width > 0.0 {
            picture.also(Shape::Rect(picture.mirrored(segment)));
        }
        x += entry;
    }
    picture.height = plot.y + THICK + 10.0 + (line + 1.0) * LINE;
    picture.finish("share", plot, Summary::of(parts.iter().map(|part| (part.label.as_str(), part.value))))
}

pub(super) fn of_numbers(values: &[f64], frame: &Frame) -> Chart {
    draw(&Share { parts: Part::of_numbers(values) }, frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_flow_over_lines() {
        assert_eq!(of_numbers(&[3.0, 1.0], &Frame::new(300.0, 0.0)).height, 52.0);
        assert_eq!(of_numbers(&[1.0; 8], &Frame::new(300.0, 0.0)).height, 104.0);
    }
}
