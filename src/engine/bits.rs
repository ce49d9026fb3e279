//! A set of small numbers as bits.

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bits {
    words: Vec<u64>,
}

impl Bits {
    pub fn new(len: usize) -> Bits {
        Bits { words: vec![0; len.div_ceil(64)] }
    }

    pub fn from_fn(len: usize, mut is_in: impl FnMut(usize) -> bool) -> Bits {
        let mut bits = Bits::new(len);
        for (i, word) in bits.words.iter_mut().enumerate() {
            for bit in 0..64.min(len - i * 64) {
                *word |= u64::from(is_in(i * 64 + bit)) << bit;
            }
        }
        bits
    }

    /// True when `i` was not in the set.
    pub fn insert(&mut self, i: usize) -> bool {
        let (word, bit) = (i / 64, 1 << (i % 64));
        let is_new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        is_new
    }

    pub fn contains(&self, i: usize) -> bool {
        self.words.get(i / 64).is_some_and(|word| word >> (i % 64) & 1 == 1)
    }

    /// Keeps what is also in `other`.
    pub fn intersect(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    pub fn clear(&mut self) {
        self.words.fill(0);
    }

    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// All members, ascending: a word without any costs one look.
    pub fn members(&self) -> impl Iterator<Item = usize> {
        let mut words = self.words.iter().enumerate();
        let (mut base, mut left) = (0, 0_u64);
        std::iter::from_fn(move || {
            while left == 0 {
                let (i, &word) = words.next()?;
                (base, left) = (i * 64, word);
            }
            let member = base + left.trailing_zeros() as usize;
            left &= left - 1;
            Some(member)
        })
    }

    /// The members in `range`, ascending.
    pub fn iter(&self, range: std::ops::Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
        range.filter(|&i| self.contains(i))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members() {
        let mut bits = Bits::from_fn(130, |i| i % 3 == 0);
        assert_eq!(bits.count(), 44);
        assert!(bits.contains(129) && !bits.contains(128) && !bits.contains(1000));
        assert!(bits.insert(128) && !bits.insert(128));
        bits.intersect(&Bits::from_fn(130, |i| i > 126));
        assert_eq!(bits.iter(0..130).collect::<Vec<_>>(), [128, 129]);
        bits.insert(0);
        assert_eq!(bits.members().collect::<Vec<_>>(), [0, 128, 129]);
        assert_eq!(Bits::new(100).members().count(), 0);
    }
}
