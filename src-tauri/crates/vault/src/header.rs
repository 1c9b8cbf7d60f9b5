//! The clear header: who may open the vault, and with what. FORMAT.md section 2 is the layout.
//!
//! **Invariant:** one sequence of bytes means one header and the other way round: reading and writing are inverse, there is no
//! trailing data, and nothing is allocated on a length that has not been checked.

mod parse;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;

use crate::hazmat::kdf;
use crate::keys::Binding;
use crate::secret::Key;
use crate::slot::{Context, Kind, Lock, Slot};

pub use parse::BadHeader;
pub(crate) use parse::parse;

pub(crate) const MAGIC: &[u8; 8] = b"HOLDFAST";
/// The format that this version writes. It is bound into every bundle, so a header that it takes a later reader for keeps it.
pub const FORMAT: u16 = 1;
/// The newest `min_reader` that this version reads: 2 came with the slots of inspectors.
pub const READER: u16 = 2;
pub(crate) const SUITE: u16 = 1;
/// Most bytes of a header file.
pub(crate) const LONGEST: usize = 64 * 1024;
pub(crate) const SLOTS_MAX: usize = 32;
pub(crate) const HANDLE_MAX: usize = 32;
pub(crate) const MAC: usize = 32;
const TRAINING: u16 = 1;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub format: u16,
    pub min_reader: u16,
    pub training: bool,
    pub vault_id: [u8; 16],
    pub seq: u64,
    pub epoch: u32,
    pub pending: Option<u32>,
    pub slots: Vec<Slot>,
}

/// A header as it was read: with the bytes that its MAC speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub header: Header,
    pub body: Vec<u8>,
    pub mac: [u8; MAC],
}

impl Written {
    /// True when somebody with the master key wrote exactly these bytes.
    pub(crate) fn is_authentic(&self, header_key: &Key) -> bool {
        kdf::hmac_sha256_holds(header_key, &self.body, &self.mac)
    }
}

impl Header {
    pub(crate) fn context(&self) -> Context {
        Context {
            format: self.format,
            suite: SUITE,
            flags: self.flags(),
            vault_id: self.vault_id,
        }
    }

    pub(crate) fn binding(&self, epoch: u32) -> Binding {
        Binding {
            vault_id: self.vault_id,
            epoch,
            training: self.training,
        }
    }

    /// The oldest reader that understands these slots.
    pub(crate) fn asks_reader(&self) -> u16 {
        let inspector = |slot: &Slot| matches!(&slot.lock, Lock::Wrapped(wrapped) if wrapped.kind == Kind::Inspector);
        if self.slots.iter().any(inspector) {
            2
        } else {
            1
        }
    }

    /// The epochs that every slot holds a master key for, in their order.
    pub(crate) fn epochs(&self) -> impl Iterator<Item = u32> {
        [self.epoch].into_iter().chain(self.pending)
    }

    /// The whole file, MAC included.
    pub(crate) fn to_file(&self, header_key: &Key) -> Vec<u8> {
        let mut out = self.to_body();
        let mac = kdf::hmac_sha256(header_key, &out);
        out.extend_from_slice(&mac);
        out
    }

    fn flags(&self) -> u16 {
        if self.training { TRAINING } else { 0 }
    }

    fn to_body(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(4096);
        out.extend_from_slice(MAGIC);
        for field in [self.format, self.min_reader, SUITE, self.flags()] {
            out.extend_from_slice(&field.to_be_bytes());
        }
        out.extend_from_slice(&self.vault_id);
        out.extend_from_slice(&self.seq.to_be_bytes());
        out.extend_from_slice(&self.epoch.to_be_bytes());
        out.extend_from_slice(&self.pending.unwrap_or(0).to_be_bytes());
        out.push(u8::try_from(self.slots.len()).expect("at most 32 slots"));
        for slot in &self.slots {
            slot.write(&mut out);
        }
        out
    }
}

impl Slot {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.id);
        out.push(match &self.lock {
            Lock::Wrapped(wrapped) => wrapped.kind() as u8,
            Lock::BreakGlass => crate::slot::Kind::BreakGlass as u8,
        });
        out.push(u8::try_from(self.handle.len()).expect("a handle has at most 32 bytes"));
        out.extend_from_slice(self.handle.as_bytes());
        match &self.lock {
            Lock::Wrapped(wrapped) => {
                for field in [wrapped.cost.m_kib(), wrapped.cost.t(), wrapped.cost.p()] {
                    out.extend_from_slice(&field.to_be_bytes());
                }
                out.extend_from_slice(&wrapped.salt);
                out.extend_from_slice(&wrapped.commit);
                out.extend_from_slice(&wrapped.nonce);
                out.extend_from_slice(&wrapped.bundle);
                out.extend_from_slice(self.recipient.as_bytes());
                out.extend_from_slice(wrapped.verifier.as_bytes());
            }
            Lock::BreakGlass => {
                out.extend_from_slice(&[0; parse::BEFORE_RECIPIENT]);
                out.extend_from_slice(self.recipient.as_bytes());
                out.extend_from_slice(&[0; 32]);
            }
        }
        for sealed in &self.sealed {
            out.extend_from_slice(
                &u16::try_from(sealed.len())
                    .expect("at most 768 bytes")
                    .to_be_bytes(),
            );
            out.extend_from_slice(sealed);
        }
    }
}

/// A handle that may stand in a slot: short, visible text.
pub(crate) fn is_handle(handle: &str) -> bool {
    (1..=HANDLE_MAX).contains(&handle.len()) && !handle.chars().any(char::is_control)
}
