//! Sessions and their events: append-only, sealed, each bound to its place. A retry with the same key adds nothing.

use crate::audit::{Context, Head};
use crate::record::{
    SESSION_EVENT, SessionEventOut, SessionEventV1, associated, decode, digest_of, encode,
};
use crate::{Error, Store, Tx};
use clinic::id::{ClientId, RequestKey, SessionId};
use clinic::session::event::{Event, Recorded};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;
use vault::Key;
use vault::entropy::Entropy;

/// A session as the shelf lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Which.
    pub id: SessionId,
    /// Whose.
    pub client: ClientId,
    /// Digest of its protocol.
    pub protocol: [u8; 32],
    /// Which dosing session of the course.
    pub number: u16,
    /// Opened, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// Ended, UTC milliseconds.
    pub ended_wall_ms: Option<i64>,
}

/// What a request has already brought about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// New: the rows are on disk, this is the chain's head.
    Now(Head),
    /// The same request was kept before.
    Before,
}

/// Most rows of one session: the room between two sessions on the shelf.
pub(crate) const PLACES: u64 = 1 << 24;

/// What is asked of a session at every act, read once.
#[derive(Debug)]
pub(crate) struct Shelved {
    /// Place of the session's first row.
    first: u64,
    /// Acts kept, and the last row of each.
    requests: BTreeMap<RequestKey, u64>,
}

fn aad(session: SessionId, seq: u64) -> Vec<u8> {
    associated(
        "session_event",
        &[&session.0, &seq.to_be_bytes()],
        SESSION_EVENT,
    )
}

const LIST: &str = "SELECT s.id, s.client, s.protocol, s.number, s.wall_ms, s.zone, e.wall_ms
    FROM session AS s LEFT JOIN session_end AS e ON e.ordinal = s.ordinal";

fn list_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<SessionRow> {
    Ok(SessionRow {
        id: SessionId(row.get(0)?),
        client: ClientId(row.get(1)?),
        protocol: row.get(2)?,
        number: row.get(3)?,
        wall_ms: row.get(4)?,
        zone_minutes: row.get(5)?,
        ended_wall_ms: row.get(6)?,
    })
}

impl Store {
    /// Every session, newest first.
    pub fn sessions(&self) -> Result<Vec<SessionRow>, Error> {
        let mut statement = self
            .read()
            .prepare(&format!("{LIST} ORDER BY s.wall_ms DESC, s.ordinal DESC"))?;
        let rows = statement.query_map([], list_row)?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }

    /// A client's sessions, oldest first.
    pub fn sessions_of(&self, client: ClientId) -> Result<Vec<SessionRow>, Error> {
        let mut statement = self.read().prepare_cached(&format!(
            "{LIST} WHERE s.client = ?1 ORDER BY s.wall_ms, s.ordinal"
        ))?;
        let rows = statement.query_map([&client.0[..]], list_row)?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }

    /// One session.
    pub fn session(&self, id: SessionId) -> Result<SessionRow, Error> {
        self.read()
            .query_row(&format!("{LIST} WHERE s.id = ?1"), [&id.0[..]], list_row)
            .optional()?
            .ok_or(Error::NotFound { what: "session" })
    }

    /// Every event of a session, opened and checked, in order.
    pub fn session_events(&self, id: SessionId, key: &Key) -> Result<Vec<Recorded>, Error> {
        let Some(first) = self.session_place(id)? else {
            return Ok(Vec::new());
        };
        let mut statement = self.read().prepare_cached(
            "SELECT place - ?1, sealed FROM session_event WHERE place >= ?1 AND place < ?2 ORDER BY place",
        )?;
        let mut rows = statement.query([first, first + PLACES])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            let (seq, sealed): (u64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let plain = vault::seal::open(key, &aad(id, seq), &sealed)?;
            let SessionEventV1 { v, row } = decode(&plain, "session event")?;
            if v != SESSION_EVENT || row.seq != seq || seq != events.len() as u64 {
                return Err(Error::Damaged {
                    what: "session event",
                });
            }
            events.push(row);
        }
        Ok(events)
    }

    /// Opens a session: its line on the shelf and its first rows, in one commit.
    pub fn session_add(
        &mut self,
        session: &SessionRow,
        rows: &[Recorded],
        key: &Key,
        entropy: &mut dyn Entropy,
        context: &Context,
    ) -> Result<Head, Error> {
        let tx = self.begin()?;
        let place = tx.sql().query_row(
            "INSERT INTO session (id, client, protocol, number, wall_ms, zone) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING ordinal",
            params![
                &session.id.0[..],
                &session.client.0[..],
                &session.protocol[..],
                session.number,
                session.wall_ms,
                session.zone_minutes
            ],
            |row| row.get::<_, u64>(0),
        )? * PLACES;
        write(
            tx,
            session.id,
            place,
            rows,
            "session_opened",
            None,
            key,
            entropy,
            context,
        )
    }

