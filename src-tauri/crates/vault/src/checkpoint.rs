//! Checkpoints: a point of the audit chain, signed, as a text that another person can keep (a C2SP signed note), and its short code
//! for paper.

use crate::chain::Point;
use crate::sign::{PublicKey, SigningKey};
use crate::text::{CROCKFORD, five_bits, from_base64, from_hex, to_base64, to_hex};
use ring::digest::{SHA256, digest};

const LONGEST: usize = 1024;

/// A checkpoint whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which vault's chain.
    pub vault_id: [u8; 16],
    /// Which point of it.
    pub point: Point,
    /// Who signed: the person named in the note.
    pub signer: [u8; 16],
}

/// A text is not a checkpoint by this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCheckpoint {
    /// Not in the form of a checkpoint.
    #[error("this is not a checkpoint")]
    Form,
    /// In form, but the signature is not by this key or not over this text.
    #[error("the checkpoint's signature does not hold")]
    Signature,
}

pub(crate) fn make(
    vault_id: &[u8; 16],
    point: &Point,
    signer: &[u8; 16],
    key: &SigningKey,
) -> String {
    let text = body(vault_id, point);
    let name = signer_name(signer);
    let mut signature = key_id(&name, &key.public_key()).to_vec();
    signature.extend_from_slice(&key.sign_bare(text.as_bytes()));
    format!("{text}\n\u{2014} {name} {}\n", to_base64(&signature))
}

/// Reads a checkpoint and checks that `key` signed it.
pub fn verify(note: &str, key: &PublicKey) -> Result<Checkpoint, BadCheckpoint> {
    let (checkpoint, signature) = parse(note).ok_or(BadCheckpoint::Form)?;
    let (id, signature) = signature
        .split_first_chunk::<4>()
        .ok_or(BadCheckpoint::Form)?;
    let signature = signature.try_into().map_err(|_| BadCheckpoint::Form)?;
    if *id != key_id(&signer_name(&checkpoint.signer), key) {
        return Err(BadCheckpoint::Signature);
    }
    let text = body(&checkpoint.vault_id, &checkpoint.point);
    key.verify_bare(text.as_bytes(), signature)
        .map_err(|_| BadCheckpoint::Signature)?;
    Ok(checkpoint)
}

/// Ten symbols that stand for a point of a vault's chain on a printed page: two groups of five, a hyphen between.
pub fn short_code(vault_id: &[u8; 16], point: &Point) -> String {
    let text = body(vault_id, point);
    let digest = digest(&SHA256, &[b"short-code/1", text.as_bytes()].concat());
    let symbols: Vec<char> = five_bits(digest.as_ref(), 10)
        .map(|symbol| char::from(CROCKFORD[usize::from(symbol)]))
        .collect();
    let (first, second) = symbols.split_at(5);
    first.iter().chain(&['-']).chain(second).collect()
}

/// A short code as somebody typed it from paper, the way [`short_code`] writes it: case, blanks and dashes do not matter, and letters that
/// look like figures count as those. None: it is no short code.
pub fn typed_short_code(typed: &str) -> Option<String> {
    const DASHES: [char; 6] = [
        '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}',
    ];
    let kept = typed
        .chars()
        .filter(|sign| !sign.is_whitespace() && !DASHES.contains(sign));
    let mut code = String::with_capacity(11);
    for (at, sign) in kept.enumerate() {
        let symbol = match sign.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if at == 10 || !CROCKFORD.iter().any(|known| char::from(*known) == symbol) {
            return None;
        }
        if at == 5 {
            code.push('-');
        }
        code.push(symbol);
    }
    (code.len() == 11).then_some(code)
}

fn body(vault_id: &[u8; 16], point: &Point) -> String {
    format!(
        "holdfast/{}\n{}\n{}\n",
        to_hex(vault_id),
        point.seq,
        to_base64(&point.digest)
    )
}

fn signer_name(person_id: &[u8; 16]) -> String {
    format!("holdfast/{}", to_hex(person_id))
}

fn key_id(name: &str, key: &PublicKey) -> [u8; 4] {
    let digest = digest(
        &SHA256,
        &[name.as_bytes(), b"\n\x01", key.as_bytes()].concat(),
    );
    digest.as_ref()[..4].try_into().expect("four of 32 bytes")
}

