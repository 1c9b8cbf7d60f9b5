//! Signatures and the keys that they are checked with. Both are added to, never changed.

use crate::audit::{Context, Head};
use crate::record::digest_of;
use crate::sessions::PLACES;
use crate::{Error, Store};
use clinic::id::{ClientId, PersonId, SessionId, hex};
use rusqlite::{OptionalExtension, params};

/// A list of rows that a signature speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The events of a session.
    Session(SessionId),
    /// The entries of a client's course.
    Course(ClientId),
}

impl std::fmt::Display for About {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            About::Session(id) => write!(f, "session/{id}"),
            About::Course(id) => write!(f, "course/{id}"),
        }
    }
}

/// A signature as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureRow {
    /// From 1, without holes.
    pub number: u64,
    /// What it stands under: [`About`] as text.
    pub about: String,
    /// What is signed: canonical JSON.
    pub body: Vec<u8>,
    /// Ed25519 over it.
    pub signature: Vec<u8>,
    /// With this key.
    pub public_key: Vec<u8>,
}

impl SignatureRow {
    fn digest(&self) -> [u8; 32] {
        vault::chain::digest(&[&self.body[..], &self.signature, &self.public_key].concat())
    }
}

const COLUMNS: &str = "SELECT number, about, body, signature, public_key FROM signature";

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<SignatureRow> {
    Ok(SignatureRow {
        number: row.get(0)?,
        about: row.get(1)?,
        body: row.get(2)?,
        signature: row.get(3)?,
        public_key: row.get(4)?,
    })
}

impl Store {
    /// The digest of rows as they stand, the same as the chain's; none: they are not all there.
    pub fn rows_digest(
        &self,
        about: About,
        first: u64,
        last: u64,
    ) -> Result<Option<[u8; 32]>, Error> {
        match about {
            About::Session(id) => self.session_rows_digest(&id.to_string(), first, last),
            About::Course(id) => self.course_rows_digest(&id.to_string(), first, last),
        }
    }

    /// The digest of chosen rows as they stand, in their order; none: they are not all there.
    pub fn rows_digest_of(&self, about: About, rows: &[u64]) -> Result<Option<[u8; 32]>, Error> {
        let mut digested = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(sealed) = self.row_sealed(about, *row)? else {
                return Ok(None);
            };
            digested.push(sealed);
        }
        Ok(Some(digest_of(&digested)))
    }

    /// A row as it is sealed.
    fn row_sealed(&self, about: About, row: u64) -> Result<Option<Vec<u8>>, Error> {
        let found = match about {
            About::Session(id) => {
                let Some(place) = self.session_place(id)?.filter(|_| row < PLACES) else {
                    return Ok(None);
                };
                self.read()
                    .prepare_cached("SELECT sealed FROM session_event WHERE place = ?1")?
                    .query_row([place + row], |row| row.get(0))
                    .optional()?
            }
            About::Course(_) if i64::try_from(row).is_err() => None,
            About::Course(id) => self
                .read()
                .prepare_cached("SELECT sealed FROM course_event WHERE client = ?1 AND seq = ?2")?
                .query_row(params![&id.0[..], row], |row| row.get(0))
                .optional()?,
        };
        Ok(found)
    }

    /// The last row of a list; none: it holds none.
    pub fn rows_last(&self, about: About) -> Result<Option<u64>, Error> {
        match about {
            About::Session(id) => self.session_last(id),
            About::Course(id) => Ok(self
                .read()
                .prepare_cached("SELECT max(seq) FROM course_event WHERE client = ?1")?
                .query_row([&id.0[..]], |row| row.get(0))?),
        }
    }

    /// Keeps a signature; answers its number.
    pub fn signature_keep(
        &mut self,
        about: About,
        body: Vec<u8>,
        signature: &[u8; 64],
        public_key: &[u8; 32],
        action: &str,
        context: &Context,
    ) -> Result<u64, Error> {
        let tx = self.begin()?;
        let number: u64 = tx.sql().query_row(
            "SELECT coalesce(max(number), 0) + 1 FROM signature",
            [],
            |row| row.get(0),
        )?;
        let row = SignatureRow {
            number,
            about: about.to_string(),
            body,
            signature: signature.to_vec(),
            public_key: public_key.to_vec(),
        };
        tx.sql().execute(
            "INSERT INTO signature (number, about, body, signature, public_key) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![number, row.about, row.body, row.signature, row.public_key],
        )?;
        let entry = context
            .entry(action, "signature", &number.to_string())
            .after(row.digest());
        tx.commit(entry)?;
        Ok(number)
    }

    /// The signatures under one list of rows, oldest first.
    pub fn signatures_about(&self, about: About) -> Result<Vec<SignatureRow>, Error> {
        let mut statement = self
            .read()
            .prepare_cached(&format!("{COLUMNS} WHERE about = ?1 ORDER BY number"))?;
        let rows = statement.query_map([about.to_string()], row)?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }

    /// Every signature, oldest first.
    pub fn signatures(&self) -> Result<Vec<SignatureRow>, Error> {
        let mut statement = self.read().prepare(&format!("{COLUMNS} ORDER BY number"))?;
        let rows = statement.query_map([], row)?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }

    /// Writes down that a key is a person's; nothing where it is known.
    pub fn person_key_keep(
        &mut self,
        person: PersonId,
        public_key: &[u8; 32],
        context: &Context,
    ) -> Result<Option<Head>, Error> {
        if self.person_keys(person)?.contains(public_key) {
            return Ok(None);
        }
        let tx = self.begin()?;
        tx.sql().execute(
            "INSERT INTO person_key (person, public_key) VALUES (?1, ?2)",
            params![&person.0[..], &public_key[..]],
        )?;
        let entry = context
            .entry(
                "person_key_known",
                "person_key",
                &format!("{person}/{}", hex(public_key)),
            )
            .after(vault::chain::digest(public_key));
        tx.commit(entry).map(Some)
    }

    /// The keys of a person.
    pub fn person_keys(&self, person: PersonId) -> Result<Vec<[u8; 32]>, Error> {
        let mut statement = self
            .read()
            .prepare_cached("SELECT public_key FROM person_key WHERE person = ?1 ORDER BY rowid")?;
        let rows = statement.query_map([&person.0[..]], |row| row.get(0))?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }

    pub(crate) fn signature_digest(&self, id: &str) -> Result<Option<[u8; 32]>, Error> {
        let found = self
            .read()
            .query_row(&format!("{COLUMNS} WHERE number = ?1"), [id], row)
            .optional()?;
        Ok(found.map(|row| row.digest()))
    }

    pub(crate) fn person_key_digest(&self, id: &str) -> Result<Option<[u8; 32]>, Error> {
        let found: Option<Vec<u8>> = self
            .read()
            .query_row(
                "SELECT public_key FROM person_key WHERE lower(hex(person)) || '/' || lower(hex(public_key)) = ?1",
                [id],
                |row| row.get(0),
            )
            .optional()?;
        Ok(found.map(|key| vault::chain::digest(&key)))
    }
}
