//! The small formats as one golden file, `tests/fixtures/vectors/valid/values.json`: what the Rust code makes of fixed inputs and fixed
//! chance, byte for byte. The Python reader checks the same file from the other side.

use crate::chain::{Point, genesis, link};
use crate::entropy::{Entropy, NoEntropy};
use crate::secret::Key;
use crate::sign::{Namespace, SigningKey};
use crate::text::to_hex;
use crate::{checkpoint, head, pin, recovery::RecoveryCode, seal};
use serde_json::{Value, json};
use std::path::Path;

/// Chance that is none: 0, 1, 2, …
struct Counted(u8);

impl Entropy for Counted {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy> {
        for byte in out {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
        Ok(())
    }
}

#[test]
fn the_small_formats_are_what_they_were() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/fixtures/vectors/valid/values.json");
    let made = values();
    if std::env::var_os("HOLDFAST_WRITE_VECTORS").is_some() {
        std::fs::write(&path, serde_json::to_string_pretty(&made).unwrap() + "\n").unwrap();
    }
    let kept: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    for (name, made) in made.as_object().unwrap() {
        assert_eq!(kept[name], *made, "{name}");
    }
    assert_eq!(kept, made);
}

fn values() -> Value {
    const VAULT: [u8; 16] = [0x10; 16];
    const PERSON: [u8; 16] = [0x20; 16];
    const CLIENT: [u8; 16] = [0x30; 16];
    const SIGNATURE: Namespace = Namespace::new("note/1");
    let signing = SigningKey::from_seed(&[0x40; 32]);
    let public = to_hex(signing.public_key().as_bytes());

    let key = Key::take(&mut [0x50; 32]);
    let place = seal::associated("session_event", b"row", 1);
    let sealed = seal::seal(
        &key,
        &place,
        "128/82 \u{b7} ruhig".as_bytes(),
        &mut Counted(0),
    )
    .unwrap();
    let wrapping = Key::take(&mut [0x60; 32]);
    let wrapped = seal::wrap_client_key(&CLIENT, &key, &wrapping, &mut Counted(100)).unwrap();

    let entries = ["first", "", "third, with \u{fc}"];
    let mut at = genesis(&VAULT);
    let digests: Vec<String> = entries
        .iter()
        .map(|entry| {
            at = Point {
                seq: at.seq + 1,
                digest: link(&at.digest, entry.as_bytes()),
            };
            to_hex(&at.digest)
        })
        .collect();

    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("head");
    let said = head::Head {
        header_seq: 7,
        epoch: 2,
        audit_seq: at.seq,
        audit_head: at.digest,
        wall_ms: -62_135_596_800_000,
    };
    head::write(&file, &VAULT, &said, &key).unwrap();

    json!({
        "recovery_code": {
            "bytes": to_hex(RecoveryCode::make(&mut Counted(0)).unwrap().expose()),
            "paper": *RecoveryCode::make(&mut Counted(0)).unwrap().to_paper(),
        },
        "sealed": {
            "key": to_hex(key.expose()), "table": "session_event", "row": to_hex(b"row"), "version": 1,
            "plaintext": "128/82 \u{b7} ruhig", "sealed": to_hex(&sealed),
        },
        "client_key": {
            "wrapping_key": to_hex(wrapping.expose()), "client_id": to_hex(&CLIENT),
            "key": to_hex(key.expose()), "wrapped": to_hex(&wrapped),
        },
        "chain": { "vault_id": to_hex(&VAULT), "entries": entries, "digests": digests },
        "checkpoint": {
            "vault_id": to_hex(&VAULT), "seq": at.seq, "digest": to_hex(&at.digest), "signer": to_hex(&PERSON),
            "public_key": public,
            "note": checkpoint::make(&VAULT, &at, &PERSON, &signing),
            "short_code": checkpoint::short_code(&VAULT, &at),
        },
        "signature": {
            "public_key": public, "namespace": "note/1", "text": "signed text",
            "signature": to_hex(&signing.sign(SIGNATURE, b"signed text")),
        },
        "pin": { "pin": "4071", "kept": to_hex(&pin::make_pin_hash(&"4071".into(), &mut Counted(0)).unwrap()) },
        "head": {
            "key": to_hex(key.expose()), "vault_id": to_hex(&VAULT), "file": to_hex(&std::fs::read(&file).unwrap()),
            "header_seq": 7, "epoch": 2, "audit_seq": at.seq, "audit_head": to_hex(&at.digest),
            "wall_ms": said.wall_ms,
        },
    })
}
