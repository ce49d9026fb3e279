//! A workbook of the fewest parts that every spreadsheet program opens: a sheet about the file, and one a table. Texts
//! are inline strings, which no program calculates.

use super::{Cell, Tree, looks_like_formula};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::{SimpleFileOptions, ZipWriter};

/// Rows that a sheet may have; a longer table goes on in another.
const ROWS: usize = 1_048_576;
/// UTF-16 units that a cell may have.
const UNITS: usize = 32_767;
/// Letters that the name of a sheet may have.
const NAME: usize = 31;

/// Entries of `cellXfs` in [`STYLES`]: a text that must stay one when it is edited, and the head of a table.
const QUOTED: u8 = 1;
const HEAD: u8 = 2;

const PROLOGUE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const SHEET_END: &str = "</sheetData></worksheet>";

/// The workbook of tables as [`super::Writer::sheets`] writes them; none of a text that is something else.
pub fn workbook(sheets: &str) -> Option<Vec<u8>> {
    let Tree::List(tables) = serde_json::from_str(sheets).ok()? else { return None };
    let mut xlsx = Xlsx::new();
    for table in tables {
        let Tree::List(parts) = table else { return None };
        let [Tree::Text(name), Tree::List(columns), Tree::List(rows)] = parts.as_slice() else { return None };
        let column = |column: &Tree| if let Tree::Text(text) = column { text.clone() } else { String::new() };
        xlsx.table(name, &columns.iter().map(column).collect::<Vec<_>>());
        for row in rows {
            let Tree::List(cells) = row else { return None };
            let cells: Vec<Cell> = cells.iter().map(cell).collect();
            xlsx.row(&cells);
        }
    }
    Some(xlsx.finish())
}

fn cell(value: &Tree) -> Cell {
    match value {
        Tree::Number(digits) => Cell::Number(digits.clone()),
        Tree::Text(text) => Cell::Text(text.clone()),
        _ => Cell::Empty,
    }
}

/// The file is compressed while it is written.
#[derive(Debug)]
struct Xlsx {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    /// What of the open sheet is not in `zip` yet.
    buffer: String,
    sheets: Vec<String>,
    /// Rows of the open sheet.
    rows: usize,
    table: String,
    columns: Vec<String>,
}

impl Xlsx {
    fn new() -> Xlsx {
        Xlsx {
            zip: ZipWriter::new(Cursor::default()),
            buffer: String::new(),
            sheets: Vec::new(),
            rows: 0,
            table: String::new(),
            columns: Vec::new(),
        }
    }

    fn table(&mut self, name: &str, columns: &[String]) {
        self.table = name.to_owned();
        self.columns = columns.to_vec();
        self.sheet(name, columns);
    }

    fn row(&mut self, cells: &[Cell]) {
        if self.rows == ROWS {
            let (table, columns) = (self.table.clone(), self.columns.clone());
            self.sheet(&table, &columns);
        }
        self.write_row(cells, None);
    }

