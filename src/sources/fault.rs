//! Why loading stopped, for a person to read: what failed, and what to do. Never a token, nor a query string.

use serde::{Deserialize, Serialize};

/// A code for programs, a message saying what happened and a hint saying what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub code: String,
    pub message: String,
    pub hint: String,
    /// The field of the configuration that is to blame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Trying again may help; after this many milliseconds, if the server said so.
    #[serde(skip)]
    pub retry: Retry,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Retry {
    #[default]
    Never,
    Soon,
    AfterMs(u64),
}

const NEXT: &str = "correct the `next` that the backend sends";

impl Fault {
    pub fn new(code: &str, message: impl Into<String>, hint: &str) -> Fault {
        Fault { code: code.to_owned(), message: message.into(), hint: hint.to_owned(), path: None, retry: Retry::Never }
    }

    pub fn again(self, retry: Retry) -> Fault {
        Fault { retry, ..self }
    }

    pub fn config(path: &str, expected: &str) -> Fault {
        let fault = Fault::new("E_CONFIG", format!("{path}: {expected}"), "correct the configuration");
        Fault { path: Some(path.to_owned()), ..fault }
    }

    pub fn cancelled() -> Fault {
        Fault::new("E_CANCELLED", "loading was cancelled", "load again to go on; what had arrived is shown")
    }

    pub fn network(name: &str) -> Fault {
        let hint =
            "check the connection, and that the server allows this page's origin (CORS, connect-src), then retry";
        Fault::new("E_NETWORK", format!("{name} could not be reached"), hint).again(Retry::Soon)
    }

    pub fn dropped(name: &str) -> Fault {
        let hint = "what had arrived is shown; retry to get the rest";
        Fault::new("E_NETWORK", format!("the connection broke while {name} was arriving"), hint).again(Retry::Soon)
    }

    /// The bytes came whole and are no whole file of records: cut off before it was served, or something else.
    pub fn broken(name: &str, code: &str, what: &str) -> Fault {
        let hint = match code {
            "E_HTML" => return Fault::html(name),
            "E_PAGING" => NEXT,
            "E_TRUNCATED" => "what could be read is shown; make or upload the file again",
            _ => "what could be read is shown; check source.url and source.format",
        };
        Fault::new(code, format!("{name}: {what}"), hint)
    }

    pub fn timeout(name: &str, seconds: u32) -> Fault {
        let hint = "retry; if it stays like this, the server is overloaded or a proxy holds the answer back";
        Fault::new("E_TIMEOUT", format!("{name} sent nothing for {seconds} s"), hint)
    }

    pub fn html(name: &str) -> Fault {
        let hint =
            "often this is a sign-in page or a single-page app's index.html: check source.url, and sign in again";
        Fault::new("E_HTML", format!("{name} is an HTML page, not records"), hint)
    }

    pub fn limit(message: String) -> Fault {
        Fault::new("E_LIMIT", message, "choose a shorter period, or raise the limit in the configuration")
    }

    pub fn token(message: &str) -> Fault {
        Fault::new("E_TOKEN", message, "sign in again; the page's token call-back has to return a valid token")
    }

    pub fn paging(name: &str, message: &str) -> Fault {
        Fault::new("E_PAGING", format!("{name}: {message}"), NEXT)
    }

    /// What a status other than 2xx means.
    pub fn status(name: &str, status: u16, retry: Retry) -> Fault {
        let (code, what, hint) = match status {
            401 => ("E_TOKEN", "does not accept the token", "sign in again, then retry"),
            403 => {
                ("E_FORBIDDEN", "may not be read with this account", "ask for access, or sign in with another account")
            }
            404 | 410 => ("E_NOT_FOUND", "does not exist", "check source.url: the file or route is not there"),
            429 => ("E_BUSY", "is asked too often", "wait a little, then retry"),
            500.. => ("E_SERVER", "failed on the server", "retry; if it fails again, look into the server's log"),
            _ => ("E_REQUEST", "was refused by the server", "check source.url and source.headers"),
        };
        Fault::new(code, format!("{name} {what} (status {status})"), hint).again(retry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_has_its_code() {
        let code = |status| Fault::status("/events", status, Retry::Never).code;
        assert_eq!([401, 403, 404, 429].map(code), ["E_TOKEN", "E_FORBIDDEN", "E_NOT_FOUND", "E_BUSY"]);
        assert_eq!([400, 418, 500, 503].map(code), ["E_REQUEST", "E_REQUEST", "E_SERVER", "E_SERVER"]);
    }
}
