//! One record as a line of JSON, written field by field.

use std::fmt::{Display, Write};

/// Milliseconds between UTC and the business's own clock (UTC+7, no daylight saving).
pub const LOCAL_OFFSET_MS: i64 = 7 * 3_600_000;

#[derive(Debug)]
pub struct Record {
    line: String,
}

impl Record {
    pub fn new(kind: &str) -> Self {
        let mut line = String::with_capacity(320);
        line.push_str("{\"type\":\"");
        line.push_str(kind);
        line.push('"');
        Self { line }
    }

    pub fn text(mut self, key: &str, value: &str) -> Self {
        self.key(key);
        write_string(&mut self.line, value);
        self
    }

    /// A number, a boolean, or JSON that is already written.
    pub fn raw(mut self, key: &str, value: impl Display) -> Self {
        self.key(key);
        // Writing to a String cannot fail.
        let _ = write!(self.line, "{value}");
        self
    }

    pub fn instant(mut self, key: &str, at_ms: i64, zone: Zone) -> Self {
        self.key(key);
        write_instant(&mut self.line, at_ms, zone);
        self
    }

    pub fn optional(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    pub fn end(mut self) -> String {
        self.line.push_str("}\n");
        self.line
    }

    fn key(&mut self, key: &str) {
        self.line.push_str(",\"");
        self.line.push_str(key);
        self.line.push_str("\":");
    }
}

/// How a backend writes its instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    Utc,
    Local,
}

pub fn write_instant(line: &mut String, at_ms: i64, zone: Zone) {
    let (shown_ms, suffix) = match zone {
        Zone::Utc => (at_ms, "Z"),
        Zone::Local => (at_ms + LOCAL_OFFSET_MS, "+07:00"),
    };
    let (days, in_day) = (shown_ms.div_euclid(86_400_000), shown_ms.rem_euclid(86_400_000));
    let (year, month, day) = civil(days);
    let (hour, minute) = (in_day / 3_600_000, in_day / 60_000 % 60);
    let (second, milli) = (in_day / 1000 % 60, in_day % 1000);
    let _ = write!(line, "\"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}{suffix}\"");
}

fn write_string(line: &mut String, value: &str) {
    line.push('"');
    for c in value.chars() {
        match c {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            c => line.push(c),
        }
    }
    line.push('"');
}

/// Days since 1970-01-01 to year, month, day.
pub fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_one_line_of_json() {
        let line = Record::new("message").text("text", "a \"b\"\n").instant("at", 1_767_225_599_999, Zone::Local).end();
        assert_eq!(
            line,
            "{\"type\":\"message\",\"text\":\"a \\\"b\\\"\\n\",\"at\":\"2026-01-01T06:59:59.999+07:00\"}\n"
        );
    }

    #[test]
    fn leap_days_are_found() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(19_782), (2024, 2, 29));
        assert_eq!(civil(-1), (1969, 12, 31));
    }
}
