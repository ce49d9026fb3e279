//! However a record is read, it comes to the same: as one of many lines or by itself, in the usual way of writing or in any
//! other, good or damaged.

mod common;
#[path = "common/stream.rs"]
mod stream;

use proptest::prelude::*;
use serde_json::Value;
use session_analytics::engine::seen::IdSet;
use session_analytics::protocol::Reject;
use std::collections::HashSet;
use stream::{config, records, step};

/// A byte of the text is replaced, or others are put before it.
#[derive(Debug, Clone)]
struct Damage {
    place: prop::sample::Index,
    replaces: bool,
    with: &'static [u8],
}

fn damage() -> impl Strategy<Value = Damage> {
    const WITH: [&[u8]; 22] = [
        b"",
        b"",
        b"\"",
        b"\\",
        b"\n",
        b"\r\n",
        b"\n\n \n",
        b" ",
        b"\t",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"0",
        b"null",
        b"x",
        b"\x01",
        b"\xff",
        b"\xc3\xa9",
        b"\xf0\x9f\x98",
    ];
    (any::<prop::sample::Index>(), any::<bool>(), prop::sample::select(&WITH[..]))
        .prop_map(|(place, replaces, with)| Damage { place, replaces, with })
}

fn damaged(mut text: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        let at = damage.place.index(text.len());
        text.splice(at..at + usize::from(damage.replaces), damage.with.iter().copied());
    }
    text
}

/// What comes of lines: the report, the sessions, and the bad records.
fn answers(config: &Value, lines: &[u8], chunk: usize) -> (String, String, Vec<Reject>) {
    let mut engine = common::engine(config);
    common::load(&mut engine, "stream.ndjson", lines, chunk);
    (common::report(&mut engine), common::sessions(&mut engine), engine.rejects().to_vec())
}

/// The same lines with each letter and digit of every string written as its number, and space where there may be some.
fn roundabout(lines: &[u8]) -> Vec<u8> {
    let (mut written, mut in_string) = (Vec::new(), false);
    let mut bytes = lines.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if in_string => {
                written.push(byte);
                written.extend(bytes.next_if(|&escape| escape != b'\n'));
                if written.ends_with(b"u") {
                    written.extend((0..4).map_while(|_| bytes.next_if(u8::is_ascii_hexdigit)));
                }
            }
            _ if in_string && byte.is_ascii_alphanumeric() => written.extend(format!("\\u{byte:04x}").bytes()),
            b':' | b',' | b'{' | b'}' if !in_string => written.extend([b' ', byte, b'\t']),
            _ => {
                in_string = byte != b'\n' && (in_string != (byte == b'"'));
                written.push(byte);
            }
        }
    }
    written
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_are_read_alike_together_and_alone(
        steps in prop::collection::vec(step(), 1..30),
        damages in prop::collection::vec(damage(), 0..12),
        config in config(),
        chunk in 1..97_usize,
    ) {
        let lines = damaged(stream::text(&records(&steps)).into_bytes(), &damages);
        let together = answers(&config, &lines, 1 << 20);
        prop_assert_eq!(&answers(&config, &lines, chunk), &together);
        // A byte at a time, every line is put together and then read by itself.
        prop_assert_eq!(&answers(&config, &lines, 1), &together);
    }

    #[test]
    fn records_are_read_alike_however_they_are_written(
        steps in prop::collection::vec(step(), 1..30),
        damages in prop::collection::vec(damage(), 0..12),
        config in config(),
    ) {
        let lines = damaged(stream::text(&records(&steps)).into_bytes(), &damages);
        let (report, sessions, rejects) = answers(&config, &lines, 1 << 20);
        let (report_again, sessions_again, rejects_again) = answers(&config, &roundabout(&lines), 1 << 20);
        let numbers = |rejects: &[Reject]| rejects.iter().map(|reject| reject.record).collect::<Vec<_>>();
        prop_assert_eq!(numbers(&rejects), numbers(&rejects_again));
        prop_assert_eq!((report, sessions), (report_again, sessions_again));
    }

    #[test]
    fn an_id_is_new_once(ids in prop::collection::vec("[a-c]{0,3}|[0-9]{1,20}|event-0{0,9}[0-9]{1,3}", 1..2000), sorted in 0..3_u8) {
        let mut ids = ids;
        match sorted {
            0 => {}
            1 => ids.sort(),
            _ => ids.sort_by_key(|id| (id.len(), id.clone())),
        }
        let (mut set, mut expected) = (IdSet::default(), HashSet::new());
        for id in ids.iter().chain(&ids) {
            prop_assert_eq!(set.insert(id.as_bytes()), expected.insert(id), "{}", id);
        }
    }
}
