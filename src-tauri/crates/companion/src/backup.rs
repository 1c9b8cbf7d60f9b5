//! Backups: an encrypted copy of the whole vault in another place, looked into before it counts; and the way back from one.
//!
//! **Invariant:** a damaged record is never copied, and a copy that was not found whole never gets its name.
//!
//! The record is held for two moments only: it is told to stand still ([`Companion::vault_backup_begin`]), and the copy gets its name. Between
//! them the copy is made and proven by connections of its own, and whoever writes goes on.

use crate::places::ENDING;
use crate::vault::{by_code, name_of, place_of};
use crate::{Companion, Error, Open, Secret, clock};
use clinic::time::{Date, Stamp};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::Store;
use store::audit::{Context, Entry, Head, Verified};
pub use vault::Progress;
use vault::{PagesWhole, Still, Unlocked, Unproven, Watch};

/// Whether a path names a backup.
pub use vault::is_backup;

/// Today asks for a backup when the last one is so many days old.
const ASKED_AFTER_DAYS: i64 = 7;

/// Scratch counters: when the last backup was made, and of how many entries.
const WALL: &str = "backup_wall_ms";
const ENTRIES: &str = "backup_entries";

/// Scratch counter: this record was put back from a backup that ends with this entry, and the chain does not say so yet. Nought: it says so, or
/// nothing was put back.
const RESTORED: &str = "restored_entries";
/// The chain's word for it.
const RESTORED_WORD: &str = "vault_restored";

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

/// A backup on its way, beside the companion that it came from.
#[derive(Debug)]
pub struct Backing {
    still: Still,
    stands: Arc<()>,
    to: PathBuf,
    head: Head,
    genesis: [u8; 32],
    context: Context,
    stop: Arc<AtomicBool>,
}

/// A copy that was found whole and has no name yet.
#[derive(Debug)]
pub struct Proven {
    copy: Unproven,
    pages: PagesWhole,
    copied: Copied,
    head: Head,
    context: Context,
    stop: Arc<AtomicBool>,
}

impl Backing {
    /// Copies and proves. Takes as long as it takes; a lock of the vault ends it with [`Error::Locked`].
    pub fn run(self, watch: &mut Watch<'_>) -> Result<Proven, Error> {
        let stop = Arc::clone(&self.stop);
        self.run_on(watch).map_err(|error| {
            if stop.load(Ordering::Relaxed) {
                Error::Locked
            } else {
                error
            }
        })
    }

    fn run_on(self, watch: &mut Watch<'_>) -> Result<Proven, Error> {
        let copy = self.still.copy(&self.to, watch)?;
        // What is proven is the copy alone: the record moves again at the next beat.
        drop(self.stands);
        let (pages, proven) = prove_whole(&copy, self.genesis)?;
        if self.stop.load(Ordering::Relaxed) {
            return Err(Error::Locked);
        }
        if proven.head != self.head {
            return Err(Error::Damaged { what: "backup" });
        }
        let copied = Copied {
            folder: self.to,
            entries: proven.entries,
            bytes: copy.bytes()?,
        };
        Ok(Proven {
            copy,
            pages,
            copied,
            head: self.head,
            context: self.context,
            stop: self.stop,
        })
    }
}

/// Whether anything but the open vault itself holds on to it.
fn is_used<T>(held: &Arc<T>) -> bool {
    Arc::strong_count(held) > 1
}

/// A lock waits so long at most for a backup that it stops.
const LETS_GO_MS: u64 = 2_000;

/// Stops a backup, and waits until its keys are gone.
pub(crate) fn stop(backing: Option<Arc<AtomicBool>>) {
    let Some(stop) = backing else { return };
    stop.store(true, Ordering::Relaxed);
    let step = std::time::Duration::from_millis(5);
    for _ in 0..LETS_GO_MS / 5 {
        if !is_used(&stop) {
            return;
        }
        std::thread::sleep(step);
    }
}

