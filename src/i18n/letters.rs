//! Small and capital letters, as the browser makes them: the standard library has its own tables for that, which the page
//! would have to download.

#[cfg(target_arch = "wasm32")]
pub fn small(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

#[cfg(not(target_arch = "wasm32"))]
pub fn small(text: &str) -> String {
    text.to_lowercase()
}

/// The text with a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| large(first) + letters.as_str())
}

#[cfg(target_arch = "wasm32")]
fn large(letter: char) -> String {
    js_sys::JsString::from(letter).to_upper_case().into()
}

#[cfg(not(target_arch = "wasm32"))]
fn large(letter: char) -> String {
    letter.to_uppercase().collect()
}

#[cfg(test)]
mod tests {
    use super::{capital, small};

    #[test]
    fn every_alphabet_has_its_letters() {
        assert_eq!((small("ÉCOLE Straße"), capital("école")), ("école straße".to_owned(), "École".to_owned()));
        assert_eq!((capital(""), capital("ß")), (String::new(), "SS".to_owned()));
    }
}
