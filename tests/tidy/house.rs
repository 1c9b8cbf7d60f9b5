//! What every checker needs: the root, the files of the house, their text.

use std::fs;
use std::process::Command;

pub use support::root;

/// Every file of the house by its path from the root: tracked, or about to be. What git ignores is not part of it.
pub fn files() -> Vec<String> {
    let answer = Command::new("git")
        .args(["-c", "safe.directory=*", "ls-files", "-z"])
        .args(["--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the files of the house");
    assert!(
        answer.status.success(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
    let names = String::from_utf8(answer.stdout).expect("names are UTF-8");
    let mut files: Vec<String> = names
        .split('\0')
        .filter(|name| !name.is_empty() && root().join(name).is_file())
        .map(str::to_owned)
        .collect();
    files.sort();
    files.dedup();
    assert!(files.len() > 50, "git lists only {files:?}");
    files
}

/// The files whose names end so.
pub fn files_ending(endings: &[&str]) -> Vec<String> {
    let mut files = files();
    files.retain(|file| endings.iter().any(|ending| file.ends_with(ending)));
    files
}

pub fn bytes(file: &str) -> Vec<u8> {
    fs::read(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The text of a file; none if it is not text.
pub fn text(file: &str) -> Option<String> {
    String::from_utf8(bytes(file)).ok()
}

/// Fails with every complaint on a line of its own.
pub fn expect_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}
