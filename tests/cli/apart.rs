//! What is for a few, at the side door: process notes, concerns in confidence, hours of supervision.

use crate::door::{Door, Said};
use serde_json::Value;
use std::fs;
use support::world;

const AK_PASSPHRASE: &str = "a lantern of their own nineteen";
const OWN: &str = "their anger is mine too";
const SHARED: &str = "we both went quiet";

fn process_notes(shown: &Value) -> Vec<&Value> {
    let log = shown["log"].as_array().expect("a log").iter();
    log.map(|line| &line["what"])
        .filter(|what| what["kind"] == "process_note")
        .collect()
}

#[test]
fn process_notes_have_readers_of_their_own() {
    let door = Door::with_vault();
    let enrol = "person enrol AK --their-pin-fd 3 --new-passphrase-fd 4";
    let pin = (3, world::PIN_AK);
    assert_eq!(door.with(&[pin, (4, AK_PASSPHRASE)], enrol).code, 0);
    let added = door.with(&[(3, "Signe")], "client add --name-fd 3 KELP-014");
    assert_eq!(added.code, 0, "{}", added.err);
    let started = door.call("session start --client KELP-014 --protocol worked-example --number 1");
    assert_eq!(started.code, 0, "{}", started.err);
    let note = |text: &str| -> Said {
        let words = format!("note \"{text}\" thought");
        door.words(&[], &["session", "record", &words])
    };
    assert_eq!(note(OWN).code, 0);
    assert_eq!(note(&format!("@AK {SHARED}")).code, 0);
    assert_eq!(note("@XY hello").failure(3), "unknown");

    let mine = door.call("session show").json(0);
    let notes = process_notes(&mine);
    assert_eq!(notes[0]["text"], OWN);
    assert_eq!(notes[0]["sealed"], true);
    assert_eq!(notes[1]["text"], SHARED);
    assert_eq!(notes[1]["readers"], serde_json::json!(["AK"]));

    // AK with the pen in a vault that MS opened: that they exist, and which waits for their key. With it, theirs.
    let theirs = door.with(&[pin], "--as AK --pin-fd 3 session show").json(0);
    let notes = process_notes(&theirs);
    assert_eq!(notes.len(), 2);
    assert!(notes.iter().all(|note| note["text"].is_null()));
    assert_eq!(notes[0]["waits_for_key"], false);
    assert_eq!(notes[1]["waits_for_key"], true);
    let show = "--as AK --pin-fd 3 session show --proof-fd 4";
    let wrong = door.with(&[pin, (4, world::PASSPHRASE)], show);
    assert_eq!(wrong.failure(4), "wrong_passphrase");
    let theirs = door.with(&[pin, (4, AK_PASSPHRASE)], show).json(0);
    let notes = process_notes(&theirs);
    assert!(notes[0]["text"].is_null());
    assert_eq!(notes[1]["text"], SHARED);
    let opened = door.with(&[(3, AK_PASSPHRASE)], "--passphrase-fd 3 session show");
    assert_eq!(process_notes(&opened.json(0))[1]["text"], SHARED);

    // A note is struck and written anew; nothing beside it says what it says.
    let seq = mine["log"]
        .as_array()
        .expect("a log")
        .iter()
        .find(|line| line["what"]["kind"] == "process_note")
        .map(|line| line["seq"].to_string())
        .expect("a note");
    // The report on paper says that they exist.
    let close = ["session", "record", "close stopped \"as they wished\""];
    assert_eq!(door.words(&[], &close).code, 0);
    let listed = door.call("session list").json(0);
    let session = listed[0]["id"].as_str().expect("an id");
    let amend = [
        "sign",
        "amend",
        "--session",
        session,
        &seq,
        "--words",
        "other",
        "--reason",
        "slip",
    ];
    let amended = door.words(&[], &amend);
    assert_eq!(amended.code, 3, "not amended: {}", amended.out);
    let out = door.home.path().join("report.pdf");
    let report = door.words(
        &[],
        &["session", "report", "--out", out.to_str().expect("UTF-8")],
    );
    assert_eq!(report.code, 0, "{}", report.err);
}

