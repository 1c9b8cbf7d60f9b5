//! Protocols of the vault.

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
