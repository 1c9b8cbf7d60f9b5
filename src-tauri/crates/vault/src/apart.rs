//! Words for a few pairs of eyes: sealed with age to their readers' own keys, inside a record that everybody of the vault opens.
//! `FORMAT.md` 15 specifies the bytes.
//!
//! **Invariant:** whoever holds the vault's keys and none of the readers' learns how many steps the words are long, and nothing else of them.

use crate::hazmat::kdf;
use crate::recovery::RecoveryCode;
use crate::slot::{Recipient, identity_of};
use std::io::{Read, Write};
use std::str::FromStr;
use zeroize::Zeroizing;

/// Most readers of one text.
pub const READERS_MAX: usize = 16;
/// Most bytes of one text before it is sealed.
pub const PLAIN_MAX: usize = 256 << 10;
/// Most bytes of what is opened: the text, its steps and what age adds.
const SEALED_MAX: usize = PLAIN_MAX + (64 << 10);
const LENGTH: usize = 4;

/// How much of a text shows from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Its length is filled up to a multiple of so many bytes.
    pub step: usize,
    /// Its readers are filled up to so many with keys that nobody holds; 0: their number shows.
    pub readers: usize,
}

/// Words were not sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotApart {
    /// No reader, or more than [`READERS_MAX`].
    #[error("the number of readers is outside its limit")]
    Readers,
    /// Something that no key answers to.
    #[error("a reader's key is not valid")]
    Key,
    /// More than [`PLAIN_MAX`] bytes.
    #[error("the text is too long")]
    TooLong,
}

/// Seals `plain` to age recipients (`age1…`).
pub fn seal(readers: &[String], plain: &[u8], shape: Shape) -> Result<Vec<u8>, NotApart> {
    if readers.is_empty() || readers.len() > READERS_MAX {
        return Err(NotApart::Readers);
    }
    let (Ok(length), true) = (u32::try_from(plain.len()), plain.len() <= PLAIN_MAX) else {
        return Err(NotApart::TooLong);
    };
    let mut keys = readers
        .iter()
        .map(|one| age::x25519::Recipient::from_str(one).map_err(|_| NotApart::Key))
        .collect::<Result<Vec<_>, _>>()?;
    // Nobody keeps the other half of these.
    while keys.len() < shape.readers.min(READERS_MAX) {
        keys.push(age::x25519::Identity::generate().to_public());
    }
    let whole = (LENGTH + plain.len()).next_multiple_of(shape.step.max(1));
    let mut padded = Zeroizing::new(vec![0; whole]);
    padded[..LENGTH].copy_from_slice(&length.to_be_bytes());
    padded[LENGTH..LENGTH + plain.len()].copy_from_slice(plain);
    let encryptor =
        age::Encryptor::with_recipients(keys.iter().map(|one| one as &dyn age::Recipient))
            .map_err(|_| NotApart::Key)?;
    let mut sealed = Vec::new();
    let written = encryptor.wrap_output(&mut sealed).and_then(|mut out| {
        out.write_all(&padded)?;
        out.finish()
    });
    written.expect("age writes into memory");
    Ok(sealed)
}

/// What lies inside, for whoever holds one of these identities; none: it is not for them, or was changed.
pub(crate) fn open(
    identities: &[&age::x25519::Identity],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    if sealed.len() > SEALED_MAX {
        return None;
    }
    let decryptor = age::Decryptor::new_buffered(sealed).ok()?;
    let mut inside = decryptor
        .decrypt(identities.iter().map(|one| *one as &dyn age::Identity))
        .ok()?;
    let mut padded = Zeroizing::new(Vec::with_capacity(sealed.len()));
    inside.read_to_end(&mut padded).ok()?;
    let (length, rest) = padded.split_first_chunk::<LENGTH>()?;
    let length = u32::from_be_bytes(*length) as usize;
    let (plain, fill) = rest.split_at_checked(length)?;
    fill.iter()
        .all(|byte| *byte == 0)
        .then(|| Zeroizing::new(plain.to_vec()))
}

