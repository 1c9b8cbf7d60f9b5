//! Adverse events, as they stand.

use crate::course::event::{AdverseOutcome, Event, Seriousness, Suspect, TreatmentAction};
use crate::course::known::{Adverse, Known};
use crate::id::PersonId;
use crate::protocol::course::ReportOn;
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
    /// What brought it about, as it was judged last.
    pub judged: Option<Judged>,
    /// Reports that the protocol asks for on such an event, and those that were made.
    pub reports: Vec<ReportNow>,
}

/// What brought an adverse event about, as somebody judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// On that day.
    pub on: Date,
    /// What it may come of.
    pub suspects: Vec<Suspect>,
    /// It is among the effects that are known to happen.
    pub expected: bool,
    /// What was done about the treatment.
    pub action: TreatmentAction,
}

/// A report on an adverse event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportNow {
    /// Short name in the protocol.
    pub id: String,
    /// To whom.
    pub title: String,
    /// The last day on which it is in time: counted from the day on which the event was told.
    pub due: Date,
    /// Line of the protocol.
    pub line: u16,
    /// The day on which it was made; none: it waits.
    pub made: Option<Date>,
}

impl AdverseNow {
    /// Whether somebody still has to look after it.
    pub fn is_open(&self) -> bool {
        !self.outcome.is_some_and(|(_, outcome)| outcome.is_over())
    }

    /// Whether anything about it is still to be done.
    pub fn waits(&self) -> bool {
        self.is_open() || self.reports.iter().any(|report| report.made.is_none())
    }
}

/// Every adverse event, by when it was written down.
pub(super) fn adverse(known: &Known<'_>) -> Vec<AdverseNow> {
    let judged = |one: &Adverse<'_>| {
        let row = one.judged?;
        match &row.event {
            Event::AdverseJudged {
                suspects,
                expected,
                action,
                ..
            } => Some(Judged {
                on: row.on,
                suspects: suspects.clone(),
                expected: *expected,
                action: *action,
            }),
            _ => None,
        }
    };
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
            reports: reports(known, one, judged(one).as_ref()),
            judged: judged(one),
        }
    });
    now.collect()
}

/// What the protocol asks for, and what was made although it asks no longer.
fn reports(known: &Known<'_>, one: &Adverse<'_>, judged: Option<&Judged>) -> Vec<ReportNow> {
    let serious = !one.noted.serious.is_empty();
    let expected = judged.is_some_and(|judged| judged.expected);
    let threatening = [Seriousness::Death, Seriousness::LifeThreatening];
    let grave = one
        .noted
        .serious
        .iter()
        .any(|one| threatening.contains(one))
        || one.outcome() == Some(AdverseOutcome::Fatal);
    let asked = |on: ReportOn| match on {
        ReportOn::Any => true,
        ReportOn::Serious => serious,
        ReportOn::SeriousUnexpected => serious && !expected,
        ReportOn::GraveUnexpected => grave && !expected,
    };
    let now = known.plan.reports.iter().filter_map(|report| {
        let made = one.reported.get(report.id.as_str()).map(|row| row.on);
        if made.is_none() && !asked(report.on) {
            return None;
        }
        Some(ReportNow {
            id: report.id.clone(),
            title: report.title.clone(),
            due: one.row.on.plus_days(i64::from(report.within))?,
            line: report.cite.line,
            made,
        })
    });
    now.collect()
}
