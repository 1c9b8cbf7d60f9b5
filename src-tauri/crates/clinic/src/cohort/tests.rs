//! What the tables of a cohort say, and what they do not say.

use super::*;
use crate::course::event::{
    Answered, Event as CourseEvent, MeasureTaken, Mode, Recorded as Row, ScoreKept, Value,
};
use crate::course::{Course, standing};
use crate::id::{BootId, PersonId};
use crate::people::Person;
use crate::protocol::Protocol;
use crate::protocol::course::VisitKind;
use crate::script::play::{Door, perform};
use crate::script::{Script, parse};
use crate::session::act::{Act, When};
use crate::session::event::Recorded;
use crate::session::{Plan, Refusal, Session};
use crate::time::{Date, Stamp};
use proptest::prelude::*;
use std::convert::Infallible;
use std::sync::Arc;

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn held(on: &str, milligrams: u32) -> Held {
    Held {
        on: day(on),
        micrograms: Some(milligrams * 1_000),
        supplemental: false,
        grams: None,
        effects: BTreeSet::new(),
        checks: Checks::default(),
    }
}

fn member(place: Place, sessions: Vec<Held>) -> Member {
    Member {
        place,
        protocol: Some("three-point v1".to_owned()),
        change: None,
        sessions,
        techniques: BTreeSet::new(),
    }
}

const INTEGRATION: Place = Place::Next(VisitKind::Integration);

fn numbers<K>(table: &Table<K>) -> Option<Vec<Option<u64>>> {
    let lines = table.lines.as_ref()?;
    Some(lines.iter().map(|line| line.number).collect())
}

#[test]
fn fewer_than_five_clients_show_nothing() {
    let one = member(INTEGRATION, Vec::new());
    assert_eq!(cohort(&vec![one.clone(); LEAST - 1]), None);
    let five = cohort(&vec![one; LEAST]).expect("five are shown");
    assert_eq!(five.clients, 5);
    assert_eq!((lone(0), lone(4), lone(5)), (Some(0), None, Some(5)));
}

#[test]
fn sessions_are_counted_with_their_spacing_and_their_doses() {
    let two = || {
        let heavier = Held {
            grams: Some(80_000),
            ..held("2026-02-02", 180)
        };
        vec![held("2026-01-01", 120), heavier]
    };
    let mut members: Vec<Member> = (0..6).map(|_| member(INTEGRATION, two())).collect();
    members.extend((0..5).map(|_| member(Place::NoCourse, Vec::new())));
    members[0].sessions[1].on = day("2026-01-22");
    members[1].sessions[0].micrograms = None;
    let cohort = cohort(&members).expect("eleven");
    assert_eq!(
        numbers(&cohort.sessions),
        Some(vec![Some(5), Some(0), Some(6), Some(0), Some(0)])
    );
    let spread = |median_twice, least, most| {
        Some(Spread {
            median_twice,
            least,
            most,
        })
    };
    // Five first doses are on record; 21 and five times 32 days; 2.25 mg a kilogram six times.
    let first = Nth {
        place: Sessions::Just(1),
        days: None,
        micrograms: spread(240_000, 120_000, 120_000),
        micrograms_per_kilogram: None,
    };
    let second = Nth {
        place: Sessions::Just(2),
        days: spread(64, 21, 32),
        micrograms: spread(360_000, 180_000, 180_000),
        micrograms_per_kilogram: spread(4_500, 2_250, 2_250),
    };
    assert_eq!(cohort.nth, [first, second]);
    assert_eq!(numbers(&cohort.places).expect("shown")[0], Some(5));
}

#[test]
fn a_spread_rests_on_five_clients_not_on_five_values() {
    let many: Vec<(usize, i64)> = (0..12).map(|value| (0, value)).collect();
    assert_eq!(Spread::of(&many), None);
    let five: Vec<(usize, i64)> = (0..5).map(|value| (value, 10)).collect();
    assert!(Spread::of(&five).is_some());
    assert_eq!(Spread::of(&five[1..]), None);
}

#[test]
fn a_line_that_is_hidden_hides_what_was_measured_in_it() {
    let fallen = |by: i64, protocol: &str| Member {
        protocol: Some(protocol.to_owned()),
        change: Some(Change {
            measure: "caps-5 v1".to_owned(),
            score: "total".to_owned(),
            by,
        }),
        ..member(Place::Closed, Vec::new())
    };
    let mut members: Vec<Member> = (0..9).map(|by| fallen(-by, "three-point v1")).collect();
    members.extend((0..6).map(|by| fallen(-by, "three-point v2")));
    members.extend((0..2).map(|by| fallen(by, "worked-example v1")));
    let outcomes = cohort(&members).expect("seventeen").outcomes;
    let lines = outcomes.lines.expect("shown");
    let said: Vec<(Option<u64>, Option<i64>)> = lines
        .iter()
        .map(|line| (line.number, line.spread.map(|spread| spread.median_twice)))
        .collect();
    // Two are hidden, and the six beside them, whose number would give the two away.
    assert_eq!(said, [(Some(9), Some(-8)), (None, None), (None, None)]);
    members.truncate(15);
    members.extend((0..5).map(|_| member(INTEGRATION, Vec::new())));
    let outcomes = cohort(&members).expect("twenty").outcomes;
    assert_eq!(numbers(&outcomes), Some(vec![Some(9), Some(6), Some(5)]));
    assert_eq!(outcomes.lines.expect("shown")[2].key, None);
}

