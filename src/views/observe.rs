//! What the browser tells of an element for as long as its view is there: the size that it has, and whether it is on screen.

use super::metric::decimal;
use leptos::html::ElementType;
use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Array, Function};
use leptos::web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, ResizeObserver};

/// How wide an element is, and how large its text, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// 0 until it is on the page.
    pub width: f64,
    pub text: f64,
}

pub fn size_of(node: NodeRef<leptos::html::Div>) -> RwSignal<Size> {
    let size = RwSignal::new(Size { width: 0.0, text: 0.0 });
    let measure = move |element: &Element| {
        let now = Size { width: f64::from(element.client_width()), text: text_of(element) };
        let is_other = |size: &Size| (size.width - now.width).abs() >= 1.0 || size.text != now.text;
        if size.try_with_untracked(is_other) == Some(true) {
            _ = size.try_set(now);
        }
    };
    let begin = move |observer: &ResizeObserver, element: &Element| {
        measure(element);
        observer.observe(element);
    };
    let told = move |element: &Element, _| measure(element);
    observe(elements(node), ResizeObserver::new, begin, ResizeObserver::disconnect, told);
    size
}

/// Whether any of the element is on screen; so it is until the browser says otherwise.
pub fn on_screen<E>(node: NodeRef<E>) -> Signal<bool>
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    let is_seen = RwSignal::new(true);
    let told = move |_: &Element, entries: Array| {
        let entry = entries.pop().unchecked_into::<IntersectionObserverEntry>();
        if is_seen.try_get_untracked() == Some(!entry.is_intersecting()) {
            _ = is_seen.try_set(entry.is_intersecting());
        }
    };
    let begin = IntersectionObserver::observe;
    observe(elements(node), IntersectionObserver::new, begin, IntersectionObserver::disconnect, told);
    is_seen.into()
}

fn text_of(element: &Element) -> f64 {
    let style = window().get_computed_style(element).ok().flatten();
    let text = style.and_then(|style| style.get_property_value("font-size").ok()).unwrap_or_default();
    decimal(text.trim_end_matches("px")).unwrap_or_default()
}

type Elements = Box<dyn Fn() -> Option<Element>>;

/// The element of a view once it is there, whatever its kind.
fn elements<E>(node: NodeRef<E>) -> Elements
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    Box::new(move || node.get().map(|element| element.unchecked_into()))
}

/// Has the element watched by an observer of the browser, until the view goes.
fn observe<O: 'static>(
    element: Elements,
    new: fn(&Function) -> Result<O, JsValue>,
    begin: impl Fn(&O, &Element) + 'static,
    end: fn(&O),
    told: impl Fn(&Element, Array) + Copy + 'static,
) {
    let observing = StoredValue::new_local(None::<(O, Closure<dyn FnMut(Array)>)>);
    Effect::new(move |_| {
        let Some(element) = element() else { return };
        let watched = element.clone();
        let callback = Closure::<dyn FnMut(Array)>::new(move |entries| told(&watched, entries));
        if let Ok(observer) = new(callback.as_ref().unchecked_ref()) {
            begin(&observer, &element);
            observing.set_value(Some((observer, callback)));
        }
    });
    on_cleanup(move || {
        if let Some((observer, _)) = observing.try_update_value(Option::take).flatten() {
            end(&observer);
        }
    });
}
