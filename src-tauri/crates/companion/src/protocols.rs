//! Protocols: shipped, imported, adopted. What is not adopted runs only in training vaults.

use crate::sign::Asks;
use crate::{Companion, Error, Open, Secret, library};
use clinic::id::PersonId;
use clinic::id::hex;
use clinic::people::Role;
use clinic::protocol::check::{Examined, LARGEST_BYTES, Severity, check, examine};
use clinic::protocol::{Protocol, Status};
use serde::{Deserialize, Serialize};
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use store::protocols::AdoptionRow;
use vault::sign::{Namespace, PublicKey, Signature};

/// A protocol the vault or the program holds.
#[derive(Debug, Clone)]
pub struct ProtocolLine {
    /// SHA-256 of the file.
    pub digest: [u8; 32],
    /// Checked.
    pub protocol: Arc<Protocol>,
    /// On the vault's shelf, not only shipped.
    pub imported: bool,
    /// Who adopted it.
    pub adoptions: Vec<Adoption>,
    /// Whether a session may be started from it in this vault.
    pub usable: bool,
    /// The earlier version that it is compared with, where the vault knows one.
    pub before: Option<[u8; 32]>,
    /// Whether the one who writes may adopt it, and what shows that it is they.
    pub adopting: Adopting,
}

/// What stands between the one who writes and an adoption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adopting {
    /// There is nothing to adopt: training only, or adopted by this person already.
    Nothing,
    /// The person's own passphrase is asked: their first signature since the vault was opened.
    Passphrase,
    /// The PIN is asked.
    Pin,
    /// This person holds no key of the vault.
    NotHolder,
    /// The protocol names no role that this person has.
    NoRole,
}

/// A protocol file that was put on the vault's shelf.
#[derive(Debug, Clone, Copy)]
pub struct Imported {
    /// SHA-256 of the file.
    pub digest: [u8; 32],
    /// When, UTC milliseconds.
    pub wall_ms: i64,
}

/// One adoption, its signature checked.
#[derive(Debug, Clone)]
pub struct Adoption {
    /// Who.
    pub person: PersonId,
    /// Printed name.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
}

/// What is signed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    v: u32,
    meaning: String,
    protocol: String,
    person: PersonId,
    name: String,
    role: Role,
    wall_ms: i64,
}

/// Namespace of adoption signatures.
const NAMESPACE: Namespace = Namespace::new("holdfast/adoption/1");

impl Companion {
    /// The text of a file that somebody chose. Of a longer one no more is read than shows that it is too long.
    pub fn protocol_read(path: &Path) -> Result<String, Error> {
        let most = u64::try_from(LARGEST_BYTES).unwrap_or(u64::MAX) + 1;
        let mut text = String::new();
        let file = std::fs::File::open(path).map_err(|_| Error::NoFile)?;
        let read = file.take(most).read_to_string(&mut text);
        read.map(|_| text).map_err(|_| Error::NoFile)
    }

    /// The true name of a protocol file.
    pub fn protocol_digest(text: &str) -> [u8; 32] {
        vault::chain::digest(text.as_bytes())
    }

    /// Everything that a look at a protocol file finds, the notes beside a good one too. Keeps nothing.
    pub fn protocol_examine(text: &str) -> Examined {
        examine(text)
    }

    /// Checks a protocol file without keeping anything.
    pub fn protocol_lint(text: &str) -> Result<Protocol, Error> {
        check(text).map_err(Error::Complaints)
    }

    /// Shipped protocols and those of the vault.
    pub fn protocols(&self) -> Result<Vec<ProtocolLine>, Error> {
        self.protocols_with(library::PROTOCOLS.iter())
    }

    /// The same, and the shipped versions that are not offered any more.
    fn protocols_all(&self) -> Result<Vec<ProtocolLine>, Error> {
        self.protocols_with(library::PROTOCOLS.iter().chain(library::EARLIER))
    }

    fn protocols_with(
        &self,
        shipped: impl Iterator<Item = &'static library::Shipped>,
    ) -> Result<Vec<ProtocolLine>, Error> {
        let open = self.open()?;
        let mut lines = Vec::new();
        for row in open.store.protocols()? {
            if let Ok(protocol) = open.read_protocol(&row.digest, &row.text) {
                lines.push(open.protocol_line(row.digest, protocol, true)?);
            }
        }
        for shipped in shipped {
            let digest = vault::chain::digest(shipped.text.as_bytes());
            if !lines.iter().any(|line| line.digest == digest) {
                let protocol = open.read_protocol(&digest, shipped.text)?;
                lines.push(open.protocol_line(digest, protocol, false)?);
            }
        }
        let earlier: Vec<Option<[u8; 32]>> = lines
            .iter()
            .map(|line| before(&lines, &line.protocol).map(|line| line.digest))
            .collect();
        for (line, earlier) in lines.iter_mut().zip(earlier) {
            line.before = earlier;
        }
        Ok(lines)
    }

