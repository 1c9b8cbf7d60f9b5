//! A client's course: what is known of a client outside the dosing sessions, row by row. Past tense, append-only.
//!
//! Acts become rows ([`Course::decide`]); the state is the replay of the rows. A correction strikes a row with a reason and
//! leaves it where it was.

mod act;
mod carried_in;
mod decide;
mod earliest;
pub mod event;
pub mod excerpt;
mod fields;
mod known;
mod refusal;
mod source;
mod standing;
mod touch;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod path;
#[cfg(test)]
mod tests;

pub use act::Act;
pub use carried_in::{CarriedIn, CarriedKind, carried_in};
pub use decide::Around;
pub use earliest::earliest;
pub use known::SessionHeld;
pub(crate) use known::measure_id;
pub use refusal::Refusal;
pub use standing::*;
pub use touch::touch_agreed;

use crate::id::{PersonId, SessionId};
use crate::measure::{Answers, Asked, Measure, Rule};
use crate::time::{Date, Stamp};
use event::{Event, FindingKept, MeasureTaken, Mode, Recorded, ScoreKept};

/// Longest reason or occasion, in characters.
pub const TEXT_CHARS_MAX: usize = 1_000;
/// Longest answer in somebody's own words, in characters.
pub const WORDS_CHARS_MAX: usize = 8_000;
/// Most rows of one course.
pub const ROWS_MAX: usize = 20_000;

/// The protocol that a course is under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Under<'a> {
    /// `three-point v1`.
    pub protocol: &'a str,
    /// Digest of its file, hex.
    pub digest: &'a str,
    /// Row in which it was opened under it or moved to it.
    pub row: u64,
}

