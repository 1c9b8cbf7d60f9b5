//! *Two vaults, one truth.* An older copy of a vault that is used again, a disk that fills while a packet is sealed, a packet that is
//! opened twice: each is seen, and nothing is half done. What a reader countersigned shows a chain that was cut.

use clinic::id::PacketId;
use clinic::review::redact::Redaction;
use clinic::review::{Account, Event, Place};
use companion::packets::{Choice, Stopped};
use companion::{Companion, Error, Secret};
use std::path::{Path, PathBuf};
use support::own_mounts::{fill, inside, small_disk};
use support::world;

pub(crate) struct Two {
    pub(crate) home: tempfile::TempDir,
    pub(crate) away: tempfile::TempDir,
    pub(crate) stick: tempfile::TempDir,
    pub(crate) author: Companion,
    pub(crate) reader: Companion,
}

/// A vault with an ended session, one that holds nobody, and each other's cards.
pub(crate) fn two() -> Two {
    let folder = || tempfile::tempdir().expect("a temporary folder");
    let (home, away, stick) = (folder(), folder(), folder());
    let mut author = world::companion(home.path());
    world::make(&mut author, home.path()).expect("a vault");
    let session = world::session(&mut author, "KELP-014").expect("a session");
    world::say(&mut author, session, "note \"eyes closed\"").expect("noted");
    world::say(&mut author, session, "close stopped \"moved away\"").expect("ended");
    let mut reader = world::companion(away.path());
    world::make_reader(&mut reader, away.path()).expect("a vault");
    let card = author.contact_card().expect("a card");
    reader.contact_add(&card, false).expect("pinned");
    let card = reader.contact_card().expect("a card");
    author.contact_add(&card, false).expect("pinned");
    Two {
        home,
        away,
        stick,
        author,
        reader,
    }
}

pub(crate) fn choice(author: &Companion) -> Choice {
    Choice {
        client: author.client_by_code("KELP-014").expect("a client"),
        sessions: vec![author.session_list().expect("sessions")[0].id],
        to: vec![author.contacts().expect("contacts")[0].row.person],
        course: Vec::new(),
        process_notes: Vec::new(),
        redaction: Redaction::Coded,
        purpose: "Supervision".to_owned(),
        days: None,
    }
}

pub(crate) fn seal(author: &mut Companion, into: &Path) -> PathBuf {
    let choice = choice(author);
    author.packet_seal(&choice, into).expect("sealed").path
}

/// The reader says something, and it comes home in an answer.
fn said_and_merged(two: &mut Two, thread: PacketId, said: Event) {
    two.reader.review_act(thread, said).expect("kept");
    let reply = two.reader.packet_reply(thread, two.stick.path());
    let reply = reply.expect("sealed").path;
    two.author.packet_open(&reply, false).expect("merged");
}

pub(crate) fn stopped<T: std::fmt::Debug>(answer: Result<T, Error>) -> Stopped {
    match answer {
        Err(Error::Packet(stopped)) => stopped,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        if entry.file_type().expect("a type").is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
    }
}

#[test]
fn an_older_copy_that_is_used_again_is_seen_by_who_reads_its_packets() {
    let mut two = two();
    let folder = world::folder(two.home.path());
    let yesterday = two.home.path().join("yesterday");
    two.author.vault_lock().expect("locks");
    copy(&folder, &yesterday);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    let first = seal(&mut two.author, two.stick.path());
    two.reader.packet_open(&first, false).expect("opens");
    two.author.vault_lock().expect("locks");

    // Everything is put back, head file and all: the vault itself cannot see it.
    copy(&yesterday, &folder);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    assert!(!two.author.vault_opened().expect("open").older_than_head);
    let again = seal(&mut two.author, two.stick.path());
    assert_eq!(
        stopped(two.reader.packet_open(&again, false)),
        Stopped::Older
    );
    // The next one has the right number, and follows another packet than was opened.
    let next = seal(&mut two.author, two.stick.path());
    assert_eq!(stopped(two.reader.packet_open(&next, false)), Stopped::Fork);
    assert_eq!(two.reader.threads().expect("threads").len(), 1);
}

