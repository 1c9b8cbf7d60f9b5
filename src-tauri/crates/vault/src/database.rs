//! Opening the record: SQLCipher with a raw key, every setting asked back, every assumption about the engine tested each time.
//!
//! **Invariant:** a connection that leaves this module is encrypted, exclusive, in WAL with every commit synced, and cannot attach another
//! file; one that only reads (a backup, a record that stands still) cannot write. `ATTACH` being off also forbids `VACUUM`, which would copy
//! damaged pages under fresh, valid HMACs.
//!
//! A bad page HMAC is not always an error (TRUST, fact 2): ask [`is_sound`] after every transaction, seal or digest what matters.

mod backup;
mod engine;
mod guard;
mod pages;
mod still;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

pub(crate) use backup::{Copied, Source, copy_pages_of, copy_to, open_backup, prove, remove};
pub use backup::{Progress, Watch};
pub use engine::{Engine, engine, linked};
pub use guard::Refused;
pub(crate) use guard::{begins_with, guard};
pub(crate) use pages::{Beside, Codes};
pub(crate) use still::stop_when;
pub use still::{move_again, stand_still};

pub(crate) const PAGE: u64 = 4096;
/// `HFDB` in the application_id field, so that the record is not another program's.
const APPLICATION_ID: i32 = 0x4846_4442;

/// SQLCipher's raw key and salt. The salt is public: it is the file's first sixteen bytes.
pub(crate) struct DatabaseKey(Box<[u8; 48]>);

impl DatabaseKey {
    pub(crate) fn take(bytes: &mut [u8; 48]) -> Self {
        let key = Self(Box::new(*bytes));
        bytes.zeroize();
        key
    }

    /// The same key for a connection that outlives a borrow.
    pub(crate) fn again(&self) -> Self {
        Self(self.0.clone())
    }

    pub(crate) fn salt(&self) -> &[u8; 16] {
        self.0.last_chunk().expect("48 bytes")
    }

    #[cfg(test)]
    pub(crate) fn expose(&self) -> &[u8; 48] {
        &self.0
    }

    fn pragma(&self) -> Zeroizing<String> {
        use std::fmt::Write;
        let mut sql = Zeroizing::new(String::with_capacity(128));
        sql.push_str("PRAGMA key = \"x'");
        for byte in self.0.iter() {
            write!(sql, "{byte:02x}").expect("a string takes every write");
        }
        sql.push_str("'\"");
        sql
    }
}

impl Drop for DatabaseKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Why the record did not open, or is not trusted any more. Carries no SQL, because one statement of ours holds the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// The file is not one that may be opened; nothing was touched.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The linked engine does not encrypt, or is not the one that this program was built with.
    #[error("the database engine is not fit: {0}")]
    Engine(&'static str),
    /// A setting did not take.
    #[error("the database setting {0} did not take")]
    Setting(&'static str),
    /// The file does not open under this key.
    #[error("the record does not open under this vault's key")]
    WrongKey,
    /// Somebody else holds the file.
    #[error("another program has the record open")]
    Busy,
    /// Pages fail their check.
    #[error("the record is damaged ({findings} findings)")]
    Damaged {
        /// How many pages or structures were named.
        findings: usize,
    },
    /// The engine has met a page that fails its check; nothing read since is to be trusted.
    #[error("the record has a damaged page; nothing more is written")]
    Unsound,
    /// The record of a backup stands where a vault's own is expected: it is restored, not opened.
    #[error("this is a backup, not a vault's own record")]
    Backup,
    /// The record of a vault stands where a backup's is expected.
    #[error("this is no backup")]
    NotABackup,
    /// The record is open already.
    #[error("the record is open already")]
    AlreadyOpen,
    /// Somebody asked for the work to stop.
    #[error("the work was stopped")]
    Stopped,
    /// A system call failed.
    #[error("the record's file: {0}")]
    Io(std::io::ErrorKind),
    /// Anything else that SQLite says, by its extended result code.
    #[error("the database engine reports {0}")]
    Sqlite(i32),
}

impl From<rusqlite::Error> for DatabaseError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                rusqlite::ErrorCode::NotADatabase => Self::WrongKey,
                rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked => {
                    Self::Busy
                }
                rusqlite::ErrorCode::DatabaseCorrupt => Self::Damaged { findings: 1 },
                rusqlite::ErrorCode::OperationInterrupted => Self::Stopped,
                _ => Self::Sqlite(failure.extended_code),
            },
            _ => Self::Sqlite(1),
        }
    }
}

