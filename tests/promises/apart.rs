//! *What is for a few is read by those few.* A process note opens for its author and for whom they name; what is said in confidence opens for its
//! readers and for the slip: not for whoever else opens the vault, has the pen, keeps the vault or reads the packet. Controls: those it is for
//! read it, and a plain note is read by all.

use clinic::review::redact::Redaction;
use clinic::session::act::{Act, When};
use companion::packets::Choice;
use companion::people::NewPerson;
use companion::process::Eyes;
use companion::session::Told;
use companion::{ClientId, Companion, Error, Secret, SessionId};
use std::path::Path;
use support::world;

const AK_PASSPHRASE: &str = "a lantern of their own nineteen";
const OWN: &str = "their anger is mine too";
const SHARED: &str = "we both went quiet";

fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A session of MS, AK and DL that has ended: MS's own note, one for AK too, and a plain one. AK holds a key, DL does not.
fn noted(home: &Path) -> (Companion, SessionId) {
    let mut companion = world::companion(home);
    world::make(&mut companion, home).expect("a vault");
    let ak = companion.person_by_initials("AK").expect("known");
    companion
        .person_enrol(
            ak,
            &Secret::from(world::PIN_AK),
            &Secret::from(AK_PASSPHRASE),
        )
        .expect("a key");
    let session = world::session(&mut companion, "KELP-014").expect("a session");
    for words in [
        format!("note \"{OWN}\" thought"),
        format!("note \"@AK {SHARED}\" thought"),
        "note \"eyes closed\"".to_owned(),
    ] {
        world::say(&mut companion, session, &words).expect("kept");
    }
    (companion, session)
}

fn end(companion: &mut Companion, session: SessionId) {
    world::say(companion, session, "close stopped \"as they wished\"").expect("closed");
}

/// What whoever has the pen reads of process notes, in order.
fn read(companion: &mut Companion, session: SessionId) -> Vec<String> {
    let live = companion.session_load(session).expect("a session");
    let rows = live.session.rows();
    rows.iter()
        .filter(|row| clinic::review::redact::is_process_note(row))
        .filter_map(|row| live.process.words(row))
        .map(|words| words.text)
        .collect()
}

fn pen(companion: &mut Companion, initials: &str, pin: &str) {
    let person = companion.person_by_initials(initials).expect("known");
    companion
        .person_take_pen(person, &Secret::from(pin))
        .expect("proven");
}

#[test]
fn a_process_note_is_read_by_its_author_and_whom_they_name() {
    let home = home();
    let (mut companion, session) = noted(home.path());
    for ended in [false, true] {
        if ended {
            end(&mut companion, session);
        }
        assert_eq!(read(&mut companion, session), [OWN, SHARED], "the control");
        pen(&mut companion, "DL", "5071");
        assert_eq!(read(&mut companion, session), [""; 0], "no key, not named");
        pen(&mut companion, "AK", world::PIN_AK);
        assert_eq!(read(&mut companion, session), [""; 0], "a PIN is no key");
        pen(&mut companion, "MS", world::PIN_MS);
    }
    // With their own passphrase AK reads what was sealed to them, on MS's screen and where they open the vault.
    pen(&mut companion, "AK", world::PIN_AK);
    companion
        .key_take(&Secret::from(AK_PASSPHRASE))
        .expect("their own");
    assert_eq!(read(&mut companion, session), [SHARED]);
    companion.vault_lock().expect("locks");
    companion
        .vault_unlock(&world::folder(home.path()), &Secret::from(AK_PASSPHRASE))
        .expect("opens");
    assert_eq!(read(&mut companion, session), [SHARED]);

    // No row of the record holds the words, for whoever opened the vault; a plain note stands there.
    let live = companion.session_load(session).expect("a session");
    let rows = format!("{:?}", live.session.rows());
    assert!(rows.contains("eyes closed"), "the control");
    assert!(!rows.contains(OWN) && !rows.contains(SHARED));
    assert!(matches!(live.process.eyes, Eyes::Person(_)));
}