#[test]
fn what_a_reader_countersigned_shows_a_chain_that_was_cut() {
    let mut two = two();
    let sealed = seal(&mut two.author, two.stick.path());
    let thread = two.reader.packet_open(&sealed, false).expect("opens");
    let said = Event::Commented {
        on: Place::Whole,
        text: "Read.".to_owned(),
    };
    said_and_merged(&mut two, thread, said);
    let found = two.author.audit_verify().expect("verified").witnesses;
    assert!(found.reached > Some(0) && found.differs.is_none());
    two.author.vault_lock().expect("locks");

    // With the key: the chain is written anew from an early entry on, every link right. Nothing inside can tell; the witness does.
    let passphrase = Secret::from(world::PASSPHRASE);
    let folder = world::folder(two.home.path());
    let mut open = vault::unlock(&folder, None, &passphrase).expect("opens");
    let db = open.database().expect("the record");
    db.execute_batch("DROP TRIGGER audit_stays_u")
        .expect("dropped");
    let rows: Vec<(i64, Vec<u8>)> = db
        .prepare("SELECT seq, entry FROM audit ORDER BY seq")
        .expect("a query")
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("rows");
    let mut link = vault::chain::genesis(&open.vault_id()).digest;
    for (seq, entry) in rows {
        let text = String::from_utf8(entry).expect("text");
        // One word of an early entry is another one now: who made the vault was never here.
        let text = text.replace(
            "\"action\":\"vault_created\"",
            "\"action\":\"vault_creates_\"",
        );
        link = vault::chain::link(&link, text.as_bytes());
        db.execute(
            "UPDATE audit SET entry = ?1, link = ?2 WHERE seq = ?3",
            rusqlite::params![text.as_bytes(), &link[..], seq],
        )
        .expect("forged");
    }
    // Their own checkpoints would give it away: they go too.
    db.execute_batch("DROP TRIGGER checkpoint_stays_d; DELETE FROM checkpoint;")
        .expect("gone");
    open.close_database(db).expect("closes");
    drop(open);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    let found = two.author.audit_verify().expect("verified").witnesses;
    assert!(found.differs.is_some(), "{found:?}");
}

#[test]
fn a_tail_that_was_cut_off_with_the_key_is_seen_by_the_witness_and_not_by_the_chain() {
    let mut two = two();
    two.author.vault_lock().expect("locks");
    let folder = world::folder(two.home.path());
    let yesterdays_head = std::fs::read(folder.join("head")).expect("the head");
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    let before = two.author.audit_verify().expect("verified").chain.entries;
    let client = two.author.client_add("KELP-015", "").expect("a client");
    let sealed = seal(&mut two.author, two.stick.path());
    let thread = two.reader.packet_open(&sealed, false).expect("opens");
    let said = Event::Commented {
        on: Place::Whole,
        text: "Read.".to_owned(),
    };
    two.reader.review_act(thread, said).expect("kept");
    let reply = two.reader.packet_reply(thread, two.stick.path());
    let reply = reply.expect("sealed").path;
    two.author.packet_open(&reply, false).expect("merged");
    assert!(
        two.author
            .audit_verify()
            .expect("verified")
            .witnesses
            .differs
            .is_none()
    );
    two.author.vault_lock().expect("locks");

    // With the key: what was done since yesterday goes, with its checkpoints, and yesterday's head comes back. The reply is kept aside.
    let cut = |everything: bool| {
        let passphrase = Secret::from(world::PASSPHRASE);
        let mut open = vault::unlock(&folder, None, &passphrase).expect("opens");
        let db = open.database().expect("the record");
        let triggers: Vec<String> = db
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            .expect("a query")
            .query_map([], |row| row.get(0))
            .expect("rows")
            .collect::<Result<_, _>>()
            .expect("rows");
        for name in triggers {
            db.execute_batch(&format!("DROP TRIGGER {name}"))
                .expect("off");
        }
        db.execute(
            "DELETE FROM audit WHERE seq > ?1",
            [i64::try_from(before).expect("few")],
        )
        .expect("cut");
        db.execute(
            "DELETE FROM checkpoint WHERE seq > ?1",
            [i64::try_from(before).expect("few")],
        )
        .expect("cut");
        db.execute("DELETE FROM client WHERE id = ?1", [&client.0[..]])
            .expect("cut");
        db.execute("DELETE FROM client_key WHERE client = ?1", [&client.0[..]])
            .expect("cut");
        if everything {
            db.pragma_update(None, "foreign_keys", 0).expect("off");
            db.execute_batch(
                "DELETE FROM packet_part; DELETE FROM packet; DELETE FROM review_event;",
            )
            .expect("cut");
        }
        open.close_database(db).expect("closes");
    };
    cut(false);
    std::fs::write(folder.join("head"), &yesterdays_head).expect("the old head");
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    let found = two.author.audit_verify().expect("verified").witnesses;
    assert!(
        found.differs.is_some(),
        "the witness was not heard: {found:?}"
    );
    two.author.vault_lock().expect("locks");

    // The negative, so that nobody forgets it: with every packet gone too, nothing inside the vault can tell.
    cut(true);
    std::fs::write(folder.join("head"), &yesterdays_head).expect("the old head");
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    assert!(!two.author.vault_opened().expect("open").older_than_head);
    let report = two.author.audit_verify().expect("verified");
    assert_eq!((report.chain.fault, report.witnesses.differs), (None, None));
    // Whoever reads its next packet can.
    let next = seal(&mut two.author, two.stick.path());
    assert_eq!(
        stopped(two.reader.packet_open(&next, false)),
        Stopped::Older
    );
}

