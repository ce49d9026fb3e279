//! Instants: milliseconds since 1970, read from and written as RFC 3339. No zones here, only offsets.

/// The first instant that is too late: 2100-01-01T00:00Z.
pub const END_OF_TIME: i64 = 4_102_444_800_000;
pub const DAY: i64 = 86_400_000;
pub const HOUR: i64 = 3_600_000;

/// Reads an RFC 3339 string with offset; a fraction beyond milliseconds is cut off. None when it is not one, or lies
/// outside 1970–2099.
pub fn parse(text: &[u8]) -> Option<i64> {
    let (date, rest) = text.split_first_chunk()?;
    let (&[d0, d1, t], rest) = rest.split_first_chunk()?;
    let (time, tail) = rest.split_first_chunk()?;
    let (date, time) = (pairs(date, b"0000-00-")?, pairs(time, b"00:00:00")?);
    let (year, month, day) = (i32::from(date[0]) * 100 + i32::from(date[2]), u32::from(date[5]), two(d0, d1)?);
    let (hour, minute, second) = (u32::from(time[0]), u32::from(time[3]), u32::from(time[6]));
    if !matches!(t, b'T' | b't' | b' ')
        || !(1..=12).contains(&month)
        || day < 1
        || day > days_in_month(year, month)
        || hour > 23
        || minute > 59
        || second > 59
    {
        return None;
    }
    let (millis, offset) = match tail {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return None;
            }
            let place = |i: usize| if i < digits { i64::from(fraction[i] - b'0') } else { 0 };
            (place(0) * 100 + place(1) * 10 + place(2), &fraction[digits..])
        }
        _ => (0, tail),
    };
    let offset_minutes = match *offset {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), h0, h1, b':', m0, m1] => {
            let (hours, minutes) = (two(h0, h1)?, two(m0, m1)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            i64::from(hours * 60 + minutes) * if sign == b'-' { -1 } else { 1 }
        }
        _ => return None,
    };
    let seconds = i64::from(hour * 3600 + minute * 60 + second);
    in_range(days_from_civil(year.into(), month, day) * DAY + (seconds - offset_minutes * 60) * 1000 + millis)
}

/// `ms` when it lies in 1970–2099.
pub fn in_range(ms: i64) -> Option<i64> {
    (0..END_OF_TIME).contains(&ms).then_some(ms)
}

/// RFC 3339 in UTC with milliseconds.
pub fn format(ms: i64) -> String {
    let (year, month, day) = civil_from_days(ms.div_euclid(DAY));
    let rest = ms.rem_euclid(DAY);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
        rest / HOUR,
        rest / 60_000 % 60,
        rest / 1000 % 60,
        rest % 1000
    )
}

/// Each byte and the next as a number of two digits; none unless the text has a digit where `form` has `0`, and else what
/// `form` has.
fn pairs(text: &[u8; 8], form: &[u8; 8]) -> Option<[u8; 8]> {
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let zeros = u64::from_le_bytes(*form);
    let digits = u64::from_le_bytes(*text) ^ zeros;
    // `0` is 0x30: the difference of a digit is below ten, that of any other byte is not.
    let most = u64::from_le_bytes(form.map(|byte| if byte == b'0' { 0x80 - 10 } else { 0x7f }));
    if (digits | digits.wrapping_add(most)) & HIGHS != 0 {
        return None;
    }
    Some(digits.wrapping_mul(10).wrapping_add(digits >> 8).to_le_bytes())
}

fn two(tens: u8, ones: u8) -> Option<u32> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant's algorithm). In 32 bits: by a constant, browsers
/// divide those without dividing.
pub fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    // Counted from so early that nothing is below 0.
    const ERAS: i32 = 1000;
    let shifted = year as i32 + ERAS * 400 - i32::from(month <= 2);
    let (era, year_of_era) = (shifted / 400, shifted % 400);
    let day_of_year = (153 * ((month as i32 + 9) % 12) + 2) / 5 + day as i32 - 1;
    let days = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    i64::from((era - ERAS) * 146_097 + days - 719_468)
}

/// The date of a day since 1970-01-01: the inverse of [`days_from_civil`].
pub fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_index + 2) / 5 + 1) as u32;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 } as u32;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// An optional instant in six bytes: sessions have half a dozen of them, and there are many sessions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MaybeInstant([u16; 3]);

impl MaybeInstant {
    pub const NONE: Self = MaybeInstant([u16::MAX; 3]);

    pub fn get(self) -> Option<i64> {
        let [low, middle, high] = self.0;
        (self != Self::NONE).then(|| i64::from(low) | i64::from(middle) << 16 | i64::from(high) << 32)
    }

    pub fn is_some(self) -> bool {
        self != Self::NONE
    }
}

impl From<Option<i64>> for MaybeInstant {
    fn from(at: Option<i64>) -> Self {
        at.map_or(Self::NONE, |at| MaybeInstant([at as u16, (at >> 16) as u16, (at >> 32) as u16]))
    }
}

impl std::fmt::Debug for MaybeInstant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_rfc_3339_allows() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-01-05T08:00:00.1239Z", Some(1_767_600_000_123)),
            ("2026-01-05t08:00:00.1z", Some(1_767_600_000_100)),
            ("2026-01-05 15:00:00+07:00", Some(1_767_600_000_000)),
            ("2024-02-29T23:59:59-00:30", Some(1_709_252_999_000)),
            ("2099-12-31T23:59:59.999Z", Some(END_OF_TIME - 1)),
            ("2100-01-01T00:00:00Z", None),
            ("2100-01-01T00:30:00+01:00", Some(END_OF_TIME - 1_800_000)),
            ("1969-12-31T23:59:59Z", None),
            ("2026-02-29T00:00:00Z", None),
            ("2026-01-05T24:00:00Z", None),
            ("2026-01-05T08:00:60Z", None),
            ("2026-01-05T08:00:00", None),
            ("2026-01-05T08:00:00.Z", None),
            ("2026-01-05T08:00:00+0700", None),
            ("2026-01-05T08:00Z", None),
            ("2026-01-05T08:00:00Zx", None),
            ("2026-01-05T08:00:00+24:00", None),
            ("２026-01-05T08:00:00Z", None),
        ] {
            assert_eq!(parse(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn dates_go_there_and_back() {
        for days in (-800_000..800_000).step_by(17) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
        assert_eq!(format(1_767_600_000_123), "2026-01-05T08:00:00.123Z");
        assert_eq!(MaybeInstant::from(Some(END_OF_TIME - 1)).get(), Some(END_OF_TIME - 1));
        assert_eq!(MaybeInstant::from(None).get(), None);
    }
}
