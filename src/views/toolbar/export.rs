//! Taking along what is on screen: as files, or on paper. The buttons say what they are for; the page's script saves.

use crate::i18n::{date_range, duration};
use crate::state::{Listed, Load};
use crate::views::icon::Icon;
use crate::views::live::live;
use crate::views::popover::popover;
use crate::views::states;
use crate::views::ui::Ui;
use leptos::prelude::*;
use serde_json::Value;

pub(super) fn picker(ui: Ui) -> AnyView {
    popover(ui, "export", Icon::Download, ui.t.view, |ui| ui.t.export.to_owned(), panel)
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
    let list = match untrack(|| ui.app.needs().list) {
        Listed::Mapping => group("mapping", ui.t.boards.mapping.title),
        _ => group("list", ui.ask.export_list),
    };
    view! {
        {group("page", ui.ask.export_page)}
        {list}
        <button type="button" class="sa-option" data-take="print">{ui.ask.print}</button>
    }
    .into_any()
}

/// What a printed page is of, and what of it is not there.
pub fn printed(ui: Ui) -> AnyView {
    let lines = move || {
        let (span, q) = (ui.app.span(), ui.ask);
        let mut parts =
            vec![date_range(ui.lang, span.from, span.last()), ui.app.tz(), ui.policy_name(&ui.app.policy())];
        let what_if =
            ui.app.route.with(|route| route.rules.clone()).and_then(|text| serde_json::from_str::<Value>(&text).ok());
        if let Some(what_if) = what_if {
            parts.extend(
                what_if["sla_resolution_s"].as_f64().map(|sla| format!("{} {}", q.sla, duration(ui.lang, sla))),
            );
            let clock = what_if["clock"].as_str().map(|clock| q.clocks[usize::from(clock == "business")]);
            parts.extend(clock.map(|clock| format!("{}: {clock}", q.clock)));
            parts.extend(what_if.get("business_hours").map(|_| q.hours.to_owned()));
        }
        parts.extend(ui.app.compares().then(|| format!("{}: {}", ui.t.compare, ui.t.previous_period)));
        let missing = match ui.app.load.get() {
            Load::Loading => Some(ui.t.reading),
            Load::Stopped => Some(ui.t.stopped),
            Load::Partly(_) => Some(ui.t.partly),
            _ => None,
        };
        let missing = missing.map(|text| {
            view! { <p class="sa-print sa-strong">{format!("{text} · {}", states::records(ui))}</p> }.into_any()
        });
        view! {
            <p class="sa-print">{parts.join(" · ")}</p>
            {missing}
        }
        .into_any()
    };
    live(lines).into_any()
}
