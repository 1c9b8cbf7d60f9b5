//! Backups: a folder like a vault's, made beside its place and renamed last, read only ever after.
//!
//! **Invariant:** what stands under a backup's final name was opened again and found whole, page by page ([`Unproven::pages`]) and by the
//! caller, who walks its chain ([`Unproven::finish`]); what
//! stands under a vault's name after a restore likewise. Unfinished ones have another name and go with the next try.

use crate::copies;
use crate::database::{self, Beside, Copied, DatabaseError, DatabaseKey, Progress, Source, Watch};
use crate::error::Error;
use crate::folder::{Folder, make_private_folder, read_at_most, replace, sync_folder};
use rusqlite::Connection;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Ending of a backup's folder.
pub const ENDING: &str = "holdfast-backup";
/// Ending of one that is not finished.
const UNFINISHED: &str = ".unfinished";
/// A head file is never longer.
const HEAD: usize = 116;

/// Whether a path names a backup.
pub fn is_backup(folder: &Path) -> bool {
    folder.extension().is_some_and(|ending| ending == ENDING)
}

/// What a backup is made from while the vault goes on: its header and head file as they were at one moment, and its record, which stands still
/// for it ([`database::stand_still`]). Dropped, its keys are wiped.
pub struct Still {
    front: Front,
    key: DatabaseKey,
    record: Beside,
    stop: Arc<AtomicBool>,
}

impl std::fmt::Debug for Still {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Still")
    }
}

impl Still {
    /// Of a vault whose record stands still. `stop`, once set, ends whatever is done with it.
    pub(crate) fn new(
        from: &Folder,
        header: Vec<u8>,
        key: &DatabaseKey,
        record: Beside,
        stop: Arc<AtomicBool>,
    ) -> Result<Still, Error> {
        Ok(Still {
            front: Front::of(from, header)?,
            key: key.again(),
            record,
            stop,
        })
    }

    /// Copies everything to `to`, which must not exist. Every page of the record is looked at meanwhile; the copy is to be proven. From the
    /// answer on nothing is read from the record any more.
    pub fn copy(self, to: &Path, watch: &mut Watch<'_>) -> Result<Unproven, Error> {
        let from = Source::Still {
            record: &self.record,
            stop: &self.stop,
        };
        copy(
            &self.front,
            &self.key,
            from,
            to,
            Some(Arc::clone(&self.stop)),
            watch,
        )
    }
}

/// The small files of a vault as they stood.
pub(crate) struct Front {
    header: Vec<u8>,
    head: Option<Vec<u8>>,
}

impl Front {
    pub(crate) fn of(from: &Folder, header: Vec<u8>) -> Result<Front, Error> {
        // As it stands: where it knows more than the record, that stays to be seen.
        let head = match read_at_most(&from.head(), HEAD) {
            Ok(head) => Some(head),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(Error::io("head")(error)),
        };
        Ok(Front { header, head })
    }
}

/// A copy that nobody has looked into yet. Dropped, it goes again.
pub struct Unproven {
    made: Folder,
    to: PathBuf,
    key: DatabaseKey,
    stop: Option<Arc<AtomicBool>>,
    finished: bool,
}

impl std::fmt::Debug for Unproven {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unproven")
            .field("to", &self.to)
            .finish_non_exhaustive()
    }
}

/// Every page of a copy was looked at. Made by [`Unproven::pages`] alone, and asked for by [`Unproven::finish`].
#[derive(Debug)]
pub struct PagesWhole(());

impl Unproven {
    /// The copy's record, for reading. A backup's may be read while its pages are looked at.
    pub fn database(&self) -> Result<Connection, DatabaseError> {
        let record = self.made.record();
        let mut reader = match self.as_what() {
            Copied::Backup => database::open_backup(&record, &self.key)?,
            Copied::Record => database::open(&record, &self.key)?,
        };
        if let Some(stop) = &self.stop {
            database::stop_when(&mut reader, stop)?;
        }
        Ok(reader)
    }

    /// Looks at every page of the copy, and at what they hold together.
    pub fn pages(&self) -> Result<PagesWhole, DatabaseError> {
        database::prove(
            &self.made.record(),
            &self.key,
            self.as_what(),
            self.stop.as_ref(),
        )?;
        Ok(PagesWhole(()))
    }

