//! Requests from the page to its engine. Starting the worker, starting it again after a crash and asking the host for
//! tokens is done once, in `session-analytics.js`, for pages with and without a face; this is its typed end.

use crate::protocol::{Request, Response, Trouble};
use js_sys::Promise;
use serde_json::Value;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// One engine, in a worker of its own or, where none can be started, on this thread.
    #[derive(Debug)]
    pub type Connection;
    /// Never rejects: a failure is an answer with `"op": "error"`.
    #[wasm_bindgen(method)]
    fn ask(this: &Connection, request: &str) -> Promise;
    #[wasm_bindgen(method, setter)]
    fn set_onevent(this: &Connection, listener: Option<&Closure<dyn FnMut(String)>>);
    #[wasm_bindgen(method)]
    fn close(this: &Connection);
}

/// News that nobody asked for.
#[derive(Debug, Clone)]
pub enum Event {
    Progress {
        records: u64,
        bytes: u64,
        total_bytes: Option<u64>,
    },
    /// A poll for what is new came back: `added` records, or why not.
    Polled {
        added: u64,
        error: Option<Trouble>,
    },
    /// The engine had crashed. It was started again, configured as before, and the source was loaded again; what had
    /// been appended is lost.
    Restarted {
        error: Option<Trouble>,
    },
}

impl Event {
    /// News of a later version are no news.
    fn read(text: &str) -> Option<Event> {
        let of: Value = serde_json::from_str(text).ok()?;
        let count = |name: &str| of[name].as_u64();
        let error = Trouble::read(&of["error"]);
        Some(match of["event"].as_str()? {
            "progress" => Event::Progress {
                records: count("records")?,
                bytes: count("bytes")?,
                total_bytes: count("total_bytes"),
            },
            "polled" => Event::Polled { added: count("added")?, error },
            "restarted" => Event::Restarted { error },
            _ => return None,
        })
    }
}

/// The page's end of a connection. Dropping it ends the worker and frees its memory.
#[derive(Debug)]
pub struct Client {
    connection: Connection,
    _listener: Closure<dyn FnMut(String)>,
}

impl Client {
    pub fn new(connection: Connection, listener: impl Fn(Event) + 'static) -> Client {
        let listener = Closure::<dyn FnMut(String)>::new(move |text: String| {
            if let Some(event) = Event::read(&text) {
                listener(event);
            }
        });
        connection.set_onevent(Some(&listener));
        Client { connection, _listener: listener }
    }

    /// The engine's answer. Requests are answered in order, but for `load`, which is answered when it ends.
    pub fn ask(&self, request: &Request) -> impl Future<Output = Response> + use<> {
        let answer = self.text(request);
        async move { Response::read(&answer.await).unwrap_or_else(|_| unreadable()) }
    }

    /// The same as the engine wrote it, for those who read a part of it or pass it on: readers of everything weigh much
    /// in a page's download.
    pub fn text(&self, request: &Request) -> impl Future<Output = String> + use<> {
        let sent = serde_json::to_string(request).map(|text| self.connection.ask(&text));
        async move {
            let answer = match sent {
                Ok(promise) => JsFuture::from(promise).await.ok().and_then(|text| text.as_string()),
                Err(_) => None,
            };
            answer.unwrap_or_else(|| UNREADABLE.to_owned())
        }
    }
}

impl Client {
    /// Ends the worker now. Questions that wait for an answer keep the client alive, and get one by this.
    pub fn close(&self) {
        self.connection.set_onevent(None);
        self.connection.close();
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.close();
    }
}

const UNREADABLE: &str =
    r#"{"op":"error","code":"E_PROTOCOL","message":"the engine's answer could not be read","path":null}"#;

fn unreadable() -> Response {
    Response::read(UNREADABLE).expect("an error is an answer")
}
