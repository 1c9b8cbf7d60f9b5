//! *No network is ever used.* The window as a person starts it, without a driver, on a machine without a network and with every socket seen: a
//! vault is unlocked, and not one socket of the internet was asked for, by the program or by its web view. Control: its sockets to the screen
//! and to the session's bus are seen by the same eyes (`tests/cli/silence.rs` has the other control).

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};
use support::silence::{Seen, alone};
use support::window::Stage;
use support::world;

const PATIENCE: Duration = Duration::from_secs(90);

#[test]
fn a_window_without_a_network_unlocks_and_asks_for_none() {
    let stage = Stage::set();
    let home = stage.home().join(".local/share/holdfast");
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    companion.vault_lock().expect("locks");
    let log = world::folder(&home).join("record.db-wal");
    assert!(!log.exists(), "a locked vault has no log");

    let trace = stage.home().join("trace");
    let start = stage.home().join("start");
    let words = alone(&trace).join(" ");
    let program = support::window::program();
    std::fs::write(
        &start,
        format!("#!/bin/sh\nexec {words} {}\n", program.display()),
    )
    .expect("written");
    std::fs::set_permissions(&start, std::fs::Permissions::from_mode(0o755)).expect("a program");
    let actor = stage.start(&start);
    assert!(
        stage.words_seen(PATIENCE).is_some(),
        "{}",
        stage.last_words()
    );
    // The words may be on the screen a moment before the box takes keys; a line that went astray leaves its box selected, so it is typed again.
    let opened = (0..5).any(|_| {
        std::thread::sleep(Duration::from_millis(700));
        stage.type_line(world::PASSPHRASE).expect("typed");
        let until = Instant::now() + Duration::from_secs(12);
        while !log.exists() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(100));
        }
        log.exists()
    });
    assert!(opened, "the vault is not unlocked\n{}", stage.last_words());
    // Everything that a first page asks for.
    std::thread::sleep(Duration::from_secs(2));
    drop(actor);
    let seen = Seen::of(&trace);
    assert!(seen.local() > 3, "nobody was looking");
    assert_eq!(seen.internet(), Vec::<&str>::new());
}
