//! The way through the API: pages of conversations, for each that has changed the pages of its messages, and on. It knows
//! addresses as text, and asks nobody.

use super::super::object::Object;
use std::collections::{HashMap, HashSet, VecDeque};

/// The messages of a conversation come in pages of 100, by older servers of 20.
const LEAST_MESSAGES: usize = 20;
const PER_PAGE: usize = 25;

#[derive(Debug, Default)]
pub struct Walk {
    pub place: Place,
    address: String,
    /// Addresses to go to after this page.
    queue: VecDeque<String>,
    /// Addresses of this pass: none is asked for twice.
    asked: HashSet<String>,
    /// `current_page` and `total_pages`, where a page says so.
    pages: Option<(i64, i64)>,
    elements: usize,
    /// A conversation of this page has changed since its messages were read.
    has_news: bool,
    talks: HashMap<String, Talk>,
}

/// What a page is of, by its address.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum Place {
    #[default]
    Other,
    Conversations,
    Messages {
        conversation: String,
    },
    Events {
        conversation: String,
    },
}

/// How far the messages of a conversation have been read.
#[derive(Debug, Default)]
struct Talk {
    last_message: u64,
    /// The time of its last activity, as it was listed, and when its messages were last read to their end.
    listed: i64,
    read: Option<i64>,
}

impl Walk {
    pub fn begin(&mut self) {
        self.queue.clear();
        self.asked.clear();
    }

    pub fn open(&mut self, address: &str) {
        *self = Walk {
            place: place(address),
            address: address.to_owned(),
            queue: std::mem::take(&mut self.queue),
            asked: std::mem::take(&mut self.asked),
            talks: std::mem::take(&mut self.talks),
            ..Walk::default()
        };
    }

    /// Whether messages will be asked for: then those inside conversations are not needed.
    pub fn follows(&self) -> bool {
        self.address.starts_with("http")
    }

    pub fn meta(&mut self, meta: &Object) {
        self.pages = meta.integer("current_page").zip(meta.integer("total_pages"));
    }

    pub fn count(&mut self) {
        self.elements += 1;
    }

    /// A conversation on this page, and when something last happened in it.
    pub fn conversation(&mut self, id: &str, active_at: i64) {
        let talk = self.talks.entry(id.to_owned()).or_default();
        talk.listed = active_at;
        if talk.read != Some(active_at) {
            self.has_news = true;
            if let Some(messages) = self.follows().then(|| messages(&self.address, id)).flatten() {
                self.queue.push_back(with(&messages, "after", &self.talks[id].last_message.to_string()));
            }
        }
    }

    pub fn message(&mut self, conversation: &str, id: &str) {
        let talk = self.talks.entry(conversation.to_owned()).or_default();
        talk.last_message = talk.last_message.max(id.parse().unwrap_or(0));
    }

    /// Where to go on.
    pub fn next(&mut self) -> Option<String> {
        if !self.follows() {
            return None;
        }
        let page = parameter(&self.address, "page").and_then(|page| page.parse::<u64>().ok()).unwrap_or(1);
        let following = with(&self.address, "page", &page.saturating_add(1).to_string());
        match &self.place {
            Place::Messages { conversation } => {
                let talk = self.talks.entry(conversation.clone()).or_default();
                let after = parameter(&self.address, "after").and_then(|after| after.parse().ok());
                if self.elements >= LEAST_MESSAGES && after.is_some_and(|after: u64| talk.last_message > after) {
                    self.queue.push_front(with(&self.address, "after", &talk.last_message.to_string()));
                } else {
                    talk.read = Some(talk.listed);
                }
            }
            // The latest active come first: after a page without news there is none. In another order one cannot tell.
            Place::Conversations => {
                let sort = parameter(&self.address, "sort_by");
                let is_latest_first =
                    sort.is_none_or(|sort| sort.starts_with("last_activity_at_desc") || sort == "latest");
                if self.elements > 0 && (self.has_news || !is_latest_first) {
                    self.queue.push_back(following);
                }
            }
            Place::Events { .. } => {}
            Place::Other => {
                let has_more = match self.pages {
                    Some((current, total)) => current < total,
                    None => self.elements >= PER_PAGE && self.address.contains("csat_survey_responses"),
                };
                if has_more {
                    self.queue.push_back(following);
                }
            }
        }
        while let Some(next) = self.queue.pop_front() {
            if self.asked.insert(next.clone()) {
                return Some(next);
            }
        }
        None
    }
}

fn place(address: &str) -> Place {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.trim_end_matches('/').rsplit('/');
    match [parts.next(), parts.next(), parts.next()] {
        [Some("conversations"), ..] => Place::Conversations,
        [Some("messages"), Some(id), Some("conversations")] => Place::Messages { conversation: id.to_owned() },
        [Some("reporting_events"), Some(id), Some("conversations")] => Place::Events { conversation: id.to_owned() },
        _ => Place::Other,
    }
}