/// That a process note was signed, and by whom, is told to those whom its words are for: not in the look at it, not in the trail, not on
/// paper, not in a whole file. Control: its readers see it, and a plain note's signature is seen by all.
#[test]
fn a_signed_process_note_says_nothing_to_others() {
    use companion::sign::{Asks, Object};
    use companion::trail::Place;
    let home = home();
    let (mut companion, session) = noted(home.path());
    let notes: Vec<u64> = companion
        .session_load(session)
        .expect("a session")
        .session
        .rows()
        .iter()
        .rev()
        .take(3)
        .map(|row| row.seq)
        .collect();
    let [plain, shared, own] = notes[..] else {
        panic!("three notes");
    };
    let entry = |row| Object::Entry { session, row };
    for row in [own, shared, plain] {
        companion.sign_just_opened(&entry(row)).expect("signed");
    }
    end(&mut companion, session);
    let seen = |companion: &mut Companion, row: u64| {
        let found = companion.signatures(&entry(row)).expect("looked at");
        let trail = companion.trail(Place::Session(session, row)).expect("one");
        assert_eq!(found.lines.len(), trail.signatures.len(), "{row}");
        found.lines.len()
    };
    let told = |companion: &mut Companion| {
        let all = companion.entries_signed(session).expect("told").into_iter();
        all.map(|one| one.row).collect::<Vec<_>>()
    };
    assert_eq!(told(&mut companion), [own, shared, plain], "the control");
    pen(&mut companion, "AK", world::PIN_AK);
    let counts = [own, shared, plain].map(|row| seen(&mut companion, row));
    assert_eq!(counts, [0, 1, 1]);
    assert_eq!(told(&mut companion), [shared, plain]);
    let asks = companion.signatures(&entry(own)).expect("looked at");
    assert!(asks.asks == Asks::Nothing && !asks.author_first);
    let refused = companion.sign(&entry(own), &Secret::from(AK_PASSPHRASE));
    assert!(matches!(refused, Err(Error::NotAllowed)), "{refused:?}");
    // Whom it was written for reads it and agrees; DL sees neither.
    companion
        .sign(&entry(shared), &Secret::from(AK_PASSPHRASE))
        .expect("beside");
    pen(&mut companion, "DL", "5071");
    let counts = [own, shared, plain].map(|row| seen(&mut companion, row));
    assert_eq!(counts, [0, 0, 1]);
    pen(&mut companion, "MS", world::PIN_MS);
    assert_eq!(seen(&mut companion, shared), 2);

    // What its author prints and what they write out is without it too.
    let report = export::report::Report::session(&mut companion, session).expect("a report");
    let under: Vec<&str> = report
        .signatures
        .iter()
        .map(|one| one[1].as_str())
        .collect();
    assert_eq!(under.len(), 1, "{under:?}");
    assert!(
        under[0].starts_with(&format!("entry {plain} (")),
        "{under:?}"
    );
    let acts = companion.session_acts(session).expect("acts").into_iter();
    let signed = acts.filter(|act| act.kind == "signature").count();
    assert_eq!(signed, 1, "the chain is printed without it");
    let client = companion.client_by_code("KELP-014").expect("a client");
    let (whole, _) = export::whole::Whole::of(&mut companion, client).expect("a file");
    let of: Vec<&str> = whole.signed.iter().map(|one| one.of.as_str()).collect();
    assert_eq!(of, [format!("{plain} of session 1")]);
    let report = companion.audit_verify().expect("verified");
    assert_eq!(
        (report.signatures.hold, report.signatures.broken),
        (4, None)
    );
}

