//! The audit chain: who did what to which object, digests before and after, both clocks. One entry a commit.
//!
//! An entry holds no client text: only digests of sealed bytes. So the chain still verifies after a client was erased.

mod walk;

use crate::record::{decode, encode};
use crate::{Error, Store};
use clinic::id::{BootId, PersonId, hex};
use clinic::time::Stamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

/// What every entry of one verb shares: who, when, by which program.
#[derive(Debug, Clone)]
pub struct Context {
    /// Who acts; none: the clock, or nobody yet.
    pub actor: Option<PersonId>,
    /// What the clocks said, once.
    pub stamp: Stamp,
    /// Version of the program.
    pub app: &'static str,
    /// The clock was scripted (training vaults only).
    pub scripted: bool,
}

impl Context {
    /// An entry about one object. `kind` and `id` are never client text.
    pub fn entry(&self, action: &str, kind: &str, id: &str) -> Entry {
        Entry {
            v: 1,
            seq: 0,
            action: action.to_owned(),
            actor: self.actor,
            kind: kind.to_owned(),
            id: id.to_owned(),
            before: None,
            after: None,
            first: None,
            last: None,
            wall_ms: self.stamp.wall_ms,
            zone_minutes: self.stamp.zone_minutes,
            uptime_ms: self.stamp.uptime_ms,
            boot: self.stamp.boot,
            app: self.app.to_owned(),
            scripted: self.scripted,
        }
    }
}

/// One entry of the chain. The fields stand in the order in which they are written, so that nothing has to be put in order: a long chain is
/// read and written anew entry by entry when it is verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What was done, as a fixed word.
    pub action: String,
    /// Who did it; none: the clock.
    pub actor: Option<PersonId>,
    /// SHA-256 of the object's bytes after, hex.
    pub after: Option<String>,
    /// Program version.
    pub app: String,
    /// SHA-256 of the object's bytes before, hex.
    pub before: Option<String>,
    /// Which boot.
    pub boot: BootId,
    /// First row written, where the object is a list that grows.
    pub first: Option<u64>,
    /// Which object.
    pub id: String,
    /// Kind of object, as a fixed word.
    pub kind: String,
    /// Last row written.
    pub last: Option<u64>,
    /// The clock was scripted.
    pub scripted: bool,
    /// Position, from 1. Set by the commit.
    pub seq: u64,
    /// Uptime, milliseconds.
    pub uptime_ms: i64,
    v: u32,
    /// Wall clock, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown, minutes east.
    pub zone_minutes: i16,
}

impl Entry {
    /// Sets the digest after.
    pub fn after(mut self, digest: [u8; 32]) -> Entry {
        self.after = Some(hex(&digest));
        self
    }
    /// Sets the digest before.
    pub fn before(mut self, digest: [u8; 32]) -> Entry {
        self.before = Some(hex(&digest));
        self
    }
    /// Sets the rows written.
    pub fn rows(mut self, first: u64, last: u64) -> Entry {
        self.first = Some(first);
        self.last = Some(last);
        self
    }
}

/// The end of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Sequence number of the last entry; 0: empty.
    pub seq: u64,
    /// Its link.
    pub link: [u8; 32],
}

/// Where the chain stops holding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// First entry that does not hold.
    pub seq: u64,
    /// Why, in fixed words.
    pub why: &'static str,
}

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Entries read.
    pub entries: u64,
    /// The head reached.
    pub head: Head,
    /// The first fault.
    pub fault: Option<Fault>,
}

/// How many rows of each growing list (its kind and its id) entries have spoken of so far.
type Covered = std::collections::BTreeMap<(String, String), u64>;

fn bytes32(bytes: &[u8]) -> Result<[u8; 32], Error> {
    bytes
        .try_into()
        .map_err(|_| Error::Damaged { what: "audit link" })
}

/// The end of the chain as it stands on the shelf.
pub(crate) fn read_head(conn: &Connection, genesis: [u8; 32]) -> Result<Head, Error> {
    let row: Option<(u64, Vec<u8>)> = conn
        .prepare_cached("SELECT seq, link FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match row {
        None => Ok(Head {
            seq: 0,
            link: genesis,
        }),
        Some((seq, link)) => Ok(Head {
            seq,
            link: bytes32(&link)?,
        }),
    }
}

/// Appends to the chain inside a transaction, after `before`. Called by `Tx::commit` alone.
pub(crate) fn append(tx: &Connection, before: Head, mut entry: Entry) -> Result<Head, Error> {
    entry.seq = before.seq + 1;
    let bytes = encode(&entry);
    let link = vault::chain::link(&before.link, &bytes);
    tx.prepare_cached("INSERT INTO audit (seq, entry, link) VALUES (?1, ?2, ?3)")?
        .execute(params![entry.seq, bytes, &link[..]])?;
    Ok(Head {
        seq: entry.seq,
        link,
    })
}

