//! The four laws over random sessions, and the count of what they met.
//!
//! An op is a few raw numbers; what it does is decided against the session as it stands, so that rare events are common
//! and a shrunk case stays a session.

use super::act::{Act, When};
use super::board::{CheckState, GateItemState};
use super::event::{
    CheckId, Dose, Ending, Event, GapCause, GateAnswer, NotGiven, Recorded, Voice, Witness,
};
use super::example;
use super::strip::Lane;
use super::touch::{TouchAgreement, TouchAsked, TouchDone, TouchNeed};
use super::{Plan, Session};
use crate::id::{BootId, PersonId};
use crate::protocol::{GateId, GateItemKind, Valence};
use crate::quantity::{Micrograms, Millilitres, Sign, Values};
use crate::time::{Elapsed, Span, Stamp};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

const MINUTE: i64 = 60_000;
const LEAD: PersonId = PersonId([1; 16]);
const CO: PersonId = PersonId([2; 16]);

/// Which thing happens, and the raw numbers it is made from.
#[derive(Debug, Clone, Copy)]
struct Op {
    kind: u8,
    a: u32,
    b: u32,
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op = (any::<u8>(), any::<u32>(), any::<u32>()).prop_map(|(kind, a, b)| Op { kind, a, b });
    proptest::collection::vec(op, 1..110)
}

/// How often everything occurred over the run.
#[derive(Default)]
struct Met {
    events: BTreeMap<String, u64>,
    states: BTreeMap<CheckState, u64>,
    refusals: BTreeMap<String, u64>,
    late_ticks: u64,
    busy_late_ticks: u64,
    drawn_late: u64,
}

struct World {
    session: Session,
    stamp: Stamp,
    boots: u8,
}

impl World {
    fn open() -> World {
        let stamp = Stamp {
            wall_ms: 1_800_000_000_000,
            zone_minutes: 60,
            uptime_ms: 5_000_000,
            boot: BootId([1; 16]),
        };
        let plan = Plan {
            protocol: Arc::new(example::protocol()),
            digest: "00".to_owned(),
            number: 1,
            people: example::people(),
            touch: Some(TouchAgreement {
                parts: vec!["hand".to_owned(), "shoulder".to_owned()],
                ..TouchAgreement::default()
            }),
        };
        let (session, _) = Session::open(plan, LEAD, stamp);
        World {
            session,
            stamp,
            boots: 1,
        }
    }

    fn pass(&mut self, span: i64) {
        self.stamp = after(self.stamp, span);
    }

    fn keep(&mut self, rows: &[Recorded]) {
        rows.iter().for_each(|row| self.session.apply(row));
    }
}

fn after(stamp: Stamp, span: i64) -> Stamp {
    Stamp {
        wall_ms: stamp.wall_ms.saturating_add(span),
        uptime_ms: stamp.uptime_ms.saturating_add(span),
        ..stamp
    }
}

fn pick<T: Clone>(list: &[T], n: u32) -> Option<T> {
    list.get(n as usize % list.len().max(1)).cloned()
}

fn told(rows: &[Recorded]) -> Vec<(Elapsed, Event)> {
    rows.iter()
        .map(|row| (row.happened, row.event.clone()))
        .collect()
}

/// Law 1, and what it takes to go on: the rows of one tick, kept.
fn tick_twice(world: &mut World) -> Result<Vec<Recorded>, TestCaseError> {
    let rows = world.session.tick(world.stamp);
    world.keep(&rows);
    prop_assert_eq!(
        world.session.tick(world.stamp),
        vec![],
        "a second tick brought something"
    );
    Ok(rows)
}

/// Law 2: what lies ahead, seen once or on the way.
fn late_is_many(world: &World, op: Op, met: &mut Met) -> Result<(), TestCaseError> {
    let ahead = i64::from(op.a % 400) * MINUTE + i64::from(op.b % 60_000);
    let late = told(&world.session.tick(after(world.stamp, ahead)));
    let mut many = world.session.clone();
    let mut seen = Vec::new();
    let steps = i64::from(op.b % 9) + 2;
    for step in 1..=steps {
        let rows = many.tick(after(world.stamp, ahead * step / steps));
        rows.iter().for_each(|row| many.apply(row));
        seen.extend(told(&rows));
    }
    met.late_ticks += 1;
    met.busy_late_ticks += u64::from(late.len() > 3);
    prop_assert_eq!(late, seen, "a late tick and many ticks differ");
    Ok(())
}