/// Whoever rotates has another key in their slot; what was sealed to them opens all the same.
#[test]
fn a_whole_file_says_neither_a_process_note_nor_why_it_was_struck() {
    const WHY: &str = "written in anger";
    let home = home();
    let (mut companion, session) = noted(home.path());
    let author = companion.author().expect("a pen");
    let live = companion.session_load(session).expect("a session");
    let row = |apart: bool| {
        let mut rows = live.session.rows().iter();
        let wanted = |row: &&clinic::session::event::Recorded| {
            if apart {
                clinic::review::redact::is_process_note(row)
            } else {
                format!("{:?}", row.event).contains("eyes closed")
            }
        };
        rows.find(wanted).expect("a note").seq
    };
    for (target, reason) in [(row(true), WHY), (row(false), "of another client")] {
        let act = Act::Strike {
            target,
            reason: reason.to_owned(),
        };
        companion
            .session_act_as(session, None, &act, Told::When(When::Now), author)
            .expect("struck");
    }
    end(&mut companion, session);
    let client = companion.client_by_code("KELP-014").expect("known");
    let (whole, text) = export::whole::Whole::of(&mut companion, client).expect("a file");
    let json = serde_json::to_string(&whole).expect("JSON");
    for said in [&text, &json] {
        assert!(said.contains("of another client"), "the control: {said}");
        assert!(!said.contains(WHY) && !said.contains(OWN), "{said}");
    }
}

#[test]
fn a_rotation_leaves_whoever_rotates_their_process_notes() {
    let home = home();
    let (mut companion, session) = noted(home.path());
    end(&mut companion, session);
    companion
        .vault_rotate(&Secret::from(world::PASSPHRASE), &mut |_| {})
        .expect("rotated");
    assert_eq!(read(&mut companion, session), [OWN, SHARED]);
    companion.vault_lock().expect("locks");
    world::unlock(&mut companion, home.path()).expect("opens");
    assert_eq!(read(&mut companion, session), [OWN, SHARED]);
}

/// Nor does it matter whose keys were at hand when the words were sealed: a PIN brings none.
#[test]
fn a_rotation_leaves_what_was_sealed_while_its_readers_key_was_not_at_hand() {
    let home = home();
    let (mut companion, session) = noted(home.path());
    companion.vault_lock().expect("locks");
    let (ms, ak) = (Secret::from(world::PASSPHRASE), Secret::from(AK_PASSPHRASE));
    let folder = world::folder(home.path());
    companion.vault_unlock(&folder, &ak).expect("opens");
    let by_ak = "note \"@MS seen from my chair\" thought";
    world::say(&mut companion, session, by_ak).expect("kept");
    pen(&mut companion, "MS", world::PIN_MS);
    let by_pin = "note \"mine by PIN\" thought";
    world::say(&mut companion, session, by_pin).expect("kept");
    end(&mut companion, session);
    companion.vault_lock().expect("locks");
    // Each of the two rotates: AK's key was at hand for nothing that MS sealed to them.
    for (whose, theirs) in [
        (&ms, vec![OWN, SHARED, "seen from my chair", "mine by PIN"]),
        (&ak, vec![SHARED, "seen from my chair"]),
    ] {
        companion.vault_unlock(&folder, whose).expect("opens");
        assert_eq!(read(&mut companion, session), theirs, "the control");
        companion.vault_rotate(whose, &mut |_| {}).expect("rotated");
        assert_eq!(read(&mut companion, session), theirs);
        companion.vault_lock().expect("locks");
        companion.vault_unlock(&folder, whose).expect("opens");
        assert_eq!(read(&mut companion, session), theirs);
        companion.vault_lock().expect("locks");
    }
}

