//! The vectors in `tests/fixtures/vectors`: header files, good and bad, each beside a note of what must come out.
//!
//! `HOLDFAST_WRITE_VECTORS=1 cargo test -p vault vectors` writes them anew (age draws its own chance, so the bytes differ each time: only
//! before a format is released). Every other run checks the files that are there.

use super::tests::{
    ACCESS, CODE, PASSPHRASE, Sample, Verdict, judge, leaving, make_sample, rotating, sample,
    with_break_glass, with_inspector,
};
use super::*;
use crate::slot::WrapKey;
use crate::text::{from_hex, to_hex};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/fixtures/vectors")
        .join(kind)
}

fn words(verdict: &Verdict) -> (&'static str, String) {
    match verdict {
        Verdict::Refused(bad) => ("refused", bad.to_string()),
        Verdict::Wrong => ("wrong", "the secret is wrong".to_owned()),
        Verdict::Damaged => (
            "damaged",
            "the secret is right and the header is damaged".to_owned(),
        ),
        Verdict::Opens { .. } => ("opens", String::new()),
    }
}

#[test]
fn the_header_vectors_hold() {
    match std::env::var_os("HOLDFAST_WRITE_VECTORS") {
        // What came with a later reader, beside the released ones.
        Some(which) if which == "inspector" => write_inspector(),
        Some(_) => {
            write_valid();
            write_invalid();
            write_inspector();
        }
        None => {}
    }
    let mut seen = 0;
    for kind in ["valid", "invalid"] {
        for entry in fs::read_dir(folder(kind)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "hdr") {
                continue;
            }
            let note: Value =
                serde_json::from_slice(&fs::read(path.with_extension("json")).unwrap()).unwrap();
            check(&path, &fs::read(&path).unwrap(), &note);
            seen += 1;
        }
    }
    assert!(seen >= 50, "only {seen} vectors were found");
}

fn check(path: &Path, file: &[u8], note: &Value) {
    let text = |field: &str| {
        note[field]
            .as_str()
            .unwrap_or_else(|| panic!("{}: {field}", path.display()))
    };
    let okm: [u8; 64] = from_hex(text("wrap_key_and_commit"))
        .unwrap()
        .try_into()
        .unwrap();
    let slot = note["slot"].as_u64().unwrap() as usize;
    let verdict = judge(file, slot, &okm);
    let (expect, because) = words(&verdict);
    assert_eq!(expect, text("expect"), "{}", path.display());
    let Verdict::Opens { masters } = verdict else {
        assert_eq!(because, text("because"), "{}", path.display());
        return;
    };
    let header = parse(file).unwrap().header;
    assert_eq!(to_hex(&header.vault_id), text("vault_id"));
    assert_eq!(note["header_seq"], header.seq);
    assert_eq!(note["training"], header.training);
    let expected = note["epochs"].as_array().unwrap();
    assert_eq!(masters.len(), expected.len());
    for ((epoch, master), expected) in header.epochs().zip(masters).zip(expected) {
        assert_eq!(
            *expected,
            epoch_note(&header, epoch, master),
            "{}",
            path.display()
        );
    }
}

fn epoch_note(header: &Header, epoch: u32, mut master: [u8; 32]) -> Value {
    let shown = to_hex(&master);
    let keys = crate::keys::Keys::derive(Key::take(&mut master), header.binding(epoch));
    json!({
        "epoch": epoch,
        "master_key": shown,
        "database_key_and_salt": to_hex(keys.database.expose()),
        "header_key": to_hex(keys.header.expose()),
        "head_key": to_hex(keys.head.expose()),
        "client_key": to_hex(keys.client.expose()),
    })
}

/// The passphrase and the code of the vectors give the wrap keys that the notes name: the slow part, once each.
#[test]
fn the_vectors_secrets_derive_their_wrap_keys() {
    for (name, secret) in [
        (
            "two-people",
            crate::passphrase::prepare(PASSPHRASE).unwrap().to_vec(),
        ),
        ("two-people-by-recovery", CODE.to_vec()),
    ] {
        let path = folder("valid").join(name);
        let note: Value =
            serde_json::from_slice(&fs::read(path.with_extension("json")).unwrap()).unwrap();
        let header = parse(&fs::read(path.with_extension("hdr")).unwrap())
            .unwrap()
            .header;
        let Lock::Wrapped(wrapped) = &header.slots[note["slot"].as_u64().unwrap() as usize].lock
        else {
            panic!("not a wrapped slot")
        };
        let key = WrapKey::derive(&secret, &wrapped.cost, &wrapped.salt).unwrap();
        assert_eq!(
            to_hex(&key.okm()),
            note["wrap_key_and_commit"].as_str().unwrap()
        );
    }
}

