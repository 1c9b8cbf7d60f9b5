//! Contact cards: the public keys of a person of another vault, with their name, signed by themselves. `FORMAT.md` 12 specifies the text.
//!
//! A card proves that one person holds both keys, and nothing about who that person is: that takes two voices and [`Card::fingerprint`].

use crate::sign::{Namespace, PublicKey, Signature};
use crate::slot::{Bundle, RECIPIENT, Recipient};
use crate::text::{from_hex, to_hex};
use ring::digest::{SHA256, digest};

/// Longest card, bytes.
pub const LONGEST: usize = 2048;
/// Longest name on one, bytes.
pub const NAME_MAX: usize = 200;

const FIRST: &str = "holdfast-card/1";
/// The first line of a card that names a role.
const FIRST_WITH_ROLE: &str = "holdfast-card/2";
/// Longest word for a role, bytes.
const ROLE_MAX: usize = 32;
const NAMESPACE: Namespace = Namespace::new("holdfast/card/1");
/// Words of a fingerprint, eleven bits each.
const WORDS: usize = 6;
const LIST: &str = include_str!("passphrase/words.txt");

/// A person of another vault, as their card says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Their id in their own vault.
    pub person: [u8; 16],
    /// Printed name.
    pub name: String,
    /// What packets for them are sealed to (`age1…`).
    pub recipient: String,
    /// What their signatures are checked with.
    pub public_key: PublicKey,
    /// In which role they read what is sealed for them, as a word that the vault does not read; none: the card names none.
    pub role: Option<String>,
}

/// A text is no card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCard {
    /// Not in the form of a card.
    #[error("this is not a contact card")]
    Form,
    /// In form, but not signed by the key that stands on it.
    #[error("the contact card's signature does not hold")]
    Signature,
}

/// One line of text without control characters and without what turns a line around.
pub(crate) fn is_line(text: &str) -> bool {
    let turns = |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !text.chars().any(|c| c.is_control() || turns(c))
}

/// Whether a name may stand on a card or in a manifest.
pub(crate) fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && name.len() <= NAME_MAX && is_line(name)
}

fn is_role(role: &str) -> bool {
    let plain = role.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'_'));
    plain && (1..=ROLE_MAX).contains(&role.len())
}

pub(crate) fn make(bundle: &Bundle, name: &str, role: Option<&str>) -> Option<String> {
    if !is_name(name) || !role.is_none_or(is_role) {
        return None;
    }
    let card = Card {
        person: bundle.person_id,
        name: name.to_owned(),
        recipient: bundle.packet_recipient().as_str().to_owned(),
        public_key: bundle.signing.public_key(),
        role: role.map(str::to_owned),
    };
    let body = card.body();
    let signature = bundle.signing.sign(NAMESPACE, body.as_bytes());
    Some(format!("{body}signature {}\n", to_hex(&signature)))
}

impl Card {
    /// Reads a card and checks that the key on it signed it. Only the spelling that is written is read.
    pub fn parse(text: &str) -> Result<Card, BadCard> {
        let (card, signature) = form(text).ok_or(BadCard::Form)?;
        if text != format!("{}signature {}\n", card.body(), to_hex(&signature)) {
            return Err(BadCard::Form);
        }
        card.public_key
            .verify(NAMESPACE, card.body().as_bytes(), &signature)
            .map_err(|_| BadCard::Signature)?;
        Ok(card)
    }

    /// Six words that stand for both keys and whose they are, to be compared by voice.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.person, &self.recipient, &self.public_key)
    }

    fn body(&self) -> String {
        let (first, role) = match &self.role {
            None => (FIRST, String::new()),
            Some(role) => (FIRST_WITH_ROLE, format!("role {role}\n")),
        };
        format!(
            "{first}\nperson {}\nname {}\n{role}recipient {}\nkey {}\n",
            to_hex(&self.person),
            self.name,
            self.recipient,
            to_hex(self.public_key.as_bytes())
        )
    }
}

pub(crate) fn fingerprint(person: &[u8; 16], recipient: &str, key: &PublicKey) -> String {
    let all = [
        b"holdfast/fingerprint/1".as_slice(),
        person,
        recipient.as_bytes(),
        key.as_bytes(),
    ]
    .concat();
    let digest = digest(&SHA256, &all);
    let list: Vec<&str> = LIST.lines().collect();
    let bit = |at: usize| usize::from(digest.as_ref()[at / 8] >> (7 - at % 8) & 1);
    let words: Vec<&str> = (0..WORDS)
        .map(|word| list[(0..11).fold(0, |sum, i| sum << 1 | bit(word * 11 + i))])
        .collect();
    words.join(" ")
}

