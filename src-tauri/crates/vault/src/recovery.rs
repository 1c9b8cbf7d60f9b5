//! The recovery code: 160 random bits on paper, with a check symbol in every group, so that a slip of the pen is named and not guessed at.
//!
//! A code is forgiving about what does not matter (case, hyphens, O for 0, I and L for 1) and says which group is wrong
//! about what does.

use crate::entropy::{Entropy, NoEntropy};
use crate::text::{CROCKFORD, five_bits};
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

const GROUPS: usize = 8;
const DATA: usize = 4;
const GROUP: usize = DATA + 1;

/// A recovery code. Wiped when dropped; shown only by [`RecoveryCode::to_paper`].
pub struct RecoveryCode(Box<[u8; 20]>);

/// Why a typed recovery code is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCode {
    /// A sign that no code contains.
    #[error("group {group} holds a sign that no recovery code has")]
    Sign {
        /// Group number, 1 … 8.
        group: usize,
    },
    /// Too few or too many symbols.
    #[error("a recovery code has 40 letters and digits; this has {have}")]
    Length {
        /// How many there are.
        have: usize,
    },
    /// The check symbol of this group (1 … 8) does not fit its other four. The first such group.
    #[error("group {group} is mistyped")]
    Group {
        /// Group number, 1 … 8.
        group: usize,
    },
}

impl RecoveryCode {
    /// Draws a new code.
    pub fn make(entropy: &mut dyn Entropy) -> Result<Self, NoEntropy> {
        let mut code = Self(Box::new([0; 20]));
        entropy.fill(code.0.as_mut_slice())?;
        Ok(code)
    }

    /// Reads what a person typed.
    pub fn parse(typed: &str) -> Result<Self, BadCode> {
        let mut symbols = Zeroizing::new(Vec::with_capacity(GROUPS * GROUP));
        for sign in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let canonical = match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = CROCKFORD
                .iter()
                .position(|letter| char::from(*letter) == canonical);
            let group = symbols.len() / GROUP + 1;
            symbols.push(value.ok_or(BadCode::Sign { group })? as u8);
            if symbols.len() > 10 * GROUPS * GROUP {
                break;
            }
        }
        if symbols.len() != GROUPS * GROUP {
            return Err(BadCode::Length {
                have: symbols.len(),
            });
        }
        let mut code = Self(Box::new([0; 20]));
        for (i, group) in symbols.chunks_exact(GROUP).enumerate() {
            let (data, written) = group.split_at(DATA);
            if check(i, data) != written[0] {
                return Err(BadCode::Group { group: i + 1 });
            }
            for (j, symbol) in data.iter().enumerate() {
                for bit in 0..5 {
                    let at = (i * DATA + j) * 5 + bit;
                    code.0[at / 8] |= (symbol >> (4 - bit) & 1) << (7 - at % 8);
                }
            }
        }
        Ok(code)
    }

    /// The code as it is printed: eight groups of five, joined by hyphens.
    pub fn to_paper(&self) -> Zeroizing<String> {
        let symbols =
            Zeroizing::new(five_bits(self.0.as_slice(), GROUPS * DATA).collect::<Vec<u8>>());
        let mut out = Zeroizing::new(String::with_capacity(GROUPS * (GROUP + 1)));
        for (i, data) in symbols.chunks_exact(DATA).enumerate() {
            if i > 0 {
                out.push('-');
            }
            for symbol in data.iter().copied().chain([check(i, data)]) {
                out.push(char::from(CROCKFORD[usize::from(symbol)]));
            }
        }
        out
    }

    pub(crate) fn expose(&self) -> &[u8; 20] {
        &self.0
    }
}

impl Drop for RecoveryCode {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode")
    }
}

