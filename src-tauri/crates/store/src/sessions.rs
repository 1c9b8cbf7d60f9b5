//! Sessions and their events: append-only, sealed, each bound to its place. A retry with the same key adds nothing.

use crate::audit::{Context, Head};
use crate::record::{
    SESSION_EVENT, SessionEventOut, SessionEventV1, associated, decode, digest_of, encode,
};
use crate::{Error, Store, Tx};
use clinic::id::{ClientId, RequestKey, SessionId};
use clinic::session::event::{Event, Recorded};
use rusqlite::{OptionalExtension, params};
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

fn aad(session: SessionId, seq: u64) -> Vec<u8> {
    associated(
        "session_event",
        &[&session.0, &seq.to_be_bytes()],
        SESSION_EVENT,
    )
}

const LIST: &str = "SELECT s.id, s.client, s.protocol, s.number, s.wall_ms, s.zone, e.wall_ms
    FROM session AS s LEFT JOIN session_end AS e ON e.session = s.id";

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
            .prepare(&format!("{LIST} ORDER BY s.wall_ms DESC, s.rowid DESC"))?;
        let rows = statement.query_map([], list_row)?;
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
        let mut statement = self
            .read()
            .prepare("SELECT seq, sealed FROM session_event WHERE session = ?1 ORDER BY seq")?;
        let mut rows = statement.query([&id.0[..]])?;
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
        tx.sql().execute(
            "INSERT INTO session (id, client, protocol, number, wall_ms, zone) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                &session.id.0[..],
                &session.client.0[..],
                &session.protocol[..],
                session.number,
                session.wall_ms,
                session.zone_minutes
            ],
        )?;
        write(
            tx,
            session.id,
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
        if let Some(request) = request
            && self.request_kept(request)?.is_some()
        {
            return Ok(Kept::Before);
        }
        let tx = self.begin()?;
        write(tx, session, rows, action, request, key, entropy, context).map(Kept::Now)
    }

    /// The last entry that a request brought, where it was kept.
    pub fn request_entry(&self, request: RequestKey) -> Result<Option<u64>, Error> {
        Ok(self
            .read()
            .prepare_cached("SELECT seq FROM request WHERE key = ?1")?
            .query_row([&request.0[..]], |row| row.get(0))
            .optional()?)
    }

    /// The session in which a request has already been kept.
    pub fn request_kept(&self, request: RequestKey) -> Result<Option<SessionId>, Error> {
        let mut statement = self
            .read()
            .prepare_cached("SELECT session FROM request WHERE key = ?1")?;
        Ok(statement
            .query_row([&request.0[..]], |row| row.get(0))
            .optional()?
            .map(SessionId))
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
        let mut statement = self.read().prepare_cached(
            "SELECT sealed FROM session_event WHERE session = ?1 AND seq BETWEEN ?2 AND ?3 ORDER BY seq",
        )?;
        let rows: Vec<Vec<u8>> = statement
            .query_map(params![&id.0[..], first, last], |row| row.get(0))?
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
            "INSERT INTO session_event (session, seq, sealed) VALUES (?1, ?2, ?3)",
        )?;
        for row in rows {
            let plain = encode(&SessionEventOut {
                v: SESSION_EVENT,
                row,
            });
            let sealed = vault::seal::seal(key, &aad(session, row.seq), &plain, entropy)?;
            insert.execute(params![&session.0[..], row.seq, sealed])?;
            sealed_rows.push(sealed);
        }
    }
    if let Some(request) = request {
        tx.sql()
            .prepare_cached("INSERT INTO request (key, session, seq) VALUES (?1, ?2, ?3)")?
            .execute(params![&request.0[..], &session.0[..], last.seq])?;
    }
    if rows
        .iter()
        .any(|row| matches!(row.event, Event::SessionClosed { .. }))
    {
        tx.sql().execute(
            "INSERT INTO session_end (session, wall_ms) VALUES (?1, ?2)",
            params![&session.0[..], last.entered.wall_ms],
        )?;
    }
    let entry = context
        .entry(action, "session", &session.to_string())
        .after(digest_of(&sealed_rows))
        .rows(first.seq, last.seq);
    tx.commit(entry)
}
