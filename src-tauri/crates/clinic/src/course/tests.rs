//! What a course keeps and refuses, and that its encoding does not drift.

use super::event::*;
use super::*;
use crate::id::BootId;
use crate::measure::{Answer, check};

const PHQ9: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../assets/measures/phq-9/v1.toml"
));
const LINES: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../tests/fixtures/course_v1.jsonl"
));

fn now() -> Stamp {
    Stamp {
        wall_ms: 1_772_438_400_000,
        zone_minutes: 60,
        uptime_ms: 5,
        boot: BootId([1; 16]),
    }
}

fn me() -> PersonId {
    PersonId([2; 16])
}

fn taken(course: &Course, typed: &str, on: Option<&str>) -> Result<Recorded, Refusal> {
    let measure = check(PHQ9).expect("shipped");
    let act = Act::TakeMeasure {
        measure: &measure,
        digest: "00ff",
        mode: Mode::Client,
        answers: measure.read_answers(typed)?,
        occasion: " baseline ",
    };
    let on = on.map(|text| text.parse().expect("a date"));
    course.decide(&act, on, me(), now())
}

#[test]
fn a_measure_is_kept_raw_and_scored() {
    let row = taken(&Course::default(), "2,2,2,2,2,2,2,-,1", None).expect("kept");
    let Event::MeasureTaken(kept) = &row.event else {
        panic!("{row:?}");
    };
    assert_eq!((row.seq, row.on.to_string().as_str()), (0, "2026-03-02"));
    assert_eq!(kept.occasion, "baseline");
    assert_eq!(kept.answers.get("9"), Some(&Answer::One(1)));
    assert_eq!(kept.answers.len(), 8);
    // Seven twos and a one are 15 of 8 answers; the ninth counts as their mean: 16.875.
    assert_eq!(
        (kept.scores[0].value, kept.scores[0].missing),
        (Some(17), 1)
    );
    assert_eq!(kept.stops, ["9"]);
}

#[test]
fn an_answer_that_was_not_to_wait_stands_until_it_was_asked_again() {
    let stopped = "2,2,2,2,2,2,2,-,1";
    let quiet = "2,2,2,2,2,2,2,-,0";
    let told = |rows: &[(&str, &str)], from: &str| -> Vec<String> {
        let mut course = Course::default();
        for (typed, on) in rows {
            let row = taken(&course, typed, Some(on)).expect("kept");
            course.apply(row);
        }
        let found = course.not_waiting(from.parse().expect("a date"));
        found.iter().map(|(row, _)| row.on.to_string()).collect()
    };
    let first = [(stopped, "2026-02-20"), (stopped, "2026-02-25")];
    assert_eq!(told(&first, "2026-02-20"), ["2026-02-20", "2026-02-25"]);
    assert_eq!(told(&first, "2026-02-21"), ["2026-02-25"]);
    let again = [first[0], first[1], (quiet, "2026-02-26")];
    assert!(told(&again, "2026-02-20").is_empty());
    // A question that was left out was not asked again.
    let left_out = [first[1], ("2,2,2,2,2,2,2,2,-", "2026-02-26")];
    assert_eq!(told(&left_out, "2026-02-20"), ["2026-02-25"]);
    // What is entered later of a day before speaks of that day.
    let late = [first[0], first[1], (quiet, "2026-02-21")];
    assert_eq!(told(&late, "2026-02-20"), ["2026-02-25"]);
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let course = Course::default();
    assert!(matches!(
        taken(&course, "4", None),
        Err(Refusal::Answers(_))
    ));
    assert_eq!(taken(&course, "-,-", None), Err(Refusal::NothingAnswered));
    assert_eq!(
        taken(&course, "1", Some("2026-03-03")),
        Err(Refusal::InFuture)
    );
    assert!(taken(&course, "1", Some("2026-03-02")).is_ok());
    let strike = |course: &Course, seq, reason| {
        course.decide(&Act::Strike { seq, reason }, None, me(), now())
    };
    assert_eq!(strike(&course, 0, "typing"), Err(Refusal::NoSuchRow));
    let mut course = Course::replay([taken(&course, "1,1", None).expect("kept")]);
    assert_eq!(strike(&course, 0, "  "), Err(Refusal::ReasonNeeded));
    let long = "x".repeat(TEXT_CHARS_MAX + 1);
    assert!(matches!(
        strike(&course, 0, &long),
        Err(Refusal::TooLong { .. })
    ));
    let row = strike(&course, 0, "the other client's form").expect("struck");
    course.apply(row);
    assert_eq!(course.measures(), []);
    assert_eq!(course.rows().len(), 2, "nothing is taken away");
    assert_eq!(strike(&course, 0, "again"), Err(Refusal::AlreadyStruck));
    assert_eq!(
        strike(&course, 1, "a strike stays"),
        Err(Refusal::NoSuchRow)
    );
}

