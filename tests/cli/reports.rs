//! Reports on paper: whatever was typed is text on the page, the same record gives the same bytes, and a packet can be printed too.

use crate::door::Door;
use crate::packets::{Two, open, path, thread};
use std::path::Path;
use std::process::Command;

/// The text of a PDF, by a program that is not ours.
pub fn text(file: &Path) -> String {
    let said = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(file)
        .arg("-")
        .output()
        .expect("pdftotext runs");
    assert!(said.status.success());
    String::from_utf8(said.stdout).expect("UTF-8")
}

const HOSTILE: [&str; 12] = [
    "#import sys #read(secret)",
    "<script>alert(1)</script>",
    "$ sum_(i=0) $ *bold* _it_",
    "\\input{/etc/passwd}",
    "%PDF-1.4 /JavaScript (app.alert)",
    "@preview/cetz:0.3.0",
    "Grüße, Zoë; Жанна; Ελένη",
    "[link](https://example.org)",
    "() /S /URI /URI (https://x.test) >> endobj",
    "\u{202e}txet desrever\u{202c} then \u{2067}inner\u{2069} mark",
    "zero\u{200b}width, \u{feff}mark, soft\u{ad}hyphen",
    "שלום and العربية",
];
/// One word that no line and no page can hold.
const LONG: usize = 19_000;

/// What a reader of PDFs finds that would run or lead somewhere: scripts, addresses, files.
fn actions(file: &Path) -> Vec<String> {
    let asked: [&[&str]; 3] = [
        &["pdfinfo", "-js"],
        &["pdfinfo", "-url"],
        &["pdfdetach", "-list"],
    ];
    let mut found = Vec::new();
    for words in asked {
        let said = Command::new(words[0])
            .args(&words[1..])
            .arg(file)
            .output()
            .expect("poppler's programs run");
        assert!(said.status.success(), "{words:?}");
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        let heads = ["Page  Type", "0 embedded files"];
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        found.extend(
            lines
                .filter(|line| !heads.iter().any(|head| line.starts_with(head)))
                .map(str::to_owned),
        );
    }
    found
}

