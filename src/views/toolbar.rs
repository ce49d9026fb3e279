//! The row of pickers above every page.

mod inbox;
mod period;
mod policy;
mod zone;

pub use period::name as period_name;

use super::ui::Ui;
use leptos::prelude::*;

pub fn toolbar(ui: Ui) -> AnyView {
    view! {
        <div class="sa-toolbar" role="group" aria-label={ui.t.view}>
            {inbox::picker(ui)}
            {period::picker(ui)}
            {zone::picker(ui)}
            {policy::picker(ui)}
        </div>
    }
    .into_any()
}
