//! Where chance comes from. Every random byte of this crate is drawn through [`Entropy`], so a test can count and repeat them.
//! The one exception is `age`, which draws its own for identities and files.

use ring::rand::{SecureRandom, SystemRandom};

/// A source of random bytes.
pub trait Entropy {
    /// Fills the whole slice, or fails.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy>;
}

/// The system could not give random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random bytes")]
pub struct NoEntropy;

/// The system's own source.
pub struct SystemEntropy(SystemRandom);

impl SystemEntropy {
    /// Opens the source; it keeps no state.
    pub fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl Default for SystemEntropy {
    fn default() -> Self {
        Self::new()
    }
}

impl Entropy for SystemEntropy {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy> {
        self.0.fill(out).map_err(|_| NoEntropy)
    }
}

/// An array of random bytes.
pub fn make_bytes<const N: usize>(entropy: &mut dyn Entropy) -> Result<[u8; N], NoEntropy> {
    let mut bytes = [0u8; N];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}

/// A number below `bound`, each equally likely (`bound` is 1 … 65 536; unlucky draws are thrown away).
pub(crate) fn make_below(bound: usize, entropy: &mut dyn Entropy) -> Result<usize, NoEntropy> {
    debug_assert!((1..=65_536).contains(&bound));
    let fair = 65_536 - 65_536 % bound;
    loop {
        let drawn = usize::from(u16::from_be_bytes(make_bytes(entropy)?));
        if drawn < fair {
            return Ok(drawn % bound);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives the same byte for ever, then another.
    struct Script(Vec<u8>);

    impl Entropy for Script {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy> {
            for byte in out {
                *byte = if self.0.is_empty() {
                    return Err(NoEntropy);
                } else {
                    self.0.remove(0)
                };
            }
            Ok(())
        }
    }

    #[test]
    fn an_unfair_draw_is_thrown_away() {
        // 65 535 lies above the last whole multiple of 1000, so the second draw counts.
        let mut script = Script(vec![0xff, 0xff, 0x00, 0x07]);
        assert_eq!(make_below(1000, &mut script), Ok(7));
    }

    #[test]
    fn an_empty_source_is_an_error() {
        assert_eq!(make_below(10, &mut Script(vec![1])), Err(NoEntropy));
    }

    #[test]
    fn two_system_draws_differ() {
        let mut system = SystemEntropy::new();
        assert_ne!(make_bytes::<32>(&mut system), make_bytes::<32>(&mut system));
    }
}
