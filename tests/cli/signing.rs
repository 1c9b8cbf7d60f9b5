//! Signatures at the side door: who signs with what, what is seen when more is added, and what an edit made with the key breaks.

use crate::door::Door;
use support::world;

const AK_PASSPHRASE: &str = "a lantern of their own nineteen";

/// A vault with a visit that was held.
fn visited() -> Door {
    let mut door = Door::with_vault();
    door.minute(0);
    let on = "--on 2026-02-02";
    for words in [
        "client add KELP-014",
        "course open KELP-014 three-point --on 2026-02-01",
        &format!("visit start KELP-014 first-call --form phone --present MS,AK {on}"),
        &format!("visit close KELP-014 first-call --minutes 25 {on}"),
    ] {
        assert_eq!(door.call(words).code, 0, "{words}");
    }
    door
}

const VISIT: &str = "--client KELP-014 --visit first-call";

#[test]
fn a_visit_is_signed_added_to_and_signed_again() {
    let door = visited();
    let waiting = door.call("sign waiting").json(0);
    assert_eq!(waiting[0]["object"]["visit"], "first-call");
    assert_eq!(waiting[0]["why"], "new");
    let shown = door.call(&format!("sign show {VISIT}")).json(0);
    assert_eq!(shown["asks"], "passphrase");
    assert_eq!(shown["meaning"], "author");

    let signed = door.call(&format!("sign record {VISIT}")).json(0);
    assert_eq!(signed["lines"][0]["initials"], "MS");
    assert_eq!(signed["lines"][0]["name"], "Maren");
    assert_eq!(signed["lines"][0]["standing"], "holds");
    assert_eq!(signed["asks"], "nothing");
    let again = door.call(&format!("sign record {VISIT}"));
    assert_eq!(again.failure(3), "duplicate");
    assert_eq!(door.call("sign waiting").json(0), serde_json::json!([]));

    // Something else of the course is no part of the visit; an answer given in it is.
    assert_eq!(door.call("consent give KELP-014 treatment").code, 0);
    assert_eq!(door.call("sign waiting").json(0), serde_json::json!([]));
    let late = "visit record KELP-014 call-heard --visit first-call --on 2026-02-02";
    assert_eq!(door.call(late).code, 0);
    assert_eq!(door.call("sign waiting").json(0)[0]["why"], "added");
    let shown = door.call(&format!("sign show {VISIT}")).json(0);
    assert_eq!(shown["lines"][0]["standing"], "added_since");
    assert_eq!(door.call(&format!("sign record {VISIT}")).code, 0);
    assert_eq!(door.call("sign waiting").json(0), serde_json::json!([]));
    assert_eq!(door.call("vault verify").json(0)["signatures"], 2);
}

#[test]
fn only_who_holds_a_key_signs_and_each_with_their_own() {
    let door = visited();
    let act = format!("--as AK --pin-fd 3 sign record {VISIT} --proof-fd 4");
    let pin = (3, world::PIN_AK);
    assert_eq!(
        door.with(&[pin, (4, world::PASSPHRASE)], &act).failure(3),
        "not_allowed"
    );
    let enrol = "person enrol AK --their-pin-fd 3 --new-passphrase-fd 4";
    assert_eq!(
        door.with(&[(3, "1357"), (4, AK_PASSPHRASE)], enrol)
            .failure(4),
        "wrong_pin"
    );
    assert_eq!(
        door.with(&[pin, (4, "short")], enrol).failure(3),
        "weak_passphrase"
    );
    // One passphrase for two people would open the vault in one name only.
    assert_eq!(
        door.with(&[pin, (4, world::PASSPHRASE)], enrol).failure(3),
        "duplicate"
    );
    let enrolled = door.with(&[pin, (4, AK_PASSPHRASE)], enrol).json(0);
    assert_eq!(
        enrolled["recovery_groups"].as_array().map(Vec::len),
        Some(8)
    );
    assert_eq!(
        door.with(&[pin, (4, AK_PASSPHRASE)], enrol).failure(3),
        "duplicate"
    );
    let people = door.call("person list").json(0);
    assert_eq!(people[0]["initials"], "AK");
    assert_eq!(people[0]["has_passphrase"], true);

    // MS signs first; AK then agrees, with a passphrase of their own and no other.
    assert_eq!(door.call(&format!("sign record {VISIT}")).code, 0);
    assert_eq!(
        door.with(&[pin, (4, world::PASSPHRASE)], &act).failure(4),
        "wrong_passphrase"
    );
    let signed = door.with(&[pin, (4, AK_PASSPHRASE)], &act).json(0);
    assert_eq!(signed["lines"][1]["initials"], "AK");
    assert_eq!(signed["lines"][1]["meaning"], "co_signer");

    // And AK opens the vault alone, by passphrase.
    let alone = door.with(
        &[(3, AK_PASSPHRASE)],
        &format!("--passphrase-fd 3 sign show {VISIT}"),
    );
    assert_eq!(alone.json(0)["lines"][1]["standing"], "holds");
}

