//! Bytes into a header: total, without panics, without work on a file's word.

use super::{
    HANDLE_MAX, Header, LONGEST, MAC, MAGIC, READER, SLOTS_MAX, SUITE, TRAINING, Written, is_handle,
};
use crate::cost::{Cost, CostOutside};
use crate::sign::PublicKey;
use crate::slot::{Kind, Lock, Recipient, SEALED_MAX, Slot, WRAPPED, Wrapped};

/// Cost, salt, commit, nonce and bundle: what lies between a slot's handle and its recipient.
pub(super) const BEFORE_RECIPIENT: usize = 12 + 32 + 32 + 12 + WRAPPED;

/// Why bytes are not a header that this version reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadHeader {
    /// Longer than any header.
    #[error("the header is longer than 64 KiB")]
    TooLong,
    /// The bytes end too early.
    #[error("the header ends too early")]
    Truncated,
    /// Bytes after the end.
    #[error("the header is followed by other bytes")]
    Trailing,
    /// The first bytes are another file's.
    #[error("this is not a vault header")]
    Magic,
    /// Written by a newer version, for newer versions.
    #[error("the vault needs a newer version (format {min_reader})")]
    Newer {
        /// The oldest reader that understands it.
        min_reader: u16,
    },
    /// An unknown set of algorithms.
    #[error("the vault uses algorithms that this version does not know (suite {0})")]
    Suite(u16),
    /// A field breaks its rule.
    #[error("the header's {0} is not valid")]
    Field(&'static str),
    /// Key derivation outside floor and ceiling.
    #[error(transparent)]
    Cost(#[from] CostOutside),
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Result<&'a [u8], BadHeader> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(BadHeader::Truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BadHeader> {
        let (taken, rest) = self
            .0
            .split_first_chunk::<N>()
            .ok_or(BadHeader::Truncated)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn u8(&mut self) -> Result<u8, BadHeader> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Result<u16, BadHeader> {
        self.array().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Result<u32, BadHeader> {
        self.array().map(u32::from_be_bytes)
    }

    fn u64(&mut self) -> Result<u64, BadHeader> {
        self.array().map(u64::from_be_bytes)
    }
}

/// Reads a whole header file. Nothing here needs a key, so nothing here is proven: that is the MAC's work.
pub(crate) fn parse(file: &[u8]) -> Result<Written, BadHeader> {
    if file.len() > LONGEST {
        return Err(BadHeader::TooLong);
    }
    let mut reader = Reader(file);
    if reader.array::<8>()? != *MAGIC {
        return Err(BadHeader::Magic);
    }
    let (format, min_reader) = (reader.u16()?, reader.u16()?);
    if min_reader > READER {
        return Err(BadHeader::Newer { min_reader });
    }
    if format == 0 || min_reader == 0 {
        return Err(BadHeader::Field("format"));
    }
    let suite = reader.u16()?;
    if suite != SUITE {
        return Err(BadHeader::Suite(suite));
    }
    let flags = reader.u16()?;
    if flags & !TRAINING != 0 {
        return Err(BadHeader::Field("flags"));
    }
    let vault_id = reader.array()?;
    let (seq, epoch, pending) = (reader.u64()?, reader.u32()?, reader.u32()?);
    if seq == 0 {
        return Err(BadHeader::Field("sequence number"));
    }
    if epoch == 0 || pending != 0 && epoch.checked_add(1) != Some(pending) {
        return Err(BadHeader::Field("epoch"));
    }
    let count = usize::from(reader.u8()?);
    if count == 0 || count > SLOTS_MAX {
        return Err(BadHeader::Field("number of slots"));
    }
    let mut slots: Vec<Slot> = Vec::with_capacity(count);
    for _ in 0..count {
        let slot = parse_slot(&mut reader, pending != 0, min_reader)?;
        if slots.iter().any(|other| other.id == slot.id) {
            return Err(BadHeader::Field("slot id (twice the same)"));
        }
        slots.push(slot);
    }
    let body = file[..file.len() - reader.0.len()].to_vec();
    let mac = reader.array::<MAC>()?;
    if !reader.0.is_empty() {
        return Err(BadHeader::Trailing);
    }
    let pending = (pending != 0).then_some(pending);
    let header = Header {
        format,
        min_reader,
        training: flags & TRAINING != 0,
        vault_id,
        seq,
        epoch,
        pending,
        slots,
    };
    if header.asks_reader() != min_reader {
        // A later version asks for this reader, for a reason that this one does not know.
        return Err(BadHeader::Newer { min_reader });
    }
    Ok(Written { header, body, mac })
}

fn parse_slot(reader: &mut Reader<'_>, pending: bool, min_reader: u16) -> Result<Slot, BadHeader> {
    let id = reader.array()?;
    let kind = reader.u8()?;
    let length = usize::from(reader.u8()?);
    if length > HANDLE_MAX {
        return Err(BadHeader::Field("handle"));
    }
    let handle = std::str::from_utf8(reader.bytes(length)?)
        .ok()
        .filter(|handle| is_handle(handle));
    let handle = handle.ok_or(BadHeader::Field("handle"))?.to_owned();
    let (lock, recipient) = match kind {
        1 => parse_wrapped(reader, Kind::Passphrase)?,
        2 => parse_wrapped(reader, Kind::Recovery)?,
        3 => parse_break_glass(reader)?,
        4 if min_reader > 1 => parse_wrapped(reader, Kind::Inspector)?,
        _ => return Err(BadHeader::Field("slot kind")),
    };
    let mut sealed = Vec::with_capacity(2);
    for _ in 0..1 + usize::from(pending) {
        let length = usize::from(reader.u16()?);
        if length == 0 || length > SEALED_MAX {
            return Err(BadHeader::Field("sealed master key"));
        }
        sealed.push(reader.bytes(length)?.to_vec());
    }
    Ok(Slot {
        id,
        handle,
        lock,
        recipient,
        sealed,
    })
}

fn parse_wrapped(reader: &mut Reader<'_>, kind: Kind) -> Result<(Lock, Recipient), BadHeader> {
    let cost = Cost::new(reader.u32()?, reader.u32()?, reader.u32()?)?;
    let (salt, commit, nonce, bundle) = (
        reader.array()?,
        reader.array()?,
        reader.array()?,
        reader.array()?,
    );
    let recipient = parse_recipient(reader)?;
    let verifier =
        PublicKey::parse(&reader.array()?).map_err(|_| BadHeader::Field("public key"))?;
    Ok((
        Lock::Wrapped(Box::new(Wrapped {
            kind,
            cost,
            salt,
            commit,
            nonce,
            bundle,
            verifier,
        })),
        recipient,
    ))
}

fn parse_break_glass(reader: &mut Reader<'_>) -> Result<(Lock, Recipient), BadHeader> {
    let blank = BadHeader::Field("break-glass slot");
    if reader
        .array::<BEFORE_RECIPIENT>()?
        .iter()
        .any(|byte| *byte != 0)
    {
        return Err(blank);
    }
    let recipient = parse_recipient(reader)?;
    if reader.array::<32>()?.iter().any(|byte| *byte != 0) {
        return Err(blank);
    }
    Ok((Lock::BreakGlass, recipient))
}

fn parse_recipient(reader: &mut Reader<'_>) -> Result<Recipient, BadHeader> {
    Recipient::parse(&reader.array()?).ok_or(BadHeader::Field("recipient"))
}
