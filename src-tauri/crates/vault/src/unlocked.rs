//! An open vault: the keys, the lock, the person who opened it, and every change to the header.
//!
//! **Invariant:** while this lives the vault is locked against every other process; when it is dropped every key is wiped. Drop it after the
//! connection that it gave.

mod rotation;

use crate::backup::{self, Front, Still, Unproven};
use crate::chain::Point;
use crate::checkpoint;
use crate::copies::{self, CopyState, HeaderCopies};
use crate::cost::Cost;
use crate::create::{NewOwner, make_slot};
use crate::database::{self, Beside, DatabaseError, Source, Watch};
use crate::entropy::{Entropy, NoEntropy};
use crate::error::Error;
use crate::folder::Folder;
use crate::hand::Hand;
use crate::head::{self, Head, HeadFile};
use crate::header::{FORMAT, Header, SLOTS_MAX, is_handle};
use crate::keys::Keys;
use crate::passphrase;
use crate::recovery::RecoveryCode;
use crate::seal::{self, NotSealed};
use crate::secret::{Key, Secret};
use crate::sign::{Namespace, PublicKey, Signature};
use crate::single;
use crate::slot::{Bundle, Kind, Lock, NotOpened, SlotSecret, WrapKey, Wrapped};
use rusqlite::Connection;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use zeroize::Zeroizing;

/// An open vault.
pub struct Unlocked {
    folder: Folder,
    header: Header,
    slot: usize,
    bundle: Bundle,
    keys: Vec<Keys>,
    active: usize,
    /// A rotation is under way that gives whoever opened the vault another identity.
    renewed: Option<rotation::Renewed>,
    copies: HeaderCopies,
    record_open: bool,
    /// The record's file, for copies of it; closed after the connection. A backup's is not copied as it lies.
    beside: Option<Beside>,
    // Last, so that the keys are gone before the next process may come in. A backup is written by nobody and has none.
    _lock: Option<single::Lock>,
}

