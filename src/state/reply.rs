//! Asks the engine and reads of its answer what the page needs: what it does not show costs no download.

use super::Failure;
use super::report::{Named, Outside, Row, Story};
use crate::protocol::Request;
use crate::worker::Client;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[derive(Debug, Deserialize)]
pub struct Listed {
    pub total: u64,
    pub rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
pub struct Told {
    pub detail: Story,
}

#[derive(Debug, Deserialize)]
pub struct Valued {
    pub values: Vec<Named>,
}

/// One answer of the engine.
pub trait Reply: DeserializeOwned {}

impl Reply for Listed {}
impl Reply for Outside {}
impl Reply for Told {}
impl Reply for Valued {}

/// The answer, or why there is none.
pub async fn ask<T: Reply>(client: &Client, request: &Request) -> Result<T, Failure> {
    let text = text(client, request).await?;
    serde_json::from_str(&text).map_err(|_| unreadable())
}

fn unreadable() -> Failure {
    Failure {
        code: "E_PROTOCOL".to_owned(),
        message: "the engine's answer could not be read".to_owned(),
        ..Failure::default()
    }
}

/// An answer as a tree.
pub async fn tree(client: &Client, request: &Request) -> Result<Value, Failure> {
    let text = text(client, request).await?;
    serde_json::from_str(&text).map_err(|_| unreadable())
}

/// The answer as the engine wrote it.
pub async fn text(client: &Client, request: &Request) -> Result<String, Failure> {
    let text = client.text(request).await;
    match text.starts_with(r#"{"op":"error""#) {
        true => Err(serde_json::from_str(&text).map_or_else(|_| unreadable(), |error| Failure::read(&error))),
        false => Ok(text),
    }
}
