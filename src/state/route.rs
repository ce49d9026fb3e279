//! What the address keeps: page, period, zone, policy, filters, list and open session, as text of a URL fragment.

use super::filters::Filters;
use super::period::Period;

/// A view that can be shared, gone back to and restored. `None` means "as the config says".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Route {
    pub page: Option<String>,
    pub period: Option<Period>,
    pub tz: Option<String>,
    pub policy: Option<String>,
    /// What-if: SLA, clock and business hours as a JSON object.
    pub rules: Option<String>,
    /// Whether figures stand beside those of the previous period.
    pub compare: Option<bool>,
    /// `None` until a person changes a filter, so that the config's own stay in force.
    pub filters: Option<Filters>,
    pub list: ListView,
    /// The open row of a table: `agents:a1`.
    pub row: Option<String>,
    /// The open session.
    pub session: Option<String>,
}

/// How the Session List is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListView {
    /// From 1.
    pub page: u32,
    pub per_page: u32,
    /// A column, with `-` in front for descending.
    pub sort: String,
    pub search: String,
}

/// What a page of the list may hold.
pub const PER_PAGE: &[u32] = &[25, 50, 100];

impl ListView {
    /// Nothing chosen: the list has an order of its own.
    pub fn natural() -> ListView {
        ListView { sort: String::new(), ..ListView::default() }
    }
}

impl Default for ListView {
    fn default() -> Self {
        ListView { page: 1, per_page: PER_PAGE[0], sort: "-started_at".to_owned(), search: String::new() }
    }
}

impl Route {
    /// The same of another customer.
    pub fn look_at(&mut self, customer: &str) {
        if let Some(filters) = &mut self.filters {
            filters.set("customer", vec![customer.to_owned()]);
        }
    }

    /// The fragment without `#`. Keys carry `prefix`; pieces of `old` that are not ours stay as they are.
    pub fn write(&self, prefix: &str, old: &str) -> String {
        let plain = ListView::default();
        let mut pieces: Vec<String> =
            old.split('&').filter(|piece| !piece.is_empty() && !is_ours(prefix, piece)).map(str::to_owned).collect();
        let mut put = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                pieces.push(format!("{prefix}{key}={value}"));
            }
        };
        put("page", self.page.as_deref().map(encode));
        put("period", self.period.map(Period::key));
        put("tz", self.tz.as_deref().map(encode));
        put("policy", self.policy.as_deref().map(encode));
        put("rules", self.rules.as_deref().map(encode));
        put("compare", self.compare.map(|compare| u8::from(compare).to_string()));
        if let Some(filters) = &self.filters {
            for (dimension, values) in filters.iter() {
                let values: Vec<String> = values.iter().map(|value| encode(value)).collect();
                put(&format!("f.{}", encode(dimension)), Some(values.join(",")));
            }
            put("f", filters.is_empty().then(|| "none".to_owned()));
        }
        put("sort", (self.list.sort != plain.sort).then(|| encode(&self.list.sort)));
        put("list", (self.list.page != plain.page).then(|| self.list.page.to_string()));
        put("rows", (self.list.per_page != plain.per_page).then(|| self.list.per_page.to_string()));
        put("search", (!self.list.search.is_empty()).then(|| encode(&self.list.search)));
        put("row", self.row.as_deref().map(encode));
        put("session", self.session.as_deref().map(encode));
        pieces.join("&")
    }

    /// Reads what [`Route::write`] wrote; anything else is passed over.
    pub fn read(prefix: &str, fragment: &str) -> Route {
        let mut route = Route::default();
        for piece in fragment.trim_start_matches('#').split('&').filter(|piece| is_ours(prefix, piece)) {
            let Some((key, value)) = piece[prefix.len()..].split_once('=') else { continue };
            match key {
                "page" => route.page = Some(decode(value)),
                "period" => route.period = Period::from_key(&decode(value)),
                "tz" => route.tz = Some(decode(value)),
                "policy" => route.policy = Some(decode(value)),
                "rules" => route.rules = Some(decode(value)),
                "compare" => route.compare = Some(value == "1"),
                "f" => drop(route.filters.get_or_insert_default()),
                "sort" => route.list.sort = decode(value),
                "list" => route.list.page = value.parse().unwrap_or(1).max(1),
                "rows" => {
                    route.list.per_page =
                        PER_PAGE.iter().copied().find(|rows| rows.to_string() == value).unwrap_or(PER_PAGE[0]);
                }
                "search" => route.list.search = decode(value),
                "row" => route.row = Some(decode(value)),
                "session" => route.session = Some(decode(value)),
                _ => {
                    if let Some(dimension) = key.strip_prefix("f.") {
                        let values = value.split(',').map(decode).filter(|value| !value.is_empty()).collect();
                        route.filters.get_or_insert_default().set(&decode(dimension), values);
                    }
                }
            }
        }
        route
    }
}

const KEYS: &[&str] =
    &["page", "period", "tz", "policy", "rules", "compare", "f", "sort", "list", "rows", "search", "row", "session"];

fn is_ours(prefix: &str, piece: &str) -> bool {
    let Some((key, _)) = piece.strip_prefix(prefix).and_then(|rest| rest.split_once('=')) else { return false };
    KEYS.contains(&key) || key.starts_with("f.")
}

/// Percent-encodes all but letters, digits and what is harmless and readable in a fragment.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-_./:".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The inverse; what is no valid escape stands for itself.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let escaped = (bytes[i] == b'%')
            .then(|| bytes.get(i + 1..i + 3))
            .flatten()
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        out.push(escaped.unwrap_or(bytes[i]));
        i += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_goes_there_and_back() {
        let mut filters = Filters::default();
        filters.toggle("label", "a,b & c=ü#%");
        filters.toggle("label", "refund");
        let route = Route {
            page: Some("overview".to_owned()),
            period: Period::from_key("2026-01-05..2026-02-03"),
            tz: Some("Asia/Jakarta".to_owned()),
            policy: Some("window_24h".to_owned()),
            rules: Some("{\"clock\":\"business\"}".to_owned()),
            compare: Some(true),
            filters: Some(filters),
            list: ListView { page: 7, per_page: 50, sort: "sla".to_owned(), search: "+62 8".to_owned() },
            row: Some("agents:a&1".to_owned()),
            session: Some("c1/%2F#3".to_owned()),
        };
        for prefix in ["", "left."] {
            let text = route.write(prefix, "/host/route&page=theirs&left.page=old");
            assert_eq!(Route::read(prefix, &text), route, "{text}");
            assert!(text.starts_with("/host/route"), "{text}");
        }
    }

    #[test]
    fn a_view_as_configured_leaves_no_trace() {
        assert_eq!(Route::default().write("", ""), "");
        assert_eq!(Route::read("", "#nothing&of=ours&list=x").list, ListView::default());
    }

    #[test]
    fn removed_filters_stay_removed() {
        let route = Route { filters: Some(Filters::default()), ..Route::default() };
        assert_eq!(Route::read("", &route.write("", "")), route);
    }

    #[test]
    fn broken_escapes_stand_for_themselves() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%41"), "%zzA");
    }
}
