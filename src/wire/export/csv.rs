//! CSV after RFC 4180, with what spreadsheets want on top: a byte-order mark, and an apostrophe before texts that they
//! would take for formulas. Texts that begin like a guarded one are guarded too, so that who takes one apostrophe away has the
//! text again.

use super::{Cell, looks_like_formula};

/// What the file is of stands first, then each table after an empty line: its name, its columns, its rows.
#[derive(Debug)]
pub struct Csv {
    out: String,
}

impl Csv {
    pub(super) fn new(about: &[(&str, Cell)]) -> Csv {
        let mut csv = Csv { out: "\u{FEFF}".to_owned() };
        for (name, cell) in about {
            csv.row(&[Cell::text(*name), cell.clone()]);
        }
        csv
    }

    pub(super) fn table(&mut self, name: &str, columns: &[String]) {
        self.out.push_str("\r\n");
        self.row(&[Cell::text(name)]);
        let columns: Vec<Cell> = columns.iter().map(|column| Cell::text(column.as_str())).collect();
        self.row(&columns);
    }

    pub(super) fn row(&mut self, cells: &[Cell]) {
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.out.push(',');
            }
            match cell {
                Cell::Empty => {}
                Cell::Number(digits) => self.out.push_str(digits),
                Cell::Text(text) => self.text(text),
            }
        }
        self.out.push_str("\r\n");
    }

    fn text(&mut self, text: &str) {
        let guard = if is_guarded(text) { "'" } else { "" };
        // Semicolons too: where they separate cells, the rest of the text would be a cell of its own.
        if text.contains(['"', ',', ';', '\t', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ') {
            self.out.push('"');
            self.out.push_str(guard);
            self.out.push_str(&text.replace('"', "\"\""));
            self.out.push('"');
        } else {
            self.out.push_str(guard);
            self.out.push_str(text);
        }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}

fn is_guarded(text: &str) -> bool {
    looks_like_formula(text.trim_start_matches('\''))
}

#[cfg(test)]
mod tests {
    use super::*;
    use csv_core::{ReadFieldResult, Reader};

    #[test]
    fn c7_what_is_read_again_is_what_was_written() {
        let texts = [
            "=cmd()",
            "+1",
            "-1",
            "@x",
            "\t=",
            "\r=",
            "'=",
            "''-5",
            "'quoted'",
            "'",
            "",
            " a;b\n\"c\" ",
            "-5 °C",
            "é,ü",
        ];
        for text in texts {
            let mut csv = Csv { out: String::new() };
            csv.row(&[Cell::text(text), Cell::Number("-5".to_owned())]);
            let (mut reader, mut input, mut fields) = (Reader::new(), csv.out.as_bytes(), Vec::new());
            let mut field = [0; 64];
            while let (ReadFieldResult::Field { .. }, read, written) = reader.read_field(input, &mut field) {
                fields.push(String::from_utf8_lossy(&field[..written]).into_owned());
                input = &input[read..];
            }
            let cell = &fields[0];
            assert!(!looks_like_formula(cell), "{cell:?}");
            let again = cell.strip_prefix('\'').filter(|rest| is_guarded(rest)).unwrap_or(cell);
            assert_eq!((again, &*fields[1]), (text, "-5"));
        }
    }

    #[test]
    fn c7_no_text_becomes_a_formula_and_numbers_stay_raw() {
        let mut csv = Csv::new(&[("tz", Cell::text("Asia/Jakarta"))]);
        csv.table("rows", &["a".to_owned(), "b".to_owned()]);
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+62 811", "'+62 811"),
            ("-3", "'-3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("'=1", "''=1"),
            ("'90s", "'90s"),
            ("\tx", "\"'\tx\""),
            ("\rx", "\"'\rx\""),
            ("a;=1", "\"a;=1\""),
            ("a,\"b\"", "\"a,\"\"b\"\"\""),
            ("plain = text", "plain = text"),
        ] {
            let mut one = Csv { out: String::new() };
            one.row(&[Cell::text(text), Cell::Number("-12.50".to_owned()), Cell::Empty]);
            assert_eq!(one.out, format!("{written},-12.50,\r\n"));
        }
        csv.row(&[Cell::Number("1".to_owned()), Cell::Empty]);
        assert_eq!(csv.finish(), ("\u{FEFF}tz,Asia/Jakarta\r\n\r\nrows\r\na,b\r\n1,\r\n"));
    }
}
