//! Tables as JSON: `[[name, columns, rows], …]`, the first one about the file. A number is a number and a text a text.

use super::Cell;

/// Significant digits that a spreadsheet's numbers keep; a longer number stays a text.
const DIGITS: usize = 15;

#[derive(Debug)]
pub struct Sheets {
    out: String,
}

impl Sheets {
    pub(super) fn new(about: &[(&str, Cell)]) -> Sheets {
        let mut sheets = Sheets { out: "[[\"about\",[],[".to_owned() };
        for (name, cell) in about {
            sheets.row(&[Cell::text(*name), cell.clone()]);
        }
        sheets
    }

    pub(super) fn table(&mut self, name: &str, columns: &[String]) {
        self.out.push_str("]],\n[");
        self.text(name);
        self.out.push_str(",[");
        for column in columns {
            self.separate();
            self.text(column);
        }
        self.out.push_str("],[");
    }

    pub(super) fn row(&mut self, cells: &[Cell]) {
        self.separate();
        self.out.push('[');
        for cell in cells {
            self.separate();
            match cell {
                Cell::Empty => self.out.push_str("null"),
                Cell::Number(digits) if is_exact(digits) => self.out.push_str(digits),
                Cell::Number(text) | Cell::Text(text) => self.text(text),
            }
        }
        self.out.push(']');
    }

    pub(super) fn finish(mut self) -> String {
        self.out.push_str("]]]");
        self.out
    }

    fn separate(&mut self) {
        if !self.out.ends_with('[') {
            self.out.push(',');
        }
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(&serde_json::to_string(text).unwrap_or_default());
    }
}

fn is_exact(digits: &str) -> bool {
    digits.bytes().filter(u8::is_ascii_digit).count() <= DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_as_json() {
        let mut sheets = Sheets::new(&[("tz", Cell::text("[\"]"))]);
        sheets.table("t[", &["a".to_owned(), "b".to_owned()]);
        sheets.row(&[Cell::Empty, Cell::Number("-1.5".to_owned())]);
        sheets.row(&[Cell::text(""), Cell::Number("1234567890.123456".to_owned())]);
        sheets.table("empty", &[]);
        let expected = r#"[["about",[],[["tz","[\"]"]]],
["t[",["a","b"],[[null,-1.5],["","1234567890.123456"]]],
["empty",[],[]]]"#;
        assert_eq!(sheets.finish(), expected);
    }
}
