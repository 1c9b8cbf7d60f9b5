//! The sealed folder. This crate knows keys and bytes; it knows no clinical word, asks no time, and speaks to no network.
//!
//! `FORMAT.md` beside this crate is the specification of every byte it writes. The door is small: [`create`], [`probe`],
//! [`unlock`] and [`unlock_with_recovery`] give an [`Unlocked`], which opens the record, signs, wraps client keys and writes the head.
//!
//! **Always holds:** no secret is printed, cloned or written in the clear; every random byte comes through [`entropy`]; limits are checked
//! before work is done; a wrong secret and a damaged header are two different errors; nothing found damaged is changed on the way in.

#![deny(missing_docs)]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

mod backup;
mod copies;
mod cost;
mod create;
mod error;
mod folder;
mod hand;
mod harden;
mod hazmat;
mod head;
mod header;
mod keys;
mod recovery;
mod secret;
mod single;
mod slot;
mod text;
mod unlock;
mod unlocked;
#[cfg(test)]
mod values;

pub mod apart;
pub mod card;
pub mod chain;
pub mod checkpoint;
pub mod database;
pub mod entropy;
pub mod packet;
pub mod passphrase;
pub mod pin;
pub mod seal;
pub mod sign;

pub use backup::{
    ENDING as BACKUP_ENDING, PagesWhole, Still, Unproven, is_backup, stem as backup_stem,
};
pub use copies::{CopyState, HeaderCopies};
pub use cost::{Cost, CostOutside, calibrate};
pub use create::{NewOwner, create};
pub use database::{DatabaseError, Progress, Refused, Watch};
pub use entropy::{Entropy, NoEntropy, SystemEntropy};
pub use error::Error;
pub use folder::Folder;
pub use hand::Hand;
pub use harden::{Hardened, harden};
pub use hazmat::kdf::NotDerived;
pub use head::{Freshness, Head, HeadFile};
pub use header::{BadHeader, FORMAT};
pub use recovery::{BadCode, RecoveryCode};
pub use secret::{Key, Secret};
pub use slot::Kind;
pub use text::{from_hex, to_hex};
pub use unlock::{Claim, ClaimedSlot, probe, unlock, unlock_to_inspect, unlock_with_recovery};
pub use unlocked::{Signer, Unlocked};
