//! The fields of one record, found by name, and their values read as what the event format says they are.

use super::json::{Broken, Fault, Key, Reader, Slot, Value};
use super::numeral;
use crate::engine::event::Micros;
use crate::engine::instant;

macro_rules! names {
    ($($variant:ident = $word:literal),+ $(,)?) => {
        /// Every name that a field of a record, or of an object inside one, may have. Others are nobody's business.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Name { $($variant),+ }

        impl Name {
            const ALL: &[Name] = &[$(Name::$variant),+];
            const WORDS: &[&str] = &[$($word),+];
            const KEYS: &[Key] = &[$(Key::new(concat!("\"", $word, "\""))),+];
        }
    };
}

names! {
    Type = "type", Id = "id", At = "at", ConversationId = "conversation_id", CustomerId = "customer_id", InboxId = "inbox_id", Channel = "channel", BotId = "bot_id", BotVersion = "bot_version", AgentId = "agent_id", TeamId = "team_id", From = "from", Text = "text", Private = "private", What = "what", By = "by", Label = "label", Outcome = "outcome", FlowId = "flow_id", Tool = "tool", Suggestion = "suggestion", Sent = "sent", Translated = "translated", Rating = "rating", ScaleMax = "scale_max", Comment = "comment", OrderId = "order_id", Amount = "amount", Currency = "currency", Category = "category", Name = "name", Phone = "phone", Email = "email", SessionsBefore = "sessions_before", TeamIds = "team_ids", SessionType = "session_type", Direction = "direction", Lang = "lang", Status = "status", Queue = "queue", QueuePath = "queue_path", QueuePriority = "queue_priority", QueuedAt = "queued_at", AssignedAt = "assigned_at", ConnectedAt = "connected_at", EndedAt = "ended_at", ScheduledAt = "scheduled_at", UpdatedAt = "updated_at", QueueSeconds = "queue_seconds", HandleSeconds = "handle_seconds", HoldSeconds = "hold_seconds", WrapUpSeconds = "wrap_up_seconds", AnsweredBy = "answered_by", VirtualAgentAssigned = "virtual_agent_assigned", VirtualAgentConnected = "virtual_agent_connected", TicketId = "ticket_id", TicketUrl = "ticket_url", RecordingConsent = "recording_consent", RecordingUrl = "recording_url", SupportNumber = "support_number", OutboundNumber = "outbound_number", MenuPath = "menu_path", MenuPathId = "menu_path_id", DispositionCode = "disposition_code", DispositionNote = "disposition_note", Deflection = "deflection", SubStatus = "sub_status", FailReason = "fail_reason", DisconnectedBy = "disconnected_by", Transfers = "transfers", SmartActions = "smart_actions", SmsCount = "sms_count", Participants = "participants", Queues = "queues", To = "to", Kind = "kind", JoinedAt = "joined_at", LeftAt = "left_at", Seconds = "seconds", InSla = "in_sla", Verification = "verification", Photos = "photos", Videos = "videos", Texts = "texts"
}

impl Name {
    pub fn of(word: &str) -> Option<Name> {
        Self::WORDS.iter().position(|&known| known == word).map(|i| Self::ALL[i])
    }

    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

const NAMES: usize = Name::ALL.len();

/// Room for the fields of one record, used again for the next.
#[derive(Debug)]
pub struct Slots {
    slots: [Slot; NAMES],
    /// Which of them were set: the others are null.
    set: Vec<Name>,
    /// Strings that had escapes, and values that come from elsewhere than one text.
    beside: String,
    /// The two names that came last after each name, and first in a record: records are much alike.
    after: [[Name; 2]; NAMES + 1],
}

impl Default for Slots {
    fn default() -> Self {
        Slots {
            slots: [Slot::NULL; NAMES],
            set: Vec::new(),
            beside: String::new(),
            after: [[Name::Type, Name::Id]; NAMES + 1],
        }
    }
}

impl Slots {
    /// Reads the fields of the one object that `text` is. Of several with one name the last counts.
    pub fn read<'a>(&'a mut self, text: &'a str) -> Result<Fields<'a>, Fault> {
        self.clear();
        let Slots { slots, set, beside, after } = &mut *self;
        let mut reader = Reader::new(text, beside);
        let mut all = || {
            let mut is_more = reader.open()?;
            let mut guesses = &mut after[NAMES];
            while is_more {
                let name = if reader.is_key(&Name::KEYS[guesses[0] as usize]) {
                    Some(guesses[0])
                } else if reader.is_key(&Name::KEYS[guesses[1] as usize]) {
                    guesses.swap(0, 1);
                    Some(guesses[0])
                } else {
                    let key = reader.string()?;
                    let name = Name::of(reader.text(key));
                    *guesses = [name.unwrap_or(guesses[0]), guesses[0]];
                    name
                };
                let value = reader.of_key()?;
                guesses = &mut after[name.map_or(NAMES, |name| name as usize)];
                if let Some(name) = name {
                    slots[name as usize] = value;
                    set.push(name);
                }
                is_more = reader.goes_on()?;
            }
            reader.end()
        };
        match all() {
            Ok(()) => Ok(Fields { text, slots: self }),
            Err(Broken) => Err(reader.fault()),
        }
    }

    pub fn clear(&mut self) {
        for name in self.set.drain(..) {
            self.slots[name as usize] = Slot::NULL;
        }
        self.beside.clear();
    }

