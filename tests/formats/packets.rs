//! Packets and their threads, read a second time: by the stock `age` program with an exported identity, and in the record on both sides.

use super::{clinic, first, second};
use clinic::course::Act;
use clinic::id::{ClientId, PacketId};
use clinic::protocol::course::Form;
use clinic::review::redact::Redaction;
use clinic::review::{Event, Place};
use companion::packets::Choice;
use companion::{Companion, Secret};
use std::path::{Path, PathBuf};
use support::reader::read;
use support::world;

/// Two vaults that know each other, and a stick between them. On the first stands an ended session, sealed for the second.
struct Sealed {
    clinic: tempfile::TempDir,
    away: tempfile::TempDir,
    stick: tempfile::TempDir,
    file: PathBuf,
    thread: PacketId,
}

/// A visit that was held and signed.
fn held(author: &mut Companion, client: ClientId) {
    let protocol = author
        .protocol_named("three-point")
        .expect("shipped")
        .digest;
    author
        .course_open(client, None, &protocol, None)
        .expect("a course");
    let me = author.author().expect("somebody");
    let visit = "first-call";
    for act in [
        Act::BeginVisit {
            visit,
            form: Form::Phone,
            present: &[me],
            others: "",
        },
        Act::CloseVisit {
            visit,
            minutes: 25,
            note: "told",
        },
    ] {
        author.course_act(client, None, &act, None).expect("kept");
    }
    let visit = visit.to_owned();
    let object = companion::sign::Object::Visit { client, visit };
    let proof = Secret::from(world::PASSPHRASE);
    author.sign(&object, &proof).expect("signed");
}

fn sealed() -> Sealed {
    let (home, _) = clinic();
    let (away, stick) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let mut reviewer = world::companion(away.path());
    world::make_reader(&mut reviewer, away.path()).expect("a vault");
    let mut author = world::companion(home.path());
    world::unlock(&mut author, home.path()).expect("opens");
    let session = author.session_live()[0];
    let client = author.client_by_code("KELP-014").expect("a client");
    held(&mut author, client);
    world::say(&mut author, session, "note \"eyes closed\"").expect("noted");
    world::say(&mut author, session, "close stopped \"moved away\"").expect("closes");
    let card = author.contact_card().expect("a card");
    reviewer.contact_add(&card, false).expect("pinned");
    let card = reviewer.contact_card().expect("a card");
    let known = author.contact_add(&card, false).expect("pinned");
    let choice = Choice {
        client,
        sessions: vec![session],
        to: vec![known.row.person],
        course: vec!["first-call".to_owned()],
        process_notes: Vec::new(),
        redaction: Redaction::Coded,
        purpose: "Supervision".to_owned(),
        days: None,
    };
    let sealed = author.packet_seal(&choice, stick.path()).expect("sealed");
    author.vault_lock().expect("locks");
    let thread = reviewer.packet_open(&sealed.path, false).expect("opened");
    let on = Place::Entry { session, seq: 1 };
    for event in [
        Event::Asked {
            on: on.clone(),
            text: "Who stayed?".to_owned(),
        },
        Event::NotedPrivately {
            on,
            text: "mine alone".to_owned(),
        },
    ] {
        reviewer.review_act(thread, event).expect("kept");
    }
    let identity = stick.path().join("identity");
    reviewer
        .contact_identity_write(&Secret::from(world::PASSPHRASE), &identity)
        .expect("exported");
    let reply = reviewer.packet_reply(thread, stick.path()).expect("sealed");
    reviewer.vault_lock().expect("locks");
    world::unlock(&mut author, home.path()).expect("opens");
    author.packet_open(&reply.path, false).expect("merged");
    author.vault_lock().expect("locks");
    Sealed {
        clinic: home,
        away,
        stick,
        file: sealed.path,
        thread,
    }
}

#[test]
fn the_stock_program_opens_a_packet_with_an_exported_identity() {
    let made = sealed();
    let identity = made.stick.path().join("identity");
    let said = read(&[Path::new("packet"), &made.file, &identity]);
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(said["author"], "Maren Sol");
    assert_eq!(said["purpose"], "Supervision");
    assert_eq!(said["parts"], serde_json::json!([1, 2, 1, 5]));
    assert_eq!(
        said["courses"],
        serde_json::json!([{ "code": "KELP-014", "parts": ["first-call"], "rows": 2, "signatures_hold": 1 }])
    );
    assert_eq!(said["sessions"][0]["code"], "KELP-014");
    let rows = said["sessions"][0]["rows"].as_u64().expect("rows");
    assert_eq!(said["sessions"][0]["last"], rows - 1);
}

/// What is exported for packets is not what the slots are sealed to. Control: the slots' own identity opens its two.
#[test]
fn an_exported_identity_opens_no_master_key_of_its_owners_vault() {
    let made = sealed();
    let secret = made.stick.path().join("passphrase");
    std::fs::write(&secret, world::PASSPHRASE).expect("written");
    let said = read(&[
        Path::new("masters"),
        &world::folder(made.away.path()),
        &made.stick.path().join("identity"),
        Path::new("--secret-file"),
        &secret,
    ]);
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let expected = serde_json::json!({
        "is_packet_identity": true,
        "given": 0,
        "own": 2,
        "sealed": 2,
    });
    assert_eq!(said, expected);
}

