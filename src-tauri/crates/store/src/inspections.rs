//! Inspectors: why each was let in, by whom, and their last day. And what they looked at, which is all that is written while one is in.

use crate::audit::{Context, Entry, Head};
use crate::record::{decode, encode};
use crate::{Error, Store};
use clinic::id::PersonId;
use clinic::time::Date;
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// Why somebody was let in to look, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectionRow {
    /// Version tag.
    pub v: u32,
    /// Who looks.
    pub person: PersonId,
    /// Which line about them, from 0.
    pub line: u64,
    /// Why.
    pub reason: String,
    /// The last day on which the access code opens.
    pub until: Date,
    /// Who let them in.
    pub given_by: PersonId,
    /// It is no person's: the key in an envelope, for an emergency.
    pub glass: bool,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
}

impl Store {
    /// Everybody who was ever let in to look, by person and line.
    pub fn inspections(&self) -> Result<Vec<InspectionRow>, Error> {
        let mut statement = self
            .read()
            .prepare("SELECT body FROM inspection ORDER BY person, line")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| decode(&bytes?, "inspection")).collect()
    }

    /// Writes down why somebody is let in.
    pub fn inspection_keep(
        &mut self,
        row: &InspectionRow,
        context: &Context,
    ) -> Result<Head, Error> {
        let tx = self.begin()?;
        let body = encode(row);
        tx.sql().execute(
            "INSERT INTO inspection (person, line, body) VALUES (?1, ?2, ?3)",
            params![&row.person.0[..], row.line, body],
        )?;
        let entry = context
            .entry("inspector_let_in", "inspection", &row.person.to_string())
            .after(vault::chain::digest(&body))
            .rows(row.line, row.line);
        tx.commit(entry)
    }

    pub(crate) fn inspection_digest(&self, id: &str, at: u64) -> Result<Option<[u8; 32]>, Error> {
        self.brought(
            "SELECT body FROM inspection WHERE person = ?1 AND line = ?2",
            id,
            at,
        )
    }

    /// From here on an inspector looks: nothing is written but [`Store::look_note`].
    pub fn inspect(&mut self) {
        self.inspecting = true;
    }

    /// Whether an inspector looks.
    pub fn is_inspecting(&self) -> bool {
        self.inspecting
    }

    /// What an inspector did: an entry that changes no row.
    pub fn look_note(&mut self, entry: Entry) -> Result<Head, Error> {
        debug_assert!(entry.after.is_none(), "a look changes nothing");
        self.begin_at_all()?.commit(entry)
    }
}
