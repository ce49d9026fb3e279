//! The facts of a call or chat: durations, queues, transfers, menus, dispositions and the rest of its metadata.

use super::super::made::Made;
use super::super::object::{Object, Value, as_text, elements, short};
use super::Session;
use super::people;

/// The vendor's names of a status, by its number; 6 and 7 are not in use.
const STATUSES: [&str; 20] = [
    "scheduled",
    "queued",
    "assigned",
    "connecting",
    "switching",
    "connected",
    "6",
    "7",
    "finished",
    "failed",
    "recovered",
    "deflected",
    "selecting",
    "va_assigned",
    "va_connected",
    "preview_pending",
    "preview_ready",
    "campaign_connecting",
    "campaign_connected",
    "requeued",
];

/// A status as its name.
pub fn status(text: String) -> String {
    match text.parse::<usize>().ok().and_then(|number| STATUSES.get(number)) {
        Some(name) => (*name).to_owned(),
        None => text,
    }
}

/// Texts that are taken over as they are: the field of the event format, and the keys it may have here.
const TEXTS: [(&str, &[&str]); 11] = [
    ("lang", &["lang"]),
    ("sub_status", &["sub_status", "subStatus"]),
    ("fail_reason", &["fail_reason"]),
    ("disconnected_by", &["disconnected_by"]),
    ("recording_consent", &["recording_permission"]),
    ("recording_url", &["recording_url"]),
    ("ticket_id", &["out_ticket_id"]),
    ("ticket_url", &["out_ticket_url"]),
    ("support_number", &["support_number"]),
    ("outbound_number", &["outbound_number"]),
    ("status", &[]),
];

const INSTANTS: [(&str, &str); 6] = [
    ("queued_at", "queued_at"),
    ("assigned_at", "assigned_at"),
    ("connected_at", "connected_at"),
    ("ended_at", "ends_at"),
    ("scheduled_at", "scheduled_at"),
    ("updated_at", "updated_at"),
];

/// Adds the facts to the record of an interaction.
pub fn write(session: &Session, made: Made) -> Made {
    let object = session.object;
    let mut made = made.maybe("session_type", session.kind.as_deref()).text("direction", direction(session));
    for (field, keys) in TEXTS {
        let text = if field == "status" { session.status.clone() } else { object.first_text(keys) };
        made = made.maybe(field, text.filter(|text| text != "nothing" && text != "no_reason").as_deref());
    }
    for (field, key) in INSTANTS {
        made = made.instant(field, object.instant(key));
    }
    let people = &session.people;
    made = made.maybe("answered_by", people.answered_by());
    made = made.maybe_raw("virtual_agent_assigned", people.bot_assigned.then_some(true));
    made = made.maybe_raw("virtual_agent_connected", people.bot_connected.then_some(true));
    made = durations(object, made);
    made = menu(object, made);
    made = made.list("transfers", transfers(object));
    made = made.maybe("deflection", deflection(object).as_deref());
    made = made.maybe("disposition_code", named(object, &["disposition_codes", "disposition_code"]).as_deref());
    made = made.maybe("disposition_note", named(object, &["disposition_notes", "disposition_note"]).as_deref());
    made = made.list("participants", people::participants(object, people));
    let actions = Made::part()
        .maybe_raw("verification", object.flag("verified").map(u8::from))
        .maybe_raw("photos", count(object, "photos"))
        .maybe_raw("videos", count(object, "videos"));
    if actions.is_empty() { made } else { made.raw("smart_actions", actions.json()) }
}

fn direction(session: &Session) -> &'static str {
    let kind = session.kind.as_deref().unwrap_or_default().to_lowercase();
    let is_outbound = ["outbound", "campaign", "callback"].iter().any(|word| kind.contains(word));
    if is_outbound { "outbound" } else { "inbound" }
}

