//! The axes that series and histogram share: the place for the plot, horizontal hairlines with round figures, and as many
//! labels below as fit.

use super::measure::Font;
use super::model::{Frame, Rect};
use super::pen::Ink;
use super::picture::{Anchor, Picture, put};
use super::ticks;
use plotters::element::PathElement;

const TOP: f64 = 10.0;
const BOTTOM: f64 = 24.0;
const GAP: f64 = 10.0;

/// The round figures of the y axis and the plot beside their labels.
#[derive(Clone, Debug)]
pub struct Axis {
    pub plot: Rect,
    pub ticks: Vec<f64>,
}

impl Axis {
    /// Lays out for figures from `low` to `high`; `whole` when all of them are whole numbers.
    pub fn new(picture: &Picture, frame: &Frame, low: f64, high: f64, whole: bool) -> Axis {
        let height = (picture.height - TOP - BOTTOM).max(1.0);
        let ticks = ticks::round(low, high, ((height / 44.0) as usize).clamp(1, 5), whole);
        let widest = ticks.iter().map(|t| Font::Tick.width(&(frame.number)(*t))).fold(0.0, f64::max);
        let x = widest.min(picture.width * 0.3) + GAP;
        let plot = Rect { x, y: TOP, width: (picture.width - x - 2.0).max(1.0), height };
        Axis { plot, ticks }
    }

    pub fn low(&self) -> f64 {
        self.ticks.first().copied().unwrap_or(0.0)
    }

    pub fn high(&self) -> f64 {
        self.ticks.last().copied().unwrap_or(1.0)
    }

    /// Hairlines and their figures; the line of 0 is the base line.
    pub fn draw(&self, picture: &mut Picture, frame: &Frame) {
        let plane = picture.plane(self.plot, 0.0..1.0, self.low()..self.high());
        for tick in &self.ticks {
            let ink = if *tick == 0.0 { Ink::AXIS } else { Ink::GRID };
            put(&plane, &PathElement::new(vec![(0.0, *tick), (1.0, *tick)], ink));
        }
        drop(plane);
        // A label of every line where there is room for it, else of the lowest and the highest.
        let apart = self.plot.height / (self.ticks.len().max(2) - 1) as f64;
        for (i, tick) in self.ticks.iter().enumerate() {
            if apart >= Font::Tick.px() * 1.3 || i == 0 || i + 1 == self.ticks.len() {
                let at = (self.plot.x - GAP + 2.0, self.y(*tick));
                picture.text(at, Anchor::End, Font::Tick, &(frame.number)(*tick), self.plot.x - GAP + 2.0);
            }
        }
    }

    /// Labels in the middle of equal bands, thinned until none touches another.
    pub fn labels(&self, picture: &mut Picture, labels: &[&str]) {
        let band = self.plot.width / labels.len().max(1) as f64;
        let wanted: Vec<(f64, f64)> = labels
            .iter()
            .enumerate()
            .map(|(i, l)| (self.plot.x + (i as f64 + 0.5) * band, Font::Tick.width(l)))
            .collect();
        let y = self.plot.y + self.plot.height + BOTTOM - 8.0;
        for placed in ticks::thin(&wanted, 0.0, picture.width) {
            let width = picture.width;
            picture.text((placed.middle, y), Anchor::Middle, Font::Tick, labels[placed.index], width);
        }
    }

    pub fn y(&self, value: f64) -> f64 {
        self.plot.y + self.plot.height * (1.0 - (value - self.low()) / (self.high() - self.low()))
    }

    /// How much of the y axis `px` CSS pixels are.
    pub fn units(&self, px: f64) -> f64 {
        (self.high() - self.low()) / self.plot.height * px
    }
}
