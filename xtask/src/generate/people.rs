//! Customers. The n-th one is computed from the seed and n, so that millions need no memory.

use super::{
    cast::{INBOXES, Inbox},
    record::Record,
    rng::Rng,
};

#[derive(Debug)]
pub struct Customer {
    pub id: String,
    pub language: Language,
    /// Anonymous visitors have none.
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Index in `INBOXES`.
    pub home: usize,
    pub sessions_before: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Indonesian,
    English,
    French,
}

impl Customer {
    /// `known` customers came before the stream begins.
    pub fn nth(seed: u64, index: usize, known: bool) -> Self {
        let mut rng = Rng::new(seed, 0x00c0_ffee ^ ((index as u64) << 20));
        let language = [Language::Indonesian, Language::English, Language::French][rng.weighted(&[55.0, 27.0, 18.0])];
        let home = home_inbox(&mut rng, language);
        let channel = INBOXES[home].channel;
        let (firsts, lasts) = names(language);
        let (first, last) = (*rng.pick(firsts), *rng.pick(lasts));
        let anonymous = channel == "live_chat" && rng.chance(0.3);
        let has_phone = matches!(channel, "whatsapp" | "voice" | "sms" | "telegram") || rng.chance(0.3);
        let has_email = channel == "email" || (!anonymous && rng.chance(0.4));
        Self {
            id: format!("cu-{}", 10_000 + index),
            language,
            name: (!anonymous).then(|| format!("{first} {last}")),
            phone: (has_phone && !anonymous).then(|| phone(&mut rng, language)),
            email: has_email.then(|| format!("{}.{}{}@example.com", plain(first), plain(last), index % 97)),
            home,
            sessions_before: if known { 1 + rng.log_normal(1.5, 0.9) as usize } else { 0 },
        }
    }

    /// Mostly where they always write; now and then elsewhere.
    pub fn inbox(&self, rng: &mut Rng) -> &'static Inbox {
        if rng.chance(0.88) { &INBOXES[self.home] } else { &INBOXES[home_inbox(rng, self.language)] }
    }

    /// The entity line; none for a visitor of whom nothing is known.
    pub fn entity(&self) -> Option<String> {
        if self.name.is_none() && self.email.is_none() && self.sessions_before == 0 {
            return None;
        }
        let record = Record::new("customer")
            .text("id", &self.id)
            .optional("name", self.name.as_deref())
            .optional("phone", self.phone.as_deref())
            .optional("email", self.email.as_deref());
        Some(match self.sessions_before {
            0 => record.end(),
            before => record.raw("sessions_before", before).end(),
        })
    }
}

fn home_inbox(rng: &mut Rng, language: Language) -> usize {
    match language {
        Language::Indonesian => rng.weighted(&[52.0, 0.0, 20.0, 10.0, 2.0, 5.0, 7.0, 4.0, 0.5]),
        Language::English => rng.weighted(&[8.0, 12.0, 10.0, 32.0, 7.0, 18.0, 11.0, 1.0, 2.0]),
        Language::French => rng.weighted(&[0.0, 34.0, 9.0, 22.0, 8.0, 14.0, 12.0, 0.5, 1.0]),
    }
}

/// Numbers of ranges kept free for fiction where a country has one.
fn phone(rng: &mut Rng, language: Language) -> String {
    let digits = rng.below(100_000_000);
    match language {
        Language::Indonesian => format!("+6289900{:06}", digits % 1_000_000),
        Language::English => format!("+447700900{:03}", digits % 1000),
        Language::French => format!("+33639980{:03}", digits % 1000),
    }
}

fn plain(name: &str) -> String {
    let folded = name.chars().map(|c| match c {
        'é' | 'è' | 'ë' | 'ê' => 'e',
        'ç' => 'c',
        'ï' | 'î' => 'i',
        'ô' => 'o',
        c => c,
    });
    folded.filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase()
}

fn names(language: Language) -> (&'static [&'static str], &'static [&'static str]) {
    match language {
        Language::Indonesian => (
            &[
                "Adi", "Agus", "Andi", "Anisa", "Arif", "Bayu", "Bella", "Cahya", "Dewi", "Dian", "Eka", "Fajar",
                "Fitri", "Galih", "Hana", "Hendra", "Indah", "Intan", "Kartika", "Lukman", "Made", "Mega", "Nanda",
                "Novi", "Nyoman", "Putri", "Rahmat", "Ratna", "Reza", "Rina", "Siti", "Sri", "Teguh", "Tri", "Wayan",
                "Wulan", "Yoga", "Yuni", "Zahra", "Zaki",
            ],
            &[
                "Anggraeni",
                "Ardiansyah",
                "Basuki",
                "Firmansyah",
                "Gunawan",
                "Hakim",
                "Halim",
                "Hartono",
                "Irawan",
                "Kurniawan",
                "Kusuma",
                "Lestari",
                "Maulana",
                "Nasution",
                "Nugraha",
                "Pangestu",
                "Permana",
                "Purnama",
                "Rahayu",
                "Saputra",
                "Setiawan",
                "Siregar",
                "Suryani",
                "Utami",
                "Wibowo",
                "Wijaya",
                "Yulianti",
                "Yusuf",
            ],
        ),
        Language::English => (
            &[
                "Alice",
                "Amelia",
                "Ben",
                "Charlotte",
                "Daniel",
                "Ella",
                "Ethan",
                "Freya",
                "George",
                "Grace",
                "Harry",
                "Isla",
                "Jack",
                "James",
                "Leo",
                "Lucy",
                "Mia",
                "Noah",
                "Olivia",
                "Poppy",
                "Rory",
                "Ruby",
                "Sam",
                "Sophie",
                "Theo",
                "Zoe",
            ],
            &[
                "Adams", "Baker", "Bennett", "Carter", "Cooper", "Davies", "Ellis", "Evans", "Foster", "Green", "Hall",
                "Harris", "Jackson", "Kelly", "King", "Lewis", "Morgan", "Murphy", "O'Connor", "Parker", "Patel",
                "Reed", "Scott", "Turner", "Walker", "Ward", "Wood", "Young",
            ],
        ),
        Language::French => (
            &[
                "Adèle",
                "Antoine",
                "Camille",
                "Chloé",
                "Clément",
                "Élodie",
                "Emma",
                "François",
                "Hélène",
                "Inès",
                "Jeanne",
                "Julien",
                "Léa",
                "Loïc",
                "Louise",
                "Lucas",
                "Manon",
                "Mathieu",
                "Nathan",
                "Noémie",
                "Océane",
                "Paul",
                "Rémi",
                "Romain",
                "Théo",
                "Zoé",
            ],
            &[
                "André",
                "Blanc",
                "Bonnet",
                "Chevalier",
                "David",
                "Dubois",
                "Dupont",
                "Durand",
                "Faure",
                "Fontaine",
                "Garnier",
                "Gauthier",
                "Henry",
                "Lefèvre",
                "Leroy",
                "Marchand",
                "Martin",
                "Mercier",
                "Michel",
                "Morel",
                "Perrin",
                "Petit",
                "Renard",
                "Robert",
                "Rousseau",
                "Roux",
                "Simon",
                "Vidal",
            ],
        ),
    }
}
