//! *Nothing is quietly changed, not even with the key.* Somebody who holds the key opens the record past the program, takes
//! the guards off and edits. Verification names it, or the head file does, or the value no longer opens. Control: opening the
//! record so and changing nothing is not complained about.

use companion::licences::{Duty, Licence, What};
use companion::sign::Object;
use companion::{Companion, Date, Error, Secret, SessionId};
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use support::world;

fn made(home: &Path) -> Result<SessionId, Error> {
    let mut companion = world::companion(home);
    world::make(&mut companion, home)?;
    companion.client_add("KELP-002", "Aksel Sander")?;
    papers(&mut companion)?;
    let session = world::session(&mut companion, "KELP-014")?;
    for number in 0..5 {
        world::note(&mut companion, session, number, &format!("note {number}"))?;
    }
    world::say(&mut companion, session, "close stopped \"as they wished\"")?;
    companion.sign_just_opened(&Object::Session(session))?;
    companion.lock_record(&Object::Session(session), None)?;
    companion.vault_lock()?;
    Ok(session)
}

/// A licence that was renewed, a delegated task, and something said in confidence.
fn papers(companion: &mut Companion) -> Result<(), Error> {
    let person = companion.person_by_initials("AK")?;
    let day = |text: &str| text.parse::<Date>().expect("a date");
    for until in ["2030-05-31", "2031-05-31"] {
        let licence = Licence {
            number: "PSY-12/4".to_owned(),
            jurisdiction: "Vestland".to_owned(),
            until: day(until),
        };
        companion.person_licence(person, licence)?;
    }
    let by = companion.author()?;
    for (what, words) in [
        (What::Trained, "Vital signs"),
        (What::Delegated { by }, "Doses"),
    ] {
        let (words, on) = (words.to_owned(), day("2026-01-05"));
        companion.person_duty(person, Duty { what, words, on })?;
    }
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let mut reader = world::companion(elsewhere.path());
    world::make(&mut reader, elsewhere.path())?;
    let card = reader.contact_card()?;
    let reader = companion.contact_add(&card, false)?.row.person;
    companion.confidence_name(&[reader])?;
    for text in ["one", "two"] {
        companion.confidence_write(text, false, &[])?;
    }
    Ok(())
}

/// Edits the record with the vault's own key, its triggers off, and puts the triggers back.
fn edit(folder: &Path, work: impl FnOnce(&Connection) -> rusqlite::Result<()>) {
    edit_as(folder, |_, record| {
        work(&record).expect("edited");
        record
    });
}

/// The same with the keys at hand.
fn edit_as(folder: &Path, work: impl FnOnce(&vault::Unlocked, Connection) -> Connection) {
    let mut vault = vault::unlock(folder, None, &Secret::from(world::PASSPHRASE)).expect("opens");
    let record = vault.database().expect("the record opens");
    record.pragma_update(None, "foreign_keys", 0).expect("off");
    let triggers: Vec<(String, String)> = {
        let mut statement = record
            .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            .expect("a list");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.expect("a list")
            .collect::<Result<_, _>>()
            .expect("a list")
    };
    for (name, _) in &triggers {
        record
            .execute_batch(&format!("DROP TRIGGER {name}"))
            .expect("off");
    }
    let record = work(&vault, record);
    for (_, sql) in &triggers {
        record.execute_batch(sql).expect("on again");
    }
    vault.close_database(record).expect("closes");
}

/// Who names it.
fn named(companion: &mut Companion, home: &Path) -> Option<String> {
    if let Err(error) = world::unlock(companion, home) {
        return Some(format!("opening: {error}"));
    }
    if companion.vault_opened().expect("open").older_than_head {
        return Some("the head file".to_owned());
    }
    match companion.audit_verify() {
        Err(error) => Some(format!("verify: {error}")),
        Ok(report) => {
            let chain = report
                .chain
                .fault
                .map(|fault| format!("verify: {}", fault.why));
            let note = report
                .checkpoint_differs
                .map(|_| "verify: a checkpoint".to_owned());
            let session = report.unreadable.map(|_| "verify: a session".to_owned());
            let signature = report.signatures.broken;
            let signature = signature.map(|_| "verify: a signature".to_owned());
            let lock = report.locks.broken.map(|_| "verify: a lock".to_owned());
            chain.or(note).or(session).or(signature).or(lock)
        }
    }
}

