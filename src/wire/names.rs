//! The names that fields may have.

macro_rules! names {
    ($($variant:ident = $word:literal),+ $(,)?) => {
        /// Every name that a field of a record, or of an object inside one, may have. Others are nobody's business.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Name { $($variant),+ }

        impl Name {
            pub const ALL: &[Name] = &[$(Name::$variant),+];
            const WORDS: &[&str] = &[$($word),+];
            pub const KEYS: &[Key] = &[$(Key::new(concat!("\"", $word, "\":"))),+];
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

pub const NAMES: usize = Name::ALL.len();

/// The beginning of a text as words, which keys are compared with.
pub type Head = [u64; 3];

const HEAD_BYTES: usize = size_of::<Head>();

#[inline]
pub fn head(bytes: &[u8; HEAD_BYTES]) -> Head {
    let &[a, b, c] = bytes.as_chunks().0.first_chunk().expect("three times eight bytes");
    [a, b, c].map(u64::from_le_bytes)
}

/// A key in its quotes and its colon, ready to be compared with a text at once.
#[derive(Debug)]
pub struct Key {
    words: Head,
    masks: Head,
    len: usize,
}

impl Key {
    /// A key too long to be compared at once is never found.
    const fn new(key: &str) -> Key {
        let (bytes, mut words, mut masks) = (key.as_bytes(), [0; 3], [0; 3]);
        let mut i = 0;
        while i < bytes.len() && i < HEAD_BYTES {
            words[i / 8] |= (bytes[i] as u64) << (i % 8 * 8);
            masks[i / 8] |= 0xff << (i % 8 * 8);
            i += 1;
        }
        if bytes.len() > HEAD_BYTES {
            (words, masks) = ([u64::MAX; 3], [u64::MAX; 3]);
        }
        Key { words, masks, len: bytes.len() }
    }

    /// Where the key ends that is at a place.
    #[inline]
    pub fn end(&self, at: usize) -> usize {
        at + self.len
    }

    #[inline]
    pub fn is_at(&self, head: Head) -> bool {
        let differs = |i: usize| (head[i] ^ self.words[i]) & self.masks[i];
        differs(0) | differs(1) | differs(2) == 0
    }
}
