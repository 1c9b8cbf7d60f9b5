//! The encoding of rows does not drift: one line of every event, kept as a file since the format was released.

use super::event::*;
use super::touch::{TouchAsked, TouchNeed};
use crate::id::{BootId, PersonId};
use crate::people::{Person, Role};
use crate::protocol::{Channel, GateId, Priority, Valence};
use crate::quantity::{Micrograms, Millilitres, Sign, Values};
use crate::time::{Elapsed, Span, Stamp};

const LINES: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../tests/fixtures/events_v1.jsonl"
));

fn every_event() -> Vec<Event> {
    let text = |text: &str| text.to_owned();
    let person = PersonId([2; 16]);
    let planned = CheckId::Planned { series: 1, n: 4 };
    let recheck = CheckId::Recheck { flag: 17, n: 0 };
    vec![
        Event::SessionOpened {
            protocol: text("example v1"),
            digest: text("00ff"),
            number: 2,
            people: vec![Person {
                id: person,
                name: text("Åse K"),
                initials: text("AK"),
                roles: vec![Role::CoTherapist, Role::NightAttendant],
            }],
        },
        Event::Prompted {
            checks: vec![planned, recheck],
        },
        Event::FellLate { check: planned },
        Event::FellMissed { check: planned },
        Event::Escalated {
            check: recheck,
            channel: Channel::Tile,
        },
        Event::Escalated {
            check: planned,
            channel: Channel::Contact {
                contact: text("prescriber"),
            },
        },
        Event::QuietEnded,
        Event::WindowOpened,
        Event::WindowClosed { decided: true },
        Event::Rebooted {
            before: BootId([9; 16]),
        },
        Event::ClockStepped {
            by: Span(-3_600_000),
        },
        Event::ZoneChanged { from: 60, to: -570 },
        Event::Gap {
            from: Elapsed(1),
            to: Elapsed(2),
            cause: GapCause::Slept,
            fell_due: vec![planned],
        },
        Event::ElapsedConfirmed { by: Span(0) },
        Event::TrueTimeChecked {
            difference: Span(-400),
            reference: text("radio clock"),
            second: person,
        },
        Event::ReadingTaken {
            values: Values::from([
                (Sign::Systolic, 138),
                (Sign::Diastolic, 86),
                (Sign::Temperature, 368),
            ]),
            confirmed: vec![Sign::Systolic],
            taken_by: Some(person),
            manner: text("left arm, lying"),
            from_paper: true,
        },
        Event::CheckMet {
            check: planned,
            reading: 5,
            signs: vec![Sign::Systolic],
            after_miss: false,
        },
        Event::RestExcused {
            check: planned,
            signs: vec![Sign::Pulse],
            reason: text("refused"),
            text: String::new(),
        },
        Event::Deferred {
            checks: vec![planned],
            reason: text("process"),
            text: String::new(),
            until: Elapsed(900_000),
            in_a_row: 1,
        },
        Event::Seen {
            checks: vec![planned],
        },
        Event::MissExplained {
            check: planned,
            reason: text("other"),
            text: text("asleep"),
        },
        Event::FlagRaised {
            reading: 5,
            crossing: Crossing {
                limit: text("sbp"),
                sign: Sign::Systolic,
                value: 171,
                at: 160,
                priority: Priority::ActNow,
            },
            recheck_due: Some(Elapsed(1_200_000)),
        },
        Event::FlagRepeated {
            flag: 17,
            reading: 6,
            inside: true,
            inside_in_a_row: 1,
            outside_in_a_row: 0,
            recheck_due: None,
        },
        Event::FlagSettled { flag: 17 },
        Event::TellAsked {
            flag: 17,
            contact: text("prescriber"),
        },
        Event::ContactTold {
            contact: text("prescriber"),
            who: text("Dr L"),
            said: text("take again"),
            flag: Some(17),
        },
        Event::QuietBegan {
            until: Elapsed(600_000),
        },
        Event::QuietBroken {
            cause: QuietBreak::RedFlag,
        },
        Event::RedFlagSeen {
            kind: text("chest_pain"),
        },
        Event::DoseGiven {
            dose: Dose::First,
            amount: Some(Micrograms(62_500)),
            kit: text("K-01"),
            witness: Witness::Proven(person),
            out_of_window: None,
        },
        Event::DoseGiven {
            dose: Dose::Supplemental,
            amount: None,
            kit: text("K-02"),
            witness: Witness::Unwitnessed,
            out_of_window: Some(text("asked for it late")),
        },
        Event::DoseTimeCorrected {
            dose: Dose::First,
            from: Elapsed(60_000),
            to: Elapsed(0),
            reason: text("clock misread"),
        },
        Event::SupplementalNotGiven {
            decision: NotGiven::Declined,
            reason: text("enough"),
            text: String::new(),
        },
        Event::GateAnswered {
            gate: GateId::Dose1,
            item: text("consent"),
            answer: GateAnswer::Yes,
        },
        Event::GateAnswered {
            gate: GateId::Dose1,
            item: text("urine"),
            answer: GateAnswer::Finding {
                text: text("negative"),
            },
        },
        Event::GateAnswered {
            gate: GateId::Dose1,
            item: text("keeper"),
            answer: GateAnswer::Timekeeper { person, tone: true },
        },
        Event::GateAnswered {
            gate: GateId::Leaving,
            item: text("escort"),
            answer: GateAnswer::Withdrawn {
                reason: text("not here yet"),
            },
        },
        Event::GateOverridden {
            gate: GateId::Dose2,
            item: text("wants"),
            reason: text("said so"),
            second: person,
        },
        Event::StepTicked { step: text("food") },
        Event::PhaseSet {
            phase: text("peak"),
        },
        Event::CameIn { person },
        Event::WentOut {
            person,
            handover: text("back at two"),
        },
        Event::Noted {
            text: text("\"warm\"\n#music"),
            voice: Voice::Client,
            tags: vec![text("music")],
            starred: true,
        },
        Event::Starred { target: 8 },
        Event::Struck {
            target: 8,
            reason: text("typing error"),
        },
        Event::Amended {
            target: 8,
            text: text("warmth"),
            reason: text("misheard"),
        },
        Event::EffectBegan {
            effect: text("jaw"),
            text: String::new(),
            valence: Valence::Unwanted,
            severity: 1,
        },
        Event::EffectChanged {
            effect: 9,
            severity: 2,
        },
        Event::EffectEnded { effect: 9 },
        Event::Drank {
            amount: Millilitres(200),
        },
        Event::DeviationReported {
            text: text("not fasting"),
            important: false,
            action: text("told the prescriber"),
        },
        Event::ClosingAgreed {
            item: text("gait"),
            finding: text("steady"),
            second: person,
        },
        Event::SessionClosed {
            ending: Ending::LeftAgainstAdvice,
            second: None,
            note: String::new(),
            unmet: vec![text("gait")],
            cancelled: vec![planned],
        },
        Event::TouchAgreed {
            parts: vec![text("hand"), text("left shoulder")],
            people: vec![person],
            stop: text("harbour"),
            text: text("What kind: holding."),
            carried: true,
        },
        Event::TouchNarrowed {
            part: text("left shoulder"),
            text: text("too close"),
        },
        Event::TouchRefused {
            part: String::new(),
            text: text("harbour"),
        },
        Event::Touched {
            part: text("hand"),
            text: text("held"),
            people: vec![person],
            asked: TouchAsked::Therapist,
            consent: text("nods"),
            length: Some(Span(120_000)),
            need: None,
        },
        Event::Touched {
            part: String::new(),
            text: String::new(),
            people: vec![person],
            asked: TouchAsked::Nobody,
            consent: String::new(),
            length: None,
            need: Some(TouchNeed::Fall),
        },
        Event::TouchEnded { touch: 50 },
        Event::NotedApart {
            sealed: text("6167652d"),
            readers: vec![person],
        },
    ]
}

