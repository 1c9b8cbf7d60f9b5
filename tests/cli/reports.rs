//! Reports on paper: whatever was typed is text on the page, the same record gives the same bytes, and a packet can be printed too.

use crate::door::Door;
use std::path::Path;
use std::process::Command;

/// The text of a PDF, by a program that is not ours.
fn text(file: &Path) -> String {
    let said = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(file)
        .arg("-")
        .output()
        .expect("pdftotext runs");
    assert!(said.status.success());
    String::from_utf8(said.stdout).expect("UTF-8")
}

const HOSTILE: [&str; 8] = [
    "#import sys #read(secret)",
    "<script>alert(1)</script>",
    "$ sum_(i=0) $ *bold* _it_",
    "\\input{/etc/passwd}",
    "%PDF-1.4 /JavaScript (app.alert)",
    "@preview/cetz:0.3.0",
    "Grüße, Zoë; Жанна; Ελένη",
    "[link](https://example.org)",
];

#[test]
fn what_was_typed_is_text_and_the_bytes_are_the_same() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    let start = "session start --client KELP-014 --protocol three-point";
    assert_eq!(door.call(start).code, 0);
    let early = door.home.path().join("early.pdf");
    let words = ["session", "report", "--out", early.to_str().expect("UTF-8")];
    assert_eq!(door.words(&[], &words).failure(3), "session_live");
    for (minute, hostile) in (1u8..).zip(HOSTILE) {
        door.minute(minute);
        let note = format!("note \"{}\"", hostile.replace('\\', "\\\\"));
        let kept = door.words(&[], &["session", "record", &note]);
        assert_eq!(kept.code, 0, "{hostile}: {}", kept.err);
    }
    door.minute(20);
    let end = ["session", "record", "close transferred \"moved\""];
    assert_eq!(door.words(&[], &end).code, 0);
    let report = |name: &str| {
        let path = door.home.path().join(name);
        let words = ["session", "report", "--out", path.to_str().expect("UTF-8")];
        (door.words(&[], &words), path)
    };
    let (made, first) = report("report.pdf");
    assert_eq!(made.code, 0, "{}", made.err);
    let (_, second) = report("again.pdf");
    let bytes = std::fs::read(&first).expect("a report");
    assert_eq!(
        bytes,
        std::fs::read(&second).expect("a report"),
        "the same record, the same bytes"
    );
    // Nothing is written over.
    assert_eq!(report("report.pdf").0.failure(3), "duplicate");

    let said = text(&first);
    let joined: String = said.split_whitespace().collect();
    for hostile in HOSTILE {
        let wanted: String = hostile.split_whitespace().collect();
        assert!(joined.contains(&wanted), "{hostile} in\n{said}");
    }
    for wanted in [
        "KELP-014, dosing session 1",
        "page 1 of",
        "Nobody has signed it",
        "transferred",
    ] {
        assert!(said.contains(wanted), "{wanted}");
    }
    // Text only: no action, no script, no link.
    let raw = String::from_utf8_lossy(&bytes);
    for word in [
        "/JavaScript",
        "/Launch",
        "/URI",
        "/OpenAction",
        "/EmbeddedFile",
    ] {
        assert!(!raw.contains(word), "{word}");
    }
}
