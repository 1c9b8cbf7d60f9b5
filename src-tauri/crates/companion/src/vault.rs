//! Making, opening, recovering, locking a vault; the list of vaults known on this machine.

mod header;

pub use header::HeaderState;

use crate::backup::copy_before;
use crate::clock::MachineClock;
use crate::people::{NewPerson, row_of};
use crate::places::ENDING;
use crate::{Companion, Error, Open, clock};
use clinic::id::PersonId;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use store::Store;
use vault::entropy::make_bytes;
pub use vault::passphrase::Weakness;
use vault::{
    Cost, Freshness, HeadFile, Kind, NewOwner, RecoveryCode, Secret, SystemEntropy, Unlocked,
};

/// Everything that making a vault asks for.
#[derive(Debug)]
pub struct NewVault {
    /// Its folder.
    pub folder: PathBuf,
    /// Synthetic clients only.
    pub training: bool,
    /// Of the owner.
    pub passphrase: Secret,
    /// The owner.
    pub owner: NewPerson,
    /// Cheapest allowed key derivation instead of the calibrated one: for training and tests.
    pub quick: bool,
}

/// A vault known on this machine, seen from outside.
#[derive(Debug)]
pub struct Known {
    /// Name of its folder without the ending.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// What the header claims, or why it cannot be read.
    pub info: Result<Info, Error>,
    /// When it was last opened here, UTC milliseconds.
    pub opened_wall_ms: Option<i64>,
}

/// What a header claims. Nothing of it is proven before the vault is open.
#[derive(Debug, Clone)]
pub struct Info {
    /// Says that it is a training vault.
    pub training: bool,
    /// Format of the header.
    pub format: u16,
    /// Short names of those who hold a passphrase.
    pub handles: Vec<String>,
}

/// Reads the clear header, without any key.
pub fn probe(folder: &Path) -> Result<Info, Error> {
    let claim = vault::probe(folder)?;
    // While a rotation is under way whoever began it has two.
    let mut handles = Vec::new();
    for slot in claim.slots {
        if slot.kind == Kind::Passphrase && !handles.contains(&slot.handle) {
            handles.push(slot.handle);
        }
    }
    Ok(Info {
        training: claim.training,
        format: claim.format,
        handles,
    })
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct KnownFile {
    #[serde(default)]
    opened: BTreeMap<String, i64>,
    /// Wrong passphrases since the last opening.
    #[serde(default)]
    wrong: BTreeMap<String, u32>,
    /// Where the last backup of each went.
    #[serde(default)]
    pub(crate) backups: BTreeMap<String, String>,
}

/// What is said of the vault that is open.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Name.
    pub name: String,
    /// Folder.
    pub folder: PathBuf,
    /// Training.
    pub training: bool,
    /// Who is writing.
    pub author: PersonId,
    /// A recovery code waits to be typed back.
    pub recovery_owed: bool,
    /// The head file knows more than the database: an older copy was put back.
    pub older_than_head: bool,
    /// How the two copies of the header stood.
    pub header: HeaderState,
    /// Wrong passphrases before this opening.
    pub wrong_passphrases: u32,
    /// A backup: it is read, never written.
    pub backup: bool,
}

/// Scratch counter: this person's recovery code was not typed back yet.
pub(crate) fn owed_by(person: PersonId) -> String {
    format!("recovery_owed:{person}")
}

/// Environment variable with a scripted clock, for training vaults.
const SCRIPT_VARIABLE: &str = "HOLDFAST_CLOCK";

/// Name of a vault's folder without the ending.
pub fn name_of(folder: &Path) -> String {
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    [ENDING, vault::BACKUP_ENDING]
        .iter()
        .find_map(|ending| name.strip_suffix(&format!(".{ending}")))
        .map(str::to_owned)
        .unwrap_or(name)
}

/// A folder by its one name, however it was typed: what is known of it is kept under that.
pub(crate) fn place_of(folder: &Path) -> PathBuf {
    match folder.canonicalize() {
        // The ending says what a folder is: a link of another ending stays what it is called.
        Ok(real) if real.extension() == folder.extension() => real,
        _ => std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf()),
    }
}

