//! The two copies of the header: reading both, and finding the one that counts.
//!
//! **Invariant:** the highest sequence number whose MAC holds is the header, and the secret must open a slot in *that* copy. An old
//! passphrase cannot come back through an old copy.

use crate::error::Error;
use crate::folder::{Folder, read_at_most, rename_over, replace, sync_folder};
use crate::header::{BadHeader, LONGEST, Written, parse};
use crate::keys::Keys;
use crate::secret::Key;
use crate::slot::{Bundle, Kind, Lock, NotOpened, Slot, WrapKey, Wrapped, unseal_master};
use std::io;
use std::rc::Rc;

/// How one copy of the header was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyState {
    /// The header that counts, or byte for byte the same.
    Good,
    /// An earlier header: the last write did not reach this copy.
    Older,
    /// Not there.
    Missing,
    /// There, and not what was written.
    Damaged,
}

/// How both copies were found. Whatever is not [`CopyState::Good`] is told to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderCopies {
    /// `vault.hdr`
    pub first: CopyState,
    /// `vault.hdr.bak`
    pub second: CopyState,
}

impl HeaderCopies {
    /// True when both copies are the header.
    pub fn agree(&self) -> bool {
        (self.first, self.second) == (CopyState::Good, CopyState::Good)
    }
}

/// One copy as far as it can be read without a key.
pub(crate) enum Found {
    Missing,
    Bad(BadHeader),
    Readable(Written),
}

pub(crate) struct Copies {
    pub first: Found,
    pub second: Found,
}

/// A header that opened.
pub(crate) struct Opened {
    pub written: Written,
    /// Which of its slots.
    pub slot: usize,
    pub bundle: Bundle,
    /// The keys of the header's epoch, then of its pending epoch, where the slot has them.
    pub keys: Vec<Keys>,
    pub copies: HeaderCopies,
}

/// Gives the wrap key for a slot; derives once for equal salts and costs.
pub(crate) type Derive<'a> = dyn FnMut(&Wrapped) -> Result<Rc<WrapKey>, Error> + 'a;

impl Copies {
    pub(crate) fn read(folder: &Folder) -> Result<Self, Error> {
        let one = |path: std::path::PathBuf| match read_at_most(&path, LONGEST) {
            Ok(bytes) => Ok(parse(&bytes).map_or_else(Found::Bad, Found::Readable)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Missing),
            Err(error) => Err(error),
        };
        match (one(folder.header()), one(folder.header_copy())) {
            (Ok(first), Ok(second)) => Self { first, second }.or_nothing(),
            // One unreadable copy is no reason to despair while the other can be read.
            (Ok(first), Err(_)) => Self {
                first,
                second: Found::Bad(BadHeader::Truncated),
            }
            .or_nothing(),
            (Err(_), Ok(second)) if matches!(second, Found::Readable(_)) => Ok(Self {
                first: Found::Bad(BadHeader::Truncated),
                second,
            }),
            (Err(error), _) => Err(Error::io("header")(error)),
        }
    }

    fn or_nothing(self) -> Result<Self, Error> {
        match (&self.first, &self.second) {
            (Found::Missing, Found::Missing) => Err(Error::NotAVault),
            _ => Ok(self),
        }
    }

    /// The copy to show before any key is known: the newer of those that can be read.
    pub(crate) fn claimed(&self) -> Result<&Written, Error> {
        match (self.first.readable(), self.second.readable()) {
            (Some(first), Some(second)) if second.header.seq > first.header.seq => Ok(second),
            (Some(written), _) | (None, Some(written)) => Ok(written),
            (None, None) => Err(self.complaint()),
        }
    }

    /// What to say when neither copy can be read: that a newer version is needed counts more than that one copy is damaged.
    fn complaint(&self) -> Error {
        let complaints = [&self.first, &self.second].map(|found| match found {
            Found::Bad(bad) => Some(*bad),
            _ => None,
        });
        let newer = complaints
            .iter()
            .flatten()
            .find(|bad| matches!(bad, BadHeader::Newer { .. } | BadHeader::Suite(_)));
        newer
            .or(complaints.iter().flatten().next())
            .map_or(Error::NotAVault, |bad| Error::Header(*bad))
    }

