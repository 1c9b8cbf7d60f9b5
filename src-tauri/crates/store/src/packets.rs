//! People of other vaults, packets to and from them, and the rows of their threads.

use crate::audit::{Context, Head};
use crate::record::{associated, decode, digest_of, encode};
use crate::{Error, Store};
use clinic::id::{ClientId, PacketId, PersonId};
use clinic::review::redact::Redaction;
use clinic::review::{ReviewRole, Row};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use vault::Key;
use vault::entropy::Entropy;

/// Version tag of packet parts and of rows of a thread.
const PACKET_PART: u32 = 1;
const REVIEW_EVENT: u32 = 1;

/// A person of another vault, as pinned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactRow {
    /// Version tag.
    pub v: u32,
    /// Their id in their own vault.
    pub person: PersonId,
    /// Their contact card as it was taken in; none: known by a packet of theirs only.
    pub card: Option<String>,
    /// Printed name.
    pub name: String,
    /// What packets for them are sealed to.
    pub recipient: String,
    /// Their public key, hex.
    pub key: String,
    /// The six words were compared by voice.
    pub compared: bool,
    /// Nothing more is taken from them or sealed for them.
    pub revoked: bool,
    /// In which role they review what is sealed here; none: their card named none and nobody here did, or the row is older than this field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<ReviewRole>,
    /// The time of this revision, UTC milliseconds.
    pub wall_ms: i64,
}

/// Which way a packet went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Sealed here.
    Out,
    /// Opened here.
    In,
}

/// A packet as it is kept: nothing of its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PacketRow {
    /// Version tag.
    pub v: u32,
    /// Which.
    pub packet: PacketId,
    /// The one that its thread began with.
    pub thread: PacketId,
    /// Which way.
    pub way: Way,
    /// Who sealed it.
    pub author: PersonId,
    /// Their key, hex.
    pub author_key: String,
    /// Whose vault it comes from, hex.
    pub vault: String,
    /// Whom it is sealed for, with the count for each.
    pub recipients: Vec<RecipientRow>,
    /// SHA-256 of what its author signed, hex.
    pub digest: String,
    /// Where the author's chain was.
    pub checkpoint_seq: u64,
    /// How much was left out.
    pub redaction: Redaction,
    /// When it was sealed, UTC milliseconds.
    pub created_wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// To be destroyed after; none: no such wish.
    pub expires_wall_ms: Option<i64>,
    /// When this row was written.
    pub kept_wall_ms: i64,
}

/// Whom a packet is sealed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipientRow {
    /// Their age recipient.
    pub recipient: String,
    /// How many packets their author had sealed for them.
    pub sequence: u64,
    /// Digest of the one before, hex; none: the row is older than this field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// In which role they read it; none: the packet names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<ReviewRole>,
}

/// A packet with whose key its parts lie under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// What is kept of it.
    pub row: PacketRow,
    /// Its key's name in `client_key`.
    pub client: ClientId,
}

/// A part: what it is, the version of its encoding, its bytes.
pub type PartBytes = (u16, u16, Vec<u8>);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewEventV1 {
    v: u32,
    row: Row,
}

fn part_aad(packet: PacketId, seq: u64) -> Vec<u8> {
    associated("packet_part", &[&packet.0, &seq.to_be_bytes()], PACKET_PART)
}

fn review_aad(thread: PacketId, seq: u64) -> Vec<u8> {
    associated(
        "review_event",
        &[&thread.0, &seq.to_be_bytes()],
        REVIEW_EVENT,
    )
}

impl Store {
    /// Everybody of other vaults, by name.
    pub fn contacts(&self) -> Result<Vec<ContactRow>, Error> {
        let mut statement = self.read().prepare(
            "SELECT body FROM contact AS c WHERE revision = (SELECT max(revision) FROM contact WHERE person = c.person)",
        )?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        let mut contacts: Vec<ContactRow> = rows
            .map(|bytes| decode(&bytes?, "contact"))
            .collect::<Result<_, Error>>()?;
        contacts.sort_by(|a, b| (&a.name, a.person).cmp(&(&b.name, b.person)));
        Ok(contacts)
    }

