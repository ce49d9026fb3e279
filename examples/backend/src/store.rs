//! Records in SQLite, in the order in which they came. A record is kept as it was sent; beside it stands what a page is
//! chosen by.

use rusqlite::{Connection, Result as Sql, ToSql, named_params, params};
use serde::Deserialize;
use serde_json::Value;

const SCHEMA: &str = "
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS records (
    seq      INTEGER PRIMARY KEY, -- the order of arrival, which a cursor goes by
    id       TEXT UNIQUE,         -- an event's; the first one that came with it counts
    at       INTEGER,             -- when it happened, in milliseconds; entities have none
    received INTEGER NOT NULL,    -- when it came: what happened earlier and came late is new all the same
    customer TEXT,                -- whose it is
    json     TEXT NOT NULL,
    CHECK (id IS NULL OR at IS NOT NULL)
) STRICT;
CREATE INDEX IF NOT EXISTS by_customer ON records (customer);";

/// Instants are RFC 3339 texts or milliseconds; SQLite reads both.
const ADD: &str = "
INSERT INTO records (id, at, received, customer, json)
SELECT :id, instant, coalesce(:received, instant, 0), :customer, :json
FROM (SELECT iif(typeof(:at) = 'text', CAST(round(unixepoch(:at, 'subsec') * 1000) AS INTEGER), :at) AS instant)
WHERE true ON CONFLICT (id) DO NOTHING";

/// `since` is for those who have the rest already: what happened from then on, and what only came since.
const PAGE: &str = "
SELECT seq, at IS NULL, json FROM records
WHERE seq > :after
  AND (:customer IS NULL OR customer = :customer OR (customer IS NULL AND at IS NULL))
  AND (at IS NULL OR :from IS NULL OR at >= unixepoch(:from, 'subsec') * 1000)
  AND (at IS NULL OR :to IS NULL OR at < unixepoch(:to, 'subsec') * 1000)
  AND (:since IS NULL OR max(coalesce(at, 0), received) >= round(unixepoch(:since, 'subsec') * 1000))
ORDER BY seq LIMIT :most";

#[derive(Debug)]
pub struct Store(Connection);

/// Which records are wanted; instants are RFC 3339.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub after: i64,
    pub from: Option<String>,
    pub to: Option<String>,
    pub since: Option<String>,
    /// None: everybody's.
    pub customer: Option<String>,
    pub most: usize,
}

/// One record as it was sent, and its place in the order.
#[derive(Debug, Clone)]
pub struct Row {
    pub seq: i64,
    pub is_entity: bool,
    pub json: String,
}

/// The fields by which records are found.
#[derive(Deserialize)]
struct Found {
    #[serde(rename = "type")]
    kind: String,
    id: Option<String>,
    at: Option<Value>,
    customer_id: Option<String>,
}

const ENTITIES: [&str; 6] = ["customer", "inbox", "agent", "team", "bot", "flow"];

impl Store {
    pub fn open(file: Option<&str>) -> Sql<Store> {
        let connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        connection.execute_batch(SCHEMA)?;
        Ok(Store(connection))
    }

    /// Stores NDJSON text: all of it, or nothing and the line that is wrong.
    pub fn add(&mut self, ndjson: &str, received_ms: i64) -> Result<usize, String> {
        let transaction = self.0.transaction().map_err(|error| error.to_string())?;
        let mut stored = 0;
        for (number, line) in lines(ndjson) {
            stored += insert(&transaction, line, Some(received_ms)).map_err(|what| format!("line {number}: {what}"))?;
        }
        transaction.commit().map_err(|error| error.to_string())?;
        Ok(stored)
    }

    /// Takes over what was gathered elsewhere: it came when it happened, and a line that is wrong is left out. Gives how
    /// many were stored and which lines were not.
    pub fn take_over(&mut self, ndjson: &str) -> Result<(usize, Vec<String>), String> {
        let transaction = self.0.transaction().map_err(|error| error.to_string())?;
        let (mut stored, mut wrong) = (0, Vec::new());
        for (number, line) in lines(ndjson) {
            match insert(&transaction, line, None) {
                Ok(new) => stored += new,
                Err(what) => wrong.push(format!("line {number}: {what}")),
            }
        }
        transaction.commit().map_err(|error| error.to_string())?;
        Ok((stored, wrong))
    }

    pub fn page(&self, wanted: &Wanted) -> Sql<Vec<Row>> {
        let mut select = self.0.prepare_cached(PAGE)?;
        let rows = select.query_map(
            named_params! {
                ":after": wanted.after, ":from": wanted.from, ":to": wanted.to, ":since": wanted.since,
                ":customer": wanted.customer, ":most": wanted.most as i64,
            },
            |row| Ok(Row { seq: row.get(0)?, is_entity: row.get(1)?, json: row.get(2)? }),
        )?;
        rows.collect()
    }

    /// Good enough to sign with: SQLite takes it from the system.
    pub fn random(&self) -> Sql<Vec<u8>> {
        self.0.query_row("SELECT randomblob(32)", params![], |row| row.get(0))
    }
}

fn lines(ndjson: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = ndjson.lines().enumerate().map(|(index, line)| (index + 1, line));
    numbered.filter(|(_, line)| !line.trim().is_empty())
}

/// One record: 1, or 0 for an event that is known already.
fn insert(store: &Connection, line: &str, received_ms: Option<i64>) -> Result<usize, String> {
    let found: Found = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let is_entity = ENTITIES.contains(&found.kind.as_str());
    let (text, ms) = match &found.at {
        Some(Value::String(text)) => (Some(text), None),
        Some(at) => (None, at.as_i64()),
        None => (None, None),
    };
    if found.id.is_none() || (!is_entity && text.is_none() && ms.is_none()) {
        return Err("a record needs an id, and an event an instant (at)".to_owned());
    }
    let customer = if found.kind == "customer" { found.id.as_ref() } else { found.customer_id.as_ref() };
    let id = found.id.as_ref().filter(|_| !is_entity);
    let at: &dyn ToSql = if text.is_some() { &text } else { &ms };
    let values = named_params! {
        ":id": id, ":at": at, ":received": received_ms, ":customer": customer, ":json": line,
    };
    store.prepare_cached(ADD).and_then(|mut add| add.execute(values)).map_err(|error| error.to_string())
}