    fn finish(mut self) -> Vec<u8> {
        self.end_sheet();
        let numbered = || self.sheets.iter().enumerate().map(|(i, name)| (i + 1, name.as_str()));
        let of_each =
            |part: &dyn Fn(usize, &str) -> String| numbered().map(|(i, name)| part(i, name)).collect::<String>();
        let types = of_each(&|i, _| {
            format!(
                "<Override PartName=\"/xl/worksheets/sheet{i}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
            )
        });
        let sheets = of_each(&|i, name| format!("<sheet name=\"{}\" sheetId=\"{i}\" r:id=\"rId{i}\"/>", escaped(name)));
        let relations = of_each(&|i, _| {
            format!("<Relationship Id=\"rId{i}\" Type=\"{RELATED}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>")
        });
        let styles = self.sheets.len() + 1;
        for (name, text) in [
            (
                "[Content_Types].xml",
                format!(
                    "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>{types}</Types>"
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATED}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATED}\"><sheets>{sheets}</sheets></workbook>"),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}<Relationship Id=\"rId{styles}\" Type=\"{RELATED}/styles\" Target=\"styles.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/styles.xml",
                format!(
                    "<styleSheet xmlns=\"{MAIN}\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"3\"><xf/><xf quotePrefix=\"1\"/><xf fontId=\"1\" applyFont=\"1\"/></cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
                ),
            ),
        ] {
            self.part(name);
            self.buffer.push_str(&text);
            self.flush();
        }
        self.zip.finish().map(Cursor::into_inner).unwrap_or_default()
    }

    /// Ends the open sheet and begins the next, with the columns as its first row.
    fn sheet(&mut self, name: &str, columns: &[String]) {
        self.end_sheet();
        let name = self.free_name(name);
        self.sheets.push(name);
        self.part(&format!("xl/worksheets/sheet{}.xml", self.sheets.len()));
        let has_head = !columns.is_empty();
        let pane = "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>";
        _ = write!(
            self.buffer,
            "<worksheet xmlns=\"{MAIN}\">{}<sheetFormatPr defaultRowHeight=\"15\"/><cols><col min=\"1\" max=\"{}\" width=\"20\" customWidth=\"1\"/></cols><sheetData>",
            if has_head { pane } else { "" },
            columns.len().max(1)
        );
        self.rows = 0;
        if has_head {
            let head: Vec<Cell> = columns.iter().map(|column| Cell::text(column.as_str())).collect();
            self.write_row(&head, Some(HEAD));
        }
    }

    fn end_sheet(&mut self) {
        if !self.sheets.is_empty() {
            self.buffer.push_str(SHEET_END);
            self.flush();
        }
    }

    fn part(&mut self, name: &str) {
        // Writing into memory fails for names and sizes alone, and both are ours.
        _ = self.zip.start_file(name, SimpleFileOptions::default());
        self.buffer.push_str(PROLOGUE);
    }

    fn flush(&mut self) {
        _ = self.zip.write_all(self.buffer.as_bytes());
        self.buffer.clear();
    }

    fn write_row(&mut self, cells: &[Cell], style: Option<u8>) {
        self.rows += 1;
        let out = &mut self.buffer;
        _ = write!(out, "<row r=\"{}\">", self.rows);
        for (i, cell) in cells.iter().enumerate() {
            let at = format!("{}{}", column_name(i), self.rows);
            match cell {
                Cell::Empty => {}
                Cell::Number(digits) => _ = write!(out, "<c r=\"{at}\"><v>{digits}</v></c>"),
                Cell::Text(text) => {
                    let style = style.or(looks_like_formula(text).then_some(QUOTED));
                    let style = style.map_or(String::new(), |style| format!(" s=\"{style}\""));
                    let text = escaped(text);
                    _ = write!(
                        out,
                        "<c r=\"{at}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
                    );
                }
            }
        }
        out.push_str("</row>");
        if out.len() > 1 << 16 {
            self.flush();
        }
    }

    /// The name as a sheet may have it, and no other has: names differ by more than the case of letters.
    fn free_name(&self, name: &str) -> String {
        let is_taken = |name: &str| self.sheets.iter().any(|taken| taken.eq_ignore_ascii_case(name));
        let cut = |most: usize| name.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(most).collect::<String>();
        let whole = cut(NAME);
        if !is_taken(&whole) {
            return whole;
        }
        (2..).map(|n| format!("{}~{n}", cut(NAME - 4))).find(|name| !is_taken(name)).unwrap_or(whole)
    }
}

/// `A`, `B`, … `Z`, `AA` …
fn column_name(mut i: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'A' + (i % 26) as u8));
        if i < 26 {
            return name;
        }
        i = i / 26 - 1;
    }
}

/// Text of XML. What XML has no room for is written as spreadsheets do (`_x0001_`), and no longer than a cell may be.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > UNITS {
            break;
        }
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\x1f' | '\u{FFFE}' | '\u{FFFF}' => _ = write!(out, "_x{:04X}_", u32::from(c)),
            '_' if is_escape(&text[at..]) => out.push_str("_x005F_"),
            _ => out.push(c),
        }
    }
    out
}

/// Whether a text begins with what would be read as the escape of a character.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_and_sheets() {
        assert_eq!([0, 25, 26, 701, 702].map(column_name), ["A", "Z", "AA", "ZZ", "AAA"]);
        let mut xlsx = Xlsx::new();
        for name in
            ["about", "a/b[c]", "About", "engagement.transfers.by_channel", "previous.engagement.transfers.by_channel"]
        {
            xlsx.table(name, &["x".to_owned()]);
        }
        xlsx.table("engagement.transfers.by_channel", &[]);
        assert_eq!(
            xlsx.sheets[1..],
            [
                "abc",
                "About~2",
                "engagement.transfers.by_channel",
                "previous.engagement.transfers.b",
                "engagement.transfers.by_cha~2"
            ]
        );
    }

    #[test]
    fn texts_keep_to_what_xml_and_cells_hold() {
        assert_eq!(escaped("<a>&\"\u{1}_x0041_ _x"), "&lt;a&gt;&amp;&quot;_x0001__x005F_x0041_ _x");
        assert_eq!(escaped(&"é".repeat(40_000)).chars().count(), UNITS);
    }
}