    /// Pins a person, or keeps a later revision.
    pub fn contact_keep(
        &mut self,
        row: &ContactRow,
        action: &str,
        context: &Context,
    ) -> Result<Head, Error> {
        let tx = self.begin()?;
        let before: Option<(u64, Vec<u8>)> = tx
            .sql()
            .query_row(
                "SELECT revision, body FROM contact WHERE person = ?1 ORDER BY revision DESC LIMIT 1",
                [&row.person.0[..]],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let revision = before.as_ref().map_or(0, |(revision, _)| revision + 1);
        let body = encode(row);
        tx.sql().execute(
            "INSERT INTO contact (person, revision, body) VALUES (?1, ?2, ?3)",
            params![&row.person.0[..], revision, body],
        )?;
        let mut entry = context
            .entry(action, "contact", &row.person.to_string())
            .after(vault::chain::digest(&body))
            .rows(revision, revision);
        if let Some((_, old)) = before {
            entry = entry.before(vault::chain::digest(&old));
        }
        tx.commit(entry)
    }

    /// Keeps a packet with its parts. `wrapped` is its key's wrapped form where it has one of its own that is new.
    #[allow(
        clippy::too_many_arguments,
        reason = "one act of the record and everything it is bound to"
    )]
    pub fn packet_keep(
        &mut self,
        packet: &Packet,
        parts: &[PartBytes],
        key: &Key,
        wrapped: Option<&[u8]>,
        entropy: &mut dyn Entropy,
        action: &str,
        context: &Context,
    ) -> Result<Head, Error> {
        let id = packet.row.packet;
        let body = encode(&packet.row);
        let mut bytes = vec![body.clone()];
        for (seq, (kind, version, part)) in (0u64..).zip(parts) {
            let mut plain = Vec::with_capacity(part.len() + 4);
            plain.extend_from_slice(&kind.to_be_bytes());
            plain.extend_from_slice(&version.to_be_bytes());
            plain.extend_from_slice(part);
            bytes.push(vault::seal::seal(key, &part_aad(id, seq), &plain, entropy)?);
        }
        let tx = self.begin()?;
        if let Some(wrapped) = wrapped {
            tx.sql().execute(
                "INSERT INTO client_key (client, wrapped) VALUES (?1, ?2)",
                params![&packet.client.0[..], wrapped],
            )?;
        }
        tx.sql().execute(
            "INSERT INTO packet (id, thread, client, body) VALUES (?1, ?2, ?3, ?4)",
            params![
                &id.0[..],
                &packet.row.thread.0[..],
                &packet.client.0[..],
                body
            ],
        )?;
        for (seq, sealed) in (0u64..).zip(&bytes[1..]) {
            tx.sql()
                .prepare_cached(
                    "INSERT INTO packet_part (packet, seq, sealed) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![&id.0[..], seq, sealed])?;
        }
        let entry = context
            .entry(action, "packet", &id.to_string())
            .after(digest_of(&bytes));
        tx.commit(entry)
    }

    /// Every packet, oldest first.
    pub fn packets(&self) -> Result<Vec<Packet>, Error> {
        let mut statement = self
            .read()
            .prepare_cached("SELECT client, body FROM packet ORDER BY rowid")?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        rows.map(|row| {
            let (client, body) = row?;
            Ok(Packet {
                row: decode(&body, "packet")?,
                client: ClientId(client),
            })
        })
        .collect()
    }

    /// Parts of a packet, opened, in order.
    pub fn packet_parts(&self, packet: PacketId, key: &Key) -> Result<Vec<PartBytes>, Error> {
        self.packet_first_parts(packet, key, None)
    }

    /// The first of them alone: what the packet says of itself, without the sessions behind it.
    pub fn packet_cover(&self, packet: PacketId, key: &Key) -> Result<Vec<PartBytes>, Error> {
        self.packet_first_parts(packet, key, Some(1))
    }

    fn packet_first_parts(
        &self,
        packet: PacketId,
        key: &Key,
        most: Option<u32>,
    ) -> Result<Vec<PartBytes>, Error> {
        let damaged = Error::Damaged { what: "packet" };
        let mut statement = self.read().prepare_cached(
            "SELECT seq, sealed FROM packet_part WHERE packet = ?1 ORDER BY seq LIMIT ?2",
        )?;
        // To the database a limit below nought is none.
        let most = most.map_or(-1, i64::from);
        let mut rows = statement.query(params![&packet.0[..], most])?;
        let mut parts = Vec::new();
        while let Some(row) = rows.next()? {
            let (seq, sealed): (u64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            if seq != parts.len() as u64 {
                return Err(damaged);
            }
            let plain = vault::seal::open(key, &part_aad(packet, seq), &sealed)?;
            let Some(([a, b, c, d], bytes)) = plain.split_first_chunk::<4>() else {
                return Err(damaged);
            };
            parts.push((
                u16::from_be_bytes([*a, *b]),
                u16::from_be_bytes([*c, *d]),
                bytes.to_vec(),
            ));
        }
        Ok(parts)
    }

    /// Destroys the key of a packet that came from elsewhere: nothing of its thread can be read again.
    pub fn packet_destroy(&mut self, packet: &Packet, context: &Context) -> Result<Head, Error> {
        self.read().pragma_update(None, "secure_delete", true)?;
        let tx = self.begin()?;
        let gone = tx.sql().execute(
            "DELETE FROM client_key WHERE client = ?1",
            [&packet.client.0[..]],
        )?;
        if gone == 0 {
            return Err(Error::NotFound { what: "packet" });
        }
        tx.commit(context.entry("packet_destroyed", "packet", &packet.row.thread.to_string()))
    }

    /// Rows that people of this vault added to a thread, in order.
    pub fn review_rows(&self, thread: PacketId, key: &Key) -> Result<Vec<Row>, Error> {
        let mut statement = self.read().prepare_cached(
            "SELECT seq, sealed FROM review_event WHERE thread = ?1 ORDER BY seq",
        )?;
        let mut rows = statement.query([&thread.0[..]])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let (seq, sealed): (u64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let plain = vault::seal::open(key, &review_aad(thread, seq), &sealed)?;
            let ReviewEventV1 { v, row } = decode(&plain, "review")?;
            if v != REVIEW_EVENT || seq != all.len() as u64 {
                return Err(Error::Damaged { what: "review" });
            }
            all.push(row);
        }
        Ok(all)
    }

    /// Adds a row to a thread; `seq` is how many stand there.
    pub fn review_append(
        &mut self,
        thread: PacketId,
        seq: u64,
        row: &Row,
        key: &Key,
        entropy: &mut dyn Entropy,
        context: &Context,
    ) -> Result<Head, Error> {
        let plain = encode(&ReviewEventV1 {
            v: REVIEW_EVENT,
            row: row.clone(),
        });
        let sealed = vault::seal::seal(key, &review_aad(thread, seq), &plain, entropy)?;
        let tx = self.begin()?;
        tx.sql()
            .prepare_cached("INSERT INTO review_event (thread, seq, sealed) VALUES (?1, ?2, ?3)")?
            .execute(params![&thread.0[..], seq, sealed])?;
        let entry = context
            .entry(row.event.word(), "review", &thread.to_string())
            .after(digest_of(&[sealed]))
            .rows(seq, seq);
        tx.commit(entry)
    }

    pub(crate) fn contact_digest(
        &self,
        id: &str,
        revision: u64,
    ) -> Result<Option<[u8; 32]>, Error> {
        let Ok(id) = id.parse::<PersonId>() else {
            return Ok(None);
        };
        let body: Option<Vec<u8>> = self
            .read()
            .query_row(
                "SELECT body FROM contact WHERE person = ?1 AND revision = ?2",
                params![&id.0[..], revision],
                |row| row.get(0),
            )
            .optional()?;
        Ok(body.map(|bytes| vault::chain::digest(&bytes)))
    }

    pub(crate) fn packet_digest(&self, id: &str) -> Result<Option<[u8; 32]>, Error> {
        let Ok(id) = id.parse::<PacketId>() else {
            return Ok(None);
        };
        let body: Option<Vec<u8>> = self
            .read()
            .query_row(
                "SELECT body FROM packet WHERE id = ?1",
                [&id.0[..]],
                |row| row.get(0),
            )
            .optional()?;
        let Some(body) = body else { return Ok(None) };
        let mut statement = self
            .read()
            .prepare_cached("SELECT sealed FROM packet_part WHERE packet = ?1 ORDER BY seq")?;
        let parts = statement.query_map([&id.0[..]], |row| row.get(0))?;
        let all = std::iter::once(Ok(body))
            .chain(parts)
            .collect::<Result<Vec<Vec<u8>>, rusqlite::Error>>()?;
        Ok(Some(digest_of(&all)))
    }

    pub(crate) fn review_rows_digest(
        &self,
        id: &str,
        first: u64,
        last: u64,
    ) -> Result<Option<[u8; 32]>, Error> {
        let Ok(id) = id.parse::<PacketId>() else {
            return Ok(None);
        };
        if last < first || i64::try_from(last).is_err() {
            return Ok(None);
        }
        let mut statement = self.read().prepare_cached(
            "SELECT sealed FROM review_event WHERE thread = ?1 AND seq BETWEEN ?2 AND ?3 ORDER BY seq",
        )?;
        let rows: Vec<Vec<u8>> = statement
            .query_map(params![&id.0[..], first, last], |row| row.get(0))?
            .collect::<Result<_, rusqlite::Error>>()?;
        let whole = rows.len() as u64 == last - first + 1;
        Ok(whole.then(|| digest_of(&rows)))
    }
}
