//! What of a course is shown on its own: a visit, the calls of a day, an adverse event, that two people went past a gate. A packet carries
//! such parts and nothing of the course around them.
//!
//! # What is settled here
//!
//! - **A part** is every row that speaks of it, with what struck or amended such a row, in the order of the course. Rows keep their numbers.
//! - **How it stood** in its author's record (signed, locked, reports that wait) is told beside it: it cannot be worked out from a part.
//! - **What needs eyes** is a function of both, never a verdict.

use super::event::{ContactMade, Event, Recorded};
use super::{Amendment, Course};
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[cfg(test)]
mod tests;

/// A part of a course.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// A visit, by its name. A visit's name holds no stroke.
    Visit(String),
    /// Every try to call the client on one day after a dosing visit.
    Call {
        /// Dosing visit that it comes after.
        after: String,
        /// Which day after it.
        day: u16,
    },
    /// An adverse event, by the row that told it.
    Adverse(u64),
    /// That two people went past a gate.
    Gate(String),
}

impl std::fmt::Display for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Piece::Visit(visit) => f.write_str(visit),
            Piece::Call { after, day } => write!(f, "call/{after}/{day}"),
            Piece::Adverse(row) => write!(f, "adverse/{row}"),
            Piece::Gate(gate) => write!(f, "gate/{gate}"),
        }
    }
}

/// A text that names no part of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no part of a course")]
pub struct NoPiece;

impl std::str::FromStr for Piece {
    type Err = NoPiece;
    fn from_str(text: &str) -> Result<Piece, NoPiece> {
        let words: Vec<&str> = text.split('/').collect();
        let piece = match words.as_slice() {
            [visit] if !visit.is_empty() => Piece::Visit((*visit).to_owned()),
            ["call", after, day] => Piece::Call {
                after: (*after).to_owned(),
                day: day.parse().map_err(|_| NoPiece)?,
            },
            ["adverse", row] => Piece::Adverse(row.parse().map_err(|_| NoPiece)?),
            ["gate", gate] => Piece::Gate((*gate).to_owned()),
            _ => return Err(NoPiece),
        };
        // Written the one way only.
        (piece.to_string() == text).then_some(piece).ok_or(NoPiece)
    }
}

/// Numbers of the rows that a part is made of.
pub fn rows_of(rows: &[Recorded], piece: &Piece) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    for row in rows {
        let of = match (&row.event, piece) {
            (
                Event::Struck { seq, .. }
                | Event::Amended {
                    session: None, seq, ..
                },
                _,
            ) => found.contains(seq),
            (
                Event::Unlocked {
                    visit: Some(of), ..
                }
                | Event::AllianceRated { visit: of, .. }
                | Event::Reflected { visit: of, .. },
                Piece::Visit(visit),
            ) => of == visit,
            (
                Event::PracticeAgreed {
                    insight: Some(seq), ..
                },
                Piece::Visit(_),
            ) => found.contains(seq),
            (event, Piece::Visit(visit)) => event.of_visit() == Some(visit.as_str()),
            (
                Event::ContactMade(ContactMade { after, day, .. })
                | Event::ContactNotReached { after, day, .. },
                Piece::Call {
                    after: called,
                    day: on,
                },
            ) => after == called && day == on,
            (event, Piece::Adverse(first)) => event.of_adverse(row.seq) == Some(*first),
            (Event::GateOverridden { gate, .. }, Piece::Gate(past)) => gate == past,
            _ => false,
        };
        if of {
            found.insert(row.seq);
        }
    }
    found
}

