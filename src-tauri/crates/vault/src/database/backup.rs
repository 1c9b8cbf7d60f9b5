//! A copy of the record, under the same key or another, through SQLite's backup API: consistent while the record is in use.
//!
//! **Invariant:** damage is not copied: the API would put it under fresh, valid HMACs (TRUST, fact 2), so every page of the source is looked
//! at, before or meanwhile, and where its connection has a sentinel that is asked afterwards. [`prove`] looks at every page of the copy; until
//! then a backup has no name, and a record in a rotation no place.

use super::{
    DatabaseError, DatabaseKey, check, close, connect, damaged_pages, expect, is_sound, open, set,
    stop_when,
};
use crate::folder::{private, sync_folder, with_suffix};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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
    /// A record that stands still: one connection to copy from, one to look at every page with meanwhile, and what stops both.
    Still {
        record: &'a Connection,
        pages: Connection,
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
    let mut copy = match as_what {
        Copied::Record => open(copy, key)?,
        Copied::Backup => open_backup(copy, key)?,
    };
    if let Some(stop) = stop {
        stop_when(&mut copy, stop)?;
    }
    check(&copy)?;
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
        Source::Still {
            record,
            pages,
            stop,
        } => std::thread::scope(|scope| {
            let looked =
                std::thread::Builder::new().spawn_scoped(scope, move || damaged_pages(&pages))?;
            let copied = copy_pages(record, key, &part, as_what, Some(stop), watch);
            // What was read may have been damaged in silence, and stands there under good codes now: only this says so.
            let looked = looked.join().map_err(|_| DatabaseError::Sqlite(1))?;
            match looked {
                Ok(findings) if findings > 0 => Err(DatabaseError::Damaged { findings }),
                looked => copied.and(looked.map(|_| ())),
            }
        }),
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
    copy_pages(from, key, part, as_what, None, watch)?;
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

fn copy_pages(
    from: &Connection,
    key: &DatabaseKey,
    part: &Path,
    as_what: Copied,
    stop: Option<&AtomicBool>,
    watch: &mut Watch<'_>,
) -> Result<(), DatabaseError> {
    // A part is unfinished by definition; one from an earlier attempt is worth nothing.
    let file = private()
        .write(true)
        .create(true)
        .truncate(true)
        .open(part)?;
    let mut copy = connect(part, key)?;
    let backup = Backup::new(from, &mut copy)?;
    loop {
        if stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Err(DatabaseError::Stopped);
        }
        let result = backup.step(PAGES)?;
        // Little by little: a commit on the same disk waits for whatever is still on its way there.
        file.sync_data()?;
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
    close(copy)?;
    Ok(file.sync_all()?)
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