/// A note after the end of a locked session: sealed with the client's own key, with an entry at the chain's end that speaks of it, entered
/// when the session ended. Everything about it is as the program writes it, but for the lock.
#[test]
fn a_row_put_under_a_lock_with_an_entry_of_its_own_is_named() {
    use clinic::session::event::{Event, Recorded};
    use companion::clock::{Clock, MachineClock};
    let home = tempfile::tempdir().expect("a temporary folder");
    let session = made(home.path()).expect("a vault");
    edit_as(&world::folder(home.path()), |vault, record| {
        let context = store::audit::Context {
            actor: None,
            stamp: MachineClock::new().stamp(),
            app: "test",
            scripted: false,
        };
        let genesis = vault::chain::genesis(&vault.vault_id()).digest;
        let mut store = store::Store::open(record, genesis, &context).expect("the store");
        let client = store.session(session).expect("a session").client;
        let clients = store.clients().expect("clients");
        let row = clients.into_iter().find(|row| row.id == client);
        let wrapped = row.and_then(|row| row.wrapped).expect("a key");
        let key = vault
            .unwrap_client_key(&client.0, &wrapped)
            .expect("unwraps");
        let rows = store.session_events(session, &key).expect("rows");
        let last = rows.last().expect("its end");
        let note = rows
            .iter()
            .find(|row| matches!(row.event, Event::Noted { .. }));
        let forged = Recorded {
            seq: last.seq + 1,
            entered: last.entered,
            elapsed: last.elapsed,
            ..note.expect("a note").clone()
        };
        let chance = &mut vault::SystemEntropy::new();
        store
            .session_append(
                session,
                &[forged],
                "session_noted",
                None,
                &key,
                chance,
                &context,
            )
            .expect("written");
        store.into_connection()
    });
    let mut companion = world::companion(home.path());
    let named = named(&mut companion, home.path());
    assert_eq!(named.as_deref(), Some("verify: a lock"));
}

/// An entry and a gate that were signed alone: by number of the signature, with the rows that each is made of, and another note.
fn signed_alone(home: &Path) -> Result<(u64, Vec<u64>, u64), Error> {
    let mut companion = world::companion(home);
    world::make(&mut companion, home)?;
    let client = companion.training_course(14)?;
    let now = companion.course_now(client)?;
    let (_, stands) = now.under.expect("open");
    let mut gates = stands.gates.into_iter();
    let gate = gates
        .find(|gate| gate.id == "to-preparation")
        .expect("a gate");
    let session = world::session(&mut companion, "KELP-090")?;
    for number in 0..3 {
        world::note(&mut companion, session, number, &format!("note {number}"))?;
    }
    let notes: Vec<u64> = companion
        .session_load(session)?
        .session
        .rows()
        .iter()
        .filter(|row| matches!(row.event, clinic::session::event::Event::Noted { .. }))
        .map(|row| row.seq)
        .collect();
    let row = notes[0];
    companion.sign_just_opened(&Object::Entry { session, row })?;
    let of = Object::Gate {
        client,
        gate: gate.id.clone(),
    };
    companion.sign_just_opened(&of)?;
    world::say(&mut companion, session, "close stopped \"as they wished\"")?;
    companion.vault_lock()?;
    Ok((row, gate.answered, notes[1]))
}

