//! A whole course through the companion: from the first call to twelve months after the last session, and what is refused on
//! the way.

use clinic::course::{ContactState, MeasureState, PhaseState, VisitState};
use companion::courses::{Act, Refusal};
use companion::session::NewSession;
use companion::{Companion, Error};
use support::world;

fn vault() -> (tempfile::TempDir, Companion) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    (home, companion)
}

/// The invented client of a filled vault goes through every visit; what the record says of it is computed, never typed.
#[test]
fn a_course_goes_from_the_first_call_to_a_year_after() {
    let (home, mut companion) = vault();
    let client = companion.training_course(560).expect("a course");
    let now = companion.course_now(client).expect("readable");
    let (_, standing) = now.under.as_ref().expect("open");
    assert!(standing.closed.is_some());
    assert_eq!(standing.next, None);
    for phase in &standing.phases {
        assert_eq!(phase.state, PhaseState::Done, "{}", phase.id);
        assert!(!phase.overridden, "{}", phase.id);
    }
    for visit in &standing.visits {
        assert!(
            matches!(visit.state, VisitState::Held { outside: 0, .. }),
            "{}: {:?}",
            visit.id,
            visit.state
        );
        assert!(
            visit.agenda.iter().all(|item| item.row.is_some()),
            "{}",
            visit.id
        );
    }
    let made = |state: &ContactState| matches!(state, ContactState::Made { .. });
    assert!(!standing.contacts.is_empty() && standing.contacts.len() % 3 == 0);
    assert!(standing.contacts.iter().all(|call| made(&call.state)));
    let taken = |state: &MeasureState| matches!(state, MeasureState::Taken { .. });
    assert!(standing.measures.iter().all(|one| taken(&one.state)));
    assert_eq!(standing.sessions, 3);
    assert_eq!(standing.micrograms, 3 * 180_000);

    // Nothing of it waits; the chain and every session hold; it is the same after a reopening.
    assert!(companion.courses_waiting().expect("readable").is_empty());
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none() && report.unreadable.is_none());
    assert_eq!(report.sessions, 3);
    companion.vault_lock().expect("locks");
    world::unlock(&mut companion, home.path()).expect("opens");
    let again = companion.course_now(client).expect("readable");
    assert_eq!(again.course, now.course);
    assert_eq!(again.under.expect("open").1, *standing);
}

#[test]
fn a_dosing_session_waits_for_the_gate_of_its_course() {
    let (_home, mut companion) = vault();
    // Two weeks in: preparation is under way, the gate before the first dose asks for more.
    let client = companion.training_course(14).expect("a course");
    let people = companion.people().expect("people");
    let people: Vec<_> = people.iter().map(|record| record.person.id).collect();
    let named =
        |companion: &Companion, name: &str| companion.protocol_named(name).expect("shipped").digest;
    let begin = |companion: &mut Companion, protocol: &str| {
        let protocol = named(companion, protocol);
        companion.session_open(&NewSession {
            client,
            protocol,
            number: 1,
            people: people.clone(),
        })
    };
    assert!(matches!(
        begin(&mut companion, "three-point"),
        Err(Error::OtherProtocol)
    ));
    let refused = begin(&mut companion, "worked-example");
    let Err(Error::Course(Refusal::GateOpen { gate, missing, .. })) = refused else {
        panic!("not refused: {refused:?}");
    };
    assert!(!missing.is_empty());
    // Consents are never overridden; everything else needs a reason and a second person.
    let second = companion.person_by_initials("AK").expect("AK");
    let over = |reason| Act::OverrideGate {
        gate: &gate,
        reason,
        second,
    };
    let no_reason = companion.course_act(client, None, &over(" "), None);
    assert!(matches!(
        no_reason,
        Err(Error::Course(Refusal::ReasonNeeded))
    ));
    let passable = |companion: &mut Companion| {
        let now = companion.course_now(client).expect("readable");
        let (_, standing) = now.under.expect("open");
        standing.gate(&gate).expect("known").may_be_overridden()
    };
    assert!(passable(&mut companion));
    let consent: String = {
        let now = companion.course_now(client).expect("readable");
        let (protocol, _) = now.under.as_ref().expect("open");
        let plan = protocol.course.as_ref().expect("a course");
        plan.gate(&gate).expect("known").consents[0].clone()
    };
    let note = "";
    let said = |companion: &mut Companion, act: &Act<'_>| {
        let row = companion.course_act(client, None, act, None);
        row.expect("kept");
    };
    let withdrawn = Act::WithdrawConsent {
        consent: &consent,
        note,
    };
    said(&mut companion, &withdrawn);
    assert!(!passable(&mut companion), "a consent is missing");
    let barred = companion.course_act(client, None, &over("seen on paper"), None);
    assert!(matches!(
        barred,
        Err(Error::Course(Refusal::ConsentMissing { .. }))
    ));
    let given = Act::GiveConsent {
        consent: &consent,
        note,
    };
    said(&mut companion, &given);
    assert!(passable(&mut companion));
    companion
        .course_act(client, None, &over("seen on paper by both"), None)
        .expect("two people go past it");
    assert!(!passable(&mut companion), "nothing is left to go past");
    begin(&mut companion, "worked-example").expect("it may begin now");
}