impl From<std::io::Error> for DatabaseError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error.kind())
    }
}

/// Makes an empty record: page 1 first under a rollback journal, on disk with its name, and only then WAL. So a log never lies
/// beside an empty main file by our doing.
pub(crate) fn create(path: &Path, key: &DatabaseKey) -> Result<(), DatabaseError> {
    let file = crate::folder::private()
        .write(true)
        .create_new(true)
        .open(path)?;
    drop(file);
    let connection = connect(path, key)?;
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = DELETE; BEGIN IMMEDIATE; PRAGMA application_id = {APPLICATION_ID}; COMMIT;"
    ))?;
    close(connection)?;
    std::fs::File::open(path)?.sync_all()?;
    crate::folder::sync_folder(path.parent().expect("a file lies in a folder"))?;
    close(open(path, key)?)
}

/// Opens the record after the guard has looked at it. The caller holds the vault's lock.
pub(crate) fn open(path: &Path, key: &DatabaseKey) -> Result<Connection, DatabaseError> {
    guard(path, &[key.salt()])?;
    record(path, key)
}

/// The same, and the file itself for whoever reads it as it lies. It must be closed after the connection.
pub(crate) fn open_beside(
    path: &Path,
    key: &DatabaseKey,
) -> Result<(Beside, Connection), DatabaseError> {
    guard(path, &[key.salt()])?;
    let beside = Beside::new(std::fs::File::open(path)?);
    Ok((beside, record(path, key)?))
}

/// Opens what the guard has passed.
fn record(path: &Path, key: &DatabaseKey) -> Result<Connection, DatabaseError> {
    let connection = connect(path, key)?;
    if expect(&connection, "application_id", i64::from(backup::BACKUP_ID)).is_ok() {
        return Err(DatabaseError::Backup);
    }
    expect(&connection, "application_id", i64::from(APPLICATION_ID))?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(DatabaseError::Setting("journal_mode"));
    }
    Ok(connection)
}

/// Closes and says whether it went well.
pub(crate) fn close(connection: Connection) -> Result<(), DatabaseError> {
    connection.close().map_err(|(_, error)| error.into())
}

/// False once SQLCipher has met a page that fails its HMAC on this connection: the one cheap sign of a silent failure.
pub fn is_sound(connection: &Connection) -> bool {
    matches!(connection.is_readonly("main"), Ok(false))
}

/// Moves the whole log into the main file and empties it.
pub fn checkpoint(connection: &Connection) -> Result<(), DatabaseError> {
    let busy: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 {
        Ok(())
    } else {
        Err(DatabaseError::Busy)
    }
}

/// Checks every page's HMAC and the structure on top. Empties the log first: the page check reads the main file alone and would
/// cry wolf over an unfinished one. About 8 s per GB; never during a live session. A backup has no log to empty.
pub fn check(connection: &Connection) -> Result<(), DatabaseError> {
    checkpoint(connection)?;
    let pages = damaged_pages(connection)?;
    structure(connection, pages)
}

/// Looks at what the pages hold together, where so many of them were found damaged.
fn structure(connection: &Connection, pages: usize) -> Result<(), DatabaseError> {
    let structure = findings(connection, "PRAGMA integrity_check")?;
    let structure = if structure == ["ok"] {
        0
    } else {
        structure.len()
    };
    match pages + structure {
        0 if is_sound(connection) => Ok(()),
        0 => Err(DatabaseError::Unsound),
        findings => Err(DatabaseError::Damaged { findings }),
    }
}

/// Pages of the main file whose code is not theirs.
fn damaged_pages(connection: &Connection) -> Result<usize, DatabaseError> {
    Ok(findings(connection, "PRAGMA cipher_integrity_check")?.len())
}