fn write(kind: &str, name: &str, file: &[u8], note: &Value) {
    fs::create_dir_all(folder(kind)).unwrap();
    fs::write(folder(kind).join(name).with_extension("hdr"), file).unwrap();
    let text = serde_json::to_string_pretty(note).unwrap() + "\n";
    fs::write(folder(kind).join(name).with_extension("json"), text).unwrap();
}

fn write_valid() {
    let one =
        |name: &str, what: &str, sample: &Sample, header: &Header, slot: usize, wrap: usize| {
            let masters: Vec<Value> = header
                .epochs()
                .zip([sample.master, [9; 32]])
                .take(if header.slots[slot].is_leaving() {
                    1
                } else {
                    2
                })
                .map(|(epoch, master)| epoch_note(header, epoch, master))
                .collect();
            let mut note = json!({
                "what": what,
                "slot": slot,
                "wrap_key_and_commit": to_hex(&sample.wraps[wrap]),
                "expect": "opens",
                "vault_id": to_hex(&header.vault_id),
                "training": header.training,
                "header_seq": header.seq,
                "person_id": to_hex(if wrap == 2 { &[0xbb; 16] } else { &[0xaa; 16] }),
                "epochs": masters,
            });
            if wrap == 1 {
                note["recovery_code_bytes"] = json!(to_hex(&CODE));
            } else {
                // Decomposed, where the vault was made with it composed: NFKC makes them one.
                note["passphrase"] = json!("cafe\u{301} und neun graue Ga\u{308}nse");
            }
            write("valid", name, &sample.signed(header), &note);
        };
    let s = sample();
    one(
        "two-people",
        "two people, three slots; the first person's passphrase",
        s,
        &s.header,
        0,
        0,
    );
    one(
        "two-people-by-recovery",
        "the same, by the first person's recovery code",
        s,
        &s.header,
        1,
        1,
    );
    one(
        "two-people-second",
        "the same, by the second person's passphrase",
        s,
        &s.header,
        2,
        2,
    );
    one(
        "rotating",
        "a rotation under way: two master keys in each slot",
        s,
        &rotating(),
        0,
        0,
    );
    one(
        "rotating-leaving",
        "the same, for a slot that leaves with the epoch that is",
        s,
        &leaving(),
        2,
        2,
    );
    one(
        "break-glass",
        "a break-glass slot between the others",
        s,
        &with_break_glass(),
        0,
        0,
    );
    let training = make_sample(true);
    one(
        "training",
        "a training vault",
        &training,
        &training.header,
        0,
        0,
    );
}

fn write_inspector() {
    let (header, okm) = with_inspector();
    let s = sample();
    let note = |what: &str, slot: usize| {
        json!({
            "what": what,
            "slot": slot,
            "wrap_key_and_commit": to_hex(if slot == 3 { &okm } else { &s.wraps[0] }),
        })
    };
    for (name, what, slot) in [
        (
            "inspector",
            "an inspector's slot after three others, by its access code",
            3,
        ),
        (
            "inspector-by-passphrase",
            "the same, by the first person's passphrase",
            0,
        ),
    ] {
        let mut note = note(what, slot);
        note["expect"] = json!("opens");
        note["vault_id"] = json!(to_hex(&header.vault_id));
        note["training"] = json!(header.training);
        note["header_seq"] = json!(header.seq);
        note["person_id"] = json!(to_hex(if slot == 3 { &[0xcc; 16] } else { &[0xaa; 16] }));
        note["epochs"] = json!([epoch_note(&header, 1, s.master)]);
        if slot == 3 {
            note["access_code_bytes"] = json!(to_hex(&ACCESS));
        } else {
            note["passphrase"] = json!("cafe\u{301} und neun graue Ga\u{308}nse");
        }
        write("valid", name, &s.signed(&header), &note);
    }
    let mut bent = header.clone();
    bent.min_reader = 1;
    let mut refused = note("an inspector's slot for a reader that does not know it", 3);
    let file = s.signed(&bent);
    let (expect, because) = words(&judge(&file, 3, &okm));
    refused["expect"] = json!(expect);
    refused["because"] = json!(because);
    write("invalid", "inspector-for-reader-one", &file, &refused);
}

