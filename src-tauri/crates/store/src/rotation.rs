//! The record under another master key: a copy in which what lay under the old one's keys is wrapped anew, before it takes the record's place.

use crate::audit::Entry;
use crate::scratch::{DESK, DraftRow};
use crate::{Error, Store};
use rusqlite::Connection;
use rusqlite::params;
use std::collections::BTreeMap;
use vault::Key;

/// A form of the [`DESK`] with its place.
pub type DeskForm = (String, DraftRow);

impl Store {
    /// Copies the record under the vault's next key, every page checked on both sides.
    pub fn rotation_copy(
        &self,
        unlocked: &vault::Unlocked,
        watch: &mut vault::Watch<'_>,
    ) -> Result<Connection, vault::Error> {
        unlocked.rotation_copy(&self.conn, watch)
    }

    /// Whether both hold as many rows in every table, and their chains end in the same entry.
    pub fn is_like(&self, other: &Store) -> Result<bool, Error> {
        Ok(self.audit_head()? == other.audit_head()? && self.counts()? == other.counts()?)
    }

    fn counts(&self) -> Result<BTreeMap<String, u64>, Error> {
        let mut statement = self
            .read()
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
        let names = statement.query_map([], |row| row.get::<_, String>(0))?;
        names
            .map(|name| {
                let name = name?;
                let sql = format!("SELECT count(*) FROM \"{name}\"");
                let rows = self.read().query_row(&sql, [], |row| row.get(0))?;
                Ok((name, rows))
            })
            .collect()
    }

    /// Every form of the [`DESK`] that can be read, and the places of those that cannot.
    pub fn desk_forms(&self, key: &Key) -> Result<(Vec<DeskForm>, Vec<String>), Error> {
        let mut statement = self
            .read()
            .prepare("SELECT place FROM scratch_form WHERE client = ?1 ORDER BY place")?;
        let places = statement.query_map([&DESK.0[..]], |row| row.get::<_, String>(0))?;
        let (mut read, mut lost) = (Vec::new(), Vec::new());
        for place in places {
            let place = place?;
            match self.form(DESK, &place, key) {
                Ok(form) => read.push((place, form)),
                Err(_) => lost.push(place),
            }
        }
        Ok((read, lost))
    }

    /// Wraps every key in `client_key` anew, all in one commit.
    pub fn keys_wrap<E: From<Error>>(
        &mut self,
        mut wrap: impl FnMut(&[u8; 16], &[u8]) -> Result<Vec<u8>, E>,
        entry: Entry,
    ) -> Result<(), E> {
        let sql = |error: rusqlite::Error| E::from(Error::from(error));
        let tx = self.begin()?;
        let kept = {
            let mut statement = tx
                .sql()
                .prepare("SELECT client, wrapped FROM client_key ORDER BY rowid")
                .map_err(sql)?;
            let rows = statement
                .query_map([], |row| {
                    Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, Vec<u8>>(1)?))
                })
                .map_err(sql)?;
            rows.collect::<Result<Vec<_>, _>>().map_err(sql)?
        };
        for (client, wrapped) in kept {
            let anew = wrap(&client, &wrapped)?;
            // Not an UPDATE, which a trigger refuses: a key is never changed in its place.
            tx.sql()
                .execute("DELETE FROM client_key WHERE client = ?1", [&client[..]])
                .map_err(sql)?;
            tx.sql()
                .execute(
                    "INSERT INTO client_key (client, wrapped) VALUES (?1, ?2)",
                    params![&client[..], anew],
                )
                .map_err(sql)?;
        }
        tx.commit(entry)?;
        Ok(())
    }
}
