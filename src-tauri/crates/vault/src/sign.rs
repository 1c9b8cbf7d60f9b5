//! Signing and verifying, each under a namespace, so that a signature made for one purpose is worth nothing for another.
//!
//! ed25519-dalek signs, because it wipes its key; ring verifies.

use ed25519_dalek::{Signer, VerifyingKey};
use ring::signature::{ED25519, UnparsedPublicKey};

/// A signature.
pub type Signature = [u8; 64];

/// What a signature is for: 1 … 64 of `a–z 0–9 / - .`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Namespace(&'static str);

impl Namespace {
    /// A namespace is written in the program; a bad one does not compile (in a `const`).
    pub const fn new(name: &'static str) -> Self {
        let bytes = name.as_bytes();
        assert!(
            !bytes.is_empty() && bytes.len() <= 64,
            "a namespace has 1 to 64 characters"
        );
        let mut i = 0;
        while i < bytes.len() {
            assert!(
                matches!(bytes[i], b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.'),
                "a namespace is a-z 0-9 / - ."
            );
            i += 1;
        }
        Self(name)
    }

    fn message(&self, bytes: &[u8]) -> Vec<u8> {
        let length = u8::try_from(self.0.len()).expect("checked when the namespace was made");
        [
            b"holdfast/sign/1".as_slice(),
            &[length],
            self.0.as_bytes(),
            bytes,
        ]
        .concat()
    }
}

/// A person's public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey([u8; 32]);

/// Not a usable public key, or not a signature by it over these bytes in this namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not hold")]
pub struct NotSigned;

impl PublicKey {
    /// Refuses what is no point of the curve, and points of small order, under which one signature fits many messages.
    pub fn parse(bytes: &[u8; 32]) -> Result<Self, NotSigned> {
        match VerifyingKey::from_bytes(bytes) {
            Ok(key) if !key.is_weak() => Ok(Self(*bytes)),
            _ => Err(NotSigned),
        }
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Checks a signature over `bytes` in `namespace`.
    pub fn verify(
        &self,
        namespace: Namespace,
        bytes: &[u8],
        signature: &Signature,
    ) -> Result<(), NotSigned> {
        self.verify_bare(&namespace.message(bytes), signature)
    }

    /// Without a namespace: only for signed notes, whose first line is their namespace.
    pub(crate) fn verify_bare(&self, bytes: &[u8], signature: &Signature) -> Result<(), NotSigned> {
        UnparsedPublicKey::new(&ED25519, &self.0)
            .verify(bytes, signature)
            .map_err(|_| NotSigned)
    }
}

/// A person's signing key. Wiped when dropped.
pub(crate) struct SigningKey(Box<ed25519_dalek::SigningKey>);

impl SigningKey {
    pub(crate) fn from_seed(seed: &[u8; 32]) -> Self {
        Self(Box::new(ed25519_dalek::SigningKey::from_bytes(seed)))
    }

    pub(crate) fn seed(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    pub(crate) fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    pub(crate) fn sign(&self, namespace: Namespace, bytes: &[u8]) -> Signature {
        self.sign_bare(&namespace.message(bytes))
    }

    pub(crate) fn sign_bare(&self, bytes: &[u8]) -> Signature {
        self.0.sign(bytes).to_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: Namespace = Namespace::new("note/1");
    const REGISTER: Namespace = Namespace::new("register/1");

    #[test]
    fn a_signature_holds_for_its_key_namespace_and_bytes_only() {
        let key = SigningKey::from_seed(&[1; 32]);
        let signature = key.sign(NOTE, b"text");
        let public = key.public_key();
        assert_eq!(public.verify(NOTE, b"text", &signature), Ok(()));
        assert_eq!(public.verify(REGISTER, b"text", &signature), Err(NotSigned));
        assert_eq!(public.verify(NOTE, b"texu", &signature), Err(NotSigned));
        assert_eq!(public.verify_bare(b"text", &signature), Err(NotSigned));
        let other = SigningKey::from_seed(&[2; 32]).public_key();
        assert_eq!(other.verify(NOTE, b"text", &signature), Err(NotSigned));
        for bit in 0..512 {
            let mut bent = signature;
            bent[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(
                public.verify(NOTE, b"text", &bent),
                Err(NotSigned),
                "bit {bit}"
            );
        }
    }

    #[test]
    fn namespace_and_text_cannot_trade_letters() {
        let key = SigningKey::from_seed(&[1; 32]);
        const SHORT: Namespace = Namespace::new("a");
        const LONG: Namespace = Namespace::new("ab");
        assert_eq!(
            key.public_key().verify(LONG, b"c", &key.sign(SHORT, b"bc")),
            Err(NotSigned)
        );
    }

    #[test]
    fn points_of_small_order_are_no_public_keys() {
        let mut identity = [0u8; 32];
        identity[0] = 1;
        assert_eq!(PublicKey::parse(&identity), Err(NotSigned));
        assert_eq!(PublicKey::parse(&[0; 32]), Err(NotSigned));
        assert!(PublicKey::parse(SigningKey::from_seed(&[3; 32]).public_key().as_bytes()).is_ok());
    }
}
