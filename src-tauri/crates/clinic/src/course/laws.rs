//! Laws of every course: whatever people try, in whatever order.

use super::event::*;
use super::path::{LEAD, an_answer, day, noon, pcl5, three_point};
use super::*;
use crate::id::SessionId;
use crate::protocol::course::{Form, Plan, Technique, VisitKind};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static PLAN: LazyLock<Plan> = LazyLock::new(three_point);
static PCL5: LazyLock<Measure> = LazyLock::new(pcl5);

/// One try: which act, on which thing, how many days pass first, how many days back it happened.
type Try = (u8, usize, u8, u8);

fn tries() -> impl Strategy<Value = Vec<Try>> {
    prop::collection::vec((0..23_u8, any::<usize>(), 0..12_u8, 0..4_u8), 1..70)
}

fn sessions(days: &[u16], live: bool) -> Vec<SessionHeld> {
    let count = days.len();
    let session = |(place, ago): (usize, &u16)| SessionHeld {
        id: SessionId([u8::try_from(place).unwrap_or_default(); 16]),
        on: day("2026-03-02").plus_days(i64::from(*ago)).expect("a day"),
        dosed: place % 3 != 2,
        micrograms: 120_000,
        live: live && place + 1 == count,
    };
    days.iter().enumerate().map(session).collect()
}

/// Tries everything in turn and keeps what is not refused; answers the course and the last day.
fn played(all: &[Try], sessions: &[SessionHeld]) -> (Course, Date) {
    let plan = &*PLAN;
    let mut course = Course::default();
    let mut today = day("2026-03-02");
    let around = Around {
        plan: Some(plan),
        sessions,
        locked: &[],
    };
    for (which, pick, days, back) in all {
        today = today.plus_days(i64::from(*days)).expect("a day");
        let visit = &plan.visits[pick % plan.visits.len()].id;
        let item = &plan.items[pick % plan.items.len()].id;
        let consent = &plan.consents[pick % plan.consents.len()].id;
        let gate = &plan.gates[pick % plan.gates.len()].id;
        let row = *pick as u64 % (course.rows().len() as u64 + 1);
        let outcome = [Outcome::Kept, Outcome::Changed, Outcome::Dropped][pick % 3];
        let how = [NotHeld::Cancelled, NotHeld::NoShow, NotHeld::CalledOff][pick % 3];
        let after = ["dosing-1", "dosing-2", "dosing-3"][pick % 3];
        let day_after = u16::try_from(pick % 9).unwrap_or_default();
        let mood = i32::try_from(pick % 12).unwrap_or_default();
        let act = match which {
            0 => Act::Open {
                protocol: "three-point v1",
                digest: "00ff",
            },
            1 | 2 => Act::BeginVisit {
                visit,
                form: Form::InPerson,
                present: &[LEAD],
                others: "",
            },
            3 | 4 => Act::CloseVisit {
                visit,
                minutes: 60,
                note: "",
            },
            5 => Act::DoNotHold {
                visit,
                how,
                reason: "so it was",
            },
            6 => Act::HoldOtherwise {
                visit,
                how: "elsewhere",
                minutes: None,
            },
            7 | 8 => Act::Answer {
                item,
                value: an_answer(plan, item),
                source: "",
                note: "",
                visit: (pick % 2 == 0).then_some(visit.as_str()),
            },
            9 => Act::GiveConsent { consent, note: "" },
            10 => Act::WithdrawConsent { consent, note: "" },
            11 => Act::Decide {
                eligible: pick % 4 != 0,
                reason: "looked at",
            },
            12 => Act::OverrideGate {
                gate,
                reason: "agreed by two",
                second: PersonId([7; 16]),
            },
            13 => Act::MakeContact {
                after,
                day: day_after,
                answers: BTreeMap::from([(
                    "mood".to_owned(),
                    Value::Number {
                        stored: mood,
                        decimals: 0,
                    },
                )]),
            },
            14 => Act::MissContact {
                after,
                day: day_after,
                note: "",
            },
            15 => Act::KeepInsight {
                words: "seen",
                moment: None,
                visit: None,
            },
            16 => Act::AgreePractice {
                words: "walk",
                insight: (pick % 2 == 0).then_some(row),
            },
            17 => Act::ReviewPractice {
                practice: row,
                outcome,
                words: "again",
            },
            18 => Act::KeepMedicine {
                replaces: (pick % 2 == 0).then_some(row),
                name: "Sertraline",
                medicine: Some("sertraline"),
                dose: "",
                stop: Some(today),
                note: "",
            },
            19 => Act::UseTechnique {
                technique: Technique::Somatic,
                guide: None,
                words: "slowly",
                visit: None,
            },
            20 => match pick % 5 {
                0 => Act::Close { reason: "over" },
                1 | 2 => Act::Reopen { reason: "not over" },
                3 => Act::Move {
                    protocol: "three-point v2",
                    digest: "11ee",
                    reason: "approved",
                },
                _ => Act::BeginExtraVisit {
                    kind: VisitKind::Contact,
                    title: "Between",
                    form: Form::Phone,
                    present: &[LEAD],
                    others: "",
                },
            },
            21 => Act::TakeMeasure {
                measure: &PCL5,
                digest: "00ff",
                mode: Mode::Client,
                answers: PCL5.read_answers("1,2").expect("two answers"),
                occasion: "",
            },
            _ => Act::Strike {
                seq: row,
                reason: "a slip",
            },
        };
        // Most courses are opened at once.
        if course.under().is_none() && *which != 0 && pick % 8 != 0 {
            let open = Act::Open {
                protocol: "three-point v1",
                digest: "00ff",
            };
            let row = course.decide_in(&open, None, LEAD, noon(today), &around);
            course.apply(row.expect("nothing stands in its way"));
        }
        // Signed together more often than one by one.
        if *which == 9 && pick % 4 != 0 {
            for consent in &plan.consents {
                let give = Act::GiveConsent {
                    consent: &consent.id,
                    note: "",
                };
                if let Ok(row) = course.decide_in(&give, None, LEAD, noon(today), &around) {
                    course.apply(row);
                }
            }
        }
        let on = today.plus_days(-i64::from(*back));
        if let Ok(row) = course.decide_in(&act, on, LEAD, noon(today), &around) {
            course.apply(row);
        }
    }
    (course, today)
}

