//! Rules of one's own: what a session is, and what-if for SLA, clock and business hours. Each change is a question that
//! the figures answer at once, with the difference beside them.

use crate::i18n::{duration, fill};
use crate::state::{Rules, report};
use crate::views::live::live;
use crate::views::ui::Ui;
use leptos::prelude::*;
use serde_json::{Map, Value, json};

/// What the figures are asked about, until it is dismissed.
pub fn asked(ui: Ui) -> AnyView {
    live(move || {
        let before = ui.app.before.get()?;
        let origin = before.clone();
        let name = match before.policy == ui.app.route.with(|route| route.policy.clone()) {
            true => ui.ask.measured_before.to_owned(),
            false => {
                let configured = || ui.app.settings.with(|settings| settings.policy.clone());
                ui.policy_name(&before.policy.clone().unwrap_or_else(configured))
            }
        };
        Some(
            view! {
                <div class="sa-notice" role="status">
                    {crate::views::icon::icon(crate::views::icon::Icon::Split)}
                    <p>{fill(ui.ask.rules_changed, &[("rules", &name)])}</p>
                    <button type="button" class="sa-button" on:click={move |_| ui.app.set_rules(origin.clone())}>
                        {ui.ask.back_to}
                    </button>
                    <button type="button" class="sa-button" on:click={move |_| ui.app.before.set(None)}>{ui.ask.dismiss}</button>
                </div>
            }
            .into_any(),
        )
    })
    .into_any()
}

/// Lengths of time that a slider goes through, in seconds.
const STEPS: [i64; 15] =
    [0, 60, 300, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 172_800, 259_200, 604_800, 2_592_000];

const SCOPES: [&str; 3] = ["customer", "inbox", "conversation"];
const STARTS: [&str; 5] = ["customer_message", "opened", "bot_message", "agent_message", "any"];
const CLOCKS: [&str; 2] = ["wall", "business"];

/// The rules as they are being changed.
#[derive(Clone, Copy)]
struct Draft {
    ui: Ui,
    /// Every field of the policy.
    policy: RwSignal<Value>,
    /// The same before any change here, and how it was chosen.
    origin: StoredValue<(Value, Option<String>)>,
    /// SLA, clock and business hours, as far as they were changed.
    what_if: RwSignal<Value>,
}

pub(super) fn form(ui: Ui) -> AnyView {
    let resolved = ui.figures.with_untracked(|figures| Some(figures.as_ref()?.report.at("policy").clone()));
    let (chosen, what_if) = ui.app.route.with_untracked(|route| (route.policy.clone(), route.rules.clone()));
    let what_if = what_if.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_else(|| json!({}));
    let policy = resolved.unwrap_or_default();
    let draft = Draft {
        ui,
        policy: RwSignal::new(policy.clone()),
        origin: StoredValue::new((policy, chosen)),
        what_if: RwSignal::new(what_if),
    };
    let q = ui.ask;
    let reason = live(move || {
        let reason = draft.policy.with(nonsense).or_else(|| draft.lacks_hours().then_some(6));
        reason.map(|reason| view! { <p class="sa-form__error">{q.nonsense[reason]}</p> }.into_any())
    });
    view! {
        <details class="sa-rules">
            <summary>{q.rules}</summary>
            <div class="sa-form">
                {choice(q.scope, SCOPES.iter().copied().zip(q.scopes).collect(), draft.text("scope"), move |value| draft.set("scope", value.into()))}
                {draft.length(q.window, "window_s", q.never, true)}
                {draft.length(q.idle, "idle_s", q.never, true)}
                {check(q.ends_on_resolve, Signal::derive(move || draft.policy.with(|policy| policy["ends_on_resolve"] == true)), move |on| draft.set("ends_on_resolve", on.into()))}
                {draft.length(q.grace, "grace_s", q.at_once, false)}
                <fieldset class="sa-rules__set">
                    <legend>{q.starts_on}</legend>
                    {STARTS.iter().zip(q.starts).map(|(start, name)| draft.start(start, name)).collect_view()}
                </fieldset>
                <div role="alert">{reason}</div>
            </div>
        </details>
        <details class="sa-rules">
            <summary>{q.what_if}</summary>
            <div class="sa-form">
                {slider(ui, q.sla, "", Signal::derive(move || draft.sla()), move |value| draft.assume("sla_resolution_s", value.into()))}
                {choice(q.clock, CLOCKS.iter().copied().zip(q.clocks).collect(), Signal::derive(move || draft.clock()), move |value| draft.assume_clock(value))}
                {draft.hours()}
                <button type="button" class="sa-button" on:click={move |_| {
                    draft.what_if.set(json!({}));
                    ui.app.set_rules(Rules::default());
                    ui.open.set(None);
                }}>{q.reset}</button>
            </div>
        </details>
    }
    .into_any()
}