#[test]
fn a_concern_is_said_in_confidence_and_answered() {
    let clinic = Door::with_vault();
    let away = Door::empty();
    let made = away.words(
        &[(3, world::PIN_MS)],
        &[
            "vault",
            "create",
            "--training",
            "--quick",
            "--initials",
            "IL",
            "--owner",
            "Ingrid Lund",
            "--roles",
            "supervisor,vault_keeper",
            "--new-pin-fd",
            "3",
        ],
    );
    assert_eq!(made.code, 0, "{}", made.err);
    let stick = tempfile::tempdir().expect("a stick");
    let place = |name: &str| {
        let path = stick.path().join(name);
        path.to_str().expect("UTF-8").to_owned()
    };
    for (from, to) in [(&clinic, &away), (&away, &clinic)] {
        let card = from.words(&[], &["packet", "card", "--into", &place("")]);
        let card = card.json(0)["path"].as_str().expect("a path").to_owned();
        assert_eq!(to.words(&[], &["packet", "trust", &card]).code, 0);
    }
    let pin = (3, world::PIN_AK);
    let text = "What happened on Tuesday is not in the record.";
    let write = [
        "--as",
        "AK",
        "--pin-fd",
        "3",
        "concern",
        "write",
        "--text-fd",
        "4",
    ];
    let early = clinic.words(&[pin, (4, text)], &write);
    assert_eq!(early.failure(3), "unknown", "nobody is named yet");
    let name = |who: &str| clinic.words(&[], &["concern", "readers", "--name", who]);
    assert_eq!(name("Maren").failure(3), "unknown", "not of the pair");
    let named = name("Ingrid Lund").json(0);
    assert_eq!(named["readers"][0]["here"], false);
    let as_ak = [
        "--as", "AK", "--pin-fd", "3", "concern", "readers", "--name", "",
    ];
    assert_eq!(clinic.words(&[pin], &as_ak).failure(3), "not_allowed");

    let slip = clinic.words(&[pin, (4, text)], &write).json(0);
    let slip = slip["slip"].as_str().expect("a slip").to_owned();
    assert_eq!(
        clinic.call("concern list").json(0)["concerns"],
        serde_json::json!([]),
        "not for who keeps the vault"
    );
    let entries = clinic.call("audit show").json(0);
    let entries = entries.as_array().expect("entries");
    let entry = entries
        .iter()
        .find(|entry| entry["action"] == "confidence_kept")
        .expect("the chain says that something was said");
    assert!(entry["actor"].is_null(), "and not by whom");

    let out = place("out");
    assert_eq!(
        clinic.words(&[], &["concern", "carry", "--out", &out]).code,
        0
    );
    assert_eq!(
        away.words(&[], &["concern", "take", &out]).json(0)["taken"],
        1
    );
    // It waits with its reader by number alone until it is read, and with nobody else.
    let waits = |door: &Door| door.call("concern waiting").json(0)["waiting"].clone();
    assert_eq!((waits(&away), waits(&clinic)), (1.into(), 0.into()));
    let said = away.told(&["concern", "waiting"]).out;
    assert_eq!(said, "One concern in confidence waits for you.\n");
    let read = away.call("concern list").json(0);
    assert_eq!(read["concerns"][0]["said"]["text"], text);
    assert_eq!(read["concerns"][0]["fresh"], true);
    assert_eq!(waits(&away), 0);
    assert_eq!(
        away.call("concern list").json(0)["concerns"][0]["fresh"],
        false
    );
    assert!(read["concerns"][0]["said"]["from"].is_null());
    let id = read["concerns"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let answer = ["concern", "answer", &id[..8], "--text-fd", "3"];
    let answered = away.words(&[(3, "I will come.")], &answer);
    assert_eq!(answered.code, 0, "{}", answered.err);
    let back = place("back");
    assert_eq!(
        away.words(&[], &["concern", "carry", "--out", &back]).code,
        0
    );
    assert_eq!(
        clinic.words(&[], &["concern", "take", &back]).json(0)["taken"],
        1
    );
    let own = clinic
        .with(&[(3, &slip)], "concern slip --slip-fd 3")
        .json(0);
    assert_eq!(own[0]["answers"][0]["text"], "I will come.");
    assert_eq!(own[0]["answers"][0]["from"], "Ingrid Lund");
    let typo = clinic.with(&[(3, "00000-00000")], "concern slip --slip-fd 3");
    assert_eq!(typo.failure(4), "recovery_code_typo");
    assert_eq!(clinic.call("vault verify").code, 0);
}

#[test]
fn hours_of_supervision_are_a_file_that_says_what_both_have_signed() {
    let clinic = Door::with_vault();
    assert_eq!(clinic.call("training play --keep").code, 0);
    let away = Door::empty();
    let made = away.words(
        &[(3, world::PIN_MS)],
        &[
            "vault",
            "create",
            "--training",
            "--quick",
            "--initials",
            "IL",
            "--owner",
            "Ingrid Lund",
            "--roles",
            "supervisor,vault_keeper",
            "--new-pin-fd",
            "3",
        ],
    );
    assert_eq!(made.code, 0, "{}", made.err);
    let stick = tempfile::tempdir().expect("a stick");
    let folder = stick.path().to_str().expect("UTF-8");
    let file = |said: Said| said.json(0)["path"].as_str().expect("a path").to_owned();
    for (from, to) in [(&clinic, &away), (&away, &clinic)] {
        let card = file(from.words(&[], &["packet", "card", "--into", folder]));
        assert_eq!(to.words(&[], &["packet", "trust", &card]).code, 0);
    }
    let code = clinic.call("client list").json(0)[0]["code"].clone();
    let code = code.as_str().expect("a code");
    let packet = file(clinic.words(
        &[],
        &[
            "packet",
            "seal",
            "--client",
            code,
            "--to",
            "Ingrid Lund",
            "--purpose",
            "Supervision",
            "--into",
            folder,
        ],
    ));
    let opened = away.words(&[], &["packet", "open", &packet]).json(0);
    let id = opened["thread"].as_str().expect("a thread");
    for (on, minutes, topics) in [
        ("2026-03-09", "45", "the second hour"),
        ("2026-04-02", "90", "endings | and *touch*"),
    ] {
        let held = away.words(
            &[],
            &[
                "review",
                "supervised",
                id,
                "--on",
                on,
                "--minutes",
                minutes,
                "--topics",
                topics,
            ],
        );
        assert_eq!(held.code, 0, "{}", held.err);
    }
    let hours = |door: &Door| door.call("review hours").json(0);
    let line = |door: &Door, at: usize| hours(door)["lines"][at].clone();
    assert!(
        line(&away, 0)["entered"]["packet"].is_null(),
        "not sealed yet"
    );
    let reply = |door: &Door| file(door.words(&[], &["packet", "reply", id, "--into", folder]));
    let back = reply(&away);
    assert!(line(&away, 0)["entered"]["packet"].is_string());
    assert_eq!(clinic.words(&[], &["packet", "merge", &back]).code, 0);
    assert!(line(&clinic, 0)["agreed"].is_null());
    assert_eq!(clinic.words(&[], &["review", "agree", id, "1"]).code, 0);
    assert_eq!(line(&clinic, 0)["signed_by_both"], false, "not sealed yet");
    let agreed = reply(&clinic);
    assert_eq!(line(&clinic, 0)["signed_by_both"], true);
    assert_eq!(line(&away, 0)["signed_by_both"], false, "not arrived yet");
    assert_eq!(away.words(&[], &["packet", "merge", &agreed]).code, 0);
    let away_line = line(&away, 0);
    assert_eq!(away_line["signed_by_both"], true);
    assert_eq!(away_line["supervisor"], "Ingrid Lund");
    assert_eq!(away_line["supervised"], "Maren");
    let all = hours(&away);
    let sum = all["sums"]
        .as_array()
        .expect("sums")
        .iter()
        .find(|sum| sum["name"] == "Ingrid Lund" && sum["month"].is_null())
        .expect("a sum")
        .clone();
    assert_eq!(
        (&sum["kind"], &sum["minutes"]),
        (&"gave".into(), &135.into())
    );
    assert_eq!(
        (&sum["agreed"], &sum["signed_by_both"]),
        (&45.into(), &45.into())
    );

    let out = stick.path().join("hours.md");
    let out = out.to_str().expect("UTF-8");
    let written = away.words(&[], &["review", "hours", "--out", out]);
    assert_eq!(written.json(0)["path"], out);
    let text = fs::read_to_string(out).expect("Markdown");
    assert!(
        text.contains("2026-03-09, 45 min, signed by both"),
        "{text}"
    );
    assert!(
        text.contains("2026-04-02, 1 h 30 min, not agreed"),
        "{text}"
    );
    assert!(
        text.contains("UTC)") && text.contains("Synthetic"),
        "{text}"
    );
    assert!(text.contains("endings \\| and \\*touch\\*"), "{text}");
    let json = fs::read_to_string(stick.path().join("hours.json")).expect("JSON");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["lines"].as_array().map(Vec::len), Some(2));
    let again = away.words(&[], &["review", "hours", "--out", out]);
    assert_eq!(again.failure(3), "duplicate", "never over another file");
}
