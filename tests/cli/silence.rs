//! *No network is ever used.* A whole training day, a packet, a report and a verification at the side door, on a machine without a network and
//! with every socket seen: not one of the internet. Control: under the same eyes a shell that asks for one is seen.

use crate::door::Door;
use std::process::Command;
use support::silence::{Seen, alone};

#[test]
fn a_training_day_opens_no_socket_of_the_internet() {
    let mut door = Door::with_vault();
    let home = door.home.path().to_owned();
    let into = home.to_str().expect("UTF-8");
    let report = home.join("report.pdf");
    let report = report.to_str().expect("UTF-8");
    for (number, words) in [
        &["training", "play", "--keep"][..],
        &["packet", "card", "--into", into],
        &["session", "report", "--out", report],
        &["vault", "verify"],
    ]
    .into_iter()
    .enumerate()
    {
        let trace = home.join(format!("trace-{number}"));
        door.under(alone(&trace));
        let said = door.words(&[], words);
        assert_eq!(said.code, 0, "{words:?}: {}", said.err);
        let seen = Seen::of(&trace);
        assert_eq!(seen.internet(), Vec::<&str>::new(), "{words:?}");
    }
    // Control.
    let trace = home.join("trace-control");
    let words = alone(&trace);
    let asks = Command::new(&words[0])
        .args(&words[1..])
        .args(["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9"])
        .output()
        .expect("bash starts");
    assert!(!asks.status.success(), "there is a network");
    assert!(Seen::of(&trace).internet().len() > 1, "nobody was looking");
}
