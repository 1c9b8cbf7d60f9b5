//! Packets: what one vault seals for a person of another. `FORMAT.md` 13 specifies every byte.
//!
//! age v1 outside, so that its owner is never locked in; a signed manifest inside, which names who may read it; parts after it, each with its
//! digest. **Invariant:** nothing is handed out before the author's signature over the manifest holds and this reader is named in it, and no part
//! before its digest fits. Every limit is checked before memory is taken.

mod beside;
mod manifest;
mod outside;
mod read;
mod write;

pub use manifest::{Manifest, Part, Recipient};
pub use read::Reader;
pub(crate) use read::open;
pub use write::Source;
pub(crate) use write::seal;

use crate::sign::Namespace;

/// First bytes of the sealed payload.
const MAGIC: &[u8; 8] = b"HFPACKET";
/// The newest version that is understood.
const VERSION: u16 = 2;
/// The first version whose readers may have a role. What has none is written as version 1.
const ROLES: u16 = 2;
const NAMESPACE: Namespace = Namespace::new("holdfast/packet/1");

/// Most bytes of a packet.
pub const TOTAL_MAX: u64 = 512 << 20;
/// Most bytes of one part: it is held in memory until its digest fits.
pub const PART_MAX: u64 = 16 << 20;
/// Most parts.
pub const PARTS_MAX: usize = 10_000;
/// Most recipients.
pub const RECIPIENTS_MAX: usize = 16;
/// Most bytes of a purpose.
pub const PURPOSE_MAX: usize = 1000;
const MANIFEST_MAX: usize = 1 << 20;
/// Most bytes of an age header: sixteen recipients and their grease stay far below.
const OUTSIDE_MAX: usize = 64 << 10;

/// Why a file is not a packet that may be read. Nothing of it was shown.
#[derive(Debug, thiserror::Error)]
pub enum BadPacket {
    /// Not an age file, or one of another kind inside.
    #[error("this is not a packet")]
    NotAPacket,
    /// It is sealed to others.
    #[error("the packet is not sealed to this person")]
    NotForYou,
    /// It opens, but its author did not name this person: it was sealed again by somebody else.
    #[error("the packet's author did not name this person")]
    Forwarded,
    /// Written by a newer version.
    #[error("the packet needs a newer version ({min_reader})")]
    Newer {
        /// The oldest reader that understands it.
        min_reader: u16,
    },
    /// A number in it is larger than a packet may have.
    #[error("the packet's {0} is outside its limit")]
    Limit(&'static str),
    /// The bytes end too early.
    #[error("the packet ends too early")]
    Truncated,
    /// Bytes were changed on the way.
    #[error("the packet was changed")]
    Damaged,
    /// The manifest is not in the one form that is written.
    #[error("the packet's {0} is not valid")]
    Field(&'static str),
    /// The author's signature does not hold.
    #[error("the packet's signature does not hold")]
    Signature,
    /// Bytes follow the last part.
    #[error("the packet is followed by other bytes")]
    Trailing,
    /// A file could not be read or written.
    #[error("file: {0}")]
    Io(#[from] std::io::Error),
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;
