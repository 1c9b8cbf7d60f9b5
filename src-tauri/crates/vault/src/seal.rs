//! Sealing values inside the encrypted record, each client's under the client's own key. A page HMAC can fail in silence; this cannot,
//! and without the key there is nothing left of a client.

use crate::entropy::{Entropy, NoEntropy, make_bytes};
use crate::hazmat::aead::{self, NONCE, TAG};
use crate::secret::Key;
use zeroize::Zeroizing;

const VERSION: u8 = 1;

/// How many bytes longer a sealed value is.
pub const OVERHEAD: usize = 1 + NONCE + TAG;

/// A sealed value did not open: changed, moved to another row, or sealed under another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open: it was changed or moved")]
pub struct NotSealed;

/// Where a value belongs: which table, which row, which version of its encoding. Unambiguous by length prefixes.
///
/// Panics if the table's name is longer than 255 bytes or the row's longer than 65 535; both are written in the program.
pub fn associated(table: &str, row: &[u8], version: u32) -> Vec<u8> {
    let mut out = Vec::with_capacity(7 + table.len() + row.len());
    out.push(u8::try_from(table.len()).expect("a table's name is short"));
    out.extend_from_slice(table.as_bytes());
    out.extend_from_slice(
        &u16::try_from(row.len())
            .expect("a row's name is short")
            .to_be_bytes(),
    );
    out.extend_from_slice(row);
    out.extend_from_slice(&version.to_be_bytes());
    out
}

/// Seals `plaintext` for just the place that `associated` names.
pub fn seal(
    key: &Key,
    associated: &[u8],
    plaintext: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, NoEntropy> {
    let nonce = make_bytes::<NONCE>(entropy)?;
    let sealed = aead::encrypt(key, &nonce, associated, plaintext);
    let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
    out.push(VERSION);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Opens what [`seal`] made for the same place.
pub fn open(key: &Key, associated: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotSealed> {
    let (version, rest) = sealed.split_first().ok_or(NotSealed)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(NotSealed)?;
    if *version != VERSION {
        return Err(NotSealed);
    }
    aead::decrypt(key, nonce, associated, sealed).map_err(|_| NotSealed)
}

/// A new client key, and its wrapped form for the record.
pub(crate) fn make_client_key(
    client_id: &[u8; 16],
    wrapping: &Key,
    entropy: &mut dyn Entropy,
) -> Result<(Key, Vec<u8>), NoEntropy> {
    let key = Key::take(&mut make_bytes(entropy)?);
    let wrapped = wrap_client_key(client_id, &key, wrapping, entropy)?;
    Ok((key, wrapped))
}

pub(crate) fn wrap_client_key(
    client_id: &[u8; 16],
    key: &Key,
    wrapping: &Key,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, NoEntropy> {
    seal(
        wrapping,
        &client_key_place(client_id),
        key.expose(),
        entropy,
    )
}

pub(crate) fn unwrap_client_key(
    client_id: &[u8; 16],
    wrapped: &[u8],
    wrapping: &Key,
) -> Result<Key, NotSealed> {
    let plain = open(wrapping, &client_key_place(client_id), wrapped)?;
    let mut key: Zeroizing<[u8; 32]> =
        Zeroizing::new(plain.as_slice().try_into().map_err(|_| NotSealed)?);
    Ok(Key::take(&mut key))
}

fn client_key_place(client_id: &[u8; 16]) -> Vec<u8> {
    associated("client_key", client_id, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;
    use proptest::prelude::*;

    fn key(byte: u8) -> Key {
        Key::take(&mut [byte; 32])
    }

    #[test]
    fn a_value_opens_in_its_own_place_only() {
        let place = associated("session_event", b"row 7", 1);
        let sealed = seal(&key(1), &place, b"128/82", &mut SystemEntropy::new()).unwrap();
        assert_eq!(sealed.len(), 6 + OVERHEAD);
        assert_eq!(open(&key(1), &place, &sealed).unwrap()[..], b"128/82"[..]);
        for wrong in [
            associated("session_event", b"row 8", 1),
            associated("session_event", b"row 7", 2),
            associated("note", b"row 7", 1),
        ] {
            assert_eq!(open(&key(1), &wrong, &sealed).unwrap_err(), NotSealed);
        }
        assert_eq!(open(&key(2), &place, &sealed).unwrap_err(), NotSealed);
        for bit in 0..sealed.len() * 8 {
            let mut bent = sealed.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(
                open(&key(1), &place, &bent).unwrap_err(),
                NotSealed,
                "bit {bit}"
            );
        }
        for length in 0..sealed.len() {
            assert_eq!(
                open(&key(1), &place, &sealed[..length]).unwrap_err(),
                NotSealed
            );
        }
    }

    #[test]
    fn the_same_value_is_sealed_differently_each_time() {
        let mut system = SystemEntropy::new();
        assert_ne!(
            seal(&key(1), b"", b"x", &mut system).unwrap(),
            seal(&key(1), b"", b"x", &mut system).unwrap()
        );
    }

    #[test]
    fn places_do_not_run_into_each_other() {
        assert_ne!(associated("ab", b"c", 1), associated("a", b"bc", 1));
        assert_eq!(associated("t", b"r", 2), [1, b't', 0, 1, b'r', 0, 0, 0, 2]);
    }

    #[test]
    fn a_client_key_unwraps_for_its_client_only() {
        let (made, wrapped) =
            make_client_key(&[1; 16], &key(9), &mut SystemEntropy::new()).unwrap();
        assert_eq!(wrapped.len(), 61);
        assert_eq!(
            unwrap_client_key(&[1; 16], &wrapped, &key(9))
                .unwrap()
                .expose(),
            made.expose()
        );
        assert_eq!(
            unwrap_client_key(&[2; 16], &wrapped, &key(9)).unwrap_err(),
            NotSealed
        );
        assert_eq!(
            unwrap_client_key(&[1; 16], &wrapped, &key(8)).unwrap_err(),
            NotSealed
        );
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens(plain: Vec<u8>, table in "[a-z_]{1,20}", row: [u8; 16], version: u32) {
            let place = associated(&table, &row, version);
            let sealed = seal(&key(3), &place, &plain, &mut SystemEntropy::new()).unwrap();
            prop_assert_eq!(&open(&key(3), &place, &sealed).unwrap()[..], &plain[..]);
        }

        #[test]
        fn any_bytes_are_refused_without_a_panic(bytes: Vec<u8>) {
            prop_assert!(open(&key(3), b"", &bytes).is_err());
        }
    }
}