/// Law 3: what was written says what is live, through the stored bytes.
fn replay_is_live(world: &World) -> Result<(), TestCaseError> {
    let bytes: Vec<String> = world
        .session
        .rows()
        .iter()
        .map(|row| serde_json::to_string(row).expect("a row is JSON"))
        .collect();
    let rows: Vec<Recorded> = bytes
        .iter()
        .map(|line| serde_json::from_str(line).expect("a row comes back"))
        .collect();
    let again = Session::replay(Arc::new(example::protocol()), rows);
    let again = again.map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(again.board(world.stamp), world.session.board(world.stamp));
    prop_assert_eq!(
        again.next_wake(world.stamp),
        world.session.next_wake(world.stamp)
    );
    Ok(())
}

/// What the strip draws as late or missed is what is counted as such, and what is late still.
fn drawn_is_counted(world: &World, met: &mut Met) -> Result<(), TestCaseError> {
    let strip = world.session.strip();
    let marks = |heavy| {
        let of_checks = strip.iter().filter(|mark| mark.lane == Lane::Check);
        of_checks.filter(|mark| mark.heavy == heavy).count()
    };
    let state = &world.session.state;
    let still = state.checks.keys().filter(|check| state.is_late(**check));
    let tally = world.session.tally();
    prop_assert_eq!(marks(true), tally.missed as usize);
    prop_assert_eq!(marks(false), tally.late as usize + still.count());
    met.drawn_late += u64::from(tally.late);
    Ok(())
}

fn run(ops: &[Op], met: &mut Met) -> Result<(), TestCaseError> {
    let mut world = World::open();
    for op in ops {
        match op.kind {
            0..=63 => world.pass(i64::from(op.a % 30) * MINUTE + i64::from(op.b % 3) * 17_111),
            64..=69 => world.pass(i64::from(op.a % 200) * MINUTE),
            70..=73 => late_is_many(&world, *op, met)?,
            74..=76 => bend_clock(&mut world, *op),
            77 => replay_is_live(&world)?,
            78 => hostile_stamp(&world, *op),
            _ => {
                tick_twice(&mut world)?;
                act(&mut world, *op, met);
            }
        }
        let before = world.session.elapsed(&world.stamp);
        tick_twice(&mut world)?;
        prop_assert!(
            world.session.elapsed(&world.stamp) >= before,
            "elapsed ran backwards"
        );
        let board = world.session.board(world.stamp);
        for check in &board.checks {
            *met.states.entry(check.state).or_default() += 1;
        }
        if let Some((at, _)) = board.next_wake {
            prop_assert!(at > board.now, "after a tick the next wake lies ahead");
        }
    }
    replay_is_live(&world)?;
    drawn_is_counted(&world, met)?;
    for row in world.session.rows() {
        let value = serde_json::to_value(&row.event).expect("an event is JSON");
        let name = value["event"]
            .as_str()
            .expect("an event is tagged")
            .to_owned();
        *met.events.entry(name).or_default() += 1;
    }
    Ok(())
}

fn bend_clock(world: &mut World, op: Op) {
    let by = [
        3_600_000,
        -3_600_000,
        2_500,
        -1_500,
        900_000,
        3_000_000_000_000,
        -3_000_000_000_000,
    ];
    let by = pick(&by, op.b).unwrap_or(0);
    match op.a % 6 {
        0 | 1 => world.stamp.wall_ms = world.stamp.wall_ms.saturating_add(by),
        2 => world.stamp.zone_minutes = pick(&[0, 60, 120, -570, i16::MAX], op.b).unwrap_or(0),
        3 => world.stamp.wall_ms = 0,
        4 => {
            world.boots = world.boots.wrapping_add(1);
            world.stamp.boot = BootId([world.boots; 16]);
            world.stamp.uptime_ms = 20_000;
            world.stamp.wall_ms = world
                .stamp
                .wall_ms
                .saturating_add(i64::from(op.b % 20) * MINUTE);
        }
        _ => {
            let seq = world.session.state.next_seq;
            let by = Act::ConfirmElapsed {
                by: Span(i64::from(op.b % 9) * MINUTE - 2 * MINUTE),
            };
            if let Ok(rows) = world.session.decide(&by, When::Now, LEAD, world.stamp) {
                world.keep(&rows);
            }
            assert!(world.session.state.next_seq >= seq);
        }
    }
}