#[test]
fn a_running_session_is_not_signed_and_an_ended_one_is() {
    let mut door = visited();
    let started = door
        .call("session start --client KELP-015 --protocol three-point")
        .code;
    assert_ne!(started, 0, "nobody of that code");
    assert_eq!(door.call("client add KELP-015").code, 0);
    let session = door
        .call("session start --client KELP-015 --protocol three-point")
        .json(0)["session"]
        .as_str()
        .expect("an id")
        .to_owned();
    let sign = format!("sign record --session {session}");
    assert_eq!(door.call(&sign).failure(3), "session_live");
    let nothing = "sign record --client KELP-014 --visit nothing";
    assert_eq!(door.call(nothing).failure(3), "unknown");
    door.minute(1);
    let end = ["session", "record", "close transferred \"moved\""];
    assert_eq!(door.words(&[], &end).code, 0);
    let waiting = door.call("sign waiting").json(0);
    assert_eq!(waiting[1]["object"]["session"], session);
    assert_eq!(door.call(&sign).json(0)["lines"][0]["meaning"], "author");
    assert_eq!(door.call("sign show").code, 2);
    assert_eq!(
        door.call("sign show --client KELP-014 --visit nothing")
            .json(0)["asks"],
        "nothing"
    );
}

#[test]
fn what_is_locked_is_amended_and_unlocking_voids_what_was_signed() {
    let door = visited();
    let lock = format!("sign lock {VISIT}");
    let unlock = format!("sign unlock {VISIT} --reason slip");
    assert_eq!(door.call(&lock).failure(3), "not_signed");
    assert_eq!(door.call(&format!("sign record {VISIT}")).code, 0);
    assert_eq!(
        door.call(&format!("{unlock} --yes")).failure(3),
        "not_locked"
    );
    let locked = door.call(&lock).json(0);
    assert_eq!(locked["lock"]["locked"], true);
    assert_eq!(locked["lock"]["initials"], "MS");
    assert_eq!(door.call(&lock).failure(3), "duplicate");

    // Every way in which something is added to the visit is shut; what is no part of it goes on.
    let on = "--visit first-call --on 2026-02-02";
    for words in [
        format!("visit record KELP-014 call-heard {on}"),
        "course strike KELP-014 2 --reason slip".to_owned(),
    ] {
        assert_eq!(door.call(&words).failure(3), "record_locked", "{words}");
    }
    assert_eq!(door.call("consent give KELP-014 treatment").code, 0);

    // What should read otherwise stands beside it.
    let amend = "sign amend --client KELP-014 2 --words thirty --reason misread";
    assert_eq!(door.call(amend).code, 0);
    let beyond = "sign amend --client KELP-014 99 --words a --reason b";
    assert_eq!(door.call(beyond).failure(3), "course_refused");
    let entries = door.call("course show KELP-014").json(0)["entries"].clone();
    assert_eq!(entries[2]["amended"]["text"], "thirty");
    assert_eq!(entries[2]["amended"]["reason"], "misread");
    assert_eq!(entries[2]["what"], "visit_closed");
    let shown = door.call(&format!("sign show {VISIT}")).json(0);
    assert_eq!(shown["lines"][0]["standing"], "added_since");
    assert_eq!(door.call(&format!("sign record {VISIT}")).code, 0);

    // The signatures that it voids are named first; nothing happens without a yes.
    let asked = door.call(&unlock);
    assert_eq!(asked.code, 2);
    assert!(asked.err.contains("Maren (MS)"), "{}", asked.err);
    assert_eq!(door.call(&lock).failure(3), "duplicate");
    let unlocked = door.call(&format!("{unlock} --yes")).json(0);
    assert_eq!(unlocked["lock"]["locked"], false);
    assert_eq!(unlocked["lock"]["voided"], 2);
    assert_eq!(unlocked["lines"][1]["standing"], "voided");
    assert_eq!(door.call("sign waiting").json(0)[0]["why"], "voided");
    assert_eq!(
        door.call(&format!("visit record KELP-014 call-heard {on}"))
            .code,
        0
    );
    assert_eq!(
        door.call(&format!("sign record {VISIT}")).json(0)["meaning"],
        "co_signer"
    );
    assert_eq!(door.call(&lock).code, 0);
    assert_eq!(
        door.call("vault verify").json(0)["broken_at"],
        serde_json::Value::Null
    );
}

