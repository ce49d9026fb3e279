//! The bytes of an answer, handed on as they arrive: one copy into linear memory, no waiting but for the network.

use super::turn::{Turn, sleep};
use super::{Address, Fault, First, Sink, Stop, first};
use js_sys::{ArrayBuffer, JSON, Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStream;

/// The server may think that long before the first byte of a body …
const FIRST_BYTE_S: u32 = 30;
/// … and pause that long within it.
const PAUSE_S: u32 = 60;
/// What is handed on at once: what the parser works through in a few milliseconds.
const STEP: u32 = 1 << 20;

#[wasm_bindgen]
extern "C" {
    type Body;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn reader(this: &Body, options: &JsValue) -> Result<Reader, JsValue>;

    /// Of either mode.
    type Reader;
    #[wasm_bindgen(method)]
    fn read(this: &Reader) -> Promise;
    #[wasm_bindgen(method, js_name = read)]
    fn read_into(this: &Reader, view: &Uint8Array) -> Promise;

    /// What `read()` resolves with.
    type Read;
    #[wasm_bindgen(method, getter)]
    fn done(this: &Read) -> bool;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Read) -> Option<Uint8Array>;
}

/// Reads into one buffer over and over where the browser can: fresh ones for a large stream cost more than the copying.
struct Chunks {
    reader: Reader,
    /// None: the browser makes the buffers.
    buffer: Option<ArrayBuffer>,
}

impl Chunks {
    fn new(body: ReadableStream) -> Result<Chunks, JsValue> {
        let body: Body = body.unchecked_into();
        let into_ours = JSON::parse(r#"{"mode": "byob"}"#).and_then(|mode| body.reader(&mode));
        match into_ours {
            Ok(reader) => Ok(Chunks { reader, buffer: Some(ArrayBuffer::new(STEP)) }),
            Err(_) => Ok(Chunks { reader: body.reader(&JsValue::UNDEFINED)?, buffer: None }),
        }
    }

    /// The next bytes, or None at the end.
    async fn next(&mut self) -> Result<Option<Uint8Array>, JsValue> {
        let promise = match &self.buffer {
            Some(buffer) => self.reader.read_into(&Uint8Array::new(buffer)),
            None => self.reader.read(),
        };
        let read: Read = JsFuture::from(promise).await?.unchecked_into();
        let bytes = read.value().filter(|_| !read.done());
        if let (Some(buffer), Some(bytes)) = (&mut self.buffer, &bytes) {
            // Ours went away with the request and comes back with the answer.
            *buffer = bytes.buffer();
        }
        Ok(bytes)
    }
}

/// What is known of the answer before its body.
pub struct Head<'a> {
    pub page: &'a Address,
    pub content_type: Option<String>,
    pub length: Option<u64>,
}

pub async fn send(body: ReadableStream, head: &Head<'_>, sink: &mut dyn Sink, stop: &Stop) -> Result<(), Fault> {
    let name = head.page.name();
    let mut chunks = Chunks::new(body).map_err(|_| Fault::network(name))?;
    let (turn, mut buffer, mut opened) = (Turn::new(), Vec::new(), false);
    loop {
        let patience_s = if opened { PAUSE_S } else { FIRST_BYTE_S };
        let read = within(chunks.next(), patience_s, name, stop).await?;
        let bytes = read.map_err(|_| if opened { Fault::dropped(name) } else { Fault::network(name) })?;
        if !opened {
            sink.open(head.page, head.content_type.as_deref(), head.length);
            opened = true;
        }
        let Some(bytes) = bytes else { return Ok(()) };
        for from in (0..bytes.length()).step_by(STEP as usize) {
            hand_on(&bytes.subarray(from, bytes.length().min(from + STEP)), &mut buffer, sink)?;
            turn.give().await;
            if stop.is_stopped() {
                return Err(Fault::cancelled());
            }
        }
    }
}

/// What is done with each piece; no part of the future, which stays small.
#[inline(never)]
fn hand_on(bytes: &Uint8Array, buffer: &mut Vec<u8>, sink: &mut dyn Sink) -> Result<(), Fault> {
    let length = bytes.length() as usize;
    if buffer.len() < length {
        buffer.resize(length, 0);
    }
    bytes.copy_to(&mut buffer[..length]);
    sink.chunk(&buffer[..length])
}

/// The future's result, unless it takes too long or is not wanted any more.
pub async fn within<T>(future: impl Future<Output = T>, seconds: u32, name: &str, stop: &Stop) -> Result<T, Fault> {
    match first(future, first(stop.wait(), sleep(u64::from(seconds) * 1000))).await {
        First::Left(result) => Ok(result),
        First::Right(First::Left(())) => Err(Fault::cancelled()),
        First::Right(First::Right(())) => Err(Fault::timeout(name, seconds)),
    }
}
