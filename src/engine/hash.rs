//! One fast 64-bit hash of bytes, the same on every machine. It knows nothing of what it hashes.

const K: u64 = 0x9E37_79B9_7F4A_7C15;

/// Hash of `bytes`. Every step is a bijection of the state, so two inputs of up to eight bytes and equal length never
/// collide; longer ones collide with a probability of about 2⁻⁶⁴ a pair.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut state = K ^ (bytes.len() as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let (words, rest) = bytes.as_chunks();
    for word in words {
        state = step(state, u64::from_le_bytes(*word));
    }
    if !rest.is_empty() {
        // Of more than eight bytes the last eight are read again: that is faster than to gather those that are new.
        let word = match bytes.last_chunk() {
            Some(last) => u64::from_le_bytes(*last) >> (64 - 8 * rest.len()),
            None => rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
        };
        state = step(state, word);
    }
    finish(state)
}

/// A hash of the last eight bytes: one multiplication. Ids that differ mostly do so at their ends.
#[inline]
pub fn ending(bytes: &[u8]) -> u64 {
    let word = match bytes.last_chunk() {
        Some(last) => u64::from_le_bytes(*last),
        None => bytes.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    };
    word.wrapping_mul(K)
}

/// Whether two texts are the same. Ids are short: comparing words in place costs less than a call.
#[inline]
pub fn same(a: &[u8], b: &[u8]) -> bool {
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    if a.len() != b.len() {
        return false;
    }
    match (a.last_chunk(), b.last_chunk()) {
        (Some(last_a), Some(last_b)) => {
            word(last_a) == word(last_b) && a.as_chunks().0.iter().zip(b.as_chunks().0).all(|(a, b)| word(a) == word(b))
        }
        _ => a.iter().zip(b).all(|(a, b)| a == b),
    }
}

fn step(state: u64, word: u64) -> u64 {
    let mixed = (state ^ word).wrapping_mul(K);
    mixed ^ (mixed >> 29)
}

fn finish(mut state: u64) -> u64 {
    state ^= state >> 33;
    state = state.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    state ^= state >> 33;
    state = state.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    state ^ (state >> 33)
}

/// Maps a hash onto `0..len` by its upper half; the lower half stays free to tell entries apart.
pub fn slot(hash: u64, len: usize) -> usize {
    (((hash >> 32) * len as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_the_same_to_the_last_byte() {
        for len in 0..40 {
            let text: Vec<u8> = (0..len).collect();
            assert!(same(&text, &text.clone()) && !same(&text, b"another text that is longer than any of them"));
            for place in 0..text.len() {
                let mut other = text.clone();
                other[place] ^= 1;
                assert!(!same(&text, &other), "{len} {place}");
            }
        }
    }

    #[test]
    fn what_is_kept_under_a_hash_is_found_by_later_versions() {
        for (text, expected) in [
            ("", 0x9ca0_66f1_a4ab_2eea),
            ("a", 0x4758_893f_75c5_aec8),
            ("abcdefgh", 0x0214_6dc7_4515_f833),
            ("abcdefghi", 0x865e_2e54_3fa3_2d67),
            ("01M3NQJT675S10AJFP88W3Y0CJ", 0x04b4_43d2_b4c4_e025),
        ] {
            assert_eq!(hash(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn length_and_every_byte_count() {
        let inputs: [&[u8]; 6] = [b"", b"\0", b"\0\0", b"abcdefgh", b"abcdefgh\0", b"abcdefgi"];
        let hashes: std::collections::BTreeSet<u64> = inputs.iter().map(|input| hash(input)).collect();
        assert_eq!(hashes.len(), inputs.len());
    }
}
