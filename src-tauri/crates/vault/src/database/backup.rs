//! A verified copy of the record, under the same key, through SQLite's backup API: consistent while the record is in use.
//!
//! **Invariant:** a file under the final name has been reopened and checked page by page. Damage is not copied: the API would put it under
//! fresh, valid HMACs (TRUST, fact 2), so the source is checked first and its sentinel afterwards.

use super::{DatabaseError, DatabaseKey, check, close, connect, is_sound, open};
use crate::folder::{private, sync_folder, with_suffix};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs;
use std::path::Path;

pub(crate) fn copy_to(
    from: &Connection,
    key: &DatabaseKey,
    to: &Path,
) -> Result<(), DatabaseError> {
    if fs::symlink_metadata(to).is_ok() {
        return Err(DatabaseError::Io(std::io::ErrorKind::AlreadyExists));
    }
    check(from)?;
    let part = with_suffix(to, ".part");
    // A part is unfinished by definition; one from an earlier attempt is worth nothing.
    let file = private()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&part)?;
    drop(file);
    copy_pages(from, key, &part)?;
    if !is_sound(from) {
        fs::remove_file(&part)?;
        return Err(DatabaseError::Unsound);
    }
    let copy = open(&part, key)?;
    check(&copy)?;
    close(copy)?;
    fs::File::open(&part)?.sync_all()?;
    fs::rename(&part, to)?;
    sync_folder(to.parent().expect("a file lies in a folder"))?;
    Ok(())
}

fn copy_pages(from: &Connection, key: &DatabaseKey, part: &Path) -> Result<(), DatabaseError> {
    let mut copy = connect(part, key)?;
    let backup = Backup::new(from, &mut copy)?;
    let result = backup.step(-1)?;
    drop(backup);
    if result != StepResult::Done {
        return Err(DatabaseError::Busy);
    }
    close(copy)
}
