//! Which functions wait.

use super::read::Program;
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

/// The parts of a program that no first answer needs, by words in the names of their functions: paths of modules, as
/// `wire::imports`. What only they call waits with them.
#[derive(Debug, Clone, Copy)]
pub struct Waits {
    pub words: &'static [&'static str],
    /// Stays although one of the words is in its name.
    pub but: &'static [&'static str],
    /// Names that wait too, a line each: `cargo xtask profile` writes them.
    pub idle: &'static str,
    /// Does not wait for having been idle: other records, or more of them, than those that were tried may need it.
    pub by_records: &'static [&'static str],
}

/// Smaller functions, in bytes, are not worth a line.
pub const WORTH: usize = 48;

/// Methods that the element calls when the whole program is there.
const LATE: &str = "handle_";

/// Compilers make one function of several that come out the same, and name it after any of them. Smaller functions than
/// these, in bytes, are therefore not judged by their names: our own, and those of other crates for our types. Nothing comes
/// out the same that has a constant of its own.
const SHARED: (usize, usize) = (64, 300);

const OWN: [&str; 3] = ["session_analytics::", "app::", "worker::"];

#[derive(Debug)]
pub struct Plan {
    waiting: HashSet<u32>,
    /// The slot of each waiting function that is in the table, or is called from the first part.
    pub slots: HashMap<u32, u32>,
    /// How many slots the table needs.
    pub size: u64,
    /// The addresses of waiting data.
    pub data: Vec<Range<u32>>,
}

impl Plan {
    pub fn new(program: &Program, waits: &Waits) -> Self {
        let own = |i: usize| program.imported + i as u32;
        let exported: HashSet<u32> =
            program.exported().filter(|export| !program.name(*export).starts_with(LATE)).collect();
        let idle: HashSet<&str> = waits.idle.lines().collect();
        let named: HashSet<u32> = (0..program.bodies.len())
            .map(own)
            .filter(|function| !exported.contains(function))
            .filter(|function| {
                let (name, size) = (plain(program.name(*function)), program.size(*function));
                waits.names(&name, if program.has_data(*function) { usize::MAX } else { size })
                    || (size >= WORTH && idle.contains(&*name))
            })
            .collect();
        // Everything waits that the first part cannot come to without passing one of these.
        let mut stays: HashSet<u32> = HashSet::new();
        let mut next: Vec<u32> = program.exported().chain(program.slots.values().copied()).collect();
        while let Some(function) = next.pop() {
            if function >= program.imported && !named.contains(&function) && stays.insert(function) {
                next.extend(&program.bodies[(function - program.imported) as usize].calls);
            }
        }
        let waiting: HashSet<u32> = (0..program.bodies.len()).map(own).filter(|f| !stays.contains(f)).collect();

        let mut size = program.tables.first().map_or(0, |table| table.ty.initial);
        let mut slots: HashMap<u32, u32> = (program.slots.iter())
            .filter(|(_, function)| waiting.contains(function))
            .map(|(slot, function)| (*function, *slot))
            .collect();
        for (i, body) in program.bodies.iter().enumerate() {
            let calls = body.calls.iter().filter(|called| waiting.contains(called) && !waiting.contains(&own(i)));
            for called in calls {
                slots.entry(*called).or_insert_with(|| {
                    size += 1;
                    size as u32 - 1
                });
            }
        }
        Self { waiting, slots, size, data: Vec::new() }
    }

    pub fn waits(&self, function: u32) -> bool {
        self.waiting.contains(&function)
    }
}

impl Waits {
    fn names(&self, name: &str, size: usize) -> bool {
        let start = name.trim_start_matches(['<', '&']);
        let shared = if OWN.iter().any(|own| start.starts_with(own)) { SHARED.0 } else { SHARED.1 };
        let has = |word: &&str| name.contains(*word);
        size >= shared && self.words.iter().any(has) && !self.but.iter().any(has)
    }
}

/// Without the crates' numbers: `a[1f]::b` is `a::b`.
pub fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(open) = rest.find('[') {
        let number = rest[open + 1..].find(']').map(|length| &rest[open + 1..open + 1 + length]);
        match number.filter(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_hexdigit())) {
            Some(number) => {
                out.push_str(&rest[..open]);
                rest = &rest[open + number.len() + 2..];
            }
            None => {
                out.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn crates_are_known_without_their_numbers() {
        assert_eq!(
            plain("<a[4e80c640282a7189]::b::C as core[d1]::fmt::Write>::f::<[u8]>"),
            "<a::b::C as core::fmt::Write>::f::<[u8]>"
        );
        assert_eq!(plain("no [number] here ["), "no [number] here [");
    }
}