/// The identity that a slip of paper stands for: whoever was given the slip reads what is sealed to it, without a key of their own.
fn slip_identity(slip: &RecoveryCode) -> age::x25519::Identity {
    let scalar = kdf::hkdf_sha256::<32>(&[], slip.expose(), &[b"holdfast/slip/1"]);
    identity_of(scalar.as_slice())
}

/// What is sealed for whoever holds the slip is sealed to this.
pub fn slip_recipient(slip: &RecoveryCode) -> String {
    Recipient::of(&slip_identity(slip)).as_str().to_owned()
}

/// What lies inside, for whoever holds the slip.
pub fn open_with_slip(slip: &RecoveryCode, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    open(&[&slip_identity(slip)], sealed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    const SHAPE: Shape = Shape {
        step: 256,
        readers: 0,
    };

    fn reader() -> (age::x25519::Identity, String) {
        let identity = age::x25519::Identity::generate();
        let recipient = Recipient::of(&identity).as_str().to_owned();
        (identity, recipient)
    }

    #[test]
    fn its_readers_read_it_and_nobody_else() {
        let ((mine, to_me), (theirs, to_them), (other, _)) = (reader(), reader(), reader());
        let sealed = seal(&[to_me, to_them], b"between us", SHAPE).unwrap();
        assert_eq!(open(&[&mine], &sealed).unwrap()[..], b"between us"[..]);
        assert_eq!(
            open(&[&other, &theirs], &sealed).unwrap()[..],
            b"between us"[..]
        );
        assert!(open(&[&other], &sealed).is_none());
        let at = sealed.len() - 1;
        let mut bent = sealed.clone();
        bent[at] ^= 1;
        assert!(open(&[&mine], &bent).is_none(), "a changed byte");
        assert!(open(&[&mine], &sealed[..at]).is_none(), "a missing one");
    }

    #[test]
    fn the_length_and_the_readers_show_in_steps_alone() {
        let (mine, to_me) = reader();
        let shape = Shape {
            step: 1024,
            readers: 4,
        };
        let stanzas = |sealed: &[u8]| {
            let text = String::from_utf8_lossy(sealed);
            text.matches("-> X25519 ").count()
        };
        let (_, to_other) = reader();
        let short = seal(std::slice::from_ref(&to_me), b"a", shape).unwrap();
        let long = seal(&[to_me, to_other], &[b'a'; 900], shape).unwrap();
        assert_eq!((stanzas(&short), stanzas(&long)), (4, 4));
        // age's own grease moves the header's length; the payload's does not move.
        let payload = |sealed: &[u8]| {
            let at = sealed
                .windows(5)
                .position(|five| five == b"\n--- ")
                .unwrap();
            sealed.len() - at
        };
        assert_eq!(payload(&short), payload(&long));
        assert_eq!(open(&[&mine], &short).unwrap()[..], b"a"[..]);
    }

    #[test]
    fn a_slip_is_a_key_and_limits_hold() {
        let slip = RecoveryCode::make(&mut SystemEntropy::new()).unwrap();
        let other = RecoveryCode::make(&mut SystemEntropy::new()).unwrap();
        let typed = RecoveryCode::parse(&slip.to_paper()).unwrap();
        let sealed = seal(&[slip_recipient(&slip)], b"an answer", SHAPE).unwrap();
        assert_eq!(
            open_with_slip(&typed, &sealed).unwrap()[..],
            b"an answer"[..]
        );
        assert!(open_with_slip(&other, &sealed).is_none());
        let (_, to) = reader();
        assert_eq!(seal(&[], b"", SHAPE), Err(NotApart::Readers));
        assert_eq!(
            seal(&vec![to.clone(); 17], b"", SHAPE),
            Err(NotApart::Readers)
        );
        assert_eq!(seal(&["age1x".to_owned()], b"", SHAPE), Err(NotApart::Key));
        assert_eq!(
            seal(&[to], &vec![0; PLAIN_MAX + 1], SHAPE),
            Err(NotApart::TooLong)
        );
    }
}
