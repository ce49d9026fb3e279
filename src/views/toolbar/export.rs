//! Taking along what is on screen: as files, or on paper. The buttons say what they are for; the page's script saves.

use crate::views::icon::Icon;
use crate::views::popover::popover;
use crate::views::ui::Ui;
use leptos::prelude::*;

pub(super) fn picker(ui: Ui) -> AnyView {
    popover(ui, "export", Icon::Download, ui.t.view, |ui| ui.ask.export.to_owned(), panel)
}

fn panel(ui: Ui) -> AnyView {
    let group = move |what: &'static str, name: &'static str| {
        let formats = ["csv", "xlsx", "json"].map(|format| {
            view! {
                <button
                    type="button"
                    class="sa-button"
                    aria-label={format!("{name}: {}", format.to_ascii_uppercase())}
                    data-take="file"
                    data-format={format}
                    data-what={what}
                >
                    {format.to_ascii_uppercase()}
                </button>
            }
            .into_any()
        });
        view! {
            <div class="sa-export">
                <span class="sa-strong">{name}</span>
                <span class="sa-export__formats">{formats.into_iter().collect_view()}</span>
            </div>
        }
        .into_any()
    };
    view! {
        {group("page", ui.ask.export_page)}
        {group("list", ui.ask.export_list)}
        <button type="button" class="sa-option" data-take="print">{ui.ask.print}</button>
    }
    .into_any()
}
