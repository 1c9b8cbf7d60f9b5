//! The formats, read a second time by a program that shares no line with this one (`tests/reader/reader.py`).

#[cfg(target_os = "linux")]
mod memory;
mod packets;

use clinic::id::hex;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use store::audit::{Context, Verified};
use support::reader::{read, told};
use support::world;

fn here(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(part)
}

/// What Python says of the record.
fn second(home: &Path) -> serde_json::Value {
    told("record", home)
}

/// What Rust says of it, after `change` was done to the tables with the key in hand.
fn first(home: &Path, change: impl FnOnce(&Connection)) -> Verified {
    use companion::clock::{Clock, MachineClock};
    let passphrase = companion::Secret::from(world::PASSPHRASE);
    let mut open = vault::unlock(&world::folder(home), None, &passphrase).expect("opens");
    let db = open.database().expect("the record");
    change(&db);
    let context = Context {
        actor: None,
        stamp: MachineClock::new().stamp(),
        app: "test",
        scripted: false,
    };
    let genesis = vault::chain::genesis(&open.vault_id()).digest;
    let store = store::Store::open(db, genesis, &context).expect("the store");
    let said = store.audit_verify().expect("verifies");
    open.close_database(store.into_connection())
        .expect("closes");
    said
}

/// A licence that was renewed, and a log of two lines.
fn people_bring(companion: &mut companion::Companion) {
    use companion::licences::{Duty, Licence, What};
    let by = companion.author().expect("an author");
    let person = companion.person_by_initials("AK").expect("a person");
    for until in ["2029-05-31", "2031-05-31"] {
        let licence = Licence {
            number: "PSY-12/4".to_owned(),
            jurisdiction: "Vestland".to_owned(),
            until: until.parse().expect("a day"),
        };
        companion.person_licence(person, licence).expect("kept");
    }
    let on = companion.today();
    for (what, words) in [
        (What::Trained, "Manual, part 1"),
        (What::Delegated { by }, "Vital signs"),
    ] {
        let words = words.to_owned();
        let duty = Duty { what, words, on };
        companion.person_duty(person, duty).expect("kept");
    }
}

fn clinic() -> (tempfile::TempDir, u64) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let id = world::session(&mut companion, "KELP-014").expect("a session");
    let events = companion
        .session_load(id)
        .expect("loads")
        .session
        .rows()
        .len() as u64;
    let client = companion.client_by_code("KELP-014").expect("a client");
    let measure = companion.measure_named("suds").expect("shipped").measure;
    for typed in ["4", "7"] {
        let taken = companion::measures::TakenNow {
            client,
            measure: "suds".to_owned(),
            mode: companion::courses::Mode::Asked,
            answers: companion::measures::answers(&measure, typed).expect("an answer"),
            occasion: String::new(),
            on: None,
        };
        companion.measure_take(&taken, None).expect("kept");
    }
    people_bring(&mut companion);
    companion.vault_lock().expect("locks");
    (home, events)
}

#[test]
fn the_vectors_hold() {
    let said = read(&[Path::new("vectors"), &here("fixtures/vectors")]);
    assert!(said.contains("vectors hold"), "{said}");
}

#[test]
fn both_readers_say_the_same() {
    let (home, events) = clinic();
    let rust = first(home.path(), |_| ());
    let python = second(home.path());
    assert_eq!(rust.fault, None);
    assert_eq!(python["training"], true);
    assert_eq!(python["clients"][0]["code"], "KELP-014");
    assert_eq!(python["clients"][0]["sessions"][0]["events"], events);
    assert_eq!(python["clients"][0]["sessions"][0]["ended"], false);
    assert_eq!(python["clients"][0]["course"]["events"], 2);
    assert_eq!(python["licences"][0]["until"], "2031-05-31");
    assert_eq!(python["licences"][0]["revision"], 1);
    assert_eq!(python["licences"].as_array().map(Vec::len), Some(1));
    assert_eq!(python["duties"][1]["words"], "Vital signs");
    assert_eq!(python["audit"]["holds"], true);
    assert_eq!(python["audit"]["entries"], rust.entries);
    assert_eq!(python["audit"]["head"], hex(&rust.head.link));
}

