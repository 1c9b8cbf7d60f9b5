//! The head file: how far the record had come when somebody last looked. Page encryption cannot see an old copy put back; this can.

use crate::folder::{read_at_most, replace};
use crate::hazmat::kdf;
use crate::secret::Key;
use std::io;
use std::path::Path;

const MAGIC: &[u8; 8] = b"HFHEAD01";
const BODY: usize = 84;
const LENGTH: usize = BODY + 32;

/// What the head file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Sequence number of the header.
    pub header_seq: u64,
    /// Epoch of the database.
    pub epoch: u32,
    /// Number of audit entries.
    pub audit_seq: u64,
    /// Digest of the last of them.
    pub audit_head: [u8; 32],
    /// When, by the wall clock, in ms since 1970.
    pub wall_ms: i64,
}

/// What lay in the place of the head file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadFile {
    /// A head that this vault's key speaks for.
    Present(Head),
    /// None: a vault just made, or a copy without its head.
    Absent,
    /// Something else: changed, torn, or another vault's.
    Damaged,
}

/// How the record stands against the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Nothing was lost since the head was written.
    Fresh,
    /// **The record or the header is older than it was.** Missing entries, missing header writes.
    Older {
        /// Audit entries that are missing.
        entries: u64,
        /// Header writes that are missing.
        header_writes: u64,
    },
    /// As long as it was, or longer, but not the same history.
    Forked,
    /// No head to compare with.
    Unknown,
    /// The head itself is damaged.
    HeadDamaged,
}

impl HeadFile {
    /// Compares with what is there now. `digest_at` gives the digest of the audit entry with that number, if it exists
    /// (number 0 is the chain's beginning).
    pub fn compare(
        &self,
        header_seq: u64,
        audit_seq: u64,
        digest_at: impl FnOnce(u64) -> Option<[u8; 32]>,
    ) -> Freshness {
        let head = match self {
            Self::Present(head) => head,
            Self::Absent => return Freshness::Unknown,
            Self::Damaged => return Freshness::HeadDamaged,
        };
        let entries = head.audit_seq.saturating_sub(audit_seq);
        let header_writes = head.header_seq.saturating_sub(header_seq);
        if entries > 0 || header_writes > 0 {
            Freshness::Older {
                entries,
                header_writes,
            }
        } else if digest_at(head.audit_seq) != Some(head.audit_head) {
            Freshness::Forked
        } else {
            Freshness::Fresh
        }
    }
}

pub(crate) fn write(path: &Path, vault_id: &[u8; 16], head: &Head, key: &Key) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(LENGTH);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(vault_id);
    bytes.extend_from_slice(&head.header_seq.to_be_bytes());
    bytes.extend_from_slice(&head.epoch.to_be_bytes());
    bytes.extend_from_slice(&head.audit_seq.to_be_bytes());
    bytes.extend_from_slice(&head.audit_head);
    bytes.extend_from_slice(&head.wall_ms.to_be_bytes());
    let mac = kdf::hmac_sha256(key, &bytes);
    bytes.extend_from_slice(&mac);
    replace(path, &bytes)
}

pub(crate) fn read(path: &Path, vault_id: &[u8; 16], key: &Key) -> io::Result<HeadFile> {
    match read_at_most(path, LENGTH) {
        Ok(bytes) => Ok(parse(&bytes, vault_id, key).map_or(HeadFile::Damaged, HeadFile::Present)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(HeadFile::Absent),
        Err(error) => Err(error),
    }
}

fn parse(bytes: &[u8], vault_id: &[u8; 16], key: &Key) -> Option<Head> {
    let (body, mac) = bytes.split_at_checked(BODY)?;
    if !kdf::hmac_sha256_holds(key, body, mac) {
        return None;
    }
    let (magic, rest) = body.split_first_chunk::<8>()?;
    let (vault, rest) = rest.split_first_chunk::<16>()?;
    let (header_seq, rest) = rest.split_first_chunk::<8>()?;
    let (epoch, rest) = rest.split_first_chunk::<4>()?;
    let (audit_seq, rest) = rest.split_first_chunk::<8>()?;
    let (audit_head, wall_ms) = rest.split_first_chunk::<32>()?;
    (magic == MAGIC && vault == vault_id).then_some(Head {
        header_seq: u64::from_be_bytes(*header_seq),
        epoch: u32::from_be_bytes(*epoch),
        audit_seq: u64::from_be_bytes(*audit_seq),
        audit_head: *audit_head,
        wall_ms: i64::from_be_bytes(wall_ms.try_into().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const VAULT: [u8; 16] = [5; 16];
    const HEAD: Head = Head {
        header_seq: 3,
        epoch: 1,
        audit_seq: 40,
        audit_head: [9; 32],
        wall_ms: -1,
    };

    fn key() -> Key {
        Key::take(&mut [1; 32])
    }

    #[test]
    fn a_head_reads_back_and_every_flipped_bit_is_damage() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("head");
        assert_eq!(read(&path, &VAULT, &key()).unwrap(), HeadFile::Absent);
        write(&path, &VAULT, &HEAD, &key()).unwrap();
        assert_eq!(
            read(&path, &VAULT, &key()).unwrap(),
            HeadFile::Present(HEAD)
        );
        assert_eq!(read(&path, &[6; 16], &key()).unwrap(), HeadFile::Damaged);
        assert_eq!(
            read(&path, &VAULT, &Key::take(&mut [2; 32])).unwrap(),
            HeadFile::Damaged
        );
        let good = std::fs::read(&path).unwrap();
        assert_eq!(good.len(), LENGTH);
        for bit in 0..good.len() * 8 {
            let mut bent = good.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(parse(&bent, &VAULT, &key()), None, "bit {bit}");
        }
        for length in 0..good.len() {
            assert_eq!(parse(&good[..length], &VAULT, &key()), None);
        }
        assert_eq!(parse(&[good, vec![0]].concat(), &VAULT, &key()), None);
    }

    #[test]
    fn an_older_record_is_told_from_a_newer_and_from_a_forked_one() {
        let present = HeadFile::Present(HEAD);
        let right = |seq| (seq == 40).then_some([9; 32]);
        assert_eq!(present.compare(3, 40, right), Freshness::Fresh);
        assert_eq!(present.compare(4, 99, right), Freshness::Fresh);
        assert_eq!(
            present.compare(3, 38, |_| None),
            Freshness::Older {
                entries: 2,
                header_writes: 0
            }
        );
        assert_eq!(
            present.compare(1, 40, right),
            Freshness::Older {
                entries: 0,
                header_writes: 2
            }
        );
        assert_eq!(present.compare(3, 41, |_| Some([8; 32])), Freshness::Forked);
        assert_eq!(present.compare(3, 41, |_| None), Freshness::Forked);
        assert_eq!(HeadFile::Absent.compare(3, 40, right), Freshness::Unknown);
        assert_eq!(
            HeadFile::Damaged.compare(3, 40, right),
            Freshness::HeadDamaged
        );
    }
}
