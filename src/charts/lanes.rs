//! One session in time: a lane for each who takes part (bot, agent, waiting) with spans and single events.
//! The number of lanes decides the height.

use super::measure::Font;
use super::model::{Chart, Frame, Rect, Row, Summary};
use super::pen::{Corners, Ink};
use super::picture::{Anchor, Picture, put};
use super::ticks;
use plotters::element::PathElement;
use std::fmt;

#[derive(Clone)]
pub struct Lanes<'a> {
    /// Start and end of the axis, milliseconds since 1970.
    pub from_ms: i64,
    pub to_ms: i64,
    /// East of UTC, so that ticks are round on the clock of the reporting zone.
    pub offset_ms: i64,
    /// An instant of the axis as text. It is given the distance to the next tick too, to choose between days, minutes and seconds.
    pub time: &'a dyn Fn(i64, i64) -> String,
    pub lanes: Vec<Lane>,
}

#[derive(Clone, Debug, Default)]
pub struct Lane {
    pub label: String,
    /// 1 to 8, the number of the class.
    pub color: u8,
    pub spans: Vec<Span>,
    pub points: Vec<Point>,
}

#[derive(Clone, Debug, Default)]
pub struct Span {
    pub key: String,
    pub start_ms: i64,
    pub end_ms: i64,
    /// For the tooltip: who, and how long.
    pub label: String,
    pub value: String,
}

#[derive(Clone, Debug, Default)]
pub struct Point {
    pub key: String,
    pub at_ms: i64,
    pub label: String,
    pub value: String,
}

const AXIS: f64 = 26.0;
const THICK: f64 = 12.0;
const RADIUS: f64 = 4.0;

pub fn draw(data: &Lanes, frame: &Frame) -> Chart {
    let wide = frame.width >= 480.0;
    let lane_height = if wide { 36.0 } else { 48.0 };
    let mut picture = Picture::new(&Frame { height: 16.0, ..*frame });
    picture.height = 4.0 + data.lanes.len().max(1) as f64 * lane_height + AXIS;
    let count = data.lanes.iter().map(|lane| lane.spans.len() + lane.points.len()).sum::<usize>();
    if count == 0 {
        return picture.no_data("lanes");
    }
    let names =
        data.lanes.iter().map(|lane| Font::Label.width(&lane.label)).fold(0.0, f64::max).min(picture.width * 0.25);
    let x = if wide { names + 24.0 } else { 8.0 };
    let plot = Rect { x, y: 4.0, width: picture.width - x - 8.0, height: picture.height - 4.0 - AXIS };
    let clock = Clock::new(data, plot);
    clock.draw(&mut picture, data, lane_height);
    for (i, lane) in data.lanes.iter().enumerate() {
        let top = plot.y + i as f64 * lane_height;
        let y = top + if wide { lane_height / 2.0 } else { lane_height - 14.0 };
        let at = if wide { (4.0, y) } else { (plot.x, top + 13.0) };
        picture.text(at, Anchor::Start, Font::Label, &lane.label, if wide { names + 0.1 } else { plot.width });
        let track = Rect { x: plot.x, y: y - THICK / 2.0, width: plot.width, height: THICK };
        picture.block(track, Ink::TRACK.round(Corners::All, THICK / 2.0));
        spans(&mut picture, &clock, lane, track);
        points(&mut picture, &clock, lane, track);
    }
    let summary = Summary { count, total: count as f64, ..Summary::default() };
    picture.finish("lanes", plot, summary)
}

/// The time axis. In f64 throughout: no instant overflows it.
struct Clock {
    plot: Rect,
    from: f64,
    to: f64,
}

impl Clock {
    fn new(data: &Lanes, plot: Rect) -> Clock {
        let (from, to) = (data.from_ms.min(data.to_ms) as f64, data.to_ms.max(data.from_ms) as f64);
        // A session of one instant stands in the middle of two seconds.
        if to - from < 1.0 { Clock { plot, from: from - 1e3, to: to + 1e3 } } else { Clock { plot, from, to } }
    }

