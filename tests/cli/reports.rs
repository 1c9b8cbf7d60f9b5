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
