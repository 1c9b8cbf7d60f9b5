//! What the tables refuse, asked past the verbs with plain SQL.

use clinic::id::{BootId, ClientId, RequestKey, SessionId};
use clinic::session::event::{Author, Event, Recorded};
use clinic::time::{Elapsed, Stamp};
use rusqlite::Connection;
use store::audit::Context;
use store::sessions::{Kept, SessionRow};
use store::{Error, Store};

fn context() -> Context {
    Context {
        actor: None,
        stamp: Stamp {
            wall_ms: 1,
            zone_minutes: 0,
            uptime_ms: 1,
            boot: BootId([9; 16]),
        },
        app: "test",
        scripted: true,
    }
}

fn reopen(db: Connection) -> Result<Store, Error> {
    Store::open(db, [0; 32], &context())
}

fn shelves() -> Store {
    reopen(Connection::open_in_memory().expect("memory")).expect("tables")
}

/// A row in every record table.
fn filled() -> Connection {
    let db = shelves().into_connection();
    db.execute_batch(
        "INSERT INTO checkpoint VALUES (1, 'n'); INSERT INTO person VALUES (x'01', 0, x'00');
         INSERT INTO client_key VALUES (x'01', x'00'); INSERT INTO client VALUES (x'01', 0, x'00');
         INSERT INTO protocol VALUES (x'01', 't'); INSERT INTO protocol_adoption VALUES (x'01', x'01', x'00', x'00', x'00');
         INSERT INTO session VALUES (1, x'01', x'01', x'01', 1, 1, 0); INSERT INTO session_event VALUES (1 << 24, x'01', x'00');
         INSERT INTO session_end VALUES (1, 1);
         INSERT INTO measure VALUES (x'01', 't'); INSERT INTO course_event VALUES (x'01', 0, x'00', 'talk');
         INSERT INTO course_request VALUES (x'01', x'01', 0); INSERT INTO person_key VALUES (x'01', x'01');
         INSERT INTO signature VALUES (1, 'a', x'00', x'00', x'00'); INSERT INTO record_lock VALUES (1, 'a', '', 1, x'00', x'00', x'00');
         INSERT INTO contact VALUES (x'01', 0, x'00'); INSERT INTO packet VALUES (x'01', x'01', x'01', x'00');
         INSERT INTO licence VALUES (x'01', 0, x'00'); INSERT INTO duty VALUES (x'01', 0, x'00');
         INSERT INTO confidence VALUES (1, x'01', x'01', x'00'); INSERT INTO confidence_reader VALUES (1, x'00');
         INSERT INTO packet_part VALUES (x'01', 0, x'00'); INSERT INTO review_event VALUES (x'01', 0, x'00');",
    )
    .expect("rows");
    db
}

#[test]
fn nothing_of_the_record_is_changed_or_deleted() {
    let db = filled();
    for (table, column) in [
        ("audit", "entry"),
        ("checkpoint", "note"),
        ("person", "body"),
        ("client", "sealed"),
        ("protocol", "body"),
        ("protocol_adoption", "body"),
        ("session", "wall_ms"),
        ("session_end", "wall_ms"),
        ("session_event", "sealed"),
        ("measure", "body"),
        ("course_event", "sealed"),
        ("course_request", "seq"),
        ("person_key", "public_key"),
        ("signature", "body"),
        ("record_lock", "body"),
        ("licence", "body"),
        ("duty", "body"),
        ("confidence", "sealed"),
        ("confidence_reader", "body"),
        ("contact", "body"),
        ("packet", "body"),
        ("packet_part", "sealed"),
        ("review_event", "sealed"),
        ("client_key", "wrapped"),
    ] {
        let mut statements = vec![format!("UPDATE {table} SET {column} = {column}")];
        // Destroying a client's key is how a client is erased.
        if table != "client_key" {
            statements.push(format!("DELETE FROM {table}"));
        }
        for statement in statements {
            let said = db.execute(&statement, []).expect_err(&statement);
            assert!(
                said.to_string().contains("append only"),
                "{statement}: {said}"
            );
        }
    }
}

#[test]
fn no_event_follows_the_end() {
    let said = filled()
        .execute(
            "INSERT INTO session_event VALUES ((1 << 24) + 1, NULL, x'00')",
            [],
        )
        .expect_err("the session ended");
    assert!(matches!(Error::from(said), Error::SessionEnded));
}

