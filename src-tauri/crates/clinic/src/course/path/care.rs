//! What is agreed, taken, asked and carried on between the visits.

use super::*;

fn said(answers: &[(&str, Value)]) -> BTreeMap<String, Value> {
    answers
        .iter()
        .map(|(id, value)| ((*id).to_owned(), value.clone()))
        .collect()
}

fn number(stored: i32, decimals: u8) -> Value {
    Value::Number { stored, decimals }
}

#[test]
fn a_consent_taken_back_in_mid_course_closes_the_way_to_the_next_dosing_day() {
    let mut client = Client::to_the_first_dosing_day(three_point());
    client.is_dosed(120_000);
    client.days_pass(1);
    client.does(&Act::WithdrawConsent {
        consent: "touch",
        note: "after thinking about it",
    });
    let stands = client.stands();
    let touch = stands
        .consents
        .iter()
        .find(|consent| consent.id == "touch")
        .expect("in the plan");
    assert!(matches!(touch.state, ConsentState::Withdrawn { .. }));
    assert!(touch.needed_before.contains(&"dosing-2".to_owned()));
    assert!(
        client
            .missing("to-dosing-2")
            .contains(&"consent:touch".to_owned())
    );
    let again = Act::WithdrawConsent {
        consent: "touch",
        note: "",
    };
    assert_eq!(client.tries(&again), Err(Refusal::NotGiven));
    client.does(&Act::GiveConsent {
        consent: "touch",
        note: "",
    });
    let twice = Act::GiveConsent {
        consent: "touch",
        note: "",
    };
    assert_eq!(client.tries(&twice), Err(Refusal::AlreadyGiven));
}

#[test]
fn while_a_dose_acts_nothing_is_consented_to_or_widened_and_anything_is_taken_back() {
    let mut client = Client::to_the_first_dosing_day(three_point());
    client.is_dosed(80_000);
    client.sessions[0].live = true;
    let give = Act::GiveConsent {
        consent: "observer",
        note: "",
    };
    assert_eq!(client.tries(&give), Err(Refusal::WhileDosed));
    let wider = Act::Answer {
        item: "touch-plan",
        value: an_answer(&client.plan, "touch-plan"),
        source: "",
        note: "",
        visit: None,
    };
    assert_eq!(client.tries(&wider), Err(Refusal::WhileDosed));
    client.does(&Act::NarrowAgreement {
        item: "touch-plan",
        words: "not the shoulder any more",
    });
    let taken_back = client.does(&Act::WithdrawConsent {
        consent: "recording",
        note: "",
    });
    // Striking the withdrawal would give the consent back.
    let strike = Act::Strike {
        seq: taken_back,
        reason: "a slip",
    };
    assert_eq!(client.tries(&strike), Err(Refusal::WhileDosed));
    let stands = client.stands();
    let touch = stands
        .items
        .iter()
        .find(|item| item.id == "touch-plan")
        .expect("agreed");
    assert_eq!(touch.narrowed[0].1, "not the shoulder any more");
    let close = Act::Close { reason: "moved" };
    assert_eq!(client.tries(&close), Err(Refusal::WhileDosed));
    // The session is closed: it may be given again.
    client.sessions[0].live = false;
    assert!(client.tries(&give).is_ok());
}

