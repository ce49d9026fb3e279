//! Pages: each a file with a [`Page`] and a line in [`PAGES`].

use super::pages::{automation, bots, conversations, interactions, team};
use super::ui::Ui;
use super::{overview, sessions};
use crate::i18n::Text;
use crate::state::{Listed, Needs, Route, Settings};
use leptos::prelude::*;

/// Every page, in the order of the tabs.
pub const PAGES: &[Page] = &[
    sessions::PAGE,
    overview::PAGE,
    team::PAGE,
    automation::PAGE,
    bots::PAGE,
    interactions::PAGE,
    conversations::PAGE,
];

#[derive(Debug, Clone, Copy)]
pub struct Page {
    pub id: &'static str,
    pub title: fn(&Text) -> &'static str,
    pub view: fn(Ui) -> AnyView,
    /// Sections of the report that it shows.
    pub sections: &'static [&'static str],
    /// Dimensions that its charts show.
    pub facets: &'static [&'static str],
    pub list: Listed,
    /// How many days it shows where nobody has chosen any.
    pub days: u32,
}

/// The pages that the config allows, in its order.
pub fn allowed(settings: &Settings) -> Vec<&'static Page> {
    match &settings.pages {
        Some(ids) => ids.iter().filter_map(|id| PAGES.iter().find(|page| page.id == *id)).collect(),
        None => PAGES.iter().collect(),
    }
}

/// The page on screen: the one of the address, else the first.
pub fn current(route: &Route, settings: &Settings) -> &'static Page {
    let pages = allowed(settings);
    let chosen = route.page.as_ref().or(settings.page.as_ref()).and_then(|id| pages.iter().find(|page| page.id == *id));
    chosen.or(pages.first()).copied().unwrap_or(&PAGES[0])
}

/// What the page on screen needs of the engine; a session in detail needs nothing of the report.
pub fn needs(route: &Route, settings: &Settings) -> Needs {
    let page = current(route, settings);
    Needs { page: page.id, sections: page.sections, facets: page.facets, list: page.list, days: page.days }
}
