//! Elapsed time from two clocks, and what the clocks did.
//!
//! A reference pairs one stamp with the elapsed time it stood for. Within its boot elapsed time follows the uptime;
//! after a reboot it follows the wall clock from the reference, until a person confirms it.
//!
//! **Invariant:** elapsed time is never less than that of the last row, whatever the clocks say.

use super::event::Event;
use super::refusal::{CLOCK_ROWS_MAX, ELAPSED_MAX};
use crate::time::{Elapsed, Span, Stamp};

/// A difference between wall clock and uptime that counts as a step.
const STEP: i64 = 2_000;

/// How stamps become elapsed time.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    /// A stamp whose elapsed time is known.
    reference: Stamp,
    /// The elapsed time it stood for.
    stood_for: Elapsed,
    /// The zone last seen.
    pub zone: i16,
    /// Elapsed time of the last row.
    pub last: Elapsed,
    /// Follows the wall clock since a reboot; nobody confirmed it.
    pub estimated: bool,
    /// Steps and zone changes written so far.
    written: u32,
}

impl Clock {
    pub fn new(at: Stamp) -> Clock {
        Clock {
            reference: at,
            stood_for: Elapsed(0),
            zone: at.zone_minutes,
            last: Elapsed(0),
            estimated: false,
            written: 0,
        }
    }

    pub fn elapsed(&self, at: &Stamp) -> Elapsed {
        let since = if at.boot == self.reference.boot {
            at.uptime_ms.saturating_sub(self.reference.uptime_ms)
        } else {
            at.wall_ms.saturating_sub(self.reference.wall_ms)
        };
        (self.stood_for + Span(since))
            .min(ELAPSED_MAX)
            .max(self.last)
    }

    /// Session time of a wall time by the mapping in force; may lie before the session.
    pub fn at_wall(&self, wall_ms: i64) -> Elapsed {
        let mapped = self.stood_for + Span(wall_ms.saturating_sub(self.reference.wall_ms));
        mapped.min(ELAPSED_MAX).max(Elapsed(-ELAPSED_MAX.0))
    }

    /// What the clocks did between the reference and this stamp.
    pub fn changes(&self, at: &Stamp) -> Vec<Event> {
        let mut events = Vec::new();
        if at.boot != self.reference.boot {
            events.push(Event::Rebooted {
                before: self.reference.boot,
            });
        } else if self.written < CLOCK_ROWS_MAX {
            let by = self.step(at);
            if by.saturating_abs() > STEP {
                events.push(Event::ClockStepped { by: Span(by) });
            }
        }
        if at.zone_minutes != self.zone && self.written < CLOCK_ROWS_MAX {
            events.push(Event::ZoneChanged {
                from: self.zone,
                to: at.zone_minutes,
            });
        }
        events
    }

    fn step(&self, at: &Stamp) -> i64 {
        let wall = at.wall_ms.saturating_sub(self.reference.wall_ms);
        wall.saturating_sub(at.uptime_ms.saturating_sub(self.reference.uptime_ms))
    }

    /// Every row passes here, so that elapsed time cannot run backwards.
    pub fn passed(&mut self, elapsed: Elapsed) {
        self.last = self.last.max(elapsed);
    }

    pub fn rebooted(&mut self, at: Stamp, elapsed: Elapsed) {
        self.refer(at, elapsed);
        self.estimated = true;
    }

    /// A gap told that the machine lived longer than elapsed time had come to.
    pub fn lived_to(&mut self, at: Stamp, elapsed: Elapsed) {
        if elapsed > self.elapsed(&at) {
            self.refer(at, elapsed);
        }
    }

    pub fn stepped(&mut self, at: Stamp, elapsed: Elapsed) {
        self.refer(at, elapsed);
        self.written = self.written.saturating_add(1);
    }

    pub fn moved_zone(&mut self, to: i16) {
        self.zone = to;
        self.written = self.written.saturating_add(1);
    }

    pub fn confirmed(&mut self, at: Stamp, elapsed: Elapsed) {
        self.refer(at, elapsed);
        self.estimated = false;
    }

    fn refer(&mut self, at: Stamp, elapsed: Elapsed) {
        self.reference = at;
        self.stood_for = elapsed;
    }
}
