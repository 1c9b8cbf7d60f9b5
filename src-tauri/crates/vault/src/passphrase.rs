//! The passphrase: made comparable across keyboards, judged plainly, and offered ready-made.
//!
//! The rule is length and the absence of the obvious: no composition rules and no expiry, which make people choose worse.

use crate::entropy::{Entropy, NoEntropy, make_below};
use crate::secret::Secret;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Fewest characters of a passphrase.
pub const SHORTEST: usize = 15;
/// Most bytes of a passphrase, after NFKC: a bound on work, not on people.
pub const LONGEST_BYTES: usize = 1024;

/// The words of [`offer`], written for this program: short, common, easy to spell and to tell apart.
const WORDS: &str = include_str!("passphrase/words.txt");

/// Words that guessers try first, and the words of this program.
const OBVIOUS: &str = include_str!("passphrase/obvious.txt");

/// What is wrong with a passphrase. The first of these that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Fewer than [`SHORTEST`] characters.
    #[error("{have} characters; at least {SHORTEST} are needed")]
    Short {
        /// How many there are.
        have: usize,
    },
    /// More than [`LONGEST_BYTES`] bytes.
    #[error("longer than {LONGEST_BYTES} bytes")]
    Long,
    /// Few different characters, or one piece over and over.
    #[error("the same few characters over and over")]
    Repetitive,
    /// Runs of neighbours in the alphabet, the numbers or on the keyboard.
    #[error("mostly a run of neighbouring letters, numbers or keys")]
    Sequence,
    /// Little is left once common words and the words of this program are taken away.
    #[error("mostly words that are guessed first")]
    Obvious,
}

/// Judges a passphrase by what can be seen of it. Passing means "not obviously weak": only chance makes strong ones.
pub fn strength(passphrase: &str) -> Result<(), Weakness> {
    let prepared = prepare(passphrase)?;
    let text = std::str::from_utf8(&prepared).expect("NFKC of text is text");
    let signs: Zeroizing<Vec<char>> =
        Zeroizing::new(text.chars().flat_map(char::to_lowercase).collect());
    if text.chars().count() < SHORTEST {
        return Err(Weakness::Short {
            have: text.chars().count(),
        });
    }
    let mut different = Zeroizing::new(signs.to_vec());
    different.sort_unstable();
    different.dedup();
    if different.len() < 6 || repeats_one_piece(&signs) {
        return Err(Weakness::Repetitive);
    }
    let neighbours = signs
        .windows(2)
        .filter(|pair| are_neighbours(pair[0], pair[1]))
        .count();
    if neighbours * 2 > signs.len() {
        return Err(Weakness::Sequence);
    }
    if without_obvious_words(&signs) < 8 {
        return Err(Weakness::Obvious);
    }
    Ok(())
}

/// Six words drawn at random, joined by hyphens.
pub fn offer(entropy: &mut dyn Entropy) -> Result<Secret, NoEntropy> {
    let words: Vec<&str> = WORDS.lines().collect();
    let mut text = String::with_capacity(64);
    for i in 0..OFFERED_WORDS {
        if i > 0 {
            text.push('-');
        }
        text.push_str(words[make_below(words.len(), entropy)?]);
    }
    Ok(Secret::new(text))
}

/// Words in an offered passphrase.
pub const OFFERED_WORDS: usize = 6;

/// How many bits of chance an offered passphrase holds: words × log₂(list), rounded down.
pub fn offer_bits() -> u32 {
    (OFFERED_WORDS as f64 * (WORDS.lines().count() as f64).log2()) as u32
}

/// The bytes that are hashed: NFKC, so that a composed and a decomposed é are one key; otherwise untouched.
pub(crate) fn prepare(passphrase: &str) -> Result<Zeroizing<Vec<u8>>, Weakness> {
    if passphrase.is_empty() {
        return Err(Weakness::Short { have: 0 });
    }
    // Compatibility forms grow under NFKC, at most eighteenfold; the room is taken at once so that no old buffer is left unwiped.
    if passphrase.len() > LONGEST_BYTES {
        return Err(Weakness::Long);
    }
    let mut text = Zeroizing::new(String::with_capacity(passphrase.len() * 18));
    text.extend(passphrase.nfkc());
    if text.len() > LONGEST_BYTES {
        return Err(Weakness::Long);
    }
    Ok(Zeroizing::new(text.as_bytes().to_vec()))
}

