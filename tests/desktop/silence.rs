//! *No network is ever used.* The window as a person starts it, without a driver, on a machine without a network and with every socket seen: its
//! door is drawn, and not one socket of the internet was asked for, by the program or by its web view. Control: its sockets to the screen
//! and to the session's bus are seen by the same eyes (`tests/cli/silence.rs` has the other control).

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use support::silence::{Seen, alone};
use support::window::Stage;
use support::world;

const PATIENCE: Duration = Duration::from_secs(90);

#[test]
fn a_window_without_a_network_asks_for_none() {
    let stage = Stage::set();
    let home = stage.home().join(".local/share/holdfast");
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    companion.vault_lock().expect("locks");

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
    // Everything that a first page asks for.
    std::thread::sleep(Duration::from_secs(2));
    drop(actor);
    let seen = Seen::of(&trace);
    assert!(seen.local() > 3, "nobody was looking");
    assert_eq!(seen.internet(), Vec::<&str>::new());
}
