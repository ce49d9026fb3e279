//! The picture as SVG elements, made one by one: no markup is parsed, so no text can become an element and hosts that
//! enforce Trusted Types have nothing to forbid. The hits of charts without bands are elements on top of it.

use super::Plot;
use crate::charts::{Chart, Hit, Node, Shape, num};
use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, SvgElement};

const SVG: &str = "http://www.w3.org/2000/svg";

pub(super) fn picture(plot: Plot) -> AnyView {
    Effect::new(move |_| {
        if let Some(svg) = plot.svg.get() {
            plot.chart.with(|chart| match chart {
                Some(chart) => paint(plot, &svg, chart),
                None => svg.set_text_content(None),
            });
        }
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

fn paint(plot: Plot, svg: &SvgElement, chart: &Chart) {
    let scale = untrack(|| plot.scale());
    for (name, value) in [("width", chart.width), ("height", chart.height)] {
        _ = svg.set_attribute(name, &num(value * scale));
    }
    _ = svg.set_attribute("viewBox", &format!("0 0 {} {}", num(chart.width), num(chart.height)));
    let Some(group) = element("g") else { return };
    _ = group.set_attribute("aria-hidden", "true");
    for node in &chart.nodes {
        if let Some(element) = draw(node) {
            _ = group.append_child(&element);
        }
    }
    let old = children(svg);
    let (picture, old) = match old.split_first() {
        Some((picture, marks)) => (Some(picture), marks),
        None => (None, &old[..]),
    };
    _ = match picture {
        Some(picture) => svg.replace_child(&group, picture),
        None => svg.append_child(&group),
    };
    let fresh = marks(plot, chart);
    if fresh.len() == old.len() && fresh.iter().zip(old).all(|(fresh, old)| is_same(fresh, old)) {
        // While data arrives, who is on a mark stays on it.
        fresh.iter().zip(old).for_each(|(fresh, old)| renew(fresh, old));
        return;
    }
    let focused = focused_key(svg);
    old.iter().for_each(Element::remove);
    for element in fresh {
        _ = svg.append_child(&element);
        if focused.is_some() && focused == element.get_attribute("data-key") {
            _ = element.unchecked_ref::<SvgElement>().focus();
        }
    }
}

/// What can be pointed at, in order.
fn marks(plot: Plot, chart: &Chart) -> Vec<Element> {
    if chart.bands.is_some() {
        // The overlay answers for all bands at once.
        return Vec::new();
    }
    let mut marks = Vec::new();
    for (index, hit) in chart.hits.iter().enumerate() {
        if let Some(element) = hit.also.as_ref().and_then(|also| shape(also, index, hit)) {
            _ = element.set_attribute("aria-hidden", "true");
            marks.push(element);
        }
        marks.extend(target(plot, index, hit));
    }
    marks
}

fn children(svg: &SvgElement) -> Vec<Element> {
    std::iter::successors(svg.first_element_child(), Element::next_element_sibling).collect()
}

/// Whether both are the mark of one thing.
fn is_same(fresh: &Element, old: &Element) -> bool {
    fresh.tag_name() == old.tag_name() && fresh.get_attribute("data-key") == old.get_attribute("data-key")
}

fn renew(fresh: &Element, old: &Element) {
    for name in fresh.get_attribute_names().iter().filter_map(|name| name.as_string()) {
        let value = fresh.get_attribute(&name).unwrap_or_default();
        if old.get_attribute(&name).as_ref() != Some(&value) {
            _ = old.set_attribute(&name, &value);
        }
    }
}

fn draw(node: &Node) -> Option<Element> {
    let element = element(node.name)?;
    for (name, value) in &node.attrs {
        _ = element.set_attribute(name, value);
    }
    if node.text.is_some() {
        element.set_text_content(node.text.as_deref());
    }
    Some(element)
}

/// An invisible element over the hit, to point at and to focus. One tab stop a chart: arrows go on from there.
fn target(plot: Plot, index: usize, hit: &Hit) -> Option<Element> {
    let element = shape(&hit.shape, index, hit)?;
    let is_control = plot.pick.is_choice(&hit.key);
    let label = format!("{}: {}", hit.label, hit.value);
    let attributes = [
        ("role", if is_control { "button" } else { "img" }),
        ("tabindex", if index == 0 { "0" } else { "-1" }),
        ("aria-label", label.as_str()),
        ("data-key", hit.key.as_str()),
    ];
    for (name, value) in attributes {
        _ = element.set_attribute(name, value);
    }
    if is_control {
        _ = element.set_attribute("aria-pressed", if hit.selected { "true" } else { "false" });
    }
    Some(element)
}

/// What can be pointed at, without a name or a place in the order of keys.
fn shape(shape: &Shape, index: usize, hit: &Hit) -> Option<Element> {
    let element = match shape {
        Shape::Rect(rect) => {
            let element = element("rect")?;
            for (name, value) in
                [("x", rect.x), ("y", rect.y), ("width", rect.width), ("height", rect.height), ("rx", 6.0)]
            {
                _ = element.set_attribute(name, &num(value));
            }
            element
        }
        Shape::Path(d) => {
            let element = element("path")?;
            _ = element.set_attribute("d", d);
            element
        }
    };
    _ = element.set_attribute("class", if hit.selected { "sa-hit sa-selected" } else { "sa-hit" });
    _ = element.set_attribute("data-hit", &index.to_string());
    Some(element)
}

fn element(name: &str) -> Option<Element> {
    document().create_element_ns(Some(SVG), name).ok()
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
