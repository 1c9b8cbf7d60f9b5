//! Packets: contact cards, sealing sessions for a person of another vault, opening what comes from one, and the answer that travels back.
//!
//! **Invariant:** nothing of a packet is shown or written before its author is known, its place in the row of their packets fits, every part
//! has its digest, and every session in it replays.

use crate::session::Live;
use crate::{Companion, Error, Open};
use clinic::id::{ClientId, PacketId, PersonId, SessionId, hex};
use clinic::protocol::Protocol;
use clinic::review::redact::{self, Redaction};
use clinic::review::{Review, Row, Side};
use clinic::session::Session;
use clinic::session::event::{Author, Event, Recorded};
use serde::{Deserialize, Serialize};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
pub use store::packets::Way;
use store::packets::{ContactRow, Packet, PacketRow, PartBytes, RecipientRow};
use store::sessions::SessionRow;
use store::signatures::About;
use vault::Key;
use vault::card::{BadCard, Card};
use vault::chain::Point;
use vault::entropy::make_bytes;
use vault::packet::{BadPacket, Manifest, Recipient, Source};
use vault::sign::PublicKey;

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
/// Longest wish for how long a packet is kept.
const DAYS_MAX: u16 = 3650;
/// Most that is taken in at once: what is opened is held in memory until it is whole.
const OPENED_MAX: u64 = 64 << 20;

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
    /// Changed, cut or not in the form that is written.
    #[error("the packet was changed")]
    Damaged,
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
}

