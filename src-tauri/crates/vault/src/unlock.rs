//! The way in: what can be said without a key, and opening with a passphrase or a recovery code.

use crate::backup::is_backup;
use crate::copies::Copies;
use crate::cost::Cost;
use crate::database;
use crate::error::Error;
use crate::folder::Folder;
use crate::passphrase;
use crate::recovery::RecoveryCode;
use crate::secret::Secret;
use crate::single::{Lock, NotLocked};
use crate::slot::{self, Kind, WrapKey};
use crate::unlocked::Unlocked;
use std::path::Path;
use std::rc::Rc;

/// What the clear header claims. Nothing of it is proven before the vault is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The vault's identifier.
    pub vault_id: [u8; 16],
    /// Training vault or not.
    pub training: bool,
    /// Format of the header.
    pub format: u16,
    /// Sequence number of the header.
    pub header_seq: u64,
    /// Who may open it, and how.
    pub slots: Vec<ClaimedSlot>,
}

/// A slot as it stands in the clear header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedSlot {
    /// The neutral short name.
    pub handle: String,
    /// What it answers to.
    pub kind: Kind,
    /// What one guess costs (none for a break-glass slot).
    pub cost: Option<Cost>,
}

/// Reads the clear header, without any key and without a lock.
pub fn probe(path: &Path) -> Result<Claim, Error> {
    let copies = Copies::read(&Folder::new(path))?;
    let header = &copies.claimed()?.header;
    let slots = header.slots.iter().map(|slot| {
        let (kind, cost) = match &slot.lock {
            slot::Lock::Wrapped(wrapped) => (wrapped.kind(), Some(wrapped.cost)),
            slot::Lock::BreakGlass => (Kind::BreakGlass, None),
        };
        ClaimedSlot {
            handle: slot.handle.clone(),
            kind,
            cost,
        }
    });
    Ok(Claim {
        vault_id: header.vault_id,
        training: header.training,
        format: header.format,
        header_seq: header.seq,
        slots: slots.collect(),
    })
}

/// Opens with a passphrase. Without a `handle` every passphrase slot is tried, each at the full price; with one, only that person's.
pub fn unlock(path: &Path, handle: Option<&str>, passphrase: &Secret) -> Result<Unlocked, Error> {
    // What could never have been set is simply wrong; saying why would say nothing useful.
    let prepared = passphrase::prepare(passphrase.expose()).map_err(|_| Error::WrongSecret)?;
    open(path, Kind::Passphrase, handle, &prepared)
}

/// Opens with a recovery code, as the person whose code it is. A new passphrase is then due: [`Unlocked::change_passphrase`].
pub fn unlock_with_recovery(path: &Path, code: &RecoveryCode) -> Result<Unlocked, Error> {
    open(path, Kind::Recovery, None, code.expose())
}

/// Opens with an inspector's access code, to be read: [`Unlocked::inspects`].
pub fn unlock_to_inspect(path: &Path, code: &RecoveryCode) -> Result<Unlocked, Error> {
    open(path, Kind::Inspector, None, code.expose())
}

fn open(path: &Path, kind: Kind, handle: Option<&str>, secret: &[u8]) -> Result<Unlocked, Error> {
    let folder = Folder::new(path);
    let copies = Copies::read(&folder)?;
    copies.claimed()?;
    // The lock comes before the first look at the record: a handle opened and closed on it would drop the holder's locks.
    // A backup is written by nobody, and may lie where nothing can be written.
    let lock = if is_backup(path) {
        None
    } else {
        let lock = Lock::take(&folder.lock()).map_err(|not| match not {
            NotLocked::InUse { holder } => Error::InUse { holder },
            NotLocked::Io(source) => Error::Io {
                what: "lock",
                source,
            },
        })?;
        Some(lock)
    };
    // Read again under the lock: the holder before us may have written.
    drop(copies);
    let copies = Copies::read(&folder)?;
    let mut derived: Vec<(Cost, [u8; 32], Rc<WrapKey>)> = Vec::new();
    let mut derive = |wrapped: &slot::Wrapped| -> Result<Rc<WrapKey>, Error> {
        let known = derived
            .iter()
            .position(|(cost, salt, _)| (cost, salt) == (&wrapped.cost, &wrapped.salt));
        let known = match known {
            Some(known) => known,
            None => {
                let key = WrapKey::derive(secret, &wrapped.cost, &wrapped.salt)?;
                derived.push((wrapped.cost, wrapped.salt, Rc::new(key)));
                derived.len() - 1
            }
        };
        Ok(Rc::clone(&derived[known].2))
    };
    let mut opened = copies.open(kind, handle, true, &mut derive)?;
    let mut active = active_epoch(&folder, &opened.keys);
    if active.is_none() && opened.written.header.slots[opened.slot].is_leaving() {
        // The record lies under the epoch that this slot was not taken along to. Whoever rotated has another one; nobody else has.
        let again = Copies::read(&folder)?.open(kind, handle, false, &mut derive);
        opened = again.map_err(|error| match error {
            Error::NobodyOfThatName => Error::WrongSecret,
            other => other,
        })?;
        active = active_epoch(&folder, &opened.keys);
    }
    let header = opened.written.header;
    let mut unlocked = Unlocked::new(
        folder,
        lock,
        header,
        opened.slot,
        opened.bundle,
        opened.keys,
        active.unwrap_or(0),
        opened.copies,
    );
    // A rotation that was cut short. Only where the record is known by its beginning: otherwise its other copy may be all there is. Where
    // it cannot be ended now the vault opens all the same, and the next opening tries again.
    if active.is_some() && !is_backup(path) {
        drop(unlocked.settle());
    }
    Ok(unlocked)
}

/// Which epoch the record lies under: its first bytes say so. None: unreadable, or none of these; opening it then says what is wrong.
fn active_epoch(folder: &Folder, keys: &[crate::keys::Keys]) -> Option<usize> {
    keys.iter().position(|keys| {
        database::begins_with(&folder.record(), keys.database.salt()).unwrap_or(false)
    })
}
