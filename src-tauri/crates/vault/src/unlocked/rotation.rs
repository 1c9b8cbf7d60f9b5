//! Another master key, so that whoever left opens nothing that is written from then on. FORMAT.md 14.
//!
//! **Invariant:** the rename of the new record over the old one is the one moment at which it happens. Before it every slot opens the old
//! epoch, after it only those that stay open the new one; the salt at the record's beginning says which, whatever the header still says.

use super::Unlocked;
use crate::database::{self, Copied, Watch};
use crate::entropy::{Entropy, make_bytes};
use crate::error::Error;
use crate::folder::{sync_folder, with_suffix};
use crate::head::{self, HeadFile};
use crate::keys::Keys;
use crate::passphrase;
use crate::seal;
use crate::secret::{Key, Secret};
use crate::slot::{Bundle, Kind, LEAVING, Lock, Slot, SlotSecret};
use rusqlite::Connection;
use std::fs;
use std::path::PathBuf;

/// The other identity of whoever rotates, until the record lies under the new epoch.
pub(super) struct Renewed {
    slot: [u8; 16],
    bundle: Bundle,
}

impl Unlocked {
    /// Begins: a new master key, sealed to every slot but those of the person of this name, who is to leave. Nothing lies under it yet.
    /// Nobody takes themselves out. With the `proof` of whoever opened the vault, their passphrase as they have just proven it, they get
    /// another identity too, in a slot of its own beside the old one, which leaves with the old epoch: what an old passphrase brings out of
    /// an old header opens nothing of the new one, and where nothing comes of it the old identity is there as before. Their recovery code
    /// leaves too, and another is due.
    pub fn rotation_begin(
        &mut self,
        leaving: Option<&str>,
        proof: Option<&Secret>,
        entropy: &mut dyn Entropy,
    ) -> Result<(), Error> {
        if self.is_backup() {
            return Err(Error::Database(database::DatabaseError::Backup));
        }
        self.settle()?;
        let mut header = self.next_header()?;
        let epoch = header.epoch.checked_add(1).ok_or(Error::HeaderDamaged)?;
        let theirs = |slot: &Slot| match &slot.lock {
            Lock::Wrapped(wrapped) => Some(wrapped.verifier),
            Lock::BreakGlass => None,
        };
        let left = match leaving {
            None => None,
            Some(handle) => {
                let mut named = header.slots.iter().filter(|slot| slot.handle == handle);
                let left = named.find_map(theirs).ok_or(Error::NobodyOfThatName)?;
                if left == self.public_key() {
                    return Err(Error::OwnSlot);
                }
                Some(left)
            }
        };
        let own = self.public_key();
        let mut renewed = None;
        if let Some(proof) = proof {
            let bundle = self.bundle.with_another_identity();
            let place = self.own_slot(Kind::Passphrase).ok_or(Error::WrongSecret)?;
            let Slot { handle, lock, .. } = &header.slots[place];
            let Lock::Wrapped(wrapped) = lock else {
                return Err(Error::HeaderDamaged);
            };
            let secret = SlotSecret::Passphrase {
                prepared: &passphrase::prepare(proof.expose())?,
                cost: wrapped.cost,
            };
            let handle = handle.clone();
            self.add_slot(&mut header, &handle, &bundle, &secret, entropy)?;
            let id = header.slots.last().ok_or(Error::HeaderDamaged)?.id;
            renewed = Some(Renewed { slot: id, bundle });
        }
        let stays = renewed.as_ref().map(|renewed| renewed.slot);
        let left_behind =
            |slot: &Slot| stays.is_some_and(|stays| slot.id != stays) && theirs(slot) == Some(own);
        let master = Key::take(&mut make_bytes(entropy)?);
        for slot in &mut header.slots {
            let sealed = if (left.is_some() && theirs(slot) == left) || left_behind(slot) {
                LEAVING.to_vec()
            } else {
                slot.recipient
                    .seal_master(&header.vault_id, epoch, &slot.id, &master)
            };
            slot.sealed.push(sealed);
        }
        header.pending = Some(epoch);
        let keys = Keys::derive(master, header.binding(epoch));
        self.write_header(header)?;
        self.keys.push(keys);
        self.renewed = renewed;
        Ok(())
    }

