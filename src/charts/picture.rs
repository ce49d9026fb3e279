//! The sheet that charts draw on: SVG nodes with classes, in left-to-right coordinates that are mirrored once, here,
//! when the reading direction asks for it; and the chart as SVG text.

use super::measure::Font;
use super::model::{Chart, Frame, Hit, Node, Reading, Rect, Row, Shape, State, Summary};
use super::pen::{Ink, Pen, SCALE};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Drawable, PointCollection};
use plotters::prelude::{Cartesian2d, DrawingArea, IntoDrawingArea};
use std::ops::Range;

impl Chart {
    /// The picture as an SVG document; colours come from the style sheet around it.
    pub fn svg(&self) -> String {
        self.document("")
    }

    /// The picture as a document of its own, for export: the style sheet inside, every `var(--sa-…)` replaced by what
    /// `token` gives for its name (such as `--sa-text`).
    pub fn standalone(&self, token: &dyn Fn(&str) -> String) -> String {
        let mut pieces = include_str!("../../style/charts.css").split("var(");
        let mut sheet = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once(')').unwrap_or((piece, ""));
            sheet.push_str(&token(name.split(',').next().unwrap_or(name).trim()));
            sheet.push_str(rest);
        }
        let (width, height) = (num(self.width), num(self.height));
        self.document(&format!(
            "<style>{}</style><rect class=\"sa-paper\" width=\"{width}\" height=\"{height}\"/>",
            escape(&sheet)
        ))
    }

    fn document(&self, head: &str) -> String {
        let (width, height) = (num(self.width), num(self.height));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sa-chart\" direction=\"ltr\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\">{head}"
        );
        for node in &self.nodes {
            svg.push('\n');
            svg.push('<');
            svg.push_str(node.name);
            for (name, value) in &node.attrs {
                svg.push_str(&format!(" {name}=\"{}\"", escape(value)));
            }
            match &node.text {
                Some(text) => svg.push_str(&format!(">{}</{}>", escape(text), node.name)),
                None => svg.push_str("/>"),
            }
        }
        svg.push_str("\n</svg>");
        svg
    }
}

#[derive(Debug)]
pub struct Picture {
    pub width: f64,
    pub height: f64,
    pub hits: Vec<Hit>,
    reading: Reading,
    nodes: Vec<Node>,
}

/// The side of the point on which the text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// Where plotters draws: data coordinates over a part of the picture.
pub type Plane<'a> = DrawingArea<Pen<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

impl Picture {
    /// An empty sheet; a size that makes no sense becomes one that does.
    pub fn new(frame: &Frame) -> Picture {
        let sane = |size: f64, least: f64| if size.is_finite() { size.clamp(least, 8000.0) } else { least };
        let (width, height) = (sane(frame.width, 40.0), sane(frame.height, 16.0));
        Picture { width, height, hits: Vec::new(), reading: frame.reading, nodes: Vec::new() }
    }

    pub fn finish(self, kind: &'static str, plot: Rect, summary: Summary) -> Chart {
        let plot = self.mirrored(plot);
        let Picture { width, height, hits, nodes, reading } = self;
        let (state, legend, bands) = (State::Drawn, Vec::new(), None);
        Chart { kind, state, width, height, nodes, hits, legend, plot, bands, reading, summary }
    }

    /// The chart for figures of which none can be drawn.
    pub fn no_data(self, kind: &'static str) -> Chart {
        Chart {
            state: State::NoData,
            nodes: Vec::new(),
            hits: Vec::new(),
            ..self.finish(kind, Rect::default(), Summary::default())
        }
    }