#[test]
fn measures_stand_by_the_day_they_were_taken() {
    let mut course = Course::default();
    for (typed, on) in [
        ("1", "2026-03-02"),
        ("2", "2026-01-05"),
        ("3", "2026-03-02"),
    ] {
        let row = taken(&course, typed, Some(on)).expect("kept");
        course.apply(row);
    }
    let order: Vec<u64> = course.measures().iter().map(|(row, _)| row.seq).collect();
    assert_eq!(order, [1, 0, 2]);
}

fn every_event() -> Vec<Event> {
    let answers = Answers::from([
        ("1".to_owned(), Answer::One(2)),
        ("2".to_owned(), Answer::Several(vec![1, 3])),
    ]);
    let text = |text: &str| text.to_owned();
    vec![
        Event::MeasureTaken(MeasureTaken {
            measure: text("pcl-5 v1"),
            digest: text("00ff"),
            mode: Mode::Asked,
            occasion: text("two months"),
            answers,
            scorer: 1,
            scores: vec![
                ScoreKept {
                    id: text("total"),
                    value: Some(-3),
                    missing: 1,
                    entered: false,
                },
                ScoreKept {
                    id: text("b"),
                    value: None,
                    missing: 2,
                    entered: true,
                },
            ],
            findings: vec![FindingKept {
                id: text("provisional"),
                holds: None,
            }],
            stops: vec![text("9")],
        }),
        Event::Struck {
            seq: 4,
            reason: text("typing"),
        },
    ]
    .into_iter()
    .chain(course_events())
    .collect()
}

