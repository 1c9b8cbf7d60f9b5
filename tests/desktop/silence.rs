//! *No network is ever used.* The window as a person starts it, without a driver, on a machine without a network and with every socket seen: it is
//! unlocked at its keyboard, a whole training day goes by in it, and not one socket of the internet was asked for, by the program or by its web
//! view. Control: its sockets to the screen and to the session's bus are seen by the same eyes (`tests/cli/silence.rs` has the other control).

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use support::silence::{Seen, alone};
use support::window::Stage;
use support::window::bus::{Bus, Logind};
use support::world;

/// Nine and a half hours at this speed are a minute.
const SPEED: u32 = 600;

#[tokio::test]
async fn a_training_day_in_the_window_opens_no_socket_of_the_internet() {
    let stage = Stage::set();
    let home = stage.home().join(".local/share/holdfast");
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let day = companion.training_start(SPEED).expect("a day begins");
    let before = companion
        .session_load(day)
        .expect("a session")
        .session
        .rows()
        .len();
    companion.vault_lock().expect("locks");
    drop(companion);
    let system = Bus::start(&stage.home().join("run/system-bus"));
    let logind = Logind::on(system.address()).await;
    let stage = stage.with("DBUS_SYSTEM_BUS_ADDRESS", system.address());

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
    stage.unlock(world::PASSPHRASE, &logind).await;
    // The day stands where it stopped until somebody lets it go on.
    tokio::time::sleep(Duration::from_secs(3)).await;
    stage.type_keys(",").expect("pressed");
    tokio::time::sleep(Duration::from_secs(75)).await;
    drop(actor);

    let seen = Seen::of(&trace);
    assert!(seen.local() > 3, "nobody was looking");
    assert_eq!(seen.internet(), Vec::<&str>::new());
    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home).expect("opens");
    let live = companion.session_load(day).expect("a session");
    assert!(live.session.rows().len() > before + 50, "the day went by");
    assert!(live.row.ended_wall_ms.is_some(), "the day came to its end");
}