/// Whoever edits the record with the vault's key has not the signer's: an entry or a gate that was signed alone is named where it was changed,
/// and where its signature was put under another one. Control: what it does not speak of.
#[test]
fn an_edit_under_an_entry_or_a_gate_that_was_signed_alone_is_named() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (note, answers, other) = signed_alone(home.path()).expect("a vault");
    let folder = world::folder(home.path());
    let whole: Vec<_> = fs::read_dir(&folder)
        .expect("the vault")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).expect("a file")))
        .collect();
    let of_session = "place / 16777216 = (SELECT max(ordinal) FROM session) AND place & 0xffffff";
    let body = |number: u8, changes: &[(String, String)]| {
        let changed = changes
            .iter()
            .fold("CAST(body AS TEXT)".to_owned(), |of, (from, to)| {
                format!("replace({of}, '{from}', '{to}')")
            });
        format!("UPDATE signature SET body = CAST({changed} AS BLOB) WHERE number = {number};")
    };
    let said = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let (first, second) = (answers[0], answers[1]);
    let all = |rows: &[u64]| {
        let rows: Vec<String> = rows.iter().map(u64::to_string).collect();
        format!("\"rows\":[{}]", rows.join(","))
    };
    let zeroed = "sealed = zeroblob(length(sealed))";
    let edits: [(&str, String, Option<u64>); 11] = [
        ("nothing", String::new(), None),
        (
            "another note",
            format!("UPDATE session_event SET {zeroed} WHERE {of_session} = {other};"),
            None,
        ),
        (
            "the note",
            format!("UPDATE session_event SET {zeroed} WHERE {of_session} = {note};"),
            Some(4),
        ),
        (
            "another note in its place",
            format!(
                "UPDATE session_event SET sealed = (SELECT sealed FROM session_event WHERE {of_session} = {other}) WHERE {of_session} = {note};"
            ),
            Some(4),
        ),
        (
            "the note away",
            format!("DELETE FROM session_event WHERE {of_session} = {note};"),
            Some(4),
        ),
        (
            "its signature under another note",
            body(
                4,
                &[
                    said(&format!("entry/{note}"), &format!("entry/{other}")),
                    (all(&[note]), all(&[other])),
                    said(&format!("\"last\":{note}"), &format!("\"last\":{other}")),
                ],
            ),
            Some(4),
        ),
        (
            "its signature under another session",
            "UPDATE signature SET about = 'session/' || lower(hex(randomblob(16))) WHERE number = 4;".to_owned(),
            Some(4),
        ),
        (
            "an answer at the gate",
            format!("UPDATE course_event SET {zeroed} WHERE seq = {first};"),
            Some(5),
        ),
        (
            "two answers at the gate exchanged",
            format!(
                "UPDATE course_event SET seq = -1 WHERE seq = {first}; UPDATE course_event SET seq = {first} WHERE seq = {second};
                 UPDATE course_event SET seq = {second} WHERE seq = -1;"
            ),
            Some(5),
        ),
        (
            "its signature under another gate",
            body(5, &[said("gate/to-preparation", "gate/to-dosing-1")]),
            Some(5),
        ),
        (
            "its signature without an answer",
            body(5, &[(all(&answers), all(&answers[1..]))]),
            Some(5),
        ),
    ];
    for (what, sql, named) in edits {
        for (path, bytes) in &whole {
            fs::write(path, bytes).expect("whole again");
        }
        edit(&folder, |record| {
            // Those under the visits of that course reach over the same rows, and would be named first.
            record.execute_batch("DELETE FROM signature WHERE number < 4")?;
            let before = record.total_changes();
            record.execute_batch(&sql)?;
            let changed = record.total_changes() > before;
            assert_eq!(changed, what != "nothing", "{what}");
            Ok(())
        });
        let mut companion = world::companion(home.path());
        world::unlock(&mut companion, home.path()).expect("opens");
        let report = companion.audit_verify().expect("verified");
        assert_eq!(report.signatures.broken, named, "{what}");
        let hold = 2 - u64::from(named.is_some());
        assert_eq!(report.signatures.hold, hold, "{what}");
        assert!(
            report.chain.fault.is_some(),
            "{what}: the chain names it too"
        );
        companion.vault_lock().expect("locks");
    }
}

/// A row of the course that cannot be read is no reason to shut the sessions of that client.
#[test]
fn a_session_opens_beside_a_course_that_cannot_be_read() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let session = made(home.path()).expect("a vault");
    let mut companion = world::companion(home.path());
    world::unlock(&mut companion, home.path()).expect("opens");
    let client = companion.client_by_code("KELP-014").expect("a client");
    let digest = companion
        .protocol_named("three-point")
        .expect("shipped")
        .digest;
    companion
        .course_open(client, None, &digest, None)
        .expect("a course");
    let rows = companion.session_load(session).expect("opens");
    let note = rows.session.rows().iter();
    let note = note
        .filter(|row| matches!(row.event, clinic::session::event::Event::Noted { .. }))
        .map(|row| row.seq)
        .next();
    companion
        .session_amend(session, None, note.expect("a note"), "note 6", "misread")
        .expect("amended");
    let live = companion.session_load(session).expect("opens");
    assert_eq!((live.amended.len(), live.amendments_unreadable), (1, false));
    companion.vault_lock().expect("locks");
    edit(&world::folder(home.path()), |record| {
        record.execute_batch(
            "UPDATE course_event SET sealed = zeroblob(length(sealed)) WHERE seq = 0",
        )
    });
    world::unlock(&mut companion, home.path()).expect("opens");
    let live = companion.session_load(session).expect("opens all the same");
    assert_eq!((live.amended.len(), live.amendments_unreadable), (0, true));
    let view = wire::session::view::SessionView::of(&mut companion, session, 0).expect("shown");
    assert!(view.amendments_unreadable);
    let text = export::record::text(&view);
    assert!(text.contains("course cannot be read"), "{text}");
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_some());
}

