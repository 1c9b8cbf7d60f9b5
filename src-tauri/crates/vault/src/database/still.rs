//! A record that stands still: read by others while its one writer goes on.
//!
//! **Invariant:** between [`stand_still`] and [`move_again`] nothing is written into the main file: every commit goes to the log alone. So the
//! main file is the record as it was at one commit, and [`still`] reads it without a lock, through SQLite and nobody else (TRUST, fact 5).

use super::{APPLICATION_ID, DatabaseError, DatabaseKey, checkpoint, expect, prepare};
use rusqlite::{Connection, OpenFlags};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Pages in the log that make the writer move them into the main file: SQLite's own number.
const LOG_PAGES: i64 = 1000;
/// Steps of the engine between two looks whether it is to stop: well below a hundredth of a second.
const STEPS: i32 = 10_000;

/// Moves the log into the main file once more, and from then on nothing of it.
pub fn stand_still(writer: &Connection) -> Result<(), DatabaseError> {
    checkpoint(writer)?;
    keep(writer, 0)
}

/// Lets the log be moved into the main file again.
pub fn move_again(writer: &Connection) -> Result<(), DatabaseError> {
    keep(writer, LOG_PAGES)
}

fn keep(writer: &Connection, pages: i64) -> Result<(), DatabaseError> {
    let got: i64 =
        writer.query_row(&format!("PRAGMA wal_autocheckpoint = {pages}"), [], |row| {
            row.get(0)
        })?;
    if got == pages {
        Ok(())
    } else {
        Err(DatabaseError::Setting("wal_autocheckpoint"))
    }
}

/// A reader of the main file of a record that stands still. No lock is taken and no log looked at. The file is not guarded first: that would
/// open and close it, and drop the writer's locks.
pub(crate) fn still(path: &Path, key: &DatabaseKey) -> Result<Connection, DatabaseError> {
    let how = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let reader = prepare(Connection::open_with_flags(address(path), how)?, key)?;
    expect(&reader, "application_id", i64::from(APPLICATION_ID))?;
    reader.execute_batch("PRAGMA query_only = 1")?;
    expect(&reader, "query_only", 1)?;
    Ok(reader)
}

/// The path as SQLite takes it where it is told that the file does not change.
fn address(path: &Path) -> String {
    let mut address = String::from(if cfg!(windows) { "file:///" } else { "file:" });
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if cfg!(windows) => address.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                address.push(char::from(*byte));
            }
            b':' if cfg!(windows) => address.push(':'),
            _ => write!(address, "%{byte:02x}").expect("a string takes every write"),
        }
    }
    address.push_str("?immutable=1");
    address
}

/// Lets a connection's statements end with [`DatabaseError::Stopped`] once `stop` is set.
pub(crate) fn stop_when(
    connection: &mut Connection,
    stop: &Arc<AtomicBool>,
) -> Result<(), DatabaseError> {
    let stop = Arc::clone(stop);
    Ok(connection.progress_handler(STEPS, Some(move || stop.load(Ordering::Relaxed)))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn whatever_a_folder_is_called_its_address_names_it() {
        let path = Path::new("/media/a stick?#%&/Quay \u{e4}.holdfast/record.db");
        assert_eq!(
            address(path),
            "file:/media/a%20stick%3f%23%25%26/Quay%20%c3%a4.holdfast/record.db?immutable=1"
        );
    }
}
