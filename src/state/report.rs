//! The types of answers, for the views: they know the engine by what it answers alone.

pub use crate::engine::event::{Kind, Sender};
pub use crate::engine::list::Row;
pub use crate::engine::numbers::Thousandths;
pub use crate::engine::outside::{Fit, Outside, Why};
pub use crate::engine::policy::{Policy, Preset};
pub use crate::engine::report::Diagnostics;
pub use crate::engine::sections::{contacts, conversations, messages, overview, sessions};
pub use crate::engine::session::{EndedBy, Sla, Status};
pub use crate::engine::story::{Fact, Story, Told};
pub use crate::engine::tally::Stat;
pub use crate::protocol::{Named, Reject, Status as LoadStatus, Trouble};

/// The report as far as there are pages for it: a page that shows another section adds its line here.
#[derive(Debug, serde::Deserialize)]
pub struct Report {
    pub sessions: Option<sessions::Report>,
    pub overview: Option<overview::Report>,
    pub messages: Option<messages::Report>,
    pub conversations: Option<conversations::Report>,
    pub contacts: Option<contacts::Report>,
}