impl Course {
    /// Calls, adverse events and gates that were gone past which stand in it, oldest first. Visits are the standing's to name.
    pub fn pieces(&self) -> Vec<(Piece, Date)> {
        let mut all: Vec<(Piece, Date)> = Vec::new();
        for row in self.rows().iter().filter(|row| !self.is_struck(row.seq)) {
            let piece = match &row.event {
                Event::ContactMade(ContactMade { after, day, .. })
                | Event::ContactNotReached { after, day, .. } => Piece::Call {
                    after: after.clone(),
                    day: *day,
                },
                Event::AdverseNoted(_) => Piece::Adverse(row.seq),
                Event::GateOverridden { gate, .. } => Piece::Gate(gate.clone()),
                _ => continue,
            };
            if !all.iter().any(|(known, _)| *known == piece) {
                all.push((piece, row.on));
            }
        }
        all
    }
}

/// How a signature stood under a part, in its author's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signed {
    /// Such a part is not signed.
    Never,
    /// Its author did not sign it yet.
    NotYet,
    /// Its author's signature reaches to its end.
    Holds,
    /// More was added since it was signed.
    AddedSince,
    /// Unlocked since: the signature counts no longer.
    Voided,
}

/// A part as it stood in its author's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PieceTold {
    /// Which, as [`Piece`] is written.
    pub part: String,
    /// Words for it: the visit's title, the event's term.
    pub title: String,
    /// The day it was held or told.
    pub on: Date,
    /// How it is signed.
    pub signed: Signed,
    /// It is locked as finished.
    pub locked: bool,
    /// Days outside the visit's window: below nought before it, above nought after it.
    pub outside: i64,
    /// To whom reports on it are asked for and not recorded as made.
    pub owed: Vec<String>,
}

/// Something in a part that needs eyes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eye {
    /// Names it for as long as the packet stands.
    pub key: String,
    /// The day.
    pub on: Date,
    /// The row to look at.
    pub entry: u64,
    /// Which part, by its place in the packet.
    pub piece: usize,
    /// What.
    pub concern: Concern,
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// Its author's signature is missing, does not reach its end, or counts no longer.
    Signature(Signed),
    /// It was held outside its window.
    OutOfWindow {
        /// Days: below nought before it, above nought after it.
        days: i64,
    },
    /// The client was called and nobody is recorded as having reached them.
    NotReached,
    /// An answer of a call that the protocol flags.
    Flagged,
    /// An adverse event that is serious.
    Serious,
    /// A report is not recorded as made.
    ReportOwed {
        /// To whom.
        to: String,
    },
    /// Two people went past a gate.
    Overridden,
    /// Words were amended.
    Amended,
    /// An entry was struck.
    Struck,
    /// It was unlocked after it had been finished.
    Unlocked,
    /// Whoever looks accepted it in another packet, and its rows are others since.
    ChangedSinceAccepted,
    /// Entered on a later day than it happened.
    EnteredLate {
        /// Days after.
        days: i64,
    },
}

/// Parts of a course with their rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    rows: Vec<Recorded>,
    struck: BTreeSet<u64>,
    pieces: Vec<(PieceTold, BTreeSet<u64>)>,
}

impl Excerpt {
    /// The parts that these rows tell; none: rows out of order, a row of no part, a part without a row, or one named twice.
    pub fn of(rows: Vec<Recorded>, told: Vec<PieceTold>) -> Option<Excerpt> {
        if !rows.windows(2).all(|two| two[0].seq < two[1].seq) {
            return None;
        }
        let mut pieces: Vec<(PieceTold, BTreeSet<u64>)> = Vec::new();
        for told in told {
            let piece = told.part.parse().ok()?;
            let of = rows_of(&rows, &piece);
            let again = pieces.iter().any(|(known, _)| known.part == told.part);
            if again || of.is_empty() {
                return None;
            }
            pieces.push((told, of));
        }
        let all: BTreeSet<u64> = pieces.iter().flat_map(|(_, of)| of).copied().collect();
        if pieces.is_empty() || all.len() != rows.len() {
            return None;
        }
        let struck = rows.iter().filter_map(|row| match &row.event {
            Event::Struck { seq, .. } => Some(*seq),
            _ => None,
        });
        Some(Excerpt {
            struck: struck.collect(),
            rows,
            pieces,
        })
    }

