//! The widget in a host page: mounted into a shadow root, steered by attributes and properties, freed when it goes.

mod calls;
mod host;
mod sheets;

pub use calls::Problem;

use crate::state::report::Preset;
use crate::state::{App, Filters, Load, Theme};
use crate::wire::config;
use crate::worker::{Client, Connection, zone};
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

/// What the page says of an element's place in it.
#[derive(Debug, Default)]
pub struct Around {
    /// What its keys in the address begin with.
    prefix: String,
    /// The language of the page there.
    lang: String,
    /// Who is open in the helpdesk around the page.
    contact: Option<String>,
}

impl Around {
    pub fn read(of: &Value) -> Around {
        let text = |name: &str| of[name].as_str().map(str::to_owned);
        Around {
            prefix: text("prefix").unwrap_or_default(),
            lang: text("lang").unwrap_or_default(),
            contact: text("contact"),
        }
    }
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
        around: Around,
    ) -> Result<Widget, Problem> {
        let page = element.get_attribute("page");
        known_pages(&config["pages"], page.as_deref())?;
        let unfit = || Problem::new("E_LOAD", "the widget cannot be put into this page");
        let document = element.owner_document().ok_or_else(unfit)?;
        let root: HtmlElement =
            document.create_element("div").ok().and_then(|root| root.dyn_into().ok()).ok_or_else(unfit)?;
        root.set_class_name("sa-mount");
        sheets::adopt(shadow);
        shadow.append_child(&root).map_err(|_| unfit())?;
        let owner = Owner::new();
        let Around { prefix, lang, contact } = around;
        let app = owner.with(|| App::new(Rc::new(Page::new(element, prefix, &config)), contact, views::needs));
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
        self.app.tell_session();
        // Where the address led meanwhile.
        self.app.restore();
        self.owner.with(|| self.app.cover());
    }

    /// An attribute or property of the element has changed; null takes it back to what the config says. What is wrong
    /// changes nothing. False when it takes a new start: for an attribute that is wrong, and for one that may put right
    /// what could not be shown.
    pub fn set(&self, name: &str, value: &Value) -> Result<bool, Problem> {
        let app = self.app;
        let text = value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let has_failed = || app.load.with_untracked(|load| matches!(load, Load::Failed(_)));
        let word = value.as_str().unwrap_or_default();
        let can_be = match name {
            "policy" => Preset::WORDS.contains(&word) && !has_failed(),
            "tz" => zone(word, 0, 0).is_some() && !has_failed(),
            "page" => {
                let pages = app.settings.with_untracked(|settings| settings.pages.clone());
                known_pages(&pages.into(), value.as_str()).is_ok()
            }
            _ => true,
        };
        if !can_be {
            return Ok(false);
        }
        match name {
            "policy" => app.go(|route| route.policy = text),
            "tz" => app.go(|route| route.tz = text),
            "page" => {
                if text.is_none() {
                    // What the attribute said at the start is not said any more.
                    app.settings.update(|settings| settings.page = None);
                }
                app.go(|route| route.page = text);
            }
            "lang" => app.settings.update(|settings| settings.lang = i18n::lang(text.as_deref().unwrap_or("en"))),
            "theme" => {
                app.settings.update(|settings| settings.theme = Theme::from_word(text.as_deref().unwrap_or_default()))
            }
            "contact" => text.into_iter().for_each(|contact| app.set_contact(contact)),
            "filters" if value.is_null() => app.go(|route| route.filters = None),
            "filters" => {
                config::filters("filters", value)?;
                app.set_filters(Filters::from_json(value));
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
        Ok(true)
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

/// Only the views know which pages there are; the first one may be any of those that the config lists.
fn known_pages(listed: &Value, first: Option<&str>) -> Result<(), Problem> {
    let all: Vec<&str> = views::PAGES.iter().map(|page| page.id).collect();
    let listed: Vec<&str> = listed.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let check = |path: String, name: &str, known: &[&str]| match known.contains(&name) {
        true => Ok(()),
        false => Err(Problem::at(path, &format!("one of {}", known.join(", ")))),
    };
    for (i, name) in listed.iter().enumerate() {
        check(format!("pages.{i}"), name, &all)?;
    }
    first.map_or(Ok(()), |name| check("page".to_owned(), name, if listed.is_empty() { &all } else { &listed }))
}
