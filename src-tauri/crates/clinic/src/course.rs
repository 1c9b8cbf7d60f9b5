//! A client's course: what is known of a client outside the dosing sessions, row by row. Past tense, append-only.
//!
//! Acts become rows ([`Course::decide`]); the state is the replay of the rows. A correction strikes a row with a reason and
//! leaves it where it was.

pub mod event;

#[cfg(test)]
mod tests;

use crate::id::PersonId;
use crate::measure::{Answers, Asked, BadAnswers, Measure, Rule};
use crate::time::{Date, Stamp};
use event::{Event, FindingKept, MeasureTaken, Mode, Recorded, ScoreKept};

/// Longest reason or occasion, in characters.
pub const TEXT_CHARS_MAX: usize = 1_000;
/// Most rows of one course.
pub const ROWS_MAX: usize = 20_000;

/// What a person wants kept.
#[derive(Debug, Clone)]
pub enum Act<'a> {
    /// A measure was taken.
    TakeMeasure {
        /// The version that was used.
        measure: &'a Measure,
        /// Digest of its file, hex.
        digest: &'a str,
        /// Who answered.
        mode: Mode,
        /// Raw answers; what is absent was not answered.
        answers: Answers,
        /// What it was taken for, in the clinic's words; may be empty.
        occasion: &'a str,
    },
    /// A row is struck: it stays, and no longer counts.
    Strike {
        /// Which row.
        seq: u64,
        /// Why.
        reason: &'a str,
    },
}

/// Why an act was not done. No client words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Answers that do not belong to the measure.
    #[error("answers that do not fit: {0}")]
    Answers(#[from] BadAnswers),
    /// Not one answer.
    #[error("nothing was answered")]
    NothingAnswered,
    /// A measure for trained people answered by the client alone, or the other way round.
    #[error("this measure is not taken that way")]
    ModeNotAllowed,
    /// Later than today.
    #[error("that day has not come")]
    InFuture,
    /// No such row.
    #[error("no such entry")]
    NoSuchRow,
    /// It was struck before.
    #[error("it is struck already")]
    AlreadyStruck,
    /// A reason is needed.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// Too many characters.
    #[error("too long: at most {most} characters")]
    TooLong {
        /// At most.
        most: usize,
    },
    /// The course holds as many rows as it may.
    #[error("the course is full")]
    Full,
}

/// The state of a course: its rows, and which of them are struck.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    rows: Vec<Recorded>,
    struck: std::collections::BTreeSet<u64>,
}

impl Course {
    /// The state after these rows.
    pub fn replay(rows: impl IntoIterator<Item = Recorded>) -> Course {
        let mut course = Course::default();
        for row in rows {
            course.apply(row);
        }
        course
    }

    /// Takes a row that was kept. Cannot fail.
    pub fn apply(&mut self, row: Recorded) {
        if let Event::Struck { seq, .. } = &row.event {
            self.struck.insert(*seq);
        }
        self.rows.push(row);
    }

    /// Every row, struck ones too.
    pub fn rows(&self) -> &[Recorded] {
        &self.rows
    }

    /// Whether a row was struck.
    pub fn is_struck(&self, seq: u64) -> bool {
        self.struck.contains(&seq)
    }

    /// Measures that count, by the day they were taken, then by entry.
    pub fn measures(&self) -> Vec<(&Recorded, &MeasureTaken)> {
        let mut taken: Vec<(&Recorded, &MeasureTaken)> = self
            .rows
            .iter()
            .filter(|row| !self.is_struck(row.seq))
            .filter_map(|row| match &row.event {
                Event::MeasureTaken(taken) => Some((row, taken)),
                Event::Struck { .. } => None,
            })
            .collect();
        taken.sort_by_key(|(row, _)| (row.on, row.seq));
        taken
    }

    /// What an act brings, or why it does not. `on` is the day it happened; today where nothing is said.
    ///
    /// # Errors
    ///
    /// A [`Refusal`]; nothing was changed.
    pub fn decide(
        &self,
        act: &Act<'_>,
        on: Option<Date>,
        by: PersonId,
        stamp: Stamp,
    ) -> Result<Recorded, Refusal> {
        let today = Date::of(&stamp);
        let on = on.unwrap_or(today);
        if on > today {
            return Err(Refusal::InFuture);
        }
        if self.rows.len() >= ROWS_MAX {
            return Err(Refusal::Full);
        }
        let event = match act {
            Act::TakeMeasure {
                measure,
                digest,
                mode,
                answers,
                occasion,
            } => take(measure, digest, *mode, answers, occasion)?,
            Act::Strike { seq, reason } => self.strike(*seq, reason)?,
        };
        Ok(Recorded {
            seq: self.rows.len() as u64,
            entered: stamp,
            by,
            on,
            event,
        })
    }

    fn strike(&self, seq: u64, reason: &str) -> Result<Event, Refusal> {
        let row = self.rows.iter().find(|row| row.seq == seq);
        if !row.is_some_and(|row| matches!(row.event, Event::MeasureTaken(_))) {
            return Err(Refusal::NoSuchRow);
        }
        if self.is_struck(seq) {
            return Err(Refusal::AlreadyStruck);
        }
        let reason = text(reason)?;
        if reason.is_empty() {
            return Err(Refusal::ReasonNeeded);
        }
        Ok(Event::Struck { seq, reason })
    }
}

/// A text within bounds, without blanks at its ends.
fn text(typed: &str) -> Result<String, Refusal> {
    let typed = typed.trim();
    if typed.chars().count() > TEXT_CHARS_MAX {
        return Err(Refusal::TooLong {
            most: TEXT_CHARS_MAX,
        });
    }
    Ok(typed.to_owned())
}

fn take(
    measure: &Measure,
    digest: &str,
    mode: Mode,
    answers: &Answers,
    occasion: &str,
) -> Result<Event, Refusal> {
    if answers.is_empty() {
        return Err(Refusal::NothingAnswered);
    }
    let entered_only = measure.items.is_empty();
    let fits = match mode {
        Mode::Client => measure.asked != Asked::Interviewer && !entered_only,
        Mode::Asked => measure.asked != Asked::Client && !entered_only,
        // Somebody may always carry over what was filled in on paper.
        Mode::Entered => true,
    };
    if !fits {
        return Err(Refusal::ModeNotAllowed);
    }
    measure.fits(answers)?;
    let scored = crate::measure::score(measure, answers);
    let typed = |id: &String| {
        let score = measure.score_of(id);
        score.is_some_and(|score| score.rule == Rule::Entered)
    };
    let scores = scored.scores.iter().map(|(id, outcome)| ScoreKept {
        id: id.clone(),
        value: outcome.value(),
        missing: outcome.missing(),
        entered: typed(id),
    });
    let findings = scored.findings.iter().map(|(id, holds)| FindingKept {
        id: id.clone(),
        holds: *holds,
    });
    let stops = measure.stops(answers).into_iter();
    Ok(Event::MeasureTaken(MeasureTaken {
        measure: measure.name(),
        digest: digest.to_owned(),
        mode,
        occasion: text(occasion)?,
        scorer: crate::measure::SCORER,
        scores: scores.collect(),
        findings: findings.collect(),
        stops: stops.map(|item| item.id.clone()).collect(),
        answers: answers.clone(),
    }))
}
