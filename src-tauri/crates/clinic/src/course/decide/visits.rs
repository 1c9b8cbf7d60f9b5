//! Visits: begun, closed, held in another way, not held; the client's rating and the pair's looking back.

use super::{Case, needed, within, words};
use crate::course::event::{Event, Mode, NotHeld, VisitBegun};
use crate::course::refusal::Refusal;
use crate::course::{TEXT_CHARS_MAX, WORDS_CHARS_MAX};
use crate::id::PersonId;
use crate::protocol::course::{Form, Visit, VisitKind};

/// A visit of more minutes than a day has is a typing error.
const LONGEST: u16 = 24 * 60;

impl Case<'_> {
    fn planned(&self, id: &str) -> Result<&Visit, Refusal> {
        self.plan()
            .visit(id)
            .ok_or(Refusal::Unknown { what: "visit" })
    }

    /// A visit may be held: not before, not out of order, not behind an open gate.
    fn may_hold(&self, visit: &Visit) -> Result<(), Refusal> {
        if visit.kind == VisitKind::Dosing {
            return Err(Refusal::HeldBySession);
        }
        if self.known.held_on(&visit.id).is_some() {
            return Err(Refusal::VisitHeld);
        }
        if self.known.open_since(&visit.id).is_some() {
            return Err(Refusal::VisitBegun);
        }
        if let Some(window) = &visit.window {
            let after = &window.after;
            let first = self.known.held_on(after);
            if first.is_none() && self.known.called_off(after).is_none() {
                return Err(Refusal::OutOfOrder {
                    after: after.clone(),
                });
            }
            if let Some(on) = first.filter(|first| self.on < *first) {
                return Err(Refusal::BeforeThat {
                    after: after.clone(),
                    on,
                });
            }
        }
        self.gates_met(&visit.phase)
    }

    fn there(
        &self,
        present: &[PersonId],
        others: &str,
    ) -> Result<(Vec<PersonId>, String), Refusal> {
        let mut people = Vec::new();
        for person in present {
            if !people.contains(person) {
                people.push(*person);
            }
        }
        if people.is_empty() {
            return Err(Refusal::NobodyPresent);
        }
        Ok((people, within(others, TEXT_CHARS_MAX)?))
    }

    pub(super) fn begin(
        &self,
        id: &str,
        form: Form,
        present: &[PersonId],
        others: &str,
    ) -> Result<Event, Refusal> {
        let visit = self.planned(id)?;
        self.may_hold(visit)?;
        let (present, others) = self.there(present, others)?;
        Ok(Event::VisitBegun(VisitBegun {
            visit: id.to_owned(),
            kind: visit.kind,
            title: String::new(),
            form,
            present,
            others,
        }))
    }

    pub(super) fn begin_extra(
        &self,
        kind: VisitKind,
        title: &str,
        form: Form,
        present: &[PersonId],
        others: &str,
    ) -> Result<Event, Refusal> {
        if kind == VisitKind::Dosing {
            return Err(Refusal::HeldBySession);
        }
        let title = words(title, TEXT_CHARS_MAX)?;
        let (present, others) = self.there(present, others)?;
        Ok(Event::VisitBegun(VisitBegun {
            visit: format!("extra-{}", self.seq),
            kind,
            title,
            form,
            present,
            others,
        }))
    }

    pub(super) fn close(&self, id: &str, minutes: u16, note: &str) -> Result<Event, Refusal> {
        if self.plan().visit(id).is_none() && self.known.fate(id).begun.is_none() {
            return Err(Refusal::Unknown { what: "visit" });
        }
        let Some((since, _)) = self.known.open_since(id) else {
            return Err(if self.known.held_on(id).is_some() {
                Refusal::VisitHeld
            } else {
                Refusal::VisitNotBegun
            });
        };
        if self.known.dosing.contains_key(id) {
            return Err(Refusal::HeldBySession);
        }
        if self.on < since {
            return Err(Refusal::BeforeThat {
                after: id.to_owned(),
                on: since,
            });
        }
        if !(1..=LONGEST).contains(&minutes) {
            return Err(Refusal::BadMinutes);
        }
        Ok(Event::VisitClosed {
            visit: id.to_owned(),
            minutes,
            note: within(note, WORDS_CHARS_MAX)?,
        })
    }

    pub(super) fn hold_otherwise(
        &self,
        id: &str,
        how: &str,
        minutes: Option<u16>,
    ) -> Result<Event, Refusal> {
        self.may_hold(self.planned(id)?)?;
        if minutes.is_some_and(|minutes| !(1..=LONGEST).contains(&minutes)) {
            return Err(Refusal::BadMinutes);
        }
        Ok(Event::VisitHeldOtherwise {
            visit: id.to_owned(),
            how: words(how, TEXT_CHARS_MAX)?,
            minutes,
        })
    }

    pub(super) fn do_not_hold(
        &self,
        id: &str,
        how: NotHeld,
        reason: &str,
    ) -> Result<Event, Refusal> {
        self.planned(id)?;
        if self.known.held_on(id).is_some() {
            return Err(Refusal::VisitHeld);
        }
        if self.known.open_since(id).is_some() {
            return Err(Refusal::VisitBegun);
        }
        Ok(Event::VisitNotHeld {
            visit: id.to_owned(),
            how,
            reason: needed(reason)?,
        })
    }

    pub(super) fn rate(
        &self,
        id: &str,
        safe: u8,
        understood: u8,
        mode: Option<Mode>,
    ) -> Result<Event, Refusal> {
        let visit = self.visit_for_entry(Some(id))?.unwrap_or_default();
        if safe > 10 || understood > 10 {
            return Err(Refusal::DoesNotFit);
        }
        if self.known.fate(id).rated.is_some() {
            return Err(Refusal::AlreadyRated);
        }
        Ok(Event::AllianceRated {
            visit,
            safe,
            understood,
            mode,
        })
    }

    pub(super) fn reflect(&self, id: &str, said: &str) -> Result<Event, Refusal> {
        let visit = self.visit_for_entry(Some(id))?.unwrap_or_default();
        Ok(Event::Reflected {
            visit,
            words: words(said, WORDS_CHARS_MAX)?,
        })
    }
}
