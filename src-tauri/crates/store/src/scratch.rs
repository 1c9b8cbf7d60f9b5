//! What is not record: unfinished text (sealed), the last moment watched, counters. The one write without the chain.
//!
//! **Invariant:** only `scratch_*` tables are reachable from here; every statement of this file names one, and a test
//! reads the file to see that it stays so.

use crate::record::{DRAFT, associated, decode, encode};
use crate::{Error, Store};
use clinic::id::{ClientId, SessionId};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use vault::Key;
use vault::entropy::Entropy;

/// Text that is not yet part of the record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftRow {
    /// Version tag.
    pub v: u32,
    /// Text.
    pub text: String,
    /// Caret, UTF-16 units.
    pub caret: u32,
}

impl std::fmt::Debug for DraftRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DraftRow")
    }
}

/// The last moment a session was watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alive {
    /// Session time.
    pub elapsed_ms: i64,
    /// The door was closed in good order after it.
    pub clean: bool,
}

/// In a client's place: a form about no client yet. It is sealed under the vault's desk key.
pub const DESK: ClientId = ClientId([0; 16]);

fn aad(session: SessionId, place: &str) -> Vec<u8> {
    associated("scratch_draft", &[&session.0, place.as_bytes()], DRAFT)
}

fn form_aad(client: ClientId, place: &str) -> Vec<u8> {
    associated("scratch_form", &[&client.0, place.as_bytes()], DRAFT)
}

/// Writes into a copy that is put in the place of a vault how many entries it came with, under the name of a counter. The copy may be of any
/// schema: counters are as old as the first.
pub fn mark_restored(copy: Connection, counter: &str, genesis: [u8; 32]) -> Result<(), Error> {
    let mut store = Store::over(copy, genesis, false);
    let entries = store.audit_head()?.seq;
    store.count_set(counter, i64::try_from(entries).unwrap_or(i64::MAX))
}

impl Store {
    /// Writes outside the chain. `statement` may name scratch tables only.
    fn scratch(&mut self, statement: &str, params: impl rusqlite::Params) -> Result<usize, Error> {
        debug_assert!(
            statement.contains("scratch_"),
            "scratch writes scratch tables"
        );
        self.writable()?;
        let done = self.read().prepare_cached(statement)?.execute(params)?;
        self.sound()?;
        Ok(done)
    }

    /// Keeps a draft; empty text removes it.
    pub fn draft_keep(
        &mut self,
        session: SessionId,
        place: &str,
        draft: &DraftRow,
        key: &Key,
        entropy: &mut dyn Entropy,
    ) -> Result<(), Error> {
        if draft.text.is_empty() {
            self.scratch(
                "DELETE FROM scratch_draft WHERE session = ?1 AND place = ?2",
                params![&session.0[..], place],
            )?;
            return Ok(());
        }
        let sealed = vault::seal::seal(key, &aad(session, place), &encode(draft), entropy)?;
        self.scratch(
            "INSERT INTO scratch_draft (session, place, sealed) VALUES (?1, ?2, ?3)
             ON CONFLICT (session, place) DO UPDATE SET sealed = excluded.sealed",
            params![&session.0[..], place, sealed],
        )?;
        Ok(())
    }

    /// Every draft of a session.
    pub fn drafts(&self, session: SessionId, key: &Key) -> Result<Vec<(String, DraftRow)>, Error> {
        let mut statement = self
            .read()
            .prepare("SELECT place, sealed FROM scratch_draft WHERE session = ?1 ORDER BY place")?;
        let rows = statement.query_map([&session.0[..]], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        rows.map(|row| {
            let (place, sealed) = row?;
            let plain = vault::seal::open(key, &aad(session, &place), &sealed)?;
            Ok((place, decode(&plain, "draft")?))
        })
        .collect()
    }

    /// Keeps an unfinished form about a client, or of the [`DESK`]; empty text removes it.
    pub fn form_keep(
        &mut self,
        client: ClientId,
        place: &str,
        form: &DraftRow,
        key: &Key,
        entropy: &mut dyn Entropy,
    ) -> Result<(), Error> {
        if form.text.is_empty() {
            self.scratch(
                "DELETE FROM scratch_form WHERE client = ?1 AND place = ?2",
                params![&client.0[..], place],
            )?;
            return Ok(());
        }
        let sealed = vault::seal::seal(key, &form_aad(client, place), &encode(form), entropy)?;
        self.scratch(
            "INSERT INTO scratch_form (client, place, sealed) VALUES (?1, ?2, ?3)
             ON CONFLICT (client, place) DO UPDATE SET sealed = excluded.sealed",
            params![&client.0[..], place, sealed],
        )?;
        Ok(())
    }

    /// Every unfinished form about a client, or of the [`DESK`].
    pub fn forms(&self, client: ClientId, key: &Key) -> Result<Vec<(String, DraftRow)>, Error> {
        let mut statement = self
            .read()
            .prepare("SELECT place, sealed FROM scratch_form WHERE client = ?1 ORDER BY place")?;
        let rows = statement.query_map([&client.0[..]], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        rows.map(|row| {
            let (place, sealed) = row?;
            let plain = vault::seal::open(key, &form_aad(client, &place), &sealed)?;
            Ok((place, decode(&plain, "form")?))
        })
        .collect()
    }

    /// One unfinished form.
    pub(crate) fn form(&self, client: ClientId, place: &str, key: &Key) -> Result<DraftRow, Error> {
        let sealed: Vec<u8> = self.read().query_row(
            "SELECT sealed FROM scratch_form WHERE client = ?1 AND place = ?2",
            params![&client.0[..], place],
            |row| row.get(0),
        )?;
        let plain = vault::seal::open(key, &form_aad(client, place), &sealed)?;
        decode(&plain, "form")
    }

    /// Marks a session as watched until then.
    pub fn alive_keep(&mut self, session: SessionId, alive: Alive) -> Result<(), Error> {
        self.scratch(
            "INSERT INTO scratch_alive (session, elapsed_ms, clean) VALUES (?1, ?2, ?3)
             ON CONFLICT (session) DO UPDATE SET elapsed_ms = excluded.elapsed_ms, clean = excluded.clean",
            params![&session.0[..], alive.elapsed_ms, alive.clean],
        )?;
        Ok(())
    }

    /// The last moment a session was watched.
    pub fn alive(&self, session: SessionId) -> Result<Option<Alive>, Error> {
        Ok(self
            .read()
            .query_row(
                "SELECT elapsed_ms, clean FROM scratch_alive WHERE session = ?1",
                [&session.0[..]],
                |row| {
                    Ok(Alive {
                        elapsed_ms: row.get(0)?,
                        clean: row.get(1)?,
                    })
                },
            )
            .optional()?)
    }

    /// Adds to a counter and answers its new value.
    pub fn count(&mut self, name: &str, by: i64) -> Result<i64, Error> {
        self.scratch(
            "INSERT INTO scratch_counter (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
            params![name, by],
        )?;
        self.counter(name)
    }

    /// Sets a counter.
    pub fn count_set(&mut self, name: &str, value: i64) -> Result<(), Error> {
        self.scratch(
            "INSERT INTO scratch_counter (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![name, value],
        )?;
        Ok(())
    }

    /// A counter; 0 where it was never counted.
    pub fn counter(&self, name: &str) -> Result<i64, Error> {
        Ok(self
            .read()
            .query_row(
                "SELECT value FROM scratch_counter WHERE name = ?1",
                [name],
                |row| row.get(0),
            )
            .optional()?
            .unwrap_or(0))
    }
}
