//! Which engine answers. On Linux the web view brings a second SQLite into the process (TRUST, fact 1); if symbols ever crossed,
//! the record would be written in the clear. So the engine is asked on every opening, not trusted from the build.

use super::{DatabaseError, text};
use rusqlite::Connection;

/// The first version without the WAL-reset race (TRUST, fact 9).
const SQLITE_MIN: i32 = 3_051_003;

/// What the linked engine says of itself, for the about page and the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    /// SQLite's version.
    pub sqlite: String,
    /// SQLite's source id: date and digest of its sources.
    pub source_id: String,
    /// SQLCipher's version.
    pub cipher: String,
    /// The cryptographic library beneath, and its version.
    pub provider: String,
}

/// Asks the engine behind `connection`.
pub fn engine(connection: &Connection) -> Result<Engine, DatabaseError> {
    let (sqlite, source_id) =
        connection.query_row("SELECT sqlite_version(), sqlite_source_id()", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let provider = format!(
        "{} {}",
        text(connection, "cipher_provider")?,
        text(connection, "cipher_provider_version")?
    );
    Ok(Engine {
        sqlite,
        source_id,
        cipher: text(connection, "cipher_version")?,
        provider,
    })
}

/// The engine that is linked, in words, without a vault: `SQLCipher 4.20.0 community`.
pub fn linked() -> String {
    Connection::open_in_memory()
        .map_err(DatabaseError::from)
        .and_then(|connection| engine(&connection))
        .map_or_else(
            |_| "no encryption".to_owned(),
            |engine| format!("SQLCipher {}", engine.cipher),
        )
}

pub(super) fn test(connection: &Connection) -> Result<(), DatabaseError> {
    let engine = engine(connection)?;
    if engine.cipher.is_empty() {
        return Err(DatabaseError::Engine("it has no encryption"));
    }
    if !["openssl", "commoncrypto"]
        .iter()
        .any(|name| engine.provider.starts_with(name))
    {
        return Err(DatabaseError::Engine("unexpected cryptographic library"));
    }
    if rusqlite::version_number() < SQLITE_MIN {
        return Err(DatabaseError::Engine("it is too old"));
    }
    if engine.source_id.get(..19) != built_with() {
        return Err(DatabaseError::Engine(
            "it is not the one this program was built with",
        ));
    }
    let mut options = connection.prepare("PRAGMA compile_options")?;
    let options: Vec<String> = options
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if !options.iter().any(|option| option == "TEMP_STORE=3") {
        return Err(DatabaseError::Engine("temporary tables may touch the disk"));
    }
    if !options.iter().any(|option| option == "HAS_CODEC")
        && text(connection, "cipher_status")? != "1"
    {
        return Err(DatabaseError::Engine("this connection is not encrypted"));
    }
    Ok(())
}

/// Date and time of the SQLite sources that the bindings were made from.
fn built_with() -> Option<&'static str> {
    rusqlite::ffi::SQLITE_SOURCE_ID.to_str().ok()?.get(..19)
}