/// What a code on paper says of a record that somebody edited with its key.
#[test]
fn a_code_on_paper_names_a_chain_that_was_cut_or_edited() {
    use companion::audit::CodeStanding;
    let stands = |sql: &str| {
        let home = tempfile::tempdir().expect("a temporary folder");
        made(home.path()).expect("a vault");
        let mut companion = world::companion(home.path());
        world::unlock(&mut companion, home.path()).expect("opens");
        let (entry, _) = companion.audit_checkpoint().expect("signed");
        let code = companion.audit_short_code_at(entry).expect("a code");
        let before = companion.audit_code_check(entry, &code).expect("checked");
        assert_eq!(before.standing, CodeStanding::Same, "control");
        companion.vault_lock().expect("locks");
        let folder = world::folder(home.path());
        edit(&folder, |record| record.execute_batch(sql));
        world::unlock(&mut companion, home.path()).expect("opens");
        let after = companion.audit_code_check(entry, &code).expect("checked");
        (after.standing, entry)
    };
    let (standing, _) = stands(
        "DELETE FROM checkpoint; DELETE FROM audit WHERE seq > (SELECT max(seq) FROM audit) - 9;",
    );
    assert_eq!(standing, CodeStanding::Shorter);
    let (standing, _) = stands("UPDATE audit SET link = zeroblob(32) WHERE seq = 9");
    assert_eq!(standing, CodeStanding::Broken(9));
    // The last link alone, written anew where the code speaks of it, is not believed.
    let (standing, entry) = stands(
        "UPDATE audit SET link = zeroblob(32) WHERE seq = (SELECT max(seq) FROM checkpoint)",
    );
    assert_eq!(standing, CodeStanding::Broken(entry));
}

/// The last entries of the chain and what they brought, taken away together.
const TRUNCATED: &str = "
    DELETE FROM session_end;
    DELETE FROM checkpoint;
    DELETE FROM audit WHERE seq > (SELECT max(seq) FROM audit) - 4;
    DELETE FROM session_event WHERE place & 0xffffff > 4;";

