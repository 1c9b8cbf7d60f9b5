//! Visits in their order, windows, gates, protocols, closing.

use super::*;

#[test]
fn a_course_begins_when_it_is_opened_under_a_protocol() {
    let plan = three_point();
    let around = Around {
        plan: Some(&plan),
        sessions: &[],
        locked: &[],
    };
    let course = Course::default();
    let early = course.decide_in(
        &begin("first-call"),
        None,
        LEAD,
        noon(day("2026-03-02")),
        &around,
    );
    assert_eq!(early, Err(Refusal::NotOpen));
    let mut client = Client::new(plan, "2026-03-02");
    assert_eq!(
        client.course.under().map(|under| under.protocol),
        Some("three-point v1")
    );
    assert_eq!(
        client.tries(&Act::Open {
            protocol: "a v1",
            digest: "11"
        }),
        Err(Refusal::AlreadyOpen)
    );
    assert_eq!(client.stands().next.as_deref(), Some("first-call"));
    assert_eq!(client.phase("screening"), PhaseState::NotBegun);
    client.begins("first-call");
    assert_eq!(client.phase("screening"), PhaseState::Open);
    assert!(matches!(
        client.state("first-call"),
        VisitState::Open { .. }
    ));
}

#[test]
fn impossible_days_are_refused() {
    let mut client = Client::new(three_point(), "2026-03-02");
    let call = begin("first-call");
    assert_eq!(
        client.tries_on(&call, Some(day("2026-03-03"))),
        Err(Refusal::InFuture)
    );
    assert_eq!(
        client.tries_on(&call, Some(day("2026-03-01"))),
        Err(Refusal::BeforeOpening {
            opened: day("2026-03-02")
        })
    );
    client.days_pass(5);
    client.holds("first-call");
    // Screening said to have been held before the first call.
    assert_eq!(
        client.tries_on(&begin("screening-1"), Some(day("2026-03-04"))),
        Err(Refusal::BeforeThat {
            after: "first-call".to_owned(),
            on: day("2026-03-07")
        })
    );
    // Entered late, for a day between: kept, with both times.
    client.days_pass(5);
    let row = client
        .tries_on(&begin("screening-1"), Some(day("2026-03-09")))
        .expect("late entry");
    assert_eq!(
        (row.on, Date::of(&row.entered)),
        (day("2026-03-09"), day("2026-03-12"))
    );
}

#[test]
fn a_visit_out_of_order_is_refused_until_the_one_before_was_held_or_called_off() {
    let mut client = Client::new(three_point(), "2026-03-02");
    let out_of_order = Err(Refusal::OutOfOrder {
        after: "first-call".to_owned(),
    });
    assert_eq!(client.tries(&begin("screening-1")), out_of_order);
    client.does(&Act::DoNotHold {
        visit: "first-call",
        how: NotHeld::NoShow,
        reason: "nobody answered",
    });
    assert_eq!(client.tries(&begin("screening-1")), out_of_order);
    assert_eq!(
        client.stands().visit("first-call").expect("it").misses[0].how,
        NotHeld::NoShow
    );
    client.does(&Act::DoNotHold {
        visit: "first-call",
        how: NotHeld::CalledOff,
        reason: "referred with a letter",
    });
    assert!(client.tries(&begin("screening-1")).is_ok());
    assert_eq!(
        client.tries(&begin("nothing")),
        Err(Refusal::Unknown { what: "visit" })
    );
    assert_eq!(
        client.tries(&begin("dosing-1")),
        Err(Refusal::HeldBySession)
    );
}

