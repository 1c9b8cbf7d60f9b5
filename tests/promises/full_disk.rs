//! *A full disk loses nothing.* On a small disk of its own, in a mount namespace of its own: a clear refusal, everything
//! acknowledged still there, and the same act goes in once there is room. A disk that cannot be written says so.

use clinic::session::event::Event;
use companion::{Companion, Error, SessionId};
use support::own_mounts::{inside, mount, small_disk};
use support::world;

fn note(companion: &mut Companion, session: SessionId, number: u8) -> Result<(), Error> {
    let text = format!("{number:03} {}", "quiet ".repeat(600));
    world::note(companion, session, number, &text)
}

/// Numbers of the notes in the record, in order.
fn notes(companion: &mut Companion, session: SessionId) -> Vec<u8> {
    let live = companion.session_load(session).expect("readable");
    let rows = live.session.rows().iter();
    rows.filter_map(|row| match &row.event {
        Event::Noted { text, .. } => text.get(..3)?.parse().ok(),
        _ => None,
    })
    .collect()
}

#[test]
fn a_full_disk_refuses_and_loses_nothing() {
    if !inside("full_disk::a_full_disk_refuses_and_loses_nothing") {
        return;
    }
    let place = tempfile::tempdir().expect("a temporary folder");
    let home = place.path();
    small_disk(home, 8);
    let mut companion = world::companion(home);
    world::make(&mut companion, home).expect("a vault");
    let session = world::session(&mut companion, "KELP-014").expect("a session");
    let ballast = home.join("ballast");
    std::fs::write(&ballast, vec![1u8; 6 << 20]).expect("there is room");

    let mut kept = Vec::new();
    let refused = loop {
        let number = u8::try_from(kept.len() + 1).expect("the disk fills up");
        match note(&mut companion, session, number) {
            Ok(()) => kept.push(number),
            Err(error) => break (number, error),
        }
    };
    assert!(matches!(refused.1, Error::DiskFull), "{:?}", refused.1);
    assert!(!kept.is_empty());
    assert_eq!(notes(&mut companion, session), kept, "while full");

    std::fs::remove_file(&ballast).expect("room again");
    note(&mut companion, session, refused.0).expect("the same act goes in");
    note(&mut companion, session, refused.0).expect("and once only");
    kept.push(refused.0);
    drop(companion);
    let mut companion = world::companion(home);
    world::unlock(&mut companion, home).expect("opens");
    assert_eq!(notes(&mut companion, session), kept, "after reopening");
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none());
}

#[test]
fn a_disk_that_cannot_be_written_says_so() {
    if !inside("full_disk::a_disk_that_cannot_be_written_says_so") {
        return;
    }
    let place = tempfile::tempdir().expect("a temporary folder");
    let home = place.path();
    small_disk(home, 8);
    let mut companion = world::companion(home);
    world::make(&mut companion, home).expect("a vault");
    companion.vault_lock().expect("locks");
    mount(&["-o", "remount,ro"], home);
    let refused = world::unlock(&mut companion, home);
    assert!(matches!(refused, Err(Error::ReadOnly)), "{refused:?}");
    mount(&["-o", "remount,rw"], home);
    world::unlock(&mut companion, home).expect("opens when it can be written");
}
