//! Rows that grow without moving what is there: memory's peak is what decides whether a page survives.

use std::ops::{Index, IndexMut};

/// Bytes of a block, at most: all blocks are alike, so that what one frees is of use to another.
const BLOCK_BYTES: usize = 256 << 10;

/// Rows by number.
#[derive(Debug)]
pub struct Blocks<T> {
    blocks: Vec<Vec<T>>,
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Blocks { blocks: Vec::new() }
    }
}

impl<T> Blocks<T> {
    /// Rows of a block.
    const BLOCK: usize = BLOCK_BYTES / size_of::<T>();

    pub fn push(&mut self, item: T) {
        match self.blocks.last_mut() {
            Some(block) if block.len() < Self::BLOCK => block.push(item),
            _ => self.push_block(item),
        }
    }

    /// Apart from what every row needs.
    #[inline(never)]
    fn push_block(&mut self, item: T) {
        let mut block = Vec::with_capacity(Self::BLOCK);
        block.push(item);
        self.blocks.push(block);
    }

    pub fn len(&self) -> usize {
        self.blocks.last().map_or(0, |last| (self.blocks.len() - 1) * Self::BLOCK + last.len())
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.blocks.iter().flatten()
    }

    /// As many rows from `row` on as there are, at most `count`, and none of the next block.
    pub fn some(&self, row: usize, count: usize) -> &[T] {
        let block = self.blocks.get(row / Self::BLOCK).map_or(&[][..], Vec::as_slice);
        let row = (row % Self::BLOCK).min(block.len());
        &block[row..block.len().min(row + count)]
    }

    /// How many rows come before the first for which `is_before` does not hold; for all after it, it must not.
    pub fn partition_point(&self, is_before: impl Fn(&T) -> bool) -> usize {
        let whole = self.blocks.partition_point(|block| block.last().is_some_and(&is_before));
        match self.blocks.get(whole) {
            Some(block) => whole * Self::BLOCK + block.partition_point(&is_before),
            None => self.len(),
        }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.blocks.len() * Self::BLOCK * size_of::<T>()
    }
}

impl<T: Copy> Blocks<T> {
    /// So many rows, all alike.
    pub fn filled(item: T, rows: usize) -> Blocks<T> {
        let starts = (0..rows).step_by(Self::BLOCK);
        Blocks { blocks: starts.map(|start| vec![item; Self::BLOCK.min(rows - start)]).collect() }
    }

    /// The rows of each block, to change them.
    pub fn blocks_mut(&mut self) -> impl Iterator<Item = &mut [T]> {
        self.blocks.iter_mut().map(Vec::as_mut_slice)
    }

    /// Puts the rows of these numbers first, in this order, and drops the others. Each number once; no second copy is made
    /// of the rows, but `order` is lost.
    pub fn reorder(&mut self, mut order: Vec<u32>) {
        let kept = order.len();
        // What is dropped goes where the rows that are kept came from.
        let mut is_kept = vec![false; self.len()];
        order.iter().for_each(|&row| is_kept[row as usize] = true);
        order.extend((0..self.len() as u32).filter(|&row| !is_kept[row as usize]));
        for start in 0..order.len() {
            self.follow(&mut order, start);
        }
        self.truncate(kept);
    }

    /// Moves the rows of one cycle of an order. A function of its own: see [`super::session::derive`].
    #[inline(never)]
    fn follow(&mut self, order: &mut [u32], start: usize) {
        const DONE: u32 = u32::MAX;
        let (first, mut to) = (self[start], start);
        while order[to] != DONE {
            let from = std::mem::replace(&mut order[to], DONE) as usize;
            self[to] = if from == start { first } else { self[from] };
            to = from;
        }
    }

    fn truncate(&mut self, rows: usize) {
        self.blocks.truncate(rows.div_ceil(Self::BLOCK));
        if let Some(last) = self.blocks.last_mut().filter(|_| !rows.is_multiple_of(Self::BLOCK)) {
            last.truncate(rows % Self::BLOCK);
        }
    }
}

