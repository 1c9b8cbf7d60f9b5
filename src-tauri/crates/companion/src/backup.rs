//! Backups: an encrypted copy of the whole vault in another place, looked into before it counts; and the way back from one.
//!
//! **Invariant:** a damaged record is never copied, and a copy that was not found whole never gets its name.

use crate::places::ENDING;
use crate::vault::{by_code, name_of, place_of};
use crate::{Companion, Error, Secret, clock};
use clinic::time::{Date, Stamp};
use std::path::{Path, PathBuf};
use store::Store;
use store::audit::Verified;
pub use vault::Progress;
use vault::{Unlocked, Watch};

/// Whether a path names a backup.
pub use vault::is_backup;

/// Today asks for a backup when the last one is so many days old.
const ASKED_AFTER_DAYS: i64 = 7;

/// Scratch counters: when the last backup was made, and of how many entries.
const WALL: &str = "backup_wall_ms";
const ENTRIES: &str = "backup_entries";

/// A copy that was made and found whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Where it lies.
    pub folder: PathBuf,
    /// Entries of the chain in it, each compared with what it speaks of.
    pub entries: u64,
    /// Size of its record.
    pub bytes: u64,
}

/// The last backup of this vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastBackup {
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Days of the calendar since.
    pub days: i64,
    /// Entries of the record since.
    pub since: u64,
}