/// A page with a script and an address on it, written by hand.
fn harmful(file: &Path) {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert) >>] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://x.test) >> >>] >>",
    ];
    let mut bytes = "%PDF-1.4\n".to_owned();
    let mut table = "xref\n0 4\n0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let end = format!(
        "trailer << /Size 4 /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n",
        bytes.len()
    );
    std::fs::write(file, format!("{bytes}{table}{end}")).expect("written");
}

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
    door.minute(19);
    let note = format!("note \"{}\"", "ж".repeat(LONG));
    assert_eq!(door.words(&[], &["session", "record", &note]).code, 0);
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
    // The other program marks what runs from right to left; what turned a line when it was typed stands as a sign of its own.
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let joined: String = said.split_whitespace().collect();
    let joined = joined.replace(turns, "");
    for hostile in HOSTILE {
        let wanted: String = hostile.split_whitespace().collect();
        let wanted = wanted.replace(turns, "\u{fffd}");
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
    assert_eq!(said.matches('ж').count(), LONG, "the long word is whole");
    assert_eq!(actions(&first), Vec::<String>::new());
    // Control.
    let control = door.home.path().join("harmful.pdf");
    harmful(&control);
    let found = actions(&control).join(" ");
    assert!(
        found.contains("app.alert") && found.contains("x.test"),
        "{found}"
    );
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

/// What the report says between two of its headings, blanks made one.
fn part(said: &str, from: &str, to: &str) -> String {
    let (_, after) = said.split_once(from).expect("a heading");
    let (part, _) = after.split_once(to).expect("the next");
    part.split_whitespace().collect::<Vec<_>>().join(" ")
}

const CHAIN: &str = "What the chain tells of this session";

#[test]
fn the_trail_on_paper_tells_who_did_what_and_when_in_both_times() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    let start = "session start --client KELP-014 --protocol three-point";
    let session = door.call(start).json(0)["session"]
        .as_str()
        .expect("an id")
        .to_owned();
    for (minute, words) in [
        (1, "in MS"),
        (2, "note \"eyes closed\""),
        (3, "note \"hands cold\""),
        (4, "close transferred \"moved\""),
    ] {
        door.minute(minute);
        let said = door.words(&[], &["session", "record", words]);
        assert_eq!(said.code, 0, "{words}: {}", said.err);
    }
    let report = |door: &Door, name: &str| {
        let path = door.home.path().join(name);
        let words = ["session", "report", "--out", path.to_str().expect("UTF-8")];
        let made = door.words(&[], &words);
        assert_eq!(made.code, 0, "{}", made.err);
        (std::fs::read(&path).expect("a report"), text(&path))
    };
    let (_, early) = report(&door, "early.pdf");
    let early = part(&early, CHAIN, "Readings");
    for (minute, words) in [
        (10, format!("sign record --session {session}")),
        (11, format!("sign lock --session {session}")),
        (
            12,
            format!("sign amend --session {session} 2 --words open --reason misread"),
        ),
        (
            13,
            format!("sign unlock --session {session} --reason wrong --yes"),
        ),
    ] {
        door.minute(minute);
        let said = door.call(&words);
        assert_eq!(said.code, 0, "{words}: {}", said.err);
    }
    let (bytes, whole) = report(&door, "whole.pdf");
    let late = part(&whole, CHAIN, "Readings");
    for (words, minute) in [
        ("session opened", 0),
        ("session closed", 4),
        ("signed as its author", 10),
        ("locked", 11),
        ("entry amended after the end", 12),
        ("unlocked", 13),
    ] {
        let line = format!("{words} MS 2026-03-02 09:{minute:02} +01:00 2026-03-02 08:{minute:02}");
        assert!(late.contains(&line), "{line}: {late}");
        assert_eq!(early.contains(&line), minute < 5, "{line}: {early}");
    }
    // What the log tells one by one is one line here.
    assert!(late.contains("3 acts that the log tells one by one MS 2026-03-02 09:01\u{2013}09:03 +01:00 2026-03-02 08:01\u{2013}08:03"), "{late}");
    // Somebody who only looks leaves the page as it was.
    door.minute(14);
    let add = [
        "person",
        "inspector",
        "add",
        "--name",
        "Ida",
        "--initials",
        "IN",
        "--reason",
        "r",
        "--until",
        "2026-03-04",
    ];
    let groups = door.words(&[], &add).json(0)["groups"].clone();
    let groups = groups.as_array().expect("groups").iter();
    let code: Vec<&str> = groups.map(|one| one.as_str().expect("a group")).collect();
    let look = format!("--access-code-fd 7 session show {session}");
    assert_eq!(door.with(&[(7, &code.join("-"))], &look).code, 0);
    assert_eq!(bytes, report(&door, "again.pdf").0);
}

#[test]
fn a_session_is_printed_from_a_packet_as_its_reader_may_see_it() {
    let two = Two::introduced();
    let file = path(&two.seal(&[]));
    let opened = open(&two.away, &file);
    let thread = thread(&opened);
    let print = |name: &str| {
        let out = two.stick().join(name);
        let words = [
            "packet",
            "report",
            &thread,
            "--out",
            out.to_str().expect("UTF-8"),
        ];
        (two.away.words(&[], &words), out)
    };
    let (made, first) = print("first.pdf");
    assert_eq!(made.json(0)["path"].as_str(), first.to_str());
    let (_, second) = print("second.pdf");
    let read = |file: &Path| std::fs::read(file).expect("a report");
    assert_eq!(
        read(&first),
        read(&second),
        "the same packet, the same bytes"
    );
    let said = text(&first);
    for words in ["who sealed the packet", "The whole log", "page 1 of"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // The chain stays with its vault; the author's own page tells it, and that it was sealed.
    assert!(part(&said, CHAIN, "Readings").contains("do not travel with a packet"));
    let own = two.stick().join("own.pdf");
    let words = ["session", "report", "--out", own.to_str().expect("UTF-8")];
    assert_eq!(two.clinic.words(&[], &words).code, 0);
    let own = part(&text(&own), CHAIN, "Readings");
    assert!(own.contains("sealed into a packet"), "{own}");
    assert_eq!(print("first.pdf").0.failure(3), "duplicate");
    let out = two.stick().join("third.pdf");
    let none = [
        "packet",
        "report",
        &"0".repeat(32),
        "--out",
        out.to_str().expect("UTF-8"),
    ];
    assert_eq!(two.away.words(&[], &none).failure(3), "unknown");
}
