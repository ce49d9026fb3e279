//! Records on their way out: conversations overlap, so lines wait here until their time has come, and meet the
//! accidents of real delivery: late ones, redelivered ones, broken ones, kinds that nobody knows.

use super::{
    record::{Record, Zone},
    rng::Rng,
};
use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    io::{self, Write},
};

pub struct Stream<W> {
    out: W,
    rng: Rng,
    /// By arrival, then in the order they were made.
    waiting: BinaryHeap<Reverse<(i64, u64, String)>>,
    made: u64,
    until_ms: i64,
    pub records: u64,
    pub bytes: u64,
}

impl<W: Write> Stream<W> {
    pub fn new(out: W, seed: u64, until_ms: i64) -> Self {
        Self { out, rng: Rng::new(seed, 2), waiting: BinaryHeap::new(), made: 0, until_ms, records: 0, bytes: 0 }
    }

    /// What happens after the end of the stream has not happened.
    pub fn push(&mut self, at_ms: i64, line: String) {
        if at_ms > self.until_ms {
            return;
        }
        let late_ms = if self.rng.chance(0.004) { self.rng.below(1_200_000) as i64 } else { 0 };
        self.made += 1;
        self.waiting.push(Reverse((at_ms + late_ms, self.made, line)));
    }

    /// Writes all that arrived before an instant.
    pub fn release(&mut self, before_ms: i64) -> io::Result<()> {
        while self.waiting.peek().is_some_and(|Reverse((arrival, ..))| *arrival < before_ms) {
            let Some(Reverse((arrival, _, line))) = self.waiting.pop() else { break };
            self.write(&line)?;
            if self.rng.chance(0.001) {
                self.write(&line)?;
            }
            if self.rng.chance(0.0005) {
                let broken = self.broken(&line);
                self.write(&broken)?;
            }
            if self.rng.chance(0.0003) {
                let unknown = Record::new("presence").instant("at", arrival, Zone::Utc).text("state", "typing").end();
                self.write(&unknown)?;
            }
        }
        Ok(())
    }

    pub fn write(&mut self, line: &str) -> io::Result<()> {
        self.records += 1;
        self.bytes += line.len() as u64;
        self.out.write_all(line.as_bytes())
    }

    pub fn finish(mut self) -> io::Result<(u64, u64)> {
        self.release(i64::MAX)?;
        self.out.flush()?;
        Ok((self.records, self.bytes))
    }

    /// The same record as a careless backend would have sent it. Each is a reason to reject it.
    fn broken(&mut self, line: &str) -> String {
        let whole = line.trim_end();
        let cut = (0..=whole.len() / 2).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
        match self.rng.below(5) {
            0 => format!("{}\n", &whole[..cut]),
            1 => "{\"type\":\"message\",\"id\":\"\",\"at\":\"2026-01-05T08:00:00Z\",\"from\":\"customer\"}\n".to_owned(),
            2 => format!("{}\n", whole.replacen("\"at\":\"20", "\"at\":\"yesterday 20", 1).replacen("\"id\":\"", "\"id\":7,\"was\":\"", 1)),
            3 => "{\"type\":\"csat\",\"id\":\"x-1\",\"at\":\"2026-01-05T08:00:00Z\",\"conversation_id\":\"x\",\"customer_id\":\"x\",\"rating\":9}\n".to_owned(),
            _ => "<html><body>502 Bad Gateway</body></html>\n".to_owned(),
        }
    }
}