fn rows() -> Vec<Recorded> {
    let by = |n: u64| {
        if n.is_multiple_of(2) {
            Author::Person(PersonId([1; 16]))
        } else {
            Author::Clock
        }
    };
    let row = |(n, event): (u64, Event)| Recorded {
        seq: n,
        entered: Stamp {
            wall_ms: 1_800_000_000_000,
            zone_minutes: 60,
            uptime_ms: 5_000,
            boot: BootId([9; 16]),
        },
        elapsed: Elapsed(120_000),
        happened: Elapsed(60_000),
        by: by(n),
        event,
    };
    (0u64..).zip(every_event()).map(row).collect()
}

#[test]
fn every_event_is_written_as_the_file_says() {
    let rows = rows();
    assert_eq!(rows.len(), LINES.lines().count());
    for (row, line) in rows.iter().zip(LINES.lines()) {
        assert_eq!(serde_json::to_string(row).expect("a row is JSON"), line);
    }
}

#[test]
fn every_line_of_the_file_is_read_and_written_back_the_same() {
    for line in LINES.lines() {
        let row: Recorded = serde_json::from_str(line).expect("a kept line is read");
        assert_eq!(serde_json::to_string(&row).expect("a row is JSON"), line);
    }
}

#[test]
fn an_unknown_field_or_event_is_refused() {
    let line = LINES.lines().next().expect("the file has lines");
    let more = line.replacen("\"digest\"", "\"extra\":1,\"digest\"", 1);
    assert!(serde_json::from_str::<Recorded>(&more).is_err());
    let other = line.replacen("session_opened", "session_begun", 1);
    assert!(serde_json::from_str::<Recorded>(&other).is_err());
}