    /// Sets a field to a copy of a value.
    pub fn set(&mut self, name: Name, value: Value) {
        self.slots[name as usize] = Slot::beside(value, &mut self.beside);
        self.set.push(name);
    }

    /// The fields that were set one by one.
    pub fn fields(&self) -> Fields<'_> {
        Fields { text: "", slots: self }
    }
}

/// The fields of one record.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    text: &'a str,
    slots: &'a Slots,
}

/// Why a record is bad, for a person to read.
pub type Reason = String;

impl<'a> Fields<'a> {
    /// The field's value; null when it is absent.
    #[inline]
    pub fn value(self, name: Name) -> Value<'a> {
        self.slots.slots[name as usize].value(self.text, &self.slots.beside)
    }

    /// A string of any length.
    pub fn text(self, name: Name) -> Result<Option<&'a str>, Reason> {
        match self.value(name) {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            other => Err(expected(name.word(), "a string", other)),
        }
    }

    /// An id or name: 1 to 256 bytes.
    #[inline]
    pub fn id(self, name: Name) -> Result<Option<&'a str>, Reason> {
        match self.value(name) {
            Value::Null => Ok(None),
            Value::Text(text) if is_id(text) => Ok(Some(text)),
            other => Err(expected(name.word(), "a string of 1 to 256 bytes", other)),
        }
    }

    #[inline]
    pub fn required_id(self, name: Name) -> Result<&'a str, Reason> {
        self.id(name)?.ok_or_else(|| format!("{}: is missing", name.word()))
    }

    pub fn flag(self, name: Name) -> Result<Option<bool>, Reason> {
        match self.value(name) {
            Value::Null => Ok(None),
            Value::Bool(flag) => Ok(Some(flag)),
            other => Err(expected(name.word(), "true or false", other)),
        }
    }

    pub fn instant(self, name: Name) -> Result<Option<i64>, Reason> {
        match self.value(name) {
            Value::Null => Ok(None),
            value => as_instant(value).map(Some).ok_or_else(|| {
                expected(
                    name.word(),
                    "an RFC 3339 instant with offset, or whole milliseconds, from 1970 to 2099",
                    value,
                )
            }),
        }
    }

    /// A whole number of at least `least`.
    pub fn integer(self, name: Name, least: i64) -> Result<Option<i64>, Reason> {
        match self.value(name) {
            Value::Null => Ok(None),
            value => as_integer(value)
                .filter(|&number| number >= least)
                .map(Some)
                .ok_or_else(|| expected(name.word(), "a whole number of at least 0", value)),
        }
    }

    pub fn micros(self, name: Name) -> Result<Micros, Reason> {
        let value = self.value(name);
        let micros = match value {
            Value::Number(text) => numeral::micros(text),
            Value::Text(text) if numeral::is_plain_decimal(text) => numeral::micros(text),
            _ => None,
        };
        micros.ok_or_else(|| expected(name.word(), "a decimal below 10^12 with at most six places", value))
    }

    /// One of a closed set of words.
    pub fn word<T>(
        self,
        name: Name,
        words: &[&str],
        from_word: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Reason> {
        match self.value(name) {
            Value::Null => Ok(None),
            Value::Text(text) if let Some(word) = from_word(text) => Ok(Some(word)),
            other => Err(expected(name.word(), &format!("one of {}", words.join(", ")), other)),
        }
    }
}

pub fn is_id(text: &str) -> bool {
    (1..=256).contains(&text.len())
}

pub fn as_instant(value: Value) -> Option<i64> {
    match value {
        Value::Text(text) => instant::parse(text.as_bytes()),
        value => as_integer(value).and_then(instant::in_range),
    }
}

/// A number written without fraction and exponent.
pub fn as_integer(value: Value) -> Option<i64> {
    match value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

#[cold]
pub fn expected(key: &str, what: &str, found: Value) -> Reason {
    let found = match found {
        Value::Null => "nothing".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(text) | Value::List(text) | Value::Object(text) => short(text),
        Value::Text(text) => format!("{:?}", short(text)),
    };
    format!("{key}: expected {what}, found {found}")
}

fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_field_of_a_name_counts_and_escapes_are_undone() {
        let mut slots = Slots::default();
        for _ in 0..2 {
            let fields =
                slots.read(r#"{"id":"a","id":"b","te\u0078t":"x\ty","x":{"id":"\u0063"},"at":1,"at":null}"#).unwrap();
            assert_eq!((fields.id(Name::Id), fields.text(Name::Text)), (Ok(Some("b")), Ok(Some("x\ty"))));
            assert_eq!(fields.value(Name::At), Value::Null);
            assert_eq!(slots.read("{}").unwrap().value(Name::Id), Value::Null);
        }
    }

    #[test]
    fn fields_can_be_set_one_by_one() {
        let mut slots = Slots::default();
        slots.set(Name::Id, Value::Text("a"));
        slots.set(Name::At, Value::Number("5"));
        slots.set(Name::Private, Value::Bool(true));
        let fields = slots.fields();
        assert_eq!((fields.id(Name::Id), fields.instant(Name::At)), (Ok(Some("a")), Ok(Some(5))));
        assert_eq!(fields.flag(Name::Private), Ok(Some(true)));
    }
}