impl Unlocked {
    #[allow(
        clippy::too_many_arguments,
        reason = "two callers in this crate, each with all of it at hand"
    )]
    pub(crate) fn new(
        folder: Folder,
        lock: Option<single::Lock>,
        header: Header,
        slot: usize,
        bundle: Bundle,
        keys: Vec<Keys>,
        active: usize,
        copies: HeaderCopies,
    ) -> Self {
        Self {
            folder,
            header,
            slot,
            bundle,
            keys,
            active,
            renewed: None,
            copies,
            record_open: false,
            beside: None,
            _lock: lock,
        }
    }

    /// Where the vault lies.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The vault's identifier.
    pub fn vault_id(&self) -> [u8; 16] {
        self.header.vault_id
    }

    /// True for a training vault. Proven: the flag is in every key.
    pub fn training(&self) -> bool {
        self.header.training
    }

    /// True for a backup: it is read, never written.
    pub fn is_backup(&self) -> bool {
        backup::is_backup(self.folder.path())
    }

    /// Whose slot opened the vault.
    pub fn person_id(&self) -> [u8; 16] {
        self.bundle.person_id
    }

    /// Their short name in the header.
    pub fn handle(&self) -> &str {
        &self.header.slots[self.slot].handle
    }

    /// True when an inspector's access code opened it: it is read.
    pub fn inspects(&self) -> bool {
        matches!(&self.header.slots[self.slot].lock, Lock::Wrapped(wrapped) if wrapped.kind == Kind::Inspector)
    }

    /// Sequence number of the header.
    pub fn header_seq(&self) -> u64 {
        self.header.seq
    }

    /// The epoch that the record lies under.
    pub fn epoch(&self) -> u32 {
        self.active_keys().binding.epoch
    }

    /// How the two copies of the header were found.
    pub fn header_copies(&self) -> HeaderCopies {
        self.copies
    }

    // --- the record -------------------------------------------------------------------------------------------------

    /// Opens the record. One connection at a time: give it back with [`Self::close_database`] before asking again.
    pub fn database(&mut self) -> Result<Connection, DatabaseError> {
        if self.record_open {
            return Err(DatabaseError::AlreadyOpen);
        }
        let (record, key) = (self.folder.record(), &self.active_keys().database);
        let connection = if self.is_backup() {
            database::open_backup(&record, key)?
        } else {
            let (beside, connection) = database::open_beside(&record, key)?;
            self.beside = Some(beside);
            connection
        };
        self.record_open = true;
        Ok(connection)
    }

    /// Closes the record's connection.
    pub fn close_database(&mut self, connection: Connection) -> Result<(), DatabaseError> {
        database::close(connection)?;
        self.beside = None;
        self.record_open = false;
        Ok(())
    }

    /// Copies everything to `to`, which must not exist: a backup of this vault where the name ends so, otherwise a vault. Every page
    /// of the record is checked before, and every page of the copy after. The caller looks into it and finishes it.
    pub fn copy(
        &self,
        connection: &Connection,
        to: &Path,
        watch: &mut Watch<'_>,
    ) -> Result<Unproven, Error> {
        let front = Front::of(&self.folder, self.header.to_file(&self.keys[0].header))?;
        let key = &self.active_keys().database;
        backup::copy(&front, key, Source::Held(connection), to, None, watch)
    }

    /// What a copy is made from while the record is written on. The record behind `connection` stands still from here on: the caller lets it move
    /// again ([`database::move_again`]) when the copy is made, or there will be none, and closes no connection before it has set `stop`.
    pub fn still(&self, connection: &Connection, stop: Arc<AtomicBool>) -> Result<Still, Error> {
        let header = self.header.to_file(&self.keys[0].header);
        let beside = self.beside.as_ref().ok_or(DatabaseError::Backup)?;
        let key = &self.active_keys().database;
        database::stand_still(connection)?;
        let still = Still::new(&self.folder, header, key, Arc::clone(beside), stop);
        if still.is_err() {
            database::move_again(connection)?;
        }
        still
    }

    // --- freshness --------------------------------------------------------------------------------------------------

    /// What the head file says. While a rotation is under way it may still lie under the key of the other epoch.
    pub fn head(&self) -> Result<HeadFile, Error> {
        let read = |keys: &Keys| {
            head::read(&self.folder.head(), &self.header.vault_id, &keys.head)
                .map_err(Error::io("head"))
        };
        let mut found = read(self.active_keys())?;
        for keys in &self.keys {
            if found == HeadFile::Damaged {
                found = read(keys)?;
            }
        }
        Ok(found)
    }

    /// Writes how far the record has come. The caller has the time.
    pub fn write_head(&self, point: &Point, wall_ms: i64) -> Result<(), Error> {
        let head = Head {
            header_seq: self.header.seq,
            epoch: self.epoch(),
            audit_seq: point.seq,
            audit_head: point.digest,
            wall_ms,
        };
        head::write(
            &self.folder.head(),
            &self.header.vault_id,
            &head,
            &self.active_keys().head,
        )
        .map_err(Error::io("head"))
    }

    // --- the person -------------------------------------------------------------------------------------------------

    /// The keys of the person who opened the vault, at work for packets.
    pub fn hand(&self) -> Hand<'_> {
        Hand::of(&self.bundle, &self.header.vault_id)
    }

    /// The same of somebody who said their passphrase to [`Unlocked::signer`].
    pub fn hand_of<'a>(&'a self, signer: &'a Signer) -> Hand<'a> {
        Hand::of(&signer.0, &self.header.vault_id)
    }

    /// Signs as the person who opened the vault.
    pub fn sign(&self, namespace: Namespace, bytes: &[u8]) -> Signature {
        self.bundle.signing.sign(namespace, bytes)
    }

    /// A signed checkpoint of this vault's audit chain, as a note that others can keep.
    pub fn sign_checkpoint(&self, point: &Point) -> String {
        checkpoint::make(
            &self.header.vault_id,
            point,
            &self.bundle.person_id,
            &self.bundle.signing,
        )
    }

    /// The key that this person's signatures are checked with.
    pub fn public_key(&self) -> PublicKey {
        self.bundle.signing.public_key()
    }

    /// True if this is the passphrase of the person who opened the vault. Costs what opening costs.
    pub fn confirm_passphrase(&self, passphrase: &Secret) -> Result<bool, Error> {
        let Ok(prepared) = passphrase::prepare(passphrase.expose()) else {
            return Ok(false);
        };
        self.confirm(Kind::Passphrase, &prepared)
    }

    /// True if this is the recovery code of the person who opened the vault. Costs what opening costs.
    pub fn confirm_recovery(&self, code: &RecoveryCode) -> Result<bool, Error> {
        self.confirm(Kind::Recovery, code.expose())
    }

    fn confirm(&self, kind: Kind, secret: &[u8]) -> Result<bool, Error> {
        let Some(index) = self.own_slot(kind) else {
            return Ok(false);
        };
        let slot = &self.header.slots[index];
        let Lock::Wrapped(wrapped) = &slot.lock else {
            return Ok(false);
        };
        let key = WrapKey::derive(secret, &wrapped.cost, &wrapped.salt)?;
        Ok(wrapped
            .open(&self.header.context(), &slot.id, &slot.recipient, &key)
            .is_ok())
    }

    /// The signing key of anybody who holds a slot, by their own passphrase: whoever has the pen signs, whoever opened the vault. Costs
    /// what opening costs.
    pub fn signer(&self, handle: &str, passphrase: &Secret) -> Result<Signer, Error> {
        let prepared = passphrase::prepare(passphrase.expose()).map_err(|_| Error::WrongSecret)?;
        let slots = self
            .header
            .slots
            .iter()
            .filter_map(|slot| match &slot.lock {
                Lock::Wrapped(wrapped)
                    if wrapped.kind() == Kind::Passphrase && slot.handle == handle =>
                {
                    Some((slot, wrapped))
                }
                _ => None,
            });
        let mut answer = Error::NobodyOfThatName;
        for (slot, wrapped) in slots {
            let key = WrapKey::derive(&prepared, &wrapped.cost, &wrapped.salt)?;
            match wrapped.open(&self.header.context(), &slot.id, &slot.recipient, &key) {
                Ok(bundle) => return Ok(Signer(bundle)),
                Err(NotOpened::Wrong) => answer = Error::WrongSecret,
                Err(NotOpened::Damaged) => answer = Error::HeaderDamaged,
            }
        }
        Err(answer)
    }

    /// Refuses a passphrase that opens a slot of somebody else than `own`: whoever opens the vault with it would be taken for that person.
    fn is_free(&self, prepared: &[u8], own: Option<PublicKey>) -> Result<(), Error> {
        for slot in &self.header.slots {
            let Lock::Wrapped(wrapped) = &slot.lock else {
                continue;
            };
            if Some(wrapped.verifier) == own || wrapped.kind() != Kind::Passphrase {
                continue;
            }
            let key = WrapKey::derive(prepared, &wrapped.cost, &wrapped.salt)?;
            let opened = wrapped.open(&self.header.context(), &slot.id, &slot.recipient, &key);
            if !matches!(opened, Err(NotOpened::Wrong)) {
                return Err(Error::PassphraseTaken);
            }
        }
        Ok(())
    }

    /// What words that this person alone is to read are sealed to (`age1…`); none: nobody of that name holds a key, or a rotation under way
    /// takes theirs.
    pub fn reader_of(&self, handle: &str) -> Option<String> {
        let mut slots = self.header.slots.iter();
        slots
            .find(|slot| slot.handle == handle && !slot.is_leaving())
            .map(|slot| slot.recipient.as_str().to_owned())
    }

    /// Opens what [`crate::apart::seal`] sealed, as the person who opened the vault; none: it is not for them, or was changed.
    pub fn open_apart(&self, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        self.bundle.open_apart(sealed)
    }

    /// Whether somebody of that name holds a passphrase, or an access code.
    pub fn holds_slot(&self, handle: &str) -> bool {
        self.header.slots.iter().any(|slot| {
            slot.handle == handle
                && matches!(&slot.lock, Lock::Wrapped(wrapped) if matches!(wrapped.kind(), Kind::Passphrase | Kind::Inspector))
        })
    }

    // --- clients' keys ----------------------------------------------------------------------------------------------

    /// A new client key, and its wrapped form for the record.
    pub fn make_client_key(
        &self,
        client_id: &[u8; 16],
        entropy: &mut dyn Entropy,
    ) -> Result<(Key, Vec<u8>), NoEntropy> {
        seal::make_client_key(client_id, &self.active_keys().client, entropy)
    }

    /// The client key out of its wrapped form.
    pub fn unwrap_client_key(
        &self,
        client_id: &[u8; 16],
        wrapped: &[u8],
    ) -> Result<Key, NotSealed> {
        seal::unwrap_client_key(client_id, wrapped, &self.active_keys().client)
    }

    /// The key of what lies on the desk: forms that are about nobody in the record yet.
    pub fn desk_key(&self) -> &Key {
        &self.active_keys().desk
    }

    // --- changes to the header --------------------------------------------------------------------------------------

    /// Gives the person who opened the vault a new passphrase; also the way back after a recovery code. Old copies of the header
    /// still answer to the old passphrase, and bring out the same identity: if somebody else knows it, the keys must be rotated with the new
    /// passphrase as proof ([`Self::rotation_begin`]), which gives this person another one.
    pub fn change_passphrase(
        &mut self,
        new: &Secret,
        cost: Cost,
        entropy: &mut dyn Entropy,
    ) -> Result<(), Error> {
        passphrase::strength(new.expose())?;
        let prepared = passphrase::prepare(new.expose())?;
        self.is_free(&prepared, Some(self.public_key()))?;
        self.rewrap(
            Kind::Passphrase,
            &SlotSecret::Passphrase {
                prepared: &prepared,
                cost,
            },
            entropy,
        )
    }

    /// Replaces this person's recovery code; the old paper is worth nothing from then on.
    pub fn change_recovery_code(
        &mut self,
        entropy: &mut dyn Entropy,
    ) -> Result<RecoveryCode, Error> {
        let code = RecoveryCode::make(entropy)?;
        self.rewrap(
            Kind::Recovery,
            &SlotSecret::Recovery {
                code: code.expose(),
            },
            entropy,
        )?;
        Ok(code)
    }

    /// Lets another person in, with a passphrase that they have just typed, and a recovery code of their own. Answers the code, the key of their
    /// signatures, and what packets for them are sealed to (`age1…`).
    pub fn enrol(
        &mut self,
        person: &NewOwner<'_>,
        cost: Cost,
        entropy: &mut dyn Entropy,
    ) -> Result<(RecoveryCode, PublicKey, String), Error> {
        passphrase::strength(person.passphrase.expose())?;
        if !is_handle(person.handle) {
            return Err(Error::Handle);
        }
        if self
            .header
            .slots
            .iter()
            .any(|slot| slot.handle == person.handle)
        {
            return Err(Error::HandleTaken);
        }
        let prepared = passphrase::prepare(person.passphrase.expose())?;
        self.is_free(&prepared, None)?;
        let bundle = Bundle::make(person.person_id, entropy)?;
        let code = RecoveryCode::make(entropy)?;
        self.settle()?;
        let mut header = self.next_header()?;
        for secret in [
            SlotSecret::Passphrase {
                prepared: &prepared,
                cost,
            },
            SlotSecret::Recovery {
                code: code.expose(),
            },
        ] {
            self.add_slot(&mut header, person.handle, &bundle, &secret, entropy)?;
        }
        self.write_header(header)?;
        let packets = bundle.packet_recipient().as_str().to_owned();
        Ok((code, bundle.signing.public_key(), packets))
    }

    /// Lets an inspector in, by an access code that is shown once: they hold the master key, and read only because this program lets whoever
    /// opens by such a code do nothing else.
    pub fn admit(
        &mut self,
        person_id: [u8; 16],
        handle: &str,
        entropy: &mut dyn Entropy,
    ) -> Result<(RecoveryCode, PublicKey), Error> {
        if !is_handle(handle) {
            return Err(Error::Handle);
        }
        if self.header.slots.iter().any(|slot| slot.handle == handle) {
            return Err(Error::HandleTaken);
        }
        let bundle = Bundle::make(person_id, entropy)?;
        let code = RecoveryCode::make(entropy)?;
        self.settle()?;
        let mut header = self.next_header()?;
        let secret = SlotSecret::Inspector {
            code: code.expose(),
        };
        self.add_slot(&mut header, handle, &bundle, &secret, entropy)?;
        self.write_header(header)?;
        Ok((code, bundle.signing.public_key()))
    }

    /// Writes both copies of the header anew. How they were found is told before it is forgotten: [`Self::header_copies`].
    pub fn mend_header(&mut self) -> Result<(), Error> {
        self.settle()?;
        let header = self.next_header()?;
        self.write_header(header)
    }

    fn rewrap(
        &mut self,
        kind: Kind,
        secret: &SlotSecret<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<(), Error> {
        self.settle()?;
        let mut header = self.next_header()?;
        let handle = self.handle().to_owned();
        match self.own_slot(kind) {
            Some(index) => {
                let id = header.slots[index].id;
                let wrapped = Wrapped::make(&self.bundle, &header.context(), &id, secret, entropy)?;
                let recipient = self.bundle.recipient();
                let slot = &mut header.slots[index];
                slot.lock = Lock::Wrapped(Box::new(wrapped));
                // An earlier program left a person's slots with two identities where a rotation did not come about: FORMAT.md 2.1.
                if slot.recipient != recipient {
                    let master = &self.keys[0].master;
                    slot.sealed =
                        vec![recipient.seal_master(&header.vault_id, header.epoch, &id, master)];
                    slot.recipient = recipient;
                }
            }
            None => self.add_slot(&mut header, &handle, &self.bundle, secret, entropy)?,
        }
        self.write_header(header)
    }

    fn add_slot(
        &self,
        header: &mut Header,
        handle: &str,
        bundle: &Bundle,
        secret: &SlotSecret<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<(), Error> {
        if header.slots.len() == SLOTS_MAX {
            return Err(Error::Full);
        }
        let slot = make_slot(
            header,
            handle,
            bundle,
            &self.keys[0].master,
            secret,
            entropy,
        )?;
        header.slots.push(slot);
        Ok(())
    }

    /// This person's slot of a kind: the same public key, whatever the name.
    fn own_slot(&self, kind: Kind) -> Option<usize> {
        let own = self.public_key();
        self.header.slots.iter().position(|slot| {
            matches!(&slot.lock, Lock::Wrapped(wrapped) if wrapped.kind() == kind && wrapped.verifier == own)
        })
    }

    fn next_header(&self) -> Result<Header, Error> {
        if self.header.format != FORMAT {
            return Err(Error::WrittenByNewer);
        }
        let mut header = self.header.clone();
        header.seq = header.seq.checked_add(1).ok_or(Error::HeaderDamaged)?;
        Ok(header)
    }

    /// Writes the header. An error means that the one before counts; a second copy that did not follow is told by [`Self::header_copies`], and
    /// the next write makes up for it.
    fn write_header(&mut self, mut header: Header) -> Result<(), Error> {
        if self.is_backup() {
            return Err(Error::Database(DatabaseError::Backup));
        }
        header.min_reader = header.asks_reader();
        let keys = self
            .keys
            .iter()
            .find(|keys| keys.binding.epoch == header.epoch)
            .ok_or(Error::HeaderDamaged)?;
        let followed = copies::write_over(&self.folder, &header.to_file(&keys.header))?;
        self.header = header;
        self.copies = HeaderCopies {
            first: CopyState::Good,
            second: match self.copies.second {
                _ if followed => CopyState::Good,
                CopyState::Good => CopyState::Older,
                as_found => as_found,
            },
        };
        Ok(())
    }

    pub(crate) fn active_keys(&self) -> &Keys {
        &self.keys[self.active]
    }
}

/// A person's signing key while they sign. Wiped when dropped.
pub struct Signer(Bundle);

impl Signer {
    /// Whose it is.
    pub fn person_id(&self) -> [u8; 16] {
        self.0.person_id
    }

    /// Signs as that person.
    pub fn sign(&self, namespace: Namespace, bytes: &[u8]) -> Signature {
        self.0.signing.sign(namespace, bytes)
    }

    /// The key that their signatures are checked with.
    pub fn public_key(&self) -> PublicKey {
        self.0.signing.public_key()
    }

    /// Opens what [`crate::apart::seal`] sealed, as that person.
    pub fn open_apart(&self, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        self.0.open_apart(sealed)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

impl fmt::Debug for Unlocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unlocked")
            .field("folder", &self.folder.path())
            .finish_non_exhaustive()
    }
}
