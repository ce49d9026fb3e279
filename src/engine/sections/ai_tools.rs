//! `ai_tools`: how often agents used each AI tool, and how much of its suggestion they sent.

use super::Finish;
use crate::engine::event::{Kind, Tool};
use crate::engine::numbers::Thousandths;
use crate::engine::tally::{Merge, mergeable};
use crate::engine::view::View;
use num_bigint::BigInt;
use num_rational::BigRational;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// A sum of fractions, exactly: numerators by denominator.
#[derive(Debug, Clone, Default)]
pub struct Fractions(BTreeMap<u64, i128>);

impl Fractions {
    pub fn add(&mut self, numerator: u64, denominator: u64) {
        *self.0.entry(denominator).or_default() += i128::from(numerator);
    }

    fn sum(&self) -> BigRational {
        self.0.iter().fold(BigRational::from(BigInt::from(0)), |sum, (&denominator, &numerator)| {
            sum + BigRational::new(numerator.into(), denominator.into())
        })
    }

    /// The mean of `n` such fractions, or of their differences from one.
    pub fn mean(&self, n: u64, from_one: bool) -> Option<Thousandths> {
        if n == 0 {
            return None;
        }
        let mean = self.sum() / BigRational::from(BigInt::from(n));
        let mean = if from_one { BigRational::from(BigInt::from(1)) - mean } else { mean };
        let thousandths = (mean * BigRational::from(BigInt::from(1000))).round();
        i64::try_from(thousandths.to_integer()).ok().map(Thousandths)
    }
}

impl Merge for Fractions {
    fn merge(&mut self, other: Self) {
        Merge::merge(&mut self.0, other.0);
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
