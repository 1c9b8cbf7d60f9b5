//! What is released never changes: assets and migrations against the digests in `assets/CHECKSUMS`.
//!
//! Before a release `cargo xtask checksums` writes the list anew; afterwards a changed line in it is a broken promise.

use std::fmt::Write as _;
use std::fs;

use ring::digest::{SHA256, digest};

use crate::house::{bytes, files, root, text};

const LIST: &str = "assets/CHECKSUMS";

/// Pictures of the README and the icon may change; everything else under assets is data people rely on.
fn is_frozen(file: &str) -> bool {
    let is_asset = file.starts_with("assets/")
        && file != LIST
        && !file.starts_with("assets/icon/")
        && !file.starts_with("assets/readme/");
    let is_migration = file.starts_with("src-tauri/crates/store/") && file.ends_with(".sql");
    is_asset || is_migration
}

fn line(file: &str, content: &[u8]) -> String {
    let mut line = String::new();
    for byte in digest(&SHA256, content).as_ref() {
        write!(line, "{byte:02x}").expect("text grows");
    }
    format!("{line}  {file}\n")
}

fn list() -> String {
    let files = files();
    let frozen = files.iter().filter(|file| is_frozen(file));
    frozen.map(|file| line(file, &bytes(file))).collect()
}

#[test]
fn assets_and_migrations_are_as_released() {
    let now = list();
    if std::env::var_os("HOLDFAST_WRITE_CHECKSUMS").is_some() {
        fs::write(root().join(LIST), &now).expect("the list can be written");
    }
    let released = text(LIST).expect("the list is text");
    let changed: Vec<&str> = now
        .lines()
        .filter(|line| !released.lines().any(|known| known == *line))
        .collect();
    let gone: Vec<&str> = released
        .lines()
        .filter(|line| !now.lines().any(|known| known == *line))
        .collect();
    assert!(
        changed.is_empty() && gone.is_empty(),
        "changed or new (cargo xtask checksums, if not yet released):\n{}\nreleased as:\n{}",
        changed.join("\n"),
        gone.join("\n")
    );
}

#[test]
fn one_changed_byte_changes_the_line() {
    let known = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n";
    assert_eq!(line("a", b""), known);
    assert_ne!(line("a", b"x"), line("a", b"y"));
    assert!(is_frozen("assets/protocols/x/v1.toml"));
    assert!(is_frozen("src-tauri/crates/store/migrations/0001_a.sql"));
    assert!(!is_frozen("assets/icon/holdfast.svg"));
}
