//! A protocol file on its way into the vault: looked at, put on the shelf, adopted.

use super::difference::{Difference, PartCount};
use super::{ProtocolLine, RehearsedPrompt, hex};
use companion::{Companion, Error, Secret};
use serde::{Deserialize, Serialize};
use std::path::Path;
#[cfg(test)]
use ts_rs::TS;

/// Which file.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct ProtocolPath {
    pub path: String,
}

/// What a look at a file found. Nothing is kept by it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct ProtocolFile {
    pub path: String,
    /// Every one of them, by line of the file.
    pub complaints: Vec<Complaint>,
    /// The protocol, where no complaint is an error.
    pub found: Option<FoundProtocol>,
}

/// Something that stands against a file, or a note beside it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct Complaint {
    /// Line of the file, from 1.
    pub line: u32,
    /// An error: the file cannot be used. Otherwise a note.
    pub blocks: bool,
    pub text: String,
}

/// A protocol that can be used, before it is kept.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct FoundProtocol {
    /// SHA-256 of the file, hex.
    pub digest: String,
    /// `id vN`.
    pub name: String,
    pub title: String,
    pub summary: String,
    /// Training only.
    pub training: bool,
    /// Roles that must adopt it.
    pub adopted_by: Vec<crate::people::Role>,
    pub place: Place,
    /// How many rules each part has.
    pub parts: Vec<PartCount>,
    /// Its day, rehearsed.
    pub day: Vec<RehearsedPrompt>,
    /// What differs from an earlier version that the vault knows.
    pub difference: Option<Difference>,
}

/// Whether a file may go on the shelf.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub enum Place {
    /// The vault knows no protocol of this name.
    Free,
    /// This very file is known.
    Known,
    /// Another file has this name: one name, one file.
    Taken,
}

/// A file to be put on the shelf.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct ImportProtocol {
    pub path: String,
    /// Of the file that was looked at: a file that was changed since is not kept.
    pub digest: String,
}

/// A file that was put on the shelf.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct ImportedProtocol {
    pub protocol: ProtocolLine,
    /// When it was kept, UTC.
    pub wall_ms: i64,
}

/// A protocol that the one who writes adopts.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct AdoptProtocol {
    pub digest: String,
    /// Passphrase or PIN, as `adopting` asks.
    pub proof: String,
}

impl std::fmt::Debug for AdoptProtocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AdoptProtocol({})", self.digest)
    }
}

impl ProtocolFile {
    /// Looks at a file.
    pub fn of(companion: &Companion, path: &str) -> Result<ProtocolFile, Error> {
        let text = Companion::protocol_read(Path::new(path.trim()))?;
        let examined = Companion::protocol_examine(&text);
        let complaint = |(line, blocks, text)| Complaint { line, blocks, text };
        let complaints = companion::protocols::complaints(&examined);
        let found = match &examined.protocol {
            None => None,
            Some(protocol) => Some(FoundProtocol::of(companion, protocol, &text)?),
        };
        Ok(ProtocolFile {
            path: path.trim().to_owned(),
            complaints: complaints.into_iter().map(complaint).collect(),
            found,
        })
    }
}

impl FoundProtocol {
    fn of(
        companion: &Companion,
        protocol: &clinic::protocol::Protocol,
        text: &str,
    ) -> Result<FoundProtocol, Error> {
        let digest = Companion::protocol_digest(text);
        let known = companion.protocols()?;
        let namesake = known
            .iter()
            .find(|line| line.protocol.name() == protocol.name());
        let before = companion.protocol_before(protocol)?;
        Ok(FoundProtocol {
            digest: hex(&digest),
            name: protocol.name(),
            title: protocol.title.clone(),
            summary: protocol.summary.clone(),
            training: protocol.status == clinic::protocol::Status::Training,
            adopted_by: protocol
                .adopted_by
                .iter()
                .map(|role| (*role).into())
                .collect(),
            place: match namesake {
                None => Place::Free,
                Some(line) if line.digest == digest => Place::Known,
                Some(_) => Place::Taken,
            },
            parts: PartCount::of(protocol),
            day: RehearsedPrompt::of_day(protocol),
            difference: before.map(|line| Difference::between(&line.protocol, protocol)),
        })
    }
}

impl ImportProtocol {
    /// Puts it on the shelf, if it is still the file that was looked at.
    pub fn run(&self, companion: &mut Companion) -> Result<ImportedProtocol, Error> {
        let text = Companion::protocol_read(Path::new(self.path.trim()))?;
        if hex(&Companion::protocol_digest(&text)) != self.digest {
            return Err(Error::FileChanged);
        }
        let imported = companion.protocol_import(&text)?;
        Ok(ImportedProtocol {
            protocol: ProtocolLine::of(&companion.protocol_find(&imported.digest)?),
            wall_ms: imported.wall_ms,
        })
    }
}

impl AdoptProtocol {
    /// Signs it; answers how it stands now.
    pub fn run(self, companion: &mut Companion) -> Result<ProtocolLine, Error> {
        let digest = crate::session::digest(&self.digest)?;
        companion.protocol_adopt_proven(&digest, &Secret::new(self.proof))?;
        Ok(ProtocolLine::of(&companion.protocol_find(&digest)?))
    }
}
