//! Opening: decrypt, check who signed and who is named, then hand out part by part.

use super::beside::pump;
use super::outside;
use super::write::array;
use super::{
    BadPacket, MAGIC, MANIFEST_MAX, Manifest, NAMESPACE, OUTSIDE_MAX, Part, TOTAL_MAX, VERSION,
};
use crate::sign::PublicKey;
use crate::slot::Bundle;
use ring::digest::{SHA256, digest};
use std::fmt;
use std::io::{BufRead, Read};

/// A packet whose manifest holds. Parts come out in their order.
pub struct Reader<R: Read> {
    inside: R,
    manifest: Manifest,
    key: PublicKey,
    digest: [u8; 32],
    next: usize,
}

impl<R: Read> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

/// Opens a packet as `bundle`'s person. `length` is the file's, where it is known.
pub(crate) fn open<R: BufRead>(
    bundle: &Bundle,
    length: Option<u64>,
    file: R,
) -> Result<Reader<impl Read + use<R>>, BadPacket> {
    // age's own overhead: 16 bytes in 64 KiB, and the header.
    if length.is_some_and(|length| length > TOTAL_MAX + TOTAL_MAX / 2048 + (2 << 20)) {
        return Err(BadPacket::Limit("size"));
    }
    let mut file = file;
    let header = bounded_header(&mut file)?;
    let inside = outside::open(&bundle.packets, &header, file).map_err(sealed)?;
    inside_of(bundle.packet_recipient().as_str(), inside)
}

/// Reads what lies inside, for the person of this recipient.
pub(super) fn inside_of<R: Read>(recipient: &str, mut inside: R) -> Result<Reader<R>, BadPacket> {
    let front: [u8; 16] = exactly(&mut inside)?;
    if &front[..8] != MAGIC {
        return Err(BadPacket::NotAPacket);
    }
    let number = |at: usize| u16::from_be_bytes([front[at], front[at + 1]]);
    // What asks for more than it says to be is newer than it says.
    let beyond = number(8) != 0 && number(8) < number(10);
    if number(10) > VERSION || beyond {
        return Err(BadPacket::Newer {
            min_reader: number(10),
        });
    }
    if number(8) == 0 || number(10) == 0 {
        return Err(BadPacket::Field("version"));
    }
    let length = u32::from_be_bytes([front[12], front[13], front[14], front[15]]) as usize;
    if length > MANIFEST_MAX {
        return Err(BadPacket::Limit("manifest"));
    }
    let body = many(&mut inside, length)?;
    let key: [u8; 32] = exactly(&mut inside)?;
    let signature: [u8; 64] = exactly(&mut inside)?;
    let digest = array(digest(&SHA256, &[front.as_slice(), &body, &key].concat()));
    let key = PublicKey::parse(&key).map_err(|_| BadPacket::Signature)?;
    key.verify(NAMESPACE, &digest, &signature)
        .map_err(|_| BadPacket::Signature)?;
    let manifest = Manifest::parse(&body, number(8))?;
    if manifest.recipient(recipient).is_none() {
        return Err(BadPacket::Forwarded);
    }
    Ok(Reader {
        inside,
        manifest,
        key,
        digest,
        next: 0,
    })
}

impl<R: Read> Reader<R> {
    /// What the packet says of itself. Its author's signature holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The key that signed it. Whose it is, the reader's own record says.
    pub fn author_key(&self) -> &PublicKey {
        &self.key
    }

    /// What the next packet to the same reader names as the one before.
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// The six words of the author's keys.
    pub fn fingerprint(&self) -> String {
        crate::card::fingerprint(
            &self.manifest.author,
            &self.manifest.author_recipient,
            &self.key,
        )
    }

    /// The next part; none: that was all, and the file ends where it should.
    pub fn next_part(&mut self) -> Result<Option<(Part, Vec<u8>)>, BadPacket> {
        let Some(part) = self.manifest.parts.get(self.next).copied() else {
            return match self.inside.read(&mut [0]) {
                Ok(0) => Ok(None),
                Ok(_) => Err(BadPacket::Trailing),
                Err(error) => Err(broken(error)),
            };
        };
        let front: [u8; 12] = exactly(&mut self.inside)?;
        let (index, length) = front.split_at(4);
        if index != u32::try_from(self.next).unwrap_or(u32::MAX).to_be_bytes()
            || length != part.length.to_be_bytes()
        {
            return Err(BadPacket::Field("part"));
        }
        let length = usize::try_from(part.length).map_err(|_| BadPacket::Limit("part"))?;
        let mut bytes = Vec::new();
        let sha256 = pump(&mut (&mut self.inside).take(part.length), &mut |piece| {
            if bytes.is_empty() && piece.len() < length {
                // Some of it came, so the rest is not only said to come.
                bytes.reserve_exact(length);
            }
            bytes.extend_from_slice(piece);
            Ok(())
        })
        .map_err(|error| match error {
            BadPacket::Io(error) => broken(error),
            other => other,
        })?;
        if bytes.len() != length {
            return Err(BadPacket::Truncated);
        }
        if sha256 != part.sha256 {
            return Err(BadPacket::Damaged);
        }
        self.next += 1;
        Ok(Some((part, bytes)))
    }
}

/// The age header is looked at before age reads it, which has no limit of its own.
fn bounded_header(file: &mut impl BufRead) -> Result<Vec<u8>, BadPacket> {
    const END: &[u8] = b"\n--- ";
    let mut header = Vec::new();
    loop {
        let seen = header.len();
        (&mut *file)
            .take((OUTSIDE_MAX - seen) as u64)
            .read_until(b'\n', &mut header)?;
        let line = &header[seen..];
        if seen == 0 && line != b"age-encryption.org/v1\n" {
            return Err(BadPacket::NotAPacket);
        }
        if !line.ends_with(b"\n") {
            return Err(if header.len() < OUTSIDE_MAX {
                BadPacket::Truncated
            } else {
                BadPacket::Limit("header")
            });
        }
        if header[seen.saturating_sub(1)..].starts_with(END) {
            return Ok(header);
        }
    }
}

fn sealed(error: age::DecryptError) -> BadPacket {
    use age::DecryptError;
    match error {
        DecryptError::NoMatchingKeys => BadPacket::NotForYou,
        // Its first line was age's.
        DecryptError::UnknownFormat
        | DecryptError::InvalidHeader
        | DecryptError::InvalidMac
        | DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed => BadPacket::Damaged,
        DecryptError::Io(error) => broken(error),
        _ => BadPacket::NotAPacket,
    }
}

/// age tells a changed chunk and a missing one by an error of reading.
fn broken(error: std::io::Error) -> BadPacket {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => BadPacket::Truncated,
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput => BadPacket::Damaged,
        _ => BadPacket::Io(error),
    }
}

fn exactly<const N: usize>(from: &mut impl Read) -> Result<[u8; N], BadPacket> {
    let mut out = [0; N];
    from.read_exact(&mut out).map_err(broken)?;
    Ok(out)
}

/// Takes memory as the bytes come, not as the file says.
fn many(from: &mut impl Read, length: usize) -> Result<Vec<u8>, BadPacket> {
    let mut out = Vec::new();
    from.take(length as u64)
        .read_to_end(&mut out)
        .map_err(broken)?;
    if out.len() != length {
        return Err(BadPacket::Truncated);
    }
    Ok(out)
}
