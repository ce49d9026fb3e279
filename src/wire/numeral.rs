//! Decimals read from their digits, never through binary floating point.

use crate::engine::event::{Micros, Score};

/// `digits × 10^exponent`; digits without leading or trailing zeros, none for zero.
#[derive(Debug, PartialEq)]
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

/// Millionths of a number; none when it needs more than six places or is 10¹² or more in size.
pub fn micros(text: &str) -> Option<Micros> {
    if let Some((digits, places)) = short(text).filter(|&(_, places)| places <= 6) {
        let micros = digits.checked_mul(10_i64.pow(6 - places))?;
        return Some(micros).filter(|micros| micros.unsigned_abs() < 10_u64.pow(18));
    }
    let decimal = decimal(text)?;
    if decimal.digits.is_empty() {
        return Some(0);
    }
    let whole_digits = i64::try_from(decimal.digits.len()).ok()?.checked_add(decimal.exponent)?;
    if decimal.exponent < -6 || whole_digits > 12 {
        return None;
    }
    let digits: i64 = decimal.digits.parse().ok()?;
    let micros = digits.checked_mul(10_i64.checked_pow(u32::try_from(decimal.exponent + 6).ok()?)?)?;
    Some(if decimal.negative { -micros } else { micros })
}

/// `[+-]?[0-9]+(\.[0-9]+)?`
pub fn is_plain_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match unsigned.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(unsigned),
    }
}

/// A rating on a scale from 1 to `scale_max` as a part of 0–1; none unless `1 <= rating <= scale_max` and
/// `scale_max > 1`. Exact for numbers of up to 15 digits, else as near as a double comes.
pub fn score(rating: &str, scale_max: &str) -> Option<Score> {
    if let (Some(rating), Some(scale_max)) = (units(rating), units(scale_max)) {
        let one = 10_i128.pow(UNIT_PLACES);
        if !(one <= rating && rating <= scale_max && scale_max > one) {
            return None;
        }
        let (numerator, denominator) = (rating - one, scale_max - one);
        let divisor = gcd(numerator, denominator);
        let (numerator, denominator) = (numerator / divisor, denominator / divisor);
        if let (Ok(numerator), Ok(denominator)) = (u64::try_from(numerator), u64::try_from(denominator)) {
            return Some(Score { numerator, denominator });
        }
    }
    let (rating, scale_max) = (double(rating)?, double(scale_max)?);
    if !(1.0 <= rating && rating <= scale_max && scale_max > 1.0) {
        return None;
    }
    const PARTS: f64 = 1e15;
    let part = if scale_max.is_finite() { (rating - 1.0) / (scale_max - 1.0) } else { 0.0 };
    Some(Score { numerator: (part * PARTS).round() as u64, denominator: PARTS as u64 })
}

/// The double near a number; infinite when it is too large. The standard library's, which is the nearest one always,
/// brings a table that does not compress; JSON's is here anyway.
pub fn double(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mantissa = unsigned.split(['e', 'E']).next()?;
    let digits = mantissa.replacen('.', "", 1);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let Decimal { negative, digits, exponent } = decimal(text)?;
    let sign = if negative { "-" } else { "" };
    let digits = if digits.is_empty() { "0" } else { &digits };
    let too_large = || (exponent > 0).then_some(if negative { f64::NEG_INFINITY } else { f64::INFINITY });
    serde_json::from_str(&format!("{sign}{digits}e{exponent}")).ok().or_else(too_large)
}

const UNIT_PLACES: u32 = 15;

/// A number in units of 10⁻¹⁵, if it is a whole number of them and not too large.
fn units(text: &str) -> Option<i128> {
    if let Some((digits, places)) = short(text).filter(|&(_, places)| places <= UNIT_PLACES) {
        return Some(i128::from(digits) * 10_i128.pow(UNIT_PLACES - places));
    }
    let decimal = decimal(text)?;
    if decimal.digits.is_empty() {
        return Some(0);
    }
    let shift = u32::try_from(decimal.exponent + i64::from(UNIT_PLACES)).ok().filter(|&shift| shift < 30)?;
    let units = decimal.digits.parse::<i128>().ok()?.checked_mul(10_i128.pow(shift))?;
    Some(if decimal.negative { -units } else { units })
}

