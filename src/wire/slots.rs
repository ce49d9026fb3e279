//! The fields of one record, found by name. Written for records that are much alike, as those of a stream are.

use super::fields::Fields;
use super::json::{Broken, Fault, Slot, Value};
use super::names::{Head, NAMES, Name};
use super::reader::Reader;

/// So many names are remembered after each.
const GUESSES: usize = 4;

/// Room for the fields of one record, used again for the next.
#[derive(Debug)]
pub struct Slots {
    slots: [Slot; NAMES],
    /// In which record each of them was set; in this one, or it is null.
    set: [u32; NAMES],
    record: u32,
    /// Strings that had escapes, and values that come from elsewhere than one text.
    pub beside: String,
    /// The names that came last after each name, and first in a record.
    after: [[Name; GUESSES]; NAMES + 1],
}

impl Default for Slots {
    fn default() -> Self {
        Slots {
            slots: [Slot::NULL; NAMES],
            set: [0; NAMES],
            record: 1,
            beside: String::new(),
            after: [[Name::Type; GUESSES]; NAMES + 1],
        }
    }
}

impl Slots {
    /// Reads the fields of the one object that `text` is. Of several with one name the last counts.
    pub fn read<'a>(&'a mut self, text: &'a str) -> Result<Fields<'a>, Fault> {
        self.clear();
        let mut beside = std::mem::take(&mut self.beside);
        let mut reader = Reader::new(text, &mut beside);
        let read = self.object(&mut reader).and_then(|()| reader.end());
        let fault = reader.fault();
        self.beside = beside;
        read.map(|()| Fields { text, slots: self }).map_err(|Broken| fault)
    }

    /// Reads the fields of the one object that the first of several lines is, and says where that line ends. None when it is
    /// no object, or has no end; it is for [`Slots::read`] to say what is wrong.
    pub fn line<'a>(&'a mut self, lines: &'a str) -> Option<(Fields<'a>, usize)> {
        if !lines.starts_with('{') {
            return None;
        }
        self.clear();
        let mut beside = std::mem::take(&mut self.beside);
        let mut reader = Reader::line(lines, &mut beside);
        let end = self.object(&mut reader).ok().and_then(|()| reader.end_of_line());
        self.beside = beside;
        end.map(|end| (Fields { text: lines, slots: self }, end))
    }

    pub fn clear(&mut self) {
        self.record = self.record.wrapping_add(1);
        if self.record == 0 {
            // Once in four thousand million records.
            (self.set, self.record) = ([0; NAMES], 1);
        }
        self.beside.clear();
    }

    /// Sets a field to a copy of a value.
    pub fn set(&mut self, name: Name, value: Value) {
        let slot = Slot::beside(value, &mut self.beside);
        self.put(name, slot);
    }

    #[inline]
    fn put(&mut self, name: Name, slot: Slot) {
        self.slots[name as usize] = slot;
        self.set[name as usize] = self.record;
    }

    /// The fields that were set one by one.
    pub fn fields(&self) -> Fields<'_> {
        Fields { text: "", slots: self }
    }

    #[inline]
    pub fn slot(&self, name: Name) -> Slot {
        if self.set[name as usize] == self.record { self.slots[name as usize] } else { Slot::NULL }
    }

    /// Reads an object. A field is first tried as what it most likely is, and then as what it may be.
    fn object(&mut self, reader: &mut Reader) -> Result<(), Broken> {
        let mut is_more = reader.open_plain() || reader.open()?;
        let (mut before, mut at) = (NAMES, reader.at);
        while is_more {
            let guess = reader.head(at).and_then(|head| self.guess(before, head));
            let name = if let Some(name) = guess {
                at = Name::KEYS[name as usize].end(at);
                if let Some((value, end, goes_on)) = reader.plain_value(at) {
                    self.put(name, value);
                    (before, at, is_more) = (name as usize, end, goes_on);
                    continue;
                }
                reader.at = at;
                Some(name)
            } else {
                reader.at = at;
                let key = reader.key()?;
                let name = Name::of(reader.text(key));
                if let Some(name) = name {
                    self.after[before].rotate_right(1);
                    self.after[before][0] = name;
                }
                name
            };
            let value = reader.value()?;
            if let Some(name) = name {
                self.put(name, value);
            }
            before = name.map_or(NAMES, |name| name as usize);
            is_more = reader.goes_on()?;
            at = reader.at;
        }
        reader.at = at;
        Ok(())
    }

    /// The name of the key that a text begins with, if it is one of those that came last after the one before.
    #[inline]
    fn guess(&mut self, before: usize, head: Head) -> Option<Name> {
        let names = &mut self.after[before];
        let which = names.iter().position(|&name| Name::KEYS[name as usize].is_at(head))?;
        let name = names[which];
        if which > 0 {
            names.swap(0, which);
        }
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_field_of_a_name_counts_and_escapes_are_undone() {
        let mut slots = Slots::default();
        for _ in 0..2 {
            let fields =
                slots.read(r#"{"id":"a","id":"b","te\u0078t":"x\ty","x":{"id":"\u0063"},"at":1,"at":null}"#).unwrap();
            assert_eq!((fields.id(Name::Id), fields.text(Name::Text)), (Ok(Some("b")), Ok(Some("x\ty"))));
            assert_eq!(fields.value(Name::At), Value::Null);
            assert_eq!(slots.read("{}").unwrap().value(Name::Id), Value::Null);
        }
    }

    #[test]
    fn fields_can_be_set_one_by_one() {
        let mut slots = Slots::default();
        slots.set(Name::Id, Value::Text("a"));
        slots.set(Name::At, Value::Number("5"));
        slots.set(Name::Private, Value::Bool(true));
        let fields = slots.fields();
        assert_eq!((fields.id(Name::Id), fields.instant(Name::At)), (Ok(Some("a")), Ok(Some(5))));
        assert_eq!(fields.flag(Name::Private), Ok(Some(true)));
    }
}
