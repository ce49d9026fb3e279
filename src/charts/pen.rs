//! The plotters backend of this room: it draws into a [`Picture`] as SVG nodes with classes instead of colours.
//! plotters scales, clips and builds the series; text never goes through it, because it would measure by the DOM.

use super::model::Rect;
use super::picture::{Picture, num, rounded};
use plotters::prelude::{Color, DrawingBackend};
use plotters::style::RGBColor;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingErrorKind};
use std::convert::Infallible;

/// plotters counts in whole pixels; ten of them are one CSS pixel here, so that lines stay smooth.
pub const SCALE: f64 = 10.0;

/// What a shape is painted with: a class, not a colour. It travels through plotters in the channels of an RGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    class: u8,
    dim: bool,
    corners: Corners,
    /// In CSS pixels.
    radius: u8,
}

/// Which corners of a rectangle are round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corners {
    None,
    Top,
    All,
}

const CLASSES: [&str; 20] = [
    "sa-s0",
    "sa-s1",
    "sa-s2",
    "sa-s3",
    "sa-s4",
    "sa-s5",
    "sa-s6",
    "sa-s7",
    "sa-s8",
    "sa-grid",
    "sa-axis",
    "sa-previous",
    "sa-track",
    "sa-band",
    "sa-h0",
    "sa-h1",
    "sa-h2",
    "sa-h3",
    "sa-h4",
    "sa-h5",
];

impl Ink {
    pub const GRID: Ink = Ink::class(9);
    pub const AXIS: Ink = Ink::class(10);
    pub const PREVIOUS: Ink = Ink::class(11);
    pub const TRACK: Ink = Ink::class(12);
    pub const BAND: Ink = Ink::class(13);

    const fn class(class: u8) -> Ink {
        Ink { class, dim: false, corners: Corners::None, radius: 0 }
    }

    pub fn series(color: u8) -> Ink {
        Ink::class(if color <= 8 { color } else { 0 })
    }

    /// A step of the heat map, 0 to 5.
    pub fn heat(level: u8) -> Ink {
        Ink::class(14 + level.min(5))
    }

    pub fn dim(self, dim: bool) -> Ink {
        Ink { dim, ..self }
    }

    pub fn round(self, corners: Corners, radius: f64) -> Ink {
        Ink { corners, radius: radius.clamp(0.0, 100.0) as u8, ..self }
    }

    /// The class attribute, with what the ink is used for: `sa-fill`, `sa-line` …
    pub fn classes(self, used_for: &str) -> String {
        let class = CLASSES.get(self.class as usize).unwrap_or(&"sa-s0");
        let space = if used_for.is_empty() { "" } else { " " };
        format!("{class}{space}{used_for}{}", if self.dim { " sa-dim" } else { "" })
    }

    /// The path of a rectangle with the corners of this ink.
    pub fn outline(self, rect: Rect) -> String {
        let radius = f64::from(self.radius).min(rect.width / 2.0).min(if self.corners == Corners::Top {
            rect.height
        } else {
            rect.height / 2.0
        });
        match self.corners {
            Corners::None => rounded(rect, 0.0, 0.0),
            Corners::Top => rounded(rect, radius, 0.0),
            Corners::All => rounded(rect, radius, radius),
        }
    }

    fn from_color(color: BackendColor) -> Ink {
        let (class, flags, radius) = color.rgb;
        let corners = match flags & 3 {
            0 => Corners::None,
            1 => Corners::Top,
            _ => Corners::All,
        };
        Ink { class, dim: flags & 4 != 0, corners, radius }
    }
}

impl Color for Ink {
    fn to_backend_color(&self) -> BackendColor {
        let flags = self.corners as u8 | if self.dim { 4 } else { 0 };
        RGBColor(self.class, flags, self.radius).to_backend_color()
    }
}

/// A borrowed picture that plotters draws into.
#[derive(Debug)]
pub struct Pen<'a>(pub &'a mut Picture);

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Pen<'_> {
    fn polyline(&self, points: impl IntoIterator<Item = BackendCoord>) -> String {
        let mut d = String::new();
        for (x, y) in points {
            d.push(if d.is_empty() { 'M' } else { 'L' });
            d.push_str(&num(self.0.flipped(f64::from(x) / SCALE)));
            d.push(' ');
            d.push_str(&num(f64::from(y) / SCALE));
        }
        d
    }
}

impl DrawingBackend for Pen<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        ((self.0.width * SCALE) as u32, (self.0.height * SCALE) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    /// Nothing here is drawn by single pixels.
    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, _: bool) -> Drawn {
        let edges = |a: i32, b: i32| (f64::from(a.min(b)) / SCALE, f64::from(a.abs_diff(b)) / SCALE);
        let ((x, width), (y, height)) = (edges(a.0, b.0), edges(a.1, b.1));
        self.0.block(Rect { x, y, width, height }, Ink::from_color(style.color()));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        // plotters gives areas a border, which is transparent here.
        if style.color().alpha > 0.0 {
            let d = self.polyline(path);
            self.0.path(&d, Ink::from_color(style.color()).classes("sa-line"));
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, points: I, style: &S) -> Drawn {
        let d = self.polyline(points) + "Z";
        self.0.path(&d, Ink::from_color(style.color()).classes("sa-area"));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, _: bool) -> Drawn {
        let (x, y) = (f64::from(center.0) / SCALE, f64::from(center.1) / SCALE);
        self.0.dot(x, y, f64::from(radius) / SCALE, Ink::from_color(style.color()));
        Ok(())
    }
}
