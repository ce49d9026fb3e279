//! The picture as SVG elements, made one by one: no markup is parsed, so no text can become an element and hosts that
//! enforce Trusted Types have nothing to forbid. The hits of charts without bands are elements on top of it.

use super::{Pick, Plot};
use crate::charts::{Chart, Hit, Node, Shape, num};
use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, SvgElement};

const SVG: &str = "http://www.w3.org/2000/svg";

pub(super) fn picture(plot: Plot) -> AnyView {
    Effect::new(move |before: Option<Painted>| {
        let before = before.unwrap_or_default();
        let Some(svg) = plot.svg.get() else { return before };
        plot.chart.with(|chart| match chart {
            Some(chart) => paint(plot, &svg, chart, &before),
            None => {
                svg.set_text_content(None);
                Painted::default()
            }
        })
    });
    let enter = move |event: Event| {
        if let Some(index) = hit_of(&event) {
            plot.active.set(Some(index));
        }
    };
    let click = move |event: Event| {
        if let Some(index) = hit_of(&event) {
            plot.choose(index);
        }
    };
    let keydown = move |event: KeyboardEvent| {
        let Some(index) = hit_of(&event) else { return };
        match event.key().as_str() {
            "Enter" | " " => plot.choose(index),
            "Escape" => plot.active.set(None),
            key => match plot.chart.with_untracked(|chart| chart.as_ref()?.next(index, key)) {
                Some(next) => focus(plot, next),
                None => return,
            },
        }
        event.prevent_default();
    };
    view! {
        <svg
            class="sa-chart"
            node_ref={plot.svg}
            on:pointerover={move |event| enter(event.into())}
            on:pointerleave={move |_| plot.active.set(None)}
            on:focusin={move |event| enter(event.into())}
            on:focusout={move |_| plot.active.set(None)}
            on:click={move |event| click(event.into())}
            on:keydown={keydown}
        ></svg>
    }
    .into_any()
}

/// What is in the picture: of the next one only what differs is told to the browser.
#[derive(Default)]
struct Painted {
    nodes: Vec<Node>,
    marks: Vec<Node>,
}

fn paint(plot: Plot, svg: &SvgElement, chart: &Chart, before: &Painted) -> Painted {
    let scale = untrack(|| plot.scale());
    for (name, value) in [("width", chart.width), ("height", chart.height)] {
        _ = svg.set_attribute(name, &num(value * scale));
    }
    _ = svg.set_attribute("viewBox", &format!("0 0 {} {}", num(chart.width), num(chart.height)));
    let painted = Painted { nodes: chart.nodes.clone(), marks: marks(plot, chart) };
    let Some(group) = svg.first_element_child().or_else(|| append(svg, &group())) else { return painted };
    patch(&group, group.first_element_child(), &before.nodes, &painted.nodes);
    let first = group.next_element_sibling();
    let (old, new) = (&before.marks, &painted.marks);
    if old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(old, new)) {
        // While data arrives, who is on a mark stays on it.
        patch(svg, first, old, new);
        return painted;
    }
    let focused = focused_key(svg);
    patch(svg, first, &[], new);
    if let Some(index) = focused.and_then(|key| chart.hits.iter().position(|hit| hit.key == key)) {
        focus(plot, index);
    }
    painted
}

/// What holds the picture. Readers have the table.
fn group() -> Node {
    Node { name: "g", attrs: vec![("aria-hidden", "true".to_owned())], text: None }
}

/// What can be pointed at, in order.
fn marks(plot: Plot, chart: &Chart) -> Vec<Node> {
    if chart.bands.is_some() {
        // The overlay answers for all bands at once.
        return Vec::new();
    }
    let mut marks = Vec::new();
    for (index, hit) in chart.hits.iter().enumerate() {
        if let Some(also) = &hit.also {
            let mut node = shape(also, index, hit);
            node.attrs.push(("aria-hidden", "true".to_owned()));
            marks.push(node);
        }
        marks.push(target(plot, index, hit));
    }
    marks
}

