//! The filters in force: dimension → chosen values. Several values of one are alternatives; several dimensions all hold.

/// A few at most, in the order of their names. (A map of a type of its own would be more to download.)
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters(Vec<(String, Vec<String>)>);

impl Filters {
    /// Chooses the value, or takes it back when it is chosen.
    pub fn toggle(&mut self, dimension: &str, value: &str) {
        let mut values = self.of(dimension).to_vec();
        match values.iter().position(|chosen| chosen == value) {
            Some(i) => drop(values.remove(i)),
            None => values.push(value.to_owned()),
        }
        self.set(dimension, values);
    }

    /// Replaces all values of one dimension; none removes it.
    pub fn set(&mut self, dimension: &str, values: Vec<String>) {
        let before = self.0.iter().take_while(|(name, _)| name.as_str() < dimension).count();
        self.0.retain(|(name, _)| name != dimension);
        if !values.is_empty() {
            self.0.insert(before, (dimension.to_owned(), values));
        }
    }

    pub fn without(&self, dimension: &str) -> Filters {
        let mut rest = self.clone();
        rest.set(dimension, Vec::new());
        rest
    }

    pub fn of(&self, dimension: &str) -> &[String] {
        self.iter().find(|(name, _)| *name == dimension).map_or(&[], |(_, values)| values)
    }

    pub fn has(&self, dimension: &str, value: &str) -> bool {
        self.of(dimension).iter().any(|chosen| chosen == value)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(dimension, values)| (dimension.as_str(), values.as_slice()))
    }

    pub fn to_json(&self) -> serde_json::Value {
        let mut json = serde_json::json!({});
        self.iter().for_each(|(dimension, values)| json[dimension] = values.into());
        json
    }

    /// Reads `{name: [values]}`. No value is left out, for fewer would show more: what is none is refused by the engine.
    pub fn from_json(json: &serde_json::Value) -> Filters {
        let mut filters = Filters::default();
        for (dimension, values) in json.as_object().into_iter().flatten() {
            let text = |value: &serde_json::Value| {
                value.as_str().map_or_else(|| serde_json::to_string(value).unwrap_or_default(), str::to_owned)
            };
            filters.set(dimension, values.as_array().into_iter().flatten().map(text).collect());
        }
        filters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toggling_twice_changes_nothing() {
        let mut filters = Filters::default();
        filters.toggle("channel", "whatsapp");
        filters.toggle("channel", "email");
        filters.toggle("channel", "whatsapp");
        assert_eq!(filters.of("channel"), ["email"]);
        filters.toggle("channel", "email");
        assert!(filters.is_empty());
    }

    #[test]
    fn json_goes_there_and_back() {
        let json = serde_json::json!({"channel": ["a", "b"], "hour": [5], "label": [], "team": null, "inbox": [null]});
        let filters = Filters::from_json(&json);
        assert_eq!(filters.to_json(), serde_json::json!({"channel": ["a", "b"], "hour": ["5"], "inbox": ["null"]}));
    }
}
