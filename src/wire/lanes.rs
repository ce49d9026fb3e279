//! Sixteen bytes at once: which is the first of them that does not stand for itself in a string. Vector instructions in the browser, where it
//! counts most; plain arithmetic elsewhere.

/// Where the first quote, backslash or control character is.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline]
pub fn special(bytes: &[u8; 16]) -> Option<usize> {
    use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_le, u8x16_splat, u64x2, v128_or};
    let [low, high] = halves(bytes);
    let bytes = u64x2(low, high);
    let quote = u8x16_eq(bytes, u8x16_splat(b'"'));
    let backslash = u8x16_eq(bytes, u8x16_splat(b'\\'));
    let control = u8x16_le(bytes, u8x16_splat(0x1f));
    let special = u8x16_bitmask(v128_or(v128_or(quote, backslash), control));
    (special != 0).then(|| special.trailing_zeros() as usize)
}

/// Where the first quote, backslash or control character is.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline]
pub fn special(bytes: &[u8; 16]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let [low, high] = halves(bytes).map(|word| {
        let zero_in = |word: u64| word.wrapping_sub(ONES) & !word;
        let quote = zero_in(word ^ (ONES * u64::from(b'"')));
        let backslash = zero_in(word ^ (ONES * u64::from(b'\\')));
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        (quote | backslash | control) & (ONES << 7)
    });
    // A borrow can mark a byte too many, but only after one that is rightly marked.
    let bit = if low != 0 { low.trailing_zeros() } else { 64 + high.trailing_zeros() };
    (low | high != 0).then_some(bit as usize / 8)
}

#[inline]
fn halves(bytes: &[u8; 16]) -> [u64; 2] {
    let &[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = bytes;
    [u64::from_le_bytes([a, b, c, d, e, f, g, h]), u64::from_le_bytes([i, j, k, l, m, n, o, p])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_in_every_place() {
        for place in 0..16 {
            for byte in 0..=u8::MAX {
                let mut bytes = *b"plain text, such";
                bytes[place] = byte;
                let is_special = byte < 0x20 || byte == b'"' || byte == b'\\';
                assert_eq!(special(&bytes), is_special.then_some(place), "{byte} at {place}");
            }
        }
        assert_eq!(special(b"a\"b\\c\n          "), Some(1));
    }
}
