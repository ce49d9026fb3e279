//! The addresses of pages: templates, cursors, `since` and `next`, as text. All are absolute.

use super::Fault;
use crate::engine::instant;

/// 2100-01-01.
const END_OF_TIME_S: &str = "4102444800";

/// The instants that `{from}` and `{to}` stand for, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    pub from: i64,
    pub to: i64,
}

impl Span {
    /// Both, and what lies between them.
    pub fn with(self, other: Span) -> Span {
        Span { from: self.from.min(other.from), to: self.to.max(other.to) }
    }
}

/// Makes the first absolute with the second: the browser's rules, or a test's.
pub type Join = fn(&str, &str) -> Option<String>;

/// The absolute address of one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub url: String,
}

impl Address {
    /// The first page of a configured URL, which may be relative to the host page.
    pub fn start(template: &str, span: &Span, host: &str, join: Join) -> Result<Address, Fault> {
        let mut parts = template.split('{');
        let mut url = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (at, after) = match part.split_once('}') {
                Some(("from", after)) => (span.from, after),
                Some(("to", after)) => (span.to, after),
                _ => {
                    url.extend(["{", part]);
                    continue;
                }
            };
            url.extend([&encode(&instant::format(at)), after]);
        }
        let url = join(&url, host).ok_or_else(|| Fault::config("source.url", "expected a URL"))?;
        if !url.starts_with("http://") && !url.starts_with("https://") {
            return Err(Fault::config("source.url", "expected an http or https URL"));
        }
        Ok(Address { url })
    }

    /// The same, only what came after an instant.
    pub fn since(&self, since: &str) -> Address {
        Address { url: with_parameter(&self.url, "since", since) }
    }

    /// The same for a server that counts in seconds and wants both ends.
    pub fn since_seconds(&self, since_s: i64) -> Address {
        let since = with_parameter(&self.url, "since", &since_s.to_string());
        Address { url: with_parameter(&since, "until", END_OF_TIME_S) }
    }

    /// The page that `next` names: a URL, relative to this page, or a cursor. It stays on this page's origin, for the
    /// token and the headers go there too.
    pub fn next(&self, next: &str, join: Join) -> Result<Address, Fault> {
        if !is_url(next, &self.url) {
            return Ok(Address { url: with_parameter(&self.url, "cursor", next) });
        }
        let url = join(next, &self.url).ok_or_else(|| Fault::paging(self.name(), "its `next` is not a URL"))?;
        if origin(&url) != origin(&self.url) {
            return Err(Fault::paging(self.name(), "its `next` leads to another origin"));
        }
        Ok(Address { url })
    }

    /// What a person is told: without query, fragment and credentials, which may be secrets.
    pub fn name(&self) -> &str {
        let end = self.url.find(['?', '#']).unwrap_or(self.url.len());
        let start = after_scheme(&self.url);
        let host_end = self.url[start..end].find('/').map_or(end, |at| start + at);
        &self.url[self.url[start..host_end].rfind('@').map_or(0, |at| start + at + 1)..end]
    }
}

/// A cursor is opaque and may begin with a slash, as one base64 text in 64 does: a path is taken for one only when it
/// looks like this page's own or has what base64 has not.
fn is_url(next: &str, page: &str) -> bool {
    if ["http://", "https://", "?", "./", "../"].iter().any(|start| next.starts_with(start)) {
        return true;
    }
    let Some(path) = next.strip_prefix('/') else { return false };
    let first = path.split('/').next().unwrap_or_default();
    let own = page[origin(page).len()..].trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or_default();
    path.contains(['?', '.']) || (!first.is_empty() && first == own)
}

/// Where the host begins. (By its first character: the search for texts is as much to download as all of this.)
fn after_scheme(url: &str) -> usize {
    url.find(':').filter(|colon| url[colon + 1..].starts_with("//")).map_or(0, |colon| colon + 3)
}

/// Whether a template asks for this: `from` or `to`.
pub fn asks(template: &str, name: &str) -> bool {
    template.split('{').skip(1).any(|part| part.split_once('}').is_some_and(|(asked, _)| asked == name))
}

