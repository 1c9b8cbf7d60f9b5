//! Adverse events, as they stand.

use crate::course::event::{AdverseOutcome, Seriousness};
use crate::course::known::Known;
use crate::id::PersonId;
use crate::time::Date;

/// An adverse event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdverseNow {
    /// Row in which it was written down.
    pub row: u64,
    /// The day on which it was told.
    pub on: Date,
    /// Who wrote it down.
    pub by: PersonId,
    /// What it is called.
    pub term: String,
    /// The day on which it began.
    pub onset: Date,
    /// The highest grade so far, by CTCAE.
    pub grade: u8,
    /// What makes it serious (ICH E2A); none: it is not.
    pub serious: Vec<Seriousness>,
    /// What happened and what was done.
    pub words: String,
    /// In which visit it was told.
    pub visit: Option<String>,
    /// How it stands, and since when; none: nothing was heard since.
    pub outcome: Option<(Date, AdverseOutcome)>,
}

impl AdverseNow {
    /// Whether somebody still has to look after it.
    pub fn is_open(&self) -> bool {
        !self.outcome.is_some_and(|(_, outcome)| outcome.is_over())
    }
}

/// Every adverse event, by when it was written down.
pub(super) fn adverse(known: &Known<'_>) -> Vec<AdverseNow> {
    let now = known.adverse.values().map(|one| {
        let since = one.last.map_or(one.row.on, |(row, ..)| row.on);
        AdverseNow {
            row: one.row.seq,
            on: one.row.on,
            by: one.row.by,
            term: one.noted.term.clone(),
            onset: one.noted.onset,
            grade: one.grade(),
            serious: one.noted.serious.clone(),
            words: one.noted.words.clone(),
            visit: one.noted.visit.clone(),
            outcome: one.outcome().map(|outcome| (since, outcome)),
        }
    });
    now.collect()
}
