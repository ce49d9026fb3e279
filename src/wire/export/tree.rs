//! Answers as trees whose fields keep their order, and as tables: whatever a section reports is exported, without a
//! line here for each.

use super::{Cell, Table};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Any JSON value, its fields in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    Null,
    Flag(bool),
    Number(String),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// Fields with money, whose exact decimals travel as strings and are numbers in a spreadsheet.
const MONEY: &[&str] = &["amount", "total_used", "balance"];

/// What tells the rows of a list of lists apart: the heat map's two.
const POSITIONS: [&str; 2] = ["weekday", "hour"];

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Tree, E> {
        Ok(Tree::Flag(flag))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Number(number.to_string()))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Number(number.to_string()))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Tree, E> {
        Ok(Tree::Number(number.to_string()))
    }
    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Tree::Object(fields))
    }
}

/// Sections as tables: single figures in one table of ids and values, each list in one of its own.
pub fn tables(sections: &Tree) -> Vec<Table> {
    let columns = ["metric", "value"].map(str::to_owned).to_vec();
    let mut tables = vec![Table { name: "figures".to_owned(), columns, rows: Vec::new() }];
    figures("", sections, &mut tables);
    tables
}

fn figures(path: &str, tree: &Tree, tables: &mut Vec<Table>) {
    match tree {
        Tree::Object(fields) => {
            for (name, tree) in fields {
                figures(&join(path, name), tree, tables);
            }
        }
        Tree::List(items) => table(path, items, &[], tables),
        _ => {
            let value = cell(path.rsplit('.').next().unwrap_or(path), tree);
            tables[0].rows.push(vec![Cell::text(path), value]);
        }
    }
}

/// A list within a row, and the cell that says which row.
struct Inner<'a> {
    path: String,
    key: (String, Cell),
    list: &'a [Tree],
}

/// A list as a table; the lists in its rows follow as tables whose rows begin with the outer row's first field.
fn table(path: &str, items: &[Tree], outer: &[(String, Cell)], tables: &mut Vec<Table>) {
    let at = tables.len();
    tables.push(Table { name: path.to_owned(), columns: Vec::new(), rows: Vec::new() });
    let mut inner: Vec<Inner> = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let rows: Vec<Vec<(String, Cell)>> = match item {
            Tree::List(row) => {
                let position =
                    |place: usize, number: usize| (POSITIONS[place].to_owned(), Cell::Number(number.to_string()));
                (row.iter().enumerate())
                    .map(|(j, item)| [position(0, i + 1), position(1, j)].into_iter().chain(cells(item)).collect())
                    .collect()
            }
            _ => {
                let row: Vec<(String, Cell)> = outer.iter().cloned().chain(cells(item)).collect();
                if let Tree::Object(fields) = item {
                    for (name, list) in fields {
                        if let (Tree::List(list), Some(key)) = (list, row.first())
                            && list.iter().any(|item| matches!(item, Tree::Object(_)))
                        {
                            inner.push(Inner { path: join(path, name), key: key.clone(), list });
                        }
                    }
                }
                vec![row]
            }
        };
        for row in rows {
            let (columns, cells): (Vec<String>, Vec<Cell>) = row.into_iter().unzip();
            tables[at].columns = columns;
            tables[at].rows.push(cells);
        }
    }
    for Inner { path, key, list } in inner {
        // The rows of one inner list for each outer row are one table.
        let mut own = Vec::new();
        table(&path, list, &[key], &mut own);
        for new in own {
            match tables.iter_mut().find(|table| table.name == new.name) {
                Some(table) => table.rows.extend(new.rows),
                None => tables.push(new),
            }
        }
    }
}

/// The fields of a row: inner objects by path, lists of words in one cell; lists of rows are left to tables of their own.
pub fn cells(row: &Tree) -> Vec<(String, Cell)> {
    let mut cells = Vec::new();
    let Tree::Object(fields) = row else { return vec![("value".to_owned(), cell("value", row))] };
    for (name, value) in fields {
        match value {
            Tree::Object(_) => {
                let inner = self::cells(value).into_iter().map(|(inner, cell)| (join(name, &inner), cell));
                cells.extend(inner);
            }
            Tree::List(items) if items.iter().any(|item| matches!(item, Tree::Object(_))) => {}
            // A sparse list of rows without any has no cell either.
            Tree::List(items) if items.is_empty() && name.starts_with("by_") => {}
            _ => cells.push((name.clone(), cell(name, value))),
        }
    }
    cells
}

fn cell(name: &str, tree: &Tree) -> Cell {
    match tree {
        Tree::Null | Tree::Object(_) => Cell::Empty,
        Tree::Flag(flag) => Cell::text(flag.to_string()),
        Tree::Number(digits) => Cell::Number(digits.clone()),
        Tree::Text(text) if MONEY.contains(&name) => Cell::Number(text.clone()),
        Tree::Text(text) => Cell::text(text.as_str()),
        Tree::List(items) => {
            let texts: Vec<String> = (items.iter())
                .map(|item| match item {
                    Tree::Text(text) | Tree::Number(text) => text.clone(),
                    _ => String::new(),
                })
                .collect();
            if texts.is_empty() { Cell::Empty } else { Cell::Text(texts.join("; ")) }
        }
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &str) {
        let tree: Tree = serde_json::from_str(json).expect("JSON");
        let text = |cell: &Cell| match cell {
            Cell::Empty => "-".to_owned(),
            Cell::Text(text) => text.clone(),
            Cell::Number(digits) => format!("#{digits}"),
        };
        let lines = tables(&tree).into_iter().flat_map(|table| {
            let rows: Vec<String> =
                table.rows.iter().map(|row| row.iter().map(text).collect::<Vec<_>>().join(" ")).collect();
            [format!("[{}] {}", table.name, table.columns.join(" "))].into_iter().chain(rows)
        });
        assert_eq!(lines.collect::<Vec<_>>().join("\n"), expected);
    }

    #[test]
    fn figures_stand_together_and_lists_apart() {
        check(
            r#"{"b":{"z":1,"a":null,"by":[{"k":"x","n":2.5,"labels":["p","q"]}]},"credits":{"total_used":"-12.50"}}"#,
            "[figures] metric value\nb.z #1\nb.a -\ncredits.total_used #-12.50\n[b.by] k n labels\nx #2.5 p; q",
        );
    }

    #[test]
    fn inner_lists_begin_with_the_row_they_are_of() {
        let agent = |id: &str, days: &str| format!(r#"{{"id":"{id}","r":{{"n":1}},"by_day":[{days}]}}"#);
        let day = r#"{"day":"d1","n":3}"#;
        check(
            &format!(r#"{{"agents":[{},{},{}]}}"#, agent("a", day), agent("b", ""), agent("c", day)),
            "[figures] metric value\n[agents] id r.n\na #1\nb #1\nc #1\n[agents.by_day] id day n\na d1 #3\nc d1 #3",
        );
    }

    #[test]
    fn a_list_of_lists_tells_its_positions() {
        check(
            r#"{"heatmap":[[{"n":1},{"n":2}],[{"n":3},{"n":4}]]}"#,
            "[figures] metric value\n[heatmap] weekday hour n\n#1 #0 #1\n#1 #1 #2\n#2 #0 #3\n#2 #1 #4",
        );
    }
}
