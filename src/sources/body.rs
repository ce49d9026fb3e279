//! The bytes of an answer, handed on as they arrive: one copy into linear memory, no waiting but for the network.

use super::turn::{Turn, sleep};
use super::{Address, Fault, First, Sink, Stop, first};
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableStreamDefaultReader};

/// The server may think that long before the first byte of a body …
const FIRST_BYTE_S: u32 = 30;
/// … and pause that long within it.
const PAUSE_S: u32 = 60;
/// What is handed on at once: what the parser works through in a few milliseconds.
const STEP: u32 = 1 << 20;

/// What `read()` resolves with.
#[wasm_bindgen]
extern "C" {
    type Read;
    #[wasm_bindgen(method, getter)]
    fn done(this: &Read) -> bool;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Read) -> Option<Uint8Array>;
}

/// What is known of the answer before its body.
pub struct Head<'a> {
    pub page: &'a Address,
    pub content_type: Option<String>,
    pub length: Option<u64>,
}

pub async fn send(body: ReadableStream, head: &Head<'_>, sink: &mut dyn Sink, stop: &Stop) -> Result<(), Fault> {
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let (turn, name) = (Turn::new(), head.page.name());
    let (mut buffer, mut opened) = (Vec::new(), false);
    loop {
        let patience_s = if opened { PAUSE_S } else { FIRST_BYTE_S };
        let broken = || if opened { Fault::dropped(name) } else { Fault::network(name) };
        let read: Read = within(JsFuture::from(reader.read()), patience_s, name, stop)
            .await?
            .map_err(|_| broken())?
            .unchecked_into();
        if !opened {
            sink.open(name, head.content_type.as_deref(), head.length);
            opened = true;
        }
        let Some(value) = read.value().filter(|_| !read.done()) else { return Ok(()) };
        for from in (0..value.length()).step_by(STEP as usize) {
            let part = value.subarray(from, value.length().min(from + STEP));
            let length = part.length() as usize;
            if buffer.len() < length {
                buffer.resize(length, 0);
            }
            part.copy_to(&mut buffer[..length]);
            sink.chunk(&buffer[..length])?;
            turn.give().await;
            if stop.is_stopped() {
                return Err(Fault::cancelled());
            }
        }
    }
}

/// The future's result, unless it takes too long or is not wanted any more.
pub async fn within<T>(future: impl Future<Output = T>, seconds: u32, name: &str, stop: &Stop) -> Result<T, Fault> {
    match first(future, first(stop.wait(), sleep(u64::from(seconds) * 1000))).await {
        First::Left(result) => Ok(result),
        First::Right(First::Left(())) => Err(Fault::cancelled()),
        First::Right(First::Right(())) => Err(Fault::timeout(name, seconds)),
    }
}
