//! Things that must not be seen: a typed secret and a 32-byte key.
//!
//! **Invariant:** both wipe themselves when dropped, are neither cloned nor written out, and print only their name.

use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// A secret that a person typed (a passphrase or a PIN). Kept as it was typed.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over; the caller's own copies are the caller's to wipe.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself. Ask late, keep briefly.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Thirty-two secret bytes on the heap, so that moving the value leaves no copy behind.
pub struct Key(Box<[u8; 32]>);

impl Key {
    /// Takes the bytes over and wipes the array that was given.
    pub fn take(bytes: &mut [u8; 32]) -> Self {
        let key = Self(Box::new(*bytes));
        bytes.zeroize();
        key
    }

    /// The bytes themselves.
    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}
