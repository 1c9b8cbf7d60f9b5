//! When the vault locks by itself, and what falls instead while a session runs.
//!
//! Outside a session: own idle time, and whatever the shell hears from the system, lock hard. During a session the same
//! causes bring the veil; prompts go on. Idle time is the machine's own, whatever clock a training day runs on.

use crate::clock::uptime_ms;
use crate::{Companion, Error};

/// Shortest, longest and usual idle time, minutes.
pub const IDLE_FROM: u32 = 2;
/// Longest.
pub const IDLE_TO: u32 = 60;
/// Where nothing was set.
pub const IDLE_USUAL: u32 = 10;

const IDLE: &str = "idle_minutes";
/// How long the next try waits after so many wrong passphrases in a row, seconds.
const WAITS: [i64; 9] = [0, 0, 0, 1, 2, 4, 8, 16, 30];

/// Wrong passphrases in a row in this run of the program. It slows a person at the keyboard; it is no wall against somebody
/// who has the files.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tries {
    wrong: usize,
    next_ms: i64,
}

impl Tries {
    /// Whether the next try may be made now.
    pub(crate) fn may(self, now_ms: i64) -> Result<(), Error> {
        let left = self.next_ms - now_ms;
        if left <= 0 {
            return Ok(());
        }
        let seconds = u32::try_from((left + 999) / 1000).unwrap_or(u32::MAX);
        Err(Error::TooSoon { seconds })
    }

    /// What came of a try.
    pub(crate) fn told(&mut self, wrong: bool, now_ms: i64) {
        if !wrong {
            *self = Tries::default();
            return;
        }
        self.wrong += 1;
        let wait = WAITS.get(self.wrong).or(WAITS.last()).copied().unwrap_or(0);
        self.next_ms = now_ms + wait * 1000;
    }
}

/// A lock that is due waits so long for a backup: one whose stick does not answer must not keep a vault open.
const BACKUP_MS: i64 = 30 * 60_000;

impl Companion {
    /// Somebody is there: a key, a click.
    pub fn activity(&mut self) {
        self.activity_at(uptime_ms());
    }

    /// The same, at a moment of the machine.
    pub fn activity_at(&mut self, now_ms: i64) {
        if let Some(open) = &mut self.open {
            open.active_ms = now_ms;
        }
    }

    /// After how many idle minutes the vault locks.
    pub fn idle_minutes(&self) -> Result<u32, Error> {
        let set = self.open()?.store.counter(IDLE)?;
        let known = u32::try_from(set)
            .ok()
            .filter(|minutes| (IDLE_FROM..=IDLE_TO).contains(minutes));
        Ok(known.unwrap_or(IDLE_USUAL))
    }

    /// Sets it; the act of whoever opened the vault.
    pub fn idle_set(&mut self, minutes: u32) -> Result<(), Error> {
        if !(IDLE_FROM..=IDLE_TO).contains(&minutes) {
            return Err(Error::BadInput { what: "minutes" });
        }
        let open = self.open()?;
        let author = open.author;
        if !open.is_opener() {
            return Err(Error::NotAllowed);
        }
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store
            .audit_note(context.entry("idle_time_set", "setting", &minutes.to_string()))?;
        Ok(open.store.count_set(IDLE, i64::from(minutes))?)
    }

    /// Whether nobody was there for so long that the vault locks, or, during a session, the veil falls.
    pub fn lock_due(&self) -> bool {
        self.lock_due_at(uptime_ms())
    }

    /// The same, at a moment of the machine.
    pub fn lock_due_at(&self, now_ms: i64) -> bool {
        let Some(open) = &self.open else {
            return false;
        };
        let idle = self.idle_minutes().unwrap_or(IDLE_USUAL);
        let is_covered = open.veiled && !open.live.is_empty();
        let idle_for = now_ms - open.active_ms;
        let due = i64::from(idle) * 60_000;
        // A backup that nobody sits beside comes to its end first, where it does; the veil does not disturb it.
        let waits = open.live.is_empty() && self.is_backing() && idle_for < due + BACKUP_MS;
        !is_covered && !waits && idle_for >= due
    }

    /// The veil falls over a running session. It outlives the page, and lifts when a person proves presence.
    pub fn veil_fall(&mut self) {
        if let Some(open) = &mut self.open
            && !open.live.is_empty()
        {
            open.veiled = true;
        }
    }

    /// Somebody proved presence.
    pub fn veil_lift(&mut self) {
        if let Some(open) = &mut self.open {
            open.veiled = false;
            open.active_ms = uptime_ms();
        }
    }

    /// Whether the veil is down.
    pub fn veiled(&self) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| open.veiled && !open.live.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_passphrases_slow_the_next_try_and_lock_nobody_out() {
        let mut tries = Tries::default();
        let mut waits = Vec::new();
        for _ in 0..12 {
            tries.told(true, 1_000);
            waits.push(match tries.may(1_000) {
                Ok(()) => 0,
                Err(Error::TooSoon { seconds }) => seconds,
                Err(other) => panic!("{other}"),
            });
        }
        assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30, 30]);
        assert!(tries.may(1_000 + 30_000).is_ok());
        assert!(tries.may(1_000 + 29_999).is_err());
        tries.told(false, 0);
        assert!(tries.may(0).is_ok());
    }
}