/// The same for what is said in confidence to somebody of this vault.
#[test]
fn a_rotation_leaves_its_reader_what_was_said_in_confidence() {
    const SV: &str = "the supervisor has a lantern too";
    let home = home();
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let reader = companion
        .person_add(&NewPerson {
            name: "Stina Vik".to_owned(),
            initials: "SV".to_owned(),
            roles: vec![companion::Role::Supervisor],
            pin: Secret::from("6174"),
        })
        .expect("added");
    companion
        .person_enrol(reader, &Secret::from("6174"), &Secret::from(SV))
        .expect("a key");
    companion.confidence_name(&[reader]).expect("named");
    companion
        .confidence_write("it was not agreed", false, &[])
        .expect("kept");
    companion.vault_lock().expect("locks");
    let (folder, theirs) = (world::folder(home.path()), Secret::from(SV));
    companion.vault_unlock(&folder, &theirs).expect("opens");
    assert_eq!(companion.confidence_read().expect("rows").len(), 1);
    companion
        .vault_rotate(&theirs, &mut |_| {})
        .expect("rotated");
    assert_eq!(companion.confidence_read().expect("rows").len(), 1);
    companion.vault_lock().expect("locks");
    companion.vault_unlock(&folder, &theirs).expect("opens");
    assert_eq!(companion.confidence_read().expect("rows").len(), 1);
}

#[test]
fn nobody_without_a_key_is_named_and_their_own_thought_is_for_their_pen_alone() {
    let home = home();
    let (mut companion, session) = noted(home.path());
    let to_dl = world::say(&mut companion, session, "note \"@DL for you\" thought");
    assert!(matches!(to_dl, Err(Error::NoKey { initials }) if initials == "DL"));
    let to_nobody = world::say(&mut companion, session, "note \"@XY for you\" thought");
    assert!(matches!(to_nobody, Err(Error::Unknown { .. })));
    let bare = world::say(&mut companion, session, "note \"@AK\" thought");
    assert!(bare.is_err(), "readers and no words");
    pen(&mut companion, "DL", "5071");
    world::say(
        &mut companion,
        session,
        "note \"unsealed and mine\" thought",
    )
    .expect("kept");
    let names_one = world::say(&mut companion, session, "note \"@AK for you\" thought");
    assert!(matches!(names_one, Err(Error::NoKey { initials }) if initials == "DL"));
    assert_eq!(read(&mut companion, session), ["unsealed and mine"]);
    pen(&mut companion, "MS", world::PIN_MS);
    assert_eq!(read(&mut companion, session), [OWN, SHARED]);
}

#[test]
fn an_erasure_reaches_process_notes_and_a_person_who_left_takes_no_word_along() {
    let home = home();
    let (mut companion, session) = noted(home.path());
    end(&mut companion, session);
    assert_eq!(read(&mut companion, session).len(), 2, "the control");
    let client: ClientId = companion.client_by_code("KELP-014").expect("a client");
    companion.client_erase(client, "KELP-014").expect("erased");
    assert!(companion.session_load(session).is_err());
    let report = companion.audit_verify().expect("a chain");
    assert!(report.chain.fault.is_none());
    companion.vault_lock().expect("locks");
    companion
        .vault_unlock(&world::folder(home.path()), &Secret::from(AK_PASSPHRASE))
        .expect("opens");
    assert!(
        companion.session_load(session).is_err(),
        "nor whom it was sealed to"
    );
}