fn findings(connection: &Connection, sql: &str) -> Result<Vec<String>, DatabaseError> {
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Connects to a file that may be written, ready for work.
fn connect(path: &Path, key: &DatabaseKey) -> Result<Connection, DatabaseError> {
    let how = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    prepare(Connection::open_with_flags(path, how)?, key)
}

/// Keys, tests the engine, applies every setting that does not depend on the file's content, and proves the key by reading.
fn prepare(connection: Connection, key: &DatabaseKey) -> Result<Connection, DatabaseError> {
    connection.busy_timeout(std::time::Duration::ZERO)?;
    // Before anything that reads, so that the WAL index lives in memory and no -shm file appears.
    set(&connection, "locking_mode", "EXCLUSIVE", "exclusive")?;
    // SQLCipher writes to stderr unless told otherwise; page contents do not belong into a journal.
    connection.query_row("PRAGMA cipher_log = off", [], |_| Ok(()))?;
    connection
        .query_row(&key.pragma(), [], |_| Ok(()))
        .or_else(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => Ok(()),
            other => Err(DatabaseError::from(other)),
        })?;
    engine::test(&connection)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    })?;
    for (pragma, value) in [
        ("cipher_page_size", "4096"),
        ("cipher_use_hmac", "1"),
        ("cipher_plaintext_header_size", "0"),
        ("cipher_hmac_algorithm", "HMAC_SHA512"),
    ] {
        if text(&connection, pragma)? != value {
            return Err(DatabaseError::Setting(pragma));
        }
    }
    expect(&connection, "page_size", PAGE as i64)?;
    // A security setting: with auto_vacuum on, an all-zero page passes for an empty one (TRUST, fact 2).
    expect(&connection, "auto_vacuum", 0)?;
    for (pragma, value) in [
        ("synchronous", 3),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("secure_delete", 1),
        ("mmap_size", 0),
        ("temp_store", 2),
        ("recursive_triggers", 1),
    ] {
        connection.execute_batch(&format!("PRAGMA {pragma} = {value}"))?;
        // A build without memory mapping answers nothing, which is as good as zero.
        if pragma != "mmap_size" || !text(&connection, pragma)?.is_empty() {
            expect(&connection, pragma, value)?;
        }
    }
    if cfg!(target_os = "macos") {
        connection.execute_batch("PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1;")?;
    }
    for (config, on, name) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true, "defensive"),
        (
            DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA,
            false,
            "trusted_schema",
        ),
        (
            DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA,
            false,
            "writable_schema",
        ),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false, "dqs_dml"),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false, "dqs_ddl"),
        (
            DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER,
            false,
            "fts3_tokenizer",
        ),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true, "triggers"),
    ] {
        if connection.set_db_config(config, on)? != on {
            return Err(DatabaseError::Setting(name));
        }
    }
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    if connection.limit(Limit::SQLITE_LIMIT_ATTACHED)? != 0 {
        return Err(DatabaseError::Setting("attach"));
    }
    Ok(connection)
}

fn set(
    connection: &Connection,
    pragma: &'static str,
    value: &str,
    expected: &str,
) -> Result<(), DatabaseError> {
    let got: String =
        connection.query_row(&format!("PRAGMA {pragma} = {value}"), [], |row| row.get(0))?;
    if got == expected {
        Ok(())
    } else {
        Err(DatabaseError::Setting(pragma))
    }
}

fn expect(connection: &Connection, pragma: &'static str, value: i64) -> Result<(), DatabaseError> {
    // As text, because SQLCipher answers some numbers so.
    if text(connection, pragma)? == value.to_string() {
        Ok(())
    } else {
        Err(DatabaseError::Setting(pragma))
    }
}

/// A pragma's answer as text, empty if it gives none.
fn text(connection: &Connection, pragma: &str) -> Result<String, DatabaseError> {
    let answer = connection.query_row(&format!("PRAGMA {pragma}"), [], |row| {
        Ok(match row.get_ref(0)? {
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            rusqlite::types::ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            _ => String::new(),
        })
    });
    match answer {
        Ok(text) => Ok(text),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(String::new()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