    /// Opens the header that counts with the secret behind `derive`, tried on slots of `kind` and, if given, of `handle`; on those that a
    /// rotation takes out only where these are `leaving` too.
    pub(crate) fn open(
        self,
        kind: Kind,
        handle: Option<&str>,
        leaving: bool,
        derive: &mut Derive<'_>,
    ) -> Result<Opened, Error> {
        self.claimed()?;
        let mut tried = Tried::default();
        let may = |slot: &Slot| {
            handle.is_none_or(|handle| handle == slot.handle) && (leaving || !slot.is_leaving())
        };
        let first = self.first.try_open(kind, &may, derive, &mut tried)?;
        let second = self.second.try_open(kind, &may, derive, &mut tried)?;
        if first.is_none() && second.is_none() {
            return Err(tried.complaint());
        }
        // Each key that came out of either copy speaks for both.
        let newest = {
            let speaks = |written: &Written| {
                [&first, &second]
                    .into_iter()
                    .flatten()
                    .any(|attempt| attempt.speaks_for(written))
            };
            [&self.first, &self.second]
                .into_iter()
                .filter_map(Found::readable)
                .filter(|w| speaks(w))
                .map(|w| w.header.seq)
                .max()
        };
        let Some(newest) = newest else {
            return Err(Error::HeaderDamaged);
        };
        let state = |found: &Found, attempts: [&Option<Attempt>; 2]| match found {
            Found::Missing => CopyState::Missing,
            Found::Bad(_) => CopyState::Damaged,
            Found::Readable(w) if !attempts.into_iter().flatten().any(|a| a.speaks_for(w)) => {
                CopyState::Damaged
            }
            Found::Readable(w) if w.header.seq < newest => CopyState::Older,
            Found::Readable(_) => CopyState::Good,
        };
        let copies = HeaderCopies {
            first: state(&self.first, [&first, &second]),
            second: state(&self.second, [&first, &second]),
        };
        let (Found::Readable(written), Some(attempt)) = (match (copies.first, copies.second) {
            (CopyState::Good, _) => (self.first, first),
            _ => (self.second, second),
        }) else {
            // The header that counts is sound, and this secret opens only the copy before it.
            return Err(Error::WrongSecret);
        };
        let Attempt { slot, bundle, keys } = attempt;
        Ok(Opened {
            written,
            slot,
            bundle,
            keys,
            copies,
        })
    }
}

/// What a secret brought out of one copy.
struct Attempt {
    slot: usize,
    bundle: Bundle,
    keys: Vec<Keys>,
}

impl Attempt {
    fn speaks_for(&self, written: &Written) -> bool {
        self.keys.iter().any(|keys| keys.speaks_for(written))
    }
}

#[derive(Default)]
struct Tried {
    any: bool,
    damaged: bool,
}

impl Tried {
    fn complaint(&self) -> Error {
        match (self.any, self.damaged) {
            (_, true) => Error::HeaderDamaged,
            (true, false) => Error::WrongSecret,
            (false, false) => Error::NobodyOfThatName,
        }
    }
}

impl Found {
    pub(crate) fn readable(&self) -> Option<&Written> {
        match self {
            Self::Readable(written) => Some(written),
            _ => None,
        }
    }

    fn try_open(
        &self,
        kind: Kind,
        may: &dyn Fn(&Slot) -> bool,
        derive: &mut Derive<'_>,
        tried: &mut Tried,
    ) -> Result<Option<Attempt>, Error> {
        let Some(written) = self.readable() else {
            return Ok(None);
        };
        for (index, slot) in written.header.slots.iter().enumerate() {
            let Lock::Wrapped(wrapped) = &slot.lock else {
                continue;
            };
            if wrapped.kind() != kind || !may(slot) {
                continue;
            }
            tried.any = true;
            match open_slot(written, slot, wrapped, derive(wrapped)?.as_ref()) {
                Ok((bundle, keys)) => {
                    return Ok(Some(Attempt {
                        slot: index,
                        bundle,
                        keys,
                    }));
                }
                Err(NotOpened::Wrong) => {}
                Err(NotOpened::Damaged) => tried.damaged = true,
            }
        }
        Ok(None)
    }
}

/// Opens one slot of a header with a wrap key: the bundle, then the master keys sealed to it. Says nothing yet about the rest of the header.
pub(crate) fn open_slot(
    written: &Written,
    slot: &Slot,
    wrapped: &Wrapped,
    key: &WrapKey,
) -> Result<(Bundle, Vec<Keys>), NotOpened> {
    let header = &written.header;
    let bundle = wrapped.open(&header.context(), &slot.id, &slot.recipient, key)?;
    let held = slot.sealed.len() - usize::from(slot.is_leaving());
    let sealed = header.epochs().zip(&slot.sealed).take(held);
    let keys = sealed.map(|(epoch, sealed)| {
        let master: Key =
            unseal_master(sealed, &bundle.identity, &header.vault_id, epoch, &slot.id)?;
        Some(Keys::derive(master, header.binding(epoch)))
    });
    match keys.collect::<Option<Vec<_>>>() {
        Some(keys) => Ok((bundle, keys)),
        None => Err(NotOpened::Damaged),
    }
}

/// Writes `vault.hdr`, then its copy: the first header of a folder that has no name yet.
pub(crate) fn write(folder: &Folder, file: &[u8]) -> Result<(), Error> {
    replace(&folder.header(), file).map_err(Error::io("header"))?;
    replace(&folder.header_copy(), file).map_err(Error::io("copy of the header"))
}

/// The same over a header that counts. An error means that the old one does. Once `vault.hdr` has its name the new one counts, whatever the
/// disk says of what follows; answers whether its copy followed.
pub(crate) fn write_over(folder: &Folder, file: &[u8]) -> Result<bool, Error> {
    rename_over(&folder.header(), file).map_err(Error::io("header"))?;
    let followed = sync_folder(folder.path()).and_then(|()| replace(&folder.header_copy(), file));
    Ok(followed.is_ok())
}
