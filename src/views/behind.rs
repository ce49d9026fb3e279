//! What stands behind a figure: its rows, as many as it says, in a dialog over the page.

use super::icon::{Icon, icon};
use super::ui::Ui;
use crate::i18n::{AskText, Text, duration, fill, joined};
use crate::state::{Figure, PER_PAGE, Shared};
use crate::views::live::live;
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;
use serde_json::{Value, json};

/// The path of a field in a row, and what its column is called.
type Column = (&'static str, fn(&Text, &AskText) -> &'static str);

const CUSTOMER: Column = ("customer_name", |t, _| t.fact_customer);

/// By the word of what a row is, in the order of the texts for how many there are.
const GRAINS: &[(&str, &[Column])] = &[
    (
        "sessions",
        &[
            CUSTOMER,
            ("channel", |t, _| t.columns[1]),
            ("status", |t, _| t.columns[5]),
            ("agent_name", |t, _| t.columns[6]),
            ("started_at", |t, _| t.columns[7]),
            ("duration_s", |t, _| t.duration_all),
        ],
    ),
    (
        "events",
        &[
            ("event.at", |_, q| q.at),
            ("event.type", |_, q| q.event),
            CUSTOMER,
            ("event.agent_name", |t, _| t.columns[6]),
            ("event.channel", |t, _| t.columns[1]),
            ("event.text", |_, q| q.text),
        ],
    ),
    (
        "credits",
        &[("at", |_, q| q.at), ("type", |_, q| q.event), ("category", |_, q| q.category), ("amount", |_, q| q.amount)],
    ),
    ("customers", &[CUSTOMER, ("customer_phone", |t, _| t.columns[3])]),
    ("conversations", &[("conversation", |_, q| q.conversation), CUSTOMER, ("channel", |t, _| t.columns[1])]),
    ("flows", &[("flow_name", |_, q| q.flow), ("count", |t, _| t.count)]),
];

/// Opens the rows of a figure; the card around the pressed element names it.
pub fn open(ui: Ui, metric: &str, key: &str, event: &MouseEvent) {
    let title = event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|element| {
        let card = element.closest(".sa-card, .sa-headline").ok()??;
        card.query_selector(".sa-card__title, .sa-headline__unit").ok()??.text_content()
    });
    ui.behind.set(Some(Figure::new(metric, key, title.unwrap_or_default())));
}

/// The dialog. It is there once, and empty while no figure is open.
pub fn dialog(ui: Ui) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    let page = RwSignal::new(1_u64);
    let answer = RwSignal::new(None::<Shared<Value>>);
    Effect::new(move |_| {
        let (figure, Some(dialog)) = (ui.behind.get(), node.get()) else { return };
        page.set(1);
        answer.set(None);
        if figure.is_none() {
            dialog.close();
        } else if !dialog.open() {
            _ = dialog.show_modal();
        }
    });
    Effect::new(move |_| {
        let (Some(figure), page) = (ui.behind.get(), page.get()) else { return };
        spawn_local(async move {
            let asked = figure.clone();
            if let Ok(rows) = ui.app.rows(figure, page, PER_PAGE[0].into()).await
                && ui.behind.try_get_untracked().flatten() == Some(asked)
            {
                _ = answer.try_set(Some(Shared::new(rows)));
            }
        });
    });
    // Told late: by then it may be open again, for another figure.
    let close = move |_| {
        if node.get_untracked().is_none_or(|dialog| !dialog.open()) {
            ui.behind.set(None);
        }
    };
    view! {
        <dialog class="sa-behind" node_ref={node} aria-labelledby="sa-title-behind" on:close={close}>
            {live(move || ui.behind.get().map(|figure| body(ui, &figure, page, answer)))}
        </dialog>
    }
    .into_any()
}

fn body(ui: Ui, figure: &Figure, page: RwSignal<u64>, answer: RwSignal<Option<Shared<Value>>>) -> AnyView {
    let what = json!({"metric": figure.metric, "part": figure.part}).to_string();
    let formats = ["csv", "xlsx", "json"].map(|format| {
        let what = what.clone();
        view! {
            <button type="button" class="sa-button" data-take="file" data-format={format} data-what={what}>
                {format.to_ascii_uppercase()}
            </button>
        }
        .into_any()
    });
    let part: Vec<String> = figure.part.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let id = joined([&figure.metric].into_iter().chain(&part), " · ");
    view! {
        <div class="sa-card__head">
            <h2 class="sa-card__title" id="sa-title-behind">{ui.ask.behind}": "{figure.title.clone()}</h2>
            <button type="button" class="sa-icon-button" aria-label={ui.t.close} on:click={move |_| ui.behind.set(None)}>
                {icon(Icon::Close)}
            </button>
        </div>
        <p class="sa-muted"><code class="sa-code">{id}</code></p>
        <div class="sa-behind__tools" role="group" aria-label={ui.ask.export}>{formats.into_iter().collect_view()}</div>
        {live(move || match answer.get() {
            Some(answer) => table(ui, &answer, page),
            None => view! { <p class="sa-muted" role="status">{ui.t.starting}</p> }.into_any(),
        })}
    }
    .into_any()
}