/// A client without an open course is treated as before: the protocol's own gate before the dose is the only one.
#[test]
fn a_client_without_a_course_needs_none() {
    let (_home, mut companion) = vault();
    world::session(&mut companion, "KELP-014").expect("a session");
    let client = companion.client_by_code("KELP-014").expect("a client");
    let now = companion.course_now(client).expect("readable");
    assert!(now.under.is_none());
    let act = Act::KeepCoping { words: "walks" };
    let refused = companion.course_act(client, None, &act, None);
    assert!(matches!(refused, Err(Error::Course(Refusal::NotOpen))));
}

/// An answer that does not wait stops the form. The client reads the clinic's lines; the pair finds the plan and the client's own
/// safety plan, once the computer is back.
#[test]
fn an_answer_that_does_not_wait_brings_the_clinics_plan() {
    use companion::Secret;
    use companion::handover::{Back, Stage};
    let (_home, mut companion) = vault();
    let client = companion.training_course(560).expect("a course");
    companion
        .handover_begin(client, "phq-9", "baseline")
        .expect("handed over");
    let measure = companion.measure_named("phq-9").expect("shipped").measure;
    let answers = companion::measures::answers(&measure, "0,0,0,0,0,0,0,0,3").expect("fit");
    companion.handover_keep(answers).expect("kept");
    let handover = companion.handover().expect("open").expect("handed over");
    assert_eq!(handover.stage, Stage::Called);
    assert_eq!(handover.plan.len(), 2);
    let me = companion.person_by_initials("MS").expect("MS");
    let wrong = companion.handover_end(me, &Secret::new("1357".to_owned()), Back::Keep);
    assert!(wrong.is_err() && companion.handed_over());
    let pin = Secret::new(world::PIN_MS.to_owned());
    // A client who goes on is shown nothing of the record.
    let on = companion.handover_end(me, &pin, Back::GoOn).expect("back");
    assert!(on.is_none() && companion.handed_over());
    let stopped = companion.handover_end(me, &pin, Back::Keep).expect("back");
    let stopped = stopped.expect("an answer did not wait");
    assert_eq!(stopped.items, ["9"]);
    // It stands first on Today until the question was asked again.
    let told = |companion: &mut Companion| -> Vec<String> {
        let view = wire::today::TodayView::of(companion).expect("Today");
        let lines = view.lines.into_iter().enumerate();
        let lines = lines.filter(|(_, line)| line.kind == "stopped");
        lines
            .map(|(at, line)| format!("{at} {} {}", line.title, line.before.join(" ")))
            .collect()
    };
    assert_eq!(told(&mut companion), ["0 PHQ-9 9"]);
    let on_page = |companion: &mut Companion| {
        let view = wire::course::CourseView::of(companion, client).expect("a course");
        view.taken.iter().filter(|one| one.waits).count()
    };
    assert_eq!(on_page(&mut companion), 1);
    // Whoever asks the questions finds the same beside them.
    assert_eq!(
        companion.course_crisis(client).expect("a client").plan,
        stopped.plan
    );
    let plan = stopped.plan.expect("the protocol has one");
    assert!(plan.team[0].starts_with("Training text"));
    assert_eq!(plan.own.expect("agreed on").lines.len(), 6);
    assert!(!companion.handed_over());
    let again = companion::measures::answers(&measure, "0,0,0,0,0,0,0,0,0").expect("fit");
    companion
        .handover_begin(client, "phq-9", "again")
        .expect("handed over");
    companion.handover_keep(again).expect("kept");
    companion
        .handover_end(me, &pin, Back::Keep)
        .expect("nothing waits");
    assert!(told(&mut companion).is_empty());
    assert_eq!(on_page(&mut companion), 0);
}

