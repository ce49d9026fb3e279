//! gzip as it arrives, several members one after the other: what the browser's own stream and flate2's writers do not
//! do is to tell data that ends too early from data that is broken, and to unpack in steps of one size.

use super::crc::Crc;
use flate2::{Decompress, FlushDecompress, Status};

/// Unpacked bytes are handed on in steps of at most this size, however well they were packed.
const STEP: usize = 1 << 16;

#[derive(Debug)]
pub struct Gunzip {
    state: State,
    /// The header or trailer so far.
    held: Vec<u8>,
    body: Decompress,
    crc: Crc,
    step: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Header,
    Body,
    Trailer,
}

impl Default for Gunzip {
    fn default() -> Self {
        let (body, crc) = (Decompress::new(false), Crc::default());
        Gunzip { state: State::Header, held: Vec::new(), body, crc, step: vec![0; STEP] }
    }
}

impl Gunzip {
    /// Unpacks; an error says what is broken.
    pub fn push(&mut self, mut bytes: &[u8], plain: &mut impl FnMut(&[u8])) -> Result<(), &'static str> {
        while !bytes.is_empty() {
            match self.state {
                State::Body => self.unpack(&mut bytes, plain)?,
                State::Header => {
                    self.held.push(bytes[0]);
                    bytes = &bytes[1..];
                    if header_ends(&self.held)? {
                        self.held.clear();
                        self.body.reset(false);
                        self.crc.reset();
                        self.state = State::Body;
                    }
                }
                State::Trailer => {
                    self.held.push(bytes[0]);
                    bytes = &bytes[1..];
                    if let [a, b, c, d, _, _, _, _] = self.held[..] {
                        if u32::from_le_bytes([a, b, c, d]) != self.crc.sum() {
                            return Err("its checksum is wrong");
                        }
                        self.held.clear();
                        self.state = State::Header;
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether the last member has come to its end.
    pub fn is_whole(&self) -> bool {
        self.state == State::Header && self.held.is_empty()
    }

    fn unpack(&mut self, bytes: &mut &[u8], plain: &mut impl FnMut(&[u8])) -> Result<(), &'static str> {
        let (read_before, written_before) = (self.body.total_in(), self.body.total_out());
        let status = self.body.decompress(bytes, &mut self.step, FlushDecompress::None);
        let read = (self.body.total_in() - read_before) as usize;
        let written = (self.body.total_out() - written_before) as usize;
        *bytes = &bytes[read..];
        self.crc.update(&self.step[..written]);
        plain(&self.step[..written]);
        match status {
            Err(_) => Err("what is packed cannot be unpacked"),
            Ok(Status::StreamEnd) => {
                self.state = State::Trailer;
                Ok(())
            }
            // No byte was taken and none was made: that cannot go on for ever.
            Ok(_) if read == 0 && written == 0 && !bytes.is_empty() => Err("what is packed cannot be unpacked"),
            Ok(_) => Ok(()),
        }
    }
}

/// Whether these bytes are a whole header: RFC 1952, 2.3.
fn header_ends(bytes: &[u8]) -> Result<bool, &'static str> {
    let (checked, extra, name, comment) = (2, 4, 8, 16);
    if !bytes.starts_with(&[0x1f, 0x8b, 8][..bytes.len().min(3)]) {
        return Err("there is something else between or behind its parts");
    }
    let Some(&flags) = bytes.get(3) else { return Ok(false) };
    let mut end = 10;
    if flags & extra != 0 {
        let Some(&[low, high]) = bytes.get(end..end + 2).and_then(|size| size.first_chunk()) else { return Ok(false) };
        end += 2 + usize::from(u16::from_le_bytes([low, high]));
    }
    for text in [name, comment] {
        if flags & text != 0 {
            let Some(zero) = bytes.get(end..).and_then(|rest| memchr::memchr(0, rest)) else { return Ok(false) };
            end += zero + 1;
        }
    }
    Ok(bytes.len() >= end + if flags & checked != 0 { 2 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut gzip = flate2::GzBuilder::new()
            .filename("events.ndjson")
            .comment("of March")
            .extra(vec![1, 2, 3])
            .write(Vec::new(), flate2::Compression::default());
        gzip.write_all(text).unwrap();
        gzip.finish().unwrap()
    }

    #[test]
    fn members_follow_each_other_in_any_chunks() {
        let text: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        let both = [packed(&text), packed(b""), packed(b"end")].concat();
        for size in [1, 7, 1000, both.len()] {
            let (mut gunzip, mut plain) = (Gunzip::default(), Vec::new());
            for chunk in both.chunks(size) {
                assert_eq!(gunzip.push(chunk, &mut |bytes| plain.extend_from_slice(bytes)), Ok(()));
            }
            assert!(gunzip.is_whole() && plain == [&text[..], b"end"].concat());
        }
    }

    #[test]
    fn an_end_that_is_missing_and_one_that_is_wrong() {
        let good = packed(b"some text, some text, some text");
        for cut in 1..good.len() {
            let mut gunzip = Gunzip::default();
            assert_eq!((gunzip.push(&good[..cut], &mut |_| ()), gunzip.is_whole()), (Ok(()), false), "{cut}");
        }
        let behind = [&good[..], b"what?"].concat();
        assert!(Gunzip::default().push(&behind, &mut |_| ()).is_err());
    }
}
