//! Inside a helpdesk: whose sessions are looked at is the helpdesk's to say, wherever the page's own history leads.

use super::reply::Told;
use super::{App, Entry, Route};
use leptos::prelude::*;

impl App {
    /// The helpdesk has opened another contact: its sessions are what is looked at, whatever else is filtered by.
    pub fn set_contact(self, contact: String) {
        let before = self.view_in_force();
        self.contact.set_value(Some(contact.clone()));
        _ = self.settings.try_update(|settings| settings.filters.set("customer", vec![contact.clone()]));
        // Going from contact to contact is the helpdesk's history, not the page's.
        self.change(Entry::Same, before, |route| {
            route.look_at(&contact);
            (route.list.page, route.row, route.session) = (1, None, None);
        });
    }

    /// Whether that session is of somebody else than the contact who is looked at: Back may lead to one.
    pub(super) fn is_of_another(self, told: &Told) -> bool {
        let filters = untrack(|| self.filters());
        let is_filtered = !filters.of("customer").is_empty() && !filters.has("customer", &told.detail.row.customer_id);
        is_filtered && self.contact.with_value(Option::is_some)
    }
}

/// What an address says; in a helpdesk, about the contact that is open there.
pub(super) fn addressed(prefix: &str, fragment: &str, contact: Option<&str>) -> Route {
    let mut route = Route::read(prefix, fragment);
    contact.into_iter().for_each(|contact| route.look_at(contact));
    route
}