/// Whoever holds the computer guesses at no passphrase there: wrong ones slow the next, and whoever opens the vault next hears of them.
#[test]
fn a_passphrase_is_not_guessed_at_through_a_hand_over() {
    use companion::Secret;
    use companion::handover::Back;
    let (home, mut companion) = vault();
    let client = companion.training_course(560).expect("a course");
    companion
        .handover_begin(client, "phq-9", "baseline")
        .expect("handed over");
    let me = companion.person_by_initials("MS").expect("MS");
    let mut guess = |typed: String| {
        companion
            .handover_end(me, &Secret::new(typed), Back::GoOn)
            .map(drop)
    };
    for wrong in 1..=companion::people::PIN_TRIES {
        let answer = guess("1357".to_owned());
        let expected = match companion::people::PIN_TRIES - wrong {
            0 => matches!(answer, Err(Error::PinPassphraseNeeded)),
            left => matches!(answer, Err(Error::WrongPin { left: said }) if said == left),
        };
        assert!(expected, "{wrong}: {answer:?}");
    }
    let answers: Vec<Error> = (0..10)
        .map(|n| guess(format!("no lantern of this harbour {n}")).expect_err("wrong"))
        .collect();
    let slowed = answers
        .iter()
        .filter(|answer| matches!(answer, Error::TooSoon { .. }))
        .count();
    let wrong = answers
        .iter()
        .filter(|answer| matches!(answer, Error::PinPassphraseNeeded))
        .count();
    assert!(slowed > 4 && slowed + wrong == 10, "{answers:?}");
    drop(companion);
    let mut companion = world::companion(home.path());
    world::unlock(&mut companion, home.path()).expect("opens");
    let told = companion.vault_opened().expect("open").wrong_passphrases;
    assert_eq!(usize::try_from(told), Ok(wrong));
}

/// The client rates a visit alone with the page: both answers or none, kept as the client's own, once; and nothing else is open.
#[test]
fn the_client_rates_a_visit_on_the_page() {
    use companion::Secret;
    use companion::courses::Mode;
    use companion::handover::{Back, Stage};
    use companion::measures::{Answer, Answers};
    let (_home, mut companion) = vault();
    let client = companion.client_add("KELP-014", "").expect("a client");
    let protocol = companion.protocol_named("three-point").expect("shipped");
    companion
        .course_open(client, None, &protocol.digest, None)
        .expect("open");
    let refused = companion.handover_rate(client, "first-call");
    assert!(matches!(refused, Err(Error::Course(_))), "it was not held");
    let act = Act::HoldOtherwise {
        visit: "first-call",
        how: "by letter",
        minutes: None,
    };
    companion
        .course_act(client, None, &act, None)
        .expect("held");
    companion
        .handover_rate(client, "first-call")
        .expect("handed over");
    assert!(companion.handed_over());

    let one = |id: &str, value: i32| -> Answers { [(id.to_owned(), Answer::One(value))].into() };
    for bad in [one("safe", 11), one("safe", -1), one("mood", 5)] {
        assert!(companion.handover_keep(bad).is_err());
    }
    companion.handover_keep(one("safe", 9)).expect("kept");
    // One alone is not kept, and the computer stays in the client's hands.
    assert!(companion.handover_finish().is_err());
    let me = companion.person_by_initials("MS").expect("MS");
    let pin = || Secret::new(world::PIN_MS.to_owned());
    assert!(companion.handover_end(me, &pin(), Back::Keep).is_err());
    assert!(companion.handed_over());
    // Taken back in the middle: the answer waits.
    companion
        .handover_end(me, &pin(), Back::Leave)
        .expect("back");
    companion
        .handover_rate(client, "first-call")
        .expect("again");
    let waiting = companion.handover().expect("open").expect("handed over");
    assert_eq!(waiting.answers, one("safe", 9));
    let both = one("safe", 9)
        .into_iter()
        .chain(one("understood", 10))
        .collect();
    companion.handover_keep(both).expect("kept");
    companion.handover_finish().expect("kept");
    let handover = companion.handover().expect("open").expect("handed over");
    assert_eq!(handover.stage, Stage::Done);
    assert!(
        companion
            .handover_end(me, &pin(), Back::Leave)
            .expect("back")
            .is_none()
    );

    let now = companion.course_now(client).expect("readable");
    let (_, standing) = now.under.as_ref().expect("open");
    let visit = standing.visit("first-call").expect("in the plan");
    let rated = visit.alliance.expect("rated");
    assert_eq!(
        (rated.safe, rated.understood, rated.mode),
        (9, 10, Some(Mode::Client))
    );
    assert!(
        companion.handover_rate(client, "first-call").is_err(),
        "once"
    );
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none() && report.unreadable.is_none());
}
