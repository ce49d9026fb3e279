//! What stands behind a figure: its rows, as many as it says, in a dialog over the page.

use super::beside;
use super::icon::{Icon, icon};
use super::ui::Ui;
use crate::i18n::{AskText, Text, duration, fill, joined};
use crate::state::{Failure, Figure, ListView, Shared};
use crate::views::detail::told;
use crate::views::leaf::{figure_button, word};
use crate::views::list::{Listing, controls};
use crate::views::live::live;
use crate::views::metric::money;
use crate::views::states;
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;
use serde_json::{Value, json};

/// The path of a field in a row, by which it is sorted too, and what its column is called.
type Column = (&'static str, fn(&Text, &AskText) -> &'static str);

const CUSTOMER: Column = ("customer_name", |t, _| t.fact_customer);

/// What one row is.
struct Grain {
    word: &'static str,
    /// As which column has it; empty: as the rows appear.
    order: &'static str,
    /// Whether customers are named in it, by whom one can search.
    has_customers: bool,
    columns: &'static [Column],
}

/// In the order of the texts for how many there are.
const GRAINS: &[Grain] = &[
    Grain {
        word: "sessions",
        order: "-started_at",
        has_customers: true,
        columns: &[
            CUSTOMER,
            ("channel", |t, _| t.columns[1]),
            ("status", |t, _| t.columns[5]),
            ("agent_name", |t, _| t.columns[6]),
            ("started_at", |t, _| t.columns[7]),
            ("duration_s", |t, _| t.duration_all),
        ],
    },
    Grain {
        word: "events",
        order: "-event.at",
        has_customers: true,
        columns: &[
            ("event.at", |_, q| q.at),
            ("event.type", |_, q| q.event),
            CUSTOMER,
            ("event.agent_name", |t, _| t.columns[6]),
            ("event.channel", |t, _| t.columns[1]),
            ("event.text", |_, q| q.text),
        ],
    },
    Grain {
        word: "credits",
        order: "-at",
        has_customers: false,
        columns: &[
            ("at", |_, q| q.at),
            ("type", |_, q| q.event),
            ("category", |_, q| q.category),
            ("amount", |_, q| q.amount),
        ],
    },
    Grain {
        word: "customers",
        order: "",
        has_customers: true,
        columns: &[CUSTOMER, ("customer_phone", |t, _| t.columns[3])],
    },
    Grain {
        word: "conversations",
        order: "",
        has_customers: true,
        columns: &[("conversation", |_, q| q.conversation), CUSTOMER, ("channel", |t, _| t.columns[1])],
    },
    Grain {
        word: "flows",
        order: "",
        has_customers: false,
        columns: &[("flow_name", |_, q| q.flow), ("count", |t, _| t.boards.number)],
    },
];

/// Opens the rows of a figure; the card around the pressed element names it.
pub fn open(ui: Ui, metric: &str, key: &str, event: &MouseEvent) {
    let title = event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|element| {
        let card = element.closest(".sa-card, .sa-headline").ok()??;
        card.query_selector(".sa-card__title, .sa-headline__unit").ok()??.text_content()
    });
    of(ui, metric, key, title.unwrap_or_default());
}

/// The same under a title.
pub fn of(ui: Ui, metric: &str, key: &str, title: String) {
    ui.behind.set(Some(Figure::new(metric, key, title)));
}

/// The figure of a row of a list, which opens its rows, and beside it what it was. What is not defined has none.
pub fn figure(ui: Ui, metric: &str, key: &str, raw: &str, text: String) -> AnyView {
    if raw == "null" {
        return text.into_any();
    }
    let difference = beside::difference(ui, metric, key, raw);
    let (metric, key) = (metric.to_owned(), key.to_owned());
    let open = move |event: MouseEvent| {
        // The row around it may open something else.
        event.stop_propagation();
        open(ui, &metric, &key, &event);
    };
    view! {
        {figure_button("sa-figure".to_owned(), ui.t.open_rows, None, text, open)}
        {difference}
    }
    .into_any()
}

