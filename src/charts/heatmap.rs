//! A matrix as cells in six steps of one colour (weekday × hour), with the scale below.

use super::measure::Font;
use super::model::{Chart, Frame, Rect, Row, Summary, finite, length};
use super::pen::{Corners, Ink};
use super::picture::{Anchor, Picture};
use super::ticks;

#[derive(Clone, Debug, Default)]
pub struct Heatmap {
    /// Short names, "Mon"; keys of cells are "row:column", counted from 0.
    pub rows: Vec<String>,
    /// Short names, "00"; as many are shown as fit.
    pub columns: Vec<String>,
    /// A list a row; NaN where a cell does not exist.
    pub values: Vec<Vec<f64>>,
    /// Selected cells as (row, column).
    pub selected: Vec<(usize, usize)>,
}

const LEVELS: u8 = 5;

pub fn draw(data: &Heatmap, frame: &Frame) -> Chart {
    let mut picture = Picture::new(frame);
    let columns = data.columns.len();
    let cells: Vec<(usize, usize, f64)> = data
        .values
        .iter()
        .take(data.rows.len())
        .enumerate()
        .flat_map(|(row, values)| values.iter().take(columns).enumerate().map(move |(column, v)| (row, column, *v)))
        .filter_map(|(row, column, v)| Some((row, column, finite(v)?)))
        .collect();
    if cells.is_empty() {
        return picture.no_data("heatmap");
    }
    let highest = cells.iter().map(|(_, _, v)| length(*v)).fold(0.0, f64::max);
    let names = data.rows.iter().map(|name| Font::Tick.width(name)).fold(0.0, f64::max).min(picture.width * 0.25);
    let x = names + 10.0;
    let plot = Rect { x, y: 20.0, width: picture.width - x - 2.0, height: (picture.height - 20.0 - 30.0).max(1.0) };
    let (width, height) = (plot.width / columns as f64, plot.height / data.rows.len() as f64);
    let gap = if width.min(height) >= 8.0 { 2.0 } else { 0.5 };
    let cell = |row: usize, column: usize| Rect {
        x: plot.x + column as f64 * width,
        y: plot.y + row as f64 * height,
        width,
        height,
    };
    let inner = |rect: Rect| Rect {
        x: rect.x + gap / 2.0,
        y: rect.y + gap / 2.0,
        width: rect.width - gap,
        height: rect.height - gap,
    };

    // A level at a time: one node for all cells of the same colour.
    for level in 0..=LEVELS {
        for dim in [false, true] {
            let ink = Ink::heat(level).dim(dim).round(Corners::All, 3.0);
            let is_dim = |row, column| !data.selected.is_empty() && !data.selected.contains(&(row, column));
            for (row, column, _) in cells.iter().filter(|(r, c, v)| step(*v, highest) == level && is_dim(*r, *c) == dim)
            {
                picture.block(inner(cell(*row, *column)), ink);
            }
        }
    }
    if height >= Font::Tick.px() * 1.1 {
        for (row, name) in data.rows.iter().enumerate() {
            picture.text((x - 8.0, plot.y + (row as f64 + 0.5) * height), Anchor::End, Font::Tick, name, names + 0.1);
        }
    }
    let wanted: Vec<(f64, f64)> = data
        .columns
        .iter()
        .enumerate()
        .map(|(i, name)| (plot.x + (i as f64 + 0.5) * width, Font::Tick.width(name)))
        .collect();
    let right = picture.width;
    for placed in ticks::thin(&wanted, 0.0, right) {
        picture.text((placed.middle, 9.0), Anchor::Middle, Font::Tick, &data.columns[placed.index], right);
    }
    scale(&mut picture, plot, &(frame.number)(0.0), &(frame.number)(highest));
    for (row, column, value) in &cells {
        let label = format!("{} {}", data.rows[*row], data.columns[*column]);
        let rows = vec![Row { color: 1, label: String::new(), value: (frame.number)(*value) }];
        picture.hit(
            cell(*row, *column),
            &format!("{row}:{column}"),
            &label,
            rows,
            data.selected.contains(&(*row, *column)),
        );
    }
    let labels: Vec<String> = cells.iter().map(|(r, c, _)| format!("{} {}", data.rows[*r], data.columns[*c])).collect();
    let summary = Summary::of(labels.iter().map(String::as_str).zip(cells.iter().map(|cell| cell.2)));
    picture.finish("heatmap", plot, summary)
}

/// 0 for nothing, else 1 to 5 in equal steps up to the highest.
fn step(value: f64, highest: f64) -> u8 {
    if length(value) <= 0.0 {
        0
    } else {
        (length(value) / highest * f64::from(LEVELS)).ceil().clamp(1.0, f64::from(LEVELS)) as u8
    }
}

/// "0 ▢▢▢▢▢▢ 120" at the end of the line below.
fn scale(picture: &mut Picture, plot: Rect, low: &str, high: &str) {
    const BOX: f64 = 14.0;
    let y = picture.height - 8.0;
    let end = plot.x + plot.width;
    let figure = Font::Tick.width(high).min(plot.width * 0.4);
    picture.text((end, y), Anchor::End, Font::Tick, high, figure + 0.1);
    let start = end - figure - 8.0 - BOX * f64::from(LEVELS + 1);
    for level in 0..=LEVELS {
        let rect = Rect { x: start + BOX * f64::from(level), y: y - 5.0, width: BOX - 2.0, height: 10.0 };
        picture.block(rect, Ink::heat(level).round(Corners::All, 2.0));
    }
    picture.text((start - 6.0, y), Anchor::End, Font::Tick, low, start - 6.0);
}

pub(super) fn of_numbers(values: &[f64], frame: &Frame) -> Chart {
    let columns = values.len().clamp(1, 24);
    let name = |i: usize| format!("{i:02}");
    let data = Heatmap {
        rows: (0..values.len().div_ceil(columns)).map(name).collect(),
        columns: (0..columns).map(name).collect(),
        values: values.chunks(columns).map(<[f64]>::to_vec).collect(),
        selected: Vec::new(),
    };
    draw(&data, frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_equal() {
        let steps: Vec<u8> = [0.0, 1.0, 20.0, 21.0, 60.0, 80.5, 100.0].iter().map(|v| step(*v, 100.0)).collect();
        assert_eq!(steps, [0, 1, 1, 2, 3, 5, 5]);
    }

    #[test]
    fn a_week_is_at_most_a_node_a_step() {
        let week: Vec<f64> = (0..168).map(f64::from).collect();
        let chart = of_numbers(&week, &Frame::new(300.0, 220.0));
        assert_eq!(chart.hits.len(), 168);
        assert_eq!(chart.hits[167].label, "06 23");
        assert_eq!(chart.nodes.iter().filter(|n| n.name == "path").count(), 12, "six of cells, six of the scale");
    }
}
