//! What was written in confidence: sealed rows that no key of the vault opens, and whom the vault names as their readers.

use crate::audit::{Context, Head};
use crate::record::{decode, encode};
use crate::{Error, Store};
use clinic::id::{PersonId, hex};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

/// A sealed row: a concern or an answer, nobody sees which from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfidenceRow {
    /// Which.
    pub id: [u8; 16],
    /// The vault that it was written in.
    pub origin: [u8; 16],
    /// Sealed to its readers' keys.
    pub sealed: Vec<u8>,
}

/// Whom the vault names as readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadersRow {
    /// Version tag.
    pub v: u32,
    /// People of this vault and contacts.
    pub people: Vec<PersonId>,
    /// The time of this revision, UTC milliseconds.
    pub wall_ms: i64,
}

fn digest(origin: &[u8], sealed: &[u8]) -> [u8; 32] {
    vault::chain::digest(&[origin, sealed].concat())
}

impl Store {
    /// Every row, in the order in which they came.
    pub fn confidences(&self) -> Result<Vec<ConfidenceRow>, Error> {
        let mut statement = self
            .read()
            .prepare("SELECT id, origin, sealed FROM confidence ORDER BY number")?;
        let rows = statement.query_map([], |row| {
            Ok(ConfidenceRow {
                id: row.get(0)?,
                origin: row.get(1)?,
                sealed: row.get(2)?,
            })
        })?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }

    /// Keeps a row.
    pub fn confidence_keep(
        &mut self,
        row: &ConfidenceRow,
        action: &str,
        context: &Context,
    ) -> Result<Head, Error> {
        let tx = self.begin()?;
        tx.sql().execute(
            "INSERT INTO confidence (id, origin, sealed) VALUES (?1, ?2, ?3)",
            params![&row.id[..], &row.origin[..], row.sealed],
        )?;
        let entry = context
            .entry(action, "confidence", &hex(&row.id))
            .after(digest(&row.origin, &row.sealed));
        tx.commit(entry)
    }

    /// Whom the vault names now.
    pub fn confidence_readers(&self) -> Result<Vec<PersonId>, Error> {
        let body: Option<Vec<u8>> = self
            .read()
            .query_row(
                "SELECT body FROM confidence_reader ORDER BY revision DESC LIMIT 1",
                [],
                |row| row.get(0),
            )
            .optional()?;
        let Some(body) = body else {
            return Ok(Vec::new());
        };
        Ok(decode::<ReadersRow>(&body, "readers")?.people)
    }

    /// Names other readers from now on.
    pub fn confidence_readers_keep(
        &mut self,
        row: &ReadersRow,
        context: &Context,
    ) -> Result<Head, Error> {
        let tx = self.begin()?;
        let revision: u64 = tx.sql().query_row(
            "SELECT coalesce(max(revision), 0) + 1 FROM confidence_reader",
            [],
            |row| row.get(0),
        )?;
        let body = encode(row);
        tx.sql().execute(
            "INSERT INTO confidence_reader (revision, body) VALUES (?1, ?2)",
            params![revision, body],
        )?;
        let entry = context
            .entry(
                "confidence_readers_named",
                "confidence_reader",
                &revision.to_string(),
            )
            .after(vault::chain::digest(&body));
        tx.commit(entry)
    }

    pub(crate) fn confidence_digest(&self, id: &str) -> Result<Option<[u8; 32]>, Error> {
        let row: Option<(Vec<u8>, Vec<u8>)> = self
            .read()
            .query_row(
                "SELECT origin, sealed FROM confidence WHERE id = ?1",
                [vault::from_hex(id).unwrap_or_default()],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        Ok(row.map(|(origin, sealed)| digest(&origin, &sealed)))
    }

    pub(crate) fn confidence_reader_digest(&self, id: &str) -> Result<Option<[u8; 32]>, Error> {
        let Ok(revision) = id.parse::<i64>() else {
            return Ok(None);
        };
        let body: Option<Vec<u8>> = self
            .read()
            .query_row(
                "SELECT body FROM confidence_reader WHERE revision = ?1",
                [revision],
                |row| row.get(0),
            )
            .optional()?;
        Ok(body.map(|body| vault::chain::digest(&body)))
    }
}
