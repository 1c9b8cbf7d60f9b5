//! Adverse events: written down, and what became of them. They are heard at any time, in a closed course too.

use super::{Case, words};
use crate::course::event::{
    AdverseNoted, AdverseOutcome, Event, Seriousness, Suspect, TreatmentAction,
};
use crate::course::known::Adverse;
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
        let known = self.known_adverse(adverse)?;
        if known.outcome().is_some_and(AdverseOutcome::is_over) {
            return Err(Refusal::AlreadyOver);
        }
        self.not_before(known.last.map_or(known.row.on, |(row, ..)| row.on))?;
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

    pub(super) fn judge_adverse(
        &self,
        adverse: u64,
        suspects: &[Suspect],
        (expected, action): (bool, TreatmentAction),
        said: &str,
    ) -> Result<Event, Refusal> {
        self.not_before(self.known_adverse(adverse)?.row.on)?;
        let suspects: BTreeSet<Suspect> = suspects.iter().copied().collect();
        Ok(Event::AdverseJudged {
            adverse,
            suspects: suspects.into_iter().collect(),
            expected,
            action,
            words: words(said, WORDS_CHARS_MAX)?,
        })
    }

    pub(super) fn report_adverse(
        &self,
        adverse: u64,
        report: &str,
        said: &str,
    ) -> Result<Event, Refusal> {
        let known = self.known_adverse(adverse)?;
        self.not_before(known.row.on)?;
        if !self.plan().reports.iter().any(|one| one.id == report) {
            return Err(Refusal::Unknown { what: "report" });
        }
        // One more to the same address is a report too: what was learned later is sent after it.
        Ok(Event::AdverseReported {
            adverse,
            report: report.to_owned(),
            words: words(said, WORDS_CHARS_MAX)?,
        })
    }

    fn known_adverse(&self, adverse: u64) -> Result<&Adverse<'_>, Refusal> {
        self.known.adverse.get(&adverse).ok_or(Refusal::NoSuchRow)
    }

    fn not_before(&self, on: Date) -> Result<(), Refusal> {
        if self.on < on {
            return Err(Refusal::BeforeThat {
                after: "entry".to_owned(),
                on,
            });
        }
        Ok(())
    }
}
