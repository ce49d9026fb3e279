//! Sessions: the nine parts of Session Analytics. A part is a file and a line in [`view`].

mod customers;
mod labels;
mod mau;
mod performance;
mod resolution;
mod source;
mod status;
mod total;

use super::list;
use super::page::Page;
use super::ui::Ui;
use crate::state::Listed;
use crate::state::report::sessions::Report;
use leptos::prelude::*;

pub const PAGE: Page = Page {
    id: "sessions",
    title: |t| t.page_sessions,
    view,
    sections: &["sessions"],
    facets: &["number", "channel", "resolved_by", "label", "status", "sla"],
    list: Listed::Sessions,
};

fn view(ui: Ui) -> AnyView {
    view! {
        <div class="sa-sessions">
            {total::part(ui)}
            <div class="sa-grid-12">
                {customers::first(ui)}
                {customers::returning(ui)}
                {source::part(ui)}
                {resolution::part(ui)}
                {labels::part(ui)}
                {performance::part(ui)}
                {status::part(ui)}
                {mau::part(ui)}
            </div>
            {list::list(ui)}
        </div>
    }
    .into_any()
}

/// Something of the report, when it has arrived.
fn of<T>(ui: Ui, pick: impl Fn(&Report) -> T) -> Option<T> {
    ui.app.answers.report.with(|report| report.as_ref()?.sessions.as_ref().map(pick))
}

/// The same of the report in which `dimension` is not filtered, so that a chart keeps all its values.
fn facet<T>(ui: Ui, dimension: &str, pick: impl Fn(&Report) -> T) -> Option<T> {
    ui.app.answers.facet(dimension)?.sessions.as_ref().map(pick)
}
