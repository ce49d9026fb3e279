//! A conversation as it is now: whom it belongs to, and what has changed since it was last seen. Ids of what is derived
//! from it depend on the conversation alone the first time, and on the time of the change after that.

use super::super::object::{Value, as_text};
use super::{Chatwoot, Known, Made, Object, Output, channel};

/// A conversation's times are whole seconds, those of its messages too: what it tells of its last activity comes after
/// the messages of that second.
const AFTER_MESSAGES_MS: i64 = 1;

/// How much of a contact is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    Whole,
    /// With a message, where phone and address are often left out.
    InPassing,
}

impl Chatwoot {
    pub fn conversation(&mut self, object: &Object, out: &mut dyn Output) -> Option<()> {
        let id = object.required("id", object.id("id").filter(|id| id.len() <= 64))?;
        let times = ["last_activity_at", "timestamp", "updated_at", "created_at"];
        let active_at = object.required("last_activity_at", times.iter().find_map(|key| object.instant(key)))?;
        let created_at = object.instant("created_at").unwrap_or(active_at);
        let meta = object.object("meta");
        let contact = meta.object("sender");
        let (assignee, team) = (assignee(&meta), meta.object("team"));
        let before = self.conversations.remove(&id).unwrap_or_default();
        let now = Known {
            customer: contact.id("id").unwrap_or_else(|| format!("anonymous-{id}")),
            inbox: object.id("inbox_id"),
            channel: meta.text("channel").or_else(|| object.text("channel")).map(|kind| channel(&kind)),
            agent: assignee.id("id"),
            team: team.id("id"),
            told_agent: before.told_agent.clone(),
            status: object.text("status").unwrap_or_default(),
            labels: object.list("labels").iter().filter_map(as_text).collect(),
            is_listed: true,
            has_events: before.has_events,
        };
        self.contact(&contact, Telling::Whole, out);
        for (kind, entity) in [("agent", &assignee), ("team", &team)] {
            self.named(kind, entity, out);
        }
        self.begins(&id, now.inbox.as_deref(), created_at);
        let first_reply_at = object.instant("first_reply_created_at");
        let now = self.changes(&id, &before, now, [active_at, first_reply_at.unwrap_or(active_at)], out);
        self.conversations.insert(id.clone(), now);
        self.walk.conversation(&id, active_at);
        object.adopt("meta", &meta);
        self.inner_messages(object, out);
        Some(())
    }

    /// Says what has changed, at the time of the last activity.
    fn changes(
        &mut self,
        id: &str,
        before: &Known,
        mut now: Known,
        [active_at, first_reply_at]: [i64; 2],
        out: &mut dyn Output,
    ) -> Known {
        let suffix = if before.is_listed { format!("@{active_at}") } else { String::new() };
        let (version, active_at) = (active_at, active_at + AFTER_MESSAGES_MS);
        let record =
            |kind: &str, what: &str, at: i64| now.record(kind, &format!("conversation/{id}/{what}{suffix}"), at, id);
        let mut records = Vec::new();
        let is_new = |now: &Option<String>, before: &Option<String>| now.is_some() && now != before;
        let gone = |now: &Option<String>, before: &Option<String>| now.is_none() && before.is_some();
        let is_resolved = now.status == "resolved";
        let mut told_agent = now.told_agent.clone();
        if is_new(&now.agent, &before.agent) || is_new(&now.team, &before.team) {
            // Nobody says since when. Who has a resolved one had it at the first reply at the latest; without a reply it
            // is told with the resolving, if a reporting event tells of that.
            let at = if is_resolved { first_reply_at.min(active_at) } else { active_at };
            if !is_resolved || first_reply_at < version || self.events_come != Some(true) {
                let what = [now.agent.as_deref(), now.team.as_deref()].map(Option::unwrap_or_default).join("/");
                let made = record("assigned", &format!("assigned/{what}"), at);
                records.push(made.maybe("agent_id", now.agent.as_deref()).maybe("team_id", now.team.as_deref()));
                told_agent = now.agent.clone();
            }
        }
        let unassigned = |what: &str| record("unassigned", &format!("unassigned/{what}"), active_at).text("what", what);
        match (gone(&now.agent, &before.agent), gone(&now.team, &before.team)) {
            (false, false) => {}
            (true, true) => records.push(record("unassigned", "unassigned", active_at)),
            (true, false) => records.push(unassigned("agent")),
            (false, true) => records.push(unassigned("team")),
        }
        told_agent = told_agent.filter(|_| !gone(&now.agent, &before.agent));
        for label in now.labels.iter().filter(|label| !before.labels.contains(label)) {
            records.push(record("label_added", &format!("label/{label}"), active_at).text("label", label));
        }
        for label in before.labels.iter().filter(|label| !now.labels.contains(label)) {
            records.push(record("label_removed", &format!("unlabel/{label}"), active_at).text("label", label));
        }
        let change = match (before.status.as_str(), now.status.as_str()) {
            (before, now) if before == now => None,
            (_, "resolved") => Some("resolved"),
            (_, "pending" | "snoozed") => Some("pending"),
            ("pending" | "snoozed" | "resolved", "open") => Some("reopened"),
            _ => None,
        };
        let status = change.map(|kind| {
            let made = now.record(kind, &format!("conversation/{id}/{kind}@{version}"), active_at, id);
            (made.json(), kind == "resolved" || before.status == "resolved")
        });
        records.into_iter().for_each(|made| out.record(&made.json()));
        match status {
            None => {}
            // Reporting events know better when something was resolved and taken up again.
            Some((_, true)) if self.events_come == Some(true) => {}
            Some((json, true)) if self.events_come.is_none() => self.statuses.push((id.to_owned(), json)),
            Some((json, _)) => out.record(&json),
        }
        now.told_agent = told_agent;
        now
    }

