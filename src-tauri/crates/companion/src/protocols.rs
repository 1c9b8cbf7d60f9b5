//! Protocols: shipped, imported, adopted. What is not adopted runs only in training vaults.

use crate::{Companion, Error, Open, library};
use clinic::id::PersonId;
use clinic::people::Role;
use clinic::protocol::check::check;
use clinic::protocol::{Protocol, Status};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::audit::hex;
use store::protocols::AdoptionRow;
use vault::sign::{Namespace, PublicKey, Signature};

/// A protocol the vault or the program holds.
#[derive(Debug, Clone)]
pub struct ProtocolLine {
    /// SHA-256 of the file.
    pub digest: [u8; 32],
    /// Checked.
    pub protocol: Protocol,
    /// On the vault's shelf, not only shipped.
    pub imported: bool,
    /// Who adopted it.
    pub adoptions: Vec<Adoption>,
    /// Whether a session may be started from it in this vault.
    pub usable: bool,
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
    /// Checks a protocol file without keeping anything.
    pub fn protocol_lint(text: &str) -> Result<Protocol, Error> {
        check(text).map_err(Error::Complaints)
    }

    /// Shipped protocols and those of the vault.
    pub fn protocols(&self) -> Result<Vec<ProtocolLine>, Error> {
        let open = self.open()?;
        let mut lines = Vec::new();
        for row in open.store.protocols()? {
            if let Ok(protocol) = check(&row.text) {
                lines.push(open.protocol_line(row.digest, protocol, true)?);
            }
        }
        for shipped in library::PROTOCOLS {
            let digest = vault::chain::digest(shipped.text.as_bytes());
            if !lines.iter().any(|line| line.digest == digest) {
                let protocol = check(shipped.text).map_err(Error::Complaints)?;
                lines.push(open.protocol_line(digest, protocol, false)?);
            }
        }
        Ok(lines)
    }

    /// Puts a protocol file on the vault's shelf.
    pub fn protocol_import(&mut self, text: &str) -> Result<[u8; 32], Error> {
        let protocol = check(text).map_err(Error::Complaints)?;
        let author = self.open()?.author;
        let clash = self.protocols()?.iter().any(|line| {
            line.protocol.name() == protocol.name()
                && line.digest != vault::chain::digest(text.as_bytes())
        });
        if clash {
            // One name, one file: a changed file is a new version.
            return Err(Error::Duplicate { what: "protocol" });
        }
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        Ok(open.store.protocol_keep(text, &context)?)
    }

    /// The holder of the vault's signing key adopts a protocol in a role that the protocol names.
    pub fn protocol_adopt(&mut self, digest: &[u8; 32]) -> Result<(), Error> {
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let line = self.protocol_find(digest)?;
        if line.protocol.status == Status::Training {
            return Err(Error::NotAdopted);
        }
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let signer = open.unlocked.person_id();
        let person = open
            .store
            .people()?
            .into_iter()
            .find(|row| row.person.id.0 == signer && row.person.id == author)
            .ok_or(Error::NotAllowed)?
            .person;
        let role = line
            .protocol
            .adopted_by
            .iter()
            .find(|role| person.roles.contains(role))
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
        let row = AdoptionRow {
            protocol: *digest,
            person: person.id,
            signature: open.unlocked.sign(NAMESPACE, &body).to_vec(),
            public_key: open.unlocked.public_key().as_bytes().to_vec(),
            body,
        };
        let text = library::PROTOCOLS
            .iter()
            .find(|shipped| vault::chain::digest(shipped.text.as_bytes()) == *digest)
            .map(|shipped| shipped.text);
        if let Some(text) = text {
            open.store.protocol_keep(text, &context)?;
        }
        match open.store.adoption_keep(&row, &context) {
            Err(store::Error::Duplicate) => Err(Error::Duplicate { what: "adoption" }),
            other => Ok(other.map(|_| ())?),
        }
    }

    /// One protocol by digest, shipped or on the shelf.
    pub fn protocol_find(&self, digest: &[u8; 32]) -> Result<ProtocolLine, Error> {
        self.protocols()?
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
            .protocols()?
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
    pub(crate) fn protocol_usable(&mut self, digest: &[u8; 32]) -> Result<Protocol, Error> {
        let line = self.protocol_find(digest)?;
        if !line.usable {
            return Err(Error::NotAdopted);
        }
        if !line.imported {
            let author = self.open()?.author;
            let context = self.context(Some(author));
            let text = library::PROTOCOLS
                .iter()
                .find(|shipped| vault::chain::digest(shipped.text.as_bytes()) == *digest)
                .ok_or(Error::Unknown { what: "protocol" })?
                .text;
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
        let protocol = Arc::new(check(&text).map_err(Error::Complaints)?);
        let mut known = self.protocols.borrow_mut();
        known.insert(*digest, Arc::clone(&protocol));
        Ok(protocol)
    }

    fn protocol_line(
        &self,
        digest: [u8; 32],
        protocol: Protocol,
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
            // In this vault one person holds keys; an adoption in that name by another key is a forgery.
            if statement.person.0 != self.unlocked.person_id()
                || key != *self.unlocked.public_key().as_bytes()
            {
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
        Ok(ProtocolLine {
            digest,
            protocol,
            imported,
            adoptions,
            usable,
        })
    }
}

/// Every complaint about a protocol file: line, whether it blocks, words.
pub fn complaints(text: &str) -> Vec<(u32, bool, String)> {
    clinic::protocol::check::examine(text)
        .complaints
        .iter()
        .map(|complaint| {
            let blocks = complaint.severity() == clinic::protocol::check::Severity::Error;
            (complaint.line, blocks, complaint.to_string())
        })
        .collect()
}
