//! A copy of the record: of one that stands still page by page, as it lies; of one that is held through SQLite's backup API, under the same key
//! or another.
//!
//! **Invariant:** damage is not copied: the API would put it under fresh, valid HMACs (TRUST, fact 2), so every page of the source is looked
//! at before, and where its connection has a sentinel that is asked afterwards. [`prove`] looks at every page of the copy; until
//! then a backup has no name, and a record in a rotation no place.

use super::{
    Codes, DatabaseError, DatabaseKey, check, close, connect, expect, is_sound, open, pages, set,
    stop_when, structure,
};
use crate::folder::{private, sync_folder, with_suffix};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// `HFBK` in the application_id field: a backup under any name is never taken for the vault's own record.
pub(super) const BACKUP_ID: i32 = 0x4846_424b;
/// Pages that are copied between two words about how far it has come: one MiB.
const PAGES: i32 = 256;

/// What a copy is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Copied {
    /// A record that is opened and written like the one it comes from.
    Record,
    /// A backup: marked as one, in one file without a log, read only.
    Backup,
}

/// How far a copy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Every page of the source is being checked.
    Source,
    /// Pages are being copied.
    Copying {
        /// So many.
        done: u64,
        /// Of so many.
        of: u64,
    },
    /// Every page of the copy is being checked.
    Copy,
}

/// Called as a copy comes along.
pub type Watch<'a> = dyn FnMut(Progress) + 'a;

/// Where a copy comes from.
pub(crate) enum Source<'a> {
    /// A connection that nobody else uses meanwhile.
    Held(&'a Connection),
    /// The file of a record that stands still, and what stops the copying.
    Still {
        record: &'a File,
        stop: &'a AtomicBool,
    },
}

/// A copy whose every page was looked into, on both sides.
pub(crate) fn copy_to(
    from: &Connection,
    key: &DatabaseKey,
    to: &Path,
    as_what: Copied,
    watch: &mut Watch<'_>,
) -> Result<(), DatabaseError> {
    copy_pages_of(Source::Held(from), key, to, as_what, watch)?;
    watch(Progress::Copy);
    let proven = prove(to, key, as_what, None);
    if proven.is_err() {
        remove(to)?;
    }
    proven
}

/// Looks at every page of a copy and at what they hold together.
pub(crate) fn prove(
    copy: &Path,
    key: &DatabaseKey,
    as_what: Copied,
    stop: Option<&Arc<AtomicBool>>,
) -> Result<(), DatabaseError> {
    // Nobody writes to a copy, and it has no log.
    let codes = Codes::of(key);
    let stopping = stop.map(AsRef::as_ref);
    let file = File::open(copy)?;
    let damaged = pages::look(&file, None, &codes, stopping, &mut |_, _| {})?;
    drop(file);
    let mut copy = match as_what {
        Copied::Record => open(copy, key)?,
        Copied::Backup => open_backup(copy, key)?,
    };
    if let Some(stop) = stop {
        stop_when(&mut copy, stop)?;
    }
    structure(&copy, damaged)?;
    close(copy)
}

/// Copies pages, each of them looked at in its source, to a file that nobody has looked into yet; it is on disk.
pub(crate) fn copy_pages_of(
    from: Source<'_>,
    key: &DatabaseKey,
    to: &Path,
    as_what: Copied,
    watch: &mut Watch<'_>,
) -> Result<(), DatabaseError> {
    if fs::symlink_metadata(to).is_ok() {
        return Err(DatabaseError::Io(std::io::ErrorKind::AlreadyExists));
    }
    let part = with_suffix(to, ".part");
    watch(Progress::Source);
    let copied = match from {
        Source::Held(record) => held(record, key, &part, as_what, watch),
        Source::Still { record, stop } => as_it_lies(record, key, &part, as_what, stop, watch),
    };
    if let Err(error) = copied {
        remove(&part)?;
        return Err(error);
    }
    fs::rename(&part, to)?;
    sync_folder(to.parent().expect("a file lies in a folder"))?;
    Ok(())
}