/// Law 4 on clocks no machine has: nothing is kept.
fn hostile_stamp(world: &World, op: Op) {
    let extremes = [i64::MIN, i64::MAX, 0, -1, 1, 1 << 53];
    let stamp = Stamp {
        wall_ms: pick(&extremes, op.a).unwrap_or(0),
        uptime_ms: pick(&extremes, op.b).unwrap_or(0),
        zone_minutes: pick(&[i16::MIN, i16::MAX], op.a).unwrap_or(0),
        boot: BootId([u8::from(op.a.is_multiple_of(2)); 16]),
    };
    let mut session = world.session.clone();
    for row in session.tick(stamp) {
        session.apply(&row);
    }
    assert_eq!(session.tick(stamp), vec![]);
    let _board = session.board(stamp);
    let _wall = session.elapsed_at_wall(stamp.wall_ms);
    let _owed = session.gap_owed(Elapsed(stamp.wall_ms), Elapsed(stamp.uptime_ms));
    let (act, when, by) = choose(&session, stamp, op);
    let _result = session.decide(&act, when, by, stamp);
}

fn act(world: &mut World, op: Op, met: &mut Met) {
    let (act, when, by) = choose(&world.session, world.stamp, op);
    for (act, when) in preparation(&world.session, world.stamp, &act)
        .into_iter()
        .chain([(act, when)])
    {
        match world.session.decide(&act, when, by, world.stamp) {
            Ok(mut rows) => {
                sealed_apart(&mut rows, op);
                world.keep(&rows);
            }
            Err(refusal) => {
                let name = format!("{refusal:?}");
                let name = name.split([' ', '{']).next().unwrap_or_default().to_owned();
                *met.refusals.entry(name).or_default() += 1;
            }
        }
    }
}

/// What keeps the rows seals a thought to its readers where its author holds a key, before anything is kept.
fn sealed_apart(rows: &mut [Recorded], op: Op) {
    for row in rows {
        let thought = matches!(&row.event, Event::Noted { voice, .. } if *voice == Voice::Thought);
        if thought && op.a.is_multiple_of(2) {
            row.event = Event::NotedApart {
                sealed: "00".to_owned(),
                readers: Vec::new(),
            };
        }
    }
}

/// Mostly the gate is passed before a dose and the lines agreed before a planned closing; sometimes not.
fn preparation(session: &Session, stamp: Stamp, act: &Act) -> Vec<(Act, When)> {
    let gate = match act {
        Act::GiveDose {
            dose: Dose::First,
            kit,
            ..
        } if kit != "hasty" => GateId::Dose1,
        Act::GiveDose {
            dose: Dose::Supplemental,
            kit,
            ..
        } if kit != "hasty" => GateId::Dose2,
        Act::Close {
            ending: Ending::AsPlanned,
            note,
            ..
        } if note != "hasty" => GateId::Leaving,
        _ => return Vec::new(),
    };
    let board = session.board(stamp);
    let mut acts = Vec::new();
    let state = board.gates.iter().find(|view| view.id == gate);
    let rule = session.protocol().gates.iter().find(|rule| rule.id == gate);
    for (item, view) in rule
        .iter()
        .flat_map(|gate| &gate.items)
        .zip(state.iter().flat_map(|gate| &gate.items))
    {
        if !matches!(view.state, GateItemState::Open | GateItemState::Expired) {
            continue;
        }
        let id = item.id.clone();
        let answer = match &item.kind {
            GateItemKind::Tick => GateAnswer::Yes,
            GateItemKind::Finding => GateAnswer::Finding {
                text: "negative".to_owned(),
            },
            GateItemKind::Timekeeper => GateAnswer::Timekeeper {
                person: CO,
                tone: stamp.uptime_ms % 3 > 0,
            },
            GateItemKind::TrueTime => {
                let difference = Span((stamp.uptime_ms % 5) * 12_000);
                acts.push(Act::CompareTrueTime {
                    difference,
                    reference: "radio".to_owned(),
                    second: CO,
                });
                continue;
            }
            GateItemKind::Signs(_) => {
                let values = Values::from([(Sign::Systolic, 120), (Sign::Pulse, 70)]);
                acts.push(reading(values));
                continue;
            }
        };
        acts.push(Act::AnswerGate {
            gate,
            item: id,
            answer,
        });
    }
    if gate == GateId::Leaving {
        acts.extend(board.closing.iter().map(|line| Act::AgreeClosing {
            item: line.id.clone(),
            finding: "steady".to_owned(),
            second: CO,
        }));
    }
    acts.into_iter().map(|act| (act, When::Now)).collect()
}