/// The digits of a number as a whole number, and how many of them follow the point; none unless it has at most 16 and no
/// exponent, as nearly all have.
fn short(text: &str) -> Option<(i64, u32)> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.len() > 16 {
        return None;
    }
    let (mut digits, mut point) = (0, None);
    for (i, byte) in unsigned.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => digits = digits * 10 + i64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(i),
            _ => return None,
        }
    }
    let places = point.map_or(0, |point| unsigned.len() - point - 1);
    Some((if text.starts_with('-') { -digits } else { digits }, places as u32))
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

fn decimal(text: &str) -> Option<Decimal> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        // An exponent too long to read is far outside any range that counts.
        Some((mantissa, exponent)) => {
            let beyond = if exponent.starts_with('-') { -1_000_000_000 } else { 1_000_000_000 };
            (mantissa, exponent.parse::<i64>().unwrap_or(beyond).clamp(-1_000_000_000, 1_000_000_000))
        }
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let significant = all.trim_end_matches('0');
    let trailing = (all.len() - significant.len()) as i64;
    let digits = significant.trim_start_matches('0').to_owned();
    Some(Decimal { negative, digits, exponent: exponent - fraction.len() as i64 + trailing })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_in_few_characters_and_in_more() {
        for digits in
            [0_u64, 1, 5, 10, 147, 999_999, 12_345_678, 999_999_999_999, 1_000_000_000_000, 999_999_999_999_999]
        {
            for places in 0..12 {
                for sign in ["", "-"] {
                    let text = format!("{digits:0places$}", places = places + 1);
                    let (whole, fraction) = text.split_at(text.len() - places);
                    let text = if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
                    let longer = format!("{text}e0");
                    assert_eq!(micros(&text), micros(&longer), "{text}");
                    assert_eq!(units(&text), units(&longer), "{text}");
                }
            }
        }
    }

    #[test]
    fn millionths_from_digits() {
        for (text, expected) in [
            ("0.0147", Some(14_700)),
            ("-12.5", Some(-12_500_000)),
            ("1.5e2", Some(150_000_000)),
            ("1e-6", Some(1)),
            ("1e-7", None),
            ("0.0000010", Some(1)),
            ("0.0000001", None),
            ("999999999999.999999", Some(999_999_999_999_999_999)),
            ("1000000000000", None),
            ("1e12", None),
            ("-0", Some(0)),
            ("0e99999999999999999999", Some(0)),
            ("1e99999999999999999999", None),
            ("+007.50", Some(7_500_000)),
        ] {
            assert_eq!(micros(text), expected, "{text}");
        }
        assert!(
            is_plain_decimal("+1.5") && !is_plain_decimal("1.") && !is_plain_decimal(".5") && !is_plain_decimal("1e2")
        );
    }

    #[test]
    fn doubles_as_the_standard_library_reads_them() {
        for text in ["0", "-0", "+5", "007.50", ".5", "5.", "1700000000.123", "1e5", "1E-5", "-12.5", "1e400", "-1e400"]
        {
            assert_eq!(double(text), text.parse().ok(), "{text}");
        }
        for text in ["", "e5", "-", "abc5", "--5", "1.2.3", "5x"] {
            assert_eq!(double(text), None, "{text}");
        }
    }

    #[test]
    fn ratings_are_exact_parts_of_their_scale() {
        let part = |rating, scale| score(rating, scale).map(|score| (score.numerator, score.denominator));
        assert_eq!(part("4", "5"), Some((3, 4)));
        assert_eq!(part("4.5", "5"), Some((7, 8)));
        assert_eq!(part("1", "5"), Some((0, 1)));
        for (rating, scale) in [("0", "5"), ("6", "5"), ("1", "1"), ("0.999999", "5"), ("1e400", "5")] {
            assert_eq!(part(rating, scale), None, "{rating} of {scale}");
        }
        assert!(part("3", "1e300").is_some());
    }
}
