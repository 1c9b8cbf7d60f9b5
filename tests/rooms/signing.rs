//! One entry and one gate, signed alone: by the very rows that they are made of, so that what comes later is told apart from what was changed.

use clinic::course::{GateNow, Need, NeedState};
use clinic::session::act::{Act, When};
use clinic::session::event::Event;
use companion::courses::{Act as CourseAct, Refusal};
use companion::session::Told;
use companion::sign::{Asks, Meaning, Object, Standing};
use companion::{ClientId, Companion, Error, Secret, SessionId};
use support::world;

const AK_PASSPHRASE: &str = "a lantern of their own nineteen";

fn enrolled(companion: &mut Companion) {
    let ak = companion.person_by_initials("AK").expect("known");
    let (pin, passphrase) = (Secret::from(world::PIN_AK), Secret::from(AK_PASSPHRASE));
    companion
        .person_enrol(ak, &pin, &passphrase)
        .expect("a key");
}

fn pen(companion: &mut Companion, initials: &str, pin: &str) {
    let person = companion.person_by_initials(initials).expect("known");
    companion
        .person_take_pen(person, &Secret::from(pin))
        .expect("proven");
}

fn noted(companion: &mut Companion, session: SessionId, words: &str) -> u64 {
    world::say(companion, session, &format!("note \"{words}\"")).expect("kept");
    let live = companion.session_load(session).expect("a session");
    let mut rows = live.session.rows().iter().rev();
    let note = rows.find(|row| matches!(&row.event, Event::Noted { text, .. } if text == words));
    note.expect("the note").seq
}

fn act(companion: &mut Companion, session: SessionId, act: &Act) {
    let author = companion.author().expect("a pen");
    companion
        .session_act_as(session, None, act, Told::When(When::Now), author)
        .expect("kept");
}

/// How each signature under something stands, oldest first.
fn standing(companion: &mut Companion, object: &Object) -> Vec<Standing> {
    let found = companion.signatures(object).expect("looked at");
    found.lines.iter().map(|line| line.standing).collect()
}

/// What was amended or struck while the session runs, and amended after its end, was added since; the entry itself holds.
#[test]
fn an_entry_is_signed_by_its_own_row_while_the_session_runs_and_after() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (mut companion, session) = world::with_session(home.path(), &["in MS"]);
    let entry = |row| Object::Entry { session, row };
    let one = noted(&mut companion, session, "eyes closed");
    companion.sign_just_opened(&entry(one)).expect("signed");
    // More of the day is none of this entry's.
    let two = noted(&mut companion, session, "hands warm");
    act(&mut companion, session, &Act::Star { target: one });
    assert_eq!(standing(&mut companion, &entry(one)), [Standing::Holds]);
    let again = companion.sign_just_opened(&entry(one));
    assert!(matches!(again, Err(Error::Duplicate { .. })), "{again:?}");

    let amended = Act::Amend {
        target: one,
        text: "eyes half closed".to_owned(),
        reason: "seen again".to_owned(),
    };
    act(&mut companion, session, &amended);
    assert_eq!(
        standing(&mut companion, &entry(one)),
        [Standing::AddedSince]
    );
    companion.sign_just_opened(&entry(one)).expect("anew");
    assert_eq!(
        standing(&mut companion, &entry(one)),
        [Standing::AddedSince, Standing::Holds]
    );

    companion.sign_just_opened(&entry(two)).expect("signed");
    let struck = Act::Strike {
        target: two,
        reason: "of another day".to_owned(),
    };
    act(&mut companion, session, &struck);
    assert_eq!(
        standing(&mut companion, &entry(two)),
        [Standing::AddedSince]
    );
    // What speaks of an entry, what time alone wrote and what was struck is not signed.
    let live = companion.session_load(session).expect("a session");
    let last = live.session.rows().len() as u64 - 1;
    for row in [two, last, last + 9] {
        let refused = companion.sign_just_opened(&entry(row));
        assert!(
            matches!(refused, Err(Error::Unknown { .. })),
            "{row} {refused:?}"
        );
    }
    assert!(
        companion
            .unsigned()
            .expect("told")
            .iter()
            .all(|one| !matches!(one.object, Object::Entry { .. })),
        "none is asked for"
    );

    world::say(&mut companion, session, "close stopped \"as they wished\"").expect("closes");
    let three = companion
        .session_load(session)
        .expect("a session")
        .session
        .rows()
        .iter()
        .find(|row| matches!(row.event, Event::CameIn { .. }))
        .expect("somebody came in")
        .seq;
    companion.sign_just_opened(&entry(three)).expect("after it");
    companion
        .session_amend(session, None, one, "eyes open", "misread")
        .expect("amended");
    let stands = standing(&mut companion, &entry(one));
    assert_eq!(stands, [Standing::AddedSince, Standing::AddedSince]);
    assert_eq!(standing(&mut companion, &entry(three)), [Standing::Holds]);
    companion.sign_just_opened(&entry(one)).expect("anew");
    assert_eq!(standing(&mut companion, &entry(one))[2], Standing::Holds);

    let signed = companion.entries_signed(session).expect("told");
    let signed: Vec<_> = signed
        .iter()
        .map(|one| (one.row, one.lines.len()))
        .collect();
    let mut all = vec![(one, 3), (two, 1), (three, 1)];
    all.sort_unstable();
    assert_eq!(signed, all);
    let report = companion.audit_verify().expect("verified");
    assert_eq!(
        (report.signatures.hold, report.signatures.broken),
        (5, None)
    );
}