#[test]
fn a_full_disk_takes_no_packet_in_and_half_of_none() {
    if !inside("packets::a_full_disk_takes_no_packet_in_and_half_of_none") {
        return;
    }
    let mut two = two();
    let sealed = seal(&mut two.author, two.stick.path());
    // The reader's vault moves to a small disk.
    two.reader.vault_lock().expect("locks");
    let small = two.away.path().join("small");
    small_disk(&small, 2);
    let there = world::folder(&small);
    copy(&world::folder(two.away.path()), &there);
    let mut reader = world::companion(&small);
    world::unlock(&mut reader, &small).expect("opens");
    let entries = reader.audit_entries(1, 10_000).expect("entries").len();
    fill(&small.join("ballast"));
    let answer = reader.packet_open(&sealed, false);
    assert!(matches!(answer, Err(Error::DiskFull)), "{answer:?}");
    assert!(reader.threads().expect("threads").is_empty());
    let after = reader.audit_entries(1, 10_000).expect("entries").len();
    assert_eq!(after, entries);
    // Control: with room it is taken, and the record holds.
    std::fs::remove_file(small.join("ballast")).expect("room");
    reader.packet_open(&sealed, false).expect("opens");
    assert_eq!(reader.threads().expect("threads").len(), 1);
    let report = reader.audit_verify().expect("verified");
    assert_eq!((report.chain.fault, report.unreadable), (None, None));
}

#[test]
fn a_full_stick_leaves_no_packet_and_no_trace_of_one() {
    if !inside("packets::a_full_stick_leaves_no_packet_and_no_trace_of_one") {
        return;
    }
    let mut two = two();
    let stick = two.stick.path().join("stick");
    std::fs::create_dir(&stick).expect("a folder");
    small_disk(&stick, 1);
    fill(&stick.join("ballast"));
    let entries = two.author.audit_entries(1, 10_000).expect("entries").len();
    let choice = choice(&two.author);
    let answer = two.author.packet_seal(&choice, &stick);
    assert!(matches!(answer, Err(Error::DiskFull)), "{answer:?}");
    let names: Vec<String> = std::fs::read_dir(&stick)
        .expect("the stick")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name != "ballast" && name != "lost+found")
        .collect();
    assert_eq!(names, Vec::<String>::new());
    assert!(two.author.threads().expect("threads").is_empty());
    let after = two.author.audit_entries(1, 10_000).expect("entries").len();
    assert_eq!(after, entries, "no entry says that something left");
    // Control: with room it goes.
    std::fs::remove_file(stick.join("ballast")).expect("room");
    let sealed = two.author.packet_seal(&choice, &stick).expect("sealed");
    two.reader.packet_open(&sealed.path, false).expect("opens");
    drop(two.away);
}