impl Companion {
    /// Vaults in the usual folder and those opened elsewhere, last opened first.
    pub fn vaults_known(&self) -> Vec<Known> {
        let file = self.known_file();
        let opened = file.opened.iter();
        let opened: BTreeMap<PathBuf, i64> = opened
            .map(|(folder, wall_ms)| (place_of(Path::new(folder)), *wall_ms))
            .collect();
        let mut folders: Vec<PathBuf> = opened.keys().cloned().collect();
        if let Ok(entries) = std::fs::read_dir(&self.places.vaults) {
            folders.extend(entries.flatten().map(|entry| place_of(&entry.path())));
        }
        folders.retain(|folder| {
            folder.extension().is_some_and(|ending| ending == ENDING) && folder.is_dir()
        });
        folders.sort();
        folders.dedup();
        let mut known: Vec<Known> = folders
            .into_iter()
            .map(|folder| Known {
                name: name_of(&folder),
                info: probe(&folder),
                opened_wall_ms: opened.get(&folder).copied(),
                folder,
            })
            .collect();
        known.sort_by_key(|known| std::cmp::Reverse(known.opened_wall_ms));
        known
    }

    pub(crate) fn known_file(&self) -> KnownFile {
        std::fs::read(&self.places.known)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Puts the open vault at the head of the list, whatever was opened beside it.
    pub(crate) fn known_last(&mut self) -> Result<(), Error> {
        let own = self.open()?.folder.to_string_lossy().into_owned();
        let now = self.clock.stamp().wall_ms;
        self.known_write(|file| {
            let last = file.opened.values().copied().max().unwrap_or(now);
            file.opened.insert(own, last.max(now) + 1);
        });
        Ok(())
    }

    /// Forgetting this list loses nothing, so a failure to write it is no failure of the verb.
    pub(crate) fn known_write(&self, change: impl FnOnce(&mut KnownFile)) {
        let mut file = self.known_file();
        change(&mut file);
        let bytes = serde_json::to_vec_pretty(&file).expect("a list of folders is JSON");
        if let Some(parent) = self.places.known.parent() {
            drop(std::fs::create_dir_all(parent));
        }
        drop(std::fs::write(&self.places.known, bytes));
    }

    /// Makes a vault and opens it. The recovery code is shown once and must be typed back.
    pub fn vault_create(&mut self, new: NewVault) -> Result<Vec<String>, Error> {
        if self.open.is_some() {
            return Err(Error::AlreadyOpen);
        }
        vault::passphrase::strength(new.passphrase.expose()).map_err(|_| Error::WeakPassphrase)?;
        let id = PersonId(make_bytes(&mut self.entropy)?);
        let wall_ms = self.clock.stamp().wall_ms;
        let owner = row_of(&new.owner, id, true, wall_ms)?;
        if new.folder.exists() {
            return Err(Error::VaultExists);
        }
        let cost = if new.quick { Cost::FLOOR } else { calibrated() };
        if let Some(parent) = new.folder.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let handle = owner.person.initials.clone();
        let first = NewOwner {
            person_id: id.0,
            handle: &handle,
            passphrase: &new.passphrase,
        };
        let (unlocked, code) =
            vault::create(&new.folder, &first, new.training, cost, &mut self.entropy)?;
        let groups = groups(&code);
        let folder = place_of(&new.folder);
        if let Err(error) = self.furnish(unlocked, &folder, &owner, code) {
            // Nobody has seen the code and nothing was recorded: what this call made goes again, so that a retry can be made.
            self.open = None;
            std::fs::remove_dir_all(&new.folder)?;
            return Err(error);
        }
        self.known_write(|file| {
            file.opened
                .insert(folder.to_string_lossy().into_owned(), wall_ms);
        });
        Ok(groups)
    }

    /// Opens a vault that was just made and writes its first person.
    fn furnish(
        &mut self,
        unlocked: Unlocked,
        folder: &Path,
        owner: &store::people::PersonRow,
        code: RecoveryCode,
    ) -> Result<(), Error> {
        self.take(unlocked, folder)?;
        let context = self.context(Some(owner.person.id));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let packets = Some(open.unlocked.hand().packet_recipient());
        let row = store::people::PersonRow {
            packets: packets.clone(),
            ..owner.clone()
        };
        open.store.person_keep(&row, "vault_created", &context)?;
        open.roles_know()?;
        let key = open.unlocked.public_key();
        open.key_known(owner.person.id, &key, packets, &context)?;
        open.store.count_set(&owed_by(owner.person.id), 1)?;
        open.code_owed = Some(code);
        self.head_write()
    }

    /// A new recovery code in place of one that was never typed back, or that is lost; refused once a code is proven. The old one opens
    /// nothing any more.
    pub fn vault_new_code(&mut self) -> Result<Vec<String>, Error> {
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        if !open.is_opener() || open.store.counter(&open.owed())? == 0 {
            return Err(Error::NotAllowed);
        }
        open.store
            .audit_note(context.entry("recovery_code_renewed", "vault", "recovery"))?;
        let code = match open.unlocked.change_recovery_code(entropy) {
            Ok(code) => code,
            Err(error) => {
                open.store.audit_note(context.entry(
                    "recovery_code_not_renewed",
                    "vault",
                    "recovery",
                ))?;
                return Err(error.into());
            }
        };
        let groups = groups(&code);
        open.code_owed = Some(code);
        self.head_write()?;
        Ok(groups)
    }

    /// The recovery code on paper is lost, or somebody has seen it: another one is owed, which [`Self::vault_new_code`] makes. Until then
    /// the old one opens the vault as before. Asks for the passphrase of whoever opened the vault.
    pub fn vault_code_lost(&mut self, proof: &Secret) -> Result<(), Error> {
        let open = self.open()?;
        if open.store.is_backup() {
            return Err(Error::Backup);
        }
        if !open.is_opener() {
            return Err(Error::NotAllowed);
        }
        let author = open.author;
        self.opener_prove(proof)?;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store
            .audit_note(context.entry("recovery_code_lost", "vault", "recovery"))?;
        open.code_owed = None;
        Ok(open.store.count_set(&open.owed(), 1)?)
    }

    /// Goes on without a code on paper: in a training vault, which holds nobody's record. Whoever forgets its passphrase
    /// makes another one.
    pub fn vault_waive_code(&mut self) -> Result<(), Error> {
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        if !open.unlocked.training() || open.store.counter(&open.owed())? == 0 {
            return Err(Error::NotAllowed);
        }
        open.store
            .audit_note(context.entry("recovery_code_waived", "vault", "recovery"))?;
        open.code_owed = None;
        open.store.count_set(&open.owed(), 0)?;
        Ok(())
    }

    /// The recovery code was typed back: compared with what was shown, or, in a later run, with the slot it opens.
    pub fn vault_confirm_code(&mut self, typed: &str) -> Result<(), Error> {
        let code = RecoveryCode::parse(typed)?;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        if !open.is_opener() {
            return Err(Error::NotAllowed);
        }
        let fits = match &open.code_owed {
            Some(owed) => *owed.to_paper() == *code.to_paper(),
            None => open.unlocked.confirm_recovery(&code)?,
        };
        if !fits {
            return Err(Error::CodeDiffers);
        }
        open.code_owed = None;
        open.store.count_set(&open.owed(), 0)?;
        Ok(())
    }

    /// Writes the recovery code that waits to be typed back into a file the person chose. It must not stay here.
    pub fn vault_save_code(&mut self, path: &Path) -> Result<(), Error> {
        let open = self.open()?;
        let code = open.code_owed.as_ref().ok_or(Error::Unknown {
            what: "recovery code",
        })?;
        open.outside(path.parent(), "path")?;
        let text = format!(
            "Holdfast recovery code for the vault \"{}\"\n\n{}\n",
            name_of(&open.folder),
            code.to_paper().as_str()
        );
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        let written =
            std::io::Write::write_all(&mut file, text.as_bytes()).and_then(|()| file.sync_all());
        if let Err(error) = written {
            // Half a code is no code, and it would stand in the way of the next try.
            std::fs::remove_file(path)?;
            return Err(error.into());
        }
        Ok(())
    }

    /// Opens a vault by passphrase.
    pub fn vault_unlock(&mut self, folder: &Path, passphrase: &Secret) -> Result<(), Error> {
        if self.open.is_some() {
            return Err(Error::AlreadyOpen);
        }
        let folder = &place_of(folder);
        let unlocked = self.tried(folder, |folder| vault::unlock(folder, None, passphrase))?;
        self.take(unlocked, folder)?;
        self.opened(folder, "vault_opened")
    }

    /// A try with a passphrase: wrong ones are counted and slow the next.
    pub(crate) fn tried(
        &mut self,
        folder: &Path,
        open: impl FnOnce(&Path) -> Result<Unlocked, vault::Error>,
    ) -> Result<Unlocked, Error> {
        let tried = self.guess(|_| open(folder))?;
        if matches!(tried, Err(vault::Error::WrongSecret)) {
            self.wrong_one_more(folder.to_string_lossy().into_owned());
        }
        Ok(tried?)
    }

    /// A wrong passphrase: the next opening of the vault says how many there were.
    fn wrong_one_more(&self, place: String) {
        self.known_write(|file| *file.wrong.entry(place).or_insert(0) += 1);
    }

    /// A guess at a passphrase: several wrong ones in a row slow the next, at the door and at a signature.
    pub(crate) fn guess<T>(
        &mut self,
        guess: impl FnOnce(&Companion) -> Result<T, vault::Error>,
    ) -> Result<Result<T, vault::Error>, Error> {
        self.tries.may(clock::uptime_ms())?;
        let guessed = guess(self);
        let wrong = matches!(guessed, Err(vault::Error::WrongSecret));
        if wrong || guessed.is_ok() {
            self.tries.told(wrong, clock::uptime_ms());
        }
        Ok(guessed)
    }

    /// Asks whoever opened the vault for their passphrase once more. Wrong ones slow the next, and the next opener hears of them.
    pub(crate) fn opener_prove(&mut self, passphrase: &Secret) -> Result<(), Error> {
        let place = self.open()?.folder.to_string_lossy().into_owned();
        let right = self.guess(|companion| match &companion.open {
            Some(open) if open.unlocked.confirm_passphrase(passphrase)? => Ok(()),
            _ => Err(vault::Error::WrongSecret),
        })?;
        if matches!(right, Err(vault::Error::WrongSecret)) {
            self.wrong_one_more(place);
        }
        Ok(right?)
    }

    /// Opens a vault by its recovery code and sets a new passphrase.
    pub fn vault_recover(
        &mut self,
        folder: &Path,
        code: &str,
        passphrase: &Secret,
    ) -> Result<(), Error> {
        if self.open.is_some() {
            return Err(Error::AlreadyOpen);
        }
        vault::passphrase::strength(passphrase.expose()).map_err(|_| Error::WeakPassphrase)?;
        let folder = &place_of(folder);
        if vault::is_backup(folder) {
            // A new passphrase has no place in a backup: it is restored first.
            return Err(Error::Backup);
        }
        let unlocked = by_code(folder, code)?;
        self.take(unlocked, folder)?;
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        let cost = open.cost();
        if let Err(error) = open.unlocked.change_passphrase(passphrase, cost, entropy) {
            self.open = None;
            return Err(error.into());
        }
        self.opened(folder, "vault_recovered")
    }

    /// Gives whoever opened the vault a new passphrase. Older copies of the header still answer to the old one: what that means is said at
    /// the doors.
    pub fn vault_passphrase_change(&mut self, old: &Secret, new: &Secret) -> Result<(), Error> {
        vault::passphrase::strength(new.expose()).map_err(|_| Error::WeakPassphrase)?;
        let open = self.open()?;
        if open.store.is_backup() {
            return Err(Error::Backup);
        }
        if !open.is_opener() {
            return Err(Error::NotAllowed);
        }
        let author = open.author;
        self.opener_prove(old)?;
        let context = self.context(Some(author));
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        let cost = open.cost();
        open.store
            .audit_note(context.entry("passphrase_changed", "vault", "passphrase"))?;
        if let Err(error) = open.unlocked.change_passphrase(new, cost, entropy) {
            // The chain does not go on saying what did not happen.
            open.store.audit_note(context.entry(
                "passphrase_not_changed",
                "vault",
                "passphrase",
            ))?;
            return Err(error.into());
        }
        self.head_write()
    }

    /// The drill: whether this recovery code is that of whoever opened the vault, without using it up. One that waited to be typed back is
    /// proven by it.
    pub fn vault_drill(&mut self, typed: &str) -> Result<(), Error> {
        let code = RecoveryCode::parse(typed)?;
        let open = self.open()?;
        if !open.is_opener() {
            return Err(Error::NotAllowed);
        }
        if !open.unlocked.confirm_recovery(&code)? {
            return Err(Error::OtherCode);
        }
        let author = open.author;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        if !open.store.is_backup() {
            open.store
                .audit_note(context.entry("recovery_code_drilled", "vault", "recovery"))?;
            open.code_owed = None;
            open.store.count_set(&open.owed(), 0)?;
        }
        Ok(())
    }

    /// What is said of the vault that is open.
    pub fn vault_opened(&self) -> Result<Opened, Error> {
        let open = self.open()?;
        Ok(Opened {
            name: name_of(&open.folder),
            folder: open.folder.clone(),
            training: open.unlocked.training(),
            author: open.author,
            recovery_owed: !open.reads_only() && open.store.counter(&open.owed())? != 0,
            older_than_head: open.older_known()?,
            header: open.header,
            wrong_passphrases: open.wrong_passphrases,
            backup: open.store.is_backup(),
        })
    }

    /// Locks: says until when sessions were watched, writes the head, closes the database, wipes the keys.
    pub fn vault_lock(&mut self) -> Result<(), Error> {
        if self.open.is_none() {
            return Ok(());
        }
        // Whatever the disk says, the keys go: a full disk must not keep a vault open.
        let left = self.session_leave();
        let written = self.head_write();
        self.training = None;
        let mut closed = Ok(());
        if let Some(open) = self.open.take() {
            let Open {
                mut unlocked,
                store,
                backing,
                ..
            } = open;
            // Closing moves the log into the file that it reads.
            crate::backup::stop(backing);
            closed = unlocked
                .close_database(store.into_connection())
                .map_err(Error::from);
        }
        // A scripted clock belongs to the vault it was set for.
        if self.clock.scripted() {
            self.clock = Box::new(MachineClock::new());
        }
        left.and(written).and(closed)
    }

    /// Takes a vault that was opened; in a training vault the clock may be scripted.
    pub(crate) fn take(&mut self, unlocked: Unlocked, folder: &Path) -> Result<(), Error> {
        if unlocked.training() {
            if let Some(script) = std::env::var(SCRIPT_VARIABLE)
                .ok()
                .as_deref()
                .and_then(clock::scripted)
            {
                self.clock = script;
            }
        } else if std::env::var_os(SCRIPT_VARIABLE).is_some() || self.clock.scripted() {
            return Err(Error::ScriptedClock);
        }
        self.put(unlocked, folder)
    }

    /// Opens the database under the keys and puts everything in place.
    pub(crate) fn put(&mut self, mut unlocked: Unlocked, folder: &Path) -> Result<(), Error> {
        let context = self.context(None);
        let genesis = vault::chain::genesis(&unlocked.vault_id()).digest;
        let mut record = unlocked.database()?;
        // A head speaks of entries: an empty record beside it has lost them with its log, and is not begun anew.
        if matches!(unlocked.head()?, HeadFile::Present(_)) && store::is_blank(&record)? {
            return Err(Error::Damaged {
                what: "record file",
            });
        }
        if !unlocked.is_backup() && store::is_older(&record)? {
            if unlocked.inspects() {
                return Err(Error::OlderRecord);
            }
            let earlier = Store::look(record, genesis)?;
            copy_before(&unlocked, &earlier, &context)?;
            record = earlier.into_connection();
        }
        let store = if unlocked.is_backup() {
            Store::open_backup(record, genesis)?
        } else {
            Store::open(record, genesis, &context)?
        };
        let head = store.audit_head()?;
        let link_at = |seq| {
            if seq == 0 {
                Some(genesis)
            } else {
                store.audit_link(seq).ok().flatten()
            }
        };
        let freshness = unlocked
            .head()?
            .compare(unlocked.header_seq(), head.seq, link_at);
        let older_than_head = matches!(
            freshness,
            Freshness::Older { .. } | Freshness::Forked | Freshness::HeadDamaged
        );
        let put_back = matches!(freshness, Freshness::Older { .. } | Freshness::Forked);
        let author = PersonId(unlocked.person_id());
        let header_found = unlocked.header_copies();
        self.open = Some(Open {
            unlocked,
            store,
            folder: folder.to_path_buf(),
            backing: None,
            stands: None,
            author,
            // A rater holds no key: nobody makes a vault as one.
            blind: false,
            roles: Vec::new(),
            inspection: None,
            looked: std::collections::BTreeSet::new(),
            keys: BTreeMap::new(),
            cards: BTreeMap::new(),
            held: BTreeMap::new(),
            told: BTreeMap::new(),
            live: BTreeMap::new(),
            protocols: RefCell::default(),
            measures: RefCell::default(),
            ended: Vec::new(),
            courses: std::cell::RefCell::default(),
            accepted: std::cell::RefCell::default(),
            process: RefCell::default(),
            unreadable: Vec::new(),
            handover: None,
            code_owed: None,
            signers: BTreeMap::new(),
            wrong_pins: BTreeMap::new(),
            older_than_head,
            header: HeaderState::of(header_found),
            header_found,
            put_back,
            wrong_passphrases: 0,
            active_ms: clock::uptime_ms(),
            veiled: false,
            head_written_ms: i64::MIN / 2,
        });
        Ok(())
    }

    fn opened(&mut self, folder: &Path, action: &str) -> Result<(), Error> {
        let done = self.opened_inner(folder, action);
        if done.is_err() {
            // Half open is not open: what cannot be resumed honestly is not shown at all.
            self.open = None;
        }
        done
    }

    fn opened_inner(&mut self, folder: &Path, action: &str) -> Result<(), Error> {
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let wall_ms = context.stamp.wall_ms;
        let place = folder.to_string_lossy().into_owned();
        let wrong = self.known_file().wrong.get(&place).copied().unwrap_or(0);
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.wrong_passphrases = wrong;
        open.roles_know()?;
        open.keys_open()?;
        if open.store.is_backup() {
            // It is looked at, and stays as it was: no entry, no session that goes on.
            self.known_write(|file| {
                file.wrong.remove(&place);
            });
            return Ok(());
        }
        open.restored_tell(&context)?;
        open.store.audit_note(context.entry(
            action,
            "vault",
            &open.wrong_passphrases.to_string(),
        ))?;
        open.header_mend(&context)?;
        // Whose key this is stands in the record; where a power cut came between, it is written down now.
        let (key, own) = (open.unlocked.public_key(), open.unlocked.person_id());
        let packets = Some(open.unlocked.hand().packet_recipient());
        open.key_known(PersonId(own), &key, packets, &context)?;
        self.audit_checkpoint_daily()?;
        self.training_resume()?;
        self.session_resume()?;
        self.adoption_resume()?;
        if !self.open()?.older_than_head {
            self.head_write()?;
        }
        self.known_write(|file| {
            file.wrong.remove(&place);
            file.opened.insert(place, wall_ms);
        });
        Ok(())
    }
}

/// How a passphrase weighs: characters, and what stands against it.
pub fn strength(passphrase: &Secret) -> (usize, Result<(), vault::passphrase::Weakness>) {
    (
        passphrase.expose().chars().count(),
        vault::passphrase::strength(passphrase.expose()),
    )
}

/// A phrase made by chance, and its bits.
pub fn phrase() -> Result<(Secret, u32), Error> {
    Ok((
        vault::passphrase::offer(&mut SystemEntropy::new())?,
        vault::passphrase::offer_bits(),
    ))
}

/// Opens by a typed recovery code.
pub(crate) fn by_code(folder: &Path, typed: &str) -> Result<Unlocked, Error> {
    let code = RecoveryCode::parse(typed)?;
    vault::unlock_with_recovery(folder, &code).map_err(|error| match error {
        vault::Error::WrongSecret => Error::WrongCode,
        other => Error::from(other),
    })
}

/// Groups of a recovery code as they are shown.
pub(crate) fn groups(code: &RecoveryCode) -> Vec<String> {
    code.to_paper().split('-').map(str::to_owned).collect()
}

impl Open {
    /// Counts whether the recovery code of whoever opened the vault was typed back.
    fn owed(&self) -> String {
        owed_by(PersonId(self.unlocked.person_id()))
    }

