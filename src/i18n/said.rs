//! Texts as lines and back: a language is written by the build and read by the page that speaks it, so that nobody
//! downloads the others.

use std::fmt::{self, Debug, Formatter};
use std::ops::Deref;
use std::str::Lines;
use std::sync::OnceLock;

/// Read in the order in which it is written.
pub trait Said: Sized {
    /// Without a text yet.
    const BLANK: Self;
    /// Fills a blank one: each text is one call, of which a page has hundreds. A line that is missing is an empty text.
    fn read(&mut self, lines: &mut Lines<'static>);
    fn write(&self, lines: &mut Vec<&'static str>);
}

impl Said for &'static str {
    const BLANK: Self = "";

    #[inline(never)]
    fn read(&mut self, lines: &mut Lines<'static>) {
        *self = lines.next().unwrap_or_default();
    }

    fn write(&self, lines: &mut Vec<&'static str>) {
        lines.push(self);
    }
}

impl<T: Said, const N: usize> Said for [T; N] {
    const BLANK: Self = [T::BLANK; N];

    fn read(&mut self, lines: &mut Lines<'static>) {
        self.iter_mut().for_each(|each| each.read(lines));
    }

    fn write(&self, lines: &mut Vec<&'static str>) {
        self.iter().for_each(|each| each.write(lines));
    }
}

/// Texts that only the second part of the program needs: a page is given them with it. Until then each is as it is `here`.
pub struct Later<T> {
    here: T,
    come: OnceLock<T>,
}

impl<T: Said> Later<T> {
    pub const fn here(here: T) -> Later<T> {
        Later { here, come: OnceLock::new() }
    }

    pub fn has_come(&self) -> bool {
        self.come.get().is_some()
    }

    pub fn arrive(&self, lines: &mut Lines<'static>) {
        let mut texts = T::BLANK;
        texts.read(lines);
        _ = self.come.set(texts);
    }
}

impl<T> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.come.get().unwrap_or(&self.here)
    }
}

/// Not among the lines of the first part.
impl<T: Said> Said for Later<T> {
    const BLANK: Self = Later::here(T::BLANK);

    fn read(&mut self, _: &mut Lines<'static>) {}

    fn write(&self, _: &mut Vec<&'static str>) {}
}

impl<T: Debug> Debug for Later<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// A struct all of whose fields are said.
macro_rules! said {
    ($(#[$of:meta])* pub struct $name:ident { $($(#[$about:meta])* pub $field:ident: $type:ty,)+ }) => {
        $(#[$of])*
        pub struct $name { $($(#[$about])* pub $field: $type,)+ }

        impl $crate::i18n::said::Said for $name {
            const BLANK: Self = Self { $($field: $crate::i18n::said::Said::BLANK),+ };

            #[inline(never)]
            fn read(&mut self, lines: &mut std::str::Lines<'static>) {
                $($crate::i18n::said::Said::read(&mut self.$field, lines);)+
            }

            fn write(&self, lines: &mut Vec<&'static str>) {
                $($crate::i18n::said::Said::write(&self.$field, lines);)+
            }
        }
    };
}

pub(super) use said;