#[test]
fn only_whose_role_covers_it_unlocks() {
    let door = visited();
    let pin = (3, world::PIN_AK);
    let enrol = "person enrol AK --their-pin-fd 3 --new-passphrase-fd 4";
    assert_eq!(door.with(&[pin, (4, AK_PASSPHRASE)], enrol).code, 0);
    assert_eq!(door.call(&format!("sign record {VISIT}")).code, 0);
    let ak = |verb: &str| format!("--as AK --pin-fd 3 sign {verb} --proof-fd 4");
    let lock = ak(&format!("lock {VISIT}"));
    assert_eq!(
        door.with(&[pin, (4, AK_PASSPHRASE)], &lock).json(0)["lock"]["initials"],
        "AK"
    );
    let unlock = ak(&format!("unlock {VISIT} --yes --reason slip"));
    assert_eq!(
        door.with(&[pin, (4, AK_PASSPHRASE)], &unlock).failure(3),
        "not_allowed"
    );
    assert_eq!(
        door.call(&format!("sign unlock {VISIT} --yes --reason slip"))
            .code,
        0
    );
}

#[test]
fn an_ended_session_is_amended_at_its_place_and_signed_anew() {
    let mut door = visited();
    assert_eq!(door.call("client add KELP-015").code, 0);
    let session = door
        .call("session start --client KELP-015 --protocol three-point")
        .json(0)["session"]
        .as_str()
        .expect("an id")
        .to_owned();
    door.minute(1);
    assert_eq!(
        door.words(&[], &["session", "record", "note \"left hand\""])
            .code,
        0
    );
    let amend = [
        "sign",
        "amend",
        "--session",
        &session,
        "1",
        "--words",
        "right hand",
        "--reason",
        "misheard",
    ];
    assert_eq!(door.words(&[], &amend).failure(3), "session_live");
    assert_eq!(
        door.words(&[], &["session", "record", "close transferred \"moved\""])
            .code,
        0
    );
    assert_eq!(
        door.call(&format!("sign record --session {session}")).code,
        0
    );
    assert_eq!(door.call(&format!("sign lock --session {session}")).code, 0);
    let log = door.call(&format!("session show {session}")).json(0)["log"].clone();
    let note = log
        .as_array()
        .expect("a log")
        .iter()
        .find(|line| line["what"]["kind"] == "noted");
    let note = note.expect("the note")["seq"].to_string();
    let amend = [
        "sign",
        "amend",
        "--session",
        &session,
        &note,
        "--words",
        "right hand",
        "--reason",
        "misheard",
    ];
    assert_eq!(door.words(&[], &amend).code, 0);
    let log = door.call(&format!("session show {session}")).json(0)["log"].clone();
    let note = log
        .as_array()
        .expect("a log")
        .iter()
        .find(|line| line["what"]["kind"] == "noted");
    let note = note.expect("the note");
    assert_eq!(note["what"]["text"], "left hand");
    assert_eq!(note["amended"]["text"], "right hand");
    let standing =
        |door: &Door| door.call(&format!("sign show --session {session}")).json(0)["lines"].clone();
    assert_eq!(standing(&door)[0]["standing"], "added_since");
    assert_eq!(door.call("sign waiting").json(0)[1]["why"], "added");
    assert_eq!(
        door.call(&format!("sign record --session {session}")).code,
        0
    );
    assert_eq!(standing(&door)[1]["standing"], "holds");
    assert_eq!(
        door.call("vault verify").json(0)["broken_at"],
        serde_json::Value::Null
    );
}

