//! Backups: making one, how old the last one is, and the way back.

use companion::backup::{Copied, LastBackup as Last, Progress, Way};
use companion::{Companion, Error, Secret};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;
#[cfg(test)]
use ts_rs::TS;

/// Where a backup is to be made.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "backup.ts"))]
pub struct BackUp {
    /// A folder.
    pub path: String,
}

/// A backup that was made and found whole, or a vault that came out of one.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "backup.ts"))]
pub struct BackedUp {
    /// Its folder.
    pub path: String,
    /// Entries of the chain in it, each compared with what it speaks of.
    pub entries: u64,
    /// Size of its record in bytes.
    pub bytes: u64,
}

/// How the vault that is open stands with backups.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "backup.ts"))]
pub struct BackupState {
    /// The last one; none: none was made.
    pub last: Option<LastBackup>,
    /// One should be made: see `Companion::vault_backup_due`.
    pub due: bool,
    /// The folder that it went to; empty where none was made here.
    pub folder: String,
}

/// The last backup.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "backup.ts"))]
pub struct LastBackup {
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Whole days of the calendar since.
    pub days: i64,
    /// Entries of the record since.
    pub since: u64,
}

/// How far a copy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "backup.ts"))]
pub struct CopyProgress {
    pub stage: CopyStage,
    /// Of a hundred; nought and a hundred where the stage has no measure of its own.
    pub percent: u8,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "backup.ts"))]
pub enum CopyStage {
    /// Every page is checked before.
    Checking,
    /// Pages are copied.
    Copying,
    /// Every page of the copy is checked.
    Proving,
}

/// A vault out of a backup: by a passphrase or by a recovery code.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "backup.ts"))]
pub struct Restore {
    /// Folder of the backup.
    pub backup: String,
    /// Name of the vault that comes out of it.
    pub name: String,
    /// A passphrase; empty where a code is given.
    pub passphrase: String,
    /// A recovery code; empty where a passphrase is given.
    pub code: String,
}

impl fmt::Debug for Restore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Restore")
    }
}

impl From<Copied> for BackedUp {
    fn from(copied: Copied) -> BackedUp {
        BackedUp {
            path: copied.folder.to_string_lossy().into_owned(),
            entries: copied.entries,
            bytes: copied.bytes,
        }
    }
}

impl From<Progress> for CopyProgress {
    fn from(progress: Progress) -> CopyProgress {
        match progress {
            Progress::Source => CopyProgress {
                stage: CopyStage::Checking,
                percent: 0,
            },
            Progress::Copying { done, of } => CopyProgress {
                stage: CopyStage::Copying,
                percent: u8::try_from(100 * done / of.max(1)).unwrap_or(100),
            },
            Progress::Copy => CopyProgress {
                stage: CopyStage::Proving,
                percent: 100,
            },
        }
    }
}

impl BackupState {
    /// How the vault that is open stands with backups.
    pub fn of(companion: &mut Companion) -> Result<BackupState, Error> {
        let last = companion.vault_backup_last()?;
        Ok(BackupState {
            due: companion.vault_backup_due()?,
            folder: companion.vault_backup_folder()?,
            last: last.map(
                |Last {
                     wall_ms,
                     days,
                     since,
                 }| LastBackup {
                    wall_ms,
                    days,
                    since,
                },
            ),
        })
    }
}

impl Restore {
    /// Makes the vault, in the usual folder.
    pub fn run(
        &self,
        companion: &mut Companion,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<BackedUp, Error> {
        let to = companion
            .places()
            .vault_folder(&self.name)
            .ok_or(Error::BadInput { what: "vault name" })?;
        let passphrase = Secret::new(self.passphrase.clone());
        let way = if self.code.is_empty() {
            Way::Passphrase(&passphrase)
        } else {
            Way::Code(&self.code)
        };
        let copied = companion.vault_restore(Path::new(&self.backup), &to, &way, watch)?;
        Ok(copied.into())
    }
}
