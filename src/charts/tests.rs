//! What holds for every chart, whatever the numbers and the width: no panic, finite coordinates, text that neither overlaps
//! nor leaves the picture, no colour and no inline style.

use super::measure::Font;
use super::{CHARTS, Chart, Frame, Reading, Rect, Shape, State};

fn hostile() -> Vec<(&'static str, Vec<f64>)> {
    let (nan, inf) = (f64::NAN, f64::INFINITY);
    vec![
        ("empty", vec![]),
        ("one", vec![7.0]),
        ("one zero", vec![0.0]),
        ("one nan", vec![nan]),
        ("all nan", vec![nan; 5]),
        ("infinite", vec![inf, -inf, inf]),
        ("mixed", vec![1.0, nan, 3.0, inf, 2.0, -inf, nan]),
        ("equal", vec![5.0; 12]),
        ("zeros", vec![0.0; 9]),
        ("negative", vec![-1.0, -200.0, -3.5]),
        ("both signs", vec![-10.0, 10.0, 0.0, 4.0]),
        ("huge", vec![1e300, 1e299, 0.0, 1e300]),
        ("largest", vec![f64::MAX; 7]),
        ("smallest", vec![f64::MIN_POSITIVE, 5e-324]),
        ("huge and small", vec![1e300, 1e-300, 1.0]),
        ("close", vec![1.0, 1.0 + f64::EPSILON, 1.0]),
        ("fractions", vec![0.1, 0.25, 0.3333333333]),
        ("month", (0..31).map(|i| f64::from(i * i % 97)).collect()),
        ("quarter", (0..90).map(|i| f64::from(i * 7919 % 1013)).collect()),
        ("years", (0..1500).map(|i| f64::from(i * 7919 % 100_003)).collect()),
    ]
}

fn check_all(check: impl Fn(&str, &Chart)) {
    for kind in CHARTS {
        for (name, values) in hostile() {
            for width in [300.0, 320.0, 360.0, 481.0, 800.0, 1600.0] {
                for height in [120.0, 240.0] {
                    for reading in [Reading::LeftToRight, Reading::RightToLeft] {
                        let chart = (kind.draw)(&values, &Frame { reading, ..Frame::new(width, height) });
                        check(&format!("{} of {name} at {width} × {height} {reading:?}", kind.name), &chart);
                    }
                }
            }
        }
    }
}

fn text_boxes(chart: &Chart) -> Vec<(Rect, String)> {
    let fonts = [Font::Tick, Font::Label, Font::Value, Font::Total];
    let boxed = |node: &super::Node| {
        let text = node.text.clone()?;
        let attr = |name: &str| node.attrs.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone()).unwrap_or_default();
        let number = |name: &str| attr(name).parse::<f64>().unwrap_or(f64::NAN);
        let font = fonts.into_iter().find(|font| font.class() == attr("class"))?;
        let width = font.width(&text);
        let x = number("x")
            - width * [("start", 0.0), ("middle", 0.5), ("end", 1.0)].iter().find(|a| a.0 == attr("text-anchor"))?.1;
        Some((Rect { x, y: number("y") - font.px() * 0.8, width, height: font.px() }, text))
    };
    chart.nodes.iter().filter_map(boxed).collect()
}

#[test]
fn text_neither_overlaps_nor_leaves() {
    check_all(|name, chart| {
        let boxes = text_boxes(chart);
        for (i, (a, text)) in boxes.iter().enumerate() {
            let inside = a.x >= -0.6
                && a.x + a.width <= chart.width + 0.6
                && a.y >= -1.0
                && a.y + a.height <= chart.height + 1.0;
            assert!(inside, "{name}: {text:?} {a:?} leaves {} × {}", chart.width, chart.height);
            for (b, other) in &boxes[i + 1..] {
                let apart = a.x + a.width <= b.x + 0.3
                    || b.x + b.width <= a.x + 0.3
                    || a.y + a.height <= b.y + 0.3
                    || b.y + b.height <= a.y + 0.3;
                assert!(apart, "{name}: {text:?} {a:?} over {other:?} {b:?}");
            }
        }
    });
}

#[test]
fn c26_every_input_is_drawn_or_has_no_data() {
    check_all(|name, chart| {
        let svg = chart.svg();
        for wrong in ["NaN", "inf", "style=", "fill=", "stroke=", "rgb", "\"#"] {
            assert!(!svg.contains(wrong), "{name}: {wrong} in {svg}");
        }
        assert_eq!(chart.state == State::NoData, chart.nodes.is_empty(), "{name}");
        let inside = |x: f64, y: f64| x >= -8.0 && x <= chart.width + 8.0 && y >= -8.0 && y <= chart.height + 8.0;
        for hit in &chart.hits {
            assert!(inside(hit.anchor.0, hit.anchor.1), "{name}: {hit:?}");
            if let Shape::Rect(r) = &hit.shape {
                assert!(
                    r.width > 0.0 && r.height > 0.0 && inside(r.x, r.y) && inside(r.x + r.width, r.y + r.height),
                    "{name}: {hit:?}"
                );
            }
        }
    });
}

#[test]
fn c26_sizes_that_make_no_sense_are_drawn() {
    for kind in CHARTS {
        for size in [0.0, -5.0, 1.0, 33.3, f64::NAN, f64::INFINITY, 1e300] {
            let chart = (kind.draw)(&[3.0, 1.0, 2.0], &Frame::new(size, size));
            assert!(chart.width.is_finite() && chart.height.is_finite(), "{} at {size}", kind.name);
        }
    }
}

#[test]
fn a_standalone_document_has_no_variable_and_no_open_markup() {
    let frame = Frame { number: &|_| "<&\">\u{1}".to_owned(), ..Frame::new(300.0, 120.0) };
    for kind in CHARTS {
        let svg = (kind.draw)(&[3.0, 1.0], &frame).standalone(&|name| format!("[{name}]"));
        assert!(!svg.contains("var("), "{}", kind.name);
        assert!(svg.contains("[--sa-series-1]") && !svg.contains("<&"), "{}", kind.name);
    }
}

#[test]
fn mirroring_twice_is_the_same_picture() {
    for kind in CHARTS {
        let [ltr, rtl] = [Reading::LeftToRight, Reading::RightToLeft]
            .map(|reading| (kind.draw)(&[4.0, 2.0, 1.0], &Frame { reading, ..Frame::new(320.0, 160.0) }));
        assert_eq!(ltr.nodes.len(), rtl.nodes.len(), "{}", kind.name);
        for (a, b) in ltr.hits.iter().zip(&rtl.hits) {
            assert!(
                (a.anchor.0 + b.anchor.0 - 320.0).abs() < 0.3 || a.anchor == b.anchor,
                "{}: {a:?} {b:?}",
                kind.name
            );
        }
    }
}
