//! Clients on their way through shipped protocols, in words that a clinician can check.

mod care;
mod visits;

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

pub(super) fn pcl5() -> Measure {
    crate::measure::check(PCL5).expect("shipped")
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
    locked: Vec<String>,
    today: Date,
}

impl Client {
    fn new(plan: Plan, today: &str) -> Client {
        let mut client = Client {
            course: Course::default(),
            plan,
            sessions: Vec::new(),
            locked: Vec::new(),
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
            locked: &self.locked,
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
        let measure = pcl5();
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