#[test]
fn the_earliest_day_after_a_medicine_is_shown_with_its_sum() {
    let mut client = Client::new(three_point(), "2026-03-02");
    let stop = day("2026-03-02");
    let plan = client.plan.clone();
    let of = |id: &str| earliest(plan.medicine(id).expect(id), stop).expect("a day");
    // 5 × 36 h = 180 h, 8 days when rounded up; and 7 days.
    let sertraline = of("sertraline");
    assert_eq!(
        (
            sertraline.half_life_minutes,
            sertraline.multiple,
            sertraline.half_lives_days,
            sertraline.plus
        ),
        (36 * 60, 5, 8, 7)
    );
    assert_eq!((sertraline.on, sertraline.line), (day("2026-03-17"), 500));
    // 5 × 384 h = 80 days: more than six weeks.
    assert_eq!(of("fluoxetine").days, 80);
    // 5 × 12 h = 60 h, 3 days: two weeks at least.
    assert_eq!(of("mao-irreversible").days, 14);
    let row = client.does(&Act::KeepMedicine {
        replaces: None,
        name: "Sertraline 50 mg",
        medicine: Some("sertraline"),
        dose: "1 in the morning",
        stop: Some(stop),
        note: "",
    });
    client.days_pass(10);
    let now = client.stands().medicines;
    assert_eq!((now[0].row, now[0].days_left), (row, Some(5)));
    // The last dose was later than agreed: a new row takes the place of the old one.
    client.does(&Act::KeepMedicine {
        replaces: Some(row),
        name: "Sertraline 50 mg",
        medicine: Some("sertraline"),
        dose: "1 in the morning",
        stop: Some(day("2026-03-05")),
        note: "",
    });
    let now = client.stands().medicines;
    assert_eq!(now.len(), 1);
    assert_eq!(now[0].earliest.expect("a day").on, day("2026-03-20"));
    let twice = Act::KeepMedicine {
        replaces: Some(row),
        name: "Sertraline",
        medicine: None,
        dose: "",
        stop: None,
        note: "",
    };
    assert_eq!(client.tries(&twice), Err(Refusal::NoSuchRow));
}

#[test]
fn calls_fall_due_day_by_day_and_are_flagged_by_the_protocol() {
    let mut client = Client::to_the_first_dosing_day(three_point());
    let call = |day, mood| Act::MakeContact {
        after: "dosing-1",
        day,
        answers: said(&[
            ("mood", number(mood, 0)),
            ("sleep", number(65, 1)),
            ("safety", Value::YesNo { yes: false }),
        ]),
    };
    assert_eq!(
        client.tries(&call(1, 5)),
        Err(Refusal::OutOfOrder {
            after: "dosing-1".to_owned()
        })
    );
    client.is_dosed(120_000);
    assert!(matches!(
        client.tries(&call(1, 5)),
        Err(Refusal::BeforeThat { .. })
    ));
    let states = |client: &Client| -> Vec<ContactState> {
        let contacts = client.stands().contacts;
        contacts.into_iter().map(|contact| contact.state).collect()
    };
    client.days_pass(1);
    assert_eq!(states(&client)[0], ContactState::Due);
    assert_eq!(states(&client)[6], ContactState::Planned { in_days: 6 });
    client.days_pass(1);
    client.does(&Act::MissContact {
        after: "dosing-1",
        day: 2,
        note: "rang twice",
    });
    assert_eq!(states(&client)[0], ContactState::Overdue { days: 1 });
    assert_eq!(states(&client)[1], ContactState::Due);
    assert_eq!(client.stands().contacts[1].tries, [client.today]);
    client.days_pass(1);
    client.does(&call(3, 3));
    let now = states(&client);
    assert_eq!(now[0], ContactState::NotMade);
    let ContactState::Made { flags, .. } = &now[2] else {
        panic!("{now:?}");
    };
    assert_eq!(flags, &["mood"], "mood 3 is flagged, 6.5 hours are not");
    assert_eq!(client.tries(&call(3, 3)), Err(Refusal::AlreadyMade));
    assert_eq!(client.tries(&call(4, 11)), Err(Refusal::DoesNotFit));
    assert_eq!(
        client.tries(&call(9, 5)),
        Err(Refusal::Unknown { what: "contact" })
    );
}