fn write_invalid() {
    let s = sample();
    let good = s.file();
    let at_slot = |name: &str, what: &str, file: &[u8], slot: usize, wrap: &[u8; 64]| {
        let (expect, because) = words(&judge(file, slot, wrap));
        assert_ne!(expect, "opens", "{name}");
        let note = json!({
            "what": what, "slot": slot, "wrap_key_and_commit": to_hex(wrap), "expect": expect, "because": because,
        });
        write("invalid", name, file, &note);
    };
    let one = |name: &str, what: &str, file: &[u8]| at_slot(name, what, file, 0, &s.wraps[0]);
    let put = |at: usize, bytes: &[u8]| {
        let mut file = good.clone();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        file
    };
    // Offsets of the first slot's fields.
    const SLOT: usize = 49;
    const HANDLE: usize = SLOT + 18;
    const COST: usize = HANDLE + 2;
    const SALT: usize = COST + 12;
    const COMMIT: usize = SALT + 32;
    const NONCE: usize = COMMIT + 32;
    const BUNDLE: usize = NONCE + 12;
    const RECIPIENT: usize = BUNDLE + 138;
    const VERIFIER: usize = RECIPIENT + 62;
    const SEALED: usize = VERIFIER + 32;
    let second = SEALED + 2 + s.header.slots[0].sealed[0].len();

    one("empty", "no bytes at all", &[]);
    one("magic", "another file's first bytes", &put(0, b"HOLDFASR"));
    one("truncated-in-prefix", "ends in the prefix", &good[..40]);
    one("truncated-in-slot", "ends in a slot", &good[..BUNDLE + 7]);
    one(
        "truncated-before-mac",
        "all but the MAC",
        &good[..good.len() - 32],
    );
    one(
        "truncated-in-mac",
        "ends in the MAC",
        &good[..good.len() - 1],
    );
    one(
        "trailing-byte",
        "one byte too many",
        &[good.clone(), vec![0]].concat(),
    );
    one(
        "too-long",
        "longer than 65 536 bytes",
        &[good.clone(), vec![0; LONGEST]].concat(),
    );
    one("format-zero", "format 0", &put(8, &[0, 0]));
    one(
        "newer-reader",
        "wants a newer reader",
        &put(8, &[0, 2, 0, 2]),
    );
    one(
        "reader-above-format",
        "min_reader above format",
        &put(10, &[0, 2]),
    );
    one(
        "unknown-suite",
        "another set of algorithms",
        &put(12, &[0, 2]),
    );
    one(
        "unknown-flag",
        "a flag that does not exist",
        &put(14, &[0x80, 0]),
    );
    one(
        "training-flag-turned",
        "the training flag turned over",
        &put(14, &[0, 1]),
    );
    one(
        "vault-id-changed",
        "another vault's id",
        &put(16, &[!good[16]]),
    );
    one("sequence-zero", "header_seq 0", &put(32, &[0; 8]));
    one(
        "sequence-changed",
        "header_seq raised without the MAC",
        &put(39, &[9]),
    );
    one("epoch-zero", "db_epoch 0", &put(40, &[0; 4]));
    one("epoch-raised", "db_epoch raised", &put(40, &[0, 0, 0, 2]));
    one(
        "pending-not-next",
        "pending_epoch is not the next",
        &put(44, &[0, 0, 0, 3]),
    );
    one("no-slots", "slot_count 0", &put(48, &[0]));
    one("thirty-three-slots", "slot_count 33", &put(48, &[33]));
    one(
        "fewer-slots-than-there-are",
        "slot_count 2 before three slots",
        &put(48, &[2]),
    );
    one(
        "duplicate-slot-id",
        "two slots with one id",
        &put(second, &good[SLOT..SLOT + 16]),
    );
    one(
        "slot-id-changed",
        "another slot id",
        &put(SLOT, &[!good[SLOT]]),
    );
    one("slot-kind-zero", "slot kind 0", &put(SLOT + 16, &[0]));
    one("slot-kind-four", "slot kind 4", &put(SLOT + 16, &[4]));
    one(
        "slot-kind-turned",
        "a passphrase slot called a recovery slot",
        &put(SLOT + 16, &[2]),
    );
    one(
        "slot-kind-break-glass",
        "a passphrase slot called break-glass",
        &put(SLOT + 16, &[3]),
    );
    one(
        "handle-empty",
        "a handle of no bytes",
        &put(SLOT + 17, &[0]),
    );
    one(
        "handle-too-long",
        "a handle of 33 bytes",
        &put(SLOT + 17, &[33]),
    );
    one(
        "handle-control",
        "a control character in a handle",
        &put(HANDLE, b"\n"),
    );
    one(
        "handle-not-utf8",
        "a handle that is no text",
        &put(HANDLE, &[0xff]),
    );
    one(
        "handle-changed",
        "another handle without the MAC",
        &put(HANDLE, b"Z"),
    );
    one(
        "memory-below-floor",
        "m = 65 535 KiB",
        &put(COST, &65_535u32.to_be_bytes()),
    );
    one("memory-tiny", "m = 8 KiB", &put(COST, &8u32.to_be_bytes()));
    one(
        "memory-above-ceiling",
        "m = 4 TiB",
        &put(COST, &u32::MAX.to_be_bytes()),
    );
    one(
        "passes-below-floor",
        "t = 2",
        &put(COST + 4, &2u32.to_be_bytes()),
    );
    one(
        "passes-above-ceiling",
        "t = 2^32 - 1",
        &put(COST + 4, &u32::MAX.to_be_bytes()),
    );
    one("lanes-zero", "p = 0", &put(COST + 8, &[0; 4]));
    one(
        "lanes-above-ceiling",
        "p = 2^24",
        &put(COST + 8, &(1u32 << 24).to_be_bytes()),
    );
    one(
        "cost-changed",
        "t = 4 where 3 was written",
        &put(COST + 4, &4u32.to_be_bytes()),
    );
    one(
        "commit-bit",
        "one bit of the commitment",
        &put(COMMIT, &[good[COMMIT] ^ 1]),
    );
    one(
        "nonce-bit",
        "one bit of the bundle's nonce",
        &put(NONCE, &[good[NONCE] ^ 1]),
    );
    one(
        "bundle-bit",
        "one bit of the bundle",
        &put(BUNDLE, &[good[BUNDLE] ^ 1]),
    );
    one(
        "recipient-upper-case",
        "a recipient in another spelling",
        &put(RECIPIENT, &good[RECIPIENT..VERIFIER].to_ascii_uppercase()),
    );
    one(
        "recipient-checksum",
        "a recipient with a wrong sign",
        &put(
            VERIFIER - 1,
            &[if good[VERIFIER - 1] == b'q' {
                b'p'
            } else {
                b'q'
            }],
        ),
    );
    let second_recipient = s.header.slots[2].recipient.as_bytes();
    one(
        "recipient-replaced",
        "another person's recipient",
        &put(RECIPIENT, second_recipient),
    );
    one(
        "verifier-small-order",
        "a public key of small order",
        &put(VERIFIER, &[0; 32]),
    );
    let Lock::Wrapped(theirs) = &s.header.slots[2].lock else {
        panic!("not a wrapped slot")
    };
    one(
        "verifier-replaced",
        "another person's public key",
        &put(VERIFIER, theirs.verifier.as_bytes()),
    );
    one(
        "sealed-empty",
        "a sealed master key of no bytes",
        &put(SEALED, &[0, 0]),
    );
    one(
        "sealed-too-long",
        "a sealed master key of 769 bytes",
        &put(SEALED, &769u16.to_be_bytes()),
    );
    one(
        "sealed-bit",
        "one bit of the sealed master key",
        &put(second - 1, &[good[second - 1] ^ 1]),
    );
    one(
        "mac-bit",
        "one bit of the MAC",
        &put(good.len() - 1, &[good[good.len() - 1] ^ 1]),
    );
    let insider = |change: &dyn Fn(&mut Header)| {
        let mut header = s.header.clone();
        change(&mut header);
        s.signed(&header)
    };
    one(
        "sealed-for-another-slot",
        "the second slot's sealed key in the first, MAC renewed",
        &insider(&|h| h.slots[0].sealed = h.slots[1].sealed.clone()),
    );
    one(
        "training-flag-turned-by-insider",
        "the training flag turned over, MAC renewed",
        &insider(&|h| h.training = true),
    );
    let swapped = insider(&|h| {
        let (a, b) = (h.slots[0].lock.clone(), h.slots[2].lock.clone());
        (h.slots[0].lock, h.slots[2].lock) = (b, a);
    });
    one(
        "bundles-exchanged",
        "two people's bundles exchanged, MAC renewed, tried in one's own place",
        &swapped,
    );
    at_slot(
        "bundles-exchanged-followed",
        "the same, tried where one's bundle went",
        &swapped,
        2,
        &s.wraps[0],
    );
    let other = make_sample(false);
    let transplanted = insider(&|h| h.slots[0] = other.header.slots[0].clone());
    at_slot(
        "slot-of-another-vault",
        "a slot of another vault, MAC renewed, with that slot's key",
        &transplanted,
        0,
        &other.wraps[0],
    );
    let mut glass = s.signed(&with_break_glass());
    let salt = second + 16 + 1 + 1 + 4 + 12;
    glass[salt] = 1;
    at_slot(
        "break-glass-with-salt",
        "a break-glass slot with a salt",
        &glass,
        0,
        &s.wraps[0],
    );
}
