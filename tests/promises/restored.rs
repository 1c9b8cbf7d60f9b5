//! *A record that was put back says so.* Which backup it came from stands in its chain before anything else does.

use crate::backups::{back_up, bytes_of, restore, temporary};
use companion::backup::Way;
use companion::{Companion, Secret};
use std::path::Path;
use support::world;

/// What the chain says of restores, oldest first: the number of the entry, and the backup's last entry.
fn restores(companion: &Companion) -> Vec<(u64, u64)> {
    let entries = companion.audit_access().expect("entries").into_iter();
    entries
        .filter_map(|entry| {
            let from = companion.restored_from(&entry).expect("told")?;
            assert!(entry.before.is_some(), "it names the link of that entry");
            Some((entry.seq, from.entry))
        })
        .collect()
}

/// A record that was put back from a backup says so before it says anything else, whoever opens it and however often.
#[test]
fn a_restored_vault_says_from_which_backup_it_came() {
    let (place, stick) = (temporary(), temporary());
    let mut companion = world::companion(place.path());
    let code = world::make_with_code(&mut companion, place.path()).expect("a vault");
    let made = back_up(&mut companion, stick.path()).expect("made");
    let at_backup = companion
        .audit_short_code_at(made.entries)
        .expect("a code of the chain");
    assert_eq!(
        restores(&companion),
        [],
        "the vault itself was not put back"
    );
    companion.vault_lock().expect("locks");
    let before = bytes_of(&made.folder);
    let opens = |companion: &mut Companion, folder: &Path| {
        companion
            .vault_unlock(folder, &Secret::from(world::PASSPHRASE))
            .expect("opens");
    };
    let first = place.path().join("vaults/First.holdfast");
    restore(&mut companion, &made.folder, &first).expect("restored");
    opens(&mut companion, &first);
    assert_eq!(restores(&companion), [(made.entries + 1, made.entries)]);
    let entry = companion.audit_entries(made.entries + 1, 1).expect("there");
    let from = companion.restored_from(&entry[0]).expect("told");
    let from = from.expect("a restore");
    assert_eq!(
        from.code, at_backup,
        "the code that the lost vault had there"
    );
    let last = companion.audit_entries(made.entries, 1).expect("there");
    assert_eq!(from.wall_ms, last[0].wall_ms);
    // Once, however often it is opened.
    companion.vault_lock().expect("locks");
    opens(&mut companion, &first);
    assert_eq!(restores(&companion).len(), 1);
    assert!(
        companion
            .audit_verify()
            .expect("verified")
            .chain
            .fault
            .is_none()
    );
    // A backup of it, put back, is the second.
    let again = back_up(&mut companion, stick.path()).expect("made");
    companion.vault_lock().expect("locks");
    let second = place.path().join("vaults/Second.holdfast");
    restore(&mut companion, &again.folder, &second).expect("restored");
    opens(&mut companion, &second);
    assert_eq!(
        restores(&companion),
        [
            (made.entries + 1, made.entries),
            (again.entries + 1, again.entries)
        ]
    );
    companion.vault_lock().expect("locks");
    // By the code too; and the backup itself stays as it was.
    let third = place.path().join("vaults/Third.holdfast");
    companion
        .vault_restore(&made.folder, &third, &Way::Code(&code), &mut |_| {})
        .expect("restored");
    companion
        .vault_recover(
            &third,
            &code,
            &Secret::from("another harbour lantern seventeen"),
        )
        .expect("opens");
    assert_eq!(restores(&companion), [(made.entries + 1, made.entries)]);
    companion.vault_lock().expect("locks");
    assert_eq!(bytes_of(&made.folder), before);
}