fn form(text: &str) -> Option<(Card, Signature)> {
    if text.len() > LONGEST {
        return None;
    }
    let mut lines = text.split('\n');
    let with_role = match lines.next()? {
        FIRST => false,
        FIRST_WITH_ROLE => true,
        _ => return None,
    };
    let person = from_hex(lines.next()?.strip_prefix("person ")?)?
        .try_into()
        .ok()?;
    let name = lines.next()?.strip_prefix("name ")?;
    let role = match with_role {
        true => Some(lines.next()?.strip_prefix("role ")?),
        false => None,
    };
    let recipient = lines.next()?.strip_prefix("recipient ")?;
    let bytes: &[u8; RECIPIENT] = recipient.as_bytes().try_into().ok()?;
    Recipient::parse(bytes)?;
    let key = from_hex(lines.next()?.strip_prefix("key ")?)?
        .try_into()
        .ok()?;
    let signature = from_hex(lines.next()?.strip_prefix("signature ")?)?
        .try_into()
        .ok()?;
    if lines.next() != Some("") || lines.next().is_some() || !is_name(name) {
        return None;
    }
    if !role.is_none_or(is_role) {
        return None;
    }
    Some((
        Card {
            person,
            name: name.to_owned(),
            recipient: recipient.to_owned(),
            public_key: PublicKey::parse(&key).ok()?,
            role: role.map(str::to_owned),
        },
        signature,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    fn card() -> String {
        let bundle = Bundle::make([7; 16], &mut SystemEntropy::new()).unwrap();
        make(&bundle, "Dr. Ingrid Lund", None).unwrap()
    }

    #[test]
    fn a_card_is_read_back_and_its_fingerprint_is_six_words() {
        let text = card();
        let card = Card::parse(&text).unwrap();
        assert_eq!(card.name, "Dr. Ingrid Lund");
        assert_eq!(card.person, [7; 16]);
        assert_eq!(card.fingerprint().split(' ').count(), 6);
        assert_eq!(
            Card::parse(&text).unwrap().fingerprint(),
            card.fingerprint()
        );
    }

    #[test]
    fn every_changed_byte_is_refused() {
        let text = card();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            if let Ok(bent) = String::from_utf8(bytes) {
                assert!(Card::parse(&bent).is_err(), "byte {at}");
            }
            assert!(Card::parse(&text[..at]).is_err(), "cut at {at}");
        }
        assert!(Card::parse(&format!("{text}\n")).is_err());
    }

    #[test]
    fn a_name_is_one_line_of_plain_text() {
        let bundle = Bundle::make([7; 16], &mut SystemEntropy::new()).unwrap();
        for name in ["", " ", "a\nkey 00", "a\u{202e}b", &"x".repeat(201)] {
            assert!(make(&bundle, name, None).is_none(), "{name:?}");
        }
    }

    #[test]
    fn a_role_is_signed_and_a_card_without_one_is_written_as_ever() {
        let bundle = Bundle::make([7; 16], &mut SystemEntropy::new()).unwrap();
        let plain = make(&bundle, "Dr. Ingrid Lund", None).unwrap();
        assert!(plain.starts_with("holdfast-card/1\n") && !plain.contains("role"));
        let text = make(&bundle, "Dr. Ingrid Lund", Some("medical_monitor")).unwrap();
        assert!(text.starts_with("holdfast-card/2\n"));
        let card = Card::parse(&text).unwrap();
        assert_eq!(card.role.as_deref(), Some("medical_monitor"));
        // Six words stand for keys: who has them does not read out otherwise in another role.
        assert_eq!(
            card.fingerprint(),
            Card::parse(&plain).unwrap().fingerprint()
        );
        let peer = text.replace("role medical_monitor", "role peer");
        assert_eq!(Card::parse(&peer), Err(BadCard::Signature));
        let without = text.replace("role medical_monitor\n", "");
        assert_eq!(Card::parse(&without), Err(BadCard::Form));
        for role in ["", "Peer", "a role", "a\nkey 00", &"x".repeat(33)] {
            assert!(make(&bundle, "Dr. Ingrid Lund", Some(role)).is_none());
        }
    }

    #[test]
    fn another_key_or_another_person_reads_out_otherwise() {
        let card = Card::parse(&card()).unwrap();
        let other = Card {
            person: [8; 16],
            ..card.clone()
        };
        assert_ne!(card.fingerprint(), other.fingerprint());
    }
}
