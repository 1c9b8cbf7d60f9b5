//! ChaCha20-Poly1305 from RustCrypto: unlike ring's, its key object is wiped when dropped.

use crate::secret::Key;
use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit,
    aead::{Aead, Payload},
};
use zeroize::Zeroizing;

pub(crate) const NONCE: usize = 12;
pub(crate) const TAG: usize = 16;

/// The ciphertext did not open: another key, other associated data, or changed bytes. The cipher cannot tell which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAuthentic;

/// Ciphertext and tag. The caller answers for the nonce being new under this key.
pub(crate) fn encrypt(
    key: &Key,
    nonce: &[u8; NONCE],
    associated: &[u8],
    plaintext: &[u8],
) -> Vec<u8> {
    cipher(key)
        .encrypt(
            &(*nonce).into(),
            Payload {
                msg: plaintext,
                aad: associated,
            },
        )
        .expect("a slice in memory is shorter than the 256 GiB that this cipher can take")
}

pub(crate) fn decrypt(
    key: &Key,
    nonce: &[u8; NONCE],
    associated: &[u8],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, NotAuthentic> {
    cipher(key)
        .decrypt(
            &(*nonce).into(),
            Payload {
                msg: ciphertext,
                aad: associated,
            },
        )
        .map(Zeroizing::new)
        .map_err(|_| NotAuthentic)
}

fn cipher(key: &Key) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new_from_slice(key.expose()).expect("the key has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::from_hex;

    /// RFC 8439, section 2.8.2.
    #[test]
    fn the_rfc_8439_example_holds() {
        let mut key = [0u8; 32];
        for (i, byte) in key.iter_mut().enumerate() {
            *byte = 0x80 + i as u8;
        }
        let nonce: [u8; 12] = from_hex("070000004041424344454647")
            .unwrap()
            .try_into()
            .unwrap();
        let associated = from_hex("50515253c0c1c2c3c4c5c6c7").unwrap();
        let plaintext: &[u8] = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let key = Key::take(&mut key);
        let sealed = encrypt(&key, &nonce, &associated, plaintext);
        assert_eq!(sealed[..8], from_hex("d31a8d34648e60db").unwrap()[..]);
        assert_eq!(
            sealed[plaintext.len()..],
            from_hex("1ae10b594f09e26a7e902ecbd0600691").unwrap()[..]
        );
        assert_eq!(
            decrypt(&key, &nonce, &associated, &sealed).unwrap()[..],
            plaintext[..]
        );
        assert_eq!(
            decrypt(&key, &nonce, b"other", &sealed).unwrap_err(),
            NotAuthentic
        );
    }
}
