//! How long to wait before trying again: full-jitter back-off, and never less than the server asked for.

use super::fault::Retry;

/// Attempts after the first.
pub const RETRIES: u32 = 3;
const BASE_MS: u64 = 500;
const CAP_MS: u64 = 20_000;
/// A server that asks for more than this is given up: a person should decide.
const LONGEST_MS: u64 = 120_000;

/// Milliseconds before attempt number `attempt` (1 = the first retry), or None to give up. `random` is in `[0, 1)`.
pub fn wait_ms(retry: Retry, attempt: u32, random: f64) -> Option<u64> {
    if attempt > RETRIES {
        return None;
    }
    let most = (BASE_MS << (attempt - 1)).min(CAP_MS);
    let jitter = (most as f64 * random) as u64;
    match retry {
        Retry::Never => None,
        Retry::Soon => Some(jitter),
        Retry::AfterMs(asked) if asked > LONGEST_MS => None,
        Retry::AfterMs(asked) => Some(asked + jitter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let waits = [1, 2, 3, 4].map(|attempt| wait_ms(Retry::Soon, attempt, 0.999));
        assert_eq!(waits, [Some(499), Some(999), Some(1998), None]);
        assert_eq!(wait_ms(Retry::Soon, 1, 0.0), Some(0));
    }

    #[test]
    fn the_server_is_obeyed() {
        assert_eq!(wait_ms(Retry::AfterMs(2000), 1, 0.0), Some(2000));
        assert_eq!(wait_ms(Retry::AfterMs(2000), 1, 0.5), Some(2250));
        assert_eq!(wait_ms(Retry::AfterMs(3_600_000), 1, 0.5), None);
        assert_eq!(wait_ms(Retry::Never, 1, 0.5), None);
    }
}
