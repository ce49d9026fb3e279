//! The widget in a host page: mounted into a shadow root, steered by attributes and properties, freed when it goes.

mod calls;
mod host;
mod sheets;

pub use calls::Problem;

use crate::state::{App, Filters, Theme};
use crate::worker::{Client, Connection};
use crate::{i18n, views};
use host::Page;
use leptos::mount::mount_to;
use leptos::prelude::*;
use serde_json::Value;
use std::any::Any;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ShadowRoot};

/// A mounted widget. Dropping it frees its views, its signals and its engine.
pub struct Widget {
    app: App,
    navigated: Closure<dyn FnMut()>,
    shadow: ShadowRoot,
    root: HtmlElement,
    owner: Owner,
    mounted: Option<Box<dyn Any>>,
}

impl std::fmt::Debug for Widget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Widget")
    }
}

/// The events by which the address changes without us.
const NAVIGATIONS: [&str; 2] = ["popstate", "hashchange"];

impl Widget {
    /// Shows the widget in `shadow`, the shadow root of `element`.
    pub fn mount(
        shadow: &ShadowRoot,
        element: Element,
        config: Value,
        connection: Connection,
        is_whole: bool,
    ) -> Result<Widget, Problem> {
        let page = element.get_attribute("page");
        known_pages(&config, page.as_deref())?;
        let unfit = || Problem::new("E_LOAD", "the widget cannot be put into this page");
        let document = element.owner_document().ok_or_else(unfit)?;
        let root: HtmlElement =
            document.create_element("div").ok().and_then(|root| root.dyn_into().ok()).ok_or_else(unfit)?;
        root.set_class_name("sa-mount");
        sheets::adopt(shadow);
        shadow.append_child(&root).map_err(|_| unfit())?;
        let lang = page_language(&element);
        let owner = Owner::new();
        let app = owner.with(|| App::new(Rc::new(Page::new(element, &config)), views::needs));
        let mounted = owner.with(|| {
            mount_to(root.clone(), move || {
                app.start(config, &lang, |listener| Client::new(connection, listener));
                app.settings.update(|settings| settings.page = page);
                app.follow();
                views::shell(app)
            })
        });
        let navigated = Closure::<dyn FnMut()>::new(move || {
            if app.is_whole.try_get_untracked() == Some(true) {
                app.restore();
            }
        });
        if let Some(window) = web_sys::window() {
            for name in NAVIGATIONS {
                _ = window.add_event_listener_with_callback(name, navigated.as_ref().unchecked_ref());
            }
        }
        let widget = Widget { app, navigated, shadow: shadow.clone(), root, owner, mounted: Some(Box::new(mounted)) };
        if is_whole {
            widget.complete();
        }
        Ok(widget)
    }

    /// The second part of the program has come.
    pub fn complete(&self) {
        sheets::adopt_rest(&self.shadow);
        self.app.is_whole.set(true);
        // Where the address led meanwhile.
        self.app.restore();
    }

    /// An attribute or property of the element has changed; null takes it back to what the config says. What is wrong
    /// changes nothing.
    pub fn set(&self, name: &str, value: &Value) -> Result<(), Problem> {
        let app = self.app;
        let text = value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        match name {
            "policy" => app.go(|route| {
                route.policy = match value {
                    Value::Object(_) => Some(value.to_string()),
                    _ => text,
                };
            }),
            "tz" => app.go(|route| route.tz = text),
            "page" => {
                known_pages(&Value::Null, text.as_deref())?;
                app.go(|route| route.page = text);
            }
            "lang" => app.settings.update(|settings| settings.lang = i18n::lang(text.as_deref().unwrap_or("en"))),
            "theme" => {
                app.settings.update(|settings| settings.theme = Theme::from_word(text.as_deref().unwrap_or_default()))
            }
            "contact" => app.set_contact(text.into_iter().collect()),
            "filters" if value.is_null() => app.go(|route| route.filters = None),
            "filters" => {
                let is_wrong = |(_, values): &(&String, &Value)| !values.is_array();
                match value.as_object().map(|filters| filters.iter().find(is_wrong)) {
                    Some(None) => app.set_filters(Filters::from_json(value)),
                    Some(Some((name, _))) => return Err(Problem::at(format!("filters.{name}"), "a list of values")),
                    None => return Err(Problem::at("filters", "an object such as {\"channel\": [\"email\"]}")),
                }
            }
            "period" => {
                let period = calls::period(value);
                if period.is_none() && !value.is_null() {
                    let expected = "{from, to}, or a period such as 7d, last-month or 2026-01-05..2026-01-11";
                    return Err(Problem::at("period", expected));
                }
                app.go(|route| route.period = period);
            }
            _ => {}
        }
        Ok(())
    }
}

impl Drop for Widget {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            for name in NAVIGATIONS {
                _ = window.remove_event_listener_with_callback(name, self.navigated.as_ref().unchecked_ref());
            }
        }
        self.app.stop();
        drop(self.mounted.take());
        self.owner.cleanup();
        self.root.remove();
    }
}

/// Only the views know which pages there are.
fn known_pages(config: &Value, attribute: Option<&str>) -> Result<(), Problem> {
    let is_known = |name: &str| views::PAGES.iter().any(|page| page.id == name);
    let listed = config["pages"].as_array().into_iter().flatten().filter_map(Value::as_str).enumerate();
    let wrong = listed.filter(|(_, name)| !is_known(name)).map(|(i, _)| format!("pages.{i}")).next();
    match wrong.or_else(|| attribute.filter(|name| !is_known(name)).map(|_| "page".to_owned())) {
        None => Ok(()),
        Some(path) => {
            let names: Vec<&str> = views::PAGES.iter().map(|page| page.id).collect();
            Err(Problem::at(path, &format!("one of {}", names.join(", "))))
        }
    }
}

/// The language that the host page says the element is in.
fn page_language(element: &Element) -> String {
    let holder = element.closest("[lang]").ok().flatten().or_else(|| element.owner_document()?.document_element());
    holder.and_then(|holder| holder.get_attribute("lang")).unwrap_or_default()
}
