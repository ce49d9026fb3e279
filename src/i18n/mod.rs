//! Every text a person reads, in each language; and numbers, dates and lengths of time as that language writes them.
//!
//! A language is a file with one [`Text`], a line in [`LANGS`] and its formats: a missing text does not compile. The
//! page has none of them in its program: it is given the lines of the one it speaks.

mod ask;
mod beside;
mod boards;
#[cfg(any(test, not(target_arch = "wasm32")))]
mod en;
mod format;
#[cfg(any(test, not(target_arch = "wasm32")))]
mod fr;
#[cfg(any(test, not(target_arch = "wasm32")))]
mod id;
mod letters;
mod said;
mod text;
mod trouble;
mod value;

pub use ask::AskText;
pub use beside::{apart, joined};
pub use format::{
    Style, bytes, date, date_range, day_month, duration, instant, instant_short, month, number, percent, time,
};
pub use letters::{capital, small};
pub use said::Later;
pub use text::{Explain, Plural, PolicyText, Text, Words};

use said::{Said, said};
use std::cell::RefCell;
use trouble::Troubles;

said! {
    /// A language with its texts and formats.
    #[derive(Debug)]
    pub struct Lang {
        /// As in `lang` attributes.
        pub code: &'static str,
        pub style: Style,
        pub text: Text,
        pub ask: Later<AskText>,
        pub troubles: Troubles,
    }
}

/// Every language, for the build and for tests. A page is given the one it speaks.
#[cfg(any(test, not(target_arch = "wasm32")))]
pub static LANGS: [Lang; 3] = [
    Lang { code: "en", text: en::text(), ask: Later::here(ask::en::ASK), style: en::STYLE, troubles: trouble::EN },
    Lang { code: "id", text: id::text(), ask: Later::here(ask::id::ASK), style: id::STYLE, troubles: trouble::ID },
    Lang { code: "fr", text: fr::text(), ask: Later::here(ask::fr::ASK), style: fr::STYLE, troubles: trouble::FR },
];

thread_local! {
    /// Those that a page has been given.
    static SPOKEN: RefCell<Vec<&'static Lang>> = const { RefCell::new(Vec::new()) };
}

impl Lang {
    /// As the page reads it.
    pub fn lines(&self) -> String {
        let mut lines = Vec::new();
        self.write(&mut lines);
        lines.join("\n")
    }

    /// What comes with the second part of the program.
    pub fn later_lines(&self) -> String {
        let mut lines = vec![self.code];
        (*self.text.boards).write(&mut lines);
        (*self.ask).write(&mut lines);
        lines.join("\n")
    }
}

/// Teaches the page a language, from [`Lang::lines`]. It is kept for as long as the page lives, once: every element that
/// is shown teaches its own.
pub fn learn(lines: String) {
    let code = lines.lines().next().unwrap_or_default().to_owned();
    SPOKEN.with_borrow_mut(|spoken| {
        if spoken.iter().all(|lang| lang.code != code) {
            let lines: &'static str = Box::leak(lines.into_boxed_str());
            let lang = Box::leak(Box::new(Lang::BLANK));
            lang.read(&mut lines.lines());
            spoken.push(lang);
        }
    });
}

/// The rest of a language that has been learnt, from [`Lang::later_lines`].
pub fn learn_later(lines: String) {
    SPOKEN.with_borrow(|spoken| {
        let code = lines.lines().next().unwrap_or_default();
        if let Some(lang) = spoken.iter().find(|lang| lang.code == code && !lang.ask.has_come()) {
            let lines: &'static str = Box::leak(lines.into_boxed_str());
            let mut lines = lines.lines();
            lines.next();
            lang.text.boards.arrive(&mut lines);
            lang.ask.arrive(&mut lines);
        }
    });
}

/// The language of a tag such as `fr-CA`; English when there is no other, or what is spoken in its place.
pub fn lang(tag: &str) -> &'static Lang {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let found = |spoken: &[&'static Lang]| {
        let by_code = |code: &str| spoken.iter().find(|lang| lang.code == code);
        by_code(&primary).or_else(|| by_code("en")).or(spoken.first()).copied()
    };
    if let Some(lang) = SPOKEN.with_borrow(|spoken| found(spoken)) {
        return lang;
    }
    #[cfg(any(test, not(target_arch = "wasm32")))]
    learn_all();
    #[cfg(not(any(test, not(target_arch = "wasm32"))))]
    learn(String::new());
    lang(tag)
}

#[cfg(any(test, not(target_arch = "wasm32")))]
fn learn_all() {
    SPOKEN.with_borrow_mut(|spoken| spoken.extend(&LANGS));
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
        let (plain, written) = (n.to_string(), number(self, n as f64, 0));
        let is_one = self.style.ones.split(' ').any(|one| one == plain);
        fill(if is_one { plural.one } else { plural.other }, &[("n", &written)])
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
    fn a_language_is_the_same_after_its_way_to_the_page() {
        for lang in &LANGS {
            let lines: &'static str = Box::leak(lang.lines().into_boxed_str());
            let mut read = Lang::BLANK;
            read.read(&mut lines.lines());
            let later: &'static str = Box::leak(lang.later_lines().into_boxed_str());
            let mut later = later.lines();
            assert_eq!(later.next(), Some(lang.code));
            read.text.boards.arrive(&mut later);
            read.ask.arrive(&mut later);
            assert_eq!(later.next(), None);
            assert_eq!(format!("{read:?}"), format!("{lang:?}"));
        }
    }

    #[test]
    fn a_language_is_learnt_once_and_english_stands_in() {
        let learn_from = |lang: &Lang| learn(lang.lines());
        learn_from(&LANGS[2]);
        let french = lang("fr");
        learn_from(&LANGS[2]);
        assert!(std::ptr::eq(french, lang("fr")));
        SPOKEN.with_borrow(|spoken| assert_eq!(spoken.len(), 1));
        assert_eq!(lang("de").code, "fr");
        learn_from(&LANGS[0]);
        assert_eq!((lang("de").code, lang("fr").code), ("en", "fr"));
    }

    #[test]
    fn a_region_does_not_matter() {
        assert_eq!(lang("fr-CA").code, "fr");
        assert_eq!(lang("ID").code, "id");
        assert_eq!(lang("de").code, "en");
    }
}
