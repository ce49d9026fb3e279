//! Giving the event loop a turn, so that other messages are heard while a stream keeps a thread busy.

use js_sys::{Date, Promise};
use std::cell::Cell;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// How long others may have to wait.
const BUSY_MS: f64 = 40.0;

/// Messages to oneself: unlike nested time-outs, browsers do not delay them.
#[derive(Debug)]
pub struct Turn {
    channel: Option<MessageChannel>,
    since: Cell<f64>,
}

impl Turn {
    pub fn new() -> Turn {
        Turn { channel: MessageChannel::new().ok(), since: Cell::new(Date::now()) }
    }

    /// Waits for a turn of the event loop, if the last one is long ago.
    pub async fn give(&self) {
        if Date::now() - self.since.get() < BUSY_MS {
            return;
        }
        match &self.channel {
            Some(channel) => {
                let heard = Promise::new(&mut |resolve, _| channel.port1().set_onmessage(Some(&resolve)));
                if channel.port2().post_message(&JsValue::NULL).is_ok() {
                    // The promise is only ever resolved.
                    let _ = JsFuture::from(heard).await;
                }
            }
            None => sleep(0).await,
        }
        self.since.set(Date::now());
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.port1().set_onmessage(None);
            channel.port1().close();
        }
    }
}

pub async fn sleep(ms: u64) {
    gloo_timers::future::TimeoutFuture::new(ms.min(i32::MAX as u64) as u32).await;
}
