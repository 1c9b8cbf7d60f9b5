//! Clients on their way through shipped protocols, in words that a clinician can check.

use super::event::*;
use super::*;
use crate::id::{BootId, SessionId};
use crate::protocol::course::{Form, ItemKind, Plan, Technique, VisitKind};
use std::collections::BTreeMap;

const THREE_POINT: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../assets/protocols/three-point/v1.toml"
));
const DENSE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../assets/protocols/dense-phase-2/v1.toml"
));
const PCL5: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../assets/measures/pcl-5/v1.toml"
));

pub(super) fn plan_of(text: &str) -> Plan {
    let protocol = crate::protocol::check(text).expect("shipped");
    protocol.course.expect("laid out")
}

pub(super) fn three_point() -> Plan {
    plan_of(THREE_POINT)
}

pub(super) fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

/// Noon in Bergen on a day.
pub(super) fn noon(on: Date) -> Stamp {
    let days = day("1970-01-01").days_to(on);
    Stamp {
        wall_ms: days * 86_400_000 + 11 * 3_600_000,
        zone_minutes: 60,
        uptime_ms: 5,
        boot: BootId([1; 16]),
    }
}

pub(super) const LEAD: PersonId = PersonId([2; 16]);
const CO: PersonId = PersonId([3; 16]);

/// A client, the plan they follow, their sessions, and the day on the wall.
#[derive(Clone)]
struct Client {
    course: Course,
    plan: Plan,
    sessions: Vec<SessionHeld>,
    today: Date,
}

impl Client {
    fn new(plan: Plan, today: &str) -> Client {
        let mut client = Client {
            course: Course::default(),
            plan,
            sessions: Vec::new(),
            today: day(today),
        };
        client.does(&Act::Open {
            protocol: "three-point v1",
            digest: "00ff",
        });
        client
    }

    fn tries_on(&self, act: &Act<'_>, on: Option<Date>) -> Result<Recorded, Refusal> {
        let around = Around {
            plan: Some(&self.plan),
            sessions: &self.sessions,
        };
        self.course
            .decide_in(act, on, LEAD, noon(self.today), &around)
    }

    fn tries(&self, act: &Act<'_>) -> Result<Recorded, Refusal> {
        self.tries_on(act, None)
    }

    fn does_on(&mut self, act: &Act<'_>, on: Option<Date>) -> u64 {
        let row = self
            .tries_on(act, on)
            .unwrap_or_else(|refusal| panic!("{act:?}: {refusal}"));
        let seq = row.seq;
        self.course.apply(row);
        seq
    }

    fn does(&mut self, act: &Act<'_>) -> u64 {
        self.does_on(act, None)
    }

    fn stands(&self) -> Standing {
        standing(&self.course, &self.plan, &self.sessions, self.today)
    }

    fn state(&self, visit: &str) -> VisitState {
        self.stands().visit(visit).expect(visit).state.clone()
    }

    fn phase(&self, phase: &str) -> PhaseState {
        self.stands().phase(phase).expect(phase).state
    }

    fn missing(&self, gate: &str) -> Vec<String> {
        self.stands().gate(gate).expect(gate).missing()
    }

    fn days_pass(&mut self, days: i64) {
        self.today = self.today.plus_days(days).expect("within the calendar");
    }

    fn begins(&mut self, visit: &str) -> u64 {
        self.does(&begin(visit))
    }

    fn holds(&mut self, visit: &str) {
        self.begins(visit);
        self.does(&Act::CloseVisit {
            visit,
            minutes: 90,
            note: "",
        });
    }

    fn answers(&mut self, item: &str, visit: Option<&str>) -> u64 {
        let value = an_answer(&self.plan, item);
        self.does(&Act::Answer {
            item,
            value,
            source: "",
            note: "",
            visit,
        })
    }

    fn takes_pcl(&mut self) -> u64 {
        let measure = crate::measure::check(PCL5).expect("shipped");
        let answers = measure.read_answers(&["1"; 20].join(",")).expect("twenty");
        self.does(&Act::TakeMeasure {
            measure: &measure,
            digest: "00ff",
            mode: Mode::Client,
            answers,
            occasion: "",
        })
    }

    /// Answers, consents, decides and measures until the gate asks for nothing more but visits.
    fn prepares(&mut self, gate: &str) {
        for need in self.stands().gate(gate).expect(gate).needs.clone() {
            if need.state.is_settled() {
                continue;
            }
            match &need.need {
                Need::Item(item) => match self.plan.item(item).expect("known").kind {
                    ItemKind::Decision => {
                        self.does(&Act::Decide {
                            eligible: true,
                            reason: "nothing found against it",
                        });
                    }
                    _ => {
                        self.answers(&item.clone(), None);
                    }
                },
                Need::Consent(consent) => {
                    self.does(&Act::GiveConsent { consent, note: "" });
                }
                Need::Measure(_) => {
                    self.takes_pcl();
                }
                Need::Visit(_) => {}
            }
        }
    }

    /// A dosing session on this day: dose 1 and the supplemental dose given, closed.
    fn is_dosed(&mut self, micrograms: u32) {
        let number = u8::try_from(self.sessions.len()).expect("few");
        self.sessions.push(SessionHeld {
            id: SessionId([number; 16]),
            on: self.today,
            dosed: true,
            micrograms,
            live: false,
        });
    }

    /// Through screening and preparation, to the morning of the first dosing day.
    fn to_the_first_dosing_day(plan: Plan) -> Client {
        let mut client = Client::new(plan, "2026-03-02");
        client.holds("first-call");
        client.holds("screening-1");
        client.days_pass(7);
        client.holds("screening-2");
        client.prepares("to-preparation");
        for visit in ["preparation-1", "preparation-2", "preparation-3"] {
            client.days_pass(7);
            client.holds(visit);
        }
        client.days_pass(7);
        client.prepares("to-dosing-1");
        client
    }
}

fn begin(visit: &str) -> Act<'_> {
    Act::BeginVisit {
        visit,
        form: Form::InPerson,
        present: &[LEAD, CO],
        others: "",
    }
}

/// Some answer that fits an item.
pub(super) fn an_answer(plan: &Plan, item: &str) -> Value {
    let words = || "as it was said".to_owned();
    match &plan.item(item).expect(item).kind {
        ItemKind::Tick => Value::Tick {},
        ItemKind::Finding => Value::Finding { words: words() },
        ItemKind::Text => Value::Text { words: words() },
        ItemKind::Date => Value::Date {
            on: day("2026-01-01"),
        },
        ItemKind::Number(scale) => Value::Number {
            stored: scale.from,
            decimals: scale.decimals,
        },
        ItemKind::Choice(choices) => Value::Choice {
            id: choices[0].id.clone(),
        },
        ItemKind::Agreement(parts) => Value::Agreement {
            parts: parts
                .iter()
                .map(|part| (part.id.clone(), words()))
                .collect(),
        },
        ItemKind::Suicidality => Value::Suicidality {
            ideation: 0,
            behaviour: false,
        },
        ItemKind::Consent(_) | ItemKind::Decision => Value::Tick {},
    }
}

#[test]
fn a_course_begins_when_it_is_opened_under_a_protocol() {
    let plan = three_point();
    let around = Around {
        plan: Some(&plan),
        sessions: &[],
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
    let Err(Refusal::GateOpen { gate, missing }) = client.tries(&begin("preparation-1")) else {
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
            missing: vec!["consent:data".to_owned()]
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
    assert_eq!(visit.alliance.map(|rating| rating.safe), Some(9));
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
    client.does(&reopen);
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