impl Companion {
    /// Makes a backup in a folder, a stick for example. It is named after the vault, the day and the time, and counts only when it was
    /// opened again and found whole: every page, the whole chain, every object. For a door that does one thing at a time; others go on
    /// between [`Companion::vault_backup_begin`] and [`Companion::vault_backup_end`].
    pub fn vault_backup(&mut self, into: &Path, watch: &mut Watch<'_>) -> Result<Copied, Error> {
        let backing = self.vault_backup_begin(into)?;
        self.vault_backup_end(backing.run(watch))
    }

    /// Takes the record as it stands for a backup in a folder. What is answered does the rest beside this companion, which goes on; a
    /// session too. [`Companion::vault_backup_end`] takes what came of it, whatever that is.
    pub fn vault_backup_begin(&mut self, into: &Path) -> Result<Backing, Error> {
        self.no_backing()?;
        let open = self.open()?;
        if open.store.is_backup() {
            return Err(Error::Backup);
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
        let stop = Arc::new(AtomicBool::new(false));
        let still = open.store.stand_still(&open.unlocked, Arc::clone(&stop))?;
        let stands = Arc::new(());
        open.backing = Some(Arc::clone(&stop));
        open.stands = Some(Arc::clone(&stands));
        Ok(Backing {
            still,
            stands,
            to,
            head,
            genesis: genesis_of(&open.unlocked),
            context,
            stop,
        })
    }

    /// Names a copy that was found whole, and notes it; or lets go of one that was not. The answer is that of the whole backup.
    pub fn vault_backup_end(&mut self, proven: Result<Proven, Error>) -> Result<Copied, Error> {
        let Proven {
            copy,
            pages,
            copied,
            head,
            context,
            stop,
        } = match proven {
            Ok(proven) => proven,
            Err(error) => {
                self.backing_settle();
                return Err(error);
            }
        };
        // Locked meanwhile, perhaps open again: what was taken then is not this record's any more.
        let ours = |open: &&mut Open| {
            let backing = open.backing.as_ref();
            backing.is_some_and(|own| Arc::ptr_eq(own, &stop))
        };
        let open = self.open.as_mut().filter(ours).ok_or(Error::Locked)?;
        // Known before it is named: a receipt of an erasure must not pass over a copy that stands there. Not before: a try that came to nothing
        // must not hide the folder of a copy that stands.
        let place = open.folder.to_string_lossy().into_owned();
        let into = copied.folder.parent().unwrap_or(Path::new("."));
        let chosen = place_of(into).to_string_lossy().into_owned();
        self.known_write(|file| drop(file.backups.insert(place, chosen)));
        let finished = copy.finish(pages);
        drop(stop);
        self.backing_settle();
        finished?;
        let noted = self.context(context.actor);
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store
            .audit_note(noted.entry("vault_backed_up", "backup", &head.seq.to_string()))?;
        open.store.count_set(WALL, context.stamp.wall_ms)?;
        open.store
            .count_set(ENTRIES, i64::try_from(head.seq).unwrap_or(i64::MAX))?;
        Ok(copied)
    }

    /// Whether a backup of the open vault is being made.
    pub fn is_backing(&self) -> bool {
        let backing = self.open.as_ref().and_then(|open| open.backing.as_ref());
        backing.is_some_and(is_used)
    }

    /// Refuses what may not be while a backup is being made: what writes into the record's main file, or would have to speak of the copy.
    pub(crate) fn no_backing(&mut self) -> Result<(), Error> {
        self.backing_settle();
        if self.is_backing() {
            Err(Error::BackupRuns)
        } else {
            Ok(())
        }
    }

    /// Lets the record move again where its copy is made or will not be, and forgets a backup that is over, however it ended.
    pub fn backing_settle(&mut self) {
        let Some(open) = &mut self.open else { return };
        let idle = |stands: &Arc<()>| !is_used(stands);
        // Where it cannot be said now, the next beat says it.
        if open.stands.as_ref().is_some_and(idle) && open.store.move_again().is_ok() {
            open.stands = None;
        }
        if open.stands.is_none() && open.backing.as_ref().is_some_and(|stop| !is_used(stop)) {
            open.backing = None;
        }
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
        let broken = |path: &Path| {
            path.extension()
                .is_some_and(|ending| ending == "unfinished")
        };
        let made = listed(Path::new(&elsewhere))
            .filter(|path| (is_backup(path) || broken(path)) && of_this(path));
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
        // The chain says so when the vault is opened for the first time: a record of any age may lie here. What is wrong with the copy is said
        // by the look into it.
        let marked = copy.database().map_err(Error::from).and_then(|record| {
            let genesis = genesis_of(&unlocked);
            Ok(store::scratch::mark_restored(record, RESTORED, genesis)?)
        });
        // The copy is a vault's own record, of any age that this program brings up to date: its chain is walked as it lies.
        let pages = copy.pages()?;
        let proven = prove(&copy, genesis_of(&unlocked))?;
        marked?;
        let copied = Copied {
            folder: to.to_path_buf(),
            entries: proven.entries,
            bytes: copy.bytes()?,
        };
        copy.finish(pages)?;
        Ok(copied)
    }
}

/// The backup that a record was put back from, by what stands in both chains: what it is called shows nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoredFrom {
    /// Its last entry.
    pub entry: u64,
    /// Short code of the chain there, as on paper.
    pub code: String,
    /// When that entry was made, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
}