/// The dialog. It is there once, and empty while no figure is open.
pub fn dialog(ui: Ui) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    let view = RwSignal::new(ListView::natural());
    let answer = RwSignal::new(None::<Answer>);
    Effect::new(move |_| {
        let (figure, Some(dialog)) = (ui.behind.get(), node.get()) else { return };
        view.update(|view| *view = ListView { per_page: view.per_page, ..ListView::natural() });
        answer.set(None);
        if figure.is_none() {
            dialog.close();
        } else if !dialog.open() {
            _ = dialog.show_modal();
        }
    });
    Effect::new(move |_| {
        let (Some(figure), asked) = (ui.behind.get(), view.get()) else { return };
        spawn_local(async move {
            let rows = ui.app.rows(figure.clone(), asked.clone()).await;
            if ui.behind.try_get_untracked().flatten() == Some(figure) && view.try_get_untracked() == Some(asked) {
                _ = answer.try_set(Some(rows.map(Shared::new)));
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
            {live(move || ui.behind.get().map(|figure| body(ui, &figure, view, answer)))}
        </dialog>
    }
    .into_any()
}

/// `{grain, total, rows}`, or why there are none.
type Answer = Result<Shared<Value>, Failure>;

fn body(ui: Ui, figure: &Figure, view: RwSignal<ListView>, answer: RwSignal<Option<Answer>>) -> AnyView {
    let formats = ["csv", "xlsx", "json"].map(|format| {
        let (metric, part) = (figure.metric.clone(), figure.part.clone());
        let what = move || {
            let ListView { sort, search, .. } = view.get();
            json!({"metric": metric, "part": part, "sort": sort, "search": search}).to_string()
        };
        view! {
            <button type="button" class="sa-button" data-take="file" data-format={format} data-what={what}>
                {format.to_ascii_uppercase()}
            </button>
        }
        .into_any()
    });
    let part: Vec<String> = figure.part.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let id = joined([&figure.metric].into_iter().chain(&part), " · ");
    // Other rows of the same kind change what is in the table, and leave the focus where it is.
    let grain =
        Memo::new(move |_| answer.with(|answer| Some(answer.as_ref()?.as_ref().ok().map(|rows| grain_of(rows)))));
    view! {
        <div class="sa-card__head">
            <h2 class="sa-card__title" id="sa-title-behind">{ui.ask.behind}": "{figure.title.clone()}</h2>
            <button type="button" class="sa-icon-button" aria-label={ui.t.close} on:click={move |_| ui.behind.set(None)}>
                {icon(Icon::Close)}
            </button>
        </div>
        <p class="sa-muted"><code class="sa-code">{id}</code></p>
        <div class="sa-behind__tools" role="group" aria-label={ui.t.export}>{formats.into_iter().collect_view()}</div>
        {live(move || match grain.get() {
            Some(Some(grain)) => table(ui, grain, view, answer),
            Some(None) => live(move || {
                let failure = answer.get().and_then(Result::err);
                failure.map(|failure| states::unanswered(ui, &failure, move || view.notify()))
            })
            .into_any(),
            None => view! { <p class="sa-muted" role="status">{ui.t.starting}</p> }.into_any(),
        })}
    }
    .into_any()
}

/// Which of [`GRAINS`] the rows are.
fn grain_of(rows: &Value) -> usize {
    GRAINS.iter().position(|grain| rows["grain"] == grain.word).unwrap_or(0)
}

fn table(ui: Ui, grain: usize, view: RwSignal<ListView>, answer: RwSignal<Option<Answer>>) -> AnyView {
    let Grain { order, has_customers, columns, .. } = &GRAINS[grain];
    let listing = Listing::Local(view, order);
    let rows = Signal::derive(move || answer.get().and_then(Result::ok));
    let total = Signal::derive(move || rows.get().map_or(0, |rows| rows["total"].as_u64().unwrap_or(0)));
    let count = live(move || ui.lang.count(ui.ask.grains[grain], total.get()));
    let search =
        has_customers.then(|| controls::search(ui, listing, ui.t.search_sessions, ui.t.boards.search_mapping_name));
    let sortable = columns.iter().map(|(path, name)| (name(ui.t, ui.ask).to_owned(), *path)).collect();
    let head = |(path, name): &'static Column| {
        controls::head(ui, listing, name(ui.t, ui.ask), path, is_number(path) || controls::is_instant(path))
    };
    let body = live(move || {
        let rows = rows.get();
        let rows = rows.as_deref().and_then(|rows| rows["rows"].as_array()).map(Vec::as_slice).unwrap_or_default();
        rows.iter().map(|value| row(ui, columns, value)).collect_view()
    });
    view! {
        <div class="sa-behind__tools">
            <p class="sa-strong" role="status" data-total={move || total.get().to_string()}>{count}</p>
            {search}
        </div>
        {controls::sorting(ui, listing, sortable)}
        <div class="sa-behind__scroll" tabindex="0" role="region" aria-label={ui.ask.behind}>
            <table class="sa-table" role="table" aria-label={ui.ask.behind}>
                <thead role="rowgroup">
                    <tr role="row">
                        {columns.iter().map(head).collect_view()}
                        <th role="columnheader" scope="col"><span class="sa-visually-hidden">{ui.t.columns[13]}</span></th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{body}</tbody>
            </table>
        </div>
        {controls::pager(ui, listing, total)}
    }
    .into_any()
}

fn row(ui: Ui, columns: &'static [Column], row: &Value) -> AnyView {
    let cells = (columns.iter())
        .map(|(path, name)| {
            view! {
                <td role="cell" data-label={name(ui.t, ui.ask)} dir="auto" class:sa-table__number={is_number(path)}>
                    {word("sa-clip", cell(ui, path, row))}
                </td>
            }
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
    view! { <tr role="row" data-session={session}>{cells}<td role="cell">{open}</td></tr> }.into_any()
}

/// By the names that fields of figures have.
fn is_number(path: &str) -> bool {
    path.ends_with("_s") || ["count", "amount"].contains(&path)
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
        ("category", Value::String(_)) => ui.value("credit", text),
        ("amount", _) => money(ui, text, ""),
        // An event without a text says what came of it.
        ("text", Value::Null) => {
            let event = &row["event"];
            let detail = event["detail"].as_str().filter(|detail| *detail != "none");
            detail.map_or_else(|| "–".to_owned(), |detail| told(ui, event["type"].as_str().unwrap_or_default(), detail))
        }
        (_, Value::String(_)) => text.to_owned(),
        _ => "–".to_owned(),
    }
}