/// Unlocking a session voids what was signed under the session, and nothing under one of its entries.
#[test]
fn an_entry_has_an_author_who_signs_first_and_no_lock() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (mut companion, session) = world::with_session(home.path(), &["in MS"]);
    enrolled(&mut companion);
    pen(&mut companion, "AK", world::PIN_AK);
    let row = noted(&mut companion, session, "AK heard a laugh");
    let entry = Object::Entry { session, row };
    pen(&mut companion, "MS", world::PIN_MS);
    let asks = companion.signatures(&entry).expect("looked at");
    assert_eq!(
        (asks.asks, asks.meaning),
        (Asks::Nothing, Meaning::CoSigner)
    );
    assert!(asks.author_first && asks.lines.is_empty());
    let early = companion.sign_just_opened(&entry);
    assert!(matches!(early, Err(Error::AuthorFirst)), "{early:?}");
    let early = companion.sign(&entry, &Secret::from(world::PASSPHRASE));
    assert!(matches!(early, Err(Error::AuthorFirst)), "{early:?}");

    pen(&mut companion, "AK", world::PIN_AK);
    let own = Secret::from(AK_PASSPHRASE);
    let wrong = companion.sign(&entry, &Secret::from(world::PASSPHRASE));
    assert!(matches!(wrong, Err(Error::WrongPassphrase)), "{wrong:?}");
    companion.sign(&entry, &own).expect("signed");
    pen(&mut companion, "MS", world::PIN_MS);
    companion.sign_just_opened(&entry).expect("beside");
    let lines = companion.signatures(&entry).expect("looked at").lines;
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.initials.as_str(), line.meaning, line.standing))
        .collect();
    let both = [
        ("AK", Meaning::Author, Standing::Holds),
        ("MS", Meaning::CoSigner, Standing::Holds),
    ];
    assert_eq!(told, both);

    world::say(&mut companion, session, "close stopped \"as they wished\"").expect("closes");
    let whole = Object::Session(session);
    companion.sign_just_opened(&whole).expect("signed");
    assert!(matches!(
        companion.lock_record(&entry, None),
        Err(Error::NotSigned)
    ));
    companion.lock_record(&whole, None).expect("locked");
    assert_eq!(standing(&mut companion, &entry), [Standing::Holds; 2]);
    companion
        .unlock_record(&whole, "a slip", None)
        .expect("unlocked");
    let turn = companion.signatures(&whole).expect("looked at");
    assert_eq!(turn.lock.expect("it was").voids, [3]);
    assert_eq!(standing(&mut companion, &whole), [Standing::Voided]);
    assert_eq!(standing(&mut companion, &entry), [Standing::Holds; 2]);
    let report = companion.audit_verify().expect("verified");
    assert_eq!(
        (report.locks.broken, report.signatures.broken),
        (None, None)
    );
}

