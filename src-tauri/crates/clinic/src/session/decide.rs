//! Acts into events, or a refusal. Every decision starts by bringing time up to the stamp.
//!
//! Each room of acts has a file under `decide/`; here is what they share: the draft, the moment, the people, the words.

mod checks;
mod closing;
mod doses;
mod gate;
mod notes;
mod readings;
mod room;
mod touch;

use super::act::{Act, When};
use super::event::{Author, Event, Recorded};
use super::refusal::{ROWS_MAX, Refusal, TEXT_CHARS_MAX};
use super::state::State;
use super::touch::TouchDone;
use crate::id::PersonId;
use crate::protocol::Reason;
use crate::time::{Elapsed, Stamp};

/// A reason that every list offers: it asks for words.
const OTHER: &str = "other";

/// A session being continued: a copy of the state that runs ahead, and the rows that got it there.
pub(super) struct Draft<'a> {
    pub state: State,
    pub rows: Vec<Recorded>,
    pub at: Stamp,
    pub now: Elapsed,
    kept: &'a [Recorded],
}

/// Who acts, and when it happened: checked.
#[derive(Clone, Copy)]
pub(super) struct By {
    pub person: PersonId,
    pub happened: Elapsed,
}

impl<'a> Draft<'a> {
    /// The state brought up to the stamp.
    pub fn start(state: State, kept: &'a [Recorded], at: Stamp) -> Draft<'a> {
        let now = state.clock.elapsed(&at);
        let mut draft = Draft {
            state,
            rows: Vec::new(),
            at,
            now,
            kept,
        };
        draft.run();
        draft
    }

    /// One more row, applied at once. Returns its sequence number.
    pub fn push(&mut self, happened: Elapsed, by: Author, event: Event) -> u64 {
        let row = Recorded {
            seq: self.state.next_seq,
            entered: self.at,
            elapsed: self.now,
            happened,
            by,
            event,
        };
        let seq = row.seq;
        self.state.apply(&row);
        self.rows.push(row);
        seq
    }

    /// One more row by a person.
    pub fn say(&mut self, by: By, event: Event) -> u64 {
        self.push(by.happened, Author::Person(by.person), event)
    }

    pub fn decide(&mut self, act: &Act, when: When, person: PersonId) -> Result<(), Refusal> {
        if self.state.ended.is_some() {
            return Err(Refusal::SessionEnded);
        }
        if self.kept.len() >= ROWS_MAX && !matches!(act, Act::Close { .. }) {
            return Err(Refusal::Full { limit: ROWS_MAX });
        }
        if !matches!(act, Act::NoticeGap { .. }) {
            self.known(person)?;
        }
        if is_only_now(act) && when != When::Now {
            return Err(Refusal::OnlyNow);
        }
        let happened = self.moment(begun(act, when))?;
        self.answer(act, By { person, happened })
    }

    fn answer(&mut self, act: &Act, by: By) -> Result<(), Refusal> {
        match act {
            Act::TakeReading { .. } => self.take_reading(act, by),
            Act::ExcuseRest {
                check,
                reason,
                text,
            } => self.excuse_rest(by, *check, reason, text),
            Act::Defer {
                checks,
                reason,
                text,
            } => self.defer(by, checks, reason, text),
            Act::See { checks } => self.see(by, checks),
            Act::ExplainMiss {
                check,
                reason,
                text,
            } => self.explain_miss(by, *check, reason, text),
            Act::TellContact {
                contact,
                who,
                said,
                flag,
            } => self.tell_contact(by, contact, who, said, *flag),
            Act::BeginQuiet { length } => self.begin_quiet(by, *length),
            Act::EndQuiet => self.end_quiet(by),
            Act::SeeRedFlag { kind } => self.see_red_flag(by, kind),
            Act::GiveDose { .. } => self.give_dose(act, by),
            Act::CorrectDoseTime { dose, reason } => self.correct_dose_time(by, *dose, reason),
            Act::DecideNotGiven {
                decision,
                reason,
                text,
            } => self.decide_not_given(by, *decision, reason, text),
            Act::AnswerGate { gate, item, answer } => self.answer_gate(by, *gate, item, answer),
            Act::OverrideGate {
                gate,
                item,
                reason,
                second,
            } => self.override_gate(by, *gate, item, reason, *second),
            Act::CompareTrueTime {
                difference,
                reference,
                second,
            } => self.compare_true_time(by, *difference, reference, *second),
            Act::TickStep { step } => self.tick_step(by, step),
            Act::SetPhase { phase } => self.set_phase(by, phase),
            Act::ComeIn { person } => self.come_in(by, *person),
            Act::GoOut { person, handover } => self.go_out(by, *person, handover),
            Act::Note {
                text,
                voice,
                tags,
                starred,
            } => self.note(by, text, *voice, tags, *starred),
            Act::Star { target } => self.star(by, *target),
            Act::Strike { target, reason } => self.strike(by, *target, reason),
            Act::Amend {
                target,
                text,
                reason,
            } => self.amend(by, *target, text, reason),
            Act::BeginEffect {
                effect,
                text,
                valence,
                severity,
            } => self.begin_effect(by, effect, text, *valence, *severity),
            Act::ChangeEffect { effect, severity } => self.change_effect(by, *effect, *severity),
            Act::EndEffect { effect } => self.end_effect(by, *effect),
            Act::Drink { amount } => self.drink(by, *amount),
            Act::AgreeTouch(agreed) => self.agree_touch(by, agreed),
            Act::NarrowTouch { part, text } => self.narrow_touch(by, part, text),
            Act::RefuseTouch { part, text } => self.refuse_touch(by, part, text),
            Act::Touch(done) => self.touch(by, done),
            Act::EndTouch { touch } => self.end_touch(by, *touch),
            Act::ReportDeviation {
                text,
                important,
                action,
            } => self.report(by, text, *important, action),
            Act::AgreeClosing {
                item,
                finding,
                second,
            } => self.agree_closing(by, item, finding, *second),
            Act::Close {
                ending,
                second,
                note,
            } => self.close(by, *ending, *second, note),
            Act::NoticeGap { from, cause } => self.notice_gap(*from, *cause),
            Act::ConfirmElapsed { by: correction } => self.confirm_elapsed(by, *correction),
        }
    }

    fn moment(&self, when: When) -> Result<Elapsed, Refusal> {
        let happened = match when {
            When::Now => self.now,
            When::Ago(ago) if ago.0 < 0 => return Err(Refusal::HappenedInFuture),
            When::Ago(ago) => self.now - ago,
            When::At(at) => at,
        };
        if happened > self.now {
            return Err(Refusal::HappenedInFuture);
        }
        if happened < Elapsed(0) {
            return Err(Refusal::HappenedBeforeSession);
        }
        Ok(happened)
    }

    pub fn known(&self, person: PersonId) -> Result<(), Refusal> {
        self.state
            .is_person(person)
            .then_some(())
            .ok_or(Refusal::UnknownPerson)
    }

    /// A second person: known, and not the first.
    pub fn second(&self, by: By, second: PersonId) -> Result<(), Refusal> {
        self.known(second)?;
        (second != by.person)
            .then_some(())
            .ok_or(Refusal::SecondMustDiffer)
    }

    /// The row that an act points at.
    pub fn row(&self, seq: u64) -> Option<&Recorded> {
        self.kept.get(usize::try_from(seq).ok()?)
    }
}

/// Acts whose meaning lies in the present: a screen is quieted, a clock is read.
fn is_only_now(act: &Act) -> bool {
    matches!(
        act,
        Act::See { .. }
            | Act::BeginQuiet { .. }
            | Act::EndQuiet
            | Act::NoticeGap { .. }
            | Act::ConfirmElapsed { .. }
            | Act::Star { .. }
            | Act::Strike { .. }
            | Act::Amend { .. }
    )
}

/// A touch that is told now with its length ends now.
fn begun(act: &Act, when: When) -> When {
    match (act, when) {
        (
            Act::Touch(TouchDone {
                length: Some(length),
                ..
            }),
            When::Now,
        ) if length.0 > 0 => When::Ago(*length),
        _ => when,
    }
}

/// A text within its limit.
pub(super) fn words(text: &str) -> Result<(), Refusal> {
    // Bytes first: counting the characters of a huge text would be work for nothing.
    let fits = text.len() <= TEXT_CHARS_MAX
        || text.chars().take(TEXT_CHARS_MAX + 1).count() <= TEXT_CHARS_MAX;
    fits.then_some(()).ok_or(Refusal::TooLong {
        limit: TEXT_CHARS_MAX,
    })
}

/// A text within its limit that says something.
pub(super) fn some_words(text: &str) -> Result<(), Refusal> {
    words(text)?;
    (!text.trim().is_empty())
        .then_some(())
        .ok_or(Refusal::WordsNeeded)
}

/// A reason that the protocol offers, or `other`; `other` always wants words.
pub(super) fn reason(offered: &[Reason], id: &str, text: &str) -> Result<(), Refusal> {
    if id == OTHER {
        return some_words(text);
    }
    offered_reason(offered, id, text)
}

/// A reason that the protocol offers, and no other.
pub(super) fn offered_reason(offered: &[Reason], id: &str, text: &str) -> Result<(), Refusal> {
    words(text)?;
    if !offered.iter().any(|reason| reason.id == id) {
        return Err(Refusal::UnknownReason);
    }
    if id == OTHER {
        return some_words(text);
    }
    Ok(())
}

/// An id of the protocol, or `other` with words.
pub(super) fn listed<'p>(
    mut offered: impl Iterator<Item = &'p String>,
    id: &str,
    text: &str,
) -> Result<(), Refusal> {
    words(text)?;
    if offered.any(|known| known == id) {
        return Ok(());
    }
    if id != OTHER {
        return Err(Refusal::UnknownItem);
    }
    some_words(text)
}
