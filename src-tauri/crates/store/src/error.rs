//! What can go wrong on the shelves. Nothing here carries client data.

/// Why a shelf could not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk has no room. Nothing of the act was kept; what was kept before still is.
    #[error("the disk is full")]
    DiskFull,
    /// The place cannot be written.
    #[error("the vault cannot be written here")]
    ReadOnly,
    /// A backup is read, never written.
    #[error("this is a backup: nothing is written in it")]
    Backup,
    /// An inspector looks: nothing else is written.
    #[error("an inspector looks: nothing is written")]
    Inspecting,
    /// Made by an older program: a backup that is restored first.
    #[error("schema {found} is older than this program's {known}")]
    Older {
        /// In the backup.
        found: u32,
        /// In the program.
        known: u32,
    },
    /// A page, a seal or the chain does not hold.
    #[error("damaged: {what}")]
    Damaged {
        /// Which part, in fixed words.
        what: &'static str,
    },
    /// Made by a newer program.
    #[error("schema {found} is newer than this program's {known}")]
    Newer {
        /// In the vault.
        found: u32,
        /// In the program.
        known: u32,
    },
    /// A migration in the vault is not the one this program knows by that number.
    #[error("migration {number} differs from this program's")]
    MigrationDiffers {
        /// Which.
        number: u32,
    },
    /// Somebody else wrote the same place first.
    #[error("already there")]
    Duplicate,
    /// Nothing is kept under that name.
    #[error("not found: {what}")]
    NotFound {
        /// What kind, in fixed words.
        what: &'static str,
    },
    /// The session ended; nothing more can be added.
    #[error("the session ended")]
    SessionEnded,
    /// It is locked, or it is as it was wanted.
    #[error("locked")]
    Locked,
    /// Sealed bytes do not open: changed, moved, or another key's.
    #[error(transparent)]
    NotSealed(#[from] vault::seal::NotSealed),
    /// The system gave no random bytes.
    #[error(transparent)]
    Entropy(#[from] vault::entropy::NoEntropy),
    /// SQLite said no for another reason.
    #[error("database: {0}")]
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Error::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => Error::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Error::Damaged {
                what: "database page",
            },
            Some(ErrorCode::ConstraintViolation) => {
                let said = error.to_string();
                if said.contains("session ended") {
                    Error::SessionEnded
                } else if said.contains("locked") {
                    Error::Locked
                } else {
                    Error::Duplicate
                }
            }
            _ => Error::Sql(error),
        }
    }
}