#[test]
fn a_measure_belongs_to_the_visit_in_whose_time_it_was_taken() {
    let mut client = Client::new(three_point(), "2026-03-02");
    let state = |client: &Client, visit: &str| {
        let stands = client.stands();
        let all = stands.measures.into_iter();
        all.clone()
            .find(|one| one.visit == visit && one.measure == "pcl-5")
            .expect("planned")
            .state
    };
    assert_eq!(state(&client, "screening-1"), MeasureState::Waiting);
    client.holds("first-call");
    assert_eq!(
        state(&client, "screening-1"),
        MeasureState::Due {
            days_left: Some(42)
        }
    );
    let row = client.takes_pcl();
    assert!(matches!(
        state(&client, "screening-1"),
        MeasureState::Taken { row: taken, .. } if taken == row
    ));
    assert_eq!(state(&client, "preparation-3"), MeasureState::Waiting);
    client.does(&Act::Strike {
        seq: row,
        reason: "the other client's form",
    });
    assert!(matches!(
        state(&client, "screening-1"),
        MeasureState::Due { .. }
    ));
    client.days_pass(44);
    assert_eq!(
        state(&client, "screening-1"),
        MeasureState::Overdue { days: 2 }
    );
    // Taken late it still belongs to that visit.
    client.takes_pcl();
    assert!(matches!(
        state(&client, "screening-1"),
        MeasureState::Taken { .. }
    ));
}

#[test]
fn one_form_counts_for_one_visit() {
    let mut client = Client::to_the_first_dosing_day(three_point());
    let taken = |client: &Client| -> Vec<String> {
        let all = client.stands().measures.into_iter();
        all.filter(|one| one.measure == "pcl-5")
            .filter(|one| matches!(one.state, MeasureState::Taken { .. }))
            .map(|one| one.visit)
            .collect()
    };
    assert_eq!(taken(&client), ["screening-1"]);
    client.takes_pcl();
    assert_eq!(taken(&client), ["screening-1", "preparation-3"]);
    // Without the first, the second falls into the time of screening, which comes first.
    let first = client.course.measures()[0].0.seq;
    client.does(&Act::Strike {
        seq: first,
        reason: "the other client's form",
    });
    assert_eq!(taken(&client), ["screening-1"]);
}

#[test]
fn answers_must_fit_their_item() {
    let mut client = Client::new(three_point(), "2026-03-02");
    let answer = |item, value, note| Act::Answer {
        item,
        value,
        source: "",
        note,
        visit: None,
    };
    let tries = |client: &Client, item, value, note| {
        client
            .tries(&answer(item, value, note))
            .map(|row| row.event)
    };
    let no = Err(Refusal::DoesNotFit);
    assert_eq!(tries(&client, "ecg", Value::Tick {}, ""), no);
    assert_eq!(tries(&client, "weight", number(2_501, 1), ""), no);
    assert_eq!(tries(&client, "weight", number(68, 0), ""), no);
    assert!(tries(&client, "weight", number(684, 1), "").is_ok());
    let suicidality = |ideation| Value::Suicidality {
        ideation,
        behaviour: false,
    };
    assert_eq!(tries(&client, "suicidality", suicidality(6), ""), no);
    assert!(tries(&client, "suicidality", suicidality(5), "").is_ok());
    assert_eq!(
        tries(&client, "pregnancy", Value::NotApplicable {}, " "),
        Err(Refusal::ReasonNeeded)
    );
    assert!(
        tries(
            &client,
            "pregnancy",
            Value::NotApplicable {},
            "after surgery"
        )
        .is_ok()
    );
    assert_eq!(
        tries(&client, "suicidality", Value::NotApplicable {}, "busy"),
        no,
        "suicidality is never not applicable"
    );
    assert_eq!(
        tries(&client, "consent-touch", Value::Tick {}, ""),
        Err(Refusal::ActOfItsOwn)
    );
    assert_eq!(
        tries(&client, "decision", Value::Tick {}, ""),
        Err(Refusal::ActOfItsOwn)
    );
    let parts = |id: &str, words: &str| Value::Agreement {
        parts: BTreeMap::from([(id.to_owned(), words.to_owned())]),
    };
    assert_eq!(tries(&client, "touch-plan", parts("hug", "yes"), ""), no);
    assert_eq!(
        tries(&client, "touch-plan", parts("stop", "  "), ""),
        Err(Refusal::WordsNeeded)
    );
    let long = "x".repeat(WORDS_CHARS_MAX + 1);
    let told = Value::Text { words: long };
    assert_eq!(
        tries(&client, "intention", told, ""),
        Err(Refusal::TooLong {
            most: WORDS_CHARS_MAX
        })
    );
    let in_visit = Act::Answer {
        item: "call-heard",
        value: Value::Tick {},
        source: "",
        note: "",
        visit: Some("first-call"),
    };
    assert_eq!(client.tries(&in_visit), Err(Refusal::VisitNotBegun));
    client.begins("first-call");
    let row = client.does(&in_visit);
    let stands = client.stands();
    let visit = stands.visit("first-call").expect("it");
    assert_eq!(visit.agenda[0].row, Some(row));
    assert_eq!(visit.agenda[1].row, None);
}