    /// What whoever has the pen may be, as the record says.
    pub(crate) fn roles_know(&mut self) -> Result<(), Error> {
        self.roles = self.person(self.author)?.roles;
        Ok(())
    }

    /// Whether the pen is in the hand of whoever opened the vault: a code of theirs is nobody else's.
    pub(crate) fn is_opener(&self) -> bool {
        self.author.0 == self.unlocked.person_id()
    }

    /// What a new passphrase of this vault costs: the least that is allowed where nobody's record is held.
    pub(crate) fn cost(&self) -> Cost {
        if self.unlocked.training() {
            Cost::FLOOR
        } else {
            calibrated()
        }
    }
}

/// The dearest key derivation that stays under a second on this machine.
fn calibrated() -> Cost {
    vault::calibrate(&mut |cost| clock::measure(|| cost.try_out().is_ok()))
}

/// Fewest characters of a passphrase.
pub const SHORTEST: u32 = vault::passphrase::SHORTEST as u32;

impl Companion {
    /// Whether every page of the record still carries a valid code; answers what was found. Not during a live session.
    pub fn vault_check_pages(&mut self) -> Result<Vec<String>, Error> {
        self.no_backing()?;
        if !self.session_live().is_empty() {
            return Err(Error::SessionLive);
        }
        Ok(self
            .open
            .as_mut()
            .ok_or(Error::Locked)?
            .store
            .check_pages()?)
    }
}
