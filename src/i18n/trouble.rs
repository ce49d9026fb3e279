//! What went wrong, in the reader's language: why loading ended, by its code, and why a record is bad. The engine says
//! both in English, with the details; a language without words here shows that.

use super::said::said;
use super::{Lang, fill};

said! {
    /// All empty where the engine's own sentences are in the reader's language.
    #[derive(Debug)]
    pub struct Troubles {
        /// By fault, in the order of [`FAULTS`].
        pub faults: [&'static str; 21],
        /// `{key}` is missing; `{key}` should be `{what}` and is `{found}`; `{what}` at byte `{n}`.
        pub missing: &'static str,
        pub expected: &'static str,
        pub at_byte: &'static str,
        /// In the order of [`PHRASES`].
        pub phrases: [&'static str; 31],
    }
}

/// The codes of what can go wrong; for the first of them [`super::Text::faults`] says what to do.
pub const FAULTS: [&str; 21] = [
    "E_NETWORK",
    "E_TIMEOUT",
    "E_NOT_FOUND",
    "E_HTML",
    "E_TOKEN",
    "E_FORBIDDEN",
    "E_BUSY",
    "E_SERVER",
    "E_REQUEST",
    "E_LIMIT",
    "E_TRUNCATED",
    "E_FORMAT",
    "E_CONFIG",
    "E_CRASHED",
    "E_MEMORY",
    "E_LOAD",
    "E_PAGING",
    "E_ROLE",
    "E_PROTOCOL",
    "E_CANCELLED",
    "E_CSP",
];

/// What the engine's reasons are made of.
const PHRASES: [&str; 31] = [
    "a string",
    "a string of 1 to 256 bytes",
    "true or false",
    "a whole number",
    "a whole number from 0 to 2^63 - 1",
    "a number",
    "a decimal below 10^12 with at most six places",
    "three capitals",
    "a list",
    "a list of ids",
    "an object",
    "an instant",
    "one of",
    "not UTF-8",
    "longer than 16 MiB",
    "the list has no end",
    "the list is broken here",
    "more text after the list",
    "the object has no end",
    "not JSON",
    "expected a value",
    "expected an object",
    "a string without end",
    "a control character in a string",
    "not a number",
    "more text after the value",
    "expected , or }",
    "expected , or ]",
    "expected :",
    "agent_id: a message from an agent needs one",
    "agent_id, team_id: an assignment needs one of them",
];

#[cfg(any(test, not(target_arch = "wasm32")))]
pub const EN: Troubles = Troubles { faults: [""; 21], missing: "", expected: "", at_byte: "", phrases: [""; 31] };

#[cfg(any(test, not(target_arch = "wasm32")))]
pub const ID: Troubles = Troubles {
    faults: [
        "Server tidak dapat dijangkau, atau koneksi terputus.",
        "Server tidak menjawab tepat waktu.",
        "Tidak ada data di alamat ini.",
        "Alamat ini mengirim halaman HTML, bukan data.",
        "Token tidak ada atau tidak diterima.",
        "Akun ini tidak boleh membaca data ini.",
        "Server terlalu sering diminta.",
        "Server mengalami kesalahan.",
        "Server menolak permintaan.",
        "Batas yang ditetapkan telah tercapai.",
        "Berkas terpotong.",
        "Isi berkas bukan catatan yang dapat dibaca.",
        "Konfigurasi tidak benar.",
        "Mesin berhenti karena kesalahan.",
        "Data memerlukan lebih banyak memori daripada yang tersedia.",
        "Program tidak dapat dimuat.",
        "Halaman berikutnya dari backend tidak benar.",
        "Peran ini tidak boleh melihat datanya.",
        "Jawaban mesin tidak dapat dibaca.",
        "Pemuatan dibatalkan.",
        "Content-Security-Policy halaman ini tidak mengizinkannya.",
    ],
    missing: "{key}: tidak ada",
    expected: "{key}: seharusnya {what}, ternyata {found}",
    at_byte: "{what} pada bita {n}",
    phrases: [
        "teks",
        "teks sepanjang 1 sampai 256 bita",
        "true atau false",
        "bilangan bulat",
        "bilangan bulat dari 0 sampai 2^63 - 1",
        "bilangan",
        "desimal di bawah 10^12 dengan paling banyak enam angka di belakang koma",
        "tiga huruf kapital",
        "daftar",
        "daftar id",
        "objek",
        "waktu",
        "salah satu dari",
        "bukan UTF-8",
        "lebih panjang dari 16 MiB",
        "daftar tidak ditutup",
        "daftar rusak di sini",
        "masih ada teks setelah daftar",
        "objek tidak ditutup",
        "bukan JSON",
        "seharusnya nilai",
        "seharusnya objek",
        "teks tidak ditutup",
        "karakter kendali di dalam teks",
        "bukan bilangan",
        "masih ada teks setelah nilai",
        "seharusnya , atau }",
        "seharusnya , atau ]",
        "seharusnya :",
        "agent_id: wajib untuk pesan dari agen",
        "agent_id, team_id: penugasan memerlukan salah satunya",
    ],
};

#[cfg(any(test, not(target_arch = "wasm32")))]
pub const FR: Troubles = Troubles {
    faults: [
        "Le serveur est injoignable, ou la connexion s’est interrompue.",
        "Le serveur n’a pas répondu à temps.",
        "Il n’y a pas de données à cette adresse.",
        "Cette adresse envoie une page HTML, pas des données.",
        "Le jeton manque ou n’est pas accepté.",
        "Ce compte n’a pas le droit de lire ces données.",
        "Le serveur reçoit trop de demandes.",
        "Le serveur a rencontré une erreur.",
        "Le serveur a refusé la demande.",
        "La limite fixée est atteinte.",
        "Le fichier est tronqué.",
        "Le contenu n’est pas fait d’enregistrements lisibles.",
        "La configuration est incorrecte.",
        "Le moteur s’est arrêté sur une erreur.",
        "Les données demandent plus de mémoire qu’il n’y en a.",
        "Le programme n’a pas pu être chargé.",
        "La page suivante indiquée par le serveur n’est pas valable.",
        "Ce rôle n’a pas le droit de voir les données.",
        "La réponse du moteur est illisible.",
        "Le chargement a été annulé.",
        "La Content-Security-Policy de la page ne le permet pas.",
    ],
    missing: "{key} : manquant",
    expected: "{key} : {what} attendu, trouvé {found}",
    at_byte: "{what} à l’octet {n}",
    phrases: [
        "texte",
        "texte de 1 à 256 octets",
        "true ou false",
        "nombre entier",
        "nombre entier de 0 à 2^63 - 1",
        "nombre",
        "décimal inférieur à 10^12 avec six décimales au plus",
        "trois capitales",
        "liste",
        "liste d’identifiants",
        "objet",
        "instant",
        "l’un de",
        "pas de l’UTF-8",
        "plus de 16 Mio",
        "la liste n’est pas fermée",
        "la liste est rompue ici",
        "du texte suit la liste",
        "l’objet n’est pas fermé",
        "pas du JSON",
        "valeur attendue",
        "objet attendu",
        "texte sans fin",
        "caractère de contrôle dans un texte",
        "pas un nombre",
        "du texte suit la valeur",
        "« , » ou « } » attendu",
        "« , » ou « ] » attendu",
        "« : » attendu",
        "agent_id : obligatoire pour un message d’agent",
        "agent_id, team_id : une attribution demande l’un des deux",
    ],
};

impl Lang {
    fn troubles(&self) -> Option<&Troubles> {
        Some(&self.troubles).filter(|troubles| !troubles.missing.is_empty())
    }

    /// What happened, by the fault's code; none where the engine's own sentence is in the reader's language.
    pub fn happened(&self, code: &str) -> Option<&'static str> {
        let words = self.troubles()?;
        FAULTS.iter().position(|known| *known == code).map(|i| words.faults[i])
    }

    /// Why a record is bad. Keys, values and what has no translation stay as they are.
    pub fn reason(&self, reason: &str) -> String {
        let Some(words) = self.troubles() else { return reason.to_owned() };
        if let Some(key) = reason.strip_suffix(": is missing") {
            return fill(words.missing, &[("key", key)]);
        }
        if let Some((key, rest)) = reason.split_once(": expected ")
            && let Some((what, found)) = rest.split_once(", found ")
        {
            let found = if found == "nothing" { "—" } else { found };
            return fill(words.expected, &[("key", key), ("what", &words.phrase(what)), ("found", found)]);
        }
        match reason.rsplit_once(" at byte ") {
            Some((what, n)) => fill(words.at_byte, &[("what", &words.phrase(what)), ("n", n)]),
            None => words.phrase(reason),
        }
    }
}

impl Troubles {
    /// A phrase that is known, or the beginning of a list of words.
    fn phrase(&self, text: &str) -> String {
        let known = PHRASES.iter().position(|known| *known == text).map(|i| self.phrases[i].to_owned());
        let listed = || Some(format!("{} {}", self.phrases[12], text.strip_prefix("one of ")?));
        known.or_else(listed).unwrap_or_else(|| text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use crate::i18n::lang;

    #[test]
    fn reasons_are_said_in_the_readers_language() {
        let id = |text: &str| lang("id").reason(text);
        assert_eq!(id("at: is missing"), "at: tidak ada");
        assert_eq!(
            id("from: expected one of agent, bot, found 5"),
            "from: seharusnya salah satu dari agent, bot, ternyata 5"
        );
        assert_eq!(id("expected a value at byte 1"), "seharusnya nilai pada bita 1");
        assert_eq!(lang("fr").reason("not UTF-8"), "pas de l’UTF-8");
        assert_eq!(lang("fr").reason("text: expected a string, found {x}"), "text : texte attendu, trouvé {x}");
        assert_eq!(lang("en").reason("at: is missing"), "at: is missing");
        assert_eq!(id("left out: whatever"), "left out: whatever");
    }

    #[test]
    fn faults_are_said_in_the_readers_language() {
        assert_eq!(lang("fr").happened("E_FORMAT"), Some("Le contenu n’est pas fait d’enregistrements lisibles."));
        assert_eq!(lang("id").happened("E_UNKNOWN"), None);
        assert_eq!(lang("en").happened("E_NETWORK"), None);
    }
}