/// The check symbol of a group: a sum over GF(2⁵) in which every place, and the group's own number, weighs differently.
fn check(group: usize, data: &[u8]) -> u8 {
    let mut sum = group as u8;
    for (place, symbol) in data.iter().enumerate() {
        let mut weighed = *symbol;
        for _ in 0..=place {
            weighed = weighed << 1 ^ if weighed & 16 == 0 { 0 } else { 0b10_0101 };
        }
        sum ^= weighed;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;
    use proptest::prelude::*;

    fn code(bytes: [u8; 20]) -> RecoveryCode {
        RecoveryCode(Box::new(bytes))
    }

    #[test]
    fn the_worked_example_stays_as_it_is_printed() {
        let bytes: [u8; 20] = std::array::from_fn(|i| i as u8);
        assert_eq!(
            *code(bytes).to_paper(),
            "000GD-40R4X-0M300-E209K-185G3-R38ED-1W811-24GKZ"
        );
        assert_eq!(
            *code([0; 20]).to_paper(),
            "00000-00001-00002-00003-00004-00005-00006-00007"
        );
    }

    #[test]
    fn lower_case_missing_hyphens_and_lookalikes_are_read() {
        let made = RecoveryCode::make(&mut SystemEntropy::new()).unwrap();
        let paper = made.to_paper();
        let sloppy = paper
            .to_lowercase()
            .replace('-', "")
            .replace('0', "o")
            .replace('1', "l");
        assert_eq!(
            RecoveryCode::parse(&sloppy).unwrap().expose(),
            made.expose()
        );
        let spaced = paper.replace('-', "  ").replace('1', "I").replace('0', "O");
        assert_eq!(
            RecoveryCode::parse(&format!("\t{spaced}\n"))
                .unwrap()
                .expose(),
            made.expose()
        );
    }

    #[test]
    fn every_single_wrong_symbol_names_its_group() {
        let paper = code(std::array::from_fn(|i| (i * 37) as u8)).to_paper();
        for (at, right) in paper.char_indices().filter(|(_, c)| *c != '-') {
            for wrong in CROCKFORD
                .iter()
                .map(|c| char::from(*c))
                .filter(|c| *c != right)
            {
                let mut typed = String::from(&paper[..at]);
                typed.push(wrong);
                typed.push_str(&paper[at + 1..]);
                assert_eq!(
                    RecoveryCode::parse(&typed).unwrap_err(),
                    BadCode::Group { group: at / 6 + 1 }
                );
            }
        }
    }

    #[test]
    fn other_slips_are_named() {
        assert_eq!(
            RecoveryCode::parse("").unwrap_err(),
            BadCode::Length { have: 0 }
        );
        assert_eq!(
            RecoveryCode::parse("00000-0000U").unwrap_err(),
            BadCode::Sign { group: 2 }
        );
        assert_eq!(
            RecoveryCode::parse(&"0".repeat(41)).unwrap_err(),
            BadCode::Length { have: 41 }
        );
        assert!(matches!(
            RecoveryCode::parse(&"0".repeat(1_000_000)),
            Err(BadCode::Length { .. })
        ));
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(bytes: [u8; 20]) {
            let made = code(bytes);
            let read = RecoveryCode::parse(&made.to_paper()).unwrap();
            prop_assert_eq!(read.expose(), &bytes);
        }

        #[test]
        fn neighbours_and_groups_exchanged_are_found(bytes: [u8; 20], at in 0usize..39, a in 0usize..8, b in 0usize..8) {
            let paper = code(bytes).to_paper();
            let mut signs: Vec<char> = paper.chars().filter(|c| *c != '-').collect();
            if at % 5 != 4 && signs[at] != signs[at + 1] {
                signs.swap(at, at + 1);
                let typed: String = signs.iter().collect();
                prop_assert_eq!(RecoveryCode::parse(&typed).unwrap_err(), BadCode::Group { group: at / 5 + 1 });
            }
            let mut groups: Vec<&str> = paper.split('-').collect();
            if a != b {
                groups.swap(a, b);
                prop_assert_eq!(RecoveryCode::parse(&groups.join("-")).unwrap_err(), BadCode::Group { group: a.min(b) + 1 });
            }
        }
    }
}