    /// Copies the record under the new key, checked page by page on both sides, and opens the copy: what lies under keys of the old epoch is
    /// wrapped anew in it before it takes the record's place.
    pub fn rotation_copy(
        &self,
        record: &Connection,
        watch: &mut Watch<'_>,
    ) -> Result<Connection, Error> {
        let key = &self.pending_keys()?.database;
        let fresh = self.fresh();
        database::copy_to(record, key, &fresh, Copied::Record, watch)?;
        Ok(database::open(&fresh, key)?)
    }

    /// A client's key, wrapped anew for the new epoch.
    pub fn rotation_wrap(
        &self,
        client_id: &[u8; 16],
        wrapped: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, Error> {
        let key = self.unwrap_client_key(client_id, wrapped)?;
        let wrapping = &self.pending_keys()?.client;
        Ok(seal::wrap_client_key(client_id, &key, wrapping, entropy)?)
    }

    /// The desk's key in the new epoch.
    pub fn rotation_desk_key(&self) -> Result<&Key, Error> {
        Ok(&self.pending_keys()?.desk)
    }

    /// Puts the new record in the place of the old one, and takes the old epoch out of the header. Both records must be closed. An error
    /// means that nothing happened; false, that it happened and that head or header could not follow: the next change to the header, or
    /// the next opening, ends it.
    pub fn rotation_swap(&mut self) -> Result<bool, Error> {
        if self.record_open {
            return Err(Error::Database(database::DatabaseError::AlreadyOpen));
        }
        let (record, fresh) = (self.folder.record(), self.fresh());
        database::guard(&fresh, &[self.pending_keys()?.database.salt()])
            .map_err(database::DatabaseError::from)?;
        // A log of the one record beside the other would be read as its own.
        for path in [&record, &fresh].map(|path| with_suffix(path, "-wal")) {
            if fs::symlink_metadata(path).is_ok_and(|log| log.len() > 0) {
                return Err(Error::Database(database::DatabaseError::Busy));
            }
        }
        let io = || Error::io("record");
        fs::File::open(&fresh)
            .and_then(|file| file.sync_all())
            .map_err(io())?;
        sync_folder(self.folder.path()).map_err(io())?;
        fs::rename(&fresh, &record).map_err(io())?;
        self.active = 1;
        if let Some(Renewed { slot, bundle }) = self.renewed.take() {
            let place = self.header.slots.iter().position(|one| one.id == slot);
            self.slot = place.unwrap_or(self.slot);
            self.bundle = bundle;
        }
        let followed = sync_folder(self.folder.path())
            .map_err(io())
            .and_then(|()| self.settle());
        Ok(followed.is_ok())
    }

    /// Ends a rotation: the epoch under which the record lies is the only one from here on. Called where one went wrong, at every opening that
    /// finds one under way, and before any other change to the header, whose slots all hold what its epochs ask for.
    pub fn settle(&mut self) -> Result<(), Error> {
        let Some(pending) = self.header.pending else {
            return Ok(());
        };
        let id = self.header.slots[self.slot].id;
        let mut header = self.next_header()?;
        header.pending = None;
        if self.active == 0 {
            database::remove(&self.fresh())?;
            database::remove(&with_suffix(&self.fresh(), ".part"))?;
            // Whoever rotates has a slot of the new epoch beside the one that was to leave.
            let leaving = header.slots.iter().filter(|slot| slot.is_leaving());
            let stay: Vec<_> = leaving.filter_map(Slot::passphrase_of).collect();
            header.slots.retain(|slot| {
                let own = slot.passphrase_of();
                slot.is_leaving() || own.is_none_or(|own| !stay.contains(&own))
            });
            for slot in &mut header.slots {
                slot.sealed.truncate(1);
            }
            self.renewed = None;
        } else {
            self.carry_head()?;
            header.epoch = pending;
            header.slots.retain(|slot| !slot.is_leaving());
            for slot in &mut header.slots {
                slot.sealed.remove(0);
            }
        }
        self.write_header(header)?;
        self.keys = vec![self.keys.swap_remove(self.active)];
        self.active = 0;
        let place = self.header.slots.iter().position(|slot| slot.id == id);
        self.slot = place.ok_or(Error::HeaderDamaged)?;
        Ok(())
    }

    /// What the head file says, under the new epoch's key. One that was damaged before stays as it is found.
    fn carry_head(&self) -> Result<(), Error> {
        let (path, vault) = (self.folder.head(), &self.header.vault_id);
        let old = head::read(&path, vault, &self.keys[0].head).map_err(Error::io("head"))?;
        let HeadFile::Present(mut head) = old else {
            return Ok(());
        };
        let keys = self.active_keys();
        head.epoch = keys.binding.epoch;
        head::write(&path, vault, &head, &keys.head).map_err(Error::io("head"))
    }

    fn pending_keys(&self) -> Result<&Keys, Error> {
        self.keys
            .get(1)
            .filter(|_| self.active == 0)
            .ok_or(Error::NoRotation)
    }

    /// Where the new record is made.
    fn fresh(&self) -> PathBuf {
        with_suffix(&self.folder.record(), ".new")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copies::Copies;
    use crate::cost::Cost;
    use crate::create::{NewOwner, create};
    use crate::entropy::SystemEntropy;
    use crate::slot::unseal_master;

    /// How many of the sealed master keys of the header as it lies there this identity opens.
    fn opened_by(unlocked: &Unlocked, identity: &age::x25519::Identity) -> usize {
        let copies = Copies::read(unlocked.folder()).unwrap();
        let header = &copies.claimed().unwrap().header;
        let mut opened = 0;
        for slot in &header.slots {
            for (sealed, epoch) in slot.sealed.iter().zip(header.epochs()) {
                let master = unseal_master(sealed, identity, &header.vault_id, epoch, &slot.id);
                opened += usize::from(master.is_some());
            }
        }
        opened
    }

    fn turn(unlocked: &mut Unlocked, proof: Option<&Secret>) {
        let record = unlocked.database().unwrap();
        unlocked
            .rotation_begin(None, proof, &mut SystemEntropy::new())
            .unwrap();
        drop(unlocked.rotation_copy(&record, &mut |_| {}).unwrap());
        unlocked.close_database(record).unwrap();
        assert!(unlocked.rotation_swap().unwrap());
    }

    fn made(folder: &std::path::Path, own: &Secret) -> (Unlocked, crate::RecoveryCode) {
        let owner = NewOwner {
            person_id: [7; 16],
            handle: "MS",
            passphrase: own,
        };
        create(folder, &owner, true, Cost::FLOOR, &mut SystemEntropy::new()).unwrap()
    }

    fn words(unlocked: &Unlocked) -> Vec<u8> {
        let shape = crate::apart::Shape {
            step: 64,
            readers: 0,
        };
        crate::apart::seal(&[unlocked.reader_of("MS").unwrap()], b"mine", shape).unwrap()
    }

    /// *Nothing happened* is the whole truth: what was sealed to its person before opens after, at once, in the next opening and by the
    /// recovery code, and so does what was sealed to them since.
    #[test]
    fn a_rotation_that_did_not_come_about_leaves_the_identity_of_before() {
        let dir = tempfile::tempdir().unwrap();
        let own = Secret::from("quite another lantern twenty");
        let chance = &mut SystemEntropy::new();
        // Ended by whoever began it, and cut short.
        for cut_short in [false, true] {
            let folder = dir.path().join(format!("{cut_short}.holdfast"));
            let (mut unlocked, code) = made(&folder, &own);
            let before = words(&unlocked);
            unlocked.rotation_begin(None, Some(&own), chance).unwrap();
            let meanwhile = unlocked.open_apart(&before).is_some();
            if !cut_short {
                unlocked.settle().unwrap();
            }
            let ended = unlocked.open_apart(&before).is_some();
            drop(unlocked);
            let unlocked = crate::unlock(&folder, None, &own).unwrap();
            assert_eq!(unlocked.header.slots.len(), 2);
            let reopened = unlocked.open_apart(&before).is_some();
            assert_eq!([meanwhile, ended, reopened], [true; 3], "{cut_short}");
            let since = words(&unlocked);
            drop(unlocked);
            let mut unlocked = crate::unlock_with_recovery(&folder, &code).unwrap();
            let other = Secret::from("a third lantern by the quay");
            unlocked
                .change_passphrase(&other, Cost::FLOOR, chance)
                .unwrap();
            drop(unlocked);
            let unlocked = crate::unlock(&folder, None, &other).unwrap();
            let opened = [&before, &since].map(|sealed| unlocked.open_apart(sealed).is_some());
            assert_eq!(opened, [true; 2], "{cut_short}");
        }
    }

    /// The record took its place and the header could not follow: the same passphrase opens, and the next opening ends it.
    #[test]
    fn a_rotation_that_waits_for_its_header_opens_by_the_same_passphrase() {
        let dir = tempfile::tempdir().unwrap();
        let own = Secret::from("quite another lantern twenty");
        let folder = dir.path().join("Test.holdfast");
        let (mut unlocked, code) = made(&folder, &own);
        let record = unlocked.database().unwrap();
        unlocked
            .rotation_begin(None, Some(&own), &mut SystemEntropy::new())
            .unwrap();
        drop(unlocked.rotation_copy(&record, &mut |_| {}).unwrap());
        unlocked.close_database(record).unwrap();
        let blocked = folder.join("vault.hdr.tmp");
        fs::create_dir(&blocked).unwrap();
        assert!(!unlocked.rotation_swap().unwrap());
        let since = words(&unlocked);
        assert!(unlocked.open_apart(&since).is_some());
        drop(unlocked);
        for ended in [false, true] {
            if ended {
                fs::remove_dir(&blocked).unwrap();
            }
            let mut unlocked = crate::unlock(&folder, Some("MS"), &own).unwrap();
            assert_eq!(unlocked.epoch(), 2);
            assert!(unlocked.open_apart(&since).is_some(), "{ended}");
            assert!(unlocked.confirm_passphrase(&own).unwrap());
            let record = unlocked.database().unwrap();
            unlocked.close_database(record).unwrap();
            assert_eq!(unlocked.header.pending.is_none(), ended);
            assert_eq!(unlocked.header.slots.len(), if ended { 1 } else { 3 });
            drop(unlocked);
            let other = Secret::from("nobody's lantern twenty one");
            let wrong = crate::unlock(&folder, None, &other);
            assert!(matches!(wrong, Err(Error::WrongSecret)));
            assert!(crate::unlock_with_recovery(&folder, &code).is_err());
        }
    }

    /// What an old passphrase brings out of an old header is the identity of then: the new header holds nothing that it opens. Control: it
    /// opened the header of then, and still does where only the master key is another.
    #[test]
    fn an_identity_of_before_opens_nothing_of_a_header_that_its_owner_rotated() {
        let dir = tempfile::tempdir().unwrap();
        let seen = Secret::from("quiet harbour lantern sixteen");
        let own = Secret::from("quite another lantern twenty");
        let owner = NewOwner {
            person_id: [7; 16],
            handle: "MS",
            passphrase: &seen,
        };
        let chance = &mut SystemEntropy::new();
        let folder = dir.path().join("Test.holdfast");
        let (mut unlocked, code) = create(&folder, &owner, true, Cost::FLOOR, chance).unwrap();
        let stolen = unlocked.bundle.identity.clone();
        unlocked
            .change_passphrase(&own, Cost::FLOOR, chance)
            .unwrap();
        assert_eq!(opened_by(&unlocked, &stolen), 2);
        turn(&mut unlocked, None);
        assert_eq!(opened_by(&unlocked, &stolen), 2);
        let (key, card) = (unlocked.public_key(), unlocked.hand().packet_recipient());
        turn(&mut unlocked, Some(&own));
        assert_eq!(opened_by(&unlocked, &stolen), 0);
        assert_eq!(
            (unlocked.public_key(), unlocked.hand().packet_recipient()),
            (key, card)
        );
        assert!(!unlocked.confirm_recovery(&code).unwrap());
        let again = unlocked.change_recovery_code(chance).unwrap();
        drop(unlocked);
        let by_code = crate::unlock_with_recovery(&folder, &again).unwrap();
        assert_eq!(by_code.epoch(), 3);
        drop(by_code);
        assert!(matches!(
            crate::unlock_with_recovery(&folder, &code),
            Err(Error::WrongSecret)
        ));
        assert!(matches!(
            crate::unlock(&folder, None, &seen),
            Err(Error::WrongSecret)
        ));
        assert_eq!(crate::unlock(&folder, None, &own).unwrap().epoch(), 3);
    }
}
