//! Adverse events: written down, and what became of them. They are heard at any time, in a closed course too.

use super::{Case, words};
use crate::course::event::{AdverseNoted, AdverseOutcome, Event, Seriousness};
use crate::course::refusal::Refusal;
use crate::course::{TEXT_CHARS_MAX, WORDS_CHARS_MAX};
use crate::time::Date;
use std::collections::BTreeSet;

/// Grade of an adverse event of which the client died.
const DEATH: u8 = 5;

impl Case<'_> {
    pub(super) fn adverse(
        &self,
        term: &str,
        onset: Option<Date>,
        (grade, serious): (u8, &[Seriousness]),
        said: &str,
        visit: Option<&str>,
    ) -> Result<Event, Refusal> {
        let onset = onset.unwrap_or(self.on);
        if onset > self.on {
            return Err(Refusal::InFuture);
        }
        let serious: BTreeSet<Seriousness> = serious.iter().copied().collect();
        // A death is a death by its grade and by its criterion.
        if !(1..=DEATH).contains(&grade)
            || (grade == DEATH) != serious.contains(&Seriousness::Death)
        {
            return Err(Refusal::DoesNotFit);
        }
        Ok(Event::AdverseNoted(AdverseNoted {
            term: words(term, TEXT_CHARS_MAX)?,
            onset,
            grade,
            serious: serious.into_iter().collect(),
            words: words(said, WORDS_CHARS_MAX)?,
            visit: self.visit_for_entry(visit)?,
        }))
    }

    pub(super) fn follow_adverse(
        &self,
        adverse: u64,
        grade: u8,
        outcome: AdverseOutcome,
        said: &str,
    ) -> Result<Event, Refusal> {
        let known = self.known.adverse.get(&adverse).ok_or(Refusal::NoSuchRow)?;
        if known.outcome().is_some_and(AdverseOutcome::is_over) {
            return Err(Refusal::AlreadyOver);
        }
        let last = known.last.map_or(known.row.on, |(row, ..)| row.on);
        if self.on < last {
            return Err(Refusal::BeforeThat {
                after: "entry".to_owned(),
                on: last,
            });
        }
        // The highest grade so far does not fall; the event of which a client dies is of the last grade.
        if !(known.grade()..=DEATH).contains(&grade)
            || (grade == DEATH) != (outcome == AdverseOutcome::Fatal)
        {
            return Err(Refusal::DoesNotFit);
        }
        Ok(Event::AdverseFollowed {
            adverse,
            grade,
            outcome,
            words: words(said, WORDS_CHARS_MAX)?,
        })
    }
}