impl Draft {
    fn text(self, field: &'static str) -> Signal<String> {
        Signal::derive(move || self.policy.with(|policy| policy[field].as_str().unwrap_or_default().to_owned()))
    }

    /// Changes a field of the policy, and asks.
    fn set(self, field: &'static str, value: Value) {
        self.policy.update(|policy| {
            policy[field] = value;
            // Interactions are never split: whoever changes a rule means sessions that are.
            if policy["preset"] == "interaction" {
                policy["preset"] = "resolution".into();
            }
        });
        self.ask();
    }

    /// Changes a what-if, and asks.
    fn assume(self, field: &'static str, value: Value) {
        self.what_if.update(|what_if| what_if[field] = value);
        self.ask();
    }

    fn ask(self) {
        let what_if = self.what_if.with_untracked(|what_if| match what_if.as_object().is_some_and(Map::is_empty) {
            true => None,
            false => Some(what_if.to_string()),
        });
        let policy = self.policy.with_untracked(|policy| {
            self.origin
                .with_value(|(origin, chosen)| if origin == policy { chosen.clone() } else { Some(policy.to_string()) })
        });
        self.ui.app.set_rules(Rules { policy, what_if });
    }

    fn length(self, label: &'static str, field: &'static str, zero: &'static str, is_optional: bool) -> AnyView {
        let value = Signal::derive(move || self.policy.with(|policy| policy[field].as_i64().unwrap_or(0)));
        let set = move |seconds: i64| {
            self.set(field, if is_optional && seconds == 0 { Value::Null } else { seconds.into() });
        };
        slider(self.ui, label, zero, value, set)
    }

    fn start(self, start: &'static str, name: &'static str) -> AnyView {
        let list = move |policy: &Value| policy["starts_on"].as_array().cloned().unwrap_or_default();
        let is_on = Signal::derive(move || self.policy.with(|policy| list(policy).contains(&start.into())));
        let toggle = move |on: bool| {
            let mut starts = self.policy.with_untracked(list);
            starts.retain(|known| *known != start);
            if on {
                starts.push(start.into());
            }
            self.set("starts_on", starts.into());
        };
        check(name, is_on, toggle)
    }

    /// A rule of how things are measured: assumed, else as configured.
    fn rule(self, field: &str) -> Value {
        let assumed = self.what_if.with(|what_if| what_if[field].clone());
        if assumed.is_null() { self.ui.app.rules()[field].clone() } else { assumed }
    }

    fn sla(self) -> i64 {
        self.rule("sla_resolution_s").as_i64().unwrap_or(86_400)
    }

    fn clock(self) -> String {
        self.rule("clock").as_str().unwrap_or(CLOCKS[0]).to_owned()
    }

    /// A business clock needs hours: the usual ones, where none are known.
    fn assume_clock(self, clock: &str) {
        let hours = untrack(|| self.rule("business_hours"));
        if clock == CLOCKS[1] && hours.is_null() {
            let mut usual = json!({});
            (1..=5).for_each(|day| usual[day.to_string()] = json!([["09:00", "17:00"]]));
            self.what_if.update(|what_if| what_if["business_hours"] = usual);
        }
        self.assume("clock", clock.into());
    }

    fn lacks_hours(self) -> bool {
        self.clock() == CLOCKS[1] && (1..=7).all(|day| self.hours_of(day).is_empty())
    }

