//! What follows what: stages from start to end, parts of each as blocks, and flows between neighbours as wide as they are
//! frequent.

use super::measure::Font;
use super::model::{Chart, Frame, Part, Rect, Row, Summary, finite, length};
use super::pen::{Corners, Ink};
use super::picture::{Anchor, Picture, num};

#[derive(Clone, Debug, Default)]
pub struct Paths {
    pub stages: Vec<Vec<Part>>,
    pub flows: Vec<Flow>,
}

/// From a part of one stage to a part of the next; parts are counted from 0. A flow between parts that do not exist is left out.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    pub stage: usize,
    pub from: usize,
    pub to: usize,
    pub value: f64,
}

const BLOCK: f64 = 10.0;
const GAP: f64 = 14.0;

pub fn draw(data: &Paths, frame: &Frame) -> Chart {
    let mut picture = Picture::new(frame);
    let parts = || data.stages.iter().flatten();
    if !parts().any(|part| finite(part.value).is_some()) {
        return picture.no_data("paths");
    }
    let plot = Rect { x: 2.0, y: 4.0, width: picture.width - 4.0, height: picture.height - 8.0 };
    let blocks = blocks(data, plot);
    let any_selected = parts().any(|part| part.selected);
    flows(&mut picture, data, &blocks, any_selected);
    let apart = if data.stages.len() > 1 { (plot.width - BLOCK) / (data.stages.len() - 1) as f64 } else { plot.width };
    for (stage, (parts, rects)) in data.stages.iter().zip(&blocks).enumerate() {
        let last = stage > 0 && stage + 1 == data.stages.len();
        let room = name_room(data, frame, stage, apart);
        let mut free_from = f64::NEG_INFINITY;
        for (part, rect) in parts.iter().zip(rects) {
            let ink = Ink::series(part.color).dim(any_selected && !part.selected);
            picture.block(*rect, ink.round(Corners::All, 3.0));
            let value = (frame.number)(length(part.value));
            let y = (rect.y + rect.height / 2.0).clamp(plot.y + 4.0, plot.y + plot.height - 4.0);
            if y - 8.0 >= free_from {
                let (x, anchor) =
                    if last { (rect.x - 8.0, Anchor::End) } else { (rect.x + BLOCK + 8.0, Anchor::Start) };
                let two = rect.height >= 30.0;
                picture.text((x, if two { y - 8.0 } else { y }), anchor, Font::Label, &part.label, room);
                if two {
                    picture.text((x, y + 8.0), anchor, Font::Value, &value, room);
                }
                free_from = y + if two { 16.0 } else { 8.0 };
            }
            let rows = vec![Row { color: part.color, label: String::new(), value }];
            let least = rect.height.max(GAP);
            let target = Rect { x: rect.x - 2.0, y: y - least / 2.0, width: BLOCK + 4.0, height: least };
            picture.hit(target, &part.key, &part.label, rows, part.selected);
        }
    }
    let summary = Summary::of(data.stages.first().into_iter().flatten().map(|part| (part.label.as_str(), part.value)));
    picture.finish("paths", plot, summary)
}

/// How wide names may be. The last stage writes towards the one before it, so those two share the room between them by need.
fn name_room(data: &Paths, frame: &Frame, stage: usize, apart: f64) -> f64 {
    let free = apart - BLOCK - 16.0;
    let need = |stage: usize| {
        let figure = |part: &Part| Font::Value.width(&(frame.number)(length(part.value)));
        let name = |part: &Part| Font::Label.width(&part.label).max(figure(part)) + 0.1;
        data.stages.get(stage).into_iter().flatten().map(name).fold(24.0, f64::max)
    };
    match data.stages.len().checked_sub(2) {
        Some(before) if stage >= before => {
            let (shared, other) = (free - 12.0, need(if stage == before { before + 1 } else { before }));
            need(stage).min((shared / 2.0).max(shared - other))
        }
        _ => free,
    }
}

/// The rectangles of all parts: one scale for all stages, each stage in the middle of the height.
fn blocks(data: &Paths, plot: Rect) -> Vec<Vec<Rect>> {
    let gap = |parts: &[Part]| GAP.min(plot.height * 0.5 / parts.len().max(1) as f64);
    let free = |parts: &[Part]| plot.height - gap(parts) * parts.len().saturating_sub(1) as f64;
    let total = |parts: &[Part]| parts.iter().map(|part| length(part.value)).sum::<f64>();
    let highest = data.stages.iter().map(|parts| total(parts)).fold(0.0, f64::max);
    let room = data.stages.iter().map(|parts| free(parts)).fold(f64::INFINITY, f64::min);
    // As a share first: dividing pixels by 1e300 would come to nothing.
    let height = |part: &Part| if highest > 0.0 { length(part.value) / highest * room } else { 0.0 };
    let apart = if data.stages.len() > 1 { (plot.width - BLOCK) / (data.stages.len() - 1) as f64 } else { 0.0 };
    let column = |(stage, parts): (usize, &Vec<Part>)| {
        let used = parts.iter().map(height).sum::<f64>() + gap(parts) * parts.len().saturating_sub(1) as f64;
        let mut y = plot.y + (plot.height - used).max(0.0) / 2.0;
        let place = |part: &Part| {
            let rect = Rect { x: plot.x + stage as f64 * apart, y, width: BLOCK, height: height(part).max(1.0) };
            y += height(part) + gap(parts);
            rect
        };
        parts.iter().map(place).collect()
    };
    data.stages.iter().enumerate().map(column).collect()
}

