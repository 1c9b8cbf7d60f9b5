//! *Kept means on the disk.* By strace: between one word of the program and its next "kept" lies a sync that succeeded.
//! Control: the liar's first "kept" has none before it.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use support::world;

/// Syncs that succeeded before each `kept`, counted from the word before it.
fn syncs_before_words(lie: bool) -> Vec<u32> {
    let home = tempfile::tempdir().expect("a temporary folder");
    {
        let mut companion = world::companion(home.path());
        world::make(&mut companion, home.path()).expect("a vault");
        world::session(&mut companion, "KELP-014").expect("a session");
        companion.vault_lock().expect("locks");
    }
    let trace = home.path().join("trace");
    let mut command = Command::new("strace");
    command
        .args(["-f", "-e", "trace=fdatasync,fsync,write", "-o"])
        .arg(&trace)
        .arg(env!("CARGO_BIN_EXE_victim"))
        .arg(home.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if lie {
        command.arg("--lie");
    }
    let mut child = command
        .spawn()
        .expect("strace is there: apt-get install strace");
    let out = child.stdout.take().expect("the victim speaks");
    let kept = BufReader::new(out)
        .lines()
        .map_while(Result::ok)
        .filter(|line| line.starts_with("kept "))
        .take(8)
        .count();
    assert_eq!(kept, 8, "the victim ended early");
    // Nobody listens any more: the victim ends at its next word.
    child.wait().expect("the victim ends");

    let trace = std::fs::read_to_string(&trace).expect("a trace");
    let mut found = Vec::new();
    let mut syncs = None;
    for line in trace.lines() {
        if line.contains("write(1, \"holds") {
            syncs = Some(0);
        } else if line.contains("write(1, \"kept ") {
            found.extend(syncs.replace(0));
        } else if line.contains("sync") && line.trim_end().ends_with("= 0") {
            syncs = syncs.map(|count| count + 1);
        }
    }
    assert!(found.len() >= 8, "the trace was not read");
    found
}

#[test]
fn every_acknowledgement_follows_a_sync() {
    let found = syncs_before_words(false);
    assert!(found.iter().all(|count| *count >= 1), "{found:?}");
}

#[test]
fn an_acknowledgement_before_its_sync_is_seen() {
    let found = syncs_before_words(true);
    assert_eq!(found.first(), Some(&0), "the liar went unnoticed");
}
