//! What waits in packets for whoever opened the vault: Today lists it.

use super::needs;
use crate::packets::{Thread, Way, is_damage};
use crate::{Companion, Error};
use clinic::review::{Side, Waits};

/// A thread in which something waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The thread.
    pub thread: Thread,
    /// What.
    pub waits: Waits,
    /// Printed names of the reviewers who took back what they had accepted.
    pub taken_back: Vec<String>,
    /// What lay in the packet that they had accepted; empty where nothing was taken back, or it cannot be read.
    pub of: Vec<Piece>,
}

/// What lies in a packet, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A session, by its number.
    Session(u16),
    /// A part of the course, by its title.
    Part(String),
}

impl Companion {
    /// Every thread in which something waits for whoever has the pen and has their keys at hand, the latest first.
    pub fn reviews_waiting(&mut self) -> Result<Vec<Waiting>, Error> {
        let mut all = Vec::new();
        for thread in self.threads()? {
            let open = self.open()?;
            if open.part_of(&thread).is_err() {
                continue;
            }
            let me = open.author;
            // A packet that was decided is not read again: nothing in it waits for eyes.
            let wants = thread.packet.row.way == Way::In && thread.review.is_undecided(me);
            let needs = if wants {
                match self.thread_within(thread.packet.row.thread) {
                    Ok(within) => needs(&within.sessions, within.course.as_ref()),
                    // What cannot be read is named in the list of packets; that it waits for a decision stays true.
                    Err(error) if is_damage(&error) => clinic::review::Needs::new(),
                    Err(error) => return Err(error),
                }
            } else {
                clinic::review::Needs::new()
            };
            let waits = thread.review.waits(me, thread.side, &needs, thread.unsent);
            if !waits.any() {
                continue;
            }
            let rows = thread.review.taken_back_unseen().into_iter();
            let taken_back: Vec<String> = match thread.side {
                Side::Author => rows
                    .filter_map(|id| thread.review.row(id))
                    .map(|row| row.name.clone())
                    .collect(),
                Side::Reviewer => Vec::new(),
            };
            let of = if taken_back.is_empty() {
                Vec::new()
            } else {
                self.pieces(&thread)?
            };
            all.push(Waiting {
                thread,
                waits,
                taken_back,
                of,
            });
        }
        Ok(all)
    }

    fn pieces(&mut self, thread: &Thread) -> Result<Vec<Piece>, Error> {
        let within = match self.thread_within(thread.packet.row.thread) {
            Ok(within) => within,
            Err(error) if is_damage(&error) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let sessions = within.sessions.iter();
        let course = within.course.iter();
        let parts = course.flat_map(|course| course.excerpt.pieces());
        Ok(sessions
            .map(|read| Piece::Session(read.live.row.number))
            .chain(parts.map(|(told, _)| Piece::Part(told.title.clone())))
            .collect())
    }
}
