//! What waits in packets for whoever opened the vault: Today lists it.

use super::needs;
use crate::packets::{Thread, Way};
use crate::{Companion, Error};
use clinic::id::PersonId;
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
    /// Every thread in which something waits for whoever opened the vault and has the pen, the latest first.
    pub fn reviews_waiting(&mut self) -> Result<Vec<Waiting>, Error> {
        let mut all = Vec::new();
        for thread in self.threads()? {
            let open = self.open()?;
            if open.part_of(&thread).is_err() {
                continue;
            }
            let me = PersonId(open.unlocked.person_id());
            // A packet that was decided is not read again: nothing in it waits for eyes.
            let wants = thread.packet.row.way == Way::In && thread.review.is_undecided(me);
            let needs = if wants {
                needs(&self.thread_sessions(thread.packet.row.thread)?)
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
