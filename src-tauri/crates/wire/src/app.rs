//! What the shell knows before and after a vault is open.

use crate::people::Person;
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// What this program is, which vaults it knows, which one is open.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub struct AppState {
    /// Program version.
    pub version: String,
    /// Encryption engine and its version.
    pub cipher: String,
    /// Vaults known on this machine, last opened first.
    pub vaults: Vec<VaultEntry>,
    /// The folder new vaults go to unless the keeper says otherwise.
    pub vaults_folder: String,
    /// The vault that is open.
    pub open: Option<OpenVault>,
}

/// A vault on this machine, without opening it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub struct VaultEntry {
    /// Name of its folder without the ending.
    pub name: String,
    /// The folder.
    pub path: String,
    /// Says that it is a training vault.
    pub training: bool,
    /// Handles of the people who hold a passphrase.
    pub handles: Vec<String>,
    /// When it was last opened here, UTC milliseconds.
    pub opened_wall_ms: Option<i64>,
    /// Why it cannot be opened, as a failure code, where that shows from outside.
    pub trouble: Option<crate::failure::Code>,
}

/// The vault that is open.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "app.ts"))]
pub struct OpenVault {
    /// Name.
    pub name: String,
    /// Folder.
    pub path: String,
    /// Synthetic clients only; watermarked.
    pub training: bool,
    /// Who is writing.
    pub author: Person,
    /// People of the vault.
    pub people: Vec<Person>,
    /// A recovery code waits to be typed back before anything else.
    pub recovery_owed: bool,
    /// The session that is running.
    pub live_session: Option<String>,
    /// Older than a head record says it was: records may be missing.
    pub older_than_head: bool,
    /// Wrong passphrases since it was last opened.
    pub wrong_passphrases: u32,
}
