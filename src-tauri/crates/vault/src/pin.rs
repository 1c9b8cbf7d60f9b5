//! A PIN says who is typing, inside an open vault. Four digits protect nothing by themselves, so their hash never leaves the encrypted record.

use crate::entropy::{Entropy, NoEntropy, make_bytes};
use crate::hazmat::kdf::{self, NotDerived};
use crate::secret::Secret;
use subtle::ConstantTimeEq;

const VERSION: u8 = 1;
const M_KIB: u32 = 19 * 1024;
const T: u32 = 2;
const P: u32 = 1;

/// The kept form of a PIN.
pub type PinHash = [u8; 49];

/// A PIN could not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPin {
    /// Not four to six digits.
    #[error("a PIN has four to six digits")]
    Form,
    /// All alike, or a run up or down.
    #[error("this PIN is guessed first")]
    Obvious,
    /// The system gave no random bytes.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
    /// The derivation did not run.
    #[error(transparent)]
    Derivation(#[from] NotDerived),
}

/// Checks the form of a new PIN and hashes it.
pub fn make_pin_hash(pin: &Secret, entropy: &mut dyn Entropy) -> Result<PinHash, BadPin> {
    let digits = pin.expose().as_bytes();
    if !(4..=6).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return Err(BadPin::Form);
    }
    let steps = |by: i16| {
        digits
            .windows(2)
            .all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == by)
    };
    if steps(0) || steps(1) || steps(-1) {
        return Err(BadPin::Obvious);
    }
    let salt = make_bytes::<16>(entropy)?;
    let mut hash = [0; 49];
    hash[0] = VERSION;
    hash[1..17].copy_from_slice(&salt);
    hash[17..].copy_from_slice(derive(pin, &salt)?.as_slice());
    Ok(hash)
}

/// Compares in constant time. What is no kept PIN matches nothing.
pub fn verify_pin(pin: &Secret, hash: &[u8]) -> Result<bool, NotDerived> {
    let Ok(hash) = PinHash::try_from(hash) else {
        return Ok(false);
    };
    let salt: [u8; 16] = hash[1..17].try_into().expect("sixteen bytes");
    let derived = derive(pin, &salt)?;
    Ok(hash[0] == VERSION && bool::from(derived.as_slice().ct_eq(&hash[17..])))
}

fn derive(pin: &Secret, salt: &[u8; 16]) -> Result<zeroize::Zeroizing<[u8; 32]>, NotDerived> {
    kdf::argon2id(pin.expose().as_bytes(), salt, M_KIB, T, P)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn a_pin_is_known_again_and_no_other_is() {
        let mut system = SystemEntropy::new();
        let kept = make_pin_hash(&"4071".into(), &mut system).unwrap();
        assert!(verify_pin(&"4071".into(), &kept).unwrap());
        assert!(!verify_pin(&"4072".into(), &kept).unwrap());
        assert!(!verify_pin(&"04071".into(), &kept).unwrap());
        assert!(!verify_pin(&"4071".into(), &kept[..48]).unwrap());
        assert_ne!(kept, make_pin_hash(&"4071".into(), &mut system).unwrap());
    }

    #[test]
    fn what_is_no_pin_is_refused() {
        for (pin, expected) in [
            ("123", BadPin::Form),
            ("1234567", BadPin::Form),
            ("12a4", BadPin::Form),
            ("１２３４", BadPin::Form),
            ("", BadPin::Form),
            ("1111", BadPin::Obvious),
            ("3456", BadPin::Obvious),
            ("98765", BadPin::Obvious),
        ] {
            assert_eq!(
                make_pin_hash(&pin.into(), &mut SystemEntropy::new()),
                Err(expected),
                "{pin}"
            );
        }
    }
}