    /// Puts a protocol file on the vault's shelf.
    pub fn protocol_import(&mut self, text: &str) -> Result<Imported, Error> {
        let protocol = check(text).map_err(Error::Complaints)?;
        let author = self.open()?.author;
        let clash = self.protocols_all()?.iter().any(|line| {
            line.protocol.name() == protocol.name()
                && line.digest != vault::chain::digest(text.as_bytes())
        });
        if clash {
            // One name, one file: a changed file is a new version.
            return Err(Error::Duplicate { what: "protocol" });
        }
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        Ok(Imported {
            digest: open.store.protocol_keep(text, &context)?,
            wall_ms: context.stamp.wall_ms,
        })
    }

    /// What a protocol is compared with before it is taken: an earlier version of the same id, the newest that was adopted,
    /// or else the newest there is.
    pub fn protocol_before(&self, protocol: &Protocol) -> Result<Option<ProtocolLine>, Error> {
        Ok(before(&self.protocols()?, protocol).cloned())
    }

    /// Adopts as a signature does it: the first since the vault was opened asks for the passphrase, the next for the PIN.
    pub fn protocol_adopt_proven(
        &mut self,
        digest: &[u8; 32],
        proof: &Secret,
    ) -> Result<(), Error> {
        let author = self.open()?.author;
        match self.protocol_find(digest)?.adopting {
            Adopting::Nothing => return Err(Error::Duplicate { what: "adoption" }),
            Adopting::NotHolder | Adopting::NoRole => return Err(Error::NotAllowed),
            Adopting::Pin => self.person_prove(author, proof)?,
            Adopting::Passphrase => self.signer_open(author, proof)?,
        }
        self.protocol_adopt(digest)
    }

    /// Whoever has the pen, and holds a key, adopts a protocol in a role that the protocol names. A door that has just been
    /// opened with the passphrase needs no more; the window uses [`Companion::protocol_adopt_proven`].
    pub fn protocol_adopt(&mut self, digest: &[u8; 32]) -> Result<(), Error> {
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let line = self.protocol_find(digest)?;
        if line.protocol.status == Status::Training {
            return Err(Error::NotAdopted);
        }
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let person = open.person(author)?;
        let role = line
            .protocol
            .adopted_by
            .iter()
            .filter(|role| person.roles.contains(role))
            // Whoever holds two of them fills the one that nobody signed for yet, whoever came first.
            .min_by_key(|role| line.adoptions.iter().any(|made| made.role == **role))
            .copied()
            .ok_or(Error::NotAllowed)?;
        let statement = Statement {
            v: 1,
            meaning: "adopted for care in this vault".to_owned(),
            protocol: hex(digest),
            person: person.id,
            name: person.name,
            role,
            wall_ms: context.stamp.wall_ms,
        };
        let body = store::record::encode(&statement);
        let (signature, key) = open.sign_as(author, NAMESPACE, &body)?;
        let row = AdoptionRow {
            protocol: *digest,
            person: person.id,
            signature: signature.to_vec(),
            public_key: key.as_bytes().to_vec(),
            body,
        };
        if let Some(text) = library::protocol_text(digest) {
            open.store.protocol_keep(text, &context)?;
        }
        match open.store.adoption_keep(&row, &context) {
            Err(store::Error::Duplicate) => Err(Error::Duplicate { what: "adoption" }),
            other => Ok(other.map(|_| ())?),
        }
    }

    /// One protocol by digest, shipped or on the shelf.
    pub fn protocol_find(&self, digest: &[u8; 32]) -> Result<ProtocolLine, Error> {
        self.protocols_all()?
            .into_iter()
            .find(|line| line.digest == *digest)
            .ok_or(Error::Unknown { what: "protocol" })
    }

    /// Name of a protocol on the shelf.
    pub fn protocol_name(&self, digest: &[u8; 32]) -> Result<String, Error> {
        Ok(self.open()?.protocol(digest)?.name())
    }

    /// A protocol by `id`, `id vN`, or the start of its digest.
    pub fn protocol_named(&self, name: &str) -> Result<ProtocolLine, Error> {
        let wanted = name.trim();
        let mut found: Vec<ProtocolLine> = self
            .protocols_all()?
            .into_iter()
            .filter(|line| {
                line.protocol.id == wanted
                    || line.protocol.name() == wanted
                    || (wanted.len() >= 8 && hex(&line.digest).starts_with(wanted))
            })
            .collect();
        found.sort_by_key(|line| line.protocol.version);
        found.pop().ok_or(Error::Unknown { what: "protocol" })
    }

    /// A protocol a session may start from; put on the shelf, so that the session can be read for ever.
    pub(crate) fn protocol_usable(&mut self, digest: &[u8; 32]) -> Result<Arc<Protocol>, Error> {
        let line = self.protocol_find(digest)?;
        if !line.usable {
            return Err(Error::NotAdopted);
        }
        if !line.imported {
            let author = self.open()?.author;
            let context = self.context(Some(author));
            let text = library::protocol_text(digest).ok_or(Error::Unknown { what: "protocol" })?;
            self.open
                .as_mut()
                .ok_or(Error::Locked)?
                .store
                .protocol_keep(text, &context)?;
        }
        Ok(line.protocol)
    }
}

