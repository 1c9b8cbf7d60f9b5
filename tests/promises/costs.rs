//! *A header that asks for too much is refused before anything is done for it.* Whoever can write a vault's clear header can ask for any cost of
//! its key derivation; limits are looked at before memory is taken. Control: the vault as it was asks for its memory and gets it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use support::world;

/// Where a header's first slot begins (`vault/FORMAT.md` 2): id, kind, the handle's length, the handle, then m, t and p.
const FIRST_SLOT: usize = 49;

/// Writes a cost into the first slot of both copies of the header.
fn ask(home: &Path, m_kib: u32, t: u32, p: u32) {
    for name in ["vault.hdr", "vault.hdr.bak"] {
        let path = world::folder(home).join(name);
        let mut header = std::fs::read(&path).expect("a header");
        let handle = usize::from(header[FIRST_SLOT + 17]);
        let at = FIRST_SLOT + 18 + handle;
        for (number, figure) in [m_kib, t, p].into_iter().enumerate() {
            header[at + 4 * number..at + 4 * number + 4].copy_from_slice(&figure.to_be_bytes());
        }
        std::fs::write(&path, header).expect("written");
    }
}

#[test]
fn no_memory_and_no_time_is_spent_on_a_cost_outside_the_limits() {
    let home = tempfile::tempdir().expect("a temporary folder");
    world::make(&mut world::companion(home.path()), home.path()).expect("a vault");
    let mut child = Command::new(env!("CARGO_BIN_EXE_victim"))
        .arg(home.path())
        .arg("--unlock")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut hand = child.stdin.take().expect("it listens");
    let mut words = BufReader::new(child.stdout.take().expect("it speaks")).lines();
    let mut unlock = || {
        writeln!(hand, "{}", home.path().display()).expect("it hears");
        let line = words.next().expect("a line").expect("a line");
        let mut words = line.split(' ').map(str::to_owned);
        let code = words.next().expect("a code");
        let figures: Vec<u64> = words.map(|word| word.parse().expect("a figure")).collect();
        (code, figures[0], figures[1])
    };
    let (code, _, kib) = unlock();
    assert_eq!(code, "taken");
    assert!(kib > 60 << 10, "control: only {kib} KiB were seen");
    for (m_kib, t, p) in [
        (u32::MAX, 3, 1),
        ((1 << 20) + 1, 3, 1),
        (65_536, u32::MAX, 1),
        (65_536, 13, 1),
        (65_536, 3, 1 << 24),
        (65_536, 3, 9),
        (8, 3, 1),
        (65_535, 3, 1),
        (65_536, 2, 1),
        (65_536, 3, 0),
        (0, 0, 0),
    ] {
        ask(home.path(), m_kib, t, p);
        // A busy machine may keep anybody waiting: what counts is the quickest of three.
        let answers: Vec<_> = (0..3).map(|_| unlock()).collect();
        let ms = answers.iter().map(|(_, ms, _)| *ms).min().expect("three");
        for (code, _, kib) in &answers {
            assert_eq!(code, "vault_damaged", "{m_kib} {t} {p}");
            assert!(*kib < 2 << 10, "{m_kib} {t} {p}: {kib} KiB");
        }
        assert!(ms < 10, "{m_kib} {t} {p}: {ms} ms");
    }
    // A cost inside the limits that is not the vault's own: it is worked out, and then it is another key.
    ask(home.path(), 65_536, 4, 1);
    let (code, _, kib) = unlock();
    assert_ne!(code, "taken");
    assert!(kib > 60 << 10, "control: only {kib} KiB were seen");
    drop(hand);
    assert!(child.wait().expect("it ends").success());
}
