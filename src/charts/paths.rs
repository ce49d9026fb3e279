//! What follows what: stages from start to end, parts of each as blocks, and flows between neighbours as wide as they are
//! frequent.

use super::measure::Font;
use super::model::{Chart, Frame, Part, Rect, Row, Summary, finite, length};
use super::pen::{Corners, Ink};
use super::picture::{Anchor, Picture, num};

#[derive(Clone, Debug, Default)]
pub struct Paths {
    /// What each stage is, above its blocks; may be empty.
    pub heads: Vec<String>,
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

const GAP: f64 = 14.0;
/// The height of a line of the heads.
const LINE: f64 = 14.0;

pub fn draw(data: &Paths, frame: &Frame) -> Chart {
    let mut picture = Picture::new(frame);
    let parts = || data.stages.iter().flatten();
    if !parts().any(|part| finite(part.value).is_some()) {
        return picture.no_data("paths");
    }
    let columns = Columns::new(data, frame, picture.width - 4.0);
    let top = columns.heads(&mut picture, data);
    picture.height += top;
    let plot = Rect { x: 2.0, y: 4.0 + top, width: picture.width - 4.0, height: picture.height - top - 8.0 };
    let blocks = blocks(data, plot, &columns);
    let any_selected = parts().any(|part| part.selected);
    flows(&mut picture, data, &blocks, any_selected);
    for (stage, (parts, rects)) in data.stages.iter().zip(&blocks).enumerate() {
        let last = stage > 0 && stage + 1 == data.stages.len();
        let (room, beside) = (columns.name_room(stage), columns.beside);
        let mut free_from = f64::NEG_INFINITY;
        for (part, rect) in parts.iter().zip(rects) {
            let ink = Ink::series(part.color).dim(any_selected && !part.selected);
            picture.block(*rect, ink.round(Corners::All, 3.0));
            let value = (frame.number)(length(part.value));
            let y = (rect.y + rect.height / 2.0).clamp(plot.y + 4.0, plot.y + plot.height - 4.0);
            if y - 8.0 >= free_from {
                let (x, anchor) =
                    if last { (rect.x - beside, Anchor::End) } else { (rect.x + rect.width + beside, Anchor::Start) };
                let two = rect.height >= 30.0;
                picture.text((x, if two { y - 8.0 } else { y }), anchor, columns.font, &part.label, room);
                if two {
                    picture.text((x, y + 8.0), anchor, Font::Value, &value, room);
                }
                free_from = y + if two { 16.0 } else { 8.0 };
            }
            let rows = vec![Row { color: part.color, label: String::new(), value }];
            let least = rect.height.max(GAP);
            let target = Rect { x: rect.x - 2.0, y: y - least / 2.0, width: rect.width + 4.0, height: least };
            picture.hit(target, &part.key, &part.label, rows, part.selected);
        }
    }
    let summary = Summary::of(data.stages.first().into_iter().flatten().map(|part| (part.label.as_str(), part.value)));
    picture.finish("paths", plot, summary)
}

/// Where the stages stand: equally far apart where all names fit so, else as their names need it.
struct Columns {
    /// How wide the names of each stage would like to be, and the longest word of its head.
    names: Vec<f64>,
    words: Vec<f64>,
    /// Between the blocks of a stage and those of the next.
    gaps: Vec<f64>,
    width: f64,
    font: Font,
    /// How wide blocks are.
    block: f64,
    /// Between a block and its names; between names that are written towards each other, one and a half of it.
    beside: f64,
}

impl Columns {
    fn new(data: &Paths, frame: &Frame, width: f64) -> Columns {
        let (mut columns, mut needs) = Columns::wanted(data, frame, width, (Font::Label, 10.0, 8.0));
        if needs.iter().sum::<f64>() > columns.free() {
            (columns, needs) = Columns::wanted(data, frame, width, (Font::Tick, 5.0, 3.0));
        }
        let free = columns.free();
        let count = needs.len().max(1) as f64;
        let (equal, sum) = (free / count, needs.iter().sum::<f64>());
        let rest = (free - sum) / count;
        let gap = |need: &f64| match () {
            () if needs.iter().all(|need| *need <= equal) => equal,
            () if rest >= 0.0 => need + rest,
            () => need / sum * free,
        };
        columns.gaps = needs.iter().map(gap).collect();
        columns
    }