fn repeats_one_piece(signs: &[char]) -> bool {
    (1..=signs.len() / 2).any(|piece| signs.iter().zip(&signs[piece..]).all(|(a, b)| a == b))
}

fn are_neighbours(a: char, b: char) -> bool {
    const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let close = |x: usize, y: usize| x.abs_diff(y) == 1;
    let in_row = |row: &&str| {
        row.find(a)
            .zip(row.find(b))
            .is_some_and(|(x, y)| close(x, y))
    };
    a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() && close(a as usize, b as usize)
        || ROWS.iter().any(in_row)
}

/// Letters and digits left when every obvious word is taken out, longest first.
fn without_obvious_words(signs: &[char]) -> usize {
    let mut left = Zeroizing::new(
        signs
            .iter()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>(),
    );
    let mut words: Vec<&str> = OBVIOUS.lines().collect();
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        while let Some(at) = left.find(word) {
            // A mark stays where the word was, so that its neighbours do not join into another.
            left.replace_range(at..at + word.len(), "\0");
        }
    }
    left.chars().filter(|c| *c != '\0').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;
    use std::collections::HashSet;

    #[test]
    fn the_word_list_is_fit_for_use() {
        let words: Vec<&str> = WORDS.lines().collect();
        assert!(words.len() >= 1296, "{} words", words.len());
        assert_eq!(words.iter().collect::<HashSet<_>>().len(), words.len());
        assert!(
            words
                .iter()
                .all(|w| (3..=8).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_lowercase()))
        );
        assert!(words.is_sorted());
        assert!(offer_bits() >= 62, "{} bits", offer_bits());
    }

    #[test]
    fn an_offer_is_six_listed_words_and_passes_the_rule() {
        let words: HashSet<&str> = WORDS.lines().collect();
        let mut system = SystemEntropy::new();
        for _ in 0..500 {
            let offered = offer(&mut system).unwrap();
            assert_eq!(offered.expose().split('-').count(), 6);
            assert!(offered.expose().split('-').all(|w| words.contains(w)));
            assert_eq!(strength(offered.expose()), Ok(()), "{}", offered.expose());
        }
    }

    #[test]
    fn weak_ones_are_called_by_their_weakness() {
        for (text, expected) in [
            ("", Weakness::Short { have: 0 }),
            ("correct horse", Weakness::Short { have: 13 }),
            ("aaaaaaaaaaaaaaaaaaaa", Weakness::Repetitive),
            ("abcxyzabcxyzabcxyz", Weakness::Repetitive),
            ("Xq7!Xq7!Xq7!Xq7!Xq7!", Weakness::Repetitive),
            ("12345678901234567890", Weakness::Repetitive),
            ("qwertyuiopasdfghjkl", Weakness::Sequence),
            ("abcdefghijklmnopqrst", Weakness::Sequence),
            ("password-password1-therapist", Weakness::Obvious),
            ("HoldfastVault2024!", Weakness::Obvious),
            ("MDMA session vault 1", Weakness::Obvious),
        ] {
            assert_eq!(strength(text), Err(expected), "{text:?}");
        }
        assert_eq!(strength(&"long sentence ".repeat(100)), Err(Weakness::Long));
    }

    #[test]
    fn ordinary_sentences_pass() {
        for text in [
            "my aunt keeps nine grey geese",
            "Zwölf Boxkämpfer jagen Viktor quer",
            "四月の雨は静かに庭の石を濡らしている",
        ] {
            assert_eq!(strength(text), Ok(()), "{text:?}");
        }
    }

    #[test]
    fn composed_and_decomposed_letters_are_one_passphrase() {
        assert_eq!(
            prepare("caf\u{e9} ﬁn").unwrap(),
            prepare("cafe\u{301} fin").unwrap()
        );
        assert_ne!(prepare("Cafe").unwrap(), prepare("cafe").unwrap());
        assert_ne!(prepare("cafe ").unwrap(), prepare("cafe").unwrap());
    }
}