#[test]
fn the_laws_see_courses_with_life_in_them() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut words = std::collections::BTreeSet::new();
    let sessions = sessions(&[60, 90, 130], false);
    for _ in 0..300 {
        let all = tries().new_tree(&mut runner).expect("a strategy").current();
        let (course, _) = played(&all, &sessions);
        words.extend(
            course
                .rows()
                .iter()
                .map(|row| super::tests::variant(&row.event)),
        );
    }
    for word in [
        "visit_closed",
        "visit_not_held",
        "answered",
        "medicine_kept",
        "consent_withdrawn",
        "decided",
        "gate_overridden",
        "contact_made",
        "practice_reviewed",
        "moved",
        "closed",
        "reopened",
        "struck",
    ] {
        assert!(words.contains(word), "{word} never came up: {words:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_replay_of_the_rows_is_the_course(
        all in tries(), days in prop::collection::vec(0..200_u16, 0..5), live in any::<bool>(),
    ) {
        let sessions = sessions(&days, live);
        let (course, today) = played(&all, &sessions);
        let again = Course::replay(course.rows().to_vec());
        prop_assert_eq!(&again, &course);
        prop_assert_eq!(
            standing(&again, &PLAN, &sessions, today),
            standing(&course, &PLAN, &sessions, today)
        );
        for (place, row) in course.rows().iter().enumerate() {
            prop_assert_eq!(row.seq, place as u64);
            let kept = serde_json::to_string(row).expect("plain data");
            prop_assert_eq!(&serde_json::from_str::<Recorded>(&kept).expect("readable"), row);
        }
    }

    #[test]
    fn a_struck_row_never_counts(
        all in tries(), days in prop::collection::vec(0..200_u16, 0..5), which in any::<prop::sample::Index>(),
    ) {
        let sessions = sessions(&days, false);
        let (mut course, today) = played(&all, &sessions);
        let around = Around { plan: Some(&PLAN), sessions: &sessions, locked: &[] };
        if course.rows().is_empty() {
            return Ok(());
        }
        let seq = which.index(course.rows().len()) as u64;
        let strike = Act::Strike { seq, reason: "a slip" };
        if let Ok(row) = course.decide_in(&strike, None, LEAD, noon(today), &around) {
            course.apply(row);
            // As if the row had never been: its number stays taken by an empty strike.
            let mut without = course.rows().to_vec();
            without[usize::try_from(seq).expect("small")].event = Event::Struck {
                seq: u64::MAX,
                reason: String::new(),
            };
            let without = Course::replay(without);
            prop_assert_eq!(
                standing(&course, &PLAN, &sessions, today),
                standing(&without, &PLAN, &sessions, today)
            );
        }
    }

    #[test]
    fn standing_holds_together_for_whatever_was_tried(
        all in tries(), days in prop::collection::vec(0..200_u16, 0..5), live in any::<bool>(), later in 0..900_i64,
    ) {
        let sessions = sessions(&days, live);
        let (course, today) = played(&all, &sessions);
        let today = today.plus_days(later).expect("a day");
        let stands = standing(&course, &PLAN, &sessions, today);
        for phase in &stands.phases {
            let own: Vec<&VisitNow> = stands.visits.iter().filter(|visit| visit.phase == phase.id).collect();
            let settled = own.iter().all(|visit| {
                matches!(visit.state, VisitState::Held { .. } | VisitState::CalledOff { .. })
            });
            let done = matches!(phase.state, PhaseState::Done | PhaseState::PassedOver);
            prop_assert_eq!(done, settled, "{:?}", phase);
        }
        for gate in &stands.gates {
            prop_assert_eq!(gate.is_open(), !gate.missing().is_empty());
            for need in &gate.needs {
                let over = matches!(need.state, NeedState::Overridden { .. });
                let consent = matches!(need.need, Need::Consent(_));
                prop_assert!(!(over && consent), "a consent was gone past");
                if let NeedState::Met { until: Some(until), .. } = need.state {
                    prop_assert!(gate.passed.unwrap_or(today) <= until);
                }
            }
        }
        if stands.closed.is_some() {
            // Only a session that was opened afterwards and runs.
            let next = stands.next.as_deref().and_then(|id| stands.visit(id));
            let runs = next.is_none_or(|next| matches!(next.state, VisitState::Open { row: None, .. }));
            prop_assert!(runs);
        }
        let taken: Vec<u64> = stands.measures.iter().filter_map(|one| match one.state {
            MeasureState::Taken { row, .. } => Some(row),
            _ => None,
        }).collect();
        let once: std::collections::BTreeSet<u64> = taken.iter().copied().collect();
        prop_assert_eq!(taken.len(), once.len(), "one form counts for two visits");
        // A plan that has nothing to do with the rows, and a day before all of them, are answered, too.
        let mut other = PLAN.clone();
        other.visits.truncate(1);
        other.items.clear();
        other.consents.clear();
        standing(&course, &other, &sessions, day("1900-01-01"));
    }
}