fn reading(values: Values) -> Act {
    Act::TakeReading {
        values,
        confirmed: Sign::ALL.to_vec(),
        taken_by: None,
        manner: String::new(),
        from_paper: false,
    }
}

/// One act of any kind, aimed at what stands.
fn choose(session: &Session, stamp: Stamp, op: Op) -> (Act, When, PersonId) {
    let board = session.board(stamp);
    let Op { kind, a, b } = op;
    let by = if a % 13 == 0 { PersonId([3; 16]) } else { LEAD };
    let when = match b % 11 {
        0 => When::Ago(Span(i64::from(a % 90) * MINUTE)),
        1 => When::At(Elapsed(board.now.0 - i64::from(a % 40) * MINUTE)),
        2 if a % 7 == 0 => When::At(Elapsed(i64::MIN)),
        3 if a % 7 == 0 => When::Ago(Span(-1)),
        _ => When::Now,
    };
    let checks: Vec<CheckId> = board.checks.iter().map(|check| check.id).collect();
    let in_state = |wanted: CheckState| -> Vec<CheckId> {
        board
            .checks
            .iter()
            .filter(|check| check.state == wanted)
            .map(|check| check.id)
            .collect()
    };
    let words = |words: &str| words.to_owned();
    let nowhere = CheckId::Planned { series: 9, n: 9 };
    let seq = u64::from(a) % board.seq.max(1);
    let rows_of = |wanted: fn(&Event) -> bool| -> u64 {
        let rows: Vec<u64> = session
            .rows()
            .iter()
            .filter(|row| wanted(&row.event))
            .map(|row| row.seq)
            .collect();
        pick(&rows, a).unwrap_or(seq)
    };
    let flag = board.flags.first().map(|flag| flag.flag);
    let act = match kind {
        79..=106 => reading(values(op)),
        107..=118 => touch_act(session, op),
        119..=126 => Act::Defer {
            checks: if b % 5 == 0 {
                pick(&checks, a).into_iter().collect()
            } else {
                Vec::new()
            },
            reason: words(if b % 7 == 0 { "whim" } else { "process" }),
            text: String::new(),
        },
        127..=132 => Act::ExplainMiss {
            check: pick(
                &in_state(if b % 3 == 0 {
                    CheckState::Late
                } else {
                    CheckState::Missed
                }),
                a,
            )
            .unwrap_or(nowhere),
            reason: words("asleep"),
            text: String::new(),
        },
        133..=138 => Act::ExcuseRest {
            check: board
                .checks
                .iter()
                .find(|check| check.wants_rest_reason)
                .map_or(nowhere, |check| check.id),
            reason: words("refused"),
            text: String::new(),
        },
        139..=142 => Act::See { checks: Vec::new() },
        143..=148 => Act::BeginQuiet {
            length: Span::minutes(i64::from(a % 32)),
        },
        149 => Act::EndQuiet,
        150..=152 => Act::SeeRedFlag {
            kind: words(if b % 5 == 0 { "none" } else { "chest" }),
        },
        153..=170 => Act::GiveDose {
            dose: Dose::First,
            amount: Some(Micrograms(80_000)),
            kit: words(if b % 9 == 0 { "hasty" } else { "" }),
            witness: if a % 4 == 0 {
                Witness::Unwitnessed
            } else {
                Witness::Proven(CO)
            },
            out_of_window: None,
        },
        171..=178 => Act::GiveDose {
            dose: Dose::Supplemental,
            amount: (b % 2 == 0).then_some(Micrograms(40_000)),
            kit: words("K1"),
            witness: Witness::Proven(CO),
            out_of_window: (a % 2 == 0).then(|| words("asked for")),
        },
        179..=182 => Act::CorrectDoseTime {
            dose: if b % 3 == 0 {
                Dose::Supplemental
            } else {
                Dose::First
            },
            reason: words("clock misread"),
        },
        183..=186 => Act::DecideNotGiven {
            decision: if a % 2 == 0 {
                NotGiven::Declined
            } else {
                NotGiven::Withheld
            },
            reason: words("enough"),
            text: String::new(),
        },
        187..=188 => Act::AnswerGate {
            gate: GateId::Dose1,
            item: words(if b % 2 == 0 { "consent" } else { "keeper" }),
            answer: if a % 2 == 0 {
                GateAnswer::Withdrawn {
                    reason: words("asked again"),
                }
            } else {
                GateAnswer::Timekeeper {
                    person: CO,
                    tone: true,
                }
            },
        },
        189..=191 => Act::OverrideGate {
            gate: pick(&[GateId::Dose1, GateId::Dose2, GateId::Leaving], a)
                .unwrap_or(GateId::Dose1),
            item: words(pick(&["urine", "wants", "escort"], a).unwrap_or("urine")),
            reason: words("lab closed"),
            second: CO,
        },
        192..=193 => Act::TickStep {
            step: words(if b % 2 == 0 { "arrive" } else { "food" }),
        },
        194..=195 => Act::SetPhase {
            phase: words(if b % 2 == 0 { "onset" } else { "peak" }),
        },
        196..=201 => {
            let person = PersonId([(a % 3) as u8 + 1; 16]);
            if board.present.contains(&person) {
                Act::GoOut {
                    person,
                    handover: String::new(),
                }
            } else {
                Act::ComeIn { person }
            }
        }
        202..=205 => Act::Note {
            text: words("he says: \u{202e}<b>\0"),
            voice: if op.b.is_multiple_of(2) {
                Voice::Client
            } else {
                Voice::Thought
            },
            tags: vec![words("music")],
            starred: a % 2 == 0,
        },
        206..=207 => Act::Star {
            target: rows_of(|event| matches!(event, Event::Noted { .. })),
        },
        208..=213 => Act::Strike {
            target: match b % 3 {
                0 => rows_of(|event| matches!(event, Event::ReadingTaken { .. })),
                1 => rows_of(|event| {
                    matches!(event, Event::Drank { .. } | Event::EffectBegan { .. })
                }),
                _ => seq,
            },
            reason: words("typing error"),
        },
        214..=216 => Act::Amend {
            target: rows_of(|event| matches!(event, Event::Noted { .. })),
            text: words("he said"),
            reason: words("tense"),
        },
        217..=221 => Act::BeginEffect {
            effect: words(pick(&["calm", "jaw", "other"], a).unwrap_or("calm")),
            text: words("warm"),
            valence: Valence::Neutral,
            severity: (b % 5) as u8,
        },
        222..=224 => Act::ChangeEffect {
            effect: board.effects.first().map_or(seq, |effect| effect.effect),
            severity: (b % 4) as u8,
        },
        225..=226 => Act::EndEffect {
            effect: board.effects.first().map_or(seq, |effect| effect.effect),
        },
        227..=231 => Act::Drink {
            amount: Millilitres(a % 900),
        },
        232..=233 => Act::ReportDeviation {
            text: words("wrong kit"),
            important: a % 2 == 0,
            action: String::new(),
        },
        234..=237 => Act::TellContact {
            contact: words("prescriber"),
            who: words("Dr"),
            said: words("come"),
            flag,
        },
        238..=239 => Act::CompareTrueTime {
            difference: Span(i64::from(b)),
            reference: words("radio"),
            second: CO,
        },
        240..=243 => Act::NoticeGap {
            from: Elapsed(board.now.0 - i64::from(a % 100) * MINUTE),
            cause: pick(&[GapCause::Slept, GapCause::Closed, GapCause::Stopped], b)
                .unwrap_or(GapCause::Slept),
        },
        244 => Act::AgreeClosing {
            item: words("gait"),
            finding: words("steady"),
            second: CO,
        },
        245..=246 if b % 4 == 0 || board.now > Elapsed(300 * MINUTE) => Act::Close {
            ending: pick(
                &[
                    Ending::AsPlanned,
                    Ending::Transferred,
                    Ending::LeftAgainstAdvice,
                    Ending::Stopped,
                    Ending::Died,
                ],
                a,
            )
            .unwrap_or(Ending::Stopped),
            second: (b % 5 > 0).then_some(CO),
            note: words(if b % 7 == 0 { "hasty" } else { "" }),
        },
        _ => Act::ConfirmElapsed {
            by: Span(i64::from(a % 8) * MINUTE - MINUTE),
        },
    };
    let when = if kind >= 206 && b % 3 > 0 {
        When::Now
    } else {
        when
    };
    (act, when, by)
}