#[test]
fn techniques_and_effects_are_hidden_where_they_or_the_rest_are_few() {
    let with = |count: usize| -> Vec<Member> {
        let one = |place: usize| {
            let mut low = held("2026-01-01", 120);
            let mut high = held("2026-02-01", 180);
            if place < count {
                low.effects.insert(Some("Jaw tightness".to_owned()));
            }
            if place == 0 {
                high.effects.insert(None);
            }
            let mut member = member(INTEGRATION, vec![low, high]);
            if place < count {
                member.techniques.insert(Technique::Somatic);
            }
            member
        };
        (0..12).map(one).collect()
    };
    let said = |count: usize| {
        let cohort = cohort(&with(count)).expect("twelve");
        let somatic = cohort
            .techniques
            .iter()
            .find(|(one, _)| *one == Technique::Somatic);
        (
            somatic.expect("every technique has a line").1,
            cohort.effects,
        )
    };
    for hidden in [1, 4, 8, 11] {
        let (somatic, effects) = said(hidden);
        assert_eq!(somatic, None, "{hidden} of 12");
        assert_eq!(
            effects.lines,
            [],
            "{hidden} of 12, and the one whose effect no protocol lists"
        );
    }
    let (somatic, effects) = said(7);
    assert_eq!(somatic, Some(7));
    assert_eq!(effects.doses, [(Some(120_000), 12), (Some(180_000), 12)]);
    let jaw = (Some("Jaw tightness".to_owned()), vec![Some(7), Some(0)]);
    assert_eq!(effects.lines, [jaw]);
    assert_eq!(said(12).0, Some(12));
    assert_eq!(said(0).0, Some(0));
}

#[test]
fn a_dose_that_few_took_has_no_column() {
    let mut members: Vec<Member> = (0..12)
        .map(|_| member(INTEGRATION, vec![held("2026-01-01", 120)]))
        .collect();
    members[0].sessions.push(held("2026-02-01", 60));
    let doses = cohort(&members).expect("twelve").effects.doses;
    assert_eq!(doses, [(Some(120_000), 12)]);
}

#[test]
fn checks_are_hidden_by_the_clients_they_rest_on() {
    let checks = |on_time, late, not_taken| Checks {
        on_time,
        late,
        not_taken,
    };
    let mut members: Vec<Member> = (0..8)
        .map(|_| member(INTEGRATION, vec![held("2026-01-01", 120)]))
        .collect();
    for (place, member) in members.iter_mut().enumerate() {
        member.sessions[0].checks = checks(10, u32::from(place < 6), 0);
    }
    assert_eq!(
        numbers(&cohort(&members).expect("eight").checks),
        Some(vec![Some(80), Some(6), Some(0)])
    );
    // Nine checks of one client.
    members[0].sessions[0].checks.not_taken = 9;
    assert_eq!(
        numbers(&cohort(&members).expect("eight").checks),
        Some(vec![Some(80), None, None])
    );
}

proptest! {
    /// Whatever stands on record, no number on the page rests on one to four clients, nor does the rest of all.
    #[test]
    fn no_page_shows_a_small_number(
        clients in prop::collection::vec((0..9_usize, 0..5_usize, any::<u8>(), 0..3_u32), 0..24)
    ) {
        let one = |(place, sessions, bits, dose): (usize, usize, u8, u32)| {
            let session = |n: usize| Held {
                supplemental: bits & (1 << n) != 0,
                effects: if bits & 16 != 0 { [Some("Grief".to_owned())].into() } else { BTreeSet::new() },
                ..held(["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"][n], 80 + 40 * dose)
            };
            let mut member = member(Place::ALL[place], (0..sessions).map(session).collect());
            if bits & 32 != 0 { member.techniques.insert(Technique::Cbt); }
            member
        };
        let members: Vec<Member> = clients.into_iter().map(one).collect();
        let all = u64::try_from(members.len()).expect("few");
        let Some(cohort) = cohort(&members) else {
            prop_assert!(members.len() < LEAST);
            return Ok(());
        };
        let parts = [numbers(&cohort.places), numbers(&cohort.sessions), numbers(&cohort.supplemental), numbers(&cohort.outcomes)];
        let parts = parts.into_iter().flatten().flatten().chain(cohort.techniques.iter().map(|(_, number)| *number));
        let parts = parts.chain(cohort.effects.doses.iter().map(|(_, number)| Some(*number)));
        let least = LEAST as u64;
        for number in parts.flatten() {
            prop_assert!(number == 0 || number >= least, "{number} of {all}");
            prop_assert!(number == all || all - number >= least, "{number} of {all}");
        }
        for (_, cells) in &cohort.effects.lines {
            for (cell, (_, took)) in cells.iter().zip(&cohort.effects.doses) {
                let Some(had) = cell else { continue };
                prop_assert!(*had == 0 || *had >= least);
                prop_assert!(had == took || took - had >= least);
            }
        }
    }
}