#[test]
fn a_damaged_packet_writes_nothing() {
    let mut two = two();
    let sealed = seal(&mut two.author, two.stick.path());
    let good = std::fs::read(&sealed).expect("a packet");
    let entries = two.reader.audit_entries(1, 10_000).expect("entries").len();
    let bent = two.stick.path().join("bent.holdfast-packet");
    for at in (0..good.len()).step_by(good.len() / 97) {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        std::fs::write(&bent, &bytes).expect("written");
        assert!(two.reader.packet_open(&bent, true).is_err(), "byte {at}");
        std::fs::write(&bent, &good[..at]).expect("written");
        assert!(two.reader.packet_open(&bent, true).is_err(), "cut at {at}");
    }
    let after = two.reader.audit_entries(1, 10_000).expect("entries").len();
    assert_eq!(after, entries);
    assert!(two.reader.threads().expect("threads").is_empty());
    // Control: as it was, it opens.
    std::fs::write(&bent, &good).expect("written");
    two.reader.packet_open(&bent, false).expect("opens");
}

#[test]
fn whoever_was_revoked_is_sealed_nothing_more_and_a_card_again_lifts_nothing() {
    let mut two = two();
    let sealed = seal(&mut two.author, two.stick.path());
    let thread = two.reader.packet_open(&sealed, false).expect("opens");
    let asked = Event::Asked {
        on: Place::Whole,
        text: "Who stayed?".to_owned(),
    };
    said_and_merged(&mut two, thread, asked);
    let query = two
        .author
        .thread(thread)
        .expect("a thread")
        .review
        .queries()[0]
        .id;
    let answered = Event::Answered {
        query,
        after: 0,
        text: "Both of us.".to_owned(),
    };
    two.author.review_act(thread, answered).expect("kept");
    let reader = two.author.contacts().expect("contacts")[0].row.person;
    two.author.contact_revoke(reader, true).expect("revoked");
    let card = two.reader.contact_card().expect("a card");
    let again = two.author.contact_add(&card, false).expect("known");
    assert!(again.row.revoked, "a card that comes again lifts nothing");
    let answer = two.author.packet_reply(thread, two.stick.path());
    assert!(matches!(stopped(answer), Stopped::Revoked { .. }));
    // Control: restored, the answer goes, and speaks to the question.
    two.author.contact_revoke(reader, false).expect("restored");
    let answer = two.author.packet_reply(thread, two.stick.path());
    let answer = answer.expect("sealed").path;
    two.reader.packet_open(&answer, false).expect("merged");
    let state = two
        .reader
        .thread(thread)
        .expect("a thread")
        .review
        .queries()[0]
        .state;
    assert_eq!(state, clinic::review::QueryState::Answered);
}

#[test]
fn nobody_shows_somebody_elses_keys_and_an_identity_does_not_lie_in_the_vault() {
    let mut two = two();
    let card = two.author.contact_card().expect("a card");
    let own = two.author.contact_add(&card, false);
    assert!(matches!(own, Err(Error::Duplicate { .. })), "{own:?}");
    let passphrase = Secret::from(world::PASSPHRASE);
    let inside = world::folder(two.home.path()).join("key.txt");
    let answer = two.author.contact_identity_write(&passphrase, &inside);
    assert!(matches!(answer, Err(Error::BadInput { .. })), "{answer:?}");
    assert!(!inside.exists());
    let outside = two.stick.path().join("key.txt");
    two.author
        .contact_identity_write(&passphrase, &outside)
        .expect("written");
    let again = two.author.contact_identity_write(&passphrase, &outside);
    assert!(
        matches!(again, Err(Error::Duplicate { .. })),
        "never over another"
    );
}