    /// A coordinate system over `plot`; both ranges must be finite and not empty.
    pub fn plane(&mut self, plot: Rect, x: Range<f64>, y: Range<f64>) -> Plane<'_> {
        let px = |v: f64| (v * SCALE).round() as i32;
        let pixels = (px(plot.x)..px(plot.x + plot.width), px(plot.y + plot.height)..px(plot.y));
        let area: DrawingArea<Pen<'_>, Shift> = Pen(self).into_drawing_area();
        area.apply_coord_spec(Cartesian2d::new(x, y, pixels))
    }

    pub fn flipped(&self, x: f64) -> f64 {
        if self.reading == Reading::RightToLeft { self.width - x } else { x }
    }

    pub fn mirrored(&self, rect: Rect) -> Rect {
        if self.reading == Reading::RightToLeft { Rect { x: self.width - rect.x - rect.width, ..rect } } else { rect }
    }

    /// Text around the height `y`, cut to `room`; nothing when nothing fits.
    pub fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, font: Font, text: &str, room: f64) {
        let text = font.fit(text, room);
        if text.is_empty() {
            return;
        }
        let flip = self.reading == Reading::RightToLeft;
        let anchor = match (anchor, flip) {
            (Anchor::Middle, _) => "middle",
            (Anchor::Start, false) | (Anchor::End, true) => "start",
            (Anchor::End, false) | (Anchor::Start, true) => "end",
        };
        let attrs = vec![
            ("class", font.class().to_owned()),
            ("x", num(self.flipped(x))),
            ("y", num(y + font.px() * 0.35)),
            ("text-anchor", anchor.to_owned()),
        ];
        self.nodes.push(Node { name: "text", attrs, text: Some(text) });
    }

    /// A filled rectangle; neighbours of the same ink share one node, so that a year of days is a few nodes.
    pub fn block(&mut self, rect: Rect, ink: Ink) {
        let d = ink.outline(self.mirrored(rect));
        let class = ink.classes("sa-fill");
        match self.nodes.last_mut().map(|node| node.attrs.as_mut_slice()) {
            Some([(_, last), (_, path)]) if *last == class => path.push_str(&d),
            _ => self.path(&d, class),
        }
    }

    /// A path whose coordinates are mirrored already.
    pub fn path(&mut self, d: &str, class: String) {
        self.nodes.push(Node { name: "path", attrs: vec![("class", class), ("d", d.to_owned())], text: None });
    }

    pub fn dot(&mut self, x: f64, y: f64, radius: f64, ink: Ink) {
        let attrs =
            vec![("class", ink.classes("sa-dot")), ("cx", num(self.flipped(x))), ("cy", num(y)), ("r", num(radius))];
        self.nodes.push(Node { name: "circle", attrs, text: None });
    }

    /// Lets a rectangle answer to the pointer, the tooltip pointing at its top.
    pub fn hit(&mut self, rect: Rect, key: &str, label: &str, rows: Vec<Row>, selected: bool) {
        let rect = self.mirrored(rect);
        let anchor = (rect.x + rect.width / 2.0, rect.y);
        self.hit_shape(Shape::Rect(rect), anchor, key, label, rows, selected);
    }

    /// The last hit can be pointed at in another place too.
    pub fn also(&mut self, shape: Shape) {
        if let Some(hit) = self.hits.last_mut() {
            hit.also = Some(shape);
        }
    }

    pub fn hit_shape(
        &mut self,
        shape: Shape,
        anchor: (f64, f64),
        key: &str,
        label: &str,
        rows: Vec<Row>,
        selected: bool,
    ) {
        let say =
            |row: &Row| if row.label.is_empty() { row.value.clone() } else { format!("{} {}", row.label, row.value) };
        let value = rows.iter().map(say).collect::<Vec<_>>().join(" · ");
        self.hits.push(Hit {
            key: key.to_owned(),
            label: label.to_owned(),
            value,
            rows,
            shape,
            also: None,
            anchor,
            selected,
        });
    }
}

/// Draws one element. Writing to memory cannot fail, and a shape that plotters refuses is better missing than fatal.
pub fn put<'a, E>(plane: &Plane<'a>, element: &E)
where
    for<'b> &'b E: PointCollection<'b, (f64, f64)>,
    E: Drawable<Pen<'a>>,
{
    let _ = plane.draw(element);
}

/// A coordinate with at most one decimal. Counted in tenths: the standard library's decimals of doubles are a large part of
/// a small download.
pub fn num(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let (sign, whole, tenth) = (if tenths < 0 { "-" } else { "" }, tenths.abs() / 10, tenths.abs() % 10);
    if tenth == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{tenth}") }
}

/// The path of a rectangle with rounded upper and lower corners.
pub fn rounded(rect: Rect, top: f64, bottom: f64) -> String {
    let Rect { x, y, width, height } = rect;
    if top <= 0.0 && bottom <= 0.0 {
        return format!("M{} {}h{}v{}h{}Z", num(x), num(y), num(width), num(height), num(-width));
    }
    let corner = |radius: f64, dx: f64, dy: f64| {
        if radius > 0.0 {
            format!("a{r} {r} 0 0 1 {} {}", num(dx * radius), num(dy * radius), r = num(radius))
        } else {
            String::new()
        }
    };
    format!(
        "M{} {}h{}{}v{}{}h{}{}v{}{}Z",
        num(x + top),
        num(y),
        num(width - 2.0 * top),
        corner(top, 1.0, 1.0),
        num(height - top - bottom),
        corner(bottom, -1.0, 1.0),
        num(2.0 * bottom - width),
        corner(bottom, -1.0, -1.0),
        num(top + bottom - height),
        corner(top, 1.0, -1.0)
    )
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0 has no place for control characters, not even escaped.
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
