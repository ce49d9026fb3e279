//! Every text a person reads, in each language; and numbers, dates and lengths of time as that language writes them.
//!
//! A language is a file with one [`Text`], a line in [`LANGS`] and its formats: a missing text does not compile.

mod ask;
mod boards;
mod en;
mod format;
mod fr;
mod id;
mod text;
mod trouble;
mod value;

pub use ask::AskText;
pub use format::{
    Style, bytes, date, date_range, day_month, duration, instant, instant_short, month, number, percent, time,
};
pub use text::{Explain, Plural, PolicyText, Text, Words};

/// A language with its texts and formats.
#[derive(Debug)]
pub struct Lang {
    /// As in `lang` attributes.
    pub code: &'static str,
    pub text: Text,
    pub ask: AskText,
    pub style: Style,
}

pub static LANGS: &[Lang] = &[
    Lang { code: "en", text: en::TEXT, ask: ask::en::ASK, style: en::STYLE },
    Lang { code: "id", text: id::TEXT, ask: ask::id::ASK, style: id::STYLE },
    Lang { code: "fr", text: fr::TEXT, ask: ask::fr::ASK, style: fr::STYLE },
];

/// The language of a tag such as `fr-CA`; English when there is none.
pub fn lang(tag: &str) -> &'static Lang {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    LANGS.iter().find(|lang| lang.code == primary).unwrap_or(&LANGS[0])
}

/// Puts values in the place of `{name}`.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        let name = &rest[start + 1..start + length];
        out.push_str(&rest[..start]);
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[start..=start + length]),
        }
        rest = &rest[start + length + 1..];
    }
    out.push_str(rest);
    out
}

impl Lang {
    /// `plural` for `n`, with `{n}` written as a number.
    pub fn count(&self, plural: Plural, n: u64) -> String {
        let form = if (self.style.is_one)(n) { plural.one } else { plural.other };
        fill(form, &[("n", &number(self, n as f64, 0))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_and_never_read_again() {
        assert_eq!(fill("{a} of {b}", &[("a", "{b}"), ("b", "9")]), "{b} of 9");
        assert_eq!(fill("{x} {", &[]), "{x} {");
    }

    #[test]
    fn a_region_does_not_matter() {
        assert_eq!(lang("fr-CA").code, "fr");
        assert_eq!(lang("ID").code, "id");
        assert_eq!(lang("de").code, "en");
    }
}