fn durations(object: &Object, made: Made) -> Made {
    let legs = object.objects("handle_durations");
    let sum = |keys: &[&str]| {
        let seconds = |leg: &Object| keys.iter().filter_map(|key| leg.count(key)).fold(0, i64::saturating_add);
        legs.iter().map(|(leg, _)| seconds(leg)).fold(0, i64::saturating_add)
    };
    let made = if legs.is_empty() {
        let talked = object.count("call_duration").or_else(|| object.count("chat_duration"));
        made.maybe_raw("handle_seconds", talked).maybe_raw("hold_seconds", object.count("hold_duration"))
    } else {
        // A leg of a chat says `chat_duration` where one of a call says `call_duration`.
        let handled = sum(&["bcw_duration", "call_duration", "chat_duration", "acw_duration"]);
        let made = made.raw("handle_seconds", handled).raw("hold_seconds", sum(&["hold_duration"]));
        made.raw("wrap_up_seconds", sum(&["acw_duration"]))
    };
    legs.iter().for_each(|(leg, _)| object.adopt("handle_durations", leg));
    let waits = object.objects("queue_durations");
    if waits.is_empty() {
        let waited = object.count("queue_duration").or_else(|| object.count("wait_duration"));
        return made.maybe_raw("queue_seconds", waited);
    }
    let mut total: i64 = 0;
    let mut queues = Vec::new();
    for (wait, _) in &waits {
        let seconds = wait.count("queue_duration").unwrap_or(0);
        total = total.saturating_add(seconds);
        let in_sla = match wait.text("service_level_event").as_deref() {
            Some("in_sla") => Some(true),
            Some("not_in_sla") => Some(false),
            _ => None,
        };
        let queue = path(wait, "menu_path").or_else(|| path(object, "menu_path"));
        let queue = queue.unwrap_or_else(|| "unknown".to_owned());
        queues.push(Made::part().text("queue", &queue).raw("seconds", seconds).maybe_raw("in_sla", in_sla).json());
        object.adopt("queue_durations", wait);
    }
    made.raw("queue_seconds", total).list("queues", queues)
}

fn menu(object: &Object, made: Made) -> Made {
    let (menu, chosen) = (object.object("menu_path"), object.object("selected_menu"));
    let name = menu.text("name");
    let queue = name.as_deref().and_then(|name| parts(name).next_back()).map(str::to_owned);
    let ids = menu.text("materialized_path");
    let made = made
        .maybe("menu_path", name.as_deref())
        .maybe("menu_path_id", chosen.text("id").or_else(|| ids.clone()).as_deref())
        .maybe("queue", queue.or_else(|| chosen.text("name")).as_deref())
        .maybe("queue_path", ids.or(name).as_deref())
        .maybe_raw("queue_priority", object.integer("queue_priority_level"));
    object.adopt("menu_path", &menu);
    object.adopt("selected_menu", &chosen);
    made
}

/// The names in a path of menus.
pub fn parts(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split(['/', '>']).map(str::trim).filter(|part| !part.is_empty())
}

fn transfers(object: &Object) -> Vec<String> {
    let one = |(transfer, text): &(Object, String)| {
        let at =
            ["created_at", "assigned_at", "connected_at", "updated_at"].iter().find_map(|key| transfer.instant(key));
        let end = |way: &str| {
            let person = |key: String| {
                let names = ["name", "va_alias", "email", "agent_number", "id"];
                as_text(transfer.value(&key)).or_else(|| transfer.object(&key).first_text(&names))
            };
            let person = person(format!("{way}_agent")).or_else(|| person(format!("{way}_virtual_agent")));
            let menu = path(transfer, &format!("{way}_menu_path"));
            person.into_iter().chain(menu).collect::<Vec<_>>().join(" · ")
        };
        let (from, to) = (end("from"), end("to"));
        let kind = transfer.text("status").unwrap_or_else(|| "unknown".to_owned());
        object.adopt("transfers", transfer);
        if at.is_none() {
            object.fault(format!("transfers: one without instant: {}", short(text)));
        }
        Some(Made::part().instant("at", Some(at?)).text("from", &from).text("to", &to).text("kind", &kind).json())
    };
    object.objects("transfers").iter().filter_map(one).collect()
}

fn deflection(object: &Object) -> Option<String> {
    let is_one = |text: &String| text != "no_deflection";
    let keys = ["deflection", "deflection_type", "type", "name", "reason"];
    let detail = |detail: &Value| name_of(detail, &keys).filter(is_one);
    let details = || object.list("deflection_details").iter().find_map(detail);
    object.text("deflection").filter(is_one).or_else(details)
}

/// The names or texts under the first of these keys that has any: a text, an object or a list of either.
fn named(object: &Object, keys: &[&str]) -> Option<String> {
    let under = |key: &&str| {
        let read = |element: &Value| {
            let name = name_of(element, &["name", "code", "note", "notes", "text", "content"]);
            if name.is_none() {
                object.fault(format!("{key}: expected texts, or objects with a name"));
            }
            name
        };
        let found: Vec<String> = object.one_or_more(key).iter().filter_map(read).collect();
        (!found.is_empty()).then(|| found.join(", "))
    };
    keys.iter().find_map(under)
}

fn name_of(value: &Value, keys: &[&str]) -> Option<String> {
    match value {
        Value::Object(text) => Object::read(text).ok()?.first_text(keys),
        other => as_text(other),
    }
}

/// A menu's path: a text, or an object with a name.
fn path(object: &Object, key: &str) -> Option<String> {
    name_of(object.value(key), &["name", "materialized_path"])
}

/// How many there are in a list.
fn count(object: &Object, key: &str) -> Option<usize> {
    match object.value(key) {
        Value::List(text) => elements(text).map(|elements| elements.len()),
        _ => object.count(key).map(|count| count as usize),
    }
}
