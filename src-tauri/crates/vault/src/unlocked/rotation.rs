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
use crate::slot::{Kind, LEAVING, Lock, Slot, SlotSecret, Wrapped};
use rusqlite::Connection;
use std::fs;
use std::path::PathBuf;

impl Unlocked {
    /// Begins: a new master key, sealed to every slot but those of the person of this name, who is to leave. Nothing lies under it yet.
    /// Nobody takes themselves out. With the `proof` of whoever opened the vault, their passphrase as they have just proven it, they get
    /// another identity too: what an old passphrase brings out of an old header opens nothing of the new epoch. Their recovery code leaves
    /// with the old one, and another is due.
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
        let mut renewed = None;
        if let Some(proof) = proof {
            let bundle = self.bundle.with_another_identity();
            let place = self.own_slot(Kind::Passphrase).ok_or(Error::WrongSecret)?;
            let context = header.context();
            let slot = &mut header.slots[place];
            let Lock::Wrapped(wrapped) = &slot.lock else {
                return Err(Error::HeaderDamaged);
            };
            let secret = SlotSecret::Passphrase {
                prepared: &passphrase::prepare(proof.expose())?,
                cost: wrapped.cost,
            };
            let wrapped = Wrapped::make(&bundle, &context, &slot.id, &secret, entropy)?;
            slot.lock = Lock::Wrapped(Box::new(wrapped));
            slot.recipient = bundle.recipient();
            let old = &self.keys[0].master;
            slot.sealed =
                vec![
                    slot.recipient
                        .seal_master(&header.vault_id, header.epoch, &slot.id, old),
                ];
            renewed = Some((place, bundle));
        }
        let own = self.public_key();
        let left_behind = |slot: &Slot| {
            let Lock::Wrapped(wrapped) = &slot.lock else {
                return false;
            };
            proof.is_some() && wrapped.kind == Kind::Recovery && wrapped.verifier == own
        };
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
        if let Some((place, bundle)) = renewed {
            self.slot = place;
            self.bundle = bundle;
        }
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
            for slot in &mut header.slots {
                slot.sealed.truncate(1);
            }
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
        let (key, card) = (unlocked.public_key(), unlocked.packet_recipient());
        turn(&mut unlocked, Some(&own));
        assert_eq!(opened_by(&unlocked, &stolen), 0);
        assert_eq!(
            (unlocked.public_key(), unlocked.packet_recipient()),
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