#[test]
fn a_visit_is_begun_once_and_closed_once() {
    let mut client = Client::new(three_point(), "2026-03-02");
    let close = Act::CloseVisit {
        visit: "first-call",
        minutes: 25,
        note: "",
    };
    assert_eq!(client.tries(&close), Err(Refusal::VisitNotBegun));
    client.begins("first-call");
    assert_eq!(client.tries(&begin("first-call")), Err(Refusal::VisitBegun));
    let too_long = Act::CloseVisit {
        visit: "first-call",
        minutes: 2_000,
        note: "",
    };
    assert_eq!(client.tries(&too_long), Err(Refusal::BadMinutes));
    client.does(&close);
    assert_eq!(client.tries(&close), Err(Refusal::VisitHeld));
    assert_eq!(client.tries(&begin("first-call")), Err(Refusal::VisitHeld));
    let held = client.state("first-call");
    assert!(
        matches!(
            held,
            VisitState::Held {
                minutes: Some(25),
                outside: 0,
                ..
            }
        ),
        "{held:?}"
    );
    let alone = Act::BeginVisit {
        visit: "screening-1",
        form: Form::Phone,
        present: &[],
        others: "a friend",
    };
    assert_eq!(client.tries(&alone), Err(Refusal::NobodyPresent));
}

#[test]
fn windows_count_from_the_day_that_was_held() {
    let mut client = Client::new(three_point(), "2026-03-02");
    assert_eq!(
        client.state("screening-1"),
        VisitState::Waiting {
            after: Some("first-call".to_owned())
        }
    );
    client.holds("first-call");
    // Up to 42 days after the call.
    assert_eq!(
        client.state("screening-1"),
        VisitState::InWindow { days_left: 42 }
    );
    client.days_pass(42);
    assert_eq!(
        client.state("screening-1"),
        VisitState::InWindow { days_left: 0 }
    );
    client.days_pass(3);
    assert_eq!(client.state("screening-1"), VisitState::Overdue { days: 3 });
    // Held all the same; the record says how far outside.
    client.holds("screening-1");
    let held = client.state("screening-1");
    assert!(
        matches!(held, VisitState::Held { outside: 3, .. }),
        "{held:?}"
    );
}

#[test]
fn a_gate_says_what_is_missing_and_opens_when_it_is_there() {
    let mut client = Client::new(three_point(), "2026-03-02");
    client.holds("first-call");
    client.holds("screening-1");
    client.days_pass(7);
    client.holds("screening-2");
    client.days_pass(1);
    let Err(Refusal::GateOpen {
        gate,
        missing,
        asks,
    }) = client.tries(&begin("preparation-1"))
    else {
        panic!("the gate was open");
    };
    assert_eq!(gate, "to-preparation");
    for need in [
        "item:ecg",
        "item:decision",
        "consent:treatment",
        "measure:pcl-5",
    ] {
        assert!(missing.contains(&need.to_owned()), "{need} in {missing:?}");
    }
    assert_eq!(asks.len(), missing.len());
    assert!(
        asks.contains(&"12-lead ECG: QTc, rhythm, who read it".to_owned()),
        "{asks:?}"
    );
    client.prepares("to-preparation");
    assert_eq!(client.missing("to-preparation"), Vec::<String>::new());
    client.holds("preparation-1");
    assert_eq!(client.phase("screening"), PhaseState::Done);
    assert_eq!(client.phase("preparation"), PhaseState::Open);
    let gate = client.stands().gate("to-preparation").expect("it").clone();
    let ecg = gate
        .needs
        .iter()
        .find(|need| need.need == Need::Item("ecg".to_owned()))
        .expect("it asks for one");
    // Who, when, until when, and the line of the protocol.
    assert_eq!(ecg.line, 308);
    assert!(matches!(
        ecg.state,
        NeedState::Met { by: Some(LEAD), until: Some(until), .. } if until == day("2026-06-08")
    ));
}

