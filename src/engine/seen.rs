//! Which events were there before: a redelivery is found by its id.

use super::column::Blocks;
use super::hash::{hash, slot};
use std::cmp::Ordering;

/// A set of ids by their 64-bit fingerprints.
///
/// Most streams number their records upwards. An id above all before it is new without a look, and its fingerprint is put
/// at the end of a run: eight bytes an entry. Any other is looked for in the stretch of the run in which it would lie, and
/// in tables of those that came out of order: open addressing, nine to ten bytes an entry. Many small tables, so that
/// one that grows needs room for itself alone.
#[derive(Debug)]
pub struct IdSet {
    run: Blocks<u64>,
    /// The first id of each stretch of the run, one after the other, and where each ends.
    firsts: Vec<u8>,
    ends: Vec<u32>,
    /// The highest id: a longer one is higher, then bytes count.
    highest: Vec<u8>,
    tables: Vec<Table>,
}

/// Entries that share their lowest bits; zero is a free slot.
#[derive(Debug, Clone, Default)]
struct Table {
    slots: Vec<u64>,
    len: usize,
}

const TABLES: usize = 256;

/// Entries of a stretch; a block of the run holds whole ones.
const STRETCH: usize = 128;

impl Default for IdSet {
    fn default() -> Self {
        IdSet {
            run: Blocks::default(),
            firsts: Vec::new(),
            ends: Vec::new(),
            highest: Vec::new(),
            tables: vec![Table::default(); TABLES],
        }
    }
}

impl IdSet {
    /// True when `id` was not there yet.
    pub fn insert(&mut self, id: &[u8]) -> bool {
        let fingerprint = hash(id);
        if compare(id, &self.highest) == Ordering::Greater {
            self.highest.clear();
            self.highest.extend_from_slice(id);
            if self.run.len().is_multiple_of(STRETCH) {
                self.begin_stretch(id);
            }
            self.run.push(fingerprint);
            return true;
        }
        self.insert_late(id, fingerprint)
    }

    // These are apart, because browsers make a small function fast much sooner than a large one.

    #[inline(never)]
    fn begin_stretch(&mut self, id: &[u8]) {
        self.firsts.extend_from_slice(id);
        self.ends.push(self.firsts.len() as u32);
    }

    #[inline(never)]
    fn insert_late(&mut self, id: &[u8], fingerprint: u64) -> bool {
        !self.is_in_run(id, fingerprint) && self.tables[fingerprint as usize % TABLES].insert(fingerprint)
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.run.bytes()
            + self.firsts.capacity()
            + self.ends.capacity() * 4
            + self.tables.iter().map(|table| table.slots.capacity() * 8).sum::<usize>()
    }

    fn is_in_run(&self, id: &[u8], fingerprint: u64) -> bool {
        // The stretches whose first id is not above this one; an id that is late mostly is so by a little.
        let (mut from, mut to, mut step) = (0, self.ends.len(), 1);
        while to > 0 {
            let before = to.saturating_sub(step);
            if compare(self.first(before), id) != Ordering::Greater {
                from = before + 1;
                break;
            }
            (to, step) = (before, step * 2);
        }
        while from < to {
            let middle = from.midpoint(to);
            if compare(self.first(middle), id) == Ordering::Greater {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        // All of them are looked at: that is faster than to stop at the right one.
        from > 0
            && self.run.some((from - 1) * STRETCH, STRETCH).iter().fold(false, |is, &other| is | (other == fingerprint))
    }

    fn first(&self, stretch: usize) -> &[u8] {
        let start = if stretch == 0 { 0 } else { self.ends[stretch - 1] as usize };
        &self.firsts[start..self.ends[stretch] as usize]
    }
}

/// Which of two ids is the higher one.
fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let word = |bytes: &[u8; 8]| u64::from_be_bytes(*bytes);
    let (words_a, rest_a) = a.as_chunks();
    let (words_b, rest_b) = b.as_chunks();
    a.len().cmp(&b.len()).then_with(|| match words_a.iter().zip(words_b).find(|(a, b)| a != b) {
        Some((a, b)) => word(a).cmp(&word(b)),
        None => rest_a.cmp(rest_b),
    })
}

impl Table {
    fn insert(&mut self, fingerprint: u64) -> bool {
        let fingerprint = fingerprint.max(1);
        if (self.len + 1) * 8 > self.slots.len() * 7 {
            self.grow();
        }
        let is_new = Self::place(&mut self.slots, fingerprint);
        self.len += usize::from(is_new);
        is_new
    }

    fn place(slots: &mut [u64], fingerprint: u64) -> bool {
        let mut at = slot(fingerprint, slots.len());
        loop {
            match slots[at] {
                0 => {
                    slots[at] = fingerprint;
                    return true;
                }
                found if found == fingerprint => return false,
                _ => at = if at + 1 == slots.len() { 0 } else { at + 1 },
            }
        }
    }

    /// A hash's place grows with the hash, so that both tables are walked from front to back.
    fn grow(&mut self) {
        let mut larger = vec![0; (self.slots.len() + self.slots.len() / 8).max(16)];
        for &fingerprint in self.slots.iter().filter(|&&fingerprint| fingerprint != 0) {
            Self::place(&mut larger, fingerprint);
        }
        self.slots = larger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once_in_any_order() {
        let ids: Vec<String> = (0..10_000_u32).map(|i| format!("e{:05}-{i}", i.wrapping_mul(7919) % 10_000)).collect();
        let mut sorted = ids.clone();
        sorted.sort();
        for ids in [ids, sorted] {
            let mut set = IdSet::default();
            for (i, id) in ids.iter().enumerate() {
                assert!(set.insert(id.as_bytes()), "{id}");
                assert!(!set.insert(ids[i / 2].as_bytes()), "{} again", ids[i / 2]);
            }
            assert!(ids.iter().all(|id| !set.insert(id.as_bytes())));
        }
    }

    #[test]
    fn an_id_that_comes_late_is_found_wherever_it_lies() {
        let id = |i: usize| format!("event-{i}");
        let mut set = IdSet::default();
        let (ascending, late): (Vec<usize>, Vec<usize>) = (0..100_000).partition(|i| i % 7 > 0);
        assert!(ascending.iter().chain(&late).all(|&i| set.insert(id(i).as_bytes())));
        assert_eq!(set.run.len(), ascending.len());
        assert!((0..100_000).all(|i| !set.insert(id(i).as_bytes())));
    }
}