const THREE_POINT: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../assets/protocols/three-point/v1.toml"
));
const WORKED_EXAMPLE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../assets/protocols/worked-example/v1.toml"
));
const DAY: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../assets/training/day.script"
));

/// The engine alone.
struct Bare<'a> {
    protocol: Arc<Protocol>,
    session: &'a mut Option<Session>,
}

impl Bare<'_> {
    fn keep(&mut self, rows: Vec<Recorded>) -> Vec<Recorded> {
        let session = self.session.as_mut().expect("opened");
        rows.iter().for_each(|row| session.apply(row));
        rows
    }
}

impl Door for Bare<'_> {
    type Trouble = Infallible;

    fn open(&mut self, script: &Script, at: Stamp) -> Result<Vec<Recorded>, Infallible> {
        let person = |(n, (initials, role)): (u8, &(String, _))| Person {
            id: PersonId([n; 16]),
            name: initials.clone(),
            initials: initials.clone(),
            roles: vec![*role],
        };
        let plan = Plan {
            protocol: self.protocol.clone(),
            digest: "00".to_owned(),
            number: 1,
            people: (1..).zip(&script.people).map(person).collect(),
            touch: None,
        };
        let (session, rows) = Session::open(plan, PersonId([1; 16]), at);
        *self.session = Some(session);
        Ok(rows)
    }

    fn session(&mut self) -> Result<Session, Infallible> {
        Ok(self.session.clone().expect("opened"))
    }

    fn tick(&mut self, at: Stamp) -> Result<Vec<Recorded>, Infallible> {
        let rows = self.session()?.tick(at);
        Ok(self.keep(rows))
    }

    fn ask(
        &mut self,
        act: &Act,
        when: When,
        by: PersonId,
        at: Stamp,
    ) -> Result<Result<Vec<Recorded>, Refusal>, Infallible> {
        let decided = self.session()?.decide(act, when, by, at);
        Ok(decided.map(|rows| self.keep(rows)))
    }

    fn start_again(&mut self, _at: Stamp) -> Result<(), Infallible> {
        Ok(())
    }
}

/// The training day, played.
fn played(script: &str) -> Session {
    let script = parse(script).expect("a script");
    let mut session = None;
    let door = Bare {
        protocol: Arc::new(crate::protocol::check(WORKED_EXAMPLE).expect("shipped")),
        session: &mut session,
    };
    perform(&script, door).expect("the day can be played");
    session.expect("opened")
}

fn counted(script: &str) -> Held {
    Held::of(&played(script)).expect("dosed and closed")
}

#[test]
fn a_session_is_counted_as_its_record_says() {
    let plain = counted(DAY);
    assert_eq!(plain.micrograms, Some(180_000));
    assert!(plain.supplemental);
    assert_eq!(plain.effects.len(), 5);
    assert!(plain.effects.iter().all(Option::is_some));
    let checks = plain.checks;
    assert!(checks.on_time > 20, "{checks:?}");
    // The machine slept through one.
    assert_eq!((checks.late, checks.not_taken), (1, 0));

    // One reading is left out, one comes late; one effect is struck, one is not of the protocol's; dose 2 is declined.
    let changed = DAY
        .replace("  1:16  read 147/90 90\n", "")
        .replace("  5:31  read 134/86 86\n", "")
        .replace(
            "  5:41  end jaw\n",
            "  5:44  read 134/86 86\n  5:45  end jaw\n",
        )
        .replace(
            "  1:28  end worry\n",
            "  1:28  strike worry \"was the music\"\n  1:29  effect other 1 \"humming\"\n",
        );
    let other = counted(&changed);
    assert_eq!(other.checks.not_taken, 1);
    assert_eq!(other.checks.late, 2);
    assert_eq!(other.checks.on_time, checks.on_time - 2);
    assert_eq!(
        other.effects.len(),
        5,
        "four that are left and one of its own"
    );
    assert!(other.effects.contains(&None));
}