#[test]
fn insights_lead_to_practices_that_are_kept_changed_or_dropped() {
    let mut client = Client::to_the_first_dosing_day(three_point());
    client.is_dosed(120_000);
    client.days_pass(1);
    client.begins("integration-1-1");
    let moment = Moment {
        session: client.sessions[0].id,
        seq: 57,
    };
    let insight = client.does(&Act::KeepInsight {
        words: "It was a door, and I was the one holding it shut.",
        moment: Some(moment),
        visit: Some("integration-1-1"),
    });
    let elsewhere = Act::KeepInsight {
        words: "x",
        moment: Some(Moment {
            session: SessionId([9; 16]),
            seq: 1,
        }),
        visit: None,
    };
    assert_eq!(
        client.tries(&elsewhere),
        Err(Refusal::Unknown { what: "session" })
    );
    let practice = client.does(&Act::AgreePractice {
        words: "open the window each morning",
        insight: Some(insight),
    });
    let review = |outcome, words| Act::ReviewPractice {
        practice,
        outcome,
        words,
    };
    client.days_pass(7);
    client.does(&review(Outcome::Kept, ""));
    assert_eq!(
        client.tries(&review(Outcome::Changed, "")),
        Err(Refusal::WordsNeeded)
    );
    client.does(&review(Outcome::Changed, "open the door to the garden"));
    let stands = client.stands();
    let talk = stands.first_talk_after(client.sessions[0].id);
    assert_eq!(talk.map(|visit| &*visit.id), Some("integration-1-1"));
    assert!(stands.first_talk_after(SessionId([9; 16])).is_none());
    assert_eq!(stands.insights[0].practices, [practice]);
    assert_eq!(stands.insights[0].moment, Some(moment));
    assert_eq!(stands.practices[0].words, "open the door to the garden");
    let strike = Act::Strike {
        seq: practice,
        reason: "a slip",
    };
    assert_eq!(client.tries(&strike), Err(Refusal::OthersStandOnIt));
    client.does(&review(Outcome::Dropped, "moved house"));
    assert!(client.stands().practices[0].is_dropped());
    assert_eq!(
        client.tries(&review(Outcome::Kept, "")),
        Err(Refusal::AlreadyDropped)
    );
    let coping = client.does(&Act::KeepCoping {
        words: "cold water on the wrists",
    });
    client.does(&Act::ReviewCoping {
        coping,
        outcome: Outcome::Kept,
        words: "helped twice",
    });
    assert_eq!(client.stands().coping[0].words, "cold water on the wrists");
    adverse_events(&mut client);
    adverse_reports(&mut client);
    let wrong = Act::UseTechnique {
        technique: Technique::Cbt,
        guide: Some("body-scan"),
        words: "ten minutes",
        visit: Some("integration-1-1"),
    };
    assert_eq!(client.tries(&wrong), Err(Refusal::DoesNotFit));
    client.does(&Act::UseTechnique {
        technique: Technique::Mindfulness,
        guide: Some("body-scan"),
        words: "ten minutes",
        visit: Some("integration-1-1"),
    });
}

