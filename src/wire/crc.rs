//! The checksum of gzip (CRC-32, RFC 1952, 8) by eight tables, which are made when they are needed. A library's would lie ready
//! in the program: its tables do not compress, and were a sixteenth of what has to be downloaded before the first figure.

#[derive(Debug)]
pub struct Crc {
    tables: Box<[[u32; 256]; 8]>,
    /// Inverted, as it is all the way.
    state: u32,
}

impl Default for Crc {
    fn default() -> Self {
        let mut tables = Box::new([[0; 256]; 8]);
        for byte in 0..256 {
            tables[0][byte] = (0..8).fold(byte as u32, |crc, _| crc >> 1 ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 });
        }
        for table in 1..8 {
            for byte in 0..256 {
                let before = tables[table - 1][byte];
                tables[table][byte] = before >> 8 ^ tables[0][(before & 0xff) as usize];
            }
        }
        Crc { tables, state: u32::MAX }
    }
}

impl Crc {
    pub fn update(&mut self, bytes: &[u8]) {
        let [t0, t1, t2, t3, t4, t5, t6, t7] = &*self.tables;
        let (words, rest) = bytes.as_chunks();
        for &[a, b, c, d, e, f, g, h] in words {
            let [a, b, c, d] = (self.state ^ u32::from_le_bytes([a, b, c, d])).to_le_bytes();
            let at = |table: &[u32; 256], byte: u8| table[usize::from(byte)];
            self.state = at(t7, a) ^ at(t6, b) ^ at(t5, c) ^ at(t4, d) ^ at(t3, e) ^ at(t2, f) ^ at(t1, g) ^ at(t0, h);
        }
        for &byte in rest {
            self.state = self.state >> 8 ^ t0[(self.state as u8 ^ byte) as usize];
        }
    }

    /// Of all bytes since the beginning or the last [`Crc::reset`].
    pub fn sum(&self) -> u32 {
        !self.state
    }

    pub fn reset(&mut self) {
        self.state = u32::MAX;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_flate2_at_every_length() {
        let bytes: Vec<u8> = (0..600_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let mut crc = Crc::default();
        for len in 0..bytes.len() {
            let mut theirs = flate2::Crc::new();
            for part in bytes[..len].chunks(37) {
                crc.update(part);
                theirs.update(part);
            }
            assert_eq!(crc.sum(), theirs.sum(), "{len}");
            crc.reset();
        }
    }
}
