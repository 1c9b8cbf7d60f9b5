//! Idle time outside a session locks; during a session it brings the veil, once.

use companion::clock::uptime_ms;
use companion::{Error, Secret};
use support::world;

const MINUTE: i64 = 60_000;

#[test]
fn idle_time_locks_and_during_a_session_brings_the_veil() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    assert!(!companion.lock_due_at(i64::MAX / 2), "nothing is open");
    world::make(&mut companion, home.path()).expect("a vault");
    let now = uptime_ms();
    companion.activity_at(now);
    assert_eq!(companion.idle_minutes().expect("open"), 10);
    assert!(!companion.lock_due_at(now + 10 * MINUTE - 1));
    assert!(companion.lock_due_at(now + 10 * MINUTE));
    companion.activity_at(now + 9 * MINUTE);
    assert!(!companion.lock_due_at(now + 18 * MINUTE));

    for wrong in [0, 1, 61, u32::MAX] {
        assert!(
            matches!(companion.idle_set(wrong), Err(Error::BadInput { .. })),
            "{wrong}"
        );
    }
    companion.idle_set(2).expect("set");
    assert!(companion.lock_due_at(now + 11 * MINUTE));
    companion.vault_lock().expect("locks");
    world::unlock(&mut companion, home.path()).expect("opens");
    assert_eq!(
        companion.idle_minutes().expect("open"),
        2,
        "it is kept in the vault"
    );

    // A session runs: nothing locks anybody out, and the same idle time brings the veil.
    companion.veil_fall();
    assert!(!companion.veiled(), "there is nothing to veil");
    world::session(&mut companion, "KELP-014").expect("a session");
    let now = uptime_ms();
    companion.activity_at(now);
    assert!(!companion.lock_due_at(now + 2 * MINUTE - 1));
    assert!(companion.lock_due_at(now + 2 * MINUTE));
    companion.veil_fall();
    assert!(companion.veiled());
    assert!(!companion.lock_due_at(i64::MAX / 2), "it is down already");
    companion.veil_lift();
    assert!(!companion.veiled());
    // Who lifted it is there: the idle time begins anew.
    assert!(!companion.lock_due_at(uptime_ms() + MINUTE));
}

#[test]
fn only_the_owner_sets_the_idle_time() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let other = companion.person_by_initials("AK").expect("there");
    companion
        .person_take_pen(other, &Secret::from(world::PIN_AK))
        .expect("proven");
    assert!(matches!(companion.idle_set(5), Err(Error::NotAllowed)));
}