/// An act that was kept is one, whatever stands under an older line: *show* ends with the failed verification, the act does not.
#[test]
fn an_act_is_kept_beside_an_older_line_that_is_broken() {
    let door = visited();
    assert_eq!(door.call(&format!("sign record {VISIT}")).code, 0);
    let passphrase = companion::Secret::from(world::PASSPHRASE);
    let mut open = vault::unlock(&door.folder(), None, &passphrase).expect("opens");
    let record = open.database().expect("the record");
    record
        .execute_batch(
            "DROP TRIGGER signature_stays_u;
             UPDATE signature SET body = CAST(replace(CAST(body AS TEXT), 'Maren', 'Aksel') AS BLOB);
             CREATE TRIGGER signature_stays_u BEFORE UPDATE ON signature BEGIN SELECT RAISE(ABORT, 'append only'); END;",
        )
        .expect("edited");
    open.close_database(record).expect("closes");
    drop(open);
    let shown = door.call(&format!("sign show {VISIT}")).json(5);
    assert_eq!(shown["lines"][0]["standing"], "broken");
    let signed = door.call(&format!("sign record {VISIT}")).json(0);
    assert_eq!(signed["lines"][1]["standing"], "holds");
    let locked = door.call(&format!("sign lock {VISIT}")).json(0);
    assert_eq!(locked["lock"]["locked"], true);
    let unlock = format!("sign unlock {VISIT} --yes --reason slip");
    assert_eq!(door.call(&unlock).json(0)["lock"]["locked"], false);
    assert_eq!(door.call(&format!("sign show {VISIT}")).code, 5);
}

/// The number of the entry of a session's log that says these words.
fn entry_of(door: &Door, session: &str, text: &str) -> String {
    let log = door.call(&format!("session show {session}")).json(0)["log"].clone();
    let mut log = log.as_array().expect("a log").iter();
    let line = log.find(|line| line["what"]["text"] == text);
    line.expect("the entry")["seq"].to_string()
}

