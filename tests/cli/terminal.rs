//! What is typed at a terminal in answer to a question for a secret is never on its screen.

use crate::door::program;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Action, LocalModes, tcflow, tcgetattr};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

/// The screen stands still, as under Ctrl-S: what a program writes there waits. So what it has done by then, it did before it asked.
#[test]
fn the_terminal_hides_what_is_typed_before_the_question_is_asked() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&keyboard).expect("granted");
    unlockpt(&keyboard).expect("unlocked");
    let name = ptsname(&keyboard, Vec::new()).expect("it has a name");
    let screen = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(rustix::fs::OFlags::NOCTTY.bits().cast_signed())
        .open(std::ffi::OsStr::from_bytes(name.as_bytes()))
        .expect("its other end");
    let shown = || {
        let modes = tcgetattr(&screen).expect("a terminal").local_modes;
        modes.contains(LocalModes::ECHO)
    };
    assert!(shown(), "at first a terminal shows what is typed");
    tcflow(&screen, Action::OOff).expect("it stands still");
    let end = || Stdio::from(screen.try_clone().expect("one more"));
    let mut child = Command::new("setsid")
        .args(["--ctty", "--wait"])
        .arg(program())
        .args(["vault", "create", "--training", "--owner", "Maren Sol"])
        .args(["--initials", "MS"])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path())
        .env("HOLDFAST_VAULT", home.path().join("clinic"))
        .stdin(end())
        .stdout(end())
        .stderr(Stdio::null())
        .spawn()
        .expect("setsid, of util-linux, is on every Linux");
    let begun = Instant::now();
    while shown() && begun.elapsed() < PATIENCE {
        let ended = child.try_wait().expect("asked");
        assert!(ended.is_none(), "it asks nothing: {ended:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
    let hidden = !shown();
    child.kill().expect("a child can be ended");
    child.wait().expect("it ends");
    assert!(hidden, "the question comes first");
}
