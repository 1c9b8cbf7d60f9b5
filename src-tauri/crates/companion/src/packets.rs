//! Packets: contact cards, sealing sessions for a person of another vault, opening what comes from one, and the answer that travels back.
//!
//! **Invariant:** nothing of a packet is shown or written before its author is known, its place in the row of their packets fits, every part
//! has its digest, and every session in it replays.

mod apart;
mod contacts;
mod course;
mod files;
mod freshness;
mod hours;
mod open;
mod order;
mod parts;
mod seal;
mod thread;

pub use course::{LeavingPiece, PieceLine, ReadCourse};
pub(crate) use course::{names, part_of};
pub(crate) use files::file_read;
pub use files::{file_put, file_write, files_write, free_names};
pub use hours::{Held, Said};
pub use order::Order;

use crate::session::{AmendedLater, Live, shelved_as_told};
use crate::{Companion, Error, Open};
use clinic::id::{ClientId, PacketId, PersonId, SessionId, hex};
use clinic::protocol::Protocol;
pub use clinic::review::ReviewRole;
use clinic::review::redact::{self, Redaction};
use clinic::review::{Review, Row, Side};
use clinic::session::Session;
use clinic::session::event::{Author, Event, Recorded};
use course::course_of;
use files::{free_name, plain_file, write_whole};
use parts::{
    RowsV1, SessionV1, WitnessV1, cover, cover_of, read_parts, recipients, redaction_number,
    redaction_of, rows_of, rows_version, witness_of,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::packets::{ContactRow, Packet, PartBytes, RecipientRow};
pub use store::packets::{PacketRow, Way};
use store::sessions::SessionRow;
use store::signatures::About;
use vault::Key;
use vault::card::{BadCard, Card};
use vault::chain::Point;
use vault::entropy::make_bytes;
use vault::packet::{BadPacket, Manifest, Recipient, Source};
use vault::sign::{Namespace, PublicKey, Signature};

/// Ending of a packet's file.
pub const ENDING: &str = "holdfast-packet";
/// Ending of a contact card's file.
pub const CARD_ENDING: &str = "holdfast-card";
/// What a packet is.
const FOR_REVIEW: u8 = 1;
const REPLY: u8 = 2;
/// What a part is: `FORMAT.md` of the store, section 8.
const COVER: u16 = 0;
const PROTOCOL: u16 = 1;
const SESSION: u16 = 2;
const ROWS: u16 = 3;
const WITNESS: u16 = 4;
const COURSE: u16 = 5;
const APART: u16 = 6;
/// Namespace of a witness's signature under somebody else's checkpoint.
const WITNESSED: Namespace = Namespace::new("holdfast/witness/1");
/// Longest code of a client in a packet.
const CODE_MAX: usize = 200;
/// Longest wish for how long a packet is kept.
const DAYS_MAX: u16 = 3650;
/// Counter: an answer was taken in whose signatures are not all under their sessions yet.
pub(crate) const ADOPTION_OWED: &str = "adoption_owed";
/// Most that is taken in at once: what is opened is held in memory until it is whole.
const OPENED_MAX: u64 = 64 << 20;
/// Rows of a review in one packet, at most: more than anybody says about a course, and few enough to be looked through at each look.
const ROWS_MAX: usize = 10_000;

/// Why a packet was not taken in. Nothing was shown or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// No contact card, or one whose signature does not hold.
    #[error("this is no contact card")]
    NotACard,
    /// The card or packet names a person whose keys are others than those that were pinned.
    #[error("the keys of {name} are others than before")]
    KeysChanged {
        /// As pinned.
        name: String,
        /// Six words of the new keys.
        words: String,
    },
    /// Somebody who was never pinned.
    #[error("nobody here knows {name}")]
    UnknownAuthor {
        /// As they say.
        name: String,
        /// Six words of their keys.
        words: String,
    },
    /// Somebody from whom nothing more is taken.
    #[error("{name} was revoked")]
    Revoked {
        /// As pinned.
        name: String,
    },
    /// The file is no packet.
    #[error("this is no packet")]
    NotAPacket,
    /// It is sealed to others.
    #[error("the packet is not for this person")]
    NotForYou,
    /// Its author did not name this person.
    #[error("the packet was forwarded")]
    Forwarded,
    /// Written by a newer program.
    #[error("the packet needs a newer program")]
    Newer,
    /// Larger than a packet may be, or a number in it is.
    #[error("the packet's {0} is outside its limit")]
    Limit(&'static str),
    /// Its bytes end too early.
    #[error("the packet ends too early")]
    Cut,
    /// Changed on the way.
    #[error("the packet was changed")]
    Damaged,
    /// As it was sealed, and not in the form that is written.
    #[error("the packet is not in the form of a packet")]
    Malformed,
    /// Its author's signature does not hold.
    #[error("the packet's signature does not hold")]
    Signature,
    /// It was opened before.
    #[error("the packet was opened before")]
    Known,
    /// A later one of the same author was opened before.
    #[error("a later packet of this author was opened before")]
    Older,
    /// Its author's record is shorter than it was: an older copy was put back there.
    #[error("the author's record is older than it was")]
    RolledBack,
    /// It follows another packet than the one that was opened before: two histories.
    #[error("the author's packets do not follow each other")]
    Fork,
    /// An answer to a packet that this vault does not know.
    #[error("an answer to a packet that is not known here")]
    NoThread,
    /// The packet's time is over.
    #[error("the packet's time is over")]
    Expired,
    /// One between it and a later one that was opened is missing: only that one shows whether this belongs between them.
    #[error("packet {next} of this author is missing between")]
    Between {
        /// Number of the one that has to be opened first.
        next: u64,
    },
    /// This vault's own record is older than its head file says, or than a checkpoint of it that somebody countersigned.
    #[error("this record is older than it was")]
    OwnOlder,
}

/// Whether something that was kept here cannot be read as it was kept.
pub(crate) fn is_damage(error: &Error) -> bool {
    matches!(error, Error::Damaged { .. } | Error::Packet(_))
}

/// A public key as it is written down.
pub(crate) fn key_of_hex(text: &str) -> Option<PublicKey> {
    let bytes = vault::from_hex(text)?.try_into().ok()?;
    PublicKey::parse(&bytes).ok()
}

/// A signature as it is written down.
pub(crate) fn signature_of_hex(text: &str) -> Option<Signature> {
    Signature::try_from(vault::from_hex(text)?).ok()
}

impl From<BadPacket> for Error {
    fn from(bad: BadPacket) -> Error {
        Error::Packet(match bad {
            BadPacket::NotAPacket => Stopped::NotAPacket,
            BadPacket::NotForYou => Stopped::NotForYou,
            BadPacket::Forwarded => Stopped::Forwarded,
            BadPacket::Newer { .. } => Stopped::Newer,
            BadPacket::Limit(what) => Stopped::Limit(what),
            BadPacket::Truncated => Stopped::Cut,
            BadPacket::Damaged | BadPacket::Trailing => Stopped::Damaged,
            BadPacket::Field(_) => Stopped::Malformed,
            BadPacket::Signature => Stopped::Signature,
            BadPacket::Io(error) => return Error::from(error),
        })
    }
}

impl From<BadCard> for Error {
    fn from(_: BadCard) -> Error {
        Error::Packet(Stopped::NotACard)
    }
}

/// A person of another vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// As pinned.
    pub row: ContactRow,
    /// Six words of their keys, to be compared by voice.
    pub words: String,
}

