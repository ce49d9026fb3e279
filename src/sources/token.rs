//! The bearer token: asked of the host page, kept in memory alone, asked again when it is refused.

use super::turn::sleep;
use super::{Fault, First, Stop, first};
use std::cell::RefCell;
use std::pin::Pin;

const PATIENCE_MS: u64 = 30_000;

/// Asks the host page; the reason is `start` or `expired`. None: it has none, or its call-back failed.
pub type AskToken = Box<dyn Fn(&'static str) -> Pin<Box<dyn Future<Output = Option<String>>>>>;

/// No `Debug` that could show it.
#[derive(Default)]
pub struct Token {
    /// None: the page gives no tokens.
    pub ask: RefCell<Option<AskToken>>,
    current: RefCell<Option<String>>,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(hidden)")
    }
}

impl Token {
    /// The token to send, if the page gives tokens at all.
    pub async fn current(&self, stop: &Stop) -> Result<Option<String>, Fault> {
        let known = self.current.borrow().clone();
        if known.is_some() || self.ask.borrow().is_none() {
            return Ok(known);
        }
        self.asked("start", stop).await.map(Some)
    }

    /// Another one in the place of `refused`; false when there is none to be had.
    pub async fn renewed(&self, refused: Option<&str>, stop: &Stop) -> Result<bool, Fault> {
        if self.ask.borrow().is_none() {
            return Ok(false);
        }
        self.current.take();
        let fresh = self.asked("expired", stop).await?;
        Ok(Some(fresh.as_str()) != refused)
    }

    async fn asked(&self, reason: &'static str, stop: &Stop) -> Result<String, Fault> {
        let Some(answer) = self.ask.borrow().as_ref().map(|ask| ask(reason)) else {
            return Err(Fault::token("the page gives no token"));
        };
        match first(answer, first(stop.wait(), sleep(PATIENCE_MS))).await {
            First::Left(Some(token)) if !token.is_empty() => {
                self.current.replace(Some(token.clone()));
                Ok(token)
            }
            First::Left(_) => Err(Fault::token("the page's token call-back gave no token")),
            First::Right(First::Left(())) => Err(Fault::cancelled()),
            First::Right(First::Right(())) => {
                Err(Fault::token("the page's token call-back did not answer within 30 s"))
            }
        }
    }
}
