//! Files that are not what they should be: what is good in them is kept, what is bad is counted with its place, and what
//! is no file of records at all is said to be that.

mod common;

use std::io::Write;

const GOOD: &str = r#"{"type":"opened","id":"e1","at":1,"conversation_id":"c","customer_id":"u"}"#;

/// What came of a file: accepted, reasons of rejection, and the code and text of what is wrong with it as a whole.
fn read(name: &str, bytes: &[u8]) -> (u64, Vec<String>, Option<(&'static str, String)>) {
    read_by(name, bytes, 7)
}

fn read_by(name: &str, bytes: &[u8], chunk: usize) -> (u64, Vec<String>, Option<(&'static str, String)>) {
    let mut engine = common::engine(&serde_json::json!({}));
    engine.open(name, None);
    bytes.chunks(chunk).for_each(|chunk| _ = engine.chunk(chunk));
    let broken = engine.close().err().map(|broken| (broken.code, broken.what));
    let reasons = engine.rejects().iter().map(|reject| format!("{}: {}", reject.record, reject.reason)).collect();
    (engine.desk.store.counts.accepted, reasons, broken)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

fn good(ids: std::ops::Range<u32>) -> Vec<String> {
    ids.map(|n| GOOD.replace("e1", &format!("e{n}"))).collect()
}

#[test]
fn c20_a_line_that_breaks_off_is_counted_with_its_place() {
    let text = format!("{GOOD}\n{}", &GOOD[..40]);
    assert_eq!(read("e.ndjson", text.as_bytes()), (1, vec!["2: a string without end at byte 41".to_owned()], None));
}

#[test]
fn c20_marks_and_line_ends_do_not_matter() {
    let text = format!("\u{feff}{}\r\n\r\n", good(0..3).join("\r\n"));
    assert_eq!(read("e.ndjson", text.as_bytes()), (3, vec![], None));
    assert_eq!(read("e", text.as_bytes()), (3, vec![], None));
    // Nothing but half a mark.
    assert_eq!(read("e.ndjson", b"\xef\xbb"), (0, vec!["1: not UTF-8".to_owned()], None));
    assert_eq!(read("e", b"\xef\xbb").2.map(|(code, _)| code), Some("E_FORMAT"));
}

#[test]
fn c20_utf16_is_said_to_be_that() {
    for (mark, pair) in [
        (Some(0xFEFF), u16::to_le_bytes as fn(u16) -> [u8; 2]),
        (Some(0xFEFF), u16::to_be_bytes),
        (None, u16::to_le_bytes),
    ] {
        let bytes: Vec<u8> = mark.into_iter().chain(GOOD.encode_utf16()).flat_map(pair).collect();
        for name in ["e.ndjson", "e.csv", "e"] {
            let (accepted, reasons, broken) = read(name, &bytes);
            assert_eq!((accepted, reasons.len()), (0, 0));
            assert!(broken.is_some_and(|(code, what)| code == "E_FORMAT" && what.contains("UTF-16")), "{name}");
        }
    }
}

#[test]
fn c20_gzip_without_its_header_is_no_records() {
    let packed = gzip(good(0..500).join("\n").as_bytes());
    let (accepted, _, broken) = read("e.ndjson.gz", &packed);
    assert_eq!((accepted, broken), (500, None));
    let (accepted, _, broken) = read("e", &packed[10..]);
    assert_eq!((accepted, broken.map(|(code, _)| code)), (0, Some("E_FORMAT")));
}

#[test]
fn gzip_that_ends_too_early_is_told_from_gzip_that_is_broken() {
    let packed = gzip(good(0..20_000).join("\n").as_bytes());
    let (accepted, _, broken) = read("e.ndjson", &packed[..packed.len() / 2]);
    assert!(accepted > 5_000);
    assert_eq!(broken, Some(("E_TRUNCATED", "the gzip data ends too early".to_owned())));
    let mut broken = packed.clone();
    let half = broken.len() / 2;
    broken[half..half + 200].fill(0xA5);
    let (accepted, _, broken) = read("e.ndjson", &broken);
    assert!(accepted > 5_000);
    assert!(broken.is_some_and(|(code, what)| code == "E_FORMAT" && what.contains("broken")));
    // The very last bytes are a checksum.
    let mut wrong = packed.clone();
    let last = wrong.len() - 6;
    wrong[last] ^= 1;
    assert_eq!(read("e.ndjson", &wrong).2.map(|(code, _)| code), Some("E_FORMAT"));
}

#[test]
fn c20_a_sign_in_page_is_said_to_be_that() {
    for name in ["e.ndjson", "e", "e.csv"] {
        let (accepted, reasons, broken) =
            read(name, b"\n<!doctype html><html><body>Sign in, please, then\ntry again</body></html>");
        assert_eq!((accepted, reasons.len(), broken.map(|(code, _)| code)), (0, 0, Some("E_HTML")));
    }
}

#[test]
fn a_first_line_that_is_bad_is_no_web_page_where_lines_or_a_table_are_named() {
    let read_in_one = |name: &str, text: &str| {
        let one = read(name, text.as_bytes());
        for byte in [1, 2, 1000] {
            assert_eq!(read_by(name, text.as_bytes(), byte), one, "{name} {text}");
        }
        (one.0, one.1.len(), one.2.map(|(code, _)| code))
    };
    for line in ["<b>", "<", "<!", "<htm>", "<!doctyp e>"] {
        assert_eq!(read_in_one("e.ndjson", &format!("{line}\n{GOOD}\n")), (1, 1, None), "{line}");
        assert_eq!(read_in_one("e.ndjson", line), (0, 1, None), "{line}");
        assert_eq!(read_in_one("e", &format!("{line}\n{GOOD}\n")), (0, 0, Some("E_HTML")), "{line}");
    }
    let table = "<b>,type,id,at,conversation_id,customer_id\n,opened,e1,1,c,u\n";
    assert_eq!(read_in_one("e.csv", table), (1, 0, None));
    for page in ["<!DOCTYPE html>\n", "\u{feff}\n <Html lang=en>\n<p>"] {
        for name in ["e.ndjson", "e.csv", "e"] {
            assert_eq!(read_in_one(name, page), (0, 0, Some("E_HTML")), "{name} {page}");
        }
    }
}

#[test]
fn a_name_is_cut_where_it_is_an_address() {
    let lines = format!("oops\n{GOOD}\n");
    for name in ["data#1.ndjson", "what?.NDJSON.gz", "https://x.test/e.ndjson?after=a.csv#b.csv"] {
        assert_eq!(read(name, lines.as_bytes()).0, 1, "{name}");
    }
    for name in ["e.ndjson#1", "https://x.test/e?file=e.ndjson"] {
        assert_eq!(read(name, lines.as_bytes()).0, 0, "{name}");
    }
}

#[test]
fn a_line_of_blanks_in_a_table_is_a_blank_line() {
    let table = "  \n\t\ntype,id,at,conversation_id,customer_id\n \t \nopened,e1,1,c,u\n  \r\n";
    assert_eq!(read("e.csv", table.as_bytes()), (1, vec![], None));
    let counts = |table: &str| {
        let mut engine = common::engine(&serde_json::json!({}));
        common::load(&mut engine, "e.csv", table.as_bytes(), 3);
        engine.desk.store.counts.seen
    };
    assert_eq!((counts(table), counts("type\n \nopened\n"), counts("type,id\n, \n")), (1, 2, 1));
}

#[test]
fn a_number_that_is_too_large_is_said_to_be_that() {
    let number = "18446744073709551616";
    let customer = format!(r#"{{"type":"customer","id":"c","sessions_before":{number}}}"#);
    let fact = GOOD.replace("opened", "interaction").replace('}', &format!(r#","handle_seconds":{number}}}"#));
    let reason = |n: u8, key: &str| format!("{n}: {key}: expected a whole number from 0 to 2^63 - 1, found {number}");
    let reasons = vec![reason(1, "sessions_before"), reason(2, "handle_seconds")];
    assert_eq!(read("e.ndjson", format!("{customer}\n{fact}\n").as_bytes()), (0, reasons, None));
}

#[test]
fn c20_a_table_of_ten_thousand_columns_is_read() {
    let names: Vec<String> = (0..10_000).map(|n| format!("extra_{n}")).collect();
    let row = |id: &str| format!("opened,{id},1,c,u,{}\r\n", ",".repeat(9_999));
    let table = format!("type,id,at,conversation_id,customer_id,{}\r\n{}{}", names.join(","), row("e1"), row("e2"));
    assert_eq!(read("e.csv", table.as_bytes()), (2, vec![], None));
    let (accepted, _, broken) = read("e.csv", b"name,city\nAyu,Bandung\n");
    assert_eq!((accepted, broken.map(|(code, _)| code)), (0, Some("E_FORMAT")));
}

#[test]
fn a_quote_that_is_never_closed_takes_nothing_in_silence() {
    let head = "type,id,at,conversation_id,customer_id,name";
    let never = || vec!["2: a quote is never closed".to_owned()];
    let table = |last: &str| read("e.csv", format!("{head}\nopened,e1,1,c,u,\n{last}").as_bytes());
    assert_eq!(table("bot,b,,,,\"Aria\nopened,e2,1,c,u,\nopened,e3,1,c,u,\n"), (1, never(), None));
    assert_eq!(table("bot,b,,,,\""), (1, never(), None));
    assert_eq!(table("bot,b,,,,\"Aria\n2\""), (2, vec![], None));
    assert_eq!(table("bot,b,,,,A\"ria"), (2, vec![], None));
    assert_eq!(table("bot,b"), (2, vec![], None));
    assert_eq!(table("\r\n\n"), (1, vec![], None));
    let (accepted, _, broken) = read("e.csv", b"\"type,id\nopened,e1\n");
    assert_eq!((accepted, broken.map(|(code, _)| code)), (0, Some("E_FORMAT")));
}

#[test]
fn a_page_may_say_that_it_has_no_type() {
    let page = |kind: &str| format!(r#"{{"type": {kind}, "events": [{GOOD}]}}"#);
    assert_eq!(read("e.json", page("null").as_bytes()), (1, vec![], None));
    let (accepted, reasons, _) = read("e.json", page("\"opened\"").as_bytes());
    assert_eq!((accepted, reasons.len()), (0, 1));
}

#[test]
fn a_record_without_end_is_read_past() {
    let long = "x".repeat(17 << 20);
    let lines = format!("{GOOD}\n{long}\n{}\n", good(2..3)[0]);
    assert_eq!(read("e.ndjson", lines.as_bytes()), (2, vec!["2: longer than 16 MiB".to_owned()], None));
    let list = format!("[{GOOD},{{\"text\":\"{long}\"}},{}]", good(2..3)[0]);
    assert_eq!(read("e.json", list.as_bytes()), (2, vec!["2: longer than 16 MiB".to_owned()], None));
    let table = format!(
        "type,id,at,conversation_id,customer_id\nopened,e1,1,c,u\nopened,\"{long}\nopened,e2,1,c,u\",1\nopened,e3,1,c,u\n"
    );
    assert_eq!(read("e.csv", table.as_bytes()), (2, vec!["2: longer than 16 MiB".to_owned()], None));
}

#[test]
fn c22_a_bomb_is_counted_unpacked_and_does_not_pile_up() {
    // A member of 64 MB, twenty times over: 1.3 GB out of 1.3 MB.
    let member = gzip(&vec![b'\n'; 64 << 20]);
    let mut engine = common::engine(&serde_json::json!({}));
    engine.open("bomb.ndjson.gz", None);
    let mut most = 0;
    let mut before = 0;
    'bomb: for _ in 0..20 {
        for piece in member.chunks(1 << 16) {
            let plain = engine.chunk(piece);
            most = most.max(plain - before);
            before = plain;
            if plain >= 256 << 20 {
                break 'bomb;
            }
        }
    }
    assert!((256 << 20..340 << 20).contains(&before), "{before}");
    assert!(most <= 70 << 20, "{most}");
}

#[test]
fn a_next_is_a_text_or_a_number_or_nothing() {
    let next = |next: &str| {
        let mut engine = common::engine(&serde_json::json!({}));
        engine.open("page.json", None);
        engine.chunk(format!("{{\"next\": {next}, \"events\": [{GOOD}]}}").as_bytes());
        let closed = engine.close().map_err(|broken| broken.code);
        assert_eq!(engine.desk.store.counts.accepted, 1, "what has arrived stays");
        closed
    };
    for end in ["null", "\"\""] {
        assert_eq!(next(end), Ok(None));
    }
    assert_eq!(next("\"c2\""), Ok(Some("c2".to_owned())));
    assert_eq!(next("1700000000"), Ok(Some("1700000000".to_owned())));
    for wrong in ["true", "{\"page\": 2}", "[2]"] {
        assert_eq!(next(wrong), Err("E_PAGING"), "{wrong}");
    }
}
