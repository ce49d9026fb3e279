//! `credits`: what template messages cost, and what is left. Filters play no part.

use super::Finish;
use crate::engine::calendar::day_text;
use crate::engine::event::Category;
use crate::engine::numbers::Money;
use crate::engine::tally::mergeable;
use crate::engine::view::View;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub used: Vec<UsedRow>,
    pub total_used: Money,
    pub balance: Money,
    pub by_day: Vec<DayRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UsedRow {
    pub category: Category,
    pub amount: Money,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayRow {
    pub day: String,
    pub amount: Money,
}

mergeable! {
    pub struct Partial {
        /// By [`Category`].
        pub used: [Money; 4],
        pub balance: Money,
        pub days: Vec<Money>,
    }
}

pub fn compute(view: &View) -> Partial {
    let mut partial = Partial { days: vec![Money(0); view.period.days().len()], ..Partial::default() };
    for credit in view.store.credits.iter().filter(|credit| credit.at <= view.query.now) {
        let Some(category) = credit.category else {
            partial.balance.add(credit.amount);
            continue;
        };
        partial.balance.add(-credit.amount);
        if (view.from..view.to).contains(&credit.at) {
            partial.used[category as usize].add(credit.amount);
            partial.days[view.day_index(view.zone().day(credit.at))].add(credit.amount);
        }
    }
    partial
}

pub fn finish(partial: Partial, finish: &Finish) -> Report {
    Report {
        used: std::iter::zip(Category::ALL, partial.used)
            .map(|(&category, amount)| UsedRow { category, amount })
            .collect(),
        total_used: Money(partial.used.iter().map(|amount| amount.0).sum()),
        balance: partial.balance,
        by_day: std::iter::zip(finish.period.days(), partial.days)
            .map(|(day, amount)| DayRow { day: day_text(day), amount })
            .collect(),
    }
}