/// Every other variant, and every kind of value in it.
fn course_events() -> Vec<Event> {
    use crate::id::SessionId;
    use crate::protocol::course::{Form, Technique, VisitKind};
    let text = |text: &str| text.to_owned();
    let on = |text: &str| text.parse::<Date>().expect("a date");
    let answered = |value, valid_until| {
        Event::Answered(Answered {
            item: text("ecg"),
            value,
            source: text("letter"),
            note: text("beside"),
            visit: Some(text("screening-1")),
            valid_until,
        })
    };
    let other = PersonId([3; 16]);
    let not_held = |how| Event::VisitNotHeld {
        visit: text("preparation-1"),
        how,
        reason: text("ill"),
    };
    let begun = |kind, form| {
        Event::VisitBegun(VisitBegun {
            visit: text("extra-7"),
            kind,
            title: text("between"),
            form,
            present: vec![me(), other],
            others: text("a friend"),
        })
    };
    let technique = |technique| Event::TechniqueUsed {
        technique,
        guide: Some(text("body-scan")),
        words: text("ten minutes"),
        visit: None,
    };
    let mut all = vec![
        Event::Opened {
            protocol: text("three-point v1"),
            digest: text("00ff"),
        },
        Event::Moved {
            from: text("three-point v1"),
            from_digest: text("00ff"),
            to: text("three-point v2"),
            to_digest: text("11ee"),
            reason: text("approved"),
        },
        begun(VisitKind::Screening, Form::InPerson),
        begun(VisitKind::Preparation, Form::Video),
        begun(VisitKind::Dosing, Form::Phone),
        begun(VisitKind::Integration, Form::InPerson),
        begun(VisitKind::Contact, Form::InPerson),
        begun(VisitKind::FollowUp, Form::InPerson),
        Event::VisitClosed {
            visit: text("extra-7"),
            minutes: 90,
            note: String::new(),
        },
        Event::VisitHeldOtherwise {
            visit: text("first-call"),
            how: text("by letter"),
            minutes: None,
        },
        not_held(NotHeld::Cancelled),
        not_held(NotHeld::NoShow),
        not_held(NotHeld::CalledOff),
        answered(Value::Tick {}, None),
        answered(Value::NotApplicable {}, None),
        answered(
            Value::Finding {
                words: text("QTc 421"),
            },
            Some(on("2026-05-29")),
        ),
        answered(Value::Text { words: text("so") }, None),
        answered(
            Value::Date {
                on: on("2026-01-05"),
            },
            None,
        ),
        answered(
            Value::Number {
                stored: -684,
                decimals: 1,
            },
            None,
        ),
        answered(Value::YesNo { yes: true }, None),
        answered(Value::Choice { id: text("less") }, None),
        answered(
            Value::Agreement {
                parts: [(text("stop"), text("red"))].into(),
            },
            None,
        ),
        answered(
            Value::Suicidality {
                ideation: 2,
                behaviour: false,
            },
            None,
        ),
        Event::AgreementNarrowed {
            item: text("touch-plan"),
            words: text("not the shoulder"),
        },
        Event::MedicineKept(MedicineKept {
            replaces: Some(3),
            name: text("Sertraline"),
            medicine: Some(text("sertraline")),
            dose: text("50 mg"),
            stop: Some(on("2026-03-02")),
            earliest: Some(Earliest {
                half_life_minutes: 2_160,
                multiple: 5,
                half_lives_days: 8,
                plus: 7,
                at_least: 0,
                days: 15,
                on: on("2026-03-17"),
                line: 500,
            }),
            note: String::new(),
        }),
        Event::ConsentGiven {
            consent: text("touch"),
            version: 1,
            note: String::new(),
        },
        Event::ConsentWithdrawn {
            consent: text("touch"),
            version: 1,
            note: text("thought about it"),
        },
        Event::Decided {
            eligible: true,
            reason: text("looked at"),
            valid_until: Some(on("2026-08-27")),
        },
        Event::GateOverridden {
            gate: text("to-dosing-1"),
            missing: vec![text("item:ecg")],
            reason: text("agreed by two"),
            second: other,
        },
        Event::ContactMade(ContactMade {
            after: text("dosing-1"),
            day: 2,
            answers: [(text("safety"), Value::YesNo { yes: true })].into(),
            flags: vec![text("safety")],
        }),
        Event::ContactNotReached {
            after: text("dosing-1"),
            day: 3,
            note: text("rang twice"),
        },
        Event::AllianceRated {
            visit: text("preparation-1"),
            safe: 9,
            understood: 8,
            mode: None,
        },
        Event::Reflected {
            visit: text("preparation-1"),
            words: text("less talk"),
        },
        Event::InsightKept {
            words: text("a door"),
            moment: Some(Moment {
                session: SessionId([4; 16]),
                seq: 57,
            }),
            visit: None,
        },
        Event::PracticeAgreed {
            words: text("walk"),
            insight: Some(35),
        },
        Event::CopingKept {
            words: text("cold water"),
        },
        Event::PredictorTaken {
            predictor: text("hrv"),
            value: text("41"),
            unit: text("ms"),
            method: text("at rest"),
        },
        Event::Closed {
            reason: text("moved"),
        },
        Event::Reopened {
            reason: text("back"),
        },
    ];
    for outcome in [Outcome::Kept, Outcome::Changed, Outcome::Dropped] {
        all.push(Event::PracticeReviewed {
            practice: 36,
            outcome,
            words: text("again"),
        });
    }
    all.push(Event::CopingReviewed {
        coping: 37,
        outcome: Outcome::Kept,
        words: String::new(),
    });
    all.extend(Technique::WORDS.map(|(_, one)| technique(one)));
    all.push(Event::AdverseNoted(AdverseNoted {
        term: text("fall"),
        onset: "2026-02-27".parse().expect("a date"),
        grade: 3,
        serious: vec![Seriousness::Hospitalisation, Seriousness::Important],
        words: text("on the stairs"),
        visit: None,
    }));
    all.push(Event::AdverseFollowed {
        adverse: 50,
        grade: 3,
        outcome: AdverseOutcome::RecoveredWithSequelae,
        words: text("limps"),
    });
    all.push(Event::AdverseJudged {
        adverse: 50,
        suspects: vec![Suspect::Medicine, Suspect::Procedure],
        expected: false,
        action: TreatmentAction::DosePutOff,
        words: text("dizzy before"),
    });
    all.push(Event::AdverseReported {
        adverse: 50,
        report: text("sponsor"),
        words: text("by telephone, number 12"),
    });
    all.push(Event::Amended {
        session: Some(SessionId([9; 16])),
        seq: 3,
        words: text("the left hand"),
        reason: text("misheard"),
    });
    all.push(Event::Amended {
        session: None,
        seq: 2,
        words: text("on the second"),
        reason: text("typing"),
    });
    all.push(Event::Unlocked {
        session: None,
        visit: Some(text("preparation-1")),
        reason: text("an answer is missing"),
    });
    all.push(Event::AllianceRated {
        visit: text("preparation-1"),
        safe: 9,
        understood: 8,
        mode: Some(Mode::Client),
    });
    all
}