/// A touch of any kind, an agreement, its narrowing, a stop.
fn touch_act(session: &Session, Op { a, b, .. }: Op) -> Act {
    let part = pick(&["hand", "Shoulders", "left hand", "head", ""], a).unwrap_or("");
    let part = part.to_owned();
    let text = String::new();
    match b % 8 {
        0 => Act::AgreeTouch(TouchAgreement {
            parts: vec!["hand".to_owned(), "shoulder".to_owned()],
            people: if a.is_multiple_of(2) {
                vec![LEAD]
            } else {
                Vec::new()
            },
            stop: "harbour".to_owned(),
            text,
        }),
        1 => Act::NarrowTouch { part, text },
        2 => Act::RefuseTouch { part, text },
        3 => {
            let open = |row: &&Recorded| matches!(row.event, Event::Touched { length: None, .. });
            let rows: Vec<u64> = session
                .rows()
                .iter()
                .filter(open)
                .map(|row| row.seq)
                .collect();
            let touch = pick(&rows, a).unwrap_or(u64::from(a));
            Act::EndTouch { touch }
        }
        _ => Act::Touch(TouchDone {
            part,
            text,
            people: if b.is_multiple_of(3) {
                vec![CO, LEAD]
            } else {
                Vec::new()
            },
            asked: pick(
                &[
                    TouchAsked::Client,
                    TouchAsked::Therapist,
                    TouchAsked::Nobody,
                ],
                a,
            )
            .unwrap_or(TouchAsked::Client),
            consent: if a.is_multiple_of(2) {
                "yes".to_owned()
            } else {
                String::new()
            },
            length: (b % 16 < 12).then(|| Span(i64::from(a % 30) * MINUTE)),
            need: (a % 9 == 0).then_some(TouchNeed::Fall),
        }),
    }
}

