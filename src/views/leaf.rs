//! Small elements that most of a new answer consists of: a figure, a name, a badge, a cell. The attributes of a `view!` that is shown
//! again are removed and set, each of them; those of a leaf are compared, and only the changed ones are set.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::Node;
use leptos::tachys::renderer::{RemoveEventHandler, Rndr};
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Position, PositionState};
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::Element;
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// A piece of text with a class.
pub fn word(class: &'static str, text: String) -> AnyView {
    Leaf::new("span", vec![("class", Some(class.into()))], text.into_any()).into_any()
}

/// What stands where a row has nothing to say.
pub fn nothing() -> AnyView {
    word("sa-muted sa-none", "–".to_owned())
}

/// A figure that opens its rows. `named` is the id of its metric and its raw value, where nothing around it says them.
pub fn figure_button(
    class: String,
    title: &'static str,
    named: Option<(&'static str, String)>,
    text: String,
    press: impl Fn(MouseEvent) + Send + Sync + 'static,
) -> AnyView {
    let (metric, raw) = named.unzip();
    let attributes = vec![
        ("type", Some("button".into())),
        ("class", Some(class.into())),
        ("title", Some(title.into())),
        ("data-metric", metric.map(Cow::from)),
        ("data-value", raw.map(Cow::from)),
    ];
    let leaf = Leaf::new("button", attributes, text.into_any());
    Leaf { press: Some(Arc::new(press)), ..leaf }.into_any()
}

/// What holds a figure of the report, for hosts and tests; the key says which one of a list.
pub fn named(tag: &'static str, metric: String, key: Option<String>, raw: String, shown: AnyView) -> AnyView {
    let attributes = [("data-metric", Some(metric)), ("data-key", key), ("data-value", Some(raw))];
    Leaf::new(tag, attributes.map(|(name, value)| (name, value.map(Cow::from))).into(), shown).into_any()
}

/// A cell of a list, which says on a phone what it is.
pub fn cell(title: &'static str, is_number: bool, shown: AnyView) -> AnyView {
    let class = is_number.then_some("sa-table__number");
    let attributes = [("role", Some("cell")), ("class", class), ("data-label", Some(title))];
    Leaf::new("td", attributes.map(|(name, value)| (name, value.map(Cow::from))).into(), shown).into_any()
}

/// The title of a row or column.
pub fn heading(scope: &'static str, text: String) -> AnyView {
    Leaf::new("th", vec![("scope", Some(scope.into()))], text.into_any()).into_any()
}

type Attributes = Vec<(&'static str, Option<Cow<'static, str>>)>;
type Press = Arc<dyn Fn(MouseEvent) + Send + Sync>;

struct Leaf {
    tag: &'static str,
    attributes: Attributes,
    press: Option<Press>,
    child: AnyView,
}

struct LeafState {
    element: Element,
    tag: &'static str,
    attributes: Attributes,
    press: Option<(Rc<RefCell<Press>>, RemoveEventHandler<Element>)>,
    child: AnyViewState,
}

impl Leaf {
    fn new(tag: &'static str, attributes: Attributes, child: AnyView) -> Leaf {
        Leaf { tag, attributes, press: None, child }
    }
}

impl Render for Leaf {
    type State = LeafState;

    fn build(self) -> LeafState {
        let element = Rndr::create_element(self.tag, None);
        for (name, value) in &self.attributes {
            if let Some(value) = value {
                Rndr::set_attribute(&element, name, value);
            }
        }
        let mut child = self.child.build();
        child.mount(&element, None);
        let press = self.press.map(|press| {
            let press = Rc::new(RefCell::new(press));
            let now = Rc::clone(&press);
            let listener = move |event: JsValue| {
                let press = Arc::clone(&now.borrow());
                press(event.unchecked_into());
            };
            let listener = Rndr::add_event_listener(&element, "click", Box::new(listener));
            (press, listener)
        });
        LeafState { element, tag: self.tag, attributes: self.attributes, press, child }
    }

    fn rebuild(self, state: &mut LeafState) {
        let names = |(name, _): &(&'static str, _)| *name;
        let is_alike = self.tag == state.tag
            && self.press.is_some() == state.press.is_some()
            && self.attributes.iter().map(names).eq(state.attributes.iter().map(names));
        if !is_alike {
            let mut other = self.build();
            state.insert_before_this(&mut other);
            state.unmount();
            *state = other;
            return;
        }
        for ((name, value), (_, shown)) in self.attributes.iter().zip(&state.attributes) {
            match value {
                _ if value == shown => {}
                Some(value) => Rndr::set_attribute(&state.element, name, value),
                None => Rndr::remove_attribute(&state.element, name),
            }
        }
        state.attributes = self.attributes;
        if let (Some(press), Some((now, _))) = (self.press, &state.press) {
            *now.borrow_mut() = press;
        }
        self.child.rebuild(&mut state.child);
    }
}

impl Mountable for LeafState {
    fn unmount(&mut self) {
        self.element.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.element.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.element.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

/// A leaf is a child: what it has, it is made with.
impl AddAnyAttr for Leaf {
    type Output<Added: Attribute> = Leaf;

    fn add_any_attr<Added: Attribute>(self, _: Added) -> Leaf {
        self
    }
}

/// Asked of every view; there is no server that would write one as text.
impl RenderHtml for Leaf {
    type AsyncOutput = Leaf;
    type Owned = Leaf;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Leaf {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> LeafState {
        self.build()
    }

    fn into_owned(self) -> Leaf {
        self
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use leptos::web_sys::HtmlElement;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn an_element_that_is_shown_again_stays_and_says_what_is_new() {
        let pressed = Arc::new(AtomicUsize::new(0));
        let figure = |raw: Option<&str>, add: usize| {
            let pressed = Arc::clone(&pressed);
            figure_button(
                "a".into(),
                "open",
                raw.map(|raw| ("sessions.total", raw.into())),
                add.to_string(),
                move |_| {
                    pressed.fetch_add(add, Ordering::Relaxed);
                },
            )
        };
        let parent = Rndr::create_element("p", None);
        let mut shown = figure(Some("1"), 1).build();
        shown.mount(&parent, None);
        let element = parent.first_element_child().expect("a button").unchecked_into::<HtmlElement>();
        element.click();
        figure(Some("20"), 20).rebuild(&mut shown);
        element.click();
        assert_eq!(pressed.load(Ordering::Relaxed), 21, "each press was the one of its figure");
        assert_eq!(element.get_attribute("data-value").as_deref(), Some("20"));
        figure(None, 300).rebuild(&mut shown);
        let html = r#"<button type="button" class="a" title="open">300</button>"#;
        assert_eq!(parent.inner_html(), html);
        assert!(parent.contains(Some(&element)));
    }

    #[wasm_bindgen_test]
    fn another_element_takes_its_place() {
        let parent = Rndr::create_element("p", None);
        let mut shown = [word("a", "1".into()), word("b", "2".into())].map(Render::build);
        for view in &mut shown {
            view.mount(&parent, None);
        }
        heading("row", "3".into()).rebuild(&mut shown[0]);
        assert_eq!(parent.inner_html(), r#"<th scope="row">3</th><span class="b">2</span>"#);
    }
}
