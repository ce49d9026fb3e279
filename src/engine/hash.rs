//! One fast 64-bit hash of bytes, the same on every machine. It knows nothing of what it hashes.

use std::cmp::Ordering;

const K: u64 = 0x9E37_79B9_7F4A_7C15;

/// Hash of `bytes`. Every step is a bijection of the state, so two inputs of up to eight bytes and equal length never
/// collide; longer ones collide with a probability of about 2⁻⁶⁴ a pair.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut state = K ^ (bytes.len() as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        state = step(state, u64::from_le_bytes(chunk.try_into().expect("chunks of eight")));
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut word = [0; 8];
        word[..rest.len()].copy_from_slice(rest);
        state = step(state, u64::from_le_bytes(word));
    }
    finish(state)
}

/// Whether two texts are the same. Ids are short: comparing words in place costs less than a call.
#[inline]
pub fn same(a: &[u8], b: &[u8]) -> bool {
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    if a.len() != b.len() {
        return false;
    }
    let (words_a, rest_a) = a.as_chunks();
    let (words_b, rest_b) = b.as_chunks();
    words_a.iter().zip(words_b).all(|(a, b)| word(a) == word(b)) && rest_a.iter().zip(rest_b).all(|(a, b)| a == b)
}

fn step(state: u64, word: u64) -> u64 {
    let mixed = (state ^ word).wrapping_mul(K);
    mixed ^ (mixed >> 29)
}

fn finish(mut state: u64) -> u64 {
    state ^= state >> 33;
    state = state.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    state ^= state >> 33;
    state = state.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    state ^ (state >> 33)
}

/// Maps a hash onto `0..len` by its upper half; the lower half stays free to tell entries apart.
pub fn slot(hash: u64, len: usize) -> usize {
    (((hash >> 32) * len as u64) >> 32) as usize
}

/// A set of ids by their 64-bit fingerprints: open addressing, nine to ten bytes an entry. Many small tables, so that
/// one that grows needs room for itself alone.
///
/// Most streams number their records upwards. An id above all before it is new without a look at the tables; such ids
/// are put in many at a time, which lets memory work on all of them at once.
#[derive(Debug)]
pub struct IdSet {
    tables: Vec<Table>,
    /// The highest id: a longer one is higher, then bytes count.
    highest: Vec<u8>,
    waiting: Vec<u64>,
}

/// Entries that share their lowest bits; zero is a free slot.
#[derive(Debug, Clone, Default)]
struct Table {
    slots: Vec<u64>,
    len: usize,
}

const TABLES: usize = 256;

/// So many ids wait at most: those that come out of order are looked for among them, too.
const WAITING: usize = 512;

impl Default for IdSet {
    fn default() -> Self {
        IdSet { tables: vec![Table::default(); TABLES], highest: Vec::new(), waiting: Vec::new() }
    }
}

impl IdSet {
    /// True when `id` was not there yet.
    pub fn insert(&mut self, id: &[u8]) -> bool {
        let fingerprint = hash(id);
        let is_highest = match id.len().cmp(&self.highest.len()) {
            Ordering::Equal => is_above(id, &self.highest),
            longer => longer == Ordering::Greater,
        };
        if is_highest {
            self.highest.clear();
            self.highest.extend_from_slice(id);
            self.waiting.push(fingerprint);
            if self.waiting.len() == WAITING {
                self.put_in();
            }
            return true;
        }
        !self.waiting.contains(&fingerprint) && self.tables[fingerprint as usize % TABLES].insert(fingerprint)
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.tables.iter().map(|table| table.slots.capacity() * 8).sum()
    }

    fn put_in(&mut self) {
        // Looked at first: memory brings many places at once, but one after the other to whoever waits for each.
        let looked_at =
            self.waiting.iter().map(|&fingerprint| self.tables[fingerprint as usize % TABLES].look(fingerprint));
        std::hint::black_box(looked_at.fold(0, |sum, found| sum ^ found));
        for fingerprint in self.waiting.drain(..) {
            self.tables[fingerprint as usize % TABLES].insert(fingerprint);
        }
    }
}

/// Of two texts of one length, whether `a` is the higher one.
fn is_above(a: &[u8], b: &[u8]) -> bool {
    let word = |bytes: &[u8; 8]| u64::from_be_bytes(*bytes);
    let (words_a, rest_a) = a.as_chunks();
    let (words_b, rest_b) = b.as_chunks();
    match words_a.iter().zip(words_b).find(|(a, b)| a != b) {
        Some((a, b)) => word(a) > word(b),
        None => rest_a > rest_b,
    }
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

    /// What is where `fingerprint` belongs.
    fn look(&self, fingerprint: u64) -> u64 {
        if self.slots.is_empty() { 0 } else { self.slots[slot(fingerprint, self.slots.len())] }
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
    fn the_same_is_the_same_to_the_last_byte() {
        for len in 0..40 {
            let text: Vec<u8> = (0..len).collect();
            assert!(same(&text, &text.clone()) && !same(&text, b"another text that is longer than any of them"));
            for place in 0..text.len() {
                let mut other = text.clone();
                other[place] ^= 1;
                assert!(!same(&text, &other), "{len} {place}");
            }
        }
    }

    #[test]
    fn length_and_every_byte_count() {
        let inputs: [&[u8]; 6] = [b"", b"\0", b"\0\0", b"abcdefgh", b"abcdefgh\0", b"abcdefgi"];
        let hashes: std::collections::BTreeSet<u64> = inputs.iter().map(|input| hash(input)).collect();
        assert_eq!(hashes.len(), inputs.len());
    }
}