fn origin(url: &str) -> &str {
    let start = after_scheme(url);
    &url[..url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at)]
}

/// Sets one parameter and leaves the rest as it is written: a signed URL must not change.
fn with_parameter(url: &str, name: &str, value: &str) -> String {
    let url = &url[..url.find('#').unwrap_or(url.len())];
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let others = query.split('&').filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(name));
    let all: Vec<_> = others.map(str::to_owned).chain([format!("{name}={}", encode(value))]).collect();
    format!("{path}?{}", all.join("&"))
}

fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(url: &str, base: &str) -> Option<String> {
        Some(match url.as_bytes().first()? {
            b'/' if url.starts_with("//") => format!("https:{url}"),
            b'/' => format!("{}{url}", origin(base)),
            b'?' => format!("{}{url}", base.split('?').next()?),
            _ => url.to_owned(),
        })
    }

    fn next(page: &str, next: &str) -> Result<String, String> {
        Address { url: page.to_owned() }.next(next, join).map(|address| address.url).map_err(|fault| fault.code)
    }

    #[test]
    fn a_template_gets_its_instants() {
        let [from, to] = [b"2026-01-05T00:00:00Z", b"2026-01-06T00:00:00Z"].map(|text| instant::parse(text).unwrap());
        let span = Span { from, to };
        let address = Address::start("/e?a={from}&b={to}", &span, "https://x.test/page", join).unwrap();
        assert_eq!(address.url, "https://x.test/e?a=2026-01-05T00%3A00%3A00.000Z&b=2026-01-06T00%3A00%3A00.000Z");
        assert!(Address::start("javascript:x", &span, "https://x.test/", join).is_err());
        // Other braces are the address's own.
        let address = Address::start("/{a}/{from/}{?b={to}{", &span, "https://x.test/", join).unwrap();
        assert_eq!(address.url, "https://x.test/{a}/{from/}{?b=2026-01-06T00%3A00%3A00.000Z{");
        assert!(asks("/{a}{to}", "to") && !asks("/{to", "to") && !asks("/{a}to}", "to") && !asks("/from", "from"));
    }

    #[test]
    fn next_is_a_url_or_a_cursor() {
        let page = "https://x.test/api/events?limit=5&cursor=a#f";
        let set = |cursor: &str| Ok(format!("https://x.test/api/events?limit=5&cursor={cursor}"));
        assert_eq!(next(page, "b=="), set("b%3D%3D"));
        assert_eq!(next(page, "/9j/4AAQ"), set("%2F9j%2F4AAQ"));
        assert_eq!(next(page, "/api/events/2"), Ok("https://x.test/api/events/2".into()));
        assert_eq!(next(page, "/v2?cursor=b"), Ok("https://x.test/v2?cursor=b".into()));
        assert_eq!(next(page, "?cursor=b"), Ok("https://x.test/api/events?cursor=b#f".replace("#f", "")));
        assert_eq!(next(page, "https://x.test/p2"), Ok("https://x.test/p2".into()));
        assert_eq!(next(page, "https://evil.test/p2"), Err("E_PAGING".into()));
        assert_eq!(next(page, "//evil.test/p2"), Err("E_PAGING".into()));
    }

    #[test]
    fn what_came_after_an_instant() {
        let page = Address { url: "https://x.test/events?since=1&a=b".into() };
        assert_eq!(page.since("2026-01-05T00:00:00Z").url, "https://x.test/events?a=b&since=2026-01-05T00%3A00%3A00Z");
        assert_eq!(page.since_seconds(5).url, "https://x.test/events?a=b&since=5&until=4102444800");
    }

    #[test]
    fn names_keep_secrets() {
        let name = |url: &str| Address { url: url.into() }.name().to_owned();
        assert_eq!(name("https://x.test/a@b/c?key=secret#x"), "https://x.test/a@b/c");
        assert_eq!(name("https://user:secret@x.test/c"), "x.test/c");
    }
}