fn gate(companion: &mut Companion, client: ClientId, wanted: impl Fn(&GateNow) -> bool) -> GateNow {
    let now = companion.course_now(client).expect("readable");
    let (_, stands) = now.under.expect("open");
    stands.gates.into_iter().find(wanted).expect("a gate")
}

#[test]
fn a_gate_is_signed_by_the_rows_that_answer_it() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let client = companion.training_course(14).expect("a course");
    let passed = gate(&mut companion, client, |gate| gate.passed.is_some());
    assert!(passed.overrides.is_empty() && passed.answered.len() > passed.needs.len());
    let object = Object::Gate {
        client,
        gate: passed.id.clone(),
    };
    companion.sign_just_opened(&object).expect("signed");
    let course = companion.course(client).expect("readable");
    assert!(passed.answered.iter().all(|row| !course.is_struck(*row)));

    // What comes later in the course is none of it, and what it asked for may be answered anew on another day.
    let said = |companion: &mut Companion, act: &CourseAct<'_>| {
        let kept = companion.course_act(client, None, act, None);
        kept.expect("kept")
    };
    let coping = CourseAct::KeepCoping { words: "a walk" };
    said(&mut companion, &coping);
    assert_eq!(standing(&mut companion, &object), [Standing::Holds]);

    let mut needs = passed.needs.iter();
    let consent = needs.find_map(|need| match (&need.need, &need.state) {
        (Need::Consent(consent), NeedState::Met { row: Some(row), .. }) => Some((consent, *row)),
        _ => None,
    });
    let (consent, row) = consent.expect("a consent");
    let amended = CourseAct::Amend {
        session: None,
        seq: row,
        words: "as on the letter",
        reason: "misread",
    };
    said(&mut companion, &amended);
    assert_eq!(standing(&mut companion, &object), [Standing::AddedSince]);
    companion.sign_just_opened(&object).expect("anew");
    let both = [Standing::AddedSince, Standing::Holds];
    assert_eq!(standing(&mut companion, &object), both);
    let struck = CourseAct::Strike {
        seq: row,
        reason: "of another client",
    };
    said(&mut companion, &struck);
    assert_eq!(standing(&mut companion, &object), [Standing::AddedSince; 2]);
    let open = companion.sign_just_opened(&object);
    assert!(
        matches!(&open, Err(Error::Course(Refusal::GateOpen { asks, .. })) if asks.len() == 1),
        "{open:?}"
    );

    let given = CourseAct::GiveConsent { consent, note: "" };
    said(&mut companion, &given);

    // One that asks for more is not signed; gone past by two it is, by everything up to there.
    let next = gate(&mut companion, client, |gate| {
        gate.passed.is_none() && gate.may_be_overridden()
    });
    let object = Object::Gate {
        client,
        gate: next.id.clone(),
    };
    let open = companion.sign_just_opened(&object);
    assert!(
        matches!(open, Err(Error::Course(Refusal::GateOpen { .. }))),
        "{open:?}"
    );
    let second = companion.person_by_initials("AK").expect("AK");
    let past = CourseAct::OverrideGate {
        gate: &next.id,
        reason: "seen on paper by both",
        second,
    };
    said(&mut companion, &past);
    companion.sign_just_opened(&object).expect("signed");
    assert_eq!(standing(&mut companion, &object), [Standing::Holds]);
    let named = companion.gates_signed(client).expect("told");
    assert_eq!(named, [passed.id]);
    let report = companion.audit_verify().expect("verified");
    assert_eq!(report.signatures.broken, None);
}