const EDITS: &[(&str, &str)] = &[
    ("a note's bytes", "UPDATE session_event SET sealed = zeroblob(length(sealed)) WHERE place & 0xffffff = 3"),
    (
        "one note in the place of another",
        "UPDATE session_event SET sealed = (SELECT o.sealed FROM session_event AS o WHERE o.place & 0xffffff = 2) WHERE place & 0xffffff = 3",
    ),
    (
        "two notes in another order",
        "UPDATE session_event SET place = place + 998 WHERE place & 0xffffff = 2; UPDATE session_event SET place = place - 1 WHERE place & 0xffffff = 3;
         UPDATE session_event SET place = place - 997 WHERE place & 0xffffff = 1000",
    ),
    ("a note away", "DELETE FROM session_event WHERE place & 0xffffff = 3"),
    (
        "the last event away",
        "DELETE FROM session_event WHERE place = (SELECT max(place) FROM session_event)",
    ),
    (
        "a note twice",
        "INSERT INTO session_event SELECT (SELECT max(place) + 1 FROM session_event), request, sealed FROM session_event WHERE place & 0xffffff = 3",
    ),
    ("an entry of the chain", "UPDATE audit SET entry = CAST(replace(CAST(entry AS TEXT), '\"seq\":9', '\"seq\":8') AS BLOB) WHERE seq = 9"),
    ("an entry away", "DELETE FROM audit WHERE seq = 9"),
    ("the last entries away", "DELETE FROM audit WHERE seq > (SELECT max(seq) FROM audit) - 2"),
    ("entries and events away", TRUNCATED),
    (
        "two entries in another order",
        "UPDATE audit SET seq = 1000 WHERE seq = 8; UPDATE audit SET seq = 8 WHERE seq = 9; UPDATE audit SET seq = 9 WHERE seq = 1000",
    ),
    ("the end of a session away", "DELETE FROM session_end"),
    ("another end", "UPDATE session_end SET wall_ms = wall_ms + 3600000"),
    ("another number of the session", "UPDATE session SET number = 3"),
    ("another day of the session", "UPDATE session SET wall_ms = wall_ms - 86400000"),
    ("another zone of the session", "UPDATE session SET zone = zone + 60"),
    ("another client's session", "UPDATE session SET client = (SELECT id FROM client WHERE id != session.client)"),
    (
        "another client's identity",
        "UPDATE client SET sealed = (SELECT o.sealed FROM client AS o WHERE o.id != client.id)",
    ),
    ("a client away", "DELETE FROM client WHERE rowid = 1"),
    ("a client's key away", "DELETE FROM client_key WHERE client = (SELECT client FROM session)"),
    ("a person's roles", "UPDATE person SET body = CAST(replace(CAST(body AS TEXT), 'co_therapist', 'prescriber') AS BLOB)"),
    ("a person away", "DELETE FROM person WHERE rowid = 2"),
    ("a protocol's figure", "UPDATE protocol SET body = replace(body, '120', '121')"),
    ("a signature away", "DELETE FROM signature"),
    (
        "a signature under another name",
        "UPDATE signature SET body = CAST(replace(CAST(body AS TEXT), 'Maren', 'Aksel') AS BLOB)",
    ),
    (
        "a signature under another record",
        "UPDATE signature SET about = 'session/' || lower(hex(randomblob(16)))",
    ),
    ("a lock away", "DELETE FROM record_lock"),
    ("a lock turned", "UPDATE record_lock SET locked = 0"),
    (
        "a lock over another record",
        "UPDATE record_lock SET about = 'session/' || lower(hex(randomblob(16)))",
    ),
    ("a signer's key away", "DELETE FROM person_key"),
    (
        "another key of a signer",
        "INSERT INTO person_key SELECT person, randomblob(32) FROM person_key LIMIT 1",
    ),
    ("a licence's last day", "UPDATE licence SET body = CAST(replace(CAST(body AS TEXT), '2031', '2033') AS BLOB)"),
    ("a renewed licence away", "DELETE FROM licence WHERE revision = 1"),
    ("a licence renewed past the program", "INSERT INTO licence SELECT person, 2, body FROM licence WHERE revision = 1"),
    (
        "another person's licence",
        "UPDATE licence SET person = (SELECT id FROM person WHERE id != licence.person LIMIT 1)",
    ),
    ("a training's words", "UPDATE duty SET body = CAST(replace(CAST(body AS TEXT), 'Vital', 'Other') AS BLOB) WHERE line = 0"),
    ("a delegated task away", "DELETE FROM duty WHERE line = 1"),
    ("a task delegated past the program", "INSERT INTO duty SELECT person, 2, body FROM duty WHERE line = 1"),
    ("words in confidence away", "DELETE FROM confidence WHERE number = 1"),
    ("words in confidence changed", "UPDATE confidence SET sealed = zeroblob(length(sealed)) WHERE number = 2"),
    (
        "words in confidence in another's place",
        "UPDATE confidence SET sealed = (SELECT o.sealed FROM confidence AS o WHERE o.number != confidence.number)",
    ),
    ("words in confidence from another vault", "UPDATE confidence SET origin = randomblob(16)"),
    ("words in confidence twice", "INSERT INTO confidence SELECT 3, randomblob(16), origin, sealed FROM confidence WHERE number = 1"),
    ("readers in confidence away", "DELETE FROM confidence_reader"),
    (
        "other readers in confidence",
        "UPDATE confidence_reader SET body = CAST(replace(CAST(body AS TEXT), '\"v\":1', '\"v\":2') AS BLOB)",
    ),
    ("a checkpoint away", "DELETE FROM checkpoint"),
    ("a checkpoint's words", "UPDATE checkpoint SET note = replace(note, '1', '2')"),
];

#[test]
fn an_edit_made_with_the_key_is_named() {
    let home = tempfile::tempdir().expect("a temporary folder");
    made(home.path()).expect("a vault");
    let folder = world::folder(home.path());
    let whole: Vec<_> = fs::read_dir(&folder)
        .expect("the vault")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).expect("a file")))
        .collect();
    let mut by_whom = Vec::new();
    let mut unnamed = Vec::new();
    for (what, sql) in EDITS {
        for (path, bytes) in &whole {
            fs::write(path, bytes).expect("whole again");
        }
        edit(&folder, |record| {
            let before = record.total_changes();
            record.execute_batch(sql)?;
            assert!(
                record.total_changes() > before,
                "{what}: nothing was edited"
            );
            Ok(())
        });
        match named(&mut world::companion(home.path()), home.path()) {
            Some(who) => by_whom.push(format!("{what}: {who}")),
            None => unnamed.push(*what),
        }
    }
    println!("{}", by_whom.join("\n"));
    assert!(unnamed.is_empty(), "nobody names: {unnamed:?}");

    // Control: the same hands, nothing changed.
    for (path, bytes) in &whole {
        fs::write(path, bytes).expect("whole again");
    }
    edit(&folder, |_| Ok(()));
    let found = named(&mut world::companion(home.path()), home.path());
    assert_eq!(found, None);
}
