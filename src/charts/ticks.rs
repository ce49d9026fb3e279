//! Round ticks: 1, 2 or 5 times a power of ten for figures, clock steps for time, and which labels of many fit in a row.

/// Ticks from a round number at or below `low` to one at or above `high`, about `wanted` of them.
/// `whole` keeps the step at 1 or more, for counts.
pub fn round(low: f64, high: f64, wanted: usize, whole: bool) -> Vec<f64> {
    let (low, high) = (low.min(0.0), high.max(0.0));
    let span = high - low;
    if span.is_nan() || span <= 1e-290 {
        return vec![0.0, 1.0];
    }
    let rough = span / wanted.max(1) as f64;
    let power = rough.log10().floor() as i32;
    let (factor, power) = match rough / exp10(power) {
        f if f <= 1.0 + 1e-9 => (1.0, power),
        f if f <= 2.0 + 1e-9 => (2.0, power),
        f if f <= 5.0 + 1e-9 => (5.0, power),
        _ => (1.0, power + 1),
    };
    let (factor, power) = if whole && power < 0 { (1.0, 0) } else { (factor, power) };
    // Divided rather than multiplied by a negative power, so that 3 × 0.1 is 0.3.
    let tick = |i: i64| if power < 0 { i as f64 * factor / exp10(-power) } else { i as f64 * factor * exp10(power) };
    let step = tick(1);
    let first = (low / step).floor() as i64;
    let last = ((high / step - 1e-9).ceil() as i64).max(first + 1);
    (first..=last).map(tick).collect()
}

fn exp10(power: i32) -> f64 {
    10f64.powi(power)
}

/// Instants on a round clock time between `from` and `to` (milliseconds), at most `wanted` and one more.
/// `offset` is added before rounding, so that days begin at the zone's midnight.
pub fn time(from: f64, to: f64, wanted: usize, offset: f64) -> Vec<f64> {
    const SECOND: f64 = 1e3;
    const STEPS: [f64; 21] = [
        1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 10800.0, 21600.0, 43200.0,
        86400.0, 172800.0, 604800.0, 1209600.0, 2419200.0,
    ];
    let rough = (to - from) / wanted.max(1) as f64;
    let days = || 86_400.0 * SECOND * round(0.0, rough / SECOND / 86_400.0, 1, true).last().copied().unwrap_or(1.0);
    let step = STEPS.iter().map(|s| s * SECOND).find(|step| *step >= rough).unwrap_or_else(days);
    let first = ((from + offset) / step).ceil();
    let count = (((to + offset) / step).floor() - first).clamp(-1.0, 1000.0) as i64;
    (0..=count).map(|i| (first + i as f64) * step - offset).collect()
}

/// A label of an axis that is shown: its index and the middle of its text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    pub index: usize,
    pub middle: f64,
}

/// Every n-th label, with the smallest sensible n with which none touches the next; texts at the ends are pushed
/// inside `left..right`. `labels` are the wanted middle and the width of each.
pub fn thin(labels: &[(f64, f64)], left: f64, right: f64) -> Vec<Placed> {
    const GAP: f64 = 14.0;
    const STEPS: [usize; 15] = [1, 2, 3, 4, 5, 7, 10, 14, 21, 28, 60, 90, 180, 365, 730];
    let doubling = std::iter::successors(Some(1460usize), |n| n.checked_mul(2));
    for step in STEPS.into_iter().chain(doubling) {
        let mut placed: Vec<Placed> = Vec::new();
        let mut end = f64::NEG_INFINITY;
        let mut fits = true;
        for (index, (middle, width)) in labels.iter().enumerate().step_by(step) {
            if *width > right - left || *width <= 0.0 {
                continue;
            }
            let middle = middle.clamp(left + width / 2.0, right - width / 2.0);
            if middle - width / 2.0 < end {
                fits = false;
                break;
            }
            end = middle + width / 2.0 + GAP;
            placed.push(Placed { index, middle });
        }
        if fits || step >= labels.len() {
            return placed;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_round() {
        let check = |low: f64, high: f64, whole: bool, expected: &[f64]| {
            assert_eq!(round(low, high, 4, whole), expected, "{low}..{high}")
        };
        check(0.0, 0.0, true, &[0.0, 1.0]);
        check(0.0, 1.0, true, &[0.0, 1.0]);
        check(0.0, 3.0, true, &[0.0, 1.0, 2.0, 3.0]);
        check(0.0, 0.4, false, &[0.0, 0.1, 0.2, 0.3, 0.4]);
        check(0.0, 87.0, true, &[0.0, 50.0, 100.0]);
        check(0.0, 61.0, true, &[0.0, 20.0, 40.0, 60.0, 80.0]);
        check(-30.0, 50.0, true, &[-40.0, -20.0, 0.0, 20.0, 40.0, 60.0]);
        check(7.0, 8.0, true, &[0.0, 2.0, 4.0, 6.0, 8.0]);
    }

    #[test]
    fn extremes_have_few_ticks() {
        for high in [1e-300, 1e-12, 0.1, 1e300, 9e299, f64::NAN] {
            let ticks = round(0.0, high, 5, false);
            assert!((2..=7).contains(&ticks.len()) && ticks.iter().all(|t| t.is_finite()), "{high}: {ticks:?}");
        }
        assert!(time(-9e18, 9e18, 8, 0.0).len() <= 10);
        assert!(time(5.0, 5.0, 8, 0.0).len() <= 1);
    }

    #[test]
    fn time_is_on_the_clock_of_the_zone() {
        let minutes = |m: f64| m * 60e3;
        assert_eq!(time(minutes(1.0), minutes(62.0), 4, 0.0), [30.0, 60.0].map(minutes));
        assert_eq!(time(0.0, minutes(2880.0), 2, minutes(420.0)), [1020.0, 2460.0].map(minutes), "midnight in Jakarta");
    }

    #[test]
    fn labels_thin_out() {
        let days: Vec<(f64, f64)> = (0..30).map(|i| (5.0 + i as f64 * 10.0, 30.0)).collect();
        let indices: Vec<usize> = thin(&days, 0.0, 300.0).iter().map(|p| p.index).collect();
        assert_eq!(indices, [0, 7, 14, 21, 28]);
        assert_eq!(thin(&days[..1], 0.0, 300.0), [Placed { index: 0, middle: 15.0 }], "pushed inside");
        assert_eq!(thin(&[(5.0, 400.0)], 0.0, 300.0), []);
    }
}
