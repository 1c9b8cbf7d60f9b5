//! What needs eyes in a session: everything that a supervisor should not have to look for. A function of the record, never a verdict.

use super::Session;
use super::board::{Deviation, DeviationKind};
use super::event::{CheckId, Dose, Event, Recorded};
use super::touch::Outside;
use crate::protocol::Valence;
use crate::time::{Elapsed, Span};

/// Entered so long after it happened, it is named: short of that, a busy hand.
const ENTERED_LATE: Span = Span::minutes(10);
/// An unwanted effect of this severity (0–3) is named.
const SEVERE: u8 = 2;

/// Something that needs eyes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eye {
    /// Names it for as long as the record stands.
    pub key: String,
    /// When it happened.
    pub at: Elapsed,
    /// The entry to look at, where there is one.
    pub entry: Option<u64>,
    /// What.
    pub concern: Concern,
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// A reading crossed a line.
    LineCrossed,
    /// The protocol asks that somebody be told, and nobody is recorded as told.
    NobodyTold,
    /// A red-flag symptom.
    RedFlag,
    /// *Not now* for the second time in a row, or more.
    PutOff {
        /// Which in a row.
        in_a_row: u8,
    },
    /// The protocol was not followed.
    Deviation(Box<Deviation>),
    /// Words were amended.
    Amended,
    /// An entry was struck out.
    Struck,
    /// Entered long after it happened.
    EnteredLate {
        /// How long after.
        by: Span,
    },
    /// The machine did not watch.
    Gap,
    /// The wall clock moved.
    ClockStepped,
    /// An unwanted effect, at its peak.
    Effect {
        /// 0–3.
        peak: u8,
    },
    /// Somebody touched the client outside the agreement.
    TouchOutside {
        /// Why it lies outside.
        why: Outside,
    },
    /// The client refused touch, or said stop.
    TouchRefused,
    /// The agreement on touch was made narrower.
    TouchNarrowed,
    /// Touch while fewer therapists were in the room than the protocol asks for.
    TouchAlone,
    /// A dose was given, and no agreement on touch is recorded.
    NoTouchAgreement,
    /// Starred by the team.
    Starred,
    /// It was accepted before, in another packet, and amended since.
    ChangedSinceAccepted,
}

/// By when they happened.
pub fn in_order(eyes: &mut [Eye]) {
    eyes.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
}

impl Session {
    /// Everything that needs eyes, by when it happened.
    pub fn eyes(&self) -> Vec<Eye> {
        let state = &self.state;
        let end = self.rows.last().map_or(Elapsed(0), |row| row.elapsed);
        let mut all: Vec<Eye> = Vec::new();
        for deviation in state.deviations(end) {
            let (key, entry) = named(self, &deviation);
            all.push(Eye {
                key,
                at: deviation.at,
                entry,
                concern: Concern::Deviation(Box::new(deviation)),
            });
        }
        for (flag, raised) in state.flags.iter() {
            all.push(Eye {
                key: format!("flag/{flag}"),
                at: raised.at,
                entry: Some(*flag),
                concern: Concern::LineCrossed,
            });
            if raised.asked && raised.told.is_none() {
                all.push(Eye {
                    key: format!("nobody_told/{flag}"),
                    at: raised.at,
                    entry: Some(*flag),
                    concern: Concern::NobodyTold,
                });
            }
        }
        for (seq, effect) in state.effects.iter() {
            if effect.valence == Valence::Unwanted && effect.peak >= SEVERE {
                all.push(Eye {
                    key: format!("effect/{seq}"),
                    at: effect.since,
                    entry: Some(*seq),
                    concern: Concern::Effect { peak: effect.peak },
                });
            }
        }
        self.touch_eyes(end, &mut all);
        for row in &self.rows {
            let (word, concern) = match &row.event {
                Event::TouchRefused { .. } => ("touch_refused", Concern::TouchRefused),
                Event::TouchNarrowed { .. } => ("touch_narrowed", Concern::TouchNarrowed),
                Event::RedFlagSeen { .. } => ("red_flag", Concern::RedFlag),
                Event::Deferred { in_a_row, .. } if *in_a_row > 1 => (
                    "put_off",
                    Concern::PutOff {
                        in_a_row: *in_a_row,
                    },
                ),
                Event::Amended { .. } => ("amended", Concern::Amended),
                Event::Struck { .. } => ("struck", Concern::Struck),
                Event::Gap { .. } => ("gap", Concern::Gap),
                Event::ClockStepped { .. } => ("clock", Concern::ClockStepped),
                _ => continue,
            };
            all.push(Eye {
                key: format!("{word}/{}", row.seq),
                at: row.happened,
                entry: Some(row.seq),
                concern,
            });
        }
        for row in &self.rows {
            let by = row.elapsed - ended(row);
            if by > ENTERED_LATE && entered_by_a_person(&row.event) {
                all.push(Eye {
                    key: format!("entered_late/{}", row.seq),
                    at: row.happened,
                    entry: Some(row.seq),
                    concern: Concern::EnteredLate { by },
                });
            }
            if state.starred.contains(&row.seq) && !state.struck.contains(&row.seq) {
                all.push(Eye {
                    key: format!("starred/{}", row.seq),
                    at: row.happened,
                    entry: Some(row.seq),
                    concern: Concern::Starred,
                });
            }
        }
        in_order(&mut all);
        all
    }
}

