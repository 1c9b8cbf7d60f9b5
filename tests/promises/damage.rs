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

/// One copy of the header is enough to open. The other is told of, mended, and stands in the chain as it was found.
#[test]
fn a_copy_of_the_header_that_is_gone_or_damaged_is_told_and_mended() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    companion.vault_lock().expect("locks");
    let folder = world::folder(home.path());
    let noted = |companion: &companion::Companion| {
        let entries = companion.audit_entries(1, 10_000).expect("entries");
        let mended = entries
            .into_iter()
            .filter(|one| one.action == "header_mended");
        mended.map(|one| one.id).collect::<Vec<_>>()
    };
    world::unlock(&mut companion, home.path()).expect("opens");
    assert!(noted(&companion).is_empty(), "the control");
    companion.vault_lock().expect("locks");
    let [first, second] = ["vault.hdr", "vault.hdr.bak"].map(|name| folder.join(name));
    for (which, changed) in [(&second, None), (&first, Some(&b"HOLDFAST"[..]))] {
        match changed {
            None => fs::remove_file(which).expect("gone"),
            Some(bytes) => fs::write(which, bytes).expect("written"),
        }
        world::unlock(&mut companion, home.path()).expect("opens");
        let (one, other) = (fs::read(&first), fs::read(&second));
        assert_eq!(one.expect("is there"), other.expect("is there"));
        assert!(!companion.vault_opened().expect("open").older_than_head);
        companion.vault_lock().expect("locks");
    }
    world::unlock(&mut companion, home.path()).expect("opens");
    assert_eq!(noted(&companion), ["good/missing", "damaged/good"]);
}

/// Whoever comes back by their code writes a header on the way in: how it was found is told all the same.
#[test]
fn a_header_copy_that_was_gone_is_told_after_a_recovery_too() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    let code = world::make_owed(&mut companion, home.path(), true).expect("a vault");
    companion.vault_lock().expect("locks");
    let folder = world::folder(home.path());
    fs::remove_file(folder.join("vault.hdr.bak")).expect("gone");
    let new = companion::Secret::from("another harbour lantern seventeen");
    companion
        .vault_recover(&folder, &code, &new)
        .expect("opens");
    let said = companion.vault_opened().expect("open").header;
    assert_eq!(said, companion::vault::HeaderState::Mended);
    let entries = companion.audit_entries(1, 10_000).expect("entries");
    let mut mended = entries.iter().filter(|one| one.action == "header_mended");
    assert!(mended.any(|one| one.id == "good/missing"));
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