/// One name for each variant. A new variant does not compile until it has one, and stands in the frozen lines.
pub(super) fn variant(event: &Event) -> &'static str {
    match event {
        Event::MeasureTaken(_) => "measure_taken",
        Event::Struck { .. } => "struck",
        Event::Amended { .. } => "amended",
        Event::Unlocked { .. } => "unlocked",
        Event::Opened { .. } => "opened",
        Event::Moved { .. } => "moved",
        Event::VisitBegun(_) => "visit_begun",
        Event::VisitClosed { .. } => "visit_closed",
        Event::VisitHeldOtherwise { .. } => "visit_held_otherwise",
        Event::VisitNotHeld { .. } => "visit_not_held",
        Event::Answered(_) => "answered",
        Event::AgreementNarrowed { .. } => "agreement_narrowed",
        Event::MedicineKept(_) => "medicine_kept",
        Event::ConsentGiven { .. } => "consent_given",
        Event::ConsentWithdrawn { .. } => "consent_withdrawn",
        Event::Decided { .. } => "decided",
        Event::GateOverridden { .. } => "gate_overridden",
        Event::ContactMade(_) => "contact_made",
        Event::ContactNotReached { .. } => "contact_not_reached",
        Event::AllianceRated { .. } => "alliance_rated",
        Event::Reflected { .. } => "reflected",
        Event::InsightKept { .. } => "insight_kept",
        Event::PracticeAgreed { .. } => "practice_agreed",
        Event::PracticeReviewed { .. } => "practice_reviewed",
        Event::CopingKept { .. } => "coping_kept",
        Event::CopingReviewed { .. } => "coping_reviewed",
        Event::TechniqueUsed { .. } => "technique_used",
        Event::AdverseNoted(_) => "adverse_noted",
        Event::AdverseFollowed { .. } => "adverse_followed",
        Event::AdverseJudged { .. } => "adverse_judged",
        Event::AdverseReported { .. } => "adverse_reported",
        Event::PredictorTaken { .. } => "predictor_taken",
        Event::Closed { .. } => "closed",
        Event::Reopened { .. } => "reopened",
    }
}

#[test]
fn every_variant_is_frozen_under_its_name() {
    let frozen: std::collections::BTreeSet<&str> = every_event().iter().map(variant).collect();
    assert_eq!(frozen.len(), 34);
    for name in frozen {
        assert!(LINES.contains(&format!("{{\"event\":\"{name}\"")), "{name}");
    }
}

#[test]
fn the_encoding_does_not_drift() {
    let row = |(seq, event)| Recorded {
        seq,
        entered: now(),
        by: me(),
        on: "2026-02-28".parse().expect("a date"),
        event,
    };
    let rows: Vec<Recorded> = (0u64..).zip(every_event()).map(row).collect();
    let written: Vec<String> = rows
        .iter()
        .map(|row| serde_json::to_string(row).expect("plain data"))
        .collect();
    if std::env::var_os("HOLDFAST_BLESS").is_some() {
        // Lines may be added; a line that stands does not change.
        assert!(written.len() >= LINES.lines().count());
        assert!(LINES.lines().zip(&written).all(|(line, now)| line == now));
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../tests/fixtures/course_v1.jsonl"
        );
        std::fs::write(path, written.join("\n") + "\n").expect("the fixture can be written");
        return;
    }
    assert_eq!(written, LINES.lines().collect::<Vec<_>>());
    for (row, line) in rows.iter().zip(LINES.lines()) {
        assert_eq!(
            &serde_json::from_str::<Recorded>(line).expect("readable"),
            row
        );
    }
}
