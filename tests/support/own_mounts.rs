//! A test that mounts a disk of its own runs once more in a mount namespace of its own, so that nothing is left behind.

use std::path::Path;
use std::process::Command;

const INSIDE: &str = "HOLDFAST_OWN_MOUNTS";

/// Whether this is the run inside its own mount namespace; otherwise runs the test there and answers no.
pub fn inside(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let root = rustix::process::geteuid().is_root();
    let status = Command::new("unshare")
        .arg(if root { "-m" } else { "-rm" })
        .arg(std::env::current_exe().expect("this program"))
        .args([test, "--exact", "--nocapture"])
        .env(INSIDE, "1")
        .status()
        .expect("unshare is there");
    assert!(status.success(), "{test} failed on its small disk");
    false
}

/// Mounts something at a place. A program that was just killed may hold its files for a moment longer.
pub fn mount(words: &[&str], place: &Path) {
    let mut tries = 0..100;
    let done = || {
        let status = Command::new("mount").args(words).arg(place).status();
        status.expect("mount is there").success()
    };
    while !done() {
        assert!(tries.next().is_some(), "{words:?}");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}

/// A disk in memory of so many megabytes.
pub fn small_disk(place: &Path, megabytes: u32) {
    std::fs::create_dir_all(place).expect("a folder");
    mount(
        &["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "none"],
        place,
    );
}

/// Writes until nothing more goes on the disk.
pub fn fill(file: &Path) {
    use std::io::Write;
    let mut ballast = std::fs::File::options()
        .create(true)
        .append(true)
        .open(file)
        .expect("a file");
    for size in [1 << 16, 4096, 1] {
        let piece = vec![1u8; size];
        while ballast.write_all(&piece).is_ok() {}
    }
}
