//! Clients: one key each, identity sealed under it. Without the key row, nothing about the client can be read.

use crate::audit::{Context, Head};
use crate::record::{CLIENT, associated, decode, encode};
use crate::{Error, Store};
use clinic::client::Details;
use clinic::id::ClientId;
use clinic::time::Date;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use vault::Key;
use vault::entropy::Entropy;

/// Identity of a client, as sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Version tag.
    pub v: u32,
    /// The clinic's code for the client.
    pub code: String,
    /// The client as a person.
    pub details: Details,
    /// Put away on this day; none: in use.
    pub archived: Option<Date>,
    /// The record is to be kept until this day.
    pub retain_until: Option<Date>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity")
    }
}

/// A client's wrapped key and newest sealed identity, as they stand on the shelf.
#[derive(Debug, Clone)]
pub struct ClientRow {
    /// Who.
    pub id: ClientId,
    /// The client's key, wrapped; none: erased.
    pub wrapped: Option<Vec<u8>>,
    revision: u64,
    sealed: Vec<u8>,
}

impl ClientRow {
    /// Opens the identity with the client's own key.
    pub fn identity(&self, key: &Key) -> Result<Identity, Error> {
        let plain = vault::seal::open(key, &aad(self.id, self.revision), &self.sealed)?;
        decode(&plain, "client identity")
    }
}

fn aad(id: ClientId, revision: u64) -> Vec<u8> {
    associated("client", &[&id.0, &revision.to_be_bytes()], CLIENT)
}

impl Store {
    /// Every client, in the order they were added.
    pub fn clients(&self) -> Result<Vec<ClientRow>, Error> {
        let mut statement = self.read().prepare(
            "SELECT c.id, c.revision, c.sealed, k.wrapped
             FROM client AS c LEFT JOIN client_key AS k ON k.client = c.id
             WHERE c.revision = (SELECT max(revision) FROM client WHERE id = c.id)
             ORDER BY c.rowid",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((
                row.get::<_, [u8; 16]>(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
            ))
        })?;
        rows.map(|row| {
            let (id, revision, sealed, wrapped) = row?;
            Ok(ClientRow {
                id: ClientId(id),
                wrapped,
                revision,
                sealed,
            })
        })
        .collect()
    }

    /// The wrapped key of one client.
    pub fn client_wrapped_key(&self, id: ClientId) -> Result<Vec<u8>, Error> {
        self.read()
            .query_row(
                "SELECT wrapped FROM client_key WHERE client = ?1",
                [&id.0[..]],
                |row| row.get(0),
            )
            .optional()?
            .ok_or(Error::NotFound { what: "client" })
    }

    /// Adds a client with a key of its own.
    pub fn client_add(
        &mut self,
        id: ClientId,
        identity: &Identity,
        key: &Key,
        wrapped: &[u8],
        entropy: &mut dyn Entropy,
        context: &Context,
    ) -> Result<Head, Error> {
        let sealed = vault::seal::seal(key, &aad(id, 0), &encode(identity), entropy)?;
        let digest = vault::chain::digest(&sealed);
        let tx = self.begin()?;
        tx.sql().execute(
            "INSERT INTO client_key (client, wrapped) VALUES (?1, ?2)",
            params![&id.0[..], wrapped],
        )?;
        tx.sql().execute(
            "INSERT INTO client (id, revision, sealed) VALUES (?1, 0, ?2)",
            params![&id.0[..], sealed],
        )?;
        tx.commit(
            context
                .entry("client_added", "client", &id.to_string())
                .after(digest)
                .rows(0, 0),
        )
    }

    /// A client by id.
    pub fn client(&self, id: ClientId) -> Result<ClientRow, Error> {
        self.read()
            .prepare_cached(
                "SELECT c.revision, c.sealed, k.wrapped FROM client AS c LEFT JOIN client_key AS k ON k.client = c.id
                 WHERE c.id = ?1 ORDER BY c.revision DESC LIMIT 1",
            )?
            .query_row([&id.0[..]], |row| {
                Ok(ClientRow {
                    id,
                    revision: row.get(0)?,
                    sealed: row.get(1)?,
                    wrapped: row.get(2)?,
                })
            })
            .optional()?
            .ok_or(Error::NotFound { what: "client" })
    }

    /// Keeps a later revision of a client's identity.
    pub fn client_change(
        &mut self,
        id: ClientId,
        identity: &Identity,
        action: &str,
        key: &Key,
        entropy: &mut dyn Entropy,
        context: &Context,
    ) -> Result<Head, Error> {
        let before = self.client(id)?;
        let revision = before.revision + 1;
        let sealed = vault::seal::seal(key, &aad(id, revision), &encode(identity), entropy)?;
        let digest = vault::chain::digest(&sealed);
        let tx = self.begin()?;
        tx.sql().execute(
            "INSERT INTO client (id, revision, sealed) VALUES (?1, ?2, ?3)",
            params![&id.0[..], revision, sealed],
        )?;
        tx.commit(
            context
                .entry(action, "client", &id.to_string())
                .before(vault::chain::digest(&before.sealed))
                .after(digest)
                .rows(revision, revision),
        )
    }

    /// Destroys a client's key, and what was being typed about the client. What is sealed under the key stays where it is and
    /// can never be read again; the chain goes on to hold. The pages that held the key are overwritten; [`Store::empty_log`] is
    /// to follow, since the log still holds them.
    pub fn client_erase(&mut self, id: ClientId, context: &Context) -> Result<Head, Error> {
        self.read().pragma_update(None, "secure_delete", true)?;
        let tx = self.begin()?;
        let gone = tx
            .sql()
            .execute("DELETE FROM client_key WHERE client = ?1", [&id.0[..]])?;
        if gone == 0 {
            return Err(Error::NotFound { what: "client" });
        }
        tx.sql()
            .execute("DELETE FROM scratch_form WHERE client = ?1", [&id.0[..]])?;
        tx.sql().execute(
            "DELETE FROM scratch_draft WHERE session IN (SELECT id FROM session WHERE client = ?1)",
            [&id.0[..]],
        )?;
        tx.commit(context.entry("client_erased", "client", &id.to_string()))
    }

    /// Moves everything in the log into the main file and cuts the log to nothing.
    pub fn empty_log(&mut self) -> Result<(), Error> {
        self.read()
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        self.sound()
    }

    pub(crate) fn client_digest(&self, id: &str, revision: u64) -> Result<Option<[u8; 32]>, Error> {
        let Ok(id) = id.parse::<ClientId>() else {
            return Ok(None);
        };
        let sealed: Option<Vec<u8>> = self
            .read()
            .query_row(
                "SELECT sealed FROM client WHERE id = ?1 AND revision = ?2",
                params![&id.0[..], revision],
                |row| row.get(0),
            )
            .optional()?;
        Ok(sealed.map(|bytes| vault::chain::digest(&bytes)))
    }
}
