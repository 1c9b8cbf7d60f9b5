//! The sharp tools: derivation and authenticated encryption, with nothing between caller and cipher. Crate-private;
//! the rest of the crate uses them through names that say what is being protected.

pub(crate) mod aead;
pub(crate) mod kdf;