fn held(
    from: &Connection,
    key: &DatabaseKey,
    part: &Path,
    as_what: Copied,
    watch: &mut Watch<'_>,
) -> Result<(), DatabaseError> {
    // A backup that lies where nothing can be written is opened read-only, and then the one cheap sign of damage says nothing: every page is
    // checked all the same, and the caller walks the chain.
    let unsigned = expect(from, "application_id", i64::from(BACKUP_ID)).is_ok() && !is_sound(from);
    match check(from) {
        Err(DatabaseError::Unsound) if unsigned => {}
        checked => checked?,
    }
    copy_pages(from, key, part, as_what, watch)?;
    // What was read may have been damaged in silence, and stands there under good codes now.
    if unsigned || is_sound(from) {
        Ok(())
    } else {
        Err(DatabaseError::Unsound)
    }
}

/// Takes away what an unfinished copy left, its journal too.
pub(crate) fn remove(part: &Path) -> Result<(), DatabaseError> {
    for path in ["", "-journal", "-wal"].map(|suffix| with_suffix(part, suffix)) {
        match fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// A part, to be written. It is unfinished by definition; one from an earlier attempt is worth nothing.
fn begin(part: &Path) -> Result<File, DatabaseError> {
    Ok(private()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(part)?)
}

fn as_it_lies(
    from: &File,
    key: &DatabaseKey,
    part: &Path,
    as_what: Copied,
    stop: &AtomicBool,
    watch: &mut Watch<'_>,
) -> Result<(), DatabaseError> {
    let file = begin(part)?;
    let mut each = |done, of| watch(Progress::Copying { done, of });
    let codes = Codes::of(key);
    let findings = pages::look(from, Some(&file), &codes, Some(stop), &mut each)?;
    if findings > 0 {
        return Err(DatabaseError::Damaged { findings });
    }
    let copy = connect(part, key)?;
    finish(copy, key, part, as_what)?;
    Ok(file.sync_all()?)
}

fn copy_pages(
    from: &Connection,
    key: &DatabaseKey,
    part: &Path,
    as_what: Copied,
    watch: &mut Watch<'_>,
) -> Result<(), DatabaseError> {
    let file = begin(part)?;
    let mut copy = connect(part, key)?;
    let backup = Backup::new(from, &mut copy)?;
    loop {
        let result = backup.step(PAGES)?;
        let pages = |count: i32| u64::try_from(count).unwrap_or(0);
        let progress = backup.progress();
        watch(Progress::Copying {
            done: pages(progress.pagecount) - pages(progress.remaining),
            of: pages(progress.pagecount),
        });
        match result {
            StepResult::Done => break,
            StepResult::More => {}
            _ => return Err(DatabaseError::Busy),
        }
    }
    drop(backup);
    finish(copy, key, part, as_what)?;
    Ok(file.sync_all()?)
}

/// Makes of a copied record what it is to be.
fn finish(
    copy: Connection,
    key: &DatabaseKey,
    part: &Path,
    as_what: Copied,
) -> Result<(), DatabaseError> {
    if as_what == Copied::Backup {
        // One file, that can be read where nothing can be written.
        set(&copy, "journal_mode", "DELETE", "delete")?;
    }
    close(copy)?;
    let id = match as_what {
        Copied::Record => super::APPLICATION_ID,
        Copied::Backup => BACKUP_ID,
    };
    // Anew: the connection that took the pages in does not know their journal mode.
    let copy = connect(part, key)?;
    copy.execute_batch(&format!("PRAGMA application_id = {id}"))?;
    close(copy)
}

/// Opens the record of a backup: for reading only.
pub(crate) fn open_backup(path: &Path, key: &DatabaseKey) -> Result<Connection, DatabaseError> {
    super::guard(path, &[key.salt()])?;
    let connection = connect(path, key)?;
    expect(&connection, "application_id", i64::from(BACKUP_ID))
        .map_err(|_| DatabaseError::NotABackup)?;
    connection.execute_batch("PRAGMA query_only = 1")?;
    expect(&connection, "query_only", 1)?;
    Ok(connection)
}
