//! Touch: agreed sober, made narrower at any time, refused at any time, and each touch as it was.

use super::{By, Draft, some_words, words};
use crate::id::PersonId;
use crate::session::event::{Author, Dose, Event};
use crate::session::refusal::{Refusal, TOUCH_MAX, TOUCH_PARTS_MAX, TOUCH_PEOPLE_MAX};
use crate::session::touch::{AgreementView, TouchAgreement, TouchDone, covers};
use crate::time::Span;

impl Draft<'_> {
    /// Said before dose 1: where nothing was carried in, or once more and no wider than what was.
    pub(super) fn agree_touch(&mut self, by: By, agreed: &TouchAgreement) -> Result<(), Refusal> {
        if self.state.dose(Dose::First).is_some() {
            return Err(Refusal::NotWhileDosed);
        }
        if self
            .agreement_now()
            .is_some_and(|known| self.is_wider(agreed, &known))
        {
            return Err(Refusal::TouchAgreed);
        }
        if agreed.parts.len() > TOUCH_PARTS_MAX {
            return Err(Refusal::TooMany {
                limit: TOUCH_PARTS_MAX,
            });
        }
        agreed.parts.iter().try_for_each(|part| some_words(part))?;
        agreed.people.iter().try_for_each(|one| self.known(*one))?;
        words(&agreed.stop)?;
        words(&agreed.text)?;
        self.say(by, agreed.clone().event(false));
        Ok(())
    }

    /// Takes a part away, or all touch; what runs of it ends.
    pub(super) fn narrow_touch(&mut self, by: By, part: &str, text: &str) -> Result<(), Refusal> {
        words(text)?;
        words(part)?;
        let part = part.trim();
        let agreed = self.agreement_now().ok_or(Refusal::NoTouchAgreement)?;
        let mut gone = agreed.withdrawn.iter();
        if gone.any(|less| less.is_empty() || covers(less, part))
            || (part.is_empty() && agreed.parts.is_empty())
        {
            return Err(Refusal::Already);
        }
        let within = |known: &String| covers(known, part) || covers(part, known);
        if !part.is_empty() && !agreed.parts.iter().any(within) {
            return Err(Refusal::NotInAgreement);
        }
        let event = Event::TouchNarrowed {
            part: part.to_owned(),
            text: text.to_owned(),
        };
        self.say(by, event);
        self.end_running(by, part);
        Ok(())
    }

    /// No, or stop: at any time, of anything, agreed or not.
    pub(super) fn refuse_touch(&mut self, by: By, part: &str, text: &str) -> Result<(), Refusal> {
        words(text)?;
        words(part)?;
        let part = part.trim();
        let event = Event::TouchRefused {
            part: part.to_owned(),
            text: text.to_owned(),
        };
        self.say(by, event);
        self.end_running(by, part);
        Ok(())
    }

    /// Whatever was agreed: what happened is recorded. How it stands to the agreement is worked out.
    pub(super) fn touch(&mut self, by: By, done: &TouchDone) -> Result<(), Refusal> {
        words(&done.text)?;
        words(&done.consent)?;
        if done.need.is_some() {
            words(&done.part)?;
        } else {
            some_words(&done.part)?;
        }
        if done.people.len() > TOUCH_PEOPLE_MAX {
            return Err(Refusal::TooMany {
                limit: TOUCH_PEOPLE_MAX,
            });
        }
        done.people.iter().try_for_each(|one| self.known(*one))?;
        if let Some(length) = done.length {
            if length <= Span::ZERO || length > TOUCH_MAX {
                return Err(Refusal::OutOfRange);
            }
            if by.happened + length > self.now {
                return Err(Refusal::HappenedInFuture);
            }
        }
        let mut people = done.people.clone();
        if people.is_empty() {
            people.push(by.person);
        }
        people.dedup();
        self.say(
            by,
            Event::Touched {
                part: done.part.trim().to_owned(),
                text: done.text.clone(),
                people,
                asked: done.asked,
                consent: done.consent.clone(),
                length: done.length,
                need: done.need,
            },
        );
        Ok(())
    }

    pub(super) fn end_touch(&mut self, by: By, touch: u64) -> Result<(), Refusal> {
        let open = self.state.touches.get(&touch);
        let open = open.filter(|touch| touch.until.is_none());
        let since = open.ok_or(Refusal::NothingSuchOpen)?.at;
        if by.happened < since {
            return Err(Refusal::HappenedTooEarly);
        }
        self.say(by, Event::TouchEnded { touch });
        Ok(())
    }

    /// What runs of a part that is taken away ends then; one that is told to have begun later, when it began.
    fn end_running(&mut self, by: By, part: &str) {
        for (touch, since) in self.state.touches_ended_by(part) {
            let event = Event::TouchEnded { touch };
            self.push(by.happened.max(since), Author::Person(by.person), event);
        }
    }

    fn is_wider(&self, agreed: &TouchAgreement, known: &AgreementView) -> bool {
        let within = |part: &String| {
            known.parts.iter().any(|wide| covers(wide, part))
                && !known.withdrawn.iter().any(|less| covers(less, part))
        };
        let therapist = |one: &PersonId| {
            let mut people = self.state.people.iter();
            people.any(|person| person.id == *one && person.is_therapist())
        };
        let meant = |one: &PersonId| match known.people.as_slice() {
            [] => therapist(one),
            people => people.contains(one),
        };
        let everybody = agreed.people.is_empty() && !known.people.is_empty();
        everybody || !agreed.parts.iter().all(within) || !agreed.people.iter().all(meant)
    }

    fn agreement_now(&self) -> Option<AgreementView> {
        self.state.agreement(self.now, u64::MAX)
    }
}