#[test]
fn in_a_packet_only_the_named_reader_has_the_words() {
    let (home, first, second, stick) = (home(), home(), home(), home());
    let (mut author, session) = noted(home.path());
    end(&mut author, session);
    let mut readers = Vec::new();
    let card = author.contact_card().expect("a card");
    for away in [&first, &second] {
        let mut reader = world::companion(away.path());
        world::make(&mut reader, away.path()).expect("a vault");
        reader.contact_add(&card, false).expect("pinned");
        let theirs = reader.contact_card().expect("a card");
        let person = author
            .contact_add(&theirs, false)
            .expect("pinned")
            .row
            .person;
        readers.push((reader, person));
    }
    let mut choice = Choice {
        client: author.client_by_code("KELP-014").expect("a client"),
        sessions: vec![session],
        to: readers.iter().map(|(_, person)| *person).collect(),
        course: Vec::new(),
        process_notes: Vec::new(),
        redaction: Redaction::Coded,
        purpose: "Supervision".to_owned(),
        days: None,
    };
    let words = |reader: &mut Companion, file: &Path| {
        let thread = reader.packet_open(file, false).expect("taken");
        let read = reader.thread_sessions(thread).expect("sessions");
        let one = &read[0];
        let texts: Vec<String> = one
            .live
            .session
            .rows()
            .iter()
            .filter(|row| clinic::review::redact::is_process_note(row))
            .filter_map(|row| one.live.process.words(row))
            .map(|words| words.text)
            .collect();
        (texts, one.process_notes_left_out)
    };
    // Out by default: that they exist goes.
    let bare = author.packet_seal(&choice, stick.path()).expect("sealed");
    for (reader, _) in &mut readers {
        assert_eq!(words(reader, &bare.path), (vec![], 2));
    }
    // To one of two by name; the other reads the same packet without them.
    choice.process_notes = vec![readers[0].1];
    let look = author.packet_look(&choice).expect("a look");
    assert_eq!(
        (
            look.sessions[0].process_notes,
            look.sessions[0].process_leaves
        ),
        (2, 2)
    );
    let named = author.packet_seal(&choice, stick.path()).expect("sealed");
    let both = vec![OWN.to_owned(), SHARED.to_owned()];
    assert_eq!(words(&mut readers[0].0, &named.path), (both, 0));
    assert_eq!(words(&mut readers[1].0, &named.path), (vec![], 2));
    // Where no words go, none of these do; and nobody is named who does not get the packet.
    choice.redaction = Redaction::WithoutWords;
    let none = author.packet_look(&choice).expect("a look");
    assert_eq!(none.sessions[0].process_leaves, 0);
    choice.redaction = Redaction::Coded;
    choice.to = vec![readers[1].1];
    assert!(author.packet_look(&choice).is_err());

    // They leave by their author's hand: AK reads one of them here and passes none on.
    author.vault_lock().expect("locks");
    author
        .vault_unlock(&world::folder(home.path()), &Secret::from(AK_PASSPHRASE))
        .expect("opens");
    assert_eq!(read(&mut author, session), [SHARED]);
    choice.process_notes = vec![readers[1].1];
    let look = author.packet_look(&choice).expect("a look");
    assert_eq!(look.sessions[0].process_leaves, 0);
}

