//! Acts of the course: what each brings, or why it does not.

mod adverse;
mod answers;
mod carried;
mod visits;

use super::act::Act;
use super::event::{Event, Recorded};
use super::known::{Known, SessionHeld};
use super::refusal::Refusal;
use super::standing::{Need, gate_on};
use super::{Course, ROWS_MAX, text};
use crate::id::{PersonId, SessionId};
use crate::protocol::course::Plan;
use crate::time::{Date, Stamp};

/// What an act needs to know beside the rows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around<'a> {
    /// The course of the protocol that this client's course is under.
    pub plan: Option<&'a Plan>,
    /// The client's dosing sessions, in any order.
    pub sessions: &'a [SessionHeld],
    /// Visits that are locked.
    pub locked: &'a [String],
}

impl Around<'_> {
    /// Whether a dose acts: dose 1 was given in a session that is not closed.
    pub fn dosed(&self) -> bool {
        self.sessions
            .iter()
            .any(|session| session.live && session.dosed)
    }
}

/// One act with the day on which it happened and who enters it.
struct Case<'a> {
    course: &'a Course,
    known: Known<'a>,
    around: Around<'a>,
    on: Date,
    by: PersonId,
    seq: u64,
}

impl Course {
    /// What an act brings, or why it does not. `on` is the day it happened; today where nothing is said.
    ///
    /// # Errors
    ///
    /// A [`Refusal`]; nothing was changed.
    pub fn decide_in(
        &self,
        act: &Act<'_>,
        on: Option<Date>,
        by: PersonId,
        stamp: Stamp,
        around: &Around<'_>,
    ) -> Result<Recorded, Refusal> {
        let today = Date::of(&stamp);
        let on = on.unwrap_or(today);
        if on > today {
            return Err(Refusal::InFuture);
        }
        if self.rows().len() >= ROWS_MAX {
            return Err(Refusal::Full);
        }
        let event = self.event(act, on, by, around)?;
        if self
            .visit_changed(&event)
            .is_some_and(|visit| around.locked.iter().any(|one| one == visit))
        {
            return Err(Refusal::Locked);
        }
        Ok(Recorded {
            seq: self.rows().len() as u64,
            entered: stamp,
            by,
            on,
            event,
        })
    }

    fn event(
        &self,
        act: &Act<'_>,
        on: Date,
        by: PersonId,
        around: &Around<'_>,
    ) -> Result<Event, Refusal> {
        match act {
            Act::TakeMeasure {
                measure,
                digest,
                mode,
                answers,
                occasion,
            } => return super::take(measure, digest, *mode, answers, occasion),
            Act::Strike { seq, reason } => return self.strike(*seq, reason, around),
            Act::Amend {
                session,
                seq,
                words,
                reason,
            } => return self.amend(*session, *seq, words, reason),
            Act::Unlock {
                session,
                visit,
                reason,
            } => {
                return Ok(Event::Unlocked {
                    session: *session,
                    visit: visit.map(str::to_owned),
                    reason: needed(reason)?,
                });
            }
            Act::Open { protocol, digest } => {
                if self.under().is_some() {
                    return Err(Refusal::AlreadyOpen);
                }
                return Ok(Event::Opened {
                    protocol: words(protocol, super::TEXT_CHARS_MAX)?,
                    digest: words(digest, super::TEXT_CHARS_MAX)?,
                });
            }
            _ => {}
        }
        let (Some(under), Some(plan)) = (self.under(), around.plan) else {
            return Err(Refusal::NotOpen);
        };
        let known = Known::of(self, plan, around.sessions, None);
        if let Some(opened) = known.opened.filter(|opened| on < *opened) {
            return Err(Refusal::BeforeOpening { opened });
        }
        let closed = known.closed.map(|(row, _)| row.on);
        match act {
            Act::Reopen { reason } => {
                if closed.is_none() {
                    return Err(Refusal::NotClosed);
                }
                self.after_last_turn(on)?;
                return Ok(Event::Reopened {
                    reason: needed(reason)?,
                });
            }
            // What a client takes back, and what no longer holds, is heard at any time.
            Act::WithdrawConsent { .. }
            | Act::NarrowAgreement { .. }
            | Act::NoteAdverse { .. }
            | Act::FollowAdverse { .. }
            | Act::JudgeAdverse { .. }
            | Act::ReportAdverse { .. } => {}
            _ if closed.is_some() => return Err(Refusal::Closed),
            _ => {}
        }
        let case = Case {
            course: self,
            known,
            around: *around,
            on,
            by,
            seq: self.rows().len() as u64,
        };
        match act {
            Act::Move {
                protocol,
                digest,
                reason,
            } => {
                case.sober()?;
                if under.digest == *digest {
                    return Err(Refusal::SameProtocol);
                }
                Ok(Event::Moved {
                    from: under.protocol.to_owned(),
                    from_digest: under.digest.to_owned(),
                    to: words(protocol, super::TEXT_CHARS_MAX)?,
                    to_digest: words(digest, super::TEXT_CHARS_MAX)?,
                    reason: needed(reason)?,
                })
            }
            Act::Close { reason } => {
                case.sober()?;
                self.after_last_turn(on)?;
                let known = &case.known;
                let open = |id: &str| known.open_since(id).is_some();
                let runs = around.sessions.iter().any(|session| session.live);
                if runs || known.fates.keys().any(|id| open(id)) {
                    return Err(Refusal::VisitOpen);
                }
                Ok(Event::Closed {
                    reason: needed(reason)?,
                })
            }
            _ => case.event(act),
        }
    }

