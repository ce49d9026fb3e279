//! Exact sums of fractions with any denominators. A maintained library of big numbers does it too, but brings far more to
//! the download than is needed here: adding fractions and one rounding.

use super::numbers::Thousandths;
use super::tally::Merge;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A sum of fractions from 0 to 1, exactly: numerators by denominator.
#[derive(Debug, Clone, Default)]
pub struct Fractions(BTreeMap<u64, u128>);

impl Fractions {
    pub fn add(&mut self, numerator: u64, denominator: u64) {
        *self.0.entry(denominator).or_default() += u128::from(numerator);
    }

    /// The mean of `n` such fractions, or of their differences from one; none over nothing.
    pub fn mean(&self, n: u64, from_one: bool) -> Option<Thousandths> {
        if n == 0 {
            return None;
        }
        // The sum is `numerator / denominator`, the latter a common multiple.
        let mut denominator = Natural::from(1);
        for &each in self.0.keys() {
            denominator = denominator.times(each / gcd(each, denominator.rest(each)));
        }
        let mut numerator = Natural::default();
        for (&each, &sum) in &self.0 {
            let share = denominator.over(each);
            numerator = numerator.plus(&share.times(sum as u64)).plus(&share.times((sum >> 64) as u64).shifted());
        }
        let whole = denominator.times(n);
        let part = if from_one { whole.minus(&numerator) } else { numerator };
        // Rounded half up: the most thousandths t for which (2t - 1) whole <= 2000 part.
        let twice = part.times(2000);
        let fits = |t: u64| whole.times(2 * t - 1).cmp(&twice) != Ordering::Greater;
        let (mut low, mut high) = (0_u64, 1000);
        while low < high {
            let middle = (low + high).div_ceil(2);
            if fits(middle) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Some(Thousandths(low as i64))
    }
}

impl Merge for Fractions {
    fn merge(&mut self, other: Self) {
        for (denominator, numerator) in other.0 {
            *self.0.entry(denominator).or_default() += numerator;
        }
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// A whole number of any size: 32-bit digits, the lowest first, the highest not zero.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Natural(Vec<u32>);

impl Natural {
    fn from(mut number: u64) -> Natural {
        let mut digits = Vec::new();
        while number > 0 {
            digits.push(number as u32);
            number >>= 32;
        }
        Natural(digits)
    }

    fn trimmed(mut self) -> Natural {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    fn times(&self, factor: u64) -> Natural {
        let mut carry = 0_u128;
        let mut digits = Vec::with_capacity(self.0.len() + 3);
        for &digit in self.0.iter().chain(&[0; 3]) {
            carry += u128::from(digit) * u128::from(factor);
            digits.push(carry as u32);
            carry >>= 32;
        }
        Natural(digits).trimmed()
    }

    /// Times 2⁶⁴.
    fn shifted(self) -> Natural {
        Natural([0; 2].into_iter().chain(self.0).collect()).trimmed()
    }

    fn plus(&self, other: &Natural) -> Natural {
        let digit = |of: &Natural, i: usize| u64::from(of.0.get(i).copied().unwrap_or(0));
        let mut carry = 0;
        let digits = (0..=self.0.len().max(other.0.len())).map(|i| {
            carry += digit(self, i) + digit(other, i);
            let low = carry as u32;
            carry >>= 32;
            low
        });
        Natural(digits.collect()).trimmed()
    }

    /// The difference from a number that is not larger.
    fn minus(&self, other: &Natural) -> Natural {
        let mut borrow = 0_i64;
        let digits = self.0.iter().enumerate().map(|(i, &digit)| {
            borrow += i64::from(digit) - i64::from(other.0.get(i).copied().unwrap_or(0));
            let low = borrow as u32;
            borrow >>= 32;
            low
        });
        Natural(digits.collect()).trimmed()
    }

    fn over(&self, divisor: u64) -> Natural {
        self.divided(divisor).0
    }

    fn rest(&self, divisor: u64) -> u64 {
        self.divided(divisor).1
    }

    fn divided(&self, divisor: u64) -> (Natural, u64) {
        let mut rest = 0_u128;
        let mut digits = vec![0; self.0.len()];
        for (i, &digit) in self.0.iter().enumerate().rev() {
            rest = rest << 32 | u128::from(digit);
            digits[i] = (rest / u128::from(divisor)) as u32;
            rest %= u128::from(divisor);
        }
        (Natural(digits).trimmed(), rest as u64)
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Natural) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Natural) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(fractions: &[(u64, u64)], from_one: bool) -> i64 {
        let mut sum = Fractions::default();
        fractions.iter().for_each(|&(numerator, denominator)| sum.add(numerator, denominator));
        sum.mean(fractions.len() as u64, from_one).unwrap().0
    }

    #[test]
    fn means_are_rounded_once_half_up() {
        assert_eq!(mean(&[(1, 2), (1, 3), (1, 6)], false), 333);
        assert_eq!(mean(&[(1, 16)], false), 63);
        assert_eq!(mean(&[(1, 16)], true), 938);
        assert_eq!(mean(&[(0, 7)], false), 0);
        assert_eq!(mean(&[(7, 7), (1, 1)], false), 1000);
        assert_eq!(mean(&[(1, 1)], true), 0);
        assert_eq!(Fractions::default().mean(0, true), None);
    }

    #[test]
    fn a_tie_is_a_tie_with_any_denominators() {
        // 1/2000 of the whole, written with large primes that cancel; then a hair less.
        let (p, q) = (999_999_999_999_989, 4_294_967_291);
        assert_eq!(mean(&[(p, 2 * p), (q, 2 * q), (1, 2), (1, 2)], false), 500);
        let n = 2000;
        let mut sum = Fractions::default();
        sum.add(p - 1, p);
        sum.add(1, p);
        assert_eq!(sum.mean(n, false), Some(Thousandths(1)));
        let mut less = Fractions::default();
        less.add(p - 1, p);
        assert_eq!(less.mean(n, false), Some(Thousandths(0)));
    }

    #[test]
    fn agrees_with_128_bits_where_they_suffice() {
        let mut state = 1_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        for _ in 0..2000 {
            let fractions: Vec<(u64, u64)> = (0..1 + random(6))
                .map(|_| {
                    let denominator = 1 + random(40);
                    (random(denominator + 1), denominator)
                })
                .collect();
            let whole: i128 = (1..=40).fold(1, |all, i| all / i128::from(gcd(all as u64, i)) * i128::from(i));
            let part: i128 = fractions.iter().map(|&(n, d)| whole / i128::from(d) * i128::from(n)).sum();
            let n = fractions.len() as i128;
            assert_eq!(mean(&fractions, false), Thousandths::ratio(part, whole * n).unwrap().0, "{fractions:?}");
            assert_eq!(mean(&fractions, true), Thousandths::ratio(whole * n - part, whole * n).unwrap().0);
        }
    }
}