#[test]
fn a_concern_opens_for_its_readers_and_its_slip_and_for_nobody_who_keeps_it() {
    const CONCERN: &str =
        "M. held the client's hand against the agreement, and it was not recorded.";
    const ANSWER: &str = "Thank you. I will call the clinic on Monday.";
    let (home, away, stick) = (home(), home(), home());
    let (mut clinic, session) = noted(home.path());
    end(&mut clinic, session);
    let mut monitor = world::companion(away.path());
    world::make(&mut monitor, away.path()).expect("a vault");
    let card = monitor.contact_card().expect("a card");
    let reader = clinic.contact_add(&card, false).expect("pinned").row.person;
    let card = clinic.contact_card().expect("a card");
    monitor.contact_add(&card, false).expect("pinned");

    // Nobody is named yet; of this vault nobody who gives care or keeps it can be.
    assert!(clinic.confidence_write(CONCERN, false, &[]).is_err());
    for initials in ["MS", "AK"] {
        let person = clinic.person_by_initials(initials).expect("known");
        assert!(matches!(
            clinic.confidence_name(&[person]),
            Err(Error::NotAllowed)
        ));
    }
    clinic.confidence_name(&[reader]).expect("named");
    pen(&mut clinic, "DL", "5071");
    let everybody_out = clinic.confidence_write(CONCERN, false, &[reader]);
    assert!(everybody_out.is_err(), "for nobody");
    let entries = clinic.audit_entries(1, 10_000).expect("entries").len();
    let slip = clinic.confidence_write(CONCERN, false, &[]).expect("kept");
    let kept = clinic
        .audit_entries(entries as u64 + 1, 10)
        .expect("entries");
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].action, "confidence_kept");
    assert_eq!(kept[0].actor, None, "the chain names nobody");

    // Not who wrote it, with the pen alone; not who opened the vault; not AK with a key of their own.
    assert_eq!(clinic.confidence_read().expect("rows"), []);
    pen(&mut clinic, "MS", world::PIN_MS);
    assert_eq!(clinic.confidence_read().expect("rows"), []);
    pen(&mut clinic, "AK", world::PIN_AK);
    clinic
        .key_take(&Secret::from(AK_PASSPHRASE))
        .expect("their own");
    assert_eq!(clinic.confidence_read().expect("rows"), []);
    pen(&mut clinic, "MS", world::PIN_MS);
    // The slip opens it, another one does not.
    let own = clinic.confidence_by_slip(&slip).expect("rows");
    assert_eq!(own[0].said.text, CONCERN, "the control");
    assert_eq!(own[0].said.from, None);
    let other = clinic.confidence_write("another", true, &[]).expect("kept");
    let own = clinic.confidence_by_slip(&other).expect("rows");
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].said.from.as_deref(), Some("Maren Sol"));

    // It travels to its reader, who answers.
    let out = stick.path().join("out.holdfast-confidence");
    assert_eq!(clinic.confidence_carry(&out).expect("written"), 2);
    let text = std::fs::read(&out).expect("a file");
    assert!(!String::from_utf8_lossy(&text).contains("Maren"));
    assert_eq!(monitor.confidence_take(&out).expect("taken"), 2);
    assert_eq!(monitor.confidence_take(&out).expect("taken"), 0, "twice");
    let read = monitor.confidence_read().expect("rows");
    assert_eq!(read[0].said.text, CONCERN);
    assert!(read[0].elsewhere);
    monitor
        .confidence_answer(read[0].id, ANSWER)
        .expect("answered");
    let back = stick.path().join("back.holdfast-confidence");
    monitor.confidence_carry(&back).expect("written");
    assert_eq!(clinic.confidence_take(&back).expect("taken"), 1);
    assert_eq!(clinic.confidence_read().expect("rows"), []);
    let own = clinic.confidence_by_slip(&slip).expect("rows");
    assert_eq!(own[0].answers[0].text, ANSWER);
    assert_eq!(own[0].answers[0].from.as_deref(), Some("Maren Sol"));

    // A changed file, and one from somebody unknown, bring nothing.
    let mut bent = std::fs::read(&back).expect("a file");
    bent[40] ^= 1;
    std::fs::write(&back, bent).expect("written");
    assert!(clinic.confidence_take(&back).is_err());
    let stranger = tempfile::tempdir().expect("a folder");
    let mut unknown = world::companion(stranger.path());
    world::make(&mut unknown, stranger.path()).expect("a vault");
    assert!(unknown.confidence_take(&out).is_err());

    // What is done to clients and people does not reach it.
    let client = clinic.client_by_code("KELP-014").expect("a client");
    clinic.client_erase(client, "KELP-014").expect("erased");
    let ak = clinic.person_by_initials("AK").expect("known");
    clinic
        .person_remove(ak, &Secret::from(world::PASSPHRASE), &mut |_| {})
        .expect("taken out");
    assert_eq!(
        clinic.confidence_by_slip(&slip).expect("rows")[0].said.text,
        CONCERN
    );
    assert!(
        clinic
            .audit_verify()
            .expect("a chain")
            .chain
            .fault
            .is_none()
    );
}

