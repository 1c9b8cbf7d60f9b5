//! What is locked: an account that is finished. Rows are added, never changed; the last one about an object counts.

use crate::audit::{Context, Entry};
use crate::signatures::About;
use crate::{Error, Store, Tx};
use rusqlite::{OptionalExtension, params};

/// A lock or an unlocking as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockRow {
    /// From 1, without holes.
    pub number: u64,
    /// What it stands over: [`About`] as text.
    pub about: String,
    /// The visit of a course; empty for a session.
    pub part: String,
    /// Locked from here on; else unlocked.
    pub locked: bool,
    /// What is said: canonical JSON.
    pub body: Vec<u8>,
    /// Ed25519 over it.
    pub signature: Vec<u8>,
    /// With this key.
    pub public_key: Vec<u8>,
}

impl LockRow {
    fn digest(&self) -> [u8; 32] {
        vault::chain::digest(&[&self.body[..], &self.signature, &self.public_key].concat())
    }
}

const COLUMNS: &str =
    "SELECT number, about, part, locked, body, signature, public_key FROM record_lock";

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<LockRow> {
    Ok(LockRow {
        number: row.get(0)?,
        about: row.get(1)?,
        part: row.get(2)?,
        locked: row.get(3)?,
        body: row.get(4)?,
        signature: row.get(5)?,
        public_key: row.get(6)?,
    })
}

impl Store {
    /// Keeps a lock or an unlocking. `number` of the row is given by the store.
    pub fn lock_keep(
        &mut self,
        lock: LockRow,
        action: &str,
        context: &Context,
    ) -> Result<u64, Error> {
        let tx = self.begin()?;
        let (number, entry) = write(&tx, lock, action, context)?;
        tx.commit(entry)?;
        Ok(number)
    }

    /// Everything that was locked and unlocked under one list of rows, oldest first.
    pub fn locks_about(&self, about: About) -> Result<Vec<LockRow>, Error> {
        let mut statement = self
            .read()
            .prepare_cached(&format!("{COLUMNS} WHERE about = ?1 ORDER BY number"))?;
        let rows = statement.query_map([about.to_string()], row)?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }

    /// Every lock and unlocking, oldest first.
    pub fn locks(&self) -> Result<Vec<LockRow>, Error> {
        let mut statement = self.read().prepare(&format!("{COLUMNS} ORDER BY number"))?;
        let rows = statement.query_map([], row)?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }

    pub(crate) fn lock_digest(&self, id: &str) -> Result<Option<[u8; 32]>, Error> {
        let found = self
            .read()
            .query_row(&format!("{COLUMNS} WHERE number = ?1"), [id], row)
            .optional()?;
        Ok(found.map(|row| row.digest()))
    }
}

/// Writes a lock or an unlocking; answers its number and the entry that speaks of it.
pub(crate) fn write(
    tx: &Tx<'_>,
    mut lock: LockRow,
    action: &str,
    context: &Context,
) -> Result<(u64, Entry), Error> {
    lock.number = tx.sql().query_row(
        "SELECT coalesce(max(number), 0) + 1 FROM record_lock",
        [],
        |row| row.get(0),
    )?;
    tx.sql().execute(
        "INSERT INTO record_lock (number, about, part, locked, body, signature, public_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            lock.number,
            lock.about,
            lock.part,
            lock.locked,
            lock.body,
            lock.signature,
            lock.public_key
        ],
    )?;
    let entry = context
        .entry(action, "lock", &lock.number.to_string())
        .after(lock.digest());
    Ok((lock.number, entry))
}
