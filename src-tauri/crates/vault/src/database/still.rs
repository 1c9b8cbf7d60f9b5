//! A record that stands still: its file is read while its one writer goes on.
//!
//! **Invariant:** between [`stand_still`] and [`move_again`] nothing is written into the main file: every commit goes to the log alone. So the
//! main file is the record as it was at one commit, and is read page by page without a lock, through a handle that outlives the writer's own
//! ([`super::Beside`]; TRUST, fact 5).

use super::{DatabaseError, checkpoint};
use rusqlite::Connection;
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

/// Lets a connection's statements end with [`DatabaseError::Stopped`] once `stop` is set.
pub(crate) fn stop_when(
    connection: &mut Connection,
    stop: &Arc<AtomicBool>,
) -> Result<(), DatabaseError> {
    let stop = Arc::clone(stop);
    Ok(connection.progress_handler(STEPS, Some(move || stop.load(Ordering::Relaxed)))?)
}
