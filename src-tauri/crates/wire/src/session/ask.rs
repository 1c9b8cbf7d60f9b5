//! From what the page asks to an act of the rules. Conversion is parsing: unknown ids and impossible numbers stop here.

use super::act::{Act, GateAnswer, When};
use clinic::id::{PersonId, SessionId};
use clinic::protocol::Valence;
use clinic::quantity::{Micrograms, Millilitres, Values};
use clinic::session::act::Act as Asked;
use clinic::session::event::{CheckId, GateAnswer as Answered};
use clinic::session::touch::{TouchAgreement, TouchDone};
use clinic::time::{Elapsed, Span};
use companion::Error;
use companion::session::{Second, Told, witness};

/// Text of a check id: `p<series>.<n>` planned, `r<flag>.<n>` a repeat.
pub fn check_text(id: CheckId) -> String {
    match id {
        CheckId::Planned { series, n } => format!("p{series}.{n}"),
        CheckId::Recheck { flag, n } => format!("r{flag}.{n}"),
    }
}

/// The check a text names.
pub fn check_id(text: &str) -> Result<CheckId, Error> {
    let bad = || Error::BadInput { what: "check" };
    let (kind, rest) = text.split_at_checked(1).ok_or_else(bad)?;
    let (first, n) = rest.split_once('.').ok_or_else(bad)?;
    let n = n.parse().map_err(|_| bad())?;
    match kind {
        "p" => Ok(CheckId::Planned {
            series: first.parse().map_err(|_| bad())?,
            n,
        }),
        "r" => Ok(CheckId::Recheck {
            flag: first.parse().map_err(|_| bad())?,
            n,
        }),
        _ => Err(bad()),
    }
}

/// A person id.
pub fn person_id(text: &str) -> Result<PersonId, Error> {
    text.parse().map_err(|_| Error::Unknown { what: "person" })
}

fn person_ids(texts: &[String]) -> Result<Vec<PersonId>, Error> {
    texts.iter().map(|text| person_id(text)).collect()
}

/// A session id.
pub fn session_id(text: &str) -> Result<SessionId, Error> {
    text.parse().map_err(|_| Error::Unknown { what: "session" })
}

/// When it happened.
pub fn told(when: When) -> Told {
    use clinic::session::act::When as Rule;
    match when {
        When::Now => Told::When(Rule::Now),
        When::Ago { ms } => Told::When(Rule::Ago(Span(ms))),
        When::At { at_ms } => Told::When(Rule::At(Elapsed(at_ms))),
        When::Wall { wall_ms } => Told::Wall(wall_ms),
    }
}

fn checks(texts: &[String]) -> Result<Vec<CheckId>, Error> {
    texts.iter().map(|text| check_id(text)).collect()
}

