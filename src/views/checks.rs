//! The report checked by itself: what was compared, both numbers, and whether they agree.

use super::icon::{Icon, icon};
use super::ui::Ui;
use crate::state::{Failure, Shared};
use crate::views::live::live;
use crate::views::states;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

/// Words of what is compared, in the order of the texts.
const KINDS: [&str; 3] = ["parts", "list", "export"];

pub fn panel(ui: Ui, is_open: RwSignal<bool>) -> AnyView {
    let (answer, tries) = (RwSignal::new(None::<Result<Shared<Value>, Failure>>), RwSignal::new(0_u32));
    let question =
        Memo::new(move |_| is_open.get().then(|| (tries.get(), ui.app.version.get(), ui.app.query(&ui.app.filters()))));
    Effect::new(move |_| {
        let Some(asked) = question.get() else { return };
        answer.set(None);
        spawn_local(async move {
            let checks = ui.app.checks().await;
            if question.try_get_untracked().flatten() == Some(asked) {
                _ = answer.try_set(Some(checks.map(Shared::new)));
            }
        });
    });
    live(move || {
        is_open.get().then(|| {
            let close = move |_| is_open.set(false);
            view! {
                <section class="sa-card sa-checks" part="card" aria-labelledby="sa-title-checks">
                    <div class="sa-card__head">
                        <h3 class="sa-card__title" id="sa-title-checks">{ui.t.checks}</h3>
                        <button type="button" class="sa-icon-button" aria-label={ui.t.close} on:click={close}>
                            {icon(Icon::Close)}
                        </button>
                    </div>
                    {live(move || match answer.get() {
                        Some(Ok(answer)) => table(ui, &answer),
                        Some(Err(failure)) => states::unanswered(ui, &failure, move || tries.update(|tries| *tries += 1)),
                        None => view! { <p class="sa-muted" role="status">{ui.ask.checking}</p> }.into_any(),
                    })}
                </section>
            }
            .into_any()
        })
    })
    .into_any()
}

fn table(ui: Ui, answer: &Value) -> AnyView {
    let q = ui.ask;
    let checks = answer["checks"].as_array().map(Vec::as_slice).unwrap_or_default();
    let wrong = checks.iter().filter(|check| check["holds"] != true).count() as u64;
    let summary = match wrong {
        0 => ui.lang.count(q.checks_fine, checks.len() as u64),
        _ => ui.lang.count(q.checks_wrong, wrong),
    };
    let row = |check: &Value| {
        let text = |name: &str| check[name].as_str().unwrap_or_default().to_owned();
        let kind = KINDS.iter().position(|kind| check["kind"] == *kind).unwrap_or(0);
        let holds = check["holds"] == true;
        view! {
            <tr data-check={KINDS[kind]} data-holds={holds.to_string()}>
                <td>{q.kinds[kind]}</td>
                <td>
                    <code class="sa-code">{text("metric")}</code>
                    <span class="sa-checks__parts">{text("parts")}</span>
                </td>
                <td class="sa-table__number">{text("figure")}</td>
                <td class="sa-table__number">{text("found")}</td>
                <td class:sa-checks__wrong={!holds}>{if holds { q.holds } else { q.differs }}</td>
            </tr>
        }
        .into_any()
    };
    // What fails stands first.
    let ordered = [false, true].map(|holds| checks.iter().filter(move |check| (check["holds"] == true) == holds));
    let rows = ordered.into_iter().flatten().map(row).collect_view();
    let heads = [q.check, "", q.figure, q.found, q.outcome];
    view! {
        <p class="sa-strong" role="status" data-wrong={wrong.to_string()}>{summary}</p>
        <div class="sa-behind__scroll" tabindex="0" role="region" aria-label={ui.t.checks}>
            <table class="sa-table">
                <thead>
                    <tr>{heads.map(|head| view! { <th scope="col">{head}</th> }.into_any()).into_iter().collect_view()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
