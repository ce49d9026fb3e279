//! Parts of a whole: a ring with the total inside and a list beside it that names each part with figure and share.

use super::measure::Font;
use super::model::{Chart, Frame, Part, Rect, Row, Shape, Summary, finite, length, share};
use super::pen::{Corners, Ink};
use super::picture::{Anchor, Picture, num};
use std::f64::consts::TAU;

#[derive(Clone, Debug, Default)]
pub struct Donut {
    pub parts: Vec<Part>,
    /// What the total inside counts: "sessions".
    pub unit: String,
}

pub fn draw(data: &Donut, frame: &Frame) -> Chart {
    let mut picture = Picture::new(frame);
    let parts: Vec<&Part> = data.parts.iter().filter(|part| finite(part.value).is_some()).collect();
    if parts.is_empty() {
        return picture.no_data("donut");
    }
    let total: f64 = parts.iter().map(|part| length(part.value)).sum();
    let layout = Layout::new(&mut picture, frame, &parts, total);
    let any_selected = parts.iter().any(|part| part.selected);
    if total <= 0.0 {
        let path = layout.arc(&picture, 0.0, 1.0);
        picture.path(&path, Ink::TRACK.classes("sa-slice"));
    }
    let mut start = 0.0;
    for (i, part) in parts.iter().enumerate() {
        let end = start + share(part.value, total);
        let ink = Ink::series(part.color).dim(any_selected && !part.selected);
        let slice = (end > start).then(|| layout.arc(&picture, start, end));
        if let Some(slice) = &slice {
            picture.path(slice, ink.classes("sa-slice"));
        }
        let row = layout.row(i);
        if let Some(row) = row {
            layout.list(&mut picture, frame, part, total, row, ink);
        }
        let (row, slice) = (row.map(|row| Shape::Rect(picture.mirrored(row))), slice.map(Shape::Path));
        let (shape, also) = if row.is_some() { (row, slice) } else { (slice, None) };
        if let Some(shape) = shape {
            let anchor =
                if end > start { layout.middle(&picture, (start + end) / 2.0) } else { (layout.cx, layout.cy) };
            let value = format!("{} · {}", (frame.number)(part.value), (frame.percent)(share(part.value, total)));
            let rows = vec![Row { color: part.color, label: String::new(), value }];
            picture.hit_shape(shape, anchor, &part.key, &part.label, rows, part.selected);
            also.into_iter().for_each(|slice| picture.also(slice));
        }
        start = end;
    }
    layout.more(&mut picture, parts.len());
    // While some parts are chosen, the figure inside is theirs, as are all others on the page.
    let chosen = |part: &&&Part| part.selected || !any_selected;
    let inside: f64 = parts.iter().filter(chosen).map(|part| length(part.value)).sum();
    layout.total(&mut picture, &(frame.number)(inside), &data.unit);
    let summary = Summary::of(parts.iter().map(|part| (part.label.as_str(), part.value)));
    let plot = Rect {
        x: layout.cx - layout.outer,
        y: layout.cy - layout.outer,
        width: 2.0 * layout.outer,
        height: 2.0 * layout.outer,
    };
    picture.finish("donut", plot, summary)
}

struct Layout {
    cx: f64,
    cy: f64,
    outer: f64,
    inner: f64,
    /// The list: its box, the height of a row, how many parts have one, and the widths of its two columns of figures.
    list: Rect,
    row_height: f64,
    rows: usize,
    value_width: f64,
    share_width: f64,
}