/// What is signed by its very rows: an entry while its session runs, and a gate. The second reader finds what was changed under either, and
/// what was put under another.
#[test]
fn an_entry_and_a_gate_that_were_signed_alone_are_read() {
    use companion::sign::Object;
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let client = companion.training_course(14).expect("a course");
    let gate = "to-preparation".to_owned();
    let session = world::session(&mut companion, "KELP-090").expect("a session");
    world::note(&mut companion, session, 1, "eyes closed").expect("kept");
    let loaded = companion.session_load(session).expect("loads");
    let row = loaded.session.rows().len() as u64 - 1;
    for object in [
        Object::Entry { session, row },
        Object::Gate { client, gate },
    ] {
        companion.sign_just_opened(&object).expect("signed");
    }
    companion.vault_lock().expect("locks");
    let holds = |home: &Path| {
        let told = second(home)["signatures"].clone();
        let told = told.as_array().expect("signatures").clone();
        // Before them stand those under the visits of that course.
        told.iter()
            .skip(3)
            .map(|one| {
                let part = one["part"].as_str().unwrap_or_default().to_owned();
                (part, one["holds"] == true)
            })
            .collect::<Vec<_>>()
    };
    let (entry, gate) = (format!("entry/{row}"), "gate/to-preparation".to_owned());
    assert_eq!(
        holds(home.path()),
        [(entry.clone(), true), (gate.clone(), true)]
    );
    first(home.path(), |db| {
        db.execute_batch(&format!(
            "DROP TRIGGER event_stays_u; UPDATE session_event SET sealed = zeroblob(64) WHERE place & 0xffffff = {row};
             DROP TRIGGER signature_stays_u; UPDATE signature SET body = CAST(replace(CAST(body AS TEXT), 'to-preparation', 'to-dosing-1') AS BLOB) WHERE number = 5;"
        ))
        .expect("changes");
    });
    assert_eq!(
        holds(home.path()),
        [(entry, false), ("gate/to-dosing-1".to_owned(), false)]
    );
}

/// Control: what was changed with the key in hand is named by both, at the same entry, in the same words.
fn both_name(change: &str) {
    let (home, _) = clinic();
    let rust = first(home.path(), |db| db.execute_batch(change).expect("changes"))
        .fault
        .expect("Rust sees it");
    let python = second(home.path());
    assert_eq!(python["audit"]["holds"], false);
    assert_eq!(python["audit"]["fault"]["seq"], rust.seq, "{change}");
    assert_eq!(python["audit"]["fault"]["why"], rust.why, "{change}");
}

/// An erasure leaves a record that both readers still verify; a key that went or came back otherwise is named by both.
#[test]
fn an_erasure_holds_and_a_lost_key_does_not() {
    let (home, _) = clinic();
    let mut wrapped = Vec::new();
    let kept = first(home.path(), |db| {
        wrapped = db
            .query_row("SELECT wrapped FROM client_key", [], |row| row.get(0))
            .expect("a key");
    });
    assert_eq!(kept.fault, None);
    let mut companion = world::companion(home.path());
    world::unlock(&mut companion, home.path()).expect("opens");
    let running = companion
        .session_live()
        .first()
        .copied()
        .expect("a session");
    let words = "close stopped \"moved away\"";
    let (acts, when) = companion.session_words(running, words).expect("words");
    let author = companion.author().expect("an author");
    for act in &acts {
        let told = companion::session::Told::When(when);
        companion
            .session_act_as(running, None, act, told, author)
            .expect("closes");
    }
    let client = companion.client_by_code("KELP-014").expect("a client");
    let receipt = companion.client_erase(client, "KELP-014").expect("erased");
    assert_eq!(receipt.sessions, 1);
    companion.vault_lock().expect("locks");

    let key = "SELECT client, wrapped FROM client_key";
    assert_eq!(
        first(home.path(), |db| {
            let left = db.query_row(&format!("SELECT count(*) FROM ({key})"), [], |row| {
                row.get(0)
            });
            assert_eq!(left, Ok(0));
        })
        .fault,
        None
    );
    let python = second(home.path());
    assert_eq!(python["audit"]["holds"], true, "{python}");
    assert_eq!(python["clients"][0]["code"], serde_json::Value::Null);
    let rust = first(home.path(), |db| {
        // The key as an older copy of the vault still has it.
        db.execute(
            "INSERT INTO client_key SELECT id, ?1 FROM client",
            [&wrapped],
        )
        .expect("forges");
    });
    let why = rust.fault.expect("Rust sees it").why;
    assert_eq!(second(home.path())["audit"]["fault"]["why"], why);

    both_name("DELETE FROM client_key;");
}