#[test]
fn an_entry_is_signed_alone_and_printed_with_its_number() {
    let mut door = visited();
    assert_eq!(door.call("client add KELP-015").code, 0);
    let session = door
        .call("session start --client KELP-015 --protocol three-point")
        .json(0)["session"]
        .as_str()
        .expect("an id")
        .to_owned();
    let enrol = "person enrol AK --their-pin-fd 3 --new-passphrase-fd 4";
    let pin = (3, world::PIN_AK);
    assert_eq!(door.with(&[pin, (4, AK_PASSPHRASE)], enrol).code, 0);
    door.minute(1);
    let note = ["session", "record", "note \"left hand\""];
    assert_eq!(door.words(&[], &note).code, 0);
    let theirs = [
        "--as",
        "AK",
        "--pin-fd",
        "3",
        "session",
        "record",
        "note \"a laugh\"",
    ];
    assert_eq!(door.words(&[pin], &theirs).code, 0);
    let (own, other) = (
        entry_of(&door, &session, "left hand"),
        entry_of(&door, &session, "a laugh"),
    );
    let of = |entry: &str| format!("--session {session} --entry {entry}");

    // While the session runs, by its author first; another signs beside them.
    let signed = door.call(&format!("sign record {}", of(&own))).json(0);
    assert_eq!(signed["lines"][0]["meaning"], "author");
    let early = door.call(&format!("sign record {}", of(&other)));
    assert_eq!(early.failure(3), "author_first");
    let shown = door.call(&format!("sign show {}", of(&other))).json(0);
    assert_eq!(shown["author_first"], true);
    let ak = |object: &str| format!("--as AK --pin-fd 3 sign record {object} --proof-fd 4");
    let secrets = [pin, (4, AK_PASSPHRASE)];
    let signed = door.with(&secrets, &ak(&of(&other))).json(0);
    assert_eq!(signed["lines"][0]["initials"], "AK");
    let beside = door.with(&secrets, &ak(&of(&own))).json(0);
    assert_eq!(beside["lines"][1]["meaning"], "co_signer");
    let clock = door.call(&format!("sign record {}", of("999")));
    assert_eq!(clock.failure(3), "unknown");
    assert_eq!(
        door.call("sign record --entry 1 --client KELP-015").code,
        2,
        "an entry is a session's"
    );
    // None of it is asked for.
    let waiting = door.call("sign waiting").json(0);
    assert_eq!(waiting.as_array().map(Vec::len), Some(1), "{waiting}");

    door.minute(2);
    let end = ["session", "record", "close transferred \"moved\""];
    assert_eq!(door.words(&[], &end).code, 0);
    let whole = format!("--session {session}");
    assert_eq!(door.call(&format!("sign record {whole}")).code, 0);
    assert_eq!(door.call(&format!("sign lock {whole}")).code, 0);
    let lock = door.call(&format!("sign lock {}", of(&own)));
    assert_eq!(lock.failure(3), "not_signed");
    let unlock = door.call(&format!("sign unlock {whole} --yes --reason slip"));
    let unlocked = unlock.json(0);
    assert_eq!(unlocked["lock"]["voided"], 1);
    assert_eq!(unlocked["lines"][0]["standing"], "voided");
    assert_eq!(unlocked["entries"][0]["entry"].to_string(), own);
    assert_eq!(unlocked["entries"][0]["lines"][0]["standing"], "holds");
    assert_eq!(unlocked["entries"][1]["lines"][0]["initials"], "AK");
    let said = door.said(&format!("sign show {whole}"));
    let line = format!("entry {other}: Anders (AK), as its author, ");
    assert!(said.contains(&line), "{said}");

    // Amended after the end: told at the entry, and only there.
    let amend = format!("sign amend {whole} {own} --words right --reason misheard");
    assert_eq!(door.call(&amend).code, 0);
    let shown = door.call(&format!("sign show {}", of(&own))).json(0);
    assert_eq!(shown["lines"][0]["standing"], "added_since");
    let shown = door.call(&format!("sign show {}", of(&other))).json(0);
    assert_eq!(shown["lines"][0]["standing"], "holds");
    assert_eq!(door.call(&format!("sign record {}", of(&own))).code, 0);

    // On paper, where the other signatures stand; in the trail of that entry, and of no other.
    let out = door.home.path().join("report.pdf");
    let report = ["session", "report", "--out", out.to_str().expect("UTF-8")];
    assert_eq!(door.words(&[], &report).code, 0);
    let paper = crate::reports::text(&out);
    let paper = paper.split_whitespace().collect::<Vec<_>>().join(" ");
    let printed = format!("entry {other} (A+0:01, 09:01:00), signed as its author");
    assert!(paper.contains(&printed), "{paper}");
    let trail = |entry: &str| {
        let trail = door.call(&format!("audit trail {entry} --session {session}"));
        trail.json(0)["signatures"]
            .as_array()
            .map(Vec::len)
            .expect("signatures")
    };
    assert_eq!((trail(&own), trail(&other), trail("0")), (4, 2, 1));
    let verified = door.call("vault verify").json(0);
    assert_eq!(verified["signatures"], 5);
    assert_eq!(verified["broken_at"], serde_json::Value::Null);
}