/// What is to be sealed, and for whom.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Whose sessions.
    pub client: ClientId,
    /// Which, ended ones only.
    pub sessions: Vec<SessionId>,
    /// Which parts of the course, as [`Companion::packet_pieces`] names them.
    pub course: Vec<String>,
    /// For whom.
    pub to: Vec<PersonId>,
    /// Who among them gets the words of one's own process notes too. Nobody else of the packet does.
    pub process_notes: Vec<PersonId>,
    /// How much is left out.
    pub redaction: Redaction,
    /// What for.
    pub purpose: String,
    /// To be destroyed by its reader after so many days; none: no such wish.
    pub days: Option<u16>,
}

/// What leaves with one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeavingSession {
    /// Which.
    pub session: SessionId,
    /// Number of it.
    pub number: u16,
    /// When it was opened, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// Entries, all of them.
    pub entries: usize,
    /// Notes among them whose words go.
    pub notes: usize,
    /// Process notes, everybody's.
    pub process_notes: usize,
    /// Those of them whose words go: one's own, where somebody was named for them.
    pub process_leaves: usize,
    /// Names of the team that stand in it.
    pub names: Vec<String>,
    /// Signatures under it.
    pub signatures: usize,
}

/// Everything that would leave, before it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Who looked: words that are theirs alone leave only where they seal it.
    pub by: PersonId,
    /// The client's code, as it would be read there.
    pub code: String,
    /// Sessions.
    pub sessions: Vec<LeavingSession>,
    /// Parts of the course.
    pub course: Vec<LeavingPiece>,
    /// Names of the protocols that go along whole.
    pub protocols: Vec<String>,
    /// For whom.
    pub to: Vec<Contact>,
    /// Printed names of those who get the words of process notes.
    pub process_for: Vec<String>,
    /// Bytes before sealing.
    pub bytes: u64,
}

/// A packet that was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Which.
    pub packet: PacketId,
    /// Its thread.
    pub thread: PacketId,
    /// Its file.
    pub path: PathBuf,
    /// Size of the file.
    pub bytes: u64,
}

/// A signature as it stood under a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureV1 {
    /// The signed statement.
    pub body: String,
    /// Ed25519 over it, hex.
    pub signature: String,
    /// By this key, hex.
    pub key: String,
}

/// What others have countersigned of this vault's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Witnesses {
    /// The last entry that a countersigned checkpoint speaks of, where it fits the chain.
    pub reached: Option<u64>,
    /// An entry at which the chain is not what was countersigned.
    pub differs: Option<u64>,
}

/// A session as it is read out of a packet.
#[derive(Debug, Clone)]
pub struct Read {
    /// Its line and what its rows say.
    pub live: Live,
    /// The last row of the author's, and the digest over all of them.
    pub last: u64,
    /// Hex.
    pub digest: String,
    /// How many process notes came without words that this reader can open.
    pub process_notes_left_out: u64,
    /// Signatures as they stood.
    pub signatures: Vec<SignatureV1>,
    /// Whoever looks accepted this session in another packet, and it was amended since.
    pub changed: bool,
}

/// A thread: the packet it began with, and everything that was said about it here and elsewhere.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The packet that it began with.
    pub packet: Packet,
    /// Which side this vault is on.
    pub side: Side,
    /// Printed name of its author.
    pub author_name: String,
    /// What for.
    pub purpose: String,
    /// The client's code as it was sealed.
    pub code: String,
    /// Its author's checkpoint.
    pub checkpoint: String,
    /// Every row known here.
    pub review: Review,
    /// Rows of this vault that were not sealed into an answer yet.
    pub unsent: usize,
    /// Packets of the thread, this one included.
    pub packets: Vec<Packet>,
}

/// What lies in the packet that a thread began with.
#[derive(Debug, Clone)]
pub struct Within {
    /// Sessions.
    pub sessions: Vec<Read>,
    /// Parts of the course.
    pub course: Option<ReadCourse>,
}
