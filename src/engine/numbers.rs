//! Exact numbers and the one place where they are rounded: half away from zero, to three decimals.

use super::event::Micros;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number in thousandths: seconds out of milliseconds, means and rates after rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thousandths(pub i64);

impl Thousandths {
    /// `numerator / denominator`, rounded; none over nothing.
    pub fn ratio(numerator: i128, denominator: i128) -> Option<Thousandths> {
        (denominator != 0).then(|| Thousandths(round_div(numerator * 1000, denominator) as i64))
    }

    /// The rate of one count over another.
    pub fn rate(part: u64, whole: u64) -> Option<Thousandths> {
        Thousandths::ratio(part.into(), whole.into())
    }

    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

/// The same where nothing says how large it may be: lengths that records state, and their sums. Apart, because few numbers
/// need twice the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LargeThousandths(pub i128);

impl Serialize for LargeThousandths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self.0 / 1000) {
            Ok(whole) if self.0 % 1000 == 0 => serializer.serialize_i64(whole),
            _ => serializer.serialize_f64(self.0 as f64 / 1000.0),
        }
    }
}

impl<'de> Deserialize<'de> for LargeThousandths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(LargeThousandths((f64::deserialize(deserializer)? * 1000.0).round() as i128))
    }
}

/// Division rounded half away from zero.
pub fn round_div(numerator: i128, denominator: i128) -> i128 {
    let (n, d) = if denominator < 0 { (-numerator, -denominator) } else { (numerator, denominator) };
    (2 * n.abs() + d) / (2 * d) * n.signum()
}

impl Serialize for Thousandths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 1000 == 0 {
            serializer.serialize_i64(self.0 / 1000)
        } else {
            serializer.serialize_f64(self.as_f64())
        }
    }
}

impl<'de> Deserialize<'de> for Thousandths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Thousandths((f64::deserialize(deserializer)? * 1000.0).round() as i64))
    }
}

/// A sum of money in millionths, written as a string with two places at least and no trailing zeros past them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Money(pub i128);

impl Money {
    pub fn add(&mut self, amount: Micros) {
        self.0 += i128::from(amount);
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 1_000_000, self.0.unsigned_abs() % 1_000_000);
        let fraction = format!("{rest:06}");
        let places = fraction.trim_end_matches('0').len().max(2);
        write!(f, "{sign}{whole}.{}", &fraction[..places])
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (negative, digits) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let micros = format!("{whole}{fraction:0<6}").parse::<i128>().map_err(serde::de::Error::custom)?;
        Ok(Money(if negative { -micros } else { micros }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_once_half_away_from_zero() {
        for (numerator, denominator, expected) in
            [(1, 2000, 1), (-1, 2000, -1), (1, 2001, 0), (2, 3, 667), (-2, 3, -667)]
        {
            assert_eq!(
                Thousandths::ratio(numerator, denominator),
                Some(Thousandths(expected)),
                "{numerator}/{denominator}"
            );
        }
        assert_eq!(Thousandths::rate(1, 0), None);
    }

    #[test]
    fn however_large_whole_seconds_are_written_without_a_point() {
        let text = |thousandths| serde_json::to_string(&LargeThousandths(thousandths)).unwrap();
        assert_eq!(text(-2_500), "-2.5");
        assert_eq!(text(10_000_000_000_000_000_000), "10000000000000000");
        assert_eq!(text(i128::from(i64::MAX) * 1000), i64::MAX.to_string());
        assert_eq!(text(i128::from(i64::MAX) * 2000), "1.8446744073709552e+19");
    }

    #[test]
    fn money_as_text() {
        for (micros, text) in
            [(12_500_000, "12.50"), (14_700, "0.0147"), (-1, "-0.000001"), (0, "0.00"), (-3_000_000, "-3.00")]
        {
            assert_eq!(Money(micros).to_string(), text);
            assert_eq!(serde_json::from_str::<Money>(&format!("{text:?}")).unwrap(), Money(micros));
        }
    }
}