    /// Without gaps yet; and how wide they would have to be.
    fn wanted(data: &Paths, frame: &Frame, width: f64, (font, block, beside): (Font, f64, f64)) -> (Columns, Vec<f64>) {
        let name = |part: &Part| {
            let figure = Font::Value.width(&(frame.number)(length(part.value)));
            font.width(&part.label).max(figure) + 0.1
        };
        let names: Vec<f64> = data.stages.iter().map(|parts| parts.iter().map(name).fold(16.0, f64::max)).collect();
        let word = |head: &String| head.split(' ').map(|word| Font::Tick.width(word)).fold(0.0, f64::max) + 0.1;
        let mut words: Vec<f64> = data.heads.iter().map(word).collect();
        words.resize(names.len(), 0.0);
        let count = names.len().saturating_sub(1);
        let need = |gap: usize| match gap + 1 == count {
            // The last stage writes towards the one before it.
            true => {
                let names = names[gap] + names[gap + 1] + 3.5 * beside;
                names.max(words[gap] + beside + words[gap + 1] - 2.0 * block)
            }
            false => (names[gap] + 2.0 * beside).max(words[gap] + beside - block),
        };
        let needs = (0..count).map(need).collect();
        (Columns { names, words, gaps: Vec::new(), width, font, block, beside }, needs)
    }

    /// What the blocks leave.
    fn free(&self) -> f64 {
        (self.width - self.block * self.names.len() as f64).max(0.0)
    }

    /// The left side of the blocks of a stage.
    fn x(&self, stage: usize) -> f64 {
        self.gaps.iter().take(stage).sum::<f64>() + self.block * stage as f64
    }

    /// What one of the last two, who share a gap, may have of it.
    fn shared(gap: f64, [own, other]: [f64; 2]) -> f64 {
        own.min((gap / 2.0).max(gap - other))
    }

    fn name_room(&self, stage: usize) -> f64 {
        match self.gaps.len().checked_sub(1) {
            Some(last) if stage >= last => {
                let other = self.names[if stage == last { last + 1 } else { last }];
                Columns::shared(self.gaps[last] - 3.5 * self.beside, [self.names[stage], other])
            }
            Some(_) => self.gaps[stage] - 2.0 * self.beside,
            None => self.width - self.block - 2.0 * self.beside,
        }
    }

