//! What waits in packets, for Today.

use crate::packets::{ThreadLine, ThreadSide};
use companion::review::Piece;
use companion::{Companion, Error};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// A packet in which something waits for whoever opened the vault.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct ReviewWaits {
    pub thread: String,
    pub side: ThreadSide,
    pub code: String,
    pub purpose: String,
    /// Who sealed it; on the author's side: who reads it.
    pub others: Vec<String>,
    /// What was not looked at, while there is no decision.
    pub unseen: u32,
    /// The looker decides, and has not.
    pub undecided: bool,
    /// Own queries that were answered and not closed.
    pub to_close: u32,
    /// Queries without an answer.
    pub to_answer: u32,
    /// Reviewers by whose decision it is given back.
    pub given_back: u32,
    /// Names of the reviewers who took back what they had accepted, where nobody said that they saw it.
    pub taken_back: Vec<String>,
    /// What lay in the packet that they had accepted: numbers of sessions.
    pub sessions: Vec<u16>,
    /// The same: titles of parts of the course.
    pub parts: Vec<String>,
    /// Rows that are in no answer yet.
    pub unsent: u32,
}

impl ReviewWaits {
    /// Every one of them, the latest first.
    pub fn all(companion: &mut Companion) -> Result<Vec<ReviewWaits>, Error> {
        let count = |count| u32::try_from(count).unwrap_or(u32::MAX);
        let waiting = companion.reviews_waiting()?;
        let line = |one: &companion::review::Waiting| {
            let line = ThreadLine::of(companion, &one.thread)?;
            let sessions = one.of.iter().filter_map(|piece| match piece {
                Piece::Session(number) => Some(*number),
                Piece::Part(_) => None,
            });
            let parts = one.of.iter().filter_map(|piece| match piece {
                Piece::Session(_) => None,
                Piece::Part(title) => Some(title.clone()),
            });
            Ok(ReviewWaits {
                thread: line.thread,
                side: line.side,
                code: line.code,
                purpose: line.purpose,
                others: match line.side {
                    ThreadSide::Author => line.readers.into_iter().map(|one| one.name).collect(),
                    ThreadSide::Reviewer => vec![line.author],
                },
                unseen: count(one.waits.unseen),
                undecided: one.waits.undecided,
                to_close: count(one.waits.to_close),
                to_answer: count(one.waits.to_answer),
                given_back: count(one.waits.given_back),
                taken_back: one.taken_back.clone(),
                sessions: sessions.collect(),
                parts: parts.collect(),
                unsent: count(one.waits.unsent),
            })
        };
        waiting.iter().map(line).collect()
    }
}
