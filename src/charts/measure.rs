//! The width of text without a font: a table of advance widths, a little wider than the common sans-serif faces,
//! so that a layout made here never overlaps on any screen.

/// The four sizes of text in a chart; their classes have the same sizes in `style/charts.css`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    Tick,
    Label,
    Value,
    Total,
}

impl Font {
    pub fn class(self) -> &'static str {
        match self {
            Font::Tick => "sa-tick",
            Font::Label => "sa-label",
            Font::Value => "sa-value",
            Font::Total => "sa-total",
        }
    }

    /// Size in CSS pixels.
    pub fn px(self) -> f64 {
        match self {
            Font::Tick => 11.0,
            Font::Label | Font::Value => 12.0,
            Font::Total => 24.0,
        }
    }

    fn weight(self) -> f64 {
        if matches!(self, Font::Value | Font::Total) { 1.08 } else { 1.0 }
    }

    /// The estimated width of a text in CSS pixels.
    pub fn width(self, text: &str) -> f64 {
        text.chars().map(advance).sum::<f64>() * self.px() * self.weight()
    }

    /// The text, or as much of it as fits with an ellipsis; empty when not even one character fits.
    pub fn fit(self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let room = width / (self.px() * self.weight()) - advance('…');
        let mut used = 0.0;
        let mut end = 0;
        for (at, c) in text.char_indices() {
            used += advance(c);
            if used > room || room.is_nan() {
                break;
            }
            end = at + c.len_utf8();
        }
        let kept = text.get(..end).unwrap_or_default().trim_end_matches(|c: char| c.is_whitespace() || c == '\u{200d}');
        if kept.is_empty() { String::new() } else { format!("{kept}…") }
    }
}

/// Advance width of a character in em.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' => 0.33,
        'f' | 'r' | 't' | 'I' | '(' | ')' | '[' | ']' | '-' | ':' | ';' | '!' | '/' | '·' => 0.41,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' | 'Œ' | 'Æ' => 1.0,
        '0'..='9' => 0.64,
        'A'..='Z' => 0.73,
        '\0'..='\u{7f}' => 0.61,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        '\u{80}'..='\u{2ff}' => 0.68,
        '\u{370}'..='\u{10ff}' | '\u{1e00}'..='\u{20ff}' => 0.75,
        _ => 1.05,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits_or_is_cut() {
        let fit = |text: &str, width: f64| Font::Label.fit(text, width);
        assert_eq!(fit("Billing", 60.0), "Billing");
        assert_eq!(fit("Billing and invoices", 60.0), "Billing…");
        assert_eq!(fit("Billing", 5.0), "");
        assert_eq!(fit("", 0.0), "");
        assert_eq!(
            fit("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", 30.0),
            "e\u{301}e\u{301}…",
            "accents stay with their letter"
        );
        for text in ["WWWWWWWW", "請求書請求書", "iiiiiiiiiiiiiii", "مرحبا بكم"] {
            for width in [0.0, 12.0, 13.0, 40.0, f64::NAN, f64::INFINITY] {
                let cut = fit(text, width);
                assert!(cut.is_empty() || Font::Label.width(&cut) <= width, "{cut} in {width}");
            }
        }
    }
}