#[test]
fn the_client_rates_a_visit_once() {
    let mut client = Client::to_the_first_dosing_day(three_point());
    let rate = |safe| Act::RateAlliance {
        visit: "preparation-1",
        safe,
        understood: 8,
        mode: Some(Mode::Client),
    };
    assert!(
        client
            .stands()
            .visit("preparation-1")
            .expect("it")
            .alliance_due
    );
    assert_eq!(client.tries(&rate(11)), Err(Refusal::DoesNotFit));
    client.does(&rate(9));
    assert_eq!(client.tries(&rate(9)), Err(Refusal::AlreadyRated));
    let stands = client.stands();
    let visit = stands.visit("preparation-1").expect("it");
    assert!(!visit.alliance_due);
    let rating = visit.alliance.expect("rated");
    assert_eq!((rating.safe, rating.mode), (9, Some(Mode::Client)));
    let row = client.does(&Act::Reflect {
        visit: "preparation-1",
        words: "We talked more than we listened.",
    });
    assert_eq!(
        client
            .stands()
            .visit("preparation-1")
            .expect("it")
            .reflections,
        [row]
    );
    let later = Act::Reflect {
        visit: "integration-1-1",
        words: "x",
    };
    assert_eq!(client.tries(&later), Err(Refusal::VisitNotBegun));
}

#[test]
fn a_whole_course_of_two_dosing_days_ends_with_every_phase_done() {
    let mut client = Client::to_the_first_dosing_day(plan_of(DENSE));
    client.holds("baseline");
    for (cycle, dose) in [(1, 187_500), (2, 187_500)] {
        let gate = format!("to-dosing-{cycle}");
        client.prepares(&gate);
        let stands = client.stands();
        let (visit, open) = stands.next_dosing().expect("to come");
        assert_eq!(visit.id, format!("dosing-{cycle}"));
        assert!(open.is_empty(), "{:?}", open[0].missing());
        client.is_dosed(dose);
        client.days_pass(1);
        client.holds(&format!("integration-{cycle}-1"));
        for day in 1..=7 {
            client.does(&Act::MakeContact {
                after: &format!("dosing-{cycle}"),
                day,
                answers: said(&[("mood", number(6, 0))]),
            });
            client.days_pass(1);
        }
        client.holds(&format!("rating-{cycle}"));
        client.holds(&format!("integration-{cycle}-2"));
        client.days_pass(7);
        client.holds(&format!("integration-{cycle}-3"));
        client.days_pass(10);
    }
    assert!(client.stands().next_dosing().is_none());
    assert_eq!(client.stands().next.as_deref(), Some("month-2"));
    client.days_pass(40);
    client.holds("month-2");
    client.days_pass(300);
    client.holds("month-12");
    let stands = client.stands();
    assert!(
        stands
            .phases
            .iter()
            .all(|phase| phase.state == PhaseState::Done && !phase.overridden),
        "{:#?}",
        stands.phases
    );
    assert_eq!(stands.next, None);
    assert_eq!((stands.sessions, stands.micrograms), (2, 375_000));
}