    /// Every row, in the order of the course.
    pub fn rows(&self) -> &[Recorded] {
        &self.rows
    }

    /// A row by its number.
    pub fn row(&self, seq: u64) -> Option<&Recorded> {
        self.rows.iter().find(|row| row.seq == seq)
    }

    /// Whether a row was struck.
    pub fn is_struck(&self, seq: u64) -> bool {
        self.struck.contains(&seq)
    }

    /// Each part with the numbers of its rows.
    pub fn pieces(&self) -> &[(PieceTold, BTreeSet<u64>)] {
        &self.pieces
    }

    /// How rows should read, the latest of each.
    pub fn amendments(&self) -> BTreeMap<u64, Amendment<'_>> {
        let amended = self.rows.iter().filter_map(|row| match &row.event {
            Event::Amended {
                session: None,
                seq,
                words,
                reason,
            } => Some((
                *seq,
                Amendment {
                    row,
                    seq: *seq,
                    words,
                    reason,
                },
            )),
            _ => None,
        });
        amended.collect()
    }

    /// Everything that needs eyes, part by part, by row.
    pub fn eyes(&self) -> Vec<Eye> {
        let mut all = Vec::new();
        for (at, (told, of)) in self.pieces.iter().enumerate() {
            let rows: Vec<&Recorded> = self
                .rows
                .iter()
                .filter(|row| of.contains(&row.seq))
                .collect();
            self.eyes_of(at, told, &rows, &mut all);
        }
        all
    }

    fn eyes_of(&self, piece: usize, told: &PieceTold, rows: &[&Recorded], all: &mut Vec<Eye>) {
        let first = rows.first().map_or(0, |row| row.seq);
        let part = &told.part;
        let mut whole = |word: &str, concern| {
            all.push(Eye {
                key: format!("{word}/{part}"),
                on: told.on,
                entry: first,
                piece,
                concern,
            });
        };
        if matches!(
            told.signed,
            Signed::NotYet | Signed::AddedSince | Signed::Voided
        ) {
            whole("signature", Concern::Signature(told.signed));
        }
        if told.outside != 0 {
            let days = told.outside;
            whole("out_of_window", Concern::OutOfWindow { days });
        }
        let stands = |row: &&&Recorded| !self.is_struck(row.seq);
        let tried = |row: &&&Recorded| matches!(row.event, Event::ContactNotReached { .. });
        let reached = |row: &&&Recorded| matches!(row.event, Event::ContactMade(_));
        if rows.iter().filter(stands).any(|row| tried(&row))
            && !rows.iter().filter(stands).any(|row| reached(&row))
        {
            whole("not_reached", Concern::NotReached);
        }
        for (n, to) in told.owed.iter().enumerate() {
            let to = to.clone();
            whole(&format!("report_owed/{n}"), Concern::ReportOwed { to });
        }
        for row in rows {
            let mut one = |word: &str, concern| {
                all.push(Eye {
                    key: format!("{word}/{}", row.seq),
                    on: row.on,
                    entry: row.seq,
                    piece,
                    concern,
                });
            };
            match &row.event {
                Event::ContactMade(made) if !made.flags.is_empty() => {
                    one("flagged", Concern::Flagged);
                }
                Event::AdverseNoted(noted) if !noted.serious.is_empty() => {
                    one("serious", Concern::Serious);
                }
                Event::GateOverridden { .. } => one("overridden", Concern::Overridden),
                Event::Amended { .. } => one("amended", Concern::Amended),
                Event::Struck { .. } => one("struck", Concern::Struck),
                Event::Unlocked { .. } => one("unlocked", Concern::Unlocked),
                _ => {}
            }
            let days = row.on.days_to(Date::of(&row.entered));
            if days > 0 && row.event.is_account() {
                one("entered_late", Concern::EnteredLate { days });
            }
        }
    }
}