impl<T> Index<usize> for Blocks<T> {
    type Output = T;
    #[inline]
    fn index(&self, row: usize) -> &T {
        &self.blocks[row / Self::BLOCK][row % Self::BLOCK]
    }
}

impl<T> IndexMut<usize> for Blocks<T> {
    #[inline]
    fn index_mut(&mut self, row: usize) -> &mut T {
        &mut self.blocks[row / Self::BLOCK][row % Self::BLOCK]
    }
}

/// A column of the store: rows put in order lie in one piece, newer ones in blocks.
#[derive(Debug)]
pub struct Column<T> {
    settled: Vec<T>,
    newer: Blocks<T>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Column { settled: Vec::new(), newer: Blocks::default() }
    }
}

impl<T: Copy> Column<T> {
    pub fn push(&mut self, item: T) {
        self.newer.push(item);
    }

    pub fn len(&self) -> usize {
        self.settled.len() + self.newer.len()
    }

    /// Every row, settled or not.
    pub fn get(&self, row: usize) -> T {
        match row.checked_sub(self.settled.len()) {
            None => self.settled[row],
            Some(newer) => self.newer[newer],
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = T> {
        self.settled.iter().chain(self.newer.iter()).copied()
    }

    /// Puts all rows into the order that the numbers of the present ones give.
    pub fn settle(&mut self, order: &[u32]) {
        let settled = order.iter().map(|&row| self.get(row as usize)).collect();
        *self = Column { settled, newer: Blocks::default() };
    }

    /// The rows in order.
    pub fn settled(&self) -> &[T] {
        &self.settled
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.settled.capacity() * size_of::<T>() + self.newer.bytes()
    }
}

impl Column<u32> {
    /// As [`Column::settle`]; the rows take the place of their order, so that no room is needed for both.
    pub fn settle_into(&mut self, mut order: Vec<u32>) {
        order.iter_mut().for_each(|row| *row = self.get(*row as usize));
        *self = Column { settled: order, newer: Blocks::default() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCK: usize = Blocks::<u32>::BLOCK;

    fn numbered(count: usize) -> Blocks<u32> {
        let mut rows = Blocks::default();
        (0..count as u32).for_each(|row| rows.push(row));
        rows
    }

    #[test]
    fn rows_are_found_by_number_in_any_block() {
        for count in [0, 1, BLOCK, BLOCK + 1, BLOCK * 2 + 3] {
            let rows = numbered(count);
            assert_eq!((rows.len(), rows.is_empty(), rows.iter().count()), (count, count == 0, count));
            assert!((0..count).all(|row| rows[row] == row as u32));
            for least in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, count] {
                assert_eq!(rows.partition_point(|&row| (row as usize) < least), least.min(count), "{least} of {count}");
            }
        }
    }

    #[test]
    fn some_rows_are_kept_in_a_new_order() {
        let count = BLOCK * 2 + 3;
        let all: Vec<u32> = (0..count as u32).map(|row| (row as usize * 7919 % count) as u32).collect();
        for kept in [0, 1, BLOCK, count - 1, count] {
            let mut rows = numbered(count);
            rows.reorder(all[..kept].to_vec());
            assert!(rows.len() == kept && rows.iter().eq(&all[..kept]), "{kept}");
        }
    }

    #[test]
    fn rows_keep_their_numbers_until_they_are_settled() {
        let mut column = Column::default();
        let count = BLOCK as u32 * 2 + 3;
        (0..count).for_each(|i| column.push(i));
        assert_eq!((column.len(), column.get(BLOCK + 1)), (count as usize, BLOCK as u32 + 1));
        let order: Vec<u32> = (0..count).rev().collect();
        let mut other = Column::default();
        column.iter().for_each(|row| other.push(row));
        column.settle(&order);
        other.settle_into(order);
        assert_eq!(column.settled(), other.settled());
        column.push(count);
        assert!(column.settled().iter().rev().copied().eq(0..count));
        assert_eq!((column.len(), column.get(count as usize), column.get(0)), (count as usize + 1, count, count - 1));
        assert_eq!(column.iter().last(), Some(count));
    }
}
