//! The fields of one record, found by name. Written for records that are much alike, as those of a stream are.

use super::fields::Fields;
use super::json::{Broken, Fault, Slot, Value};
use super::names::{NAMES, Name};
use super::reader::Reader;

/// So many names are remembered after each.
const GUESSES: usize = 4;

/// Room for the fields of one record, used again for the next.
#[derive(Debug)]
pub struct Slots {
    slots: [Slot; NAMES],
    /// Which of them were set: the others are null.
    set: Vec<Name>,
    /// Strings that had escapes, and values that come from elsewhere than one text.
    pub beside: String,
    /// The names that came last after each name, and first in a record.
    after: [[Name; GUESSES]; NAMES + 1],
}

impl Default for Slots {
    fn default() -> Self {
        Slots {
            slots: [Slot::NULL; NAMES],
            set: Vec::new(),
            beside: String::new(),
            after: [[Name::Type; GUESSES]; NAMES + 1],
        }
    }
}

impl Slots {
    /// Reads the fields of the one object that `text` is. Of several with one name the last counts.
    pub fn read<'a>(&'a mut self, text: &'a str) -> Result<Fields<'a>, Fault> {
        self.clear();
        let Slots { slots, set, beside, after } = &mut *self;
        let mut reader = Reader::new(text, beside);
        let mut all = || {
            object(&mut reader, slots, set, after)?;
            reader.end()
        };
        match all() {
            Ok(()) => Ok(Fields { text, slots: self }),
            Err(Broken) => Err(reader.fault()),
        }
    }

    /// Reads the fields of the one object that the first of several lines is, and says where that line ends. None when it is
    /// no object, or has no end; it is for [`Slots::read`] to say what is wrong.
    pub fn line<'a>(&'a mut self, lines: &'a str) -> Option<(Fields<'a>, usize)> {
        if !lines.starts_with('{') {
            return None;
        }
        self.clear();
        let Slots { slots, set, beside, after } = &mut *self;
        let mut reader = Reader::line(lines, beside);
        object(&mut reader, slots, set, after).ok()?;
        let end = reader.end_of_line()?;
        Some((Fields { text: lines, slots: self }, end))
    }

    pub fn clear(&mut self) {
        for name in self.set.drain(..) {
            self.slots[name as usize] = Slot::NULL;
        }
        self.beside.clear();
    }

    /// Sets a field to a copy of a value.
    pub fn set(&mut self, name: Name, value: Value) {
        self.slots[name as usize] = Slot::beside(value, &mut self.beside);
        self.set.push(name);
    }

    /// The fields that were set one by one.
    pub fn fields(&self) -> Fields<'_> {
        Fields { text: "", slots: self }
    }

    #[inline]
    pub fn slot(&self, name: Name) -> Slot {
        self.slots[name as usize]
    }
}

/// Reads an object. A field is first tried as what it most likely is, and then as what it may be.
fn object(
    reader: &mut Reader,
    slots: &mut [Slot; NAMES],
    set: &mut Vec<Name>,
    after: &mut [[Name; GUESSES]; NAMES + 1],
) -> Result<(), Broken> {
    let mut is_more = reader.open()?;
    let mut guesses = &mut after[NAMES];
    let mut at = reader.at;
    while is_more {
        let name;
        if let Some((which, value, next, goes_on)) =
            reader.plain_field(at, guesses.map(|name| &Name::KEYS[name as usize]))
        {
            name = guesses[which];
            guesses.swap(0, which);
            slots[name as usize] = value;
            set.push(name);
            (at, is_more) = (next, goes_on);
        } else {
            reader.at = at;
            let key = reader.string()?;
            let value = reader.of_key()?;
            is_more = reader.goes_on()?;
            at = reader.at;
            let Some(known) = Name::of(reader.text(key)) else {
                guesses = &mut after[NAMES];
                continue;
            };
            name = known;
            if !guesses.contains(&name) {
                guesses.rotate_right(1);
                guesses[0] = name;
            }
            slots[name as usize] = value;
            set.push(name);
        }
        guesses = &mut after[name as usize];
    }
    reader.at = at;
    Ok(())
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
