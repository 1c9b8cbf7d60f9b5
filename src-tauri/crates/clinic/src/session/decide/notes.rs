//! Lines, stars, strikes, amendments, reported deviations. Nothing is ever taken away: a correction is a row of its own.

use super::{By, Draft, some_words, words};
use crate::session::event::{Author, Dose, Event, Recorded, Voice};
use crate::session::refusal::{Refusal, TAGS_MAX};

impl Draft<'_> {
    pub(super) fn note(
        &mut self,
        by: By,
        text: &str,
        voice: Voice,
        tags: &[String],
        starred: bool,
    ) -> Result<(), Refusal> {
        some_words(text)?;
        if tags.len() > TAGS_MAX {
            return Err(Refusal::TooMany { limit: TAGS_MAX });
        }
        let known = |tag: &String| {
            self.state
                .protocol
                .tags
                .iter()
                .any(|known| known.id == *tag)
        };
        if !tags.iter().all(known) {
            return Err(Refusal::UnknownItem);
        }
        self.say(
            by,
            Event::Noted {
                text: text.to_owned(),
                voice,
                tags: tags.to_vec(),
                starred,
            },
        );
        Ok(())
    }

    pub(super) fn star(&mut self, by: By, target: u64) -> Result<(), Refusal> {
        let row = self.row(target).ok_or(Refusal::NotThatKind)?;
        if !can_be_starred(&row.event) || matches!(row.by, Author::Clock) {
            return Err(Refusal::NotThatKind);
        }
        if self.state.starred.contains(&target) || self.state.struck.contains(&target) {
            return Err(Refusal::Already);
        }
        self.say(by, Event::Starred { target });
        Ok(())
    }

    pub(super) fn strike(&mut self, by: By, target: u64, reason: &str) -> Result<(), Refusal> {
        some_words(reason)?;
        self.own(by, target, can_be_struck)?;
        // After the dose an agreement that was taken back could not be made again.
        let agreement = matches!(
            self.row(target).map(|row| &row.event),
            Some(Event::TouchAgreed { .. })
        );
        if agreement && self.state.dose(Dose::First).is_some() {
            return Err(Refusal::NotWhileDosed);
        }
        self.say(
            by,
            Event::Struck {
                target,
                reason: reason.to_owned(),
            },
        );
        Ok(())
    }

    pub(super) fn amend(
        &mut self,
        by: By,
        target: u64,
        text: &str,
        reason: &str,
    ) -> Result<(), Refusal> {
        some_words(text)?;
        some_words(reason)?;
        self.own(by, target, |event| matches!(event, Event::Noted { .. }))?;
        self.say(
            by,
            Event::Amended {
                target,
                text: text.to_owned(),
                reason: reason.to_owned(),
            },
        );
        Ok(())
    }

    pub(super) fn report(
        &mut self,
        by: By,
        text: &str,
        important: bool,
        action: &str,
    ) -> Result<(), Refusal> {
        some_words(text)?;
        words(action)?;
        self.say(
            by,
            Event::DeviationReported {
                text: text.to_owned(),
                important,
                action: action.to_owned(),
            },
        );
        Ok(())
    }

    /// The target is a row of this person, of a fitting kind, not struck.
    fn own(&self, by: By, target: u64, fits: impl Fn(&Event) -> bool) -> Result<(), Refusal> {
        let row: &Recorded = self.row(target).ok_or(Refusal::NotThatKind)?;
        if !fits(&row.event) {
            return Err(Refusal::NotThatKind);
        }
        if row.by != Author::Person(by.person) {
            return Err(Refusal::NotYours);
        }
        if self.state.struck.contains(&target) {
            return Err(Refusal::Already);
        }
        Ok(())
    }
}

fn can_be_starred(event: &Event) -> bool {
    matches!(
        event,
        Event::Noted { .. }
            | Event::EffectBegan { .. }
            | Event::ReadingTaken { .. }
            | Event::EffectChanged { .. }
    )
}

/// A dose is corrected, a gate answer taken back, an agreement agreed anew; these are struck.
fn can_be_struck(event: &Event) -> bool {
    matches!(
        event,
        Event::ReadingTaken { .. }
            | Event::Noted { .. }
            | Event::NotedApart { .. }
            | Event::EffectBegan { .. }
            | Event::Drank { .. }
            | Event::StepTicked { .. }
            | Event::ContactTold { .. }
            | Event::RedFlagSeen { .. }
            | Event::DeviationReported { .. }
            | Event::Touched { .. }
            | Event::TouchAgreed { carried: false, .. }
    )
}