/// Whether both are the mark of one thing.
fn is_same(a: &Node, b: &Node) -> bool {
    a.name == b.name && a.attr("data-key") == b.attr("data-key")
}

/// Makes `new` of the elements from `child` on, which are `old` as far as that is known.
fn patch(parent: &Element, mut child: Option<Element>, old: &[Node], new: &[Node]) {
    for (i, node) in new.iter().enumerate() {
        let Some(element) = child else {
            child = None;
            _ = append(parent, node);
            continue;
        };
        child = element.next_element_sibling();
        match old.get(i).filter(|old| old.name == node.name) {
            Some(old) => renew(&element, old, node),
            None => {
                if let Some(fresh) = draw(node) {
                    _ = parent.replace_child(&fresh, &element);
                }
            }
        }
    }
    while let Some(element) = child {
        child = element.next_element_sibling();
        element.remove();
    }
}

fn renew(element: &Element, old: &Node, new: &Node) {
    for (name, value) in &new.attrs {
        if old.attr(name) != Some(value) {
            _ = element.set_attribute(name, value);
        }
    }
    for (name, _) in old.attrs.iter().filter(|(name, _)| new.attr(name).is_none()) {
        _ = element.remove_attribute(name);
    }
    if old.text != new.text {
        element.set_text_content(new.text.as_deref());
    }
}

fn append(parent: &Element, node: &Node) -> Option<Element> {
    let element = draw(node)?;
    parent.append_child(&element).ok()?;
    Some(element)
}

fn draw(node: &Node) -> Option<Element> {
    let element = document().create_element_ns(Some(SVG), node.name).ok()?;
    for (name, value) in &node.attrs {
        _ = element.set_attribute(name, value);
    }
    if node.text.is_some() {
        element.set_text_content(node.text.as_deref());
    }
    Some(element)
}

/// An invisible element over the hit, to point at and to focus. One tab stop a chart: arrows go on from there.
fn target(plot: Plot, index: usize, hit: &Hit) -> Node {
    let mut node = shape(&hit.shape, index, hit);
    let is_control = plot.pick.is_choice(&hit.key);
    node.attrs.extend([
        ("role", if is_control { "button" } else { "img" }.to_owned()),
        ("tabindex", if index == 0 { "0" } else { "-1" }.to_owned()),
        ("aria-label", format!("{}: {}", hit.label, hit.value)),
        ("data-key", hit.key.clone()),
    ]);
    if is_control && plot.pick != Pick::Rows {
        node.attrs.push(("aria-pressed", hit.selected.to_string()));
    }
    node
}

/// What can be pointed at, without a name or a place in the order of keys.
fn shape(shape: &Shape, index: usize, hit: &Hit) -> Node {
    let (name, mut attrs) = match shape {
        Shape::Rect(rect) => {
            let sides = [("x", rect.x), ("y", rect.y), ("width", rect.width), ("height", rect.height), ("rx", 6.0)];
            ("rect", sides.map(|(name, value)| (name, num(value))).to_vec())
        }
        Shape::Path(d) => ("path", vec![("d", d.clone())]),
    };
    attrs.push(("class", if hit.selected { "sa-hit sa-selected" } else { "sa-hit" }.to_owned()));
    attrs.push(("data-hit", index.to_string()));
    Node { name, attrs, text: None }
}

fn hit_of(event: &Event) -> Option<usize> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.get_attribute("data-hit")?.parse().ok()
}

fn focus(plot: Plot, index: usize) {
    let Some(svg) = plot.svg.get_untracked() else { return };
    if let Ok(Some(element)) = svg.query_selector(&format!("[data-hit=\"{index}\"][tabindex]")) {
        _ = element.unchecked_ref::<SvgElement>().focus();
    }
}

/// The hit that has the focus: it is about to be replaced and shall have it again.
fn focused_key(svg: &SvgElement) -> Option<String> {
    let element = svg.query_selector(":focus").ok()??;
    element.get_attribute("data-key")
}