impl Session {
    /// Touch outside the agreement, touch while too few were there, and an agreement that is not there.
    fn touch_eyes(&self, end: Elapsed, all: &mut Vec<Eye>) {
        let state = &self.state;
        let alone = state.alone();
        for touch in state.touch_views() {
            let eye = |word: &str, concern| Eye {
                key: format!("{word}/{}", touch.touch),
                at: touch.from,
                entry: Some(touch.touch),
                concern,
            };
            let until = touch.until.unwrap_or(end);
            all.extend(
                touch
                    .outside
                    .map(|why| eye("touch_outside", Concern::TouchOutside { why })),
            );
            let shares = |from: Elapsed, to: Option<Elapsed>| {
                from <= until && to.is_none_or(|to| to > touch.from)
            };
            if alone.iter().any(|alone| shares(alone.from, alone.until)) {
                all.push(eye("touch_alone", Concern::TouchAlone));
            }
        }
        let dose = state.doses.get(&Dose::First);
        if let Some(dose) = dose
            && state.agreement(end.max(dose.at), u64::MAX).is_none()
            && (state.protocol.agrees_on_touch() || !state.touches.is_empty())
        {
            all.push(Eye {
                key: "no_touch_agreement".to_owned(),
                at: dose.at,
                entry: Some(dose.seq),
                concern: Concern::NoTouchAgreement,
            });
        }
    }
}

/// When what is told was over: a touch that is told with its length is written down after it.
fn ended(row: &Recorded) -> Elapsed {
    match &row.event {
        Event::Touched {
            length: Some(length),
            ..
        } => row.happened + *length,
        _ => row.happened,
    }
}

/// What a person says happened earlier. What follows from it, and what time brings, is not entered by anybody.
fn entered_by_a_person(event: &Event) -> bool {
    matches!(
        event,
        Event::ReadingTaken { .. }
            | Event::DoseGiven { .. }
            | Event::Noted { .. }
            | Event::NotedApart { .. }
            | Event::EffectBegan { .. }
            | Event::EffectEnded { .. }
            | Event::Drank { .. }
            | Event::ContactTold { .. }
            | Event::RedFlagSeen { .. }
            | Event::CameIn { .. }
            | Event::WentOut { .. }
            | Event::DeviationReported { .. }
            | Event::Touched { .. }
            | Event::TouchNarrowed { .. }
            | Event::TouchRefused { .. }
    )
}

/// A deviation's key, and the entry that shows it best.
pub(super) fn named(session: &Session, deviation: &Deviation) -> (String, Option<u64>) {
    let find = |fits: &dyn Fn(&Event) -> bool| {
        session
            .rows()
            .iter()
            .find(|row| fits(&row.event))
            .map(|row| row.seq)
    };
    let given = |wanted: Dose| {
        find(&|event| matches!(event, Event::DoseGiven { dose, .. } if *dose == wanted))
    };
    match &deviation.kind {
        DeviationKind::Late(check) => (
            format!("late/{}", check_key(*check)),
            find(&|event| matches!(event, Event::CheckMet { check: met, .. } if met == check)),
        ),
        DeviationKind::Missed(check) => (
            format!("missed/{}", check_key(*check)),
            find(&|event| matches!(event, Event::FellMissed { check: missed } if missed == check)),
        ),
        DeviationKind::OutOfWindow(dose) => {
            (format!("out_of_window/{}", dose_key(*dose)), given(*dose))
        }
        DeviationKind::NoDecision => (
            "no_decision".to_owned(),
            find(&|event| matches!(event, Event::WindowClosed { .. })),
        ),
        DeviationKind::Overridden(gate, item) => (
            format!("overridden/{gate:?}/{item}").to_lowercase(),
            find(
                &|event| matches!(event, Event::GateOverridden { gate: g, item: i, .. } if g == gate && i == item),
            ),
        ),
        DeviationKind::Unwitnessed(dose) => {
            (format!("unwitnessed/{}", dose_key(*dose)), given(*dose))
        }
        DeviationKind::Alone(_) => (
            format!("alone/{}", deviation.at.0),
            session
                .rows()
                .iter()
                .find(|row| {
                    row.happened == deviation.at && matches!(row.event, Event::WentOut { .. })
                })
                .map(|row| row.seq),
        ),
        DeviationKind::FluidCap => ("fluid_cap".to_owned(), None),
        DeviationKind::TrueTime => (
            "true_time".to_owned(),
            find(&|event| matches!(event, Event::TrueTimeChecked { .. })),
        ),
        DeviationKind::ClosedEarly => (
            "closed_early".to_owned(),
            find(&|event| matches!(event, Event::SessionClosed { .. })),
        ),
        DeviationKind::ClosingUnmet(_) => (
            "closing_unmet".to_owned(),
            find(&|event| matches!(event, Event::SessionClosed { .. })),
        ),
        DeviationKind::Reported(seq) => (format!("reported/{seq}"), Some(*seq)),
    }
}

fn dose_key(dose: Dose) -> &'static str {
    match dose {
        Dose::First => "first",
        Dose::Supplemental => "supplemental",
    }
}

fn check_key(check: CheckId) -> String {
    match check {
        CheckId::Planned { series, n } => format!("{series}.{n}"),
        CheckId::Recheck { flag, n } => format!("flag{flag}.{n}"),
    }
}
