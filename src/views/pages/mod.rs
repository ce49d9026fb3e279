//! The pages that are data, read by `board`: lists of cards, and the few tables that the address or an answer of their own
//! stands behind.

pub mod automation;
pub mod bots;
pub mod conversations;
pub mod interactions;
pub mod team;

use super::board::{Chart, Figure, Kind, Label, Line, Part};
use super::metric::Format;
use super::plot::Pick;

pub(super) const fn count(path: &'static str) -> Figure {
    Figure { path, format: Format::Count, rows: None }
}

pub(super) const fn rate(path: &'static str) -> Figure {
    Figure { path, format: Format::Rate, rows: None }
}

/// Part of a whole, or one of several series.
pub(super) const fn line(field: &'static str, label: Label, color: u8) -> Line {
    Line { field, key: "", label, color, total: "" }
}

/// One of several series, with its own figure in the legend.
pub(super) const fn series(field: &'static str, label: Label, color: u8, total: &'static str) -> Line {
    Line { field, key: "", label, color, total }
}

/// Counts of a list by `key`, which is also the dimension that names them.
pub(super) const fn by(
    kind: Kind,
    path: &'static str,
    key: &'static str,
    names: &'static str,
    lines: &'static [Line],
) -> Chart {
    Chart { kind, path, key, names, lines, format: Format::Count, pick: Pick::Rows, height: 208.0, unit: |t| t.count }
}

pub(super) const fn picking(chart: Chart, dimension: &'static str) -> Part {
    Part::Chart(Chart { pick: Pick::Filter(dimension), ..chart })
}

/// The paths of a length of time.
macro_rules! lengths {
    ($path:literal) => {
        [concat!($path, ".mean_s"), concat!($path, ".p50_s"), concat!($path, ".p90_s"), concat!($path, ".n"), ""]
    };
    ($path:literal, total) => {
        [
            concat!($path, ".mean_s"),
            concat!($path, ".p50_s"),
            concat!($path, ".p90_s"),
            concat!($path, ".n"),
            concat!($path, ".total_s"),
        ]
    };
}
pub(super) use lengths;