#[test]
fn no_event_stands_beside_every_session() {
    for place in ["2 << 24", "0", "-1"] {
        let said = filled()
            .execute(
                &format!("INSERT INTO session_event VALUES ({place}, NULL, x'00')"),
                [],
            )
            .expect_err(place);
        assert!(said.to_string().contains("no such session"), "{said}");
    }
}

#[test]
fn a_request_is_kept_once() {
    let mut store = shelves();
    let (context, key) = (context(), vault::Key::take(&mut [7; 32]));
    let mut entropy = vault::SystemEntropy::new();
    let protocol = store.protocol_keep("text", &context).expect("a protocol");
    let row = |seq| Recorded {
        seq,
        entered: context.stamp,
        elapsed: Elapsed(0),
        happened: Elapsed(0),
        by: Author::Clock,
        event: Event::QuietEnded,
    };
    let session = SessionRow {
        id: SessionId([1; 16]),
        client: ClientId([2; 16]),
        protocol,
        number: 1,
        wall_ms: 1,
        zone_minutes: 0,
        ended_wall_ms: None,
    };
    store
        .session_add(&session, &[row(0)], &key, &mut entropy, &context)
        .expect("a session");
    let mut append = |seq| {
        store
            .session_append(
                session.id,
                &[row(seq)],
                "acted",
                Some(RequestKey([3; 16])),
                &key,
                &mut entropy,
                &context,
            )
            .expect("answers")
    };
    assert!(matches!(append(1), Kept::Now(_)));
    assert_eq!(append(2), Kept::Before);
    assert_eq!(
        store.session_events(session.id, &key).expect("rows").len(),
        2
    );
    assert_eq!(store.audit_verify().expect("verifies").fault, None);
}

#[test]
fn a_newer_schema_is_refused() {
    let db = shelves().into_connection();
    db.pragma_update(None, "user_version", 99).expect("set");
    assert!(matches!(reopen(db), Err(Error::Newer { found: 99, .. })));
}

#[test]
fn another_migration_by_the_same_number_is_refused() {
    let db = shelves().into_connection();
    db.execute("UPDATE migration SET digest = zeroblob(32)", [])
        .expect("set");
    assert!(matches!(
        reopen(db),
        Err(Error::MigrationDiffers { number: 1 })
    ));
}

/// After each word that makes a statement write, the next word is a scratch table.
#[test]
fn scratch_writes_scratch_tables_alone() {
    let source = include_str!("../src/scratch.rs");
    let mut found = 0;
    for word in ["INSERT INTO ", "DELETE FROM ", "REPLACE INTO ", "\"UPDATE "] {
        for after in source.split(word).skip(1) {
            assert!(
                after.starts_with("scratch_"),
                "{word}{}",
                &after[..after.len().min(30)]
            );
            found += 1;
        }
    }
    assert_eq!(found, 7, "statements that write");
    assert!(!source.contains(".begin()") && !source.contains("execute_batch"));
}

/// Past the rules, with plain SQL: a lock is a lock.
#[test]
fn nothing_is_added_to_a_visit_that_is_locked() {
    let db = filled();
    let course = format!("course/{}", "01");
    let turn = |number: u32, about: &str, part: &str, locked: bool| {
        db.execute(
            "INSERT INTO record_lock VALUES (?1, ?2, ?3, ?4, x'00', x'00', x'00')",
            rusqlite::params![number, about, part, locked],
        )
    };
    let add = |seq: u32, part: Option<&str>| {
        let values = rusqlite::params![seq, part];
        db.execute(
            "INSERT INTO course_event VALUES (x'01', ?1, x'00', ?2)",
            values,
        )
    };
    let refused = |said: rusqlite::Result<usize>, why: &str| {
        let said = said.expect_err(why).to_string();
        assert!(said.contains(why), "{said}");
    };
    // Unlocked before it was ever locked; locked; locked twice.
    refused(turn(2, &course, "talk", false), "locked");
    turn(2, &course, "talk", true).expect("a lock");
    refused(turn(3, &course, "talk", true), "locked");
    refused(add(1, Some("talk")), "locked");
    add(1, Some("another")).expect("another visit goes on");
    add(2, None).expect("and what is no part of a visit");
    turn(3, &course, "talk", false).expect("unlocked");
    add(3, Some("talk")).expect("it goes on");
    turn(4, &course, "talk", true).expect("locked again");
    refused(add(4, Some("talk")), "locked");
    // The course of another client is another course.
    db.execute(
        "INSERT INTO course_event VALUES (x'02', 0, x'00', 'talk')",
        [],
    )
    .expect("another's visit");
}