impl Open {
    /// A protocol on the shelf, read and checked the first time it is asked for: a list of sessions asks for the same few.
    pub(crate) fn protocol(&self, digest: &[u8; 32]) -> Result<Arc<Protocol>, Error> {
        if let Some(known) = self.protocols.borrow().get(digest) {
            return Ok(Arc::clone(known));
        }
        let row = self.store.protocol(digest)?;
        let text = row.ok_or(Error::Unknown { what: "protocol" })?.text;
        self.read_protocol(digest, &text)
    }

    /// The protocol of a text by its digest, checked the first time it is asked for.
    /// The text of a protocol that something of this vault ran under.
    pub(crate) fn protocol_text(&self, digest: &[u8; 32]) -> Result<String, Error> {
        let row = self.store.protocol(digest)?;
        row.map(|row| row.text)
            .ok_or(Error::Unknown { what: "protocol" })
    }

    fn read_protocol(&self, digest: &[u8; 32], text: &str) -> Result<Arc<Protocol>, Error> {
        if let Some(known) = self.protocols.borrow().get(digest) {
            return Ok(Arc::clone(known));
        }
        let protocol = Arc::new(check(text).map_err(Error::Complaints)?);
        let mut known = self.protocols.borrow_mut();
        known.insert(*digest, Arc::clone(&protocol));
        Ok(protocol)
    }

    fn protocol_line(
        &self,
        digest: [u8; 32],
        protocol: Arc<Protocol>,
        imported: bool,
    ) -> Result<ProtocolLine, Error> {
        let mut adoptions = Vec::new();
        for row in self.store.adoptions(&digest)? {
            let damaged = || Error::Damaged { what: "adoption" };
            let key = <[u8; 32]>::try_from(row.public_key.as_slice()).map_err(|_| damaged())?;
            let signature = Signature::try_from(row.signature.as_slice()).map_err(|_| damaged())?;
            PublicKey::parse(&key)
                .and_then(|key| key.verify(NAMESPACE, &row.body, &signature))
                .map_err(|_| damaged())?;
            let statement: Statement = store::record::decode(&row.body, "adoption")?;
            // An adoption in somebody's name by a key that was never theirs is a forgery.
            if !self.store.person_keys(statement.person)?.contains(&key) {
                return Err(damaged());
            }
            if statement.protocol == hex(&digest) {
                let Statement {
                    person,
                    name,
                    role,
                    wall_ms,
                    ..
                } = statement;
                adoptions.push(Adoption {
                    person,
                    name,
                    role,
                    wall_ms,
                });
            }
        }
        let adopted = protocol.status == Status::Clinical
            && protocol
                .adopted_by
                .iter()
                .all(|role| adoptions.iter().any(|adoption| adoption.role == *role));
        let usable = self.unlocked.training() || adopted;
        let adopting = self.adopting(&protocol, &adoptions)?;
        Ok(ProtocolLine {
            digest,
            protocol,
            imported,
            adoptions,
            usable,
            before: None,
            adopting,
        })
    }

    fn adopting(&self, protocol: &Protocol, made: &[Adoption]) -> Result<Adopting, Error> {
        let mine = made.iter().any(|adoption| adoption.person == self.author);
        if protocol.status == Status::Training || mine {
            return Ok(Adopting::Nothing);
        }
        let asks = self.signer_asks(self.author)?;
        let people = self.store.people()?;
        let has_role = people
            .iter()
            .filter(|row| row.person.id == self.author)
            .any(|row| {
                let roles = &row.person.roles;
                protocol.adopted_by.iter().any(|role| roles.contains(role))
            });
        Ok(match (asks, has_role) {
            (Asks::NoKey | Asks::Nothing, _) => Adopting::NotHolder,
            (_, false) => Adopting::NoRole,
            (Asks::Passphrase, true) => Adopting::Passphrase,
            (Asks::Pin, true) => Adopting::Pin,
        })
    }
}

/// The earlier version of a protocol: the newest that was adopted, or else the newest there is.
fn before<'a>(lines: &'a [ProtocolLine], protocol: &Protocol) -> Option<&'a ProtocolLine> {
    lines
        .iter()
        .filter(|line| line.protocol.id == protocol.id && line.protocol.version < protocol.version)
        .max_by_key(|line| (!line.adoptions.is_empty(), line.protocol.version))
}

/// The complaints of a look at a file: line, whether it blocks, words.
pub fn complaints(examined: &Examined) -> Vec<(u32, bool, String)> {
    let complaints = examined.complaints.iter();
    complaints
        .map(|complaint| {
            let blocks = complaint.severity() == Severity::Error;
            (complaint.line, blocks, complaint.to_string())
        })
        .collect()
}
