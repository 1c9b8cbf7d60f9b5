//! What is looked at before SQLite may see the file. An empty main file beside a log makes SQLite delete the log and show an empty database
//! (TRUST, fact 4), so this looks first and touches nothing.

use super::PAGE;
use crate::folder::{read_at_most, with_suffix};
use std::fs;
use std::io;
use std::path::Path;

/// Why the file may not be opened. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no record.
    #[error("the record is missing")]
    Missing,
    /// There is no record, but there is a log of changes to it.
    #[error("the record is missing, but its log is there: nothing was touched")]
    MissingBesideLog,
    /// Shorter than one page.
    #[error("the record is cut short ({bytes} bytes)")]
    Short {
        /// Its length.
        bytes: u64,
    },
    /// Shorter than one page beside a log.
    #[error("the record is cut short ({bytes} bytes) beside its log: nothing was touched")]
    ShortBesideLog {
        /// Its length.
        bytes: u64,
    },
    /// A link, a folder, a device.
    #[error("the record is not a plain file")]
    NotAFile,
    /// Not encrypted.
    #[error("the record is not encrypted: it is not this vault's")]
    Plain,
    /// Does not begin with this vault's mark.
    #[error(
        "the record does not begin with this vault's mark: another vault's, another program's, or damaged"
    )]
    Foreign,
    /// A rollback journal, which this program never leaves behind.
    #[error("a journal that this program does not write lies beside the record")]
    StrayJournal,
    /// The system did not let us look.
    #[error("the record cannot be read: {0}")]
    Unreadable(io::ErrorKind),
}

/// Passes a plain file of at least one page that begins with one of `salts`.
pub(crate) fn guard(path: &Path, salts: &[&[u8; 16]]) -> Result<(), Refused> {
    let log = length(&with_suffix(path, "-wal"))?.is_some_and(|bytes| bytes > 0);
    let bytes = match length(path)? {
        None if log => return Err(Refused::MissingBesideLog),
        None => return Err(Refused::Missing),
        Some(bytes) if bytes < PAGE && log => return Err(Refused::ShortBesideLog { bytes }),
        Some(bytes) => bytes,
    };
    if begins_with(path, b"SQLite format 3\0").map_err(unreadable)? {
        return Err(Refused::Plain);
    }
    if bytes < PAGE {
        return Err(Refused::Short { bytes });
    }
    if !salts
        .iter()
        .any(|salt| begins_with(path, salt).unwrap_or(false))
    {
        return Err(Refused::Foreign);
    }
    if length(&with_suffix(path, "-journal"))?.is_some_and(|bytes| bytes > 0) {
        return Err(Refused::StrayJournal);
    }
    Ok(())
}

/// True if the file begins with these bytes. Never to be called while SQLite has the file open.
pub(crate) fn begins_with(path: &Path, mark: &[u8; 16]) -> io::Result<bool> {
    Ok(read_at_most(path, mark.len() - 1)? == mark)
}

/// The length of a plain file, or none if there is nothing.
fn length(path: &Path) -> Result<Option<u64>, Refused> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Ok(Some(found.len())),
        Ok(_) => Err(Refused::NotAFile),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(error)),
    }
}

fn unreadable(error: io::Error) -> Refused {
    Refused::Unreadable(error.kind())
}
