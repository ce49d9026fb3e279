//! Texts as lines and back: a language is written by the build and read by the page that speaks it, so that nobody
//! downloads the others.

use std::str::Lines;

/// Read in the order in which it is written.
pub trait Said: Sized {
    /// A line that is missing is an empty text.
    fn read(lines: &mut Lines<'static>) -> Self;
    fn write(&self, lines: &mut Vec<&'static str>);
}

impl Said for &'static str {
    #[inline(never)]
    fn read(lines: &mut Lines<'static>) -> Self {
        lines.next().unwrap_or_default()
    }

    fn write(&self, lines: &mut Vec<&'static str>) {
        lines.push(self);
    }
}

impl<T: Said, const N: usize> Said for [T; N] {
    fn read(lines: &mut Lines<'static>) -> Self {
        std::array::from_fn(|_| T::read(lines))
    }

    fn write(&self, lines: &mut Vec<&'static str>) {
        self.iter().for_each(|each| each.write(lines));
    }
}

/// A struct all of whose fields are said.
macro_rules! said {
    ($(#[$of:meta])* pub struct $name:ident { $($(#[$about:meta])* pub $field:ident: $type:ty,)+ }) => {
        $(#[$of])*
        pub struct $name { $($(#[$about])* pub $field: $type,)+ }

        impl $crate::i18n::said::Said for $name {
            #[inline(never)]
            fn read(lines: &mut std::str::Lines<'static>) -> Self {
                Self { $($field: $crate::i18n::said::Said::read(lines)),+ }
            }

            fn write(&self, lines: &mut Vec<&'static str>) {
                $($crate::i18n::said::Said::write(&self.$field, lines);)+
            }
        }
    };
}

pub(super) use said;