/// Opens the author's record with its key and changes it behind the program's back.
fn behind_the_back(home: &Path, sql: &str) {
    let passphrase = Secret::from(world::PASSPHRASE);
    let mut open = vault::unlock(&world::folder(home), None, &passphrase).expect("opens");
    let db = open.database().expect("the record");
    db.execute_batch(sql).expect("changed");
    open.close_database(db).expect("closes");
}

#[test]
fn a_power_cut_between_an_answer_and_its_signature_is_made_up_for_at_the_next_opening() {
    let mut two = two();
    let sealed = seal(&mut two.author, two.stick.path());
    let thread = two.reader.packet_open(&sealed, false).expect("opens");
    let needs = two.reader.review(thread).expect("a thread").needs;
    let session = two.author.session_list().expect("sessions")[0].id;
    for eye in &needs[&Account::Session(session)] {
        let eye = eye.clone();
        let seen = Event::Seen { session, eye };
        two.reader.review_act(thread, seen).expect("kept");
    }
    two.reader
        .review_act(thread, Event::Accepted)
        .expect("kept");
    two.reader
        .review_sign(thread, session, None)
        .expect("signed");
    let reply = two.reader.packet_reply(thread, two.stick.path());
    let reply = reply.expect("sealed").path;
    two.author.packet_open(&reply, false).expect("merged");
    let object = companion::sign::Object::Session(session);
    let under = |author: &mut Companion| author.signatures(&object).expect("a record").lines.len();
    assert_eq!(under(&mut two.author), 1);
    // A look at the packet puts nothing in place: a look writes nothing.
    let gone = "DROP TRIGGER signature_stays_d; DELETE FROM signature;";
    two.author.vault_lock().expect("locks");
    behind_the_back(two.home.path(), gone);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    two.author.review(thread).expect("a look");
    assert_eq!(under(&mut two.author), 0);
    // As the power cut leaves it: the answer is there, the signature is not, and the vault knows that it is owed.
    two.author.vault_lock().expect("locks");
    let owed = "UPDATE scratch_counter SET value = 1 WHERE name = 'adoption_owed';";
    behind_the_back(two.home.path(), owed);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    assert_eq!(under(&mut two.author), 1);
}

#[test]
fn a_signature_in_a_packet_is_told_by_whose_key_it_is() {
    let mut two = two();
    let author = two.author.author().expect("somebody");
    let session = two.author.session_list().expect("sessions")[0].id;
    let object = companion::sign::Object::Session(session);
    let proof = Secret::from(world::PASSPHRASE);
    two.author.sign(&object, &proof).expect("signed");
    // One under an entry alone stays at home: its sealed row does not leave.
    let entry = companion::sign::Object::Entry { session, row: 0 };
    let pin = Secret::from(world::PIN_MS);
    two.author.sign(&entry, &pin).expect("signed");
    let sealed = seal(&mut two.author, two.stick.path());
    let thread = two.reader.packet_open(&sealed, false).expect("opens");
    let read = two.reader.thread_sessions(thread).expect("sessions");
    let told = two.reader.thread(thread).expect("a thread");
    let carried = two.reader.carried(&read[0], &told).expect("signatures");
    assert_eq!(carried.len(), 1);
    assert!(carried[0].holds && carried[0].known, "the author's own key");
    // In the name of the same person by another's key: the rows fit, Ed25519 holds, and it is not theirs.
    let mut forged = read[0].clone();
    let other = two.reader.contact_card().expect("a card");
    let other = vault::card::Card::parse(&other).expect("a card").public_key;
    forged.signatures[0].key = clinic::id::hex(other.as_bytes());
    let carried = two.reader.carried(&forged, &told).expect("signatures");
    assert!(!carried[0].holds && !carried[0].known);
    // Of somebody whom nobody here knows it holds, and says so.
    let body = forged.signatures[0].body.clone();
    let stranger = body.replace(&author.to_string(), &"7".repeat(32));
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let mut third = world::companion(elsewhere.path());
    world::make_reader(&mut third, elsewhere.path()).expect("a vault");
    third.vault_lock().expect("locks");
    let folder = world::folder(elsewhere.path());
    let key = vault::unlock(&folder, None, &proof).expect("opens");
    let record = vault::sign::Namespace::new("holdfast/record/1");
    let signature = key.sign(record, stranger.as_bytes());
    forged.signatures[0].signature = clinic::id::hex(&signature);
    forged.signatures[0].key = clinic::id::hex(key.public_key().as_bytes());
    forged.signatures[0].body = stranger;
    let carried = two.reader.carried(&forged, &told).expect("signatures");
    assert!(carried[0].holds && !carried[0].known, "{carried:?}");
}