#[test]
fn the_file_holds_every_event() {
    // A new variant of `Event` fails to compile here until it has a line.
    for event in every_event() {
        match event {
            Event::SessionOpened { .. }
            | Event::Prompted { .. }
            | Event::FellLate { .. }
            | Event::FellMissed { .. }
            | Event::Escalated { .. }
            | Event::QuietEnded
            | Event::WindowOpened
            | Event::WindowClosed { .. }
            | Event::Rebooted { .. }
            | Event::ClockStepped { .. }
            | Event::ZoneChanged { .. }
            | Event::Gap { .. }
            | Event::ElapsedConfirmed { .. }
            | Event::TrueTimeChecked { .. }
            | Event::ReadingTaken { .. }
            | Event::CheckMet { .. }
            | Event::RestExcused { .. }
            | Event::Deferred { .. }
            | Event::Seen { .. }
            | Event::MissExplained { .. }
            | Event::FlagRaised { .. }
            | Event::FlagRepeated { .. }
            | Event::FlagSettled { .. }
            | Event::TellAsked { .. }
            | Event::ContactTold { .. }
            | Event::QuietBegan { .. }
            | Event::QuietBroken { .. }
            | Event::RedFlagSeen { .. }
            | Event::DoseGiven { .. }
            | Event::DoseTimeCorrected { .. }
            | Event::SupplementalNotGiven { .. }
            | Event::GateAnswered { .. }
            | Event::GateOverridden { .. }
            | Event::StepTicked { .. }
            | Event::PhaseSet { .. }
            | Event::CameIn { .. }
            | Event::WentOut { .. }
            | Event::Noted { .. }
            | Event::NotedApart { .. }
            | Event::Starred { .. }
            | Event::Struck { .. }
            | Event::Amended { .. }
            | Event::EffectBegan { .. }
            | Event::EffectChanged { .. }
            | Event::EffectEnded { .. }
            | Event::Drank { .. }
            | Event::DeviationReported { .. }
            | Event::TouchAgreed { .. }
            | Event::TouchNarrowed { .. }
            | Event::TouchRefused { .. }
            | Event::Touched { .. }
            | Event::TouchEnded { .. }
            | Event::ClosingAgreed { .. }
            | Event::SessionClosed { .. } => {}
        }
    }
}