/// The messages of a conversation of the account that an address belongs to.
fn messages(address: &str, conversation: &str) -> Option<String> {
    let account = address.find("/accounts/")? + "/accounts/".len();
    let end = account + address[account..].find(['/', '?', '#'])?;
    let is_number = !conversation.is_empty() && conversation.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{}/conversations/{conversation}/messages", &address[..end]))
}

fn parameter<'a>(address: &'a str, name: &str) -> Option<&'a str> {
    let query = address.split('#').next()?.split_once('?')?.1;
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// Sets one parameter; the value needs no encoding.
fn with(address: &str, name: &str, value: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let others = query.split('&').filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(name));
    let all: Vec<String> = others.map(str::to_owned).chain([format!("{name}={value}")]).collect();
    format!("{path}?{}", all.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "https://x.test/api/v1/accounts/1/conversations?status=all";

    /// Opens each address with so many elements, and shows where it leads.
    fn step(walk: &mut Walk, address: &str, fill: impl FnOnce(&mut Walk)) -> Option<String> {
        walk.open(address);
        fill(walk);
        walk.next().map(|next| next.trim_start_matches("https://x.test/api/v1/accounts/1/conversations").to_owned())
    }

    #[test]
    fn changed_conversations_are_read_and_then_the_next_page() {
        let mut walk = Walk::default();
        let list = |walk: &mut Walk, ids: &[(&str, i64)]| {
            ids.iter().for_each(|(id, at)| {
                walk.count();
                walk.conversation(id, *at);
            });
        };
        walk.begin();
        let next = step(&mut walk, LIST, |walk| list(walk, &[("7", 50), ("8", 40)]));
        assert_eq!(next.as_deref(), Some("/7/messages?after=0"));
        let messages = "https://x.test/api/v1/accounts/1/conversations/7/messages?after=0";
        let next = step(&mut walk, messages, |walk| {
            (1..=20).for_each(|id: u64| {
                walk.count();
                walk.message("7", &id.to_string());
            });
        });
        assert_eq!(next.as_deref(), Some("/7/messages?after=20"));
        let next = step(&mut walk, &messages.replace("=0", "=20"), |_| {});
        assert_eq!(next.as_deref(), Some("/8/messages?after=0"));
        let next = step(&mut walk, &messages.replace("/7/", "/8/"), |_| {});
        assert_eq!(next.as_deref(), Some("?status=all&page=2"));
        let next = step(&mut walk, &format!("{LIST}&page=2"), |_| {});
        assert_eq!(next, None);
        // Later: one has changed.
        walk.begin();
        let next = step(&mut walk, LIST, |walk| list(walk, &[("7", 60), ("8", 40)]));
        assert_eq!(next.as_deref(), Some("/7/messages?after=20"));
        let next = step(&mut walk, &messages.replace("=0", "=20"), |_| {});
        assert_eq!(next.as_deref(), Some("?status=all&page=2"));
        walk.begin();
        assert_eq!(step(&mut walk, LIST, |walk| list(walk, &[("7", 60), ("8", 40)])), None);
        // What could not be read to its end is asked for again.
        walk.begin();
        step(&mut walk, LIST, |walk| list(walk, &[("9", 70)]));
        walk.begin();
        let next = step(&mut walk, LIST, |walk| list(walk, &[("9", 70)]));
        assert_eq!(next.as_deref(), Some("/9/messages?after=0"));
    }

    #[test]
    fn pages_are_counted_where_they_are_numbered() {
        let mut walk = Walk::default();
        let events = "https://x.test/api/v1/accounts/1/reporting_events?since=5";
        walk.open(events);
        walk.meta(&Object::read(r#"{"count":30,"current_page":1,"total_pages":2}"#).unwrap());
        assert_eq!(walk.next(), Some(format!("{events}&page=2")));
        walk.open(&format!("{events}&page=2"));
        walk.meta(&Object::read(r#"{"count":30,"current_page":2,"total_pages":2}"#).unwrap());
        assert_eq!(walk.next(), None);
        walk.open("events.json");
        walk.meta(&Object::read(r#"{"current_page":1,"total_pages":2}"#).unwrap());
        assert_eq!(walk.next(), None, "a file leads nowhere");
    }

    #[test]
    fn ids_that_are_no_numbers_make_no_addresses() {
        assert_eq!(messages(LIST, "../../evil"), None);
        assert_eq!(parameter("https://x/?page=2&a=b#f?page=3", "page"), Some("2"));
        assert_eq!(
            place("https://x/a/conversations/12/messages/?after=1"),
            Place::Messages { conversation: "12".into() }
        );
    }
}