/// What opens a backup that is to be restored.
#[derive(Debug)]
pub enum Way<'a> {
    /// A passphrase of the vault.
    Passphrase(&'a Secret),
    /// A recovery code; the passphrase is set anew when the restored vault is opened with it.
    Code(&'a str),
}

impl Companion {
    /// Makes a backup in a folder, a stick for example. It is named after the vault, the day and the time, and counts only when it was
    /// opened again and found whole: every page, the whole chain, every object. Not while a session runs.
    pub fn vault_backup(&mut self, into: &Path, watch: &mut Watch<'_>) -> Result<Copied, Error> {
        let open = self.open()?;
        if open.store.is_backup() {
            return Err(Error::Backup);
        }
        if !open.live.is_empty() {
            return Err(Error::SessionLive);
        }
        // On the same disk in the same folder it would go with what it is to replace.
        open.outside(Some(into), "folder")?;
        let author = open.author;
        // What the copy holds last is signed, so that it can be told from a later or an earlier one.
        self.audit_checkpoint_vouched()?;
        self.head_write()?;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let to = into.join(file_name(&open.folder, &context.stamp)?);
        let head = open.store.audit_head()?;
        let copy = open.store.copy(&open.unlocked, &to, watch)?;
        let proven = prove(&copy, &open.unlocked)?;
        if proven.head != head {
            return Err(Error::Damaged { what: "backup" });
        }
        let copied = Copied {
            folder: to,
            entries: proven.entries,
            bytes: copy.bytes()?,
        };
        // Known before it is named: a receipt of an erasure must not pass over a copy that stands there.
        let place = open.folder.to_string_lossy().into_owned();
        let chosen = place_of(into).to_string_lossy().into_owned();
        self.known_write(|file| drop(file.backups.insert(place, chosen)));
        copy.finish()?;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store
            .audit_note(context.entry("vault_backed_up", "backup", &head.seq.to_string()))?;
        open.store.count_set(WALL, context.stamp.wall_ms)?;
        open.store
            .count_set(ENTRIES, i64::try_from(head.seq).unwrap_or(i64::MAX))?;
        Ok(copied)
    }

    /// The last backup that was made of this vault, where one is known.
    pub fn vault_backup_last(&mut self) -> Result<Option<LastBackup>, Error> {
        let stamp = self.clock.stamp();
        let store = &self.open()?.store;
        let wall_ms = store.counter(WALL)?;
        if wall_ms == 0 {
            return Ok(None);
        }
        let entries = u64::try_from(store.counter(ENTRIES)?).unwrap_or(0);
        // The backup's own note is no news.
        let since = store.audit_head()?.seq.saturating_sub(entries + 1);
        let days = Date::shown(wall_ms, stamp.zone_minutes).days_to(Date::of(&stamp));
        Ok(Some(LastBackup {
            wall_ms,
            days: days.max(0),
            since,
        }))
    }

    /// Whether Today asks for one: something stands in the record that no backup holds, and the last one is a week old or there is none.
    /// Never in a training vault, which holds nobody, nor in a backup.
    pub fn vault_backup_due(&mut self) -> Result<bool, Error> {
        let last = self.vault_backup_last()?;
        let open = self.open()?;
        if open.unlocked.training() || open.store.is_backup() {
            return Ok(false);
        }
        Ok(match last {
            Some(last) => last.since > 0 && last.days >= ASKED_AFTER_DAYS,
            None => !open.cards.is_empty(),
        })
    }

    /// The folder that the last backup of this vault went to, as long as this program knows it.
    pub fn vault_backup_folder(&self) -> Result<String, Error> {
        let place = self.open()?.folder.to_string_lossy().into_owned();
        let mut known = self.known_file();
        Ok(known.backups.remove(&place).unwrap_or_default())
    }

    /// Copies of this vault that are known here: whatever lies in its folder for them, and its backups in the folder that the last one
    /// went to. Others may lie elsewhere.
    pub(crate) fn copies(&self) -> Result<Vec<String>, Error> {
        let folder = &self.open()?.folder;
        let listed = |folder: &Path| {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            entries.map(|entry| entry.path())
        };
        let own = self.open()?.unlocked.vault_id();
        let elsewhere = self.vault_backup_folder()?;
        // By what the header says, whatever it is called; by its name where that cannot be read.
        let of_this = |path: &Path| match vault::probe(path) {
            Ok(claim) => claim.vault_id == own,
            Err(_) => vault::backup_stem(&name_of(path)) == name_of(folder),
        };
        let made = listed(Path::new(&elsewhere)).filter(|path| is_backup(path) && of_this(path));
        let mut copies: Vec<String> = listed(&folder.join("backups"))
            .chain(made)
            .map(|path| path.to_string_lossy().into_owned())
            .collect();
        copies.sort();
        Ok(copies)
    }

    /// Makes a vault out of a backup: verified like one that is made. Nothing that stands there is overwritten.
    pub fn vault_restore(
        &mut self,
        backup: &Path,
        to: &Path,
        way: &Way<'_>,
        watch: &mut Watch<'_>,
    ) -> Result<Copied, Error> {
        let backup = &place_of(backup);
        if !is_backup(backup) {
            return Err(Error::NotABackup);
        }
        if to.exists() {
            return Err(Error::VaultExists);
        }
        if to.extension().is_none_or(|ending| ending != ENDING) {
            return Err(Error::BadInput { what: "vault name" });
        }
        let mut unlocked = match way {
            Way::Passphrase(passphrase) => {
                self.tried(backup, |folder| vault::unlock(folder, None, passphrase))?
            }
            Way::Code(code) => by_code(backup, code)?,
        };
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let record = unlocked.database()?;
        let copy = unlocked.copy(&record, to, watch)?;
        unlocked.close_database(record)?;
        // The copy is a vault's own record, of any age that this program brings up to date: its chain is walked as it lies.
        let proven = prove(&copy, &unlocked)?;
        let copied = Copied {
            folder: to.to_path_buf(),
            entries: proven.entries,
            bytes: copy.bytes()?,
        };
        copy.finish()?;
        Ok(copied)
    }
}

/// Copies a vault whose record an earlier program left into its own folder for copies, and proves the copy, before the tables are brought up
/// to date.
pub(crate) fn copy_before(
    unlocked: &Unlocked,
    record: &Store,
    context: &store::audit::Context,
) -> Result<(), Error> {
    let into = unlocked.folder().backups();
    std::fs::create_dir_all(&into)?;
    let to = into.join(file_name(unlocked.folder().path(), &context.stamp)?);
    let copy = record.copy(unlocked, &to, &mut |_| {})?;
    prove(&copy, unlocked)?;
    Ok(copy.finish()?)
}

/// What a backup that is made now is called.
fn file_name(folder: &Path, stamp: &Stamp) -> Result<String, Error> {
    let time = clock::file_time(stamp.wall_ms, stamp.zone_minutes)
        .ok_or(Error::BadInput { what: "clock" })?;
    Ok(format!(
        "{} {time}.{}",
        name_of(folder),
        vault::BACKUP_ENDING
    ))
}

/// Walks the whole chain of a copy and compares every object it speaks of.
fn prove(copy: &vault::Unproven, unlocked: &Unlocked) -> Result<Verified, Error> {
    let genesis = vault::chain::genesis(&unlocked.vault_id()).digest;
    let store = Store::look(copy.database(unlocked)?, genesis)?;
    let verified = store.audit_verify()?;
    drop(store);
    match verified.fault {
        None => Ok(verified),
        Some(_) => Err(Error::Damaged { what: "backup" }),
    }
}
