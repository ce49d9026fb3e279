//! Stable sorting with one piece of machinery in the download for all types, instead of one for each.

use std::cell::Cell;
use std::cmp::Ordering;

/// The items in order; equal ones keep theirs.
pub fn ordered<T>(items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = order(items.len(), &|a, b| compare(&items[a as usize], &items[b as usize]));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|i| items[i as usize].take()).collect()
}

/// The numbers below `len` in order; equal ones ascend.
pub fn order(len: usize, compare: &dyn Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..len as u32).collect();
    sort(&mut order, compare);
    order
}

/// Puts numbers in order; equal ones ascend.
pub fn sort(numbers: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    // Not inlined: the sort has a dozen places that compare.
    #[inline(never)]
    fn placed(a: u32, b: u32, compare: &dyn Fn(u32, u32) -> Ordering) -> Ordering {
        compare(a, b).then(a.cmp(&b))
    }
    // For plain numbers the standard library has networks of comparisons, which are several times as much to download.
    let mut cells: Vec<Cell<u32>> = numbers.iter().copied().map(Cell::new).collect();
    cells.sort_unstable_by(|a, b| placed(a.get(), b.get(), compare));
    for (number, cell) in numbers.iter_mut().zip(cells) {
        *number = cell.get();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_keep_their_order() {
        let items: Vec<(u32, u32)> = (0..500).map(|i| (i * 7919 % 13, i)).collect();
        let mut expected = items.clone();
        expected.sort_by_key(|item| item.0);
        assert_eq!(ordered(items, |a, b| a.0.cmp(&b.0)), expected);
    }
}