impl Layout {
    /// Ring and list side by side, in the middle of a wide frame; in a narrow one the list stands below and adds to the height.
    fn new(picture: &mut Picture, frame: &Frame, parts: &[&Part], total: f64) -> Layout {
        let (width, height) = (picture.width, picture.height);
        let narrow = width < 420.0;
        let outer = ((height - 8.0).min(if narrow { width * 0.6 } else { width * 0.4 }).min(208.0) / 2.0).max(8.0);
        let (gap, fits) = if narrow { (12.0, 8) } else { (32.0, ((height / 24.0) as usize).max(1)) };
        let rows = if parts.len() <= fits { parts.len() } else { fits - 1 };
        let lines = (rows + usize::from(rows < parts.len())) as f64;
        let row_height = if narrow { 28.0 } else { (height / lines.max(1.0)).clamp(24.0, 30.0) };
        let list_height = lines * row_height;
        let (cx, cy, list) = if narrow {
            let y = 8.0 + 2.0 * outer + gap;
            picture.height = y + list_height;
            (width / 2.0, 4.0 + outer, Rect { x: 0.0, y, width, height: list_height })
        } else {
            let list_width = (width - 2.0 * outer - gap - 4.0).clamp(1.0, 300.0);
            let x = ((width - 2.0 * outer - gap - list_width) / 2.0).max(2.0);
            let y = (height - list_height).max(0.0) / 2.0;
            (x + outer, height / 2.0, Rect { x: x + 2.0 * outer + gap, y, width: list_width, height: list_height })
        };
        let widest = |text: &dyn Fn(&Part) -> String, font: Font| {
            parts.iter().map(|p| font.width(&text(p))).fold(0.0, f64::max) + 12.0
        };
        let mut value_width = widest(&|p| (frame.number)(p.value), Font::Value);
        let mut share_width = widest(&|p| (frame.percent)(share(p.value, total)), Font::Tick);
        // Names come first: a list without room leaves out the figures, then the shares; both are in the tooltip.
        const NAME: f64 = 64.0 + 32.0;
        if list.width - value_width - share_width < NAME {
            value_width = 0.0;
        }
        if list.width - share_width < NAME {
            share_width = 0.0;
        }
        Layout { cx, cy, outer, inner: outer * 0.66, list, row_height, rows, value_width, share_width }
    }

    fn row(&self, index: usize) -> Option<Rect> {
        let y = self.list.y + index as f64 * self.row_height;
        (index < self.rows).then_some(Rect { y, height: self.row_height, ..self.list })
    }

    fn list(&self, picture: &mut Picture, frame: &Frame, part: &Part, total: f64, row: Rect, ink: Ink) {
        let y = row.y + row.height / 2.0;
        let end = row.x + row.width - 8.0;
        picture.block(Rect { x: row.x + 8.0, y: y - 4.0, width: 8.0, height: 8.0 }, ink.round(Corners::All, 2.0));
        let room = row.width - 8.0 - 16.0 - 8.0 - self.value_width - self.share_width;
        picture.text((row.x + 24.0, y), Anchor::Start, Font::Label, &part.label, room);
        if self.value_width > 0.0 {
            picture.text(
                (end - self.share_width, y),
                Anchor::End,
                Font::Value,
                &(frame.number)(part.value),
                self.value_width,
            );
        }
        if self.share_width > 0.0 {
            picture.text(
                (end, y),
                Anchor::End,
                Font::Tick,
                &(frame.percent)(share(part.value, total)),
                self.share_width,
            );
        }
    }

    /// "+3" for the parts that have no row.
    fn more(&self, picture: &mut Picture, parts: usize) {
        if self.rows < parts {
            let y = self.list.y + (self.rows as f64 + 0.5) * self.row_height;
            picture.text(
                (self.list.x + 24.0, y),
                Anchor::Start,
                Font::Tick,
                &format!("+{}", parts - self.rows),
                self.list.width - 24.0,
            );
        }
    }

    fn total(&self, picture: &mut Picture, total: &str, unit: &str) {
        let room = self.inner * 1.7;
        let font = if Font::Total.width(total) <= room { Font::Total } else { Font::Value };
        let with_unit = self.inner > 34.0 && !unit.is_empty();
        let y = if with_unit { self.cy - 7.0 } else { self.cy };
        picture.text((self.cx, y), Anchor::Middle, font, total, room);
        if with_unit {
            picture.text((self.cx, self.cy + 14.0), Anchor::Middle, Font::Tick, unit, self.inner * 1.5);
        }
    }

    fn point(&self, picture: &Picture, turn: f64, radius: f64) -> (f64, f64) {
        let (x, y) = on_circle(turn);
        (picture.flipped(self.cx + x * radius), self.cy - y * radius)
    }

    fn middle(&self, picture: &Picture, turn: f64) -> (f64, f64) {
        self.point(picture, turn, (self.outer + self.inner) / 2.0)
    }

    /// The slice from `start` to `end`, in turns clockwise from the top (counter-clockwise when mirrored).
    fn arc(&self, picture: &Picture, start: f64, end: f64) -> String {
        // A whole turn would end where it starts, and be nothing; within a hundredth of a pixel its ends would round to one.
        let end = end.min(start + 0.999);
        let large = u8::from(end - start > 0.5);
        let sweep = u8::from(picture.flipped(1.0) > picture.flipped(0.0));
        let at = |turn: f64, radius: f64| {
            let (x, y) = self.point(picture, turn, radius);
            format!("{} {}", num(x), num(y))
        };
        format!(
            "M{}A{o} {o} 0 {large} {sweep} {}L{}A{i} {i} 0 {large} {} {}Z",
            at(start, self.outer),
            at(end, self.outer),
            at(end, self.inner),
            1 - sweep,
            at(start, self.inner),
            o = num(self.outer),
            i = num(self.inner)
        )
    }
}

