//! The types of answers, for the views: they know the engine by what it answers alone.

pub use crate::engine::event::{Kind, Sender};
pub use crate::engine::list::Row;
pub use crate::engine::numbers::Thousandths;
pub use crate::engine::outside::{Fit, Outside, Why};
pub use crate::engine::policy::{Policy, Preset};
pub use crate::engine::report::{Diagnostics, Report};
pub use crate::engine::sections::{Sections, messages, sessions};
pub use crate::engine::session::{EndedBy, Sla, Status};
pub use crate::engine::story::{Fact, Story, Told};
pub use crate::engine::tally::Stat;
pub use crate::protocol::Reject;