fn table(ui: Ui, answer: &Value, page: RwSignal<u64>) -> AnyView {
    let word = answer["grain"].as_str().unwrap_or_default();
    let grain = GRAINS.iter().position(|(grain, _)| *grain == word).unwrap_or(0);
    let columns = GRAINS[grain].1;
    let total = answer["total"].as_u64().unwrap_or(0);
    let count = ui.lang.count(ui.ask.grains[grain], total);
    let row = |row: &Value| {
        let cells = (columns.iter())
            .map(|(path, name)| {
                view! { <td data-label={name(ui.t, ui.ask)} dir="auto"><span class={"sa-clip"}>{cell(ui, path, row)}</span></td> }
                    .into_any()
            })
            .collect_view();
        let id = row["id"].as_str().or(row["session_id"].as_str()).map(str::to_owned);
        let customer = row["customer_name"].as_str().unwrap_or_default().to_owned();
        let session = id.clone();
        let open = id.map(|id| {
            let open = move |_| {
                ui.behind.set(None);
                ui.app.open_session(&id);
            };
            view! {
                <button
                    type="button"
                    class="sa-icon-button"
                    aria-label={fill(ui.t.open_session, &[("customer", &customer)])}
                    on:click={open}
                >
                    {icon(Icon::Next)}
                </button>
            }
            .into_any()
        });
        view! { <tr data-session={session}>{cells}<td>{open}</td></tr> }.into_any()
    };
    let head = |(_, name): &Column| view! { <th scope="col">{name(ui.t, ui.ask)}</th> }.into_any();
    let rows = answer["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    view! {
        <p class="sa-strong" role="status" data-total={total.to_string()}>{count}</p>
        <div class="sa-behind__scroll" tabindex="0" role="region" aria-label={ui.ask.behind}>
            <table class="sa-table">
                <thead>
                    <tr>
                        {columns.iter().map(head).collect_view()}
                        <th scope="col"><span class="sa-visually-hidden">{ui.t.columns[13]}</span></th>
                    </tr>
                </thead>
                <tbody>{rows.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {pager(ui, page, total)}
    }
    .into_any()
}

fn pager(ui: Ui, page: RwSignal<u64>, total: u64) -> AnyView {
    let size = u64::from(PER_PAGE[0]);
    let pages = total.div_ceil(size).max(1);
    let range = move || {
        let from = ((page.get() - 1) * size + 1).min(total);
        let to = (page.get() * size).min(total);
        fill(ui.t.rows_of, &[("from", &ui.number(from)), ("to", &ui.number(to)), ("total", &ui.number(total))])
    };
    let turn = move |label: &'static str, sign: Icon, to: fn(u64) -> u64| {
        let is_out = move || !(1..=pages).contains(&to(page.get()));
        view! {
            <button
                type="button"
                class="sa-icon-button"
                aria-label={label}
                disabled={is_out}
                on:click={move |_| page.update(|page| *page = to(*page))}
            >
                {icon(sign)}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="sa-pager">
            <span class="sa-pager__range">{range}</span>
            {turn(ui.t.previous, Icon::Previous, |page| page - 1)}
            {turn(ui.t.next, Icon::Next, |page| page + 1)}
        </div>
    }
    .into_any()
}

/// The text of a field: instants, lengths and words of the language by the field's name.
fn cell(ui: Ui, path: &str, row: &Value) -> String {
    let value = crate::state::report::at(row, path);
    let name = path.rsplit('.').next().unwrap_or(path);
    let text = value.as_str().unwrap_or_default();
    match (name, value) {
        (_, Value::Number(number)) => match name.ends_with("_s") {
            true => duration(ui.lang, number.as_f64().unwrap_or(0.0)),
            false => ui.number(number.as_u64().unwrap_or(0)),
        },
        ("at" | "started_at", _) => ui.instant(text),
        ("status" | "channel", _) => ui.value(name, text),
        ("type", _) => match row["event"]["from"].as_str() {
            Some(sender) => ui.value("sender", sender),
            None => ui.lang.value("event", text),
        },
        // An event without a text says what came of it.
        ("text", Value::Null) => row["event"]["detail"].as_str().unwrap_or("–").to_owned(),
        (_, Value::String(_)) => text.to_owned(),
        _ => "–".to_owned(),
    }
}