/// What was said in confidence waits with its readers, by number alone, until they say that they read it; with nobody else, and nothing of who
/// reads shows in what is kept.
#[test]
fn a_concern_waits_with_its_readers_until_it_is_read_and_with_nobody_else() {
    const SV: &str = "the supervisor has a lantern too";
    const OM: &str = "so has the monitor of another house";
    let home = home();
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let mut readers = Vec::new();
    for (name, initials, role, pin, phrase) in [
        ("Stina Vik", "SV", companion::Role::Supervisor, "6174", SV),
        (
            "Olav Moe",
            "OM",
            companion::Role::MedicalMonitor,
            "6175",
            OM,
        ),
    ] {
        let new = NewPerson {
            name: name.to_owned(),
            initials: initials.to_owned(),
            roles: vec![role],
            pin: Secret::from(pin),
        };
        let person = companion.person_add(&new).expect("added");
        companion
            .person_enrol(person, &Secret::from(pin), &Secret::from(phrase))
            .expect("a key");
        readers.push(person);
    }
    companion.confidence_name(&readers).expect("named");
    companion
        .confidence_write("for both", false, &[])
        .expect("kept");
    companion
        .confidence_write("not for the monitor", false, &[readers[1]])
        .expect("kept");
    // Who wrote it, and who keeps the vault, see no number; a reader with the pen alone, without their key, neither.
    assert_eq!(companion.confidence_waiting().expect("asked"), 0);
    pen(&mut companion, "SV", "6174");
    assert_eq!(companion.confidence_waiting().expect("asked"), 0);
    companion.confidence_seen().expect("nothing to say");
    companion.key_take(&Secret::from(SV)).expect("their own");
    assert_eq!(companion.confidence_waiting().expect("asked"), 2);
    companion.confidence_looked().expect("a look");
    assert_eq!(
        companion.confidence_waiting().expect("asked"),
        2,
        "a look is no reading"
    );
    assert!(
        companion
            .confidence_read()
            .expect("rows")
            .iter()
            .all(|one| one.fresh)
    );
    companion.confidence_seen().expect("read");
    assert_eq!(companion.confidence_waiting().expect("asked"), 0);
    assert!(
        companion
            .confidence_read()
            .expect("rows")
            .iter()
            .all(|one| !one.fresh)
    );
    // Their own answer is nothing new to them; another concern is.
    let concern = companion.confidence_read().expect("rows")[0].id;
    companion
        .confidence_answer(concern, "I heard you")
        .expect("answered");
    assert_eq!(companion.confidence_waiting().expect("asked"), 0);
    companion
        .confidence_write("once more", false, &[])
        .expect("kept");
    assert_eq!(companion.confidence_waiting().expect("asked"), 1);
    companion.vault_lock().expect("locks");

    let folder = world::folder(home.path());
    companion
        .vault_unlock(&folder, &Secret::from(OM))
        .expect("opens");
    assert_eq!(
        companion.confidence_waiting().expect("asked"),
        2,
        "left out of one"
    );
    companion.confidence_seen().expect("read");
    companion.vault_lock().expect("locks");
    // What is kept is one number, the same for those who read, were left out, or read nothing at all.
    let counters = |companion: &mut Companion, phrase: &str| -> Vec<i64> {
        companion
            .vault_unlock(&folder, &Secret::from(phrase))
            .expect("opens");
        companion.confidence_looked().expect("a look");
        companion.confidence_seen().expect("read");
        companion.vault_lock().expect("locks");
        let passphrase = Secret::from(world::PASSPHRASE);
        let mut open = vault::unlock(&folder, None, &passphrase).expect("opens");
        let record = open.database().expect("the record");
        let query =
            "SELECT value FROM scratch_counter WHERE name LIKE 'confidence_seen:%' ORDER BY name";
        let found = record
            .prepare(query)
            .expect("a table")
            .query_map([], |row| row.get(0))
            .expect("rows")
            .collect::<Result<_, _>>()
            .expect("numbers");
        open.close_database(record).expect("closes");
        found
    };
    assert_eq!(counters(&mut companion, OM).len(), 2);
    counters(&mut companion, world::PASSPHRASE);
    assert_eq!(counters(&mut companion, SV), [4, 4, 4]);
}