#[test]
fn what_was_amended_since_it_was_accepted_needs_eyes_again() {
    let mut two = two();
    let open = |two: &mut Two| {
        let file = seal(&mut two.author, two.stick.path());
        two.reader.packet_open(&file, false).expect("opened")
    };
    let see = |two: &mut Two, thread: PacketId| {
        let now = two.reader.review(thread).expect("there");
        for read in &now.sessions {
            let session = read.live.row.id;
            for eye in read.eyes() {
                let eye = eye.key;
                let seen = Event::Seen { session, eye };
                two.reader.review_act(thread, seen).expect("seen");
            }
        }
    };
    let changed = |two: &mut Two, thread: PacketId| {
        two.reader.review(thread).expect("there").sessions[0].changed
    };
    let first = open(&mut two);
    see(&mut two, first);
    two.reader
        .review_act(first, Event::Accepted)
        .expect("accepted");

    // The same session again, as it was: nothing is new in it.
    let again = open(&mut two);
    assert!(!changed(&mut two, again));
    see(&mut two, again);
    two.reader
        .review_act(again, Event::Accepted)
        .expect("accepted");

    let session = two.author.session_list().expect("sessions")[0].id;
    two.author
        .session_amend(session, None, 1, "eyes half closed", "misseen")
        .expect("amended");
    let later = open(&mut two);
    assert!(changed(&mut two, later));
    assert!(
        !changed(&mut two, first),
        "what was read then stands as it was"
    );
    let amended = &two.reader.review(later).expect("there").sessions[0];
    assert_eq!(amended.live.amended[0].words, "eyes half closed");
    let early = two.reader.review_act(later, Event::Accepted);
    assert!(matches!(early, Err(Error::Review(_))), "{early:?}");
    see(&mut two, later);
    two.reader
        .review_act(later, Event::Accepted)
        .expect("accepted");
    // Accepted as it is now: the same once more holds nothing new.
    let last = open(&mut two);
    assert!(!changed(&mut two, last));
}

fn see_and_accept(reader: &mut Companion, thread: PacketId) {
    let now = reader.review(thread).expect("there");
    for read in &now.sessions {
        let session = read.live.row.id;
        for eye in read.eyes() {
            let eye = eye.key;
            let seen = Event::Seen { session, eye };
            reader.review_act(thread, seen).expect("seen");
        }
    }
    let accepted = reader.review_act(thread, Event::Accepted);
    accepted.expect("accepted");
}

#[test]
fn a_damaged_older_packet_is_named_and_shuts_no_sound_one() {
    // The session, and then the cover: what the list reads.
    for part in [2, 0] {
        let mut two = two();
        let file = seal(&mut two.author, two.stick.path());
        let first = two.reader.packet_open(&file, false).expect("opens");
        see_and_accept(&mut two.reader, first);
        let file = seal(&mut two.author, two.stick.path());
        let second = two.reader.packet_open(&file, false).expect("opens");
        let now = two.reader.review(second).expect("a thread");
        assert!(now.damaged.is_empty(), "control");

        two.reader.vault_lock().expect("locks");
        let damage = format!(
            "DROP TRIGGER packet_part_stays_u; UPDATE packet_part SET sealed = zeroblob(64) WHERE packet = x'{first}' AND seq = {part};"
        );
        behind_the_back(two.away.path(), &damage);
        world::unlock(&mut two.reader, two.away.path()).expect("opens");
        let gone = two.reader.review(first);
        assert!(
            matches!(gone, Err(Error::Damaged { .. } | Error::Packet(_))),
            "{gone:?}"
        );
        let now = two.reader.review(second).expect("the sound one opens");
        assert_eq!(now.damaged, [first], "the damaged one is named");
        assert_eq!(now.sessions.len(), 1);
        see_and_accept(&mut two.reader, second);
        // Nor does it shut the lists, Today, or the counts of a pair.
        assert_eq!(two.reader.review_trends().expect("counted").len(), 1);
        two.reader.reviews_waiting().expect("listed");
        let lines = wire::packets::ThreadLine::all(&mut two.reader).expect("listed");
        assert_eq!(lines.len(), 2);
        let unreadable = lines.iter().filter(|line| line.damaged);
        assert_eq!(unreadable.count(), usize::from(part == 0));
        let file = seal(&mut two.author, two.stick.path());
        two.reader.packet_open(&file, false).expect("the next one");
    }
}