    /// Whether its record may be read by two at once.
    pub fn is_backup(&self) -> bool {
        is_backup(&self.to)
    }

    fn as_what(&self) -> Copied {
        if self.is_backup() {
            Copied::Backup
        } else {
            Copied::Record
        }
    }

    /// Gives the copy its name. Its record must be closed.
    pub fn finish(mut self, _: PagesWhole) -> Result<(), Error> {
        sync_folder(self.made.path()).map_err(Error::io("folder"))?;
        if fs::symlink_metadata(&self.to).is_ok() {
            return Err(Error::AlreadyThere);
        }
        fs::rename(self.made.path(), &self.to).map_err(Error::io("folder"))?;
        self.finished = true;
        sync_folder(parent(&self.to)?).map_err(Error::io("folder"))
    }

    /// Bytes of the record.
    pub fn bytes(&self) -> Result<u64, Error> {
        let found = fs::metadata(self.made.record()).map_err(Error::io("record"))?;
        Ok(found.len())
    }
}

impl Drop for Unproven {
    fn drop(&mut self) {
        // What cannot be taken away now goes with the next copy to this place.
        if !self.finished {
            drop(fs::remove_dir_all(self.made.path()));
        }
    }
}

fn parent(path: &Path) -> Result<&Path, Error> {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Ok(Path::new(".")),
        Some(parent) => Ok(parent),
        None => Err(Error::AlreadyThere),
    }
}

/// Copies a vault or a backup to `to`: header, head file and record. The name says what it becomes: a backup, or a vault.
pub(crate) fn copy(
    front: &Front,
    key: &DatabaseKey,
    record: Source<'_>,
    to: &Path,
    stop: Option<Arc<AtomicBool>>,
    watch: &mut Watch<'_>,
) -> Result<Unproven, Error> {
    let beside = parent(to)?;
    let name = to.file_name().ok_or(Error::AlreadyThere)?;
    if fs::symlink_metadata(to).is_ok() {
        return Err(Error::AlreadyThere);
    }
    let mut unfinished = OsString::from(".");
    unfinished.push(name);
    unfinished.push(UNFINISHED);
    sweep(beside, &unfinished.to_string_lossy());
    let made = Folder::new(&beside.join(unfinished));
    make_private_folder(made.path()).map_err(Error::io("folder"))?;
    let unproven = Unproven {
        made,
        to: to.to_owned(),
        key: key.again(),
        stop,
        finished: false,
    };
    let made = &unproven.made;
    if !unproven.is_backup() {
        make_private_folder(&made.backups()).map_err(Error::io("folder of backups"))?;
    }
    database::copy_pages_of(record, key, &made.record(), unproven.as_what(), watch)?;
    watch(Progress::Copy);
    copies::write(made, &front.header)?;
    if let Some(head) = &front.head {
        replace(&made.head(), head).map_err(Error::io("head"))?;
    }
    Ok(unproven)
}

/// What copies of one vault have in common: the name without its ending, day and time, or the whole name.
pub fn stem(name: &str) -> &str {
    let mut parts = name.rsplitn(3, ' ');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(day), Some(stem)) if day.len() == 10 && day.starts_with("20") => stem,
        _ => name,
    }
}

/// Takes away what an earlier try of the same vault left unfinished: it is worth nothing and may fill the stick.
fn sweep(beside: &Path, unfinished: &str) {
    let Ok(entries) = fs::read_dir(beside) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(UNFINISHED) && stem(&name) == stem(unfinished) {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_same_vault_left_unfinished_is_taken_away() {
        let dir = tempfile::tempdir().unwrap();
        let there = [
            ".Quay 2026-11-26 09.00.00.holdfast-backup.unfinished",
            ".Quay two 2026-11-26 09.00.00.holdfast-backup.unfinished",
            ".Quay.holdfast.unfinished",
            "Quay 2026-11-26 09.00.00.holdfast-backup",
        ];
        for name in there {
            fs::create_dir(dir.path().join(name)).unwrap();
        }
        sweep(
            dir.path(),
            ".Quay 2026-11-27 10.00.00.holdfast-backup.unfinished",
        );
        let left: Vec<bool> = there
            .iter()
            .map(|name| dir.path().join(name).exists())
            .collect();
        assert_eq!(left, [false, true, true, true]);
    }
}
