//! What waits in packets for whoever opened the vault: Today lists it.

use super::needs;
use crate::packets::{Thread, Way, is_damage};
use crate::{Companion, Error};
use clinic::review::Waits;

/// A thread in which something waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The thread.
    pub thread: Thread,
    /// What.
    pub waits: Waits,
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
            if waits.any() {
                all.push(Waiting { thread, waits });
            }
        }
        Ok(all)
    }
}