#[test]
fn a_changed_event_is_named_by_both() {
    both_name(
        "DROP TRIGGER event_stays_u; UPDATE session_event SET sealed = zeroblob(64) WHERE place & 0xffffff = 0;",
    );
}

#[test]
fn a_changed_course_is_named_by_both() {
    both_name(
        "DROP TRIGGER course_event_stays_u; UPDATE course_event SET sealed = zeroblob(64) WHERE seq = 1;",
    );
    both_name(
        "INSERT INTO course_event (client, seq, sealed) SELECT client, seq + 100, sealed FROM course_event;",
    );
    both_name("DROP TRIGGER measure_stays_u; UPDATE measure SET body = body || ' ';");
}

#[test]
fn what_people_bring_is_named_by_both_where_it_was_changed() {
    both_name(
        "DROP TRIGGER licence_stays_u; UPDATE licence SET body = CAST(replace(CAST(body AS TEXT), '2031', '2033') AS BLOB);",
    );
    both_name(
        "DROP TRIGGER duty_stays_u; UPDATE duty SET body = CAST(replace(CAST(body AS TEXT), 'Vital', 'Other') AS BLOB);",
    );
}

#[test]
fn a_deleted_entry_is_named_by_both() {
    both_name("DROP TRIGGER audit_stays_d; DELETE FROM audit WHERE seq = 3;");
}

#[test]
fn a_swapped_pair_is_named_by_both() {
    both_name(
        "DROP TRIGGER audit_stays_u; UPDATE audit SET seq = -seq WHERE seq IN (2, 3);
         UPDATE audit SET seq = 5 + seq WHERE seq < 0;",
    );
}

/// Rows put beside the only commit: the chain alone cannot see them, the count against it can.
#[test]
fn rows_that_no_entry_speaks_of_are_seen() {
    for forged in [
        "INSERT INTO person (id, revision, body) SELECT id, revision + 1, body FROM person;",
        "INSERT INTO session_end (ordinal, wall_ms) SELECT ordinal, 1 FROM session;",
        "INSERT INTO licence (person, revision, body) SELECT person, revision + 2, body FROM licence;",
        "INSERT INTO duty (person, line, body) SELECT person, line + 2, body FROM duty;",
        "INSERT INTO client (id, revision, sealed) SELECT id, revision + 1, sealed FROM client;",
        "INSERT INTO session_event (place, sealed) SELECT place + 100, sealed FROM session_event;",
    ] {
        let (home, _) = clinic();
        let said = first(home.path(), |db| db.execute_batch(forged).expect("forges"));
        let fault = said.fault.expect(forged);
        assert!(
            fault.why.contains("no entry speaks of"),
            "{forged}: {}",
            fault.why
        );
    }
}

/// A rotation whose header could not follow: the secret is tried on the slots that stay.
#[test]
fn a_rotation_that_waits_for_its_header_is_read() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    companion.vault_lock().expect("locks");
    let (folder, own) = (world::folder(home.path()), world::PASSPHRASE.into());
    let whole = second(home.path());
    let mut open = vault::unlock(&folder, None, &own).expect("opens");
    let record = open.database().expect("the record");
    open.rotation_begin(None, Some(&own), &mut vault::SystemEntropy::new())
        .expect("begun");
    let fresh = open.rotation_copy(&record, &mut |_| {}).expect("copied");
    fresh.close().expect("closes");
    open.close_database(record).expect("closes");
    let blocked = folder.join("vault.hdr.tmp");
    std::fs::create_dir(&blocked).expect("in the way");
    assert!(!open.rotation_swap().expect("it happened"));
    drop(open);
    assert_eq!(second(home.path()), whole);
    std::fs::remove_dir(&blocked).expect("out of the way");
    world::unlock(&mut companion, home.path()).expect("opens");
    companion.vault_lock().expect("locks");
    assert_ne!(second(home.path()), whole, "the control: it was opened");
}