    /// Remembers which conversation began in an inbox at a second.
    fn begins(&mut self, id: &str, inbox: Option<&str>, created_at: i64) {
        let key = (inbox.unwrap_or_default().to_owned(), created_at / 1000);
        let known = self.beginnings.entry(key).or_insert_with(|| Some(id.to_owned()));
        if known.as_deref() != Some(id) {
            *known = None;
        }
    }

    /// The messages that came with a conversation, unless all of them will be asked for.
    fn inner_messages(&mut self, object: &Object, out: &mut dyn Output) {
        if self.walk.follows() {
            return;
        }
        let last = object.value("last_non_activity_message").clone();
        for element in object.list("messages").iter().chain([&last]) {
            if let Value::Object(text) = element {
                self.text(text, &Object::default(), out);
            }
        }
    }

    pub fn contact(&mut self, contact: &Object, telling: Telling, out: &mut dyn Output) {
        let name = contact.text("name").or_else(|| contact.text("identifier"));
        let (phone, email) = (contact.text("phone_number"), contact.text("email"));
        if let Some(id) = contact.id("id")
            && (telling == Telling::Whole || !self.entities.contains_key(&format!("customer/{id}")))
            && (name.is_some() || phone.is_some() || email.is_some())
        {
            let made = Made::record("customer").text("id", &id).maybe("name", name.as_deref());
            self.entity(
                format!("customer/{id}"),
                made.maybe("phone", phone.as_deref()).maybe("email", email.as_deref()),
                out,
            );
        }
    }

    /// An agent, team or bot, when it has a name.
    pub fn named(&mut self, kind: &str, object: &Object, out: &mut dyn Output) {
        if let (Some(id), Some(name)) = (object.id("id"), object.first_text(&["name", "available_name"])) {
            let made = Made::record(kind).text("id", &id).text("name", &name);
            self.entity(format!("{kind}/{id}"), made, out);
        }
    }

    /// An entity is told when it is new or other than before.
    pub fn entity(&mut self, key: String, made: Made, out: &mut dyn Output) {
        let json = made.json();
        if self.entities.get(&key) != Some(&json) {
            out.record(&json);
            self.entities.insert(key, json);
        }
    }
}

/// The human who has it: a bot may be the assignee as well.
fn assignee(meta: &Object) -> Object {
    match meta.text("assignee_type").as_deref() {
        None | Some("User") => meta.object("assignee"),
        Some(_) => Object::default(),
    }
}
