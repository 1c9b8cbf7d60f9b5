//! Backups: a folder like a vault's, made beside its place and renamed last, read only ever after.
//!
//! **Invariant:** what stands under a backup's final name was opened again and found whole by the caller ([`Unproven::finish`]); what
//! stands under a vault's name after a restore likewise. Unfinished ones have another name and go with the next try.

use crate::copies;
use crate::database::{self, Copied, DatabaseError, Watch};
use crate::error::Error;
use crate::folder::{Folder, make_private_folder, read_at_most, replace, sync_folder};
use crate::keys::Keys;
use crate::unlocked::Unlocked;
use rusqlite::Connection;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

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

/// A copy that nobody has looked into yet. Dropped, it goes again.
#[derive(Debug)]
pub struct Unproven {
    made: Folder,
    to: PathBuf,
    finished: bool,
}

impl Unproven {
    /// The copy's record, for reading.
    pub fn database(&self, unlocked: &Unlocked) -> Result<Connection, DatabaseError> {
        let key = &unlocked.active_keys().database;
        if is_backup(&self.to) {
            database::open_backup(&self.made.record(), key)
        } else {
            database::open(&self.made.record(), key)
        }
    }

    /// Gives the copy its name. Its record must be closed.
    pub fn finish(mut self) -> Result<(), Error> {
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

/// Copies an open vault or an open backup to `to`: header, head file and record. The name says what it becomes: a backup, or a vault.
pub(crate) fn copy(
    from: &Folder,
    header: &[u8],
    keys: &Keys,
    record: &Connection,
    to: &Path,
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
        finished: false,
    };
    let made = &unproven.made;
    let as_what = if is_backup(to) {
        Copied::Backup
    } else {
        make_private_folder(&made.backups()).map_err(Error::io("folder of backups"))?;
        Copied::Record
    };
    database::copy_to(record, &keys.database, &made.record(), as_what, watch)?;
    copies::write(made, header)?;
    // As it stands: where it knows more than the record, that stays to be seen.
    match read_at_most(&from.head(), HEAD) {
        Ok(head) => replace(&made.head(), &head).map_err(Error::io("head"))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(Error::io("head")(error)),
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
