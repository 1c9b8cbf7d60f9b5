//! The second reader: a program that shares no line with this one (`tests/reader/reader.py`).

use crate::world;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The interpreter of the second reader. Without one the test fails: an unread format is an unproven format.
pub fn python() -> String {
    let home = std::env::var("HOME").unwrap_or_default();
    [
        std::env::var("HOLDFAST_PYTHON").unwrap_or_default(),
        format!("{home}/.cache/holdfast/reader-venv/bin/python"),
        "python3".to_owned(),
    ]
    .into_iter()
    .filter(|program| !program.is_empty())
    .find(|program| {
        Command::new(program)
            .args(["-c", "import sqlcipher3, argon2, cryptography"])
            .output()
            .is_ok_and(|done| done.status.success())
    })
    .expect("no Python here can run tests/reader/reader.py: install tests/reader/requirements.txt and set HOLDFAST_PYTHON")
}

/// The reader itself.
pub fn program() -> PathBuf {
    crate::root().join("tests/reader/reader.py")
}

/// What it prints.
pub fn read(arguments: &[impl AsRef<OsStr>]) -> String {
    let done = Command::new(python())
        .arg(program())
        .args(arguments)
        .output()
        .expect("the reader starts");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).expect("text")
}

/// What it says of the vault under a home: `record`, or the `secrets` that an open vault holds.
pub fn told(verb: &str, home: &Path) -> serde_json::Value {
    let secret = home.join("secret");
    std::fs::write(&secret, world::PASSPHRASE).expect("the passphrase is written");
    let folder = world::folder(home);
    let said = read(&[
        Path::new(verb),
        &folder,
        Path::new("--secret-file"),
        &secret,
    ]);
    serde_json::from_str(&said).expect("JSON")
}