    /// Each day by itself: when it opens and when it closes. Breaks between stay as they are configured.
    fn hours(self) -> AnyView {
        let q = self.ui.ask;
        let spans = move |day: usize| self.hours_of(day);
        let write = move |day: usize, spans: Vec<Value>| {
            let mut hours = untrack(|| self.rule("business_hours")).as_object().cloned().unwrap_or_default();
            match spans.is_empty() {
                true => drop(hours.remove(&day.to_string())),
                false => drop(hours.insert(day.to_string(), spans.into())),
            }
            self.assume("business_hours", hours.into());
        };
        let time = move |day: usize, label: String, is_end: bool| {
            let place = usize::from(is_end);
            let shown = move || {
                let spans = spans(day);
                let span = if is_end { spans.last() } else { spans.first() };
                let text = span.and_then(|span| span[place].as_str()).unwrap_or_default().to_owned();
                // A clock in a browser does not know the end of the day.
                if text == END_OF_DAY { MIDNIGHT.to_owned() } else { text }
            };
            let change = move |event| {
                let text: String = event_target_value(&event);
                let mut spans = untrack(|| spans(day));
                let span = if is_end { spans.last_mut() } else { spans.first_mut() };
                if let Some(span) = span.filter(|_| !text.is_empty()) {
                    span[place] = if is_end && text == MIDNIGHT { END_OF_DAY.into() } else { text.into() };
                    write(day, spans);
                }
            };
            let is_closed = move || spans(day).is_empty();
            view! {
                <input type="time" class="sa-input" required=true aria-label={label} hidden={is_closed} prop:value={shown} on:change={change} />
            }
            .into_any()
        };
        let day = move |(i, name): (usize, &'static str)| {
            let day = i + 1;
            let toggle = move |on: bool| {
                // As another day, else the usual hours.
                let usual = || {
                    let known = (1..=7).map(spans).find(|spans| !spans.is_empty());
                    known.unwrap_or_else(|| vec![json!(["09:00", "17:00"])])
                };
                write(day, if on { untrack(usual) } else { Vec::new() });
            };
            view! {
                <div class="sa-rules__day">
                    {check(name, Signal::derive(move || !spans(day).is_empty()), toggle)}
                    {time(day, format!("{name}, {}", q.from), false)}
                    {time(day, format!("{name}, {}", q.to), true)}
                </div>
            }
            .into_any()
        };
        view! {
            <fieldset class="sa-rules__set">
                <legend>{q.hours}</legend>
                {self.ui.t.words.weekday.into_iter().enumerate().map(day).collect_view()}
            </fieldset>
        }
        .into_any()
    }

    /// The spans of a weekday, counted from Monday as 1.
    fn hours_of(self, day: usize) -> Vec<Value> {
        report::at(&self.rule("business_hours"), &day.to_string()).as_array().cloned().unwrap_or_default()
    }
}

/// How business hours write the end of a day, and how a browser's field for a time does.
const END_OF_DAY: &str = "24:00";
const MIDNIGHT: &str = "00:00";

/// Why a policy makes no sense, by the place of its text.
fn nonsense(policy: &Value) -> Option<usize> {
    let length = |field: &str| policy[field].as_i64();
    let ends_on_resolve = policy["ends_on_resolve"] == true;
    if policy["preset"] == "interaction" {
        return Some(5);
    }
    let is_at_all = [
        policy["starts_on"].as_array().is_some_and(Vec::is_empty),
        !ends_on_resolve && length("idle_s").is_none() && length("window_s").is_none(),
        !ends_on_resolve && length("grace_s").unwrap_or(0) > 0,
        length("idle_s").zip(length("window_s")).is_some_and(|(idle, window)| idle >= window),
        length("window_s") == Some(0),
    ];
    is_at_all.iter().position(|is_so| *is_so)
}

fn check(label: &'static str, is_on: Signal<bool>, set: impl Fn(bool) + 'static) -> AnyView {
    view! {
        <label class="sa-rules__check">
            <input type="checkbox" prop:checked={is_on} on:change={move |event| set(event_target_checked(&event))} />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

fn choice(
    label: &'static str,
    options: Vec<(&'static str, &'static str)>,
    chosen: Signal<String>,
    set: impl Fn(&str) + 'static,
) -> AnyView {
    let option = move |(value, name): (&'static str, &'static str)| {
        view! { <option value={value} selected={move || chosen.get() == value}>{name}</option> }.into_any()
    };
    view! {
        <label class="sa-field">
            <span>{label}</span>
            <select class="sa-select" on:change={move |event| {
                let value: String = event_target_value(&event);
                set(&value);
            }}>
                {options.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// A length of time among [`STEPS`], with a word for none where there is one; it is asked about when the slider is let go.
fn slider(ui: Ui, label: &'static str, zero: &'static str, value: Signal<i64>, set: impl Fn(i64) + 'static) -> AnyView {
    let shown = RwSignal::new(None::<usize>);
    let step = move || STEPS.iter().rposition(|step| *step <= value.get()).unwrap_or(0);
    let text = move || {
        let seconds = shown.get().map_or_else(|| value.get(), |step| STEPS[step]);
        if seconds == 0 && !zero.is_empty() { zero.to_owned() } else { duration(ui.lang, seconds as f64) }
    };
    let place =
        |event: &leptos::ev::Event| event_target_value(event).parse::<usize>().unwrap_or(0).min(STEPS.len() - 1);
    view! {
        <label class="sa-field sa-field--slider">
            <span>{label}</span>
            <span class="sa-strong">{text}</span>
            <input
                type="range"
                min="0"
                max={(STEPS.len() - 1).to_string()}
                prop:value={move || step().to_string()}
                aria-valuetext={text}
                on:input={move |event| shown.set(Some(place(&event)))}
                on:change={move |event| {
                    let step = place(&event);
                    shown.set(None);
                    set(STEPS[step]);
                }}
            />
        </label>
    }
    .into_any()
}