impl Store {
    /// The end of the chain.
    pub fn audit_head(&self) -> Result<Head, Error> {
        read_head(self.read(), self.genesis())
    }

    /// Entries from `from` (1 is the first), at most `most`.
    pub fn audit_entries(&self, from: u64, most: u64) -> Result<Vec<Entry>, Error> {
        let mut statement = self
            .read()
            .prepare("SELECT entry FROM audit WHERE seq >= ?1 ORDER BY seq LIMIT ?2")?;
        let rows = statement.query_map(params![from, most], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| decode(&bytes?, "audit entry")).collect()
    }

    /// Every entry of these acts, oldest first. The others are left on the way, so that a long chain is not held.
    pub fn audit_with(&self, actions: &[&str]) -> Result<Vec<Entry>, Error> {
        let mut statement = self
            .read()
            .prepare("SELECT entry FROM audit ORDER BY seq")?;
        let mut rows = statement.query([])?;
        let mut of = Vec::new();
        while let Some(row) = rows.next()? {
            let entry: Entry = decode(&row.get::<_, Vec<u8>>(0)?, "audit entry")?;
            if actions.contains(&entry.action.as_str()) {
                of.push(entry);
            }
        }
        Ok(of)
    }

    /// Walks the whole chain, and for every entry compares the objects it speaks of with what stands there now.
    pub fn audit_verify(&self) -> Result<Verified, Error> {
        let start = Head {
            seq: 0,
            link: self.genesis(),
        };
        let mut covered = Covered::new();
        let mut spoken_of: std::collections::BTreeMap<String, u64> =
            std::collections::BTreeMap::new();
        let mut erased: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
        let mut statement = self
            .read()
            .prepare("SELECT seq, entry, link FROM audit ORDER BY seq")?;
        let mut rows = statement.query([])?;
        let stopped = |fault: Fault, head| {
            Ok(Verified {
                entries: fault.seq,
                head,
                fault: Some(fault),
            })
        };
        let walked = walk::walk(
            start,
            |batch| {
                while !batch.is_full() {
                    let Some(row) = rows.next()? else { break };
                    // Lent by the engine, and copied once into the batch.
                    let blob = |column| {
                        let value = row.get_ref(column)?.as_blob();
                        value.map_err(|_| Error::Damaged {
                            what: "audit entry",
                        })
                    };
                    batch.push(row.get(0)?, blob(1)?, blob(2)?);
                }
                Ok(())
            },
            |walk::Spoken { entry, .. }| {
                if let Some(why) = self.audit_object(entry, &mut covered)? {
                    return Ok(Some(why));
                }
                if entry.action == "client_erased" {
                    erased.insert(entry.id.clone());
                }
                let spoken = match (entry.kind.as_str(), entry.action.as_str()) {
                    ("session", "session_opened") => Some("session"),
                    ("session", "session_closed") => Some("session_end"),
                    ("session" | "course" | "review", _) => None,
                    (
                        kind @ ("person" | "client" | "protocol" | "measure" | "adoption"
                        | "checkpoint" | "signature" | "person_key" | "contact" | "packet"
                        | "lock" | "licence" | "duty" | "inspection" | "confidence"
                        | "confidence_reader"),
                        _,
                    ) if entry.after.is_some() => Some(kind),
                    _ => None,
                };
                if let Some(table) = spoken {
                    *spoken_of.entry(table.to_owned()).or_insert(0u64) += 1;
                }
                Ok(None)
            },
        )?;
        let head = match walked {
            Ok(head) => head,
            Err((fault, head)) => return stopped(fault, head),
        };
        let fault = |seq, why, head| stopped(Fault { seq, why }, head);
        // A key goes by an erasure that the chain speaks of, and does not come back.
        for row in self.clients()? {
            let why = match (row.wrapped.is_some(), erased.contains(&row.id.to_string())) {
                (false, false) => "a client's key is gone and no entry speaks of it",
                (true, true) => "an erased client's key is there again",
                _ => continue,
            };
            return fault(head.seq, why, head);
        }
        // Rows that no entry speaks of were put there past the only commit. A copy of an older record is looked at as it lies.
        let schema: u32 = self
            .read()
            .query_row("PRAGMA user_version", [], |row| row.get(0))?;
        for (kind, count, why) in [
            (
                "session",
                "SELECT s.id, count(*) FROM session_event AS e LEFT JOIN session AS s ON s.ordinal = e.place >> 24 GROUP BY e.place >> 24",
                "a session holds rows that no entry speaks of",
            ),
            (
                "course",
                "SELECT client, count(*) FROM course_event GROUP BY client",
                "a course holds rows that no entry speaks of",
            ),
            (
                "review",
                "SELECT thread, count(*) FROM review_event GROUP BY thread",
                "a review holds rows that no entry speaks of",
            ),
        ]
        .into_iter()
        .filter(|(kind, ..)| schema >= since(kind))
        {
            let mut counts = self.read().prepare(count)?;
            let mut rows = counts.query([])?;
            while let Some(row) = rows.next()? {
                let (id, count): (Option<Vec<u8>>, u64) = (row.get(0)?, row.get(1)?);
                let list = (kind.to_owned(), hex(&id.unwrap_or_default()));
                if covered.get(&list).copied().unwrap_or(0) != count {
                    return fault(head.seq, why, head);
                }
            }
        }
        for (kind, count, why) in [
            (
                "person",
                "SELECT count(*) FROM person",
                "people stand there that no entry speaks of",
            ),
            (
                "client",
                "SELECT count(*) FROM client",
                "clients stand there that no entry speaks of",
            ),
            (
                "protocol",
                "SELECT count(*) FROM protocol",
                "protocols stand there that no entry speaks of",
            ),
            (
                "measure",
                "SELECT count(*) FROM measure",
                "measures stand there that no entry speaks of",
            ),
            (
                "adoption",
                "SELECT count(*) FROM protocol_adoption",
                "adoptions stand there that no entry speaks of",
            ),
            (
                "signature",
                "SELECT count(*) FROM signature",
                "signatures stand there that no entry speaks of",
            ),
            (
                "person_key",
                "SELECT count(*) FROM person_key",
                "keys stand there that no entry speaks of",
            ),
            (
                "contact",
                "SELECT count(*) FROM contact",
                "contacts stand there that no entry speaks of",
            ),
            (
                "packet",
                "SELECT count(*) FROM packet",
                "packets stand there that no entry speaks of",
            ),
            (
                "lock",
                "SELECT count(*) FROM record_lock",
                "locks stand there that no entry speaks of",
            ),
            (
                "licence",
                "SELECT count(*) FROM licence",
                "licences stand there that no entry speaks of",
            ),
            (
                "duty",
                "SELECT count(*) FROM duty",
                "lines about people stand there that no entry speaks of",
            ),
            (
                "inspection",
                "SELECT count(*) FROM inspection",
                "inspectors stand there that no entry speaks of",
            ),
            (
                "confidence",
                "SELECT count(*) FROM confidence",
                "words in confidence stand there that no entry speaks of",
            ),
            (
                "confidence_reader",
                "SELECT count(*) FROM confidence_reader",
                "readers in confidence stand there that no entry speaks of",
            ),
            (
                "checkpoint",
                "SELECT count(*) FROM checkpoint",
                "checkpoints stand there that no entry speaks of",
            ),
            (
                "session",
                "SELECT count(*) FROM session",
                "sessions stand there that no entry speaks of",
            ),
            (
                "session_end",
                "SELECT count(*) FROM session_end",
                "a session ended and no entry speaks of it",
            ),
        ]
        .into_iter()
        .filter(|(kind, ..)| schema >= since(kind))
        {
            let there: u64 = self.read().query_row(count, [], |row| row.get(0))?;
            if there != spoken_of.get(kind).copied().unwrap_or(0) {
                return fault(head.seq, why, head);
            }
        }
        Ok(Verified {
            entries: head.seq,
            head,
            fault: None,
        })
    }

