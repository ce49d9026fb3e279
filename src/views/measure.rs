//! The size that an element has on the page, as a signal.

use super::metric::decimal;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{Element, ResizeObserver};

type Observing = (ResizeObserver, Closure<dyn FnMut()>);

/// How wide an element is, and how large its text, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// 0 until it is on the page.
    pub width: f64,
    pub text: f64,
}

pub fn size_of(node: NodeRef<html::Div>) -> RwSignal<Size> {
    let size = RwSignal::new(Size { width: 0.0, text: 0.0 });
    let observing = StoredValue::new_local(None::<Observing>);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let element: Element = element.unchecked_into();
        let observed = element.clone();
        let measure = move || {
            let now = Size { width: f64::from(observed.client_width()), text: text_of(&observed) };
            let is_other = |size: &Size| (size.width - now.width).abs() >= 1.0 || size.text != now.text;
            if size.try_with_untracked(is_other) == Some(true) {
                _ = size.try_set(now);
            }
        };
        measure();
        let callback = Closure::<dyn FnMut()>::new(measure);
        if let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) {
            observer.observe(&element);
            observing.set_value(Some((observer, callback)));
        }
    });
    on_cleanup(move || {
        if let Some((observer, _)) = observing.try_update_value(Option::take).flatten() {
            observer.disconnect();
        }
    });
    size
}

fn text_of(element: &Element) -> f64 {
    let style = window().get_computed_style(element).ok().flatten();
    let text = style.and_then(|style| style.get_property_value("font-size").ok()).unwrap_or_default();
    decimal(text.trim_end_matches("px")).unwrap_or_default()
}