fn flows(picture: &mut Picture, data: &Paths, blocks: &[Vec<Rect>], any_selected: bool) {
    let mut left: Vec<Vec<f64>> = blocks.iter().map(|rects| vec![0.0; rects.len()]).collect();
    let mut right = left.clone();
    for flow in &data.flows {
        let part = |stage: usize, at: usize| Some((data.stages.get(stage)?.get(at)?, blocks.get(stage)?.get(at)?));
        let Some((source, from)) = part(flow.stage, flow.from) else { continue };
        let Some((target, to)) = flow.stage.checked_add(1).and_then(|next| part(next, flow.to)) else { continue };
        // Never wider than the block at either end, whatever the figures say.
        let (out, into) = (&mut left[flow.stage][flow.from], &mut right[flow.stage + 1][flow.to]);
        let wanted =
            if length(source.value) > 0.0 { length(flow.value) / length(source.value) * from.height } else { 0.0 };
        let width = wanted.min(from.height - *out).min(to.height - *into).max(0.0);
        if width < 0.2 {
            continue;
        }
        let (x0, x1) = (picture.flipped(from.x + BLOCK), picture.flipped(to.x));
        let (y0, y1, half) = (from.y + *out, to.y + *into, (x0 + x1) / 2.0);
        let curve = |x: f64, a: f64, b: f64, to: f64| {
            format!("{} {} {} {} {} {}", num(x), num(a), num(x), num(b), num(to), num(b))
        };
        let d = format!(
            "M{} {}C{}V{}C{}Z",
            num(x0),
            num(y0),
            curve(half, y0, y1, x1),
            num(y1 + width),
            curve(half, y1 + width, y0 + width, x0)
        );
        *out += width;
        *into += width;
        let chosen = source.selected || target.selected;
        picture.path(&d, Ink::series(source.color).dim(any_selected && !chosen).classes("sa-flow"));
    }
}

/// The numbers as a first stage that all flows into one block.
pub(super) fn of_numbers(values: &[f64], frame: &Frame) -> Chart {
    let first = Part::of_numbers(values);
    let total = values.iter().map(|v| length(*v)).sum();
    let flow = |(from, value): (usize, &f64)| Flow { stage: 0, from, to: 0, value: *value };
    let flows = values.iter().enumerate().map(flow).collect();
    draw(&Paths { stages: vec![first, vec![Part::new("all", "All", total, 0)]], flows }, frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_add_up() {
        let chart = of_numbers(&[30.0, 10.0], &Frame::new(302.0, 122.0));
        let flows: Vec<&str> =
            chart.nodes.iter().filter(|n| n.attrs[0].1.contains("sa-flow")).map(|n| n.attrs[1].1.as_str()).collect();
        assert_eq!(flows[0], "M12 4C151 4 151 11 290 11V86C151 86 151 79 12 79Z");
        assert_eq!(flows[1], "M12 93C151 93 151 86 290 86V111C151 111 151 118 12 118Z");
    }

    #[test]
    fn a_short_name_does_not_cut_its_figure() {
        let stage = |name: &str| vec![Part::new(name, name, 12_345.0, 1)];
        let stages = vec![stage("Bot"), stage("No"), stage("Resolved by somebody else")];
        let chart = draw(&Paths { stages, flows: Vec::new() }, &Frame::new(400.0, 160.0));
        let texts: Vec<&str> = chart.nodes.iter().filter_map(|n| n.text.as_deref()).collect();
        assert_eq!(texts.iter().filter(|text| **text == "12345").count(), 3, "{texts:?}");
    }

    #[test]
    fn flows_to_nowhere_are_left_out() {
        let flow = Flow { stage: usize::MAX, from: 3, to: 9, value: 1.0 };
        let chart =
            draw(&Paths { stages: vec![Part::of_numbers(&[1.0])], flows: vec![flow] }, &Frame::new(300.0, 100.0));
        assert_eq!(chart.nodes.iter().filter(|n| n.attrs[0].1.contains("sa-flow")).count(), 0);
    }
}
