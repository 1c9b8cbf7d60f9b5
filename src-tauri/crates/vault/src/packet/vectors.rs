//! Packets and cards as files that both readers judge: `packets.json` and, with roles of readers, `packets-roles.json` in
//! `tests/fixtures/vectors/valid`. Written anew with `HOLDFAST_WRITE_VECTORS=1`, where they are not there; age draws its own chance, so the
//! bytes are other ones then. What is there stays as it is.

use super::tests::{inside, person, resealed, sealed, sealed_in_roles, signed_anew};
use super::{BadPacket, read};
use crate::card::{self, Card};
use crate::sign::SigningKey;
use crate::slot::Bundle;
use crate::text::{from_hex, to_hex};
use age::secrecy::ExposeSecret;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::str::FromStr;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/fixtures/vectors/valid")
        .join(name)
}

/// One word for what a reader answers.
fn verdict(recipient: &str, inside: &[u8]) -> &'static str {
    let read = (|| {
        let mut packet = read::inside_of(recipient, inside)?;
        while packet.next_part()?.is_some() {}
        Ok(())
    })();
    match read {
        Ok(()) => "opens",
        Err(BadPacket::NotAPacket) => "not_a_packet",
        Err(BadPacket::NotForYou) => "not_for_you",
        Err(BadPacket::Forwarded) => "forwarded",
        Err(BadPacket::Newer { .. }) => "newer",
        Err(BadPacket::Limit(_)) => "limit",
        Err(BadPacket::Truncated) => "truncated",
        Err(BadPacket::Damaged) => "damaged",
        Err(BadPacket::Field(_)) => "field",
        Err(BadPacket::Signature) => "signature",
        Err(BadPacket::Trailing) => "trailing",
        Err(BadPacket::Io(_)) => "io",
    }
}

#[test]
fn packets_are_judged_as_they_were() {
    judged("packets.json", made, 15);
}

#[test]
fn packets_with_roles_are_judged_as_they_were() {
    judged("packets-roles.json", made_with_roles, 6);
}

fn judged(name: &str, made: impl Fn() -> Value, least: usize) {
    if std::env::var_os("HOLDFAST_WRITE_VECTORS").is_some() && !path(name).exists() {
        let text = serde_json::to_string_pretty(&made()).unwrap() + "\n";
        std::fs::write(path(name), text).unwrap();
    }
    let kept: Value = serde_json::from_slice(&std::fs::read(path(name)).unwrap()).unwrap();
    let bytes = |value: &Value| from_hex(value.as_str().unwrap()).unwrap();
    let recipient = kept["reader"]["recipient"].as_str().unwrap();
    let cases = kept["cases"].as_array().unwrap();
    assert!(cases.len() >= least);
    for case in cases {
        let said = verdict(recipient, &bytes(&case["inside"]));
        assert_eq!(case["expect"], said, "{}", case["name"]);
    }
    let identity = kept["reader"]["identity"].as_str().unwrap();
    let identity = age::x25519::Identity::from_str(identity).unwrap();
    assert_eq!(identity.to_public().to_string(), recipient);
    let (person, seed) = (&kept["reader"]["person"], &kept["reader"]["seed"]);
    let derived = Bundle::of(
        bytes(person).try_into().unwrap(),
        age::x25519::Identity::generate(),
        SigningKey::from_seed(&bytes(seed).try_into().unwrap()),
    );
    assert_eq!(derived.packet_recipient().as_str(), recipient);
    let opened = age::decrypt(&identity, &bytes(&kept["sealed"])).unwrap();
    assert_eq!(opened, bytes(&cases[0]["inside"]));
    let card = Card::parse(kept["card"]["text"].as_str().unwrap()).unwrap();
    assert_eq!(kept["card"]["words"], card.fingerprint());
    assert_eq!(kept["card"]["role"].as_str(), card.role.as_deref());
}

