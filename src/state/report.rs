//! The types of answers, for the views: they know the engine by what it answers alone.

pub use crate::engine::event::{Kind, Sender};
pub use crate::engine::list::Row;
pub use crate::engine::numbers::Thousandths;
pub use crate::engine::outside::{Fit, Outside, Why};
pub use crate::engine::policy::{Policy, Preset};
pub use crate::engine::session::{EndedBy, Sla, Status};
pub use crate::engine::story::{Fact, Story, Told};
pub use crate::protocol::{Named, RECORDS, Trouble};

use serde_json::Value;

/// The report as the engine wrote it, read by the path of a metric: a figure needs no type here.
#[derive(Debug)]
pub struct Report(pub Value);

impl Report {
    /// The value at a path such as `engagement.transfers.by_day.0.day`; null where there is nothing.
    pub fn at(&self, path: &str) -> &Value {
        at(&self.0, path)
    }

    /// What the counts at some paths, joined by `+`, come to. `flows.popular[].count` adds up that of every element.
    pub fn sum(&self, paths: &str) -> u64 {
        paths.split('+').map(|path| sum(&self.0, path)).sum()
    }
}

fn sum(tree: &Value, path: &str) -> u64 {
    match path.split_once('[') {
        Some((list, rest)) => {
            let rest = rest.trim_start_matches([']', '.']);
            at(tree, list).as_array().into_iter().flatten().map(|element| sum(element, rest)).sum()
        }
        None => at(tree, path).as_u64().unwrap_or(0),
    }
}

/// The value at a path below `tree`: fields by name, elements of lists by number; the tree itself for an empty path.
pub fn at<'a>(tree: &'a Value, path: &str) -> &'a Value {
    static NULL: Value = Value::Null;
    if path.is_empty() {
        return tree;
    }
    path.split('.').fold(tree, |value, step| {
        match value {
            Value::Object(fields) => fields.get(step),
            Value::Array(list) => step.parse::<usize>().ok().and_then(|index| list.get(index)),
            _ => None,
        }
        .unwrap_or(&NULL)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up_over_lists() {
        let tree = serde_json::json!({"n": 2, "rows": [{"count": 3}, {"count": 4}], "grid": [[{"a": 1}, {"a": 2}], [{"a": 3}]]});
        for (path, expected) in [("n", 2), ("rows[].count", 7), ("grid[][].a", 6), ("none[].count", 0), ("rows", 0)] {
            assert_eq!(sum(&tree, path), expected, "{path}");
        }
    }

    #[test]
    fn paths_lead_to_values_and_never_fail() {
        let tree = serde_json::json!({"flows": {"triggered": 3, "popular": [{"flow_id": "a"}]}});
        assert_eq!(at(&tree, "flows.triggered"), 3);
        assert_eq!(at(&tree, "flows.popular.0.flow_id"), "a");
        for path in ["flows.popular.1.flow_id", "flows.popular.x", "flows.triggered.deep", "..", "nothing"] {
            assert_eq!(at(&tree, path), &Value::Null, "{path}");
        }
        assert_eq!(at(&tree, ""), &tree);
    }
}