    fn x(&self, at_ms: i64) -> f64 {
        self.plot.x + self.plot.width * ((at_ms as f64 - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }

    fn draw(&self, picture: &mut Picture, data: &Lanes, lane_height: f64) {
        let ticks = ticks::time(self.from, self.to, ((self.plot.width / 110.0) as usize).max(2), data.offset_ms as f64);
        let step = if let [a, b, ..] = ticks.as_slice() { (b - a) as i64 } else { (self.to - self.from) as i64 };
        let labels: Vec<String> = ticks.iter().map(|t| (data.time)(*t as i64, step)).collect();
        // From the lower half of each lane: in a narrow frame its name stands in the upper one, and no line crosses text.
        let lanes = data.lanes.len() as f64;
        let (top, bottom) = if lane_height > 40.0 { (24.0 / lane_height, 1.0) } else { (0.0, 1.0) };
        let plane = picture.plane(self.plot, self.from..self.to, lanes..0.0);
        for tick in &ticks {
            for lane in 0..data.lanes.len() {
                put(
                    &plane,
                    &PathElement::new(vec![(*tick, lane as f64 + top), (*tick, lane as f64 + bottom)], Ink::GRID),
                );
            }
        }
        drop(plane);
        let wanted: Vec<(f64, f64)> =
            ticks.iter().zip(&labels).map(|(t, l)| (self.x(*t as i64), Font::Tick.width(l))).collect();
        let (y, right) = (picture.height - 10.0, picture.width);
        for placed in ticks::thin(&wanted, 0.0, right) {
            picture.text((placed.middle, y), Anchor::Middle, Font::Tick, &labels[placed.index], right);
        }
    }
}

fn spans(picture: &mut Picture, clock: &Clock, lane: &Lane, track: Rect) {
    for span in &lane.spans {
        let (start, end) = (clock.x(span.start_ms.min(span.end_ms)), clock.x(span.end_ms.max(span.start_ms)));
        // Wide enough to be seen, and still inside the track.
        let width = (end - start).max(3.0);
        let rect = Rect { x: start.min(track.x + track.width - width), width, ..track };
        picture.block(rect, Ink::series(lane.color).round(Corners::All, 3.0));
        let rows = vec![Row { color: lane.color, label: String::new(), value: span.value.clone() }];
        let target = Rect { x: rect.x, y: rect.y - 8.0, width: rect.width, height: rect.height + 16.0 };
        picture.hit(target, &span.key, &span.label, rows, false);
    }
}

/// Events as dots. Those that would cover each other are one dot that names them all (the first twenty).
fn points(picture: &mut Picture, clock: &Clock, lane: &Lane, track: Rect) {
    let mut sorted: Vec<&Point> = lane.points.iter().collect();
    sorted.sort_by_key(|point| point.at_ms);
    let mut groups: Vec<Vec<&Point>> = Vec::new();
    for point in sorted {
        match groups.last_mut() {
            Some(group) if clock.x(point.at_ms) - clock.x(group[0].at_ms) < 2.0 * RADIUS + 2.0 => group.push(point),
            _ => groups.push(vec![point]),
        }
    }
    let y = track.y + track.height / 2.0;
    for group in groups {
        let x = clock.x(group[0].at_ms);
        picture.dot(x, y, if group.len() == 1 { RADIUS } else { RADIUS + 1.0 }, Ink::series(lane.color));
        let row = |point: &&Point| Row { color: lane.color, label: point.label.clone(), value: point.value.clone() };
        let label = if group.len() == 1 { lane.label.clone() } else { format!("{} × {}", lane.label, group.len()) };
        let target = Rect { x: x - 6.0, y: track.y - 8.0, width: 12.0, height: track.height + 16.0 };
        picture.hit(target, &group[0].key, &label, group.iter().take(20).map(row).collect(), false);
    }
}

impl fmt::Debug for Lanes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lanes({}..{}, {:?})", self.from_ms, self.to_ms, self.lanes)
    }
}

/// Numbers as instants, cut to whole milliseconds (NaN to 0: instants are integers, so a lane never meets one).
pub(super) fn of_numbers(values: &[f64], frame: &Frame) -> Chart {
    let times: Vec<i64> = values.iter().map(|v| *v as i64).collect();
    let (from_ms, to_ms) = (times.iter().copied().min().unwrap_or(0), times.iter().copied().max().unwrap_or(0));
    let point = |(i, at_ms): (usize, &i64)| Point {
        key: i.to_string(),
        at_ms: *at_ms,
        label: format!("#{i}"),
        value: String::new(),
    };
    let span = |pair: &[i64]| Span { start_ms: pair[0], end_ms: pair[1], ..Span::default() };
    let points = Lane {
        label: "Points".to_owned(),
        color: 1,
        points: times.iter().enumerate().map(point).collect(),
        spans: vec![],
    };
    let spans =
        Lane { label: "Spans".to_owned(), color: 2, spans: times.windows(2).map(span).collect(), points: vec![] };
    let time = |at: i64, _: i64| at.to_string();
    draw(&Lanes { from_ms, to_ms, offset_ms: 0, time: &time, lanes: vec![points, spans] }, frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_events_share_a_dot() {
        let chart = of_numbers(&[0.0, 10.0, 20.0, 60_000.0], &Frame::new(320.0, 0.0));
        let dots = chart.nodes.iter().filter(|n| n.name == "circle").count();
        assert_eq!(dots, 2);
        let first = chart.hits.iter().find(|hit| hit.label.starts_with("Points")).expect("a dot");
        assert_eq!((first.label.as_str(), first.rows.len()), ("Points × 3", 3));
    }

    #[test]
    fn one_instant_stands_in_the_middle() {
        let chart = of_numbers(&[5.0], &Frame::new(316.0, 0.0));
        let dot = chart.nodes.iter().find(|n| n.name == "circle").expect("a dot");
        assert_eq!(dot.attrs[1], ("cx", "158".to_owned()));
    }
}