fn made() -> Value {
    let (author, reader, other) = (person(1), person(2), person(3));
    let bytes = sealed(&author, &[&reader, &other], &[b"one", b"", b"three"]);
    let good = inside(&reader, &bytes);
    let front = 16 + u32::from_be_bytes(good[12..16].try_into().unwrap()) as usize;
    let parts = front + 96;
    let bent = |at: usize, bytes: &[u8]| {
        let mut bent = good.clone();
        bent[at..at + bytes.len()].copy_from_slice(bytes);
        bent
    };
    let flipped = |at: usize| bent(at, &[good[at] ^ 1]);
    let lying = |change: &dyn Fn(&mut Vec<u8>)| signed_anew(&author, &good, |front| change(front));
    let elsewhere = inside(&other, &sealed(&author, &[&other], &[b"one"]));
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("as it was sealed", good.clone()),
        ("sealed for another, passed on", elsewhere),
        ("another file", b"HFHEAD01 and something else".to_vec()),
        ("a newer reader is wanted", bent(10, &2u16.to_be_bytes())),
        ("no version", bent(8, &0u16.to_be_bytes())),
        ("a manifest without end", bent(12, &u32::MAX.to_be_bytes())),
        ("a byte of the manifest", flipped(20)),
        ("a byte of the author's key", flipped(front)),
        ("a byte of the signature", flipped(front + 40)),
        ("a part's number", flipped(parts + 3)),
        ("a part's length", bent(parts + 4, &u64::MAX.to_be_bytes())),
        ("a part's byte", flipped(parts + 12)),
        ("one byte too many", [good.as_slice(), b"x"].concat()),
        ("one byte too few", good[..good.len() - 1].to_vec()),
        ("cut in the manifest", good[..100].to_vec()),
        (
            "a signed part of 2^64 bytes",
            lying(&|front| {
                let at = front.len() - 44;
                front[at + 4..at + 12].copy_from_slice(&u64::MAX.to_be_bytes());
            }),
        ),
        (
            "a thousand million signed parts",
            lying(&|front| {
                let at = front.len() - 3 * 44;
                front[at - 4..at].copy_from_slice(&1_000_000_000u32.to_be_bytes());
            }),
        ),
        (
            "one signed part more than there are",
            lying(&|front| {
                let at = front.len() - 3 * 44;
                front[at - 4..at].copy_from_slice(&4u32.to_be_bytes());
            }),
        ),
        (
            "a signed manifest with bytes after its end",
            lying(&|front| {
                front.push(0);
                let length = u32::try_from(front.len() - 16).unwrap();
                front[12..16].copy_from_slice(&length.to_be_bytes());
            }),
        ),
    ];
    file(
        &reader,
        &good,
        &cases,
        &card::make(&author, "Maren Sol", None).unwrap(),
    )
}

/// Readers with roles: version 2, and what is no version 2.
fn made_with_roles() -> Value {
    let (author, reader, other) = (person(4), person(5), person(6));
    let bytes = sealed_in_roles(&author, &[&reader, &other], &[2, 3], &[b"one"]);
    let good = inside(&reader, &bytes);
    let as_version = |version: u16, asks: u16| {
        signed_anew(&author, &good, |front| {
            front[8..10].copy_from_slice(&version.to_be_bytes());
            front[10..12].copy_from_slice(&asks.to_be_bytes());
        })
    };
    let role = 16
        + good[16..]
            .windows(32)
            .position(|zero| zero == [0; 32])
            .unwrap()
        + 32;
    let mut flipped = good.clone();
    flipped[role] ^= 1;
    let nobody = signed_anew(&author, &good, |front| {
        front[role] = 0;
        front[role + 103] = 0;
    });
    let plain = inside(&reader, &sealed(&author, &[&reader], &[b"one"]));
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("two readers, each in a role", good.clone()),
        ("a newer reader is wanted", as_version(3, 3)),
        (
            "a later version that this one understands",
            as_version(3, 2),
        ),
        ("a role that is not the signed one", flipped),
        ("version 2 without any role", nobody),
        ("without a role, version 1", plain),
    ];
    file(
        &reader,
        &good,
        &cases,
        &card::make(&author, "Maren Sol", Some("peer")).unwrap(),
    )
}

fn file(reader: &Bundle, good: &[u8], cases: &[(&str, Vec<u8>)], card: &str) -> Value {
    let recipient = reader.packet_recipient().as_str().to_owned();
    let read = Card::parse(card).unwrap();
    json!({
        "reader": {
            "person": to_hex(&reader.person_id),
            "seed": to_hex(reader.signing.seed()),
            "identity": reader.packets.to_string().expose_secret(),
            "recipient": &recipient,
        },
        "card": { "text": card, "words": read.fingerprint(), "role": read.role },
        "sealed": to_hex(&resealed(reader, good)),
        "cases": cases
            .iter()
            .map(|(name, inside)| json!({
                "name": name,
                "expect": verdict(&recipient, inside),
                "inside": to_hex(inside),
            }))
            .collect::<Vec<Value>>(),
    })
}
