//! Courses: what is known of a client outside the dosing sessions. Append-only, sealed, each row bound to its place.

use crate::audit::{Context, Head};
use crate::locks::LockRow;
use crate::record::{COURSE_EVENT, CourseEventV1, associated, decode, digest_of, encode};
use crate::{Error, Store};
use clinic::course::event::Recorded;
use clinic::id::{ClientId, RequestKey};
use rusqlite::{OptionalExtension, params};
use vault::Key;
use vault::entropy::Entropy;

fn aad(client: ClientId, seq: u64) -> Vec<u8> {
    associated(
        "course_event",
        &[&client.0, &seq.to_be_bytes()],
        COURSE_EVENT,
    )
}

impl Store {
    /// Every row of a client's course, opened and checked, in order.
    pub fn course_events(&self, client: ClientId, key: &Key) -> Result<Vec<Recorded>, Error> {
        let mut statement = self.read().prepare_cached(
            "SELECT seq, sealed FROM course_event WHERE client = ?1 ORDER BY seq",
        )?;
        let mut rows = statement.query([&client.0[..]])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            let (seq, sealed): (u64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let plain = vault::seal::open(key, &aad(client, seq), &sealed)?;
            let CourseEventV1 { v, row } = decode(&plain, "course event")?;
            if v != COURSE_EVENT || row.seq != seq || seq != events.len() as u64 {
                return Err(Error::Damaged {
                    what: "course event",
                });
            }
            events.push(row);
        }
        Ok(events)
    }

    /// Clients in whose course something stands.
    pub fn courses_begun(&self) -> Result<Vec<ClientId>, Error> {
        let mut statement = self
            .read()
            .prepare_cached("SELECT client FROM course_event WHERE seq = 0")?;
        let rows = statement.query_map([], |row| Ok(ClientId(row.get(0)?)))?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }

    /// Appends a row to a course; `part` is the visit whose account it changes, refused while that is locked. A request that was kept before adds nothing.
    /// What is kept `beside` it, an unlocking and its word, is kept in the same commit.
    #[allow(
        clippy::too_many_arguments,
        reason = "one act of the record and everything it is bound to"
    )]
    pub fn course_append(
        &mut self,
        client: ClientId,
        row: &Recorded,
        part: Option<&str>,
        action: &str,
        request: Option<RequestKey>,
        beside: Option<(LockRow, &str)>,
        key: &Key,
        entropy: &mut dyn Entropy,
        context: &Context,
    ) -> Result<Head, Error> {
        let plain = encode(&CourseEventV1 {
            v: COURSE_EVENT,
            row: row.clone(),
        });
        let sealed = vault::seal::seal(key, &aad(client, row.seq), &plain, entropy)?;
        let mut tx = self.begin()?;
        tx.sql()
            .prepare_cached(
                "INSERT INTO course_event (client, seq, sealed, part) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![&client.0[..], row.seq, sealed, part])?;
        if let Some(request) = request {
            tx.sql()
                .prepare_cached(
                    "INSERT INTO course_request (key, client, seq) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![&request.0[..], &client.0[..], row.seq])?;
        }
        let entry = context
            .entry(action, "course", &client.to_string())
            .after(digest_of(&[sealed]))
            .rows(row.seq, row.seq);
        match beside {
            None => tx.commit(entry),
            Some((lock, action)) => {
                tx.link(entry)?;
                let (_, entry) = crate::locks::write(&tx, lock, action, context)?;
                tx.commit(entry)
            }
        }
    }

    /// The client in whose course a request has already been kept.
    pub fn course_request_kept(&self, request: RequestKey) -> Result<Option<ClientId>, Error> {
        let mut statement = self
            .read()
            .prepare_cached("SELECT client FROM course_request WHERE key = ?1")?;
        Ok(statement
            .query_row([&request.0[..]], |row| row.get(0))
            .optional()?
            .map(ClientId))
    }

    pub(crate) fn course_rows_digest(
        &self,
        id: &str,
        first: u64,
        last: u64,
    ) -> Result<Option<[u8; 32]>, Error> {
        let Ok(id) = id.parse::<ClientId>() else {
            return Ok(None);
        };
        if last < first || i64::try_from(last).is_err() {
            return Ok(None);
        }
        let mut statement = self.read().prepare_cached(
            "SELECT sealed FROM course_event WHERE client = ?1 AND seq BETWEEN ?2 AND ?3 ORDER BY seq",
        )?;
        let rows: Vec<Vec<u8>> = statement
            .query_map(params![&id.0[..], first, last], |row| row.get(0))?
            .collect::<Result<_, rusqlite::Error>>()?;
        let whole = rows.len() as u64 == last.saturating_sub(first) + 1;
        Ok(whole.then(|| digest_of(&rows)))
    }

    /// Puts a measure file on the shelf; the same file again changes nothing. Answers its digest.
    pub fn measure_keep(&mut self, text: &str, context: &Context) -> Result<[u8; 32], Error> {
        let digest = vault::chain::digest(text.as_bytes());
        if self.measure(&digest)?.is_some() {
            return Ok(digest);
        }
        let tx = self.begin()?;
        tx.sql().execute(
            "INSERT INTO measure (digest, body) VALUES (?1, ?2)",
            params![&digest[..], text],
        )?;
        let id = clinic::id::hex(&digest);
        tx.commit(context.entry("measure_kept", "measure", &id).after(digest))?;
        Ok(digest)
    }

    /// A measure file by its digest.
    pub fn measure(&self, digest: &[u8; 32]) -> Result<Option<String>, Error> {
        let text: Option<String> = self
            .read()
            .query_row(
                "SELECT body FROM measure WHERE digest = ?1",
                [&digest[..]],
                |row| row.get(0),
            )
            .optional()?;
        match text {
            Some(text) if vault::chain::digest(text.as_bytes()) != *digest => {
                Err(Error::Damaged { what: "measure" })
            }
            text => Ok(text),
        }
    }

    /// Every measure file on the shelf.
    pub fn measures(&self) -> Result<Vec<([u8; 32], String)>, Error> {
        let mut statement = self
            .read()
            .prepare("SELECT digest, body FROM measure ORDER BY rowid")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get(1)?)))?;
        rows.map(|row| {
            let (digest, text): ([u8; 32], String) = row?;
            if vault::chain::digest(text.as_bytes()) != digest {
                return Err(Error::Damaged { what: "measure" });
            }
            Ok((digest, text))
        })
        .collect()
    }

    pub(crate) fn measure_digest(&self, id: &str) -> Result<Option<[u8; 32]>, Error> {
        let body: Option<String> = self
            .read()
            .query_row(
                "SELECT body FROM measure WHERE lower(hex(digest)) = ?1",
                [id],
                |row| row.get(0),
            )
            .optional()?;
        Ok(body.map(|text| vault::chain::digest(text.as_bytes())))
    }
}