/// Only the spelling that [`make`] writes.
fn parse(note: &str) -> Option<(Checkpoint, Vec<u8>)> {
    if note.len() > LONGEST {
        return None;
    }
    let mut lines = note.split('\n');
    let vault_id = id(lines.next()?)?;
    let seq: u64 = lines.next()?.parse().ok()?;
    let digest = from_base64(lines.next()?)?.try_into().ok()?;
    if !lines.next()?.is_empty() {
        return None;
    }
    let (name, signature) = lines.next()?.strip_prefix("\u{2014} ")?.split_once(' ')?;
    let signer = id(name)?;
    let checkpoint = Checkpoint {
        vault_id,
        point: Point { seq, digest },
        signer,
    };
    let ends = lines.next() == Some("") && lines.next().is_none();
    (ends && note.starts_with(&format!("{}\n", body(&vault_id, &checkpoint.point))))
        .then_some((checkpoint, from_base64(signature)?))
}

fn id(line: &str) -> Option<[u8; 16]> {
    from_hex(line.strip_prefix("holdfast/")?)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: Point = Point {
        seq: 42,
        digest: [7; 32],
    };

    fn key() -> SigningKey {
        SigningKey::from_seed(&[3; 32])
    }

    #[test]
    fn a_checkpoint_reads_as_it_is_specified() {
        let note = make(&[0xab; 16], &POINT, &[0xcd; 16], &key());
        let lines: Vec<&str> = note.lines().collect();
        assert_eq!(lines[0], "holdfast/abababababababababababababababab");
        assert_eq!(lines[1], "42");
        assert_eq!(lines[2], "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=");
        assert_eq!(lines[3], "");
        assert!(lines[4].starts_with("\u{2014} holdfast/cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd "));
        let read = verify(&note, &key().public_key()).unwrap();
        assert_eq!(
            read,
            Checkpoint {
                vault_id: [0xab; 16],
                point: POINT,
                signer: [0xcd; 16]
            }
        );
    }

    #[test]
    fn no_changed_sign_is_accepted() {
        let note = make(&[0xab; 16], &POINT, &[0xcd; 16], &key());
        let public = key().public_key();
        for at in 0..note.len() {
            for other in [b'0', b'a', b'b', b'\n', b' ', b'+', 0x80] {
                let mut bent = note.clone().into_bytes();
                bent[at] = other;
                if bent == note.as_bytes() {
                    continue;
                }
                let Ok(bent) = String::from_utf8(bent) else {
                    continue;
                };
                assert!(verify(&bent, &public).is_err(), "{bent}");
            }
        }
        for extended in [
            format!("{note}\n"),
            format!("{note}x"),
            format!("\n{note}"),
            note.replace("\n42\n", "\n042\n"),
        ] {
            assert_eq!(verify(&extended, &public), Err(BadCheckpoint::Form));
        }
        let other = SigningKey::from_seed(&[4; 32]).public_key();
        assert_eq!(verify(&note, &other), Err(BadCheckpoint::Signature));
    }

    #[test]
    fn a_short_code_is_read_as_people_type_it() {
        let code = short_code(&[1; 16], &POINT);
        let bare = code.replace('-', "");
        for typed in [
            code.clone(),
            bare.clone(),
            code.to_lowercase(),
            format!("  {} \u{2013} {}\n", &bare[..5], &bare[5..]),
            bare.replace('0', "o").replace('1', "l"),
        ] {
            assert_eq!(typed_short_code(&typed), Some(code.clone()), "{typed:?}");
        }
        for typed in [
            "",
            &bare[..9],
            &format!("{bare}0"),
            &format!("{}U", &bare[..9]),
            &format!("{}é", &bare[..9]),
        ] {
            assert_eq!(typed_short_code(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn the_short_code_follows_vault_number_and_digest() {
        let code = short_code(&[1; 16], &POINT);
        assert_eq!(code.len(), 11);
        assert_ne!(code, short_code(&[2; 16], &POINT));
        assert_ne!(code, short_code(&[1; 16], &Point { seq: 43, ..POINT }));
        assert_ne!(
            code,
            short_code(
                &[1; 16],
                &Point {
                    digest: [8; 32],
                    ..POINT
                }
            )
        );
    }
}
