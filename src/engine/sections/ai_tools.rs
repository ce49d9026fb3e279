//! `ai_tools`: how often agents used each AI tool, and how much of its suggestion they sent.

use super::Finish;
use crate::engine::event::{Kind, Tool};
use crate::engine::fractions::Fractions;
use crate::engine::numbers::Thousandths;
use crate::engine::tally::mergeable;
use crate::engine::view::View;
use serde::{Deserialize, Serialize};

pub type Report = Vec<ToolRow>;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolRow {
    pub tool: Tool,
    pub count: u64,
    pub accuracy: Option<Thousandths>,
}

mergeable! {
    pub struct Partial {
        /// By [`Tool`].
        pub tools: [Uses; 2],
    }
}

mergeable! {
    pub struct Uses {
        pub count: u64,
        /// Uses with a defined accuracy.
        pub compared: u64,
        pub edits: Fractions,
    }
}

pub fn compute(view: &View) -> Partial {
    let mut partial = Partial::default();
    for (event, _) in view.of_kind(Kind::AiAssist) {
        let assist = &view.store.assists[view.store.payload(event) as usize];
        let uses = &mut partial.tools[assist.tool as usize];
        uses.count += 1;
        if let Some((edits, longer)) = assist.edits {
            uses.compared += 1;
            uses.edits.add(edits.into(), longer.into());
        }
    }
    partial
}

pub fn finish(partial: Partial, _: &Finish) -> Report {
    std::iter::zip(Tool::ALL, partial.tools)
        .map(|(&tool, uses)| ToolRow { tool, count: uses.count, accuracy: uses.edits.mean(uses.compared, true) })
        .collect()
}