#[test]
fn a_session_that_runs_or_gave_no_dose_is_not_counted() {
    let closing = DAY
        .find("  8:06  gate leaving")
        .expect("the end of the day");
    let running = format!("{}deviations none\n", &DAY[..closing]);
    assert_eq!(Held::of(&played(&running)), None);
    let before = DAY.find("  0:00  dose").expect("dose 1");
    let called_off = format!(
        "{}  0:10  close stopped with AK \"not today\"\ndeviations none\n",
        &DAY[..before]
    );
    assert_eq!(Held::of(&played(&called_off)), None);
}

/// Rows of a course, each on its day.
fn course(rows: Vec<(&str, CourseEvent)>) -> Course {
    let stamp = Stamp {
        wall_ms: 1_772_438_400_000,
        zone_minutes: 60,
        uptime_ms: 5,
        boot: BootId([1; 16]),
    };
    let row = |(seq, (on, event)): (u64, (&str, CourseEvent))| Row {
        seq,
        entered: stamp,
        by: PersonId([2; 16]),
        on: day(on),
        event,
    };
    Course::replay((0..).zip(rows).map(row))
}

fn opened() -> CourseEvent {
    CourseEvent::Opened {
        protocol: "three-point v1".to_owned(),
        digest: "00ff".to_owned(),
    }
}

fn scored(measure: &str, value: Option<i32>) -> CourseEvent {
    CourseEvent::MeasureTaken(MeasureTaken {
        measure: measure.to_owned(),
        digest: "00ff".to_owned(),
        mode: Mode::Entered,
        occasion: String::new(),
        answers: Default::default(),
        scorer: 1,
        scores: vec![ScoreKept {
            id: "total".to_owned(),
            value,
            missing: 0,
            entered: true,
        }],
        findings: Vec::new(),
        stops: Vec::new(),
    })
}

fn weighed(stored: i32) -> CourseEvent {
    CourseEvent::Answered(Answered {
        item: "weight".to_owned(),
        value: Value::Number {
            stored,
            decimals: 1,
        },
        source: String::new(),
        note: String::new(),
        visit: None,
        valid_until: None,
    })
}

fn member_of(rows: Vec<(&str, CourseEvent)>, sessions: Vec<Held>) -> Member {
    let protocol = crate::protocol::check(THREE_POINT).expect("shipped");
    let plan = protocol.course.expect("laid out");
    let course = course(rows);
    let stands = standing(&course, &plan, &[], day("2026-06-01"));
    Member::of(&course, Some((&plan, &stands)), sessions)
}

#[test]
fn the_change_is_from_the_last_score_before_the_first_dose_to_the_last_after_it() {
    let sessions = || vec![held("2026-02-01", 120), held("2026-03-01", 120)];
    let rows = || {
        vec![
            ("2026-01-01", opened()),
            ("2026-01-02", scored("caps-5 v1", Some(50))),
            ("2026-02-01", scored("caps-5 v1", Some(44))),
            ("2026-02-15", scored("caps-5 v1", Some(30))),
            ("2026-03-20", scored("caps-5 v1", Some(21))),
            ("2026-03-21", scored("caps-5 v1", None)),
            ("2026-03-22", scored("pcl-5 v1", Some(3))),
            ("2026-03-23", scored("caps-5 v2", Some(9))),
        ]
    };
    let change = member_of(rows(), sessions()).change.expect("a change");
    assert_eq!((change.by, change.measure.as_str()), (-23, "caps-5 v1"));
    assert_eq!(member_of(rows(), Vec::new()).change, None, "no dose");
    let mut before_only = rows();
    before_only.truncate(3);
    assert_eq!(member_of(before_only, sessions()).change, None);
    let struck = CourseEvent::Struck {
        seq: 4,
        reason: "typing".to_owned(),
    };
    let mut corrected = rows();
    corrected.push(("2026-03-24", struck));
    assert_eq!(
        member_of(corrected, sessions()).change.expect("one").by,
        -14
    );
}

#[test]
fn the_weight_is_the_last_one_by_the_day_of_the_session() {
    let rows = vec![
        ("2026-01-01", opened()),
        ("2026-01-02", weighed(684)),
        ("2026-02-20", weighed(702)),
    ];
    let sessions = vec![
        held("2026-01-01", 80),
        held("2026-02-01", 120),
        held("2026-03-01", 120),
    ];
    let member = member_of(rows, sessions);
    let grams: Vec<Option<u32>> = member.sessions.iter().map(|held| held.grams).collect();
    assert_eq!(grams, [None, Some(68_400), Some(70_200)]);
    assert_eq!(member.place, Place::Next(VisitKind::Screening));
    assert_eq!(member.protocol.as_deref(), Some("three-point v1"));
}

#[test]
fn a_client_without_a_course_is_counted_as_such() {
    let member = Member::of(&Course::default(), None, vec![held("2026-01-01", 80)]);
    assert_eq!((member.place, member.sessions.len()), (Place::NoCourse, 1));
}