    /// The last day on which the course was opened, closed or reopened, and whether it was closed.
    fn last_turn(&self) -> Option<(Date, bool)> {
        let turns = self.counted().into_iter().rev();
        let mut turns = turns.filter_map(|row| match row.event {
            Event::Closed { .. } => Some((row.on, true)),
            Event::Opened { .. } | Event::Reopened { .. } => Some((row.on, false)),
            _ => None,
        });
        turns.next()
    }

    /// Openings and closings follow one another by their days, as they do by their rows.
    fn after_last_turn(&self, on: Date) -> Result<(), Refusal> {
        match self.last_turn() {
            Some((turn, closed)) if on < turn => Err(Refusal::BeforeThat {
                after: if closed { "closing" } else { "opening" }.to_owned(),
                on: turn,
            }),
            Some(_) | None => Ok(()),
        }
    }

    fn amend(
        &self,
        session: Option<(SessionId, u64)>,
        seq: u64,
        typed: &str,
        reason: &str,
    ) -> Result<Event, Refusal> {
        let there = match session {
            Some((_, last)) => seq <= last,
            None => {
                let row = self.rows().iter().find(|row| row.seq == seq);
                // What strikes, amends or unlocks is an act about a row, not an account of what happened.
                row.is_some_and(|row| row.event.is_account())
            }
        };
        if !there {
            return Err(Refusal::NoSuchRow);
        }
        if session.is_none() && self.is_struck(seq) {
            return Err(Refusal::AlreadyStruck);
        }
        Ok(Event::Amended {
            session: session.map(|(id, _)| id),
            seq,
            words: words(typed, super::WORDS_CHARS_MAX)?,
            reason: needed(reason)?,
        })
    }

    fn strike(&self, seq: u64, reason: &str, around: &Around<'_>) -> Result<Event, Refusal> {
        let row = self.rows().iter().find(|row| row.seq == seq);
        let row = row.ok_or(Refusal::NoSuchRow)?;
        if self.is_struck(seq) {
            return Err(Refusal::AlreadyStruck);
        }
        let later = |stands: &dyn Fn(&Event) -> bool| {
            self.rows()
                .iter()
                .any(|row| row.seq > seq && !self.is_struck(row.seq) && stands(&row.event))
        };
        let stood_on = match &row.event {
            Event::Struck { .. } | Event::Amended { .. } | Event::Unlocked { .. } => {
                return Err(Refusal::NoSuchRow);
            }
            // Striking these would give back what a client has taken away.
            Event::ConsentWithdrawn { .. } | Event::AgreementNarrowed { .. } if around.dosed() => {
                return Err(Refusal::WhileDosed);
            }
            Event::Opened { .. } => {
                later(&|event| event.is_account() && !matches!(event, Event::MeasureTaken(_)))
            }
            Event::Moved { .. } => later(&|event| matches!(event, Event::Moved { .. })),
            Event::Closed { .. } => later(&|event| matches!(event, Event::Reopened { .. })),
            Event::PracticeAgreed { .. } => later(
                &|event| matches!(event, Event::PracticeReviewed { practice, .. } if *practice == seq),
            ),
            Event::CopingKept { .. } => later(
                &|event| matches!(event, Event::CopingReviewed { coping, .. } if *coping == seq),
            ),
            Event::AdverseNoted(_) => later(&|event| {
                matches!(event, Event::AdverseFollowed { adverse, .. }
                    | Event::AdverseJudged { adverse, .. }
                    | Event::AdverseReported { adverse, .. } if *adverse == seq)
            }),
            Event::InsightKept { .. } => later(
                &|event| matches!(event, Event::PracticeAgreed { insight, .. } if *insight == Some(seq)),
            ),
            Event::MedicineKept(_) => later(
                &|event| matches!(event, Event::MedicineKept(kept) if kept.replaces == Some(seq)),
            ),
            Event::Reopened { .. } => later(&Event::is_account),
            // It would leave a visit open in a course that is closed.
            Event::VisitClosed { .. } => self.last_turn().is_some_and(|turn| turn.1),
            Event::VisitBegun(begun) => later(
                &|event| matches!(event, Event::VisitClosed { visit, .. } if *visit == begun.visit),
            ),
            _ => false,
        };
        if stood_on {
            return Err(Refusal::OthersStandOnIt);
        }
        Ok(Event::Struck {
            seq,
            reason: needed(reason)?,
        })
    }
}