#[test]
fn two_people_may_go_past_a_gate_but_not_past_a_consent_or_a_decision() {
    let mut client = Client::new(three_point(), "2026-03-02");
    client.holds("first-call");
    client.holds("screening-1");
    client.holds("screening-2");
    client.prepares("to-preparation");
    let past = |second| Act::OverrideGate {
        gate: "to-preparation",
        reason: "the laboratory was closed",
        second,
    };
    assert_eq!(client.tries(&past(CO)), Err(Refusal::NothingMissing));
    client.does(&Act::WithdrawConsent {
        consent: "data",
        note: "",
    });
    assert_eq!(
        client.tries(&past(CO)),
        Err(Refusal::ConsentMissing {
            missing: vec!["Use of data".to_owned()]
        })
    );
    client.does(&Act::GiveConsent {
        consent: "data",
        note: "",
    });
    // Ninety-one days later ECG and laboratory have lapsed, and more with them.
    client.days_pass(91);
    assert!(
        client
            .missing("to-preparation")
            .contains(&"item:ecg".to_owned())
    );
    assert_eq!(client.tries(&past(LEAD)), Err(Refusal::SecondMustDiffer));
    client.does(&past(CO));
    assert!(client.missing("to-preparation").is_empty());
    let stands = client.stands();
    assert!(stands.phase("preparation").expect("it").overridden);
    let gate = stands.gate("to-preparation").expect("it");
    assert_eq!(gate.overrides[0].second, CO);
    assert!(gate.overrides[0].missing.contains(&"item:labs".to_owned()));
    // What lapses afterwards was not gone past.
    client.days_pass(100);
    assert_eq!(
        client.missing("to-preparation"),
        [
            "item:medical-history",
            "item:heart",
            "item:psychiatric",
            "item:decision"
        ]
    );
    client.does(&Act::Decide {
        eligible: false,
        reason: "QTc over the limit of our protocol",
    });
    assert!(matches!(
        client.tries(&past(CO)),
        Err(Refusal::GateOpen { .. })
    ));
}

#[test]
fn a_finding_that_lapses_opens_the_gate_again_on_the_dosing_morning() {
    let mut client = Client::to_the_first_dosing_day(three_point());
    let (visit, gates) = {
        let stands = client.stands();
        let (visit, gates) = stands.next_dosing().expect("one is to come");
        (visit.id.clone(), gates.len())
    };
    assert_eq!((visit.as_str(), gates), ("dosing-1", 0));
    // Eight days on, what was asked about suicide seven days before no longer holds.
    client.days_pass(8);
    let missing = client.missing("to-dosing-1");
    assert!(missing.contains(&"item:suicidality".to_owned()));
    let stands = client.stands();
    let lapsed: Vec<&ItemNow> = stands
        .expiring()
        .into_iter()
        .filter(|item| item.days_left < Some(0))
        .collect();
    let asked = lapsed
        .iter()
        .find(|item| item.id == "suicidality")
        .expect("it lapsed");
    assert_eq!((asked.age, asked.days_left, asked.line), (8, Some(-1), 317));
    assert!(asked.needed_before.contains(&"dosing-1".to_owned()));
    // Asked again on the morning, in the dosing visit, before any session is there.
    client.answers("suicidality", Some("dosing-1"));
    assert!(
        !client
            .missing("to-dosing-1")
            .contains(&"item:suicidality".to_owned())
    );
}

#[test]
fn a_follow_up_is_counted_from_the_last_session_that_was_held() {
    let mut client = Client::to_the_first_dosing_day(three_point());
    client.is_dosed(120_000);
    let first = client.today;
    client.days_pass(30);
    client.is_dosed(180_000);
    let second = client.today;
    assert!(matches!(
        client.state("month-2"),
        VisitState::Waiting { .. }
    ));
    client.does(&Act::DoNotHold {
        visit: "dosing-3",
        how: NotHeld::CalledOff,
        reason: "the client has what they came for",
    });
    let stands = client.stands();
    let window = stands.visit("month-2").expect("it").window;
    assert_eq!(window, second.plus_days(46).zip(second.plus_days(74)));
    assert_eq!(client.phase("dosing-3"), PhaseState::PassedOver);
    // Two sessions, 120 and 180 mg; the first visit after each is counted from its own day.
    assert_eq!((stands.sessions, stands.micrograms), (2, 300_000));
    let morning = stands.visit("integration-1-1").expect("it").window;
    assert_eq!(morning, first.plus_days(1).zip(first.plus_days(1)));
    let held = client.tries(&Act::DoNotHold {
        visit: "dosing-2",
        how: NotHeld::CalledOff,
        reason: "a slip",
    });
    assert_eq!(held, Err(Refusal::VisitHeld));
}

