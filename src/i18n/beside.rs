//! Names beside other words in one text. A name that is read from right to left, or that turns around what follows it, is
//! put between marks that keep it to itself; all others stay as they are.

const FIRST_STRONG: char = '\u{2068}';
const POP: char = '\u{2069}';

/// `text` for a place in which other words stand beside it.
pub fn apart(text: &str) -> String {
    if !text.chars().any(turns) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 6);
    out.push(FIRST_STRONG);
    let mut open = 0;
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            // One that closes nothing of its own would close ours.
            POP if open == 0 => continue,
            POP => open -= 1,
            _ => {}
        }
        out.push(c);
    }
    out.extend(std::iter::repeat_n(POP, open + 1));
    out
}

/// Names as one text.
pub fn joined<'a>(names: impl IntoIterator<Item = &'a String>, between: &str) -> String {
    names.into_iter().map(|name| apart(name)).collect::<Vec<_>>().join(between)
}

fn turns(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8FF}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_turns_is_put_apart() {
        assert_eq!(apart("Ayu · 5"), "Ayu · 5");
        assert_eq!(apart("دعم"), "\u{2068}دعم\u{2069}");
        assert_eq!(apart("a\u{202e}b"), "\u{2068}a\u{202e}b\u{2069}");
        assert_eq!(joined(&["Ayu".to_owned(), "דוד".to_owned()], ", "), "Ayu, \u{2068}דוד\u{2069}");
    }

    #[test]
    fn a_name_does_not_leave_its_marks() {
        assert_eq!(apart("\u{2069}\u{202e}x"), "\u{2068}\u{202e}x\u{2069}");
        assert_eq!(apart("\u{2067}x"), "\u{2068}\u{2067}x\u{2069}\u{2069}");
        assert_eq!(apart("\u{2067}x\u{2069}"), "\u{2068}\u{2067}x\u{2069}\u{2069}");
    }
}
