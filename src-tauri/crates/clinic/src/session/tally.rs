//! A session in a handful of counts and lengths, to be laid beside other sessions of the same people. Values only, never a verdict.

use super::Session;
use super::board::DeviationKind;
use super::event::Event;
use super::eyes::Concern;
use crate::id::PersonId;
use crate::time::{Elapsed, Span};
use std::collections::BTreeSet;

/// What is counted of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// From its opening to its last entry.
    pub length: Span,
    /// *Not now*.
    pub put_off: u32,
    /// Those of them that were the second in a row, or more.
    pub put_off_again: u32,
    /// Checks that the protocol asks for and that were taken late.
    pub late: u32,
    /// Those that were not taken.
    pub missed: u32,
    /// Entries that were written down long after they happened.
    pub entered_late: u32,
    /// Touches.
    pub touches: u32,
    /// How long they were, all together.
    pub touch: Span,
    /// Those of them that lay outside the agreement.
    pub touch_outside: u32,
    /// After dose 1 with fewer therapists in the room than the protocol asks for, all stretches together.
    pub alone: Span,
    /// The machine did not watch, all stretches together.
    pub gaps: Span,
}

impl Session {
    /// Its counts and lengths.
    pub fn tally(&self) -> Tally {
        let end = self.rows.last().map_or(Elapsed(0), |row| row.elapsed);
        let mut tally = Tally {
            length: end - Elapsed(0),
            put_off: 0,
            put_off_again: 0,
            late: 0,
            missed: 0,
            entered_late: 0,
            touches: 0,
            touch: Span::ZERO,
            touch_outside: 0,
            alone: Span::ZERO,
            gaps: Span::ZERO,
        };
        for row in &self.rows {
            match &row.event {
                Event::Deferred { in_a_row, .. } => {
                    tally.put_off += 1;
                    tally.put_off_again += u32::from(*in_a_row > 1);
                }
                Event::Gap { from, to, .. } => tally.gaps = Span(tally.gaps.0 + (*to - *from).0),
                _ => {}
            }
        }
        for eye in self.eyes() {
            match eye.concern {
                Concern::EnteredLate { .. } => tally.entered_late += 1,
                Concern::Deviation(deviation) => match deviation.kind {
                    DeviationKind::Late(_) => tally.late += 1,
                    DeviationKind::Missed(_) => tally.missed += 1,
                    _ => {}
                },
                _ => {}
            }
        }
        for touch in self.state.touch_views() {
            tally.touches += 1;
            tally.touch_outside += u32::from(touch.outside.is_some());
            tally.touch = tally.touch + (touch.until.unwrap_or(end) - touch.from);
        }
        for alone in self.state.alone() {
            let until = alone.until.unwrap_or(end);
            tally.alone = Span(tally.alone.0 + (until - alone.from).0);
        }
        tally
    }

    /// The therapists who were in the room; where nobody is recorded as having come in, those whom the session was opened with.
    pub fn pair(&self) -> BTreeSet<PersonId> {
        let therapists = || self.people().iter().filter(|person| person.is_therapist());
        let came: BTreeSet<PersonId> = self
            .rows
            .iter()
            .filter_map(|row| match &row.event {
                Event::CameIn { person } => Some(*person),
                _ => None,
            })
            .collect();
        let there: BTreeSet<PersonId> = therapists()
            .map(|person| person.id)
            .filter(|id| came.contains(id))
            .collect();
        if there.is_empty() {
            therapists().map(|person| person.id).collect()
        } else {
            there
        }
    }
}
