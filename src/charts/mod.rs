//! Pictures of figures: plain data in, SVG nodes and hit areas out. Pure functions; no DOM, no Leptos, no clock, no fonts
//! (text is measured by a fixed table, so the layout is the same natively and in every browser).
//!
//! Every chart takes its data and a [`Frame`] (size, reading direction, number formats) and gives a [`Chart`]: nodes to
//! show, [`Hit`]s to lay over them as focusable elements, a legend, and a summary for those who cannot see it.
//! No input makes a chart panic: what is not finite is left out, and a chart without any figure says [`State::NoData`].
//!
//! Colour is never in the picture, only classes (`style/charts.css` gives them tokens, so light and dark need no redraw):
//!
//! | class | on |
//! |---|---|
//! | `sa-chart` | the root `svg` of [`Chart::svg`] |
//! | `sa-s1` … `sa-s8`, `sa-s0` | series colours; 0 is "everything else" |
//! | `sa-fill`, `sa-line`, `sa-area`, `sa-dot`, `sa-slice`, `sa-flow` | how the colour is used: bars, lines, areas, end points, donut slices, flows |
//! | `sa-grid`, `sa-axis`, `sa-previous`, `sa-track`, `sa-band` | hairlines, base line, previous period, empty track, brushed days |
//! | `sa-h0` … `sa-h5` | the steps of a heat map |
//! | `sa-dim` | what is not selected while something else is |
//! | `sa-tick`, `sa-label`, `sa-value`, `sa-total` | text: axis, names, figures, the figure in a donut |
//! | `sa-hit`, `sa-selected` | for the elements that a view makes of the hits |

pub mod bars;
pub mod donut;
pub mod heatmap;
pub mod histogram;
pub mod lanes;
pub mod paths;
pub mod series;
pub mod share;
pub mod sparkline;

mod axis;
mod measure;
mod model;
mod pen;
mod picture;
mod ticks;

#[cfg(test)]
mod tests;

pub use model::{Bands, Chart, Frame, Hit, Legend, Node, Part, Reading, Rect, Row, Shape, State, Summary};
pub use picture::num;

/// A kind of chart, and how it draws any list of numbers (galleries and tests go through all kinds by this).
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    pub name: &'static str,
    pub draw: fn(&[f64], &Frame) -> Chart,
}

/// Every kind of chart: a file and one line each.
pub const CHARTS: &[Kind] = &[
    Kind { name: "series", draw: series::of_numbers },
    Kind { name: "donut", draw: donut::of_numbers },
    Kind { name: "bars", draw: bars::of_numbers },
    Kind { name: "share", draw: share::of_numbers },
    Kind { name: "histogram", draw: histogram::of_numbers },
    Kind { name: "heatmap", draw: heatmap::of_numbers },
    Kind { name: "lanes", draw: lanes::of_numbers },
    Kind { name: "sparkline", draw: sparkline::of_numbers },
    Kind { name: "paths", draw: paths::of_numbers },
];
