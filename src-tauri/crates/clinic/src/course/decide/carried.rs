//! What is carried on: insights, practices, coping strategies, techniques.

use super::{Case, within, words};
use crate::course::WORDS_CHARS_MAX;
use crate::course::event::{Event, Moment, Outcome};
use crate::course::known::Carried;
use crate::course::refusal::Refusal;
use crate::protocol::course::Technique;
use std::collections::BTreeMap;

impl Case<'_> {
    pub(super) fn insight(
        &self,
        said: &str,
        moment: Option<Moment>,
        visit: Option<&str>,
    ) -> Result<Event, Refusal> {
        if let Some(moment) = moment {
            let mut sessions = self.around.sessions.iter();
            if !sessions.any(|session| session.id == moment.session) {
                return Err(Refusal::Unknown { what: "session" });
            }
        }
        Ok(Event::InsightKept {
            words: words(said, WORDS_CHARS_MAX)?,
            moment,
            visit: self.visit_for_entry(visit)?,
        })
    }

    pub(super) fn practice(&self, said: &str, insight: Option<u64>) -> Result<Event, Refusal> {
        if insight.is_some_and(|row| !self.known.insights.contains_key(&row)) {
            return Err(Refusal::NoSuchRow);
        }
        Ok(Event::PracticeAgreed {
            words: words(said, WORDS_CHARS_MAX)?,
            insight,
        })
    }

    /// Words about something that is carried on, where it is.
    fn review(
        &self,
        all: &BTreeMap<u64, Carried<'_>>,
        row: u64,
        outcome: Outcome,
        said: &str,
    ) -> Result<String, Refusal> {
        let carried = all.get(&row).ok_or(Refusal::NoSuchRow)?;
        if matches!(carried.last, Some((_, Outcome::Dropped))) {
            return Err(Refusal::AlreadyDropped);
        }
        let last = carried.last.map_or(carried.row.on, |(row, _)| row.on);
        if self.on < last {
            return Err(Refusal::BeforeThat {
                after: "entry".to_owned(),
                on: last,
            });
        }
        if outcome == Outcome::Changed {
            return words(said, WORDS_CHARS_MAX);
        }
        within(said, WORDS_CHARS_MAX)
    }

    pub(super) fn review_practice(
        &self,
        practice: u64,
        outcome: Outcome,
        said: &str,
    ) -> Result<Event, Refusal> {
        let words = self.review(&self.known.practices, practice, outcome, said)?;
        Ok(Event::PracticeReviewed {
            practice,
            outcome,
            words,
        })
    }

    pub(super) fn coping(&self, said: &str) -> Result<Event, Refusal> {
        Ok(Event::CopingKept {
            words: words(said, WORDS_CHARS_MAX)?,
        })
    }

    pub(super) fn review_coping(
        &self,
        coping: u64,
        outcome: Outcome,
        said: &str,
    ) -> Result<Event, Refusal> {
        let words = self.review(&self.known.coping, coping, outcome, said)?;
        Ok(Event::CopingReviewed {
            coping,
            outcome,
            words,
        })
    }

    pub(super) fn technique(
        &self,
        technique: Technique,
        guide: Option<&str>,
        said: &str,
        visit: Option<&str>,
    ) -> Result<Event, Refusal> {
        if let Some(id) = guide {
            let mut guides = self.plan().guides.iter();
            let guide = guides
                .find(|guide| guide.id == id)
                .ok_or(Refusal::Unknown { what: "guide" })?;
            if guide.tag != technique {
                return Err(Refusal::DoesNotFit);
            }
        }
        Ok(Event::TechniqueUsed {
            technique,
            guide: guide.map(str::to_owned),
            words: words(said, WORDS_CHARS_MAX)?,
            visit: self.visit_for_entry(visit)?,
        })
    }
}
