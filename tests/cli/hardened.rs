//! *Its memory is nobody else's.* A program that waits for its passphrase is looked at by the same user: neither its surroundings nor its memory
//! can be read, and it leaves no core. Control: an ordinary program of that user can be looked at.

use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const NOBODY: [&str; 4] = ["--reuid=65534", "--regid=65534", "--clear-groups", "--"];

/// A command of an ordinary user: root may look at everything, so root steps aside.
fn ordinary(program: &Path) -> Command {
    if !rustix::process::geteuid().is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(NOBODY).arg(program);
    command
}

/// Whether the same user reads a file of a process.
fn reads(child: &Child, file: &str) -> bool {
    let done = ordinary(Path::new("head"))
        .args(["-c", "1"])
        .arg(format!("/proc/{}/{file}", child.id()))
        .stderr(Stdio::null())
        .output();
    done.is_ok_and(|done| done.status.success() && !done.stdout.is_empty())
}

#[test]
fn the_same_user_cannot_look_into_a_running_program() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let place = |name: &str| home.path().join(name);
    std::fs::set_permissions(home.path(), PermissionsExt::from_mode(0o755)).expect("open");
    let program = place("holdfast-cli");
    std::fs::copy(crate::door::program(), &program).expect("copied");
    let pipe = place("passphrase");
    let made = Command::new("mkfifo")
        .args(["-m", "666"])
        .arg(&pipe)
        .status();
    assert!(made.expect("mkfifo is there").success());
    let mut child = ordinary(&program)
        .args(["vault", "verify"])
        .env("HOLDFAST_PASSPHRASE_FILE", &pipe)
        .env("HOLDFAST_VAULT", place("None.holdfast"))
        .env("HOME", home.path())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    // It hardens itself first thing; once it listens at the pipe, it has.
    let until = Instant::now() + Duration::from_secs(30);
    let hand = loop {
        let hand = std::fs::File::options()
            .write(true)
            .custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed())
            .open(&pipe);
        if let Ok(hand) = hand {
            break hand;
        }
        assert!(Instant::now() < until, "it never asks for its passphrase");
        std::thread::sleep(Duration::from_millis(50));
    };
    for file in ["environ", "maps", "mem", "auxv"] {
        assert!(!reads(&child, file), "{file} can be read");
    }
    let limits = format!("/proc/{}/limits", child.id());
    if let Ok(limits) = std::fs::read_to_string(limits) {
        let core = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"));
        let core: Vec<&str> = core.expect("a limit").split_whitespace().collect();
        assert_eq!(core[4..6], ["0", "0"]);
    }
    assert!(
        child.try_wait().expect("asked").is_none(),
        "it waits all the while"
    );
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::ABORT).expect("it is there");
    let ended = child.wait().expect("it ends");
    drop(hand);
    assert_eq!((ended.signal(), ended.core_dumped()), (Some(6), false));

    // Control.
    let mut control = ordinary(Path::new("sleep"))
        .arg("60")
        .spawn()
        .expect("sleep starts");
    let until = Instant::now() + Duration::from_secs(20);
    while !reads(&control, "environ") {
        assert!(Instant::now() < until, "nobody was looking");
        std::thread::sleep(Duration::from_millis(50));
    }
    control.kill().expect("ended");
    control.wait().expect("ended");
}