#[test]
fn both_readers_say_the_same_of_a_thread_on_both_sides() {
    let made = sealed();
    for (home, rows) in [
        (&made.clinic, serde_json::json!(["asked"])),
        (&made.away, serde_json::json!(["asked", "noted_privately"])),
    ] {
        let rust = first(home.path(), |_| ());
        let python = second(home.path());
        assert_eq!(rust.fault, None);
        assert_eq!(python["audit"]["holds"], true, "{python}");
        assert_eq!(python["audit"]["entries"], rust.entries);
        let thread = &python["threads"][0];
        assert_eq!(thread["thread"], made.thread.to_string());
        assert_eq!(thread["sessions"], 1);
        assert_eq!(thread["courses"], 1);
        assert_eq!(thread["rows"], rows);
    }
}

/// The reviewer of that session accepts and signs it, and takes the acceptance back. Answers the two answers.
fn taken_back(made: &Sealed) -> [PathBuf; 2] {
    let (stick, thread) = (made.stick.path(), made.thread);
    let mut author = world::companion(made.clinic.path());
    world::unlock(&mut author, made.clinic.path()).expect("opens");
    let query = author.thread(thread).expect("there").review.queries()[0].id;
    let text = "Both of them.".to_owned();
    let answered = Event::Answered {
        query,
        after: 0,
        text,
    };
    author.review_act(thread, answered).expect("kept");
    let answer = author.packet_reply(thread, stick).expect("sealed").path;
    author.vault_lock().expect("locks");
    let mut reviewer = world::companion(made.away.path());
    world::unlock(&mut reviewer, made.away.path()).expect("opens");
    reviewer.packet_open(&answer, false).expect("merged");
    let now = reviewer.review(thread).expect("there");
    let session = now.sessions[0].live.row.id;
    let mut events = vec![Event::Closed { query }];
    for eye in now.sessions[0].eyes() {
        let eye = eye.key;
        events.push(Event::Seen { session, eye });
    }
    for eye in now.course.as_ref().expect("a course").eyes() {
        events.push(Event::SeenInCourse { eye: eye.key });
    }
    events.push(Event::Accepted);
    for event in events {
        reviewer.review_act(thread, event).expect("kept");
    }
    reviewer.review_sign(thread, session, None).expect("signed");
    let accepted = reviewer.packet_reply(thread, stick).expect("sealed").path;
    let reason = "I read the wrong day.".to_owned();
    let withdrawn = Event::DecisionWithdrawn { reason };
    reviewer.review_act(thread, withdrawn).expect("kept");
    let last = reviewer.packet_reply(thread, stick).expect("sealed").path;
    [accepted, last]
}

#[test]
fn both_readers_tell_an_acceptance_that_was_taken_back() {
    let made = sealed();
    for (answer, expected) in taken_back(&made).iter().zip([vec![], vec![2]]) {
        let mut author = world::companion(made.clinic.path());
        world::unlock(&mut author, made.clinic.path()).expect("opens");
        author.packet_open(answer, false).expect("merged");
        let rust = author.audit_verify().expect("verified").signatures;
        author.vault_lock().expect("locks");
        assert_eq!((rust.hold, &rust.taken_back), (2, &expected));
        let python = second(made.clinic.path());
        let signatures = python["signatures"].as_array().expect("signatures");
        assert!(signatures.iter().all(|one| one["holds"] == true));
        let told = (1..).zip(signatures);
        let told: Vec<u64> = told
            .filter(|(_, one)| !one["taken_back"].is_null())
            .map(|(number, _)| number)
            .collect();
        assert_eq!(told, expected);
        if let Some(number) = expected.first() {
            let at = usize::try_from(number - 1).expect("small");
            let reason = &signatures[at]["taken_back"]["reason"];
            assert_eq!(reason, "I read the wrong day.");
        }
    }
}

/// Control: what was changed with the key in hand is named by both, at the same entry, in the same words.
#[test]
fn changed_packets_contacts_and_reviews_are_named_by_both() {
    for change in [
        "DROP TRIGGER packet_part_stays_u; UPDATE packet_part SET sealed = zeroblob(64) WHERE seq = 1;",
        "DROP TRIGGER contact_stays_u; UPDATE contact SET body = zeroblob(64);",
        "DROP TRIGGER review_event_stays_u; UPDATE review_event SET sealed = zeroblob(64) WHERE seq = 0;",
        "INSERT INTO review_event (thread, seq, sealed) SELECT thread, seq + 100, sealed FROM review_event;",
    ] {
        let made = sealed();
        let rust = first(made.away.path(), |db| {
            db.execute_batch(change).expect("changes");
        });
        let fault = rust.fault.expect(change);
        let python = second(made.away.path());
        assert_eq!(python["audit"]["holds"], false, "{change}");
        assert_eq!(python["audit"]["fault"]["seq"], fault.seq, "{change}");
        assert_eq!(python["audit"]["fault"]["why"], fault.why, "{change}");
    }
}
