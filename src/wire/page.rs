//! One JSON page as a whole: its records in the order of the text, and where the next page is.

use super::intake::Intake;
use super::json::{self, Value};
use super::scan::{Scanner, Step};

/// The records of a whole page, in the order of the text, and its `next`; none when that is neither a text nor a number.
pub fn page_records(bytes: &[u8], intake: &mut Intake) -> Option<Option<String>> {
    // A byte that is not UTF-8 must spoil its own record alone: the page is cut into elements as bytes.
    let mut next = Some(None);
    for (key, value) in members(bytes) {
        match key {
            b"events" | b"entities" if value.starts_with(b"[") => {
                for element in parts(value) {
                    intake.json(element);
                }
            }
            b"events" | b"entities" if value != b"null" => {
                intake.reject(format!("{}: expected a list", String::from_utf8_lossy(key)), value);
            }
            b"next" => {
                let mut unescaped = String::new();
                next = std::str::from_utf8(value).ok().and_then(|text| {
                    match json::value(text, &mut unescaped).ok()?.value(text, &unescaped) {
                        Value::Text("") | Value::Null => Some(None),
                        Value::Text(next) | Value::Number(next) => Some(Some(next.to_owned())),
                        _ => None,
                    }
                });
            }
            _ => {}
        }
    }
    next
}

/// Keys (between their quotes) and values of the object that `bytes` is.
fn members(bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
    let (mut scanner, mut members) = (Scanner::default(), Vec::new());
    let (mut key_start, mut key, mut start) = (0, &bytes[..0], 0);
    let mut in_key = false;
    for (i, &byte) in bytes.iter().enumerate() {
        let step = scanner.step(byte);
        if in_key && byte == b'"' && scanner.is_before_colon() {
            key = &bytes[key_start..i];
            in_key = false;
        }
        match step {
            Ok(Step::Key { depth: 1 }) => (key_start, in_key) = (i + 1, true),
            Ok(Step::Begins { depth: 1 }) => start = i,
            Ok(step) if step.ends_with(1) => members.push((key, &bytes[start..=i])),
            Ok(step) if step.ended_before(1) => members.push((key, &bytes[start..i])),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    members
}

/// The elements of the list that `bytes` is.
fn parts(bytes: &[u8]) -> Vec<&[u8]> {
    let (mut scanner, mut parts, mut start) = (Scanner::default(), Vec::new(), 0);
    for (i, &byte) in bytes.iter().enumerate() {
        match scanner.step(byte) {
            Ok(Step::Begins { depth: 1 }) => start = i,
            Ok(step) if step.ends_with(1) => parts.push(&bytes[start..=i]),
            Ok(step) if step.ended_before(1) => parts.push(&bytes[start..i]),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    parts
}
