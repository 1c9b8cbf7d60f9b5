//! Protocols of the vault.

pub mod difference;
pub mod import;

use clinic::id::hex;
use clinic::protocol::Protocol;
use clinic::protocol::rehearse::{What, rehearse};
use companion::Error;
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// A protocol that is in the vault or shipped with the program.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct ProtocolLine {
    /// SHA-256 of the file, hex: the protocol's true name.
    pub digest: String,
    /// `id vN`.
    pub name: String,
    pub title: String,
    pub summary: String,
    /// Training only.
    pub training: bool,
    /// Roles that must adopt it.
    pub adopted_by: Vec<crate::people::Role>,
    /// Who adopted it and when.
    pub adoptions: Vec<Adoption>,
    /// Whether a session may be started from it in this vault.
    pub usable: bool,
    /// Digest of the earlier version that it is compared with.
    pub before: Option<String>,
    /// What stands between the one who writes and an adoption.
    pub adopting: Adopting,
}

/// What stands between the one who writes and an adoption.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub enum Adopting {
    /// There is nothing to adopt.
    Nothing,
    /// The vault's passphrase is asked.
    Passphrase,
    /// The PIN is asked.
    Pin,
    /// Somebody else holds the key that signs.
    NotHolder,
    /// The protocol names no role that this person has.
    NoRole,
}

/// One adoption.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct Adoption {
    pub name: String,
    pub role: crate::people::Role,
    pub wall_ms: i64,
}

/// Which protocol.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct ProtocolRef {
    pub digest: String,
}

/// One prompt of a rehearsed day.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct RehearsedPrompt {
    /// After dose 1, milliseconds (negative before).
    pub planned_ms: i64,
    pub from_ms: i64,
    pub late_after_ms: i64,
    pub signs: Vec<crate::session::Sign>,
    pub titles: Vec<String>,
    pub why: Vec<String>,
    pub lines: Vec<u16>,
}

impl ProtocolLine {
    /// A protocol's line.
    pub fn of(line: &companion::protocols::ProtocolLine) -> ProtocolLine {
        let protocol = &line.protocol;
        ProtocolLine {
            digest: hex(&line.digest),
            name: protocol.name(),
            title: protocol.title.clone(),
            summary: protocol.summary.clone(),
            training: protocol.status == clinic::protocol::Status::Training,
            adopted_by: protocol
                .adopted_by
                .iter()
                .map(|role| (*role).into())
                .collect(),
            adoptions: line
                .adoptions
                .iter()
                .map(|adoption| Adoption {
                    name: adoption.name.clone(),
                    role: adoption.role.into(),
                    wall_ms: adoption.wall_ms,
                })
                .collect(),
            usable: line.usable,
            before: line.before.as_ref().map(|digest| hex(digest)),
            adopting: match line.adopting {
                companion::protocols::Adopting::Nothing => Adopting::Nothing,
                companion::protocols::Adopting::Passphrase => Adopting::Passphrase,
                companion::protocols::Adopting::Pin => Adopting::Pin,
                companion::protocols::Adopting::NotHolder => Adopting::NotHolder,
                companion::protocols::Adopting::NoRole => Adopting::NoRole,
            },
        }
    }
}

impl ProtocolRef {
    /// The digest, parsed.
    pub fn digest(&self) -> Result<[u8; 32], Error> {
        crate::session::digest(&self.digest)
    }
}

impl RehearsedPrompt {
    /// Every prompt of a day of the usual shape.
    pub fn of_day(protocol: &Protocol) -> Vec<RehearsedPrompt> {
        rehearse(protocol)
            .into_iter()
            .filter_map(|planned| {
                let What::Prompt(prompt) = planned.what else {
                    return None;
                };
                let mut lines: Vec<u16> = prompt.checks.iter().map(|check| check.line).collect();
                lines.dedup();
                Some(RehearsedPrompt {
                    planned_ms: planned.at.0,
                    from_ms: prompt.from.0,
                    late_after_ms: prompt.late_after.0,
                    signs: prompt.signs.iter().map(|sign| (*sign).into()).collect(),
                    titles: prompt
                        .checks
                        .iter()
                        .map(|check| check.title.clone())
                        .collect(),
                    why: prompt
                        .checks
                        .iter()
                        .map(|check| check.why.clone())
                        .collect(),
                    lines,
                })
            })
            .collect()
    }
}
