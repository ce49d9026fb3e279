//! What sections count with. Everything merges: the answer of the whole is the merge of the answers of its shards.

use super::numbers::Thousandths;
use super::order::ordered;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Combines the answers of two disjoint sets of customers; associative and commutative.
pub trait Merge {
    fn merge(&mut self, other: Self);
}

impl Merge for u64 {
    fn merge(&mut self, other: Self) {
        *self += other;
    }
}

impl Merge for i128 {
    fn merge(&mut self, other: Self) {
        *self += other;
    }
}

impl Merge for bool {
    fn merge(&mut self, other: Self) {
        *self |= other;
    }
}

impl<T: Merge, const N: usize> Merge for [T; N] {
    fn merge(&mut self, other: Self) {
        for (mine, theirs) in self.iter_mut().zip(other) {
            mine.merge(theirs);
        }
    }
}

/// Position by position; both have the same length, or one is empty.
impl<T: Merge> Merge for Vec<T> {
    fn merge(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
        } else {
            for (mine, theirs) in self.iter_mut().zip(other) {
                mine.merge(theirs);
            }
        }
    }
}

impl<K: Ord, V: Merge> Merge for BTreeMap<K, V> {
    fn merge(&mut self, other: Self) {
        for (key, value) in other {
            match self.entry(key) {
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                std::collections::btree_map::Entry::Occupied(mut entry) => entry.get_mut().merge(value),
            }
        }
    }
}

impl Merge for super::numbers::Money {
    fn merge(&mut self, other: Self) {
        self.0 += other.0;
    }
}

/// A struct whose fields all merge.
macro_rules! mergeable {
    ($(#[$doc:meta])* pub struct $name:ident { $($(#[$field_doc:meta])* pub $field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type),* }

        impl $crate::engine::tally::Merge for $name {
            fn merge(&mut self, other: Self) {
                $($crate::engine::tally::Merge::merge(&mut self.$field, other.$field);)*
            }
        }
    };
}
pub(crate) use mergeable;

/// Counts by id or name, ascending, each once; none for "no id". (A list: a map would be more to download.)
#[derive(Debug, Clone, Default)]
pub struct Tally(Vec<(Option<String>, u64)>);

impl Tally {
    /// Of keys that differ.
    fn of(counts: Vec<(Option<String>, u64)>) -> Tally {
        Tally(ordered(counts, |a, b| a.0.cmp(&b.0)))
    }

    pub fn add(&mut self, key: Option<String>, count: u64) {
        match self.0.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(place) => self.0[place].1 += count,
            Err(place) => self.0.insert(place, (key, count)),
        }
    }
}

impl Merge for Tally {
    fn merge(&mut self, other: Self) {
        for (key, count) in other {
            self.add(key, count);
        }
    }
}

impl IntoIterator for Tally {
    type Item = (Option<String>, u64);
    type IntoIter = std::vec::IntoIter<Self::Item>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Adds up counts by number, and names only those that occur.
#[derive(Debug, Default)]
pub struct Counter(Vec<u64>);

impl Counter {
    pub fn add(&mut self, number: u32, count: u64) {
        let number = number as usize;
        if self.0.len() <= number {
            self.0.resize(number + 1, 0);
        }
        self.0[number] += count;
    }

    /// `(number, count)` of those that occur.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u64)> {
        self.0.iter().enumerate().filter(|&(_, &count)| count > 0).map(|(number, &count)| (number as u32, count))
    }

    pub fn tally<'a>(&self, text: impl Fn(u32) -> &'a str) -> Tally {
        Tally::of(self.iter().map(|(number, count)| (Some(text(number).to_owned()), count)).collect())
    }
}

/// By count descending, then by key ascending, none first.
pub fn ranked<K: Ord>(counts: impl IntoIterator<Item = (K, u64)>) -> Vec<(K, u64)> {
    ordered(counts.into_iter().collect(), |a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)))
}

/// Lengths of time, in milliseconds where nothing else is said, all of them: percentiles need each.
#[derive(Debug, Clone, Default)]
pub struct Sample(Vec<i64>);

impl Sample {
    pub fn add(&mut self, length: i64) {
        self.0.push(length);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn total(&self) -> i128 {
        self.0.iter().map(|&length| i128::from(length)).sum()
    }

    pub fn values(&self) -> &[i64] {
        &self.0
    }

    pub fn stat(mut self) -> Stat {
        let n = self.0.len();
        let mean_s =
            if n == 0 { None } else { Some(Thousandths(super::numbers::round_div(self.total(), n as i128) as i64)) };
        let [p50_s, p90_s] = self.median_and_p90().map(|length| length.map(Thousandths));
        Stat { n: n as u64, mean_s, p50_s, p90_s }
    }

    /// None over nothing.
    pub fn median_and_p90(&mut self) -> [Option<i64>; 2] {
        let median = self.percentile(50, 0);
        // None of those before the median is above it.
        [median, self.percentile(90, rank(self.0.len(), 50).saturating_sub(1))]
    }

    /// Nearest rank: the smallest value that at least `percent` of all do not exceed. The first `below` values are known
    /// to be none above the others.
    fn percentile(&mut self, percent: usize, below: usize) -> Option<i64> {
        let place = rank(self.0.len(), percent).checked_sub(1)?;
        Some(*self.0[below..].select_nth_unstable(place - below).1)
    }
}

/// The nearest rank, from 1; 0 of none.
fn rank(len: usize, percent: usize) -> usize {
    (len * percent).div_ceil(100)
}

impl Merge for Sample {
    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// Number, mean, median and 90th percentile of a length of time, in seconds; null over nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stat {
    pub n: u64,
    pub mean_s: Option<Thousandths>,
    pub p50_s: Option<Thousandths>,
    pub p90_s: Option<Thousandths>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_rank() {
        let stat = |values: &[i64]| Sample(values.to_vec()).stat();
        let some = |ms| Some(Thousandths(ms));
        assert_eq!(stat(&[]), Stat { n: 0, mean_s: None, p50_s: None, p90_s: None });
        assert_eq!(stat(&[7]), Stat { n: 1, mean_s: some(7), p50_s: some(7), p90_s: some(7) });
        assert_eq!(stat(&[4, 1, 3, 2]), Stat { n: 4, mean_s: some(3), p50_s: some(2), p90_s: some(4) });
    }

    #[test]
    fn a_tally_has_each_key_once_in_order_and_merges() {
        let mut counter = Counter::default();
        [(2, 1), (0, 3), (2, 4), (1, 0)].iter().for_each(|(number, count)| counter.add(*number, *count));
        let mut tally = counter.tally(|number| ["z", "y", "a"][number as usize]);
        tally.add(None, 7);
        let mut other = Tally::default();
        ["z", "b"].iter().for_each(|key| other.add(Some(key.to_string()), 1));
        tally.merge(other);
        let expected = [(None, 7), (Some("a"), 5), (Some("b"), 1), (Some("z"), 4)];
        assert_eq!(tally.into_iter().collect::<Vec<_>>(), expected.map(|(key, count)| (key.map(str::to_owned), count)));
    }

    #[test]
    fn ranks_by_count_then_key_with_none_first() {
        let list = ranked([(Some("b"), 2), (None, 2), (Some("a"), 2), (Some("z"), 3)]);
        assert_eq!(list, [(Some("z"), 3), (None, 2), (Some("a"), 2), (Some("b"), 2)]);
    }
}
