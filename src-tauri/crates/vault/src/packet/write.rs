//! Sealing: sign, then encrypt, part by part.

use super::beside::pump_opened;
use super::outside::{self, Unsealed};
use super::{BadPacket, MAGIC, MANIFEST_MAX, Manifest, NAMESPACE, PART_MAX, Part};
use crate::slot::Bundle;
use ring::digest::{Context, Digest, SHA256};
use std::io::{ErrorKind, Read, Write};
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::Builder;
use zeroize::Zeroizing;

/// Something to be sealed: it is read twice, once for its digest and once on its way out.
pub struct Source<'a> {
    /// What it is.
    pub kind: u16,
    /// Version of its encoding.
    pub version: u16,
    /// Opens it from its beginning, on whichever core.
    pub open: Box<dyn Fn() -> std::io::Result<Box<dyn Read + 'a>> + Send + Sync + 'a>,
}

impl<'a> Source<'a> {
    /// Bytes in memory.
    pub fn bytes(kind: u16, version: u16, bytes: &'a [u8]) -> Source<'a> {
        Source {
            kind,
            version,
            open: Box::new(move || Ok(Box::new(bytes))),
        }
    }

    fn part(&self) -> Result<Part, BadPacket> {
        let mut from = (self.open)()?;
        let mut piece = Zeroizing::new(vec![0; PIECE]);
        let mut digest = Context::new(&SHA256);
        let mut length = 0;
        loop {
            let count = match from.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            length += count as u64;
            if length > PART_MAX {
                return Err(BadPacket::Limit("part"));
            }
            digest.update(&piece[..count]);
        }
        Ok(Part {
            kind: self.kind,
            version: self.version,
            length,
            sha256: array(digest.finish()),
        })
    }
}

/// Bytes of a part that are looked at at once.
const PIECE: usize = 64 << 10;

/// What the manifest says of each source. Two cores take them in turns.
fn parts(sources: &[Source<'_>]) -> Result<Vec<Part>, BadPacket> {
    let next = AtomicUsize::new(0);
    let some = || {
        let mut found = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(source) = sources.get(at) else {
                return found;
            };
            found.push((at, source.part()));
        }
    };
    let mut found = std::thread::scope(|scope| {
        let other = (sources.len() > 1).then(|| Builder::new().spawn_scoped(scope, some));
        let mut found = some();
        // Where no second thread was to be had, everything was found here.
        if let Some(Ok(other)) = other {
            found.extend(other.join().expect("reading does not panic"));
        }
        found
    });
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, part)| part).collect()
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Seals `sources` under `manifest`, whose parts and author are filled in here. Answers the manifest as it was signed and the digest that the
/// next packet to the same readers follows.
pub(crate) fn seal(
    bundle: &Bundle,
    mut manifest: Manifest,
    sources: &[Source<'_>],
    out: impl Write,
) -> Result<(Manifest, [u8; 32]), BadPacket> {
    manifest.author = bundle.person_id;
    manifest.author_recipient = bundle.packet_recipient().as_str().to_owned();
    manifest.parts = parts(sources)?;
    let body = manifest.to_bytes()?;
    if body.len() > MANIFEST_MAX {
        return Err(BadPacket::Limit("manifest"));
    }
    let key = bundle.signing.public_key();
    let mut front = MAGIC.to_vec();
    let version = manifest.version().to_be_bytes();
    front.extend_from_slice(&version);
    front.extend_from_slice(&version);
    front.extend_from_slice(
        &u32::try_from(body.len())
            .expect("below the limit")
            .to_be_bytes(),
    );
    front.extend_from_slice(&body);
    front.extend_from_slice(key.as_bytes());
    let digest = array(ring::digest::digest(&SHA256, &front));
    let signature = bundle.signing.sign(NAMESPACE, &digest);
    front.extend_from_slice(&signature);

    let recipients: Vec<age::x25519::Recipient> = manifest
        .recipients
        .iter()
        .map(|one| {
            age::x25519::Recipient::from_str(&one.recipient)
                .map_err(|_| BadPacket::Field("recipients"))
        })
        .collect::<Result<_, _>>()?;
    let mut sealed = outside::seal(&recipients, out).map_err(|error| match error {
        Unsealed::Recipients => BadPacket::Field("recipients"),
        Unsealed::Io(error) => BadPacket::Io(error),
    })?;
    sealed.write_all(&front)?;
    for (index, (source, part)) in sources.iter().zip(&manifest.parts).enumerate() {
        sealed.write_all(&u32::try_from(index).expect("few parts").to_be_bytes())?;
        sealed.write_all(&part.length.to_be_bytes())?;
        let mut length = 0;
        let sha256 = pump_opened(&source.open, part.length, &mut |bytes| {
            length += bytes.len() as u64;
            sealed.write_all(bytes)?;
            Ok(())
        })?;
        // What changed between the two readings is not what was signed.
        if length != part.length || sha256 != part.sha256 {
            return Err(BadPacket::Damaged);
        }
    }
    sealed.finish()?.flush()?;
    Ok((manifest, digest))
}

pub(super) fn array(digest: Digest) -> [u8; 32] {
    digest.as_ref().try_into().expect("SHA-256 has 32 bytes")
}