impl Case<'_> {
    fn event(&self, act: &Act<'_>) -> Result<Event, Refusal> {
        match act {
            Act::BeginVisit {
                visit,
                form,
                present,
                others,
            } => self.begin(visit, *form, present, others),
            Act::BeginExtraVisit {
                kind,
                title,
                form,
                present,
                others,
            } => self.begin_extra(*kind, title, *form, present, others),
            Act::CloseVisit {
                visit,
                minutes,
                note,
            } => self.close(visit, *minutes, note),
            Act::HoldOtherwise {
                visit,
                how,
                minutes,
            } => self.hold_otherwise(visit, how, *minutes),
            Act::DoNotHold { visit, how, reason } => self.do_not_hold(visit, *how, reason),
            Act::RateAlliance {
                visit,
                safe,
                understood,
                mode,
            } => self.rate(visit, *safe, *understood, *mode),
            Act::Reflect { visit, words } => self.reflect(visit, words),
            Act::OverrideGate {
                gate,
                reason,
                second,
            } => self.go_past(gate, reason, *second),
            Act::Answer {
                item,
                value,
                source,
                note,
                visit,
            } => self.answer(item, value, source, note, *visit),
            Act::NarrowAgreement { item, words } => self.narrow(item, words),
            Act::KeepMedicine {
                replaces,
                name,
                medicine,
                dose,
                stop,
                note,
            } => self.medicine(*replaces, (name, *medicine), dose, *stop, note),
            Act::GiveConsent { consent, note } => self.give(consent, note),
            Act::WithdrawConsent { consent, note } => self.withdraw(consent, note),
            Act::Decide { eligible, reason } => self.eligibility(*eligible, reason),
            Act::MakeContact {
                after,
                day,
                answers,
            } => self.call(after, *day, answers),
            Act::MissContact { after, day, note } => self.missed_call(after, *day, note),
            Act::TakePredictor {
                predictor,
                value,
                method,
            } => self.predictor(predictor, value, method),
            Act::KeepInsight {
                words,
                moment,
                visit,
            } => self.insight(words, *moment, *visit),
            Act::AgreePractice { words, insight } => self.practice(words, *insight),
            Act::ReviewPractice {
                practice,
                outcome,
                words,
            } => self.review_practice(*practice, *outcome, words),
            Act::KeepCoping { words } => self.coping(words),
            Act::ReviewCoping {
                coping,
                outcome,
                words,
            } => self.review_coping(*coping, *outcome, words),
            Act::NoteAdverse {
                term,
                onset,
                grade,
                serious,
                words,
                visit,
            } => self.adverse(term, *onset, (*grade, serious), words, *visit),
            Act::FollowAdverse {
                adverse,
                grade,
                outcome,
                words,
            } => self.follow_adverse(*adverse, *grade, *outcome, words),
            Act::JudgeAdverse {
                adverse,
                suspects,
                expected,
                action,
                words,
            } => self.judge_adverse(*adverse, suspects, (*expected, *action), words),
            Act::ReportAdverse {
                adverse,
                report,
                words,
            } => self.report_adverse(*adverse, report, words),
            Act::UseTechnique {
                technique,
                guide,
                words,
                visit,
            } => self.technique(*technique, *guide, words, *visit),
            Act::TakeMeasure { .. }
            | Act::Strike { .. }
            | Act::Amend { .. }
            | Act::Unlock { .. }
            | Act::Open { .. }
            | Act::Move { .. }
            | Act::Close { .. }
            | Act::Reopen { .. } => Err(Refusal::NotOpen),
        }
    }

    /// Not while a dose acts.
    fn sober(&self) -> Result<(), Refusal> {
        if self.around.dosed() {
            return Err(Refusal::WhileDosed);
        }
        Ok(())
    }

    fn plan(&self) -> &Plan {
        self.known.plan
    }

    /// A visit that an entry is made in: it has begun, or it is a dosing visit of the plan.
    fn visit_for_entry(&self, visit: Option<&str>) -> Result<Option<String>, Refusal> {
        let Some(id) = visit else { return Ok(None) };
        let planned = self.plan().visit(id);
        let dosing =
            planned.is_some_and(|visit| visit.kind == crate::protocol::course::VisitKind::Dosing);
        let fate = self.known.fate(id);
        if planned.is_none() && fate.begun.is_none() {
            return Err(Refusal::Unknown { what: "visit" });
        }
        if dosing {
            return Ok(Some(id.to_owned()));
        }
        let begun = fate
            .begun
            .map(|(row, _)| row.on)
            .or(fate.otherwise.map(|(row, ..)| row.on));
        match begun {
            None => Err(Refusal::VisitNotBegun),
            Some(begun) if self.on < begun => Err(Refusal::BeforeThat {
                after: id.to_owned(),
                on: begun,
            }),
            Some(_) => Ok(Some(id.to_owned())),
        }
    }

    /// Gates before a phase, as they stood on the day of the act; a phase that has begun is behind its gate.
    fn gates_met(&self, phase: &str) -> Result<(), Refusal> {
        let began = |id: &str| {
            let since = self.known.open_since(id).map(|(since, _)| since);
            self.known.held_on(id).or(since)
        };
        let mut own = self
            .plan()
            .visits
            .iter()
            .filter(|visit| visit.phase == phase);
        if own.any(|visit| began(&visit.id).is_some_and(|began| began <= self.on)) {
            return Ok(());
        }
        let then = Known::of(
            self.course,
            self.plan(),
            self.around.sessions,
            Some(self.on),
        );
        for gate in self.plan().gates_before(phase) {
            let now = gate_on(&then, gate, self.on);
            if now.is_open() {
                return Err(Refusal::GateOpen {
                    gate: gate.id.clone(),
                    missing: now.missing(),
                    asks: now.asks(),
                });
            }
        }
        Ok(())
    }

    fn go_past(&self, id: &str, reason: &str, second: PersonId) -> Result<Event, Refusal> {
        let gate = self
            .plan()
            .gate(id)
            .ok_or(Refusal::Unknown { what: "gate" })?;
        if second == self.by {
            return Err(Refusal::SecondMustDiffer);
        }
        let reason = needed(reason)?;
        let then = Known::of(
            self.course,
            self.plan(),
            self.around.sessions,
            Some(self.on),
        );
        let now = gate_on(&then, gate, self.on);
        let missing = now.missing();
        if missing.is_empty() {
            return Err(Refusal::NothingMissing);
        }
        let barring = now.barring();
        let consents: Vec<String> = barring
            .iter()
            .filter(|need| matches!(need.need, Need::Consent(_)))
            .map(|need| need.title.clone())
            .collect();
        if !consents.is_empty() {
            return Err(Refusal::ConsentMissing { missing: consents });
        }
        // What two people decided against is not an omission.
        if !barring.is_empty() {
            return Err(Refusal::GateOpen {
                gate: id.to_owned(),
                missing,
                asks: now.asks(),
            });
        }
        Ok(Event::GateOverridden {
            gate: id.to_owned(),
            missing,
            reason,
            second,
        })
    }
}

/// A reason, which must be there.
fn needed(reason: &str) -> Result<String, Refusal> {
    let reason = text(reason)?;
    if reason.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    Ok(reason)
}

/// Words within so many characters, without blanks at their ends.
fn within(typed: &str, most: usize) -> Result<String, Refusal> {
    let typed = typed.trim();
    if typed.chars().count() > most {
        return Err(Refusal::TooLong { most });
    }
    Ok(typed.to_owned())
}

/// Words, which must be there.
fn words(typed: &str, most: usize) -> Result<String, Refusal> {
    let typed = within(typed, most)?;
    if typed.is_empty() {
        return Err(Refusal::WordsNeeded);
    }
    Ok(typed)
}
