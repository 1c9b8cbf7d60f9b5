//! Making a vault: whole in a folder beside its place, then renamed. A power cut leaves either no vault or a vault.

use crate::copies::{self, CopyState, HeaderCopies};
use crate::cost::Cost;
use crate::database;
use crate::entropy::{Entropy, make_bytes};
use crate::error::Error;
use crate::folder::{Folder, make_private_folder, sync_folder};
use crate::header::{FORMAT, Header, is_handle};
use crate::keys::Keys;
use crate::passphrase;
use crate::recovery::RecoveryCode;
use crate::secret::{Key, Secret};
use crate::single;
use crate::slot::{Bundle, Lock, Slot, SlotSecret, Wrapped};
use crate::text::to_hex;
use crate::unlocked::Unlocked;
use std::fs;
use std::io;
use std::path::Path;

/// The first person of a new vault.
pub struct NewOwner<'a> {
    /// Who, in the record.
    pub person_id: [u8; 16],
    /// A neutral short name that stands in the clear header.
    pub handle: &'a str,
    /// What will open the vault.
    pub passphrase: &'a Secret,
}

/// Makes a vault at `path`, which must not exist or be an empty folder, and leaves it open.
///
/// The recovery code is shown once and kept nowhere.
pub fn create(
    path: &Path,
    owner: &NewOwner<'_>,
    training: bool,
    cost: Cost,
    entropy: &mut dyn Entropy,
) -> Result<(Unlocked, RecoveryCode), Error> {
    passphrase::strength(owner.passphrase.expose())?;
    if !is_handle(owner.handle) {
        return Err(Error::Handle);
    }
    make_room(path)?;
    let (parent, name) = path
        .parent()
        .zip(path.file_name())
        .ok_or(Error::AlreadyThere)?;
    let parent = if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    };

    let vault_id = make_bytes(entropy)?;
    let master = Key::take(&mut make_bytes(entropy)?);
    let bundle = Bundle::make(owner.person_id, entropy)?;
    let code = RecoveryCode::make(entropy)?;
    let mut header = Header {
        format: FORMAT,
        min_reader: 1,
        training,
        vault_id,
        seq: 1,
        epoch: 1,
        pending: None,
        slots: Vec::with_capacity(2),
    };
    let prepared = passphrase::prepare(owner.passphrase.expose())?;
    for secret in [
        SlotSecret::Passphrase {
            prepared: &prepared,
            cost,
        },
        SlotSecret::Recovery {
            code: code.expose(),
        },
    ] {
        header.slots.push(make_slot(
            &header,
            owner.handle,
            &bundle,
            &master,
            &secret,
            entropy,
        )?);
    }
    let keys = Keys::derive(master, header.binding(header.epoch));

    let mut making = std::ffi::OsString::from(".");
    making.push(name);
    making.push(format!(".making-{}", to_hex(&make_bytes::<4>(entropy)?)));
    let making = Folder::new(&parent.join(making));
    make_private_folder(making.path()).map_err(Error::io("folder"))?;
    make_private_folder(&making.backups()).map_err(Error::io("folder of backups"))?;
    database::create(&making.record(), &keys.database)?;
    copies::write(&making, &header.to_file(&keys.header))?;
    let lock = single::Lock::take(&making.lock()).map_err(|not| match not {
        single::NotLocked::InUse { holder } => Error::InUse { holder },
        single::NotLocked::Io(source) => Error::Io {
            what: "lock",
            source,
        },
    })?;
    if path.exists() {
        fs::remove_dir(path).map_err(Error::io("folder"))?;
    }
    fs::rename(making.path(), path).map_err(Error::io("folder"))?;
    sync_folder(parent).map_err(Error::io("folder"))?;

    let copies = HeaderCopies {
        first: CopyState::Good,
        second: CopyState::Good,
    };
    Ok((
        Unlocked::new(
            Folder::new(path),
            Some(lock),
            header,
            0,
            bundle,
            vec![keys],
            0,
            copies,
        ),
        code,
    ))
}

/// A slot for `bundle` under a new secret, with the master key of the header's epoch sealed to it.
pub(crate) fn make_slot(
    header: &Header,
    handle: &str,
    bundle: &Bundle,
    master: &Key,
    secret: &SlotSecret<'_>,
    entropy: &mut dyn Entropy,
) -> Result<Slot, Error> {
    let id = make_bytes(entropy)?;
    let wrapped = Wrapped::make(bundle, &header.context(), &id, secret, entropy)?;
    let recipient = bundle.recipient();
    let sealed = vec![recipient.seal_master(&header.vault_id, header.epoch, &id, master)];
    Ok(Slot {
        id,
        handle: handle.to_owned(),
        lock: Lock::Wrapped(Box::new(wrapped)),
        recipient,
        sealed,
    })
}

fn make_room(path: &Path) -> Result<(), Error> {
    match fs::read_dir(path) {
        Ok(mut entries) => entries.next().map_or(Ok(()), |_| Err(Error::AlreadyThere)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Err(Error::AlreadyThere),
        Err(error) => Err(Error::io("folder")(error)),
    }
}