    /// What stands there now, against what the entry says was written.
    fn audit_object(
        &self,
        entry: &Entry,
        covered: &mut Covered,
    ) -> Result<Option<&'static str>, Error> {
        let Some(after) = &entry.after else {
            return Ok(None);
        };
        let digest = match entry.kind.as_str() {
            kind @ ("session" | "course" | "review") => {
                let (Some(first), Some(last)) = (entry.first, entry.last) else {
                    return Ok(Some("the entry names no rows"));
                };
                let list = (entry.kind.clone(), entry.id.clone());
                let next = covered.entry(list).or_insert(0);
                if first != *next {
                    return Ok(Some(match kind {
                        "session" => "rows of a session are out of order",
                        "course" => "rows of a course are out of order",
                        _ => "rows of a review are out of order",
                    }));
                }
                *next = last + 1;
                match kind {
                    "session" => self.session_rows_digest(&entry.id, first, last)?,
                    "course" => self.course_rows_digest(&entry.id, first, last)?,
                    _ => self.review_rows_digest(&entry.id, first, last)?,
                }
            }
            "person" => self.person_digest(&entry.id, entry.first.unwrap_or(0))?,
            "client" => self.client_digest(&entry.id, entry.first.unwrap_or(0))?,
            "protocol" => self.protocol_digest(&entry.id)?,
            "measure" => self.measure_digest(&entry.id)?,
            "adoption" => self.adoption_digest(&entry.id)?,
            "signature" => self.signature_digest(&entry.id)?,
            "person_key" => self.person_key_digest(&entry.id)?,
            "contact" => self.contact_digest(&entry.id, entry.first.unwrap_or(0))?,
            "packet" => self.packet_digest(&entry.id)?,
            "lock" => self.lock_digest(&entry.id)?,
            "licence" => self.licence_digest(&entry.id, entry.first.unwrap_or(0))?,
            "duty" => self.duty_digest(&entry.id, entry.first.unwrap_or(0))?,
            "inspection" => self.inspection_digest(&entry.id, entry.first.unwrap_or(0))?,
            "confidence" => self.confidence_digest(&entry.id)?,
            "confidence_reader" => self.confidence_reader_digest(&entry.id)?,
            _ => return Ok(None),
        };
        match digest {
            None => Ok(Some("what the entry speaks of is gone")),
            Some(found) if hex(&found) != *after => {
                Ok(Some("what the entry speaks of was changed"))
            }
            Some(_) => Ok(None),
        }
    }

    /// Keeps a signed note over the chain's head.
    pub fn checkpoint_keep(&mut self, seq: u64, note: &str, entry: Entry) -> Result<Head, Error> {
        let tx = self.begin()?;
        tx.sql().execute(
            "INSERT INTO checkpoint (seq, note) VALUES (?1, ?2)",
            params![seq, note],
        )?;
        let after = vault::chain::digest(note.as_bytes());
        tx.commit(entry.after(after))
    }

    /// The last entry with this action about this object.
    pub fn audit_last_of(&self, action: &str, id: &str) -> Result<Option<u64>, Error> {
        let mut statement = self.read().prepare_cached(
            "SELECT seq, entry FROM audit WHERE instr(entry, CAST(?1 AS BLOB)) AND instr(entry, CAST(?2 AS BLOB)) ORDER BY seq DESC",
        )?;
        let mut rows = statement.query(params![action, id])?;
        while let Some(row) = rows.next()? {
            let entry: Entry = decode(&row.get::<_, Vec<u8>>(1)?, "audit entry")?;
            if entry.action == action && entry.id == id {
                return Ok(Some(row.get(0)?));
            }
        }
        Ok(None)
    }

    /// Every entry about any of these objects (kind and id), oldest first, in one pass over the chain.
    pub fn audit_of(&self, objects: &[(&str, String)]) -> Result<Vec<Entry>, Error> {
        if objects.is_empty() {
            return Ok(Vec::new());
        }
        let wanted: Vec<String> = (1..=objects.len())
            .map(|at| format!("instr(entry, CAST(?{at} AS BLOB))"))
            .collect();
        let mut statement = self.read().prepare(&format!(
            "SELECT entry FROM audit WHERE {} ORDER BY seq",
            wanted.join(" OR ")
        ))?;
        // As it stands in an entry, whose fields have one order.
        let needles = objects
            .iter()
            .map(|(kind, id)| format!("\"id\":\"{id}\",\"kind\":\"{kind}\""));
        let needles = rusqlite::params_from_iter(needles);
        let rows = statement.query_map(needles, |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| decode(&bytes?, "audit entry")).collect()
    }

    /// Signed notes, oldest first.
    pub fn checkpoints(&self) -> Result<Vec<(u64, String)>, Error> {
        let mut statement = self
            .read()
            .prepare("SELECT seq, note FROM checkpoint ORDER BY seq")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }

    /// The link of one entry, to compare with a checkpoint.
    pub fn audit_link(&self, seq: u64) -> Result<Option<[u8; 32]>, Error> {
        let link: Option<Vec<u8>> = self
            .read()
            .query_row("SELECT link FROM audit WHERE seq = ?1", [seq], |row| {
                row.get(0)
            })
            .optional()?;
        link.map(|bytes| bytes32(&bytes)).transpose()
    }
}

/// The migration that brought a kind's table.
fn since(kind: &str) -> u32 {
    match kind {
        "course" | "measure" => 2,
        "signature" | "person_key" => 3,
        "contact" | "packet" | "review" => 4,
        "lock" => 5,
        "licence" | "duty" => 6,
        "inspection" => 7,
        "confidence" | "confidence_reader" => 8,
        _ => 1,
    }
}

impl Store {
    /// An entry about something that changed no row of the record (an opening, a locking).
    pub fn audit_note(&mut self, entry: Entry) -> Result<Head, Error> {
        self.begin()?.commit(entry)
    }
}
