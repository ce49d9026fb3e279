//! Strings as numbers: each kind of id has an interner of its own. It never forgets and never reorders.

use super::hash::{ending, hash, same, slot};

/// "No id": absent inbox, agent, team …
pub const NONE: u32 = u32::MAX;

/// Strings in order of arrival, each once. Lookups are by bytes; numbers are dense from 0.
#[derive(Debug, Default)]
pub struct Ids {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    slots: Vec<Slot>,
    /// The number that came last of texts with like endings: records that lie near each other name the same ids.
    recent: Vec<u32>,
}

/// So many numbers are recent at most.
const RECENT: usize = 1024;

/// The upper half of a text's hash, which gives its place and tells it from its neighbours, and the text's number.
#[derive(Debug, Clone, Copy)]
struct Slot {
    upper: u32,
    id: u32,
}

impl Slot {
    const FREE: Slot = Slot { upper: 0, id: NONE };

    fn place(upper: u32, slots: usize) -> usize {
        slot(u64::from(upper) << 32, slots)
    }
}

impl Ids {
    /// The number of `text`, given now if it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        let recent = slot(ending(text.as_bytes()), self.recent.len());
        if let Some(&id) = self.recent.get(recent)
            && self.is(id, Some(text))
        {
            return id;
        }
        let id = self.look_up(text);
        if let Some(recent) = self.recent.get_mut(recent) {
            *recent = id;
        }
        id
    }

    fn look_up(&mut self, text: &str) -> u32 {
        if (self.ends.len() + 1) * 5 > self.slots.len() * 4 {
            self.grow();
        }
        let upper = upper(text);
        let at = self.probe(upper, text);
        if self.slots[at].id == NONE {
            self.slots[at] = Slot { upper, id: self.ends.len() as u32 };
            self.bytes.extend_from_slice(text.as_bytes());
            self.ends.push(self.bytes.len() as u32);
        }
        self.slots[at].id
    }

    /// The number of an optional text; [`NONE`] for none.
    pub fn intern_opt(&mut self, text: Option<&str>) -> u32 {
        text.map_or(NONE, |text| self.intern(text))
    }

    /// The number of `text`, if it has one.
    pub fn find(&self, text: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        Some(self.slots[self.probe(upper(text), text)].id).filter(|&id| id != NONE)
    }

    /// The text of `id`.
    pub fn text(&self, id: u32) -> &str {
        std::str::from_utf8(self.slice(id as usize)).expect("only strings are interned")
    }

    /// The text of `id`, nothing for [`NONE`].
    pub fn text_opt(&self, id: u32) -> Option<&str> {
        (id != NONE).then(|| self.text(id))
    }

    /// Whether `id` stands for exactly `text`: cheaper than a lookup.
    pub fn is(&self, id: u32, text: Option<&str>) -> bool {
        match text {
            None => id == NONE,
            Some(text) => id != NONE && same(self.slice(id as usize), text.as_bytes()),
        }
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Gives back the room for texts to come.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.bytes.capacity()
            + self.ends.capacity() * 4
            + self.slots.capacity() * size_of::<Slot>()
            + self.recent.capacity() * 4
    }

    #[inline(always)]
    fn slice(&self, id: usize) -> &[u8] {
        let start = if id == 0 { 0 } else { self.ends[id - 1] as usize };
        &self.bytes[start..self.ends[id] as usize]
    }

    fn probe(&self, upper: u32, text: &str) -> usize {
        let mut at = Slot::place(upper, self.slots.len());
        loop {
            let found = self.slots[at];
            if found.id == NONE || found.upper == upper && same(self.slice(found.id as usize), text.as_bytes()) {
                return at;
            }
            at = if at + 1 == self.slots.len() { 0 } else { at + 1 };
        }
    }

    fn grow(&mut self) {
        let larger = vec![Slot::FREE; (self.slots.len() * 2).max(16)];
        for slot in std::mem::replace(&mut self.slots, larger) {
            if slot.id != NONE {
                let mut at = Slot::place(slot.upper, self.slots.len());
                while self.slots[at].id != NONE {
                    at = if at + 1 == self.slots.len() { 0 } else { at + 1 };
                }
                self.slots[at] = slot;
            }
        }
        self.recent.resize((self.slots.len() / 2).min(RECENT), NONE);
    }
}

fn upper(text: &str) -> u32 {
    (hash(text.as_bytes()) >> 32) as u32
}

/// Small records of numbers (a context, an actor, a list) as one number, each once.
#[derive(Debug)]
pub struct Pool<T> {
    items: Vec<T>,
    numbers: std::collections::HashMap<T, u32, Mix>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Pool { items: Vec::new(), numbers: std::collections::HashMap::default() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Pool<T> {
    pub fn intern(&mut self, item: &T) -> u32 {
        if let Some(number) = self.number(item) {
            return number;
        }
        let number = self.add(item);
        self.remember(number);
        number
    }

    /// The number of an item, or of what stands for one, if it has one.
    pub fn number<Q>(&self, item: &Q) -> Option<u32>
    where
        T: std::borrow::Borrow<Q>,
        Q: Eq + std::hash::Hash + ?Sized,
    {
        self.numbers.get(item).copied()
    }

    /// A number for an item that has none, and will not be found by [`Pool::intern`] until it is remembered.
    pub fn add(&mut self, item: &T) -> u32 {
        self.items.push(item.clone());
        (self.items.len() - 1) as u32
    }

    pub fn remember(&mut self, number: u32) {
        self.numbers.insert(self.items[number as usize].clone(), number);
    }

    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Gives back the room for items to come.
    pub fn shrink(&mut self) {
        self.items.shrink_to_fit();
    }

    /// Bytes held, without what an item points to.
    pub fn bytes(&self) -> usize {
        self.items.capacity() * size_of::<T>() + self.numbers.capacity() * (size_of::<T>() + 5)
    }
}

impl<T> std::ops::Index<u32> for Pool<T> {
    type Output = T;
    fn index(&self, number: u32) -> &T {
        &self.items[number as usize]
    }
}

/// A fixed-seed hasher of small integers: no random state, so that every run is the same.
#[derive(Debug, Default, Clone, Copy)]
pub struct Mix;

impl std::hash::BuildHasher for Mix {
    type Hasher = MixHasher;
    fn build_hasher(&self) -> MixHasher {
        MixHasher(0)
    }
}

#[derive(Debug)]
pub struct MixHasher(u64);

impl std::hash::Hasher for MixHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
    fn write(&mut self, bytes: &[u8]) {
        self.write_u64(hash(bytes));
    }
    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_dense_and_stable() {
        let mut ids = Ids::default();
        let texts: Vec<String> = (0..1000).map(|i| format!("c{i}")).collect();
        let first: Vec<u32> = texts.iter().map(|text| ids.intern(text)).collect();
        assert_eq!(first, (0..1000).collect::<Vec<u32>>());
        assert!(texts.iter().enumerate().all(|(i, text)| ids.intern(text) == i as u32 && ids.text(i as u32) == text));
        assert_eq!(ids.find("absent"), None);
        assert!(ids.is(7, Some("c7")) && !ids.is(7, Some("c8")) && ids.is(NONE, None) && !ids.is(7, None));
    }
}
