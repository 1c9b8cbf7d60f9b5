//! *Damage is said, never guessed around.* What is not a whole vault of ours opens nothing, and is left as it was found.

use companion::Error;
use std::fs;
use support::world;

/// Unlocks a vault whose file was exchanged for other bytes; afterwards the file must hold just those.
fn opens_with(file: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Result<(), Error> {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    companion.vault_lock().expect("locks");
    let path = world::folder(home.path()).join(file);
    let whole = fs::read(&path).expect("the file");
    let changed = change(whole.clone());
    fs::write(&path, &changed).expect("written");
    let answer = world::unlock(&mut companion, home.path());
    if whole != changed {
        assert_eq!(fs::read(&path).expect("the file"), changed, "touched");
    }
    answer
}

#[test]
fn a_whole_vault_opens() {
    opens_with("record.db", |bytes| bytes).expect("the control opens");
}

#[test]
fn a_cut_record_is_named() {
    for keep in [100, 4_096, 9_000] {
        let answer = opens_with("record.db", |bytes| bytes[..keep].to_vec());
        assert!(
            matches!(answer, Err(Error::Damaged { .. })),
            "{keep}: {answer:?}"
        );
    }
}

#[test]
fn an_empty_record_is_no_new_one() {
    let answer = opens_with("record.db", |_| Vec::new());
    assert!(matches!(answer, Err(Error::Damaged { .. })), "{answer:?}");
}

#[test]
fn a_record_of_another_program_is_refused() {
    let answer = opens_with("record.db", |_| {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("other.db");
        let other = rusqlite::Connection::open(&path).expect("a database");
        other
            .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)")
            .expect("filled");
        drop(other);
        fs::read(path).expect("its bytes")
    });
    assert!(
        matches!(answer, Err(Error::Damaged { .. } | Error::NotAVault)),
        "{answer:?}"
    );
}