/// What a row should have said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amendment<'a> {
    /// The row that says so.
    pub row: &'a Recorded,
    /// The row that it speaks of.
    pub seq: u64,
    /// As it should read.
    pub words: &'a str,
    /// Why.
    pub reason: &'a str,
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

    /// Measures with an answer that was not to wait, from a day on, oldest first; each until the same questions were answered again
    /// in another way. One that was left out then, or a score that was carried over, answers none of them.
    pub fn not_waiting(&self, from: Date) -> Vec<(&Recorded, &MeasureTaken)> {
        let stands = self.rows.iter().filter(|row| !self.is_struck(row.seq));
        let mut found: Vec<(&Recorded, &MeasureTaken)> = Vec::new();
        for row in stands {
            let Event::MeasureTaken(kept) = &row.event else {
                continue;
            };
            let asked_again = |one: &MeasureTaken| {
                let mut items = one.stops.iter();
                items.all(|item| kept.answers.contains_key(item) && !kept.stops.contains(item))
            };
            found.retain(|(before, one)| {
                one.id() != kept.id() || before.on > row.on || !asked_again(one)
            });
            if !kept.stops.is_empty() {
                found.push((row, kept));
            }
        }
        found.retain(|(row, _)| row.on >= from);
        found
    }

    /// The visit that a row of this number is part of the account of.
    fn visit_of(&self, seq: u64) -> Option<&str> {
        let row = usize::try_from(seq).ok().and_then(|at| self.rows.get(at));
        row.and_then(|row| row.event.of_visit())
    }

    /// The visit whose account an event changes: by being part of it, or by striking what is. What amends it stands beside it.
    pub fn visit_changed<'a>(&'a self, event: &'a Event) -> Option<&'a str> {
        match event {
            Event::Struck { seq, .. } => self.visit_of(*seq),
            event => event.of_visit(),
        }
    }

    /// The last row that is part of a visit's account, or that struck or amended one; none: nothing was said of it.
    pub fn last_row_of_visit(&self, visit: &str) -> Option<u64> {
        let last = self.rows.iter().rev().find(|row| match &row.event {
            Event::Amended {
                session: None, seq, ..
            } => self.visit_of(*seq) == Some(visit),
            event => self.visit_changed(event) == Some(visit),
        });
        last.map(|row| row.seq)
    }

    /// The last row that speaks of an adverse event, or that struck or amended one that does; none: there is no such event.
    pub fn last_row_of_adverse(&self, adverse: u64) -> Option<u64> {
        let speaks = |seq: u64| {
            let row = usize::try_from(seq).ok().and_then(|at| self.rows.get(at));
            row.is_some_and(|row| row.event.of_adverse(row.seq) == Some(adverse))
        };
        speaks(adverse).then_some(())?;
        let last = self.rows.iter().rev().find(|row| match &row.event {
            Event::Struck { seq, .. }
            | Event::Amended {
                session: None, seq, ..
            } => speaks(*seq),
            event => event.of_adverse(row.seq) == Some(adverse),
        });
        last.map(|row| row.seq)
    }

    /// The last row in which two people went past a gate, or that struck or amended it; none: nobody did.
    pub fn last_row_past_gate(&self, gate: &str) -> Option<u64> {
        let speaks =
            |event: &Event| matches!(event, Event::GateOverridden { gate: of, .. } if of == gate);
        let row = |seq: u64| usize::try_from(seq).ok().and_then(|at| self.rows.get(at));
        let last = self.rows.iter().rev().find(|one| match &one.event {
            Event::Struck { seq, .. }
            | Event::Amended {
                session: None, seq, ..
            } => row(*seq).is_some_and(|row| speaks(&row.event)),
            event => speaks(event),
        });
        last.map(|row| row.seq)
    }

    /// The rows that answer a gate as it stands, with what amended one of them. Rising.
    pub fn rows_of_gate(&self, gate: &GateNow) -> Vec<u64> {
        let mut rows = gate.answered.clone();
        let amended = self.amendments(None).into_iter();
        rows.extend(
            amended
                .filter(|one| gate.answered.contains(&one.seq))
                .map(|one| one.row.seq),
        );
        rows.sort_unstable();
        rows
    }

    /// What stands beside rows of this course or of a session: the amendments, oldest first.
    pub fn amendments(&self, session: Option<SessionId>) -> Vec<Amendment<'_>> {
        let amendments = self.rows.iter().filter_map(move |row| match &row.event {
            Event::Amended {
                session: of,
                seq,
                words,
                reason,
            } if *of == session => Some(Amendment {
                row,
                seq: *seq,
                words,
                reason,
            }),
            _ => None,
        });
        amendments.collect()
    }

    /// Rows that count, by the day on which they happened, then by entry.
    pub fn counted(&self) -> Vec<&Recorded> {
        let mut rows: Vec<&Recorded> = self
            .rows
            .iter()
            .filter(|row| !self.is_struck(row.seq))
            .filter(|row| row.event.is_account())
            .collect();
        rows.sort_by_key(|row| (row.on, row.seq));
        rows
    }

    /// Measures that count, by the day they were taken, then by entry.
    pub fn measures(&self) -> Vec<(&Recorded, &MeasureTaken)> {
        let rows = self.counted().into_iter();
        rows.filter_map(|row| match &row.event {
            Event::MeasureTaken(taken) => Some((row, taken)),
            _ => None,
        })
        .collect()
    }

    /// The protocol that the course is under; none: it was not opened.
    pub fn under(&self) -> Option<Under<'_>> {
        let mut rows = self.rows.iter().rev();
        rows.find_map(|row| match &row.event {
            _ if self.is_struck(row.seq) => None,
            Event::Opened { protocol, digest }
            | Event::Moved {
                to: protocol,
                to_digest: digest,
                ..
            } => Some(Under {
                protocol,
                digest,
                row: row.seq,
            }),
            _ => None,
        })
    }

    /// As [`Course::decide_in`], for what needs no course to be open: measures, strikes, and opening it.
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
        self.decide_in(act, on, by, stamp, &Around::default())
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
