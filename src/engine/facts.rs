//! Facts of one voice or chat interaction: a table of fields, their shapes, and how several reports of them merge.

use serde::{Deserialize, Serialize};

/// What a field of an interaction may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Text,
    /// Seconds or a number of things: an integer, at least 0.
    Count,
    Integer,
    Instant,
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
    Transfers,
    Actions,
    Participants,
    Queues,
}

macro_rules! fields {
    ($($variant:ident $name:literal $shape:expr),+ $(,)?) => {
        /// A field of an interaction.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Field { $($variant),+ }

        /// Every field with its name in a record and its shape, in the order of the event format.
        pub const FIELDS: &[(Field, &str, Shape)] = &[$((Field::$variant, $name, $shape)),+];
    };
}

fields! {
    SessionType "session_type" Shape::Text,
    Direction "direction" Shape::Word(&["inbound", "outbound"]),
    Lang "lang" Shape::Text,
    Status "status" Shape::Text,
    Queue "queue" Shape::Text,
    QueuePath "queue_path" Shape::Text,
    QueuePriority "queue_priority" Shape::Integer,
    QueuedAt "queued_at" Shape::Instant,
    AssignedAt "assigned_at" Shape::Instant,
    ConnectedAt "connected_at" Shape::Instant,
    EndedAt "ended_at" Shape::Instant,
    ScheduledAt "scheduled_at" Shape::Instant,
    UpdatedAt "updated_at" Shape::Instant,
    QueueSeconds "queue_seconds" Shape::Count,
    HandleSeconds "handle_seconds" Shape::Count,
    HoldSeconds "hold_seconds" Shape::Count,
    WrapUpSeconds "wrap_up_seconds" Shape::Count,
    AnsweredBy "answered_by" Shape::Word(&["human", "virtual_agent"]),
    VirtualAgentAssigned "virtual_agent_assigned" Shape::Flag,
    VirtualAgentConnected "virtual_agent_connected" Shape::Flag,
    TicketId "ticket_id" Shape::Text,
    TicketUrl "ticket_url" Shape::Text,
    RecordingConsent "recording_consent" Shape::Text,
    RecordingUrl "recording_url" Shape::Text,
    SupportNumber "support_number" Shape::Text,
    OutboundNumber "outbound_number" Shape::Text,
    MenuPath "menu_path" Shape::Text,
    MenuPathId "menu_path_id" Shape::Text,
    DispositionCode "disposition_code" Shape::Text,
    DispositionNote "disposition_note" Shape::Text,
    Deflection "deflection" Shape::Text,
    SubStatus "sub_status" Shape::Text,
    FailReason "fail_reason" Shape::Text,
    DisconnectedBy "disconnected_by" Shape::Text,
    Transfers "transfers" Shape::Transfers,
    SmartActions "smart_actions" Shape::Actions,
    SmsCount "sms_count" Shape::Count,
    Participants "participants" Shape::Participants,
    Queues "queues" Shape::Queues,
}

/// A field's value. Instants are milliseconds since 1970, durations seconds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(Box<str>),
    Integer(i64),
    Instant(i64),
    Flag(bool),
    Transfers(Vec<Transfer>),
    /// Boxed, so that the other values are not as large as this one.
    Actions(Box<Actions>),
    Participants(Vec<Participant>),
    Queues(Vec<Queue>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transfer {
    pub at: i64,
    pub from: String,
    pub to: String,
    pub kind: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Actions {
    pub verification: Option<u64>,
    pub photos: Option<u64>,
    pub videos: Option<u64>,
    pub texts: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Participant {
    pub id: String,
    pub kind: String,
    pub name: Option<String>,
    pub joined_at: Option<i64>,
    pub left_at: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    pub queue: String,
    pub seconds: u64,
    pub in_sla: Option<bool>,
}

/// The stated fields of one interaction, each once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// A bit for each field that is stated.
    stated: u64,
    /// Their values, ascending by field.
    values: Vec<Value>,
}

const _: () = assert!(FIELDS.len() <= 64, "a field is a bit of a word");

impl Facts {
    /// None is stated yet; there is room for so many.
    pub fn with_capacity(count: usize) -> Facts {
        Facts { stated: 0, values: Vec::with_capacity(count) }
    }

    pub fn set(&mut self, field: Field, value: Value) {
        let place = self.place(field);
        if self.states(field) {
            self.values[place] = value;
        } else {
            self.stated |= 1 << field as u64;
            self.values.insert(place, value);
        }
    }

    /// Later facts win, field by field.
    pub fn merge(&mut self, later: &Facts) {
        for (field, value) in later.entries() {
            self.set(field, value.clone());
        }
    }

    pub fn is_empty(&self) -> bool {
        self.stated == 0
    }

    pub fn value(&self, field: Field) -> Option<&Value> {
        self.states(field).then(|| &self.values[self.place(field)])
    }

    fn states(&self, field: Field) -> bool {
        self.stated >> field as u64 & 1 == 1
    }

    /// How many fields before this one are stated.
    fn place(&self, field: Field) -> usize {
        (self.stated & ((1 << field as u64) - 1)).count_ones() as usize
    }

    fn entries(&self) -> impl Iterator<Item = (Field, &Value)> {
        FIELDS.iter().map(|entry| entry.0).filter(|&field| self.states(field)).zip(&self.values)
    }

    pub fn text(&self, field: Field) -> Option<&str> {
        match self.value(field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn integer(&self, field: Field) -> Option<i64> {
        match self.value(field)? {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }

    pub fn instant(&self, field: Field) -> Option<i64> {
        match self.value(field)? {
            Value::Instant(at) => Some(*at),
            _ => None,
        }
    }

    pub fn flag(&self, field: Field) -> bool {
        matches!(self.value(field), Some(Value::Flag(true)))
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        let of = |value: &Value| match value {
            Value::Text(text) => text.len(),
            Value::Actions(_) => size_of::<Actions>(),
            Value::Transfers(list) => size_of_val(&list[..]),
            Value::Participants(list) => size_of_val(&list[..]),
            Value::Queues(list) => size_of_val(&list[..]),
            Value::Integer(_) | Value::Instant(_) | Value::Flag(_) => 0,
        };
        self.values.capacity() * size_of::<Value>() + self.values.iter().map(of).sum::<usize>()
    }

    /// Every stated field with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.entries().map(|(field, value)| (FIELDS[field as usize].1, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_fields() {
        assert!(FIELDS.iter().enumerate().all(|(i, (field, ..))| *field as usize == i));
    }

    #[test]
    fn later_facts_win_field_by_field() {
        let mut facts = Facts::default();
        facts.set(Field::HoldSeconds, Value::Integer(5));
        facts.set(Field::Lang, Value::Text("id".into()));
        let mut later = Facts::default();
        later.set(Field::HoldSeconds, Value::Integer(9));
        facts.merge(&later);
        assert_eq!((facts.integer(Field::HoldSeconds), facts.text(Field::Lang)), (Some(9), Some("id")));
        assert_eq!(facts.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["lang", "hold_seconds"]);
    }
}
