//! Everything that can go wrong at the door. Facts only: no secret, no client text, no path but the vault's own.

use crate::cost::CostOutside;
use crate::database::DatabaseError;
use crate::entropy::NoEntropy;
use crate::hazmat::kdf::NotDerived;
use crate::header::BadHeader;
use crate::passphrase::Weakness;
use crate::recovery::BadCode;
use crate::seal::NotSealed;
use crate::slot::WrapFailed;
use std::io;

/// Why a vault was not made, opened or changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No header and no copy of it.
    #[error("there is no vault in this folder")]
    NotAVault,
    /// The folder has something in it.
    #[error("something is already there")]
    AlreadyThere,
    /// Another process has it open.
    #[error("the vault is in use by {holder}")]
    InUse {
        /// What the lock file says about the holder.
        holder: String,
    },
    /// No slot answers to this secret.
    #[error("wrong passphrase or recovery code")]
    WrongSecret,
    /// The passphrase opens another person's slot: two people with one passphrase could not be told apart.
    #[error("another person holds this passphrase")]
    PassphraseTaken,
    /// Nobody of this name has a slot of this kind.
    #[error("nobody opens this vault under that name")]
    NobodyOfThatName,
    /// The secret is right and the header is not what was written.
    #[error("the vault's header is damaged")]
    HeaderDamaged,
    /// The header cannot be read.
    #[error(transparent)]
    Header(#[from] BadHeader),
    /// A newer version wrote the header; it may be read, not written.
    #[error("a newer version wrote this vault; it is not changed by an older one")]
    WrittenByNewer,
    /// The passphrase does not meet the rule.
    #[error("the passphrase is weak: {0}")]
    Weak(#[from] Weakness),
    /// What was typed is no recovery code.
    #[error(transparent)]
    Code(#[from] BadCode),
    /// A name for a slot must be short and visible.
    #[error("a short name has 1 to 32 bytes and no control characters")]
    Handle,
    /// Two slots of one kind would have one name.
    #[error("somebody of this name opens the vault already")]
    HandleTaken,
    /// Nobody takes themselves out of a vault.
    #[error("nobody takes themselves out")]
    OwnSlot,
    /// No rotation is under way.
    #[error("no other master key is under way")]
    NoRotation,
    /// All 32 slots are taken.
    #[error("all 32 places for people are taken")]
    Full,
    /// Key derivation outside the limits.
    #[error(transparent)]
    Cost(#[from] CostOutside),
    /// The record.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A sealed value.
    #[error(transparent)]
    Sealed(#[from] NotSealed),
    /// No chance.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
    /// No derivation.
    #[error(transparent)]
    Derivation(#[from] NotDerived),
    /// A file of the vault could not be read or written.
    #[error("the vault's {what}: {source}")]
    Io {
        /// Which file.
        what: &'static str,
        /// What the system says.
        source: io::Error,
    },
}

impl Error {
    pub(crate) fn io(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { what, source }
    }
}

impl From<WrapFailed> for Error {
    fn from(failed: WrapFailed) -> Self {
        match failed {
            WrapFailed::Entropy(error) => Self::Entropy(error),
            WrapFailed::Derivation(error) => Self::Derivation(error),
        }
    }
}
