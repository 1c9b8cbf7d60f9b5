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
    assert_eq!(written, LINES.lines().collect::<Vec<_>>());
    for (row, line) in rows.iter().zip(LINES.lines()) {
        assert_eq!(
            &serde_json::from_str::<Recorded>(line).expect("readable"),
            row
        );
    }
}
