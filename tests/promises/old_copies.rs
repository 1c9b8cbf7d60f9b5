//! *Freshness.* Page encryption cannot see an older record put back; the head file can. Control: without a newer head the
//! same swap is not noticed, which is why the head exists.

use std::fs;
use support::world;

#[test]
fn an_older_record_put_back_is_noticed() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = world::folder(home.path());
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    companion.vault_lock().expect("locks");
    let yesterday = fs::read(folder.join("record.db")).expect("the record");
    let yesterdays_head = fs::read(folder.join("head")).expect("the head");

    world::unlock(&mut companion, home.path()).expect("opens");
    companion.client_add("KELP-014", "").expect("a client");
    companion.vault_lock().expect("locks");

    fs::write(folder.join("record.db"), &yesterday).expect("the old record goes back");
    world::unlock(&mut companion, home.path()).expect("opens, to be read");
    assert!(
        companion.vault_opened().expect("open").older_than_head,
        "an older record went unnoticed"
    );
    drop(companion);

    // Control: with its own old head the old record looks whole. Only somebody else's checkpoint can tell.
    fs::write(folder.join("record.db"), &yesterday).expect("the old record goes back");
    fs::write(folder.join("head"), &yesterdays_head).expect("the old head too");
    let mut companion = world::companion(home.path());
    world::unlock(&mut companion, home.path()).expect("opens");
    assert!(!companion.vault_opened().expect("open").older_than_head);
}