#[test]
fn a_gate_is_signed_first_by_somebody_who_writes_courses() {
    let mut door = Door::with_vault();
    door.day("2026-02-01");
    let file = crate::patterns::written(&door);
    let import = door.words(&[], &["protocol", "import", &file]);
    assert_eq!(import.code, 0, "{}", import.err);
    let did = |door: &Door, words: &str| {
        let said = door.call(words);
        assert_eq!(said.code, 0, "{words}\n{}\n{}", said.out, said.err);
    };
    let beside = "person add --initials SU --roles supervisor --new-pin-fd 3 --name Sunniva";
    let pin = (3, "5071");
    let added = door.with(&[pin], beside);
    assert_eq!(added.code, 0, "{}", added.err);
    let enrol = "person enrol SU --their-pin-fd 3 --new-passphrase-fd 4";
    assert_eq!(door.with(&[pin, (4, AK_PASSPHRASE)], enrol).code, 0);
    for words in [
        "client add KELP-014",
        "course open KELP-014 two-days",
        "visit start KELP-014 meeting --present MS,AK",
    ] {
        did(&door, words);
    }
    let heart = [(3, "sinus rhythm")];
    let found = "visit record KELP-014 heart --value-fd 3 --source letter";
    assert_eq!(door.with(&heart, found).code, 0);
    for words in [
        "consent give KELP-014 treatment",
        "course decide KELP-014 --reason agreed",
        "measure record madrs --client KELP-014 --answers 31 --mode entered",
        "visit close KELP-014 meeting --minutes 60",
    ] {
        did(&door, words);
    }
    let gate = "--client KELP-014 --gate to-first-day";
    let open = door.call(&format!("sign record {gate}"));
    assert_eq!(open.failure(3), "course_gate_open");
    assert!(open.err.contains("Circle"), "{}", open.err);
    door.day("2026-02-05");
    for words in [
        "visit start KELP-014 circle-1 --present MS,AK",
        "visit close KELP-014 circle-1 --minutes 120",
    ] {
        did(&door, words);
    }

    // A supervisor reads and agrees, after somebody who answers for it.
    let su = format!("--as SU --pin-fd 3 sign record {gate} --proof-fd 4");
    let secrets = [pin, (4, AK_PASSPHRASE)];
    assert_eq!(door.with(&secrets, &su).failure(3), "author_first");
    let signed = door.call(&format!("sign record {gate}")).json(0);
    assert_eq!(signed["lines"][0]["meaning"], "author");
    let signed = door.with(&secrets, &su).json(0);
    assert_eq!(signed["lines"][1]["meaning"], "co_signer");
    assert_eq!(
        door.call("sign waiting").json(0)[0]["object"]["gate"],
        serde_json::Value::Null
    );
    let standing = |door: &Door| {
        let shown = door.call(&format!("sign show {gate}")).json(0);
        shown["lines"][0]["standing"].as_str().map(str::to_owned)
    };
    // What the gate does not ask for is none of it; a later answer is told, and is no edit.
    did(&door, "visit record KELP-014 wish rest --visit circle-1");
    assert_eq!(standing(&door).as_deref(), Some("holds"));
    assert_eq!(door.with(&heart, found).code, 0);
    assert_eq!(standing(&door).as_deref(), Some("added_since"));
    assert_eq!(door.call("vault verify").json(0)["signatures"], 2);
    did(&door, &format!("sign record {gate}"));
    // A finding that has lapsed since: what was signed stands, and nothing can be signed before it is there again.
    door.day("2026-02-25");
    let shown = door.call(&format!("sign show {gate}")).json(0);
    assert_eq!(shown["lines"][2]["standing"], "holds");
    assert_eq!(shown["asks"], "nothing");
    let file = door.home.path().join("whole.md");
    let export = [
        "client",
        "export",
        "KELP-014",
        file.to_str().expect("UTF-8"),
        "--yes",
    ];
    let exported = door.words(&[], &export);
    assert_eq!(exported.code, 0, "{}", exported.err);
    let whole = std::fs::read_to_string(&file).expect("a file");
    assert!(whole.contains("gate to-first-day: Maren"), "{whole}");
}
