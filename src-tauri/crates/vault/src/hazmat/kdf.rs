//! Argon2id, HKDF-SHA256, HMAC-SHA256.
//!
//! ring holds the HKDF and HMAC keys for the length of one call and does not wipe them; the outputs are wiped here.

use crate::secret::Key;
use argon2::{Algorithm, Argon2, Params, Version};
use ring::{hkdf, hmac};
use zeroize::Zeroizing;

/// Argon2id did not run: the memory was not to be had, or the cost is one that Argon2 itself refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("key derivation did not run (memory?)")]
pub struct NotDerived;

/// Argon2id version 0x13. Cost limits are the caller's: whoever reads a cost from a file checks it first.
pub(crate) fn argon2id<const N: usize>(
    secret: &[u8],
    salt: &[u8],
    m_kib: u32,
    t: u32,
    p: u32,
) -> Result<Zeroizing<[u8; N]>, NotDerived> {
    let params = Params::new(m_kib, t, p, Some(N)).map_err(|_| NotDerived)?;
    let mut out = Zeroizing::new([0u8; N]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret, salt, out.as_mut_slice())
        .map_err(|_| NotDerived)?;
    Ok(out)
}

pub(crate) fn hkdf_sha256<const N: usize>(
    salt: &[u8],
    ikm: &[u8],
    info: &[&[u8]],
) -> Zeroizing<[u8; N]> {
    struct Length(usize);
    impl hkdf::KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let mut out = Zeroizing::new([0u8; N]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
        .extract(ikm)
        .expand(info, Length(N))
        .and_then(|okm| okm.fill(out.as_mut_slice()))
        .expect("our outputs are far below HKDF's limit of 8160 bytes");
    out
}

pub(crate) fn hmac_sha256(key: &Key, bytes: &[u8]) -> [u8; 32] {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.expose()), bytes);
    tag.as_ref().try_into().expect("HMAC-SHA256 gives 32 bytes")
}

/// Compares in constant time.
pub(crate) fn hmac_sha256_holds(key: &Key, bytes: &[u8], mac: &[u8]) -> bool {
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, key.expose()), bytes, mac).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::from_hex;
    use argon2::{AssociatedData, ParamsBuilder};

    /// RFC 9106, section 5.3: the only test vector of Argon2id, with its secret and associated data.
    #[test]
    fn the_rfc_9106_example_holds() {
        let mut params = ParamsBuilder::new();
        params.m_cost(32).t_cost(3).p_cost(4).output_len(32);
        params.data(AssociatedData::new(&[4u8; 12]).unwrap());
        let secret = [3u8; 8];
        let argon = Argon2::new_with_secret(
            &secret,
            Algorithm::Argon2id,
            Version::V0x13,
            params.build().unwrap(),
        )
        .unwrap();
        let mut tag = [0u8; 32];
        argon
            .hash_password_into(&[1u8; 32], &[2u8; 16], &mut tag)
            .unwrap();
        let expected =
            from_hex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659").unwrap();
        assert_eq!(tag[..], expected[..]);
    }

    /// Our own call, without secret and associated data, against the reference program:
    /// `hashtest(0x13, t 2, m 2^8, p 1, "password", "somesalt")` of the Argon2 repository's `test.c`.
    #[test]
    fn our_argon2id_equals_the_reference_program() {
        let out = argon2id::<32>(b"password", b"somesalt", 256, 2, 1).unwrap();
        let expected =
            from_hex("9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe").unwrap();
        assert_eq!(out[..], expected[..]);
    }

    /// Fifty settings that chance chose once, as the reference library answers them.
    #[test]
    fn our_argon2id_equals_the_reference_library_at_fifty_settings() {
        let kept = include_str!("../../../../../tests/fixtures/vectors/valid/argon2id.txt");
        let mut compared = 0;
        for line in kept.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<&str> = line.split(' ').collect();
            let number = |at: usize| words[at].parse::<u32>().unwrap();
            let bytes = |at: usize| from_hex(words[at].trim_matches('-')).unwrap();
            let out = argon2id::<32>(&bytes(3), &bytes(4), number(0), number(1), number(2));
            assert_eq!(out.unwrap()[..], bytes(5)[..], "{line}");
            compared += 1;
        }
        assert_eq!(compared, 50);
    }

    /// RFC 5869, test case 1.
    #[test]
    fn the_rfc_5869_example_holds() {
        let salt = from_hex("000102030405060708090a0b0c").unwrap();
        let info = from_hex("f0f1f2f3f4f5f6f7f8f9").unwrap();
        let okm = hkdf_sha256::<42>(&salt, &[0x0b; 22], &[&info]);
        let expected = from_hex(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        );
        assert_eq!(okm[..], expected.unwrap()[..]);
    }

    #[test]
    fn a_cost_that_argon2_refuses_is_an_error() {
        assert_eq!(
            argon2id::<32>(b"x", b"somesalt", 4, 1, 1).unwrap_err(),
            NotDerived
        );
    }
}
