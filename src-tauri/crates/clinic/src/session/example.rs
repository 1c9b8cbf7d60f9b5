//! A small protocol with every feature, built by hand for the engine's own tests. No clinic uses it.

use crate::id::PersonId;
use crate::people::{Person, Role};
use crate::protocol::*;
use crate::quantity::{Micrograms, Millilitres, Sign};
use crate::time::Span;

/// Lead, co-therapist, prescriber, night attendant.
pub fn people() -> Vec<Person> {
    let person = |n: u8, initials: &str, role: Role| Person {
        id: PersonId([n; 16]),
        name: format!("Person {initials}"),
        initials: initials.to_owned(),
        roles: vec![role],
    };
    vec![
        person(1, "MS", Role::LeadTherapist),
        person(2, "AK", Role::CoTherapist),
        person(3, "DL", Role::Prescriber),
        person(4, "NA", Role::NightAttendant),
    ]
}

fn cite(line: u16) -> Cite {
    Cite {
        line,
        source: "made-up".to_owned(),
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn series(id: &str, signs: &[Sign], anchor: Anchor, offsets: &[i64], required: bool) -> Series {
    Series {
        id: text(id),
        title: format!("Series {id}"),
        signs: signs.to_vec(),
        anchor,
        offsets: offsets
            .iter()
            .map(|minutes| Span::minutes(*minutes))
            .collect(),
        early: Span::minutes(10),
        late: Span::minutes(8),
        required,
        why: text("for the test"),
        cite: cite(10),
    }
}

fn limit(id: &str, sign: Sign, bound: Bound, recheck: Option<Recheck>, tell: Option<u8>) -> Limit {
    Limit {
        id: text(id),
        sign,
        bound,
        hysteresis: 4,
        priority: Priority::ActNow,
        card: text("Sit down, take again."),
        recheck,
        tell: tell.map(|after_readings| Tell {
            contact: text("prescriber"),
            after_readings,
        }),
        cite: cite(20),
    }
}

fn recheck(every: i64, until_inside: u8, deferrable: bool) -> Option<Recheck> {
    Some(Recheck {
        every: Span::minutes(every),
        late: Span::minutes(2),
        until_inside,
        deferrable,
    })
}

fn reasons(ids: &[&str]) -> Vec<Reason> {
    ids.iter()
        .map(|id| Reason {
            id: text(id),
            title: text(id),
        })
        .collect()
}

fn item(id: &str, kind: GateItemKind, holds_for: Option<i64>) -> GateItem {
    GateItem {
        id: text(id),
        title: text(id),
        kind,
        holds_for: holds_for.map(Span::minutes),
        cite: cite(30),
    }
}

fn stage(after: i64, channel: Channel) -> Stage {
    Stage {
        after: Span::minutes(after),
        channel,
        cite: cite(40),
    }
}

/// The protocol.
pub fn protocol() -> Protocol {
    use Sign::*;
    let dose = |title: &str, mg: u32| DosePlan {
        title: text(title),
        amount: Some(Micrograms(mg * 1000)),
        cite: cite(1),
    };
    Protocol {
        course: None,
        adherence: None,
        team: None,
        id: text("example"),
        version: 1,
        title: text("Example"),
        status: Status::Training,
        summary: text("For tests."),
        sources: vec![Source {
            key: text("made-up"),
            text: text("Made up."),
            confidence: Confidence::Proposal,
        }],
        adopted_by: vec![Role::Prescriber],
        doses: Doses {
            first: dose("First", 80),
            supplemental: Some(SupplementalPlan {
                dose: dose("Second", 40),
                opens: Span::minutes(90),
                closes: Span::minutes(150),
                conditions: vec![Condition {
                    title: text("Pressure"),
                    sign: Some(Systolic),
                    at_most: Some(160),
                    not_older_than: Some(Span::minutes(30)),
                    cite: cite(2),
                }],
            }),
        },
        series: vec![
            series(
                "base",
                &[Systolic, Diastolic, Pulse, Temperature],
                Anchor::Arrival,
                &[5, 20],
                false,
            ),
            series(
                "vitals",
                &[Systolic, Diastolic, Pulse],
                Anchor::Dose1,
                &[30, 60, 90, 120, 180, 240],
                true,
            ),
            series(
                "warmth",
                &[Temperature],
                Anchor::Dose1,
                &[60, 120, 240],
                true,
            ),
            series(
                "after",
                &[Systolic, Distress],
                Anchor::Dose2,
                &[30, 75],
                true,
            ),
        ],
        plausible: vec![
            Plausible {
                sign: Systolic,
                from: 60,
                to: 260,
                cite: cite(11),
            },
            Plausible {
                sign: Temperature,
                from: 340,
                to: 430,
                cite: cite(12),
            },
        ],
        limits: vec![
            limit(
                "sbp",
                Systolic,
                Bound::Above(160),
                recheck(5, 2, false),
                Some(2),
            ),
            limit(
                "low",
                Systolic,
                Bound::Below(90),
                recheck(10, 1, true),
                Some(1),
            ),
            limit(
                "rise",
                Pulse,
                Bound::AboveBaseline(40),
                recheck(10, 1, true),
                None,
            ),
            limit("hot", Temperature, Bound::Above(385), None, Some(1)),
        ],
        deferral: Deferral {
            again_after: Span::minutes(15),
            cap: 2,
            reasons: reasons(&["process", "asleep"]),
            cite: cite(15),
        },
        escalation: vec![
            stage(0, Channel::Frame),
            stage(5, Channel::Tile),
            stage(8, Channel::Tone),
            stage(12, Channel::AskOther),
            stage(
                25,
                Channel::Contact {
                    contact: text("prescriber"),
                },
            ),
        ],
        quiet: Quiet {
            longest: Span::minutes(30),
            offered: vec![Span::minutes(10), Span::minutes(30)],
            cite: cite(16),
        },
        gates: vec![
            Gate {
                id: GateId::Dose1,
                items: vec![
                    item("consent", GateItemKind::Tick, None),
                    item("urine", GateItemKind::Finding, Some(120)),
                    item(
                        "signs",
                        GateItemKind::Signs(vec![Systolic, Pulse]),
                        Some(90),
                    ),
                    item("clock", GateItemKind::TrueTime, None),
                    item("keeper", GateItemKind::Timekeeper, None),
                ],
            },
            Gate {
                id: GateId::Dose2,
                items: vec![item("wants", GateItemKind::Tick, Some(30))],
            },
            Gate {
                id: GateId::Leaving,
                items: vec![item("escort", GateItemKind::Tick, None)],
            },
        ],
        run_sheet: vec![
            Step {
                id: text("arrive"),
                title: text("Arrive"),
                anchor: Anchor::Arrival,
                from: Span::ZERO,
                cite: cite(50),
            },
            Step {
                id: text("food"),
                title: text("Food"),
                anchor: Anchor::Dose1,
                from: Span::minutes(240),
                cite: cite(51),
            },
        ],
        phases: vec![
            Phase {
                id: text("onset"),
                title: text("Onset"),
            },
            Phase {
                id: text("peak"),
                title: text("Peak"),
            },
        ],
        effects: vec![
            EffectKind {
                id: text("calm"),
                title: text("Calm"),
                valence: Valence::Wanted,
            },
            EffectKind {
                id: text("jaw"),
                title: text("Jaw"),
                valence: Valence::Unwanted,
            },
        ],
        tags: vec![Tag {
            id: text("music"),
            title: text("Music"),
        }],
        fluids: Some(FluidCap {
            cap: Millilitres(1500),
            glass: Millilitres(200),
            cite: cite(60),
        }),
        red_flags: vec![RedFlagKind {
            id: text("chest"),
            title: text("Chest pain"),
            card: text("Call."),
            cite: cite(70),
        }],
        help: Help {
            site: text("1 Example Road"),
            contacts: vec![Contact {
                id: text("prescriber"),
                title: text("Prescriber"),
                role: Some(Role::Prescriber),
                phone: text("000"),
                say: text("Say who you are."),
            }],
            cards: Vec::new(),
        },
        closing: Closing {
            items: vec![
                ClosingItem {
                    id: text("pressure"),
                    title: text("Pressure"),
                    beside: Beside::Sign {
                        sign: Systolic,
                        at_most: Some(150),
                    },
                    cite: cite(80),
                },
                ClosingItem {
                    id: text("gait"),
                    title: text("Gait"),
                    beside: Beside::Finding,
                    cite: cite(81),
                },
                ClosingItem {
                    id: text("calm"),
                    title: text("Distress"),
                    beside: Beside::AgainstBaseline { sign: Distress },
                    cite: cite(82),
                },
            ],
            not_before: Some(Span::minutes(300)),
            cite: cite(83),
        },
        presence: PresenceRule {
            therapists: 2,
            alone_after: Span::minutes(15),
            cite: cite(90),
        },
        reasons: Reasons {
            missed: reasons(&["asleep", "unwell"]),
            partial: reasons(&["refused"]),
            supplemental: reasons(&["enough"]),
        },
        true_time: TrueTime {
            tolerance: Span::seconds(30),
            cite: cite(91),
        },
    }
}