#[test]
fn a_session_without_a_dose_holds_no_dosing_visit() {
    let mut client = Client::to_the_first_dosing_day(three_point());
    client.is_dosed(0);
    client.sessions[0].dosed = false;
    assert!(!matches!(client.state("dosing-1"), VisitState::Held { .. }));
    assert_eq!(client.stands().sessions, 0);
    client.sessions[0].live = true;
    assert!(matches!(
        client.state("dosing-1"),
        VisitState::Open { row: None, .. }
    ));
    // A session of years ago belongs to no visit of this course.
    client.sessions[0] = SessionHeld {
        on: day("2020-01-01"),
        dosed: true,
        live: false,
        ..client.sessions[0]
    };
    assert!(!matches!(client.state("dosing-1"), VisitState::Held { .. }));
}

#[test]
fn a_visit_that_was_not_planned_has_a_place_of_its_own() {
    let mut client = Client::new(three_point(), "2026-03-02");
    let extra = |kind| Act::BeginExtraVisit {
        kind,
        title: "A talk before the holidays",
        form: Form::Video,
        present: &[LEAD],
        others: "",
    };
    assert_eq!(
        client.tries(&extra(VisitKind::Dosing)),
        Err(Refusal::HeldBySession)
    );
    let row = client.does(&extra(VisitKind::Integration));
    let id = format!("extra-{row}");
    client.does(&Act::CloseVisit {
        visit: &id,
        minutes: 50,
        note: "",
    });
    let stands = client.stands();
    let visit = stands.visit(&id).expect("it");
    assert_eq!(visit.title, "A talk before the holidays");
    assert!(matches!(visit.state, VisitState::Held { .. }));
    assert_eq!((visit.line, visit.phase.as_str()), (None, ""));
    client.does(&Act::HoldOtherwise {
        visit: "first-call",
        how: "by the referring clinic; see letter",
        minutes: None,
    });
    let held = client.state("first-call");
    assert!(
        matches!(&held, VisitState::Held { otherwise: Some(how), .. } if how.contains("letter"))
    );
}

#[test]
fn another_protocol_is_a_row_of_its_own_and_old_consents_do_not_carry_over() {
    let mut client = Client::to_the_first_dosing_day(three_point());
    let same = Act::Move {
        protocol: "three-point v1",
        digest: "00ff",
        reason: "x",
    };
    assert_eq!(client.tries(&same), Err(Refusal::SameProtocol));
    client.does(&Act::Move {
        protocol: "three-point v2",
        digest: "11ee",
        reason: "the committee approved version 2",
    });
    let under = client.course.under().expect("open");
    assert_eq!((under.protocol, under.digest), ("three-point v2", "11ee"));
    let last = client.course.rows().last().expect("it");
    assert!(matches!(
        &last.event,
        Event::Moved { from, from_digest, .. } if from == "three-point v1" && from_digest == "00ff"
    ));
    for consent in &mut client.plan.consents {
        consent.version = 2;
    }
    client
        .plan
        .visits
        .retain(|visit| visit.id != "preparation-2");
    let stands = client.stands();
    assert!(matches!(
        stands.consents[0].state,
        ConsentState::OtherVersion { version: 1, .. }
    ));
    assert!(
        client
            .missing("to-dosing-1")
            .contains(&"consent:touch".to_owned())
    );
    // What was held under the old plan is still there.
    assert!(matches!(
        client.state("preparation-2"),
        VisitState::Held { .. }
    ));
}