impl Companion {
    /// Which backup an entry of the chain says that the record was put back from; none: it says nothing of the kind.
    pub fn restored_from(&self, entry: &Entry) -> Result<Option<RestoredFrom>, Error> {
        let Some(seq) = restored_seq(entry) else {
            return Ok(None);
        };
        let last = self.audit_entries(seq, 1)?.into_iter().next();
        let last = last.ok_or(Error::Unknown { what: "entry" })?;
        Ok(Some(RestoredFrom {
            entry: seq,
            code: self.audit_short_code_at(seq)?,
            wall_ms: last.wall_ms,
            zone_minutes: last.zone_minutes,
        }))
    }
}

fn restored_seq(entry: &Entry) -> Option<u64> {
    (entry.action == RESTORED_WORD).then(|| entry.id.parse().ok())?
}

impl Open {
    /// Says in the chain that this record was put back from a backup, and from which, when it is opened for the first time since. Whoever
    /// opens it to look at it alone leaves that to the next.
    pub(crate) fn restored_tell(&mut self, context: &Context) -> Result<(), Error> {
        let entries = self.store.counter(RESTORED)?;
        let Some(seq) = u64::try_from(entries).ok().filter(|seq| *seq > 0) else {
            return Ok(());
        };
        let id = seq.to_string();
        // A power cut may have come between the entry and the counter.
        let told = self.store.audit_last_of(RESTORED_WORD, &id)?;
        if told.is_none_or(|at| at <= seq) {
            let link = self.store.audit_link(seq)?;
            let link = link.ok_or(Error::Damaged { what: "backup" })?;
            let entry = context.entry(RESTORED_WORD, "backup", &id).before(link);
            self.store.audit_note(entry)?;
        }
        Ok(self.store.count_set(RESTORED, 0)?)
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
    let (pages, _) = prove_whole(&copy, genesis_of(unlocked))?;
    Ok(copy.finish(pages)?)
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

fn genesis_of(unlocked: &Unlocked) -> [u8; 32] {
    vault::chain::genesis(&unlocked.vault_id()).digest
}

/// Looks at every page of a backup while its chain is walked: each takes a core for itself.
fn prove_whole(copy: &Unproven, genesis: [u8; 32]) -> Result<(PagesWhole, Verified), Error> {
    std::thread::scope(|scope| {
        let pages = std::thread::Builder::new().spawn_scoped(scope, || copy.pages())?;
        let proven = prove(copy, genesis);
        let pages = pages
            .join()
            .map_err(|_| Error::Damaged { what: "backup" })?;
        // A page that fails says more than what was read from it.
        Ok((pages?, proven?))
    })
}

/// Walks the whole chain of a copy and compares every object it speaks of.
fn prove(copy: &Unproven, genesis: [u8; 32]) -> Result<Verified, Error> {
    let store = Store::look(copy.database()?, genesis)?;
    let verified = store.audit_verify()?;
    drop(store);
    match verified.fault {
        None => Ok(verified),
        Some(_) => Err(Error::Damaged { what: "backup" }),
    }
}