    /// Writes the heads on as many lines as they need, and gives the height of that.
    fn heads(&self, picture: &mut Picture, data: &Paths) -> f64 {
        let last = self.gaps.len();
        let mut height = 0.0;
        for (stage, head) in data.heads.iter().enumerate().take(self.names.len()) {
            let room = match last.checked_sub(1) {
                Some(before) if stage >= before => {
                    let (own, other) = (self.words[stage], self.words[if stage == before { last } else { before }]);
                    let shared = self.gaps[before] + 2.0 * self.block - self.beside;
                    own + (shared - own - other) / 2.0
                }
                Some(_) => self.gaps[stage] + self.block - self.beside,
                None => self.width,
            };
            let x = 2.0 + self.x(stage);
            let (x, anchor) =
                if stage > 0 && stage == last { (x + self.block, Anchor::End) } else { (x, Anchor::Start) };
            let mut y = 0.0;
            for line in lines(head, room) {
                picture.text((x, y + LINE / 2.0), anchor, Font::Tick, &line, room);
                y += LINE;
            }
            height = y.max(height);
        }
        height
    }
}

/// The words of a text on lines that are no wider than `room`, where words are not.
fn lines(text: &str, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut().map(|line| (format!("{line} {word}"), line)) {
            Some((longer, line)) if Font::Tick.width(&longer) <= room => *line = longer,
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The rectangles of all parts: one scale for all stages, each stage in the middle of the height.
fn blocks(data: &Paths, plot: Rect, columns: &Columns) -> Vec<Vec<Rect>> {
    let gap = |parts: &[Part]| GAP.min(plot.height * 0.5 / parts.len().max(1) as f64);
    let free = |parts: &[Part]| plot.height - gap(parts) * parts.len().saturating_sub(1) as f64;
    let total = |parts: &[Part]| parts.iter().map(|part| length(part.value)).sum::<f64>();
    let highest = data.stages.iter().map(|parts| total(parts)).fold(0.0, f64::max);
    let room = data.stages.iter().map(|parts| free(parts)).fold(f64::INFINITY, f64::min);
    // As a share first: dividing pixels by 1e300 would come to nothing.
    let height = |part: &Part| if highest > 0.0 { length(part.value) / highest * room } else { 0.0 };
    let column = |(stage, parts): (usize, &Vec<Part>)| {
        let used = parts.iter().map(height).sum::<f64>() + gap(parts) * parts.len().saturating_sub(1) as f64;
        let mut y = plot.y + (plot.height - used).max(0.0) / 2.0;
        let place = |part: &Part| {
            let rect = Rect { x: plot.x + columns.x(stage), y, width: columns.block, height: height(part).max(1.0) };
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
        let (x0, x1) = (picture.flipped(from.x + from.width), picture.flipped(to.x));
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
    let heads = vec!["Where from".to_owned(), "Where to".to_owned()];
    draw(&Paths { heads, stages: vec![first, vec![Part::new("all", "All", total, 0)]], flows }, frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_add_up() {
        let chart = of_numbers(&[30.0, 10.0], &Frame::new(302.0, 122.0));
        let flows: Vec<&str> =
            chart.nodes.iter().filter(|n| n.attrs[0].1.contains("sa-flow")).map(|n| n.attrs[1].1.as_str()).collect();
        assert_eq!(flows[0], "M12 18C151 18 151 25 290 25V100C151 100 151 93 12 93Z");
        assert_eq!(flows[1], "M12 107C151 107 151 100 290 100V125C151 125 151 132 12 132Z");
    }

    #[test]
    fn a_short_name_does_not_cut_its_figure() {
        let stage = |name: &str| vec![Part::new(name, name, 12_345.0, 1)];
        let stages = vec![stage("Bot"), stage("No"), stage("Resolved by somebody else")];
        let chart = draw(&Paths { stages, ..Paths::default() }, &Frame::new(400.0, 160.0));
        let texts: Vec<&str> = chart.nodes.iter().filter_map(|n| n.text.as_deref()).collect();
        assert_eq!(texts.iter().filter(|text| **text == "12345").count(), 3, "{texts:?}");
    }

    #[test]
    fn on_a_phone_names_are_whole() {
        let stages = [
            ["Bot", "Agen", "Tidak ada"].as_slice(),
            &["Tidak ada", "Diserahkan", "Dinonaktifkan", "Tidak tuntas"],
            &["Tidak", "Ya"],
            &["AI", "Agen", "Berlangsung"],
        ];
        let parts = |names: &&[&str]| names.iter().map(|name| Part::new(name, name, 30.0, 1)).collect();
        let heads = ["Balasan pertama", "Permintaan agen", "Diambil alih", "Diselesaikan oleh"];
        let data = Paths {
            heads: heads.map(str::to_owned).to_vec(),
            stages: stages.iter().map(parts).collect(),
            flows: Vec::new(),
        };
        let chart = draw(&data, &Frame::new(286.0, 260.0));
        let texts: Vec<&str> = chart.nodes.iter().filter_map(|n| n.text.as_deref()).collect();
        assert!(texts.iter().all(|text| !text.contains('…')), "{texts:?}");
        assert_eq!(chart.height, 260.0 + 2.0 * LINE, "{texts:?}");
    }

    #[test]
    fn flows_to_nowhere_are_left_out() {
        let flow = Flow { stage: usize::MAX, from: 3, to: 9, value: 1.0 };
        let chart = draw(
            &Paths { stages: vec![Part::of_numbers(&[1.0])], flows: vec![flow], ..Paths::default() },
            &Frame::new(300.0, 100.0),
        );
        assert_eq!(chart.nodes.iter().filter(|n| n.attrs[0].1.contains("sa-flow")).count(), 0);
    }
}