#[test]
fn a_closed_course_takes_back_consents_and_nothing_else_until_it_is_reopened() {
    let mut client = Client::to_the_first_dosing_day(three_point());
    let reopen = Act::Reopen {
        reason: "back again",
    };
    assert_eq!(client.tries(&reopen), Err(Refusal::NotClosed));
    client.days_pass(1);
    client.does(&Act::BeginExtraVisit {
        kind: VisitKind::Contact,
        title: "Farewell",
        form: Form::Phone,
        present: &[LEAD],
        others: "",
    });
    let close = Act::Close {
        reason: "moved away",
    };
    assert_eq!(client.tries(&close), Err(Refusal::VisitOpen));
    let id = format!("extra-{}", client.course.rows().len() - 1);
    client.does(&Act::CloseVisit {
        visit: &id,
        minutes: 20,
        note: "",
    });
    client.does(&close);
    let stands = client.stands();
    assert_eq!(stands.closed, Some((client.today, "moved away".to_owned())));
    assert_eq!(client.state("dosing-1"), VisitState::NotHeld);
    assert_eq!(stands.next, None);
    assert_eq!(client.tries(&begin("baseline")), Err(Refusal::Closed));
    client.does(&Act::WithdrawConsent {
        consent: "data",
        note: "",
    });
    // Corrections go on, but none that would leave a visit open in a closed course.
    let closing = client.course.rows().iter().rev();
    let closing = closing
        .map(|row| (row.seq, &row.event))
        .find(|(_, event)| matches!(event, Event::VisitClosed { .. }))
        .map(|(seq, _)| seq);
    let strike = Act::Strike {
        seq: closing.expect("one was closed"),
        reason: "a slip",
    };
    assert_eq!(client.tries(&strike), Err(Refusal::OthersStandOnIt));
    client.days_pass(3);
    let closed_on = client.stands().closed.expect("closed").0;
    assert_eq!(
        client.tries_on(&reopen, closed_on.plus_days(-1)),
        Err(Refusal::BeforeThat {
            after: "closing".to_owned(),
            on: closed_on
        })
    );
    client.does(&reopen);
    assert!(client.tries(&strike).is_ok());
    assert!(matches!(
        client.state("dosing-1"),
        VisitState::InWindow { .. }
    ));
}

#[test]
fn what_was_struck_no_longer_counts() {
    let mut client = Client::new(three_point(), "2026-03-02");
    let before = client.stands();
    let row = client.begins("first-call");
    let closing = client.does(&Act::CloseVisit {
        visit: "first-call",
        minutes: 30,
        note: "",
    });
    let strike = |seq| Act::Strike {
        seq,
        reason: "another client",
    };
    assert_eq!(client.tries(&strike(row)), Err(Refusal::OthersStandOnIt));
    client.does(&strike(closing));
    assert!(matches!(
        client.state("first-call"),
        VisitState::Open { .. }
    ));
    client.does(&strike(row));
    assert_eq!(client.stands(), before);
    let opening = client.course.rows()[0].seq;
    client.does(&strike(opening));
    assert_eq!(client.course.under(), None);
    client.does(&Act::Open {
        protocol: "three-point v1",
        digest: "00ff",
    });
}

#[test]
fn a_locked_visit_takes_nothing_and_is_amended_beside_its_words() {
    let mut client = Client::new(three_point(), "2026-03-02");
    client.holds("first-call");
    let closed = client.course.rows().last().expect("a row").seq;
    let begun = closed - 1;
    client.locked = vec!["first-call".to_owned()];
    let strike = |seq| Act::Strike {
        seq,
        reason: "slip",
    };
    assert_eq!(client.tries(&strike(closed)), Err(Refusal::Locked));
    let insight = Act::KeepInsight {
        words: "a friend was there",
        moment: None,
        visit: Some("first-call"),
    };
    assert_eq!(client.tries(&insight), Err(Refusal::Locked));
    // What comes after a visit is no part of its account.
    client.does(&Act::Reflect {
        visit: "first-call",
        words: "calm",
    });
    let amend = |seq, words| Act::Amend {
        session: None,
        seq,
        words,
        reason: "misread",
    };
    assert_eq!(client.tries(&amend(begun, " ")), Err(Refusal::WordsNeeded));
    assert_eq!(client.tries(&amend(99, "a")), Err(Refusal::NoSuchRow));
    assert_eq!(client.course.last_row_of_visit("first-call"), Some(closed));
    let first = client.does(&amend(closed, "thirty minutes"));
    assert_eq!(client.course.last_row_of_visit("first-call"), Some(first));
    // An amendment is put right by the next one, never amended or struck itself.
    assert_eq!(client.tries(&amend(first, "a")), Err(Refusal::NoSuchRow));
    assert_eq!(client.tries(&strike(first)), Err(Refusal::NoSuchRow));
    client.does(&amend(closed, "forty minutes"));
    let words: Vec<&str> = client
        .course
        .amendments(None)
        .iter()
        .map(|one| one.words)
        .collect();
    assert_eq!(words, ["thirty minutes", "forty minutes"]);
    client.locked.clear();
    client.does(&strike(closed));
    assert_eq!(
        client.tries(&amend(closed, "a")),
        Err(Refusal::AlreadyStruck)
    );
}