pub(super) fn of_numbers(values: &[f64], frame: &Frame) -> Chart {
    draw(&Donut { parts: Part::of_numbers(values), unit: "units".to_owned() }, frame)
}

/// The point of the unit circle `turn` turns clockwise from its top. Good to a hundred-millionth, which a picture never shows; the
/// sine of any angle brings tables for huge ones.
fn on_circle(turn: f64) -> (f64, f64) {
    // Within an eighth of a turn of an axis, where the series are short.
    let quarters = (turn * 4.0).round();
    let angle = (turn - quarters / 4.0) * TAU;
    let square = angle * angle;
    let sine = angle * (1.0 - square / 6.0 * (1.0 - square / 20.0 * (1.0 - square / 42.0 * (1.0 - square / 72.0))));
    let cosine = 1.0
        - square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0 * (1.0 - square / 56.0 * (1.0 - square / 90.0))));
    match (quarters as i64).rem_euclid(4) {
        0 => (sine, cosine),
        1 => (cosine, -sine),
        2 => (-sine, -cosine),
        _ => (-cosine, sine),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_the_circle_are_where_sine_and_cosine_say() {
        for step in -1000..3000 {
            let turn = f64::from(step) / 1000.0;
            let (x, y) = on_circle(turn);
            let (sine, cosine) = (turn * TAU).sin_cos();
            assert!((x - sine).abs() < 1e-8 && (y - cosine).abs() < 1e-8, "{turn}: {x} {y}");
        }
    }

    #[test]
    fn quarters_are_quarters() {
        let chart = of_numbers(&[1.0, 1.0, 1.0, 1.0], &Frame::new(500.0, 208.0));
        let slices: Vec<&str> =
            chart.nodes.iter().filter(|n| n.attrs[0].1.contains("sa-slice")).map(|n| n.attrs[1].1.as_str()).collect();
        assert_eq!(slices[0], "M102 4A100 100 0 0 1 202 104L168 104A66 66 0 0 0 102 38Z");
        assert_eq!(chart.hits[3].value, "1 · 25%");
    }

    #[test]
    fn more_parts_than_rows_are_counted() {
        let chart = of_numbers(&[1.0; 30], &Frame::new(480.0, 160.0));
        let texts: Vec<&str> = chart.nodes.iter().filter_map(|n| n.text.as_deref()).collect();
        assert!(texts.contains(&"+25"), "{texts:?}");
        assert_eq!(chart.hits.len(), 30, "every slice still answers");
    }

    #[test]
    fn a_narrow_frame_has_the_list_below() {
        let chart = of_numbers(&[3.0, 2.0, 1.0], &Frame::new(320.0, 160.0));
        assert_eq!((chart.height, chart.plot.x), (256.0, 84.0));
    }

    #[test]
    fn a_single_part_is_a_ring_and_its_row_answers_in_its_middle() {
        let chart = of_numbers(&[7.0], &Frame::new(500.0, 208.0));
        let slice = chart.nodes.iter().find(|n| n.attrs[0].1.contains("sa-slice")).expect("a slice");
        assert!(slice.attrs[1].1.starts_with("M102 4A100 100 0 1 1 101.4 4"), "{}", slice.attrs[1].1);
        assert!(matches!(chart.hits[0].shape, Shape::Rect(_)) && matches!(chart.hits[0].also, Some(Shape::Path(_))));
    }

    #[test]
    fn the_total_is_that_of_the_chosen_parts() {
        let mut parts = Part::of_numbers(&[3.0, 2.0, 1.0]);
        parts[1].selected = true;
        let chart = draw(&Donut { parts, unit: String::new() }, &Frame::new(500.0, 208.0));
        let total = chart.nodes.iter().find(|n| n.attrs[0].1.contains("sa-total")).and_then(|n| n.text.as_deref());
        assert_eq!(total, Some("2"));
    }

    #[test]
    fn zeros_are_an_empty_ring() {
        let chart = of_numbers(&[0.0, 0.0], &Frame::new(320.0, 160.0));
        assert_eq!(chart.nodes.iter().filter(|n| n.attrs[0].1.contains("sa-slice")).count(), 1);
        assert_eq!(chart.hits.len(), 2);
    }
}