/// Values that cross limits often and are absurd sometimes.
fn values(op: Op) -> Values {
    let mut values = Values::new();
    let wild = [i32::MIN, i32::MAX, 0, -40];
    for (n, sign) in Sign::ALL.into_iter().enumerate() {
        if op.b >> n & 3 == 0 {
            continue;
        }
        let spread = i32::try_from((op.a >> n) % 100).unwrap_or(0);
        let value = match sign {
            Sign::Systolic => 80 + spread,
            Sign::Temperature => 340 + spread / 2,
            _ => 50 + spread,
        };
        let absurd = op.a.is_multiple_of(97);
        values.insert(
            sign,
            if absurd {
                pick(&wild, op.b).unwrap_or(0)
            } else {
                value
            },
        );
    }
    values
}

#[test]
fn the_four_laws_hold_over_thousands_of_sessions() {
    let config = Config {
        cases: 3_000,
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let met = RefCell::new(Met::default());
    TestRunner::new_with_rng(config, rng)
        .run(&ops(), |ops| run(&ops, &mut met.borrow_mut()))
        .expect("the laws hold");
    let met = met.into_inner();
    println!(
        "events: {:#?}\nstates: {:#?}\nrefusals: {:#?}",
        met.events, met.states, met.refusals
    );
    println!(
        "late ticks: {}, of which busy: {}",
        met.late_ticks, met.busy_late_ticks
    );
    let known = event_names();
    assert_eq!(
        known.len(),
        met.events.len(),
        "kinds never met: {:?}",
        missing(&known, &met.events)
    );
    let rare: Vec<_> = met
        .events
        .iter()
        .filter(|(_, times)| **times < 100)
        .collect();
    assert!(rare.is_empty(), "met too rarely: {rare:?}");
    for state in CheckState::ALL {
        let times = met.states.get(&state).copied().unwrap_or(0);
        assert!(times >= 100, "{state:?} met {times} times");
    }
    assert!(met.busy_late_ticks >= 1_000, "late ticks were idle");
    assert!(met.drawn_late >= 100, "nothing was taken late");
}

/// Every kind of event, from the frozen lines that hold one of each.
fn event_names() -> Vec<String> {
    let lines = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../tests/fixtures/events_v1.jsonl"
    ));
    let name = |line: &str| -> String {
        let row: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        row["event"]["event"]
            .as_str()
            .expect("an event is tagged")
            .to_owned()
    };
    let mut names: Vec<String> = lines.lines().map(name).collect();
    names.sort();
    names.dedup();
    names
}

fn missing(known: &[String], met: &BTreeMap<String, u64>) -> Vec<String> {
    known
        .iter()
        .filter(|name| !met.contains_key(*name))
        .cloned()
        .collect()
}