/// The act. `second` is the person who proved presence, where somebody did.
pub fn asked(act: Act, second: Option<PersonId>) -> Result<Asked, Error> {
    let needed = || second.ok_or(Error::SecondPersonNeeded);
    Ok(match act {
        Act::TakeReading {
            values,
            confirmed,
            taken_by,
            manner,
            from_paper,
        } => {
            let mut taken = Values::new();
            for pair in &values {
                if taken.insert(pair.sign.into(), pair.value).is_some() {
                    return Err(Error::BadInput { what: "values" });
                }
            }
            Asked::TakeReading {
                values: taken,
                confirmed: confirmed.into_iter().map(Into::into).collect(),
                taken_by: taken_by.as_deref().map(person_id).transpose()?,
                manner,
                from_paper,
            }
        }
        Act::ExcuseRest {
            check,
            reason,
            text,
        } => Asked::ExcuseRest {
            check: check_id(&check)?,
            reason,
            text,
        },
        Act::Defer {
            checks: ids,
            reason,
            text,
        } => Asked::Defer {
            checks: checks(&ids)?,
            reason,
            text,
        },
        Act::See { checks: ids } => Asked::See {
            checks: checks(&ids)?,
        },
        Act::ExplainMiss {
            check,
            reason,
            text,
        } => Asked::ExplainMiss {
            check: check_id(&check)?,
            reason,
            text,
        },
        Act::TellContact {
            contact,
            who,
            said,
            flag,
        } => Asked::TellContact {
            contact,
            who,
            said,
            flag,
        },
        Act::BeginQuiet { length_ms } => Asked::BeginQuiet {
            length: Span(length_ms),
        },
        Act::EndQuiet => Asked::EndQuiet,
        Act::SeeRedFlag { kind } => Asked::SeeRedFlag { kind },
        Act::GiveDose {
            dose,
            amount,
            kit,
            out_of_window,
        } => Asked::GiveDose {
            dose: dose.into(),
            amount: amount.map(Micrograms),
            kit,
            witness: witness(second.map(Second)),
            out_of_window,
        },
        Act::CorrectDoseTime { dose, reason } => Asked::CorrectDoseTime {
            dose: dose.into(),
            reason,
        },
        Act::DecideNotGiven {
            decision,
            reason,
            text,
        } => Asked::DecideNotGiven {
            decision: decision.into(),
            reason,
            text,
        },
        Act::AnswerGate { gate, item, answer } => {
            let answer = match answer {
                GateAnswer::Yes => Answered::Yes,
                GateAnswer::Finding { text } => Answered::Finding { text },
                GateAnswer::Timekeeper { person, tone } => Answered::Timekeeper {
                    person: person_id(&person)?,
                    tone,
                },
                GateAnswer::Withdrawn { reason } => Answered::Withdrawn { reason },
            };
            Asked::AnswerGate {
                gate: gate.into(),
                item,
                answer,
            }
        }
        Act::OverrideGate { gate, item, reason } => Asked::OverrideGate {
            gate: gate.into(),
            item,
            reason,
            second: needed()?,
        },
        Act::CompareTrueTime {
            difference_ms,
            reference,
        } => Asked::CompareTrueTime {
            difference: Span(difference_ms),
            reference,
            second: needed()?,
        },
        Act::TickStep { step } => Asked::TickStep { step },
        Act::SetPhase { phase } => Asked::SetPhase { phase },
        Act::ComeIn { person } => Asked::ComeIn {
            person: person_id(&person)?,
        },
        Act::GoOut { person, handover } => Asked::GoOut {
            person: person_id(&person)?,
            handover,
        },
        Act::Note {
            text,
            voice,
            tags,
            starred,
        } => Asked::Note {
            text,
            voice: voice.into(),
            tags,
            starred,
        },
        Act::Star { target } => Asked::Star { target },
        Act::Strike { target, reason } => Asked::Strike { target, reason },
        Act::Amend {
            target,
            text,
            reason,
        } => Asked::Amend {
            target,
            text,
            reason,
        },
        Act::BeginEffect {
            effect,
            text,
            valence,
            severity,
        } => Asked::BeginEffect {
            effect,
            text,
            valence: Valence::from(valence),
            severity,
        },
        Act::ChangeEffect { effect, severity } => Asked::ChangeEffect { effect, severity },
        Act::EndEffect { effect } => Asked::EndEffect { effect },
        Act::Drink { millilitres } => Asked::Drink {
            amount: Millilitres(millilitres),
        },
        Act::AgreeTouch {
            parts,
            people,
            stop,
            text,
        } => Asked::AgreeTouch(TouchAgreement {
            parts,
            people: person_ids(&people)?,
            stop,
            text,
        }),
        Act::NarrowTouch { part, text } => Asked::NarrowTouch { part, text },
        Act::RefuseTouch { part, text } => Asked::RefuseTouch { part, text },
        Act::Touch {
            part,
            text,
            people,
            asked,
            consent,
            length_ms,
            need,
        } => Asked::Touch(TouchDone {
            part,
            text,
            people: person_ids(&people)?,
            asked: asked.into(),
            consent,
            length: length_ms.map(Span),
            need: need.map(Into::into),
        }),
        Act::EndTouch { touch } => Asked::EndTouch { touch },
        Act::ReportDeviation {
            text,
            important,
            action,
        } => Asked::ReportDeviation {
            text,
            important,
            action,
        },
        Act::AgreeClosing { item, finding } => Asked::AgreeClosing {
            item,
            finding,
            second: needed()?,
        },
        Act::Close { ending, note } => Asked::Close {
            ending: ending.into(),
            second,
            note,
        },
        Act::ConfirmElapsed { by_ms } => Asked::ConfirmElapsed { by: Span(by_ms) },
    })
}