/// How a thread's packet stands in the order of its author's.
fn order(reader: &mut Companion, thread: PacketId) -> companion::packets::Order {
    let row = reader.thread(thread).expect("a thread").packet.row;
    reader.packet_order(&row).expect("an order")
}

#[test]
fn packets_in_the_wrong_order_are_read_where_the_one_after_names_them() {
    let mut two = two();
    let files: Vec<PathBuf> = (0..5)
        .map(|_| seal(&mut two.author, two.stick.path()))
        .collect();
    let mut open = |number: usize| two.reader.packet_open(&files[number - 1], false);
    open(1).expect("the first");
    let fourth = open(4).expect("a hole before it");
    // Nothing says yet that the second is the one that the third followed.
    assert_eq!(stopped(open(2)), Stopped::Between { next: 3 });
    let third = open(3).expect("the fourth names it");
    open(2).expect("the third names it");
    open(5).expect("the next");
    for number in 1..=5 {
        assert_eq!(stopped(open(number)), Stopped::Known, "{number}");
    }
    let late = order(&mut two.reader, third);
    assert_eq!((late.number, late.late), (Some(3), true));
    assert!(!order(&mut two.reader, fourth).late);
    assert!(order(&mut two.reader, fourth).missing.is_empty());
    let report = two.reader.audit_verify().expect("verified");
    assert_eq!((report.chain.fault, report.unreadable), (None, None));
}

#[test]
fn what_is_missing_is_said_and_a_replacement_of_it_stays_out() {
    let mut two = two();
    let folder = world::folder(two.home.path());
    let after_first = two.home.path().join("after-first");
    let first = seal(&mut two.author, two.stick.path());
    two.author.vault_lock().expect("locks");
    copy(&folder, &after_first);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    let second = seal(&mut two.author, two.stick.path());
    let third = seal(&mut two.author, two.stick.path());
    two.reader.packet_open(&first, false).expect("opens");
    let third = two.reader.packet_open(&third, false).expect("opens");
    assert_eq!(order(&mut two.reader, third).missing, [2]);

    // The record is put back to after the first, and another second is sealed from it, in good form and with a true key.
    two.author.vault_lock().expect("locks");
    copy(&after_first, &folder);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    let instead = seal(&mut two.author, two.stick.path());
    let answer = two.reader.packet_open(&instead, false);
    assert_eq!(stopped(answer), Stopped::Fork);
    assert_eq!(two.reader.threads().expect("threads").len(), 2);
    // Control: the true one fits, and then nothing is missing.
    let second = two.reader.packet_open(&second, false).expect("it fits");
    assert!(order(&mut two.reader, second).late);
    assert!(order(&mut two.reader, third).missing.is_empty());
    // The same number once more is an older one, whatever it follows.
    let answer = two.reader.packet_open(&instead, false);
    assert_eq!(stopped(answer), Stopped::Older);
}

/// Puts back everything but the files that are named.
pub(crate) fn put_back(from: &Path, to: &Path, but: &[&str]) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name();
        if entry.file_type().expect("a type").is_file() && !but.iter().any(|kept| name == *kept) {
            std::fs::copy(entry.path(), to.join(name)).expect("copied");
        }
    }
}