/// Written down with grade and criteria, followed until it is over.
fn adverse_events(client: &mut Client) {
    let note = |grade, serious| Act::NoteAdverse {
        term: "fall",
        onset: None,
        grade,
        serious,
        words: "on the stairs",
        visit: Some("integration-1-1"),
    };
    assert_eq!(client.tries(&note(0, &[])), Err(Refusal::DoesNotFit));
    assert_eq!(client.tries(&note(5, &[])), Err(Refusal::DoesNotFit));
    let death = [Seriousness::Death];
    assert_eq!(client.tries(&note(4, &death)), Err(Refusal::DoesNotFit));
    let criteria = [Seriousness::Important, Seriousness::Hospitalisation];
    let adverse = client.does(&note(3, &criteria));
    let stands = client.stands().adverse;
    assert!(stands[0].is_open() && stands[0].outcome.is_none());
    assert_eq!(
        stands[0].serious,
        [Seriousness::Hospitalisation, Seriousness::Important]
    );
    let follow = |grade, outcome| Act::FollowAdverse {
        adverse,
        grade,
        outcome,
        words: "seen again",
    };
    use AdverseOutcome::{Fatal, Recovered, Recovering};
    let lower = client.tries(&follow(2, Recovering));
    assert_eq!(lower, Err(Refusal::DoesNotFit));
    let died = client.tries(&follow(4, Fatal));
    assert_eq!(died, Err(Refusal::DoesNotFit));
    client.does(&follow(3, Recovering));
    assert!(client.stands().adverse[0].is_open());
    let strike = Act::Strike {
        seq: adverse,
        reason: "a slip",
    };
    assert_eq!(client.tries(&strike), Err(Refusal::OthersStandOnIt));
    client.does(&follow(3, Recovered));
    assert!(!client.stands().adverse[0].is_open());
    let again = client.tries(&follow(3, Recovering));
    assert_eq!(again, Err(Refusal::AlreadyOver));
}

/// Judged, and reported to whom the protocol names, from the day on which it was told.
fn adverse_reports(client: &mut Client) {
    let told = client.today;
    let serious = client.does(&Act::NoteAdverse {
        term: "faint",
        onset: None,
        grade: 3,
        serious: &[Seriousness::Hospitalisation],
        words: "on the way home",
        visit: None,
    });
    let light = client.does(&Act::NoteAdverse {
        term: "headache",
        onset: None,
        grade: 1,
        serious: &[],
        words: "in the evening",
        visit: None,
    });
    let waiting = |client: &Client, row: u64| -> Vec<(String, Option<i64>)> {
        let adverse = client.stands().adverse;
        let one = adverse
            .iter()
            .find(|one| one.row == row)
            .expect("written down");
        let reports = one.reports.iter();
        reports
            .map(|report| {
                (
                    report.id.clone(),
                    report.made.is_none().then(|| told.days_to(report.due)),
                )
            })
            .collect()
    };
    let named = |all: &[(&str, Option<i64>)]| -> Vec<(String, Option<i64>)> {
        all.iter()
            .map(|(id, days)| ((*id).to_owned(), *days))
            .collect()
    };
    assert_eq!(
        waiting(client, serious),
        named(&[("sponsor", Some(1)), ("authority", Some(15))])
    );
    assert!(waiting(client, light).is_empty());
    let judge = |expected| Act::JudgeAdverse {
        adverse: serious,
        suspects: &[Suspect::Medicine],
        expected,
        action: TreatmentAction::DosePutOff,
        words: "blood pressure fell",
    };
    client.does(&judge(true));
    assert_eq!(waiting(client, serious), named(&[("sponsor", Some(1))]));
    client.does(&judge(false));
    assert_eq!(
        waiting(client, serious).len(),
        2,
        "the last judgement counts"
    );
    let report = |report| Act::ReportAdverse {
        adverse: serious,
        report,
        words: "by telephone",
    };
    assert_eq!(
        client.tries(&report("nobody")),
        Err(Refusal::Unknown { what: "report" })
    );
    client.does(&report("sponsor"));
    assert_eq!(
        waiting(client, serious),
        named(&[("sponsor", None), ("authority", Some(15))])
    );
    // What was reported stays in sight, also where it would not be asked for.
    client.does(&report("authority"));
    client.does(&judge(true));
    assert_eq!(
        waiting(client, serious),
        named(&[("sponsor", None), ("authority", None)])
    );
    let strike = Act::Strike {
        seq: serious,
        reason: "a slip",
    };
    assert_eq!(client.tries(&strike), Err(Refusal::OthersStandOnIt));
}