    /// Appends rows to a session. `request` makes a retry harmless.
    #[allow(
        clippy::too_many_arguments,
        reason = "one act of the record and everything it is bound to"
    )]
    pub fn session_append(
        &mut self,
        session: SessionId,
        rows: &[Recorded],
        action: &str,
        request: Option<RequestKey>,
        key: &Key,
        entropy: &mut dyn Entropy,
        context: &Context,
    ) -> Result<Kept, Error> {
        let shelved = self.shelved(session)?;
        let first = shelved.first;
        if let Some(request) = request
            && shelved.requests.contains_key(&request)
        {
            return Ok(Kept::Before);
        }
        let tx = self.begin()?;
        let head = write(
            tx, session, first, rows, action, request, key, entropy, context,
        )?;
        if let (Some(request), Some(last)) = (request, rows.last())
            && let Some(shelved) = self.shelved.get_mut(&session)
        {
            shelved.requests.insert(request, last.seq);
        }
        Ok(Kept::Now(head))
    }

    /// The last row that a request brought to a session, where it was kept.
    pub fn request_kept(
        &mut self,
        session: SessionId,
        request: RequestKey,
    ) -> Result<Option<u64>, Error> {
        match self.shelved(session) {
            Ok(shelved) => Ok(shelved.requests.get(&request).copied()),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The last row of a session; none: it has none.
    pub(crate) fn session_last(&self, id: SessionId) -> Result<Option<u64>, Error> {
        let Some(first) = self.session_place(id)? else {
            return Ok(None);
        };
        Ok(self
            .read()
            .prepare_cached(
                "SELECT max(place) - ?1 FROM session_event WHERE place >= ?1 AND place < ?2",
            )?
            .query_row([first, first + PLACES], |row| row.get(0))?)
    }

    pub(crate) fn session_place(&self, id: SessionId) -> Result<Option<u64>, Error> {
        let ordinal: Option<u64> = self
            .read()
            .prepare_cached("SELECT ordinal FROM session WHERE id = ?1")?
            .query_row([&id.0[..]], |row| row.get(0))
            .optional()?;
        Ok(ordinal.map(|ordinal| ordinal * PLACES))
    }

    fn shelved(&mut self, id: SessionId) -> Result<&Shelved, Error> {
        if !self.shelved.contains_key(&id) {
            let first = self
                .session_place(id)?
                .ok_or(Error::NotFound { what: "session" })?;
            let mut statement = self.read().prepare(
                "SELECT request, place - ?1 FROM session_event WHERE place >= ?1 AND place < ?2 AND request IS NOT NULL",
            )?;
            let requests = statement
                .query_map([first, first + PLACES], |row| {
                    Ok((RequestKey(row.get(0)?), row.get(1)?))
                })?
                .collect::<Result<_, rusqlite::Error>>()?;
            drop(statement);
            self.shelved.insert(id, Shelved { first, requests });
        }
        self.shelved
            .get(&id)
            .ok_or(Error::NotFound { what: "session" })
    }

    pub(crate) fn session_rows_digest(
        &self,
        id: &str,
        first: u64,
        last: u64,
    ) -> Result<Option<[u8; 32]>, Error> {
        let Ok(id) = id.parse::<SessionId>() else {
            return Ok(None);
        };
        let Some(place) = self.session_place(id)? else {
            return Ok(None);
        };
        if last < first || last >= PLACES {
            return Ok(None);
        }
        let mut statement = self.read().prepare_cached(
            "SELECT sealed FROM session_event WHERE place BETWEEN ?1 AND ?2 ORDER BY place",
        )?;
        let rows: Vec<Vec<u8>> = statement
            .query_map([place + first, place + last], |row| row.get(0))?
            .collect::<Result<_, rusqlite::Error>>()?;
        if rows.len() as u64 != last - first + 1 {
            return Ok(None);
        }
        Ok(Some(digest_of(&rows)))
    }
}

#[allow(
    clippy::too_many_arguments,
    reason = "one act of the record and everything it is bound to"
)]
fn write(
    tx: Tx<'_>,
    session: SessionId,
    place: u64,
    rows: &[Recorded],
    action: &str,
    request: Option<RequestKey>,
    key: &Key,
    entropy: &mut dyn Entropy,
    context: &Context,
) -> Result<Head, Error> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Err(Error::NotFound {
            what: "anything to keep",
        });
    };
    let mut sealed_rows = Vec::with_capacity(rows.len());
    {
        let mut insert = tx.sql().prepare_cached(
            "INSERT INTO session_event (place, request, sealed) VALUES (?1, ?2, ?3)",
        )?;
        for row in rows {
            let plain = encode(&SessionEventOut {
                v: SESSION_EVENT,
                row,
            });
            let sealed = vault::seal::seal(key, &aad(session, row.seq), &plain, entropy)?;
            // Under the act's last row, so that whoever asks again learns where it ended.
            let request = request.filter(|_| row.seq == last.seq);
            insert.execute(params![place + row.seq, request.map(|key| key.0), sealed])?;
            sealed_rows.push(sealed);
        }
    }
    if rows
        .iter()
        .any(|row| matches!(row.event, Event::SessionClosed { .. }))
    {
        tx.sql().execute(
            "INSERT INTO session_end (ordinal, wall_ms) VALUES (?1, ?2)",
            params![place / PLACES, last.entered.wall_ms],
        )?;
    }
    let entry = context
        .entry(action, "session", &session.to_string())
        .after(digest_of(&sealed_rows))
        .rows(first.seq, last.seq);
    tx.commit(entry)
}