#[test]
fn a_session_that_runs_is_not_locked_and_one_that_is_locked_takes_nothing() {
    let db = filled();
    db.execute_batch("INSERT INTO session VALUES (2, x'02', x'01', x'01', 2, 1, 0)")
        .expect("a session that runs");
    let lock = "INSERT INTO record_lock VALUES (2, 'session/02', '', 1, x'00', x'00', x'00')";
    let said = db.execute(lock, []).expect_err("it runs").to_string();
    assert!(said.contains("the session runs"), "{said}");
    let ended = "INSERT INTO record_lock VALUES (2, 'session/01', '', 1, x'00', x'00', x'00')";
    db.execute(ended, []).expect("it ended");
    let event = "INSERT INTO session_event VALUES ((1 << 24) + 1, null, x'00')";
    let said = db.execute(event, []).expect_err("it ended").to_string();
    assert!(said.contains("session ended"), "{said}");
}

/// An unlocking and the row that says why are kept together or not at all.
#[test]
fn an_unlocking_that_is_refused_leaves_no_row_behind() {
    use clinic::course::event::{Event as CourseEvent, Recorded as CourseRecorded};
    use store::locks::LockRow;
    let mut store = shelves();
    let client = ClientId([4; 16]);
    let key = vault::Key::take(&mut [3; 32]);
    let chance = &mut vault::SystemEntropy::new();
    let lock = |locked| LockRow {
        number: 0,
        about: format!("course/{client}"),
        part: "talk".to_owned(),
        locked,
        body: vec![1],
        signature: vec![2],
        public_key: vec![3],
    };
    let row = CourseRecorded {
        seq: 0,
        on: "2026-03-02".parse().expect("a day"),
        entered: context().stamp,
        by: clinic::id::PersonId([5; 16]),
        event: CourseEvent::Unlocked {
            session: None,
            visit: Some("talk".to_owned()),
            reason: "slip".to_owned(),
        },
    };
    let before = store.audit_head().expect("a head");
    // It is not locked: the trigger refuses, and neither row nor entry is there.
    let refused = store.course_append(
        client,
        &row,
        None,
        "unlocked",
        None,
        Some((lock(false), "record_unlocked")),
        &key,
        chance,
        &context(),
    );
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(store.course_events(client, &key).expect("rows"), []);
    assert_eq!(store.audit_head().expect("a head"), before);
    store
        .lock_keep(lock(true), "record_locked", &context())
        .expect("locked");
    store
        .course_append(
            client,
            &row,
            None,
            "unlocked",
            None,
            Some((lock(false), "record_unlocked")),
            &key,
            chance,
            &context(),
        )
        .expect("unlocked");
    let entries = store.audit_entries(before.seq + 1, 9).expect("entries");
    let actions: Vec<&str> = entries.iter().map(|one| one.action.as_str()).collect();
    assert_eq!(actions, ["record_locked", "unlocked", "record_unlocked"]);
    assert_eq!(store.audit_verify().expect("verified").fault, None);
}

/// Chosen rows have the digest of the list where they are all of it, another one without one of them, and none where one is not there.
#[test]
fn chosen_rows_are_digested_alone() {
    use store::signatures::About;
    let db = filled();
    let (session, client) = ([2u8; 16], [4u8; 16]);
    db.execute(
        "INSERT INTO session VALUES (2, ?1, x'01', x'01', 2, 1, 0)",
        [&session[..]],
    )
    .expect("a session");
    for row in 0u8..3 {
        db.execute(
            "INSERT INTO session_event VALUES ((2 << 24) + ?1, null, ?2)",
            (row, vec![row; 9]),
        )
        .expect("an event");
        db.execute(
            "INSERT INTO course_event VALUES (?1, ?2, ?3, null)",
            (&client[..], row, vec![row; 7]),
        )
        .expect("a row");
    }
    let store = reopen(db).expect("opens");
    let abouts = [
        About::Session(SessionId(session)),
        About::Course(ClientId(client)),
    ];
    for about in abouts {
        let of = |rows: &[u64]| store.rows_digest_of(about, rows).expect("read");
        let all = store.rows_digest(about, 0, 2).expect("read");
        assert!(all.is_some(), "the control");
        assert_eq!(of(&[0, 1, 2]), all);
        assert_eq!(of(&[1]), store.rows_digest(about, 1, 1).expect("read"));
        assert_ne!(of(&[0, 2]), all);
        assert_ne!(of(&[0, 2, 1]), all);
        for gone in [3, 1 << 24, u64::MAX] {
            assert_eq!(of(&[0, gone]), None, "{gone}");
        }
    }
}
