//! A column of numbers that grows without moving what it has: memory's peak is what decides whether a page survives.

/// Bytes of a block, at most: all columns' blocks are alike, so that what one frees is of use to another.
const BLOCK_BYTES: usize = 256 << 10;

/// Rows by number. Those put in order lie in one piece, newer ones in blocks.
#[derive(Debug)]
pub struct Column<T> {
    settled: Vec<T>,
    blocks: Vec<Vec<T>>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Column { settled: Vec::new(), blocks: Vec::new() }
    }
}

impl<T: Copy> Column<T> {
    const BLOCK_BITS: u32 = (BLOCK_BYTES / size_of::<T>()).ilog2();
    const BLOCK: usize = 1 << Self::BLOCK_BITS;

    pub fn push(&mut self, item: T) {
        match self.blocks.last_mut() {
            Some(block) if block.len() < Self::BLOCK => block.push(item),
            _ => {
                let mut block = Vec::with_capacity(Self::BLOCK);
                block.push(item);
                self.blocks.push(block);
            }
        }
    }

    pub fn len(&self) -> usize {
        let newer = self.blocks.last().map_or(0, |last| (self.blocks.len() - 1) * Self::BLOCK + last.len());
        self.settled.len() + newer
    }

    /// Every row, settled or not.
    pub fn get(&self, row: usize) -> T {
        match row.checked_sub(self.settled.len()) {
            None => self.settled[row],
            Some(newer) => self.blocks[newer >> Self::BLOCK_BITS][newer & (Self::BLOCK - 1)],
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = T> {
        self.settled.iter().chain(self.blocks.iter().flatten()).copied()
    }

    /// Puts all rows into the order that the numbers of the present ones give.
    pub fn settle(&mut self, order: &[u32]) {
        let settled = order.iter().map(|&row| self.get(row as usize)).collect();
        *self = Column { settled, blocks: Vec::new() };
    }

    /// The rows in order.
    pub fn settled(&self) -> &[T] {
        &self.settled
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        (self.settled.capacity() + self.blocks.len() * Self::BLOCK) * size_of::<T>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_numbers_until_they_are_settled() {
        let mut column = Column::default();
        let block = Column::<u32>::BLOCK;
        let count = block as u32 * 2 + 3;
        (0..count).for_each(|i| column.push(i));
        assert_eq!((column.len(), column.get(block + 1)), (count as usize, block as u32 + 1));
        let order: Vec<u32> = (0..count).rev().collect();
        column.settle(&order);
        column.push(count);
        assert!(column.settled().iter().rev().copied().eq(0..count));
        assert_eq!((column.len(), column.get(count as usize), column.get(0)), (count as usize + 1, count, count - 1));
        assert_eq!(column.iter().last(), Some(count));
    }
}