impl From<BadPacket> for Error {
    fn from(bad: BadPacket) -> Error {
        Error::Packet(match bad {
            BadPacket::NotAPacket => Stopped::NotAPacket,
            BadPacket::NotForYou => Stopped::NotForYou,
            BadPacket::Forwarded => Stopped::Forwarded,
            BadPacket::Newer { .. } => Stopped::Newer,
            BadPacket::Limit(what) => Stopped::Limit(what),
            BadPacket::Truncated | BadPacket::Damaged | BadPacket::Trailing => Stopped::Damaged,
            BadPacket::Field(_) => Stopped::Damaged,
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
    /// For whom.
    pub to: Vec<PersonId>,
    /// The words of process notes go too.
    pub process_notes: bool,
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
    /// Process notes, whose words go or stay as was chosen.
    pub process_notes: usize,
    /// Names of the team that stand in it.
    pub names: Vec<String>,
    /// Signatures under it.
    pub signatures: usize,
}

/// Everything that would leave, before it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// The client's code, as it would be read there.
    pub code: String,
    /// Sessions.
    pub sessions: Vec<LeavingSession>,
    /// Names of the protocols that go along whole.
    pub protocols: Vec<String>,
    /// For whom.
    pub to: Vec<Contact>,
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

/// The cover of a packet: its words, sealed with its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CoverV1 {
    v: u32,
    author_name: String,
    purpose: String,
    checkpoint: String,
    code: String,
}

/// A session in a packet.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SessionV1 {
    v: u32,
    session: SessionId,
    code: String,
    protocol: String,
    number: u16,
    wall_ms: i64,
    zone_minutes: i16,
    ended_wall_ms: i64,
    /// Digest over the author's own sealed rows 0 … last: what a signature under this session speaks of.
    last: u64,
    digest: String,
    process_notes_left_out: u64,
    signatures: Vec<SignatureV1>,
    rows: Vec<Recorded>,
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

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowsV1 {
    v: u32,
    rows: Vec<Row>,
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
    /// How many process notes came without their words.
    pub process_notes_left_out: u64,
    /// Signatures as they stood.
    pub signatures: Vec<SignatureV1>,
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

impl Companion {
    /// The contact card of whoever opened the vault, as text.
    pub fn contact_card(&self) -> Result<String, Error> {
        let open = self.open()?;
        let person = open.person(PersonId(open.unlocked.person_id()))?;
        open.unlocked
            .card(&person.name)
            .ok_or(Error::BadInput { what: "name" })
    }

    /// Printed name on that card.
    pub fn contact_name(&self) -> Result<String, Error> {
        let open = self.open()?;
        Ok(open.person(PersonId(open.unlocked.person_id()))?.name)
    }

    /// What packets for whoever opened the vault are sealed to.
    pub fn contact_recipient(&self) -> Result<String, Error> {
        Ok(self.open()?.unlocked.recipient().to_owned())
    }

    /// Writes the card into a folder, under a name that no file there has.
    pub fn contact_card_write(&self, into: &Path) -> Result<PathBuf, Error> {
        let card = self.contact_card()?;
        if !into.is_dir() {
            return Err(Error::BadInput { what: "folder" });
        }
        let path = free_name(into, &self.contact_name()?, CARD_ENDING);
        write_whole(&path, |out| {
            Ok(std::io::Write::write_all(out, card.as_bytes())?)
        })?;
        Ok(path)
    }

    /// The text of a card that somebody chose. Of a longer file no more is read than shows that it is none.
    pub fn contact_card_read(path: &Path) -> Result<String, Error> {
        let mut text = String::new();
        let file = std::fs::File::open(path).map_err(|_| Error::NoFile)?;
        let most = vault::card::LONGEST as u64 + 1;
        match std::io::Read::read_to_string(&mut std::io::Read::take(file, most), &mut text) {
            Ok(_) => Ok(text),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                Err(Error::Packet(Stopped::NotACard))
            }
            Err(_) => Err(Error::NoFile),
        }
    }

    /// Where the author's chain was when a thread's packet was sealed: entries, and the short code.
    pub fn packet_chain(&self, thread: &Thread) -> Result<(u64, String), Error> {
        let damaged = || Error::Damaged { what: "packet" };
        let key = vault::from_hex(&thread.packet.row.author_key)
            .and_then(|key| key.try_into().ok())
            .and_then(|key| PublicKey::parse(&key).ok())
            .ok_or_else(damaged)?;
        let said = vault::checkpoint::verify(&thread.checkpoint, &key).map_err(|_| damaged())?;
        let code = vault::checkpoint::short_code(&said.vault_id, &said.point);
        Ok((said.point.seq, code))
    }

    /// The six words of whoever opened the vault, to be read out.
    pub fn contact_words(&self) -> Result<String, Error> {
        Ok(Card::parse(&self.contact_card()?)?.fingerprint())
    }

    /// Writes the age identity of whoever opened the vault into a new file: any age program opens with it what is sealed to them. Asks for
    /// their passphrase.
    pub fn contact_identity_write(
        &mut self,
        proof: &crate::Secret,
        path: &Path,
    ) -> Result<(), Error> {
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let right = self.guess(|companion| match &companion.open {
            Some(open) if open.unlocked.confirm_passphrase(proof)? => Ok(()),
            _ => Err(vault::Error::WrongSecret),
        })?;
        right?;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        if !open.store.is_backup() {
            open.store
                .audit_note(context.entry("identity_exported", "vault", "identity"))?;
        }
        let identity = open.unlocked.identity();
        if path.exists() {
            return Err(Error::Duplicate { what: "file" });
        }
        write_whole(path, |out| {
            std::io::Write::write_all(out, identity.expose().as_bytes())?;
            Ok(std::io::Write::write_all(out, b"\n")?)
        })?;
        Ok(())
    }

    /// People of other vaults, by name.
    pub fn contacts(&self) -> Result<Vec<Contact>, Error> {
        let rows = self.open()?.store.contacts()?;
        rows.into_iter().map(Contact::of).collect()
    }

    /// Pins a person by their card. Other keys than those pinned stop everything, until somebody says that they compared the words and
    /// wants the new ones.
    pub fn contact_add(&mut self, text: &str, instead: bool) -> Result<Contact, Error> {
        let card = Card::parse(text)?;
        self.contact_pin(&card, Some(text), instead)
    }

    fn contact_pin(
        &mut self,
        card: &Card,
        text: Option<&str>,
        instead: bool,
    ) -> Result<Contact, Error> {
        let open = self.open()?;
        let person = PersonId(card.person);
        let known = open.contact(person)?;
        if open
            .store
            .people()?
            .iter()
            .any(|row| row.person.id == person)
        {
            return Err(Error::Duplicate { what: "person" });
        }
        if let Some(known) = &known {
            let same = known.row.key == hex(card.public_key.as_bytes())
                && known.row.recipient == card.recipient;
            if !same && !instead {
                return Err(Error::Packet(Stopped::KeysChanged {
                    name: known.row.name.clone(),
                    words: card.fingerprint(),
                }));
            }
            if same && !known.row.revoked && (text.is_none() || known.row.card.is_some()) {
                return Ok(known.clone());
            }
        }
        let author = open.author;
        let context = self.context(Some(author));
        let row = ContactRow {
            v: 1,
            person,
            card: text.map(str::to_owned),
            name: card.name.clone(),
            recipient: card.recipient.clone(),
            key: hex(card.public_key.as_bytes()),
            compared: false,
            revoked: false,
            wall_ms: context.stamp.wall_ms,
        };
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store.contact_keep(
            &row,
            if known.is_some() {
                "contact_changed"
            } else {
                "contact_pinned"
            },
            &context,
        )?;
        // A signature of theirs is checked with this key from now on.
        open.store
            .person_key_keep(person, card.public_key.as_bytes(), &context)?;
        Contact::of(row)
    }

    /// The six words were compared by voice.
    pub fn contact_compared(&mut self, person: PersonId) -> Result<Contact, Error> {
        self.contact_change(person, "contact_compared", |row| row.compared = true)
    }

    /// Nothing more is taken from them or sealed for them; or it is again.
    pub fn contact_revoke(&mut self, person: PersonId, revoked: bool) -> Result<Contact, Error> {
        let action = if revoked {
            "contact_revoked"
        } else {
            "contact_restored"
        };
        self.contact_change(person, action, |row| row.revoked = revoked)
    }

    fn contact_change(
        &mut self,
        person: PersonId,
        action: &str,
        change: impl FnOnce(&mut ContactRow),
    ) -> Result<Contact, Error> {
        let open = self.open()?;
        let author = open.author;
        let mut row = open
            .contact(person)?
            .ok_or(Error::Unknown { what: "contact" })?
            .row;
        let context = self.context(Some(author));
        change(&mut row);
        row.wall_ms = context.stamp.wall_ms;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store.contact_keep(&row, action, &context)?;
        Contact::of(row)
    }

    /// What would leave, exactly, before anything leaves.
    pub fn packet_look(&mut self, choice: &Choice) -> Result<Leaving, Error> {
        Ok(self.packet_gather(choice)?.0)
    }

    /// Seals sessions into a file in a folder. Answers where it lies.
    pub fn packet_seal(&mut self, choice: &Choice, into: &Path) -> Result<Sealed, Error> {
        let purpose = choice.purpose.trim();
        if purpose.is_empty() || purpose.len() > vault::packet::PURPOSE_MAX {
            return Err(Error::BadInput { what: "purpose" });
        }
        if choice.days.is_some_and(|days| days == 0 || days > DAYS_MAX) {
            return Err(Error::BadInput { what: "days" });
        }
        let (leaving, parts) = self.packet_gather(choice)?;
        let packet = PacketId(make_bytes(&mut self.entropy)?);
        let open = self.open()?;
        let name = format!("{} {}", leaving.code, short(packet));
        let to: Vec<String> = leaving
            .to
            .iter()
            .map(|contact| contact.row.recipient.clone())
            .collect();
        let key = open.packet_key(choice.client)?;
        let draft = Draft {
            packet,
            thread: packet,
            kind: FOR_REVIEW,
            to,
            purpose: purpose.to_owned(),
            code: leaving.code,
            redaction: choice.redaction,
            days: choice.days,
        };
        self.packet_write(&draft, &parts, choice.client, &key, into, &name)
    }

    /// Seals everything that this vault said in a thread for the other side.
    pub fn packet_reply(&mut self, thread: PacketId, into: &Path) -> Result<Sealed, Error> {
        let now = self.thread(thread)?;
        let open = self.open()?;
        let key = open.packet_key(now.packet.client)?;
        let rows: Vec<Row> = open
            .store
            .review_rows(thread, &key)?
            .into_iter()
            .filter(|row| row.event.leaves())
            .collect();
        if rows.is_empty() {
            return Err(Error::Unknown { what: "answer" });
        }
        // A reviewer answers the author; the author answers everybody who may read the thread.
        let to = match now.side {
            Side::Reviewer => vec![
                open.contact(now.packet.row.author)?
                    .ok_or(Error::Unknown { what: "contact" })?
                    .row
                    .recipient,
            ],
            Side::Author => {
                let mine = open.unlocked.recipient();
                let named = &now.packet.row.recipients;
                let others = named.iter().filter(|one| one.recipient != mine);
                others.map(|one| one.recipient.clone()).collect()
            }
        };
        let rows = (ROWS, 1, store::record::encode(&RowsV1 { v: 1, rows }));
        let packet = PacketId(make_bytes(&mut self.entropy)?);
        let draft = Draft {
            packet,
            thread,
            kind: REPLY,
            to,
            purpose: now.purpose,
            code: now.code.clone(),
            redaction: now.packet.row.redaction,
            days: None,
        };
        let name = format!("{} {} answer", now.code, short(thread));
        let client = now.packet.client;
        self.packet_write(&draft, &[rows], client, &key, into, &name)
    }

    /// Opens a packet and takes it in. Somebody whom nobody here knows is pinned only where `trust` says so: their six words were shown
    /// in the failure before. Answers the thread that it belongs to.
    pub fn packet_open(&mut self, path: &Path, trust: bool) -> Result<PacketId, Error> {
        let file = std::fs::File::open(path).map_err(|_| Error::NoFile)?;
        let length = file.metadata().map_err(|_| Error::NoFile)?;
        if !length.is_file() {
            return Err(Error::NoFile);
        }
        let open = self.open()?;
        if open.store.is_backup() {
            return Err(Error::Backup);
        }
        let mut reader = open
            .unlocked
            .open_packet(Some(length.len()), BufReader::new(file))?;
        let (manifest, key, digest) = (
            reader.manifest().clone(),
            *reader.author_key(),
            reader.digest(),
        );
        let words = reader.fingerprint();
        let author = open.author_of(&manifest, &key, &words, trust)?;
        let checkpoint = vault::checkpoint::verify(&manifest.checkpoint, &key)
            .ok()
            .filter(|point| point.vault_id == manifest.vault && point.signer == manifest.author)
            .ok_or(Error::Packet(Stopped::Signature))?;
        let now_ms = self.clock.stamp().wall_ms;
        if manifest.expires_wall_ms != 0 && manifest.expires_wall_ms < now_ms {
            return Err(Error::Packet(Stopped::Expired));
        }
        let open = self.open()?;
        open.follows(&manifest, checkpoint.point.seq)?;
        let thread = open.thread_of(&manifest)?;
        if manifest.parts.iter().map(|part| part.length).sum::<u64>() > OPENED_MAX {
            return Err(Error::Packet(Stopped::Limit("size")));
        }
        let mut parts: Vec<PartBytes> = Vec::new();
        while let Some((part, bytes)) = reader.next_part()? {
            parts.push((part.kind, part.version, bytes));
        }
        let read = read_parts(&parts)?;
        let fits = match manifest.kind {
            FOR_REVIEW => !read.sessions.is_empty() && read.rows.is_empty(),
            REPLY => read.sessions.is_empty(),
            _ => false,
        };
        let redaction = match manifest.redaction {
            1 => Redaction::Coded,
            2 => Redaction::WithoutWords,
            _ => return Err(Error::Packet(Stopped::Damaged)),
        };
        // What somebody said before they do not say otherwise now.
        if thread.is_some() {
            let before = self.thread(PacketId(manifest.thread))?.review;
            let other = read.rows.iter().any(|row| {
                let id = clinic::review::RowId {
                    by: row.by,
                    n: row.n,
                };
                before.row(id).is_some_and(|known| known != row)
            });
            if other {
                return Err(Error::Packet(Stopped::Fork));
            }
        }
        // A row speaks in the name of who sealed it, and of nobody else.
        let theirs = read.rows.iter().all(|row| row.by.0 == manifest.author);
        if !fits || !theirs {
            return Err(Error::Packet(Stopped::Damaged));
        }
        let code = read
            .sessions
            .first()
            .map_or_else(String::new, |one| one.live.client_code.clone());

        // Only now is anything written.
        if let Some(card) = author {
            self.contact_pin(&card, None, false)?;
        }
        let open = self.open()?;
        let acting = open.author;
        let row = PacketRow {
            v: 1,
            packet: PacketId(manifest.packet),
            thread: PacketId(manifest.thread),
            way: Way::In,
            author: PersonId(manifest.author),
            author_key: hex(key.as_bytes()),
            vault: hex(&manifest.vault),
            recipients: recipients(&manifest),
            digest: hex(&digest),
            checkpoint_seq: checkpoint.point.seq,
            redaction,
            created_wall_ms: manifest.created_wall_ms,
            zone_minutes: manifest.zone_minutes,
            expires_wall_ms: (manifest.expires_wall_ms != 0).then_some(manifest.expires_wall_ms),
            kept_wall_ms: now_ms,
        };
        parts.insert(0, cover(&manifest, &code));
        let (client, key, wrapped) = match &thread {
            Some(first) => (first.client, open.packet_key(first.client)?, None),
            None => {
                let client = ClientId(make_bytes(&mut self.entropy)?);
                let Companion { open, entropy, .. } = self;
                let open = open.as_ref().ok_or(Error::Locked)?;
                let (key, wrapped) = open.unlocked.make_client_key(&client.0, entropy)?;
                (client, key, Some(wrapped))
            }
        };
        let context = self.context(Some(acting));
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        open.store.packet_keep(
            &Packet { row, client },
            &parts,
            &key,
            wrapped.as_deref(),
            entropy,
            "packet_opened",
            &context,
        )?;
        let thread = PacketId(manifest.thread);
        self.signatures_adopt(thread)?;
        self.head_write()?;
        Ok(thread)
    }

    /// Destroys a packet that came from elsewhere, with its thread.
    pub fn packet_destroy(&mut self, thread: PacketId) -> Result<(), Error> {
        let now = self.thread(thread)?;
        if now.packet.row.way == Way::Out {
            return Err(Error::NotAllowed);
        }
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store.packet_destroy(&now.packet, &context)?;
        open.store.empty_log()?;
        self.head_write()
    }

    /// Every thread, the latest first. Those that were destroyed are left out.
    pub fn threads(&mut self) -> Result<Vec<Thread>, Error> {
        let firsts: Vec<PacketId> = self
            .open()?
            .store
            .packets()?
            .iter()
            .filter(|packet| packet.row.packet == packet.row.thread)
            .map(|packet| packet.row.packet)
            .collect();
        let mut threads = Vec::new();
        for first in firsts.into_iter().rev() {
            match self.thread(first) {
                Ok(thread) => threads.push(thread),
                Err(Error::Unknown { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(threads)
    }

    /// A thread as it stands.
    pub fn thread(&mut self, thread: PacketId) -> Result<Thread, Error> {
        let open = self.open()?;
        let packets: Vec<Packet> = open
            .store
            .packets()?
            .into_iter()
            .filter(|packet| packet.row.thread == thread)
            .collect();
        let first = packets
            .iter()
            .find(|packet| packet.row.packet == thread)
            .ok_or(Error::Unknown { what: "packet" })?
            .clone();
        let key = open.packet_key(first.client)?;
        let parts = open.store.packet_parts(thread, &key)?;
        let said = cover_of(&parts)?;
        let own = open.store.review_rows(thread, &key)?;
        let mut review = Review::replay(own.iter().cloned());
        let mut sent: Vec<(PersonId, u64)> = Vec::new();
        for packet in packets.iter().filter(|packet| packet.row.packet != thread) {
            for row in rows_of(&open.store.packet_parts(packet.row.packet, &key)?)? {
                if packet.row.way == Way::Out {
                    sent.push((row.by, row.n));
                }
                review.take(row);
            }
        }
        let unsent = own
            .iter()
            .filter(|row| row.event.leaves() && !sent.contains(&(row.by, row.n)))
            .count();
        Ok(Thread {
            side: match first.row.way {
                Way::Out => Side::Author,
                Way::In => Side::Reviewer,
            },
            packet: first,
            author_name: said.author_name,
            purpose: said.purpose,
            code: said.code,
            checkpoint: said.checkpoint,
            review,
            unsent,
            packets,
        })
    }

    /// The sessions of a thread's packet, as they were sealed.
    pub fn thread_sessions(&mut self, thread: PacketId) -> Result<Vec<Read>, Error> {
        let open = self.open()?;
        let packets = open.store.packets()?;
        let first = packets
            .iter()
            .find(|packet| packet.row.packet == thread)
            .ok_or(Error::Unknown { what: "packet" })?;
        let key = open.packet_key(first.client)?;
        Ok(read_parts(&open.store.packet_parts(thread, &key)?)?.sessions)
    }

    /// Gathers what was chosen.
    fn packet_gather(&mut self, choice: &Choice) -> Result<(Leaving, Vec<PartBytes>), Error> {
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        if open.store.is_backup() {
            return Err(Error::Backup);
        }
        if !open.is_opener() || open.blind {
            return Err(Error::NotAllowed);
        }
        if choice.sessions.is_empty() {
            return Err(Error::BadInput { what: "sessions" });
        }
        if choice.to.is_empty() {
            return Err(Error::BadInput { what: "contacts" });
        }
        let mut to = Vec::new();
        for person in &choice.to {
            let contact = open
                .contact(*person)?
                .ok_or(Error::Unknown { what: "contact" })?;
            if contact.row.revoked {
                return Err(Error::Packet(Stopped::Revoked {
                    name: contact.row.name,
                }));
            }
            to.push(contact);
        }
        let without_words = choice.redaction == Redaction::WithoutWords;
        let code = if without_words {
            "client".to_owned()
        } else {
            open.client_code(choice.client)?
        };
        let mut parts: Vec<PartBytes> = Vec::new();
        let mut protocols: Vec<([u8; 32], String)> = Vec::new();
        let mut sessions = Vec::new();
        let mut ids = choice.sessions.clone();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let live = open.session_replay(id)?;
            let Some(ended) = live.row.ended_wall_ms else {
                return Err(Error::SessionLive);
            };
            if live.row.client != choice.client {
                return Err(Error::Unknown { what: "session" });
            }
            let mut rows = live.session.rows().to_vec();
            let thoughts = if choice.process_notes && !without_words {
                rows.iter()
                    .filter(|row| redact::is_process_note(row))
                    .count()
            } else {
                redact::without_process_notes(&mut rows)
            };
            if without_words {
                rows = rows.into_iter().map(redact::without_words).collect();
            }
            if !protocols
                .iter()
                .any(|(digest, _)| *digest == live.row.protocol)
            {
                let text = open.protocol_text(&live.row.protocol)?;
                parts.push((PROTOCOL, 1, text.into_bytes()));
                protocols.push((live.row.protocol, live.session.protocol().name()));
            }
            let about = About::Session(id);
            let last = open
                .store
                .rows_last(about)?
                .ok_or(Error::Damaged { what: "record" })?;
            let digest = open
                .store
                .rows_digest(about, 0, last)?
                .ok_or(Error::Damaged { what: "record" })?;
            // A signature carries its signer's name: it stays where names do not go.
            let signatures: Vec<SignatureV1> = if without_words {
                Vec::new()
            } else {
                let rows = open.store.signatures_about(about)?.into_iter();
                rows.filter_map(|row| {
                    Some(SignatureV1 {
                        body: String::from_utf8(row.body).ok()?,
                        signature: hex(&row.signature),
                        key: hex(&row.public_key),
                    })
                })
                .collect()
            };
            sessions.push(LeavingSession {
                session: id,
                number: live.row.number,
                wall_ms: live.row.wall_ms,
                zone_minutes: live.row.zone_minutes,
                entries: rows.len(),
                notes: rows
                    .iter()
                    .filter(|row| matches!(&row.event, Event::Noted { text, .. } if text != redact::LEFT_OUT))
                    .count(),
                process_notes: thoughts,
                names: names(&rows),
                signatures: signatures.len(),
            });
            let left_out = !choice.process_notes || without_words;
            let part = SessionV1 {
                v: 1,
                session: id,
                code: code.clone(),
                protocol: hex(&live.row.protocol),
                number: live.row.number,
                wall_ms: live.row.wall_ms,
                zone_minutes: live.row.zone_minutes,
                ended_wall_ms: ended,
                last,
                digest: hex(&digest),
                process_notes_left_out: if left_out { thoughts as u64 } else { 0 },
                signatures,
                rows,
            };
            parts.push((SESSION, 1, store::record::encode(&part)));
        }
        let bytes = parts.iter().map(|(_, _, bytes)| bytes.len() as u64).sum();
        if bytes > OPENED_MAX {
            return Err(Error::Packet(Stopped::Limit("size")));
        }
        Ok((
            Leaving {
                code,
                sessions,
                protocols: protocols.into_iter().map(|(_, name)| name).collect(),
                to,
                bytes,
            },
            parts,
        ))
    }

    /// Seals parts into a new file and keeps what left. The file comes first: a packet that is noted is one that can be handed over.
    fn packet_write(
        &mut self,
        draft: &Draft,
        parts: &[PartBytes],
        client: ClientId,
        key: &Key,
        into: &Path,
        name: &str,
    ) -> Result<Sealed, Error> {
        let open = self.open()?;
        if open.store.is_backup() {
            return Err(Error::Backup);
        }
        if !open.is_opener() {
            return Err(Error::NotAllowed);
        }
        if !into.is_dir()
            || into
                .canonicalize()?
                .starts_with(open.folder.canonicalize()?)
        {
            return Err(Error::BadInput { what: "folder" });
        }
        let author = open.author;
        let context = self.context(Some(author));
        let stamp = context.stamp;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let head = open.store.audit_head()?;
        let point = Point {
            seq: head.seq,
            digest: head.link,
        };
        let person = open.person(PersonId(open.unlocked.person_id()))?;
        let manifest = Manifest {
            packet: draft.packet.0,
            vault: open.unlocked.vault_id(),
            kind: draft.kind,
            thread: draft.thread.0,
            created_wall_ms: stamp.wall_ms,
            zone_minutes: stamp.zone_minutes,
            expires_wall_ms: draft
                .days
                .map_or(0, |days| stamp.wall_ms + i64::from(days) * 86_400_000),
            redaction: match draft.redaction {
                Redaction::Coded => 1,
                Redaction::WithoutWords => 2,
            },
            author: [0; 16],
            author_name: person.name,
            author_recipient: String::new(),
            recipients: open.sequences(&draft.to)?,
            purpose: draft.purpose.clone(),
            checkpoint: open.unlocked.sign_checkpoint(&point),
            parts: Vec::new(),
        };
        let sources: Vec<Source<'_>> = parts
            .iter()
            .map(|(kind, version, bytes)| Source::bytes(*kind, *version, bytes))
            .collect();
        let path = free_name(into, name, ENDING);
        let written = write_whole(&path, |out| {
            open.unlocked
                .seal_packet(manifest, &sources, out)
                .map_err(Error::from)
        });
        let ((manifest, digest), bytes) = written?;
        let row = PacketRow {
            v: 1,
            packet: draft.packet,
            thread: draft.thread,
            way: Way::Out,
            author: PersonId(manifest.author),
            author_key: hex(open.unlocked.public_key().as_bytes()),
            vault: hex(&manifest.vault),
            recipients: recipients(&manifest),
            digest: hex(&digest),
            checkpoint_seq: head.seq,
            redaction: draft.redaction,
            created_wall_ms: manifest.created_wall_ms,
            zone_minutes: manifest.zone_minutes,
            expires_wall_ms: (manifest.expires_wall_ms != 0).then_some(manifest.expires_wall_ms),
            kept_wall_ms: stamp.wall_ms,
        };
        let mut kept = vec![cover(&manifest, &draft.code)];
        kept.extend_from_slice(parts);
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        let kept = open.store.packet_keep(
            &Packet { row, client },
            &kept,
            key,
            None,
            entropy,
            "packet_sealed",
            &context,
        );
        if let Err(error) = kept {
            // What is not noted here did not leave.
            std::fs::remove_file(&path)?;
            return Err(error.into());
        }
        self.head_write()?;
        Ok(Sealed {
            packet: draft.packet,
            thread: draft.thread,
            path,
            bytes,
        })
    }
}

/// What is to be sealed, once it is gathered.
struct Draft {
    packet: PacketId,
    thread: PacketId,
    kind: u8,
    to: Vec<String>,
    purpose: String,
    code: String,
    redaction: Redaction,
    days: Option<u16>,
}

impl Contact {
    fn of(row: ContactRow) -> Result<Contact, Error> {
        let damaged = Error::Damaged { what: "contact" };
        let key = vault::from_hex(&row.key)
            .and_then(|key| key.try_into().ok())
            .and_then(|key| PublicKey::parse(&key).ok());
        let Some(public_key) = key else {
            return Err(damaged);
        };
        let card = Card {
            person: row.person.0,
            name: row.name.clone(),
            recipient: row.recipient.clone(),
            public_key,
        };
        Ok(Contact {
            words: card.fingerprint(),
            row,
        })
    }
}

impl Open {
    pub(crate) fn contact(&self, person: PersonId) -> Result<Option<Contact>, Error> {
        let rows = self.store.contacts()?.into_iter();
        rows.filter(|row| row.person == person)
            .map(Contact::of)
            .next()
            .transpose()
    }

    /// The key that a packet's parts lie under; unknown: it was destroyed.
    pub(crate) fn packet_key(&self, client: ClientId) -> Result<Key, Error> {
        let wrapped = self
            .store
            .client_wrapped_key(client)
            .map_err(|error| match error {
                store::Error::NotFound { .. } => Error::Unknown { what: "packet" },
                other => other.into(),
            })?;
        Ok(self.unlocked.unwrap_client_key(&client.0, &wrapped)?)
    }

    /// Whether the author may be listened to; a card, where they are pinned with this packet.
    fn author_of(
        &self,
        manifest: &Manifest,
        key: &PublicKey,
        words: &str,
        trust: bool,
    ) -> Result<Option<Card>, Error> {
        if manifest.author == self.unlocked.person_id()
            && manifest.vault == self.unlocked.vault_id()
        {
            return Err(Error::Packet(Stopped::Known));
        }
        match self.contact(PersonId(manifest.author))? {
            Some(known) if known.row.revoked => Err(Error::Packet(Stopped::Revoked {
                name: known.row.name,
            })),
            Some(known)
                if known.row.key != hex(key.as_bytes())
                    || known.row.recipient != manifest.author_recipient =>
            {
                Err(Error::Packet(Stopped::KeysChanged {
                    name: known.row.name,
                    words: words.to_owned(),
                }))
            }
            Some(_) => Ok(None),
            None if trust => Ok(Some(Card {
                person: manifest.author,
                name: manifest.author_name.clone(),
                recipient: manifest.author_recipient.clone(),
                public_key: *key,
            })),
            None => Err(Error::Packet(Stopped::UnknownAuthor {
                name: manifest.author_name.clone(),
                words: words.to_owned(),
            })),
        }
    }

    /// Whether a packet follows what was opened of its author before.
    fn follows(&self, manifest: &Manifest, checkpoint: u64) -> Result<(), Error> {
        let mine = self.unlocked.recipient();
        let said = manifest
            .recipient(mine)
            .ok_or(Error::Packet(Stopped::Forwarded))?;
        let mut last: Option<(u64, String, u64)> = None;
        for packet in self.store.packets()? {
            if packet.row.packet.0 == manifest.packet {
                return Err(Error::Packet(Stopped::Known));
            }
            let theirs = packet.row.way == Way::In
                && packet.row.author.0 == manifest.author
                && packet.row.vault == hex(&manifest.vault);
            let count = packet
                .row
                .recipients
                .iter()
                .find(|one| one.recipient == mine);
            if let Some(count) = count.filter(|_| theirs)
                && last.as_ref().is_none_or(|(seq, ..)| *seq < count.sequence)
            {
                last = Some((count.sequence, packet.row.digest, packet.row.checkpoint_seq));
            }
        }
        let Some((seq, digest, reached)) = last else {
            return Ok(());
        };
        if said.sequence <= seq {
            return Err(Error::Packet(Stopped::Older));
        }
        // One that was lost on the way leaves a hole, which is no fork.
        if said.sequence == seq + 1 && hex(&said.previous) != digest {
            return Err(Error::Packet(Stopped::Fork));
        }
        if checkpoint < reached {
            return Err(Error::Packet(Stopped::RolledBack));
        }
        Ok(())
    }

    /// The packet that a packet's thread began with; none: this one begins it.
    fn thread_of(&self, manifest: &Manifest) -> Result<Option<Packet>, Error> {
        let begins = manifest.thread == manifest.packet;
        if begins != (manifest.kind == FOR_REVIEW) {
            return Err(Error::Packet(Stopped::Damaged));
        }
        if begins {
            return Ok(None);
        }
        let known = self.store.packets()?.into_iter();
        let first = known
            .into_iter()
            .find(|packet| packet.row.packet.0 == manifest.thread)
            .ok_or(Error::Packet(Stopped::NoThread))?;
        // Somebody who was never part of a thread has no word in it.
        let part_of = match first.row.way {
            Way::Out => first
                .row
                .recipients
                .iter()
                .any(|one| one.recipient == manifest.author_recipient),
            Way::In => first.row.author.0 == manifest.author,
        };
        if !part_of {
            return Err(Error::Packet(Stopped::NoThread));
        }
        Ok(Some(first))
    }

    /// For each of these recipients: which packet this is, and the digest of the one before.
    fn sequences(&self, to: &[String]) -> Result<Vec<Recipient>, Error> {
        let sent = self.store.packets()?;
        let mut recipients = Vec::new();
        for recipient in to {
            let mut before: (u64, [u8; 32]) = (0, [0; 32]);
            for packet in sent.iter().filter(|packet| {
                packet.row.way == Way::Out && packet.row.author.0 == self.unlocked.person_id()
            }) {
                let named = packet.row.recipients.iter();
                for one in named.filter(|one| one.recipient == *recipient) {
                    if one.sequence > before.0 {
                        let digest = vault::from_hex(&packet.row.digest)
                            .and_then(|digest| digest.try_into().ok())
                            .ok_or(Error::Damaged { what: "packet" })?;
                        before = (one.sequence, digest);
                    }
                }
            }
            recipients.push(Recipient {
                recipient: recipient.clone(),
                sequence: before.0 + 1,
                previous: before.1,
            });
        }
        Ok(recipients)
    }
}

/// What the parts of a packet hold.
struct Parts {
    sessions: Vec<Read>,
    rows: Vec<Row>,
}

/// Reads parts; each session is replayed under the protocol that lies beside it.
fn read_parts(parts: &[PartBytes]) -> Result<Parts, Error> {
    let damaged = || Error::Packet(Stopped::Damaged);
    let mut protocols: Vec<([u8; 32], Arc<Protocol>)> = Vec::new();
    let mut read = Parts {
        sessions: Vec::new(),
        rows: Vec::new(),
    };
    for (kind, version, bytes) in parts {
        match (*kind, *version) {
            (COVER, 1) => {}
            (PROTOCOL, 1) => {
                let text = std::str::from_utf8(bytes).map_err(|_| damaged())?;
                let protocol = Companion::protocol_lint(text).map_err(|_| damaged())?;
                protocols.push((Companion::protocol_digest(text), Arc::new(protocol)));
            }
            (SESSION, 1) => {
                let said: SessionV1 =
                    store::record::decode(bytes, "packet").map_err(|_| damaged())?;
                read.sessions.push(session_of(said, &protocols)?);
            }
            (ROWS, 1) => {
                let said: RowsV1 = store::record::decode(bytes, "packet").map_err(|_| damaged())?;
                read.rows.extend(said.rows);
            }
            _ => return Err(Error::Packet(Stopped::Newer)),
        }
    }
    Ok(read)
}

fn session_of(said: SessionV1, protocols: &[([u8; 32], Arc<Protocol>)]) -> Result<Read, Error> {
    let damaged = || Error::Packet(Stopped::Damaged);
    let (digest, protocol) = protocols
        .iter()
        .find(|(digest, _)| hex(digest) == said.protocol)
        .ok_or_else(damaged)?;
    let opened = said.rows.first().is_some_and(|row| match &row.event {
        Event::SessionOpened { digest, number, .. } => {
            *digest == said.protocol
                && *number == said.number
                && row.entered.wall_ms == said.wall_ms
                && row.entered.zone_minutes == said.zone_minutes
        }
        _ => false,
    });
    if said.v != 1 || !opened || said.last + 1 != said.rows.len() as u64 {
        return Err(damaged());
    }
    let kept_wall_ms = said
        .rows
        .last()
        .map_or(said.wall_ms, |row| row.entered.wall_ms);
    let session = Session::replay(protocol.clone(), said.rows).map_err(|_| damaged())?;
    if !session.is_ended() {
        return Err(damaged());
    }
    let row = SessionRow {
        id: said.session,
        client: ClientId([0; 16]),
        protocol: *digest,
        number: said.number,
        wall_ms: said.wall_ms,
        zone_minutes: said.zone_minutes,
        ended_wall_ms: Some(said.ended_wall_ms),
    };
    Ok(Read {
        live: Live::told(row, said.code, session, kept_wall_ms),
        last: said.last,
        digest: said.digest,
        process_notes_left_out: said.process_notes_left_out,
        signatures: said.signatures,
    })
}

fn rows_of(parts: &[PartBytes]) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for (_, _, bytes) in parts.iter().filter(|(kind, ..)| *kind == ROWS) {
        let said: RowsV1 = store::record::decode(bytes, "packet")?;
        rows.extend(said.rows);
    }
    Ok(rows)
}

fn cover(manifest: &Manifest, code: &str) -> PartBytes {
    let cover = CoverV1 {
        v: 1,
        author_name: manifest.author_name.clone(),
        purpose: manifest.purpose.clone(),
        checkpoint: manifest.checkpoint.clone(),
        code: code.to_owned(),
    };
    (COVER, 1, store::record::encode(&cover))
}

fn cover_of(parts: &[PartBytes]) -> Result<CoverV1, Error> {
    let damaged = Error::Damaged { what: "packet" };
    let (COVER, 1, bytes) = parts.first().ok_or(Error::Damaged { what: "packet" })? else {
        return Err(damaged);
    };
    Ok(store::record::decode(bytes, "packet")?)
}

fn recipients(manifest: &Manifest) -> Vec<RecipientRow> {
    let rows = manifest.recipients.iter().map(|one| RecipientRow {
        recipient: one.recipient.clone(),
        sequence: one.sequence,
    });
    rows.collect()
}

/// Names of people that stand in these rows.
fn names(rows: &[Recorded]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for row in rows {
        if let (Event::SessionOpened { people, .. }, Author::Person(_)) = (&row.event, row.by) {
            names.extend(people.iter().map(|person| person.name.clone()));
        }
    }
    names.sort();
    names.dedup();
    names
}

/// The first eight digits of an id: enough for a file's name.
fn short(id: PacketId) -> String {
    hex(&id.0[..4])
}

/// A name that no file in the folder has. What a client is called never becomes a path: only letters, digits and hyphens stay.
fn free_name(into: &Path, name: &str, ending: &str) -> PathBuf {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == ' ' {
                c
            } else {
                '-'
            }
        })
        .collect();
    let named = |number: usize| match number {
        1 => into.join(format!("{plain}.{ending}")),
        _ => into.join(format!("{plain} {number}.{ending}")),
    };
    (1..)
        .map(named)
        .find(|path| !path.exists())
        .expect("numbers do not end")
}

/// Writes a file that a person asked for: whole or not at all, never over another.
pub fn file_write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if path.exists() {
        return Err(Error::Duplicate { what: "file" });
    }
    write_whole(path, |out| Ok(std::io::Write::write_all(out, bytes)?))?;
    Ok(())
}

/// Writes a file under its own name only when all of it is on the disk. A failure leaves nothing.
pub(crate) fn write_whole<T>(
    path: &Path,
    write: impl FnOnce(&mut std::io::BufWriter<&std::fs::File>) -> Result<T, Error>,
) -> Result<(T, u64), Error> {
    // Beside its own name, whatever ending that has; a part that a crash left behind is in nobody's way.
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    drop(std::fs::remove_file(&part));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&part)?;
    let written = (|| {
        let mut out = std::io::BufWriter::new(&file);
        let done = write(&mut out)?;
        std::io::Write::flush(&mut out)?;
        drop(out);
        file.sync_all()?;
        let bytes = file.metadata()?.len();
        std::fs::rename(&part, path)?;
        Ok((done, bytes))
    })();
    if written.is_err() {
        drop(std::fs::remove_file(&part));
        return written;
    }
    if let Some(parent) = path.parent() {
        // A stick that syncs no folders has the file all the same.
        drop(std::fs::File::open(parent).and_then(|folder| folder.sync_all()));
    }
    written
}
