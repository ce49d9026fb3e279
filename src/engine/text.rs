//! Message texts, kept for the session's detail: blocks that never move, so that keeping one more copies nothing.

const BLOCK_BITS: u32 = 20;
const BLOCK: usize = 1 << BLOCK_BITS;

/// An append-only arena. A text is named by block and offset in 32 bits; 0 is no text.
#[derive(Debug, Default)]
pub struct Texts {
    blocks: Vec<Vec<u8>>,
}

impl Texts {
    /// Keeps a text and gives its name; 0, without keeping it, once 4 GiB of texts are kept.
    pub fn keep(&mut self, text: &str) -> u32 {
        let needed = text.len() + 4;
        if self.blocks.len() == 1 << (32 - BLOCK_BITS) {
            return 0;
        }
        if self.blocks.last().is_none_or(|block| block.len() + needed > BLOCK) {
            // The first byte of a block is left out, so that no text is named 0.
            let mut block = Vec::with_capacity(BLOCK.max(needed + 1));
            block.push(0);
            self.blocks.push(block);
        }
        let number = (self.blocks.len() - 1) as u32;
        let block = self.blocks.last_mut().expect("one was just added");
        let name = number << BLOCK_BITS | block.len() as u32;
        block.extend_from_slice(&(text.len() as u32).to_le_bytes());
        block.extend_from_slice(text.as_bytes());
        name
    }

    /// As [`Texts::keep`], 0 for none.
    pub fn keep_opt(&mut self, text: Option<&str>) -> u32 {
        text.map_or(0, |text| self.keep(text))
    }

    pub fn text(&self, name: u32) -> Option<&str> {
        if name == 0 {
            return None;
        }
        let block = &self.blocks[(name >> BLOCK_BITS) as usize];
        let start = (name as usize & (BLOCK - 1)) + 4;
        let len = u32::from_le_bytes(block[start - 4..start].try_into().expect("four bytes")) as usize;
        std::str::from_utf8(&block[start..start + len]).ok()
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.blocks.iter().map(Vec::capacity).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_length_come_back() {
        let mut texts = Texts::default();
        let long = "é".repeat(BLOCK);
        let kept: Vec<(u32, &str)> =
            ["", "hello", &long, "after"].iter().map(|&text| (texts.keep(text), text)).collect();
        assert!(kept.iter().all(|&(name, text)| texts.text(name) == Some(text)));
        assert_eq!((texts.keep_opt(None), texts.text(0)), (0, None));
    }
}
