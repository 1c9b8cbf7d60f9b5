//! What a verb can answer instead of a result: the rules say no (facts), or something broke. Fit for a log: no client data.

use clinic::protocol::check::Complaint;
use clinic::session::Refusal;

/// Why a verb did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No vault is open.
    #[error("the vault is locked")]
    Locked,
    /// The computer is in a client's hands: nothing else is done until it is taken back.
    #[error("handed over")]
    HandedOver,
    /// The pen is in a blinded rater's hand: nothing else is shown or done until another person takes it.
    #[error("a blinded rater has the pen")]
    Blind,
    /// Several wrong passphrases in a row: the next try waits a moment.
    #[error("too soon: {seconds} s")]
    TooSoon {
        /// How long, seconds.
        seconds: u32,
    },
    /// A vault is open already.
    #[error("a vault is open")]
    AlreadyOpen,
    /// Nothing is there, or it is no vault.
    #[error("no vault is there")]
    NoVault,
    /// Something stands there already.
    #[error("a vault of that name exists")]
    VaultExists,
    /// The passphrase is too easily guessed.
    #[error("the passphrase is weak")]
    WeakPassphrase,
    /// A PIN is four to six digits.
    #[error("a PIN is four to six digits")]
    BadPin,
    /// The PIN does not fit.
    #[error("wrong PIN")]
    WrongPin {
        /// How many tries are left before the passphrase is asked.
        left: u8,
    },
    /// Five wrong PINs: the passphrase is asked instead. Nobody is locked out.
    #[error("the passphrase is asked instead of the PIN")]
    PinPassphraseNeeded,
    /// The typed recovery code is not the one that was shown.
    #[error("the recovery code differs")]
    CodeDiffers,
    /// Text or a number is not what the field takes.
    #[error("bad input: {what}")]
    BadInput {
        /// Which field, in fixed words.
        what: &'static str,
    },
    /// Nothing is kept under that name.
    #[error("unknown: {what}")]
    Unknown {
        /// What kind, in fixed words.
        what: &'static str,
    },
    /// No file can be read at that place.
    #[error("no file can be read there")]
    NoFile,
    /// The file is another one than was looked at.
    #[error("the file was changed")]
    FileChanged,
    /// That code, initials or name is taken.
    #[error("taken: {what}")]
    Duplicate {
        /// What kind, in fixed words.
        what: &'static str,
    },
    /// The act needs a second person who proves presence.
    #[error("a second person is needed")]
    SecondPersonNeeded,
    /// The second person is the first.
    #[error("the second person must be another")]
    SamePerson,
    /// Somebody else has the pen than when it was looked at.
    #[error("somebody else has the pen since it was looked at")]
    PenPassed,
    /// Nobody takes themselves out of the vault.
    #[error("nobody takes themselves out")]
    OwnRemoval,
    /// The only vault keeper who holds a key stays.
    #[error("the only vault keeper stays")]
    LastKeeper,
    /// The role does not allow it.
    #[error("not allowed")]
    NotAllowed,
    /// The keys of whoever has the pen are not at hand: their passphrase opens them, once.
    #[error("the person's own passphrase is asked")]
    KeyAsked,
    /// A protocol that is not adopted, or for training only, in a clinical vault.
    #[error("the protocol may not run in this vault")]
    NotAdopted,
    /// The file is no protocol.
    #[error("{} complaints about the protocol", .0.len())]
    Complaints(Vec<Complaint>),
    /// The client's record is to be kept until a later day.
    #[error("to be kept until {until}")]
    Retained {
        /// Until when.
        until: clinic::time::Date,
    },
    /// The protocol lays out no course.
    #[error("the protocol lays out no course")]
    NoCourse,
    /// The client's course is under another protocol.
    #[error("the course is under another protocol")]
    OtherProtocol,
    /// The licence of somebody who is to give care in the session has lapsed.
    #[error("a licence has lapsed, its last day was {until}")]
    LicenceLapsed {
        /// Whose.
        initials: String,
        /// Its last day.
        until: clinic::time::Date,
    },
    /// Words are sealed to keys, and this person holds none of their own.
    #[error("no key of their own: {initials}")]
    NoKey {
        /// Who.
        initials: String,
    },
    /// A session is running.
    #[error("a session is running")]
    SessionLive,
    /// A backup is being made, and this has to wait until it is.
    #[error("a backup is being made")]
    BackupRuns,
    /// It is locked: it is amended, or unlocked first.
    #[error("locked for good order")]
    RecordLocked,
    /// Only what its author signed to its end is locked.
    #[error("not signed by its author")]
    NotSigned,
    /// Its author signs it first.
    #[error("its author signs first")]
    AuthorFirst,
    /// It is not locked.
    #[error("not locked")]
    NotLocked,
    /// The session cannot be replayed.
    #[error("the session cannot be replayed")]
    Replay,
    /// A scripted clock outside a training vault.
    #[error("a scripted clock runs in training vaults only")]
    ScriptedClock,
    /// An act in words that cannot be read.
    #[error("{0}")]
    Words(clinic::script::BadLine),
    /// The rules say no.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// The rules of the course say no.
    #[error("refused: {0}")]
    Course(#[from] clinic::course::Refusal),
    /// A packet or a contact card was not taken in.
    #[error("packet: {0}")]
    Packet(#[from] crate::packets::Stopped),
    /// The rules of a review say no.
    #[error("refused: {0}")]
    Review(#[from] clinic::review::Refusal),
    /// The passphrase opens nothing.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The recovery code opens nothing.
    #[error("wrong recovery code")]
    WrongCode,
    /// It is well typed, but not the recovery code of whoever opened the vault: it may be another person's.
    #[error("not their recovery code")]
    OtherCode,
    /// What was typed is no recovery code.
    #[error("a typing error in the recovery code")]
    CodeTypo {
        /// The first group (1 … 8) that does not fit; none: too few or too many signs.
        group: Option<usize>,
    },
    /// Another process has the vault open.
    #[error("the vault is in use")]
    InUse,
    /// Made by a newer program.
    #[error("the vault was made by a newer program")]
    Newer,
    /// What lies there is not ours.
    #[error("the files are not a vault of this program")]
    NotAVault,
    /// Roles bring what whoever gives them does not hold, and nobody who holds it stands by.
    #[error("roles need somebody who holds what they bring")]
    RoleNeedsSecond {
        /// Initials of those who could stand by.
        who: Vec<String>,
    },
    /// These people may not do this together.
    #[error(transparent)]
    Conflict(#[from] clinic::conflict::Conflict),
    /// Somebody took part in what they are to review or to rate.
    #[error("their own session")]
    OwnSession,
    /// An inspector has the vault open: it is read, and nothing is written but what was looked at.
    #[error("an inspector has the vault open")]
    Inspecting,
    /// The last day of an inspector's access is past.
    #[error("the access ended on {until}")]
    InspectionOver {
        /// Its last day.
        until: clinic::time::Date,
    },
    /// A backup is read, never written: it is restored first.
    #[error("this is a backup")]
    Backup,
    /// A backup that an older program made: it is restored first.
    #[error("the backup was made by an older program")]
    OlderBackup,
    /// An older program wrote the record last, and somebody only looks: a keeper opens it first.
    #[error("an older program wrote the record last")]
    OlderRecord,
    /// What lies there is no backup.
    #[error("this is no backup")]
    NotABackup,
    /// The engine that is linked does not encrypt.
    #[error("the encryption engine does not answer")]
    NoEncryption,
    /// Something does not hold: a page, a seal, the header, the chain.
    #[error("damaged: {what}")]
    Damaged {
        /// Which part, in fixed words.
        what: &'static str,
    },
    /// The disk has no room. Nothing of the act was kept; what was kept before still is.
    #[error("the disk is full")]
    DiskFull,
    /// The place cannot be written.
    #[error("the place cannot be written")]
    ReadOnly,
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    NoEntropy,
    /// The database said no for another reason.
    #[error("database: {0}")]
    Database(String),
    /// A file could not be read or written.
    #[error("file: {0}")]
    Io(std::io::ErrorKind),
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::from(error.kind())
    }
}

impl From<std::io::ErrorKind> for Error {
    fn from(kind: std::io::ErrorKind) -> Error {
        use std::io::ErrorKind;
        match kind {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Error::DiskFull,
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Error::ReadOnly,
            other => Error::Io(other),
        }
    }
}

impl From<vault::NoEntropy> for Error {
    fn from(_: vault::NoEntropy) -> Error {
        Error::NoEntropy
    }
}

impl From<vault::seal::NotSealed> for Error {
    fn from(_: vault::seal::NotSealed) -> Error {
        Error::Damaged { what: "seal" }
    }
}

impl From<vault::BadCode> for Error {
    fn from(code: vault::BadCode) -> Error {
        use vault::BadCode;
        let group = match code {
            BadCode::Sign { group } | BadCode::Group { group } => Some(group),
            BadCode::Length { .. } => None,
        };
        Error::CodeTypo { group }
    }
}

impl From<vault::DatabaseError> for Error {
    fn from(error: vault::DatabaseError) -> Error {
        use vault::DatabaseError;
        match error {
            DatabaseError::Refused(_) | DatabaseError::WrongKey => Error::Damaged {
                what: "record file",
            },
            DatabaseError::Damaged { .. } | DatabaseError::Unsound => Error::Damaged {
                what: "record page",
            },
            DatabaseError::Engine(_) | DatabaseError::Setting(_) => Error::NoEncryption,
            DatabaseError::Backup => Error::Backup,
            DatabaseError::NotABackup => Error::NotABackup,
            DatabaseError::Busy | DatabaseError::AlreadyOpen => Error::InUse,
            DatabaseError::Stopped => Error::Locked,
            DatabaseError::Io(kind) => Error::from(kind),
            // 8: read-only, 13: full, 14: cannot open; low byte of SQLite's result code.
            DatabaseError::Sqlite(code) => match code & 0xff {
                8 | 14 => Error::ReadOnly,
                13 => Error::DiskFull,
                _ => Error::Database(format!("result code {code}")),
            },
        }
    }
}

impl From<vault::Error> for Error {
    fn from(error: vault::Error) -> Error {
        use vault::{BadHeader, Error as V};
        match error {
            V::NotAVault | V::NobodyOfThatName => Error::NoVault,
            V::AlreadyThere => Error::VaultExists,
            V::InUse { .. } => Error::InUse,
            V::WrongSecret => Error::WrongPassphrase,
            V::HeaderDamaged => Error::Damaged { what: "header" },
            V::Header(BadHeader::Newer { .. }) | V::WrittenByNewer => Error::Newer,
            V::Header(BadHeader::Magic) => Error::NotAVault,
            V::Header(_) => Error::Damaged { what: "header" },
            V::Weak(_) => Error::WeakPassphrase,
            V::Code(code) => Error::from(code),
            V::Handle => Error::BadInput { what: "initials" },
            V::PassphraseTaken => Error::Duplicate { what: "passphrase" },
            V::HandleTaken => Error::Duplicate { what: "initials" },
            V::OwnSlot => Error::OwnRemoval,
            V::NoRotation => Error::Unknown { what: "rotation" },
            V::Full => Error::BadInput { what: "people" },
            V::Cost(_) => Error::Damaged { what: "header" },
            V::Database(error) => Error::from(error),
            V::Sealed(_) => Error::Damaged { what: "seal" },
            V::Entropy(_) => Error::NoEntropy,
            V::Derivation(_) => Error::Io(std::io::ErrorKind::OutOfMemory),
            V::Io { source, .. } => Error::from(source),
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Error {
        use store::Error as S;
        match error {
            S::DiskFull => Error::DiskFull,
            S::ReadOnly => Error::ReadOnly,
            S::Damaged { what } => Error::Damaged { what },
            S::Backup => Error::Backup,
            S::Inspecting => Error::Inspecting,
            S::Older { .. } => Error::OlderBackup,
            S::Newer { .. } | S::MigrationDiffers { .. } => Error::Newer,
            S::Duplicate => Error::Duplicate { what: "row" },
            S::NotFound { what } => Error::Unknown { what },
            S::Locked => Error::RecordLocked,
            S::SessionEnded => Error::Refused(Refusal::SessionEnded),
            S::NotSealed(_) => Error::Damaged { what: "seal" },
            S::Entropy(_) => Error::NoEntropy,
            S::Sql(error) => Error::Database(error.to_string()),
        }
    }
}
