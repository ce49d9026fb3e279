//! What people write: the phrase files, read once, and the places in them that are filled in.

use super::{people::Language, rng::Rng};
use std::collections::HashMap;

/// Phrases by `topic who`, one map a language.
#[derive(Debug)]
pub struct Phrases {
    by_language: [HashMap<&'static str, Vec<&'static str>>; 3],
}

impl Phrases {
    pub fn read() -> Self {
        let files = [include_str!("phrases/id.txt"), include_str!("phrases/en.txt"), include_str!("phrases/fr.txt")];
        Self { by_language: files.map(sections) }
    }

    /// A phrase of that topic and speaker; empty when a file has none, which a test rules out.
    pub fn say(&self, rng: &mut Rng, language: Language, section: &str, name: Option<&str>) -> String {
        let Some(phrases) = self.by_language[language as usize].get(section) else { return String::new() };
        let phrase = *rng.pick(phrases);
        if !phrase.contains('{') {
            return phrase.to_owned();
        }
        let order = format!("RL-{:06}", rng.below(1_000_000));
        let first = name.and_then(|n| n.split(' ').next()).unwrap_or_default();
        let filled = phrase.replace("{order}", &order).replace("{city}", city(rng, language));
        filled.replace(" {name}", &if first.is_empty() { String::new() } else { format!(" {first}") })
    }
}

fn sections(file: &'static str) -> HashMap<&'static str, Vec<&'static str>> {
    let mut sections = HashMap::new();
    let mut current = "";
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(title) => current = title,
            None => sections.entry(current).or_insert_with(Vec::new).push(line),
        }
    }
    sections
}

fn city(rng: &mut Rng, language: Language) -> &'static str {
    let cities: &[&'static str] = match language {
        Language::Indonesian => &["Surabaya", "Bandung", "Denpasar", "Medan", "Yogyakarta", "Makassar", "Bekasi"],
        Language::English => &["Leeds", "Bristol", "Singapore", "Melbourne", "Dublin", "Perth", "Glasgow"],
        Language::French => &["Lyon", "Nantes", "Lille", "Bordeaux", "Bruxelles", "Genève", "Toulouse"],
    };
    cities[rng.below(cities.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::cast::TOPICS;

    #[test]
    fn every_language_has_every_section() {
        let phrases = Phrases::read();
        let topics = TOPICS.iter().flat_map(|t| ["ask", "bot", "agent"].map(|who| format!("{} {who}", t.label)));
        let any = ["more", "greet", "followup", "thanks", "note", "away", "broadcast", "comment"]
            .map(|who| format!("any {who}"));
        for section in topics.chain(any) {
            for language in &phrases.by_language {
                assert!(language.contains_key(section.as_str()), "no phrases for [{section}]");
            }
        }
    }
}
